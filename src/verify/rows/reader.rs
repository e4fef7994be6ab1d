//! Reads the fields of one row after the other and writes a finding for each that cannot be reckoned with.

use crate::base::calendar::{HalfDay, Week};
use crate::base::finding::{Finding, Place};
use crate::base::ids::Id;
use crate::service::{Keyed, Service, Table};
use crate::verify::codes::{BAD_DATE, BAD_NUMBER, OUTSIDE_HORIZON, REPEATED_ROW, UNKNOWN_ID};
use crate::verify::grid::Grid;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::FLOW;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// No plan of people and slots needs a number as large as this.
const BEYOND_REASON: f64 = 1e9;

/// Reads fields of the row it stands at.
pub(super) struct Reader<'r> {
    pub(super) service: &'r Service,
    grid: &'r Grid,
    sheet: &'r mut Sheet,
    path: String,
}

impl<'r> Reader<'r> {
    /// A reader that writes to a sheet.
    pub(super) fn new(service: &'r Service, grid: &'r Grid, sheet: &'r mut Sheet) -> Self {
        Self { service, grid, sheet, path: String::new() }
    }

    /// Goes to a row.
    pub(super) fn at(&mut self, list: &str, index: usize) -> &mut Self {
        self.path = format!("{list}[{index}]");
        self
    }

    /// The position of an id in its table.
    pub(super) fn id<T: Keyed>(&mut self, table: &Table<T>, id: &T::Id) -> Option<usize> {
        let position = table.position(id);
        if position.is_none() {
            let cause = format!("there is no {} {:?} in the service", T::Id::NOUN, id.as_str());
            let finding = Finding::error(UNKNOWN_ID, cause, "name one that the service has")
                .at(Place::Plan { path: self.path.clone() })
                .with_allowed(id.as_str(), table.iter().map(|row| row.id().as_str().to_owned()));
            self.sheet.write(finding);
        }
        position
    }

    /// A week of the horizon.
    pub(super) fn week(&mut self, week: Week) -> Option<usize> {
        let inside = week.index() < self.grid.weeks();
        if !inside {
            let cause = format!("{week} lies outside the horizon of {} weeks", self.grid.weeks());
            self.fault(OUTSIDE_HORIZON, cause, "keep to weeks of the horizon");
        }
        inside.then_some(week.index())
    }

    /// The position of a half-day.
    pub(super) fn slot(&mut self, half_day: &HalfDay) -> Option<usize> {
        let slot = self.grid.slot(half_day);
        if slot.is_none() {
            let cause = format!("there is no half-day {:?} in the calendar", half_day.period.as_str());
            self.fault(UNKNOWN_ID, cause, "name a half-day of the calendar");
        }
        slot
    }

    /// Whether a date goes with a week and a half-day.
    pub(super) fn date(&mut self, date: NaiveDate, week: usize, slot: usize) -> Option<NaiveDate> {
        let agrees = self.grid.date(week, slot) == date;
        if !agrees {
            let cause = format!("{} of week {} is {}, not {date}", self.grid.half_day(slot), week + 1, {
                self.grid.date(week, slot)
            });
            self.fault(BAD_DATE, cause, "give the date that goes with week and half-day");
        }
        agrees.then_some(date)
    }

    /// An amount: a number, not below 0 and not beyond reason.
    pub(super) fn amount(&mut self, field: &str, value: f64) -> Option<f64> {
        let sound = (-FLOW..=BEYOND_REASON).contains(&value);
        if !sound {
            let cause = format!("{field} is {value}, which cannot be");
            self.fault(BAD_NUMBER, cause, "give a number of at least 0");
        }
        sound.then_some(value)
    }

    /// A whole number that is not beyond reason.
    pub(super) fn count(&mut self, field: &str, value: u32) -> Option<f64> {
        self.amount(field, f64::from(value))
    }

    /// A block of the rota pattern.
    pub(super) fn block(&mut self, block: u32) -> Option<u32> {
        let inside = block < self.service.blocks();
        if !inside {
            let cause = format!("block {block} lies outside the horizon of {} blocks", self.service.blocks());
            self.fault(OUTSIDE_HORIZON, cause, "keep to blocks of the horizon");
        }
        inside.then_some(block)
    }

    /// Weeks after the horizon, from 1.
    pub(super) fn weeks_after(&mut self, weeks: u32) -> Option<usize> {
        if weeks == 0 {
            let cause = "0 weeks after the horizon lies within it".to_owned();
            self.fault(OUTSIDE_HORIZON, cause, "count the weeks after the horizon from 1");
        }
        (weeks > 0).then_some(weeks as usize)
    }

    /// Keeps a row under its key, unless an earlier one has it.
    pub(super) fn keep<K: Ord, V>(&mut self, rows: &mut BTreeMap<K, V>, key: K, row: V) {
        match rows.entry(key) {
            Entry::Vacant(free) => {
                free.insert(row);
            }
            Entry::Occupied(_) => self.repeated(),
        }
    }

    /// Says that a row repeats another one.
    pub(super) fn repeated(&mut self) {
        let cause = "an earlier row speaks of the same".to_owned();
        self.fault(REPEATED_ROW, cause, "make one row of the two");
    }

    fn fault(&mut self, code: &str, cause: String, fix: &str) {
        self.sheet.fault(code, self.path.clone(), cause, fix);
    }
}
