//! F10: patients get the recommended dose, at a price a lesson short.

use crate::service::{Aim, RuleId};
use crate::verify::reckon::Facts;
use crate::verify::rules::priced::owned_up;
use crate::verify::sheet::Sheet;

/// Checks that the benefit's worth owns up to the lessons short.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    owned_up(facts, RuleId::Dose, Aim::Benefit, facts.worth.dose, sheet);
}
