//! What every section's reading shares: the records, the names they may use, the findings so far.

use super::findings::Findings;
use super::names::Names;
use super::wording::number;
use crate::base::finding::Places;
use crate::base::units::{Minutes, Pounds};
use crate::scenario::records::ScenarioRecord;

/// The most that a price, a cost or a budget can be: beyond it somebody has slipped on a key.
const MOST_POUNDS: f64 = 1e9;
/// The most patients that a list or a year's referrals can be.
const MOST_PATIENTS: f64 = 1e6;

/// A validation under way.
pub(super) struct Reader<'r> {
    pub(super) record: &'r ScenarioRecord,
    pub(super) names: Names,
    pub(super) findings: Findings<'r>,
    /// Paths of spans of dates outside the horizon but near it, to be told together.
    pub(super) beyond: Vec<String>,
}

impl<'r> Reader<'r> {
    pub(super) fn new(record: &'r ScenarioRecord, places: &'r dyn Places) -> Self {
        let mut findings = Findings::new(places);
        let names = Names::of(record, &mut findings);
        Self { record, names, findings, beyond: Vec::new() }
    }

    /// Money, not negative.
    pub(super) fn pounds(&mut self, path: &str, value: f64) -> Pounds {
        Pounds(self.findings.within(path, value, 0.0, MOST_POUNDS))
    }

    /// A number of people, not negative.
    pub(super) fn patients(&mut self, path: &str, value: f64) -> f64 {
        self.findings.within(path, value, 0.0, MOST_PATIENTS)
    }

    /// Minutes within bounds.
    pub(super) fn minutes(&mut self, path: &str, value: f64, low: f64, high: f64) -> Minutes {
        Minutes(self.findings.within(path, value, low, high))
    }
}

/// The name if one is written, else the id.
pub(super) fn name_or_id(name: Option<&String>, id: &str) -> String {
    name.cloned().unwrap_or_else(|| id.to_owned())
}

/// `90 minutes`.
pub(super) fn in_minutes(minutes: Minutes) -> String {
    format!("{} minutes", number(minutes.0))
}
