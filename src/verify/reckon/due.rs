//! Units due within the horizon and owed after it.

use crate::service::{Missed, Service};
use crate::verify::grid::Grid;
use crate::verify::lists::Lists;
use crate::verify::reckon::course::visits;
use crate::verify::reckon::open::OpenWeeks;
use crate::verify::reckon::units::Units;
use crate::verify::rows::StartRow;
use std::collections::BTreeMap;

/// Units by activity, site and week; owed ones by weeks after the horizon, from 1.
#[derive(Default)]
pub(in crate::verify) struct Due {
    pub(in crate::verify) due: BTreeMap<(usize, usize, usize), f64>,
    pub(in crate::verify) owed: BTreeMap<(usize, usize, usize), f64>,
}

/// Patients, or groups of them, at a place in a course.
struct Cohort {
    course: usize,
    site: usize,
    patients: f64,
    groups: f64,
    /// Week of the course in which they are...
    course_week: usize,
    /// ...in this open week of the site.
    open_week: usize,
}

/// Reckons what is due from starts and from patients already in a course.
pub(super) fn due(
    service: &Service,
    lists: Lists<'_>,
    grid: &Grid,
    open: &OpenWeeks,
    units: &Units,
    starts: &[StartRow],
) -> Due {
    let mut due = Due::default();
    let courses: Vec<_> = lists.courses.iter().map(|course| visits(service, course)).collect();
    for cohort in starters(open, starts).chain(in_course(service, lists)) {
        for visit in courses[cohort.course].iter().filter(|v| v.week >= cohort.course_week) {
            let amount = if units.is_closed_class(visit.activity) {
                cohort.groups * visit.lessons
            } else {
                let activity = &lists.activities[visit.activity];
                let booked = match activity.missed {
                    Missed::Rebooked => 1.0 / (1.0 - activity.dna.get()),
                    Missed::Lost => 1.0,
                };
                cohort.patients * visit.attended * booked
            };
            let week = open.nth(cohort.site, cohort.open_week + visit.week - cohort.course_week);
            let key = |week| (visit.activity, cohort.site, week);
            if week < grid.weeks() {
                *due.due.entry(key(week)).or_default() += amount;
            } else {
                *due.owed.entry(key(week - grid.weeks() + 1)).or_default() += amount;
            }
        }
    }
    due
}

fn starters<'a>(open: &'a OpenWeeks, starts: &'a [StartRow]) -> impl Iterator<Item = Cohort> + 'a {
    starts.iter().map(|row| Cohort {
        course: row.course,
        site: row.site,
        patients: row.patients,
        groups: row.groups,
        course_week: 0,
        open_week: open.before(row.site, row.week),
    })
}

fn in_course<'a>(service: &'a Service, lists: Lists<'a>) -> impl Iterator<Item = Cohort> + 'a {
    lists.streams.iter().flat_map(move |stream| {
        stream.in_course.iter().flat_map(move |group| {
            stream.site_shares.iter().filter_map(move |(site, share)| {
                let course = service.courses.position(&group.course)?;
                let patients = share.get() * group.patients.0;
                let closed = lists.courses[course].closed_group;
                Some(Cohort {
                    course,
                    site: service.sites.position(site)?,
                    patients,
                    groups: closed.map_or(0.0, |closed| (patients / f64::from(closed.max)).round()),
                    course_week: group.weeks_ago as usize,
                    open_week: 0,
                })
            })
        })
    })
}
