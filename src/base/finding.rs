//! A finding: something the tool has to say about an input, with where it is, why it matters and what to do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Note,
    /// Probably not what was meant; planning goes on (with `--strict` it does not).
    Warning,
    /// Planning cannot go on.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// A kind of finding: a row of the findings index of the documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Its stable, kebab-case name: `unknown-key`.
    pub name: &'static str,
    /// How grave it always is.
    pub severity: Severity,
    /// What is wrong: a phrase without a full stop.
    pub meaning: &'static str,
    /// What to do about it: a phrase without a full stop.
    pub fix: &'static str,
}

/// Where in an input a finding stands. Lines and columns count from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A position in a file, and the path of the value there (`practitioners.at-1.wte`) where known.
    File {
        /// The file as the user named it.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// Path of the value, ids for list entries.
        path: String,
    },
    /// An argument on the command line.
    Argument {
        /// The argument as typed.
        argument: String,
        /// Path of the value it reaches, if any.
        path: String,
    },
    /// A cell of a workbook's sheet, or of a CSV file.
    Cell {
        /// The file as the user named it.
        file: String,
        /// The sheet; none in a CSV file.
        sheet: Option<String>,
        /// Letters and number: `C14`.
        cell: String,
        /// Path of the value, ids for list entries.
        path: String,
    },
    /// A file as a whole.
    WholeFile {
        /// The file as the user named it.
        file: String,
    },
    /// A record of the library, to which the scenario refers.
    Library {
        /// The record's id.
        record: String,
        /// Path of the value, ids for list entries.
        path: String,
    },
    /// A record of a plan, by its list and position.
    Plan {
        /// `starts[12]`, `sessions[3]`.
        path: String,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File { file, line, column, .. } => write!(f, "{file}:{line}:{column}"),
            Place::Argument { argument, .. } => write!(f, "argument {argument}"),
            Place::Cell { file, sheet: Some(sheet), cell, .. } => write!(f, "{file}, {sheet}!{cell}"),
            Place::Cell { file, sheet: None, cell, .. } => write!(f, "{file}, {cell}"),
            Place::WholeFile { file } => f.write_str(file),
            Place::Library { record, .. } => write!(f, "library record {record}"),
            Place::Plan { path } => write!(f, "plan {path}"),
        }
    }
}

/// Something the tool has to say about an input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// How grave.
    pub severity: Severity,
    /// A stable short name, listed in the findings index: `unknown-key`.
    pub code: String,
    /// Where; none for a finding about the scenario as a whole.
    pub place: Option<Place>,
    /// What is wrong, naming the value: a sentence without a full stop.
    pub cause: String,
    /// What to do about it: a sentence without a full stop.
    pub fix: String,
    /// The values that would be accepted, where they can be listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<String>,
    /// The nearest accepted value, where one is near.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did_you_mean: Option<String>,
    /// The variant with which it comes up, where it does not without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
}

impl Finding {
    /// A finding of the given severity, to be completed with the `with_` methods.
    #[must_use]
    pub fn new(severity: Severity, code: &str, cause: impl Into<String>, fix: impl Into<String>) -> Self {
        Self {
            severity,
            code: code.to_owned(),
            place: None,
            cause: cause.into(),
            fix: fix.into(),
            allowed: Vec::new(),
            did_you_mean: None,
            variant: None,
        }
    }
    /// An error.
    #[must_use]
    pub fn error(code: &str, cause: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, cause, fix)
    }
    /// A warning.
    #[must_use]
    pub fn warning(code: &str, cause: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, cause, fix)
    }
    /// A note.
    #[must_use]
    pub fn note(code: &str, cause: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, cause, fix)
    }
    /// The same finding at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }
    /// The same finding with the values that would be accepted; the nearest to `written` becomes "did you mean".
    #[must_use]
    pub fn with_allowed<S: AsRef<str>>(mut self, written: &str, allowed: impl IntoIterator<Item = S>) -> Self {
        self.allowed = allowed.into_iter().map(|a| a.as_ref().to_owned()).collect();
        self.did_you_mean = nearest(written, &self.allowed);
        self
    }
}

/// The accepted value nearest to what was written, if one is near enough to be meant.
#[must_use]
pub fn nearest(written: &str, allowed: &[String]) -> Option<String> {
    allowed
        .iter()
        .map(|a| (strsim::jaro_winkler(&written.to_lowercase(), &a.to_lowercase()), a))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, a)| a.clone())
}

/// The gravest severity among findings.
#[must_use]
pub fn worst(findings: &[Finding]) -> Option<Severity> {
    findings.iter().map(|f| f.severity).max()
}

/// Knows where the values of a scenario stand, by path (`practitioners.at-1.wte`; list entries without an id by their
/// position, `courses.at-6.lessons.0.total`). A path that was not written answers with its nearest written ancestor.
pub trait Places {
    /// Where the value at a path stands.
    fn place(&self, path: &str) -> Place;

    /// Whether a what-if change has touched the value at a path, or something within it.
    fn is_changed(&self, _path: &str) -> bool {
        false
    }
}
