//! "What should we do?": the best plan, checked, beside "do nothing".

use crate::base::control::Control;
use crate::engine::Engine;
use crate::model::Goal;
use crate::plan::figures::Figures;
use crate::service::Service;
use crate::strategy::{
    Limits, Near, Solved, SolvedSplit, SolvedSteady, Start, StrategyError, solve, solve_near, solve_split, solve_steady,
};
use crate::verify::{Verdict, verify};

/// A plan with its verdict and what doing nothing would come to.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The plan, its bound and how it was found.
    pub solved: Solved,
    /// What the independent checker says of it.
    pub verdict: Verdict,
    /// Figures of "do nothing"; none if it was not asked for, or no stream says what it does today.
    pub do_nothing: Option<Figures>,
}

/// Plans a service; with `against_nothing` also "do nothing", in parallel.
///
/// # Errors
/// If the engine fails or nothing is found within the limits.
pub fn plan(
    service: &Service,
    against_nothing: bool,
    engine: &dyn Engine,
    limits: &Limits,
    control: &Control,
) -> Result<Answer, StrategyError> {
    plan_near(service, against_nothing, None, (engine, limits), control)
}

/// As [`plan`], begun at a plan of a service much like this one, if there is one.
///
/// # Errors
/// As [`plan`].
pub fn plan_near(
    service: &Service,
    against_nothing: bool,
    near: Option<&Near>,
    (engine, limits): (&dyn Engine, &Limits),
    control: &Control,
) -> Result<Answer, StrategyError> {
    let compared = against_nothing && service.has_today();
    let (best, nothing) = rayon::join(
        || checked_near(service, Goal::Best, near, (engine, limits), control),
        || compared.then(|| solve(service, Goal::DoNothing, engine, limits, &control.reporting_to(|_| {}))),
    );
    let best = best?;
    Ok(Answer { do_nothing: nothing.transpose()?.map(|s| s.plan.figures), ..best })
}

/// Plans a service for a goal, and checks the plan; nothing stands beside it.
///
/// # Errors
/// As [`plan`].
pub fn checked(
    service: &Service,
    goal: Goal,
    engine: &dyn Engine,
    limits: &Limits,
    control: &Control,
) -> Result<Answer, StrategyError> {
    checked_near(service, goal, None, (engine, limits), control)
}

/// As [`checked`], begun at a plan of a service much like this one, if there is one.
///
/// # Errors
/// As [`plan`].
pub fn checked_near(
    service: &Service,
    goal: Goal,
    near: Option<&Near>,
    with: (&dyn Engine, &Limits),
    control: &Control,
) -> Result<Answer, StrategyError> {
    let solved = solve_near(service, goal, near, with, control)?;
    let verdict = verify(service, &solved.plan);
    Ok(Answer { solved, verdict, do_nothing: None })
}

/// The long-run balance of a service for a goal.
///
/// # Errors
/// If the scenario lacks a figure for it, the engine fails, or nothing is found within the limits.
pub fn steady(
    service: &Service,
    goal: Goal,
    engine: &dyn Engine,
    limits: &Limits,
    control: &Control,
) -> Result<SolvedSteady, StrategyError> {
    solve_steady(service, goal, engine, limits, control)
}

/// A service's dated plan with sessions and patients split, for a goal: an upper limit of every plan.
///
/// # Errors
/// If the engine fails, or the job is cancelled.
pub fn split(
    service: &Service,
    goal: Goal,
    start: Start,
    with: (&dyn Engine, &Limits),
    control: &Control,
) -> Result<SolvedSplit, StrategyError> {
    solve_split(service, goal, start, with, control)
}
