//! Aims one after the other, each keeping the earlier ones within their tolerance.
//!
//! Each stage maximises one aim alone, so that its bound is that aim's own: no plan that keeps the earlier aims does
//! better by it. Aims that the order does not name are maximised together at the end: they decide among equals.

use crate::engine::{Col, Outcome, Program};
use crate::model::Model;
use crate::model::objective::POUNDS_A_UNIT;
use crate::plan::figures::AimFigures;
use crate::service::{Aim, AimStage};
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;

/// An aim of an order in a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct AimReached {
    /// The aim.
    pub aim: Aim,
    /// Its worth in the plan, in pounds.
    pub value_gbp: f64,
    /// Its best worth for any plan of the full weekly model that keeps the aims before it as this one does, in pounds;
    /// none if nothing was proven.
    pub bound_gbp: Option<f64>,
    /// Share of its best worth that later aims may give up; none for an aim that the order does not name.
    pub tolerance: Option<f64>,
}

/// What an order came to.
pub(crate) struct Ordered {
    /// The last stage's solution.
    pub outcome: Outcome,
    /// The bound of each aim, in pounds, as far as the stages got.
    pub bounds: Vec<(Aim, Option<f64>)>,
}

impl Ordered {
    /// Every aim with its worth in a plan's figures: those named in their order, then the others.
    pub fn reached(&self, stages: &[AimStage], figures: &[AimFigures]) -> Vec<AimReached> {
        let named = stages.iter().map(|s| (s.aim, Some(s.tolerance.get())));
        named
            .chain(unnamed(stages).into_iter().map(|aim| (aim, None)))
            .map(|(aim, tolerance)| AimReached {
                aim,
                value_gbp: figures.iter().filter(|f| f.aim == aim).map(|f| f.value_gbp).sum(),
                bound_gbp: self.bounds.iter().find(|(of, _)| *of == aim).and_then(|(_, bound)| *bound),
                tolerance,
            })
            .collect()
    }
}

/// Solves the stages one after the other. A stage without a solution within the limits ends them: what the stages
/// before it found stands.
pub(crate) fn solve(runner: &mut Runner, model: &Model, stages: &[AimStage]) -> Result<Ordered, StrategyError> {
    let mut program = model.program.clone();
    let mut bounds = Vec::new();
    let mut last: Option<Outcome> = None;
    let others = unnamed(stages);
    let named = stages.iter().map(|stage| (vec![stage.aim], Some(stage)));
    let rest = (!others.is_empty()).then_some((others, None));
    for (aims, stage) in named.chain(rest) {
        let terms: Vec<(Col, f64)> = aims.iter().filter_map(|aim| model.aims.get(aim)).flatten().copied().collect();
        aim_for(&mut program, &terms);
        let mut request = runner.request(runner.limits().gap);
        if runner.engine().capabilities().start {
            request.start = last.as_ref().map(|o| o.values.clone());
        }
        let outcome = runner.solve("an aim of the order", &program, &request)?;
        if !outcome.has_solution() {
            let outcome = last.unwrap_or(outcome);
            return Ok(Ordered { outcome, bounds });
        }
        if let [aim] = aims[..] {
            bounds.push((aim, outcome.bound.map(|b| 0.0 - b * POUNDS_A_UNIT)));
        }
        if let Some(stage) = stage {
            keep(&mut program, stage, &terms, &outcome.values);
        }
        last = Some(outcome);
    }
    let outcome = last.ok_or(StrategyError::NothingWithinLimits)?;
    Ok(Ordered { outcome, bounds })
}

/// Aims that an order does not name.
fn unnamed(stages: &[AimStage]) -> Vec<Aim> {
    Aim::ALL.into_iter().filter(|aim| !stages.iter().any(|s| s.aim == *aim)).collect()
}

/// Makes some columns' worth in pounds the program's whole objective.
fn aim_for(program: &mut Program, terms: &[(Col, f64)]) {
    program.clear_costs();
    for &(col, pounds) in terms {
        program.add_cost(col, -pounds / POUNDS_A_UNIT);
    }
}

/// Keeps what a stage reached, less its tolerance.
fn keep(program: &mut Program, stage: &AimStage, terms: &[(Col, f64)], values: &[f64]) {
    let reached: f64 = terms.iter().map(|&(col, pounds)| pounds * values[col.index()]).sum();
    let least = reached - stage.tolerance.get() * reached.abs() - 1e-6 * reached.abs().max(1.0);
    let scaled: Vec<_> = terms.iter().map(|&(col, pounds)| (col, pounds / POUNDS_A_UNIT)).collect();
    if !scaled.is_empty() {
        program.at_least(format_args!("keep {}", stage.aim), scaled, least / POUNDS_A_UNIT);
    }
}
