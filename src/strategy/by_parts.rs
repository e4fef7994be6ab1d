//! Solves a large model by the parts that its service falls into.
//!
//! The relaxation is solved once. A first plan is found from it with little effort (2, 3), or begun at one of a model much
//! like it ([`near`]); beside that, (1) branching on counts of sessions bounds every plan ([`counts`]). Where that leaves
//! too wide a gap, the parts, each by itself, bound it better ([`separate`]); beside this, (2) a pattern is found part by
//! part ([`pattern`]), with a half-day for each meeting and what closed rooms cancel settled ([`settle`]), and (3) on that
//! pattern starts are made whole ([`whole_patients`]). The better of the two plans is kept: where time runs out, the
//! first. If that is the better one, its whole patients are made better as the other's were.

use crate::base::control::Event;
use crate::engine::{Outcome, Program, Status};
use crate::model::{Facts, Goal, Model, Parts};
use crate::strategy::bounds::{Bounds, within};
use crate::strategy::counts::Counted;
use crate::strategy::near::{self, Near};
use crate::strategy::pattern::Known;
use crate::strategy::run::{Runner, Unwanted};
use crate::strategy::{Care, StrategyError, counts, pattern, separate, settle, whole as whole_patients};

/// Each piece of a large model is solved to within this share of the gap that is wanted of the whole.
pub(crate) const PIECE_MARGIN: f64 = 1.0 / 40.0;
/// Each piece of a first plan is solved to within this share of the objective.
const FIRST_MARGIN: f64 = 2e-3;

/// A plan of a large model.
pub(crate) struct Planned {
    /// Its solution.
    pub outcome: Outcome,
    /// What its rota is worth with patients split.
    pub rota: f64,
    /// The program with its rota fixed.
    pub fixed: Program,
    /// What each part costs at the prices that led to it.
    pub costs: Vec<f64>,
    /// Whether it was made with care, or could still be made better.
    pub is_done: bool,
}

impl Planned {
    /// Makes its whole patients better, if that was not tried.
    pub fn improve(
        &mut self,
        runner: &mut Runner,
        facts: &Facts,
        model: &Model,
        margin: f64,
    ) -> Result<(), StrategyError> {
        if !std::mem::replace(&mut self.is_done, true) && !runner.is_late() {
            let parts = Parts::new(facts);
            let before = self.outcome.clone();
            let by = (&parts, self.costs.as_slice());
            let better = whole_patients::improve(runner, facts, model, by, &self.fixed, before, margin)?;
            if better.has_solution() && better.objective < self.outcome.objective {
                self.outcome = better;
            }
        }
        Ok(())
    }
}

/// Searches for a plan of a large model; nothing if there is no way through. Doing nothing is there to be compared with,
/// and keeps the bound of the counts.
pub(crate) fn search(
    runner: &mut Runner,
    facts: &Facts,
    weekly: &Model,
    near: Option<&Near>,
    bounds: &mut Bounds,
) -> Result<Option<Outcome>, StrategyError> {
    let root = counts::root(runner, facts, weekly, near.and_then(Near::relaxed))?;
    let Some(relaxed) = root.leaves.first().map(|leaf| leaf.outcome.objective) else {
        return Ok(Some(Outcome::without_solution(Status::Infeasible, None)));
    };
    bounds.tighten(Some(relaxed));
    let gap = runner.limits().gap;
    let enough = |planned: &Planned, bound: f64| within(-planned.outcome.objective, -bound, gap);
    // A first plan that is near the relaxation itself needs no better bound.
    let unwanted = Unwanted::default();
    let mut beside = runner.beside();
    let (found, tree) = rayon::join(
        || {
            let found = begun(runner, facts, weekly, &root, near);
            if let Ok(Some(Planned { outcome, rota, .. })) = &found {
                tracing::info!(objective = outcome.objective, rota, "a first plan");
                runner.control().report(Event::FirstPlan(outcome.objective));
            }
            if matches!(&found, Ok(Some(found)) if enough(found, relaxed)) {
                unwanted.set();
            }
            found
        },
        || counts::branch(&mut beside, &root, counts::NODES, &unwanted),
    );
    let (found, tree) = (found?, tree?);
    let mut found: Vec<Planned> = found.into_iter().collect();
    if !found.iter().any(|first| enough(first, relaxed)) {
        runner.trace.append(&mut beside.trace);
        let Some(bound) = tree.leaves.first().map(|leaf| leaf.outcome.objective) else {
            return Ok(Some(Outcome::without_solution(Status::Infeasible, None)));
        };
        bounds.tighten(Some(bound));
        if !found.iter().any(|first| enough(first, bound)) {
            let margin = gap * PIECE_MARGIN * bound.abs();
            let (best, bound) = with_care(runner, facts, (weekly, Some(&tree)), (weekly, &tree), margin)?;
            bounds.tighten(bound);
            found.extend(best);
        }
    }
    let mut best = found.into_iter().min_by(|a, b| a.outcome.objective.total_cmp(&b.outcome.objective));
    if let Some(best) = &mut best
        && !bounds.plan.is_some_and(|bound| enough(best, bound))
    {
        best.improve(runner, facts, weekly, gap * PIECE_MARGIN * relaxed.abs())?;
    }
    bounds.rota = best.as_ref().map(|best| best.rota);
    Ok(best.map(|best| best.outcome))
}

/// A plan begun at that of a model much like it, or else a first one.
fn begun(
    runner: &mut Runner,
    facts: &Facts,
    weekly: &Model,
    root: &Counted,
    near: Option<&Near>,
) -> Result<Option<Planned>, StrategyError> {
    if let Some(near) = near
        && let Some(planned) = near::planned(runner, facts, weekly, root, near, first_margin(runner, root))?
    {
        return Ok(Some(planned));
    }
    first(runner, facts, weekly, root)
}

/// A first plan, guided by the relaxation alone; nothing if there is no way through.
pub(crate) fn first(
    runner: &mut Runner,
    facts: &Facts,
    weekly: &Model,
    root: &Counted,
) -> Result<Option<Planned>, StrategyError> {
    let margin = first_margin(runner, root);
    planned(runner, facts, weekly, root, Care { first: true, margin })
}

/// To within what each piece of a first plan is solved.
fn first_margin(runner: &Runner, root: &Counted) -> f64 {
    let relaxed = root.leaves.first().map_or(0.0, |leaf| leaf.outcome.objective.abs());
    FIRST_MARGIN.max(runner.limits().gap * PIECE_MARGIN) * relaxed
}

/// Looks for a plan of one model with care, guided by the first leaf of a tree over its counts, if there is one; beside
/// that bounds another, or the same, by its parts. Doing nothing is not bounded.
pub(crate) fn with_care(
    runner: &mut Runner,
    facts: &Facts,
    (planning, guide): (&Model, Option<&Counted>),
    (bounded, tree): (&Model, &Counted),
    margin: f64,
) -> Result<(Option<Planned>, Option<f64>), StrategyError> {
    let mut beside = runner.beside();
    let care = Care { first: false, margin };
    let (plan, bound) = rayon::join(
        || guide.map_or(Ok(None), |guide| planned(runner, facts, planning, guide, care)),
        || match bounded.goal {
            Goal::Best => separate::bound(&mut beside, facts, bounded, tree, margin),
            Goal::DoNothing => Ok(None),
        },
    );
    runner.trace.append(&mut beside.trace);
    Ok((plan?, bound?))
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
    let known = Known::at(facts, weekly, &divided, tree, leaf);
    let Some(found) = pattern::find(runner, facts, settled, &known, care)? else { return Ok(None) };
    let Some(found) = settle::rota(runner, settled, found)? else { return Ok(None) };
    let rota = found.outcome.objective;
    let fixed = found.fixed.clone();
    let mut outcome = whole_patients::round(runner, facts, settled, (&divided, &known.costs), found, care, None)?;
    if !outcome.has_solution() {
        let request = runner.request(runner.limits().gap / 10.0);
        outcome = runner.solve_quietly("whole patients on the pattern", &fixed, &request)?;
    }
    let is_done = !care.first;
    Ok(outcome.has_solution().then_some(Planned { outcome, rota, fixed, costs: known.costs, is_done }))
}
