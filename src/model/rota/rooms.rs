//! R3, rooms by counting.

use crate::model::prices::RoomRow;
use crate::model::rota::hall::unions;
use crate::model::{Builder, Facts};
use std::collections::{BTreeMap, BTreeSet};

/// **R3 rooms.** For site *s*, half-day *h* and block, and each union *U* of the sets of rooms that fit some clinic
/// kinds:
///
/// ```text
/// sum over clinics k whose fitting rooms lie within U, seats of k at h of session[seat,block] / c_0 <= |U|
/// ```
///
/// Hall's condition: it holds for all unions exactly if every session can have a room of its own, found afterwards by
/// matching. Rooms count that are open then in some week of the block; for weeks with fewer see R3 closures.
///
/// A team is counted by its first position, a `c_0`-th for each of its heads (1 for clinics run by one person). Rows
/// that cannot bind (fewer people than rooms) are left out.
///
/// - Columns: `session`.
/// - Units: rooms.
/// - YAML: `rooms[].kind`, `rooms[].features`, `rooms[].places`, `rooms[].open`, `rooms[].closures`,
///   `activities[].room_kinds`, `activities[].room_features`.
/// - Dual: what one more such room in that half-day is worth, over the block.
/// - Source: Hall, "On representatives of subsets", Journal of the London Mathematical Society 10 (1935).
pub fn add(b: &mut Builder) {
    for site in 0..b.facts.service.sites.len() {
        for half_day in 0..b.facts.half_days.len() {
            for block in 0..b.facts.service.blocks() as usize {
                add_half_day(b, Site { site, half_day }, block);
            }
        }
    }
}

/// A site in a half-day of the week.
#[derive(Clone, Copy)]
pub(super) struct Site {
    /// Position of the site.
    pub site: usize,
    /// Number of the half-day.
    pub half_day: usize,
}

impl Site {
    /// Rooms that are open in a week.
    pub fn rooms_of_week(self, facts: &Facts, week: usize) -> BTreeSet<usize> {
        let service = facts.service;
        let half_day = &facts.half_days[self.half_day];
        let date = facts.date(week, self.half_day);
        let open = |r: &usize| service.room_is_open(service.rooms.at(*r), date, half_day);
        facts.rooms_at[self.site].iter().copied().filter(open).collect()
    }

    /// Rooms that are open in some week of a block.
    pub fn rooms_of_block(self, facts: &Facts, block: usize) -> BTreeSet<usize> {
        facts.weeks_of(block).flat_map(|w| self.rooms_of_week(facts, w)).collect()
    }

    /// Of these rooms, those that fit each clinic kind that has seats here.
    pub fn fitting(self, facts: &Facts, rooms: &BTreeSet<usize>) -> BTreeMap<usize, BTreeSet<usize>> {
        let here = facts.seats_here(self.site, self.half_day).iter();
        let clinics: BTreeSet<usize> = here.map(|&i| facts.seats[i].clinic).collect();
        clinics
            .into_iter()
            .map(|k| {
                let fits = |r: &&usize| facts.service.room_fits(facts.service.rooms.at(**r), facts.clinic(k));
                (k, rooms.iter().filter(fits).copied().collect())
            })
            .collect()
    }
}

/// The rows of one half-day: one a union of fitting sets, unless it cannot bind.
fn add_half_day(b: &mut Builder, place: Site, block: usize) {
    let facts = b.facts;
    let fitting = place.fitting(facts, &place.rooms_of_block(facts, block));
    let half_day = b.half_day(place.half_day);
    let what = format!("{} {half_day} b{}", b.site(place.site), block + 1);
    for union in unions(fitting.values()) {
        let within: Vec<usize> = fitting.iter().filter(|(_, rooms)| rooms.is_subset(&union)).map(|(k, _)| *k).collect();
        let mut terms = Vec::new();
        let mut people = BTreeSet::new();
        for &i in facts.seats_here(place.site, place.half_day) {
            let seat = &facts.seats[i];
            if !within.contains(&seat.clinic) {
                continue;
            }
            people.insert(seat.practitioner);
            if seat.position == 0 {
                let each = facts.people_a_room(seat.clinic);
                terms.extend(b.columns.session.get(&(i, block)).map(|&x| (x, 1.0 / each)));
            }
        }
        if !terms.is_empty() && people.len() > union.len() {
            let names: Vec<String> = within.iter().map(|&k| b.clinic(k).to_owned()).collect();
            let row = b.program.at_most(format_args!("R3 rooms {what} {}", names.join("+")), terms, union.len() as f64);
            b.rooms.push(RoomRow { site: place.site, half_day: place.half_day, clinics: within, row });
        }
    }
}
