//! The terminal: colour, width, findings.

use crate::base::finding::{Finding, Severity};
use crate::cli::Exit;
use crate::cli::args::{Cli, Colour};
use crate::report::{Page, findings};
use crate::scenario::source_text;
use std::io::{IsTerminal, Write};

/// What the terminal can do and what the user wants of it.
#[derive(Debug, Clone, Copy)]
pub struct Console {
    colour: Colour,
    /// Whether to be silent but for errors.
    pub quiet: bool,
}

/// Columns of a page that is not a terminal's.
const PLAIN_WIDTH: u16 = 80;

impl Console {
    /// As the arguments say.
    #[must_use]
    pub fn new(cli: &Cli) -> Self {
        Self { colour: cli.color, quiet: cli.quiet }
    }

    fn colours(self, terminal: bool) -> bool {
        match self.colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
        }
    }

    /// A page of stdout.
    #[must_use]
    pub fn page(self) -> Page {
        let terminal = std::io::stdout().is_terminal();
        let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).filter(|c| (40..=400).contains(c));
        Page { width: columns.filter(|_| terminal).unwrap_or(PLAIN_WIDTH), colour: self.colours(terminal) }
    }

    /// Prints to stdout; a reader that has gone away is no error.
    ///
    /// # Errors
    /// If stdout cannot be written.
    pub fn print(self, text: &str) -> std::io::Result<()> {
        match std::io::stdout().write_all(text.as_bytes()) {
            Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }

    /// Says something on stderr, unless quiet.
    pub fn say(self, text: &str) {
        if !self.quiet {
            eprintln!("{text}");
        }
    }

    /// Says an error on stderr, always.
    pub fn error(self, text: &str) {
        eprintln!("error: {text}");
    }

    /// Shows findings on stderr: all of them, or, when quiet, errors only.
    pub fn show(self, list: &[Finding]) {
        let shown: Vec<Finding> =
            list.iter().filter(|f| !self.quiet || f.severity == Severity::Error).cloned().collect();
        if !shown.is_empty() {
            let colour = self.colours(std::io::stderr().is_terminal());
            eprint!("{}", findings::render_text(&shown, &source_text, colour, usize::from(PLAIN_WIDTH)));
        }
    }

    /// Findings as text for stdout.
    #[must_use]
    pub fn findings_text(self, list: &[Finding]) -> String {
        let page = self.page();
        findings::render_text(list, &source_text, page.colour, usize::from(page.width))
    }
}

/// The exit that findings call for, if any.
#[must_use]
pub fn exit_for(list: &[Finding], strict: bool) -> Option<Exit> {
    if list.iter().any(|f| f.code == "missing-file") {
        return Some(Exit::Usage);
    }
    let least = if strict { Severity::Warning } else { Severity::Error };
    list.iter().any(|f| f.severity >= least).then_some(Exit::Findings)
}
