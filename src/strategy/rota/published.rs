//! What it costs to disturb a published week.

use super::asked::Changed;
use super::history::as_pattern;
use crate::base::calendar::Week;
use crate::model::Facts;
use crate::model::weeks::Published;
use crate::model::weeks::lists::Booked;
use crate::model::weeks::read::Team;
use crate::plan::Session;
use crate::plan::rota::{ListRow, Rota};
use crate::service::{Seen, Service, Which};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// From this notice on, in days, a change costs least.
const LONG_NOTICE: f64 = 42.0;
/// What it costs then, of what it costs without notice.
const LEAST: f64 = 0.1;

/// What a change costs with the notice that a date gives, of what it costs without.
#[must_use]
pub(super) fn notice(today: NaiveDate, date: NaiveDate) -> f64 {
    let days = ((date - today).num_days() as f64).clamp(0.0, LONG_NOTICE);
    1.0 - (1.0 - LEAST) * days / LONG_NOTICE
}

/// A published week, as its facts see it. Sessions that nobody can hold any more have no seat: what their disturbance
/// costs is returned beside.
pub(super) fn published(facts: &Facts, rota: &Rota, change: &Changed, week: Week) -> (Published, f64) {
    let service = facts.service;
    let prices = &service.policy.rota.prices;
    let seats = facts.seats_by_session();
    let mut published = Published::default();
    let mut lost = 0.0;
    let mut had = BTreeSet::new();
    for session in rota.sessions.iter().filter(|x| x.week == week) {
        let cell = (service.practitioners.position(&session.practitioner), facts.half_day_number(&session.half_day));
        let (Some(p), Some(h)) = cell else { continue };
        had.insert((p, h));
        if is_freed(service, change, session) {
            published.freed.insert((p, h));
            continue;
        }
        let list: Vec<&ListRow> = rota.list_of(session).collect();
        let leads = leads(facts, session);
        // A class of a closed group is an appointment of everybody in it.
        let patients = |row: &&ListRow| {
            let places = service.activities.position(&row.activity).map_or(1.0, |a| facts.places[a]);
            f64::from(row.appointments) * places
        };
        let patients: f64 = if leads { list.iter().map(patients).sum() } else { 0.0 };
        let price = patients * prices.disturbed_appointment.0 * notice(change.today, session.date);
        let Some(&seat) = seats.get(&as_pattern(session)) else {
            lost += price;
            continue;
        };
        published.seats.insert(seat, price);
        if leads {
            let units = published.lists.entry(seat).or_default();
            for row in list {
                if let Some(a) = service.activities.position(&row.activity) {
                    *units.entry(a).or_default() += row.appointments;
                }
            }
        }
    }
    let half_days = 0..facts.half_days.len();
    let price = |h: usize| prices.disturbed_half_day.0 * notice(change.today, facts.date(0, h));
    published.half_days = half_days.clone().map(price).collect();
    published.over = half_days.clone().filter(|&h| facts.date(0, h) < change.today).collect();
    published.closed.clone_from(&published.over);
    for (p, practitioner) in service.practitioners.iter().enumerate() {
        let without = half_days.clone().filter(|&h| !had.contains(&(p, h)) && !published.over.contains(&h));
        let free = without.filter(|&h| {
            let (date, half_day) = (facts.date(0, h), &facts.half_days[h]);
            change.freed.iter().any(|which| which.fits_blank(&practitioner.id, date, half_day))
        });
        published.freed.extend(free.map(|h| (p, h)));
    }
    for held in rota.supervisions.iter().filter(|s| s.week == week) {
        let half_day = held.when.as_ref().and_then(|when| facts.half_day_number(&when.half_day));
        if let (Some(m), Some(h)) = (service.meetings.position(&held.meeting), half_day) {
            published.supervisions.insert(m, h);
        }
    }
    (published, lost)
}

/// Whether the planner has freed a published session.
fn is_freed(service: &Service, change: &Changed, session: &Session) -> bool {
    let seen = Seen {
        practitioner: &session.practitioner,
        clinic: &session.clinic,
        site: &session.site,
        date: session.date,
        half_day: &session.half_day,
    };
    let freed = |which: &Which| which.fits(service, seen) && which.fits_room(&session.room);
    session.date >= change.today && change.freed.iter().any(freed)
}

/// Whether a session's practitioner is in the first position of its team: the session's list is counted there.
fn leads(facts: &Facts, session: &Session) -> bool {
    let service = facts.service;
    let (who, clinic) = (service.practitioners.get(&session.practitioner), service.clinics.get(&session.clinic));
    who.zip(clinic).is_some_and(|(who, clinic)| service.position_of(who, clinic) == Some(0))
}

/// The appointments that sessions were published with, for those that go on, be it under another.
pub(super) fn known_lists(facts: &Facts, rota: &Rota, week: Week, teams: &[Team]) -> Vec<Booked> {
    let service = facts.service;
    let mut known = Vec::new();
    let mut taken: Vec<bool> = vec![false; teams.len()];
    // Those who go on themselves first, then those who stand in.
    for same in [true, false] {
        for session in rota.sessions.iter().filter(|x| x.week == week && leads(facts, x)) {
            let clinic = service.clinics.position(&session.clinic);
            let (Some(k), Some(h)) = (clinic, facts.half_day_number(&session.half_day)) else { continue };
            let s = facts.site(&session.site);
            let leader = |t: usize| {
                let seat = &facts.seats[teams[t].seats[0]];
                facts.practitioner(seat.practitioner).id == session.practitioner
            };
            let here = |t: &usize| (teams[*t].clinic, teams[*t].site, teams[*t].half_day) == (k, s, h);
            let goes_on = (0..teams.len()).filter(here).any(leader);
            if same != goes_on {
                continue;
            }
            let place = (0..teams.len()).filter(here).find(|&t| !taken[t] && (leader(t) || !same));
            let Some(t) = place else { continue };
            taken[t] = true;
            for row in rota.list_of(session) {
                let activity = service.activities.position(&row.activity);
                let course = service.courses.position(&row.course);
                if let (Some(activity), Some(course)) = (activity, course) {
                    known.push(Booked { team: t, activity, kind: (course, row.first), units: row.appointments });
                }
            }
        }
    }
    known
}

/// The room in which each session was published, if it was and is not freed.
pub(super) fn known_rooms(
    facts: &Facts,
    (rota, change): (&Rota, &Changed),
    week: Week,
    teams: &[Team],
) -> Vec<Option<usize>> {
    let of = |team: &Team| {
        let sessions = || rota.sessions.iter().filter(|x| x.week == week && !is_freed(facts.service, change, x));
        let same = |x: &&Session| team.seats.iter().any(|&seat| facts.pattern_session(seat, 0) == as_pattern(x));
        let found = sessions().find(same)?;
        facts.service.rooms.position(&found.room)
    };
    teams.iter().map(of).collect()
}
