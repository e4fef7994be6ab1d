//! R9, the pattern: the columns of sessions.

use crate::model::Builder;

/// **R9 pattern.** `session[seat, block]` is 1 if the seat's practitioner runs the seat's clinic at the seat's site and
/// half-day in every week of the block (in which they are there), else 0. Seats exist only where role, skills, own
/// clinics, sites, weekly hours and a fitting room allow (R1a).
///
/// YAML: `policy.pattern_weeks`.
pub fn add_columns(b: &mut Builder) {
    for block in 0..b.facts.service.blocks() as usize {
        for (i, seat) in b.facts.seats.iter().enumerate() {
            if !b.facts.weeks_of(block).any(|w| b.facts.is_held(seat, w)) {
                continue;
            }
            let who = &b.facts.practitioner(seat.practitioner).id;
            let (clinic, site) = (b.clinic(seat.clinic), b.site(seat.site));
            let name = format!("session {who} {clinic} {site} {} b{}", b.half_day(seat.half_day), block + 1);
            let col = b.program.integer(name, 0.0, 1.0, 0.0);
            b.columns.session.insert((i, block), col);
        }
    }
}
