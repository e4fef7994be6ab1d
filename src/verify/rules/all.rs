//! All rules in a row.

use crate::verify::reckon::Facts;
use crate::verify::rules::*;
use crate::verify::sheet::Sheet;

/// A rule's check.
type Check = fn(&Facts<'_>, &mut Sheet);

/// Every rule's check, in the order of the rules.
const CHECKS: [Check; 28] = [
    queue::check,
    assessment_floor::check,
    throughput_floor::check,
    least_started::check,
    lessons_due::check,
    capacity::check,
    lateness::check,
    wait_target::check,
    budget::check,
    contract_cap::check,
    contract_floor::check,
    shares::check,
    closed_groups::check,
    dose::check,
    tail::check,
    whole_patients::check,
    desk_work::check,
    one_place::check,
    eligible::check,
    contracted::check,
    rooms::check,
    together::check,
    on_site::check,
    meetings::check,
    travel::check,
    group_size::check,
    working_time::check,
    pattern::check,
];

/// Checks every rule.
pub(in crate::verify) fn check_all(facts: &Facts<'_>, sheet: &mut Sheet) {
    for check in CHECKS {
        check(facts, sheet);
    }
}

/// Checks the rules that dated sessions and meetings keep by themselves.
pub(in crate::verify) fn check_dated(facts: &Facts<'_>, sheet: &mut Sheet) {
    let dated: [Check; 9] = [
        one_place::check,
        eligible::check,
        contracted::check,
        rooms::check,
        together::check,
        on_site::check,
        meetings::check,
        travel::check,
        working_time::check,
    ];
    for check in dated {
        check(facts, sheet);
    }
}
