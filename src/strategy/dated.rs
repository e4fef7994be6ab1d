//! Solves the dated model.
//!
//! Small models are solved whole. A large one is too much to branch on: it is solved by its parts ([`by_parts`]),
//! one of several large areas by these ([`by_areas`]).

use crate::base::control::Control;
use crate::engine::{Engine, Outcome, Program, Request, Size};
use crate::model::objective::POUNDS_A_UNIT;
use crate::model::{Facts, Goal, Model, build, figures, read_back};
use crate::plan::Plan;
use crate::service::{AimStage, Aims, Service};
use crate::strategy::bounds::{self, Bounds};
use crate::strategy::limits::SMALL;
use crate::strategy::near::Near;
use crate::strategy::ordered::Ordered;
use crate::strategy::run::Runner;
use crate::strategy::{AimReached, Clashes, Limits, StrategyError, TraceLine, by_areas, by_parts, clash, ordered};

/// A solved plan.
#[derive(Debug, Clone)]
pub struct Solved {
    /// The plan with its figures.
    pub plan: Plan,
    /// Proven bound on the worth of any plan, in pounds, for the full weekly model with whole patients; none where the
    /// engine gives none or the aims are ordered.
    pub bound_gbp: Option<f64>,
    /// No plan with this plan's rota is worth more, even with patients split, in pounds; none where the model was solved
    /// whole.
    pub rota_bound_gbp: Option<f64>,
    /// Every aim with its own bound, where they are ordered; empty where they are weighted.
    pub aims: Vec<AimReached>,
    /// Rules that had to give; without changes if all hold together.
    pub clashes: Clashes,
    /// Whether a limit ended it before the gap was reached.
    pub cut_short: bool,
    /// Size of the full weekly model.
    pub size: Size,
    /// What was solved.
    pub trace: Vec<TraceLine>,
}

/// Solves the dated model of a service.
///
/// # Errors
/// If the engine fails or nothing is found within the limits.
pub fn solve(
    service: &Service,
    goal: Goal,
    engine: &dyn Engine,
    limits: &Limits,
    control: &Control,
) -> Result<Solved, StrategyError> {
    solve_near(service, goal, None, (engine, limits), control)
}

/// As [`solve`], begun at a plan of a service much like this one, if there is one, where the model is solved by its parts.
///
/// # Errors
/// As [`solve`].
pub fn solve_near(
    service: &Service,
    goal: Goal,
    near: Option<&Near>,
    (engine, limits): (&dyn Engine, &Limits),
    control: &Control,
) -> Result<Solved, StrategyError> {
    let facts = Facts::new(service);
    let mut runner = Runner::new(engine, limits, control);
    let mut model = build(&facts, goal);
    let size = model.program.size();
    let mut bounds = Bounds::default();
    let mut order = None;
    let mut found = search(&mut runner, &facts, &model, near, &mut bounds, &mut order)?;
    let mut clashes = Clashes::default();
    if !found.has_solution()
        && let Some(mended) = clash::mend(&mut runner, &mut model.program, &model.soft)?
    {
        clashes = mended;
        bounds = Bounds::default();
        found = search(&mut runner, &facts, &model, near, &mut bounds, &mut order)?;
    }
    if !found.has_solution() {
        return Err(StrategyError::NothingWithinLimits);
    }
    let mut plan = read_back::read_back(&facts, &model, &found.values);
    plan.figures = figures::figures(service, &plan);
    let value = plan.figures.value_gbp;
    let aims = match (&service.policy.aims, &order) {
        (Aims::Ordered(stages), Some(order)) => {
            // A bound on the weighted sum says little of a plan that puts one aim before another.
            bounds.plan = None;
            order.reached(stages, &plan.figures.aims)
        }
        _ => Vec::new(),
    };
    let in_pounds = |bound: f64| -bound * POUNDS_A_UNIT;
    let bound_gbp = bounds.plan.map(in_pounds);
    let cut_short = bound_gbp.map_or(runner.cut_short, |b| !bounds::within(value, b, limits.gap));
    let rota_bound_gbp = bounds.rota.map(in_pounds);
    Ok(Solved { plan, bound_gbp, rota_bound_gbp, aims, clashes, cut_short, size, trace: runner.trace })
}

/// Searches for the best solution of a model; without one if there is none, or none was found.
fn search(
    runner: &mut Runner,
    facts: &Facts,
    model: &Model,
    near: Option<&Near>,
    bounds: &mut Bounds,
    order: &mut Option<Ordered>,
) -> Result<Outcome, StrategyError> {
    let service = facts.service;
    if is_large(runner.engine(), service, &model.program) {
        if let Some(found) = by_areas::search(runner, facts, model, bounds)? {
            return Ok(found);
        }
        if let Some(found) = by_parts::search(runner, facts, model, near, bounds)? {
            return Ok(found);
        }
        return whole(runner, model, bounds);
    }
    let relaxed = relax(runner, &model.program)?;
    bounds.plan = relaxed.bound;
    if relaxed.has_solution() { decided(runner, model, service, bounds, order) } else { Ok(relaxed) }
}

/// Whether a service's program is too large to be solved whole.
pub(crate) fn is_large(engine: &dyn Engine, service: &Service, program: &Program) -> bool {
    program.size().integers > SMALL && engine.capabilities().warm && service.policy.aims == Aims::Weighted
}

/// A plan of a model that is aimed at something else than the policy's aims.
pub(crate) struct Aimed {
    /// The plan, with its figures.
    pub plan: Plan,
    /// The model's objective.
    pub objective: f64,
    /// A lower bound of it.
    pub bound: Option<f64>,
}

/// Searches for the best plan of a model as it stands; nothing if there is none.
pub(crate) fn solve_aimed(runner: &mut Runner, facts: &Facts, model: &Model) -> Result<Option<Aimed>, StrategyError> {
    let mut bounds = Bounds::default();
    let found = search(runner, facts, model, None, &mut bounds, &mut None)?;
    if !found.has_solution() {
        return Ok(None);
    }
    let mut plan = read_back::read_back(facts, model, &found.values);
    plan.figures = figures::figures(facts.service, &plan);
    Ok(Some(Aimed { plan, objective: found.objective, bound: bounds.plan }))
}

/// The linear relaxation; its objective is a bound.
fn relax(runner: &mut Runner, program: &Program) -> Result<Outcome, StrategyError> {
    let request = Request { interior: program.rows().len() > 5_000, ..runner.linear() };
    runner.solve("weekly relaxation", &program.relaxed(), &request)
}

/// Solves the weekly model as it stands.
fn whole(runner: &mut Runner, model: &Model, bounds: &mut Bounds) -> Result<Outcome, StrategyError> {
    let request = runner.request(runner.limits().gap / 2.0);
    let outcome = runner.solve("weekly model", &model.program, &request)?;
    bounds.tighten(outcome.bound);
    Ok(outcome)
}

/// Solves a model that is not divided.
fn decided(
    runner: &mut Runner,
    model: &Model,
    service: &Service,
    bounds: &mut Bounds,
    order: &mut Option<Ordered>,
) -> Result<Outcome, StrategyError> {
    match &service.policy.aims {
        Aims::Weighted => whole(runner, model, bounds),
        Aims::Ordered(stages) => in_order(runner, model, stages, order),
    }
}

/// Solves the weekly model for aims one after the other.
fn in_order(
    runner: &mut Runner,
    model: &Model,
    stages: &[AimStage],
    order: &mut Option<Ordered>,
) -> Result<Outcome, StrategyError> {
    let ordered = ordered::solve(runner, model, stages)?;
    Ok(order.insert(ordered).outcome.clone())
}
