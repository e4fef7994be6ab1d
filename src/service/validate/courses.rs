//! Courses: their lessons by week, closed groups, and the evidence for each.

use super::care::group;
use super::codes;
use super::evidence::{factor, fading, measure_of};
use super::graded::graded_exposure;
use super::names::once_each;
use super::reader::{Reader, name_or_id};
use super::wording::{list, number};
use crate::base::ids::{ActivityId, CourseId};
use crate::scenario::records::{
    AnalysisRecord, BasisRecord, CadenceRecord, CourseRecord, EvidenceRecord, ReviewsRecord, SpellRecord, StreamRecord,
};
use crate::service::{
    Activity, Analysis, Basis, ClosedGroup, Course, CourseLessons, Evidence, EvidenceCase, Mode, Service, Table,
};
use std::collections::{BTreeMap, BTreeSet};

/// The longest course, in weeks.
const MOST_WEEKS: u32 = 261;
/// The most lessons of one activity in one week.
const MOST_A_WEEK: u32 = 50;

/// Reads the courses.
pub(super) fn courses(reader: &mut Reader<'_>, activities: &Table<Activity>) -> Table<Course> {
    let record = reader.record;
    record.courses.iter().map(|course| one_course(reader, activities, course)).collect()
}

fn one_course(reader: &mut Reader<'_>, activities: &Table<Activity>, record: &CourseRecord) -> Course {
    let at = format!("courses.{}", record.id);
    let closed_group = record.closed_group.as_ref().map(|closed| {
        let (min, max) = group(reader, &format!("{at}.closed_group"), closed.min, closed.max);
        ClosedGroup { min, max }
    });
    let mut lessons = lessons(reader, &at, record);
    if let Some(closed) = closed_group {
        in_closed_groups(reader, &at, closed, &lessons, activities);
    }
    let graded =
        record.graded_exposure.as_ref().and_then(|g| graded_exposure(reader, &at, g, activities, closed_group));
    let span = lessons.iter().map(|l| l.by_week.len()).chain(graded.as_ref().map(|g| g.by_week.len())).max();
    lessons.extend(record.reviews.as_ref().and_then(|r| reviews(reader, &at, r, record, span.unwrap_or(0))));
    let begins = lessons.iter().map(|l| &l.by_week).chain(graded.as_ref().map(|g| &g.by_week));
    if (!lessons.is_empty() || graded.is_some()) && begins.clone().all(|weeks| weeks.first() == Some(&0)) {
        let cause = format!("the first weeks of `{}` have no lesson", record.id);
        reader.findings.add(codes::NO_LESSON_IN_FIRST_WEEK, &format!("{at}.lessons"), cause);
    }
    let drop_out = reader.findings.fraction(&format!("{at}.drop_out"), record.drop_out, 0.95);
    let materials = reader.pounds(&format!("{at}.materials_gbp"), record.materials_gbp);
    let evidence = record.evidence.as_ref().and_then(|e| evidence(reader, &format!("{at}.evidence"), e));
    let supports = record.graded_exposure.is_none() && lessons.iter().all(|l| l.supporting);
    if evidence.is_some() && !lessons.is_empty() && supports {
        let cause = format!("all lessons of `{}` are supporting, yet it has evidence", record.id);
        reader.findings.add(codes::EVIDENCE_WITHOUT_LESSONS, &format!("{at}.evidence"), cause);
    }
    if evidence.is_none() && record.evidence.is_none() && graded.as_ref().is_some_and(|g| g.trial_advance.is_some()) {
        let cause = format!("`{}` has no evidence", record.id);
        reader.findings.add(codes::TRIAL_WITHOUT_EVIDENCE, &format!("{at}.graded_exposure.trial_advance"), cause);
    }
    let course = Course {
        id: CourseId::from(record.id.as_str()),
        name: name_or_id(record.name.as_ref(), &record.id),
        lessons,
        graded,
        evidence,
        drop_out,
        closed_group,
        materials,
        time_frame_weeks: record.time_frame_weeks,
    };
    time_frame(reader, &at, course)
}

/// A course with a time frame that it fits into, if it has one.
fn time_frame(reader: &mut Reader<'_>, at: &str, mut course: Course) -> Course {
    let path = format!("{at}.time_frame_weeks");
    let Some(frame) = course.time_frame_weeks else { return course };
    let (frame, takes) = (reader.findings.whole(&path, frame, 1, 520), course.treatment_weeks());
    if frame < takes && reader.findings.sound(at) {
        let cause = format!("`{}` takes {takes} weeks, its time frame has {frame}", course.id);
        reader.findings.add(codes::TIME_FRAME_TOO_SHORT, &path, cause);
    }
    course.time_frame_weeks = Some(frame.max(takes));
    course
}

/// Reviews as supporting lessons; none where they name no activity or fall after a course of so many weeks.
fn reviews(
    reader: &mut Reader<'_>,
    at: &str,
    record: &ReviewsRecord,
    course: &CourseRecord,
    span: usize,
) -> Option<CourseLessons> {
    let path = format!("{at}.reviews");
    let activity = reader.names.activities.resolve(&mut reader.findings, &format!("{path}.activity"), &record.activity);
    if course.lessons.iter().any(|l| l.activity == record.activity) {
        let cause = format!("`{}` stands among the lessons too", record.activity);
        reader.findings.add(codes::REPEATED, &format!("{path}.activity"), cause);
        return None;
    }
    let every = reader.findings.whole(&format!("{path}.every_weeks"), record.every_weeks, 1, 104);
    let times = record.times.map(|times| reader.findings.whole(&format!("{path}.times"), times, 1, 50));
    let longest = MOST_WEEKS.saturating_sub(1) / every;
    let within = span.saturating_sub(1) as u32 / every;
    if times.is_some_and(|times| times > longest) {
        let cause = format!("{} reviews every {every} weeks end after {MOST_WEEKS} weeks", times.unwrap_or_default());
        reader.findings.add(codes::OUT_OF_RANGE, &format!("{path}.times"), cause);
    }
    let times = times.unwrap_or(within).min(longest);
    if times == 0 {
        let cause = format!("`{}` ends before the first review, {every} weeks after its start", course.id);
        reader.findings.add(codes::REVIEWS_AFTER_THE_END, &path, cause);
        return None;
    }
    let mut by_week = vec![0; (every * times) as usize + 1];
    by_week.iter_mut().skip(every as usize).step_by(every as usize).for_each(|week| *week = 1);
    Some(CourseLessons { activity: activity?, by_week, supporting: true })
}

fn lessons(reader: &mut Reader<'_>, at: &str, record: &CourseRecord) -> Vec<CourseLessons> {
    if record.lessons.is_empty() && record.graded_exposure.is_none() {
        reader.findings.add(codes::EMPTY_LIST, &format!("{at}.lessons"), format!("`{}` has no lessons", record.id));
    }
    let named: Vec<String> = record.lessons.iter().map(|l| l.activity.clone()).collect();
    let path = format!("{at}.lessons");
    once_each(&mut reader.findings, &path, &named);
    let mut lessons = Vec::new();
    for (i, entry) in record.lessons.iter().enumerate() {
        let path = format!("{path}.{i}");
        let activity =
            reader.names.activities.resolve(&mut reader.findings, &format!("{path}.activity"), &entry.activity);
        let what = format!("`{}`", entry.activity);
        let by_week = cadence(reader, &path, &what, &entry.cadence, ("total", entry.total, 1000));
        if let (Some(activity), false) = (activity, by_week.is_empty()) {
            lessons.push(CourseLessons { activity, by_week, supporting: entry.supporting });
        }
    }
    lessons
}

/// Lessons by week, without zeros at the end; checked against the total.
/// `total`: its key, what is written there, and the most it can be.
pub(super) fn cadence(
    reader: &mut Reader<'_>,
    at: &str,
    what: &str,
    record: &CadenceRecord,
    (key, total, most): (&str, u32, u32),
) -> Vec<u32> {
    let path = format!("{at}.cadence");
    let mut by_week = match record {
        CadenceRecord::ByWeek(weeks) => by_week(reader, &format!("{path}.by_week"), weeks),
        CadenceRecord::Spells(spells) => by_spells(reader, &format!("{path}.spells"), spells),
    };
    while by_week.last() == Some(&0) {
        by_week.pop();
    }
    let written = total;
    let total = reader.findings.whole(&format!("{at}.{key}"), written, 1, most);
    let sum: u64 = by_week.iter().map(|&n| u64::from(n)).sum();
    if by_week.is_empty() {
        reader.findings.add(codes::CADENCE_EMPTY, &path, format!("the cadence of {what} has no lesson in any week"));
    } else if sum != u64::from(total) && reader.findings.sound(&path) && total == written {
        let cause = format!("the cadence of {what} sums to {sum}, the total is {total}");
        reader.findings.add(codes::CADENCE_SUM, &format!("{at}.{key}"), cause);
    }
    by_week
}

fn by_week(reader: &mut Reader<'_>, path: &str, written: &[u32]) -> Vec<u32> {
    let kept = written.len().min(MOST_WEEKS as usize);
    if written.len() > kept {
        let cause = format!("the cadence has {} weeks, the longest course has {MOST_WEEKS}", written.len());
        reader.findings.add(codes::OUT_OF_RANGE, path, cause);
    }
    written[..kept]
        .iter()
        .enumerate()
        .map(|(week, &n)| reader.findings.whole(&format!("{path}.{week}"), n, 0, MOST_A_WEEK))
        .collect()
}

fn by_spells(reader: &mut Reader<'_>, path: &str, spells: &[SpellRecord]) -> Vec<u32> {
    let mut by_week: Vec<u32> = Vec::new();
    for (i, spell) in spells.iter().enumerate() {
        let at = format!("{path}.{i}");
        let from = reader.findings.whole(&format!("{at}.from_week"), spell.from_week, 0, MOST_WEEKS - 1);
        let to = spell.to_week.unwrap_or(spell.from_week);
        let to = if to == spell.from_week {
            from
        } else {
            reader.findings.whole(&format!("{at}.to_week"), to, 0, MOST_WEEKS - 1)
        };
        let every = reader.findings.whole(&format!("{at}.every"), spell.every, 1, 52);
        let lessons = reader.findings.whole(&format!("{at}.lessons"), spell.lessons, 1, MOST_A_WEEK);
        if to < from {
            let cause = format!("the spell ends in week {to}, before week {from}");
            reader.findings.add(codes::WEEKS_BACKWARDS, &at, cause);
            continue;
        }
        if by_week.len() <= to as usize {
            by_week.resize(to as usize + 1, 0);
        }
        for week in (from..=to).step_by(every as usize) {
            let entry = &mut by_week[week as usize];
            *entry = (*entry + lessons).min(MOST_A_WEEK);
        }
    }
    by_week
}

fn in_closed_groups(
    reader: &mut Reader<'_>,
    at: &str,
    closed: ClosedGroup,
    lessons: &[CourseLessons],
    activities: &Table<Activity>,
) {
    let path = format!("{at}.closed_group");
    let classes: Vec<(&Activity, u32, u32)> = lessons
        .iter()
        .filter_map(|l| activities.get(&l.activity))
        .filter_map(|a| match a.mode {
            Mode::Group { min, max } => Some((a, min, max)),
            Mode::OneToOne => None,
        })
        .collect();
    if classes.is_empty() && reader.findings.sound(&format!("{at}.lessons")) {
        let cause = "none of the course's activities is a group's".to_owned();
        reader.findings.add(codes::CLOSED_GROUP_WITHOUT_CLASS, &path, cause);
    }
    for (class, min, max) in classes {
        if closed.max > max {
            let cause = format!("the closed group has up to {}, a class of `{}` up to {max}", closed.max, class.id);
            reader.findings.add(codes::CLOSED_GROUP_TOO_LARGE, &format!("{path}.max"), cause);
        }
        if closed.min < min {
            let cause = format!("the closed group may start with {}, `{}` needs {min}", closed.min, class.id);
            reader.findings.add(codes::CLOSED_GROUP_BELOW_CLASS, &format!("{path}.min"), cause);
        }
    }
}

fn evidence(reader: &mut Reader<'_>, at: &str, record: &EvidenceRecord) -> Option<Evidence> {
    let change = reader.findings.within(&format!("{at}.change"), record.change, -1e6, 1e6);
    if change < 0.0 {
        let cause = format!("the change is {}, a change for the worse", number(change));
        reader.findings.add(codes::CHANGE_NEGATIVE, &format!("{at}.change"), cause);
    }
    let ci = record.ci.map(|[low, high]| {
        let path = format!("{at}.ci");
        let low = reader.findings.within(&format!("{path}.0"), low, -1e6, 1e6);
        let high = reader.findings.within(&format!("{path}.1"), high, -1e6, 1e6);
        if !(low <= change && change <= high) {
            let cause =
                format!("the interval {} to {} does not hold the change {}", number(low), number(high), number(change));
            reader.findings.add(codes::CI_DISORDER, &path, cause);
        }
        (low, high)
    });
    if record.interpolated {
        let cause = format!("the change {} lies between trial points", number(change));
        reader.findings.add(codes::EVIDENCE_INTERPOLATED, at, cause);
    }
    let follow_up_weeks = reader.findings.within(&format!("{at}.follow_up_weeks"), record.follow_up_weeks, 0.0, 5200.0);
    let fading = fading(reader, at, record);
    let measure = measure_of(reader, at, record)?;
    Some(Evidence {
        measure,
        change,
        ci,
        comparator: record.comparator.clone(),
        follow_up_weeks,
        analysis: match record.analysis {
            AnalysisRecord::Marginal => Analysis::Marginal,
            AnalysisRecord::Cell => Analysis::Cell,
        },
        basis: match record.basis {
            BasisRecord::PerStart => Basis::PerStart,
            BasisRecord::PerAttended => Basis::PerAttended,
        },
        interpolated: record.interpolated,
        comparator_factor: factor(&reader.record.policy, &record.comparator),
        fading,
        source: record.source.clone(),
    })
}

/// Looks at the courses across sections: unused ones, classes that serve open and closed courses, missing intervals.
pub(super) fn of_use(reader: &mut Reader<'_>, service: &Service) {
    let record = reader.record;
    let offered: BTreeSet<&str> = record.streams.iter().flat_map(StreamRecord::offered).collect();
    let judged = reader.findings.sound("streams");
    for course in service.courses.iter().filter(|c| judged && !offered.contains(c.id.as_ref() as &str)) {
        let cause = format!("no stream offers `{}`", course.id);
        reader.findings.add(codes::COURSE_UNUSED, &format!("courses.{}", course.id), cause);
    }
    open_and_closed(reader, service);
    if service.policy.evidence_case != EvidenceCase::Mean {
        let without: Vec<&str> = service
            .courses
            .iter()
            .filter(|c| c.evidence.as_ref().is_some_and(|e| e.ci.is_none()))
            .map(|c| c.id.as_ref())
            .collect();
        if !without.is_empty() {
            let cause = format!("the evidence of {} has no interval", list(without));
            reader.findings.add(codes::CASE_WITHOUT_INTERVAL, "policy.evidence_case", cause);
        }
    }
}

/// A class is open or closed, never both.
fn open_and_closed(reader: &mut Reader<'_>, service: &Service) {
    let mut users: BTreeMap<&ActivityId, (Vec<&str>, Vec<&str>)> = BTreeMap::new();
    for course in &service.courses {
        for activity in course.activities() {
            let (closed, open) = users.entry(activity).or_default();
            if course.closed_group.is_some() { closed } else { open }.push(course.id.as_ref());
        }
    }
    for (id, (closed, open)) in users {
        let is_class = service.activities.get(id).is_some_and(|a| matches!(a.mode, Mode::Group { .. }));
        if is_class && !closed.is_empty() && !open.is_empty() {
            let cause = format!("`{id}` serves the closed groups of {} and also {}", list(closed), list(open));
            reader.findings.add(codes::CLASS_OPEN_AND_CLOSED, &format!("activities.{id}"), cause);
        }
    }
}
