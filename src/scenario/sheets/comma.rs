//! The cells of a CSV file.

use super::cell::Cell;
use super::table::{Cells, MOST_COLUMNS, MOST_ROWS};
use super::workbook::too_large;
use crate::base::finding::{Finding, Place};
use crate::scenario::codes;
use crate::scenario::source::Fault;

/// The cells of a text with commas, semicolons or tabs between them, whichever its first line has most of.
pub(super) fn cells(file: &str, text: &str) -> Result<Cells, Fault> {
    let whole = || Place::WholeFile { file: file.to_owned() };
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |mark: char| first.chars().filter(|c| *c == mark).count();
    let mark = [b',', b';', b'\t'].into_iter().max_by_key(|mark| (count(char::from(*mark)), *mark == b','));
    // Each record then ends with a line, the last one too.
    let text = format!("{text}\n");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(mark.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut cells = Cells::default();
    let mut record = csv::StringRecord::new();
    // Rows are counted as a spreadsheet shows them: blank lines count, line breaks within a cell do not.
    let mut breaks = 0;
    while reader.read_record(&mut record).map_err(|error| {
        let cause = format!("`{file}` cannot be read as CSV: {error}");
        Box::new(Finding::error(codes::NOT_A_SHEET, cause, "save it as CSV again").at(whole()))
    })? {
        breaks += record.iter().map(|value| value.matches('\n').count() as u64).sum::<u64>();
        let row = u32::try_from(reader.position().line().saturating_sub(1 + breaks)).unwrap_or(u32::MAX);
        for (column, value) in (1..).zip(&record) {
            let Some(cell) = Cell::typed(value) else { continue };
            if row > MOST_ROWS || column > MOST_COLUMNS {
                return Err(too_large(whole(), &format!("there is something in row {row}")));
            }
            cells.0.insert((row, column), cell);
        }
    }
    Ok(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_those_that_a_spreadsheet_shows() {
        let text = "Practitioner;From\n\nat-1;\"2026-02-09\"\nat-2;\"a\nb\"\nat-3;x\n";
        let cells = cells("leave.csv", text).expect("it is read");
        assert_eq!(cells.rows(), [3, 4, 5]);
        assert_eq!(cells.0.get(&(5, 1)), Some(&Cell::Text("at-3".to_owned())));
    }
}
