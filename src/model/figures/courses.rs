//! Figures by stream and course.

use crate::base::ids::CourseId;
use crate::model::figures::benefit;
use crate::model::figures::finishing::Finished;
use crate::model::figures::total::Total;
use crate::plan::Plan;
use crate::plan::figures::CourseFigures;
use crate::service::{EvidenceCase, Service, Stream};

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
                course: id,
            })
        })
        .collect()
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
