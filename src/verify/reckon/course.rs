//! A course's visits by week, thinned by those who drop out.

use crate::service::{Course, Service};

/// What a week of a course asks of an activity, for one patient or one group.
pub(super) struct Visits {
    pub(super) activity: usize,
    /// Week of the course, from 0.
    pub(super) week: usize,
    /// Lessons as planned.
    pub(super) lessons: f64,
    /// Lessons times those still attending.
    pub(super) attended: f64,
}

/// The visits of a course, numbered over all activities by week, then by the order of its lessons.
pub(super) fn visits(service: &Service, course: &Course) -> Vec<Visits> {
    let total: u32 = course.lessons.iter().map(|l| l.by_week.iter().sum::<u32>()).sum();
    let stay = 1.0 - course.drop_out.get();
    let attending = |number: u32| if total > 1 { stay.powf(f64::from(number - 1) / f64::from(total - 1)) } else { 1.0 };
    let mut visits = Vec::new();
    let mut number = 0;
    for week in 0..span(course) {
        for lessons in &course.lessons {
            let count = lessons.by_week.get(week).copied().unwrap_or(0);
            let Some(activity) = service.activities.position(&lessons.activity).filter(|_| count > 0) else { continue };
            let attended = (number + 1..=number + count).map(attending).sum();
            number += count;
            visits.push(Visits { activity, week, lessons: f64::from(count), attended });
        }
    }
    visits
}

/// Weeks from the first to the last visit.
fn span(course: &Course) -> usize {
    course.lessons.iter().filter_map(|l| l.by_week.iter().rposition(|&n| n > 0)).map(|last| last + 1).max().unwrap_or(0)
}

/// The week of the course in which its last visit falls.
pub(super) fn last_week(course: &Course) -> Option<usize> {
    span(course).checked_sub(1)
}

/// Lessons that carry the benefit, for a patient who attends all.
pub(in crate::verify) fn lessons_per_patient(course: &Course) -> f64 {
    let lessons = course.lessons.iter().filter(|l| !l.supporting).flat_map(|l| &l.by_week);
    lessons.map(|&n| f64::from(n)).sum()
}

/// Whether somebody in course week `done` at the first of `left` open weeks has the last visit within them.
pub(in crate::verify) fn finishes_within(course: &Course, done: usize, left: usize) -> bool {
    last_week(course).is_some_and(|last| last >= done && last - done < left)
}
