//! `equipoise plan`.

use crate::base::control::Control;
use crate::cli::Exit;
use crate::cli::args::PlanArgs;
use crate::cli::commands::loading::{Loaded, Reading, Ready, plan_record, ready, refused, same_text};
use crate::cli::commands::output::Output;
use crate::cli::commands::solving::finish;
use crate::cli::compose;
use crate::cli::console::Console;
use crate::engine::Engine;
use crate::model::Goal;
use crate::plan::Plan;
use crate::record::json::to_json;
use crate::record::stamp::digest;
use crate::record::{Manifest, Status, SteadyRecord};
use crate::report::{steady_text, tables, text};
use crate::scenario::{Opened, Selection};
use crate::service::Service;
use crate::strategy::{Limits, Near};
use crate::study;
use anyhow::Result;
use std::path::Path;

/// Where an earlier plan was given and not used.
const NO_START: &str = "planned from nothing: the plan that --near names is no start, since the service is small enough to \
                        be planned whole, or the plan is none of this scenario";

/// Makes a plan, or with `--steady` the long-run balance.
///
/// # Errors
/// If the engine fails or something cannot be written.
pub fn plan(args: &PlanArgs, console: Console) -> Result<Exit> {
    let arguments = (&args.scenario, &args.solver);
    let Ready { loaded, engine, limits, job } = match ready(args.out.as_deref(), arguments, console)? {
        Ok(ready) => ready,
        Err(exit) => return Ok(exit),
    };
    if args.steady {
        return match balance(&loaded, engine, &limits, &job, console)? {
            Ok(record) => steady(args, &record, console),
            Err(exit) => Ok(exit),
        };
    }
    let earlier = match args.near.as_deref().map(|file| earlier(args, file, &loaded, console)).transpose() {
        Ok(earlier) => earlier,
        Err(exit) => return Ok(exit),
    };
    let run = |control: &Control| {
        let with: (&dyn Engine, &Limits) = (engine, &limits);
        let near =
            earlier.as_ref().map(|(service, plan)| Near::new(service, plan, with, control)).transpose()?.flatten();
        let answer = study::plan_near(&loaded.service, !args.no_baseline, near.as_ref(), with, control)?;
        Ok((answer, near.is_some()))
    };
    let (answer, is_begun) = match finish(run, &job, console)? {
        Ok(answer) => answer,
        Err(exit) => return Ok(exit),
    };
    let mut record = compose::plan_record(&loaded, &answer, engine, &limits);
    match earlier {
        Some((_, plan)) if is_begun => record.begun_at = Some(digest(&plan)?),
        Some(_) => console.say(NO_START),
        None => {}
    }
    let partial = record.outcome.status == Status::Partial;
    if !record.verdict.accepted && !partial {
        console.show(&record.verdict.findings);
        console.error(
            "the independent checker refuses this plan, so it is not published; please report this with the scenario",
        );
        return Ok(Exit::Verification);
    }
    // Beside the dated plan stands the long-run balance, where the scenario has the figure for it.
    let balance = match loaded.service.worked_weeks {
        Some(_) => balance(&loaded, engine, &limits, &job, console)?.ok(),
        None => None,
    };
    if job.is_cancelled() {
        return Ok(Exit::Interrupted);
    }
    let mut output = Output {
        record: ("plan.json", &record),
        stamp: &record.stamp,
        dated: record.service.start,
        page: text::plan(&record, balance.as_ref()),
        tables: tables::plan,
        more: Vec::new(),
    };
    if let Some(balance) = &balance {
        output.more.push(("steady.json".to_owned(), to_json(balance)?.into()));
    }
    output.save(Manifest::of_plan(&record), args.out.as_deref(), console)?;
    output.print(args.format, console)?;
    Ok(exit_of(record.outcome.status, args.require_gap))
}

/// An earlier plan of the scenario, and the service that it was made for.
fn earlier(args: &PlanArgs, file: &Path, loaded: &Loaded, console: Console) -> Result<(Service, Plan), Exit> {
    let record = plan_record(file, console)?;
    same_text(&record.stamp, "plan", &loaded.scenario, console)?;
    let selection = Selection { patches: record.stamp.patches, ..Selection::default() };
    let opened = Opened::open(&args.scenario.scenario).map_err(|findings| refused(&findings, console))?;
    let reading = Reading::with(&opened, &selection);
    // What there is to say of the scenario was said.
    let service = reading.service.ok_or_else(|| refused(&reading.findings, console))?;
    Ok((service, record.plan))
}

fn exit_of(status: Status, require_gap: bool) -> Exit {
    match status {
        Status::Partial => Exit::Clash,
        Status::CutShort if require_gap => Exit::Limit,
        _ => Exit::Done,
    }
}

fn balance(
    loaded: &Loaded,
    engine: &dyn Engine,
    limits: &Limits,
    job: &Control,
    console: Console,
) -> Result<Result<SteadyRecord, Exit>> {
    let run = |control: &Control| study::steady(&loaded.service, Goal::Best, engine, limits, control);
    let solved = finish(run, job, console)?;
    Ok(solved.map(|solved| compose::steady_record(loaded, &solved, engine, limits)))
}

fn steady(args: &PlanArgs, record: &SteadyRecord, console: Console) -> Result<Exit> {
    let mut output = Output {
        record: ("steady.json", record),
        stamp: &record.stamp,
        dated: record.service.start,
        page: steady_text::steady(record),
        tables: tables::steady,
        more: Vec::new(),
    };
    output.save(Manifest::of_steady(record), args.out.as_deref(), console)?;
    output.print(args.format, console)?;
    Ok(exit_of(record.outcome.status, args.require_gap))
}
