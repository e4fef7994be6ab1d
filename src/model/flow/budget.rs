//! F6, budgets.

use crate::engine::Col;
use crate::model::facts::WEEKS_A_YEAR;
use crate::model::{Builder, Soft};
use crate::service::{Covers, Mode, RuleId};
use std::collections::BTreeSet;

/// Pounds in the thousands that budget rows are written in.
pub const THOUSAND: f64 = 1000.0;

/// **F6 budget.** For each budget line, over the clinics *K* that it covers:
///
/// ```text
/// sum over seats of K, blocks of held_weeks[seat,block] x each[seat] x session[seat,block]
///     + sum over k in K, a, s, w of unit_cost[a] x given[k,a,s,w]
///     + sum over g, c, s, w of materials[c] x start[g,c,s,w]
///     <= gbp_per_year x weeks / (365/7)
/// each[seat] = cost_gbp_per_session / (1 - non_clinical_share) + room[seat]
/// ```
///
/// Materials count only in a line over everything. `room[seat]` is the hire of the dearest room of the site that fits
/// the clinic, once a team (on its first position); `unit_cost[a]` of a closed class is that of `max` patients. The
/// model thus spends at least what the checker reckons from the rooms used and the sessions held. Where rules clash, a
/// budget may be broken at 1,000 pounds of penalty a thousand.
///
/// - Columns: `session`, `given`, `start`.
/// - Units: thousands of pounds.
/// - YAML: `funding.budgets`, `practitioners[].cost_gbp_per_session`, `practitioners[].non_clinical_share`,
///   `rooms[].hire_gbp_per_session`, `activities[].cost_gbp`, `courses[].materials_gbp`.
/// - Dual: what a thousand pounds more in this line are worth.
pub fn add(b: &mut Builder) {
    for budget in &b.facts.service.budgets {
        let (clinics, materials) = match &budget.covers {
            Covers::Everything => ((0..b.facts.service.clinics.len()).collect(), true),
            Covers::Clinics(ids) => (ids.iter().filter_map(|id| b.facts.service.clinics.position(id)).collect(), false),
        };
        let terms = spending(b, &clinics, materials);
        let share = b.facts.weeks as f64 / WEEKS_A_YEAR;
        let name = format!("F6 budget {}", budget.id);
        let row = b.program.at_most(name, terms, budget.per_year.0 * share / THOUSAND);
        let what = format!("the budget {}", budget.id);
        b.soft.push(Soft { row, rule: RuleId::Budget, what, unit: "thousand pounds", price: 1000.0 });
    }
}

/// What is spent on some clinics, in thousands of pounds.
pub fn spending(b: &Builder, clinics: &BTreeSet<usize>, materials: bool) -> Vec<(Col, f64)> {
    let facts = b.facts;
    let service = facts.service;
    let mut terms = Vec::new();
    for (i, seat) in facts.seats.iter().enumerate().filter(|(_, seat)| clinics.contains(&seat.clinic)) {
        let clinic = facts.clinic(seat.clinic);
        let site = service.sites.at(seat.site);
        let hire = service
            .rooms
            .iter()
            .filter(|r| r.site == site.id && service.room_fits(r, clinic))
            .map(|r| r.hire.0)
            .fold(0.0, f64::max);
        let room = if seat.position == 0 { hire / f64::from(service.team(clinic)[0].count) } else { 0.0 };
        let cost = facts.practitioner(seat.practitioner).cost_per_clinical_session().0 + room;
        for block in 0..service.blocks() as usize {
            if let Some(&session) = b.columns.session.get(&(i, block)) {
                terms.push((session, cost * held_weeks(b, i, block) / THOUSAND));
            }
        }
    }
    for (&(k, a, _, _), &given) in &b.columns.given {
        if clinics.contains(&k) {
            terms.push((given, unit_cost(b, a) / THOUSAND));
        }
    }
    if materials {
        for (&(_, c, _, _), &start) in &b.columns.start {
            terms.push((start, service.courses.at(c).materials.0 / THOUSAND));
        }
    }
    terms
}

/// What a unit of an activity costs beside the sessions.
fn unit_cost(b: &Builder, activity: usize) -> f64 {
    let facts = b.facts.service.activities.at(activity);
    match facts.mode {
        Mode::Group { max, .. } if b.facts.closed_activity[activity] => facts.cost.0 * f64::from(max),
        _ => facts.cost.0,
    }
}

/// Weeks of a block in which a seat's session is held.
pub fn held_weeks(b: &Builder, seat: usize, block: usize) -> f64 {
    let length = b.facts.service.policy.pattern_weeks as usize;
    let weeks = block * length..((block + 1) * length).min(b.facts.weeks);
    weeks.filter(|&w| b.facts.is_held(&b.facts.seats[seat], w)).count() as f64
}
