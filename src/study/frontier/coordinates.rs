//! Where a plan stands on an axis.

use crate::model::frontier::of_start;
use crate::plan::digest::Digest;
use crate::plan::frontier::{Axis, Coordinate};
use crate::service::Service;

/// Where a plan stands on an axis.
#[must_use]
pub fn coordinate(service: &Service, digest: &Digest, axis: Axis) -> Coordinate {
    let exactly = |value: f64| Coordinate { mean: value, low: value, high: value };
    let patients = digest.started_with_evidence;
    let each = |value: f64| if patients > 0.0 { value / patients } else { 0.0 };
    let benefit = &digest.benefit;
    match axis {
        Axis::Patients => exactly(patients),
        Axis::Benefit => Coordinate { mean: benefit.important_changes, low: benefit.low, high: benefit.high },
        Axis::BenefitPerPatient => {
            Coordinate { mean: each(benefit.important_changes), low: each(benefit.low), high: each(benefit.high) }
        }
        Axis::LessonsPerPatient => {
            let with_evidence = digest.courses.iter().filter(|c| {
                service.streams.iter().find(|s| s.id == c.stream).is_some_and(|stream| service.has_evidence(stream))
            });
            let lessons = with_evidence.map(|c| c.started * service.courses[&c.course].lessons_per_patient());
            exactly(each(lessons.sum()))
        }
        Axis::Cost => exactly(digest.spend_gbp),
        Axis::Waiting => {
            let weeks = digest.streams.iter().flat_map(|s| &s.waiting_by_week);
            let dated = digest.streams.iter().any(|s| !s.waiting_by_week.is_empty());
            exactly(if dated { weeks.sum() } else { digest.waiting })
        }
    }
}

/// The most that a patient can count on an axis: of all courses that a stream with evidence is offered.
#[must_use]
pub fn most_per_patient(service: &Service, axis: Axis) -> f64 {
    let streams = service.streams.iter().filter(|stream| service.has_evidence(stream));
    let courses = streams.flat_map(|stream| &stream.options).map(|option| &service.courses[&option.course]);
    courses.map(|course| of_start(service, course, axis)).fold(0.0, f64::max)
}
