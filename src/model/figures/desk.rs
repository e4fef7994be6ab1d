//! Desk work: what falls due, when it is done, and what of it is late.

use crate::base::calendar::Week;
use crate::base::ids::{RoleId, SiteId};
use crate::model::Facts;
use crate::model::figures::finishing::last_course_week;
use crate::model::figures::opening::OpenWeeks;
use crate::model::figures::total::Total;
use crate::model::flow::capacity::HOUR;
use crate::model::flow::desk_work::{time, weeks_for};
use crate::plan::figures::{DeskFigures, DeskTimeFigures};
use crate::plan::{DeskWeek, Plan};
use crate::service::{DeskPer, DeskWork, Service};
use std::collections::{BTreeMap, BTreeSet};

/// Hours below this are rounding.
const NOISE: f64 = 1e-9;

/// Desk work of a plan by week: what its flow makes due, done in the order in which it would become late.
///
/// No other order leaves less late at the end of any week, so that nothing is lost by reckoning it here.
pub(in crate::model) fn weeks(facts: &Facts, plan: &Plan) -> Vec<DeskWeek> {
    let service = facts.service;
    let roles: BTreeSet<&RoleId> = service.desk_work.iter().map(|work| &work.role).collect();
    let mut rows: BTreeMap<(usize, usize), DeskWeek> = BTreeMap::new();
    for role in roles {
        let own: Vec<(usize, &DeskWork, Vec<f64>)> = service
            .desk_work
            .iter()
            .enumerate()
            .filter(|(_, work)| work.role == *role)
            .map(|(d, work)| (d, work, due(service, plan, work)))
            .collect();
        // hours left by the week at whose end they become late, and by kind
        let mut left: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for (w, mut hours) in time(facts, role).into_iter().enumerate() {
            for (d, work, due) in &own {
                *left.entry((w + weeks_for(work), *d)).or_default() += due[w];
                let (task, week) = (work.id.clone(), Week(w as u32));
                rows.insert((*d, w), DeskWeek { task, week, due: due[w], done: 0.0, late: 0.0 });
            }
            for (&(late_from, d), amount) in &mut left {
                let Some(row) = rows.get_mut(&(d, w)) else { continue };
                let done = amount.min(hours);
                row.done += done;
                hours -= done;
                *amount -= done;
                row.late += if late_from <= w { *amount } else { 0.0 };
            }
            left.retain(|_, amount| *amount > NOISE);
        }
    }
    rows.into_values().filter(|row| row.due.max(row.done).max(row.late) > NOISE).collect()
}

/// Hours of a kind of desk work that a plan's flow makes due, by week.
fn due(service: &Service, plan: &Plan, work: &DeskWork) -> Vec<f64> {
    let weeks = service.timetable.weeks as usize;
    let mut count = vec![0.0; weeks];
    match &work.per {
        DeskPer::Appointments(activities) => {
            for row in plan.lessons.iter().filter(|row| activities.contains(&row.activity)) {
                count[row.week.index()] += row.given;
            }
        }
        DeskPer::Referrals(streams) => {
            for row in plan.queues.iter().filter(|row| streams.contains(&row.stream)) {
                count[row.week.index()] += row.referrals + row.onward;
            }
        }
        DeskPer::Starts(courses) => {
            for row in plan.starts.iter().filter(|row| courses.contains(&row.course)) {
                count[row.week.index()] += row.patients;
            }
        }
        DeskPer::Finishes(courses) => {
            let open: BTreeMap<&SiteId, OpenWeeks> =
                service.sites.iter().map(|site| (&site.id, OpenWeeks::of(service, site))).collect();
            let mut finish = |week: usize, patients: f64| {
                if let Some(count) = count.get_mut(week) {
                    *count += patients;
                }
            };
            for row in plan.starts.iter().filter(|row| courses.contains(&row.course)) {
                let (course, open) = (&service.courses[&row.course], &open[&row.site]);
                let week = open.nth_from(row.week, last_course_week(course));
                finish(week, row.patients * course.drop_out.complement().get());
            }
            for stream in &service.streams {
                for earlier in stream.in_course.iter().filter(|earlier| courses.contains(&earlier.course)) {
                    let course = &service.courses[&earlier.course];
                    let Some(u) = last_course_week(course).checked_sub(earlier.weeks_ago as usize) else { continue };
                    for (site, share) in &stream.site_shares {
                        let patients = share.get() * earlier.patients.0 * course.drop_out.complement().get();
                        finish(open[site].nth_from(Week(0), u), patients);
                    }
                }
            }
        }
        DeskPer::Week(each) => count.fill(*each),
    }
    count.iter().map(|count| count * work.minutes.0 / HOUR).collect()
}

/// By kind of desk work.
pub(super) fn work(service: &Service, plan: &Plan) -> Vec<DeskFigures> {
    let last = Week(service.timetable.weeks - 1);
    let figures = service.desk_work.iter().map(|work| {
        let rows = || plan.desk.iter().filter(|row| row.task == work.id);
        DeskFigures {
            task: work.id.clone(),
            role: work.role.clone(),
            due_hours: rows().map(|row| row.due).total(),
            done_hours: rows().map(|row| row.done).total(),
            late_hours: rows().filter(|row| row.week == last).map(|row| row.late).total(),
            most_late_hours: rows().map(|row| row.late).fold(0.0, f64::max),
        }
    });
    figures.collect()
}

/// By role with desk work or time for it, where there is desk work.
pub(super) fn by_role(service: &Service, work: &[DeskFigures]) -> Vec<DeskTimeFigures> {
    if work.is_empty() {
        return Vec::new();
    }
    let facts = Facts::new(service);
    let with_time = service.practitioners.iter().filter(|p| p.desk.0 > 0.0).map(|p| &p.role);
    let roles: BTreeSet<&RoleId> = service.desk_work.iter().map(|work| &work.role).chain(with_time).collect();
    let figures = roles.into_iter().map(|role| {
        let offered_hours = time(&facts, role).into_iter().total();
        let used_hours = work.iter().filter(|row| row.role == *role).map(|row| row.done_hours).total();
        let utilisation = if offered_hours > 0.0 { used_hours / offered_hours } else { 0.0 };
        DeskTimeFigures { role: role.clone(), offered_hours, used_hours, utilisation }
    });
    figures.collect()
}
