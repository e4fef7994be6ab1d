//! The dated model's linear relaxation by itself: sessions and patients split. No plan can be worth more; it takes a
//! hundredth of a plan's time, and less from the optimum of a service much like this one.

use crate::base::control::Control;
use crate::engine::{Basis, Engine, Request};
use crate::model::objective::POUNDS_A_UNIT;
use crate::model::{Facts, Goal, build, split};
use crate::plan::digest::Digest;
use crate::service::Service;
use crate::strategy::run::Runner;
use crate::strategy::{Clashes, Limits, StrategyError, clash};
use std::sync::Arc;

/// Models with more rows than this are solved by the interior point method, where there is nothing to start from.
const LARGE: usize = 3_000;

/// A solved relaxation.
#[derive(Debug, Clone)]
pub struct SolvedSplit {
    /// Its figures.
    pub digest: Digest,
    /// Rules that had to give; without changes if all hold together.
    pub clashes: Clashes,
    /// Simplex iterations.
    pub iterations: u64,
    /// Where its optimum stands: a start for services much like this one; none where the engine gives none.
    pub basis: Option<Arc<Basis>>,
}

/// Solves the linear relaxation of a service's dated model, from the optimum of one much like it if there is one.
///
/// # Errors
/// If the engine fails, or the job is cancelled.
pub fn solve_split(
    service: &Service,
    goal: Goal,
    near: Option<&Arc<Basis>>,
    (engine, limits): (&dyn Engine, &Limits),
    control: &Control,
) -> Result<SolvedSplit, StrategyError> {
    let facts = Facts::new(service);
    let mut runner = Runner::new(engine, limits, control);
    let mut model = build(&facts, goal);
    let mut program = model.program.relaxed();
    let interior = program.rows().len() > LARGE;
    let request = Request { near: near.cloned(), basis: true, duals: false, interior, ..runner.linear() };
    let mut outcome = runner.solve("weekly relaxation", &program, &request)?;
    let mut clashes = Clashes::default();
    if !outcome.has_solution()
        && let Some(found) = clash::mend(&mut runner, &mut model.program, &model.soft)?
    {
        clashes = found;
        program = model.program.relaxed();
        outcome = runner.solve("weekly relaxation", &program, &request)?;
    }
    if !outcome.has_solution() {
        return Err(StrategyError::NothingWithinLimits);
    }
    let digest = split::digest(&facts, &model, &outcome.values);
    // A goal of doing nothing is aimed at something else.
    debug_assert!(goal != Goal::Best || (digest.value_gbp + outcome.objective * POUNDS_A_UNIT).abs() < 1.0);
    Ok(SolvedSplit { digest, clashes, iterations: outcome.iterations, basis: outcome.basis })
}
