//! What a plan is short of, with prices, and what one more of it brings when all is planned anew.

use crate::base::finding::Finding;
use crate::plan::prices::{Prices, Resource};
use crate::record::reading::{self, Kind};
use crate::record::{Assumption, CaseRecord, EvidenceNotes, ServiceOutline, Stamp, VariantOutcome};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The version of the explanation's record that this binary writes.
pub const EXPLANATION_VERSION: u32 = 1;

/// What a plan is short of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Equipoise explanation")]
pub struct ExplanationRecord {
    /// Version of this record, 1.
    pub equipoise_explanation: u32,
    /// Where it comes from.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// Names, dates and units.
    pub service: ServiceOutline,
    /// The prices that the aims were weighed with.
    pub assumptions: Vec<Assumption>,
    /// What to know about the evidence.
    pub evidence: EvidenceNotes,
    /// The plan.
    pub base: CaseRecord,
    /// What one more of each scarce thing is worth to it.
    pub prices: Prices,
    /// What one more of the first of them brings when all is planned anew.
    pub one_more: Vec<OneMoreRecord>,
}

/// One more of something, planned anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneMoreRecord {
    /// Of what.
    pub what: Resource,
    /// The plan with it, and how it differs.
    pub variant: VariantOutcome,
}

const KIND: Kind = Kind {
    noun: "explanation",
    key: "equipoise_explanation",
    newest: EXPLANATION_VERSION,
    command: "equipoise explain",
};

impl ExplanationRecord {
    /// Reads an explanation's file.
    ///
    /// # Errors
    /// A finding that says what is wrong with the file.
    pub fn from_file(path: &Path) -> Result<Self, Box<Finding>> {
        reading::from_file(&KIND, path)
    }
}
