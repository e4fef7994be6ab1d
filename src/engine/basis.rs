//! Where the optimum of a linear program stands: a start for a program that is much like it.

use std::collections::HashMap;
#[cfg(feature = "highs")]
use std::hash::{DefaultHasher, Hash, Hasher};

/// Where the columns and rows of an optimum stand, by name, as the engine that found it says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Basis {
    /// Columns.
    pub(super) columns: Standings,
    /// Rows; of a row bounded on both sides the upper one.
    pub(super) rows: Standings,
    /// The lower sides of rows bounded on both.
    pub(super) second_sides: Standings,
}

/// How columns or rows stand. Of their names it keeps short digests: a basis may be kept for each of many programs, and two
/// names with one digest would make a start worse, no answer wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Standings(HashMap<u64, i32>);

#[cfg(feature = "highs")]
impl Standings {
    /// How each of some names stands.
    pub fn new<'n>(all: impl Iterator<Item = (&'n str, i32)>) -> Self {
        Self(all.map(|(name, status)| (digest(name), status)).collect())
    }

    /// How a name stands, if it is known.
    pub fn of(&self, name: &str) -> Option<i32> {
        self.0.get(&digest(name)).copied()
    }
}

#[cfg(feature = "highs")]
fn digest(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}
