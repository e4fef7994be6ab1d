//! `equipoise verify`.

use crate::cli::args::{Format, VerifyArgs};
use crate::cli::commands::loading::{plan_record, same_scenario};
use crate::cli::console::{Console, exit_for};
use crate::cli::{Exit, compose};
use crate::record::json::to_json;
use crate::scenario::load_with_patches;
use crate::service::validate;
use crate::verify;
use anyhow::Result;

/// Checks a plan against its scenario.
///
/// # Errors
/// If stdout cannot be written.
pub fn verify(args: &VerifyArgs, console: Console) -> Result<Exit> {
    let record = match plan_record(&args.plan, console) {
        Ok(record) => record,
        Err(exit) => return Ok(exit),
    };
    let loaded = match load_with_patches(&args.scenario, &record.stamp.patches) {
        Ok(loaded) => loaded,
        Err(findings) => {
            console.show(&findings);
            return Ok(exit_for(&findings, false).unwrap_or(Exit::Findings));
        }
    };
    if let Err(exit) = same_scenario(&record, &loaded, console) {
        return Ok(exit);
    }
    let valid = validate(&loaded.record, &loaded.positions);
    let Some(service) = valid.service else {
        console.show(&valid.findings);
        return Ok(Exit::Findings);
    };
    let verdict = compose::verdict_record(&verify::verify(&service, &record.plan));
    match args.format {
        Format::Json => console.print(&to_json(&verdict)?)?,
        Format::Text => {
            if !verdict.findings.is_empty() {
                console.print(&console.findings_text(&verdict.findings))?;
            }
            for check in &verdict.checks {
                console.print(&format!("{:>9}  {}\n", check.count, check.rule))?;
            }
            let word = if verdict.accepted { "accepted" } else { "refused" };
            console.print(&format!("{word}: {} checks\n", verdict.total_checks()))?;
        }
    }
    Ok(if verdict.accepted { Exit::Done } else { Exit::Verification })
}
