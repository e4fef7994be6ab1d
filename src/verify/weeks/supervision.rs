//! R5: supervision is held where all can come.

use super::check::Read;
use crate::service::{Recurrence, RuleId};
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FIGURE, at_most};
use std::collections::BTreeMap;

/// Checks each supervision that is held, and the time that each takes of people's half-days.
pub(super) fn check(read: &Read<'_>, sheet: &mut Sheet) {
    let (facts, service) = (read.facts, read.service);
    let mut minutes: BTreeMap<(usize, chrono::NaiveDate, usize), f64> = BTreeMap::new();
    for (n, row) in read.rota.supervisions.iter().enumerate() {
        let meeting = service.meetings.get(&row.meeting);
        let path = || format!("supervisions[{n}]");
        let whole = meeting
            .is_some_and(|m| matches!(m.when, Recurrence::Floating { .. }) && row.who.iter().eq(m.attendees.iter()));
        sheet.require(
            RuleId::Meetings,
            whole,
            path,
            || format!("{} is no meeting without a fixed time, or others come to it", row.meeting),
            "list meetings without a fixed time, with all who come",
        );
        let (Some(meeting), Some(when)) = (meeting, &row.when) else { continue };
        let slot = facts.grid.slot(&when.half_day);
        let fits = slot.is_some_and(|slot| facts.grid.date(row.week.index(), slot) == when.date);
        sheet.require(
            RuleId::Meetings,
            fits && read.weeks.contains(&row.week.index()),
            path,
            || format!("{} is not {} of {}", when.date, when.half_day, row.week),
            "give the date that goes with week and half-day",
        );
        let Some(slot) = slot else { continue };
        for id in &meeting.attendees {
            let Some(p) = service.practitioners.position(id) else { continue };
            let runs = facts.rows.sessions.iter().any(|x| (x.practitioner, x.date, x.slot) == (p, when.date, slot));
            let here = service.is_present(&facts.lists.practitioners[p], when.date, &when.half_day)
                && !facts.blocked.contains(&(when.date, slot, p));
            sheet.require(
                RuleId::Meetings,
                here && !runs,
                path,
                || format!("{id} cannot come on {} {}", when.date, when.half_day.period),
                "hold it when all who come are at work without a clinic",
            );
            *minutes.entry((p, when.date, slot)).or_default() += meeting.minutes.0;
        }
    }
    for ((p, date, slot), minutes) in minutes {
        let other = facts.lost.get(&(date, slot, p)).copied().unwrap_or(0.0);
        let has = facts.grid.minutes(slot);
        sheet.require(
            RuleId::Meetings,
            at_most(minutes + other, has, FIGURE),
            || "supervisions".to_owned(),
            || {
                let who = &facts.lists.practitioners[p].id;
                format!(
                    "meetings take {} minutes of {who} on {}; it has {has}",
                    minutes + other,
                    facts.grid.name(date, slot)
                )
            },
            "hold some of them at another time",
        );
    }
}
