//! Sets of half-days of the working week: ten of them, Monday morning first.

use crate::base::calendar::Day;
use serde_json::{Map, Value, json};

/// Half-days of a week.
pub(super) const HALF_DAYS: usize = 10;
/// Thursday afternoon, when an area meets once a month.
pub(super) const AREA_MEETING: usize = 7;

/// A set of half-days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct HalfDays(u16);

impl HalfDays {
    /// All half-days of the first days of the week.
    pub(super) const fn first_days(days: usize) -> Self {
        Self((1 << (2 * days)) - 1)
    }

    pub(super) fn has(self, half_day: usize) -> bool {
        self.0 >> half_day & 1 == 1
    }

    pub(super) fn add(&mut self, half_day: usize) {
        self.0 |= 1 << half_day;
    }

    pub(super) fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        (0..HALF_DAYS).filter(move |&h| self.has(h))
    }

    /// As scenarios write it: `{mon: [am, pm]}`.
    pub(super) fn grid(self) -> Value {
        let mut grid = Map::new();
        for day in 0..HALF_DAYS / 2 {
            let parts: Vec<&str> = [("am", 2 * day), ("pm", 2 * day + 1)]
                .into_iter()
                .filter(|(_, h)| self.has(*h))
                .map(|(p, _)| p)
                .collect();
            if !parts.is_empty() {
                grid.insert(Day::ALL[day].as_str().to_owned(), json!(parts));
            }
        }
        Value::Object(grid)
    }
}

/// A half-day as meetings name it: `tue-am`.
pub(super) fn name(half_day: usize) -> String {
    format!("{}-{}", Day::ALL[half_day / 2].as_str(), ["am", "pm"][half_day % 2])
}
