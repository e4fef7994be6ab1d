//! R9, the pattern: the columns of sessions.

use crate::model::Builder;

/// **R9 pattern, R1a eligible.** `session[seat,block]` is 1 if the seat's practitioner runs the seat's clinic at the
/// seat's site and half-day in every week of the block in which they are there, else 0:
///
/// ```text
/// session[seat,block] in {0, 1},   seat = (practitioner p, clinic k, position of its team, site s, half-day h)
/// ```
///
/// A seat exists only where role, skills and the practitioner's own list of clinics allow (R1a), the site is one of
/// theirs and of the clinic's, a fitting room is open in that half-day, and at least one session a week is clinical
/// (R2). A session is held in the weeks in which the practitioner is present (weekly hours, leave, contract and
/// registration, home site not shut), no meeting that blocks clinics takes them, and the site is open; without such a
/// week in a block there is no column.
///
/// - Columns: `session[seat,block]`.
/// - Units: sessions a week.
/// - YAML: `policy.pattern_weeks`, `practitioners[].role`, `practitioners[].skills`, `practitioners[].clinics`,
///   `practitioners[].sites`, `practitioners[].available`, `practitioners[].leave`, `practitioners[].study_leave`,
///   `practitioners[].contract`, `practitioners[].registration`, `clinics[].sites`, `rooms[].open`.
/// - Dual: in the linear relaxation, the reduced cost of a session: what it lacks to be worth rostering.
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
