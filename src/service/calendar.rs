//! Days, half-days and closures of the horizon.

use crate::base::calendar::Day;
use crate::base::ids::PeriodId;
use crate::base::units::Minutes;
use chrono::{NaiveDate, NaiveTime};

/// The horizon and the working week.
#[derive(Debug, Clone)]
pub struct Timetable {
    /// First day of the horizon, a Monday.
    pub start: NaiveDate,
    /// Weeks in the horizon.
    pub weeks: u32,
    /// Working days, Monday first.
    pub days: Vec<Day>,
    /// Parts of the working day, by start.
    pub periods: Vec<Period>,
    /// Days on which every site is closed, beside bank holidays.
    pub closures: Vec<Span>,
}

impl Timetable {
    /// The period with an id.
    ///
    /// # Panics
    /// If there is none: validation makes sure that ids inside a service exist.
    #[must_use]
    pub fn period(&self, id: &PeriodId) -> &Period {
        self.periods.iter().find(|p| p.id == *id).unwrap_or_else(|| panic!("no period {id:?}"))
    }
}

/// A part of the working day.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    /// Id.
    pub id: PeriodId,
    /// When it starts.
    pub start: NaiveTime,
    /// How long a session in it lasts.
    pub minutes: Minutes,
}

/// A span of days, first and last included; some half-days of each, or all.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Only these half-days; all if none are named.
    pub periods: Option<Vec<PeriodId>>,
    /// Why.
    pub reason: Option<String>,
}

impl Span {
    /// Whether a half-day of a date lies within it.
    #[must_use]
    pub fn covers(&self, date: NaiveDate, period: &PeriodId) -> bool {
        (self.from..=self.to).contains(&date) && self.periods.as_ref().is_none_or(|p| p.contains(period))
    }
}
