//! Whole patients on a fixed rota: rounding week by week.
//!
//! With the rota fixed the weekly model is a linear program that splits patients. Week by week
//! its starts are rounded in a few ways, what was rounded off being carried on to the next, and the rest of the horizon is planned
//! again; the way that costs least is kept. Lessons can be late at a price, so there is nearly always a way on.

use crate::engine::{Col, Outcome, Program, Status};
use crate::model::{Facts, Model};
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;
use std::collections::BTreeMap;

type Key = (usize, usize, usize);

/// Rounds the starts of a model whose sessions are fixed in `program`; without a solution if there is no way through.
pub(crate) fn round(
    runner: &mut Runner,
    facts: &Facts,
    model: &Model,
    program: &Program,
) -> Result<Outcome, StrategyError> {
    runner.phase("whole patients");
    let mut program = program.relaxed();
    let mut outcome = solve(runner, &program)?;
    if !outcome.has_solution() {
        return Ok(outcome);
    }
    let mut owed = BTreeMap::new();
    let closed = |key: &Key| facts.service.courses.at(key.1).closed_group.is_some();
    let weeks: Vec<usize> = (0..facts.weeks).collect();
    for batch in weeks.chunks(BATCH) {
        let columns: Vec<Vec<(Key, Col)>> = batch
            .iter()
            .map(|&w| {
                let starts = of_week(&model.columns.start, w).into_iter().filter(|(key, _)| !closed(key));
                of_week(&model.columns.groups, w).into_iter().chain(starts).collect()
            })
            .collect();
        outcome = settle(runner, facts, &mut program, &columns, &outcome, &mut owed)?;
        if !outcome.has_solution() {
            return Ok(outcome);
        }
    }
    // Patients of closed groups last, once it is known how many groups there are.
    let starts: Vec<Vec<(Key, Col)>> = weeks
        .iter()
        .map(|&w| of_week(&model.columns.start, w).into_iter().filter(|(key, _)| closed(key)).collect())
        .collect();
    if starts.iter().any(|week| !week.is_empty()) {
        outcome = settle(runner, facts, &mut program, &starts, &outcome, &mut BTreeMap::new())?;
    }
    Ok(outcome)
}

fn of_week(columns: &BTreeMap<(usize, usize, usize, usize), Col>, week: usize) -> Vec<(Key, Col)> {
    columns.iter().filter(|((_, _, _, w), _)| *w == week).map(|(&(g, c, s, _), &col)| ((g, c, s), col)).collect()
}

/// Solves the linear program anew: what is fixed makes it smaller, and a start from the last basis was measured slower.
fn solve(runner: &mut Runner, program: &Program) -> Result<Outcome, StrategyError> {
    let mut request = runner.request(0.0);
    request.iterations = None;
    request.interior = true;
    runner.solve_quietly("whole patients", program, &request)
}

/// A way that costs no more than this share of the objective is good enough: no other is tried.
const ENOUGH: f64 = 3e-3;

/// Weeks rounded at once. More would fix starts of patients whom an earlier rounding, upstream, sends later.
const BATCH: usize = 1;

/// A way to round values.
type Way = fn(&[f64]) -> Vec<f64>;

/// Ways to round a week's values.
const WAYS: [Way; 2] = [largest_remainders, down];

fn down(due: &[f64]) -> Vec<f64> {
    due.iter().map(|d| (d + 1e-9).floor().max(0.0)).collect()
}

/// Rounds down, and gives what that leaves of the sum to the largest remainders.
fn largest_remainders(due: &[f64]) -> Vec<f64> {
    let mut whole = down(due);
    let sum: f64 = due.iter().sum();
    let left = (sum + 1e-9).floor() - whole.iter().sum::<f64>();
    let mut order: Vec<usize> = (0..due.len()).collect();
    order.sort_by(|&a, &b| (due[b] - whole[b]).total_cmp(&(due[a] - whole[a])).then(a.cmp(&b)));
    for &i in order.iter().take(left.max(0.0) as usize) {
        whole[i] += 1.0;
    }
    whole
}

/// Weeks settled in one way.
struct Settled {
    outcome: Outcome,
    whole: Vec<(Col, f64)>,
    carried: BTreeMap<Key, f64>,
}

/// Fixes the columns of some weeks at whole values near those of the last solution, in the way that costs least.
fn settle(
    runner: &mut Runner,
    facts: &Facts,
    program: &mut Program,
    weeks: &[Vec<(Key, Col)>],
    last: &Outcome,
    owed: &mut BTreeMap<Key, f64>,
) -> Result<Outcome, StrategyError> {
    let mut best: Option<Settled> = None;
    let most: &Program = &program.clone();
    for way in WAYS {
        let mut carried = owed.clone();
        let whole: Vec<(Col, f64)> =
            weeks.iter().flat_map(|week| round_week(facts, way, most, week, last, &mut carried)).collect();
        for &(col, value) in &whole {
            program.set_bounds(col, value, value);
        }
        let outcome = solve(runner, program)?;
        let cheap = outcome.has_solution() && outcome.objective - last.objective <= ENOUGH * last.objective.abs();
        let better = best.as_ref().is_none_or(|b| outcome.objective < b.outcome.objective);
        if outcome.has_solution() && better {
            best = Some(Settled { outcome, whole, carried });
        }
        if cheap {
            break;
        }
    }
    let Some(Settled { outcome, whole, carried }) = best else {
        return Ok(Outcome::without_solution(Status::NothingFound, None));
    };
    for (col, value) in whole {
        program.set_bounds(col, value, value);
    }
    *owed = carried;
    Ok(outcome)
}

/// Rounds a week's columns; remainders are shared out among the sites of one course in one stream, and what is left
/// over is carried on.
fn round_week(
    facts: &Facts,
    way: Way,
    program: &Program,
    week: &[(Key, Col)],
    last: &Outcome,
    carried: &mut BTreeMap<Key, f64>,
) -> Vec<(Col, f64)> {
    let mut offers: BTreeMap<(usize, usize), Vec<(Key, Col)>> = BTreeMap::new();
    for &(key, col) in week {
        offers.entry((key.0, key.1)).or_default().push((key, col));
    }
    let mut rounded = Vec::new();
    for members in offers.values() {
        let due: Vec<f64> = members
            .iter()
            .map(|(key, col)| last.values[col.index()] + carried.get(key).copied().unwrap_or(0.0))
            .collect();
        for ((&(key, col), value), due) in members.iter().zip(way(&due)).zip(&due) {
            let limits = program.get(col);
            let value = value.clamp(limits.lower, limits.upper);
            // Of those who wait on, some leave the queue.
            let keep = facts.service.streams.at(key.0).removals_per_week.complement().get();
            carried.insert(key, (due - value).clamp(-1.0, 1.0) * keep);
            rounded.push((col, value));
        }
    }
    rounded
}
