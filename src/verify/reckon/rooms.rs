//! Whether sessions can have rooms.

use crate::base::calendar::Week;
use crate::service::Service;
use crate::verify::grid::Grid;
use crate::verify::lists::Lists;
use crate::verify::reckon::capacity::Team;
use crate::verify::reckon::minutes::Minutes;
use crate::verify::reckon::pattern::Expected;
use crate::verify::rows::{PatternRow, SessionRow};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Rooms by site, date and half-day.
pub(in crate::verify) struct Rooming<'a> {
    service: &'a Service,
    lists: Lists<'a>,
}

impl<'a> Rooming<'a> {
    /// The rooms of a service.
    pub(in crate::verify) fn of(service: &'a Service, lists: Lists<'a>) -> Self {
        Self { service, lists }
    }

    /// Rooms of a site that can be used in a half-day of a date.
    fn usable(&self, grid: &Grid, site: usize, date: NaiveDate, slot: usize) -> BTreeSet<usize> {
        let of_site = |r: &usize| self.lists.rooms[*r].site == self.lists.sites[site].id;
        let open = |r: &usize| self.service.room_is_open(&self.lists.rooms[*r], date, grid.half_day(slot));
        (0..self.lists.rooms.len()).filter(of_site).filter(open).collect()
    }

    /// How many teams of these clinics can have a fitting room of their own at once.
    fn most_housed(&self, rooms: &BTreeSet<usize>, clinics: &[usize]) -> usize {
        let fitting: Vec<Vec<usize>> = clinics
            .iter()
            .map(|&clinic| {
                let fits = |r: &&usize| self.service.room_fits(&self.lists.rooms[**r], &self.lists.clinics[clinic]);
                rooms.iter().filter(fits).copied().collect()
            })
            .collect();
        let mut tenant: BTreeMap<usize, usize> = BTreeMap::new();
        (0..clinics.len()).filter(|&team| house(team, &fitting, &mut tenant, &mut BTreeSet::new())).count()
    }

    /// Teams of the pattern of a block at a site in a half-day that cannot have rooms, even with all rooms open that
    /// are open then in some week of the block; none if the site never opens then.
    pub(in crate::verify) fn without_room(
        &self,
        grid: &Grid,
        (block, slot, site): (u32, usize, usize),
        clinics: &[usize],
    ) -> usize {
        let open = |&week: &usize| {
            self.service.site_is_open(&self.lists.sites[site], grid.date(week, slot), grid.half_day(slot))
        };
        if !self.service.weeks_of(block).any(|week| open(&week)) {
            return 0;
        }
        clinics.len() - self.most_housed(&self.ever_usable(grid, block, site, slot), clinics)
    }

    /// Rooms of a site that can be used in a half-day in some week of a block.
    fn ever_usable(&self, grid: &Grid, block: u32, site: usize, slot: usize) -> BTreeSet<usize> {
        self.service.weeks_of(block).flat_map(|week| self.usable(grid, site, grid.date(week, slot), slot)).collect()
    }

    /// Of the sessions due, those that are not written and could not have had a room beside the teams that are, on
    /// dates with fewer rooms than other weeks of the block have: closed rooms excuse them.
    pub(super) fn excused(
        &self,
        grid: &Grid,
        due: &BTreeSet<Expected>,
        sessions: &[SessionRow],
        teams: &[Team],
    ) -> BTreeSet<Expected> {
        let written: BTreeSet<Expected> = sessions.iter().map(Expected::of).collect();
        let mut held: BTreeMap<(NaiveDate, usize, usize), Vec<usize>> = BTreeMap::new();
        for team in teams {
            let here = held.entry((team.date, team.slot, team.site)).or_default();
            here.extend(std::iter::repeat_n(team.clinic, team.teams));
        }
        let no_room = |session: &&Expected| {
            let Some(week) = grid.week_of(session.date) else { return false };
            let rooms = self.usable(grid, session.site, session.date, session.slot);
            let block = self.service.block_of(Week(u32::try_from(week).unwrap_or(u32::MAX)));
            if rooms.len() == self.ever_usable(grid, block, session.site, session.slot).len() {
                return false;
            }
            let mut teams = held.get(&(session.date, session.slot, session.site)).cloned().unwrap_or_default();
            teams.push(session.clinic);
            self.most_housed(&rooms, &teams) < teams.len()
        };
        due.difference(&written).filter(no_room).copied().collect()
    }
}

/// Teams of each clinic of a pattern, by block, half-day and site.
pub(in crate::verify) fn pattern_teams(
    service: &Service,
    lists: Lists<'_>,
    minutes: &Minutes,
    pattern: &[PatternRow],
) -> BTreeMap<(u32, usize, usize), Vec<usize>> {
    let mut there: BTreeMap<(u32, usize, usize, usize), Vec<usize>> = BTreeMap::new();
    for row in pattern {
        let key = (row.block, row.slot, row.site, row.clinic);
        let places = there.entry(key).or_insert_with(|| vec![0; minutes.heads(row.clinic).len()]);
        if let Some(place) = service.position_of(&lists.practitioners[row.practitioner], &lists.clinics[row.clinic]) {
            places[place] += 1;
        }
    }
    let mut teams: BTreeMap<(u32, usize, usize), Vec<usize>> = BTreeMap::new();
    for ((block, slot, site, clinic), places) in there {
        let here = teams.entry((block, slot, site)).or_default();
        here.extend(std::iter::repeat_n(clinic, minutes.teams(clinic, &places)));
    }
    teams
}

/// Finds a team a room, moving others on where they can go elsewhere.
fn house(
    team: usize,
    fitting: &[Vec<usize>],
    tenant: &mut BTreeMap<usize, usize>,
    asked: &mut BTreeSet<usize>,
) -> bool {
    for &room in &fitting[team] {
        if !asked.insert(room) {
            continue;
        }
        let free = match tenant.get(&room).copied() {
            None => true,
            Some(other) => house(other, fitting, tenant, asked),
        };
        if free {
            tenant.insert(room, team);
            return true;
        }
    }
    false
}
