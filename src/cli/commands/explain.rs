//! `equipoise explain`.

use crate::base::control::Control;
use crate::cli::args::ExplainArgs;
use crate::cli::commands::desk::{Desk, Side, exit_of};
use crate::cli::commands::loading::{plan_record, refused, same_scenario, selection};
use crate::cli::commands::output::Output;
use crate::cli::commands::solving::{failed, finish};
use crate::cli::console::Console;
use crate::cli::progress::Board;
use crate::cli::{Exit, compose};
use crate::model::Goal;
use crate::plan::Plan;
use crate::plan::digest::Digest;
use crate::plan::prices::Price;
use crate::record::comparison::{BASE, Compared};
use crate::record::explanation::{ExplanationRecord, OneMoreRecord};
use crate::record::{CaseRecord, CaseResult, Manifest, OutputFolder, PlannedCase, Status, VariantOutcome};
use crate::report::{comparison, explanation, tables};
use crate::scenario::{Case, Opened, Selection};
use crate::strategy::{NOTHING_GBP, StrategyError, in_order, price};
use crate::study::{self, OneMore, one_more, openings};
use anyhow::Result;
use serde_json::json;

/// Says what a plan is short of: prices of what binds, and what one more of the first of it brings, planned anew.
///
/// # Errors
/// If the engine fails or something cannot be written.
pub fn explain(args: &ExplainArgs, console: Console) -> Result<Exit> {
    if let Some(out) = &args.out {
        OutputFolder::check(out)?;
    }
    let selected = selection(&args.scenario);
    let opened = match Opened::open(&args.scenario.scenario) {
        Ok(opened) => opened,
        Err(findings) => return Ok(refused(&findings, console)),
    };
    let arguments = (&args.scenario, &args.solver);
    let mut desk = match Desk::new((opened, &selected), arguments, Compared::Plans, args.out.as_deref(), console)? {
        Ok(desk) => desk,
        Err(exit) => return Ok(exit),
    };
    let (plan, base) = match planned(args, &desk, console)? {
        Ok(planned) => planned,
        Err(exit) => return Ok(exit),
    };
    desk.begin_at(&plan)?;
    let mut prices = match price(&desk.base.service, &plan, desk.engine, &desk.limits, &desk.job) {
        Ok(prices) => prices,
        Err(StrategyError::Interrupted) => return Ok(desk.interrupted(1, 1 + args.first)),
        Err(error) => {
            console.error(&error.to_string());
            return Ok(Exit::Usage);
        }
    };
    match of_openings(&desk, &selected) {
        Ok((priced, more)) => {
            prices.priced += priced;
            prices.prices.extend(more);
            in_order(&mut prices.prices);
        }
        Err(StrategyError::Interrupted) => return Ok(desk.interrupted(1, 1 + args.first)),
        Err(error) => return failed(error, console),
    }
    let (more, not_tried) = one_more(&desk.base.service, &desk.base.scenario.tree, &prices.prices, args.first);
    prices.not_tried = not_tried;
    let mut record = compose::explanation(&desk.base, desk.engine, &desk.limits, (base, prices));
    record.one_more = match tried(&desk, &selected, &record, &more, console)? {
        Ok(tried) => tried,
        Err(exit) => return Ok(exit),
    };
    let mut output = Output {
        record: ("explanation.json", &record),
        stamp: &record.stamp,
        dated: record.service.start,
        page: explanation::explanation(&record),
        tables: tables::explanation,
        more: vec![("what-if.yaml".to_owned(), what_if(&more)?.into())],
    };
    if let Some(base) = record.base.planned() {
        let sides = record.one_more.iter().map(|one| &one.variant.case);
        output.save(Manifest::of_sides(&record.stamp, base, sides), args.out.as_deref(), console)?;
    }
    desk.clear()?;
    output.print(args.format, console)?;
    let sides = record.one_more.iter().map(|one| &one.variant.case).chain([&record.base]);
    Ok(sides.map(|side| exit_of(side, false)).max().unwrap_or(Exit::Done))
}

/// What openings and longer courses are worth, sessions and patients split; and how many were tried.
fn of_openings(desk: &Desk, selected: &Selection) -> Result<(usize, Vec<Price>), StrategyError> {
    let openings = openings(&desk.base.service, &desk.base.scenario.tree);
    if openings.is_empty() {
        return Ok((0, Vec::new()));
    }
    let changed = |one: &OneMore| Selection { patches: one.patches.clone(), ..selected.clone() };
    let (base, with) = desk.split_gains(&openings.iter().map(changed).collect::<Vec<_>>())?;
    let priced = openings.len();
    let price = |(one, with): (OneMore, Option<Digest>)| {
        let with = with?;
        let gain_gbp = with.value_gbp - base.value_gbp;
        (gain_gbp > NOTHING_GBP).then_some(Price {
            what: one.what,
            split: true,
            marginal_gbp: None,
            holds_for: None,
            gain_gbp,
            started: with.started - base.started,
            important_changes: with.benefit.important_changes - base.benefit.important_changes,
            slots: 0.0,
        })
    };
    Ok((priced, openings.into_iter().zip(with).filter_map(price).collect()))
}

/// The plan that is explained: one that was made, or a new one.
fn planned(args: &ExplainArgs, desk: &Desk, console: Console) -> Result<Result<(Plan, CaseRecord), Exit>> {
    let case = |planned: PlannedCase| {
        let result = CaseResult::Planned(Box::new(planned));
        compose::case(BASE, None, None, &desk.base.scenario.patches, result)
    };
    if let Some(file) = &args.plan {
        let record = match plan_record(file, console) {
            Ok(record) => record,
            Err(exit) => return Ok(Err(exit)),
        };
        if let Err(exit) = same_scenario(&record.stamp, "plan", &desk.base.scenario, console) {
            return Ok(Err(exit));
        }
        let planned = compose::recorded(&record);
        return Ok(Ok((record.plan, case(planned))));
    }
    let run = |control: &Control| study::checked(&desk.base.service, Goal::Best, desk.engine, &desk.limits, control);
    let answer = match finish(run, &desk.job, console)? {
        Ok(answer) => answer,
        Err(exit) => return Ok(Err(exit)),
    };
    let planned = compose::planned(&desk.base.service, &answer);
    if planned.outcome.status == Status::Partial {
        console.error("its rules clash: `equipoise plan` says which; nothing can be priced until they hold");
        return Ok(Err(Exit::Clash));
    }
    Ok(Ok((answer.solved.plan, case(planned))))
}

/// One more of each, planned anew.
fn tried(
    desk: &Desk,
    selected: &Selection,
    record: &ExplanationRecord,
    more: &[OneMore],
    console: Console,
) -> Result<Result<Vec<OneMoreRecord>, Exit>> {
    let case = |one: &OneMore| Case {
        id: one.id.clone(),
        description: Some(one.question.clone()),
        selection: Selection { patches: one.patches.clone(), ..selected.clone() },
    };
    let cases: Vec<Case> = more.iter().map(case).collect();
    let sides: Vec<Side> = cases.iter().map(Side::Variant).collect();
    let found = desk.answers(&sides, &Board::new(console, sides.len()))?;
    let done = found.iter().flatten().count();
    let all: Option<Vec<CaseRecord>> = found.into_iter().collect();
    let Some(all) = all else { return Ok(Err(desk.interrupted(done, sides.len()))) };
    let tried = more.iter().zip(all).map(|(one, case)| {
        let mut variant = VariantOutcome::new(case, &record.base);
        variant.sentence = comparison::sentence(Compared::Plans, &record.service, &variant);
        OneMoreRecord { what: one.what.clone(), variant }
    });
    Ok(Ok(tried.collect()))
}

/// The questions as a file of variants: `--variant what-if.yaml#ID` plans one by itself.
fn what_if(more: &[OneMore]) -> Result<String> {
    let variants: Vec<serde_json::Value> = more
        .iter()
        .map(|one| {
            Ok(json!({
                "id": one.id,
                "description": one.question,
                "patches": serde_json::to_value(&one.patches)?,
                "source": "assumption",
            }))
        })
        .collect::<Result<_>>()?;
    Ok(format!(
        "# What one more of each scarce thing is, as variants of the scenario.\n{}",
        serde_yaml::to_string(&variants)?
    ))
}
