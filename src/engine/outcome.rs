//! What a solve came to.

use crate::engine::Basis;
use std::sync::Arc;

/// How a solve ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Proven optimal, to the gap asked for.
    Optimal,
    /// Stopped at a limit or by cancellation, with a solution.
    CutShort,
    /// No solution exists.
    Infeasible,
    /// The objective has no limit.
    Unbounded,
    /// Stopped at a limit or by cancellation before any solution was found.
    NothingFound,
}

/// What a solve came to.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// How it ended.
    pub status: Status,
    /// Objective of the values; infinite without any.
    pub objective: f64,
    /// Proven lower bound of the objective, where the engine gives one.
    pub bound: Option<f64>,
    /// A value for every column; empty without a solution.
    pub values: Vec<f64>,
    /// Duals, if asked for.
    pub duals: Option<Duals>,
    /// The optimum's basis, if asked for and the engine has one.
    pub basis: Option<Arc<Basis>>,
    /// Branch-and-bound nodes.
    pub nodes: u64,
    /// Simplex iterations.
    pub iterations: u64,
}

impl Outcome {
    /// Whether there is a solution.
    #[must_use]
    pub fn has_solution(&self) -> bool {
        matches!(self.status, Status::Optimal | Status::CutShort)
    }

    /// An outcome without a solution.
    #[must_use]
    pub fn without_solution(status: Status, bound: Option<f64>) -> Self {
        Self {
            status,
            objective: f64::INFINITY,
            bound,
            values: Vec::new(),
            duals: None,
            basis: None,
            nodes: 0,
            iterations: 0,
        }
    }
}

/// Prices of a linear program's optimum: the objective's change per unit of a row's bound or a column's value.
#[derive(Debug, Clone)]
pub struct Duals {
    /// A dual for every row.
    pub rows: Vec<f64>,
    /// A reduced cost for every column.
    pub columns: Vec<f64>,
}
