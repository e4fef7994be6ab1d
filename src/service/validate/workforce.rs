//! Practitioners: contracts, availability, leave, and who can run nothing.

use super::allowance::{clinical_allowance, clinical_time, floating_sessions};
use super::calendar::{grid, last_day, mean_minutes, spans};
use super::codes;
use super::reader::Reader;
use super::staffing::employed_within;
use super::wording::{list, number};
use crate::base::calendar::Day;
use crate::base::ids::{ClinicId, PractitionerId, RoleId, SiteId};
use crate::base::units::Sessions;
use crate::scenario::records::PractitionerRecord;
use crate::service::{Practitioner, Service, Span, Table, Timetable};
use chrono::{Datelike, Duration, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Half-days in a full week of work, by convention.
const SESSIONS_OF_ONE_WTE: f64 = 10.0;
/// How far WTE and sessions may disagree by rounding.
const WTE_TOLERANCE: f64 = 0.051;
/// Sessions a week below which a loss is only a rounded share.
const WORTH_SAYING: f64 = 0.005;
/// Working Time Regulations 1998: hours a week on average.
const MOST_HOURS: f64 = 48.0;
/// Working weeks of leave in a year above which a slip is likelier than a sabbatical.
const MUCH_LEAVE_WEEKS: usize = 12;

/// Reads the practitioners. One with an unknown home site keeps that site's id.
pub(super) fn practitioners(reader: &mut Reader<'_>, timetable: &Timetable) -> Table<Practitioner> {
    let record = reader.record;
    record.practitioners.iter().map(|p| one_practitioner(reader, timetable, p)).collect()
}

fn one_practitioner(reader: &mut Reader<'_>, timetable: &Timetable, record: &PractitionerRecord) -> Practitioner {
    let at = format!("practitioners.{}", record.id);
    let home_site = SiteId::from(record.home_site.as_str());
    reader.names.sites.resolve(&mut reader.findings, &format!("{at}.home_site"), &record.home_site);
    let sites: BTreeSet<SiteId> = match &record.sites {
        None => BTreeSet::from([home_site.clone()]),
        Some(sites) => {
            let path = format!("{at}.sites");
            reader.names.sites.resolve_some(&mut reader.findings, &path, sites);
            if !sites.is_empty() && !sites.contains(&record.home_site) {
                let cause = format!("`{}` belongs to `{home_site}`, but works at {}", record.id, list(sites));
                reader.findings.add(codes::HOME_NOT_AMONG_SITES, &path, cause);
            }
            sites.iter().map(|s| SiteId::from(s.as_str())).collect()
        }
    };
    let clinics: Option<BTreeSet<ClinicId>> = record.clinics.as_ref().map(|clinics| {
        let path = format!("{at}.clinics");
        reader.names.clinics.resolve_list(&mut reader.findings, &path, clinics).into_iter().collect()
    });
    let available = grid(reader, timetable, &format!("{at}.available"), &record.available);
    let sessions = reader.findings.within(&format!("{at}.sessions_per_week"), record.sessions_per_week, 0.0, 21.0);
    let wte = reader.findings.within(&format!("{at}.wte"), record.wte, 0.0, 1.5);
    let mut leave = spans(reader, timetable, &format!("{at}.leave"), &record.leave);
    leave.extend(spans(reader, timetable, &format!("{at}.study_leave"), &record.study_leave));
    let practitioner = Practitioner {
        id: PractitionerId::from(record.id.as_str()),
        role: RoleId::from(record.role.as_str()),
        band: record.band.clone(),
        wte,
        sessions_per_week: Sessions(sessions),
        non_clinical: reader.findings.fraction(&format!("{at}.non_clinical_share"), record.non_clinical_share, 1.0),
        home_site,
        sites,
        available,
        skills: record.skills.iter().cloned().collect(),
        clinics,
        most_sessions_a_day: record
            .most_sessions_a_day
            .map(|most| reader.findings.whole(&format!("{at}.most_sessions_a_day"), most, 1, 3)),
        leave,
        absence: reader.findings.fraction(&format!("{at}.absence_rate"), record.absence_rate, 0.95),
        unbooked: reader.minutes(&format!("{at}.unbooked_minutes"), record.unbooked_minutes, 0.0, 720.0),
        desk: reader.minutes(&format!("{at}.desk_minutes_per_week"), record.desk_minutes_per_week, 0.0, 2880.0),
        employed: employed(reader, timetable, &at, record),
        cost_per_session: reader.pounds(&format!("{at}.cost_gbp_per_session"), record.cost_gbp_per_session),
        preferences: super::rota::preferences(reader, timetable, &record.id, &record.preferences),
    };
    hours(reader, timetable, &at, &practitioner);
    if is_away_throughout(timetable, &practitioner) {
        let cause = format!("`{}` is on leave on every working day of the horizon", record.id);
        reader.findings.add(codes::AWAY_THROUGHOUT, &format!("{at}.leave"), cause);
    } else {
        much_leave(reader, timetable, &at, &practitioner);
    }
    practitioner
}

/// First and last day by contract and registration, with what a planner should know about them.
fn employed(
    reader: &mut Reader<'_>,
    timetable: &Timetable,
    at: &str,
    record: &PractitionerRecord,
) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let (starts, ends) = record.contract.as_ref().map_or((None, None), |c| (c.starts, c.ends));
    let expires = record.registration.as_ref().and_then(|r| r.expires);
    let last = [ends, expires].into_iter().flatten().min();
    let end = last_day(timetable);
    if let (Some(starts), Some(ends)) = (starts, ends)
        && ends < starts
    {
        let cause = format!("the contract ends on {ends}, before it starts on {starts}");
        reader.findings.add(codes::SPAN_BACKWARDS, &format!("{at}.contract"), cause);
        return (None, None);
    }
    let within = |date: NaiveDate| timetable.start <= date && date < end;
    if starts.is_some_and(|d| d > end) || last.is_some_and(|d| d < timetable.start) {
        let from = starts.map_or_else(String::new, |d| format!(" from {d}"));
        let to = last.map_or_else(String::new, |d| format!(" until {d}"));
        let cause = format!("`{}` may run clinics only{from}{to}, outside the horizon", record.id);
        reader.findings.add(codes::NOT_EMPLOYED, at, cause);
        return (starts, last);
    }
    if let Some(date) = expires.filter(|&d| within(d)) {
        let cause = format!("the registration of `{}` expires on {date}, within the horizon", record.id);
        reader.findings.add(codes::REGISTRATION_EXPIRES, &format!("{at}.registration.expires"), cause);
    }
    if let Some(date) = ends.filter(|&d| within(d)) {
        let cause = format!("the contract of `{}` ends on {date}, within the horizon", record.id);
        reader.findings.add(codes::CONTRACT_ENDS, &format!("{at}.contract.ends"), cause);
    }
    if let Some(date) = starts.filter(|&d| d > timetable.start) {
        let cause = format!("the contract of `{}` starts on {date}, within the horizon", record.id);
        reader.findings.add(codes::CONTRACT_STARTS_LATER, &format!("{at}.contract.starts"), cause);
    }
    (starts, last)
}

fn hours(reader: &mut Reader<'_>, timetable: &Timetable, at: &str, practitioner: &Practitioner) {
    let contracted = practitioner.sessions_per_week.0;
    let path = format!("{at}.sessions_per_week");
    let available = practitioner.available.len();
    if contracted > available as f64 + 1e-9 && reader.findings.sound(&format!("{at}.available")) {
        let cause = format!(
            "`{}` is contracted for {} half-days a week and available on {available}",
            practitioner.id,
            number(contracted)
        );
        reader.findings.add(codes::CONTRACT_ABOVE_AVAILABILITY, &path, cause);
    }
    if (contracted / SESSIONS_OF_ONE_WTE - practitioner.wte).abs() > WTE_TOLERANCE {
        let cause = format!(
            "`{}` has {} WTE and {} sessions a week, which are {} WTE",
            practitioner.id,
            number(practitioner.wte),
            number(contracted),
            number(contracted / SESSIONS_OF_ONE_WTE)
        );
        reader.findings.add(codes::WTE_DISAGREES, &format!("{at}.wte"), cause);
    }
    let hours = contracted * mean_minutes(timetable, &practitioner.available).0 / 60.0;
    if hours > MOST_HOURS + 1e-9 {
        let cause = format!("`{}` is contracted for {} hours a week", practitioner.id, number(hours));
        reader.findings.add(codes::ABOVE_48_HOURS, &path, cause);
    }
}

/// Whether leave covers every day of the horizon on which somebody is available, if there is any.
fn is_away_throughout(timetable: &Timetable, practitioner: &Practitioner) -> bool {
    let works_on: BTreeSet<Day> = practitioner.available.iter().map(|h| h.day).collect();
    let (first, last) = (timetable.start, last_day(timetable));
    let mut days = (0..=(last - first).num_days())
        .map(|n| first + Duration::days(n))
        .filter(|&date| works_on.contains(&Day::of(date)))
        .peekable();
    days.peek().is_some()
        && days.all(|date| practitioner.leave.iter().any(|span| (span.from..=span.to).contains(&date)))
}

/// More than a plausible year's leave, in any calendar year that the horizon touches.
fn much_leave(reader: &mut Reader<'_>, timetable: &Timetable, at: &str, practitioner: &Practitioner) {
    let works_on: BTreeSet<Day> = practitioner.available.iter().map(|h| h.day).collect();
    for year in timetable.start.year()..=last_day(timetable).year() {
        let (Some(first), Some(last)) = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31))
        else {
            continue;
        };
        let days: BTreeSet<NaiveDate> = practitioner
            .leave
            .iter()
            .flat_map(|span| days_within(span, first, last))
            .filter(|&d| works_on.contains(&Day::of(d)))
            .collect();
        if days.len() > MUCH_LEAVE_WEEKS * works_on.len() {
            let cause = format!("`{}` is on leave on {} working days of {year}", practitioner.id, days.len());
            reader.findings.add(codes::MUCH_LEAVE, &format!("{at}.leave"), cause);
        }
    }
}

fn days_within(span: &Span, first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> + use<> {
    let (from, to) = (span.from.max(first), span.to.min(last));
    (0..=(to - from).num_days()).map(move |n| from + Duration::days(n))
}

/// Looks at the practitioners across sections: clinics that they can run, and time that a weekly pattern loses.
pub(super) fn of_use(reader: &mut Reader<'_>, service: &Service) {
    let mut idle: Vec<&str> = Vec::new();
    for practitioner in &service.practitioners {
        let at = format!("practitioners.{}", practitioner.id);
        own_clinics(reader, service, &at, practitioner);
        if service.clinics.iter().any(|c| service.position_of(practitioner, c).is_some()) {
            if reader.findings.sound(&at) {
                clinical(reader, service, &at, practitioner);
            }
        } else {
            idle.push(practitioner.id.as_ref());
        }
    }
    let judged = ["activities", "clinics"].iter().all(|list| reader.findings.sound(list));
    if judged && !idle.is_empty() {
        let cause = format!("{} can run no clinic", list(idle));
        reader.findings.add(codes::RUNS_NO_CLINIC, "practitioners", cause);
    }
}

fn own_clinics(reader: &mut Reader<'_>, service: &Service, at: &str, practitioner: &Practitioner) {
    let Some(own) = &practitioner.clinics else { return };
    for clinic in own.iter().filter_map(|id| service.clinics.get(id)) {
        if service.position_of(practitioner, clinic).is_none() && reader.findings.sound("activities") {
            let cause = format!("`{}` ({}) cannot fill a place in `{}`", practitioner.id, practitioner.role, clinic.id);
            reader.findings.add(codes::CLINIC_NOT_THEIRS, &format!("{at}.clinics"), cause);
        }
    }
}

fn clinical(reader: &mut Reader<'_>, service: &Service, at: &str, practitioner: &Practitioner) {
    let time = clinical_time(service, practitioner);
    let allowance = clinical_allowance(service, practitioner);
    let id = &practitioner.id;
    if time - allowance > WORTH_SAYING {
        let cause = format!(
            "`{id}` has {} clinical sessions a week; a weekly pattern uses {} and loses {}",
            number(time),
            number(allowance),
            number(time - allowance)
        );
        reader.findings.add(codes::CLINICAL_TIME_NOT_WHOLE, &format!("{at}.sessions_per_week"), cause);
    }
    let non_clinical = practitioner.non_clinical.get() * practitioner.sessions_per_week.0;
    let floating = floating_sessions(service, practitioner);
    if floating > non_clinical + 1e-9 {
        let cause = format!(
            "floating meetings take {} sessions a week of `{id}`, the non-clinical share is {}",
            number(floating),
            number(non_clinical)
        );
        reader.findings.add(codes::FLOATING_ABOVE_NON_CLINICAL, &format!("{at}.non_clinical_share"), cause);
    }
    let mut a_day: BTreeMap<Day, u32> = BTreeMap::new();
    for half_day in &practitioner.available {
        *a_day.entry(half_day.day).or_default() += 1;
    }
    let most = practitioner.most_sessions_a_day.unwrap_or(u32::MAX);
    let room = f64::from(a_day.values().map(|&n| n.min(most)).sum::<u32>());
    if room < allowance {
        let cause = format!(
            "at most {most} a day leave `{id}` {} sessions a week of {} clinical ones",
            number(room),
            number(allowance)
        );
        reader.findings.add(codes::MOST_A_DAY_BINDS, &format!("{at}.most_sessions_a_day"), cause);
    }
    let usable = practitioner
        .available
        .iter()
        .filter(|h| practitioner.sites.iter().filter_map(|s| service.sites.get(s)).any(|s| s.open.contains(h)))
        .count() as f64;
    if usable < allowance && employed_within(service, practitioner) {
        let cause = format!(
            "`{id}` has {} clinical sessions a week, and {} half-days when a site of theirs is open",
            number(allowance),
            number(usable)
        );
        reader.findings.add(codes::CLINICAL_TIME_UNUSABLE, &format!("{at}.available"), cause);
    }
}
