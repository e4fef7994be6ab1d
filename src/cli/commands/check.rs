//! `equipoise check`.

use crate::base::finding::Finding;
use crate::cli::Exit;
use crate::cli::args::{CheckArgs, Format, ScenarioArgs};
use crate::cli::commands::loading::{Reading, read};
use crate::cli::console::{Console, exit_for};
use crate::record::json::to_json;
use crate::report::findings::FindingsRecord;
use anyhow::Result;
use rayon::prelude::*;

/// Prints all findings about a scenario: with the variants that were asked for, or else by itself and with each of its
/// variants.
///
/// # Errors
/// If stdout cannot be written.
pub fn check(args: &CheckArgs, console: Console) -> Result<Exit> {
    let base = read(&args.scenario, &args.scenario.variants);
    let mut findings = if args.scenario.variants.is_empty() { of_variants(&args.scenario, &base) } else { Vec::new() };
    findings.splice(0..0, base.findings);
    match args.format {
        Format::Json => console.print(&to_json(&FindingsRecord::new(&findings))?)?,
        Format::Text if findings.is_empty() => console.print("no findings\n")?,
        Format::Text => console.print(&console.findings_text(&findings))?,
    }
    Ok(exit_for(&findings, args.scenario.strict).unwrap_or(Exit::Done))
}

/// What each variant by itself has that the scenario has not.
fn of_variants(args: &ScenarioArgs, base: &Reading) -> Vec<Finding> {
    let Some(scenario) = &base.scenario else { return Vec::new() };
    let ids: Vec<&str> = scenario.record.variants.iter().map(|v| v.id.as_ref()).collect();
    let with = |id: &&str| {
        let found = read(args, &[(*id).to_owned()]).findings.into_iter().filter(|f| !base.findings.contains(f));
        found.map(|finding| Finding { variant: Some((*id).to_owned()), ..finding }).collect::<Vec<_>>()
    };
    ids.par_iter().map(with).collect::<Vec<_>>().concat()
}
