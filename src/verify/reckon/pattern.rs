//! The dated sessions that follow from the pattern.

use crate::service::Service;
use crate::verify::grid::Grid;
use crate::verify::lists::Lists;
use crate::verify::reckon::meetings::Occasion;
use crate::verify::reckon::minutes::Minutes;
use crate::verify::rows::{PatternRow, SessionRow};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A session that must be held, by date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::verify) struct Expected {
    pub(in crate::verify) date: NaiveDate,
    pub(in crate::verify) slot: usize,
    pub(in crate::verify) practitioner: usize,
    pub(in crate::verify) clinic: usize,
    pub(in crate::verify) site: usize,
}

impl Expected {
    /// A session that is written.
    pub(in crate::verify) fn of(row: &SessionRow) -> Self {
        let SessionRow { date, slot, practitioner, clinic, site, .. } = *row;
        Self { date, slot, practitioner, clinic, site }
    }
}

/// Whom blocking meetings take, by date and half-day: who is invited and present.
pub(super) fn blocked(
    service: &Service,
    lists: Lists<'_>,
    grid: &Grid,
    occasions: &[Occasion],
) -> BTreeSet<(NaiveDate, usize, usize)> {
    let mut taken = BTreeSet::new();
    for occasion in occasions.iter().filter(|o| lists.meetings[o.meeting].blocks_clinics) {
        for id in &lists.meetings[occasion.meeting].attendees {
            let Some(position) = service.practitioners.position(id) else { continue };
            let person = &lists.practitioners[position];
            if service.is_present(person, occasion.date, grid.half_day(occasion.slot)) {
                taken.insert((occasion.date, occasion.slot, position));
            }
        }
    }
    taken
}

/// The pattern by date, less absences, closures, blocking meetings and teams that are not complete.
pub(super) fn expected(
    service: &Service,
    lists: Lists<'_>,
    grid: &Grid,
    minutes: &Minutes,
    pattern: &[PatternRow],
    blocked: &BTreeSet<(NaiveDate, usize, usize)>,
) -> BTreeSet<Expected> {
    // who comes together: by block, half-day, clinic and site; a person written twice comes once
    let mut teams: BTreeMap<(u32, usize, usize, usize), BTreeSet<usize>> = BTreeMap::new();
    for row in pattern {
        teams.entry((row.block, row.slot, row.clinic, row.site)).or_default().insert(row.practitioner);
    }
    let mut held = BTreeSet::new();
    for (&(block, slot, clinic, site), members) in &teams {
        for week in service.weeks_of(block) {
            let date = grid.date(week, slot);
            let half_day = grid.half_day(slot);
            if !service.site_is_open(&lists.sites[site], date, half_day) {
                continue;
            }
            let mut there: Vec<Vec<usize>> = vec![Vec::new(); minutes.heads(clinic).len()];
            for &member in members {
                let person = &lists.practitioners[member];
                let free = service.is_present(person, date, half_day) && !blocked.contains(&(date, slot, member));
                if let Some(position) = service.position_of(person, &lists.clinics[clinic]).filter(|_| free) {
                    there[position].push(member);
                }
            }
            let count: Vec<usize> = there.iter().map(Vec::len).collect();
            let whole = minutes.teams(clinic, &count);
            for (position, mut members) in there.into_iter().enumerate() {
                members.sort_by_key(|&m| &lists.practitioners[m].id);
                for practitioner in members.into_iter().take(whole * minutes.heads(clinic)[position]) {
                    held.insert(Expected { date, slot, practitioner, clinic, site });
                }
            }
        }
    }
    held
}
