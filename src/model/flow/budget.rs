//! F6, budgets.

use crate::engine::Col;
use crate::model::facts::WEEKS_A_YEAR;
use crate::model::{Builder, Soft};
use crate::service::{Covers, Mode, RuleId};
use std::collections::BTreeSet;

/// Pounds in the thousands that budget rows are written in.
pub const THOUSAND: f64 = 1000.0;

/// **F6 budget.** For each budget line, over the horizon:
///
/// `sum over seats of held weeks x (cost + room) x session + sum of cost x given + sum of materials x start <= budget`,
/// over everything or over the clinics that the line covers (these without materials). A room costs the dearest
/// fitting one's hire, once a team.
///
/// Units: thousands of pounds. YAML: `funding.budgets`, `practitioners[].cost_gbp_per_session`,
/// `rooms[].hire_gbp_per_session`, `activities[].cost_gbp`, `courses[].materials_gbp`. The dual is what a thousand
/// pounds more are worth.
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
            terms.extend(b.held_in(i, block).into_iter().map(|(col, weeks)| (col, cost * weeks / THOUSAND)));
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
