//! A linear program that is solved again and again with other bounds.

use crate::base::control::Control;
use crate::engine::{Col, EngineError, Outcome};

/// A linear program held by an engine between solves: bounds change, the last basis is the next start.
pub trait Warm {
    /// Changes a column's bounds.
    ///
    /// # Errors
    /// If the engine refuses them.
    fn set_bounds(&mut self, col: Col, lower: f64, upper: f64) -> Result<(), EngineError>;

    /// Lets solves end once the objective is known to be above this. They are without a solution then, and this is their
    /// bound.
    ///
    /// # Errors
    /// If the engine refuses it.
    fn set_cutoff(&mut self, objective: f64) -> Result<(), EngineError>;

    /// Solves the program as it stands, from the last basis.
    ///
    /// # Errors
    /// If the engine fails.
    fn solve(&mut self, control: &Control) -> Result<Outcome, EngineError>;
}
