//! R5, meetings.

use crate::model::Builder;
use std::collections::{BTreeMap, BTreeSet};

/// **R5 meetings.** For a meeting at site *s* held in half-day *h* of week *w*, with *P* those invited and present:
///
/// `sum over seats of P at h, elsewhere than s, of session <= floor((1 - least attendance) x |P|)`.
///
/// Minutes that a session loses to a meeting stand in F3, floating meetings in R2, meetings that block clinics in R9
/// (no session is held). Rows that repeat are left out.
///
/// - Columns: `session`.
/// - Units: people.
/// - YAML: `meetings[].who`, `meetings[].when`, `meetings[].site`, `meetings[].least_attendance`,
///   `meetings[].blocks_clinics`.
/// - Dual: what leave for one more to miss the meeting would be worth, over the weeks of the block.
pub fn add(b: &mut Builder) {
    let facts = b.facts;
    for (m, meeting) in facts.service.meetings.iter().enumerate() {
        let (Some(site), false) = (&meeting.site, meeting.blocks_clinics) else { continue };
        let s = facts.site(site);
        let invited: BTreeSet<usize> =
            meeting.attendees.iter().filter_map(|p| facts.service.practitioners.position(p)).collect();
        let mut rows: BTreeMap<Vec<_>, (usize, f64)> = BTreeMap::new();
        for (w, h) in facts.occurrences(m) {
            let present: BTreeSet<usize> = invited.iter().copied().filter(|&p| facts.free[p][h][w]).collect();
            let most = ((1.0 - meeting.least_attendance.get()) * present.len() as f64 + 1e-6).floor();
            let block = facts.service.block_of(crate::base::calendar::Week(w as u32)) as usize;
            let terms: Vec<_> = facts
                .seats
                .iter()
                .enumerate()
                .filter(|(_, x)| x.half_day == h && x.site != s && present.contains(&x.practitioner))
                .filter(|(_, x)| facts.is_held(x, w))
                .filter_map(|(i, _)| b.columns.session.get(&(i, block)).copied())
                .collect();
            if !terms.is_empty() {
                let row = rows.entry(terms).or_insert((w, most));
                row.1 = row.1.min(most);
            }
        }
        for (terms, (w, most)) in rows {
            let name = format!("R5 meeting {} w{}", meeting.id, w + 1);
            b.program.at_most(name, terms.into_iter().map(|x| (x, 1.0)).collect(), most);
        }
    }
}
