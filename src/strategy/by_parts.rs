//! Solves a large model by the parts that its service falls into.
//!
//! The relaxation is solved once. From it a first plan is found, or begun at one of a model much like it ([`near`]): (1) a
//! pattern part by part ([`pattern`]), with a half-day for each meeting and what closed rooms cancel settled
//! ([`settle`]); (2) on that pattern starts are made whole ([`whole_patients`]). Beside that, (3) branching on counts of
//! sessions bounds every plan ([`counts`]). Where that leaves too wide a gap, (4) the parts, each by itself, bound it better
//! ([`separate`]); beside this, (5) the plan is made better: its patients on its rota, then the patients of one part after
//! the other along with everybody's sessions ([`freed`]), and so on until it is near enough to the bound.

use crate::base::control::Event;
use crate::engine::{Outcome, Program, Status};
use crate::model::{Facts, Goal, Model, Parts};
use crate::strategy::bounds::{Bounds, within};
use crate::strategy::counts::Counted;
use crate::strategy::near::{self, Near};
use crate::strategy::pattern::Known;
use crate::strategy::run::{Runner, Unwanted};
use crate::strategy::{StrategyError, counts, freed, pattern, separate, settle, whole as whole_patients};

/// Each piece of a large model is solved to within this share of the gap that is wanted of the whole.
pub(crate) const PIECE_MARGIN: f64 = 1.0 / 40.0;
/// Each piece of a first plan is solved to within this share of the objective.
const FIRST_MARGIN: f64 = 2e-3;
/// Once the parts bound it, a plan is made better at most so many times more, with so many shares of the limits.
const ROUNDS: usize = 4;
/// See [`ROUNDS`].
const EFFORT: u64 = 4;

/// A plan of a large model.
pub(crate) struct Planned {
    /// Its solution.
    pub outcome: Outcome,
    /// What its rota is worth with patients split, if there was time to solve that.
    pub rota: Option<f64>,
    /// The program with its rota fixed.
    pub fixed: Program,
    /// What each part costs at the prices that led to it.
    pub costs: Vec<f64>,
    /// Whether making it better with its rota has come to less than the margin.
    pub is_done: bool,
}

impl Planned {
    /// Makes it better: its whole patients on its rota; then its rota with them, part by part, until it is enough, with so many
    /// shares of the limits for each.
    fn improve(
        &mut self,
        runner: &mut Runner,
        facts: &Facts,
        model: &Model,
        (margin, effort): (f64, u64),
        enough: &dyn Fn(f64) -> bool,
    ) -> Result<(), StrategyError> {
        if runner.is_late() {
            return Ok(());
        }
        let (parts, before) = (Parts::new(facts), self.outcome.clone());
        let by = (&parts, self.costs.as_slice());
        let better = whole_patients::improve(runner, facts, model, by, &self.fixed, before, margin)?;
        if better.has_solution() && better.objective < self.outcome.objective {
            self.outcome = better;
        }
        let before = self.outcome.objective;
        let better = freed::round(runner, facts, model, &parts, self.outcome.clone(), (margin, effort), enough)?;
        self.is_done = before - better.objective < margin;
        if better.objective < before {
            let mut fixed = model.program.clone();
            settle::fix(&mut fixed, settle::whole(model), &better.values);
            let split = runner.solve_quietly(pattern::ON_ROTA, &fixed.relaxed(), &runner.linear())?;
            self.rota = split.has_solution().then_some(split.objective);
            (self.fixed, self.outcome) = (fixed, better);
        }
        Ok(())
    }

    /// Makes it better until it is enough, or that comes to little.
    fn improve_until(
        &mut self,
        runner: &mut Runner,
        facts: &Facts,
        model: &Model,
        margin: f64,
        enough: &dyn Fn(f64) -> bool,
    ) -> Result<(), StrategyError> {
        for _ in 0..ROUNDS {
            if self.is_done || enough(self.outcome.objective) {
                break;
            }
            self.improve(runner, facts, model, (margin, EFFORT), enough)?;
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
    let (mut best, tree) = (found?, tree?);
    if !best.as_ref().is_some_and(|first| enough(first, relaxed)) {
        runner.trace.append(&mut beside.trace);
        let Some(bound) = tree.leaves.first().map(|leaf| leaf.outcome.objective) else {
            return Ok(Some(Outcome::without_solution(Status::Infeasible, None)));
        };
        bounds.tighten(Some(bound));
        if !best.as_ref().is_some_and(|first| enough(first, bound)) {
            let margin = gap * PIECE_MARGIN * bound.abs();
            let (better, bound) = deepen(runner, facts, (weekly, best), (weekly, &tree), margin)?;
            bounds.tighten(bound);
            best = better;
            if let (Goal::Best, Some(best), Some(bound)) = (weekly.goal, &mut best, bounds.plan) {
                best.improve_until(runner, facts, weekly, margin, &|objective| within(-objective, -bound, gap))?;
            }
        }
    }
    bounds.rota = best.as_ref().and_then(|best| best.rota);
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

/// A first plan, guided by the relaxation: a pattern, then whole patients on it; nothing if there is no way through.
pub(crate) fn first(
    runner: &mut Runner,
    facts: &Facts,
    weekly: &Model,
    root: &Counted,
) -> Result<Option<Planned>, StrategyError> {
    let Some(leaf) = root.leaves.first() else { return Ok(None) };
    // The bound is for any half-day of a meeting; from here on each keeps one.
    let settled = settle::meetings(weekly, &leaf.outcome);
    let settled = settled.as_ref().unwrap_or(weekly);
    let divided = Parts::new(facts);
    let known = Known::at(facts, weekly, &divided, root, leaf);
    let margin = first_margin(runner, root);
    let Some(found) = pattern::find(runner, facts, settled, &known, margin)? else { return Ok(None) };
    let Some(found) = settle::rota(runner, settled, found)? else { return Ok(None) };
    let rota = Some(found.outcome.objective);
    let fixed = found.fixed.clone();
    let mut outcome = whole_patients::round(runner, facts, settled, (&divided, &known.costs), found, margin, None)?;
    if !outcome.has_solution() {
        let request = runner.request(runner.limits().gap / 10.0);
        outcome = runner.solve_quietly("whole patients on the pattern", &fixed, &request)?;
    }
    Ok(outcome.has_solution().then_some(Planned { outcome, rota, fixed, costs: known.costs, is_done: false }))
}

/// To within what each piece of a first plan is solved.
fn first_margin(runner: &Runner, root: &Counted) -> f64 {
    let relaxed = root.leaves.first().map_or(0.0, |leaf| leaf.outcome.objective.abs());
    FIRST_MARGIN.max(runner.limits().gap * PIECE_MARGIN) * relaxed
}

/// Makes a plan of one model better; beside that bounds another, or the same, by its parts. Doing nothing is not bounded.
pub(crate) fn deepen(
    runner: &mut Runner,
    facts: &Facts,
    (planning, mut plan): (&Model, Option<Planned>),
    (bounded, tree): (&Model, &Counted),
    margin: f64,
) -> Result<(Option<Planned>, Option<f64>), StrategyError> {
    let mut beside = runner.beside();
    let (better, bound) = rayon::join(
        || plan.as_mut().map_or(Ok(()), |plan| plan.improve(runner, facts, planning, (margin, 1), &|_| false)),
        || match bounded.goal {
            Goal::Best => separate::bound(&mut beside, facts, bounded, tree, margin),
            Goal::DoNothing => Ok(None),
        },
    );
    runner.trace.append(&mut beside.trace);
    better?;
    Ok((plan, bound?))
}
