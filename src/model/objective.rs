//! The aims and their prices.

use crate::engine::Col;
use crate::model::facts::Facts;
use crate::model::flow::budget::{THOUSAND, all_spending};
use crate::model::flow::income::earned;
use crate::model::{Builder, Goal};
use crate::service::{Aim, Course, EvidenceCase, Service};
use std::collections::BTreeMap;

/// Pounds in a unit of the program's objective, which keeps its coefficients near 1.
pub const POUNDS_A_UNIT: f64 = 100.0;

/// **The objective.** Maximise the worth of a plan in pounds, the sum of five aims at the policy's prices:
///
/// ```text
/// benefit:   + (benefit[c] x important_change_gbp - dose shortfall[g,c]) x start[g,c,s,w]
/// promises:  - late_lesson_week_gbp x late[a,s,w] - carried_lesson_gbp x (carried[a,s,w] + carried[a,s,t] (F11))
///            - floor_shortfall_gbp x short[g,w] - price of excess[a] (F11) x excess[a,s,t]
///            - late_desk_hour_gbp x late[d,w] (F13)
/// waiting:   - waiting_week_gbp x waiting[g,s,w] - breach_week_gbp x beyond[g,s,w]
/// cost:      - spent_pound_gbp x spending over everything (the left side of F6)
///            + earned_pound_gbp x earned (income that the plan decides)
/// tidy:      - session_gbp x held[seat,w]
///            - site_change_gbp x weeks[block] x change[p,h,block]
/// ```
///
/// Each term is summed over its indices. `benefit[c]` is what a start of the course earns in smallest important changes
/// of its measure: change / important change, at the policy's end of the interval, x (1 - drop-out) if the evidence is
/// per attended. The program minimises the negative, in hundreds of pounds and without a constant. "Do nothing" puts
/// `important_change_gbp` in place of the bracket for every start that is not an assessment: most starts first. `held`
/// is `session`, less `taken` (R5 half-day) and `cancelled` (R3 closures), in the weeks in which somebody is there
/// (R9).
///
/// With ordered aims the program is solved once an aim, for that aim alone, each time with one more row that keeps the
/// earlier aims within their tolerance; aims not named are maximised together at the end.
///
/// - Columns: all.
/// - Units: pounds; hundreds of pounds in the program.
/// - YAML: `policy.prices`, `policy.aims`, `policy.evidence_case`, `courses[].evidence`, `measures[].important_change`.
/// - Dual: duals of all rows are in hundreds of pounds of worth, sign reversed.
/// - Source: prices are the service's own; the defaults are assumptions (see the scenario reference).
pub fn add(b: &mut Builder) -> BTreeMap<Aim, Vec<(Col, f64)>> {
    let aims = aims(b);
    for &(col, pounds) in aims.values().flatten() {
        b.program.add_cost(col, -pounds / POUNDS_A_UNIT);
    }
    aims
}

/// The worth of each aim, in pounds a unit of each column.
fn aims(b: &Builder) -> BTreeMap<Aim, Vec<(Col, f64)>> {
    BTreeMap::from([
        (Aim::Benefit, benefit(b)),
        (Aim::Promises, promises(b)),
        (Aim::Waiting, waiting(b)),
        (Aim::Cost, cost(b)),
        (Aim::Tidy, tidy(b)),
    ])
}

/// What a start of a course earns at an end of the evidence's interval, in important changes.
#[must_use]
pub fn start_changes(service: &Service, course: &Course, case: EvidenceCase) -> f64 {
    course.evidence.as_ref().map_or(0.0, |e| e.benefit(course, &service.measures[&e.measure], case).0)
}

/// What a start of a course earns at the policy's case, in pounds.
#[must_use]
pub fn start_worth(facts: &Facts, course: &Course) -> f64 {
    let policy = &facts.service.policy;
    start_changes(facts.service, course, policy.evidence_case) * policy.prices.important_change.0
}

/// What a start of a course in a stream counts for, in pounds.
#[must_use]
pub fn start_value(facts: &Facts, stream: usize, course: usize, goal: Goal) -> f64 {
    let service = facts.service;
    match goal {
        Goal::Best => {
            let course = service.courses.at(course);
            start_worth(facts, course) - dose_shortfall(facts, stream, course)
        }
        Goal::DoNothing if service.streams.at(stream).assessment => 0.0,
        Goal::DoNothing => service.policy.prices.important_change.0,
    }
}

/// **F10 dose.** What a start falls short of the recommended dose, in pounds, a cost of the start and no row of its
/// own:
///
/// ```text
/// dose shortfall[g,c] = max(0, lessons[recommended[g]] - lessons[c]) x dose_shortfall_gbp
/// ```
///
/// Lessons a patient, supporting ones excepted; 0 for streams without a recommended course.
///
/// - Columns: `start` (in the objective).
/// - Units: pounds a start.
/// - YAML: `streams[].recommended`, `policy.prices.dose_shortfall_gbp`, `courses[].lessons[].supporting`.
/// - Dual: none; the shortfall lowers what a start earns.
#[must_use]
pub fn dose_shortfall(facts: &Facts, stream: usize, course: &Course) -> f64 {
    let service = facts.service;
    let recommended = service.streams.at(stream).recommended.as_ref().map(|c| &service.courses[c]);
    recommended.map_or(0.0, |wanted| {
        let missing = wanted.lessons_per_patient() - course.lessons_per_patient();
        missing.max(0.0) * service.policy.prices.dose_shortfall.0
    })
}

fn benefit(b: &Builder) -> Vec<(Col, f64)> {
    let starts = b.columns.start.iter();
    starts.map(|(&(g, c, _, _), &start)| (start, start_value(b.facts, g, c, b.goal))).collect()
}

fn promises(b: &Builder) -> Vec<(Col, f64)> {
    let prices = &b.facts.service.policy.prices;
    let mut terms = Vec::new();
    terms.extend(b.columns.late.values().map(|&col| (col, -prices.late_lesson_week.0)));
    let carried = b.columns.carried.values().chain(b.columns.carried_after.values());
    terms.extend(carried.map(|&col| (col, -prices.carried_lesson.0)));
    terms.extend(b.columns.short.values().map(|&col| (col, -prices.floor_shortfall.0)));
    terms.extend(b.columns.desk_late.values().map(|&col| (col, -prices.late_desk_hour.0)));
    let excess: Vec<f64> = (0..b.facts.service.activities.len()).map(|a| excess_price(b.facts, a)).collect();
    terms.extend(b.columns.excess.iter().map(|(&(a, _, _), &col)| (col, -excess[a])));
    terms
}

/// Price of a unit promised beyond the tail's capacity: at least what the unit earns.
#[must_use]
pub fn excess_price(facts: &Facts, activity: usize) -> f64 {
    let service = facts.service;
    let id = &service.activities.at(activity).id;
    let earned = facts
        .offers
        .iter()
        .map(|o| service.courses.at(o.course))
        .filter(|course| course.teaches().contains(id))
        .map(|course| start_worth(facts, course) / course.lessons_per_patient())
        .fold(0.0, f64::max);
    (earned * facts.places[activity]).max(service.policy.prices.excess_lesson.0)
}

fn waiting(b: &Builder) -> Vec<(Col, f64)> {
    let prices = &b.facts.service.policy.prices;
    let mut terms: Vec<_> = b.columns.waiting.values().map(|&col| (col, -prices.waiting_week.0)).collect();
    terms.extend(b.columns.beyond.values().map(|&col| (col, -prices.breach_week.0)));
    terms
}

fn cost(b: &Builder) -> Vec<(Col, f64)> {
    let prices = &b.facts.service.policy.prices;
    let mut terms = Vec::new();
    if prices.spent_pound.0 > 0.0 {
        let spending = all_spending(b.facts, &b.columns).into_iter();
        terms.extend(spending.map(|(col, thousands)| (col, -thousands * THOUSAND * prices.spent_pound.0)));
    }
    if prices.earned_pound.0 > 0.0 {
        let earned = earned(b.facts, &b.columns).into_iter();
        terms.extend(earned.map(|(col, thousands)| (col, thousands * THOUSAND * prices.earned_pound.0)));
    }
    terms
}

fn tidy(b: &Builder) -> Vec<(Col, f64)> {
    let prices = &b.facts.service.policy.prices;
    let mut terms: Vec<_> = b
        .columns
        .session
        .keys()
        .flat_map(|&(seat, block)| b.columns.held_in(b.facts, seat, block))
        .map(|(col, weeks)| (col, -prices.session.0 * weeks))
        .collect();
    terms.extend(b.columns.change.iter().map(|(&(_, _, block), &col)| {
        let weeks = b.facts.weeks_of(block).len() as f64;
        (col, -prices.site_change.0 * weeks)
    }));
    terms
}
