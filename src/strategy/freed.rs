//! A plan made better part by part: the whole patients of one are decided anew along with everybody's sessions.
//!
//! A rota is found with patients split. Where a part's whole patients stand, other sessions may suit them better, and these
//! take people and rooms that other parts have, whose whole patients stay as they are. Each time that is the weekly model
//! with few whole columns. What is better is kept and gone on from.

use crate::engine::{Col, Outcome, Program};
use crate::model::{Facts, Model, Parts};
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;
use std::collections::{BTreeMap, BTreeSet};

/// Each part is solved to within this share of the margin: what is missed at all of them comes together.
const FINER: f64 = 0.25;

/// Makes a plan better, one part after the other, until it is enough; with so many shares of the limits for each.
pub(crate) fn round(
    runner: &mut Runner,
    facts: &Facts,
    model: &Model,
    mut now: Outcome,
    (margin, effort): (f64, u64),
    enough: &dyn Fn(f64) -> bool,
) -> Result<Outcome, StrategyError> {
    let part_of = Parts::new(facts).of_columns(facts, &model.columns, model.program.columns().len());
    let patients: BTreeMap<Col, usize> = patients(model).map(|col| (col, part_of[col.index()])).collect();
    for part in patients.values().copied().collect::<BTreeSet<usize>>() {
        if enough(now.objective) || runner.is_late() {
            break;
        }
        let mut program = model.program.clone();
        for (&col, _) in patients.iter().filter(|(_, its)| **its != part) {
            let value = now.values[col.index()].round();
            program.set_bounds(col, value, value);
        }
        let mut request = runner.request_for_window(&program, margin * FINER);
        request.iterations = request.iterations.map(|share| share * effort);
        request.start = Some(now.values.clone());
        let outcome = runner.solve_quietly("a part's patients and all sessions", &program, &request)?;
        tracing::debug!(part, before = now.objective, after = outcome.objective, "freed");
        if outcome.has_solution() && outcome.objective < now.objective {
            now = outcome;
        }
    }
    Ok(now)
}

/// A model's program with the rota of a solution.
pub(crate) fn with_rota(model: &Model, values: &[f64]) -> Program {
    let patients: BTreeSet<Col> = patients(model).collect();
    let mut fixed = model.program.clone();
    for (j, value) in values.iter().enumerate() {
        let col = Col(j as u32);
        if fixed.get(col).integer && !patients.contains(&col) {
            fixed.set_bounds(col, value.round(), value.round());
        }
    }
    fixed
}

/// The columns of whole patients and closed groups.
fn patients(model: &Model) -> impl Iterator<Item = Col> {
    model.columns.so_far.values().chain(model.columns.groups_so_far.values()).copied()
}
