//! One week of a service as a service by itself.

use crate::base::calendar::Week;
use crate::plan::MeetingTime;
use crate::service::{Hold, Meeting, Pin, Practitioner, Recurrence, Service, Span};
use chrono::NaiveDate;

/// A service whose horizon is one week of another's, free to have a rota of its own. Weekly meetings stand on the date
/// that they have in the plan; rooms that pins rule out for every session are closed.
#[must_use]
pub fn service_of_week(service: &Service, times: &[MeetingTime], week: Week) -> Service {
    let mut one = service.clone();
    one.timetable.start = week.monday(service.timetable.start);
    one.timetable.weeks = 1;
    one.policy.pattern_weeks = 1;
    one.meetings = service.meetings.iter().map(|m| of_week(service, times, week, m)).collect();
    one.rooms = service
        .rooms
        .iter()
        .map(|room| {
            let mut room = room.clone();
            let never = service.policy.rota.pins.iter().filter(|pin| is_of_rooms_only(pin));
            for pin in never.filter(|pin| pin.which.fits_room(&room.id)) {
                let days = (0..7).map(|day| one.timetable.start + chrono::Duration::days(day));
                for date in days.filter(|date| pin.which.covers(*date)) {
                    room.closures.push(closure(pin, date));
                }
            }
            room
        })
        .collect();
    one
}

/// The prices of a week that was published: all but that of putting appointments off, and those of disturbing what was
/// published, count a thousandth.
pub fn as_published(one: &mut Service) {
    const LITTLE: f64 = 1e-3;
    let prices = &mut one.policy.rota.prices;
    for price in [
        &mut prices.unusual_session,
        &mut prices.moved_session,
        &mut prices.released_session,
        &mut prices.unfair_point,
        &mut prices.supervision,
        &mut prices.short_break,
        &mut one.policy.prices.session,
        &mut one.policy.prices.site_change,
    ] {
        *price = *price * LITTLE;
    }
    let people: Vec<Practitioner> = one
        .practitioners
        .iter()
        .map(|p| {
            let mut p = p.clone();
            p.preferences.iter_mut().for_each(|preference| preference.price = preference.price * LITTLE);
            p
        })
        .collect();
    one.practitioners = people.into_iter().collect();
}

/// Whether a pin says of rooms, and of nothing but rooms and dates, that they are not used.
fn is_of_rooms_only(pin: &Pin) -> bool {
    let which = &pin.which;
    pin.hold == Hold::Never
        && which.rooms.is_some()
        && which.practitioners.is_none()
        && which.clinics.is_none()
        && which.activities.is_none()
        && which.sites.is_none()
        && which.half_days.is_none()
}

fn closure(pin: &Pin, date: NaiveDate) -> Span {
    Span { from: date, to: date, periods: None, reason: pin.reason.clone() }
}

fn of_week(service: &Service, times: &[MeetingTime], week: Week, meeting: &Meeting) -> Meeting {
    let Recurrence::Weekly { half_days, every } = &meeting.when else { return meeting.clone() };
    let kept = times.iter().find(|t| t.meeting == meeting.id).map(|t| &t.half_day).or(half_days.first());
    let held = kept.filter(|_| week.0.is_multiple_of(*every));
    let when = match held {
        Some(half_day) => Recurrence::Once {
            date: week.date(service.timetable.start, half_day.day),
            periods: vec![half_day.period.clone()],
        },
        // Not held this week: on no date of it.
        None => Recurrence::Once { date: service.timetable.start - chrono::Duration::weeks(1), periods: Vec::new() },
    };
    Meeting { when, ..meeting.clone() }
}
