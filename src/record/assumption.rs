//! The prices that a plan was weighed with: which were given, and which are the tool's assumptions.

use crate::scenario::records::{PricesRecord, RotaPricesRecord};
use crate::service::{Aim, PRICE_DEFAULTS, PriceDefault, Prices, ROTA_PRICE_DEFAULTS, RotaPrices};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A price that a plan was weighed with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// The key under `policy.prices`, or under `policy.rota.prices`.
    pub key: String,
    /// In pounds.
    pub value_gbp: f64,
    /// A unit of what.
    pub unit: String,
    /// Whose aim it serves.
    pub aim: Aim,
    /// Whether the scenario gives it; otherwise it is the tool's default.
    pub given: bool,
    /// Why the default is what it is.
    pub reason: String,
}

/// The prices used, in the order of the documented table; `written` is what the scenario says after its patches.
#[must_use]
pub fn assumptions(prices: &Prices, written: &PricesRecord) -> Vec<Assumption> {
    let priced = |default: &PriceDefault| {
        let (used, given) = used_and_given(default.key, prices, written)?;
        Some(assumption(default, used, given))
    };
    PRICE_DEFAULTS.iter().filter_map(priced).collect()
}

/// The prices that a rota was weighed with beside those of its plan, in the order of the documented table.
#[must_use]
pub fn rota_assumptions(prices: &RotaPrices, written: &RotaPricesRecord) -> Vec<Assumption> {
    let written = serde_json::to_value(written).unwrap_or_default();
    let priced = |default: &PriceDefault| {
        let given = written.get(default.key).is_some_and(|value| !value.is_null());
        Some(assumption(default, prices.by_key(default.key)?.0, given))
    };
    ROTA_PRICE_DEFAULTS.iter().filter_map(priced).collect()
}

fn assumption(default: &PriceDefault, used: f64, given: bool) -> Assumption {
    Assumption {
        key: default.key.to_owned(),
        value_gbp: used,
        unit: default.unit.to_owned(),
        aim: default.aim,
        given,
        reason: default.reason.to_owned(),
    }
}

fn used_and_given(key: &str, prices: &Prices, written: &PricesRecord) -> Option<(f64, bool)> {
    let given = match key {
        "important_change_gbp" => true,
        "late_lesson_week_gbp" => written.late_lesson_week_gbp.is_some(),
        "carried_lesson_gbp" => written.carried_lesson_gbp.is_some(),
        "floor_shortfall_gbp" => written.floor_shortfall_gbp.is_some(),
        "late_desk_hour_gbp" => written.late_desk_hour_gbp.is_some(),
        "excess_lesson_gbp" => written.excess_lesson_gbp.is_some(),
        "waiting_week_gbp" => written.waiting_week_gbp.is_some(),
        "breach_week_gbp" => written.breach_week_gbp.is_some(),
        "dose_shortfall_gbp" => written.dose_shortfall_gbp.is_some(),
        "spent_pound_gbp" => written.spent_pound_gbp.is_some(),
        "earned_pound_gbp" => written.earned_pound_gbp.is_some(),
        "session_gbp" => written.session_gbp.is_some(),
        "site_change_gbp" => written.site_change_gbp.is_some(),
        _ => return None,
    };
    Some((prices.by_key(key)?.0, given))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::units::Pounds;

    #[test]
    fn every_documented_price_is_listed_and_marked_as_given_or_default() {
        let prices = Prices {
            important_change: Pounds(500.0),
            late_lesson_week: Pounds(400.0),
            carried_lesson: Pounds(2.0),
            floor_shortfall: Pounds(30.0),
            late_desk_hour: Pounds(20.0),
            excess_lesson: Pounds(50.0),
            waiting_week: Pounds(0.5),
            breach_week: Pounds(7.0),
            dose_shortfall: Pounds(0.0),
            spent_pound: Pounds(0.0),
            earned_pound: Pounds(0.0),
            session: Pounds(1.0),
            site_change: Pounds(2.0),
        };
        let written = serde_json::from_value(serde_json::json!({"important_change_gbp": 500, "breach_week_gbp": 7}));
        let listed = assumptions(&prices, &written.expect("a price list"));
        assert_eq!(listed.len(), PRICE_DEFAULTS.len());
        let given: Vec<_> = listed.iter().filter(|a| a.given).map(|a| (a.key.as_str(), a.value_gbp)).collect();
        assert_eq!(given, [("important_change_gbp", 500.0), ("breach_week_gbp", 7.0)]);
        for (default, assumption) in PRICE_DEFAULTS.iter().zip(&listed).filter(|(_, a)| !a.given) {
            assert_eq!(default.pounds, Some(assumption.value_gbp), "{}", default.key);
        }
    }
}
