//! Solves the dated model.
//!
//! Small models are solved whole. A large one is too much to branch on. A first plan is found with little effort (3, 4);
//! beside it (1) branching on counts of sessions bounds every plan ([`counts`]). Where that leaves too wide a gap, (2) the
//! parts that the service falls into, each by itself, bound it better ([`separate`]); beside this, (3) a pattern is found
//! part by part ([`pattern`]), with a half-day for each meeting and what closed rooms cancel settled ([`settle`]), and
//! (4) on that pattern starts are made whole ([`whole_patients`]). The better of the two plans is kept: where time runs
//! out, the first.

use crate::base::control::{Control, Event};
use crate::engine::{Engine, Outcome, Program, Request, Size, Status};
use crate::model::objective::POUNDS_A_UNIT;
use crate::model::{Facts, Goal, Model, Parts, build, figures, read_back};
use crate::plan::Plan;
use crate::service::{AimStage, Aims, Service};
use crate::strategy::counts::Counted;
use crate::strategy::ordered::Ordered;
use crate::strategy::pattern::Known;
use crate::strategy::run::Runner;
use crate::strategy::{
    AimReached, Care, Clashes, Limits, StrategyError, TraceLine, apart, clash, counts, divide, ordered, pattern,
    separate, settle, whole as whole_patients,
};

/// Models with at most so many whole columns are solved whole.
const SMALL: usize = 400;

/// Each piece of a large model is solved to within this share of the gap that is wanted of the whole.
const PIECE_MARGIN: f64 = 1.0 / 40.0;
/// Each piece of a first plan is solved to within this share of the objective.
const FIRST_MARGIN: f64 = 2e-3;

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

/// What is proven, in the program's unit.
#[derive(Default)]
struct Bounds {
    /// Of any plan.
    plan: Option<f64>,
    /// Of any plan with the rota found.
    rota: Option<f64>,
}

impl Bounds {
    /// Takes the tighter of two bounds of any plan.
    fn tighten(&mut self, other: Option<f64>) {
        self.plan = divide::tighter(self.plan, other);
    }
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
    let mut model = build(&facts, goal);
    let size = model.program.size();
    let mut bounds = Bounds::default();
    let mut order = None;
    let mut found = search(&mut runner, &facts, &model, &mut bounds, &mut order)?;
    let mut clashes = Clashes::default();
    if !found.has_solution()
        && let Some(mended) = clash::mend(&mut runner, &mut model.program, &model.soft)?
    {
        clashes = mended;
        bounds = Bounds::default();
        found = search(&mut runner, &facts, &model, &mut bounds, &mut order)?;
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
    let cut_short = bound_gbp.map_or(runner.cut_short, |b| !within(value, b, limits.gap));
    let rota_bound_gbp = bounds.rota.map(in_pounds);
    Ok(Solved { plan, bound_gbp, rota_bound_gbp, aims, clashes, cut_short, size, trace: runner.trace })
}

/// Searches for the best solution of a model; without one if there is none, or none was found.
fn search(
    runner: &mut Runner,
    facts: &Facts,
    model: &Model,
    bounds: &mut Bounds,
    order: &mut Option<Ordered>,
) -> Result<Outcome, StrategyError> {
    let service = facts.service;
    let large = model.program.size().integers > SMALL
        && runner.engine().capabilities().warm
        && service.policy.aims == Aims::Weighted;
    if large {
        return by_parts(runner, facts, model, bounds);
    }
    let relaxed = relax(runner, &model.program)?;
    bounds.plan = relaxed.bound;
    if relaxed.has_solution() { decided(runner, model, service, bounds, order) } else { Ok(relaxed) }
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
    let found = search(runner, facts, model, &mut bounds, &mut None)?;
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

/// Beside a first plan, branches on counts, which bounds every plan. If that leaves too wide a gap, bounds the weekly
/// model by its parts, and beside this finds a plan part by part. Doing nothing is there to be compared with, and keeps
/// the bound of the counts.
fn by_parts(runner: &mut Runner, facts: &Facts, weekly: &Model, bounds: &mut Bounds) -> Result<Outcome, StrategyError> {
    let mut beside = runner.beside();
    let (first, tree) =
        rayon::join(|| first(runner, facts, weekly), || counts::branch(&mut beside, facts, weekly, counts::NODES));
    let (first, tree) = (first?, tree?);
    runner.trace.append(&mut beside.trace);
    let Some(leaf) = tree.leaves.first() else {
        return Ok(Outcome::without_solution(Status::Infeasible, None));
    };
    let (bound, gap) = (leaf.outcome.objective, runner.limits().gap);
    bounds.tighten(Some(bound));
    let mut found: Vec<Planned> = first.into_iter().collect();
    if !found.iter().any(|first| within(-first.outcome.objective, -bound, gap)) {
        let margin = gap * PIECE_MARGIN * bound.abs();
        let (best, bound) = rayon::join(
            || planned(runner, facts, weekly, &tree, Care { first: false, margin }),
            || match weekly.goal {
                Goal::Best => separate::bound(&mut beside, facts, weekly, &tree, margin),
                Goal::DoNothing => Ok(None),
            },
        );
        runner.trace.append(&mut beside.trace);
        bounds.tighten(bound?);
        found.extend(best?);
    }
    let best = found.into_iter().min_by(|a, b| a.outcome.objective.total_cmp(&b.outcome.objective));
    let Some(best) = best else { return whole(runner, weekly, bounds) };
    bounds.rota = Some(best.rota);
    Ok(best.outcome)
}

/// A plan of a large model.
struct Planned {
    outcome: Outcome,
    /// What its rota is worth with patients split.
    rota: f64,
}

/// A first plan, guided by the relaxation alone; nothing if there is no way through.
fn first(runner: &mut Runner, facts: &Facts, weekly: &Model) -> Result<Option<Planned>, StrategyError> {
    let root = counts::branch(runner, facts, weekly, 0)?;
    let Some(leaf) = root.leaves.first() else { return Ok(None) };
    let margin = FIRST_MARGIN.max(runner.limits().gap * PIECE_MARGIN) * leaf.outcome.objective.abs();
    let first = planned(runner, facts, weekly, &root, Care { first: true, margin })?;
    if let Some(first) = &first {
        let objective = first.outcome.objective;
        tracing::info!(objective, rota = first.rota, "a first plan");
        runner.control().report(Event::FirstPlan(objective));
    }
    Ok(first)
}

/// Finds a pattern, guided by the first leaf of a tree over counts; then whole patients on that pattern. Nothing if there
/// is no way through.
fn planned(
    runner: &mut Runner,
    facts: &Facts,
    weekly: &Model,
    tree: &Counted,
    care: Care,
) -> Result<Option<Planned>, StrategyError> {
    let Some(leaf) = tree.leaves.first() else { return Ok(None) };
    // The bound is for any half-day of a meeting; from here on each keeps one.
    let settled = settle::meetings(weekly, &leaf.outcome);
    let settled = settled.as_ref().unwrap_or(weekly);
    let divided = Parts::new(facts);
    let parts = tree.with_counts(divided.of_columns(facts, &weekly.columns, weekly.program.columns().len()));
    let costs = apart::costs(&tree.program, &parts, divided.count(), leaf.prices(), &leaf.outcome.values);
    let known = Known {
        parts: &parts,
        costs: &costs,
        values: &leaf.outcome.values,
        prices: leaf.prices(),
        ranges: [&tree.nearest_at(leaf), &tree.ranges_at(leaf)],
    };
    let Some(found) = pattern::find(runner, facts, settled, &known, care)? else { return Ok(None) };
    let Some(found) = settle::rota(runner, settled, found)? else { return Ok(None) };
    let rota = found.outcome.objective;
    let fixed = found.fixed.clone();
    let mut outcome = whole_patients::round(runner, facts, settled, &divided, &costs, found, care)?;
    if !outcome.has_solution() {
        let request = runner.request(runner.limits().gap / 10.0);
        outcome = runner.solve_quietly("whole patients on the pattern", &fixed, &request)?;
    }
    Ok(outcome.has_solution().then_some(Planned { outcome, rota }))
}

/// Whether a worth is within a gap of its bound, as a share of the bound.
fn within(value: f64, bound: f64, gap: f64) -> bool {
    bound - value <= (gap + 1e-9) * bound.abs()
}
