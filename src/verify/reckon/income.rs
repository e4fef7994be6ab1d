//! What is earned.

use crate::plan::figures::{IncomeFigures, IncomeFrom};
use crate::service::{Counts, Missed, Service};
use crate::verify::grid::Grid;
use crate::verify::lists::Lists;
use crate::verify::reckon::course::visits;
use crate::verify::reckon::open::OpenWeeks;
use crate::verify::rows::Rows;

/// What is earned within the horizon, in pounds.
pub(in crate::verify) struct Income {
    /// By source.
    pub(in crate::verify) rows: Vec<IncomeFigures>,
    /// What the plan decides: charges of starters, and what contracts pay by the piece.
    pub(in crate::verify) decided: f64,
}

impl Income {
    /// Walks through everybody's visits that fall within the horizon, and counts what contracts pay for.
    pub(super) fn of(service: &Service, lists: Lists<'_>, grid: &Grid, open: &OpenWeeks, rows: &Rows<'_>) -> Self {
        let mut charged = vec![0.0; lists.activities.len()];
        let mut decided = 0.0;
        let courses: Vec<_> = lists.courses.iter().map(|course| visits(service, course)).collect();
        // patients of a stream and course, at a site, in a week of the course at an open week
        let mut walk = |stream: usize, course: usize, site: usize, patients: f64, (done, open_week): (usize, usize)| {
            let mut paid = 0.0;
            for visit in courses[course].iter().filter(|v| v.week >= done) {
                if open.nth(site, open_week + visit.week - done) >= grid.weeks() {
                    continue;
                }
                let activity = &lists.activities[visit.activity];
                let lost = if activity.missed == Missed::Lost { activity.dna.get() } else { 0.0 };
                let payers = patients * lists.streams[stream].self_funded.get();
                let each = visit.attended * (1.0 - lost) * activity.price.0;
                charged[visit.activity] += payers * each;
                paid += payers * each;
            }
            paid
        };
        for row in &rows.starts {
            let from = (0, open.before(row.site, row.week));
            decided += walk(row.stream, row.course, row.site, row.patients, from);
        }
        for (position, stream) in lists.streams.iter().enumerate() {
            for group in &stream.in_course {
                for (site, share) in &stream.site_shares {
                    let places = (service.courses.position(&group.course), service.sites.position(site));
                    if let (Some(course), Some(site)) = places {
                        walk(position, course, site, share.get() * group.patients.0, (group.weeks_ago as usize, 0));
                    }
                }
            }
        }
        let mut income = Vec::new();
        for (activity, gbp) in lists.activities.iter().zip(charged).filter(|(a, _)| a.price.0 > 0.0) {
            income.push(IncomeFigures { from: IncomeFrom::Charges(activity.id.clone()), gbp });
        }
        for contract in lists.contracts.iter().filter(|c| c.pays.0 > 0.0) {
            let count: f64 = match &contract.counts {
                Counts::Appointments(id) => {
                    let own = rows.lessons.values().filter(|l| l.row.activity == *id);
                    own.map(|l| l.row.given).sum()
                }
                Counts::Starts(id) => {
                    rows.starts.iter().filter(|r| lists.courses[r.course].id == *id).map(|r| r.patients).sum()
                }
                Counts::StreamStarts(id) => {
                    rows.starts.iter().filter(|r| lists.streams[r.stream].id == *id).map(|r| r.patients).sum()
                }
            };
            decided += count * contract.pays.0;
            income
                .push(IncomeFigures { from: IncomeFrom::Contract(contract.id.clone()), gbp: count * contract.pays.0 });
        }
        for block in &service.block_income {
            let gbp = block.per_year.0 * grid.share_of_year();
            income.push(IncomeFigures { from: IncomeFrom::Block(block.id.clone()), gbp });
        }
        Self { rows: income, decided }
    }
}
