//! A plan made better part by part: the whole patients of one are decided anew along with everybody's sessions.
//!
//! A rota is found with patients split. Where a part's whole patients stand, other sessions may suit them better, and these
//! take people and rooms that other parts have, whose whole patients stay as they are. Each time that is the weekly model
//! with few whole columns. What is better is kept and gone on from.

use crate::engine::Outcome;
use crate::model::{Facts, Model, Parts};
use crate::strategy::run::Runner;
use crate::strategy::{StrategyError, settle};
use std::collections::BTreeSet;

/// Each part is solved to within this share of the margin: what is missed at all of them comes together.
const FINER: f64 = 0.25;

/// Makes a plan better, one part after the other, until it is enough; with so many shares of the limits for each.
pub(crate) fn round(
    runner: &mut Runner,
    facts: &Facts,
    model: &Model,
    parts: &Parts,
    mut now: Outcome,
    (margin, effort): (f64, u64),
    enough: &dyn Fn(f64) -> bool,
) -> Result<Outcome, StrategyError> {
    let part_of = parts.of_columns(facts, &model.columns, model.program.columns().len());
    for part in model.columns.patients().map(|col| part_of[col.index()]).collect::<BTreeSet<usize>>() {
        if enough(now.objective) || runner.is_late() {
            break;
        }
        let mut program = model.program.clone();
        let others = model.columns.patients().filter(|col| part_of[col.index()] != part);
        settle::fix(&mut program, others, &now.values);
        let mut request = runner.request_for_window(&program, margin * FINER);
        request.iterations = request.iterations.map(|share| share * effort);
        let before = now.objective;
        now = runner.improve("a part's patients and all sessions", &program, request, now)?;
        tracing::debug!(part, before, after = now.objective, "freed");
    }
    Ok(now)
}
