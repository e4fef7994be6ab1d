//! The library's records, as they leave the program.

use crate::scenario::records::{CareRuleRecord, FigureRecord};
use crate::scenario::{evidence_library, guidance_library};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the record that this binary writes.
pub const EVIDENCE_VERSION: u32 = 1;

/// A figure of the evidence.
pub type Figure = FigureRecord;

/// A ready-made rule of care.
pub type CareRule = CareRuleRecord;

/// Figures of the evidence, and rules of care, that scenarios may refer to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Equipoise evidence")]
pub struct EvidenceLibrary {
    /// Version of this record, 1.
    pub equipoise_evidence: u32,
    /// The figures, in the library's order.
    pub figures: Vec<Figure>,
    /// Ready-made rules of care.
    #[serde(default)]
    pub rules: Vec<CareRule>,
}

impl EvidenceLibrary {
    /// All that the library holds.
    #[must_use]
    pub fn whole() -> Self {
        Self {
            equipoise_evidence: EVIDENCE_VERSION,
            figures: evidence_library().to_vec(),
            rules: guidance_library().to_vec(),
        }
    }
}
