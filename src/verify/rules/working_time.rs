//! R8: rest between sessions is kept: 11 hours from a day's last session to the next day's first.

use crate::service::RuleId;
use crate::verify::reckon::Facts;
use crate::verify::sheet::Sheet;
use std::collections::BTreeMap;

/// Hours of rest between working days (Working Time Regulations 1998, regulation 10), in minutes.
const REST_MINUTES: f64 = 11.0 * 60.0;
const DAY_MINUTES: f64 = 24.0 * 60.0;

/// Checks each working day of each person against the next.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    // first beginning and last end of each person's day, in minutes after midnight
    let mut days: BTreeMap<_, (f64, f64, usize)> = BTreeMap::new();
    for row in &facts.rows.sessions {
        let begin = facts.grid.begins(row.slot);
        let end = begin + facts.grid.minutes(row.slot);
        let day = days.entry((row.practitioner, row.date)).or_insert((begin, end, row.index));
        day.0 = day.0.min(begin);
        day.1 = day.1.max(end);
    }
    for (&(who, date), &(_, end, index)) in &days {
        let Some(next) = date.succ_opt().and_then(|next| days.get(&(who, next))) else { continue };
        let rest = DAY_MINUTES - end + next.0;
        sheet.require(
            RuleId::WorkingTime,
            rest >= REST_MINUTES - 1e-6,
            || format!("sessions[{index}]"),
            || format!("{} rests {rest} minutes after {date}", facts.lists.practitioners[who].id),
            "leave 11 hours between one day's last session and the next day's first",
        );
    }
}
