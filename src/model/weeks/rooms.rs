//! R16, the rooms of a site on a day.

use crate::engine::{Col, Program};
use crate::model::Facts;
use crate::model::weeks::read::Team;
use std::collections::BTreeMap;

/// Which rooms are liked for a session, beside that nobody changes without need.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// The room in which it was published.
    pub published: Option<usize>,
    /// The room of last week's session.
    pub last: Option<usize>,
    /// Rooms that pins forbid.
    pub never: Vec<usize>,
    /// Rooms of which pins want one.
    pub must: Vec<usize>,
}

/// The rooms of a site on a day, as a program.
pub struct RoomDay {
    /// The program.
    pub program: Program,
    /// A session in a room: (its place among the sessions, room).
    pub placed: BTreeMap<(usize, usize), Col>,
    /// Changes of room, one column for each pair of sessions of a practitioner.
    pub changes: Vec<Col>,
    /// What is liked less: column and weight.
    liked: Vec<(Col, f64)>,
}

/// **R16 same room.** For the sessions *t* of a site on a day, the rooms `R[t]` that fit and are open, and each
/// practitioner with sessions *t* and then *u* there:
///
/// ```text
/// sum over r in R[t] of placed[t,r] = 1
/// sum over t in half-day h of placed[t,r] <= 1
/// changed[p] >= placed[t,r] - placed[u,r]              each r in R[t]
/// placed in {0, 1}
/// ```
///
/// First the changes are made as few as they can be, and proven so; of all choices with so few, the one is taken that
/// keeps most sessions in the rooms in which they were published, then in last week's, and then in the smallest. Hall's
/// condition (R3) makes sure that there is one.
///
/// - Columns: `placed[t,r]`, `changed[p]`.
/// - Units: sessions, changes.
/// - YAML: `rooms[].kind`, `rooms[].features`, `rooms[].places`, `rooms[].open`, `rooms[].closures`, `policy.pins`.
/// - Dual: none: the program is solved whole.
#[must_use]
pub fn build(facts: &Facts, teams: &[Team], wishes: &[Wishes]) -> RoomDay {
    let mut day =
        RoomDay { program: Program::default(), placed: BTreeMap::new(), changes: Vec::new(), liked: Vec::new() };
    let rooms = facts.service.rooms.len() as f64;
    let many = teams.len() as f64 + 1.0;
    for (t, team) in teams.iter().enumerate() {
        let fitting = fitting(facts, team);
        let name = |r: usize| format!("{} {}", facts.seat_name(team.seats[0]), facts.service.rooms.at(r).id);
        let mut one = Vec::new();
        for &r in &fitting {
            let col = day.program.integer(format_args!("placed {}", name(r)), 0.0, 1.0, 0.0);
            day.placed.insert((t, r), col);
            one.push((col, 1.0));
            let wish = &wishes[t];
            // Each wish outweighs all those after it together.
            let pinned = wish.never.contains(&r) || (!wish.must.is_empty() && !wish.must.contains(&r));
            let unlike = |room: Option<usize>| f64::from(u8::from(room.is_some_and(|room| room != r)));
            let size = fitting.iter().filter(|&&other| places(facts, other) < places(facts, r)).count() as f64 / rooms;
            let weight = ((f64::from(u8::from(pinned)) * many + unlike(wish.published)) * many + unlike(wish.last))
                * many
                + size;
            day.liked.push((col, weight));
        }
        day.program.equal(format_args!("R16 one {}", facts.seat_name(team.seats[0])), one, 1.0);
    }
    let mut used: BTreeMap<(usize, usize), Vec<(Col, f64)>> = BTreeMap::new();
    for (&(t, r), &col) in &day.placed {
        used.entry((teams[t].half_day, r)).or_default().push((col, 1.0));
    }
    for ((h, r), terms) in used.into_iter().filter(|(_, terms)| terms.len() > 1) {
        day.program.at_most(format_args!("R16 room {} {h}", facts.service.rooms.at(r).id), terms, 1.0);
    }
    for (t, u) in pairs(facts, teams) {
        let what = format!("{} {}", facts.seat_name(teams[t].seats[0]), teams[u].half_day);
        let changed = day.program.column(format_args!("changed {what} {}", day.changes.len()), 0.0, 1.0, 1.0);
        for (&(_, r), &here) in day.placed.range((t, 0)..(t + 1, 0)) {
            let mut terms = vec![(here, 1.0), (changed, -1.0)];
            terms.extend(day.placed.get(&(u, r)).map(|&there| (there, -1.0)));
            let name = format!("R16 same {what} {} {}", day.changes.len(), facts.service.rooms.at(r).id);
            day.program.at_most(name, terms, 0.0);
        }
        day.changes.push(changed);
    }
    day
}

impl RoomDay {
    /// With no more changes than these, what is liked best.
    pub fn like(&mut self, changes: f64) {
        for &col in &self.changes {
            self.program.set_cost(col, 0.0);
        }
        for &(col, weight) in &self.liked {
            self.program.set_cost(col, weight);
        }
        if !self.changes.is_empty() {
            let terms = self.changes.iter().map(|&col| (col, 1.0)).collect();
            self.program.at_most("R16 changes", terms, changes);
        }
    }
}

/// Rooms that fit a session and are open.
fn fitting(facts: &Facts, team: &Team) -> Vec<usize> {
    let service = facts.service;
    let (site, clinic) = (&service.sites.at(team.site).id, facts.clinic(team.clinic));
    let (date, half_day) = (facts.date(0, team.half_day), &facts.half_days[team.half_day]);
    (0..service.rooms.len())
        .filter(|&r| {
            let room = service.rooms.at(r);
            room.site == *site && service.room_fits(room, clinic) && service.room_is_open(room, date, half_day)
        })
        .collect()
}

fn places(facts: &Facts, room: usize) -> u32 {
    facts.service.rooms.at(room).places
}

/// Sessions that a practitioner has one after the other, once for each practitioner.
fn pairs(facts: &Facts, teams: &[Team]) -> Vec<(usize, usize)> {
    let mut own: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (t, team) in teams.iter().enumerate() {
        for &seat in &team.seats {
            own.entry(facts.seats[seat].practitioner).or_default().push(t);
        }
    }
    own.into_values()
        .flat_map(|mut day| {
            day.sort_by_key(|&t| teams[t].half_day);
            day.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
        })
        .collect()
}
