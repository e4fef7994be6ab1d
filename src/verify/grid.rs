//! Half-days and dates by position.

use crate::base::calendar::{Day, HalfDay};
use crate::service::Service;
use chrono::{Duration, NaiveDate, NaiveTime};

/// Every half-day of a week (all seven days, so that a plan may be wrong about working days too) and the horizon.
pub(super) struct Grid {
    half_days: Vec<HalfDay>,
    minutes: Vec<f64>,
    begins: Vec<f64>,
    start: NaiveDate,
    weeks: usize,
}

impl Grid {
    /// The grid of a service.
    pub(super) fn of(service: &Service) -> Self {
        let timetable = &service.timetable;
        let half_days = Day::ALL
            .iter()
            .flat_map(|&day| timetable.periods.iter().map(move |p| HalfDay { day, period: p.id.clone() }))
            .collect();
        let midnight = NaiveTime::MIN;
        Self {
            half_days,
            minutes: timetable.periods.iter().map(|p| p.minutes.0).collect(),
            begins: timetable.periods.iter().map(|p| (p.start - midnight).num_seconds() as f64 / 60.0).collect(),
            start: timetable.start,
            weeks: timetable.weeks as usize,
        }
    }

    /// Weeks in the horizon.
    pub(super) fn weeks(&self) -> usize {
        self.weeks
    }
    /// Half-days in a week.
    pub(super) fn slots(&self) -> std::ops::Range<usize> {
        0..self.half_days.len()
    }
    /// The position of a half-day.
    pub(super) fn slot(&self, half_day: &HalfDay) -> Option<usize> {
        self.half_days.iter().position(|h| h == half_day)
    }
    /// The half-day at a position.
    pub(super) fn half_day(&self, slot: usize) -> &HalfDay {
        &self.half_days[slot]
    }
    /// The day of a half-day, Monday being 0.
    pub(super) fn day(&self, slot: usize) -> usize {
        slot / self.periods()
    }
    /// Periods in a day.
    fn periods(&self) -> usize {
        self.minutes.len().max(1)
    }
    /// How long a half-day lasts.
    pub(super) fn minutes(&self, slot: usize) -> f64 {
        self.minutes[slot % self.periods()]
    }
    /// How long the longest half-day lasts.
    pub(super) fn longest(&self) -> f64 {
        self.minutes.iter().copied().fold(0.0, f64::max)
    }
    /// How long a half-day lasts on average.
    pub(super) fn mean_minutes(&self) -> f64 {
        self.minutes.iter().sum::<f64>() / self.periods() as f64
    }
    /// When a half-day begins, in minutes after midnight.
    pub(super) fn begins(&self, slot: usize) -> f64 {
        self.begins[slot % self.periods()]
    }
    /// The date of a half-day in a week of the horizon.
    pub(super) fn date(&self, week: usize, slot: usize) -> NaiveDate {
        self.start + Duration::days((week * 7 + self.day(slot)) as i64)
    }
    /// The week of the horizon in which a date lies.
    pub(super) fn week_of(&self, date: NaiveDate) -> Option<usize> {
        let days = usize::try_from((date - self.start).num_days()).ok()?;
        (days / 7 < self.weeks).then_some(days / 7)
    }
    /// The Monday of a week, also after the horizon; of one beyond the calendar's end, the last date there is.
    pub(super) fn monday(&self, week: usize) -> NaiveDate {
        let after = i64::try_from(week).ok().and_then(Duration::try_weeks);
        after.and_then(|after| self.start.checked_add_signed(after)).unwrap_or(NaiveDate::MAX)
    }
    /// The horizon's share of a year.
    pub(super) fn share_of_year(&self) -> f64 {
        self.weeks as f64 * 7.0 / 365.0
    }
    /// A date and half-day as findings say it.
    pub(super) fn name(&self, date: NaiveDate, slot: usize) -> String {
        format!("{date} {}", self.half_days[slot].period)
    }
}
