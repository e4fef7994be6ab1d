//! Sums that begin at nought. (The sum of no floats at all is minus nought, which no reader should meet.)

/// An iterator of floats that can be summed from nought.
pub(super) trait Total: Iterator<Item = f64> + Sized {
    /// The sum; 0, and not -0, of nothing.
    fn total(self) -> f64 {
        self.fold(0.0, |sum, value| sum + value)
    }
}

impl<I: Iterator<Item = f64>> Total for I {}
