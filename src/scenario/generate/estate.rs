//! Sites and their rooms.

use super::draw::Draw;
use super::half_days::{AREA_MEETING, HALF_DAYS, HalfDays};
use super::outline::Outline;

/// Kinds of room, in the order in which they are counted.
pub(super) const ROOM_KINDS: [&str; 4] = ["consulting", "group", "hall", "gym"];
/// Patients that a room of each kind holds.
pub(super) const PLACES: [u32; 4] = [1, 12, 14, 8];

pub(super) const CONSULTING: usize = 0;
pub(super) const GROUP: usize = 1;
pub(super) const HALL: usize = 2;
pub(super) const GYM: usize = 3;

/// A site as every area has it.
pub(super) struct SiteOutline {
    pub(super) open: HalfDays,
    /// Rooms of each kind.
    pub(super) rooms: [usize; 4],
}

/// A site.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) open: HalfDays,
    pub(super) rooms: [usize; 4],
    /// When its team meets.
    pub(super) meeting: usize,
    /// Weeks in which its first consulting room is closed, if any: the first, and how many.
    pub(super) refurbished: Option<(usize, usize)>,
}

/// An area's sites, in the outline's order.
pub(super) fn sites(outline: &Outline, area: usize, draw: &mut Draw) -> Vec<Site> {
    let mut taken = HalfDays::default();
    let refurbished = draw.below(outline.sites.len());
    let mut sites = Vec::new();
    for (place, of) in outline.sites.iter().enumerate() {
        // Team meetings lie apart, so that those who come from elsewhere can attend; Thursday afternoon is the area's.
        let order = draw.order(HALF_DAYS);
        let free = order.iter().copied().filter(|&h| of.open.has(h) && h != AREA_MEETING);
        let meeting = free.clone().find(|&h| !taken.has(h)).or_else(|| free.clone().next()).unwrap_or(0);
        taken.add(meeting);
        let weeks = (place == refurbished && of.rooms[CONSULTING] > 1).then(|| (draw.between(4, 20), 2));
        sites.push(Site {
            id: format!("a{:02}-s{}", area + 1, place + 1),
            name: format!("Area {}, site {}", area + 1, place + 1),
            open: of.open,
            rooms: of.rooms,
            meeting,
            refurbished: weeks,
        });
    }
    sites
}
