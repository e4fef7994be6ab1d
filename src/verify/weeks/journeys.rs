//! R6: every change of site within a day is listed, with the break that it leaves.

use super::check::Read;
use crate::service::RuleId;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FIGURE, near};
use std::collections::BTreeMap;

/// Six hours, and the break that a longer day has: Working Time Regulations 1998, regulation 12.
const LONG_DAY: f64 = 360.0;
const LEAST_BREAK: f64 = 20.0;

/// Checks the journeys against the sessions, and warns of breaks that are too short.
pub(super) fn check(read: &Read<'_>, sheet: &mut Sheet) {
    let facts = read.facts;
    let mut days: BTreeMap<_, Vec<(usize, usize)>> = BTreeMap::new();
    for row in &facts.rows.sessions {
        days.entry((row.practitioner, row.date)).or_default().push((row.slot, row.site));
    }
    let mut due = 0;
    for ((p, date), mut day) in days {
        day.sort_unstable();
        let who = &facts.lists.practitioners[p].id;
        for pair in day.windows(2) {
            let [(first, from), (next, to)] = *pair else { continue };
            let (from, to) = (&facts.lists.sites[from].id, &facts.lists.sites[to].id);
            let gap = facts.grid.begins(next) - facts.grid.begins(first) - facts.grid.minutes(first);
            let drive = read.service.travel.drive(from, to).map_or(0.0, |minutes| minutes.0);
            let long = facts.grid.minutes(first) + facts.grid.minutes(next) > LONG_DAY;
            sheet.advise(
                RuleId::WorkingTime,
                !long || gap - drive >= LEAST_BREAK - FIGURE,
                || "sessions".to_owned(),
                || format!("{who} has {} minutes' break on {date}, beside a drive of {drive}", gap - drive),
                "leave twenty minutes in a day of more than six hours",
            );
            if from == to {
                continue;
            }
            due += 1;
            let told = read
                .rota
                .journeys
                .iter()
                .find(|j| (j.date, &j.practitioner, &j.before) == (date, who, facts.grid.half_day(next)));
            sheet.require(
                RuleId::Travel,
                told.is_some_and(|j| {
                    (&j.from, &j.to) == (from, to)
                        && near(j.minutes, drive, FIGURE)
                        && near(j.break_minutes, gap - drive, FIGURE)
                }),
                || "journeys".to_owned(),
                || format!("{who} drives from {from} to {to} on {date}, {drive} minutes"),
                "list every change of site within a day",
            );
        }
    }
    let told = read.rota.journeys.len();
    sheet.require(
        RuleId::Travel,
        told == due,
        || "journeys".to_owned(),
        || format!("{due} journeys follow from the sessions, {told} are listed"),
        "list changes of site, and nothing else",
    );
}
