//! The collector: every finding of a validation, each with the severity and default fix of its code.

use super::codes;
use super::wording::number;
use crate::base::finding::{Code, Finding, Places, Severity};
use crate::base::units::Fraction;
use std::collections::BTreeSet;

/// All findings so far, and which parts of the scenario have errors.
pub(super) struct Findings<'p> {
    places: &'p dyn Places,
    list: Vec<Finding>,
    broken: BTreeSet<String>,
}

impl<'p> Findings<'p> {
    pub(super) fn new(places: &'p dyn Places) -> Self {
        Self { places, list: Vec::new(), broken: BTreeSet::new() }
    }

    /// Adds a finding about the value at a path; its fix is the code's, unless the caller sets another.
    pub(super) fn add(&mut self, code: Code, path: &str, cause: impl Into<String>) -> &mut Finding {
        // a clinic without a room is well described: what follows from it is worth saying too
        if code.severity == Severity::Error && code != codes::CLINIC_NOWHERE {
            self.broken.insert(path.to_owned());
        }
        self.push(Finding::new(code.severity, code.name, cause, code.fix).at(self.places.place(path)))
    }

    /// Adds a finding about a value that should have been one of some.
    pub(super) fn add_choice<S: AsRef<str>>(
        &mut self,
        code: Code,
        path: &str,
        cause: impl Into<String>,
        written: &str,
        allowed: impl IntoIterator<Item = S>,
    ) {
        let finding = self.add(code, path, cause);
        *finding = finding.clone().with_allowed(written, allowed);
    }

    fn push(&mut self, finding: Finding) -> &mut Finding {
        let last = self.list.len();
        self.list.push(finding);
        &mut self.list[last]
    }

    /// Whether no error stands at a path or below it.
    pub(super) fn sound(&self, path: &str) -> bool {
        let below = format!("{path}.");
        !self.broken.contains(path)
            && !self.broken.range(below.clone()..).next().is_some_and(|first| first.starts_with(&below))
    }

    /// Whether any error was found.
    pub(super) fn any_error(&self) -> bool {
        self.list.iter().any(|f| f.severity == Severity::Error)
    }

    /// All findings, in the order in which they were made.
    pub(super) fn into_list(self) -> Vec<Finding> {
        self.list
    }

    /// A number within bounds; out of them it is an error, and the nearest bound stands in.
    pub(super) fn within(&mut self, path: &str, value: f64, low: f64, high: f64) -> f64 {
        if value >= low && value <= high {
            return value;
        }
        let key = path.rsplit('.').next().unwrap_or(path);
        let cause = format!("{key} is {}, outside {} to {}", number(value), number(low), number(high));
        self.add(codes::OUT_OF_RANGE, path, cause);
        if value > high { high } else { low }
    }

    /// A whole number within bounds.
    pub(super) fn whole(&mut self, path: &str, value: u32, low: u32, high: u32) -> u32 {
        self.within(path, f64::from(value), f64::from(low), f64::from(high)) as u32
    }

    /// A share or rate.
    pub(super) fn fraction(&mut self, path: &str, value: f64, most: f64) -> Fraction {
        Fraction::new(self.within(path, value, 0.0, most)).unwrap_or(Fraction::ZERO)
    }
}
