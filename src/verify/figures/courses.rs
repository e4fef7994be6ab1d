//! A course's figures within a stream.

use crate::plan::figures::CourseFigures;
use crate::service::EvidenceCase;
use crate::verify::figures::compare::Compare;
use crate::verify::reckon::{Facts, benefit_of, finishes_within, reaching_goal, share_arrived_since};
use std::collections::BTreeSet;

/// Reckons every course of every stream: those offered, those that patients are in, and those started.
pub(super) fn reckon(facts: &Facts<'_>) -> Vec<CourseFigures> {
    let lists = facts.lists;
    let mut figures = Vec::new();
    for (position, stream) in lists.streams.iter().enumerate() {
        let known = stream.options.iter().map(|o| &o.course).chain(stream.in_course.iter().map(|g| &g.course));
        let started = facts.rows.starts.iter().filter(|r| r.stream == position).map(|r| r.course);
        let courses: BTreeSet<usize> =
            known.filter_map(|id| facts.service.courses.position(id)).chain(started).collect();
        for course in courses {
            let rows = facts.rows.starts.iter().filter(|r| r.stream == position && r.course == course);
            let started: f64 = rows.map(|r| r.patients).sum();
            let changes =
                benefit_of(facts.service, &lists.courses[course], EvidenceCase::Mean).map_or(0.0, |(.., c)| c);
            figures.push(CourseFigures {
                stream: stream.id.clone(),
                course: lists.courses[course].id.clone(),
                started,
                finished: finished(facts, position, course),
                important_changes: started * changes,
                interpolated: lists.courses[course].evidence.as_ref().is_some_and(|e| e.interpolated),
                reaching_goal: reaching_goal(&lists.courses[course]).map(|share| started * share),
                within_time_frame: lists.courses[course]
                    .time_frame_weeks
                    .map(|frame| within(facts, position, course, i64::from(frame))),
            });
        }
    }
    figures
}

/// Starters whose last visit, supporting ones apart, falls so many weeks after their referral or sooner.
fn within(facts: &Facts<'_>, stream: usize, course: usize, frame: i64) -> f64 {
    let the_course = &facts.lists.courses[course];
    let teaching = the_course.lessons.iter().filter(|l| !l.supporting).map(|l| l.by_week.len());
    let levels = the_course.graded.iter().map(|graded| graded.by_week.len());
    let weeks = teaching.chain(levels).max().unwrap_or(0);
    let mut sum = 0.0;
    for row in facts.rows.starts.iter().filter(|r| r.stream == stream && r.course == course) {
        let Some(line) = facts.lines_of(stream).find(|line| line.site == row.site) else { continue };
        let last = facts.open.nth(row.site, facts.open.before(row.site, row.week) + weeks.saturating_sub(1));
        sum += row.patients * share_arrived_since(line, row.week, last as i64 + 1 - frame);
    }
    sum
}

/// Patients of a stream who finish a course within the horizon, those in it at the start included.
fn finished(facts: &Facts<'_>, stream: usize, course: usize) -> f64 {
    let the_course = &facts.lists.courses[course];
    let rows = facts.rows.starts.iter().filter(|r| r.stream == stream && r.course == course);
    let starters = rows
        .filter(|r| finishes_within(the_course, 0, facts.open.left(r.site, r.week)))
        .map(|r| r.patients)
        .sum::<f64>();
    let mut earlier = 0.0;
    for group in facts.lists.streams[stream].in_course.iter().filter(|g| g.course == the_course.id) {
        for line in facts.lines_of(stream) {
            if finishes_within(the_course, group.weeks_ago as usize, facts.open.left(line.site, 0)) {
                earlier += line.share * group.patients.0;
            }
        }
    }
    (starters + earlier) * (1.0 - the_course.drop_out.get())
}

/// Compares courses; those that nobody starts or finishes may be left out.
pub(super) fn compare(claimed: &[CourseFigures], reckoned: &[CourseFigures], compare: &mut Compare<'_>) {
    compare.rows(
        "figures.courses",
        (claimed, reckoned),
        |row| format!("{} of {}", row.course, row.stream),
        |row| row.started == 0.0 && row.finished == 0.0,
        |compare, path, claimed, reckoned| {
            compare.number(&format!("{path}.started"), claimed.started, reckoned.started);
            compare.number(&format!("{path}.finished"), claimed.finished, reckoned.finished);
            let (said, made) = (claimed.important_changes, reckoned.important_changes);
            compare.number(&format!("{path}.important_changes"), said, made);
            compare.optional(&format!("{path}.reaching_goal"), claimed.reaching_goal, reckoned.reaching_goal);
            let (said, made) = (claimed.within_time_frame, reckoned.within_time_frame);
            compare.optional(&format!("{path}.within_time_frame"), said, made);
            compare.flag(&format!("{path}.interpolated"), claimed.interpolated, reckoned.interpolated);
        },
    );
}
