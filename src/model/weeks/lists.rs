//! Gives each session its appointments.

use crate::model::Facts;
use crate::model::appointments::{activities, minutes_of, places_of};
use crate::model::weeks::{Wanted, WeekRota};
use std::collections::BTreeMap;

/// Kinds of appointment: the course, and whether it is its first visit.
pub type Kind = (usize, bool);

/// Appointments by kind: (activity, site).
pub type ByKind = BTreeMap<(usize, usize), BTreeMap<Kind, u32>>;

/// Appointments of a kind in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booked {
    /// Which session, by its place among the week's.
    pub team: usize,
    /// Position of the activity.
    pub activity: usize,
    /// Its kind.
    pub kind: Kind,
    /// Units.
    pub units: u32,
}

/// Gives each session its appointments: those that it was published with, `known` by session; then first ones spread over
/// the sessions of their clinic and site in turn, then those of courses under way. Returns them, and takes what is held off
/// what is wanted.
#[must_use]
pub fn book(facts: &Facts, week: &WeekRota, known: &[Booked], wanted: &mut ByKind) -> Vec<Booked> {
    let mut left = rooms(facts, week);
    let mut open = wanted.clone();
    let mut booked: BTreeMap<(usize, usize, Kind), u32> = BTreeMap::new();
    let mut done: BTreeMap<(usize, usize, usize), u32> = BTreeMap::new();
    for &Booked { team, activity, kind, units } in known {
        let (clinic, site) = (week.teams[team].clinic, week.teams[team].site);
        let most = week.held.get(&(clinic, activity, site)).copied().unwrap_or(0);
        for _ in 0..units {
            let done = done.entry((clinic, activity, site)).or_default();
            let open = open.get_mut(&(activity, site)).and_then(|kinds| kinds.get_mut(&kind));
            let room = left.get(&(team, activity)).copied().unwrap_or(0);
            if let Some(open) = open.filter(|open| **open > 0 && room > 0 && *done < most) {
                *open -= 1;
                *done += 1;
                take(facts, week, &mut left, team, activity);
                *booked.entry((team, activity, kind)).or_default() += 1;
            }
        }
    }
    // What is put off is none of what stays where it was.
    let mut held = held_kinds(week, &open);
    for (&(k, a, s), &units) in &week.held {
        let kinds = held.get_mut(&(a, s));
        let Some(kinds) = kinds else { continue };
        let mut to_book = units - done.get(&(k, a, s)).copied().unwrap_or(0);
        let mut turn = 0;
        let order: Vec<Kind> =
            kinds.keys().copied().filter(|kind| kind.1).chain(kinds.keys().copied().filter(|kind| !kind.1)).collect();
        let sessions: Vec<usize> =
            (0..week.teams.len()).filter(|&t| (week.teams[t].clinic, week.teams[t].site) == (k, s)).collect();
        for kind in order {
            let open = kinds.get_mut(&kind);
            let Some(open) = open else { continue };
            while *open > 0 && to_book > 0 {
                let next = (0..sessions.len()).map(|n| sessions[(turn + n) % sessions.len()]);
                let free = next.enumerate().find(|(_, t)| left.get(&(*t, a)).copied().unwrap_or(0) > 0);
                let Some((passed, t)) = free else { break };
                turn = (turn + passed + 1) % sessions.len();
                take(facts, week, &mut left, t, a);
                *booked.entry((t, a, kind)).or_default() += 1;
                *open -= 1;
                to_book -= 1;
            }
        }
    }
    for (&(t, a, kind), &units) in &booked {
        let kinds = wanted.entry((a, week.teams[t].site)).or_default();
        if let Some(open) = kinds.get_mut(&kind) {
            *open -= units.min(*open);
        }
    }
    booked.into_iter().map(|((team, activity, kind), units)| Booked { team, activity, kind, units }).collect()
}

/// Room for units of each activity in each session, as it is filled.
fn rooms(facts: &Facts, week: &WeekRota) -> BTreeMap<(usize, usize), u32> {
    let mut rooms = BTreeMap::new();
    for (t, team) in week.teams.iter().enumerate() {
        for a in activities(facts, team.clinic) {
            let length = minutes_of(facts, a);
            let count = week.ways[t].iter().find(|(l, _)| *l == length).map_or(0, |(_, n)| *n);
            rooms.insert((t, a), count * places_of(facts, a));
        }
    }
    rooms
}

/// Takes the room of one unit, from all activities of the same length.
fn take(facts: &Facts, week: &WeekRota, left: &mut BTreeMap<(usize, usize), u32>, team: usize, activity: usize) {
    let length = minutes_of(facts, activity);
    for a in activities(facts, week.teams[team].clinic).filter(|&a| minutes_of(facts, a) == length) {
        if let Some(room) = left.get_mut(&(team, a)) {
            *room = room.saturating_sub(1);
        }
    }
}

/// The kinds that are held: all that are wanted, less those put off, the last course's first.
fn held_kinds(week: &WeekRota, wanted: &ByKind) -> ByKind {
    let mut held = wanted.clone();
    for (key, kinds) in &mut held {
        let Wanted { follow_up, first } = week.put_off.get(key).copied().unwrap_or_default();
        for (is_first, mut off) in [(true, first), (false, follow_up)] {
            for (_, units) in kinds.iter_mut().rev().filter(|(kind, _)| kind.1 == is_first) {
                let less = off.min(*units);
                *units -= less;
                off -= less;
            }
        }
    }
    held
}
