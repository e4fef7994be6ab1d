//! Exact rooms: a matching of sessions to rooms, with few changes.
//!
//! Hall's condition in the model (R3) makes sure that a matching exists. Within it each session takes, where that
//! leaves a room for every other session, the room that its people used in the half-day before, else the room that the
//! same session had last week, else the first that fits.

use crate::base::ids::{PractitionerId, RoomId};
use crate::model::Facts;
use crate::plan::PatternSession;
use std::collections::BTreeMap;

/// Remembers who used which room, to keep them there.
pub struct Keeper<'f, 'a> {
    facts: &'f Facts<'a>,
    /// The room of a pattern session's people in a half-day of the week, last time.
    habit: BTreeMap<(PractitionerId, usize), usize>,
    /// The room that somebody used on a date, most recent half-day.
    today: BTreeMap<PractitionerId, (usize, usize, usize)>,
}

impl<'f, 'a> Keeper<'f, 'a> {
    /// A keeper that has seen nobody yet.
    #[must_use]
    pub fn new(facts: &'f Facts<'a>) -> Self {
        Self { facts, habit: BTreeMap::new(), today: BTreeMap::new() }
    }

    /// Rooms for the teams of a half-day of a week. Where closed rooms leave too few, teams are left out, the last
    /// first, and only for want of a room: the checker would find any other missing session.
    pub fn rooms<'p>(
        &mut self,
        week: usize,
        half_day: usize,
        teams: Vec<Vec<&'p PatternSession>>,
    ) -> Vec<(Vec<&'p PatternSession>, RoomId)> {
        let mut by_site: BTreeMap<usize, Vec<Vec<&PatternSession>>> = BTreeMap::new();
        for team in teams {
            by_site.entry(self.facts.site(&team[0].site)).or_default().push(team);
        }
        let mut placed = Vec::new();
        for (site, teams) in by_site {
            let choices = teams.iter().map(|team| self.choices(week, half_day, site, team)).collect();
            let (teams, choices) = housed(teams, choices);
            for (team, room) in teams.into_iter().zip(assign(&choices)) {
                let Some(room) = room else { continue };
                for member in &team {
                    self.habit.insert((member.practitioner.clone(), half_day), room);
                    self.today.insert(member.practitioner.clone(), (week, half_day, room));
                }
                placed.push((team, self.facts.service.rooms.at(room).id.clone()));
            }
        }
        placed
    }

    /// Rooms that fit a team and are open, most wanted first.
    fn choices(&self, week: usize, half_day: usize, site: usize, team: &[&PatternSession]) -> Vec<usize> {
        let service = self.facts.service;
        let (date, slot) = (self.facts.date(week, half_day), &self.facts.half_days[half_day]);
        let (site, clinic) = (&service.sites.at(site).id, &service.clinics[&team[0].clinic]);
        let mut rooms: Vec<usize> = (0..service.rooms.len())
            .filter(|&r| {
                let room = service.rooms.at(r);
                room.site == *site && service.room_fits(room, clinic) && service.room_is_open(room, date, slot)
            })
            .collect();
        let wanted = |r: &usize| {
            let earlier = team.iter().any(|m| {
                self.today
                    .get(&m.practitioner)
                    .is_some_and(|&(w, h, room)| w == week && self.facts.half_days[h].day == slot.day && room == *r)
            });
            let habit = team.iter().any(|m| self.habit.get(&(m.practitioner.clone(), half_day)) == Some(r));
            // Rooms of fewer places first: halls are kept for those who need them.
            (!earlier, !habit, service.rooms.at(*r).places, *r)
        };
        rooms.sort_by_key(wanted);
        rooms
    }
}

/// Of some teams, each with its choices of rooms, those that can have one all at once: each in turn, if it finds one
/// beside those before it. As many as possible (sets that can be matched are independent sets of a matroid).
fn housed<T>(teams: Vec<T>, choices: Vec<Vec<usize>>) -> (Vec<T>, Vec<Vec<usize>>) {
    if matching(&choices, &vec![None; choices.len()]) == choices.len() {
        return (teams, choices);
    }
    let (mut kept, mut theirs): (Vec<T>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
    for (team, rooms) in teams.into_iter().zip(choices) {
        theirs.push(rooms);
        if matching(&theirs, &vec![None; theirs.len()]) == theirs.len() {
            kept.push(team);
        } else {
            theirs.pop();
        }
    }
    (kept, theirs)
}

/// A largest matching of sessions to rooms in which each session in turn gets the most wanted room that still lets as
/// many sessions as possible have one.
fn assign(choices: &[Vec<usize>]) -> Vec<Option<usize>> {
    let mut fixed: Vec<Option<usize>> = vec![None; choices.len()];
    let most = matching(choices, &fixed);
    for i in 0..choices.len() {
        for &room in &choices[i] {
            if fixed.contains(&Some(room)) {
                continue;
            }
            fixed[i] = Some(room);
            if matching(choices, &fixed) == most {
                break;
            }
            fixed[i] = None;
        }
    }
    fixed
}

/// Size of a largest matching that keeps what is fixed (augmenting paths).
fn matching(choices: &[Vec<usize>], fixed: &[Option<usize>]) -> usize {
    let mut holder: BTreeMap<usize, usize> = BTreeMap::new();
    let mut size = 0;
    for (i, room) in fixed.iter().enumerate() {
        if let Some(room) = room {
            holder.insert(*room, i);
            size += 1;
        }
    }
    for i in (0..choices.len()).filter(|&i| fixed[i].is_none()) {
        let mut seen = std::collections::BTreeSet::new();
        size += usize::from(augment(i, choices, fixed, &mut holder, &mut seen));
    }
    size
}

fn augment(
    i: usize,
    choices: &[Vec<usize>],
    fixed: &[Option<usize>],
    holder: &mut BTreeMap<usize, usize>,
    seen: &mut std::collections::BTreeSet<usize>,
) -> bool {
    for &room in &choices[i] {
        if fixed.contains(&Some(room)) || !seen.insert(room) {
            continue;
        }
        let free = match holder.get(&room).copied() {
            None => true,
            Some(other) => augment(other, choices, fixed, holder, seen),
        };
        if free {
            holder.insert(room, i);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_gets_a_room_before_anybody_gets_the_best() {
        // The first would like room 0 best, but the second can use no other.
        assert_eq!(assign(&[vec![0, 1], vec![0]]), vec![Some(1), Some(0)]);
    }

    #[test]
    fn wishes_are_met_where_they_harm_nobody() {
        assert_eq!(assign(&[vec![2, 0], vec![1, 0], vec![0, 1]]), vec![Some(2), Some(1), Some(0)]);
    }

    #[test]
    fn the_first_come_are_housed_and_as_many_as_can_be() {
        let choices = vec![vec![0, 1], vec![0, 1], vec![0, 1], vec![2]];
        assert_eq!(housed(vec!["a", "b", "c", "d"], choices).0, ["a", "b", "d"]);
    }

    #[test]
    fn without_a_room_nothing_is_invented() {
        assert_eq!(assign(&[vec![0], vec![0]]), vec![Some(0), None]);
    }
}
