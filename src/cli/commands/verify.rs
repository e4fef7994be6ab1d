//! `equipoise verify`.

use crate::base::finding::Finding;
use crate::cli::args::{Format, VerifyArgs};
use crate::cli::commands::loading::{plan_record, same_scenario};
use crate::cli::console::{Console, exit_for};
use crate::cli::{Exit, compose};
use crate::record::json::to_json;
use crate::record::{PlanRecord, RotaRecord, Stamp, Verdict, is_rota};
use crate::scenario::load_with_patches;
use crate::service::{Service, validate};
use crate::verify;
use anyhow::Result;

/// What can be checked.
enum Checked {
    Plan(Box<PlanRecord>),
    Rota(Box<RotaRecord>),
}

impl Checked {
    fn read(args: &VerifyArgs) -> Result<Self, Box<Finding>> {
        if is_rota(&args.plan) {
            RotaRecord::from_file(&args.plan).map(|record| Self::Rota(Box::new(record)))
        } else {
            PlanRecord::from_file(&args.plan).map(|record| Self::Plan(Box::new(record)))
        }
    }

    fn stamp(&self) -> (&Stamp, &'static str) {
        match self {
            Self::Plan(record) => (&record.stamp, "plan"),
            Self::Rota(record) => (&record.stamp, "rota"),
        }
    }

    fn verdict(&self, service: &Service, of: Option<&PlanRecord>) -> Verdict {
        match self {
            Self::Plan(record) => compose::verdict_record(&verify::verify(service, &record.plan)),
            Self::Rota(record) => {
                let own = verify::verify_rota(service, &record.rota);
                let promised = of.map(|plan| verify::verify_promised(service, &record.rota, &plan.plan));
                compose::rota_verdict(&promised.into_iter().fold(own, verify::RotaVerdict::and))
            }
        }
    }
}

/// Checks a plan or a rota against its scenario.
///
/// # Errors
/// If stdout cannot be written.
pub fn verify(args: &VerifyArgs, console: Console) -> Result<Exit> {
    let checked = match Checked::read(args) {
        Ok(checked) => checked,
        Err(finding) => {
            console.show(std::slice::from_ref(&finding));
            return Ok(if args.plan.exists() { Exit::Findings } else { Exit::Usage });
        }
    };
    let of = match args.of.as_deref().map(|file| plan_record(file, console)).transpose() {
        Ok(of) => of,
        Err(exit) => return Ok(exit),
    };
    let (stamp, noun) = checked.stamp();
    if of.is_some() && noun == "plan" {
        console.error("--plan names the plan of a rota; this is a plan itself");
        return Ok(Exit::Usage);
    }
    if of.as_ref().is_some_and(|of| of.stamp.scenario.hash != stamp.scenario.hash) {
        console.error("the plan of --plan was made from another text of the scenario than the rota");
        return Ok(Exit::Findings);
    }
    let loaded = match load_with_patches(&args.scenario, &stamp.patches) {
        Ok(loaded) => loaded,
        Err(findings) => {
            console.show(&findings);
            return Ok(exit_for(&findings, false).unwrap_or(Exit::Findings));
        }
    };
    if let Err(exit) = same_scenario(stamp, noun, &loaded, console) {
        return Ok(exit);
    }
    let valid = validate(&loaded.record, &loaded.positions);
    let Some(service) = valid.service else {
        console.show(&valid.findings);
        return Ok(Exit::Findings);
    };
    let verdict = checked.verdict(&service, of.as_ref());
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
