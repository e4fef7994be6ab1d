//! Solves the dated model.
//!
//! Small models are solved whole. A large one is too much to branch on: (1) its linear relaxation bounds every plan;
//! (2) the parts that the service falls into, each by itself, bound it better ([`separate`]); (3) a pattern is found
//! part by part and by diving ([`search`]); (4) on that pattern the weekly model finds whole starts.

use crate::base::control::Control;
use crate::engine::{Engine, Outcome, Program, Size, Status};
use crate::model::objective::POUNDS_A_UNIT;
use crate::model::{Buckets, Facts, Goal, Model, Parts, build, figures, read_back};
use crate::plan::Plan;
use crate::service::{AimStage, Aims, Service};
use crate::strategy::ordered::Ordered;
use crate::strategy::run::Runner;
use crate::strategy::{
    AimReached, Clashes, Limits, StrategyError, TraceLine, clash, ordered, search, separate, settle,
    whole as whole_patients,
};
use std::collections::{BTreeMap, BTreeSet};

/// Models with at most so many whole columns are solved whole.
const SMALL: usize = 400;

/// A solved plan.
#[derive(Debug, Clone)]
pub struct Solved {
    /// The plan with its figures.
    pub plan: Plan,
    /// Proven bound on the worth of any plan, in pounds, for the full weekly model with split patients allowed or not;
    /// none where the engine gives none or the aims are ordered.
    pub bound_gbp: Option<f64>,
    /// (bound - value) / |value|.
    pub gap: Option<f64>,
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
    let facts = Facts::new(service);
    let mut runner = Runner::new(engine, limits, control);
    let mut model = build(&facts, Buckets::weekly(&facts), goal);
    let size = model.program.size();
    let mut clashes = Clashes::default();
    let mut relaxed = relax(&mut runner, &model.program)?;
    let mut bound = relaxed.bound;
    if relaxed.status == Status::Infeasible {
        clashes = clash::mend(&mut runner, &mut model.program, &model.soft)?.unwrap_or_default();
        relaxed = relax(&mut runner, &model.program)?;
        bound = relaxed.bound;
    }
    let mut order = None;
    let mut found = match &service.policy.aims {
        Aims::Weighted if size.integers <= SMALL => whole(&mut runner, &model, &mut bound)?,
        Aims::Weighted if engine.capabilities().warm && relaxed.has_solution() => {
            by_parts(&mut runner, &facts, &model, &relaxed, &mut bound)?
        }
        Aims::Weighted => whole(&mut runner, &model, &mut bound)?,
        Aims::Ordered(stages) => in_order(&mut runner, &model, stages, &mut order)?,
    };
    if !found.has_solution() && clashes.changes.is_empty() {
        // Whole numbers can clash where fractions do not.
        if let Some(mended) = clash::mend(&mut runner, &mut model.program, &model.soft)? {
            clashes = mended;
            found = match &service.policy.aims {
                Aims::Weighted => whole(&mut runner, &model, &mut bound)?,
                Aims::Ordered(stages) => in_order(&mut runner, &model, stages, &mut order)?,
            };
        }
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
            bound = None;
            order.reached(stages, &plan.figures.aims)
        }
        _ => Vec::new(),
    };
    let bound_gbp = bound.map(|b| -b * POUNDS_A_UNIT);
    let gap = bound_gbp.map(|b| ((b - value) / value.abs().max(1.0)).max(0.0));
    let cut_short = gap.is_some_and(|g| g > limits.gap + 1e-9) || (gap.is_none() && runner.cut_short);
    Ok(Solved { plan, bound_gbp, gap, aims, clashes, cut_short, size, trace: runner.trace })
}

/// The linear relaxation; its objective is a bound.
fn relax(runner: &mut Runner, program: &Program) -> Result<Outcome, StrategyError> {
    let mut request = runner.request(0.0);
    request.iterations = None;
    request.interior = program.rows().len() > 5_000;
    request.duals = runner.engine().capabilities().duals;
    runner.solve("weekly relaxation", &program.relaxed(), &request)
}

/// Solves the weekly model as it stands.
fn whole(runner: &mut Runner, model: &Model, bound: &mut Option<f64>) -> Result<Outcome, StrategyError> {
    let request = runner.request(runner.limits().gap / 2.0);
    let outcome = runner.solve("weekly model", &model.program, &request)?;
    tighten(bound, outcome.bound);
    Ok(outcome)
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

/// Bounds the weekly model by parts, finds a pattern, then whole patients on that pattern.
fn by_parts(
    runner: &mut Runner,
    facts: &Facts,
    weekly: &Model,
    relaxed: &Outcome,
    bound: &mut Option<f64>,
) -> Result<Outcome, StrategyError> {
    let parts = Parts::new(facts).of_columns(facts, &weekly.columns, weekly.program.columns().len());
    let mut chosen = BTreeMap::new();
    if let Some(duals) = &relaxed.duals {
        // Starts may be split here: sessions are what makes the relaxation loose.
        let starts: BTreeSet<usize> = weekly.columns.start.values().map(|c| c.index()).collect();
        let separate = separate::solve(runner, &weekly.program, &parts, duals, &|j| !starts.contains(&j))?;
        tighten(bound, separate.bound);
        chosen = separate.values;
    }
    // The bound is for any half-day of a meeting; from here on each keeps one.
    let settled = settle::meetings(weekly, relaxed);
    let weekly = settled.as_ref().unwrap_or(weekly);
    let Some(pattern) = search::pattern(runner, weekly, &chosen)? else {
        return Ok(Outcome::without_solution(Status::NothingFound, *bound));
    };
    let mut fixed = weekly.program.clone();
    for (col, value) in pattern {
        fixed.set_bounds(col, value, value);
    }
    if !settle::closures(runner, weekly, &mut fixed)? {
        return Ok(Outcome::without_solution(Status::NothingFound, *bound));
    }
    let rounded = whole_patients::round(runner, facts, weekly, &fixed)?;
    if rounded.has_solution() {
        return Ok(rounded);
    }
    let request = runner.request(runner.limits().gap / 10.0);
    runner.solve_quietly("whole patients on the pattern", &fixed, &request)
}

fn tighten(bound: &mut Option<f64>, other: Option<f64>) {
    if let Some(other) = other {
        *bound = Some(bound.map_or(other, |b: f64| b.max(other)));
    }
}
