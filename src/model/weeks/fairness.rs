//! R13, fairness.

use crate::engine::Col;
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
        for (role, pool) in pools(week, b) {
            let what = format!("{} {role}", burden.id);
            let all = week.b.program.column(format!("all {what}"), 0.0, f64::INFINITY, 0.0);
            let terms = pool.values().flat_map(|m| &m.sessions).map(|&col| (col, 1.0)).chain([(all, -1.0)]);
            week.b.program.equal(format!("R13 all {what}"), terms.collect(), 0.0);
            for (&p, member) in &pool {
                let (terms, _) = points.entry(p).or_default();
                terms.extend(member.sessions.iter().map(|&col| (col, burden.points)));
                terms.push((all, -burden.points * member.share));
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

/// A member of a pool among whom a burden is shared out.
pub struct Member {
    /// Their sessions of it that could be.
    pub sessions: Vec<Col>,
    /// Their fair share.
    pub share: f64,
}

/// Those who could have a session of a burden this week, by role: practitioners by position, with their columns.
fn pools<'a>(week: &WeekBuilder<'a, '_>, burden: usize) -> BTreeMap<&'a str, BTreeMap<usize, Member>> {
    let facts = week.question.facts;
    let mut pools: BTreeMap<&str, BTreeMap<usize, Member>> = BTreeMap::new();
    for (i, col) in week.sessions() {
        let seat = &facts.seats[i];
        if facts.is_burden(burden, seat) {
            let who = facts.practitioner(seat.practitioner);
            let member = pools.entry(who.role.as_ref()).or_default().entry(seat.practitioner);
            member.or_insert_with(|| Member { sessions: Vec::new(), share: 0.0 }).sessions.push(col);
        }
    }
    for pool in pools.values_mut() {
        let contract = |p: usize| facts.practitioner(p).clinical_sessions().0;
        let all: f64 = pool.keys().map(|&p| contract(p)).sum();
        for (&p, member) in pool.iter_mut() {
            member.share = if all > 0.0 { contract(p) / all } else { 0.0 };
        }
    }
    pools
}
