//! The areas that a service falls into: sites that share people.
//!
//! A large service is many small ones beside each other. Sites whose people mostly work at both belong to one area; a
//! specialist who visits two areas does not make them one. Between areas there are rows of the few people whom they
//! share, of budgets, contracts and desk work, and patients sent from one to another.

use crate::engine::Col;
use crate::model::facts::{Facts, clinical_allowance};
use crate::model::{Columns, sites_of_columns};
use std::collections::{BTreeMap, BTreeSet};

/// Areas belong together where people who work in both have more sessions than this share of the smaller one's.
const TOGETHER: f64 = 0.1;

/// What has fewer sessions a week than this is no area of its own, if others see the same patients.
const FEW: f64 = 20.0;

/// The area of each site.
#[derive(Debug, Clone)]
pub struct Areas {
    of_site: Vec<usize>,
    count: usize,
}

impl Areas {
    /// Finds the areas of a service: of all sites the two that share most people are joined, then the next two, until what
    /// is apart shares little.
    #[must_use]
    pub fn new(facts: &Facts) -> Self {
        let sites = facts.service.sites.len();
        let mut of_site: Vec<usize> = (0..sites).collect();
        let mut people = sessions(facts);
        while let Some((area, other)) = closest(&people) {
            of_site.iter_mut().filter(|its| **its == other).for_each(|its| *its = area);
            for sessions in &mut people {
                if let Some(there) = sessions.remove(&other) {
                    *sessions.entry(area).or_default() += there;
                }
            }
        }
        let mut sessions_in = vec![0.0; sites];
        people.iter().flatten().for_each(|(&area, sessions)| sessions_in[area] += sessions);
        // A hall with a class or two is no area, whoever works there: it goes where its patients are seen else.
        for site in 0..sites {
            if of_site[site] == site
                && sessions_in[site] < FEW
                && let Some(area) = with_its_patients(facts, &of_site, &sessions_in, site)
            {
                of_site.iter_mut().filter(|its| **its == site).for_each(|its| *its = area);
            }
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
        columns.short.iter().for_each(|(key, &col)| set(col, streams[key.0]));
        // Patients sent from one area to another concern both.
        let across = self.across(facts);
        let within = columns.onward.iter().filter(|(key, _)| !across.contains(&key.0));
        within.for_each(|(key, &col)| set(col, streams[key.0]));
        let of_people =
            |people: &mut dyn Iterator<Item = usize>| self.of_sites(people.flat_map(|person| places(facts, person)));
        columns.change.iter().for_each(|(key, &col)| set(col, of_people(&mut std::iter::once(key.0))));
        let service = facts.service;
        for (&(meeting, _), &col) in &columns.meets {
            let invited = &service.meetings.at(meeting).attendees;
            set(col, of_people(&mut invited.iter().filter_map(|id| service.practitioners.position(id))));
        }
        areas
    }
}

/// How many sessions each person could work at each site: theirs, shared out evenly over the sites where they could.
fn sessions(facts: &Facts) -> Vec<BTreeMap<usize, f64>> {
    let shared_out = |person: usize| {
        let sites = places(facts, person);
        let each = clinical_allowance(facts.service, facts.practitioner(person)) / sites.len().max(1) as f64;
        sites.into_iter().map(|site| (site, each)).collect()
    };
    (0..facts.seats_of.len()).map(shared_out).collect()
}

/// The sites where a person could work.
fn places(facts: &Facts, person: usize) -> BTreeSet<usize> {
    facts.seats_of[person].iter().map(|&seat| facts.seats[seat].site).collect()
}

/// The two areas that share most people, if any two share enough to be one.
fn closest(people: &[BTreeMap<usize, f64>]) -> Option<(usize, usize)> {
    let mut all: BTreeMap<usize, f64> = BTreeMap::new();
    let mut both: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for sessions in people {
        for (&area, &here) in sessions {
            *all.entry(area).or_default() += here;
            for (&other, there) in sessions.range(area + 1..) {
                *both.entry((area, other)).or_default() += here + there;
            }
        }
    }
    // Of what the smaller of the two has, all that such people have in both.
    let share = |(pair, both): ((usize, usize), f64)| (pair, both / all[&pair.0].min(all[&pair.1]).max(1e-9));
    let most = both.into_iter().map(share).max_by(|x, y| x.1.total_cmp(&y.1).then(y.0.cmp(&x.0)));
    most.filter(|(_, share)| *share > TOGETHER).map(|(pair, _)| pair)
}

/// The area, of those with more than a few sessions, that has most streams in common with another.
fn with_its_patients(facts: &Facts, of_site: &[usize], sessions_in: &[f64], area: usize) -> Option<usize> {
    let mut streams: BTreeMap<usize, usize> = BTreeMap::new();
    for stream in &facts.service.streams {
        let areas: BTreeSet<usize> = stream.site_shares.keys().map(|id| of_site[facts.site(id)]).collect();
        if areas.contains(&area) {
            areas.iter().filter(|&&other| other != area && sessions_in[other] >= FEW).for_each(|&other| {
                *streams.entry(other).or_default() += 1;
            });
        }
    }
    streams.into_iter().max_by(|x, y| x.1.cmp(&y.1).then(y.0.cmp(&x.0))).map(|(area, _)| area)
}
