//! What can be asked of an engine, and the trait that engines stand behind.

use crate::base::control::Control;
use crate::engine::{Basis, Outcome, Program, Warm};
use std::sync::Arc;
use thiserror::Error;

/// What an engine can do beyond finding a solution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// Row and column duals of a linear program.
    pub duals: bool,
    /// Starting from a given solution.
    pub start: bool,
    /// A proven bound when it stops early.
    pub bound: bool,
    /// Limits on nodes and iterations.
    pub work_limits: bool,
    /// Holding a linear program between solves.
    pub warm: bool,
}

/// How a program is to be solved.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Stop when the proven relative gap is at most this; 0 for the optimum.
    pub gap: f64,
    /// Stop when the proven gap is at most this, in the objective's unit.
    pub margin: f64,
    /// Stop after so many branch-and-bound nodes.
    pub nodes: Option<u64>,
    /// Stop after so many simplex iterations in all (over the whole tree for integer programs).
    pub iterations: Option<u64>,
    /// Stop after so many seconds. Outside the promise of the same bytes.
    pub seconds: Option<f64>,
    /// A solution to start from: a value for every column.
    pub start: Option<Vec<f64>>,
    /// Whether duals are wanted (linear programs only).
    pub duals: bool,
    /// Seed of the engine's random choices.
    pub seed: u32,
    /// Prefer the interior point method (large linear programs).
    pub interior: bool,
    /// The optimum of a program much like this one, to start from (linear programs only). Where that is too far off, the
    /// engine starts anew.
    pub near: Option<Arc<Basis>>,
    /// Whether the optimum's basis is wanted (linear programs only).
    pub basis: bool,
    /// Whether solutions are not to be looked for in smaller programs of their own, nor by jumps before the first linear
    /// program is solved (integer programs only).
    pub direct: bool,
}

/// Something that went wrong inside an engine: not infeasibility, which is an outcome.
#[derive(Debug, Error)]
pub enum EngineError {
    /// The engine cannot do what was asked.
    #[error("{engine} cannot give {what}; use the HiGHS engine for it")]
    Incapable {
        /// The engine.
        engine: &'static str,
        /// What was asked.
        what: &'static str,
    },
    /// The engine failed.
    #[error("{engine} failed while {doing}: {message}")]
    Failed {
        /// The engine.
        engine: &'static str,
        /// What it was doing.
        doing: &'static str,
        /// What it said.
        message: String,
    },
}

/// A solver of linear and mixed-integer programs. One thread per solve.
pub trait Engine: Sync {
    /// Name: `highs`.
    fn name(&self) -> &'static str;
    /// Version.
    fn version(&self) -> String;
    /// What it can do.
    fn capabilities(&self) -> Capabilities;
    /// Solves a program.
    ///
    /// # Errors
    /// If the engine cannot do what the request asks, or fails.
    fn solve(&self, program: &Program, request: &Request, control: &Control) -> Result<Outcome, EngineError>;
    /// Takes a program's linear relaxation over, to be solved again and again with other bounds.
    ///
    /// # Errors
    /// If the engine cannot do that, or fails.
    fn hold(&self, program: &Program, request: &Request) -> Result<Box<dyn Warm>, EngineError>;
}
