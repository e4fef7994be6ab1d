//! R1, one place at a time.

use crate::model::Builder;
use std::collections::BTreeMap;

/// **R1 one place.** For practitioner *p*, half-day *h* and block:
///
/// ```text
/// sum over seats of p at h of session[seat,block] <= 1
/// ```
///
/// That they are at work in that half-day is a matter of the columns (R9).
///
/// - Columns: `session`.
/// - Units: sessions a week.
/// - YAML: `practitioners[].available`.
/// - Dual: what a second *p* in that half-day would be worth.
pub fn add(b: &mut Builder) {
    let mut rows: BTreeMap<(usize, usize, usize), Vec<_>> = BTreeMap::new();
    for (&(i, block), &session) in &b.columns.session {
        let seat = &b.facts.seats[i];
        rows.entry((seat.practitioner, seat.half_day, block)).or_default().push((session, 1.0));
    }
    for ((p, h, block), terms) in rows {
        if terms.len() > 1 {
            let who = &b.facts.practitioner(p).id;
            let name = format!("R1 one place {who} {} b{}", b.half_day(h), block + 1);
            b.program.at_most(name, terms, 1.0);
        }
    }
}
