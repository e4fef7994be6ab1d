//! A sensitivity analysis with everything that is needed to read and repeat it.

use crate::base::finding::Finding;
use crate::plan::sensitivity::Sensitivity;
use crate::record::comparison::Compared;
use crate::record::reading::{self, Kind};
use crate::record::{Assumption, EvidenceNotes, ServiceOutline, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The version of the record that this binary writes.
pub const SENSITIVITY_VERSION: u32 = 1;

/// Whether the recommended mix of courses holds where what it rests on is uncertain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Equipoise sensitivity")]
pub struct SensitivityRecord {
    /// Version of this record, 1.
    pub equipoise_sensitivity: u32,
    /// Where it comes from.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// What was made at each value.
    pub of: Compared,
    /// How far inputs without an interval were taken to lie off.
    pub reach: ReachRecord,
    /// Names, dates and units.
    pub service: ServiceOutline,
    /// The prices.
    pub assumptions: Vec<Assumption>,
    /// What to know about the evidence.
    pub evidence: EvidenceNotes,
    /// The answer.
    pub sensitivity: Sensitivity,
}

/// How far inputs without an interval were taken to lie off, and how finely they were tried.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReachRecord {
    /// Missed appointments and drop-outs, as a share of what the scenario says.
    pub rates: f64,
    /// Referrals, as a share of what the scenario says.
    pub referrals: f64,
    /// Even steps on either side.
    pub steps: u32,
}

const KIND: Kind = Kind {
    noun: "sensitivity analysis",
    key: "equipoise_sensitivity",
    newest: SENSITIVITY_VERSION,
    command: "equipoise sensitivity",
};

impl SensitivityRecord {
    /// Reads an analysis's file.
    ///
    /// # Errors
    /// A finding that says what is wrong with the file.
    pub fn from_file(path: &Path) -> Result<Self, Box<Finding>> {
        reading::from_file(&KIND, path)
    }
}
