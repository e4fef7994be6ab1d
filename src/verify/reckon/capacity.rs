//! What the dated sessions offer.

use crate::service::Service;
use crate::verify::grid::Grid;
use crate::verify::lists::Lists;
use crate::verify::reckon::minutes::Minutes;
use crate::verify::rows::SessionRow;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The rows of one date, half-day, clinic, site and room.
pub(in crate::verify) struct Team {
    pub(in crate::verify) date: NaiveDate,
    pub(in crate::verify) slot: usize,
    pub(in crate::verify) clinic: usize,
    pub(in crate::verify) site: usize,
    pub(in crate::verify) room: usize,
    /// Positions in the list of sound sessions.
    pub(in crate::verify) rows: Vec<usize>,
    /// How many of them fill each position of the team.
    pub(in crate::verify) there: Vec<usize>,
    /// How many fill none.
    pub(in crate::verify) misfits: usize,
    /// Whole teams among them.
    pub(in crate::verify) teams: usize,
}

/// What the sessions of a clinic kind at a site in a week come to.
#[derive(Debug, Clone, Default)]
pub(in crate::verify) struct Held {
    /// Whole teams.
    pub(in crate::verify) teams: f64,
    /// Usable minutes, without absence allowance.
    pub(in crate::verify) usable: f64,
    /// Offered minutes, with it.
    pub(in crate::verify) offered: f64,
    /// Usable minutes of one of them, and how many teams absence leaves of such.
    pub(in crate::verify) sessions: Vec<(f64, f64)>,
}

/// The dated sessions, a team each.
pub(super) fn teams(service: &Service, lists: Lists<'_>, minutes: &Minutes, sessions: &[SessionRow]) -> Vec<Team> {
    let mut by_room: BTreeMap<(NaiveDate, usize, usize, usize, usize), Vec<usize>> = BTreeMap::new();
    for (at, row) in sessions.iter().enumerate() {
        by_room.entry((row.date, row.slot, row.site, row.room, row.clinic)).or_default().push(at);
    }
    by_room
        .into_iter()
        .map(|((date, slot, site, room, clinic), rows)| {
            let mut there = vec![0; minutes.heads(clinic).len()];
            let mut misfits = 0;
            for &at in &rows {
                match service.position_of(&lists.practitioners[sessions[at].practitioner], &lists.clinics[clinic]) {
                    Some(position) => there[position] += 1,
                    None => misfits += 1,
                }
            }
            let teams = minutes.teams(clinic, &there);
            Team { date, slot, clinic, site, room, rows, there, misfits, teams }
        })
        .collect()
}

/// What the teams offer, by clinic, site and week.
pub(super) fn held(
    lists: Lists<'_>,
    grid: &Grid,
    minutes: &Minutes,
    sessions: &[SessionRow],
    teams: &[Team],
    lost: &BTreeMap<(NaiveDate, usize, usize), f64>,
) -> BTreeMap<(usize, usize, usize), Held> {
    let mut held: BTreeMap<(usize, usize, usize), Held> = BTreeMap::new();
    for team in teams {
        let Some(week) = grid.week_of(team.date) else { continue };
        let loss_of = |at: usize| {
            let who = sessions[at].practitioner;
            lists.practitioners[who].unbooked.0 + lost.get(&(team.date, team.slot, who)).copied().unwrap_or(0.0)
        };
        let entry = held.entry((team.clinic, team.site, week)).or_default();
        let mut add = |teams: f64, lost: f64, own_absence: f64| {
            let each = minutes.usable(team.clinic, grid.minutes(team.slot), lost);
            let presence = minutes.presence(team.clinic, own_absence);
            entry.teams += teams;
            entry.usable += teams * each;
            entry.offered += teams * each * presence;
            entry.sessions.push((each, teams * presence));
        };
        if minutes.is_single(team.clinic) {
            // each is a team of one, whatever the room says
            for &at in team.rows.iter().take(team.teams) {
                add(1.0, loss_of(at), lists.practitioners[sessions[at].practitioner].absence.get());
            }
        } else if team.teams > 0 {
            let most = team.rows.iter().map(|&at| loss_of(at)).fold(0.0, f64::max);
            add(team.teams as f64, most, 0.0);
        }
    }
    held
}
