//! Tables by name, and the files that they become.

use super::cell::Sheet;
use super::workbook::workbook;
use chrono::NaiveDate;

/// Why tables could not be written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// As CSV.
    #[error("a table cannot be written as CSV")]
    Csv(#[from] csv::Error),
    /// As a workbook.
    #[error("the tables cannot be written as a workbook")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

/// Tables by name, in order.
#[derive(Default)]
pub struct Tables(Vec<(String, Sheet)>);

impl Tables {
    pub(super) fn new(sheets: impl IntoIterator<Item = (&'static str, Sheet)>) -> Self {
        Self(sheets.into_iter().map(|(name, sheet)| (name.to_owned(), sheet)).collect())
    }

    /// Adds the tables of another answer, its name in front of theirs.
    pub fn add(&mut self, of: &str, tables: Self) {
        self.0.extend(tables.0.into_iter().map(|(name, sheet)| (format!("{of} {name}"), sheet)));
    }

    /// Each as a CSV file: name and bytes.
    ///
    /// # Errors
    /// If one cannot be written, which memory alone could cause.
    pub fn csv(&self) -> Result<Vec<(String, Vec<u8>)>, TableError> {
        self.0.iter().map(|(name, sheet)| Ok((format!("{name}.csv"), sheet.csv()?))).collect()
    }

    /// All as one workbook, a sheet a table. `dated` stands as its date of making, so that the same answer gives the same
    /// bytes.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn xlsx(&self, title: &str, dated: NaiveDate) -> Result<Vec<u8>, TableError> {
        Ok(workbook(&self.0, title, dated)?)
    }
}
