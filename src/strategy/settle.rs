//! Settles, for a large model, the whole columns of the rota that are not sessions of the pattern: the half-days that
//! meetings keep, before the pattern is sought; which sessions closed rooms cancel, once it is found.

use crate::engine::{Col, Outcome, Program};
use crate::model::Model;
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;
use std::collections::{BTreeMap, BTreeSet};

/// The model with every meeting kept in the half-day that a relaxation likes best; nothing if no meeting has a choice.
pub(crate) fn meetings(model: &Model, relaxed: &Outcome) -> Option<Model> {
    let mut best: BTreeMap<usize, (f64, Col)> = BTreeMap::new();
    for (&(m, _), &col) in &model.columns.meets {
        let value = relaxed.values[col.index()];
        let entry = best.entry(m).or_insert((value, col));
        if value > entry.0 {
            *entry = (value, col);
        }
    }
    let mut settled = (!best.is_empty()).then(|| model.clone())?;
    for (&(m, _), &col) in &model.columns.meets {
        let on = f64::from(u8::from(best[&m].1 == col));
        settled.program.set_bounds(col, on, on);
    }
    Some(settled)
}

/// Fixes, in a program whose sessions are fixed, which of them are cancelled for want of a room. Says whether there is a
/// way.
pub(crate) fn closures(runner: &mut Runner, model: &Model, program: &mut Program) -> Result<bool, StrategyError> {
    let whole: BTreeSet<Col> = model.columns.cancelled.values().chain(model.columns.full.values()).copied().collect();
    if whole.is_empty() {
        return Ok(true);
    }
    let mut some = program.relaxed();
    for &col in &whole {
        some.set_integer(col, true);
    }
    let request = runner.request(runner.limits().gap / 10.0);
    let outcome = runner.solve_quietly("sessions without a room", &some, &request)?;
    if outcome.has_solution() {
        for col in whole {
            let value = outcome.values[col.index()].round();
            program.set_bounds(col, value, value);
        }
    }
    Ok(outcome.has_solution())
}
