//! Puts the sessions of an area into the rota: what needs several people or a rare room first.

use super::care::{Care, Kind};
use super::draw::Draw;
use super::estate::{CONSULTING, GROUP, GYM};
use super::half_days::{AREA_MEETING, HALF_DAYS};
use super::outline::Outline;
use super::people::{EXERCISE, JOINT, RESIDENTIAL, SPECIALIST, WORKSHOP};
use super::role::Role;
use super::rota::Rota;

/// Sessions a week of what an area has a little of.
const FEW: usize = 2;

/// An area: its outline, where its sites begin, and its people's positions.
pub(super) struct Area {
    pub(super) number: usize,
    pub(super) outline: &'static Outline,
    pub(super) first_site: usize,
    pub(super) people: std::ops::Range<usize>,
    /// It has a residential programme, which it shares with the next area.
    pub(super) hosts: bool,
}

impl Area {
    /// Positions of its sites.
    pub(super) fn sites(&self) -> std::ops::Range<usize> {
        self.first_site..self.first_site + self.outline.sites.len()
    }

    /// Its streams: who has a residential programme has no Alexander groups.
    pub(super) fn care(&self) -> impl Iterator<Item = Care> + '_ {
        self.outline.care.iter().map(|&care| match care {
            Care::AlexanderGroups if self.hosts => Care::Residential,
            other => other,
        })
    }

    /// The sites with pain management programmes: the second makes room for a residential one.
    pub(super) fn programmes(&self) -> &'static [usize] {
        if self.hosts { &self.outline.programmes[..1] } else { self.outline.programmes }
    }

    fn of_role<'r>(&self, rota: &'r Rota, role: Role) -> impl Iterator<Item = usize> + use<'r> {
        let people = rota.people;
        self.people.clone().filter(move |&p| people[p].role == role)
    }

    fn skilled(&self, rota: &Rota, role: Role, skill: &str) -> Vec<usize> {
        self.of_role(rota, role).filter(|&p| rota.people[p].has(skill)).collect()
    }
}

/// The residential programme, with one lead of each of two areas: two whole days a week.
pub(super) fn residential(rota: &mut Rota, area: &Area, draw: &mut Draw) {
    let site = area.first_site + area.outline.programmes[1];
    let with = |role: Role| {
        (0..rota.people.len()).find(|&p| {
            let person = &rota.people[p];
            person.role == role && person.has(RESIDENTIAL) && person.sites.contains(&site)
        })
    };
    let (Some(physiotherapist), Some(psychologist)) = (with(Role::Physiotherapist), with(Role::Psychologist)) else {
        return;
    };
    let team = [physiotherapist, psychologist];
    let mut days = 0;
    for day in draw.order(HALF_DAYS / 2) {
        let whole = [2 * day, 2 * day + 1];
        let free = whole.iter().all(|&h| is_quiet(rota, site, h) && team.iter().all(|&p| rota.is_free(p, site, h)));
        if days < 2 && free {
            days += usize::from(whole.iter().all(|&h| rota.try_place(Kind::Residential, site, h, &team)));
        }
    }
}

/// All other sessions of an area.
pub(super) fn place(rota: &mut Rota, area: &Area, draw: &mut Draw) {
    for (n, &site) in area.programmes().iter().enumerate() {
        programme(rota, area, n, area.first_site + site, draw);
    }
    let has = |care: Care| area.care().any(|c| c == care);
    if has(Care::Exercise) {
        let leads = area.skilled(rota, Role::Physiotherapist, EXERCISE);
        few(rota, area, (Kind::Exercise, GYM), &leads, draw);
    }
    if has(Care::Workshop) {
        let leads = area.skilled(rota, Role::Nurse, WORKSHOP);
        few(rota, area, (Kind::Workshop, GROUP), &leads, draw);
    }
    if has(Care::AlexanderGroups) {
        alexander_groups(rota, area, draw);
    }
    if has(Care::Specialist) {
        specialist(rota, area, draw);
    }
    for &(site, sessions) in area.outline.joint {
        joint(rota, area, area.first_site + site, sessions, draw);
    }
    // Small professions first: they would find no room beside the others.
    for role in Role::CLINICAL {
        let Some(kind) = Kind::of(role) else { continue };
        for person in area.of_role(rota, role).collect::<Vec<_>>() {
            alone(rota, kind, person, draw);
        }
    }
}

/// Whether no meeting takes time in a half-day at a site.
fn is_quiet(rota: &Rota, site: usize, half_day: usize) -> bool {
    half_day != AREA_MEETING && half_day != rota.sites[site].meeting
}

/// Half-days in some order, those in which there are meetings last.
fn order(rota: &Rota, site: usize, draw: &mut Draw) -> Vec<usize> {
    let mut order = draw.order(HALF_DAYS);
    order.sort_by_key(|&h| !is_quiet(rota, site, h));
    order
}

/// A pain management programme: two half-days a week and a third with a nurse carry three groups at a time.
fn programme(rota: &mut Rota, area: &Area, n: usize, site: usize, draw: &mut Draw) {
    let lead = |role: Role| area.of_role(rota, role).nth(n);
    let leads = (lead(Role::Physiotherapist), lead(Role::Psychologist), lead(Role::Nurse));
    let (Some(physiotherapist), Some(psychologist), Some(nurse)) = leads else { return };
    let mut placed = 0;
    for half_day in order(rota, site, draw) {
        if !is_quiet(rota, site, half_day) || placed == 3 {
            continue;
        }
        let (kind, team) = match placed {
            0 => (Kind::ProgrammeNurse, vec![physiotherapist, psychologist, nurse]),
            _ => (Kind::Programme, vec![physiotherapist, psychologist]),
        };
        placed += usize::from(rota.try_place(kind, site, half_day, &team));
    }
}

/// A few sessions a week of a kind, at the first site that has the room for it.
fn few(rota: &mut Rota, area: &Area, (kind, room): (Kind, usize), people: &[usize], draw: &mut Draw) {
    let mut placed = 0;
    for site in area.sites().filter(|&s| rota.sites[s].rooms[room] > 0) {
        for half_day in order(rota, site, draw) {
            for &person in people {
                if placed < FEW && rota.try_place(kind, site, half_day, &[person]) {
                    placed += 1;
                }
            }
        }
    }
}

/// Alexander groups where two teachers are at home: a session of each, so that both have time for lessons alone there.
fn alexander_groups(rota: &mut Rota, area: &Area, draw: &mut Draw) {
    let site = area.first_site + area.outline.programmes[1];
    let teachers: Vec<usize> = area.of_role(rota, Role::Teacher).filter(|&p| rota.people[p].home() == site).collect();
    for person in teachers {
        let order = order(rota, site, draw);
        order.into_iter().any(|half_day| rota.try_place(Kind::AlexanderGroups, site, half_day, &[person]));
    }
}

/// The specialist, a day at home and a day elsewhere, which may be the next area.
fn specialist(rota: &mut Rota, area: &Area, draw: &mut Draw) {
    for person in area.skilled(rota, Role::Doctor, SPECIALIST) {
        for site in rota.people[person].sites.iter().copied().take(2) {
            let mut placed = 0;
            for half_day in order(rota, site, draw) {
                if placed < FEW && rota.try_place(Kind::Specialist, site, half_day, &[person]) {
                    placed += 1;
                }
            }
        }
    }
}

/// Joint assessments at a site, by whoever of both professions is there together.
fn joint(rota: &mut Rota, area: &Area, site: usize, sessions: usize, draw: &mut Draw) {
    let nurses = area.skilled(rota, Role::Nurse, JOINT);
    let mut therapists = area.skilled(rota, Role::Physiotherapist, JOINT);
    therapists.extend(area.skilled(rota, Role::Psychologist, JOINT));
    let mut placed = 0;
    for half_day in order(rota, site, draw) {
        if placed == sessions || !is_quiet(rota, site, half_day) {
            continue;
        }
        // Whoever has most sessions left can best spare one.
        let most = |people: &[usize]| {
            let free = people.iter().copied().filter(|&p| rota.left[p] > 2 && rota.is_free(p, site, half_day));
            free.max_by_key(|&p| (rota.left[p], std::cmp::Reverse(p)))
        };
        if let (Some(nurse), Some(therapist)) = (most(&nurses), most(&therapists)) {
            placed += usize::from(rota.try_place(Kind::Joint, site, half_day, &[nurse, therapist]));
        }
    }
}

/// What somebody has left, in sessions of their own: most at home, a day elsewhere if there are many.
fn alone(rota: &mut Rota, kind: Kind, person: usize, draw: &mut Draw) {
    let sites = rota.people[person].sites.clone();
    if rota.left[person] >= 5
        && let Some(&other) = sites.get(1)
    {
        let keep = rota.left[person] - FEW;
        fill(rota, kind, person, other, keep, draw);
    }
    for site in sites {
        fill(rota, kind, person, site, 0, draw);
    }
}

/// Sessions of somebody at a site, until so many are left.
fn fill(rota: &mut Rota, kind: Kind, person: usize, site: usize, keep: usize, draw: &mut Draw) {
    if kind.rooms().iter().all(|&room| rota.sites[site].rooms[room] == 0) && kind.rooms() != [CONSULTING] {
        return;
    }
    for half_day in order(rota, site, draw) {
        if rota.left[person] > keep {
            rota.try_place(kind, site, half_day, &[person]);
        }
    }
}
