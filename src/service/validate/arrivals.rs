//! Who comes, who waits and who is already in a course: yearly figures and ranges spread over weeks.

use super::calendar::outside;
use super::codes;
use super::reader::Reader;
use super::wording::number;
use crate::base::calendar::{WEEKS_A_YEAR, Week};
use crate::base::ids::{CourseId, SiteId};
use crate::base::units::{Fraction, Patients};
use crate::scenario::records::{ReferralsRecord, StreamRecord};
use crate::service::{ClosedGroup, Course, InCourse, Table, Timetable, Waiting};
use chrono::{Datelike, Duration};
use std::collections::BTreeMap;

/// The longest wait, in weeks.
const MOST_WAIT: u32 = 520;
/// The longest ago that a course can have started, in weeks.
const MOST_WEEKS_AGO: u32 = 260;

/// Referrals from outside: week by week, and in a year.
pub(super) fn referrals(
    reader: &mut Reader<'_>,
    timetable: &Timetable,
    at: &str,
    record: Option<&ReferralsRecord>,
) -> (Vec<Patients>, Patients) {
    let at = format!("{at}.referrals");
    let weeks = timetable.weeks as usize;
    let evenly = |per_week: f64| vec![Patients(per_week); weeks];
    match record {
        None => (evenly(0.0), Patients::ZERO),
        Some(ReferralsRecord::PerWeek(written)) => {
            let per_week = reader.patients(&format!("{at}.per_week"), *written);
            (evenly(per_week), Patients(per_week * WEEKS_A_YEAR))
        }
        Some(ReferralsRecord::PerYear(written)) => {
            let per_year = reader.patients(&format!("{at}.per_year"), *written);
            (evenly(per_year / WEEKS_A_YEAR), Patients(per_year))
        }
        Some(ReferralsRecord::ByWeek(written)) => by_week(reader, timetable, &format!("{at}.by_week"), written),
        Some(ReferralsRecord::Seasonal { per_year, by_month }) => {
            let per_year = reader.patients(&format!("{at}.seasonal.per_year"), *per_year);
            let path = format!("{at}.seasonal.by_month");
            let mut weights = [0.0; 12];
            for (i, (weight, written)) in weights.iter_mut().zip(by_month).enumerate() {
                *weight = reader.findings.within(&format!("{path}.{i}"), *written, 0.0, 1e6);
            }
            let mean = weights.iter().sum::<f64>() / 12.0;
            if mean <= 0.0 {
                reader.findings.add(codes::SEASON_WEIGHTS, &path, "all weights are 0");
                return (evenly(per_year / WEEKS_A_YEAR), Patients(per_year));
            }
            let list = (0..timetable.weeks)
                .map(|w| {
                    // a week belongs to the month of its Thursday, as in ISO 8601
                    let thursday = Week(w).monday(timetable.start) + Duration::days(3);
                    Patients(per_year / WEEKS_A_YEAR * weights[thursday.month0() as usize] / mean)
                })
                .collect();
            (list, Patients(per_year))
        }
    }
}

fn by_week(reader: &mut Reader<'_>, timetable: &Timetable, path: &str, written: &[f64]) -> (Vec<Patients>, Patients) {
    let weeks = timetable.weeks as usize;
    if written.is_empty() {
        reader.findings.add(codes::EMPTY_LIST, path, "the list of referrals names no week");
    }
    let read: Vec<f64> = written.iter().enumerate().map(|(i, &n)| reader.patients(&format!("{path}.{i}"), n)).collect();
    if read.len() > weeks {
        let what = format!("the list has {} weeks for a horizon of {weeks}: its end lies", read.len());
        outside(reader, timetable, path, &what);
    }
    let last = read.last().copied().unwrap_or(0.0);
    let list: Vec<Patients> = (0..weeks).map(|w| Patients(read.get(w).copied().unwrap_or(last))).collect();
    let mean = list.iter().map(|p| p.0).sum::<f64>() / weeks.max(1) as f64;
    (list, Patients(mean * WEEKS_A_YEAR))
}

/// The waiting list by whole weeks waited, shortest first; each entry spread evenly over its weeks.
pub(super) fn waiting(reader: &mut Reader<'_>, at: &str, record: &StreamRecord) -> Vec<Waiting> {
    let mut by_age: BTreeMap<u32, f64> = BTreeMap::new();
    for (i, entry) in record.waiting_list.iter().enumerate() {
        let at = format!("{at}.waiting_list.{i}");
        let patients = reader.patients(&format!("{at}.patients"), entry.patients);
        let from = reader.findings.whole(&format!("{at}.from_weeks"), entry.from_weeks, 0, MOST_WAIT);
        let to = reader.findings.whole(&format!("{at}.to_weeks"), entry.to_weeks, 1, MOST_WAIT);
        if to <= from {
            let cause = format!("they have waited at least {from} and less than {to} weeks");
            reader.findings.add(codes::WEEKS_BACKWARDS, &at, cause);
            continue;
        }
        let each = patients / f64::from(to - from);
        for weeks in (from..to).filter(|_| each > 0.0) {
            *by_age.entry(weeks).or_default() += each;
        }
    }
    by_age.into_iter().map(|(weeks, patients)| Waiting { weeks, patients: Patients(patients) }).collect()
}

/// Patients already in a course, by course and the week in which they started.
pub(super) fn in_course(
    reader: &mut Reader<'_>,
    at: &str,
    record: &StreamRecord,
    courses: &Table<Course>,
    shares: &BTreeMap<SiteId, Fraction>,
) -> Vec<InCourse> {
    let mut started: BTreeMap<(CourseId, u32), f64> = BTreeMap::new();
    for (i, entry) in record.in_course.iter().enumerate() {
        let at = format!("{at}.in_course.{i}");
        let patients = reader.patients(&format!("{at}.patients"), entry.patients);
        let first = reader.findings.whole(&format!("{at}.from_weeks_ago"), entry.from_weeks_ago, 1, MOST_WEEKS_AGO);
        let last = reader.findings.whole(&format!("{at}.to_weeks_ago"), entry.to_weeks_ago, 1, MOST_WEEKS_AGO);
        let course = reader.names.courses.resolve(&mut reader.findings, &format!("{at}.course"), &entry.course);
        if first < last {
            let cause = format!("they started {first} to {last} weeks ago: the longer time comes first");
            reader.findings.add(codes::WEEKS_BACKWARDS, &at, cause);
            continue;
        }
        let Some(course) = course else { continue };
        let each = patients / f64::from(first - last + 1);
        for weeks_ago in (last..=first).filter(|_| each > 0.0) {
            *started.entry((course.clone(), weeks_ago)).or_default() += each;
        }
        if !record.offered().any(|offered| course == offered) {
            let cause =
                format!("{} patients are in `{course}`, which `{}` does not offer", number(patients), record.id);
            reader.findings.add(codes::IN_COURSE_NOT_OFFERED, &format!("{at}.course"), cause);
        }
        let span = courses.get(&course).map_or(0, Course::span_weeks);
        // those who have finished may still go on to another stream within the horizon
        let go_on = record.onward.iter().any(|o| o.lag_weeks >= first);
        if span > 0 && first >= span && !go_on && reader.findings.sound(&format!("courses.{course}")) {
            let cause = format!("`{course}` lasts {span} weeks, some started it {first} weeks ago");
            reader.findings.add(codes::IN_COURSE_FINISHED, &format!("{at}.from_weeks_ago"), cause);
        }
    }
    whole_groups(reader, at, courses, shares, &started);
    started
        .into_iter()
        .map(|((course, weeks_ago), patients)| InCourse { course, weeks_ago, patients: Patients(patients) })
        .collect()
}

/// Closed groups are counted as round(share x patients / max) by site and week: what is spread thin rounds to none. The
/// groups counted must be as many as the patients can make, each with its least to its most; half a group is forgiven.
fn whole_groups(
    reader: &mut Reader<'_>,
    at: &str,
    courses: &Table<Course>,
    shares: &BTreeMap<SiteId, Fraction>,
    started: &BTreeMap<(CourseId, u32), f64>,
) {
    let mut totals: BTreeMap<&CourseId, (f64, f64, ClosedGroup)> = BTreeMap::new();
    for ((course, _), &patients) in started {
        let Some(size) = courses.get(course).and_then(|c| c.closed_group) else { continue };
        let groups: f64 = shares.values().map(|s| (s.get() * patients / f64::from(size.max)).round()).sum();
        let entry = totals.entry(course).or_insert((0.0, 0.0, size));
        entry.0 += patients;
        entry.1 += groups;
    }
    for (course, (patients, groups, size)) in totals {
        let fewest = patients / f64::from(size.max) - 0.5;
        let most = patients / f64::from(size.min) + 0.5;
        if groups < fewest - 1e-9 || groups > most + 1e-9 {
            let cause = format!(
                "{} patients in closed groups of `{course}` ({} to {} each) count as {} groups by week and site",
                number(patients),
                size.min,
                size.max,
                number(groups)
            );
            reader.findings.add(codes::IN_COURSE_GROUPS_LOST, &format!("{at}.in_course"), cause);
        }
    }
}
