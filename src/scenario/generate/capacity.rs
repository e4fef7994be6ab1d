//! What the rota gives: units a week by site and kind of session, on average over the horizon's weeks.

use super::care::Kind;
use super::half_days::AREA_MEETING;
use super::rota::{Rota, Session};
use super::weeks::{WEEKS, date, shut_days};
use chrono::Datelike;
use std::collections::BTreeMap;

/// Minutes of a half-day, of a site's weekly meeting and of an area's monthly one.
const HALF_DAY: usize = 225;
pub(super) const TEAM_MEETING_MINUTES: usize = 60;
pub(super) const AREA_MEETING_MINUTES: usize = 120;
/// What sickness without dates leaves.
const ATTENDANCE: f64 = 0.95;

/// What a kind of session gives a week at a site.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Weekly {
    /// Sessions held.
    pub(super) sessions: f64,
    /// Appointments, places or half-days of groups.
    pub(super) units: f64,
}

/// What the rota gives, by site and kind.
pub(super) fn capacity(rota: &Rota) -> BTreeMap<(usize, Kind), Weekly> {
    let mut given: BTreeMap<(usize, Kind), Weekly> = BTreeMap::new();
    for session in &rota.sessions {
        let attended: f64 =
            if session.kind.is_closed() { 1.0 } else { session.people.iter().map(|_| ATTENDANCE).product() };
        let entry = given.entry((session.site, session.kind)).or_default();
        for week in (0..WEEKS).filter(|&week| is_held(rota, session, week)) {
            let units = session.kind.units(HALF_DAY - meeting_minutes(rota, session, week));
            entry.sessions += attended / WEEKS as f64;
            entry.units += attended * units as f64 / WEEKS as f64;
        }
    }
    given
}

fn is_held(rota: &Rota, session: &Session, week: usize) -> bool {
    let open = !shut_days().contains(&(week, session.half_day / 2));
    open && session.people.iter().all(|&p| rota.people[p].is_there(week))
}

/// The most that meetings take of somebody of the session.
fn meeting_minutes(rota: &Rota, session: &Session, week: usize) -> usize {
    let of_site = |p: usize| {
        let home = rota.people[p].home();
        home == session.site && rota.sites[home].meeting == session.half_day
    };
    let team = if session.people.iter().any(|&p| of_site(p)) { TEAM_MEETING_MINUTES } else { 0 };
    let is_first = date(week, AREA_MEETING / 2).day() <= 7;
    if session.half_day == AREA_MEETING && is_first { team.max(AREA_MEETING_MINUTES) } else { team }
}
