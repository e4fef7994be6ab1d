//! What is earned, patient by patient and visit by visit.

use super::Reference;
use equipoise::base::ids::ActivityId;
use equipoise::plan::Plan;
use equipoise::plan::figures::{IncomeFigures, IncomeFrom};
use equipoise::service::{Counts, Missed};
use std::collections::BTreeMap;

impl Reference<'_> {
    /// What comes in by source, and what of it the plan decides.
    pub fn income(&self, plan: &Plan) -> (Vec<IncomeFigures>, f64) {
        let mut charged: BTreeMap<ActivityId, f64> = BTreeMap::new();
        let mut decided = 0.0;
        for stream in self.s.streams.iter() {
            let new = plan.starts.iter().filter(|row| row.stream == stream.id);
            let mut groups: Vec<_> =
                new.map(|row| (&row.course, &row.site, (row.week.0, 0), row.patients, true)).collect();
            for group in &stream.in_course {
                for (site, share) in &stream.site_shares {
                    groups.push((&group.course, site, (0, group.weeks_ago), share.get() * group.patients.0, false));
                }
            }
            for (course, site, from, patients, new) in groups {
                let course = &self.s.courses[course];
                let all = Self::visits_in_all(course);
                self.walk(course, site, from, |week, id, number, share| {
                    if week >= self.weeks {
                        return;
                    }
                    let activity = &self.s.activities[id];
                    let mut payers = patients * share * stream.self_funded.get();
                    if all > 1 {
                        payers *= (1.0 - course.drop_out.get()).powf(f64::from(number - 1) / f64::from(all - 1));
                    }
                    if activity.missed == Missed::Lost {
                        payers -= payers * activity.dna.get();
                    }
                    *charged.entry(id.clone()).or_default() += payers * activity.price.0;
                    if new {
                        decided += payers * activity.price.0;
                    }
                });
            }
        }
        let mut rows: Vec<IncomeFigures> = Vec::new();
        for activity in self.s.activities.iter() {
            if activity.price.0 > 0.0 {
                let gbp = charged.get(&activity.id).copied().unwrap_or_default();
                rows.push(IncomeFigures { from: IncomeFrom::Charges(activity.id.clone()), gbp });
            }
        }
        for contract in self.s.contracts.iter() {
            let mut count = 0.0;
            for row in &plan.lessons {
                if contract.counts == Counts::Appointments(row.activity.clone()) {
                    count += row.given;
                }
            }
            for row in &plan.starts {
                let of = [Counts::Starts(row.course.clone()), Counts::StreamStarts(row.stream.clone())];
                if of.contains(&contract.counts) {
                    count += row.patients;
                }
            }
            if contract.pays.0 > 0.0 {
                decided += count * contract.pays.0;
                rows.push(IncomeFigures {
                    from: IncomeFrom::Contract(contract.id.clone()),
                    gbp: count * contract.pays.0,
                });
            }
        }
        for block in self.s.block_income.iter() {
            let gbp = block.per_year.0 * self.year_share();
            rows.push(IncomeFigures { from: IncomeFrom::Block(block.id.clone()), gbp });
        }
        (rows, decided)
    }
}
