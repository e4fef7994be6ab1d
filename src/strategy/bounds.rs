//! What is proven of a model while it is solved.

use crate::strategy::divide;

/// What is proven, in the program's unit.
#[derive(Default)]
pub(crate) struct Bounds {
    /// Of any plan.
    pub plan: Option<f64>,
    /// Of any plan with the rota found.
    pub rota: Option<f64>,
}

impl Bounds {
    /// Takes the tighter of two bounds of any plan.
    pub fn tighten(&mut self, other: Option<f64>) {
        self.plan = divide::tighter(self.plan, other);
    }
}

/// Whether a worth is within a gap of its bound, as a share of the bound.
pub(crate) fn within(value: f64, bound: f64, gap: f64) -> bool {
    bound - value <= (gap + 1e-9) * bound.abs()
}
