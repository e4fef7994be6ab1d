//! Figures by stream and course.

use crate::base::ids::CourseId;
use crate::model::figures::benefit;
use crate::model::figures::finishing::Finished;
use crate::model::figures::opening::OpenWeeks;
use crate::model::figures::total::Total;
use crate::model::figures::waits::waits_at;
use crate::plan::figures::CourseFigures;
use crate::plan::{Plan, Start};
use crate::service::{Course, EvidenceCase, Service, Stream};

/// A row a stream and course: its options in order, then courses that only patients from before the horizon are in.
pub(super) fn courses(service: &Service, plan: &Plan, finished: &Finished) -> Vec<CourseFigures> {
    service
        .streams
        .iter()
        .flat_map(|stream| courses_of(stream, finished).into_iter().map(move |course| (stream, course)))
        .filter_map(|(stream, id)| {
            let course = service.courses.get(&id)?;
            let started: f64 =
                plan.starts.iter().filter(|s| s.stream == stream.id && s.course == id).map(|s| s.patients).total();
            Some(CourseFigures {
                stream: stream.id.clone(),
                started,
                finished: finished.get(&(stream.id.clone(), id.clone())).copied().unwrap_or(0.0),
                // (+ 0: nobody on a course that does harm is no harm, not minus none)
                important_changes: started * benefit::per_start(service, course, EvidenceCase::Mean) + 0.0,
                interpolated: course.evidence.as_ref().is_some_and(|e| e.interpolated),
                reaching_goal: course.reaching_goal().map(|share| started * share),
                within_time_frame: within_time_frame(service, plan, stream, course),
                course: id,
            })
        })
        .collect()
}

/// Starters of a course whose last visit falls within its time frame, first come first served.
fn within_time_frame(service: &Service, plan: &Plan, stream: &Stream, course: &Course) -> Option<f64> {
    let frame = i64::from(course.time_frame_weeks?);
    let mut within = Vec::new();
    for site in stream.site_shares.keys().filter_map(|id| service.sites.get(id)) {
        let open = OpenWeeks::of(service, site);
        let waits = waits_at(service, plan, stream, &site.id);
        let own = |s: &&Start| s.stream == stream.id && s.course == course.id && s.site == site.id;
        for start in plan.starts.iter().filter(own) {
            let Some(waits) = waits.get(start.week.index()) else { continue };
            let last = open.nth_from(start.week, course.treatment_weeks().saturating_sub(1) as usize);
            let takes = (last - start.week.index()) as i64 + 1;
            let all: f64 = waits.iter().map(|(_, patients)| patients).sum();
            let in_time: f64 = waits.iter().filter(|(weeks, _)| weeks + takes <= frame).map(|(_, n)| n).sum();
            within.push(if all > 0.0 { start.patients * in_time / all } else { 0.0 });
        }
    }
    Some(within.into_iter().total())
}

fn courses_of(stream: &Stream, finished: &Finished) -> Vec<CourseId> {
    let mut ids: Vec<CourseId> = stream.options.iter().map(|o| o.course.clone()).collect();
    for (of, course) in finished.keys() {
        if *of == stream.id && !ids.contains(course) {
            ids.push(course.clone());
        }
    }
    ids
}
