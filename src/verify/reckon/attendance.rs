//! Who comes to meetings, and what that costs their sessions.

use crate::service::Service;
use crate::verify::grid::Grid;
use crate::verify::lists::Lists;
use crate::verify::reckon::meetings::Occasion;
use crate::verify::reckon::pattern::Expected;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Who comes to a meeting on a date, and who is at work but runs a clinic elsewhere.
#[derive(Default)]
pub(in crate::verify) struct Attendance {
    pub(in crate::verify) attendees: BTreeSet<usize>,
    pub(in crate::verify) missing: BTreeSet<usize>,
}

/// Attendance of every occasion, in the same order.
pub(super) fn attendance(
    service: &Service,
    lists: Lists<'_>,
    grid: &Grid,
    occasions: &[Occasion],
    sessions: &BTreeSet<Expected>,
) -> Vec<Attendance> {
    let place: BTreeSet<(NaiveDate, usize, usize, usize)> =
        sessions.iter().map(|s| (s.date, s.slot, s.practitioner, s.site)).collect();
    let elsewhere = |occasion: &Occasion, person: usize, site: usize| {
        let from = (occasion.date, occasion.slot, person, 0);
        let to = (occasion.date, occasion.slot, person, usize::MAX);
        place.range(from..=to).any(|&(.., at)| at != site)
    };
    occasions
        .iter()
        .map(|occasion| {
            let meeting = &lists.meetings[occasion.meeting];
            let site = meeting.site.as_ref().and_then(|site| service.sites.position(site));
            let mut attendance = Attendance::default();
            for person in meeting.attendees.iter().filter_map(|id| service.practitioners.position(id)) {
                let half_day = grid.half_day(occasion.slot);
                if !service.is_present(&lists.practitioners[person], occasion.date, half_day) {
                    continue;
                }
                if !meeting.blocks_clinics && site.is_some_and(|site| elsewhere(occasion, person, site)) {
                    attendance.missing.insert(person);
                } else {
                    attendance.attendees.insert(person);
                }
            }
            attendance
        })
        .collect()
}

/// Minutes that meetings take of a person's half-day, by date, half-day and person.
pub(super) fn minutes_lost(
    lists: Lists<'_>,
    occasions: &[Occasion],
    attendance: &[Attendance],
) -> BTreeMap<(NaiveDate, usize, usize), f64> {
    let mut lost = BTreeMap::new();
    for (occasion, attendance) in occasions.iter().zip(attendance) {
        for &person in &attendance.attendees {
            *lost.entry((occasion.date, occasion.slot, person)).or_default() +=
                lists.meetings[occasion.meeting].minutes.0;
        }
    }
    lost
}
