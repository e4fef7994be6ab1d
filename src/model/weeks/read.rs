//! Reads a week's solution back.

use crate::base::ids::PractitionerId;
use crate::engine::Col;
use crate::model::Facts;
use crate::model::read_back::in_teams;
use crate::model::weeks::fairness::fair_shares;
use crate::model::weeks::fill::{own, seat_minutes, team_minutes};
use crate::model::weeks::weekly::{FilledKey, Way};
use crate::model::weeks::{Ledger, Question, Wanted, Weekly};
use std::collections::BTreeMap;

/// A session held: one person or a whole team.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Team {
    /// Number of the half-day.
    pub half_day: usize,
    /// Position of the site.
    pub site: usize,
    /// Position of the clinic.
    pub clinic: usize,
    /// Seats of its members.
    pub seats: Vec<usize>,
}

/// What a week's solution comes to.
#[derive(Debug, Clone)]
pub struct WeekRota {
    /// Sessions, in order.
    pub teams: Vec<Team>,
    /// How each session is filled, by its place among the sessions: appointments of each length, longest first.
    pub ways: Vec<Way>,
    /// Units held: (clinic, activity, site).
    pub held: BTreeMap<(usize, usize, usize), u32>,
    /// Units put off: (activity, site).
    pub put_off: BTreeMap<(usize, usize), Wanted>,
    /// Supervisions due, with the half-day found.
    pub supervisions: Vec<(usize, Option<usize>)>,
    /// Pins that do not hold, by their place in the policy.
    pub broken: Vec<usize>,
}

/// Reads a week's solution back.
#[must_use]
pub fn read(question: &Question, weekly: &Weekly, values: &[f64]) -> WeekRota {
    let facts = question.facts;
    let value = |col: &Col| values[col.index()];
    let chosen: Vec<usize> =
        weekly.rota.session.iter().filter(|(_, col)| value(col) > 0.5).map(|(&(seat, _), _)| seat).collect();
    let teams = teams(facts, &chosen);
    let ways = ways(question, weekly, &teams, &value);
    let whole = |col: &Col| value(col).round().max(0.0) as u32;
    let put_off = weekly
        .columns
        .put_off
        .iter()
        .map(|(&key, col)| {
            let first = whole(&weekly.columns.put_off_first[&key]);
            (key, Wanted { follow_up: whole(col), first })
        })
        .filter(|(_, wanted)| wanted.all() > 0)
        .collect();
    let kept = |m: usize| {
        weekly.columns.supervised.range((m, 0)..(m + 1, 0)).find(|(_, col)| value(col) > 0.5).map(|(&(_, h), _)| h)
    };
    WeekRota {
        teams,
        ways,
        held: weekly.columns.held.iter().map(|(&key, col)| (key, whole(col))).filter(|(_, n)| *n > 0).collect(),
        put_off,
        supervisions: weekly.columns.unsupervised.keys().map(|&m| (m, kept(m))).collect(),
        broken: weekly
            .columns
            .broken
            .iter()
            .filter(|(_, cols)| cols.iter().any(|col| value(col) > 0.5))
            .map(|(&pin, _)| pin)
            .collect(),
    }
}

/// Chosen seats as sessions: whole teams, first come by id.
#[must_use]
pub fn teams(facts: &Facts, chosen: &[usize]) -> Vec<Team> {
    let mut members: BTreeMap<(usize, usize, usize), Vec<usize>> = BTreeMap::new();
    for &i in chosen {
        let seat = &facts.seats[i];
        members.entry((seat.half_day, seat.site, seat.clinic)).or_default().push(i);
    }
    let mut teams = Vec::new();
    for ((half_day, site, clinic), mut seats) in members {
        let id = |i: usize| -> &PractitionerId { &facts.practitioner(facts.seats[i].practitioner).id };
        seats.sort_by(|&a, &b| id(a).cmp(id(b)));
        let positions = &facts.clinic(clinic).team;
        let filled: Vec<Vec<usize>> = (0..positions.len())
            .map(|j| seats.iter().copied().filter(|&i| facts.seats[i].position == j).collect())
            .collect();
        let whole = in_teams(positions, &filled);
        teams.extend(whole.into_iter().map(|seats| Team { half_day, site, clinic, seats }));
    }
    teams.sort();
    teams
}

/// Usable minutes of a session.
#[must_use]
pub fn minutes(facts: &Facts, team: &Team) -> f64 {
    if facts.is_team(team.clinic) {
        team_minutes(facts, team.clinic, team.site, team.half_day)
    } else {
        seat_minutes(facts, team.seats[0])
    }
}

/// How each session is filled: its own way if it was published, else the ways that the solution has for its clinic, site
/// and minutes, in order.
fn ways(question: &Question, weekly: &Weekly, teams: &[Team], value: &dyn Fn(&Col) -> f64) -> Vec<Way> {
    let facts = question.facts;
    let filled = &weekly.columns.filled;
    // Sessions with but one way to be filled are filled so, however little of it is needed.
    let is_only = |&(k, s, bits, own, _): &FilledKey| {
        filled.range((k, s, bits, own, 0)..(k, s, bits, own, usize::MAX)).count() == 1
    };
    let count = |(key, col): (&FilledKey, &Col)| {
        let count = if is_only(key) { u32::MAX } else { value(col).round().max(0.0) as u32 };
        (*key, count)
    };
    let mut left: BTreeMap<FilledKey, u32> = filled.iter().map(count).collect();
    teams
        .iter()
        .map(|team| {
            let bits = minutes(facts, team).to_bits();
            let (k, s) = (team.clinic, team.site);
            let own = own(question, (k, s, team.half_day), Some(team.seats[0]));
            let alike = (k, s, bits, own, 0)..(k, s, bits, own, usize::MAX);
            let next = left.range_mut(alike).find(|(_, left)| **left > 0);
            let Some((&key, count)) = next else { return Vec::new() };
            *count -= 1;
            weekly.columns.ways[&key].clone()
        })
        .collect()
}

/// What a week adds to the balance of each burden: own sessions less a fair share, and how many and what share.
#[must_use]
pub fn burdens(question: &Question, teams: &[Team]) -> Vec<BTreeMap<usize, (u32, f64)>> {
    let facts = question.facts;
    let burdens = 0..facts.service.policy.rota.burdens.len();
    burdens
        .map(|b| {
            let mut own: BTreeMap<usize, u32> = BTreeMap::new();
            for &i in teams.iter().flat_map(|team| &team.seats).filter(|&&i| facts.is_burden(b, &facts.seats[i])) {
                *own.entry(facts.seats[i].practitioner).or_default() += 1;
            }
            let mut shares = BTreeMap::new();
            for pool in fair_shares(facts, b).values() {
                let all: u32 = pool.keys().filter_map(|p| own.get(p)).sum();
                for (&p, share) in pool {
                    shares.insert(p, (own.get(&p).copied().unwrap_or(0), share * f64::from(all)));
                }
            }
            shares
        })
        .collect()
}

impl Ledger {
    /// A ledger in which nobody is above or below a fair share.
    #[must_use]
    pub fn even(facts: &Facts) -> Self {
        let service = facts.service;
        Self(vec![vec![0.0; service.practitioners.len()]; service.policy.rota.burdens.len()])
    }

    /// Adds a week.
    pub fn add(&mut self, week: &[BTreeMap<usize, (u32, f64)>]) {
        for (balance, shares) in self.0.iter_mut().zip(week) {
            for (&p, &(own, fair)) in shares {
                balance[p] += f64::from(own) - fair;
            }
        }
    }

    /// Points above fair shares, over all practitioners.
    #[must_use]
    pub fn unfair_points(&self, facts: &Facts) -> f64 {
        let burdens = &facts.service.policy.rota.burdens;
        let points = |p: usize| self.0.iter().zip(burdens).map(|(balance, b)| b.points * balance[p]).sum::<f64>();
        (0..facts.service.practitioners.len()).map(|p| points(p).max(0.0)).sum()
    }
}
