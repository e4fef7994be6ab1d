//! The sheet on which checks are counted and findings written.

use crate::base::finding::{Finding, Place, Severity};
use crate::service::RuleId;
use crate::verify::verdict::Checked;
use std::collections::BTreeMap;

/// Counts checks and collects findings.
#[derive(Default)]
pub(super) struct Sheet {
    findings: Vec<Finding>,
    counts: BTreeMap<RuleId, u64>,
}

impl Sheet {
    /// Counts a check of a rule; if it is not kept, writes an error at a row's path.
    pub(super) fn require(
        &mut self,
        rule: RuleId,
        kept: bool,
        path: impl FnOnce() -> String,
        cause: impl FnOnce() -> String,
        fix: &str,
    ) {
        self.weigh(Severity::Error, rule, kept, path, cause, fix);
    }

    /// Counts a check of a rule; if it is not kept, writes a warning at a row's path.
    pub(super) fn advise(
        &mut self,
        rule: RuleId,
        kept: bool,
        path: impl FnOnce() -> String,
        cause: impl FnOnce() -> String,
        fix: &str,
    ) {
        self.weigh(Severity::Warning, rule, kept, path, cause, fix);
    }

    fn weigh(
        &mut self,
        severity: Severity,
        rule: RuleId,
        kept: bool,
        path: impl FnOnce() -> String,
        cause: impl FnOnce() -> String,
        fix: &str,
    ) {
        *self.counts.entry(rule).or_default() += 1;
        if !kept {
            let finding = Finding::new(severity, &rule.name(), cause(), fix);
            self.findings.push(finding.at(Place::Plan { path: path() }));
        }
    }

    /// Writes an error that belongs to no rule.
    pub(super) fn fault(&mut self, code: &str, path: String, cause: String, fix: &str) {
        self.write(Finding::error(code, cause, fix).at(Place::Plan { path }));
    }

    /// Writes a finding as it is.
    pub(super) fn write(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The findings, and the count of checks of each of some rules.
    pub(super) fn close(self, rules: &[RuleId]) -> (Vec<Finding>, Vec<Checked>) {
        let count = |rule: &RuleId| self.counts.get(rule).copied().unwrap_or(0);
        let checked = rules.iter().map(|rule| Checked { rule: *rule, checks: count(rule) }).collect();
        (self.findings, checked)
    }
}
