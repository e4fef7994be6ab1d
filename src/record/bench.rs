//! A benchmark: cases with what they came to, and what they took.
//!
//! What the cases came to is the same bytes for the same input, as in every record. What they took is not, and stands
//! apart, in `measured`; so does what comparing it with a baseline came to, in `against`.

use crate::base::finding::Finding;
use crate::record::bench_gates::Against;
use crate::record::manifest::{ManifestOutcome, ManifestVerdict};
use crate::record::reading::{self, Kind};
use crate::record::{Program, Stamp};
use crate::study::bench::{Question, Times};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The version of the benchmark's record that this binary writes.
pub const BENCH_VERSION: u32 = 1;

/// A benchmark.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Equipoise benchmark")]
pub struct BenchRecord {
    /// Version of this record, 1.
    pub equipoise_bench: u32,
    /// The program that was measured.
    pub tool: Program,
    /// Which cases were measured.
    pub suite: SuiteName,
    /// The cases, and what they came to: the same bytes on each run and on any number of threads.
    pub cases: Vec<BenchCase>,
    /// What they took: outside the promise of the same bytes.
    pub measured: BenchMeasured,
    /// What comparing it with a baseline came to: outside that promise too; none if there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<Against>,
}

/// Which cases were measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SuiteName {
    /// The short suite.
    Short,
    /// The long suite, which holds the short one.
    Long,
    /// Scenarios that were named.
    Named,
}

impl SuiteName {
    /// As records write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            SuiteName::Short => "short",
            SuiteName::Long => "long",
            SuiteName::Named => "named",
        }
    }
}

/// A case, and what it came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BenchCase {
    /// What it is called: scenario, variants and settings, question, engine. By it a case is found in a baseline.
    pub id: String,
    /// What is made of the scenario.
    pub question: Question,
    /// Where it comes from: scenario, changes, program, solver, limits.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// What it came to.
    pub result: BenchResult,
}

/// What a case came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum BenchResult {
    /// It was solved.
    Solved(Box<BenchSolved>),
    /// It was not.
    Failed {
        /// Why.
        why: String,
    },
}

/// A case that was solved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BenchSolved {
    /// How large its model is.
    pub size: ModelSize,
    /// How the search ended: objective (`value_gbp`, in pounds), bound, gap.
    pub outcome: ManifestOutcome,
    /// Branch-and-bound nodes of all its solves; none where the engine does not count.
    pub nodes: Option<u64>,
    /// Simplex iterations of all its solves; none where the engine does not count, or solved by interior points.
    pub iterations: Option<u64>,
    /// What the independent checker said; none for what is not a plan.
    pub verdict: Option<ManifestVerdict>,
}

/// How large a model is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelSize {
    /// Constraints.
    pub rows: u64,
    /// Variables.
    pub columns: u64,
    /// Of these, whole ones.
    pub whole_columns: u64,
    /// Coefficients other than zero.
    pub nonzeros: u64,
}

/// What the cases took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BenchMeasured {
    /// The operating system.
    pub system: String,
    /// The processor's architecture.
    pub architecture: String,
    /// Threads of each case.
    pub threads: u64,
    /// The calibration of each engine.
    pub calibrations: Vec<CalibrationRecord>,
    /// The cases, in the order of `cases`; those that failed are left out.
    pub cases: Vec<CaseMeasured>,
}

/// An engine's calibration: fixed linear programs, solved before the first case and after each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalibrationRecord {
    /// The engine.
    pub engine: Program,
    /// The sum of their optima.
    pub objective: f64,
    /// Simplex iterations; none where the engine does not count.
    pub iterations: Option<u64>,
    /// How often they were solved.
    pub solves: u64,
    /// The median of what they took.
    pub took: Times,
}

/// What a case took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseMeasured {
    /// The case.
    pub id: String,
    /// Reading, validating and building the model: the median of the rounds.
    pub build: Times,
    /// Solving, the strategy's own building of models included: the median of the rounds.
    pub solve: Times,
    /// The independent checker: the median of the rounds; none for what is not a plan.
    pub check: Option<Times>,
    /// Building, in times of the calibrations around it: the median of the rounds.
    pub build_ratio: f64,
    /// Solving, in times of the calibrations around it: the median of the rounds.
    pub solve_ratio: f64,
    /// Of solving, what each round came to, in order.
    pub solve_ratios: Vec<f64>,
    /// The most memory that its process held, in bytes: the median of the rounds; none where the system does not tell.
    pub peak_memory_bytes: Option<u64>,
}

/// What a process that solves one case says of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundRecord {
    /// Where it comes from.
    pub stamp: Stamp,
    /// What it came to.
    pub solved: BenchSolved,
    /// Reading, validating and building the model.
    pub build: Times,
    /// Solving.
    pub solve: Times,
    /// The independent checker.
    pub check: Option<Times>,
    /// The most memory that the process held, in bytes.
    pub peak_memory_bytes: Option<u64>,
}

/// What a process that solves the calibration says of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalibrationRound {
    /// The engine.
    pub engine: Program,
    /// The sum of the optima.
    pub objective: f64,
    /// Simplex iterations.
    pub iterations: Option<u64>,
    /// What it took.
    pub took: Times,
}

impl BenchCase {
    /// What it came to, if it was solved.
    #[must_use]
    pub fn solved(&self) -> Option<&BenchSolved> {
        match &self.result {
            BenchResult::Solved(solved) => Some(solved),
            BenchResult::Failed { .. } => None,
        }
    }
}

impl BenchSolved {
    /// Whether it may stand: the checker accepts it, or it is not a plan.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.verdict.is_none_or(|verdict| verdict.accepted)
    }
}

impl BenchRecord {
    /// A case by its id.
    #[must_use]
    pub fn case(&self, id: &str) -> Option<&BenchCase> {
        self.cases.iter().find(|case| case.id == id)
    }

    /// What a case took, by its id.
    #[must_use]
    pub fn taken(&self, id: &str) -> Option<&CaseMeasured> {
        self.measured.cases.iter().find(|case| case.id == id)
    }

    /// The calibration of an engine.
    #[must_use]
    pub fn calibration(&self, engine: &str) -> Option<&CalibrationRecord> {
        self.measured.calibrations.iter().find(|calibration| calibration.engine.name == engine)
    }
}

const KIND: Kind =
    Kind { noun: "benchmark", key: "equipoise_bench", newest: BENCH_VERSION, command: "equipoise bench --format json" };

impl BenchRecord {
    /// Reads a benchmark's file.
    ///
    /// # Errors
    /// A finding that says what is wrong with the file.
    pub fn from_file(path: &Path) -> Result<Self, Box<Finding>> {
        reading::from_file(&KIND, path)
    }

    /// Reads a benchmark's JSON; `file` is what findings call it.
    ///
    /// # Errors
    /// A finding that says what is wrong with the text.
    pub fn from_json(bytes: &[u8], file: &str) -> Result<Self, Box<Finding>> {
        reading::from_json(&KIND, bytes, file)
    }
}
