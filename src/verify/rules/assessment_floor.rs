//! F1a: assessments keep up with referrals, at a price a patient and week short.

use crate::service::{Aim, RuleId};
use crate::verify::reckon::Facts;
use crate::verify::rules::priced::{count, owned_up};
use crate::verify::sheet::Sheet;

/// Checks that the promises' worth owns up to the shortfall.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    count(RuleId::AssessmentFloor, facts.floors.assessment.iter().map(Vec::len).sum(), sheet);
    owned_up(facts, RuleId::AssessmentFloor, Aim::Promises, facts.worth.assessment_floor, sheet);
}
