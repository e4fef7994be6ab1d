//! JSON Schemas of the records.

use crate::record::{ComparisonRecord, ExplanationRecord, Manifest, PlanRecord, SteadyRecord};
use schemars::{Schema, schema_for};

/// The schemas of the records, by name: what `schemas/` holds as `plan.schema.json` and so on.
#[must_use]
pub fn schemas() -> [(&'static str, Schema); 5] {
    [
        ("plan", schema_for!(PlanRecord)),
        ("steady", schema_for!(SteadyRecord)),
        ("comparison", schema_for!(ComparisonRecord)),
        ("explanation", schema_for!(ExplanationRecord)),
        ("manifest", schema_for!(Manifest)),
    ]
}
