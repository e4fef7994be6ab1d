//! "What should we do?": the best plan, checked, beside "do nothing".

use crate::base::control::Control;
use crate::engine::Engine;
use crate::model::Goal;
use crate::plan::figures::Figures;
use crate::service::Service;
use crate::strategy::{Limits, Solved, SolvedSteady, StrategyError, solve, solve_steady};
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
    let compared = against_nothing && service.streams.iter().any(|s| s.today.is_some());
    let (best, nothing) = rayon::join(
        || solve(service, Goal::Best, engine, limits, control),
        || compared.then(|| solve(service, Goal::DoNothing, engine, limits, &control.reporting_to(|_| {}))),
    );
    let solved = best?;
    let verdict = verify(service, &solved.plan);
    let do_nothing = nothing.transpose()?.map(|s| s.plan.figures);
    Ok(Answer { solved, verdict, do_nothing })
}

/// The long-run balance of a service.
///
/// # Errors
/// If the scenario lacks a figure for it, the engine fails, or nothing is found within the limits.
pub fn steady(
    service: &Service,
    engine: &dyn Engine,
    limits: &Limits,
    control: &Control,
) -> Result<SolvedSteady, StrategyError> {
    solve_steady(service, Goal::Best, engine, limits, control)
}

/// "Do nothing": today's mix, the rota optimised; checked like a plan.
///
/// # Errors
/// As [`plan`].
pub fn nothing(
    service: &Service,
    engine: &dyn Engine,
    limits: &Limits,
    control: &Control,
) -> Result<Answer, StrategyError> {
    let solved = solve(service, Goal::DoNothing, engine, limits, control)?;
    let verdict = verify(service, &solved.plan);
    Ok(Answer { solved, verdict, do_nothing: None })
}

/// The long-run balance of doing nothing.
///
/// # Errors
/// As [`steady`].
pub fn steady_nothing(
    service: &Service,
    engine: &dyn Engine,
    limits: &Limits,
    control: &Control,
) -> Result<SolvedSteady, StrategyError> {
    solve_steady(service, Goal::DoNothing, engine, limits, control)
}
