//! Who finishes within the horizon.

use crate::base::ids::{CourseId, SiteId, StreamId};
use crate::model::figures::opening::OpenWeeks;
use crate::plan::Plan;
use crate::service::{Course, Service};
use std::collections::BTreeMap;

/// Patients who finish within the horizon, by stream and course. Every pair with patients in it has an entry.
pub(super) type Finished = BTreeMap<(StreamId, CourseId), f64>;

/// Starts x (1 - drop-out) whose last visit lies within the horizon, patients already in a course included.
pub(super) fn finished(service: &Service, plan: &Plan) -> Finished {
    let open: BTreeMap<&SiteId, OpenWeeks> =
        service.sites.iter().map(|site| (&site.id, OpenWeeks::of(service, site))).collect();
    let mut finished = Finished::new();
    let mut count = |stream: &StreamId, course: &Course, patients: f64, in_time: bool| {
        let staying = patients * course.drop_out.complement().get();
        *finished.entry((stream.clone(), course.id.clone())).or_default() += if in_time { staying } else { 0.0 };
    };
    for start in &plan.starts {
        let (Some(course), Some(open)) = (service.courses.get(&start.course), open.get(&start.site)) else { continue };
        let last_visit = open.nth_from(start.week, last_course_week(course));
        count(&start.stream, course, start.patients, last_visit < service.timetable.weeks as usize);
    }
    for stream in &service.streams {
        for earlier in &stream.in_course {
            let Some(course) = service.courses.get(&earlier.course) else { continue };
            for (site, share) in &stream.site_shares {
                let Some(open) = open.get(site) else { continue };
                // their course week in the site's u-th open week is weeks_ago + u
                let in_time = last_course_week(course)
                    .checked_sub(earlier.weeks_ago as usize)
                    .is_some_and(|last_visit| last_visit < open.count());
                count(&stream.id, course, share.get() * earlier.patients.0, in_time);
            }
        }
    }
    finished
}

/// The course week of the last visit, counted from 0.
pub(super) fn last_course_week(course: &Course) -> usize {
    course.span_weeks().saturating_sub(1) as usize
}
