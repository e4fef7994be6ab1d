//! Aims one after the other, each keeping the earlier ones within their tolerance.

use crate::engine::{Col, Program};
use crate::model::objective::POUNDS_A_UNIT;
use crate::service::{Aim, AimStage};
use std::collections::BTreeMap;

/// The programs of the stages are one program with other costs and one more row a stage that is done.
pub(crate) struct Stages<'a> {
    aims: &'a BTreeMap<Aim, Vec<(Col, f64)>>,
    stages: &'a [AimStage],
    next: usize,
}

impl<'a> Stages<'a> {
    pub fn new(aims: &'a BTreeMap<Aim, Vec<(Col, f64)>>, stages: &'a [AimStage]) -> Self {
        Self { aims, stages, next: 0 }
    }

    /// Prepares the program for the next stage: its aim in full, the aims not named at a thousandth, so that ties are
    /// broken sensibly. False when all stages are done.
    pub fn prepare(&self, program: &mut Program) -> bool {
        let Some(stage) = self.stages.get(self.next) else { return false };
        for i in 0..program.columns().len() {
            program.set_cost(Col(i as u32), 0.0);
        }
        for (aim, terms) in self.aims {
            let weight = if *aim == stage.aim {
                1.0
            } else if self.stages.iter().any(|s| s.aim == *aim) {
                0.0
            } else {
                1e-3
            };
            for &(col, pounds) in terms {
                program.add_cost(col, -pounds * weight / POUNDS_A_UNIT);
            }
        }
        true
    }

    /// Keeps what the stage reached, less its tolerance, and moves on to the next.
    pub fn keep(&mut self, program: &mut Program, values: &[f64]) {
        let Some(stage) = self.stages.get(self.next) else { return };
        let terms = self.aims.get(&stage.aim).cloned().unwrap_or_default();
        let reached: f64 = terms.iter().map(|&(col, pounds)| pounds * values[col.index()]).sum();
        let scaled: Vec<_> = terms.into_iter().map(|(col, pounds)| (col, pounds / POUNDS_A_UNIT)).collect();
        let least = reached - stage.tolerance.get() * reached.abs() - 1e-6 * reached.abs().max(1.0);
        if !scaled.is_empty() {
            program.at_least(format!("keep {}", stage.aim), scaled, least / POUNDS_A_UNIT);
        }
        self.next += 1;
    }
}
