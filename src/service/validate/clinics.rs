//! Kinds of session: which activities share one, and where it can be held.

use super::calendar::longest;
use super::codes;
use super::reader::{Reader, in_minutes, name_or_id};
use super::wording::{list, number};
use crate::base::ids::{ActivityId, ClinicId, SiteId};
use crate::base::units::Minutes;
use crate::scenario::records::ClinicRecord;
use crate::service::{Activity, Clinic, Mode, Position, Practitioner, Room, Service, Table, Timetable};
use std::collections::BTreeSet;

/// Reads the clinics; one without a known activity is left out. Sites are those named, or all: the ones without a
/// fitting room go in [`places`].
pub(super) fn clinics(
    reader: &mut Reader<'_>,
    timetable: &Timetable,
    activities: &Table<Activity>,
    rooms: &Table<Room>,
) -> Table<Clinic> {
    let record = reader.record;
    record.clinics.iter().filter_map(|clinic| one_clinic(reader, timetable, activities, rooms, clinic)).collect()
}

fn one_clinic(
    reader: &mut Reader<'_>,
    timetable: &Timetable,
    activities: &Table<Activity>,
    rooms: &Table<Room>,
    record: &ClinicRecord,
) -> Option<Clinic> {
    let at = format!("clinics.{}", record.id);
    let held =
        reader.names.activities.resolve_some(&mut reader.findings, &format!("{at}.activities"), &record.activities);
    let overhead = reader.minutes(&format!("{at}.overhead_minutes"), record.overhead_minutes, 0.0, 720.0);
    let named: Option<BTreeSet<SiteId>> = record.sites.as_ref().map(|sites| {
        let path = format!("{at}.sites");
        reader.names.sites.resolve_some(&mut reader.findings, &path, sites).into_iter().collect()
    });
    let details: Vec<&Activity> = held.iter().filter_map(|a| activities.get(a)).collect();
    alike(reader, &at, &details);
    time(reader, timetable, &at, overhead, &details);
    let sites = places(reader, &at, record, named, &details, rooms);
    (!held.is_empty()).then(|| Clinic {
        id: ClinicId::from(record.id.as_str()),
        name: name_or_id(record.name.as_ref(), &record.id),
        team: joint_team(&details),
        activities: held,
        overhead,
        sites,
    })
}

/// Who runs any of the activities: the roles that all of them need, with the skills that some of them needs.
fn joint_team(details: &[&Activity]) -> Vec<Position> {
    let mut team = details.first().map(|first| first.team.clone()).unwrap_or_default();
    for position in details.iter().flat_map(|activity| &activity.team) {
        if let Some(alike) = team.iter_mut().find(|p| p.roles == position.roles) {
            alike.skills.extend(position.skills.iter().cloned());
        }
    }
    team
}

/// The activities of a clinic need the same team (but for skills) and rooms, and a group activity a clinic of its own.
fn alike(reader: &mut Reader<'_>, at: &str, details: &[&Activity]) {
    let Some((first, others)) = details.split_first() else { return };
    let path = format!("{at}.activities");
    let differing = |differs: &dyn Fn(&Activity) -> bool| -> Vec<&str> {
        others.iter().filter(|a| differs(a)).map(|a| a.id.as_ref()).collect()
    };
    let teams = differing(&|a| !same_team(&a.team, &first.team));
    let rooms = differing(&|a| a.room_kinds != first.room_kinds || a.room_features != first.room_features);
    let groups: Vec<&str> =
        details.iter().filter(|a| matches!(a.mode, Mode::Group { .. })).map(|a| a.id.as_ref()).collect();
    if !teams.is_empty() {
        let cause = format!("`{}` and {} need different teams", first.id, list(teams));
        reader.findings.add(codes::CLINIC_TEAMS_DIFFER, &path, cause);
    }
    if !rooms.is_empty() {
        let cause = format!("`{}` and {} need different rooms", first.id, list(rooms));
        reader.findings.add(codes::CLINIC_ROOMS_DIFFER, &path, cause);
    }
    if !groups.is_empty() && details.len() > 1 {
        let cause = format!("the clinic holds {} activities, of which {} for groups", details.len(), list(groups));
        reader.findings.add(codes::GROUP_CLINIC_MIXED, &path, cause);
    }
}

fn same_team(one: &[Position], other: &[Position]) -> bool {
    let has = |team: &[Position], p: &Position| team.iter().any(|q| q.roles == p.roles && q.count == p.count);
    one.len() == other.len() && one.iter().all(|p| has(other, p)) && other.iter().all(|p| has(one, p))
}

/// A session has time for its overhead and at least one appointment of each activity.
fn time(reader: &mut Reader<'_>, timetable: &Timetable, at: &str, overhead: Minutes, details: &[&Activity]) {
    let longest = longest(timetable);
    if longest == Minutes::ZERO {
        return;
    }
    let path = format!("{at}.overhead_minutes");
    if overhead >= longest {
        let cause = format!("the overhead is {}, the longest half-day lasts {}", in_minutes(overhead), longest.0);
        reader.findings.add(codes::OVERHEAD_TOO_LONG, &path, cause);
        return;
    }
    for activity in details.iter().filter(|a| a.minutes <= longest && a.minutes + overhead > longest) {
        let cause = format!(
            "`{}` takes {} and the overhead {}, the longest half-day lasts {}",
            activity.id,
            in_minutes(activity.minutes),
            number(overhead.0),
            number(longest.0)
        );
        reader.findings.add(codes::NO_APPOINTMENT_FITS, &path, cause);
    }
}

/// The sites named, or all, that have a fitting room.
fn places(
    reader: &mut Reader<'_>,
    at: &str,
    record: &ClinicRecord,
    named: Option<BTreeSet<SiteId>>,
    details: &[&Activity],
    rooms: &Table<Room>,
) -> BTreeSet<SiteId> {
    let fitting: BTreeSet<SiteId> = rooms
        .iter()
        .filter(|room| details.iter().all(|activity| fits(room, activity)))
        .filter(|room| reader.names.sites.contains(room.site.as_ref()))
        .map(|room| room.site.clone())
        .collect();
    let sites = named.as_ref().map_or_else(|| fitting.clone(), |named| named & &fitting);
    // a fault in what the activities or rooms say is reported there
    let judged = reader.findings.sound(at)
        && reader.findings.sound("rooms")
        && details.iter().all(|a| reader.findings.sound(&format!("activities.{}", a.id)))
        && !details.iter().any(|a| too_large_everywhere(a, rooms));
    if !judged || details.is_empty() {
        return sites;
    }
    if sites.is_empty() {
        let finding = reader.findings.add(
            codes::CLINIC_NOWHERE,
            at,
            match &named {
                Some(named) => {
                    format!("no room at {} fits `{}`", list(named.iter().map(ToString::to_string)), record.id)
                }
                None => format!("no room at any site fits all activities of `{}`", record.id),
            },
        );
        finding.allowed = fitting.iter().map(ToString::to_string).collect();
    } else if let Some(named) = &named {
        for site in named.difference(&fitting) {
            let cause = format!("`{}` names `{site}`, where no room fits", record.id);
            reader.findings.add(codes::NO_FITTING_ROOM, &format!("{at}.sites"), cause);
        }
    }
    sites
}

fn too_large_everywhere(activity: &Activity, rooms: &Table<Room>) -> bool {
    !rooms.iter().any(|room| fits(room, activity))
}

fn fits(room: &Room, activity: &Activity) -> bool {
    super::care::suits(room, activity)
        && match activity.mode {
            Mode::OneToOne => true,
            Mode::Group { max, .. } => room.places >= max,
        }
}

/// Clinics that need somebody on site, at sites where nobody could be.
fn somebody_on_site(reader: &mut Reader<'_>, service: &Service) {
    for (need, clinics) in service.on_site_needs() {
        for clinic in clinics {
            for site in &clinic.sites {
                let runs_some = |p: &&Practitioner| service.clinics.iter().any(|c| service.position_of(p, c).is_some());
                let mut here = service.practitioners.iter().filter(|p| p.sites.contains(site) && need.is(p));
                if here.any(|p| runs_some(&p)) {
                    continue;
                }
                let roles = list(need.roles.iter().map(AsRef::as_ref));
                let cause =
                    format!("`{}` needs {roles} on site, and nobody of them runs sessions at {site}", clinic.id);
                reader.findings.add(codes::NOBODY_ON_SITE, &format!("clinics.{}", clinic.id), cause);
            }
        }
    }
}

/// Clinics whose activities no course uses, and those that need somebody on site where nobody is.
pub(super) fn of_use(reader: &mut Reader<'_>, service: &Service) {
    if reader.findings.sound("practitioners") && reader.findings.sound("activities") {
        somebody_on_site(reader, service);
    }
    if !reader.findings.sound("courses") {
        return;
    }
    let used: BTreeSet<&ActivityId> = service.courses.iter().flat_map(|c| c.activities()).collect();
    for clinic in service.clinics.iter().filter(|c| !c.activities.iter().any(|a| used.contains(a))) {
        let cause = format!("no course uses an activity of `{}`", clinic.id);
        reader.findings.add(codes::CLINIC_UNUSED, &format!("clinics.{}", clinic.id), cause);
    }
}
