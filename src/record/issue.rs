//! The events of calendars: what was given out, with numbers that let calendars follow a rota that is given out again.

use crate::base::calendar::HalfDay;
use crate::base::ids::{PractitionerId, RoomId, SiteId};
use crate::plan::Session;
use crate::plan::rota::{Rota, State};
use crate::record::ServiceOutline;
use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The events of all calendars.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// The day on which they were given out.
    pub on: NaiveDate,
    /// Events, those taken back included, in order.
    pub events: Vec<Event>,
}

/// Whose calendar.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// A practitioner's: sessions, meetings, supervision.
    Practitioner(PractitionerId),
    /// A room's: sessions in it.
    Room(RoomId),
    /// A site's: sessions and meetings there.
    Site(SiteId),
}

/// An event of a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Whose calendar it stands in.
    pub calendar: Calendar,
    /// What calendars know it by: the same whenever it is given out.
    pub uid: String,
    /// How often it has changed since it was first given out.
    pub sequence: u32,
    /// Whether it was taken back.
    pub cancelled: bool,
    /// When it begins, by the clocks of the United Kingdom.
    pub begins: NaiveDateTime,
    /// How long it lasts.
    pub minutes: u32,
    /// What it is.
    pub summary: String,
    /// Where.
    pub place: String,
    /// What it holds.
    pub detail: String,
}

/// The events of a rota's published weeks. Of what was given out before, events that changed get the next number, those
/// that are gone are taken back, and those of weeks that the rota does not have stay; `of` tells calendars of one service
/// from another's.
#[must_use]
pub fn issue(service: &ServiceOutline, rota: &Rota, of: &str, before: Option<&Issue>, on: NaiveDate) -> Issue {
    let mut events: BTreeMap<(Calendar, String), Event> = BTreeMap::new();
    let mut add = |event: Event| {
        events.insert((event.calendar.clone(), event.uid.clone()), event);
    };
    let week_of = |date: NaiveDate| rota.weeks.iter().find(|w| w.covers(date));
    let given_out = |date: NaiveDate| week_of(date).is_some_and(|week| week.state != State::Draft);
    for session in rota.sessions.iter().filter(|s| given_out(s.date)) {
        let (summary, place) = (service.clinic_name(&session.clinic), service.site_name(&session.site));
        let in_room = format!("{}, {place}", service.room_name(&session.room));
        let detail = list(service, rota, session);
        let event = |calendar: Calendar, key: &str, summary: String| {
            timed(service, (calendar, key, of), (session.date, &session.half_day), (summary, &in_room, &detail))
        };
        let who = session.practitioner.as_ref();
        add(event(Calendar::Practitioner(session.practitioner.clone()), who, summary.to_owned()));
        let shared = format!("{summary}: {}", team(rota, session));
        let room = session.room.as_ref();
        add(event(Calendar::Room(session.room.clone()), room, shared.clone()));
        add(event(Calendar::Site(session.site.clone()), &format!("site-{room}"), shared));
    }
    for held in rota.meetings.iter().filter(|m| given_out(m.date)) {
        let name = service.meeting_name(&held.meeting).to_owned();
        for who in &held.attendees {
            let key = format!("{who}-{}", held.meeting);
            let calendar = Calendar::Practitioner(who.clone());
            let of = (calendar, key.as_str(), of);
            add(timed(service, of, (held.date, &held.half_day), (name.clone(), "", "")));
        }
    }
    for held in &rota.supervisions {
        let Some(when) = held.when.as_ref().filter(|when| given_out(when.date)) else { continue };
        for who in &held.who {
            let others: Vec<&str> = held.who.iter().filter(|other| *other != who).map(AsRef::as_ref).collect();
            let key = format!("{who}-{}", held.meeting);
            let summary = format!("Supervision with {}", others.join(" and "));
            let of = (Calendar::Practitioner(who.clone()), key.as_str(), of);
            add(timed(service, of, (when.date, &when.half_day), (summary, "", "")));
        }
    }
    for old in before.into_iter().flat_map(|issue| &issue.events) {
        let key = (old.calendar.clone(), old.uid.clone());
        match events.get_mut(&key) {
            Some(event) => {
                let same = Event { sequence: event.sequence, ..old.clone() } == *event;
                event.sequence = old.sequence + u32::from(!same);
            }
            None if old.cancelled || week_of(old.begins.date()).is_none() => {
                events.insert(key, old.clone());
            }
            None => {
                events.insert(key, Event { sequence: old.sequence + 1, cancelled: true, ..old.clone() });
            }
        }
    }
    Issue { on, events: events.into_values().collect() }
}

/// An event in a half-day of a date.
fn timed(
    service: &ServiceOutline,
    (calendar, key, of): (Calendar, &str, &str),
    (date, half_day): (NaiveDate, &HalfDay),
    (summary, place, detail): (String, &str, &str),
) -> Event {
    let period = service.periods.iter().find(|p| p.id == half_day.period);
    let begins = period.and_then(|p| NaiveTime::parse_from_str(&p.start, "%H:%M").ok()).unwrap_or_default();
    Event {
        calendar,
        uid: format!("{key}-{}-{}@{of}", date.format("%Y%m%d"), half_day.period),
        sequence: 0,
        cancelled: false,
        begins: date.and_time(begins),
        minutes: period.map_or(0, |p| p.minutes.round() as u32),
        summary,
        place: place.to_owned(),
        detail: detail.to_owned(),
    }
}

/// What a session holds, in words.
fn list(service: &ServiceOutline, rota: &Rota, session: &Session) -> String {
    let lines = rota.list_of(session).map(|row| {
        let first = if row.first { ", first" } else { "" };
        let (activity, course) = (service.activity_name(&row.activity), service.course_name(&row.course));
        format!("{} x {activity} ({course}{first})", row.appointments)
    });
    lines.collect::<Vec<_>>().join("; ")
}

/// Everybody in a session.
fn team(rota: &Rota, session: &Session) -> String {
    let same = rota
        .sessions
        .iter()
        .filter(|s| (s.date, &s.half_day, &s.room) == (session.date, &session.half_day, &session.room));
    same.map(|s| s.practitioner.as_ref()).collect::<Vec<&str>>().join(", ")
}

impl Event {
    /// When it ends.
    #[must_use]
    pub fn ends(&self) -> NaiveDateTime {
        self.begins + Duration::minutes(i64::from(self.minutes))
    }
}

impl Calendar {
    /// The name of its file, without ending.
    #[must_use]
    pub fn file_name(&self) -> String {
        match self {
            Calendar::Practitioner(id) => format!("practitioner-{id}"),
            Calendar::Room(id) => format!("room-{id}"),
            Calendar::Site(id) => format!("site-{id}"),
        }
    }
}
