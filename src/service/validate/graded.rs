//! Graded exposure: its levels, their chances, and whether the goal can be reached.

use super::codes;
use super::courses::cadence;
use super::names::once_each;
use super::reader::Reader;
use super::wording::number;
use crate::base::ids::ActivityId;
use crate::base::units::Fraction;
use crate::scenario::records::{GradedExposureRecord, LevelRecord};
use crate::service::{Activity, ClosedGroup, GradedExposure, Level, Missed, Mode, Table};

/// Reads the graded exposure of the course at a path; none where a fault keeps it from being used.
pub(super) fn graded_exposure(
    reader: &mut Reader<'_>,
    course: &str,
    record: &GradedExposureRecord,
    activities: &Table<Activity>,
    closed_group: Option<ClosedGroup>,
) -> Option<GradedExposure> {
    let at = format!("{course}.graded_exposure");
    if closed_group.is_some() {
        let cause = "a closed group goes through a course together, graded exposure is each patient's own".to_owned();
        reader.findings.add(codes::GRADED_IN_CLOSED_GROUP, &at, cause);
    }
    if record.levels.is_empty() {
        reader.findings.add(codes::EMPTY_LIST, &format!("{at}.levels"), "there are no levels".to_owned());
    }
    let by_week = cadence(reader, &at, "graded exposure", &record.cadence, ("most_visits", record.most_visits, 200));
    let first_visit = record.first_visit.as_ref().and_then(|id| {
        let path = format!("{at}.first_visit");
        let known = reader.names.activities.resolve(&mut reader.findings, &path, id)?;
        one_to_one(reader, &path, activities, &known);
        had_when_booked(reader, &path, activities, &known);
        Some(known)
    });
    let trial_advance = record.trial_advance.map(|chance| {
        let path = format!("{at}.trial_advance");
        if chance == 0.0 {
            let cause = "patients who never advance reach no level to compare with".to_owned();
            reader.findings.add(codes::OUT_OF_RANGE, &path, cause);
        }
        reader.findings.fraction(&path, chance, 1.0)
    });
    let levels: Vec<Level> =
        (0..record.levels.len()).filter_map(|i| level(reader, &at, record, i, activities)).collect();
    let graded = GradedExposure { levels, by_week, first_visit, trial_advance };
    if graded.levels.is_empty() || graded.by_week.is_empty() {
        return None;
    }
    within_reach(reader, &at, &graded);
    Some(graded)
}

fn level(
    reader: &mut Reader<'_>,
    at: &str,
    record: &GradedExposureRecord,
    number_of: usize,
    activities: &Table<Activity>,
) -> Option<Level> {
    let own = &record.levels[number_of];
    let path = format!("{at}.levels.{number_of}");
    let (advance, set_back) = chances(reader, at, &path, record, own);
    let target_week = own.target_week.map(|week| reader.findings.whole(&format!("{path}.target_week"), week, 0, 260));
    if own.activities.is_empty() {
        let cause = "a visit at this level consists of nothing".to_owned();
        reader.findings.add(codes::EMPTY_LIST, &format!("{path}.activities"), cause);
    }
    once_each(&mut reader.findings, &format!("{path}.activities"), &own.activities);
    let mut known: Vec<ActivityId> = Vec::new();
    for (i, id) in own.activities.iter().enumerate() {
        let path = format!("{path}.activities.{i}");
        let Some(id) = reader.names.activities.resolve(&mut reader.findings, &path, id) else { continue };
        had_when_booked(reader, &path, activities, &id);
        known.push(id);
    }
    (!known.is_empty()).then(|| Level {
        name: own.name.clone().unwrap_or_else(|| format!("level {number_of}")),
        activities: known,
        advance,
        set_back,
        target_week,
    })
}

/// The chances of a level: its own, or the course's.
fn chances(
    reader: &mut Reader<'_>,
    at: &str,
    path: &str,
    record: &GradedExposureRecord,
    own: &LevelRecord,
) -> (Fraction, Fraction) {
    let place = |given: bool, key: &str| if given { format!("{path}.{key}") } else { format!("{at}.{key}") };
    let advances = place(own.advance.is_some(), "advance");
    let advance = reader.findings.fraction(&advances, own.advance.unwrap_or(record.advance), 1.0);
    let Some(written) = own.set_back.or(record.set_back) else { return (advance, advance.complement()) };
    let set_back = reader.findings.fraction(&place(own.set_back.is_some(), "set_back"), written, 1.0);
    if advance.get() + set_back.get() > 1.0 + 1e-9 {
        let (up, down) = (number(advance.get()), number(set_back.get()));
        let cause = format!("a visit advances with a chance of {up} and sets back with {down}");
        reader.findings.add(codes::CHANCES_ABOVE_ONE, &advances, cause);
        return (advance, advance.complement());
    }
    (advance, set_back)
}

/// A patient's first visit is their own: the others of a class would be at other visits.
fn one_to_one(reader: &mut Reader<'_>, path: &str, activities: &Table<Activity>, id: &ActivityId) {
    if activities.get(id).is_some_and(|a| matches!(a.mode, Mode::Group { .. })) {
        reader.findings.add(codes::FIRST_VISIT_IN_CLASS, path, format!("`{id}` is a class"));
    }
}

/// Only a visit that was had advances: one that is missed must be booked again, and count once it is had.
fn had_when_booked(reader: &mut Reader<'_>, path: &str, activities: &Table<Activity>, id: &ActivityId) {
    if activities.get(id).is_some_and(|a| a.missed == Missed::Lost && a.dna.get() > 0.0) {
        let cause =
            format!("missed appointments of `{id}` are lost, and such a visit would neither advance nor set back");
        reader.findings.add(codes::GRADED_VISIT_LOST, path, cause);
    }
}

/// Goals that nobody reaches, and levels that nobody can have passed when they should.
fn within_reach(reader: &mut Reader<'_>, at: &str, graded: &GradedExposure) {
    if !reader.findings.sound(at) {
        return;
    }
    if graded.goal_share() == 0.0 {
        let cause = match graded.unlimited_visits() {
            None => "a level is never passed, so that nobody reaches the goal".to_owned(),
            Some(_) => {
                let (levels, most) = (graded.levels.len(), graded.most_visits());
                format!("{levels} levels take {levels} visits at least, there are {most}: nobody reaches the goal")
            }
        };
        reader.findings.add(codes::GOAL_OUT_OF_REACH, at, cause);
    }
    for (i, level) in graded.levels.iter().enumerate() {
        let Some(week) = level.target_week else { continue };
        let visits = graded.visits_by(week);
        if visits < i as u32 + 1 {
            let cause = format!(
                "level {i} takes {} visits to pass, by the end of week {week} there are {visits}: nobody has passed it",
                i + 1
            );
            reader.findings.add(codes::LEVEL_TARGET_TOO_EARLY, &format!("{at}.levels.{i}.target_week"), cause);
        }
    }
}
