//! What is earned within the horizon.

use crate::base::calendar::WEEKS_A_YEAR;
use crate::base::ids::ActivityId;
use crate::model::figures::opening::OpenWeeks;
use crate::model::figures::total::Total;
use crate::model::flow::income::attended;
use crate::plan::Plan;
use crate::plan::figures::{IncomeFigures, IncomeFrom};
use crate::service::{Contract, Counts, Service};
use std::collections::BTreeMap;

/// What a plan earns: all of it, by source, and what of it the plan decides, in pounds.
pub(super) struct Income {
    /// By source, in the service's order.
    pub(super) rows: Vec<IncomeFigures>,
    /// Charges of those who start and what contracts pay.
    pub(super) decided: f64,
}

/// Charges by activity, contracts that pay by the piece, and what comes whatever is done.
pub(super) fn income(service: &Service, plan: &Plan) -> Income {
    let open: BTreeMap<_, OpenWeeks> = service.sites.iter().map(|s| (&s.id, OpenWeeks::of(service, s))).collect();
    let weeks = service.timetable.weeks as usize;
    let mut charges: BTreeMap<ActivityId, f64> = BTreeMap::new();
    let mut of_starters = 0.0;
    let visits: Vec<_> = service.courses.iter().map(|course| attended(service, course)).collect();
    let mut charge = |activity: usize, patients: f64| {
        let activity = service.activities.at(activity);
        let paid = activity.price.0 * patients;
        *charges.entry(activity.id.clone()).or_default() += paid;
        paid
    };
    for start in &plan.starts {
        let (Some(stream), Some(course), Some(open)) =
            (service.streams.get(&start.stream), service.courses.position(&start.course), open.get(&start.site))
        else {
            continue;
        };
        for &(activity, week, had) in &visits[course] {
            if open.nth_from(start.week, week) < weeks {
                of_starters += charge(activity, start.patients * had * stream.self_funded.get());
            }
        }
    }
    for stream in &service.streams {
        for earlier in &stream.in_course {
            let Some(course) = service.courses.position(&earlier.course) else { continue };
            for (site, share) in &stream.site_shares {
                let Some(open) = open.get(site) else { continue };
                for &(activity, week, had) in &visits[course] {
                    // their course week in the site's u-th open week is weeks_ago + u
                    if week.checked_sub(earlier.weeks_ago as usize).is_some_and(|left| left < open.count()) {
                        charge(activity, earlier.patients.0 * share.get() * had * stream.self_funded.get());
                    }
                }
            }
        }
    }
    let mut rows = Vec::new();
    for activity in service.activities.iter().filter(|a| a.price.0 > 0.0) {
        let gbp = charges.get(&activity.id).copied().unwrap_or(0.0);
        rows.push(IncomeFigures { from: IncomeFrom::Charges(activity.id.clone()), gbp });
    }
    let mut decided = of_starters;
    for contract in service.contracts.iter().filter(|c| c.pays.0 > 0.0) {
        let gbp = contract.pays.0 * counted(plan, contract);
        decided += gbp;
        rows.push(IncomeFigures { from: IncomeFrom::Contract(contract.id.clone()), gbp });
    }
    let share_of_year = f64::from(service.timetable.weeks) / WEEKS_A_YEAR;
    let block = service.block_income.iter().map(|block| IncomeFigures {
        from: IncomeFrom::Block(block.id.clone()),
        gbp: block.per_year.0 * share_of_year,
    });
    rows.extend(block);
    Income { rows, decided }
}

/// What comes whatever a plan does: charges of patients already in a course, and block income, in pounds; none where the
/// service earns nothing.
pub(in crate::model) fn standing(service: &Service) -> Option<f64> {
    let rows = income(service, &Plan::default()).rows;
    (!rows.is_empty()).then(|| rows.iter().map(|row| row.gbp).total())
}

/// What a contract counts of a plan.
fn counted(plan: &Plan, contract: &Contract) -> f64 {
    match &contract.counts {
        Counts::Appointments(id) => plan.lessons.iter().filter(|l| l.activity == *id).map(|l| l.given).total(),
        Counts::Starts(id) => plan.starts.iter().filter(|s| s.course == *id).map(|s| s.patients).total(),
        Counts::StreamStarts(id) => plan.starts.iter().filter(|s| s.stream == *id).map(|s| s.patients).total(),
    }
}
