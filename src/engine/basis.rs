//! Where the optimum of a linear program stands: a start for a program that is much like it.

use std::collections::HashMap;

/// Where the columns and rows of an optimum stand, by name, as the engine that found it says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Basis {
    /// Columns.
    pub(super) columns: HashMap<String, i32>,
    /// Rows; of a row bounded on both sides the upper one.
    pub(super) rows: HashMap<String, i32>,
    /// The lower sides of rows bounded on both.
    pub(super) second_sides: HashMap<String, i32>,
}
