//! The appointments that a plan's flow has, whole.

use crate::base::calendar::Week;
use crate::model::Facts;
use crate::plan::Plan;
use crate::plan::rota::Need;
use std::collections::BTreeMap;

/// Kinds of appointment: the course, and whether it is its first visit.
type Kind = (usize, bool);

/// What a plan's flow gives in each week of its horizon, as whole appointments (classes, of closed groups).
///
/// Of each activity at each site the sum so far is rounded to the nearest, so that fractions are never lost and never add
/// up; every appointment goes to the kind that is furthest behind its part of what is due so far.
#[must_use]
pub fn needs(facts: &Facts, plan: &Plan) -> Vec<Need> {
    let due = due_by_kind(facts, plan);
    let mut given: BTreeMap<(usize, usize), Vec<f64>> = BTreeMap::new();
    for row in &plan.lessons {
        if let Some(a) = facts.service.activities.position(&row.activity) {
            let weeks = given.entry((a, facts.site(&row.site))).or_insert_with(|| vec![0.0; facts.weeks]);
            weeks[row.week.index()] += row.given;
        }
    }
    let mut needs = Vec::new();
    for ((a, s), weeks) in given {
        let none = BTreeMap::new();
        let kinds = due.get(&(a, s)).unwrap_or(&none);
        let (mut so_far, mut whole) = (0.0, 0_u32);
        let mut held: BTreeMap<Kind, u32> = BTreeMap::new();
        for (w, units) in weeks.iter().enumerate() {
            so_far += units;
            let target = (so_far + 0.5 - 1e-6).floor().max(0.0) as u32;
            let mut now: BTreeMap<Kind, u32> = BTreeMap::new();
            while whole < target {
                let Some(kind) = furthest_behind(kinds, &held, so_far, w) else { break };
                *held.entry(kind).or_default() += 1;
                *now.entry(kind).or_default() += 1;
                whole += 1;
            }
            needs.extend(now.into_iter().map(|((course, first), units)| Need {
                activity: facts.service.activities.at(a).id.clone(),
                site: facts.service.sites.at(s).id.clone(),
                week: Week(w as u32),
                course: facts.service.courses.at(course).id.clone(),
                first,
                units,
            }));
        }
    }
    needs.sort();
    needs
}

/// The kind that is furthest behind its part of all that is given so far: given to all in the order of what is due.
fn furthest_behind(
    kinds: &BTreeMap<Kind, Vec<f64>>,
    held: &BTreeMap<Kind, u32>,
    given: f64,
    week: usize,
) -> Option<Kind> {
    let due = |weeks: &[f64]| weeks[..=week].iter().sum::<f64>();
    let all: f64 = kinds.values().map(|weeks| due(weeks)).sum();
    let behind = |(kind, weeks): (&Kind, &Vec<f64>)| {
        let part = if all > 0.0 { due(weeks) / all * given } else { 0.0 };
        part - f64::from(held.get(kind).copied().unwrap_or(0))
    };
    let ranked = kinds.iter().map(|entry| (behind(entry), *entry.0));
    ranked.max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1))).map(|(_, kind)| kind)
}

/// Units due within the horizon: (activity, site) -> kind -> week.
fn due_by_kind(facts: &Facts, plan: &Plan) -> BTreeMap<(usize, usize), BTreeMap<Kind, Vec<f64>>> {
    let mut due: BTreeMap<(usize, usize), BTreeMap<Kind, Vec<f64>>> = BTreeMap::new();
    let mut add = |c: usize, s: usize, position: i64, patients: f64, groups: f64| {
        let first = facts.first_visit(c);
        for visit in &facts.visits[c] {
            let Ok(u) = usize::try_from(position + visit.week as i64) else { continue };
            let Some(&w) = facts.cadence[s].get(u).filter(|w| **w < facts.weeks) else { continue };
            let heads = if visit.per_group { groups } else { patients };
            let of_first = first
                .filter(|first| (first.activity, first.week) == (visit.activity, visit.week))
                .map_or(0.0, |first| first.units.min(visit.units));
            let parts = [(true, of_first), (false, visit.units - of_first)];
            for (is_first, units) in parts.into_iter().filter(|(_, units)| units * heads > 1e-12) {
                let weeks = due.entry((visit.activity, s)).or_default().entry((c, is_first));
                weeks.or_insert_with(|| vec![0.0; facts.weeks])[w] += units * heads;
            }
        }
    };
    for start in &plan.starts {
        let s = facts.site(&start.site);
        if let Some(position) = facts.cadence[s].iter().position(|&w| w == start.week.index()) {
            add(facts.course(&start.course), s, position as i64, start.patients, f64::from(start.groups));
        }
    }
    for (_, c, s, ago, patients, groups) in facts.in_course() {
        add(c, s, -(ago as i64), patients, groups);
    }
    due
}
