//! What is earned.

use crate::engine::Col;
use crate::model::flow::budget::THOUSAND;
use crate::model::flow::contracts;
use crate::model::{Columns, Facts};
use crate::service::{Course, Missed, Service};

/// Visits of a course that a starter attends, on average: activity, week of the course, how many. A missed visit that is
/// booked again counts once it is had, one that is lost does not count.
#[must_use]
pub fn attended(service: &Service, course: &Course) -> Vec<(usize, usize, f64)> {
    let visits = course.visits();
    let each = visits.iter().filter_map(|visit| {
        let activity = &service.activities[visit.activity];
        let had = match activity.missed {
            Missed::Rebooked => 1.0,
            Missed::Lost => activity.dna.complement().get(),
        };
        let attended = visit.share * course.attending(visit.number) * had;
        Some((service.activities.position(visit.activity)?, visit.week, attended))
    });
    each.collect()
}

/// **Income that a plan decides**, a part of the objective and no row of its own:
///
/// ```text
/// earned = sum over g, c, s, w of charges[g,c,s,w] x start[g,c,s,w] + sum over contracts of pays[contract] x count
/// charges[g,c,s,w] = self_funded_share[g] x sum over the visits i of c that fall within the horizon of
///                    price[a(i)] x share[i] x (1 - drop_out[c])^((i-1)/(n-1)) x (1 - dna[a(i)] if a missed one is lost)
/// ```
///
/// `count` is what the contract counts (F7). What patients already in a course pay, and block income, no plan changes:
/// they stand among the figures alone.
///
/// - Columns: `start`, `given`.
/// - Units: thousands of pounds.
/// - YAML: `activities[].price_gbp`, `streams[].self_funded_share`, `funding.contracts[].pays_gbp`,
///   `funding.block_income`, `policy.prices.earned_pound_gbp`.
/// - Dual: none of its own.
#[must_use]
pub fn earned(facts: &Facts, columns: &Columns) -> Vec<(Col, f64)> {
    let service = facts.service;
    let mut terms = Vec::new();
    let attended: Vec<_> = service.courses.iter().map(|course| attended(service, course)).collect();
    for offer in &facts.offers {
        let (g, c, s) = (offer.stream, offer.course, offer.site);
        let share = service.streams.at(g).self_funded.get();
        for (u, &w) in facts.cadence[s].iter().enumerate() {
            let Some(&start) = columns.start.get(&(g, c, s, w)) else { continue };
            let within = attended[c].iter().filter(|(_, week, _)| facts.cadence[s].get(u + week) < Some(&facts.weeks));
            let paid: f64 = within.map(|&(a, _, had)| service.activities.at(a).price.0 * had).sum();
            if paid * share > 0.0 {
                terms.push((start, paid * share / THOUSAND));
            }
        }
    }
    for contract in service.contracts.iter().filter(|contract| contract.pays.0 > 0.0) {
        let given = columns.given.iter().map(|(&(_, a, _, _), &col)| (a, col));
        let starts = columns.start.iter().map(|(&(g, c, _, _), &col)| (g, c, col));
        let counted = contracts::counted(service, &contract.counts, given, starts);
        terms.extend(counted.into_iter().map(|(col, each)| (col, each * contract.pays.0 / THOUSAND)));
    }
    terms
}
