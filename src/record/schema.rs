//! JSON Schemas of the records.

use crate::record::{
    BenchRecord, ComparisonRecord, EvidenceLibrary, ExplanationRecord, FrontierRecord, GapRecord, Manifest, PlanRecord,
    RotaRecord, SensitivityRecord, SteadyRecord,
};
use schemars::{Schema, schema_for};

/// The schemas of the records, by name: what `schemas/` holds as `plan.schema.json` and so on.
#[must_use]
pub fn schemas() -> [(&'static str, Schema); 11] {
    [
        ("plan", schema_for!(PlanRecord)),
        ("steady", schema_for!(SteadyRecord)),
        ("comparison", schema_for!(ComparisonRecord)),
        ("explanation", schema_for!(ExplanationRecord)),
        ("frontier", schema_for!(FrontierRecord)),
        ("sensitivity", schema_for!(SensitivityRecord)),
        ("rota", schema_for!(RotaRecord)),
        ("gap", schema_for!(GapRecord)),
        ("bench", schema_for!(BenchRecord)),
        ("evidence", schema_for!(EvidenceLibrary)),
        ("manifest", schema_for!(Manifest)),
    ]
}
