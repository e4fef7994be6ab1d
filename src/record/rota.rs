//! A rota with everything that is needed to read, check, publish and change it.

use crate::base::finding::Finding;
use crate::plan::rota::Rota;
use crate::record::issue::Issue;
use crate::record::reading::{self, Kind};
use crate::record::{Assumption, ServiceOutline, Stamp, Verdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The version of the rota record that this binary writes.
pub const ROTA_VERSION: u32 = 1;

/// A rota with everything that is needed to read, check, publish and change it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Equipoise rota")]
pub struct RotaRecord {
    /// Version of this record, 1.
    pub equipoise_rota: u32,
    /// Where it comes from.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// Names, dates and units.
    pub service: ServiceOutline,
    /// The rota.
    pub rota: Rota,
    /// The events of its calendars; none while nothing is published.
    #[serde(default)]
    pub issue: Option<Issue>,
    /// What it was weighed with beside the prices of its plan.
    pub assumptions: Vec<Assumption>,
    /// What the independent checker said.
    pub verdict: Verdict,
}

const KIND: Kind = Kind { noun: "rota", key: "equipoise_rota", newest: ROTA_VERSION, command: "equipoise rota" };

impl RotaRecord {
    /// Reads a rota's JSON; `file` is what findings call it.
    ///
    /// # Errors
    /// A finding that says what is wrong with the text.
    pub fn from_json(bytes: &[u8], file: &str) -> Result<Self, Box<Finding>> {
        reading::from_json(&KIND, bytes, file)
    }

    /// Reads a rota's file.
    ///
    /// # Errors
    /// A finding that says what is wrong with the file.
    pub fn from_file(path: &Path) -> Result<Self, Box<Finding>> {
        reading::from_file(&KIND, path)
    }
}

/// Whether a file looks like a rota: its version stands at its head.
#[must_use]
pub fn is_rota(path: &Path) -> bool {
    let mut head = [0_u8; 256];
    let read = std::fs::File::open(path).and_then(|mut file| std::io::Read::read(&mut file, &mut head));
    read.is_ok_and(|length| String::from_utf8_lossy(&head[..length]).contains(KIND.key))
}
