//! Which scenario, by which program, within which limits.

use crate::plan::Plan;
use crate::scenario::records::PatchRecord;
use crate::scenario::{file_name, without_folders};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::Path;

/// Where a record comes from: what is needed to make it again.
// Unknown keys are for the record to refuse in which it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Stamp {
    /// The scenario it belongs to.
    pub scenario: ScenarioStamp,
    /// What was changed in the scenario, in order: variants and settings, resolved.
    pub patches: Vec<PatchRecord>,
    /// The program that wrote it.
    pub tool: Program,
    /// The solver.
    pub engine: Program,
    /// The limits of the search.
    pub limits: Limits,
}

/// The scenario that a record belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioStamp {
    /// The service's name.
    pub name: String,
    /// The scenario file's name, without its folder.
    pub file: String,
    /// SHA-256 of the scenario as it was written, before patches; in hexadecimal.
    pub hash: String,
    /// Variants that were applied, in order.
    #[serde(default)]
    pub variants: Vec<String>,
    /// Sheets of leave, closures, preferences, pins and attendance that were read beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<SheetStamp>,
}

/// A file of sheets that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetStamp {
    /// Its name, without its folder.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub hash: String,
}

impl ScenarioStamp {
    /// The stamp of a scenario. Of the path only the last part is kept, so that no record tells where it was made.
    #[must_use]
    pub fn new(name: &str, path: &Path, hash: &str, variants: Vec<String>) -> Self {
        let file = file_name(path);
        let variants = variants.iter().map(|variant| without_folders(variant)).collect();
        Self { name: name.to_owned(), file, hash: hash.to_owned(), variants, sheets: Vec::new() }
    }
}

/// The SHA-256 of some bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A digest of a plan, as records and journals name it.
///
/// # Errors
/// Never, as far as is known: plans are JSON.
pub fn digest(plan: &Plan) -> Result<String, serde_json::Error> {
    Ok(sha256(&serde_json::to_vec(plan)?))
}

/// A program that had a part in a record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
}

impl Program {
    /// This tool.
    #[must_use]
    pub fn this_tool() -> Self {
        Self { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

/// The limits within which a plan was sought. One that is missing was not set.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The relative gap at which the search stops.
    pub gap: Option<f64>,
    /// Most nodes of the search tree.
    pub nodes: Option<u64>,
    /// Most simplex iterations.
    pub iterations: Option<u64>,
    /// Most seconds asked for. A plan that this limit ends stands outside the promise of the same bytes.
    pub seconds: Option<f64>,
    /// The solver's seed.
    pub seed: Option<u64>,
}
