//! A frontier with everything that is needed to read and repeat it.

use crate::base::finding::Finding;
use crate::plan::frontier::{Coordinate, Frontier};
use crate::record::comparison::Compared;
use crate::record::reading::{self, Kind};
use crate::record::{Assumption, EvidenceNotes, ServiceOutline, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The version of the frontier's record that this binary writes.
pub const FRONTIER_VERSION: u32 = 1;

/// The efficient frontier between two aims.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Equipoise frontier")]
pub struct FrontierRecord {
    /// Version of this record, 1.
    pub equipoise_frontier: u32,
    /// Where it comes from.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// What was made at each point.
    pub of: Compared,
    /// Names, dates and units.
    pub service: ServiceOutline,
    /// The prices at which promises are kept.
    pub assumptions: Vec<Assumption>,
    /// What to know about the evidence.
    pub evidence: EvidenceNotes,
    /// The frontier.
    pub frontier: Frontier,
    /// Today's policy: today's mix, the rota optimised; none if nothing is known of it.
    pub today: Option<Marked>,
    /// The plan that is best at the policy's prices.
    pub plan: Option<Marked>,
}

/// A plan that is marked on a frontier.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Marked {
    /// Where it stands on the first axis.
    pub first: Coordinate,
    /// Where it stands on the second axis.
    pub second: Coordinate,
}

const KIND: Kind =
    Kind { noun: "frontier", key: "equipoise_frontier", newest: FRONTIER_VERSION, command: "equipoise frontier" };

impl FrontierRecord {
    /// Reads a frontier's file.
    ///
    /// # Errors
    /// A finding that says what is wrong with the file.
    pub fn from_file(path: &Path) -> Result<Self, Box<Finding>> {
        reading::from_file(&KIND, path)
    }
}
