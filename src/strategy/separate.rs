//! The parts by themselves: Lagrangian relaxation of the rows between parts.
//!
//! The rows that join parts are taken into the objective at their prices in the linear relaxation; each part is then a
//! small integer program of its own. The sum of their bounds, plus the priced right-hand sides, bounds the whole
//! program, and is never worse than the linear relaxation: where a part's few sessions must fall on whole half-days and
//! sites, it is much better.

use crate::engine::{Col, Duals, Program};
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;
use std::collections::BTreeMap;

/// Continuous columns without an upper bound get this one within a part: far above any number of patients, lessons or
/// hours, it keeps a rounding error in a price from making a part boundless.
const MOST: f64 = 1e5;

/// Parts with more whole columns than this are not branched on.
const LARGE: usize = 200;

/// Gap to which each part is solved, of its own value.
const PART_GAP: f64 = 1e-3;

/// What the parts came to, each by itself.
pub(crate) struct Separate {
    /// A lower bound of the whole program; none if a part has no bound.
    pub bound: Option<f64>,
    /// Values of the columns of parts that were solved in whole numbers.
    pub values: BTreeMap<Col, f64>,
}

/// Solves the parts of a minimising program each by itself, at the duals of its relaxation; columns for which `whole`
/// is false may be split.
pub(crate) fn solve(
    runner: &mut Runner,
    program: &Program,
    parts: &[usize],
    duals: &Duals,
    whole: &dyn Fn(usize) -> bool,
) -> Result<Separate, StrategyError> {
    let count = parts.iter().max().map_or(0, |p| p + 1);
    let mut costs: Vec<f64> = program.columns().iter().map(|c| c.cost).collect();
    let mut constant = 0.0;
    let mut within: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (i, row) in program.rows().iter().enumerate() {
        let Some((first, _)) = row.terms.first() else { continue };
        let part = parts[first.index()];
        if row.terms.iter().all(|(col, _)| parts[col.index()] == part) {
            within[part].push(i);
            continue;
        }
        // A price of the wrong sign for a one-sided row would not bound anything: rounding, so nothing.
        let price = duals.rows[i];
        let side = if price > 0.0 { row.lower } else { row.upper };
        if price != 0.0 && side.is_finite() {
            constant += price * side;
            for &(col, coefficient) in &row.terms {
                costs[col.index()] -= price * coefficient;
            }
        }
    }
    let mut sum = Some(constant);
    let mut values = BTreeMap::new();
    for (part, rows) in within.iter().enumerate() {
        let (sub, position) = part_program(program, parts, part, rows, &costs, whole);
        if sub.columns().is_empty() {
            continue;
        }
        // A large part is as hard as the whole: its relaxation has to do.
        let large = sub.size().integers > LARGE;
        let sub = if large { sub.relaxed() } else { sub };
        let request = runner.request(PART_GAP);
        let outcome = runner.solve_quietly("a part by itself", &sub, &request)?;
        sum = sum.zip(outcome.bound).map(|(sum, bound)| sum + bound);
        if outcome.has_solution() && !large {
            let own = position.iter().enumerate().filter_map(|(j, p)| p.map(|p| (j, p)));
            values.extend(own.map(|(j, p)| (Col(j as u32), outcome.values[p.index()])));
        }
    }
    Ok(Separate { bound: sum, values })
}

fn part_program(
    program: &Program,
    parts: &[usize],
    part: usize,
    rows: &[usize],
    costs: &[f64],
    whole: &dyn Fn(usize) -> bool,
) -> (Program, Vec<Option<Col>>) {
    let mut sub = Program::default();
    let mut position = vec![None; parts.len()];
    for (j, column) in program.columns().iter().enumerate().filter(|(j, _)| parts[*j] == part) {
        let col = if column.integer && whole(j) {
            sub.integer(column.name.clone(), column.lower, column.upper, costs[j])
        } else {
            sub.column(column.name.clone(), column.lower, column.upper.min(MOST), costs[j])
        };
        position[j] = Some(col);
    }
    for &i in rows {
        let row = &program.rows()[i];
        let terms: Vec<(Col, f64)> =
            row.terms.iter().filter_map(|&(col, k)| position[col.index()].map(|p| (p, k))).collect();
        sub.row(row.name.clone(), row.lower, terms, row.upper);
    }
    (sub, position)
}
