//! Rules for leave: how many are away together, how much study leave there is, and what it costs. Nobody's leave is moved.

use super::calendar::last_day;
use super::codes;
use super::reader::Reader;
use super::wording::{list, number};
use crate::base::calendar::{Day, HalfDay, WEEKS_A_YEAR};
use crate::scenario::records::{LeaveRuleRecord, SpanRecord};
use crate::service::{Practitioner, Service};
use chrono::{Datelike, Duration, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// So many spans or people are named; the others are counted.
const NAMED: usize = 3;
/// Half-days that make a day of study leave.
const HALF_DAYS_A_DAY: f64 = 2.0;

/// Holds everybody's leave against the rules.
pub(super) fn check(reader: &mut Reader<'_>, service: &Service) {
    let record = reader.record;
    for rule in &record.leave_rules {
        let at = format!("leave_rules.{}", rule.id);
        reader.names.roles.resolve_some(&mut reader.findings, &format!("{at}.roles"), &rule.roles);
        let study = rule.study_days_per_year.map(|days| {
            let days = reader.findings.within(&format!("{at}.study_days_per_year"), days, 0.0, 366.0);
            (days, format!("{at}.study_days_per_year"))
        });
        let a_day = rule.gbp_per_study_day.map(|gbp| reader.pounds(&format!("{at}.gbp_per_study_day"), gbp));
        let a_year = rule.gbp_per_year.map(|gbp| reader.pounds(&format!("{at}.gbp_per_year"), gbp));
        if (rule.most_away.is_none() && study.is_none() && a_year.is_none()) || (a_year.is_some() && a_day.is_none()) {
            let what = if a_year.is_some() { "has a budget, and no cost of a day" } else { "limits nothing" };
            reader.findings.add(codes::LEAVE_RULE_WITHOUT_LIMIT, &at, format!("`{}` {what}", rule.id));
        }
        if !reader.findings.sound("practitioners") {
            continue;
        }
        let of_rule = |p: &&Practitioner| rule.roles.iter().any(|role| p.role == role.as_str());
        let people: Vec<&Practitioner> = service.practitioners.iter().filter(of_rule).collect();
        if let Some(most) = rule.most_away {
            many_away(reader, service, rule, &people, most);
        }
        let studying: Vec<Studying> = people.iter().map(|p| study_leave(reader, service, p)).collect();
        if let Some((most, path)) = study {
            much_study(reader, &people, &studying, most, &path);
        }
        if let (Some(a_day), Some(a_year)) = (a_day, a_year) {
            let (first, last) = (service.timetable.start, last_day(&service.timetable));
            let within = |date: NaiveDate| (first..=last).contains(&date);
            let days: f64 = studying.iter().map(|studying| studying.days(within)).sum();
            let there_is = a_year.0 * f64::from(service.timetable.weeks) / WEEKS_A_YEAR;
            if days * a_day.0 > there_is + 0.005 {
                let cause = format!(
                    "{} days of study leave within the horizon cost {} pounds; its share of the budget of `{}` is {:.2}",
                    number(days),
                    number(days * a_day.0),
                    rule.id,
                    there_is
                );
                reader.findings.add(codes::TRAINING_BUDGET_SHORT, &format!("{at}.gbp_per_year"), cause);
            }
        }
    }
}

/// Working days of the horizon on which more are away than may be, with who is.
fn many_away(reader: &mut Reader<'_>, service: &Service, rule: &LeaveRuleRecord, people: &[&Practitioner], most: u32) {
    let timetable = &service.timetable;
    let (first, last) = (timetable.start, last_day(timetable));
    let mut away: BTreeMap<NaiveDate, BTreeSet<&str>> = BTreeMap::new();
    for p in people {
        for span in &p.leave {
            for date in days(span.from.max(first), span.to.min(last)) {
                let gone = |h: &HalfDay| h.day == Day::of(date) && span.covers(date, &h.period);
                if p.available.iter().any(|h| gone(h) && works(service, p, date, h)) {
                    away.entry(date).or_default().insert(p.id.as_ref());
                }
            }
        }
    }
    away.retain(|_, who| who.len() > most as usize);
    // working days in a row with the same people away are one span
    let mut spans: Vec<(NaiveDate, NaiveDate, BTreeSet<&str>)> = Vec::new();
    for (date, who) in away {
        let next = |last: NaiveDate| {
            days(last + Duration::days(1), date).find(|&d| timetable.days.contains(&Day::of(d))) == Some(date)
        };
        match spans.last_mut() {
            Some((_, last, same)) if *same == who && next(*last) => *last = date,
            _ => spans.push((date, date, who)),
        }
    }
    let said = spans.iter().map(|(from, to, who)| {
        let when = if from == to { from.to_string() } else { format!("{from} to {to}") };
        format!("{} on {when} ({})", who.len(), list(who))
    });
    let said: Vec<String> = said.collect();
    if !said.is_empty() {
        let cause = format!("`{}` allows {most} away at once; there are {}", rule.id, first_of(&said));
        reader.findings.add(codes::MANY_AWAY, &format!("leave_rules.{}.most_away", rule.id), cause);
    }
}

/// Somebody's study leave, whenever it is.
struct Studying {
    /// Half-days, a date each.
    half_days: Vec<NaiveDate>,
    /// Days that one of them counts: who works fewer half-days than they are available misses a part of them.
    days_each: f64,
}

impl Studying {
    fn days(&self, within: impl Fn(NaiveDate) -> bool) -> f64 {
        self.half_days.iter().filter(|date| within(**date)).count() as f64 * self.days_each
    }
}

fn study_leave(reader: &Reader<'_>, service: &Service, practitioner: &Practitioner) -> Studying {
    let written = reader.record.practitioners.iter().find(|p| practitioner.id == p.id.as_str());
    let mut half_days: BTreeSet<(NaiveDate, &HalfDay)> = BTreeSet::new();
    for span in written.iter().flat_map(|p| &p.study_leave) {
        for date in days(span.from, span.to.unwrap_or(span.from)) {
            let own = practitioner.available.iter().filter(|h| h.day == Day::of(date) && takes(span, h));
            half_days.extend(own.filter(|h| works(service, practitioner, date, h)).map(|h| (date, h)));
        }
    }
    let worked = practitioner.sessions_per_week.0 / practitioner.available.len().max(1) as f64;
    Studying {
        half_days: half_days.into_iter().map(|(date, _)| date).collect(),
        days_each: worked.min(1.0) / HALF_DAYS_A_DAY,
    }
}

fn takes(span: &SpanRecord, half_day: &HalfDay) -> bool {
    span.half_days.as_ref().is_none_or(|some| some.iter().any(|period| half_day.period == period.as_str()))
}

/// Whether they would work but for leave: a bank holiday is no leave.
fn works(service: &Service, practitioner: &Practitioner, date: NaiveDate, half_day: &HalfDay) -> bool {
    let home = service.sites.get(&practitioner.home_site);
    practitioner.is_employed(date) && home.is_none_or(|site| !service.site_is_shut(site, date, half_day))
}

/// Says whose study leave is more than their part, in the calendar years that the horizon touches.
fn much_study(reader: &mut Reader<'_>, people: &[&Practitioner], studying: &[Studying], a_year: f64, path: &str) {
    let start = reader.record.horizon.start;
    let Some(end) = start.checked_add_signed(Duration::weeks(i64::from(reader.record.horizon.weeks))) else { return };
    let mut said: Vec<String> = Vec::new();
    for year in start.year()..=(end - Duration::days(1)).year() {
        for (p, studying) in people.iter().zip(studying) {
            let days = studying.days(|date| date.year() == year);
            let part = a_year * p.wte;
            if days > part + 1e-9 {
                said.push(format!("{} {} days in {year}, of {}", p.id, number(days), number(part)));
            }
        }
    }
    if !said.is_empty() {
        let cause = format!("more study leave than {} days for each WTE: {}", number(a_year), first_of(&said));
        reader.findings.add(codes::MUCH_STUDY_LEAVE, path, cause);
    }
}

/// The first few of some, and how many more there are.
fn first_of(said: &[String]) -> String {
    let more = said.len().saturating_sub(NAMED);
    let mut text = said[..said.len() - more].join("; ");
    if more > 0 {
        text.push_str(&format!("; and {more} more"));
    }
    text
}

/// The days from one to another; none if the other comes first. At most ten years are looked at.
fn days(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    (0..=(to - from).num_days().min(3660)).map(move |n| from + Duration::days(n))
}
