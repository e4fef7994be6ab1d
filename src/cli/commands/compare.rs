//! `equipoise compare`.

use crate::cli::args::CompareArgs;
use crate::cli::commands::desk::{Desk, Side, exit_of};
use crate::cli::commands::loading::{refused, selection};
use crate::cli::commands::output::Output;
use crate::cli::console::Console;
use crate::cli::progress::Board;
use crate::cli::{Exit, compose};
use crate::record::comparison::{BASE, Between, Compared, DO_NOTHING, ranking};
use crate::record::{CaseRecord, CaseResult, ComparisonRecord, Manifest, NotCompared, OutputFolder, VariantOutcome};
use crate::report::{comparison, tables};
use crate::scenario::{Case, Cases, Opened};
use anyhow::Result;

/// Plans variants side by side.
///
/// # Errors
/// If the engine fails or something cannot be written.
pub fn compare(args: &CompareArgs, console: Console) -> Result<Exit> {
    if let Some(out) = &args.out {
        OutputFolder::check(out)?;
    }
    let asked = selection(&args.scenario);
    let opened = Opened::open(&args.scenario.scenario).and_then(|opened| Ok((opened.cases(&asked)?, opened)));
    let (Cases { base, cases }, opened) = match opened {
        Ok(opened) => opened,
        Err(findings) => return Ok(refused(&findings, console)),
    };
    if let Some(exit) = unknown_side(args, &cases, console) {
        return Ok(exit);
    }
    let of = match (args.steady, args.split) {
        (true, _) => Compared::Balances,
        (_, true) => Compared::Splits,
        _ => Compared::Plans,
    };
    let arguments = (&args.scenario, &args.solver);
    let desk = match Desk::new((opened, &base), arguments, of, args.out.as_deref(), console)? {
        Ok(desk) => desk,
        Err(exit) => return Ok(exit),
    };
    let record = match all_sides(&desk, args, &cases, console)? {
        Ok(record) => record,
        Err(exit) => return Ok(exit),
    };
    let record = ComparisonRecord { between: between(args, &record, console), ..record };
    let mut output = Output {
        record: ("comparison.json", &record),
        stamp: &record.stamp,
        dated: record.service.start,
        page: comparison::comparison(&record),
        tables: tables::comparison,
        more: Vec::new(),
    };
    if let Some(base) = record.base.planned() {
        let others = record.do_nothing.iter().chain(record.variants.iter().map(|variant| &variant.case));
        output.save(Manifest::of_sides(&record.stamp, base, others), args.out.as_deref(), console)?;
    }
    desk.clear()?;
    output.print(args.format, console)?;
    Ok(record.sides().map(|side| exit_of(side, args.require_gap)).max().unwrap_or(Exit::Done))
}

/// The difference that was asked for, if both its sides were planned.
fn between(args: &CompareArgs, record: &ComparisonRecord, console: Console) -> Option<Between> {
    let [before, after] = args.between.as_deref()? else { return None };
    let difference = record.difference(before, after);
    if difference.is_none() {
        console.error(&format!("`{before}` and `{after}` cannot be compared: one of them was not planned"));
    }
    difference
}

/// Says which of the sides named by `--between` there is not.
fn unknown_side(args: &CompareArgs, cases: &[Case], console: Console) -> Option<Exit> {
    let ids: Vec<&str> = [BASE, DO_NOTHING].into_iter().chain(cases.iter().map(|case| case.id.as_str())).collect();
    let named = args.between.iter().flatten().find(|id| !ids.contains(&id.as_str()))?;
    console.error(&format!("--between: no side is called `{named}`; there are: {}", ids.join(", ")));
    Some(Exit::Usage)
}

/// Solves all sides; an exit if there is nothing to compare with, or the user has stopped it.
fn all_sides(
    desk: &Desk,
    args: &CompareArgs,
    cases: &[Case],
    console: Console,
) -> Result<Result<ComparisonRecord, Exit>> {
    let has_today = desk.base.service.has_today();
    let nothing = has_today && !args.no_baseline;
    let mut sides: Vec<Side> = nothing.then_some(Side::DoNothing).into_iter().collect();
    sides.extend(cases.iter().map(Side::Variant));
    let board = Board::new(console, sides.len() + 1);
    let base = desk.answer(Side::Base, &board)?;
    let found = desk.answers(&sides, &board)?;
    let done = found.iter().chain([&base]).flatten().count();
    let all: Option<Vec<CaseRecord>> = found.into_iter().collect();
    let (Some(base), Some(all)) = (base, all) else {
        return Ok(Err(desk.interrupted(done, sides.len() + 1)));
    };
    if let CaseResult::Failed { why } = &base.result {
        console.error(&format!("the scenario without its variants: {why}"));
        return Ok(Err(Exit::Limit));
    }
    let mut rest = all.into_iter();
    let do_nothing = if nothing { rest.next() } else { None };
    let mut record = compose::comparison(&desk.base, desk.engine, &desk.limits, (desk.of, base));
    record.not_compared = match (nothing, has_today) {
        (true, _) => None,
        (_, true) => Some(NotCompared::NotAskedFor),
        _ => Some(NotCompared::NothingKnown),
    };
    record.do_nothing = do_nothing;
    record.variants = rest.map(|case| VariantOutcome::new(case, &record.base)).collect();
    record.ranking = ranking(&record.variants);
    for variant in &mut record.variants {
        if record.of == Compared::Splits {
            // Between two limits nothing is proven of plans.
            variant.proven = None;
        }
        variant.sentence = comparison::sentence(record.of, &record.service, variant);
    }
    Ok(Ok(record))
}
