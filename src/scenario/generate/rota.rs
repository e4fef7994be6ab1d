//! A rota that holds: what a scenario's demand is measured by. Nobody plans with it; it shows that people and rooms suffice.

use super::care::Kind;
use super::estate::{ROOM_KINDS, Site};
use super::half_days::{HALF_DAYS, HalfDays};
use super::people::Person;

/// A session a week.
#[derive(Debug, Clone)]
pub(super) struct Session {
    pub(super) kind: Kind,
    /// Positions of the site, and of all who run it together.
    pub(super) site: usize,
    pub(super) people: Vec<usize>,
    pub(super) half_day: usize,
}

/// Sessions that fit together.
pub(super) struct Rota<'a> {
    pub(super) sites: &'a [Site],
    pub(super) people: &'a [Person],
    pub(super) sessions: Vec<Session>,
    busy: Vec<HalfDays>,
    /// Sessions that everybody has left.
    pub(super) left: Vec<usize>,
    /// Where somebody works on a day: all day at one site.
    place: Vec<[Option<usize>; HALF_DAYS / 2]>,
    /// Rooms taken: by site, kind and half-day.
    taken: Vec<[[usize; HALF_DAYS]; ROOM_KINDS.len()]>,
}

impl<'a> Rota<'a> {
    pub(super) fn new(sites: &'a [Site], people: &'a [Person]) -> Self {
        Self {
            sites,
            people,
            sessions: Vec::new(),
            busy: vec![HalfDays::default(); people.len()],
            left: people.iter().map(|p| p.sessions).collect(),
            place: vec![[None; HALF_DAYS / 2]; people.len()],
            taken: vec![[[0; HALF_DAYS]; ROOM_KINDS.len()]; sites.len()],
        }
    }

    /// Whether somebody could run a session: free, contracted, at work, at a site of theirs, and not elsewhere while their
    /// own site's team meets.
    pub(super) fn is_free(&self, person: usize, site: usize, half_day: usize) -> bool {
        let p = &self.people[person];
        self.left[person] > 0
            && p.sites.contains(&site)
            && p.available.has(half_day)
            && !self.busy[person].has(half_day)
            && self.place[person][half_day / 2].is_none_or(|at| at == site)
            && (site == p.home() || half_day != self.sites[p.home()].meeting)
    }

    /// A kind of room that is free, of those that do.
    fn room(&self, kind: Kind, site: usize, half_day: usize) -> Option<usize> {
        let here = &self.sites[site];
        let free = |room: &usize| self.taken[site][*room][half_day] < here.rooms[*room];
        here.open.has(half_day).then(|| kind.rooms().iter().copied().find(free)).flatten()
    }

    /// Puts a session in, if all are free and there is a room.
    pub(super) fn try_place(&mut self, kind: Kind, site: usize, half_day: usize, people: &[usize]) -> bool {
        let Some(room) = self.room(kind, site, half_day) else { return false };
        if !people.iter().all(|&p| self.is_free(p, site, half_day)) {
            return false;
        }
        for &p in people {
            self.busy[p].add(half_day);
            self.left[p] -= 1;
            self.place[p][half_day / 2] = Some(site);
        }
        self.taken[site][room][half_day] += 1;
        self.sessions.push(Session { kind, site, people: people.to_vec(), half_day });
        true
    }

    /// Half-days in which rooms of a kind are taken at a site.
    pub(super) fn in_use(&self, site: usize, room: usize) -> HalfDays {
        let mut used = HalfDays::default();
        (0..HALF_DAYS).filter(|&h| self.taken[site][room][h] > 0).for_each(|h| used.add(h));
        used
    }
}
