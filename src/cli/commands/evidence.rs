//! `equipoise evidence`.

use crate::cli::Exit;
use crate::cli::args::{EvidenceArgs, Format};
use crate::cli::commands::known::known;
use crate::cli::console::Console;
use crate::record::EvidenceLibrary;
use crate::record::json::to_json;
use crate::report::library::{figure, shelf};
use anyhow::Result;

/// Prints the library's figures of the evidence, or one of them in full.
///
/// # Errors
/// If stdout cannot be written.
pub fn evidence(args: &EvidenceArgs, console: Console) -> Result<Exit> {
    let mut library = EvidenceLibrary::whole();
    if let Some(id) = &args.record {
        match known("record of evidence", id, library.figures.iter().map(|figure| figure.id.as_str())) {
            Ok(place) => library.figures = vec![library.figures.swap_remove(place)],
            Err(why) => {
                console.error(&why);
                return Ok(Exit::Usage);
            }
        }
    }
    let text = match (args.format, args.record.as_ref().and(library.figures.first())) {
        (Format::Json, _) => to_json(&library)?,
        (Format::Text, Some(one)) => figure(one).text(&console.page()),
        (Format::Text, None) => shelf(&library).text(&console.page()),
    };
    console.print(&text)?;
    Ok(Exit::Done)
}
