//! What a command leaves: a folder with the record, the page and the tables, and one of them on stdout.

use crate::cli::args::Format;
use crate::cli::console::Console;
use crate::record::json::to_json;
use crate::record::{Manifest, OutputFolder, Stamp};
use crate::report::html::{Origin, html};
use crate::report::tables::Tables;
use crate::report::{Document, Page};
use anyhow::Result;
use chrono::NaiveDate;
use serde::Serialize;
use std::path::Path;

/// The workbook's name within a folder.
pub const WORKBOOK: &str = "tables.xlsx";

/// What a command leaves.
pub struct Output<'a, R> {
    /// The record, and the name of its file.
    pub record: (&'static str, &'a R),
    /// Where it comes from.
    pub stamp: &'a Stamp,
    /// The first day of the horizon: the workbook's date.
    pub dated: NaiveDate,
    /// The page.
    pub page: Document,
    /// Makes the tables, where a folder is written.
    pub tables: fn(&R) -> Tables,
    /// Other files of the folder.
    pub more: Vec<(String, Vec<u8>)>,
}

impl<R: Serialize> Output<'_, R> {
    /// Writes the folder, if one is asked for.
    ///
    /// # Errors
    /// If something cannot be written.
    pub fn save(&mut self, manifest: Manifest, out: Option<&Path>, console: Console) -> Result<()> {
        let Some(out) = out else { return Ok(()) };
        let mut folder = OutputFolder::new();
        folder.add(self.record.0, to_json(self.record.1)?)?;
        folder.add("report.txt", self.page.text(&Page::default()))?;
        folder.add("report.html", html(&self.page, &Origin::of(self.stamp))?)?;
        let tables = (self.tables)(self.record.1);
        for (name, bytes) in tables.csv()? {
            folder.add(&name, bytes)?;
        }
        folder.add(WORKBOOK, tables.xlsx(&self.stamp.scenario.name, self.dated)?)?;
        for (name, bytes) in std::mem::take(&mut self.more) {
            folder.add(&name, bytes)?;
        }
        folder.write(manifest, out)?;
        console.say(&format!("written to {}", out.display()));
        Ok(())
    }

    /// Prints the record or the page.
    ///
    /// # Errors
    /// If stdout cannot be written.
    pub fn print(&self, format: Format, console: Console) -> Result<()> {
        let text = match format {
            Format::Json => to_json(self.record.1)?,
            Format::Text => self.page.text(&console.page()),
        };
        Ok(console.print(&text)?)
    }
}
