//! Tables as a workbook.

use super::cell::{Cell, Sheet};
use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::collections::BTreeSet;

/// Rows of a sheet, the header's and one for a note included.
const MOST_ROWS: usize = 1_048_576;
/// Letters of a sheet's name.
const MOST_LETTERS: usize = 31;
/// Characters of a cell.
const MOST_CHARACTERS: usize = 32_767;

/// The workbook's bytes.
pub(super) fn workbook(sheets: &[(String, Sheet)], title: &str, dated: NaiveDate) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::parse_from_str(&dated.format("%Y-%m-%d").to_string())?;
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    let mut names = BTreeSet::new();
    for (name, sheet) in sheets {
        let page = book.add_worksheet();
        page.set_name(own_name(name, &mut names))?;
        write(page, sheet)?;
    }
    book.save_to_buffer()
}

/// A name that fits a sheet and that no other sheet has.
fn own_name(name: &str, names: &mut BTreeSet<String>) -> String {
    let cut = |letters: usize| name.chars().take(letters).collect::<String>();
    let numbered = (2..).map(|number| format!("{} {number}", cut(MOST_LETTERS - 5)));
    let own = std::iter::once(cut(MOST_LETTERS)).chain(numbered).find(|name| !names.contains(name)).unwrap_or_default();
    names.insert(own.clone());
    own
}

fn write(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let header = Format::new().set_bold().set_text_wrap();
    let pounds = Format::new().set_num_format("#,##0.00");
    for (column, title) in sheet.header.iter().enumerate() {
        page.write_string_with_format(0, column as u16, *title, &header)?;
    }
    let room = MOST_ROWS - 2;
    for (index, row) in sheet.rows.iter().take(room).enumerate() {
        let line = index as u32 + 1;
        for (at, cell) in row.iter().enumerate() {
            let column = at as u16;
            match cell {
                // A text that is written as a text is never run.
                Cell::Text(text) => {
                    let text: String = text.chars().take(MOST_CHARACTERS).collect();
                    page.write_string(line, column, text)?;
                }
                Cell::Number(number) if !number.is_finite() => {}
                Cell::Number(number) if sheet.header[at].ends_with("_gbp") => {
                    page.write_number_with_format(line, column, *number, &pounds)?;
                }
                Cell::Number(number) => {
                    page.write_number(line, column, *number)?;
                }
                Cell::Count(count) => {
                    page.write_number(line, column, *count as f64)?;
                }
                Cell::Empty => {}
            }
        }
    }
    let more = sheet.rows.len().saturating_sub(room);
    if more > 0 {
        page.write_string(room as u32 + 1, 0, format!("{more} more rows are in the CSV file of this name"))?;
    }
    page.set_freeze_panes(1, 0)?;
    if let (Some(last), true) = (sheet.header.len().checked_sub(1), !sheet.rows.is_empty()) {
        page.autofilter(0, 0, sheet.rows.len().min(room) as u32, last as u16)?;
    }
    page.autofit();
    page.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, 0)?;
    Ok(())
}

/// A4, by its number among paper sizes.
const A4: u8 = 9;
