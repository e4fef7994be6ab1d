//! `equipoise check`.

use crate::base::finding::Finding;
use crate::cli::Exit;
use crate::cli::args::{CheckArgs, Format};
use crate::cli::commands::loading::{Reading, selection};
use crate::cli::console::{Console, exit_for};
use crate::record::json::to_json;
use crate::report::findings::FindingsRecord;
use crate::scenario::{Case, Opened, Selection};
use anyhow::Result;
use rayon::prelude::*;

/// Prints all findings about a scenario: with the variants that were asked for, or else by itself and with each of its
/// variants.
///
/// # Errors
/// If stdout cannot be written.
pub fn check(args: &CheckArgs, console: Console) -> Result<Exit> {
    let findings = match Opened::open(&args.scenario.scenario) {
        Ok(opened) => all(&opened, &selection(&args.scenario)),
        Err(findings) => findings,
    };
    match args.format {
        Format::Json => console.print(&to_json(&FindingsRecord::new(&findings))?)?,
        Format::Text if findings.is_empty() => console.print("no findings\n")?,
        Format::Text => console.print(&console.findings_text(&findings))?,
    }
    Ok(exit_for(&findings, args.scenario.strict).unwrap_or(Exit::Done))
}

/// The findings about what is selected, and where nothing is, what each variant by itself has that the scenario has not.
fn all(opened: &Opened, selected: &Selection) -> Vec<Finding> {
    let base = Reading::with(opened, selected);
    let mut findings = base.findings;
    if !selected.variants.is_empty() || base.scenario.is_none() {
        return findings;
    }
    let cases = match opened.cases(selected) {
        Ok(cases) => cases.cases,
        Err(found) => return [findings, found].concat(),
    };
    let with = |case: &Case| -> Vec<Finding> {
        let found = Reading::with(opened, &case.selection).findings.into_iter().filter(|f| !findings.contains(f));
        found.map(|finding| Finding { variant: Some(case.id.clone()), ..finding }).collect()
    };
    let of_variants = cases.par_iter().map(with).collect::<Vec<_>>().concat();
    findings.extend(of_variants);
    findings
}
