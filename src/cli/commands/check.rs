//! `equipoise check`.

use crate::cli::Exit;
use crate::cli::args::{CheckArgs, Format};
use crate::cli::commands::loading::read;
use crate::cli::console::{Console, exit_for};
use crate::record::json::to_json;
use crate::report::findings::FindingsRecord;
use anyhow::Result;

/// Prints all findings about a scenario.
///
/// # Errors
/// If stdout cannot be written.
pub fn check(args: &CheckArgs, console: Console) -> Result<Exit> {
    let (findings, _) = read(&args.scenario);
    match args.format {
        Format::Json => console.print(&to_json(&FindingsRecord::new(&findings))?)?,
        Format::Text if findings.is_empty() => console.print("no findings\n")?,
        Format::Text => console.print(&console.findings_text(&findings))?,
    }
    Ok(exit_for(&findings, args.scenario.strict).unwrap_or(Exit::Done))
}
