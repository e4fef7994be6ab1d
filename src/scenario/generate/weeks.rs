//! The horizon: 26 weeks from Monday 5 January 2026, as in the Kent scenario.

use crate::base::calendar::{Nation, bank_holidays};
use chrono::{Days, NaiveDate};

/// Weeks of the horizon.
pub(super) const WEEKS: usize = 26;
/// The horizon's first day.
const START: NaiveDate = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();

/// A day of a week: 0 is Monday.
pub(super) fn date(week: usize, day: usize) -> NaiveDate {
    START + Days::new((7 * week + day) as u64)
}

/// Working days that are bank holidays: weeks and days.
pub(super) fn shut_days() -> Vec<(usize, usize)> {
    let shut = bank_holidays(Nation::England);
    let days = (0..WEEKS).flat_map(|week| (0..5).map(move |day| (week, day)));
    days.filter(|&(week, day)| shut.contains(&date(week, day))).collect()
}
