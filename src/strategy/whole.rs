//! Whole patients on a fixed rota: rounding week by week.
//!
//! With the rota fixed the weekly model is a linear program that splits patients. Week after week its starts are
//! rounded in a few ways, what was rounded off being carried on to the next week, and the rest of the horizon is planned
//! again from the last basis; the way that costs least is kept. Lessons can be late at a price, so there is nearly always a way on.

use crate::engine::{Col, Outcome, Program, Status, Warm};
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
    runner.phase("whole patients, week by week");
    let request = runner.request(0.0);
    let mut held = runner.engine().hold(program, &request)?;
    let mut outcome = held.solve(runner.control())?;
    let mut owed = BTreeMap::new();
    let closed = |key: &Key| facts.service.courses.at(key.1).closed_group.is_some();
    for w in 0..facts.weeks {
        if !outcome.has_solution() {
            return Ok(outcome);
        }
        let groups = of_week(&model.columns.groups, w);
        let starts = of_week(&model.columns.start, w).into_iter().filter(|(key, _)| !closed(key));
        let columns: Vec<(Key, Col)> = groups.into_iter().chain(starts).collect();
        outcome = settle(runner, held.as_mut(), program, &columns, &outcome, &mut owed)?;
    }
    // Patients of closed groups last, once it is known how many groups there are.
    for w in 0..facts.weeks {
        let starts: Vec<(Key, Col)> =
            of_week(&model.columns.start, w).into_iter().filter(|(key, _)| closed(key)).collect();
        let any = |col: Col| outcome.values.get(col.index()).is_some_and(|v| *v > 1e-6);
        if outcome.has_solution() && starts.iter().any(|(_, col)| any(*col)) {
            outcome = settle(runner, held.as_mut(), program, &starts, &outcome, &mut BTreeMap::new())?;
        }
    }
    Ok(outcome)
}

fn of_week(columns: &BTreeMap<(usize, usize, usize, usize), Col>, week: usize) -> Vec<(Key, Col)> {
    columns.iter().filter(|((_, _, _, w), _)| *w == week).map(|(&(g, c, s, _), &col)| ((g, c, s), col)).collect()
}

/// A way that costs no more than this share of the objective is good enough: no other is tried.
const ENOUGH: f64 = 2e-4;

/// Ways to round a week's values.
const WAYS: [fn(&[f64]) -> Vec<f64>; 3] = [largest_remainders, nearest, down];

fn nearest(due: &[f64]) -> Vec<f64> {
    due.iter().map(|d| (d + 0.5).floor().max(0.0)).collect()
}

fn down(due: &[f64]) -> Vec<f64> {
    due.iter().map(|d| (d + 1e-6).floor().max(0.0)).collect()
}

/// Rounds down, and gives what that leaves of the sum to the largest remainders.
fn largest_remainders(due: &[f64]) -> Vec<f64> {
    let mut whole = down(due);
    let sum: f64 = due.iter().sum();
    let left = (sum + 1e-6).floor() - whole.iter().sum::<f64>();
    let mut order: Vec<usize> = (0..due.len()).collect();
    order.sort_by(|&a, &b| (due[b] - whole[b]).total_cmp(&(due[a] - whole[a])).then(a.cmp(&b)));
    for &i in order.iter().take(left.max(0.0) as usize) {
        whole[i] += 1.0;
    }
    whole
}

/// Fixes some columns at whole values near those of the last solution, in the way that costs least.
fn settle(
    runner: &mut Runner,
    held: &mut dyn Warm,
    program: &Program,
    columns: &[(Key, Col)],
    last: &Outcome,
    owed: &mut BTreeMap<Key, f64>,
) -> Result<Outcome, StrategyError> {
    let due: Vec<f64> =
        columns.iter().map(|(key, col)| last.values[col.index()] + owed.get(key).copied().unwrap_or(0.0)).collect();
    // Remainders are shared out among the sites of one course in one stream.
    let mut offers: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (i, ((g, c, _), _)) in columns.iter().enumerate() {
        offers.entry((*g, *c)).or_default().push(i);
    }
    let mut best: Option<(Outcome, Vec<f64>)> = None;
    let mut tried: Vec<Vec<f64>> = Vec::new();
    for way in WAYS {
        let mut whole = vec![0.0; columns.len()];
        for members in offers.values() {
            let own: Vec<f64> = members.iter().map(|&i| due[i]).collect();
            for (&i, value) in members.iter().zip(way(&own)) {
                let limits = program.get(columns[i].1);
                whole[i] = value.clamp(limits.lower, limits.upper);
            }
        }
        if tried.contains(&whole) {
            continue;
        }
        for ((_, col), value) in columns.iter().zip(&whole) {
            held.set_bounds(*col, *value, *value)?;
        }
        let outcome = held.solve(runner.control())?;
        if runner.control().is_cancelled() {
            return Err(StrategyError::Interrupted);
        }
        tried.push(whole.clone());
        let cheap = outcome.has_solution() && outcome.objective - last.objective <= ENOUGH * last.objective.abs();
        let better = best.as_ref().is_none_or(|(b, _)| outcome.objective < b.objective);
        if outcome.has_solution() && better {
            best = Some((outcome, whole));
        }
        if cheap {
            break;
        }
    }
    let Some((outcome, whole)) = best else {
        return Ok(Outcome::without_solution(Status::NothingFound, None));
    };
    for (((key, col), value), due) in columns.iter().zip(&whole).zip(&due) {
        held.set_bounds(*col, *value, *value)?;
        owed.insert(*key, (due - value).clamp(-1.0, 1.0));
    }
    Ok(outcome)
}
