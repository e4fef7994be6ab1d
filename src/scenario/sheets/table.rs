//! A sheet as cells, and its header.

use super::cell::Cell;
use super::forms::{Column, FORMS, Form, plain};
use crate::scenario::source::{Origin, SourceId};
use std::collections::BTreeMap;

/// The most rows that a sheet may have.
pub(super) const MOST_ROWS: u32 = 20_000;
/// The most columns.
pub(super) const MOST_COLUMNS: u32 = 200;

/// A sheet's cells, by row and column, both counted from 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Cells(pub BTreeMap<(u32, u32), Cell>);

impl Cells {
    /// The first row with anything in it: the header.
    pub fn header(&self) -> Option<u32> {
        self.0.keys().next().map(|(row, _)| *row)
    }

    /// The cells of a row, by column.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u32, &Cell)> {
        self.0.range((row, 0)..(row + 1, 0)).map(|((_, column), cell)| (*column, cell))
    }

    /// The rows below the header.
    pub fn rows(&self) -> Vec<u32> {
        let header = self.header().unwrap_or(0);
        let mut rows: Vec<u32> = self.0.keys().map(|(row, _)| *row).filter(|row| *row > header).collect();
        rows.dedup();
        rows
    }
}

/// A sheet whose columns are known.
pub(super) struct Table<'c> {
    /// What it is.
    pub form: Form,
    /// Its source, for places.
    pub source: SourceId,
    /// Its cells.
    pub cells: &'c Cells,
    /// Where each column of the form stands.
    pub columns: BTreeMap<&'static str, u32>,
}

/// A row of a table.
#[derive(Clone, Copy)]
pub(super) struct Row<'t> {
    pub table: &'t Table<'t>,
    pub row: u32,
}

impl Row<'_> {
    /// What stands in a column, and where it stands.
    pub fn get(&self, title: &str) -> Option<(&Cell, Origin)> {
        let column = *self.table.columns.get(title)?;
        self.table.cells.0.get(&(self.row, column)).map(|cell| (cell, self.at(title)))
    }

    /// Where a column's cell stands in this row.
    pub fn at(&self, title: &str) -> Origin {
        let column = self.table.columns.get(title).copied().unwrap_or(1);
        Origin { source: self.table.source, line: self.row, column }
    }
}

/// The column of a form that a title names.
pub(super) fn column_of(form: &Form, title: &str) -> Option<&'static Column> {
    let title = plain(title);
    // "Price (£)" and "Price" are the same.
    let is = |column: &&'static Column| {
        let own = plain(column.title);
        title == own || title == format!("{own} gbp")
    };
    form.columns.iter().find(is)
}

/// The form whose titles a header has most of.
pub(super) fn form_of(header: &[String]) -> Option<Form> {
    let count = |form: &Form| header.iter().filter(|title| column_of(form, title).is_some()).count();
    let complete = |form: &Form| {
        form.columns.iter().filter(|c| c.needed).all(|c| header.iter().any(|t| plain(t) == plain(c.title)))
    };
    let best = FORMS.into_iter().max_by_key(|form| (complete(form), count(form)))?;
    (count(&best) > 0).then_some(best)
}
