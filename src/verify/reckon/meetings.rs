//! When meetings are held.

use crate::base::calendar::Day;
use crate::base::calendar::HalfDay;
use crate::service::{Recurrence, Service};
use crate::verify::grid::Grid;
use crate::verify::lists::Lists;
use crate::verify::rows::TimeRow;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// A meeting held on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::verify) struct Occasion {
    pub(in crate::verify) date: NaiveDate,
    pub(in crate::verify) slot: usize,
    pub(in crate::verify) meeting: usize,
}

/// Every occasion within the horizon on which a meeting is held, in order; weekly meetings in the half-day they keep.
pub(super) fn occasions(
    service: &Service,
    lists: Lists<'_>,
    grid: &Grid,
    times: &BTreeMap<usize, TimeRow>,
) -> Vec<Occasion> {
    let mut held = Vec::new();
    for (position, meeting) in lists.meetings.iter().enumerate() {
        let dates: Vec<(NaiveDate, usize)> = match &meeting.when {
            Recurrence::Weekly { every, .. } => times.get(&position).map_or_else(Vec::new, |time| {
                let every = (*every).max(1) as usize;
                (0..grid.weeks()).step_by(every).map(|week| (grid.date(week, time.slot), time.slot)).collect()
            }),
            Recurrence::Monthly { half_day, nth } => monthly(grid, half_day, *nth),
            Recurrence::Once { date, periods } => periods
                .iter()
                .filter(|_| grid.week_of(*date).is_some())
                .filter_map(|period| grid.slot(&HalfDay { day: Day::of(*date), period: period.clone() }))
                .map(|slot| (*date, slot))
                .collect(),
            Recurrence::Floating { .. } => Vec::new(),
        };
        let shut = |date: NaiveDate, slot: usize| {
            meeting
                .site
                .as_ref()
                .is_some_and(|site| service.site_is_shut(&service.sites[site], date, grid.half_day(slot)))
        };
        let too_early = |date: NaiveDate| meeting.held.0.is_some_and(|first| first > date);
        let too_late = |date: NaiveDate| meeting.held.1.is_some_and(|last| last < date);
        let within = dates.into_iter().filter(|&(date, _)| !too_early(date) && !too_late(date));
        let open = within.filter(|&(date, slot)| !shut(date, slot));
        held.extend(open.map(|(date, slot)| Occasion { date, slot, meeting: position }));
    }
    held.sort_unstable();
    held
}

/// The n-th such day of each month.
fn monthly(grid: &Grid, half_day: &HalfDay, nth: u32) -> Vec<(NaiveDate, usize)> {
    let Some(slot) = grid.slot(half_day) else { return Vec::new() };
    (0..grid.weeks())
        .map(|week| grid.date(week, slot))
        .filter(|date| date.day0() / 7 + 1 == nth)
        .map(|date| (date, slot))
        .collect()
}
