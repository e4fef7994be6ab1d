//! R16: nobody changes room within a day at a site without need.

use super::check::Read;
use crate::base::calendar::Day;
use crate::service::RuleId;
use crate::verify::sheet::Sheet;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// So many ways to give out the rooms of a half-day are tried; of more, the day is not judged.
const MOST_WAYS: usize = 50_000;
/// So many pairs of ways of two half-days are tried.
const MOST_PAIRS: usize = 20_000_000;

/// Tries every way to give out rooms, half-day by half-day, and compares the fewest changes with those of the rota.
pub(super) fn check(read: &Read<'_>, sheet: &mut Sheet) {
    let facts = read.facts;
    let mut days: BTreeMap<(NaiveDate, usize), BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
    for (t, team) in facts.teams.iter().enumerate() {
        days.entry((team.date, team.site)).or_default().entry(team.slot).or_default().push(t);
    }
    for ((date, site), half_days) in days {
        let written = changes(read, &half_days, |t| facts.teams[t].room);
        let Some(least) = fewest(read, &half_days) else { continue };
        sheet.require(
            RuleId::SameRoom,
            written == least,
            || "sessions".to_owned(),
            || {
                let site = &facts.lists.sites[site].id;
                let day = Day::of(date);
                format!("{written} times somebody changes room at {site} on {day} {date}; {least} would do")
            },
            "give rooms so that nobody changes without need",
        );
    }
}

/// Everybody's room in a half-day, by person.
type Where = BTreeMap<usize, usize>;

fn persons(read: &Read<'_>, team: usize) -> impl Iterator<Item = usize> {
    let facts = read.facts;
    facts.teams[team].rows.iter().map(|&at| facts.rows.sessions[at].practitioner)
}

/// How often somebody's next session at the site is in another room.
fn changes(read: &Read<'_>, half_days: &BTreeMap<usize, Vec<usize>>, room: impl Fn(usize) -> usize) -> u32 {
    let mut last: Where = BTreeMap::new();
    let mut changes = 0;
    for &team in half_days.values().flatten() {
        for person in persons(read, team) {
            changes += u32::from(last.insert(person, room(team)).is_some_and(|before| before != room(team)));
        }
    }
    changes
}

/// The fewest changes that any way to give out rooms has; nothing where there are too many ways to try.
fn fewest(read: &Read<'_>, half_days: &BTreeMap<usize, Vec<usize>>) -> Option<u32> {
    // The fewest changes so far, by where everybody was last.
    let mut states: BTreeMap<Where, u32> = BTreeMap::from([(Where::new(), 0)]);
    for teams in half_days.values() {
        let mut ways = Vec::new();
        all_ways(read, teams, &mut Vec::new(), &mut ways);
        if ways.len() > MOST_WAYS || ways.len() * states.len() > MOST_PAIRS {
            return None;
        }
        let mut next: BTreeMap<Where, u32> = BTreeMap::new();
        for (state, &so_far) in &states {
            for way in &ways {
                let mut now = state.clone();
                let mut changes = so_far;
                for (&team, &room) in teams.iter().zip(way) {
                    for person in persons(read, team) {
                        changes += u32::from(now.insert(person, room).is_some_and(|before| before != room));
                    }
                }
                next.entry(now).and_modify(|least| *least = changes.min(*least)).or_insert(changes);
            }
        }
        states = next;
    }
    states.values().min().copied()
}

/// Every way to give the sessions of a half-day rooms of their own.
fn all_ways(read: &Read<'_>, teams: &[usize], given: &mut Vec<usize>, ways: &mut Vec<Vec<usize>>) {
    let facts = read.facts;
    let Some(&team) = teams.get(given.len()) else {
        ways.push(given.clone());
        return;
    };
    let team = &facts.teams[team];
    for (r, room) in facts.lists.rooms.iter().enumerate() {
        let fits = room.site == facts.lists.sites[team.site].id
            && read.service.room_fits(room, &facts.lists.clinics[team.clinic])
            && read.service.room_is_open(room, team.date, facts.grid.half_day(team.slot));
        if fits && !given.contains(&r) && ways.len() <= MOST_WAYS {
            given.push(r);
            all_ways(read, teams, given, ways);
            given.pop();
        }
    }
}
