//! The collector: every finding of a validation, each with the severity and default fix of its code.

use super::codes;
use super::wording::number;
use crate::base::finding::{Code, Finding, Places, Severity};
use crate::base::units::Fraction;
use crate::scenario::too_many_findings;
use std::collections::BTreeSet;

/// The most errors that are kept, and the most of all else: nobody reads more, and each names all that is allowed.
const MOST: usize = 1000;

/// All findings so far, and which parts of the scenario have errors.
pub(super) struct Findings<'p> {
    places: &'p dyn Places,
    list: Vec<Finding>,
    broken: BTreeSet<String>,
    /// How many errors there were, and how much else.
    count: [usize; 2],
    /// The last finding beyond the most that are kept.
    beyond: Option<Finding>,
}

impl<'p> Findings<'p> {
    pub(super) fn new(places: &'p dyn Places) -> Self {
        Self { places, list: Vec::new(), broken: BTreeSet::new(), count: [0; 2], beyond: None }
    }

    /// Adds a finding about the value at a path; its fix is the code's, unless the caller sets another.
    pub(super) fn add(&mut self, code: Code, path: &str, cause: impl Into<String>) -> &mut Finding {
        // a clinic without a room is well described: what follows from it is worth saying too
        if code.severity == Severity::Error && code != codes::CLINIC_NOWHERE {
            self.broken.insert(path.to_owned());
        }
        let finding = Finding::new(code.severity, code.name, cause, code.fix);
        if self.is_full(code) {
            return self.beyond.insert(finding);
        }
        self.count[kind(code)] += 1;
        let last = self.list.len();
        self.list.push(finding.at(self.places.place(path)));
        &mut self.list[last]
    }

    /// Whether a what-if change has touched the value at a path, or something within it.
    pub(super) fn is_changed(&self, path: &str) -> bool {
        self.places.is_changed(path)
    }

    fn is_full(&self, code: Code) -> bool {
        self.count[kind(code)] >= MOST
    }

    /// Adds a finding about the value at a path that is best seen elsewhere.
    pub(super) fn add_at(&mut self, code: Code, path: &str, seen: &str, cause: impl Into<String>) {
        let place = self.places.place(seen);
        self.add(code, path, cause).place = Some(place);
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
        let full = self.is_full(code);
        let finding = self.add(code, path, cause);
        if !full {
            *finding = finding.clone().with_allowed(written, allowed);
        }
    }

    /// Whether no error stands at a path or below it.
    pub(super) fn sound(&self, path: &str) -> bool {
        let below = format!("{path}.");
        !self.broken.contains(path)
            && !self.broken.range(below.clone()..).next().is_some_and(|first| first.starts_with(&below))
    }

    /// Whether any error was found.
    pub(super) fn any_error(&self) -> bool {
        self.count[0] > 0
    }

    /// All findings, in the order in which they were made.
    pub(super) fn into_list(mut self) -> Vec<Finding> {
        if self.beyond.is_some() {
            self.list.push(too_many_findings(MOST));
        }
        self.list
    }

    /// A number within bounds; out of them it is an error, and the nearest bound stands in.
    pub(super) fn within(&mut self, path: &str, value: f64, low: f64, high: f64) -> f64 {
        if value >= low && value <= high {
            return value;
        }
        let cause = format!("{} is {}, outside {} to {}", key_of(path), number(value), number(low), number(high));
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

/// Where a finding is counted: errors, and all else.
fn kind(code: Code) -> usize {
    usize::from(code.severity != Severity::Error)
}

/// The key that a path ends at; for an entry of a list that has no id, which of the list.
fn key_of(path: &str) -> String {
    let mut parts = path.rsplit('.');
    let last = parts.next().unwrap_or_default();
    match (last.parse::<usize>(), parts.next()) {
        (Ok(index), Some(list)) => format!("entry {} of {list}", index + 1),
        _ => last.to_owned(),
    }
}
