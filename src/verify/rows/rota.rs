//! Rows of the rota: pattern, meeting times, dated sessions, meetings.

use crate::plan::{MeetingHeld, Plan};
use crate::verify::rows::reader::Reader;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A session of the weekly pattern.
#[derive(Clone, Copy)]
pub(in crate::verify) struct PatternRow {
    pub(in crate::verify) index: usize,
    pub(in crate::verify) block: u32,
    pub(in crate::verify) practitioner: usize,
    pub(in crate::verify) slot: usize,
    pub(in crate::verify) clinic: usize,
    pub(in crate::verify) site: usize,
}

/// The half-day that a weekly meeting keeps.
pub(in crate::verify) struct TimeRow {
    pub(in crate::verify) index: usize,
    pub(in crate::verify) slot: usize,
}

/// A dated session.
pub(in crate::verify) struct SessionRow {
    pub(in crate::verify) index: usize,
    pub(in crate::verify) date: NaiveDate,
    pub(in crate::verify) week: usize,
    pub(in crate::verify) slot: usize,
    pub(in crate::verify) practitioner: usize,
    pub(in crate::verify) clinic: usize,
    pub(in crate::verify) site: usize,
    pub(in crate::verify) room: usize,
}

/// A meeting on a date.
pub(in crate::verify) struct MeetingRow<'a> {
    pub(in crate::verify) index: usize,
    pub(in crate::verify) date: NaiveDate,
    pub(in crate::verify) slot: usize,
    pub(in crate::verify) meeting: usize,
    pub(in crate::verify) row: &'a MeetingHeld,
}

/// Reads the pattern; rows that repeat are double bookings, for a rule to find.
pub(super) fn pattern(reader: &mut Reader<'_>, plan: &Plan) -> Vec<PatternRow> {
    let service = reader.service;
    let mut rows = Vec::new();
    for (index, row) in plan.pattern.iter().enumerate() {
        let reader = reader.at("pattern", index);
        let block = reader.block(row.block);
        let practitioner = reader.id(&service.practitioners, &row.practitioner);
        let slot = reader.slot(&row.half_day);
        let clinic = reader.id(&service.clinics, &row.clinic);
        let site = reader.id(&service.sites, &row.site);
        if let (Some(block), Some(practitioner), Some(slot), Some(clinic), Some(site)) =
            (block, practitioner, slot, clinic, site)
        {
            rows.push(PatternRow { index, block, practitioner, slot, clinic, site });
        }
    }
    rows
}

/// Reads the half-days that meetings keep.
pub(super) fn meeting_times(reader: &mut Reader<'_>, plan: &Plan) -> BTreeMap<usize, TimeRow> {
    let service = reader.service;
    let mut rows = BTreeMap::new();
    for (index, row) in plan.meeting_times.iter().enumerate() {
        let reader = reader.at("meeting_times", index);
        let meeting = reader.id(&service.meetings, &row.meeting);
        let slot = reader.slot(&row.half_day);
        let (Some(meeting), Some(slot)) = (meeting, slot) else { continue };
        reader.keep(&mut rows, meeting, TimeRow { index, slot });
    }
    rows
}

/// Reads the dated sessions; rows that repeat are double bookings, for a rule to find.
pub(super) fn sessions(reader: &mut Reader<'_>, plan: &Plan) -> Vec<SessionRow> {
    let service = reader.service;
    let mut rows = Vec::new();
    for (index, row) in plan.sessions.iter().enumerate() {
        let reader = reader.at("sessions", index);
        let week = reader.week(row.week);
        let slot = reader.slot(&row.half_day);
        let practitioner = reader.id(&service.practitioners, &row.practitioner);
        let clinic = reader.id(&service.clinics, &row.clinic);
        let site = reader.id(&service.sites, &row.site);
        let room = reader.id(&service.rooms, &row.room);
        let (Some(week), Some(slot)) = (week, slot) else { continue };
        let date = reader.date(row.date, week, slot);
        if let (Some(date), Some(practitioner), Some(clinic), Some(site), Some(room)) =
            (date, practitioner, clinic, site, room)
        {
            rows.push(SessionRow { index, date, week, slot, practitioner, clinic, site, room });
        }
    }
    rows
}

/// Reads the meetings.
pub(super) fn meetings<'a>(reader: &mut Reader<'_>, plan: &'a Plan) -> Vec<MeetingRow<'a>> {
    let service = reader.service;
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for (index, row) in plan.meetings.iter().enumerate() {
        let reader = reader.at("meetings", index);
        let week = reader.week(row.week);
        let slot = reader.slot(&row.half_day);
        let meeting = reader.id(&service.meetings, &row.meeting);
        for person in row.attendees.iter().chain(&row.missing) {
            reader.id(&service.practitioners, person);
        }
        let (Some(week), Some(slot), Some(meeting)) = (week, slot, meeting) else { continue };
        let Some(date) = reader.date(row.date, week, slot) else { continue };
        if seen.insert((date, slot, meeting)) {
            rows.push(MeetingRow { index, date, slot, meeting, row });
        } else {
            reader.repeated();
        }
    }
    rows
}
