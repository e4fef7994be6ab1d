//! A linear program whose columns are settled step by step, solved anew from where it last stood.

use crate::engine::{Basis, Col, Outcome, Program, Request, Warm};
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;
use std::sync::Arc;

/// A linear program, held by the engine.
pub(crate) struct Held {
    program: Program,
    held: Box<dyn Warm>,
}

impl Held {
    /// Hands a program over, without its whole numbers; where its optimum is known it is gone on from.
    pub fn new(runner: &Runner, program: &Program, near: Option<&Arc<Basis>>) -> Result<Self, StrategyError> {
        let program = program.relaxed();
        let held = runner.engine().hold(&program, &Request { near: near.cloned(), ..runner.linear() })?;
        Ok(Self { program, held })
    }

    /// Settles a column.
    pub fn settle(&mut self, col: Col, value: f64) -> Result<(), StrategyError> {
        self.program.set_bounds(col, value, value);
        Ok(self.held.set_bounds(col, value, value)?)
    }

    /// Solves it as it stands.
    pub fn solve(&mut self, runner: &mut Runner, phase: &'static str) -> Result<Outcome, StrategyError> {
        runner.solve_held(phase, &self.program, self.held.as_mut())
    }
}
