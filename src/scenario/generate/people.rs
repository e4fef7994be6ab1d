//! Practitioners: role, contract, half-days, sites, skills and leave.

use super::draw::Draw;
use super::estate::Site;
use super::half_days::{HALF_DAYS, HalfDays};
use super::leave::Leave;
use super::outline::Outline;
use super::role::Role;
use super::weeks::WEEKS;

/// Skills that activities ask for.
pub(super) const JOINT: &str = "joint-assessment";
pub(super) const PROGRAMME: &str = "pmp";
pub(super) const EXERCISE: &str = "exercise";
pub(super) const WORKSHOP: &str = "workshop";
pub(super) const SPECIALIST: &str = "specialist";
pub(super) const RESIDENTIAL: &str = "residential";

/// Somebody who works.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) area: usize,
    pub(super) role: Role,
    /// 0 for those who lead.
    pub(super) seniority: usize,
    /// Clinical sessions a week.
    pub(super) sessions: usize,
    /// Half-days contracted a week, and the share of them that is not clinical, in ten-thousandths.
    pub(super) contract: (usize, usize),
    /// Positions in the list of all sites, the home site first.
    pub(super) sites: Vec<usize>,
    pub(super) available: HalfDays,
    pub(super) skills: Vec<&'static str>,
    pub(super) leave: Leave,
    /// First and last week of a contract that begins or ends within the horizon.
    pub(super) employed: (usize, usize),
}

impl Person {
    pub(super) fn home(&self) -> usize {
        self.sites[0]
    }

    pub(super) fn has(&self, skill: &str) -> bool {
        self.skills.contains(&skill)
    }

    /// Whether they are there in a week, by contract and leave.
    pub(super) fn is_there(&self, week: usize) -> bool {
        (self.employed.0..=self.employed.1).contains(&week) && !self.leave.is_away(week)
    }

    /// Gives them so many clinical sessions a week, and the contract for it.
    pub(super) fn work(&mut self, sessions: usize) {
        self.sessions = sessions;
        self.contract = CONTRACTS[sessions];
    }

    /// Their contract begins before the horizon, and outlasts it.
    pub(super) fn stay(&mut self) {
        self.employed = (0, WEEKS - 1);
    }

    /// Whole-time equivalents, in tenths: one for each half-day contracted.
    pub(super) fn tenths(&self) -> usize {
        self.contract.0
    }
}

/// Contract and share that is not clinical (in ten-thousandths) by clinical sessions a week.
const CONTRACTS: [(usize, usize); 7] =
    [(10, 10_000), (2, 5_000), (3, 3_333), (4, 2_500), (6, 3_333), (8, 3_750), (10, 4_000)];
/// How much a day of the week is liked: the middle of the week most.
const DAYS: [usize; 5] = [4, 6, 6, 5, 3];

/// An area's people. `first` is the position of its first site.
pub(super) fn people(outline: &Outline, area: usize, first: usize, sites: &[Site], draw: &mut Draw) -> Vec<Person> {
    let mut people = Vec::new();
    for team in outline.teams {
        let mut sessions = team.sessions.to_vec();
        draw.shuffle(&mut sessions[team.leads..]);
        // Where a course depends on one or two, they stay.
        let is_few = team.role.is_rare() || team.homes.len() <= 2;
        for (n, (&home, &clinical)) in team.homes.iter().zip(&sessions).enumerate() {
            let leads = n < team.leads;
            let contract = match clinical {
                0 => (sites[home].open.len(), 10_000),
                _ => CONTRACTS[clinical],
            };
            let reach = reach(team.role, home, leads, clinical, outline, draw);
            let available =
                if leads || clinical == 0 { sites[home].open } else { available(&sites[home], contract.0, draw) };
            people.push(Person {
                id: format!("a{:02}-{}-{}", area + 1, team.role.short(), n + 1),
                area,
                role: team.role,
                seniority: if n == 0 { 0 } else { 1 + n % 2 },
                sessions: clinical,
                contract,
                sites: reach.into_iter().map(|site| first + site).collect(),
                available,
                skills: skills(team.role, n, leads, draw),
                leave: if clinical == 0 { Leave::default() } else { Leave::draw(draw) },
                employed: employed(leads || clinical == 0 || is_few, draw),
            });
        }
    }
    share_leave(outline, &mut people);
    people
}

/// Home site and others: one more for those with many sessions, now and then a third.
fn reach(role: Role, home: usize, leads: bool, clinical: usize, outline: &Outline, draw: &mut Draw) -> Vec<usize> {
    let mut sites = vec![home];
    let chance = match clinical {
        0 => 0,
        1..=3 => 30,
        _ => 80,
    };
    let count = sites.len() + usize::from(draw.percent(chance)) + usize::from(clinical > 3 && draw.percent(20));
    // Their own room kinds limit where Tai Chi is taught.
    let weights: Vec<usize> = outline
        .sites
        .iter()
        .enumerate()
        .map(|(site, of)| match role {
            _ if site == home => 0,
            Role::Instructor => of.rooms[super::estate::HALL],
            _ => of.rooms[super::estate::CONSULTING],
        })
        .collect();
    if !leads {
        sites.extend(draw.by_weight(&weights).into_iter().take(count - 1));
    }
    sites
}

/// Whole days first, then a half-day, on days on which the home site is open; somewhat more than the contract where it is
/// small, so that there is a choice.
fn available(home: &Site, contract: usize, draw: &mut Draw) -> HalfDays {
    let wanted = match contract {
        ..=4 => contract + 1,
        _ => contract,
    };
    let mut days = draw.by_weight(&DAYS);
    // Days on which the home site is shut come last: then they work elsewhere.
    days.sort_by_key(|&day| !home.open.has(2 * day));
    let mut available = HalfDays::default();
    for day in days {
        for part in draw.order(2) {
            if available.len() < wanted {
                available.add(2 * day + part);
            }
        }
    }
    debug_assert!(available.len() == wanted.min(HALF_DAYS));
    available
}

fn skills(role: Role, n: usize, leads: bool, draw: &mut Draw) -> Vec<&'static str> {
    let mut skills = Vec::new();
    match role {
        Role::Nurse | Role::Psychologist | Role::Physiotherapist => {
            if leads || n < 3 || draw.percent(60) {
                skills.push(JOINT);
            }
            if leads || draw.percent(25) {
                skills.push(PROGRAMME);
            }
            if role == Role::Physiotherapist && (n == 2 || n == 3 || draw.percent(20)) {
                skills.push(EXERCISE);
            }
            if role == Role::Nurse && (n == 6 || draw.percent(15)) {
                skills.push(WORKSHOP);
            }
        }
        Role::Doctor if n == 0 => skills.push(SPECIALIST),
        _ => {}
    }
    skills
}

/// A few contracts begin or end within the horizon.
fn employed(stays: bool, draw: &mut Draw) -> (usize, usize) {
    let drawn = draw.below(100);
    match drawn {
        _ if stays => (0, WEEKS - 1),
        0..2 => (draw.between(2, 8), WEEKS - 1),
        2..4 => (0, draw.between(18, WEEKS - 1)),
        _ => (0, WEEKS - 1),
    }
}

/// Those who lead a programme together are away together.
fn share_leave(outline: &Outline, people: &mut [Person]) {
    for programme in 0..outline.programmes.len() {
        let mut leave: Option<Leave> = None;
        for team in outline.teams.iter().filter(|team| team.leads > programme && !team.role.is_rare()) {
            let mut of_role = people.iter_mut().filter(|p| p.role == team.role);
            if let Some(lead) = of_role.nth(programme) {
                lead.leave = leave.get_or_insert_with(|| lead.leave.clone()).clone();
            }
        }
    }
}
