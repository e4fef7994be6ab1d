//! R13, fairness.

use crate::engine::Col;
use crate::model::Facts;
use crate::model::weeks::weekly::WeekBuilder;
use std::collections::BTreeMap;

/// Points above a fair share that count once; those beyond count three times.
const MILD: f64 = 2.0;
/// How many times those beyond count.
const GRAVE: f64 = 3.0;

/// **R13 fairness.** A burden *b* is shared out within each role, among those who could have a session of it this week, by
/// the clinical sessions of their contracts: `share[p,b]`. With `balance[p,b]` the sessions above a fair share that
/// earlier weeks have left, and *n* the number of sessions of it:
///
/// ```text
/// unfair[p] + grave[p] >= sum over b of points[b] x (balance[p,b] + own[p,b] - share[p,b] x n[b])
/// own[p,b] = sum over seats of p on b of session[seat]
/// n[b]     = sum over p of the role of own[p,b]
/// unfair[p] <= 2
/// ```
///
/// `unfair` costs `unfair_point_gbp` a point, and `grave` three times as much, every week that they stay: a burden that
/// goes on lying with one is worth passing on in time. What this week adds to the balance is `own - share x n`.
///
/// - Columns: `session`, `unfair[p]`, `grave[p]`.
/// - Units: points.
/// - YAML: `policy.rota.burdens`, `policy.rota.prices.unfair_point_gbp`, `practitioners[].sessions_per_week`,
///   `practitioners[].non_clinical_share`.
/// - Dual: at most three times the price.
pub fn add(week: &mut WeekBuilder) {
    let facts = week.question.facts;
    let service = facts.service;
    let price = service.policy.rota.prices.unfair_point.0;
    let mut points: BTreeMap<usize, (Vec<(Col, f64)>, f64)> = BTreeMap::new();
    for (b, burden) in service.policy.rota.burdens.iter().enumerate() {
        let mut own: BTreeMap<usize, Vec<Col>> = BTreeMap::new();
        for (i, col) in week.sessions().into_iter().filter(|&(i, _)| facts.is_burden(b, &facts.seats[i])) {
            own.entry(facts.seats[i].practitioner).or_default().push(col);
        }
        for (role, pool) in fair_shares(facts, b) {
            let what = format!("{} {role}", burden.id);
            let all = week.b.program.column(format!("all {what}"), 0.0, f64::INFINITY, 0.0);
            let sessions = pool.keys().filter_map(|p| own.get(p)).flatten();
            let terms = sessions.map(|&col| (col, 1.0)).chain([(all, -1.0)]).collect();
            week.b.program.equal(format!("R13 all {what}"), terms, 0.0);
            for (&p, share) in &pool {
                let (terms, _) = points.entry(p).or_default();
                terms.extend(own.get(&p).into_iter().flatten().map(|&col| (col, burden.points)));
                terms.push((all, -burden.points * share));
            }
        }
        for (p, &balance) in week.question.ledger.0[b].iter().enumerate() {
            if balance != 0.0 {
                points.entry(p).or_default().1 += burden.points * balance;
            }
        }
    }
    for (p, (mut terms, balance)) in points {
        if terms.is_empty() {
            continue;
        }
        let who = &facts.practitioner(p).id;
        let unfair = week.priced(format!("unfair {who}"), MILD, price);
        let grave = week.priced(format!("grave {who}"), f64::INFINITY, price * GRAVE);
        week.columns.unfair.insert(p, [unfair, grave]);
        terms.extend([(unfair, -1.0), (grave, -1.0)]);
        week.b.program.at_most(format!("R13 fairness {who}"), terms, -balance);
    }
}

/// Fair shares of a burden, by role, of those who could have a session of it this week.
#[must_use]
pub fn fair_shares<'a>(facts: &Facts<'a>, burden: usize) -> BTreeMap<&'a str, BTreeMap<usize, f64>> {
    let mut pools: BTreeMap<&str, BTreeMap<usize, f64>> = BTreeMap::new();
    for seat in facts.seats.iter().filter(|seat| facts.is_held(seat, 0) && facts.is_burden(burden, seat)) {
        let who = facts.practitioner(seat.practitioner);
        pools.entry(who.role.as_ref()).or_default().insert(seat.practitioner, who.clinical_sessions().0);
    }
    for pool in pools.values_mut() {
        let all: f64 = pool.values().sum();
        for share in pool.values_mut() {
            *share = if all > 0.0 { *share / all } else { 0.0 };
        }
    }
    pools
}
