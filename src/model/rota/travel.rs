//! R6, travel within a day.

use crate::engine::Col;
use crate::model::Builder;
use std::collections::BTreeMap;

/// **R6 travel.** For practitioner *p*, consecutive half-days *h*, *h'* of a day, block and each site *s*:
///
/// `sessions of p at h and s + sum over sites s' too far from s of sessions of p at h' and s' <= 1`, and
/// `change[p,h] >= sessions at h and s + sum over s' other than s of sessions at h' and s' - 1`, priced.
///
/// YAML: `travel_minutes`.
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
        .flat_map(|(_, halves)| halves.windows(2).map(|w| (w[0], w[1])).collect::<Vec<_>>())
        .collect();
    for (&(p, h, block), sites) in &at {
        let Some(&(_, next)) = pairs.iter().find(|(first, _)| *first == h) else { continue };
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
            let what = format!("{who} {} {} {} b{}", id(s), half_day.day.as_str(), half_day.period, block + 1);
            let here = || sessions.iter().map(|&x| (x, 1.0));
            if !far.is_empty() {
                let terms = here().chain(far.iter().map(|&x| (x, 1.0))).collect();
                b.program.at_most(format!("R6 travel {what}"), terms, 1.0);
            }
            if !near.is_empty() {
                let change = *change.get_or_insert_with(|| {
                    let name = format!("change {who} {} {} b{}", half_day.day.as_str(), half_day.period, block + 1);
                    let col = b.program.column(name, 0.0, 1.0, 0.0);
                    b.columns.change.insert((p, h, block), col);
                    col
                });
                let terms = here().chain(near.iter().map(|&x| (x, 1.0))).chain([(change, -1.0)]).collect();
                b.program.at_most(format!("R6 change {what}"), terms, 1.0);
            }
        }
    }
}
