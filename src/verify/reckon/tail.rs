//! What the last pattern can give after the horizon, and what a promise beyond it costs.

use crate::service::Service;
use crate::verify::grid::Grid;
use crate::verify::lists::Lists;
use crate::verify::reckon::benefit::benefit_of;
use crate::verify::reckon::course::{lessons_per_patient, uses};
use crate::verify::reckon::minutes::Minutes;
use crate::verify::reckon::units::Units;
use crate::verify::rows::PatternRow;
use std::collections::{BTreeMap, BTreeSet};

/// Families, and what is needed for their capacity after the horizon.
pub(in crate::verify) struct Tail {
    /// The family of each activity. Clinics that share activities are of one family; so is an activity that no clinic
    /// holds, alone.
    pub(in crate::verify) family: Vec<usize>,
    family_of_clinic: Vec<usize>,
    /// What a unit of excess costs, by activity.
    pub(in crate::verify) price: Vec<f64>,
}

/// Sessions of the last pattern in a half-day of a week after the horizon.
pub(in crate::verify) struct Nominal {
    pub(in crate::verify) clinic: usize,
    /// Usable minutes of one.
    pub(in crate::verify) minutes: f64,
    /// How many absence leaves.
    pub(in crate::verify) number: f64,
}

impl Tail {
    /// Families and prices.
    pub(super) fn of(service: &Service, lists: Lists<'_>, units: &Units) -> Self {
        // the smallest family number that reaches an activity wins, until nothing changes
        let mut family: Vec<usize> = (0..lists.activities.len()).collect();
        let held: Vec<Vec<usize>> = lists
            .clinics
            .iter()
            .map(|c| c.activities.iter().filter_map(|a| service.activities.position(a)).collect())
            .collect();
        let mut changed = true;
        while changed {
            changed = false;
            for activities in &held {
                let least = activities.iter().map(|&a| family[a]).min().unwrap_or(0);
                for &activity in activities {
                    changed |= family[activity] != least;
                    family[activity] = least;
                }
            }
        }
        let family_of_clinic = held.iter().map(|a| a.first().map_or(usize::MAX, |&a| family[a])).collect();
        let price = (0..lists.activities.len()).map(|a| price(service, lists, units, a)).collect();
        Self { family, family_of_clinic, price }
    }

    /// Share of the last pattern's minutes that may be promised in a week after the horizon.
    pub(in crate::verify) fn share(service: &Service, after: usize) -> f64 {
        (1.0 - (after as f64 - 1.0) / f64::from(service.policy.tail_weeks.max(1))).max(0.0)
    }

    /// Sessions of a family at a site that the last pattern nominally has in a week after the horizon.
    pub(in crate::verify) fn nominal(
        &self,
        service: &Service,
        lists: Lists<'_>,
        grid: &Grid,
        minutes: &Minutes,
        pattern: &[PatternRow],
        (family, site, after): (usize, usize, usize),
    ) -> Vec<Nominal> {
        let last = service.blocks().saturating_sub(1);
        let monday = grid.monday(grid.weeks() + after - 1);
        let mut members: BTreeMap<(usize, usize), BTreeSet<usize>> = BTreeMap::new();
        for row in pattern {
            let (first_day, last_day) = lists.practitioners[row.practitioner].employed;
            let employed = first_day.is_none_or(|d| d <= monday) && last_day.is_none_or(|d| d >= monday);
            if row.block == last && row.site == site && employed && self.family_of_clinic[row.clinic] == family {
                members.entry((row.slot, row.clinic)).or_default().insert(row.practitioner);
            }
        }
        let mut sessions = Vec::new();
        for ((slot, clinic), members) in members {
            let usable = |off: f64| minutes.usable(clinic, grid.minutes(slot), off);
            let people = members.iter().map(|&member| &lists.practitioners[member]);
            let fitting = people.filter_map(|p| Some((p, service.position_of(p, &lists.clinics[clinic])?)));
            if minutes.is_single(clinic) {
                for (person, _) in fitting {
                    let number = minutes.presence(clinic, person.absence.get());
                    sessions.push(Nominal { clinic, minutes: usable(person.unbooked.0), number });
                }
                continue;
            }
            let mut there = vec![0; minutes.heads(clinic).len()];
            let mut off: f64 = 0.0;
            for (person, position) in fitting {
                there[position] += 1;
                off = off.max(person.unbooked.0);
            }
            let number = minutes.teams(clinic, &there) as f64 * minutes.presence(clinic, 0.0);
            sessions.push(Nominal { clinic, minutes: usable(off), number });
        }
        sessions
    }
}

/// What a unit promised beyond the last pattern's capacity costs: at least what such a lesson earns.
fn price(service: &Service, lists: Lists<'_>, units: &Units, activity: usize) -> f64 {
    let prices = &service.policy.prices;
    let offered = lists.streams.iter().flat_map(|s| &s.options).filter_map(|o| service.courses.get(&o.course));
    let earns = offered
        .filter(|course| uses(service, course, activity, true))
        .filter_map(|course| {
            let (.., changes) = benefit_of(service, course, service.policy.evidence_case)?;
            Some(changes * prices.important_change.0 / lessons_per_patient(course))
        })
        .fold(0.0, f64::max);
    (earns * units.patients_paid(activity)).max(prices.excess_lesson.0)
}
