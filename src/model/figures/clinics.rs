//! Figures by clinic kind: sessions held, minutes offered and booked.

use crate::base::calendar::HalfDay;
use crate::base::ids::{ClinicId, PractitionerId, RoomId, SiteId};
use crate::model::appointments::most_taken;
use crate::model::figures::total::Total;
use crate::model::figures::unit::{is_closed_class, unit_minutes};
use crate::plan::Plan;
use crate::plan::figures::ClinicFigures;
use crate::service::{Clinic, Practitioner, Service};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A session that a whole team holds; of most clinics the team is one person.
pub(super) struct TeamSession<'a> {
    pub(super) clinic: &'a Clinic,
    pub(super) date: NaiveDate,
    pub(super) half_day: &'a HalfDay,
    pub(super) room: &'a RoomId,
    pub(super) members: Vec<&'a Practitioner>,
}

/// What makes rows of the rota one team session. A clinic of one person counts every row, so its last part tells rows
/// apart; a team's rows share a room.
type TeamKey<'a> = (NaiveDate, &'a HalfDay, &'a ClinicId, &'a SiteId, &'a RoomId, usize);

/// The rota's rows gathered into team sessions.
pub(super) fn team_sessions<'a>(service: &'a Service, plan: &'a Plan) -> Vec<TeamSession<'a>> {
    let mut sessions: BTreeMap<TeamKey<'a>, TeamSession<'a>> = BTreeMap::new();
    for (row, session) in plan.sessions.iter().enumerate() {
        let Some(clinic) = service.clinics.get(&session.clinic) else { continue };
        let Some(practitioner) = service.practitioners.get(&session.practitioner) else { continue };
        let apart = if is_one_person(clinic) { row + 1 } else { 0 };
        let key = (session.date, &session.half_day, &session.clinic, &session.site, &session.room, apart);
        let fresh = || TeamSession {
            clinic,
            date: session.date,
            half_day: &session.half_day,
            room: &session.room,
            members: Vec::new(),
        };
        sessions.entry(key).or_insert_with(fresh).members.push(practitioner);
    }
    sessions.into_values().collect()
}

/// A row a clinic kind, in the service's order.
pub(super) fn clinics(service: &Service, plan: &Plan, sessions: &[TeamSession<'_>]) -> Vec<ClinicFigures> {
    let in_meetings = minutes_in_meetings(service, plan);
    service
        .clinics
        .iter()
        .map(|clinic| {
            let held: Vec<_> = sessions.iter().filter(|s| s.clinic.id == clinic.id).collect();
            let offered: f64 =
                held.iter().map(|s| usable_minutes(service, s, &in_meetings) * turning_up(service, s)).total();
            let booked: f64 = plan
                .bookings
                .iter()
                .filter(|b| b.clinic == clinic.id)
                .filter_map(|b| service.activities.get(&b.activity).map(|a| b.slots * unit_minutes(service, a).0))
                .total();
            ClinicFigures {
                clinic: clinic.id.clone(),
                sessions: held.len() as f64,
                minutes_offered: offered,
                minutes_booked: booked,
                utilisation: if offered > 0.0 { booked / offered } else { 0.0 },
            }
        })
        .collect()
}

fn is_one_person(clinic: &Clinic) -> bool {
    clinic.team.iter().map(|p| p.count).sum::<u32>() == 1
}

/// Minutes of meetings that somebody attends in a half-day of a date.
type InMeetings<'a> = HashMap<(NaiveDate, &'a HalfDay, &'a PractitionerId), f64>;

fn minutes_in_meetings<'a>(service: &Service, plan: &'a Plan) -> InMeetings<'a> {
    let mut minutes = InMeetings::new();
    for held in &plan.meetings {
        let Some(meeting) = service.meetings.get(&held.meeting) else { continue };
        for who in &held.attendees {
            *minutes.entry((held.date, &held.half_day, who)).or_default() += meeting.minutes.0;
        }
    }
    minutes
}

/// Minutes of a held session that patients can have: the half-day less overhead, meetings and minutes that nobody is
/// booked into (of a team the most that a member loses), as far as whole appointments take them.
fn usable_minutes(service: &Service, session: &TeamSession<'_>, in_meetings: &InMeetings<'_>) -> f64 {
    let Some(period) = service.timetable.periods.iter().find(|p| p.id == session.half_day.period) else { return 0.0 };
    let off = session
        .members
        .iter()
        .map(|p| p.unbooked.0 + in_meetings.get(&(session.date, session.half_day, &p.id)).copied().unwrap_or(0.0))
        .fold(0.0, f64::max);
    let open = (period.minutes.0 - session.clinic.overhead.0 - off).max(0.0);
    let lengths = session.clinic.activities.iter().filter_map(|a| service.activities.get(a)).map(|a| a.minutes.0);
    let lengths: BTreeSet<u64> = lengths.map(f64::to_bits).collect();
    most_taken(&lengths.into_iter().map(f64::from_bits).collect::<Vec<f64>>(), open)
}

/// The share of such sessions that absence without dates leaves standing. Closed groups' classes are covered or moved,
/// so they lose none.
fn turning_up(service: &Service, session: &TeamSession<'_>) -> f64 {
    let clinic = session.clinic;
    let closed =
        clinic.activities.iter().filter_map(|a| service.activities.get(a)).any(|a| is_closed_class(service, a));
    if closed {
        return 1.0;
    }
    if is_one_person(clinic) {
        return session.members.iter().map(|p| p.absence.complement().get()).product();
    }
    // whoever is eligible may stand in, so a team is reckoned with the highest absence among them
    (0..)
        .zip(&clinic.team)
        .map(|(index, position)| {
            let highest = service
                .practitioners
                .iter()
                .filter(|p| service.position_of(p, clinic) == Some(index))
                .map(|p| p.absence.get())
                .fold(0.0, f64::max);
            (1.0 - highest).powi(i32::try_from(position.count).unwrap_or(i32::MAX))
        })
        .product()
}
