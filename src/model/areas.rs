//! The areas that a service falls into: sites that share people.
//!
//! A large service is many small ones beside each other. Sites whose people mostly work at both belong to one area; a
//! specialist who visits two areas does not make them one. Between areas there are rows of the few people whom they
//! share, of budgets, contracts and desk work, and patients sent from one to another.

use crate::engine::Col;
use crate::model::facts::{Facts, clinical_allowance};
use crate::model::{Columns, sites_of_columns};
use std::collections::{BTreeMap, BTreeSet};

/// Sites belong together where of the sessions of either more than this share is of people who work in both.
const TOGETHER: f64 = 0.1;

/// The area of each site.
#[derive(Debug, Clone)]
pub struct Areas {
    of_site: Vec<usize>,
    count: usize,
}

impl Areas {
    /// Finds the areas of a service: of all sites those two that share most people are joined, then the next, until
    /// what is apart shares little.
    #[must_use]
    pub fn new(facts: &Facts) -> Self {
        let sites = facts.service.sites.len();
        let mut of_site: Vec<usize> = (0..sites).collect();
        let (mut all, mut both) = shared(facts);
        let share = |all: &[f64], (a, b): (usize, usize), both: f64| both / all[a].min(all[b]).max(1e-9);
        loop {
            let ratio = |(&pair, &both): (&(usize, usize), &f64)| (pair, share(&all, pair, both));
            let most = both.iter().map(ratio).max_by(|x, y| x.1.total_cmp(&y.1).then(y.0.cmp(&x.0)));
            let Some(((a, b), _)) = most.filter(|(_, share)| *share > TOGETHER) else { break };
            of_site.iter_mut().filter(|area| **area == b).for_each(|area| *area = a);
            all[a] += all[b];
            let mut joined: BTreeMap<(usize, usize), f64> = BTreeMap::new();
            for (&(x, y), sessions) in &both {
                let of = |area: usize| if area == b { a } else { area };
                let (x, y) = (of(x).min(of(y)), of(x).max(of(y)));
                if x != y {
                    *joined.entry((x, y)).or_default() += sessions;
                }
            }
            both = joined;
        }
        let numbers: BTreeSet<usize> = of_site.iter().copied().collect();
        let numbers: BTreeMap<usize, usize> = numbers.into_iter().enumerate().map(|(i, area)| (area, i)).collect();
        of_site.iter_mut().for_each(|area| *area = numbers[area]);
        Self { of_site, count: numbers.len() }
    }

    /// How many areas there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The area of some sites; none if they are of several.
    fn of_sites(&self, sites: impl Iterator<Item = usize>) -> Option<usize> {
        let areas: BTreeSet<usize> = sites.map(|site| self.of_site[site]).collect();
        if areas.len() == 1 { areas.into_iter().next() } else { None }
    }

    /// The area in which all of a stream's patients are seen; none if they are seen in several.
    #[must_use]
    pub fn of_stream(&self, facts: &Facts, stream: usize) -> Option<usize> {
        self.of_sites(facts.service.streams.at(stream).site_shares.keys().map(|site| facts.site(site)))
    }

    /// Streams that get patients from another area, or are seen in several.
    #[must_use]
    pub fn across(&self, facts: &Facts) -> BTreeSet<usize> {
        let streams = &facts.service.streams;
        let mut across: BTreeSet<usize> = (0..streams.len()).filter(|&g| self.of_stream(facts, g).is_none()).collect();
        for (g, stream) in streams.iter().enumerate() {
            let to = stream.onward.iter().filter_map(|onward| streams.position(&onward.to));
            let from = self.of_stream(facts, g);
            across.extend(to.filter(|&to| from.is_none() || self.of_stream(facts, to) != from));
        }
        across
    }

    /// The area of every column of a program; none where it concerns several.
    #[must_use]
    pub fn of_columns(&self, facts: &Facts, columns: &Columns, size: usize) -> Vec<Option<usize>> {
        let sites = sites_of_columns(facts, columns, size);
        let mut areas: Vec<Option<usize>> = sites.into_iter().map(|site| site.map(|site| self.of_site[site])).collect();
        let mut set = |col: Col, area: Option<usize>| areas[col.index()] = area;
        columns.lost.iter().for_each(|&(_, site, col)| set(col, Some(self.of_site[site])));
        let streams: Vec<Option<usize>> =
            (0..facts.service.streams.len()).map(|stream| self.of_stream(facts, stream)).collect();
        columns.onward.iter().chain(&columns.short).for_each(|(key, &col)| set(col, streams[key.0]));
        let mut places: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for seat in &facts.seats {
            places.entry(seat.practitioner).or_default().insert(seat.site);
        }
        let of_people = |people: &mut dyn Iterator<Item = usize>| {
            self.of_sites(people.filter_map(|person| places.get(&person)).flatten().copied())
        };
        columns.change.iter().for_each(|(key, &col)| set(col, of_people(&mut std::iter::once(key.0))));
        let service = facts.service;
        for (&(meeting, _), &col) in &columns.meets {
            let invited = &service.meetings.at(meeting).attendees;
            set(col, of_people(&mut invited.iter().filter_map(|id| service.practitioners.position(id))));
        }
        areas
    }
}

/// Sessions that people could work at each site, shared out evenly over those where they could; and for each two sites
/// those of people who could work at both.
fn shared(facts: &Facts) -> (Vec<f64>, BTreeMap<(usize, usize), f64>) {
    let mut places: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for seat in &facts.seats {
        places.entry(seat.practitioner).or_default().insert(seat.site);
    }
    let mut all = vec![0.0; facts.service.sites.len()];
    let mut both = BTreeMap::new();
    for (person, sites) in places {
        let each = clinical_allowance(facts.service, facts.practitioner(person)) / sites.len() as f64;
        for &site in &sites {
            all[site] += each;
            for &other in sites.range(site + 1..) {
                *both.entry((site, other)).or_default() += each;
            }
        }
    }
    (all, both)
}
