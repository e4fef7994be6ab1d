//! R1: a practitioner is in one place at a time, and at work.

use crate::service::RuleId;
use crate::verify::reckon::Facts;
use crate::verify::sheet::Sheet;
use std::collections::BTreeMap;

/// Checks pattern and dated sessions for double bookings, and that people are there.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    check_pattern(facts, sheet);
    let lists = facts.lists;
    let mut taken = BTreeMap::new();
    for row in &facts.rows.sessions {
        let person = &lists.practitioners[row.practitioner];
        let path = || format!("sessions[{}]", row.index);
        let when = || facts.grid.name(row.date, row.slot);
        let first = *taken.entry((row.practitioner, row.date, row.slot)).or_insert(row.index);
        sheet.require(
            RuleId::OnePlace,
            first == row.index,
            path,
            || format!("{} has another session on {}: sessions[{first}]", person.id, when()),
            "give a practitioner one session a half-day",
        );
        let half_day = facts.grid.half_day(row.slot);
        let leave = person.leave.iter().any(|span| span.covers(row.date, &half_day.period));
        sheet.require(
            RuleId::OnePlace,
            !leave,
            path,
            || format!("{} is on leave on {}", person.id, when()),
            "roster people when they are at work",
        );
        sheet.require(
            RuleId::OnePlace,
            person.available.contains(half_day),
            path,
            || format!("{} does not work on {half_day}", person.id),
            "roster people when they are at work",
        );
        let home = &facts.service.sites[&person.home_site];
        sheet.require(
            RuleId::OnePlace,
            !facts.service.site_is_shut(home, row.date, half_day),
            path,
            || format!("{} is shut on {}, and {} is off", home.id, when(), person.id),
            "roster people when they are at work",
        );
    }
}

fn check_pattern(facts: &Facts<'_>, sheet: &mut Sheet) {
    let mut taken = BTreeMap::new();
    for row in &facts.rows.pattern {
        let person = &facts.lists.practitioners[row.practitioner];
        let path = || format!("pattern[{}]", row.index);
        let half_day = facts.grid.half_day(row.slot);
        let first = *taken.entry((row.block, row.practitioner, row.slot)).or_insert(row.index);
        sheet.require(
            RuleId::OnePlace,
            first == row.index,
            path,
            || format!("{} has another session on {half_day}: pattern[{first}]", person.id),
            "give a practitioner one session a half-day",
        );
        sheet.require(
            RuleId::OnePlace,
            person.available.contains(half_day),
            path,
            || format!("{} does not work on {half_day}", person.id),
            "plan people when they can work",
        );
    }
}
