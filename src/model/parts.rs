//! The parts that a service falls into: people, clinics, activities and streams that belong together.
//!
//! Practitioners and the clinics they can run, clinics and the activities they hold, streams and the (not supporting)
//! activities of the courses they are offered: whatever is joined by these is one part. Between parts there are only a
//! few rows: rooms they share, onward arrivals, reviews, budgets.

use crate::engine::Col;
use crate::model::{Columns, Facts};

/// The part of each stream, clinic, activity and practitioner.
#[derive(Debug, Clone)]
pub struct Parts {
    streams: Vec<usize>,
    clinics: Vec<usize>,
    activities: Vec<usize>,
    practitioners: Vec<usize>,
    count: usize,
}

impl Parts {
    /// Finds the parts of a service.
    #[must_use]
    pub fn new(facts: &Facts) -> Self {
        let service = facts.service;
        let (g, k, a) = (service.streams.len(), service.clinics.len(), service.activities.len());
        let (clinic, activity, person) = (g, g + k, g + k + a);
        let mut joined: Vec<usize> = (0..person + service.practitioners.len()).collect();
        for seat in &facts.seats {
            join(&mut joined, clinic + seat.clinic, person + seat.practitioner);
        }
        for (at, clinics) in facts.clinics_of.iter().enumerate() {
            for &held_by in clinics {
                join(&mut joined, activity + at, clinic + held_by);
            }
        }
        for (stream, facts_of) in service.streams.iter().enumerate() {
            for option in &facts_of.options {
                for lessons in service.courses[&option.course].lessons.iter().filter(|l| !l.supporting) {
                    if let Some(at) = service.activities.position(&lessons.activity) {
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
            practitioners: (0..service.practitioners.len()).map(|i| number(person + i)).collect(),
            count: numbers.len(),
        }
    }

    /// How many parts there are.
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
        columns.waiting.iter().for_each(|(key, &col)| set(col, self.streams[key.0]));
        columns.onward.iter().for_each(|(key, &col)| set(col, self.streams[key.0]));
        columns.beyond.iter().for_each(|(key, &col)| set(col, self.streams[key.0]));
        columns.short.iter().for_each(|(key, &col)| set(col, self.streams[key.0]));
        columns.given.iter().for_each(|(key, &col)| set(col, self.clinics[key.0]));
        columns.carried.iter().for_each(|(key, &col)| set(col, self.activities[key.0]));
        columns.late.iter().for_each(|(key, &col)| set(col, self.activities[key.0]));
        columns.excess.iter().for_each(|(key, &col)| set(col, self.activities[key.0]));
        columns.session.iter().for_each(|(key, &col)| set(col, self.clinics[facts.seats[key.0].clinic]));
        columns.teams.iter().for_each(|(key, &col)| set(col, self.clinics[key.0]));
        let first_attendee = |m: usize| {
            let attendees = &facts.service.meetings.at(m).attendees;
            attendees.first().and_then(|id| facts.service.practitioners.position(id))
        };
        columns
            .meets
            .iter()
            .for_each(|(key, &col)| set(col, first_attendee(key.0).map_or(0, |p| self.practitioners[p])));
        columns.taken.iter().for_each(|(key, &col)| set(col, self.clinics[facts.seats[key.0].clinic]));
        columns.lost.iter().for_each(|&(clinic, col)| set(col, self.clinics[clinic]));
        columns.cancelled.iter().for_each(|(key, &col)| set(col, self.clinics[facts.seats[key.0].clinic]));
        columns.change.iter().for_each(|(key, &col)| set(col, self.practitioners[key.0]));
        parts
    }
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
