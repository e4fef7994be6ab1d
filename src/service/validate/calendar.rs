//! The horizon, the working week, spans of dates, and half-days named anywhere.

use super::codes;
use super::names::once_each;
use super::reader::Reader;
use super::wording::list;
use crate::base::calendar::{BANK_HOLIDAY_YEARS, Day, HalfDay, Week};
use crate::base::ids::PeriodId;
use crate::base::units::{Minutes, Weeks};
use crate::scenario::records::{Grid, SpanRecord};
use crate::service::{Period, Span, Timetable};
use chrono::{Datelike, Duration, NaiveDate, NaiveTime};
use std::collections::{BTreeMap, BTreeSet};

/// A span further than this from the horizon is likely a slip in the year.
const YEAR_DAYS: i64 = 366;
/// The longest horizon, in weeks.
pub(super) const MOST_WEEKS: u32 = 260;

/// Reads the horizon and the working week.
pub(super) fn timetable(reader: &mut Reader<'_>) -> Timetable {
    let weeks = reader.findings.whole("horizon.weeks", reader.record.horizon.weeks, 1, MOST_WEEKS);
    let mut timetable = Timetable {
        start: start(reader),
        weeks,
        days: working_days(reader),
        periods: periods(reader),
        closures: Vec::new(),
    };
    known_bank_holidays(reader, &timetable);
    timetable.closures = spans(reader, &timetable, "calendar.closures", &reader.record.calendar.closures);
    timetable
}

/// Reads the weeks worked in a year, for the long-run view.
pub(super) fn worked_weeks(reader: &mut Reader<'_>) -> Option<Weeks> {
    let steady = reader.record.horizon.steady.as_ref()?;
    Some(Weeks(reader.findings.within("horizon.steady.worked_weeks", steady.worked_weeks, 1.0, 52.2)))
}

fn start(reader: &mut Reader<'_>) -> NaiveDate {
    let written = reader.record.horizon.start;
    if !(2000..=2100).contains(&written.year()) {
        reader.findings.add(codes::DATE_FAR_OFF, "horizon.start", format!("the horizon starts on {written}"));
        // a date near today lets the other checks run without overflow
        return NaiveDate::from_ymd_opt(2026, 1, 5).unwrap_or_default();
    }
    let day = Day::of(written);
    if day != Day::Mon {
        let back = i64::from(day.number());
        let monday = written + Duration::days(if back <= 3 { -back } else { 7 - back });
        let cause = format!("the horizon starts on {written}, a {}", long_name(day));
        let finding = reader.findings.add(codes::START_NOT_MONDAY, "horizon.start", cause);
        finding.fix = format!("start on a Monday: {monday} is the nearest");
        finding.did_you_mean = Some(monday.to_string());
    }
    written
}

/// The last day of the horizon.
pub(super) fn last_day(timetable: &Timetable) -> NaiveDate {
    Week(timetable.weeks).monday(timetable.start) - Duration::days(1)
}

fn known_bank_holidays(reader: &mut Reader<'_>, timetable: &Timetable) {
    let (first, last) = BANK_HOLIDAY_YEARS;
    let (from, to) = (timetable.start.year(), last_day(timetable).year());
    let observed = reader.record.calendar.nation.is_some() || reader.record.sites.iter().any(|s| s.nation.is_some());
    if observed && (from < first || to > last) {
        let cause = format!("the horizon covers {from} to {to}, bank holidays are known for {first} to {last}");
        reader.findings.add(codes::BANK_HOLIDAYS_UNKNOWN, "horizon", cause);
    }
}

fn working_days(reader: &mut Reader<'_>) -> Vec<Day> {
    let written = &reader.record.calendar.days;
    let texts: Vec<String> = written.iter().map(|d| d.as_str().to_owned()).collect();
    once_each(&mut reader.findings, "calendar.days", &texts);
    if written.is_empty() {
        reader.findings.add(codes::NO_WORKING_DAY, "calendar.days", "there is no working day");
    }
    written.iter().copied().collect::<BTreeSet<_>>().into_iter().collect()
}

fn periods(reader: &mut Reader<'_>) -> Vec<Period> {
    let record = reader.record;
    let mut periods: Vec<Period> = Vec::new();
    for period in &record.calendar.half_days {
        let at = format!("calendar.half_days.{}", period.id);
        let start = NaiveTime::parse_from_str(&period.start, "%H:%M").unwrap_or_else(|_| {
            let cause = format!("`{}` is no time of day", period.start);
            reader.findings.add(codes::IMPOSSIBLE_TIME, &format!("{at}.start"), cause);
            NaiveTime::default()
        });
        let minutes = reader.minutes(&format!("{at}.minutes"), period.minutes, 1.0, 720.0);
        if !periods.iter().any(|p| p.id == period.id.as_str()) {
            periods.push(Period { id: PeriodId::from(period.id.as_str()), start, minutes });
        }
    }
    if periods.is_empty() {
        reader.findings.add(codes::NO_WORKING_DAY, "calendar.half_days", "there is no half-day");
    }
    if !periods.is_sorted_by_key(|p| p.start) {
        periods.sort_by_key(|p| p.start);
        let order = list(periods.iter().map(|p| p.id.to_string()));
        reader.findings.add(
            codes::HALF_DAYS_OUT_OF_ORDER,
            "calendar.half_days",
            format!("by their starts the half-days are {order}"),
        );
    }
    if reader.findings.sound("calendar.half_days") {
        clashes(reader, &periods);
    }
    periods
}

/// Half-days that overlap or run past midnight, in an ordered list.
fn clashes(reader: &mut Reader<'_>, periods: &[Period]) {
    let end = |p: &Period| minute_of_day(p.start) + p.minutes.0;
    for (i, later) in periods.iter().enumerate() {
        let at = format!("calendar.half_days.{}", later.id);
        for earlier in &periods[..i] {
            if end(earlier) > minute_of_day(later.start) {
                let cause = format!("`{}` still runs when `{}` starts", earlier.id, later.id);
                reader.findings.add(codes::HALF_DAYS_OVERLAP, &at, cause);
            }
        }
        if end(later) > 24.0 * 60.0 {
            reader.findings.add(codes::HALF_DAY_PAST_MIDNIGHT, &at, format!("`{}` ends after midnight", later.id));
        }
    }
}

fn minute_of_day(time: NaiveTime) -> f64 {
    time.signed_duration_since(NaiveTime::default()).num_minutes() as f64
}

/// The longest half-day; none if there is no half-day.
pub(super) fn longest(timetable: &Timetable) -> Minutes {
    timetable.periods.iter().map(|p| p.minutes).fold(Minutes::ZERO, Minutes::max)
}

/// The mean length of some half-days, of all if there are none.
pub(super) fn mean_minutes(timetable: &Timetable, half_days: &BTreeSet<HalfDay>) -> Minutes {
    let mut lengths: Vec<f64> =
        half_days.iter().filter_map(|h| minutes_of(timetable, &h.period)).map(|m| m.0).collect();
    if lengths.is_empty() {
        lengths = timetable.periods.iter().map(|p| p.minutes.0).collect();
    }
    let count = lengths.len().max(1) as f64;
    Minutes(lengths.iter().sum::<f64>() / count)
}

/// How long a half-day lasts, if it exists.
pub(super) fn minutes_of(timetable: &Timetable, period: &PeriodId) -> Option<Minutes> {
    timetable.periods.iter().find(|p| p.id == *period).map(|p| p.minutes)
}

/// Reads a weekly grid of half-days.
pub(super) fn grid(reader: &mut Reader<'_>, timetable: &Timetable, path: &str, grid: &Grid) -> BTreeSet<HalfDay> {
    let mut half_days = BTreeSet::new();
    for (&day, periods) in grid {
        let at = format!("{path}.{}", day.as_str());
        let resolved = reader.names.periods.resolve_list(&mut reader.findings, &at, periods);
        if timetable.days.contains(&day) {
            half_days.extend(resolved.into_iter().map(|period| HalfDay { day, period }));
        } else {
            not_a_working_day(reader, timetable, &at, day);
        }
    }
    half_days
}

/// Says that a day is not a working day.
pub(super) fn not_a_working_day(reader: &mut Reader<'_>, timetable: &Timetable, path: &str, day: Day) {
    let days = timetable.days.iter().map(|d| d.as_str());
    let cause = format!("{} is not a working day", long_name(day));
    reader.findings.add_choice(codes::NOT_A_WORKING_DAY, path, cause, day.as_str(), days);
}

/// Reads a half-day of the week: `tue-am`.
pub(super) fn half_day(reader: &mut Reader<'_>, timetable: &Timetable, path: &str, text: &str) -> Option<HalfDay> {
    let found = text.split_once('-').and_then(|(day, period)| {
        let day = *timetable.days.iter().find(|d| d.as_str() == day)?;
        let period = timetable.periods.iter().find(|p| p.id == period)?;
        Some(HalfDay { day, period: period.id.clone() })
    });
    if found.is_none() {
        let all = timetable
            .days
            .iter()
            .flat_map(|d| timetable.periods.iter().map(move |p| format!("{}-{}", d.as_str(), p.id)));
        let cause = format!("`{text}` is no half-day of the working week");
        reader.findings.add_choice(codes::UNKNOWN_HALF_DAY, path, cause, text, all);
    }
    found
}

/// Reads spans of dates; those that run backwards are left out.
pub(super) fn spans(reader: &mut Reader<'_>, timetable: &Timetable, path: &str, records: &[SpanRecord]) -> Vec<Span> {
    let mut spans = Vec::new();
    for (i, record) in records.iter().enumerate() {
        let at = format!("{path}.{i}");
        let (from, to) = (record.from, record.to.unwrap_or(record.from));
        let periods = record
            .half_days
            .as_ref()
            .map(|texts| reader.names.periods.resolve_some(&mut reader.findings, &format!("{at}.half_days"), texts));
        if to < from {
            reader.findings.add(codes::SPAN_BACKWARDS, &at, format!("the span ends on {to}, before {from}"));
            continue;
        }
        if to < timetable.start || from > last_day(timetable) {
            let apart = (timetable.start - to).max(from - last_day(timetable));
            if apart.num_days() > YEAR_DAYS {
                outside(reader, timetable, &at, &format!("{from} to {to} lies"));
            } else {
                reader.beyond.push(at);
            }
        }
        spans.push(Span { from, to, periods, reason: record.reason.clone() });
    }
    spans
}

/// Says, once a list, whose spans lie outside the horizon but near it: a year's leave beside half a year's plan.
pub(super) fn spans_beyond(reader: &mut Reader<'_>, timetable: &Timetable) {
    let mut by_list: BTreeMap<String, (usize, Vec<String>)> = BTreeMap::new();
    for path in std::mem::take(&mut reader.beyond) {
        let mut parts = path.split('.');
        let (Some(list), Some(owner)) = (parts.next(), parts.next()) else { continue };
        let (count, owners) = by_list.entry(list.to_owned()).or_default();
        *count += 1;
        if owners.last().is_none_or(|last| last != owner) {
            owners.push(owner.to_owned());
        }
    }
    for (path, (count, owners)) in by_list {
        let what = match count {
            1 => format!("one span of dates ({}) lies", list(owners)),
            _ => format!("{count} spans of dates ({}) lie", list(owners)),
        };
        outside(reader, timetable, &path, &what);
    }
}

/// Says that something lies outside the horizon.
pub(super) fn outside(reader: &mut Reader<'_>, timetable: &Timetable, path: &str, what: &str) {
    let cause = format!("{what} outside the horizon ({} to {})", timetable.start, last_day(timetable));
    reader.findings.add(codes::OUTSIDE_HORIZON, path, cause);
}

/// `Wednesday`.
pub(super) fn long_name(day: Day) -> &'static str {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][day as usize]
}
