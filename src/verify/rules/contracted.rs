//! R2: clinical sessions stay within the contract, and within the most a day.

use crate::base::calendar::Week;
use crate::service::{Practitioner, RuleId};
use crate::verify::reckon::Facts;
use crate::verify::sheet::Sheet;
use std::collections::BTreeMap;

/// Checks pattern and dated sessions, by week and by day.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    let mut pattern_weeks: BTreeMap<(u32, usize), u32> = BTreeMap::new();
    let mut pattern_days: BTreeMap<(u32, usize, usize), u32> = BTreeMap::new();
    for row in &facts.rows.pattern {
        *pattern_weeks.entry((row.block, row.practitioner)).or_default() += 1;
        *pattern_days.entry((row.block, row.practitioner, facts.grid.day(row.slot))).or_default() += 1;
    }
    for ((block, who), sessions) in pattern_weeks {
        week(facts, sheet, "pattern", who, sessions, || format!("block {}", block + 1));
    }
    for ((block, who, day), sessions) in pattern_days {
        let name = || format!("day {} of block {}", day + 1, block + 1);
        self::day(&facts.lists.practitioners[who], sheet, "pattern", sessions, name);
    }
    let mut weeks: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    let mut days: BTreeMap<(usize, chrono::NaiveDate), u32> = BTreeMap::new();
    for row in &facts.rows.sessions {
        *weeks.entry((row.practitioner, row.week)).or_default() += 1;
        *days.entry((row.practitioner, row.date)).or_default() += 1;
    }
    for ((who, at), sessions) in weeks {
        week(facts, sheet, "sessions", who, sessions, || Week(at as u32).to_string());
    }
    for ((who, date), sessions) in days {
        day(&facts.lists.practitioners[who], sheet, "sessions", sessions, || date.to_string());
    }
}

fn week(facts: &Facts<'_>, sheet: &mut Sheet, list: &str, who: usize, sessions: u32, when: impl Fn() -> String) {
    let allowance = facts.allowance(who);
    sheet.require(
        RuleId::Contracted,
        f64::from(sessions) <= allowance,
        || list.to_owned(),
        || {
            let who = &facts.lists.practitioners[who].id;
            format!("{who} has {sessions} sessions a week in {}; the contract leaves {allowance} for clinics", when())
        },
        "keep to the clinical sessions of the contract",
    );
}

fn day(person: &Practitioner, sheet: &mut Sheet, list: &str, sessions: u32, when: impl Fn() -> String) {
    let Some(most) = person.most_sessions_a_day else { return };
    sheet.require(
        RuleId::Contracted,
        sessions <= most,
        || list.to_owned(),
        || format!("{} has {sessions} sessions on {}; the most a day is {most}", person.id, when()),
        "keep to the most sessions a day",
    );
}
