//! `equipoise sensitivity`.

use crate::base::control::Control;
use crate::cli::args::SensitivityArgs;
use crate::cli::commands::begun::BegunAt;
use crate::cli::commands::desk::solve;
use crate::cli::commands::known::known;
use crate::cli::commands::loading::{Ready, ready};
use crate::cli::commands::output::Output;
use crate::cli::commands::solving::failed;
use crate::cli::console::Console;
use crate::cli::progress::Board;
use crate::cli::{Exit, compose};
use crate::engine::Engine;
use crate::model::Goal;
use crate::plan::sensitivity::Input;
use crate::record::comparison::{Compared, PlannedCase};
use crate::record::sensitivity::{ReachRecord, SENSITIVITY_VERSION};
use crate::record::{Manifest, SensitivityRecord};
use crate::report::{sensitivity as page, tables};
use crate::service::Service;
use crate::strategy::Limits;
use crate::study::{self, Asked, Reach, Reply};
use anyhow::Result;
use std::sync::atomic::{AtomicBool, Ordering};

/// Says whether the recommended mix of courses holds.
///
/// # Errors
/// If the engine fails or something cannot be written.
pub fn sensitivity(args: &SensitivityArgs, console: Console) -> Result<Exit> {
    let arguments = (&args.scenario, &args.solver);
    let Ready { loaded, engine, limits, job } = match ready(args.out.as_deref(), arguments, console)? {
        Ok(ready) => ready,
        Err(exit) => return Ok(exit),
    };
    let service = &loaded.service;
    let ranges = match ranges(service, &args.ranges) {
        Ok(ranges) => ranges,
        Err(why) => {
            console.error(&why);
            return Ok(Exit::Usage);
        }
    };
    let asked = Asked {
        reach: Reach { rates: args.rates, referrals: args.referrals },
        ranges,
        steps: args.steps,
        dated: args.dated,
        draws: args.draws as usize,
        seed: args.draw_seed,
        shared: args.shared,
    };
    let of = if args.dated { Compared::Plans } else { Compared::Balances };
    let refused = AtomicBool::new(false);
    // Plans of a large service are begun at that of the scenario as it is, so that it is not the search that flips.
    let begun_at = BegunAt::default();
    let reply = |moved: &Service, control: &Control| {
        let with: (&dyn Engine, &Limits) = (engine, &limits);
        let PlannedCase { outcome, verdict, digest, .. } = match of {
            Compared::Plans => {
                let begun = begun_at.get(service, with, control)?;
                let near = begun.map(|begun| &begun.near);
                compose::planned(moved, &study::checked_near(moved, Goal::Best, near, with, control)?)
            }
            Compared::Balances | Compared::Splits => solve(moved, (of, Goal::Best), with, control)?,
        };
        if verdict.is_some_and(|verdict| !verdict.accepted) {
            refused.store(true, Ordering::Relaxed);
        }
        Ok(Reply { digest, keeps_rules: outcome.clashes.is_empty() })
    };
    let draws = usize::from(asked.draws > 0);
    let board = Board::new(console, study::moved(service, &asked).len() + draws);
    let told = |input: Option<&Input>| match input {
        Some(input) => board.line(&input.to_string()).done("is done"),
        None if draws > 0 => board.line("draws").done("are done"),
        None => {}
    };
    let answer = study::sensitivity(service, &asked, &reply, &job, &told);
    board.finish();
    let sensitivity = match answer {
        Ok(answer) => answer,
        Err(error) => return failed(error, console),
    };
    let offered = service.streams.iter().flat_map(|stream| stream.options.iter().map(|o| o.course.clone()));
    let (stamp, assumptions, evidence, outline) = compose::about(&loaded, engine, &limits, offered);
    let record = SensitivityRecord {
        equipoise_sensitivity: SENSITIVITY_VERSION,
        stamp,
        of,
        reach: ReachRecord { rates: args.rates, referrals: args.referrals, steps: args.steps },
        service: outline,
        assumptions,
        evidence,
        sensitivity,
    };
    let mut output = Output {
        record: ("sensitivity.json", &record),
        stamp: &record.stamp,
        dated: record.service.start,
        page: page::sensitivity(&record),
        tables: tables::sensitivity,
        more: Vec::new(),
    };
    output.save(Manifest::of_many(&record.stamp), args.out.as_deref(), console)?;
    output.print(args.format, console)?;
    Ok(if refused.into_inner() { Exit::Verification } else { Exit::Done })
}

/// The ranges that the user gives.
fn ranges(service: &Service, texts: &[String]) -> Result<Vec<(Input, f64, f64)>, String> {
    texts.iter().map(|text| range(service, text)).collect()
}

fn range(service: &Service, text: &str) -> Result<(Input, f64, f64), String> {
    let form = "write --range INPUT=LOW..HIGH, such as activities.at-lesson.dna_rate=0..0.2";
    let (name, ends) = text.split_once('=').ok_or_else(|| format!("`{text}` names no range: {form}"))?;
    let inputs = study::inputs_of(service);
    let names = inputs.iter().map(Input::to_string);
    let input = &inputs[known("input of this scenario's plans", name.trim(), names)?];
    let number = |end: &str| end.trim().parse::<f64>().ok().filter(|&value| study::is_possible(input, value));
    let (low, high) = ends.split_once("..").ok_or_else(|| format!("`{ends}` is no range: {form}"))?;
    match (number(low), number(high)) {
        (Some(low), Some(high)) if low < high => Ok((input.clone(), low, high)),
        (Some(_), Some(_)) => Err(format!("the range `{ends}` of {input} must go from a lower value to a higher one")),
        _ => Err(format!("`{ends}` has an end that {input} cannot be")),
    }
}
