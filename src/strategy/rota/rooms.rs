//! Rooms for a week's sessions, site by site and day by day.

use crate::engine::Status;
use crate::model::Facts;
use crate::model::weeks::read::Team;
use crate::model::weeks::rooms::{Wishes, build};
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;
use std::collections::BTreeMap;

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
    let mut days: BTreeMap<(usize, crate::base::calendar::Day), Vec<usize>> = BTreeMap::new();
    for (t, team) in teams.iter().enumerate() {
        days.entry((team.site, facts.half_days[team.half_day].day)).or_default().push(t);
    }
    for sessions in days.into_values() {
        let of_day: Vec<Team> = sessions.iter().map(|&t| teams[t].clone()).collect();
        let liked: Vec<Wishes> = sessions.iter().map(|&t| wishes[t].clone()).collect();
        let mut day = build(facts, &of_day, &liked);
        let (mut fewest, mut proven) = (0.0, true);
        if !day.changes.is_empty() {
            let outcome = runner.solve_quietly("rooms with fewest changes", &day.program, &runner.request(0.0))?;
            proven = outcome.status == Status::Optimal;
            fewest = outcome.objective.round();
            if !outcome.has_solution() {
                roomed.least = None;
                continue;
            }
        }
        day.like(fewest);
        let outcome = runner.solve_quietly("rooms", &day.program, &runner.request(0.0))?;
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
