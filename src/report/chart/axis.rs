//! An axis: from values to places, and where its ticks stand.

use crate::report::numbers::decimals;

/// An axis between two places of a drawing.
#[derive(Debug, Clone)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    step: f64,
}

impl Axis {
    /// An axis that shows all of some values, from a round one to a round one, with about so many ticks.
    pub(super) fn over(values: impl IntoIterator<Item = f64>, (from, to): (f64, f64), ticks: f64) -> Self {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x), b.max(x)));
        let (low, high) = match (low <= high, high - low) {
            (false, _) => (0.0, 1.0),
            (true, wide) if wide <= 1e-9 * high.abs().max(1.0) => {
                (low - 0.5 * low.abs().max(1.0), high + 0.5 * high.abs().max(1.0))
            }
            _ => (low, high),
        };
        let step = round_step((high - low) / ticks);
        Self { low: (low / step + 1e-9).floor() * step, high: (high / step - 1e-9).ceil() * step, from, to, step }
    }

    /// Where a value stands.
    pub(super) fn place(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// Where nought stands, or the end that is nearest to it.
    pub(super) fn nought(&self) -> f64 {
        self.place(0f64.clamp(self.low, self.high))
    }

    /// Round values along the axis.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round() as u32;
        (0..=count).map(|i| self.low + f64::from(i) * self.step).collect()
    }

    /// A tick's value in as many decimals as tell it from the next.
    pub(super) fn label(&self, tick: f64) -> String {
        decimals(tick, (-self.step.log10().floor()).clamp(0.0, 6.0) as usize)
    }
}

/// The least of 1, 2, 5, 10, 20, ... that is not below a step.
fn round_step(step: f64) -> f64 {
    let power = 10f64.powf(step.log10().floor());
    let times = [1.0, 2.0, 5.0].into_iter().find(|times| times * power >= step * (1.0 - 1e-9)).unwrap_or(10.0);
    times * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_enclose_the_values() {
        let axis = Axis::over([13.0, 157.0], (0.0, 100.0), 5.0);
        assert_eq!(axis.ticks(), [0.0, 50.0, 100.0, 150.0, 200.0]);
        assert_eq!((axis.place(0.0), axis.place(200.0), axis.place(50.0)), (0.0, 100.0, 25.0));
        let fine = Axis::over([0.56, 1.36], (400.0, 0.0), 5.0);
        assert_eq!(
            fine.ticks().iter().map(|&t| fine.label(t)).collect::<Vec<_>>(),
            ["0.4", "0.6", "0.8", "1.0", "1.2", "1.4"]
        );
        assert!(fine.place(1.36) < fine.place(0.56));
    }

    #[test]
    fn one_value_or_none_has_an_axis_too() {
        for values in [vec![], vec![7.0], vec![0.0], vec![f64::NAN], vec![-3.0, -3.0]] {
            let axis = Axis::over(values.clone(), (0.0, 10.0), 5.0);
            assert!(axis.ticks().len() > 1, "{values:?}");
            assert!(axis.place(values.first().copied().filter(|v| v.is_finite()).unwrap_or(0.5)).is_finite());
        }
    }
}
