//! Findings as users read them: in their surroundings on a terminal, and as JSON.

use super::excerpt::{Excerpt, visible};
use crate::base::finding::{Finding, Place, Severity};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The version of the findings' JSON form.
pub const FINDINGS_VERSION: u32 = 1;
/// The most allowed values that the text form lists.
const MOST_ALLOWED: usize = 24;

/// Findings as JSON, with how many there are of each severity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingsRecord {
    /// Version of this form.
    pub version: u32,
    /// The findings, in the order in which they stand in the files.
    pub findings: Vec<Finding>,
    /// How many errors.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// How many notes.
    pub notes: usize,
}

impl FindingsRecord {
    /// The record of some findings.
    #[must_use]
    pub fn new(findings: &[Finding]) -> Self {
        let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
        Self {
            version: FINDINGS_VERSION,
            findings: in_order(findings).into_iter().cloned().collect(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        }
    }
}

/// Findings by file, line and column; those about no place last.
#[must_use]
pub fn in_order(findings: &[Finding]) -> Vec<&Finding> {
    let mut findings: Vec<&Finding> = findings.iter().collect();
    findings.sort_by(|a, b| {
        a.place.is_none().cmp(&b.place.is_none()).then_with(|| a.place.cmp(&b.place)).then_with(|| a.code.cmp(&b.code))
    });
    findings
}

/// Findings as text, each in the lines around it, with a count at the end. `sources` gives the text of a file that a
/// finding names; a finding whose file it does not have is printed without surroundings.
#[must_use]
pub fn render_text(
    findings: &[Finding],
    sources: &dyn Fn(&str) -> Option<String>,
    color: bool,
    width: usize,
) -> String {
    let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(width)
        .with_links(false)
        .without_cause_chain()
        .without_syntax_highlighting();
    let mut text = String::new();
    let mut source: Option<(&str, Option<String>)> = None;
    for finding in in_order(findings) {
        let mut excerpt = None;
        if let Some(Place::File { file, line, column, .. }) = &finding.place {
            if source.as_ref().is_none_or(|(name, _)| name != file) {
                source = Some((file, sources(file)));
            }
            let source = source.as_ref().and_then(|(_, source)| source.as_deref());
            // The line's number, the frame and dots take some of the width.
            excerpt = source.and_then(|s| Excerpt::new(file, s, *line, *column, width.saturating_sub(12)));
        }
        if handler.render_report(&mut text, &Shown { finding, excerpt }).is_err() {
            text.push_str(&format!("{}: {}\n", finding.code, finding.cause));
        }
        text.push('\n');
    }
    text.push_str(&counts(findings));
    text.push('\n');
    text
}

/// A finding in a line: where it stands, what is wrong, what to do.
#[must_use]
pub fn in_a_line(finding: &Finding) -> String {
    let place = finding.place.as_ref().map_or_else(String::new, |place| format!("{place}: "));
    printable(&format!("{place}{}; {}", finding.cause, finding.fix))
}

/// How many findings there are: "2 errors, 1 warning".
#[must_use]
pub fn counts(findings: &[Finding]) -> String {
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| match findings.iter().filter(|f| f.severity == severity).count() {
            0 => None,
            1 => Some(format!("1 {severity}")),
            n => Some(format!("{n} {severity}s")),
        })
        .collect();
    if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") }
}

/// A finding as miette shows it.
#[derive(Debug)]
struct Shown<'f> {
    finding: &'f Finding,
    excerpt: Option<Excerpt>,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&printable(&self.finding.cause))
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let Finding { severity, code, place, variant, .. } = self.finding;
        let mut head = format!("{severity}: {code}");
        if let (Some(place), None) = (place, &self.excerpt) {
            head += &format!(" ({place})");
        }
        if let Some(variant) = variant {
            head += &format!(", with the variant {variant}");
        }
        Some(Box::new(printable(&head)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let Finding { fix, allowed, did_you_mean, .. } = self.finding;
        let mut help = fix.clone();
        // With the excerpt it stands at the place itself.
        if let (Some(meant), None) = (did_you_mean, &self.excerpt) {
            help += &format!("\ndid you mean `{meant}`?");
        }
        if !allowed.is_empty() {
            let listed = allowed[..allowed.len().min(MOST_ALLOWED)].join(", ");
            help += &format!("\nallowed: {listed}");
            if allowed.len() > MOST_ALLOWED {
                help += &format!(" and {} more", allowed.len() - MOST_ALLOWED);
            }
        }
        Some(Box::new(printable(&help)))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let excerpt = self.excerpt.as_ref()?;
        let text = match (&self.finding.did_you_mean, &self.finding.place) {
            (Some(meant), _) => Some(format!("did you mean `{meant}`?")),
            (None, Some(Place::File { path, .. })) if !path.is_empty() => Some(path.clone()),
            _ => Some("here".to_owned()),
        };
        Some(Box::new(std::iter::once(excerpt.label(text.map(|text| printable(&text))))))
    }
}

/// A text without characters that act on the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { c } else { visible(c) }).collect()
}
