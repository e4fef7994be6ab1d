//! Versioned JSON of what leaves and comes back: plans, long-run balances, comparisons, and the manifest of a folder of
//! results.
//!
//! No record holds a wall time, a thread count, the date of a run or an absolute path: the same input gives the same
//! bytes. The benchmark's alone does, in a part of its own.

pub mod answer;
pub mod assumption;
pub mod bench;
pub mod bench_gates;
pub mod codes;
pub mod comparison;
pub mod explanation;
pub mod folder;
pub mod frontier;
pub mod gap;
pub mod issue;
pub mod journal;
pub mod json;
pub mod library;
pub mod manifest;
pub mod outcome;
pub mod outline;
pub mod plan;
pub mod reading;
pub mod rota;
pub mod schema;
pub mod sensitivity;
pub mod stamp;
pub mod steady;
pub mod verdict;

pub use answer::AnswerRecord;
pub use assumption::Assumption;
pub use bench::BenchRecord;
pub use bench_gates::Against;
pub use codes::{ANOTHER_SCENARIO, CODES};
pub use comparison::{CaseRecord, CaseResult, ComparisonRecord, PlannedCase, VariantOutcome};
pub use explanation::ExplanationRecord;
pub use folder::{FolderError, OutputFolder};
pub use frontier::FrontierRecord;
pub use gap::GapRecord;
pub use journal::Journal;
pub use library::{CareRule, EvidenceLibrary, Figure};
pub use manifest::Manifest;
pub use outcome::{AimOutcome, BoundOf, Clash, Conflict, ConflictingRule, Outcome, Status};
pub use outline::ServiceOutline;
pub use plan::{EvidenceNotes, NotCompared, PlanRecord};
pub use rota::{RotaRecord, is_rota};
pub use sensitivity::SensitivityRecord;
pub use stamp::{Limits, Program, ScenarioStamp, SheetStamp, Stamp};
pub use steady::SteadyRecord;
pub use verdict::{CheckCount, Verdict};
