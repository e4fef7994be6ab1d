//! Who could take a session, with everything that is needed to read it.

use crate::plan::gap::Filling;
use crate::record::{ServiceOutline, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the record that this binary writes.
pub const GAP_VERSION: u32 = 1;

/// Who could take a session of a published rota, and which room could hold it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Equipoise gap")]
pub struct GapRecord {
    /// Version of this record, 1.
    pub equipoise_gap: u32,
    /// Where it comes from.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// Names, dates and units.
    pub service: ServiceOutline,
    /// The answer.
    pub filling: Filling,
}
