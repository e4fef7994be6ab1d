//! Activities and measures.

use super::calendar::longest;
use super::codes;
use super::reader::{Reader, in_minutes, name_or_id};
use super::wording::{list, number};
use crate::base::ids::{ActivityId, MeasureId, RoleId};
use crate::base::units::Minutes;
use crate::scenario::records::{ActivityRecord, CourseRecord, MissedRecord, ModeRecord, OnSiteRecord};
use crate::service::{Activity, Measure, Missed, Mode, OnSite, Position, Room, Service, Table, Timetable};
use std::collections::BTreeSet;

/// The most patients in one class.
const MOST_IN_GROUP: u32 = 1000;

/// Reads the activities.
pub(super) fn activities(reader: &mut Reader<'_>, timetable: &Timetable) -> Table<Activity> {
    let record = reader.record;
    record.activities.iter().map(|activity| one_activity(reader, timetable, activity)).collect()
}

fn one_activity(reader: &mut Reader<'_>, timetable: &Timetable, record: &ActivityRecord) -> Activity {
    let at = format!("activities.{}", record.id);
    let contact = reader.minutes(&format!("{at}.contact_minutes"), record.contact_minutes, 1.0, 720.0);
    let notes = reader.minutes(&format!("{at}.notes_minutes"), record.notes_minutes, 0.0, 720.0);
    let minutes: Minutes = contact + notes;
    let longest = longest(timetable);
    if minutes > longest && longest > Minutes::ZERO {
        let cause = format!(
            "`{}` takes {} with its notes, the longest half-day lasts {}",
            record.id,
            in_minutes(minutes),
            number(longest.0)
        );
        reader.findings.add(codes::LONGER_THAN_HALF_DAY, &format!("{at}.contact_minutes"), cause);
    }
    let room_kinds = reader
        .names
        .kinds
        .resolve_some(&mut reader.findings, &format!("{at}.room_kinds"), &record.room_kinds)
        .into_iter()
        .collect();
    let room_features = reader
        .names
        .features
        .resolve_list(&mut reader.findings, &format!("{at}.room_features"), &record.room_features)
        .into_iter()
        .collect();
    Activity {
        id: ActivityId::from(record.id.as_str()),
        name: name_or_id(record.name.as_ref(), &record.id),
        minutes,
        mode: mode(reader, &at, &record.mode),
        team: team(reader, &at, record),
        on_site: record.on_site.as_ref().map(|written| on_site(reader, &format!("{at}.on_site"), written)),
        price: reader.pounds(&format!("{at}.price_gbp"), record.price_gbp),
        room_kinds,
        room_features,
        dna: reader.findings.fraction(&format!("{at}.dna_rate"), record.dna_rate, 0.95),
        missed: match record.missed {
            MissedRecord::Rebooked => Missed::Rebooked,
            MissedRecord::Lost => Missed::Lost,
        },
        cost: reader.pounds(&format!("{at}.cost_gbp"), record.cost_gbp),
    }
}

fn mode(reader: &mut Reader<'_>, at: &str, record: &ModeRecord) -> Mode {
    match *record {
        ModeRecord::OneToOne {} | ModeRecord::Unsaid => Mode::OneToOne,
        ModeRecord::Group { min, max } => {
            let (min, max) = group(reader, &format!("{at}.mode.group"), min, max);
            Mode::Group { min, max }
        }
    }
}

/// A group's sizes, in order and at least 1.
pub(super) fn group(reader: &mut Reader<'_>, at: &str, min: u32, max: u32) -> (u32, u32) {
    if min > max {
        reader.findings.add(codes::GROUP_MIN_ABOVE_MAX, at, format!("the group has at least {min} and at most {max}"));
    }
    let max = reader.findings.whole(&format!("{at}.max"), max, 1, MOST_IN_GROUP);
    let min = reader.findings.whole(&format!("{at}.min"), min, 1, MOST_IN_GROUP);
    (min.min(max), max)
}

fn team(reader: &mut Reader<'_>, at: &str, record: &ActivityRecord) -> Vec<Position> {
    if record.staff.is_empty() {
        reader.findings.add(codes::EMPTY_LIST, &format!("{at}.staff"), format!("`{}` needs nobody", record.id));
    }
    let mut team: Vec<Position> = Vec::new();
    for (i, staff) in record.staff.iter().enumerate() {
        let at = format!("{at}.staff.{i}");
        let roles: BTreeSet<RoleId> = reader
            .names
            .roles
            .resolve_some(&mut reader.findings, &format!("{at}.roles"), &staff.roles)
            .into_iter()
            .collect();
        let skills = reader
            .names
            .skills
            .resolve_list(&mut reader.findings, &format!("{at}.skills"), &staff.skills)
            .into_iter()
            .collect();
        let shared: BTreeSet<&str> =
            team.iter().flat_map(|p| p.roles.intersection(&roles)).map(AsRef::as_ref).collect();
        if !shared.is_empty() {
            let cause = format!("{} could fill two positions of the team", list(shared));
            reader.findings.add(codes::TEAM_ROLES_OVERLAP, &at, cause);
        }
        let count = reader.findings.whole(&format!("{at}.count"), staff.count, 1, 20);
        team.push(Position { roles, count, skills });
    }
    team
}

fn on_site(reader: &mut Reader<'_>, at: &str, record: &OnSiteRecord) -> OnSite {
    let findings = &mut reader.findings;
    let roles = reader.names.roles.resolve_some(findings, &format!("{at}.roles"), &record.roles);
    let skills = reader.names.skills.resolve_list(findings, &format!("{at}.skills"), &record.skills);
    OnSite {
        roles: roles.into_iter().collect(),
        skills: skills.into_iter().collect(),
        sessions_each: findings.whole(&format!("{at}.sessions_each"), record.sessions_each, 1, 20),
    }
}

/// The least and the most that an important change can be: no scale is finer or coarser.
const LEAST_CHANGE: f64 = 1e-3;
const MOST_CHANGE: f64 = 1e6;

/// Reads the measures.
pub(super) fn measures(reader: &mut Reader<'_>) -> Table<Measure> {
    let record = reader.record;
    record
        .measures
        .iter()
        .map(|measure| {
            let written = measure.important_change;
            let path = format!("measures.{}.important_change", measure.id);
            let important_change = if written.is_finite() && written > 0.0 {
                reader.findings.within(&path, written, LEAST_CHANGE, MOST_CHANGE)
            } else {
                let cause = format!("the smallest important change of `{}` is {}", measure.id, number(written));
                reader.findings.add(codes::IMPORTANT_CHANGE_NOT_POSITIVE, &path, cause);
                1.0
            };
            Measure {
                id: MeasureId::from(measure.id.as_str()),
                name: measure.name.clone(),
                unit: measure.unit.clone().unwrap_or_else(|| "points".to_owned()),
                important_change,
            }
        })
        .collect()
}

/// The activities that a course names.
fn activities_of(course: &CourseRecord) -> impl Iterator<Item = &str> {
    let graded = course.graded_exposure.iter();
    let visits = graded.flat_map(|g| g.levels.iter().flat_map(|level| &level.activities).chain(&g.first_visit));
    let reviews = course.reviews.iter().map(|r| &r.activity);
    course.lessons.iter().map(|l| &l.activity).chain(visits).chain(reviews).map(String::as_str)
}

/// Looks at the activities across sections: who uses them, who holds them, whether their classes fit a room.
pub(super) fn of_use(reader: &mut Reader<'_>, service: &Service) {
    let used: BTreeSet<&str> = reader.record.courses.iter().flat_map(activities_of).collect();
    let held: BTreeSet<&str> =
        reader.record.clinics.iter().flat_map(|c| c.activities.iter().map(String::as_str)).collect();
    // a misspelt activity in a clinic or course is reported there, not as one that nobody holds or uses
    let clinics_sound =
        reader.record.clinics.iter().all(|c| reader.findings.sound(&format!("clinics.{}.activities", c.id)));
    let courses_sound = reader.findings.sound("courses");
    for activity in &service.activities {
        let at = format!("activities.{}", activity.id);
        let id: &str = activity.id.as_ref();
        match (used.contains(id), held.contains(id)) {
            (true, false) if clinics_sound => {
                let cause = format!("courses use `{id}`, but no clinic holds it");
                reader.findings.add(codes::ACTIVITY_IN_NO_CLINIC, &at, cause);
            }
            (false, _) if courses_sound => {
                reader.findings.add(codes::ACTIVITY_UNUSED, &at, format!("no course uses `{id}`"));
            }
            _ => {}
        }
        if let Mode::Group { max, .. } = activity.mode {
            places(reader, service, activity, max);
        }
    }
}

/// Measures on which no course is measured.
pub(super) fn measures_of_use(reader: &mut Reader<'_>, service: &Service) {
    if !reader.findings.sound("courses") {
        return;
    }
    let used: BTreeSet<&MeasureId> =
        service.courses.iter().filter_map(|c| c.evidence.as_ref()).map(|e| &e.measure).collect();
    for measure in service.measures.iter().filter(|m| !used.contains(&m.id)) {
        let cause = format!("no course is measured by `{}`", measure.id);
        reader.findings.add(codes::MEASURE_UNUSED, &format!("measures.{}", measure.id), cause);
    }
}

/// Whether a room is of the right kind and has the features, whatever its size.
pub(super) fn suits(room: &Room, activity: &Activity) -> bool {
    activity.room_kinds.contains(&room.kind) && activity.room_features.is_subset(&room.features)
}

fn places(reader: &mut Reader<'_>, service: &Service, activity: &Activity, max: u32) {
    let at = format!("activities.{}", activity.id);
    if !reader.findings.sound(&at) {
        return;
    }
    let suiting: Vec<&Room> = service.rooms.iter().filter(|r| suits(r, activity)).collect();
    let small: Vec<&Room> = suiting.iter().copied().filter(|r| r.places < max).collect();
    let rooms = list(small.iter().map(|r| format!("`{}` ({})", r.id, r.places)));
    if small.is_empty() {
        return;
    }
    if small.len() == suiting.len() {
        let cause = format!("a class of `{}` holds {max}, more than the places of {rooms}", activity.id);
        reader.findings.add(codes::GROUP_TOO_LARGE, &format!("{at}.mode.group.max"), cause);
    } else {
        let cause = format!("a class of `{}` ({max}) is too large for {rooms} and is not held there", activity.id);
        reader.findings.add(codes::ROOM_TOO_SMALL, &at, cause);
    }
}
