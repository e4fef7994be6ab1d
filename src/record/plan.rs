//! A plan with everything that is needed to read, check and repeat it.

use crate::base::finding::Finding;
use crate::base::ids::{CourseId, StreamId};
use crate::plan::Plan;
use crate::plan::figures::Figures;
use crate::record::reading::{self, Kind};
use crate::record::{Assumption, Outcome, ServiceOutline, Stamp, Verdict};
use crate::service::Service;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The version of the plan record that this binary writes.
pub const PLAN_VERSION: u32 = 1;

/// A plan with everything that is needed to read, check and repeat it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Equipoise plan")]
pub struct PlanRecord {
    /// Version of this record, 1.
    pub equipoise_plan: u32,
    /// Where it comes from.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// The plan at which the search was begun (`--near`): a digest of it, SHA-256 in hexadecimal; none if at none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun_at: Option<String>,
    /// How the search ended.
    pub outcome: Outcome,
    /// The prices that the aims were weighed with.
    pub assumptions: Vec<Assumption>,
    /// What to know about the evidence.
    pub evidence: EvidenceNotes,
    /// Names, dates and units.
    pub service: ServiceOutline,
    /// The plan.
    pub plan: Plan,
    /// Figures of "do nothing": today's mix, the rota optimised; null if there are none.
    pub do_nothing: Option<Figures>,
    /// Why there are no figures of "do nothing"; null where there are, or in a plan that does not say it.
    #[serde(default)]
    pub not_compared: Option<NotCompared>,
    /// What the independent checker said.
    pub verdict: Verdict,
}

/// Why a plan has no "do nothing" beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotCompared {
    /// The comparison was not asked for.
    NotAskedFor,
    /// No stream says what is done today.
    NothingKnown,
}

/// What to know about the evidence behind a plan.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceNotes {
    /// Streams none of whose courses has evidence: they earn nothing, and keep today's throughput where it is known.
    pub streams_without_evidence: Vec<StreamId>,
    /// Courses used whose dose lies between trial points.
    pub interpolated_doses: Vec<CourseId>,
}

impl EvidenceNotes {
    /// The notes for a plan's starts.
    #[must_use]
    pub fn of(service: &Service, started: impl IntoIterator<Item = CourseId>) -> Self {
        let used: std::collections::BTreeSet<CourseId> = started.into_iter().collect();
        Self {
            streams_without_evidence: service
                .streams
                .iter()
                .filter(|s| !service.has_evidence(s))
                .map(|s| s.id.clone())
                .collect(),
            interpolated_doses: service
                .courses
                .iter()
                .filter(|c| used.contains(&c.id) && c.evidence.as_ref().is_some_and(|e| e.interpolated))
                .map(|c| c.id.clone())
                .collect(),
        }
    }
}

const KIND: Kind = Kind { noun: "plan", key: "equipoise_plan", newest: PLAN_VERSION, command: "equipoise plan" };

impl PlanRecord {
    /// Reads a plan's JSON; `file` is what findings call it.
    ///
    /// # Errors
    /// A finding that says what is wrong with the text.
    pub fn from_json(bytes: &[u8], file: &str) -> Result<Self, Box<Finding>> {
        reading::from_json(&KIND, bytes, file)
    }

    /// Reads a plan's file.
    ///
    /// # Errors
    /// A finding that says what is wrong with the file.
    pub fn from_file(path: &Path) -> Result<Self, Box<Finding>> {
        reading::from_file(&KIND, path)
    }
}
