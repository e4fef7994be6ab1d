//! Rooms for a week's sessions, site by site and day by day.

use crate::base::calendar::Day;
use crate::engine::{Outcome, Program, Status};
use crate::model::Facts;
use crate::model::weeks::read::Team;
use crate::model::weeks::rooms::{Wishes, build};
use crate::service::{Hold, Pin};
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;
use chrono::Duration;
use std::collections::BTreeMap;

/// Values this near to a whole number are whole.
const WHOLE: f64 = 1e-6;

/// Rooms for a week's sessions.
#[derive(Debug, Default)]
pub(super) struct Roomed {
    /// The room of each session.
    pub rooms: Vec<Option<usize>>,
    /// Changes of room within a practitioner's day at a site.
    pub changes: u32,
    /// The least there can be; none where it is not proven.
    pub least: Option<u32>,
}

/// Gives every session a room: the fewest changes within a day, and of those choices the most liked.
pub(super) fn choose(
    runner: &mut Runner,
    facts: &Facts,
    teams: &[Team],
    wishes: &[Wishes],
) -> Result<Roomed, StrategyError> {
    let mut roomed = Roomed { rooms: vec![None; teams.len()], changes: 0, least: Some(0) };
    let mut days: BTreeMap<(usize, Day), Vec<usize>> = BTreeMap::new();
    for (t, team) in teams.iter().enumerate() {
        days.entry((team.site, facts.half_days[team.half_day].day)).or_default().push(t);
    }
    for sessions in days.into_values() {
        let of_day: Vec<Team> = sessions.iter().map(|&t| teams[t].clone()).collect();
        let liked: Vec<Wishes> = sessions.iter().map(|&t| wishes[t].clone()).collect();
        let mut day = build(facts, &of_day, &liked);
        let (mut fewest, mut proven) = (0.0, true);
        if !day.changes.is_empty() {
            let outcome = solve(runner, "rooms with fewest changes", &day.program)?;
            proven = outcome.status == Status::Optimal;
            fewest = outcome.objective.round();
            if !outcome.has_solution() {
                roomed.least = None;
                continue;
            }
        }
        day.like(fewest);
        let outcome = solve(runner, "rooms", &day.program)?;
        if !outcome.has_solution() {
            roomed.least = None;
            continue;
        }
        for (&(t, r), col) in &day.placed {
            if outcome.values[col.index()] > 0.5 {
                roomed.rooms[sessions[t]] = Some(r);
            }
        }
        roomed.changes += fewest as u32;
        roomed.least = roomed.least.filter(|_| proven).map(|least| least + fewest as u32);
    }
    Ok(roomed)
}

/// Solves the program of a day. Its relaxation is often whole as it stands, and found in a tenth of the time.
fn solve(runner: &mut Runner, phase: &'static str, program: &Program) -> Result<Outcome, StrategyError> {
    let relaxed = runner.solve_quietly(phase, &program.relaxed(), &runner.request(0.0))?;
    match relaxed.status {
        Status::Infeasible => Ok(relaxed),
        Status::Optimal if program.worst_violation(&relaxed.values).0 <= WHOLE => Ok(relaxed),
        _ => runner.solve_quietly(phase, program, &runner.request(0.0)),
    }
}

/// The pins that name rooms and do not hold with a week's choice of rooms, by their places in the policy.
pub(super) fn against_pins(facts: &Facts, teams: &[Team], rooms: &[Option<usize>]) -> Vec<usize> {
    let service = facts.service;
    let pins = service.policy.rota.pins.iter().enumerate().filter(|(_, pin)| pin.which.rooms.is_some());
    let against = |pin: &Pin| {
        let meant = teams
            .iter()
            .zip(rooms)
            .filter(|(team, _)| team.seats.iter().any(|&i| pin.which.fits(service, facts.seen(&facts.seats[i], 0))));
        let mut in_room = meant.map(|(_, room)| room.is_some_and(|r| pin.which.fits_room(&service.rooms.at(r).id)));
        match pin.hold {
            Hold::Never => in_room.any(|is_in| is_in),
            Hold::Keep => in_room.any(|is_in| !is_in),
            Hold::Must => {
                (0..7).any(|day| pin.which.covers(service.timetable.start + Duration::days(day)))
                    && !in_room.any(|is_in| is_in)
            }
        }
    };
    pins.filter(|(_, pin)| against(pin)).map(|(n, _)| n).collect()
}
