//! Figures by room.

use crate::base::ids::RoomId;
use crate::plan::Plan;
use crate::plan::figures::RoomFigures;
use crate::service::Service;
use std::collections::{HashMap, HashSet};

/// A row a room, in the service's order. A room that a team shares is used once.
pub(super) fn rooms(service: &Service, plan: &Plan) -> Vec<RoomFigures> {
    let half_days: Vec<_> = service.half_days().collect();
    let mut used: HashMap<&RoomId, HashSet<_>> = HashMap::new();
    for session in &plan.sessions {
        used.entry(&session.room).or_default().insert((session.date, &session.half_day));
    }
    service
        .rooms
        .iter()
        .map(|room| {
            let open = service
                .weeks()
                .flat_map(|week| half_days.iter().map(move |h| (week.date(service.timetable.start, h.day), h)))
                .filter(|(date, h)| service.room_is_open(room, *date, h))
                .count() as f64;
            let used = used.get(&room.id).map_or(0, HashSet::len) as f64;
            RoomFigures {
                room: room.id.clone(),
                open_half_days: open,
                used_half_days: used,
                utilisation: if open > 0.0 { used / open } else { 0.0 },
            }
        })
        .collect()
}
