//! A long-run balance with everything that is needed to read and repeat it.

use crate::base::finding::Finding;
use crate::plan::steady::SteadyPlan;
use crate::record::reading::{self, Kind};
use crate::record::{Assumption, EvidenceNotes, Outcome, ServiceOutline, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The version of the long-run balance's record that this binary writes.
pub const STEADY_VERSION: u32 = 1;

/// A long-run balance with everything that is needed to read and repeat it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Equipoise long-run balance")]
pub struct SteadyRecord {
    /// Version of this record, 1.
    pub equipoise_steady: u32,
    /// Where it comes from.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// How the search ended.
    pub outcome: Outcome,
    /// The prices that the aims were weighed with.
    pub assumptions: Vec<Assumption>,
    /// What to know about the evidence.
    pub evidence: EvidenceNotes,
    /// Names, dates and units.
    pub service: ServiceOutline,
    /// The balance.
    pub balance: SteadyPlan,
}

const KIND: Kind = Kind {
    noun: "long-run balance",
    key: "equipoise_steady",
    newest: STEADY_VERSION,
    command: "equipoise plan --steady",
};

impl SteadyRecord {
    /// Reads a balance's file.
    ///
    /// # Errors
    /// A finding that says what is wrong with the file.
    pub fn from_file(path: &Path) -> Result<Self, Box<Finding>> {
        reading::from_file(&KIND, path)
    }

    /// Reads a balance's JSON; `file` is what findings call it.
    ///
    /// # Errors
    /// A finding that says what is wrong with the text.
    pub fn from_json(bytes: &[u8], file: &str) -> Result<Self, Box<Finding>> {
        reading::from_json(&KIND, bytes, file)
    }
}
