//! The tables of a gap.

use super::cell::{Cell, Sheet};
use super::files::Tables;
use crate::record::GapRecord;

/// All tables of a gap, in a fixed order.
#[must_use]
pub fn gap(record: &GapRecord) -> Tables {
    let filling = &record.filling;
    let could = filling.could.iter().map(|row| {
        [
            Cell::text(&row.practitioner),
            Cell::Number(row.cost_gbp),
            Cell::Number(row.waiting_gbp),
            Cell::Number(row.appointments as f64),
            Cell::Number(row.pay_gbp),
            Cell::Count(row.changes.len() as u64),
        ]
    });
    let could_not =
        filling.could_not.iter().map(|row| [Cell::text(&row.id), Cell::text(row.rule.name()), Cell::text(&row.why)]);
    let rooms = filling.rooms.iter().map(|row| [Cell::text(&row.room), Cell::Count(u64::from(row.moves))]);
    let rooms_not =
        filling.rooms_not.iter().map(|row| [Cell::text(&row.id), Cell::text(row.rule.name()), Cell::text(&row.why)]);
    Tables::new([
        (
            "could",
            Sheet::new(["practitioner", "cost_gbp", "waiting_gbp", "appointments", "session_gbp", "changes"], could),
        ),
        ("could-not", Sheet::new(["practitioner", "rule", "why"], could_not)),
        ("rooms", Sheet::new(["room", "sessions_that_change_room"], rooms)),
        ("rooms-not", Sheet::new(["room", "rule", "why"], rooms_not)),
    ])
}
