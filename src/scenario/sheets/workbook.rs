//! The cells of a workbook.

use super::cell::Cell;
use super::table::{Cells, MOST_COLUMNS, MOST_ROWS};
use crate::base::finding::{Finding, Place};
use crate::scenario::codes;
use crate::scenario::source::Fault;
use calamine::{CellErrorType, DataRef, DataType, Reader, Xlsx};
use chrono::NaiveTime;
use std::io::Cursor;
use zip::ZipArchive;

/// The most that a workbook may hold when it is unpacked, in bytes.
const LARGEST_UNPACKED: u64 = 64 * 1024 * 1024;

/// The sheets of a workbook with their cells, in order.
pub(super) fn sheets(file: &str, bytes: &[u8]) -> Result<Vec<(String, Cells)>, Fault> {
    let whole = || Place::WholeFile { file: file.to_owned() };
    let no_workbook = |why: String| {
        let cause = format!("`{file}` cannot be read as an Excel workbook: {why}");
        let fix = "save it as an Excel workbook (.xlsx) without a password, or as CSV";
        Box::new(Finding::error(codes::NOT_A_SHEET, cause, fix).at(whole()))
    };
    let mut packed = ZipArchive::new(Cursor::new(bytes)).map_err(|_| no_workbook("it is none".to_owned()))?;
    let mut unpacked = 0_u64;
    for n in 0..packed.len() {
        let part = packed.by_index_raw(n).map_err(|_| no_workbook("it is damaged".to_owned()))?;
        unpacked = unpacked.saturating_add(part.size());
    }
    if unpacked > LARGEST_UNPACKED {
        return Err(too_large(whole(), "it holds more than any such workbook"));
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| no_workbook(error.to_string()))?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let mut cells = Cells::default();
        let damaged = |_| no_workbook(format!("its sheet {name} is damaged"));
        let mut reader = book.worksheet_cells_reader(&name).map_err(damaged)?;
        // Cells as they come: a sheet is never laid out in full, however far apart its cells lie.
        while let Some(cell) = reader.next_cell().map_err(damaged)? {
            let (row, column) = cell.get_position();
            let Some(value) = value(cell.get_value()) else { continue };
            if row >= MOST_ROWS || column >= MOST_COLUMNS {
                return Err(too_large(
                    whole(),
                    &format!("its sheet {name} has something in row {}", u64::from(row) + 1),
                ));
            }
            cells.0.insert((row + 1, column + 1), value);
        }
        sheets.push((name, cells));
    }
    Ok(sheets)
}

/// The finding about a sheet that is larger than any that is read.
pub(super) fn too_large(at: Place, why: &str) -> Fault {
    let cause = format!("{why}; a sheet has at most {MOST_ROWS} rows and {MOST_COLUMNS} columns");
    let fix = "delete what does not belong there";
    Box::new(Finding::error(codes::SHEET_TOO_LARGE, cause, fix).at(at))
}

fn value(cell: &DataRef) -> Option<Cell> {
    match cell {
        DataRef::Empty => None,
        DataRef::String(text) => Cell::typed(text),
        DataRef::SharedString(text) => Cell::typed(text),
        DataRef::Int(number) => Some(Cell::Number(*number as f64)),
        DataRef::Float(number) => Some(Cell::Number(*number)),
        DataRef::Bool(flag) => Some(Cell::Flag(*flag)),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) => Some(match cell.as_datetime() {
            Some(when) if when.time() == NaiveTime::MIN => Cell::Date(when.date()),
            _ => Cell::Time,
        }),
        DataRef::DurationIso(_) => Some(Cell::Time),
        DataRef::Error(error) => Some(Cell::Fault(fault(error).to_owned())),
    }
}

fn fault(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#DATA!",
    }
}
