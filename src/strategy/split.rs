//! The dated model's linear relaxation by itself: sessions and patients split. No plan can be worth more; it takes a
//! hundredth of a plan's time, and less from the optimum of a service much like this one.

use crate::base::control::Control;
use crate::engine::{Basis, Engine, Outcome, Program, Request, Warm};
use crate::model::objective::POUNDS_A_UNIT;
use crate::model::{Facts, Goal, build, split};
use crate::plan::digest::Digest;
use crate::service::Service;
use crate::strategy::run::Runner;
use crate::strategy::{Clashes, Limits, StrategyError, clash};
use std::sync::Arc;

/// Models with more rows than this are solved by the interior point method, where there is nothing to start from.
const LARGE: usize = 3_000;

/// The phase of the trace.
const PHASE: &str = "weekly relaxation";

/// Where a relaxation is begun.
pub enum Start {
    /// At nothing.
    Anew,
    /// Where the optimum of a service much like this one stands.
    At(Arc<Basis>),
    /// There too, in the engine that holds its program.
    On(Box<dyn Warm>),
}

impl Start {
    /// At an optimum, if one is known.
    #[must_use]
    pub fn at(basis: Option<&Arc<Basis>>) -> Self {
        basis.map_or(Self::Anew, |basis| Self::At(Arc::clone(basis)))
    }
}

/// A solved relaxation.
pub struct SolvedSplit {
    /// Its figures.
    pub digest: Digest,
    /// Rules that had to give; without changes if all hold together.
    pub clashes: Clashes,
    /// Simplex iterations.
    pub iterations: u64,
    /// What the engine holds of it: a start for services much like this one. None where the engine holds nothing.
    held: Option<Box<dyn Warm>>,
}

impl SolvedSplit {
    /// Where its optimum stands, for any number to start from.
    ///
    /// # Errors
    /// If the engine fails.
    pub fn basis(&mut self) -> Result<Option<Arc<Basis>>, StrategyError> {
        Ok(self.held.as_mut().map(|held| held.basis()).transpose()?)
    }

    /// Starts for so many services, the first of them in the engine that holds it.
    ///
    /// # Errors
    /// If the engine fails.
    pub fn starts(mut self, count: usize) -> Result<Vec<Start>, StrategyError> {
        let others = if count > 1 { self.basis()? } else { None };
        let first = self.held.filter(|_| count > 0).map(Start::On);
        let others = others.into_iter().flat_map(|basis| vec![basis; count - 1]).map(Start::At);
        Ok(first.into_iter().chain(others).collect())
    }
}

/// Solves the linear relaxation of a service's dated model, from the optimum of one much like it if there is one.
///
/// # Errors
/// If the engine fails, or the job is cancelled.
pub fn solve_split(
    service: &Service,
    goal: Goal,
    start: Start,
    (engine, limits): (&dyn Engine, &Limits),
    control: &Control,
) -> Result<SolvedSplit, StrategyError> {
    let facts = Facts::new(service);
    let mut runner = Runner::new(engine, limits, control);
    let mut model = build(&facts, goal);
    let (mut outcome, mut held) = solved(&mut runner, &model.program, start)?;
    let mut clashes = Clashes::default();
    if !outcome.has_solution()
        && let Some(found) = clash::mend(&mut runner, &mut model.program, &model.soft)?
    {
        clashes = found;
        (outcome, held) = solved(&mut runner, &model.program, Start::Anew)?;
    }
    if !outcome.has_solution() {
        return Err(StrategyError::NothingWithinLimits);
    }
    let digest = split::digest(&facts, &model, &outcome.values);
    // A goal of doing nothing is aimed at something else.
    debug_assert!(goal != Goal::Best || (digest.value_gbp + outcome.objective * POUNDS_A_UNIT).abs() < 1.0);
    Ok(SolvedSplit { digest, clashes, iterations: outcome.iterations, held })
}

/// A program solved with all split, and held by the engine if it can.
fn solved(
    runner: &mut Runner,
    program: &Program,
    start: Start,
) -> Result<(Outcome, Option<Box<dyn Warm>>), StrategyError> {
    let interior = program.rows().len() > LARGE;
    let request = Request { duals: false, interior, ..runner.linear() };
    if !runner.engine().capabilities().warm {
        return Ok((runner.solve(PHASE, &program.relaxed(), &request)?, None));
    }
    let anew = |near: Option<Arc<Basis>>| runner.engine().hold(program, &Request { near, ..request.clone() });
    let mut held = match start {
        Start::Anew => anew(None)?,
        Start::At(basis) => anew(Some(basis))?,
        Start::On(mut held) => {
            if held.take(program)? {
                held
            } else {
                anew(Some(held.basis()?))?
            }
        }
    };
    let outcome = runner.solve_held(PHASE, program, held.as_mut())?;
    Ok((outcome, Some(held)))
}
