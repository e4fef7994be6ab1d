//! When to stop.

use serde::{Deserialize, Serialize};

/// When a solve stops: at a gap, or at limits of work. Recorded with every plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Stop when the proven relative gap is at most this.
    pub gap: f64,
    /// Stop each integer solve after so many branch-and-bound nodes.
    pub nodes: u64,
    /// Stop each integer solve after so many simplex iterations over its whole tree.
    pub iterations: u64,
    /// Stop after so many seconds in all; a plan cut short by it stands outside the promise of the same bytes.
    pub seconds: Option<f64>,
    /// Seed of the engine's random choices.
    pub seed: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { gap: 0.01, nodes: 2_000, iterations: 400_000, seconds: None, seed: 0 }
    }
}

/// A model with at most so many whole columns is solved whole.
pub(crate) const SMALL: usize = 400;
