//! R5: meetings are attended.

use crate::service::{Recurrence, RuleId};
use crate::verify::reckon::Facts;
use crate::verify::rules::priced::names;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::FIGURE;
use std::collections::{BTreeMap, BTreeSet};

/// Checks half-days kept, dates, who comes, and that nobody runs a clinic while a meeting takes them.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    check_times(facts, sheet);
    check_held(facts, sheet);
    check_blocked(facts, sheet);
}

/// A weekly meeting keeps one of its half-days; no other meeting chooses.
fn check_times(facts: &Facts<'_>, sheet: &mut Sheet) {
    for (position, meeting) in facts.lists.meetings.iter().enumerate() {
        let time = facts.rows.meeting_times.get(&position);
        let path = || time.map_or("meeting_times".to_owned(), |t| format!("meeting_times[{}]", t.index));
        if let Recurrence::Weekly { half_days, .. } = &meeting.when {
            sheet.require(
                RuleId::Meetings,
                time.is_some_and(|t| half_days.contains(facts.grid.half_day(t.slot))),
                path,
                || {
                    time.map_or_else(
                        || format!("{} keeps no half-day", meeting.id),
                        |t| format!("{} may not be held on {}", meeting.id, facts.grid.half_day(t.slot)),
                    )
                },
                "keep one of the half-days allowed",
            );
        } else {
            sheet.require(
                RuleId::Meetings,
                time.is_none(),
                path,
                || format!("{} is not weekly: it keeps no half-day", meeting.id),
                "name half-days of weekly meetings only",
            );
        }
    }
}

/// Held on the right dates, by whom it must be, and by enough of them.
fn check_held(facts: &Facts<'_>, sheet: &mut Sheet) {
    let lists = facts.lists;
    let rows: BTreeMap<_, _> = facts.rows.meetings.iter().map(|r| ((r.date, r.slot, r.meeting), r)).collect();
    let mut due = BTreeSet::new();
    for (occasion, attendance) in facts.occasions.iter().zip(&facts.attendance) {
        let key = (occasion.date, occasion.slot, occasion.meeting);
        due.insert(key);
        let meeting = &lists.meetings[occasion.meeting];
        let when = || facts.grid.name(occasion.date, occasion.slot);
        let row = rows.get(&key);
        let path = |field: &str| row.map_or("meetings".to_owned(), |r| format!("meetings[{}]{field}", r.index));
        let invited = attendance.attendees.len() + attendance.missing.len();
        // a meeting at which nobody is at work may be left out
        sheet.require(
            RuleId::Meetings,
            row.is_some() || invited == 0,
            || path(""),
            || format!("{} on {} is missing", meeting.id, when()),
            "hold every meeting on its dates",
        );
        sheet.require(
            RuleId::Meetings,
            attendance.attendees.len() as f64 >= meeting.least_attendance.get() * invited as f64 - FIGURE,
            || path(".attendees"),
            || {
                let (come, least) = (attendance.attendees.len(), meeting.least_attendance);
                format!("{come} of {invited} come to {} on {}; at least {least} must", meeting.id, when())
            },
            "roster fewer clinics elsewhere in the meeting's half-day",
        );
        let Some(row) = row else { continue };
        for (field, claimed, reckoned) in [
            (".attendees", &row.row.attendees, &attendance.attendees),
            (".missing", &row.row.missing, &attendance.missing),
        ] {
            let mut claimed: Vec<_> = claimed.iter().collect();
            claimed.sort();
            let mut reckoned: Vec<_> = reckoned.iter().map(|&p| &lists.practitioners[p].id).collect();
            reckoned.sort();
            sheet.require(
                RuleId::Meetings,
                claimed == reckoned,
                || path(field),
                || {
                    let (claimed, reckoned) = (names(claimed.iter().copied()), names(reckoned.iter().copied()));
                    format!("{} of {} on {}: [{reckoned}], not [{claimed}]", &field[1..], meeting.id, when())
                },
                "all who are invited and present come, unless they run a clinic elsewhere",
            );
        }
    }
    for row in &facts.rows.meetings {
        sheet.require(
            RuleId::Meetings,
            due.contains(&(row.date, row.slot, row.meeting)),
            || format!("meetings[{}]", row.index),
            || {
                let when = facts.grid.name(row.date, row.slot);
                format!("{} is not held on {when}", lists.meetings[row.meeting].id)
            },
            "hold meetings on their dates only",
        );
    }
}

/// Nobody is rostered while a blocking meeting takes them.
fn check_blocked(facts: &Facts<'_>, sheet: &mut Sheet) {
    for row in &facts.rows.sessions {
        sheet.require(
            RuleId::Meetings,
            !facts.blocked.contains(&(row.date, row.slot, row.practitioner)),
            || format!("sessions[{}]", row.index),
            || {
                let who = &facts.lists.practitioners[row.practitioner].id;
                format!("a meeting takes {who} on {}, and no clinic can be run", facts.grid.name(row.date, row.slot))
            },
            "leave the half-day of the meeting free",
        );
    }
}
