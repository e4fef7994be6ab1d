//! What the checker says of a plan.

use crate::base::finding::{Finding, Severity};
use crate::plan::figures::Figures;
use crate::service::RuleId;
use serde::{Deserialize, Serialize};

/// What the checker says of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// What is wrong, in the order of the checks; the code is a rule's name, or one of
    /// [`ROW_CODES`](crate::verify::ROW_CODES) or [`FIGURE_CODES`](crate::verify::FIGURE_CODES).
    pub findings: Vec<Finding>,
    /// How many checks each rule has made, every rule once.
    pub checked: Vec<Checked>,
    /// The key figures, reckoned again.
    pub figures: Figures,
}

/// How many checks of a rule have been made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The rule.
    pub rule: RuleId,
    /// Checks made; 0 where the plan or the service has nothing that the rule speaks of.
    pub checks: u64,
}

impl Verdict {
    /// Whether the plan may be published: no finding is an error.
    #[must_use]
    pub fn accepts(&self) -> bool {
        self.findings.iter().all(|f| f.severity < Severity::Error)
    }
}
