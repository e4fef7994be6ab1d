//! What a solution of the dated model's linear relaxation comes to: sessions and patients split.

use crate::base::calendar::WEEKS_A_YEAR;
use crate::engine::Col;
use crate::model::figures::income::standing;
use crate::model::objective::{start_changes, start_value};
use crate::model::{Facts, Goal, Model, flow, frontier::counts};
use crate::plan::digest::{CourseDigest, Digest, StreamDigest};
use crate::plan::figures::{AimFigures, BenefitFigures, BudgetFigures, MeasureFigures};
use crate::service::{Aim, EvidenceCase, Service};
use std::collections::BTreeMap;

/// Benefit of so many starts of each course.
pub(super) fn benefit(service: &Service, starts: impl Iterator<Item = (usize, f64)>) -> BenefitFigures {
    let mut by_measure: BTreeMap<_, MeasureFigures> = BTreeMap::new();
    let mut sums = [0.0; 3];
    let cases = [EvidenceCase::Mean, EvidenceCase::Low, EvidenceCase::High];
    for (c, patients) in starts {
        let course = service.courses.at(c);
        let Some(evidence) = &course.evidence else { continue };
        let each = cases.map(|case| patients * start_changes(service, course, case));
        let scale = service.measures[&evidence.measure].important_change;
        let figures = by_measure.entry(evidence.measure.clone()).or_insert_with(|| MeasureFigures {
            measure: evidence.measure.clone(),
            mean: 0.0,
            low: 0.0,
            high: 0.0,
        });
        figures.mean += each[0] * scale;
        figures.low += each[1] * scale;
        figures.high += each[2] * scale;
        for (sum, one) in sums.iter_mut().zip(each) {
            *sum += one;
        }
    }
    BenefitFigures {
        important_changes: sums[0],
        low: sums[1],
        high: sums[2],
        by_measure: by_measure.into_values().collect(),
    }
}

/// The figures of a solution with sessions and patients split, worth what it is at the policy's prices, whatever it was
/// aimed at. What only whole plans have is none.
#[must_use]
pub fn digest(facts: &Facts, model: &Model, values: &[f64]) -> Digest {
    let service = facts.service;
    let columns = &model.columns;
    let value = |col: &Col| values[col.index()];
    let worth = |terms: &[(Col, f64)]| terms.iter().map(|(col, k)| k * value(col)).sum::<f64>();
    let weeks = facts.weeks;
    let mut by_week = vec![vec![0.0; weeks]; service.streams.len()];
    let mut by_course: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (&(g, c, _, w), col) in &columns.start {
        by_week[g][w] += value(col);
        *by_course.entry((g, c)).or_default() += value(col);
    }
    let mut waiting = vec![vec![0.0; weeks]; service.streams.len()];
    for (&(g, _, w), col) in &columns.waiting {
        waiting[g][w] += value(col);
    }
    let started = |g: usize| by_week[g].iter().sum::<f64>();
    let streams = service.streams.iter().enumerate().map(|(g, stream)| {
        let own = by_course.range((g, 0)..(g + 1, 0));
        let lessons: f64 = own.map(|(&(_, c), n)| n * service.courses.at(c).lessons_per_patient()).sum();
        StreamDigest {
            stream: stream.id.clone(),
            started: started(g),
            waiting: waiting[g].last().copied().unwrap_or_default(),
            wait_weeks: None,
            lessons_per_patient: (started(g) > 1e-6).then(|| lessons / started(g)),
            started_by_week: by_week[g].clone(),
            waiting_by_week: waiting[g].clone(),
        }
    });
    let streams: Vec<StreamDigest> = streams.collect();
    let courses = by_course.iter().map(|(&(g, c), &started)| {
        let course = service.courses.at(c);
        CourseDigest {
            stream: service.streams.at(g).id.clone(),
            course: course.id.clone(),
            started,
            important_changes: started * start_changes(service, course, EvidenceCase::Mean),
            interpolated: course.evidence.as_ref().is_some_and(|e| e.interpolated),
        }
    });
    // A team counts once: its sessions are the teams held.
    let alone = (0..facts.seats.len()).filter(|&seat| !facts.is_team(facts.seats[seat].clinic));
    let held = alone.flat_map(|seat| (0..service.blocks() as usize).map(move |block| (seat, block)));
    let sessions: f64 = held.map(|(seat, block)| worth(&columns.held_in(facts, seat, block))).sum();
    let pounds = |terms: Vec<(Col, f64)>| worth(&terms) * flow::budget::THOUSAND;
    let benefits =
        || columns.start.iter().map(|(&(g, c, _, _), col)| value(col) * start_value(facts, g, c, Goal::Best));
    let aims = model.aims.iter().map(|(&aim, terms)| AimFigures {
        aim,
        value_gbp: if aim == Aim::Benefit { benefits().sum() } else { worth(terms) },
    });
    let aims: Vec<AimFigures> = aims.collect();
    let share = weeks as f64 / WEEKS_A_YEAR;
    Digest {
        started: streams.iter().map(|s| s.started).sum(),
        started_with_evidence: (0..service.streams.len()).filter(|&g| counts(facts, g)).map(started).sum(),
        finished: None,
        benefit: benefit(service, by_course.iter().map(|(&(_, c), &n)| (c, n))),
        waiting: streams.iter().map(|s| s.waiting).sum(),
        beyond_target: None,
        breach_weeks: Some(columns.beyond.values().map(value).sum()),
        sessions: sessions + columns.teams.values().map(value).sum::<f64>(),
        owed_after: None,
        excess_after: Some(columns.excess.values().map(value).sum()),
        spend_gbp: pounds(flow::budget::all_spending(facts, columns)),
        income_gbp: standing(service).map(|standing| standing + pounds(flow::income::earned(facts, columns))),
        value_gbp: aims.iter().map(|aim| aim.value_gbp).sum(),
        aims,
        courses: courses.collect(),
        budgets: service
            .budgets
            .iter()
            .map(|budget| BudgetFigures {
                budget: budget.id.clone(),
                budget_gbp: budget.per_year.0 * share,
                spent_gbp: {
                    let (clinics, materials) = flow::budget::covered(service, &budget.covers);
                    pounds(flow::budget::spending(facts, columns, &clinics, materials))
                },
            })
            .collect(),
        streams,
        rota: Vec::new(),
    }
}
