//! Meetings and events: who comes, when, and whether that can be.

use super::calendar::{half_day, last_day, long_name, minutes_of, not_a_working_day, outside};
use super::codes;
use super::reader::{Reader, in_minutes, name_or_id};
use super::wording::{list, number};
use crate::base::calendar::{Day, HalfDay};
use crate::base::ids::{MeetingId, PeriodId, PractitionerId, RoleId, SiteId};
use crate::base::units::Minutes;
use crate::scenario::records::{AttendeesRecord, MeetingRecord, RecurrenceRecord};
use crate::service::{Attendees, Meeting, Practitioner, Recurrence, Service, Site, Table, Timetable};
use chrono::{Datelike, Duration, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Reads the meetings; one without a half-day that exists is left out.
pub(super) fn meetings(
    reader: &mut Reader<'_>,
    timetable: &Timetable,
    sites: &Table<Site>,
    practitioners: &Table<Practitioner>,
) -> Table<Meeting> {
    let record = reader.record;
    record.meetings.iter().filter_map(|meeting| one_meeting(reader, timetable, sites, practitioners, meeting)).collect()
}

fn one_meeting(
    reader: &mut Reader<'_>,
    timetable: &Timetable,
    sites: &Table<Site>,
    practitioners: &Table<Practitioner>,
    record: &MeetingRecord,
) -> Option<Meeting> {
    let at = format!("meetings.{}", record.id);
    let minutes = reader.minutes(&format!("{at}.minutes"), record.minutes, 1.0, 1440.0);
    let site = record
        .site
        .as_ref()
        .and_then(|site| reader.names.sites.resolve(&mut reader.findings, &format!("{at}.site"), site));
    let who = attendees(reader, &format!("{at}.who"), &record.who);
    let invited: BTreeSet<PractitionerId> =
        practitioners.iter().filter(|p| invites(&who, p)).map(|p| p.id.clone()).collect();
    if invited.is_empty() && reader.findings.sound(&format!("{at}.who")) {
        let cause = format!("nobody is invited to `{}`", record.id);
        reader.findings.add(codes::NOBODY_INVITED, &format!("{at}.who"), cause);
    }
    let least_attendance = reader.findings.fraction(&format!("{at}.least_attendance"), record.least_attendance, 1.0);
    let when = recurrence(reader, timetable, &format!("{at}.when"), &record.when)?;
    let meeting = Meeting {
        id: MeetingId::from(record.id.as_str()),
        name: name_or_id(record.name.as_ref(), &record.id),
        attendees: invited,
        who,
        when,
        minutes,
        site,
        least_attendance,
        blocks_clinics: record.blocks_clinics,
        held: (record.from, record.to),
    };
    between(reader, timetable, &at, &meeting);
    if meeting.blocks_clinics && matches!(meeting.when, Recurrence::Floating { .. }) {
        let cause = format!("`{}` blocks clinics, but has no fixed time", meeting.id);
        reader.findings.add(codes::FLOATING_BLOCKS_CLINICS, &format!("{at}.blocks_clinics"), cause);
    }
    fits(reader, timetable, &at, &meeting);
    if let Some(site) = meeting.site.as_ref().and_then(|id| sites.get(id)) {
        site_open(reader, timetable, &at, &meeting, site);
    }
    somebody_comes(reader, &at, &meeting, practitioners);
    Some(meeting)
}

/// Whether the days between which a meeting is held make sense, and leave any of it.
fn between(reader: &mut Reader<'_>, timetable: &Timetable, at: &str, meeting: &Meeting) {
    let (first, last) = meeting.held;
    let Some(path) = first.map(|_| format!("{at}.from")).or(last.map(|_| format!("{at}.to"))) else { return };
    let half_days: &[HalfDay] = match &meeting.when {
        Recurrence::Weekly { half_days, .. } => half_days,
        Recurrence::Monthly { half_day, .. } => std::slice::from_ref(half_day),
        Recurrence::Once { .. } | Recurrence::Floating { .. } => {
            let how = if matches!(meeting.when, Recurrence::Once { .. }) { "once" } else { "at no fixed time" };
            let cause = format!("`{}` is held {how}, and is given days between which it is held", meeting.id);
            reader.findings.add(codes::NOT_BETWEEN_DAYS, &path, cause);
            return;
        }
    };
    let (from, to) = (first.unwrap_or(timetable.start), last.unwrap_or(last_day(timetable)));
    if first.is_some() && last.is_some() && to < from {
        let cause = format!("`{}` is held until {to}, before {from}", meeting.id);
        reader.findings.add(codes::SPAN_BACKWARDS, &path, cause);
    } else if to < timetable.start || from > last_day(timetable) {
        outside(reader, timetable, &path, &format!("`{}` lies", meeting.id));
    } else {
        let held = |(week, date): (u32, NaiveDate)| {
            let recurs = match &meeting.when {
                Recurrence::Weekly { every, .. } => week.is_multiple_of((*every).max(1)),
                Recurrence::Monthly { nth, .. } => nth_of_month(date) == *nth,
                Recurrence::Once { .. } | Recurrence::Floating { .. } => false,
            };
            recurs && half_days.iter().any(|h| h.day == Day::of(date)) && meeting.is_on(date)
        };
        if !dates(timetable).enumerate().any(|(n, date)| held((n as u32 / 7, date))) {
            let cause = format!("`{}` falls on no day from {from} to {to}", meeting.id);
            reader.findings.add(codes::MEETING_NEVER_HELD, &path, cause);
        }
    }
}

fn attendees(reader: &mut Reader<'_>, at: &str, record: &AttendeesRecord) -> Attendees {
    match record {
        AttendeesRecord::Everyone {} => Attendees::Everyone,
        AttendeesRecord::HomeSite(site) => {
            reader.names.sites.resolve(&mut reader.findings, &format!("{at}.home_site"), site);
            Attendees::HomeSite(SiteId::from(site.as_str()))
        }
        AttendeesRecord::Roles(roles) => {
            let path = format!("{at}.roles");
            let roles: BTreeSet<RoleId> =
                reader.names.roles.resolve_some(&mut reader.findings, &path, roles).into_iter().collect();
            Attendees::Roles(roles)
        }
        AttendeesRecord::Practitioners(people) => {
            let path = format!("{at}.practitioners");
            let people: BTreeSet<PractitionerId> =
                reader.names.practitioners.resolve_some(&mut reader.findings, &path, people).into_iter().collect();
            Attendees::Practitioners(people)
        }
    }
}

fn invites(who: &Attendees, practitioner: &Practitioner) -> bool {
    match who {
        Attendees::Everyone => true,
        Attendees::HomeSite(site) => practitioner.home_site == *site,
        Attendees::Roles(roles) => roles.contains(&practitioner.role),
        Attendees::Practitioners(people) => people.contains(&practitioner.id),
    }
}

fn recurrence(
    reader: &mut Reader<'_>,
    timetable: &Timetable,
    at: &str,
    record: &RecurrenceRecord,
) -> Option<Recurrence> {
    match record {
        RecurrenceRecord::Weekly { half_days, every } => {
            let every = reader.findings.whole(&format!("{at}.weekly.every"), *every, 1, 52);
            let path = format!("{at}.weekly.half_days");
            if half_days.is_empty() {
                reader.findings.add(codes::EMPTY_LIST, &path, "no half-day is allowed");
            }
            let half_days: Vec<HalfDay> = super::names::once_each(&mut reader.findings, &path, half_days)
                .into_iter()
                .filter_map(|i| half_day(reader, timetable, &format!("{path}.{i}"), &half_days[i]))
                .collect();
            (!half_days.is_empty()).then_some(Recurrence::Weekly { half_days, every })
        }
        RecurrenceRecord::Monthly { half_day: text, nth } => {
            let nth = reader.findings.whole(&format!("{at}.monthly.nth"), *nth, 1, 5);
            let half_day = half_day(reader, timetable, &format!("{at}.monthly.half_day"), text)?;
            if nth == 5 {
                let cause = format!("few months have a fifth {}", long_name(half_day.day));
                reader.findings.add(codes::NOT_EVERY_MONTH, &format!("{at}.monthly.nth"), cause);
            }
            if !dates(timetable).any(|d| Day::of(d) == half_day.day && nth_of_month(d) == nth) {
                outside(reader, timetable, at, "every such day lies");
            }
            Some(Recurrence::Monthly { half_day, nth })
        }
        RecurrenceRecord::Once { date, half_days } => once(reader, timetable, at, *date, half_days),
        RecurrenceRecord::Floating { every } => {
            let every = reader.findings.whole(&format!("{at}.floating.every"), *every, 1, 52);
            Some(Recurrence::Floating { every })
        }
    }
}

fn once(
    reader: &mut Reader<'_>,
    timetable: &Timetable,
    at: &str,
    date: NaiveDate,
    half_days: &[String],
) -> Option<Recurrence> {
    let path = format!("{at}.once.half_days");
    let periods: Vec<PeriodId> = reader.names.periods.resolve_some(&mut reader.findings, &path, half_days);
    if !timetable.days.contains(&Day::of(date)) {
        not_a_working_day(reader, timetable, &format!("{at}.once.date"), Day::of(date));
        return None;
    }
    if date < timetable.start || date > last_day(timetable) {
        outside(reader, timetable, &format!("{at}.once.date"), &format!("{date} lies"));
    }
    (!periods.is_empty()).then_some(Recurrence::Once { date, periods })
}

fn dates(timetable: &Timetable) -> impl Iterator<Item = NaiveDate> + use<> {
    let start = timetable.start;
    (0..i64::from(timetable.weeks) * 7).map(move |n| start + Duration::days(n))
}

/// Which such weekday of its month a date is, from 1.
fn nth_of_month(date: NaiveDate) -> u32 {
    (date.day() - 1) / 7 + 1
}

/// The periods that a meeting may take, with the path of each.
fn periods<'m>(at: &str, meeting: &'m Meeting) -> Vec<(String, &'m PeriodId)> {
    match &meeting.when {
        Recurrence::Weekly { half_days, .. } => {
            half_days.iter().map(|h| (format!("{at}.when.weekly.half_days"), &h.period)).collect()
        }
        Recurrence::Monthly { half_day, .. } => vec![(format!("{at}.when.monthly.half_day"), &half_day.period)],
        Recurrence::Once { periods, .. } => periods.iter().map(|p| (format!("{at}.when.once.half_days"), p)).collect(),
        Recurrence::Floating { .. } => Vec::new(),
    }
}

fn fits(reader: &mut Reader<'_>, timetable: &Timetable, at: &str, meeting: &Meeting) {
    let mut said: BTreeSet<&PeriodId> = BTreeSet::new();
    for (_, period) in periods(at, meeting) {
        let Some(minutes) = minutes_of(timetable, period) else { continue };
        if meeting.minutes > minutes && said.insert(period) {
            let cause = format!(
                "`{}` takes {}, the half-day `{period}` lasts {}",
                meeting.id,
                in_minutes(meeting.minutes),
                number(minutes.0)
            );
            reader.findings.add(codes::MEETING_TOO_LONG, &format!("{at}.minutes"), cause);
        }
    }
}

fn site_open(reader: &mut Reader<'_>, timetable: &Timetable, at: &str, meeting: &Meeting, site: &Site) {
    let closed = |half_days: &[HalfDay]| -> Vec<String> {
        half_days.iter().filter(|h| !site.open.contains(h)).map(ToString::to_string).collect()
    };
    let (path, closed) = match &meeting.when {
        Recurrence::Weekly { half_days, .. } => (format!("{at}.when.weekly.half_days"), closed(half_days)),
        Recurrence::Monthly { half_day, .. } => {
            (format!("{at}.when.monthly.half_day"), closed(std::slice::from_ref(half_day)))
        }
        Recurrence::Once { date, periods } => {
            let closures = || timetable.closures.iter().chain(&site.closures);
            let closed: Vec<String> = periods
                .iter()
                .map(|period| HalfDay { day: Day::of(*date), period: period.clone() })
                .filter(|h| {
                    !site.open.contains(h)
                        || site.bank_holidays.contains(date)
                        || closures().any(|s| s.covers(*date, &h.period))
                })
                .map(|h| format!("{date} {}", h.period))
                .collect();
            (format!("{at}.when.once"), closed)
        }
        Recurrence::Floating { .. } => return,
    };
    if !closed.is_empty() {
        let cause = format!("`{}` may fall on {}, when `{}` is closed", meeting.id, list(closed), site.id);
        reader.findings.add(codes::MEETING_SITE_CLOSED, &path, cause);
    }
}

fn somebody_comes(reader: &mut Reader<'_>, at: &str, meeting: &Meeting, practitioners: &Table<Practitioner>) {
    let invited = || practitioners.iter().filter(|p| meeting.attendees.contains(&p.id));
    let can = |h: &HalfDay| invited().any(|p| p.available.contains(h));
    let (path, half_days) = match &meeting.when {
        Recurrence::Weekly { half_days, .. } => (format!("{at}.when.weekly.half_days"), half_days.clone()),
        Recurrence::Monthly { half_day, .. } => (format!("{at}.when.monthly.half_day"), vec![half_day.clone()]),
        Recurrence::Once { date, periods } => (
            format!("{at}.when.once"),
            periods.iter().map(|p| HalfDay { day: Day::of(*date), period: p.clone() }).collect(),
        ),
        Recurrence::Floating { .. } => return,
    };
    let empty: Vec<String> = half_days.iter().filter(|h| !can(h)).map(ToString::to_string).collect();
    if !meeting.attendees.is_empty() && !empty.is_empty() {
        let cause = format!("nobody invited to `{}` works on {}", meeting.id, list(empty));
        reader.findings.add(codes::NOBODY_CAN_COME, &path, cause);
    }
}

/// Meetings that share people and their only half-day, and together are longer than it.
pub(super) fn clashes(reader: &mut Reader<'_>, service: &Service) {
    let mut fixed: BTreeMap<&HalfDay, Vec<&Meeting>> = BTreeMap::new();
    for meeting in &service.meetings {
        match &meeting.when {
            Recurrence::Weekly { half_days, .. } if half_days.len() == 1 => {
                fixed.entry(&half_days[0]).or_default().push(meeting);
            }
            Recurrence::Monthly { half_day, .. } => fixed.entry(half_day).or_default().push(meeting),
            _ => {}
        }
    }
    for (half_day, meetings) in fixed {
        let Some(length) = minutes_of(&service.timetable, &half_day.period) else { continue };
        let mut said: BTreeSet<Vec<&MeetingId>> = BTreeSet::new();
        for practitioner in service.practitioners.iter().filter(|p| p.available.contains(half_day)) {
            let theirs: Vec<&Meeting> =
                meetings.iter().copied().filter(|m| m.attendees.contains(&practitioner.id)).collect();
            let total: Minutes = theirs.iter().map(|m| m.minutes).sum();
            let ids: Vec<&MeetingId> = theirs.iter().map(|m| &m.id).collect();
            if theirs.len() > 1 && total > length && said.insert(ids.clone()) {
                let cause = format!(
                    "{} take {} on {half_day} of `{}`, which lasts {}",
                    list(ids.iter().map(ToString::to_string)),
                    in_minutes(total),
                    practitioner.id,
                    number(length.0)
                );
                reader.findings.add(codes::MEETINGS_CLASH, &format!("meetings.{}.when", ids[0]), cause);
            }
        }
    }
}
