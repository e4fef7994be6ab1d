//! Whole patients on a fixed rota, part by part.
//!
//! With the rota fixed the weekly model is a linear program that splits patients. Part by part its starts are made
//! whole by an integer program of the part's own flow: parts that others are fed by come first, then what earns most.
//! What the part sends on to others, and the lessons that its courses need of another part's clinics, are priced; after
//! each part the linear program plans anew whatever is still split. Lessons can be late at a price, so there is always
//! a way on.

use crate::engine::{Col, Outcome, Program, Status};
use crate::model::{Facts, Model, Parts};
use crate::strategy::StrategyError;
use crate::strategy::pattern::Found;
use crate::strategy::piece::{Standing, cut};
use crate::strategy::run::Runner;
use crate::strategy::separate::ByItself;
use std::collections::{BTreeMap, BTreeSet};

/// Makes the starts whole on a pattern, each part to within `margin`; without a solution if
/// there is no way through.
pub(crate) fn round(
    runner: &mut Runner,
    facts: &Facts,
    model: &Model,
    parts: &Parts,
    alone: &[ByItself],
    found: Found,
    margin: f64,
) -> Result<Outcome, StrategyError> {
    runner.phase("whole patients");
    let Found { fixed, outcome: mut now } = found;
    let of = parts.of_columns(facts, &model.columns, fixed.columns().len());
    let mut linear = fixed.relaxed();
    let mut settled = BTreeSet::new();
    for part in order(facts, parts, alone) {
        let starts: Vec<Col> = starts(model).filter(|col| of[col.index()] == part).collect();
        if starts.is_empty() {
            continue;
        }
        let (Some(duals), true) = (&now.duals, now.has_solution()) else { break };
        settled.insert(part);
        let fed: BTreeSet<usize> = parts.fed_by(facts, part).difference(&settled).copied().collect();
        let open: BTreeSet<Col> =
            model.columns.onward.values().copied().filter(|col| fed.contains(&of[col.index()])).collect();
        let supporting = supporting(facts, model, parts, part);
        let piece = cut(&fixed, &duals.rows, &|col| {
            if of[col.index()] == part {
                Standing::Inside { whole: true }
            } else if open.contains(&col) || supporting.contains(&col) {
                Standing::Open
            } else {
                Standing::Known(now.values[col.index()])
            }
        });
        let request = runner.request_for_piece(margin);
        let whole = runner.solve_quietly("a part's whole patients", &piece.program, &request)?;
        if !whole.has_solution() {
            return Ok(Outcome::without_solution(Status::NothingFound, None));
        }
        let values: BTreeMap<Col, f64> = piece.columns.into_iter().zip(whole.values).collect();
        for col in starts {
            let value = values[&col].round();
            linear.set_bounds(col, value, value);
        }
        now = solve(runner, &linear)?;
    }
    Ok(now)
}

/// The columns that must be whole: starts, and closed groups that start.
fn starts(model: &Model) -> impl Iterator<Item = Col> + '_ {
    model.columns.start.values().chain(model.columns.groups.values()).copied()
}

/// Parts that feed others before those that they feed; then what earns most first.
fn order(facts: &Facts, parts: &Parts, alone: &[ByItself]) -> Vec<usize> {
    let mut open: Vec<usize> = (0..parts.count()).collect();
    open.sort_by(|&a, &b| alone[a].cost.total_cmp(&alone[b].cost).then(a.cmp(&b)));
    let mut order = Vec::new();
    while !open.is_empty() {
        let fed: BTreeSet<usize> = open.iter().flat_map(|&part| parts.fed_by(facts, part)).collect();
        // In a circle any part may come first.
        let next = open.iter().position(|part| !fed.contains(part)).unwrap_or(0);
        order.push(open.remove(next));
    }
    order
}

/// Columns of lessons that a part's courses need of other parts' clinics.
fn supporting(facts: &Facts, model: &Model, parts: &Parts, part: usize) -> BTreeSet<Col> {
    let columns = &model.columns;
    let activities = parts.supporting(facts, part);
    let given = columns.given.iter().filter(|(key, _)| activities.contains(&key.1)).map(|(_, col)| *col);
    let carried = columns.carried.iter().filter(|(key, _)| activities.contains(&key.0)).map(|(_, col)| *col);
    let late = columns.late.iter().filter(|(key, _)| activities.contains(&key.0)).map(|(_, col)| *col);
    let excess = columns.excess.iter().filter(|(key, _)| activities.contains(&key.0)).map(|(_, col)| *col);
    given.chain(carried).chain(late).chain(excess).collect()
}

fn solve(runner: &mut Runner, program: &Program) -> Result<Outcome, StrategyError> {
    let mut request = runner.request(0.0);
    request.iterations = None;
    request.interior = true;
    request.duals = true;
    runner.solve_quietly("the rota with its starts", program, &request)
}
