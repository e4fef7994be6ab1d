//! How near is near enough. Rows of flow come from a linear program and carry its tolerances; figures are sums that
//! anybody can repeat. A value that is not a number is near nothing.

/// For flows: relative to the value, absolute below 1.
pub(super) const FLOW: f64 = 1e-5;
/// For figures, money and counts: relative to the value, absolute below 1.
pub(super) const FIGURE: f64 = 1e-6;

/// Whether two values agree.
pub(super) fn near(claimed: f64, reckoned: f64, relative: f64) -> bool {
    claimed.is_finite() && reckoned.is_finite() && (claimed - reckoned).abs() <= relative * reckoned.abs().max(1.0)
}

/// Whether a value stays within a limit.
pub(super) fn at_most(value: f64, limit: f64, relative: f64) -> bool {
    value <= limit + relative * limit.abs().max(1.0)
}

/// Whether a value is a whole number, to rounding.
pub(super) fn whole(value: f64) -> bool {
    (value - value.round()).abs() <= FIGURE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_near_what_is_not_a_number() {
        for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(!near(odd, 1.0, FLOW));
            assert!(!near(1.0, odd, FIGURE));
            assert!(!whole(odd));
        }
        assert!(!at_most(f64::NAN, 1.0, FLOW));
    }

    #[test]
    fn tolerance_grows_with_the_value_but_not_below_one() {
        assert!(near(0.000_009, 0.0, FLOW));
        assert!(!near(0.000_011, 0.0, FLOW));
        assert!(near(1000.009, 1000.0, FLOW));
        assert!(!near(1000.011, 1000.0, FLOW));
        assert!(at_most(10.000_09, 10.0, FLOW));
        assert!(!at_most(10.000_11, 10.0, FLOW));
    }
}
