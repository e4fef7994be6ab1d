//! Solves a service aimed at one thing, so much of another being asked for: a point of a frontier.

use crate::base::control::Control;
use crate::engine::Engine;
use crate::model::frontier::Aimed;
use crate::model::objective::POUNDS_A_UNIT;
use crate::model::{Facts, Goal, build, steady};
use crate::plan::Plan;
use crate::plan::frontier::Axis;
use crate::plan::steady::SteadyPlan;
use crate::service::Service;
use crate::strategy::dated::solve_aimed;
use crate::strategy::run::Runner;
use crate::strategy::{Limits, StrategyError};

/// A plan or balance that is aimed at one axis.
#[derive(Debug, Clone)]
pub struct Point<P> {
    /// The plan or balance.
    pub plan: P,
    /// How much better on the axis another can be at most, that breaks no more promises and is as tidy: in the axis's unit.
    pub open: Option<f64>,
}

/// What is aimed at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// The axis.
    pub axis: Axis,
    /// Of a mean over patients: what it is to be better than. Aimed at is what all patients have more than that.
    pub against: f64,
}

/// What one more of an axis is worth against promises, in pounds: a promise is broken for none of them.
fn pounds(service: &Service, axis: Axis) -> f64 {
    match axis {
        Axis::Cost => 1.0,
        Axis::Waiting => service.policy.prices.waiting_week.0.max(1.0),
        _ => service.policy.prices.important_change.0.max(1.0),
    }
}

/// Aims a program at an axis and asks for what is asked.
fn set_up(
    program: &mut crate::engine::Program,
    aimed: &Aimed,
    service: &Service,
    target: Target,
    asked: Option<(Axis, f64)>,
) {
    aimed.aim(program, service, (target.axis, target.against), pounds(service, target.axis));
    if let Some((axis, level)) = asked {
        aimed.ask(program, service, axis, level);
    }
}

/// How much of an axis lies between an objective and its bound.
fn open(service: &Service, axis: Axis, objective: f64, bound: f64) -> f64 {
    (objective - bound).max(0.0) * POUNDS_A_UNIT / pounds(service, axis)
}

/// The dated plan that is best on an axis, of those that give what is asked; nothing if none does.
///
/// # Errors
/// If the engine fails, or the job is cancelled.
pub fn aimed(
    service: &Service,
    target: Target,
    asked: Option<(Axis, f64)>,
    (engine, limits): (&dyn Engine, &Limits),
    control: &Control,
) -> Result<Option<Point<Plan>>, StrategyError> {
    let facts = Facts::new(service);
    let mut runner = Runner::new(engine, limits, control);
    let mut model = build(&facts, Goal::Best);
    let aimed = model.aimed(&facts);
    set_up(&mut model.program, &aimed, service, target, asked);
    let found = solve_aimed(&mut runner, &facts, &model)?;
    Ok(found.map(|found| Point {
        plan: found.plan,
        open: found.bound.map(|bound| open(service, target.axis, found.objective, bound)),
    }))
}

/// The long-run balance that is best on an axis, of those that give what is asked; nothing if none does.
///
/// # Errors
/// If the scenario lacks a figure for it, the engine fails, or the job is cancelled.
pub fn aimed_steady(
    service: &Service,
    target: Target,
    asked: Option<(Axis, f64)>,
    (engine, limits): (&dyn Engine, &Limits),
    control: &Control,
) -> Result<Option<Point<SteadyPlan>>, StrategyError> {
    let worked = service.worked_weeks.ok_or(StrategyError::NoWorkedWeeks)?;
    let facts = Facts::new(service);
    let mut runner = Runner::new(engine, limits, control);
    let mut model = steady::build(&facts, worked.0, Goal::Best);
    let aimed = model.aimed(&facts);
    set_up(&mut model.program, &aimed, service, target, asked);
    let request = runner.request(0.0);
    let found = runner.solve("whole patients", &model.program, &request)?;
    Ok(found.has_solution().then(|| Point {
        plan: model.read(&facts, &found.values),
        open: found.bound.map(|bound| open(service, target.axis, found.objective, bound)),
    }))
}
