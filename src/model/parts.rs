//! The parts that a service falls into: clinics, activities and streams that belong together.
//!
//! Clinics and the activities they hold, streams and the (not supporting) activities of the courses they are offered:
//! whatever is joined by these is one part. Between parts there are rows of people and rooms that they share, onward
//! arrivals, reviews, budgets and desk work.

use crate::engine::Col;
use crate::model::{Columns, Facts};
use std::collections::BTreeSet;

/// The part of each stream, clinic and activity. What concerns several of them is a part of its own: changes of site of
/// people who work in several, half-days of meetings, desk work, rooms that clinics of several want.
#[derive(Debug, Clone)]
pub struct Parts {
    streams: Vec<usize>,
    clinics: Vec<usize>,
    activities: Vec<usize>,
    count: usize,
}

impl Parts {
    /// Finds the parts of a service.
    #[must_use]
    pub fn new(facts: &Facts) -> Self {
        let service = facts.service;
        let (g, k, a) = (service.streams.len(), service.clinics.len(), service.activities.len());
        let (clinic, activity) = (g, g + k);
        let mut joined: Vec<usize> = (0..g + k + a).collect();
        for (at, clinics) in facts.clinics_of.iter().enumerate() {
            for &held_by in clinics {
                join(&mut joined, activity + at, clinic + held_by);
            }
        }
        for (stream, facts_of) in service.streams.iter().enumerate() {
            for option in &facts_of.options {
                for taught in service.courses[&option.course].teaches() {
                    if let Some(at) = service.activities.position(taught) {
                        join(&mut joined, stream, activity + at);
                    }
                }
            }
        }
        let roots: Vec<usize> = (0..joined.len()).map(|i| root(&joined, i)).collect();
        let mut numbers: Vec<usize> = roots.clone();
        numbers.sort_unstable();
        numbers.dedup();
        let number = |i: usize| numbers.binary_search(&roots[i]).unwrap_or(0);
        Self {
            streams: (0..g).map(number).collect(),
            clinics: (0..k).map(|i| number(clinic + i)).collect(),
            activities: (0..a).map(|i| number(activity + i)).collect(),
            count: numbers.len() + 1,
        }
    }

    /// The parts that a part's streams lead on to.
    #[must_use]
    pub fn fed_by(&self, facts: &Facts, part: usize) -> BTreeSet<usize> {
        let streams = &facts.service.streams;
        streams
            .iter()
            .enumerate()
            .filter(|(g, _)| self.streams[*g] == part)
            .flat_map(|(_, stream)| stream.onward.iter().filter_map(|o| streams.position(&o.to)))
            .map(|to| self.streams[to])
            .filter(|&fed| fed != part)
            .collect()
    }

    /// All activities held by the families of clinics that a part's courses need of other parts.
    #[must_use]
    pub fn supporting(&self, facts: &Facts, part: usize) -> BTreeSet<usize> {
        let service = facts.service;
        let of_others = |id| service.activities.position(id).filter(|&at| self.activities[at] != part);
        let needed: BTreeSet<usize> = facts
            .offers
            .iter()
            .filter(|offer| self.streams[offer.stream] == part)
            .flat_map(|offer| service.courses.at(offer.course).activities())
            .filter_map(of_others)
            .collect();
        let families = facts.families.iter().filter(|family| family.activities.iter().any(|a| needed.contains(a)));
        families.flat_map(|family| family.activities.iter().copied()).collect()
    }

    /// The part in which a practitioner works; the last one if they work in several.
    fn of_person(&self, facts: &Facts, practitioner: usize) -> usize {
        let seats = facts.seats_of[practitioner].iter();
        self.of_clinics(seats.map(|&i| facts.seats[i].clinic))
    }

    /// The part of some clinics; the last one if they are of several.
    fn of_clinics(&self, clinics: impl Iterator<Item = usize>) -> usize {
        let parts: BTreeSet<usize> = clinics.map(|clinic| self.clinics[clinic]).collect();
        if parts.len() == 1 { parts.into_iter().next().unwrap_or(self.count - 1) } else { self.count - 1 }
    }

    /// How many parts there are, that of what concerns several included.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The part of every column of a program.
    #[must_use]
    pub fn of_columns(&self, facts: &Facts, columns: &Columns, size: usize) -> Vec<usize> {
        let mut parts = vec![0; size];
        let mut set = |col: Col, part: usize| parts[col.index()] = part;
        columns.start.iter().for_each(|(key, &col)| set(col, self.streams[key.0]));
        columns.groups.iter().for_each(|(key, &col)| set(col, self.streams[key.0]));
        columns.so_far.iter().for_each(|(key, &col)| set(col, self.streams[key.0]));
        columns.groups_so_far.iter().for_each(|(key, &col)| set(col, self.streams[key.0]));
        columns.waiting.iter().for_each(|(key, &col)| set(col, self.streams[key.0]));
        columns.onward.iter().for_each(|(key, &col)| set(col, self.streams[key.0]));
        columns.beyond.iter().for_each(|(key, &col)| set(col, self.streams[key.0]));
        columns.short.iter().for_each(|(key, &col)| set(col, self.streams[key.0]));
        columns.given.iter().for_each(|(key, &col)| set(col, self.clinics[key.0]));
        columns.carried.iter().for_each(|(key, &col)| set(col, self.activities[key.0]));
        columns.late.iter().for_each(|(key, &col)| set(col, self.activities[key.0]));
        columns.carried_after.iter().for_each(|(key, &col)| set(col, self.activities[key.0]));
        columns.excess.iter().for_each(|(key, &col)| set(col, self.activities[key.0]));
        // A role's time for desk work is shared by all that makes some.
        columns.desk().for_each(|col| set(col, self.count - 1));
        columns.session.iter().for_each(|(key, &col)| set(col, self.clinics[facts.seats[key.0].clinic]));
        columns.teams.iter().for_each(|(key, &col)| set(col, self.clinics[key.0]));
        // A meeting's half-day concerns every part that those invited work in.
        columns.meets.values().for_each(|&col| set(col, self.count - 1));
        columns.taken.iter().for_each(|(key, &col)| set(col, self.clinics[facts.seats[key.0].clinic]));
        columns.lost.iter().for_each(|&(clinic, _, col)| set(col, self.clinics[clinic]));
        columns.cancelled.iter().for_each(|(key, &col)| set(col, self.clinics[facts.seats[key.0].clinic]));
        columns.alone.iter().for_each(|(key, &col)| set(col, self.clinics[facts.seats[key.0].clinic]));
        columns.full.iter().for_each(|(key, &col)| set(col, self.of_clinics(key.3.iter().copied())));
        columns.change.iter().for_each(|(key, &col)| set(col, self.of_person(facts, key.0)));
        parts
    }
}

/// The site of every column of a program that concerns but one.
#[must_use]
pub fn sites_of_columns(facts: &Facts, columns: &Columns, size: usize) -> Vec<Option<usize>> {
    let mut sites = vec![None; size];
    let mut set = |col: Col, site: usize| sites[col.index()] = Some(site);
    let starts = columns.start.iter().chain(&columns.groups).chain(&columns.so_far).chain(&columns.groups_so_far);
    starts.for_each(|(key, &col)| set(col, key.2));
    columns.waiting.iter().chain(&columns.beyond).for_each(|(key, &col)| set(col, key.1));
    columns.given.iter().for_each(|(key, &col)| set(col, key.2));
    columns.carried.iter().chain(&columns.late).for_each(|(key, &col)| set(col, key.1));
    columns.carried_after.iter().chain(&columns.excess).for_each(|(key, &col)| set(col, key.1));
    let of_seats = columns.session.iter().chain(&columns.taken).chain(&columns.cancelled).chain(&columns.alone);
    of_seats.for_each(|(key, &col)| {
        set(col, facts.seats[key.0].site);
    });
    columns.teams.iter().for_each(|(key, &col)| set(col, key.1));
    columns.full.iter().for_each(|(key, &col)| set(col, key.0));
    sites
}

fn root(joined: &[usize], mut i: usize) -> usize {
    while joined[i] != i {
        i = joined[i];
    }
    i
}

fn join(joined: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(joined, a), root(joined, b));
    joined[a.max(b)] = a.min(b);
}
