//! Desk work: what is counted, whose it is, and whether there is time for it.

use super::allowance::{clinical_allowance, floating_minutes};
use super::calendar::mean_minutes;
use super::codes;
use super::reader::{Reader, name_or_id};
use super::wording::{list, number};
use crate::base::ids::{DeskWorkId, RoleId};
use crate::base::units::Minutes;
use crate::scenario::records::{DeskPerRecord, DeskWorkRecord};
use crate::service::{DeskPer, DeskWork, Practitioner, Service, Table};
use std::collections::BTreeMap;

/// The most of anything that comes in a week.
const MOST_A_WEEK: f64 = 1e6;

/// Reads the desk work; a kind whose role nobody has is left out.
pub(super) fn desk_work(reader: &mut Reader<'_>) -> Table<DeskWork> {
    let record = reader.record;
    record.desk_work.iter().filter_map(|work| one_kind(reader, work)).collect()
}

fn one_kind(reader: &mut Reader<'_>, record: &DeskWorkRecord) -> Option<DeskWork> {
    let at = format!("desk_work.{}", record.id);
    let minutes = reader.minutes(&format!("{at}.minutes"), record.minutes, 0.1, 720.0);
    let (names, findings) = (&reader.names, &mut reader.findings);
    let within_days = findings.whole(&format!("{at}.within_days"), record.within_days, 0, 364);
    let per = match &record.per {
        DeskPerRecord::Appointments(ids) => {
            let path = format!("{at}.per.appointments");
            DeskPer::Appointments(names.activities.resolve_some(findings, &path, ids).into_iter().collect())
        }
        DeskPerRecord::Referrals(ids) => {
            let path = format!("{at}.per.referrals");
            DeskPer::Referrals(names.streams.resolve_some(findings, &path, ids).into_iter().collect())
        }
        DeskPerRecord::Starts(ids) => {
            let path = format!("{at}.per.starts");
            DeskPer::Starts(names.courses.resolve_some(findings, &path, ids).into_iter().collect())
        }
        DeskPerRecord::Finishes(ids) => {
            let path = format!("{at}.per.finishes");
            DeskPer::Finishes(names.courses.resolve_some(findings, &path, ids).into_iter().collect())
        }
        DeskPerRecord::Week(count) => {
            DeskPer::Week(findings.within(&format!("{at}.per.week"), *count, 0.0, MOST_A_WEEK))
        }
    };
    let role = names.roles.resolve(findings, &format!("{at}.role"), &record.role)?;
    Some(DeskWork {
        id: DeskWorkId::from(record.id.as_str()),
        name: name_or_id(record.name.as_ref(), &record.id),
        role,
        minutes,
        per,
        within_days,
    })
}

/// Looks at desk work and the time for it across sections.
pub(super) fn of_use(reader: &mut Reader<'_>, service: &Service) {
    let mut spare: BTreeMap<&RoleId, Vec<&str>> = BTreeMap::new();
    for practitioner in service.practitioners.iter().filter(|p| p.desk > Minutes::ZERO) {
        let at = format!("practitioners.{}", practitioner.id);
        let left = left_for_the_desk(service, practitioner);
        if practitioner.desk.0 > left + 1e-6 && reader.findings.sound(&at) {
            let cause = format!(
                "`{}` has {} minutes a week for desk work; clinics and floating meetings leave {}",
                practitioner.id,
                number(practitioner.desk.0),
                number(left)
            );
            reader.findings.add(codes::DESK_TIME_ABOVE_CONTRACT, &format!("{at}.desk_minutes_per_week"), cause);
        }
        if !service.desk_work.iter().any(|work| work.role == practitioner.role) {
            spare.entry(&practitioner.role).or_default().push(practitioner.id.as_ref());
        }
    }
    if reader.findings.sound("desk_work") {
        for (role, people) in spare {
            let cause = format!("{} have time for desk work; none is a {role}'s", list(people));
            reader.findings.add(codes::DESK_TIME_WITHOUT_WORK, "practitioners", cause);
        }
    }
    for work in &service.desk_work {
        let mut own = service.practitioners.iter().filter(|p| p.role == work.role);
        if own.all(|p| p.desk == Minutes::ZERO) {
            let cause =
                format!("`{}` is the work of {}, and none of them has desk_minutes_per_week", work.id, work.role);
            reader.findings.add(codes::DESK_WORK_WITHOUT_TIME, &format!("desk_work.{}.role", work.id), cause);
        }
    }
}

/// Minutes a week that clinics and floating meetings leave of a contract. Who runs no clinic has all of it but the
/// meetings.
fn left_for_the_desk(service: &Service, practitioner: &Practitioner) -> f64 {
    let mean = mean_minutes(&service.timetable, &practitioner.available).0;
    let clinical = if service.clinics.iter().any(|c| service.position_of(practitioner, c).is_some()) {
        clinical_allowance(service, practitioner)
    } else {
        0.0
    };
    (practitioner.sessions_per_week.0 - clinical) * mean - floating_minutes(service, practitioner)
}
