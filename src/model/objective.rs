//! The aims and their prices.

use crate::engine::Col;
use crate::model::facts::Facts;
use crate::model::flow::budget::{THOUSAND, spending};
use crate::model::{Builder, Goal};
use crate::service::{Aim, Course, Mode};
use std::collections::BTreeMap;

/// Pounds in a unit of the program's objective, which keeps its coefficients near 1.
pub const POUNDS_A_UNIT: f64 = 100.0;

/// **The objective**: maximise the worth of a plan in pounds, the sum of the aims at the policy's prices; the program
/// minimises its negative in hundreds of pounds, without a constant.
///
/// - benefit: `benefit[c] x important change price x start - dose shortfall[c] x start`;
/// - promises: `- late - carried - short - excess`, each at its price, weekly;
/// - waiting: `- waiting - beyond`, each at its price, weekly;
/// - cost: `- spending x spent pound price`;
/// - tidy: `- sessions held - changes of site`, each at its price.
///
/// "Do nothing" counts every start of a treatment alike, in place of its benefit: most starts first.
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

/// What a start of a course earns at the policy's case, in pounds.
#[must_use]
pub fn start_worth(facts: &Facts, course: &Course) -> f64 {
    let policy = &facts.service.policy;
    course.evidence.as_ref().map_or(0.0, |evidence| {
        let measure = &facts.service.measures[&evidence.measure];
        evidence.benefit(course, measure, policy.evidence_case).0 * policy.prices.important_change.0
    })
}

/// What a lesson less than the recommended dose costs a start, in pounds.
#[must_use]
pub fn dose_shortfall(facts: &Facts, stream: usize, course: &Course) -> f64 {
    let service = facts.service;
    let recommended = service.streams.at(stream).recommended.as_ref().map(|c| &service.courses[c]);
    recommended.map_or(0.0, |wanted| {
        let missing = f64::from(wanted.lessons_per_patient()) - f64::from(course.lessons_per_patient());
        missing.max(0.0) * service.policy.prices.dose_shortfall.0
    })
}

fn benefit(b: &Builder) -> Vec<(Col, f64)> {
    let service = b.facts.service;
    b.columns
        .start
        .iter()
        .map(|(&(g, c, _, _), &start)| {
            let course = service.courses.at(c);
            let worth = match b.goal {
                Goal::Best => start_worth(b.facts, course) - dose_shortfall(b.facts, g, course),
                Goal::DoNothing if service.streams.at(g).assessment => 0.0,
                Goal::DoNothing => service.policy.prices.important_change.0,
            };
            (start, worth)
        })
        .collect()
}

fn promises(b: &Builder) -> Vec<(Col, f64)> {
    let prices = &b.facts.service.policy.prices;
    let mut terms = Vec::new();
    terms.extend(b.columns.late.values().map(|&col| (col, -prices.late_lesson_week.0)));
    terms.extend(b.columns.carried.values().map(|&col| (col, -prices.carried_lesson.0)));
    terms.extend(b.columns.short.values().map(|&col| (col, -prices.floor_shortfall.0)));
    terms.extend(b.columns.excess.iter().map(|(&(a, _, _), &col)| (col, -excess_price(b.facts, a))));
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
        .filter(|course| course.lessons.iter().any(|l| l.activity == *id && !l.supporting))
        .map(|course| start_worth(facts, course) / f64::from(course.lessons_per_patient().max(1)))
        .fold(0.0, f64::max);
    let each = match service.activities.at(activity).mode {
        Mode::Group { max, .. } if facts.closed_activity[activity] => earned * f64::from(max),
        _ => earned,
    };
    each.max(service.policy.prices.excess_lesson.0)
}

fn waiting(b: &Builder) -> Vec<(Col, f64)> {
    let prices = &b.facts.service.policy.prices;
    let mut terms: Vec<_> = b.columns.waiting.values().map(|&col| (col, -prices.waiting_week.0)).collect();
    terms.extend(b.columns.beyond.values().map(|&col| (col, -prices.breach_week.0)));
    terms
}

fn cost(b: &Builder) -> Vec<(Col, f64)> {
    let price = b.facts.service.policy.prices.spent_pound.0;
    if price == 0.0 {
        return Vec::new();
    }
    let all = (0..b.facts.service.clinics.len()).collect();
    spending(b, &all, true).into_iter().map(|(col, thousands)| (col, -thousands * THOUSAND * price)).collect()
}

fn tidy(b: &Builder) -> Vec<(Col, f64)> {
    let prices = &b.facts.service.policy.prices;
    let length = b.facts.service.policy.pattern_weeks as usize;
    let mut terms: Vec<_> = b
        .columns
        .session
        .keys()
        .flat_map(|&(seat, block)| b.held_in(seat, block))
        .map(|(col, weeks)| (col, -prices.session.0 * weeks))
        .collect();
    terms.extend(b.columns.change.iter().map(|(&(_, _, block), &col)| {
        let weeks = length.min(b.facts.weeks - block * length) as f64;
        (col, -prices.site_change.0 * weeks)
    }));
    terms
}
