//! Weeks, half-days and bank holidays.

use crate::base::ids::PeriodId;
use chrono::{Datelike, Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// Weeks in a year, as yearly figures are shared out.
pub const WEEKS_A_YEAR: f64 = 365.0 / 7.0;

/// A week of the horizon, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Week(pub u32);

impl Week {
    /// As an index into per-week lists.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
    /// The Monday of this week in a horizon that starts on `start`.
    #[must_use]
    pub fn monday(self, start: NaiveDate) -> NaiveDate {
        start + Duration::weeks(i64::from(self.0))
    }
    /// The date of a day of this week in a horizon that starts on `start`.
    #[must_use]
    pub fn date(self, start: NaiveDate, day: Day) -> NaiveDate {
        self.monday(start) + Duration::days(i64::from(day.number()))
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "week {}", u64::from(self.0) + 1)
    }
}

/// The ISO week of a date as people write it: `2026-W07`.
#[must_use]
pub fn iso_week(date: NaiveDate) -> String {
    let week = date.iso_week();
    format!("{}-W{:02}", week.year(), week.week())
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Day {
    /// All days, Monday first.
    pub const ALL: [Day; 7] = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];
    /// Days after Monday.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8
    }
    /// The day of a date.
    #[must_use]
    pub fn of(date: NaiveDate) -> Day {
        Day::ALL[date.weekday().num_days_from_monday() as usize]
    }
    /// As scenarios write it: `mon`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][self as usize]
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][*self as usize])
    }
}

/// A half-day of the week, whatever the week: Tuesday morning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HalfDay {
    /// The day.
    pub day: Day,
    /// The part of the day.
    pub period: PeriodId,
}

impl fmt::Display for HalfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.day, self.period)
    }
}

/// A division of the United Kingdom with bank holidays of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Nation {
    England,
    Wales,
    Scotland,
    NorthernIreland,
}

impl Nation {
    /// As scenarios and the bank holiday table write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Nation::England => "england",
            Nation::Wales => "wales",
            Nation::Scotland => "scotland",
            Nation::NorthernIreland => "northern-ireland",
        }
    }
}

/// The bank holiday table: `date,divisions,name` a line, divisions separated by spaces.
const BANK_HOLIDAYS: &str = include_str!("bank_holidays.csv");

/// The years for which the bank holiday table is complete, first and last.
pub const BANK_HOLIDAY_YEARS: (i32, i32) = (2025, 2028);

/// The bank holidays of a nation, over all years of the table.
#[must_use]
pub fn bank_holidays(nation: Nation) -> BTreeSet<NaiveDate> {
    BANK_HOLIDAYS
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.split(',');
            let date = fields.next()?.parse().ok()?;
            let divisions = fields.next()?;
            divisions.split(' ').any(|d| d == nation.as_str()).then_some(date)
        })
        .collect()
}
