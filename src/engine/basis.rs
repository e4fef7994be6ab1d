//! Where the optimum of a linear program stands: a start for a program that is much like it.

use crate::engine::Names;
#[cfg(feature = "highs")]
use std::collections::HashMap;
use std::sync::Arc;

/// Where the columns and rows of an optimum stand, by name, as the engine that found it says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Columns.
    pub(super) columns: Standings,
    /// Rows; of a row bounded on both sides the upper one.
    pub(super) rows: Standings,
    /// The lower sides of rows bounded on both; of other rows nothing.
    pub(super) second_sides: Standings,
}

/// How columns or rows stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standings {
    names: Arc<Names>,
    /// Of each name.
    all: Vec<i32>,
}

#[cfg(feature = "highs")]
impl Standings {
    /// How each of some names stands.
    pub fn new(names: &Arc<Names>, all: Vec<i32>) -> Self {
        Self { names: Arc::clone(names), all }
    }

    /// How each of some names stands; `otherwise` of those that are not known.
    pub fn of(&self, names: &Arc<Names>, otherwise: i32) -> Vec<i32> {
        if *names == self.names {
            return self.all.clone();
        }
        let known: HashMap<&str, i32> = self.names.iter().zip(self.all.iter().copied()).collect();
        names.iter().map(|name| known.get(name).copied().unwrap_or(otherwise)).collect()
    }
}
