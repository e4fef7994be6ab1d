//! F6, budgets.

use crate::base::calendar::WEEKS_A_YEAR;
use crate::base::ids::SiteId;
use crate::engine::{Col, Program};
use crate::model::{Builder, Columns, Facts, Soft};
use crate::service::{Budget, Covers, RuleId, Service};
use std::collections::BTreeSet;

/// Pounds in the thousands that budget rows are written in.
pub const THOUSAND: f64 = 1000.0;

/// **F6 budget.** For each budget line, over the clinics *K* that it covers:
///
/// ```text
/// sum over seats of K, w of each[seat] x held[seat,w]
///     + sum over k in K, a, s, w of unit_cost[a] x given[k,a,s,w]
///     + sum over g, c, s, w of materials[c] x start[g,c,s,w]
///     <= gbp_per_year x weeks / (365/7)
/// each[seat] = cost_gbp_per_session / (1 - non_clinical_share) + room[seat]
/// held[seat,w] = session[seat,block] - taken[seat,w] - cancelled[seat,w]; 0 when nobody is there (R9)
/// ```
///
/// Materials count only in a line over everything. `room[seat]` is the hire of the dearest room of the site that fits
/// the clinic, once a team (on its first position); `unit_cost[a]` of a closed class is that of `max` patients. The
/// model thus spends at least what the checker reckons from the rooms used and the sessions held. Where rules clash, a
/// budget may be broken at 1,000 pounds of penalty a thousand.
///
/// - Columns: `session`, `taken`, `cancelled`, `given`, `start`.
/// - Units: thousands of pounds.
/// - YAML: `funding.budgets`, `practitioners[].cost_gbp_per_session`, `practitioners[].non_clinical_share`,
///   `rooms[].hire_gbp_per_session`, `activities[].cost_gbp`, `courses[].materials_gbp`.
/// - Dual: what a thousand pounds more in this line are worth.
pub fn add(b: &mut Builder) {
    let share = b.facts.weeks as f64 / WEEKS_A_YEAR;
    for budget in &b.facts.service.budgets {
        let (clinics, materials) = covered(b.facts.service, &budget.covers);
        let terms = spending(b.facts, &b.columns, &clinics, materials);
        b.soft.push(row(&mut b.program, budget, terms, share));
    }
}

/// The row of a budget over a share of the year; `terms` are in thousands of pounds.
pub fn row(program: &mut Program, budget: &Budget, terms: Vec<(Col, f64)>, share: f64) -> Soft {
    let row = program.at_most(format_args!("F6 budget {}", budget.id), terms, budget.per_year.0 * share / THOUSAND);
    let what = format!("the budget {}", budget.id);
    Soft { row, rule: RuleId::Budget, what, unit: "thousand pounds", price: 1000.0 }
}

/// The clinics that a budget covers, and whether it covers materials.
#[must_use]
pub fn covered(service: &Service, covers: &Covers) -> (BTreeSet<usize>, bool) {
    match covers {
        Covers::Everything => ((0..service.clinics.len()).collect(), true),
        Covers::Clinics(ids) => (ids.iter().filter_map(|id| service.clinics.position(id)).collect(), false),
    }
}

/// What is spent on some clinics, in thousands of pounds.
#[must_use]
pub fn spending(facts: &Facts, columns: &Columns, clinics: &BTreeSet<usize>, materials: bool) -> Vec<(Col, f64)> {
    let service = facts.service;
    let mut terms = Vec::new();
    for (i, seat) in facts.seats.iter().enumerate().filter(|(_, seat)| clinics.contains(&seat.clinic)) {
        let site = &service.sites.at(seat.site).id;
        let cost = session_cost(facts, seat.practitioner, (seat.clinic, seat.position), |at| at == site);
        for block in 0..service.blocks() as usize {
            terms.extend(
                columns.held_in(facts, i, block).into_iter().map(|(col, weeks)| (col, cost * weeks / THOUSAND)),
            );
        }
    }
    for (&(k, a, _, _), &given) in &columns.given {
        if clinics.contains(&k) {
            terms.push((given, unit_cost(facts, a) / THOUSAND));
        }
    }
    if materials {
        for (&(_, c, _, _), &start) in &columns.start {
            terms.push((start, service.courses.at(c).materials.0 / THOUSAND));
        }
    }
    terms
}

/// All that is spent, in thousands of pounds.
#[must_use]
pub fn all_spending(facts: &Facts, columns: &Columns) -> Vec<(Col, f64)> {
    let (clinics, materials) = covered(facts.service, &Covers::Everything);
    spending(facts, columns, &clinics, materials)
}

/// What a session of a practitioner in a position of a clinic costs, in pounds: for the first position with their share
/// of a room, the dearest that fits at the sites for which `at` says so.
pub fn session_cost(
    facts: &Facts,
    practitioner: usize,
    (clinic, position): (usize, usize),
    at: impl Fn(&SiteId) -> bool,
) -> f64 {
    let service = facts.service;
    let clinic = facts.clinic(clinic);
    let fitting = service.rooms.iter().filter(|r| at(&r.site) && service.room_fits(r, clinic));
    let hire = fitting.map(|r| r.hire.0).fold(0.0, f64::max);
    let room = if position == 0 { hire / f64::from(clinic.team[0].count) } else { 0.0 };
    facts.practitioner(practitioner).cost_per_clinical_session().0 + room
}

/// What a unit of an activity costs beside the sessions, in pounds.
#[must_use]
pub fn unit_cost(facts: &Facts, activity: usize) -> f64 {
    facts.service.activities.at(activity).cost.0 * facts.places[activity]
}
