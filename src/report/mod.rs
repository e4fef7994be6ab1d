//! What users read.

mod excerpt;
pub mod findings;
