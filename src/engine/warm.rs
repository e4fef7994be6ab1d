//! A linear program that is solved again and again with other bounds, or with other figures altogether.

use crate::base::control::Control;
use crate::engine::{Basis, Col, EngineError, Outcome, Program};
use std::sync::Arc;

/// A linear program held by an engine between solves: bounds change, the last basis is the next start.
pub trait Warm: Send {
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

    /// Takes another linear program in place of its own, if that has the same columns and rows by name: what differs is
    /// handed over. Says whether it did; if not, all is as it was.
    ///
    /// # Errors
    /// If the engine refuses something of it.
    fn take(&mut self, program: &Program) -> Result<bool, EngineError>;

    /// Where the last optimum stands.
    ///
    /// # Errors
    /// If the engine fails.
    fn basis(&mut self) -> Result<Arc<Basis>, EngineError>;

    /// Solves the program as it stands, from the last basis.
    ///
    /// # Errors
    /// If the engine fails.
    fn solve(&mut self, control: &Control) -> Result<Outcome, EngineError>;
}
