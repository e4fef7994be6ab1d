//! R5, meetings.

use crate::engine::Col;
use crate::model::Builder;
use std::collections::{BTreeMap, BTreeSet};

/// **R5 meetings.** For a meeting *m* at site *s* held in half-day *h* of week *w*, with *P* those invited and present:
///
/// ```text
/// sum over seats of P at h, elsewhere than s, of held[seat,w] <= most
/// most = floor((1 - least attendance) x |P|)
/// ```
///
/// `held` is the session of the pattern, unless it is cancelled or a blocking meeting takes it (R3 closures, R5
/// half-day). If it is undecided whether the meeting keeps *h*, with *n* people in the sum:
///
/// ```text
/// sum over seats of P at h, elsewhere than s, of held[seat,w] + (n - most) x meets[m,h] <= n     most >= 1
/// sum over seats of p at h, elsewhere than s, of held[seat,w] + meets[m,h] <= 1                  most = 0, each p of P
/// ```
///
/// Minutes that a session loses to a meeting stand in F3, floating meetings in R2, meetings that block clinics in R9
/// (no session is held). Rows that repeat are left out.
///
/// - Columns: `session`, `taken`, `cancelled`, `meets`.
/// - Units: people.
/// - YAML: `meetings[].who`, `meetings[].when`, `meetings[].site`, `meetings[].least_attendance`,
///   `meetings[].blocks_clinics`, `meetings[].from`, `meetings[].to`.
/// - Dual: what leave for one more to miss the meeting would be worth, over the weeks of the block.
pub fn add(b: &mut Builder) {
    let facts = b.facts;
    for (m, meeting) in facts.service.meetings.iter().enumerate() {
        let (Some(site), false) = (&meeting.site, meeting.blocks_clinics) else { continue };
        let s = facts.site(site);
        let invited: BTreeSet<usize> =
            meeting.attendees.iter().filter_map(|p| facts.service.practitioners.position(p)).collect();
        let mut rows: BTreeMap<Vec<(Col, bool)>, Elsewhere> = BTreeMap::new();
        for (w, h) in facts.occurrences(m) {
            let present: BTreeSet<usize> = invited.iter().copied().filter(|&p| facts.free[p][h][w]).collect();
            let most = ((1.0 - meeting.least_attendance.get()) * present.len() as f64 + 1e-6).floor();
            let mut people: BTreeMap<usize, Vec<(Col, f64)>> = BTreeMap::new();
            for &i in present.iter().flat_map(|&p| &facts.seats_of[p]) {
                let seat = &facts.seats[i];
                if seat.half_day == h && seat.site != s {
                    let held = b.held(i, w);
                    if !held.is_empty() {
                        people.entry(seat.practitioner).or_default().extend(held);
                    }
                }
            }
            let key: Vec<(Col, bool)> = people.values().flatten().map(|&(col, sign)| (col, sign < 0.0)).collect();
            if !key.is_empty() {
                let row = rows.entry(key).or_insert(Elsewhere { week: w, half_day: h, most, people });
                row.most = row.most.min(most);
            }
        }
        for row in rows.into_values() {
            let name = format!("R5 meeting {} w{}", meeting.id, row.week + 1);
            match b.columns.meets.get(&(m, row.half_day)).copied() {
                None => {
                    b.program.at_most(name, row.people.into_values().flatten().collect(), row.most);
                }
                Some(meets) => add_undecided(b, &name, row, meets),
            }
        }
    }
}

/// Sessions elsewhere in a meeting's half-day, by practitioner, and the most of them that may be held.
struct Elsewhere {
    week: usize,
    half_day: usize,
    most: f64,
    people: BTreeMap<usize, Vec<(Col, f64)>>,
}

fn add_undecided(b: &mut Builder, name: &str, row: Elsewhere, meets: Col) {
    let name = format!("{name} {}", b.half_day(row.half_day));
    let all = row.people.len() as f64;
    if row.most == 0.0 {
        for (p, mut terms) in row.people {
            terms.push((meets, 1.0));
            b.program.at_most(format_args!("{name} {}", b.facts.practitioner(p).id), terms, 1.0);
        }
    } else if row.most < all {
        let mut terms: Vec<(Col, f64)> = row.people.into_values().flatten().collect();
        terms.push((meets, all - row.most));
        b.program.at_most(name, terms, all);
    }
}
