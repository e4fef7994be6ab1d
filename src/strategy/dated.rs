//! Solves the dated model.
//!
//! Small models are solved whole. A large one is too much to branch on: (1) branching on counts of sessions bounds
//! every plan ([`counts`]); (2) the parts that the service falls into, each by itself, bound it better ([`separate`]);
//! (3) a pattern is found part by part ([`pattern`]); (4) on that pattern starts are made whole ([`whole_patients`]).

use crate::base::control::Control;
use crate::engine::{Col, Engine, Outcome, Program, Size, Status};
use crate::model::objective::POUNDS_A_UNIT;
use crate::model::{Buckets, Facts, Goal, Model, Parts, build, figures, read_back};
use crate::plan::Plan;
use crate::service::{Aims, Service};
use crate::strategy::ordered::Stages;
use crate::strategy::pattern::Known;
use crate::strategy::run::Runner;
use crate::strategy::{
    Clash, Limits, StrategyError, TraceLine, clash, counts, pattern, separate, whole as whole_patients,
};
use std::collections::BTreeSet;

/// Models with at most so many whole columns are solved whole.
const SMALL: usize = 400;

/// Each piece of a large model is solved to within this share of the gap that is wanted of the whole.
const PIECE_MARGIN: f64 = 1.0 / 40.0;

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
    /// Rules that had to give; empty if all hold together.
    pub clashes: Vec<Clash>,
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
    let large = size.integers > SMALL && engine.capabilities().warm && service.policy.aims == Aims::Weighted;
    let mut clashes = Vec::new();
    let mut bound = None;
    let mut found = if large {
        by_parts(&mut runner, &facts, &model, &mut bound)?
    } else {
        let relaxed = relax(&mut runner, &model.program)?;
        bound = relaxed.bound;
        if relaxed.has_solution() { decided(&mut runner, &mut model, service, &mut bound)? } else { relaxed }
    };
    if !found.has_solution() && clashes.is_empty() {
        // Whole numbers can clash where fractions do not.
        if let Some(mended) = clash::mend(&mut runner, &mut model.program, &model.soft)? {
            clashes = mended;
            bound = None;
            found = if large {
                by_parts(&mut runner, &facts, &model, &mut bound)?
            } else {
                decided(&mut runner, &mut model, service, &mut bound)?
            };
        }
    }
    if !found.has_solution() {
        return Err(StrategyError::NothingWithinLimits);
    }
    let mut plan = read_back::read_back(&facts, &model, &found.values);
    plan.figures = figures::figures(service, &plan);
    let value = plan.figures.value_gbp;
    let bound_gbp = bound.map(|b| -b * POUNDS_A_UNIT);
    let gap = bound_gbp.map(|b| ((b - value) / value.abs().max(1.0)).max(0.0));
    let cut_short = gap.is_some_and(|g| g > limits.gap + 1e-9) || (gap.is_none() && runner.cut_short);
    Ok(Solved { plan, bound_gbp, gap, clashes, cut_short, size, trace: runner.trace })
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

/// Solves a model that is not divided.
fn decided(
    runner: &mut Runner,
    model: &mut Model,
    service: &Service,
    bound: &mut Option<f64>,
) -> Result<Outcome, StrategyError> {
    match &service.policy.aims {
        Aims::Weighted => whole(runner, model, bound),
        Aims::Ordered(stages) => {
            *bound = None;
            ordered(runner, model, stages)
        }
    }
}

fn ordered(
    runner: &mut Runner,
    model: &mut Model,
    stages: &[crate::service::AimStage],
) -> Result<Outcome, StrategyError> {
    let aims = model.aims.clone();
    let mut stages = Stages::new(&aims, stages);
    let mut last: Option<Outcome> = None;
    while stages.prepare(&mut model.program) {
        let mut request = runner.request(runner.limits().gap);
        if runner.engine().capabilities().start {
            request.start = last.as_ref().map(|o| o.values.clone());
        }
        let outcome = runner.solve("an aim of the order", &model.program, &request)?;
        if !outcome.has_solution() {
            return Ok(last.unwrap_or(outcome));
        }
        stages.keep(&mut model.program, &outcome.values);
        last = Some(outcome);
    }
    last.ok_or(StrategyError::NothingWithinLimits)
}

/// Bounds the weekly model by branching on counts and by parts, finds a pattern, then whole patients on that pattern.
fn by_parts(
    runner: &mut Runner,
    facts: &Facts,
    weekly: &Model,
    bound: &mut Option<f64>,
) -> Result<Outcome, StrategyError> {
    let Some(leaf) = counts::branch(runner, facts, weekly)? else {
        return Ok(Outcome::without_solution(Status::Infeasible, None));
    };
    let divided = Parts::new(facts);
    let mut parts = divided.of_columns(facts, &weekly.columns, leaf.program.columns().len());
    for count in &leaf.counts {
        parts[count.column.index()] = parts[count.session.index()];
    }
    let prices = leaf.outcome.duals.as_ref().map_or(Vec::new(), |duals| duals.rows.clone());
    let sessions: BTreeSet<Col> = weekly.columns.session.values().copied().collect();
    // Starts may be split here: sessions are what makes the relaxation loose.
    let mut program = leaf.program.clone();
    for &col in &sessions {
        program.set_integer(col, true);
    }
    let margin = runner.limits().gap * PIECE_MARGIN * leaf.outcome.objective.abs();
    let separate = separate::solve(runner, &program, &parts, &prices, margin, &|col| sessions.contains(&col))?;
    let at_leaf = separate.bound.map_or(leaf.outcome.objective, |bound| bound.max(leaf.outcome.objective));
    tighten(bound, Some(at_leaf.min(leaf.others)));
    let known = Known { parts: &parts, costs: &separate.costs, values: &leaf.outcome.values, prices: &prices };
    let Some(found) = pattern::find(runner, facts, weekly, &known, margin)? else {
        return whole(runner, weekly, bound);
    };
    let fixed = found.fixed.clone();
    let rounded = whole_patients::round(runner, facts, weekly, &divided, &separate.costs, found, margin)?;
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
