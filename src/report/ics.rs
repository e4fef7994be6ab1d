//! Calendars: one file for each practitioner, room and site, in UTC, so that both clock changes are right everywhere.

use crate::base::calendar::in_utc;
use crate::record::ServiceOutline;
use crate::record::issue::{Calendar, Event, Issue};
use chrono::NaiveTime;
use icalendar::{Calendar as Ics, CalendarDateTime, Component, Event as IcsEvent, EventLike, EventStatus, Property};
use std::collections::BTreeMap;

/// The most octets of a line, its end left out (RFC 5545, section 3.1).
const LINE: usize = 75;

/// The calendars: the names of their files, and what they hold.
#[must_use]
pub fn calendars(service: &ServiceOutline, issue: &Issue) -> Vec<(String, Vec<u8>)> {
    let mut by: BTreeMap<&Calendar, Vec<&Event>> = BTreeMap::new();
    for event in &issue.events {
        by.entry(&event.calendar).or_default().push(event);
    }
    by.into_iter()
        .map(|(calendar, events)| {
            let name = format!("calendars/{}.ics", calendar.file_name());
            (name, ics(service, calendar, issue, &events).into_bytes())
        })
        .collect()
}

fn ics(service: &ServiceOutline, calendar: &Calendar, issue: &Issue, events: &[&Event]) -> String {
    let title = match calendar {
        Calendar::Practitioner(id) => id.to_string(),
        Calendar::Room(id) => service.room_name(id).to_owned(),
        Calendar::Site(id) => service.site_name(id).to_owned(),
    };
    let mut ics = Ics::empty();
    ics.append_property(Property::new("VERSION", "2.0"));
    ics.append_property(Property::new("PRODID", "-//Equipoise//rota//EN"));
    ics.append_property(Property::new("CALSCALE", "GREGORIAN"));
    ics.append_property(Property::new("METHOD", "PUBLISH"));
    ics.name(&format!("{title}: {}", service.name));
    for event in events {
        let mut entry = IcsEvent::with_uid(&event.uid);
        entry.timestamp(issue.on.and_time(NaiveTime::MIN).and_utc());
        entry.sequence(event.sequence);
        entry.starts(CalendarDateTime::Utc(in_utc(event.begins)));
        entry.ends(CalendarDateTime::Utc(in_utc(event.ends())));
        entry.summary(&event.summary);
        if !event.place.is_empty() {
            entry.location(&event.place);
        }
        if !event.detail.is_empty() {
            entry.description(&event.detail);
        }
        entry.status(if event.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
        ics.push(entry.done());
    }
    folded(&ics.to_string())
}

/// The same text with lines that are long enough for no reader to mind: the library lets those after the first have an
/// octet more.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut octets = 0;
        for letter in line.chars() {
            if octets + letter.len_utf8() > LINE {
                folded.push_str("\r\n ");
                octets = 1;
            }
            folded.push(letter);
            octets += letter.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_longer_than_it_may_be_and_nothing_is_lost() {
        let text = format!("SUMMARY:{}\r\nUID:1\r\n", "Übung ".repeat(40));
        let folded = folded(&text);
        assert!(folded.split("\r\n").all(|line| line.len() <= LINE), "{folded}");
        assert_eq!(folded.replace("\r\n ", ""), text);
    }
}
