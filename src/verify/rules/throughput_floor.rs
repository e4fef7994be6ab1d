//! F1b: a stream without evidence keeps today's throughput, at a price a patient and week short.

use crate::service::{Aim, RuleId};
use crate::verify::reckon::Facts;
use crate::verify::rules::priced::{count, owned_up};
use crate::verify::sheet::Sheet;

/// Checks that the promises' worth owns up to the shortfall.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    count(RuleId::ThroughputFloor, facts.floors.throughput.iter().map(Vec::len).sum(), sheet);
    owned_up(facts, RuleId::ThroughputFloor, Aim::Promises, facts.worth.throughput_floor, sheet);
}
