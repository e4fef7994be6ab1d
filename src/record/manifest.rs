//! What lies in a folder of results, and where it comes from.

use crate::record::bench::{BENCH_VERSION, BenchCase};
use crate::record::comparison::COMPARISON_VERSION;
use crate::record::explanation::EXPLANATION_VERSION;
use crate::record::frontier::FRONTIER_VERSION;
use crate::record::gap::GAP_VERSION;
use crate::record::plan::PLAN_VERSION;
use crate::record::rota::ROTA_VERSION;
use crate::record::sensitivity::SENSITIVITY_VERSION;
use crate::record::steady::STEADY_VERSION;
use crate::record::{
    BoundOf, CaseRecord, Outcome, PlanRecord, PlannedCase, RotaRecord, Stamp, Status, SteadyRecord, Verdict,
};
use crate::scenario::records::{PatchRecord, SCENARIO_VERSION};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the manifest that this binary writes.
pub const MANIFEST_VERSION: u32 = 1;

/// What lies in a folder of results, and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Equipoise manifest")]
pub struct Manifest {
    /// Version of the manifest, 1. The key also tells a folder of ours from anybody else's.
    pub equipoise_manifest: u32,
    /// Where the folder comes from.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// Versions of the formats.
    pub schemas: SchemaVersions,
    /// How the search ended; of several sides, that for the scenario as it is; none where there is no one search.
    pub outcome: Option<ManifestOutcome>,
    /// What the independent checker said; none for what it does not check.
    pub verdict: Option<ManifestVerdict>,
    /// The other sides of a comparison.
    #[serde(default)]
    pub cases: Vec<ManifestCase>,
    /// The other files of the folder, by name.
    pub files: Vec<FileStamp>,
}

/// Versions of the formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SchemaVersions {
    /// Of scenarios.
    pub scenario: u32,
    /// Of plans.
    pub plan: u32,
    /// Of long-run balances.
    pub steady: u32,
    /// Of comparisons; nothing in older manifests.
    #[serde(default)]
    pub comparison: Option<u32>,
    /// Of explanations; nothing in older manifests.
    #[serde(default)]
    pub explanation: Option<u32>,
    /// Of frontiers; nothing in older manifests.
    #[serde(default)]
    pub frontier: Option<u32>,
    /// Of sensitivity analyses; nothing in older manifests.
    #[serde(default)]
    pub sensitivity: Option<u32>,
    /// Of rotas; nothing in older manifests.
    #[serde(default)]
    pub rota: Option<u32>,
    /// Of gaps; nothing in older manifests.
    #[serde(default)]
    pub gap: Option<u32>,
    /// Of benchmarks; nothing in older manifests.
    #[serde(default)]
    pub bench: Option<u32>,
}

/// How a search ended, in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ManifestOutcome {
    /// In a word.
    pub status: Status,
    /// Worth in pounds.
    pub value_gbp: f64,
    /// Proven bound in pounds.
    pub bound_gbp: Option<f64>,
    /// (bound - value) / |bound|.
    pub gap: Option<f64>,
    /// What the bound is a bound of.
    pub bound_of: BoundOf,
    /// Whether a limit ended the search.
    pub cut_short: bool,
    /// How many rules cannot hold together with the others.
    pub clashes: usize,
}

/// A side of a comparison, in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ManifestCase {
    /// What it is called.
    pub id: String,
    /// What it changes in the scenario, in order.
    pub patches: Vec<PatchRecord>,
    /// How the search ended; none if it was not planned.
    pub outcome: Option<ManifestOutcome>,
    /// What the independent checker said; none for what it does not check.
    pub verdict: Option<ManifestVerdict>,
}

/// What the checker said, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ManifestVerdict {
    /// Whether the plan was accepted.
    pub accepted: bool,
    /// How many single checks.
    pub checks: u64,
    /// How many findings.
    pub findings: usize,
}

/// A file of the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileStamp {
    /// Its name within the folder, parts joined by `/`.
    pub name: String,
    /// SHA-256 of what it holds, in hexadecimal.
    pub sha256: String,
}

impl ManifestOutcome {
    /// An outcome in short.
    #[must_use]
    pub fn of(outcome: &Outcome) -> Self {
        Self {
            status: outcome.status,
            value_gbp: outcome.value_gbp,
            bound_gbp: outcome.bound_gbp,
            gap: outcome.gap,
            bound_of: outcome.bound_of,
            cut_short: outcome.cut_short,
            clashes: outcome.clashes.len(),
        }
    }
}

impl ManifestVerdict {
    /// A verdict in short.
    #[must_use]
    pub fn of(verdict: &Verdict) -> Self {
        Self { accepted: verdict.accepted, checks: verdict.total_checks(), findings: verdict.findings.len() }
    }
}

impl Manifest {
    /// A plan's manifest; the folder adds its files.
    #[must_use]
    pub fn of_plan(record: &PlanRecord) -> Self {
        Self::new(&record.stamp, &record.outcome, Some(ManifestVerdict::of(&record.verdict)))
    }

    /// A long-run balance's manifest; the folder adds its files.
    #[must_use]
    pub fn of_steady(record: &SteadyRecord) -> Self {
        Self::new(&record.stamp, &record.outcome, None)
    }

    /// A rota's manifest; the folder adds its files.
    #[must_use]
    pub fn of_rota(record: &RotaRecord) -> Self {
        Self { verdict: Some(ManifestVerdict::of(&record.verdict)), ..Self::of_many(&record.stamp) }
    }

    /// The manifest of several sides beside the scenario as it is; the folder adds its files.
    #[must_use]
    pub fn of_sides<'c>(stamp: &Stamp, base: &PlannedCase, others: impl Iterator<Item = &'c CaseRecord>) -> Self {
        let case = |case: &CaseRecord| ManifestCase {
            id: case.id.clone(),
            patches: case.patches.clone(),
            outcome: case.planned().map(|planned| ManifestOutcome::of(&planned.outcome)),
            verdict: case.planned().and_then(|planned| planned.verdict),
        };
        Self { cases: others.map(case).collect(), ..Self::new(stamp, &base.outcome, base.verdict) }
    }

    /// A benchmark's manifest; the folder adds its files.
    #[must_use]
    pub fn of_bench(stamp: &Stamp, cases: &[BenchCase]) -> Self {
        let case = |case: &BenchCase| ManifestCase {
            id: case.id.clone(),
            patches: case.stamp.patches.clone(),
            outcome: case.solved().map(|solved| solved.outcome.clone()),
            verdict: case.solved().and_then(|solved| solved.verdict),
        };
        Self { cases: cases.iter().map(case).collect(), ..Self::of_many(stamp) }
    }

    /// The manifest of an answer that no one search gave; the folder adds its files.
    #[must_use]
    pub fn of_many(stamp: &Stamp) -> Self {
        Self {
            equipoise_manifest: MANIFEST_VERSION,
            stamp: stamp.clone(),
            schemas: VERSIONS,
            outcome: None,
            verdict: None,
            cases: Vec::new(),
            files: Vec::new(),
        }
    }

    fn new(stamp: &Stamp, outcome: &Outcome, verdict: Option<ManifestVerdict>) -> Self {
        Self {
            equipoise_manifest: MANIFEST_VERSION,
            stamp: stamp.clone(),
            schemas: VERSIONS,
            outcome: Some(ManifestOutcome::of(outcome)),
            verdict,
            cases: Vec::new(),
            files: Vec::new(),
        }
    }
}

const VERSIONS: SchemaVersions = SchemaVersions {
    scenario: SCENARIO_VERSION,
    plan: PLAN_VERSION,
    steady: STEADY_VERSION,
    comparison: Some(COMPARISON_VERSION),
    explanation: Some(EXPLANATION_VERSION),
    frontier: Some(FRONTIER_VERSION),
    sensitivity: Some(SENSITIVITY_VERSION),
    rota: Some(ROTA_VERSION),
    gap: Some(GAP_VERSION),
    bench: Some(BENCH_VERSION),
};
