//! R6, travel within a day.

use crate::engine::Col;
use crate::model::Builder;
use std::collections::BTreeMap;

/// **R6 travel.** For practitioner *p*, half-days *h* before *h'* of one day, block and each site *s*:
///
/// ```text
/// sum of session at h and s + sum of session at h', at sites out of reach of s <= 1
/// change[p,h,block] >= sum of session at h and s + sum of session at h' = h + 1, at other sites within reach of s - 1
/// ```
///
/// A site is within reach if the shortest way over the drives written takes no longer than the longest drive allowed. A
/// change of site is charged for each week of the block.
///
/// - Columns: `session` of *p*, `change[p,h,block]` between 0 and 1, priced at `policy.prices.site_change_gbp` a week.
/// - Units: sessions a week, changes of site a week.
/// - YAML: `travel_minutes.longest_between_sessions`, `travel_minutes.drives`, `policy.prices.site_change_gbp`.
/// - Dual: what it would be worth if the one drive were possible (first row) or free (second row, at most the price).
pub fn add(b: &mut Builder) {
    let facts = b.facts;
    let travel = &facts.service.travel;
    let mut at: BTreeMap<(usize, usize, usize), BTreeMap<usize, Vec<Col>>> = BTreeMap::new();
    for (&(i, block), &session) in &b.columns.session {
        let seat = &facts.seats[i];
        at.entry((seat.practitioner, seat.half_day, block)).or_default().entry(seat.site).or_default().push(session);
    }
    let pairs: Vec<(usize, usize)> = facts
        .days()
        .into_iter()
        .flat_map(|(_, halves)| {
            let later = |i: usize| halves[i + 1..].to_vec();
            (0..halves.len())
                .flat_map(|i| later(i).into_iter().map(move |h| (i, h)))
                .map(|(i, h)| (halves[i], h))
                .collect::<Vec<_>>()
        })
        .collect();
    for ((&(p, h, block), sites), &(_, next)) in
        at.iter().flat_map(|entry| pairs.iter().filter(|(first, _)| *first == entry.0.1).map(move |pair| (entry, pair)))
    {
        let consecutive = next == h + 1;
        let Some(later) = at.get(&(p, next, block)) else { continue };
        let who = &facts.practitioner(p).id;
        let id = |s: usize| &facts.service.sites.at(s).id;
        let mut change = None;
        for (&s, sessions) in sites {
            let elsewhere = |far: bool| -> Vec<Col> {
                later
                    .iter()
                    .filter(|(t, _)| **t != s && travel.allows(id(s), id(**t)) != far)
                    .flat_map(|(_, cols)| cols.iter().copied())
                    .collect()
            };
            let (far, near) = (elsewhere(true), elsewhere(false));
            let half_day = &facts.half_days[h];
            let then = &facts.half_days[next].period;
            let day = half_day.day.as_str();
            let what = format!("{who} {} {day} {} {then} b{}", id(s), half_day.period, block + 1);
            let here = || sessions.iter().map(|&x| (x, 1.0));
            if !far.is_empty() {
                let terms = here().chain(far.iter().map(|&x| (x, 1.0))).collect();
                b.program.at_most(format_args!("R6 travel {what}"), terms, 1.0);
            }
            if !near.is_empty() && consecutive {
                let change = *change.get_or_insert_with(|| {
                    let name = format!("change {who} {} {} b{}", half_day.day.as_str(), half_day.period, block + 1);
                    let col = b.program.column(name, 0.0, 1.0, 0.0);
                    b.columns.change.insert((p, h, block), col);
                    col
                });
                let terms = here().chain(near.iter().map(|&x| (x, 1.0))).chain([(change, -1.0)]).collect();
                b.program.at_most(format_args!("R6 change {what}"), terms, 1.0);
            }
        }
    }
}
