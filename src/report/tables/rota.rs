//! The rota's tables: the pattern, the dated rota, meetings.

use super::cell::{Cell, Sheet};
use crate::base::calendar::{Day, iso_week};
use crate::base::ids::PractitionerId;
use crate::plan::{MeetingHeld, Session};
use crate::record::{PlanRecord, ServiceOutline};

pub(super) fn pattern(record: &PlanRecord) -> Sheet {
    let header = ["block", "practitioner", "role", "day", "half_day", "clinic", "site"];
    Sheet::new(
        header,
        record.plan.pattern.iter().map(|row| {
            [
                Cell::Count(u64::from(row.block) + 1),
                Cell::text(&row.practitioner),
                Cell::text(record.service.role_of(&row.practitioner)),
                Cell::text(row.half_day.day.as_str()),
                Cell::text(&row.half_day.period),
                Cell::text(&row.clinic),
                Cell::text(&row.site),
            ]
        }),
    )
}

/// In order of date, half-day and practitioner, whatever the plan's.
pub(super) fn sessions_of(service: &ServiceOutline, sessions: &[Session]) -> Sheet {
    let header = [
        "date",
        "iso_week",
        "day",
        "half_day",
        "starts",
        "minutes",
        "practitioner",
        "role",
        "clinic",
        "clinic_name",
        "site",
        "site_name",
        "room",
        "room_name",
    ];
    let position = |s: &Session| service.periods.iter().position(|p| p.id == s.half_day.period);
    let mut sessions: Vec<&Session> = sessions.iter().collect();
    sessions.sort_by_key(|s| (s.date, position(s), &s.practitioner, *s));
    Sheet::new(
        header,
        sessions.into_iter().map(|s| {
            let period = service.periods.iter().find(|p| p.id == s.half_day.period);
            [
                Cell::text(s.date),
                Cell::text(iso_week(s.date)),
                Cell::text(Day::of(s.date).as_str()),
                Cell::text(&s.half_day.period),
                period.map_or(Cell::Empty, |p| Cell::text(&p.start)),
                Cell::optional(period.map(|p| p.minutes)),
                Cell::text(&s.practitioner),
                Cell::text(service.role_of(&s.practitioner)),
                Cell::text(&s.clinic),
                Cell::text(service.clinic_name(&s.clinic)),
                Cell::text(&s.site),
                Cell::text(service.site_name(&s.site)),
                Cell::text(&s.room),
                Cell::text(service.room_name(&s.room)),
            ]
        }),
    )
}

pub(super) fn meetings_of(service: &ServiceOutline, meetings: &[MeetingHeld]) -> Sheet {
    let header =
        ["date", "iso_week", "day", "half_day", "meeting", "name", "attend", "attendees", "kept_away", "missing"];
    let ids =
        |people: &[PractitionerId]| Cell::text(people.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
    Sheet::new(
        header,
        meetings.iter().map(|m| {
            [
                Cell::text(m.date),
                Cell::text(iso_week(m.date)),
                Cell::text(Day::of(m.date).as_str()),
                Cell::text(&m.half_day.period),
                Cell::text(&m.meeting),
                Cell::text(service.meeting_name(&m.meeting)),
                Cell::Count(m.attendees.len() as u64),
                ids(&m.attendees),
                Cell::Count(m.missing.len() as u64),
                ids(&m.missing),
            ]
        }),
    )
}
