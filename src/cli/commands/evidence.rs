//! `equipoise evidence`.

use crate::cli::Exit;
use crate::cli::args::{EvidenceArgs, Format};
use crate::cli::commands::known::known;
use crate::cli::console::Console;
use crate::record::EvidenceLibrary;
use crate::record::json::to_json;
use crate::report::library::{figure, rule, shelf};
use anyhow::Result;

/// Prints the library's figures of the evidence, or one of them in full.
///
/// # Errors
/// If stdout cannot be written.
pub fn evidence(args: &EvidenceArgs, console: Console) -> Result<Exit> {
    let mut library = EvidenceLibrary::whole();
    if let Some(id) = &args.record {
        let ids = library.figures.iter().map(|figure| &figure.id).chain(library.rules.iter().map(|rule| &rule.id));
        match known("record of evidence", id, ids.map(String::as_str)) {
            Ok(_) => {
                library.figures.retain(|figure| figure.id == *id);
                library.rules.retain(|rule| rule.id == *id);
            }
            Err(why) => {
                console.error(&why);
                return Ok(Exit::Usage);
            }
        }
    }
    let text = match (args.format, &library.figures[..], &library.rules[..]) {
        (Format::Json, ..) => to_json(&library)?,
        (Format::Text, [one], []) => figure(one).text(&console.page()),
        (Format::Text, [], [one]) => rule(one).text(&console.page()),
        (Format::Text, ..) => shelf(&library).text(&console.page()),
    };
    console.print(&text)?;
    Ok(Exit::Done)
}
