//! A room's figures.

use crate::plan::figures::RoomFigures;
use crate::verify::figures::compare::Compare;
use crate::verify::reckon::Facts;
use std::collections::BTreeSet;

/// Reckons every room.
pub(super) fn reckon(facts: &Facts<'_>) -> Vec<RoomFigures> {
    let used: BTreeSet<_> = facts.rows.sessions.iter().map(|s| (s.room, s.date, s.slot)).collect();
    let all = facts.lists.rooms.iter().enumerate();
    all.map(|(position, room)| {
        let weeks = 0..facts.grid.weeks();
        let half_days = weeks.flat_map(|week| facts.grid.slots().map(move |slot| (week, slot)));
        let open = half_days
            .filter(|&(week, slot)| {
                facts.service.room_is_open(room, facts.grid.date(week, slot), facts.grid.half_day(slot))
            })
            .count() as f64;
        let used = used.iter().filter(|&&(room, ..)| room == position).count() as f64;
        RoomFigures {
            room: room.id.clone(),
            open_half_days: open,
            used_half_days: used,
            utilisation: if open > 0.0 { used / open } else { 0.0 },
        }
    })
    .collect()
}

/// Compares rooms.
pub(super) fn compare(claimed: &[RoomFigures], reckoned: &[RoomFigures], compare: &mut Compare<'_>) {
    compare.rows(
        "figures.rooms",
        (claimed, reckoned),
        |row| row.room.clone(),
        |_| false,
        |compare, path, claimed, reckoned| {
            compare.number(&format!("{path}.open_half_days"), claimed.open_half_days, reckoned.open_half_days);
            compare.number(&format!("{path}.used_half_days"), claimed.used_half_days, reckoned.used_half_days);
            compare.number(&format!("{path}.utilisation"), claimed.utilisation, reckoned.utilisation);
        },
    );
}
