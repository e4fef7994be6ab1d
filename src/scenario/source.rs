//! Where a value comes from: a file, an argument, a plan or the library, and the line and column there.

use super::sheets::letters;
use crate::base::finding::{Finding, Place};

/// A finding that ends what was being done.
pub(super) type Fault = Box<Finding>;

/// One of the sources of a scenario's tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SourceId(u32);

/// What a value can come from.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// A file, by the name the user gave it.
    File(String),
    /// An argument, as typed.
    Argument(String),
    /// A patch embedded in a plan: `patches[3]`.
    Plan(String),
    /// A record of the library.
    Record(String),
    /// A sheet of a workbook, or a CSV file: its positions are rows and columns.
    Cells { file: String, sheet: Option<String> },
}

/// The sources of a scenario's tree.
#[derive(Debug, Clone, Default)]
pub(super) struct Sources(Vec<Source>);

/// A position in a source; lines and columns count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    pub source: SourceId,
    pub line: u32,
    pub column: u32,
}

impl Origin {
    /// Where a source begins.
    pub fn start_of(source: SourceId) -> Self {
        Self { source, line: 1, column: 1 }
    }
}

impl Sources {
    pub fn add(&mut self, source: Source) -> SourceId {
        self.0.push(source);
        SourceId((self.0.len() - 1) as u32)
    }

    /// A position as findings name it.
    pub fn place(&self, origin: Origin, path: &str) -> Place {
        let path = path.to_owned();
        match &self.0[origin.source.0 as usize] {
            Source::File(file) => {
                Place::File { file: file.clone(), line: origin.line as usize, column: origin.column as usize, path }
            }
            Source::Argument(argument) => Place::Argument { argument: argument.clone(), path },
            Source::Plan(patch) => Place::Plan { path: patch.clone() },
            Source::Record(record) => Place::Library { record: record.clone(), path },
            Source::Cells { file, sheet } => Place::Cell {
                file: file.clone(),
                sheet: sheet.clone(),
                cell: format!("{}{}", letters(origin.column), origin.line),
                path,
            },
        }
    }
}
