//! R11: appointments are whole, fit their session, and are held or put off.

use super::check::Read;
use crate::base::calendar::{HalfDay, Week};
use crate::base::ids::{ActivityId, RoomId, SiteId};
use crate::service::{Mode, RuleId};
use crate::verify::reckon::uses;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FIGURE, at_most};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Checks what each session holds, and that what the plan has is held or put off.
pub(super) fn check(read: &Read<'_>, sheet: &mut Sheet) {
    fit(read, sheet);
    balance(read, sheet);
}

/// A session: date, half-day, room.
type Session<'a> = (NaiveDate, &'a HalfDay, &'a RoomId);

fn fit(read: &Read<'_>, sheet: &mut Sheet) {
    let (facts, service) = (read.facts, read.service);
    let mut units: BTreeMap<(Session<'_>, usize), u32> = BTreeMap::new();
    for (index, row) in read.rota.lists.iter().enumerate() {
        let path = || format!("lists[{index}]");
        let known = service.activities.position(&row.activity);
        let holds = service.clinics.get(&row.clinic).is_some_and(|c| c.activities.contains(&row.activity));
        let uses =
            service.courses.get(&row.course).is_some_and(|c| known.is_some_and(|at| uses(service, c, at, false)));
        sheet.require(
            RuleId::Appointments,
            holds && uses,
            path,
            || format!("{} of {} cannot be held in {}", row.activity, row.course, row.clinic),
            "list activities of the clinic, and of the course",
        );
        if let Some(activity) = known {
            *units.entry(((row.date, &row.half_day, &row.room), activity)).or_default() += row.appointments;
        }
    }
    let mut minutes: BTreeMap<Session<'_>, f64> = BTreeMap::new();
    for (&(session, activity), &units) in &units {
        let count = match facts.units.open_class(activity) {
            Some((_, max)) => (f64::from(units) / max - FIGURE).ceil(),
            None => f64::from(units),
        };
        *minutes.entry(session).or_default() += count * facts.units.whole_minutes(activity);
    }
    for (session, minutes) in minutes {
        let (date, half_day, room) = session;
        let held = facts.teams.iter().find(|team| {
            team.date == date
                && facts.grid.half_day(team.slot) == half_day
                && facts.lists.rooms[team.room].id == *room
                && read.rota.lists.iter().all(|row| {
                    (row.date, &row.half_day, &row.room) != session || row.clinic == facts.lists.clinics[team.clinic].id
                })
        });
        let usable = held.map_or(0.0, |team| {
            let lost = |at: &usize| {
                let row = &facts.rows.sessions[*at];
                let meetings = facts.lost.get(&(row.date, row.slot, row.practitioner)).copied().unwrap_or(0.0);
                meetings + facts.lists.practitioners[row.practitioner].unbooked.0
            };
            let most = team.rows.iter().map(lost).fold(0.0, f64::max);
            facts.grid.minutes(team.slot) - facts.lists.clinics[team.clinic].overhead.0 - most
        });
        sheet.require(
            RuleId::Appointments,
            at_most(minutes, usable, FIGURE),
            || "lists".to_owned(),
            || {
                format!(
                    "appointments in {room} on {date} {} take {minutes} minutes; the session has {usable}",
                    half_day.period
                )
            },
            "list no more than the session has time for",
        );
    }
}

/// What is wanted each week (the plan's, and what was put off) is held or put off.
fn balance(read: &Read<'_>, sheet: &mut Sheet) {
    let rota = read.rota;
    type Key<'a> = (&'a ActivityId, &'a SiteId);
    let mut wanted: BTreeMap<(Key<'_>, usize), i64> = BTreeMap::new();
    let first = read.weeks.first().copied().unwrap_or_default();
    for need in &rota.brought {
        *wanted.entry(((&need.activity, &need.site), first)).or_default() += i64::from(need.units);
    }
    for need in rota.needs.iter().filter(|need| read.weeks.contains(&need.week.index())) {
        *wanted.entry(((&need.activity, &need.site), need.week.index())).or_default() += i64::from(need.units);
    }
    let mut held: BTreeMap<(Key<'_>, usize), i64> = BTreeMap::new();
    for row in &rota.lists {
        let room = read.service.rooms.get(&row.room);
        let week = read.facts.grid.week_of(row.date);
        if let (Some(room), Some(week)) = (room, week) {
            *held.entry(((&row.activity, &room.site), week)).or_default() += i64::from(row.appointments);
        }
    }
    let mut off: BTreeMap<(Key<'_>, usize), i64> = BTreeMap::new();
    for row in &rota.put_off {
        *off.entry(((&row.activity, &row.site), row.week.index())).or_default() += i64::from(row.units);
    }
    let keys: std::collections::BTreeSet<Key<'_>> =
        wanted.keys().chain(held.keys()).chain(off.keys()).map(|(key, _)| *key).collect();
    for key in keys {
        let mut before = 0;
        for &week in read.weeks {
            let of = |rows: &BTreeMap<(Key<'_>, usize), i64>| rows.get(&(key, week)).copied().unwrap_or(0);
            let (wanted, held, off) = (of(&wanted), of(&held), of(&off));
            sheet.require(
                RuleId::Appointments,
                before + wanted == held + off,
                || "put_off".to_owned(),
                || {
                    let (activity, site) = key;
                    let week = Week(week as u32);
                    format!(
                        "{wanted} of {activity} at {site} are wanted in {week}, and {before} from before; {held} are held, {off} put off"
                    )
                },
                "hold what is wanted, or put it off",
            );
            before = off;
        }
    }
}

/// Units that an activity's appointment or class holds, for figures.
pub(super) fn classes(read: &Read<'_>, activity: usize, units: u32) -> f64 {
    match (read.facts.units.open_class(activity), read.facts.lists.activities[activity].mode) {
        (Some((_, max)), Mode::Group { .. }) => (f64::from(units) / max - FIGURE).ceil(),
        _ => f64::from(units),
    }
}
