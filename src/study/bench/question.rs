//! What is made of a scenario in a case.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is made of a scenario in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// A dated plan, checked by the independent checker.
    Plan,
    /// The long-run balance of a year.
    Steady,
    /// The dated plan with sessions and patients split: its linear relaxation.
    Split,
}

impl Question {
    /// As ids of cases write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Question::Plan => "plan",
            Question::Steady => "steady",
            Question::Split => "split",
        }
    }
}
