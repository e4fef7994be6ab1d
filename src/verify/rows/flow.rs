//! Rows of flow: starts, queues, lessons, bookings, what is owed.

use crate::plan::{DeskWeek, Lessons, Plan, Queue};
use crate::verify::rows::reader::Reader;
use std::collections::{BTreeMap, BTreeSet};

/// A row of starts.
pub(in crate::verify) struct StartRow {
    pub(in crate::verify) index: usize,
    pub(in crate::verify) stream: usize,
    pub(in crate::verify) course: usize,
    pub(in crate::verify) site: usize,
    pub(in crate::verify) week: usize,
    pub(in crate::verify) patients: f64,
    pub(in crate::verify) groups: f64,
}

/// A row of queues; all its numbers are sound.
pub(in crate::verify) struct QueueRow<'a> {
    pub(in crate::verify) index: usize,
    pub(in crate::verify) row: &'a Queue,
}

/// A row of lessons; all its numbers are sound.
pub(in crate::verify) struct LessonsRow<'a> {
    pub(in crate::verify) index: usize,
    pub(in crate::verify) row: &'a Lessons,
}

/// A number with its row's position.
#[derive(Clone, Copy)]
pub(in crate::verify) struct Cell {
    pub(in crate::verify) index: usize,
    pub(in crate::verify) value: f64,
}

/// A row of what is owed after the horizon.
#[derive(Clone, Copy)]
pub(in crate::verify) struct TailRow {
    pub(in crate::verify) index: usize,
    pub(in crate::verify) owed: f64,
    pub(in crate::verify) carried: f64,
    pub(in crate::verify) excess: f64,
}

/// A row of desk work; all its numbers are sound.
pub(in crate::verify) struct DeskRow<'a> {
    pub(in crate::verify) index: usize,
    pub(in crate::verify) row: &'a DeskWeek,
}

/// Reads the starts; a repeated row counts, for its patients are promised too.
pub(super) fn starts(reader: &mut Reader<'_>, plan: &Plan) -> Vec<StartRow> {
    let service = reader.service;
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for (index, row) in plan.starts.iter().enumerate() {
        let reader = reader.at("starts", index);
        let stream = reader.id(&service.streams, &row.stream);
        let course = reader.id(&service.courses, &row.course);
        let site = reader.id(&service.sites, &row.site);
        let week = reader.week(row.week);
        let patients = reader.amount("patients", row.patients);
        let groups = reader.count("groups", row.groups);
        if let (Some(stream), Some(course), Some(site), Some(week), Some(patients), Some(groups)) =
            (stream, course, site, week, patients, groups)
        {
            if !seen.insert((stream, course, site, week)) {
                reader.repeated();
            }
            rows.push(StartRow { index, stream, course, site, week, patients, groups });
        }
    }
    rows
}

/// Reads the queues.
pub(super) fn queues<'a>(reader: &mut Reader<'_>, plan: &'a Plan) -> BTreeMap<(usize, usize, usize), QueueRow<'a>> {
    let service = reader.service;
    let mut rows = BTreeMap::new();
    for (index, row) in plan.queues.iter().enumerate() {
        let reader = reader.at("queues", index);
        let stream = reader.id(&service.streams, &row.stream);
        let site = reader.id(&service.sites, &row.site);
        let week = reader.week(row.week);
        let numbers = [
            reader.amount("referrals", row.referrals),
            reader.amount("onward", row.onward),
            reader.amount("removals", row.removals),
            reader.amount("starts", row.starts),
            reader.amount("waiting", row.waiting),
            reader.amount("beyond_target", row.beyond_target),
        ];
        let (Some(stream), Some(site), Some(week)) = (stream, site, week) else { continue };
        if numbers.contains(&None) {
            continue;
        }
        reader.keep(&mut rows, (stream, site, week), QueueRow { index, row });
    }
    rows
}

/// Reads the lessons.
pub(super) fn lessons<'a>(reader: &mut Reader<'_>, plan: &'a Plan) -> BTreeMap<(usize, usize, usize), LessonsRow<'a>> {
    let service = reader.service;
    let mut rows = BTreeMap::new();
    for (index, row) in plan.lessons.iter().enumerate() {
        let reader = reader.at("lessons", index);
        let activity = reader.id(&service.activities, &row.activity);
        let site = reader.id(&service.sites, &row.site);
        let week = reader.week(row.week);
        let numbers = [
            reader.amount("due", row.due),
            reader.amount("given", row.given),
            reader.amount("carried", row.carried),
            reader.amount("late", row.late),
            reader.count("classes", row.classes),
        ];
        let (Some(activity), Some(site), Some(week)) = (activity, site, week) else { continue };
        if numbers.contains(&None) {
            continue;
        }
        reader.keep(&mut rows, (activity, site, week), LessonsRow { index, row });
    }
    rows
}

/// Reads the bookings.
pub(super) fn bookings(reader: &mut Reader<'_>, plan: &Plan) -> BTreeMap<(usize, usize, usize, usize), Cell> {
    let service = reader.service;
    let mut rows = BTreeMap::new();
    for (index, row) in plan.bookings.iter().enumerate() {
        let reader = reader.at("bookings", index);
        let clinic = reader.id(&service.clinics, &row.clinic);
        let activity = reader.id(&service.activities, &row.activity);
        let site = reader.id(&service.sites, &row.site);
        let week = reader.week(row.week);
        let slots = reader.amount("slots", row.slots);
        let (Some(clinic), Some(activity), Some(site), Some(week), Some(value)) = (clinic, activity, site, week, slots)
        else {
            continue;
        };
        reader.keep(&mut rows, (clinic, activity, site, week), Cell { index, value });
    }
    rows
}

/// Reads what is owed after the horizon.
pub(super) fn tail(reader: &mut Reader<'_>, plan: &Plan) -> BTreeMap<(usize, usize, usize), TailRow> {
    let service = reader.service;
    let mut rows = BTreeMap::new();
    for (index, row) in plan.tail.iter().enumerate() {
        let reader = reader.at("tail", index);
        let activity = reader.id(&service.activities, &row.activity);
        let site = reader.id(&service.sites, &row.site);
        let after = reader.weeks_after(row.weeks_after);
        let owed = reader.amount("owed", row.owed);
        let carried = reader.amount("carried", row.carried);
        let excess = reader.amount("excess", row.excess);
        let (Some(activity), Some(site), Some(after)) = (activity, site, after) else { continue };
        let (Some(owed), Some(carried), Some(excess)) = (owed, carried, excess) else { continue };
        reader.keep(&mut rows, (activity, site, after), TailRow { index, owed, carried, excess });
    }
    rows
}

/// Reads the desk work.
pub(super) fn desk<'a>(reader: &mut Reader<'_>, plan: &'a Plan) -> BTreeMap<(usize, usize), DeskRow<'a>> {
    let service = reader.service;
    let mut rows = BTreeMap::new();
    for (index, row) in plan.desk.iter().enumerate() {
        let reader = reader.at("desk", index);
        let task = reader.id(&service.desk_work, &row.task);
        let week = reader.week(row.week);
        let numbers = [reader.amount("due", row.due), reader.amount("done", row.done), reader.amount("late", row.late)];
        let (Some(task), Some(week)) = (task, week) else { continue };
        if numbers.contains(&None) {
            continue;
        }
        reader.keep(&mut rows, (task, week), DeskRow { index, row });
    }
    rows
}
