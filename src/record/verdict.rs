//! What the independent checker said of a plan.

use crate::base::finding::Finding;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the independent checker said.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// Whether the plan keeps every rule and its figures are right.
    pub accepted: bool,
    /// What was checked, and how often.
    pub checks: Vec<CheckCount>,
    /// What is wrong or worth knowing.
    #[serde(default)]
    pub findings: Vec<Finding>,
}

/// How often a rule was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckCount {
    /// The rule: its name, or what else was checked (`figures`).
    pub rule: String,
    /// How many single checks.
    pub count: u64,
}

impl Verdict {
    /// All single checks.
    #[must_use]
    pub fn total_checks(&self) -> u64 {
        self.checks.iter().map(|c| c.count).sum()
    }
}
