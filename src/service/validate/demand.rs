//! Referral streams: their sites, options, today's mix and where they lead.

use super::arrivals::{in_course, referrals, waiting};
use super::codes;
use super::names::once_each;
use super::reader::{Reader, name_or_id};
use super::wording::{list, number};
use crate::base::ids::{CourseId, SiteId, StreamId};
use crate::base::units::{Fraction, Patients};
use crate::scenario::records::{OptionRecord, StreamRecord};
use crate::service::{Choice, Course, LessonCap, Onward, Stream, Table, Timetable, Today};
use std::collections::{BTreeMap, BTreeSet};

/// How far shares may miss 1 by rounding.
const SHARE_TOLERANCE: f64 = 1e-6;

/// Reads the streams.
pub(super) fn streams(
    reader: &mut Reader<'_>,
    timetable: &Timetable,
    courses: &Table<Course>,
    caps: &[LessonCap],
) -> Table<Stream> {
    let record = reader.record;
    record.streams.iter().map(|stream| one_stream(reader, timetable, courses, caps, stream)).collect()
}

fn one_stream(
    reader: &mut Reader<'_>,
    timetable: &Timetable,
    courses: &Table<Course>,
    caps: &[LessonCap],
    record: &StreamRecord,
) -> Stream {
    let at = format!("streams.{}", record.id);
    let (weekly, per_year) = referrals(reader, timetable, &at, record.referrals.as_ref());
    let site_shares = site_shares(reader, &at, record);
    let above_cap: BTreeSet<&str> = record
        .offered()
        .filter(|id| courses.get(&CourseId::from(*id)).is_some_and(|c| is_above_cap(c, caps)))
        .collect();
    let options = options(reader, &at, record, &above_cap);
    let stream = Stream {
        id: StreamId::from(record.id.as_str()),
        name: name_or_id(record.name.as_ref(), &record.id),
        assessment: record.assessment,
        referrals: weekly,
        referrals_per_year: per_year,
        waiting: waiting(reader, &at, record),
        target_wait_weeks: target_wait(reader, &at, record, courses, &options),
        options,
        wait_standard: record.wait_standard.as_ref().map(|standard| {
            let weeks = reader.findings.whole(&format!("{at}.wait_standard.weeks"), standard.weeks, 1, 260);
            (weeks, reader.findings.fraction(&format!("{at}.wait_standard.share"), standard.share, 1.0))
        }),
        recommended: recommended(reader, &at, record, &above_cap),
        today: today(reader, &at, record, &above_cap),
        removals_per_week: reader.findings.fraction(&format!("{at}.removals_per_week"), record.removals_per_week, 0.5),
        least_started: record
            .least_started_share
            .map(|share| reader.findings.fraction(&format!("{at}.least_started_share"), share, 1.0)),
        self_funded: reader.findings.fraction(&format!("{at}.self_funded_share"), record.self_funded_share, 1.0),
        onward: onward(reader, timetable, &at, record),
        in_course: in_course(reader, &at, record, courses, &site_shares),
        site_shares,
    };
    of_use(reader, &at, &stream, courses);
    stream
}

/// The target written, or what the tightest time frame of an option leaves for waiting: patients start first come first
/// served, whatever they need.
fn target_wait(
    reader: &mut Reader<'_>,
    at: &str,
    record: &StreamRecord,
    courses: &Table<Course>,
    options: &[Choice],
) -> Option<u32> {
    let path = format!("{at}.target_wait_weeks");
    let written = record.target_wait_weeks.map(|weeks| reader.findings.whole(&path, weeks, 0, 260));
    let offered = options.iter().filter_map(|option| courses.get(&option.course));
    let left = |course: &Course| Some((course.time_frame_weeks? - course.treatment_weeks(), course.id.clone()));
    let Some((left, course)) = offered.filter_map(left).min() else { return written };
    if written.is_some_and(|written| written > left) {
        let cause = format!("the time frame of `{course}` leaves {left} weeks for waiting in `{}`", record.id);
        reader.findings.add(codes::TIME_FRAME_TIGHTER, &path, cause);
    }
    Some(written.map_or(left, |written| written.min(left)))
}

/// Whether a course has more lessons of an activity than the cap on it.
fn is_above_cap(course: &Course, caps: &[LessonCap]) -> bool {
    caps.iter().any(|cap| course.most_lessons(&cap.activity) > cap.most)
}

fn site_shares(reader: &mut Reader<'_>, at: &str, record: &StreamRecord) -> BTreeMap<SiteId, Fraction> {
    let at = format!("{at}.site_shares");
    if record.site_shares.is_empty() {
        reader.findings.add(codes::EMPTY_LIST, &at, format!("`{}` has patients at no site", record.id));
    }
    let mut shares = BTreeMap::new();
    for (site, &share) in &record.site_shares {
        let path = format!("{at}.{site}");
        let known = reader.names.sites.resolve(&mut reader.findings, &path, site);
        let share = reader.findings.fraction(&path, share, 1.0);
        if let (Some(site), true) = (known, share > Fraction::ZERO) {
            shares.insert(site, share);
        }
    }
    let sum: f64 = shares.values().map(|s: &Fraction| s.get()).sum();
    if reader.findings.sound(&at) && (sum - 1.0).abs() > SHARE_TOLERANCE {
        let cause = format!("the site shares of `{}` sum to {}", record.id, number(sum));
        reader.findings.add(codes::SITE_SHARES_SUM, &at, cause);
    }
    shares
}

fn options(reader: &mut Reader<'_>, at: &str, record: &StreamRecord, above_cap: &BTreeSet<&str>) -> Vec<Choice> {
    let at = format!("{at}.courses");
    if record.courses.is_empty() {
        reader.findings.add(codes::EMPTY_LIST, &at, format!("`{}` offers no course", record.id));
    }
    let named: Vec<String> = record.courses.iter().map(|o| o.course.clone()).collect();
    let mut options = Vec::new();
    for i in once_each(&mut reader.findings, &at, &named) {
        let path = format!("{at}.{i}");
        let option = &record.courses[i];
        let course = reader.names.courses.resolve(&mut reader.findings, &format!("{path}.course"), &option.course);
        let choice = course.map(|course| choice(reader, &path, course, option));
        let instead = instead(reader, &path, record, option);
        if capped(reader, &path, &option.course, above_cap) {
            continue;
        }
        let instead = instead.into_iter().filter(|(path, course)| !capped(reader, path, course, above_cap));
        let stand_ins: Vec<Choice> = instead
            .map(|(_, course)| Choice {
                course: CourseId::from(course.as_str()),
                least: Fraction::ZERO,
                most: Fraction::ONE,
                fixed: false,
                stands_in_for: Some(CourseId::from(option.course.as_str())),
                most_instead: Fraction::ONE,
            })
            .collect();
        options.extend(choice.into_iter().chain(stand_ins));
    }
    if options.is_empty() && !above_cap.is_empty() && reader.findings.sound(&at) {
        let cause = format!("every course of `{}` has more lessons than the cap: {}", record.id, list(above_cap));
        reader.findings.add(codes::NO_OPTION_LEFT, &at, cause);
    }
    sums(reader, &at, record, &options);
    options
}

/// Whether a course has more lessons than a cap allows; the note says so.
fn capped(reader: &mut Reader<'_>, path: &str, course: &str, above_cap: &BTreeSet<&str>) -> bool {
    let capped = above_cap.contains(course);
    if capped {
        let cause = format!("`{course}` has more lessons than the cap, and is not offered");
        reader.findings.add(codes::OPTION_ABOVE_CAP, path, cause);
    }
    capped
}

/// The courses that may stand in for an option, with their paths: each an option of the stream but once.
fn instead(reader: &mut Reader<'_>, path: &str, record: &StreamRecord, option: &OptionRecord) -> Vec<(String, String)> {
    let path = format!("{path}.instead");
    let mut known = Vec::new();
    for i in once_each(&mut reader.findings, &path, &option.instead) {
        let (path, course) = (format!("{path}.{i}"), &option.instead[i]);
        if reader.names.courses.resolve(&mut reader.findings, &path, course).is_none() {
            continue;
        }
        if record.offered().filter(|offered| offered == course).count() > 1 {
            let cause = format!("`{course}` is offered by `{}` already", record.id);
            reader.findings.add(codes::REPEATED, &path, cause);
            continue;
        }
        known.push((path, course.clone()));
    }
    known
}

fn choice(reader: &mut Reader<'_>, path: &str, course: CourseId, option: &OptionRecord) -> Choice {
    let least = reader.findings.fraction(&format!("{path}.least_share"), option.least_share, 1.0);
    let most = reader.findings.fraction(&format!("{path}.most_share"), option.most_share, 1.0);
    let most_instead = reader.findings.fraction(&format!("{path}.most_instead"), option.most_instead, 1.0);
    if let Some(fixed) = option.fixed_share {
        let at = format!("{path}.fixed_share");
        let fixed = reader.findings.fraction(&at, fixed, 1.0);
        if least > Fraction::ZERO || most < Fraction::ONE {
            let cause = format!("`{course}` has a fixed share and a least or most share");
            reader.findings.add(codes::FIXED_AND_RANGE, &at, cause);
        }
        return Choice { course, least: fixed, most: fixed, fixed: true, stands_in_for: None, most_instead };
    }
    if least > most {
        let cause =
            format!("`{course}` has at least {} and at most {} of the starts", number(least.get()), number(most.get()));
        reader.findings.add(codes::LEAST_ABOVE_MOST, &format!("{path}.least_share"), cause);
    }
    Choice { course, least, most, fixed: false, stands_in_for: None, most_instead }
}

/// Whether the shares of the options can make a whole.
fn sums(reader: &mut Reader<'_>, at: &str, record: &StreamRecord, options: &[Choice]) {
    if options.is_empty() || !reader.findings.sound(at) {
        return;
    }
    let options: Vec<&Choice> = options.iter().filter(|o| o.stands_in_for.is_none()).collect();
    let least: f64 = options.iter().map(|o| o.least.get()).sum();
    let most: f64 = options.iter().map(|o| o.most.get()).sum();
    let id = &record.id;
    let left = if options.len() < record.courses.len() { " that are left below the cap" } else { "" };
    if options.iter().all(|o| o.fixed) {
        if (least - 1.0).abs() > SHARE_TOLERANCE {
            let cause = format!("the fixed shares of `{id}`{left} sum to {}", number(least));
            reader.findings.add(codes::FIXED_SHARES_SUM, at, cause);
        }
    } else if least > 1.0 + SHARE_TOLERANCE {
        let cause = format!("the least and fixed shares of `{id}`{left} sum to {}", number(least));
        reader.findings.add(codes::LEAST_SHARES_SUM, at, cause);
    } else if most < 1.0 - SHARE_TOLERANCE {
        let cause = format!("the most and fixed shares of `{id}`{left} sum to {}", number(most));
        reader.findings.add(codes::MOST_SHARES_SUM, at, cause);
    }
}

fn recommended(
    reader: &mut Reader<'_>,
    at: &str,
    record: &StreamRecord,
    above_cap: &BTreeSet<&str>,
) -> Option<CourseId> {
    let written = record.recommended.as_ref()?;
    let at = format!("{at}.recommended");
    let course = reader.names.courses.resolve(&mut reader.findings, &at, written)?;
    if !record.offered().any(|course| course == written) {
        let cause = format!("`{written}` is recommended, but `{}` does not offer it", record.id);
        reader.findings.add_choice(codes::RECOMMENDED_NOT_AN_OPTION, &at, cause, written, record.offered());
    } else if above_cap.contains(written.as_str()) {
        let cause = format!("`{written}` is recommended, but has more lessons than the cap");
        reader.findings.add(codes::RECOMMENDED_ABOVE_CAP, &at, cause);
    }
    Some(course)
}

/// Today's mix over the courses that may still be offered; those above a cap leave their shares to the others.
fn today(reader: &mut Reader<'_>, at: &str, record: &StreamRecord, above_cap: &BTreeSet<&str>) -> Option<Today> {
    let written = record.today.as_ref()?;
    let at = format!("{at}.today");
    let starts_per_week = written.starts_per_week.map(|n| reader.patients(&format!("{at}.starts_per_week"), n));
    let path = format!("{at}.mix");
    let mut mix = BTreeMap::new();
    let mut capped = 0.0;
    for (course, &share) in &written.mix {
        let path = format!("{path}.{course}");
        let share = reader.findings.fraction(&path, share, 1.0);
        if !record.offered().any(|offered| offered == course) {
            let cause = format!("today's mix names `{course}`, which `{}` does not offer", record.id);
            reader.findings.add_choice(codes::TODAY_NOT_AN_OPTION, &path, cause, course, record.offered());
        } else if above_cap.contains(course.as_str()) {
            capped += share.get();
        } else if share > Fraction::ZERO {
            mix.insert(CourseId::from(course.as_str()), share);
        }
    }
    let kept: f64 = mix.values().map(|s: &Fraction| s.get()).sum();
    if reader.findings.sound(&path) && (kept + capped - 1.0).abs() > SHARE_TOLERANCE {
        let cause = format!("today's mix of `{}` sums to {}", record.id, number(kept + capped));
        reader.findings.add(codes::TODAY_MIX_SUM, &path, cause);
    }
    if capped > 0.0 {
        let cause = format!("{} of today's mix of `{}` is above the lesson cap", number(capped), record.id);
        reader.findings.add(codes::TODAY_ABOVE_CAP, &path, cause);
        for share in mix.values_mut() {
            *share = Fraction::new((share.get() / kept).min(1.0)).unwrap_or(Fraction::ZERO);
        }
    }
    (!mix.is_empty()).then(|| Today { mix, starts_per_week: starts_per_week.map(Patients) })
}

fn onward(reader: &mut Reader<'_>, timetable: &Timetable, at: &str, record: &StreamRecord) -> Vec<Onward> {
    let mut onward: Vec<Onward> = Vec::new();
    for (i, entry) in record.onward.iter().enumerate() {
        let at = format!("{at}.onward.{i}");
        let per_attended = reader.findings.fraction(&format!("{at}.per_attended"), entry.per_attended, 1.0);
        let lag_weeks = reader.findings.whole(&format!("{at}.lag_weeks"), entry.lag_weeks, 0, 104);
        let Some(to) = reader.names.streams.resolve(&mut reader.findings, &format!("{at}.to"), &entry.to) else {
            continue;
        };
        if to == record.id.as_str() {
            let cause = format!("`{to}` leads to itself");
            reader.findings.add(codes::ONWARD_TO_ITSELF, &format!("{at}.to"), cause);
            continue;
        }
        if onward.iter().any(|o| o.to == to && o.lag_weeks == lag_weeks) {
            let cause = format!("`{to}` stands twice with the same lag");
            reader.findings.add(codes::REPEATED, &at, cause);
            continue;
        }
        if lag_weeks >= timetable.weeks {
            let what = format!("a lag of {lag_weeks} weeks reaches");
            super::calendar::outside(reader, timetable, &format!("{at}.lag_weeks"), &what);
        }
        onward.push(Onward { to, per_attended, lag_weeks });
    }
    onward
}

/// A stream that nobody enters, and one that nothing in a plan's aims keeps going.
fn of_use(reader: &mut Reader<'_>, at: &str, stream: &Stream, courses: &Table<Course>) {
    let id = &stream.id;
    // an unknown name may have meant this stream
    let leads_here = |to: &str| *id == to || !reader.names.streams.contains(to);
    let led_to = reader.record.streams.iter().any(|s| s.onward.iter().any(|o| leads_here(&o.to)));
    if stream.referrals_per_year.0 <= 0.0 && stream.waiting.is_empty() && !led_to && reader.findings.sound(at) {
        let cause = format!("nobody is referred to `{id}`, and nobody waits for it");
        reader.findings.add(codes::STREAM_EMPTY, at, cause);
    }
    let evidence = stream.options.iter().any(|o| courses.get(&o.course).is_some_and(|c| c.evidence.is_some()));
    let floor = stream.assessment
        || stream.least_started.is_some()
        || stream.today.as_ref().is_some_and(|t| t.starts_per_week.is_some());
    if !evidence && !floor && reader.findings.sound(at) && reader.findings.sound("courses") {
        let cause = format!("no course of `{id}` has evidence, and the stream has no floor");
        reader.findings.add(codes::NOTHING_KEEPS_IT_GOING, at, cause);
    }
}
