//! Weeks, half-days and bank holidays.

use crate::base::ids::PeriodId;
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Utc};
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
    /// The week of a date in a horizon that starts on `start`; none before it.
    #[must_use]
    pub fn of(date: NaiveDate, start: NaiveDate) -> Option<Self> {
        let days = (date - start).num_days();
        u32::try_from(days.div_euclid(7)).ok().map(Self)
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

/// A time by the clocks of the United Kingdom in UTC: an hour less while British Summer Time holds, from the last Sunday of
/// March to the last Sunday of October, at 01:00 UTC both. Of the hour that comes twice in October it is the first.
#[must_use]
pub fn in_utc(local: NaiveDateTime) -> DateTime<Utc> {
    let begins = last_sunday(local.year(), 3);
    let ends = last_sunday(local.year(), 10);
    let at = |date: NaiveDate, hour: u32| date.and_hms_opt(hour, 0, 0).unwrap_or_default();
    // By the clocks it begins at 01:00, when they go to 02:00, and ends at 02:00, when they go back to 01:00.
    let summer = (at(begins, 1)..at(ends, 2)).contains(&local);
    (local - Duration::hours(i64::from(summer))).and_utc()
}

/// The last Sunday of a month of at least 31 days.
fn last_sunday(year: i32, month: u32) -> NaiveDate {
    let last = NaiveDate::from_ymd_opt(year, month, 31).unwrap_or_default();
    last - Duration::days(i64::from(last.weekday().num_days_from_sunday()))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn both_clock_changes_are_right() {
        let utc = |text: &str| {
            let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a time");
            in_utc(local).format("%Y-%m-%d %H:%M").to_string()
        };
        // British Summer Time of 2026: 29 March to 25 October; of 2027: 28 March to 31 October.
        for (local, expected) in [
            ("2026-03-27 09:00", "2026-03-27 09:00"),
            ("2026-03-29 00:59", "2026-03-29 00:59"),
            ("2026-03-29 02:00", "2026-03-29 01:00"),
            ("2026-03-30 09:00", "2026-03-30 08:00"),
            ("2026-10-23 13:30", "2026-10-23 12:30"),
            ("2026-10-25 00:30", "2026-10-24 23:30"),
            ("2026-10-25 01:30", "2026-10-25 00:30"),
            ("2026-10-25 02:00", "2026-10-25 02:00"),
            ("2026-10-26 13:30", "2026-10-26 13:30"),
            ("2027-03-28 09:00", "2027-03-28 08:00"),
            ("2027-10-31 09:00", "2027-10-31 09:00"),
            ("2028-02-29 09:00", "2028-02-29 09:00"),
        ] {
            assert_eq!(utc(local), expected, "{local}");
        }
    }

    #[test]
    fn a_year_can_have_a_week_53_and_a_leap_day() {
        let start = date("2026-12-21");
        let weeks: Vec<String> = (0..4).map(|w| iso_week(Week(w).monday(start))).collect();
        assert_eq!(weeks, ["2026-W52", "2026-W53", "2027-W01", "2027-W02"]);
        assert_eq!(iso_week(date("2027-01-03")), "2026-W53");
        assert_eq!(Week(0).date(date("2028-02-28"), Day::Tue), date("2028-02-29"));
        assert_eq!(Week(1).monday(date("2028-02-28")), date("2028-03-06"));
    }

    #[test]
    fn bank_holidays_differ_by_nation() {
        let is = |nation, day: &str| bank_holidays(nation).contains(&date(day));
        let all = [Nation::England, Nation::Wales, Nation::Scotland, Nation::NorthernIreland];
        // Proclaimed for Scotland's first match in the World Cup.
        assert_eq!(all.map(|nation| is(nation, "2026-06-15")), [false, false, true, false]);
        assert_eq!(all.map(|nation| is(nation, "2026-03-17")), [false, false, false, true]);
        assert_eq!(all.map(|nation| is(nation, "2026-01-02")), [false, false, true, false]);
        assert_eq!(all.map(|nation| is(nation, "2026-04-06")), [true, true, false, true]);
        assert_eq!(all.map(|nation| is(nation, "2028-12-26")), [true; 4]);
    }
}
