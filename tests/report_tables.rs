//! Answers as workbooks, read back by another library and compared with the CSV tables.

mod record_sample;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use chrono::NaiveDate;
use equipoise::report::tables::{self, Tables};
use record_sample::record::{plan_record, steady_record};
use std::io::Cursor;

fn dated() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 5).expect("a date")
}

/// Every cell of every sheet is what the CSV file of the same name says, to the nine decimals that CSV has.
fn compare(tables: &Tables) -> usize {
    let bytes = tables.xlsx("sample", dated()).expect("a workbook");
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).expect("it opens");
    let mut compared = 0;
    for (file, bytes) in tables.csv().expect("tables") {
        let name = file.trim_end_matches(".csv");
        let range = book.worksheet_range(name).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        for (row, record) in reader.records().enumerate() {
            for (column, text) in record.expect("a row").iter().enumerate() {
                let cell = range.get_value((row as u32, column as u32)).unwrap_or(&Data::Empty);
                let same = match cell {
                    Data::Empty => text.is_empty(),
                    Data::Float(number) => (number - text.parse::<f64>().expect("a number")).abs() < 1e-8,
                    Data::String(words) => words == text || format!("'{words}") == text,
                    other => panic!("{name} has {other:?}"),
                };
                assert!(same, "{name}, row {row}, column {column}: {cell:?} and {text:?}");
                compared += 1;
            }
        }
    }
    compared
}

#[test]
fn a_plans_workbook_says_what_its_csv_files_say() {
    assert!(compare(&tables::plan(&plan_record())) > 500);
}

#[test]
fn a_balances_workbook_says_what_its_csv_files_say() {
    assert!(compare(&tables::steady(&steady_record())) > 20);
}

#[test]
fn the_same_answer_gives_the_same_workbook() {
    let bytes = || tables::plan(&plan_record()).xlsx("sample", dated()).expect("a workbook");
    assert!(bytes() == bytes());
}

#[test]
fn names_of_several_answers_fit_a_sheet() {
    let mut all = Tables::default();
    all.add("a-rather-long-name-of-an-answer", tables::steady(&steady_record()));
    let error = all.xlsx("sample", dated()).err();
    // Cut to 31 letters they would all be one.
    assert!(error.is_none(), "{error:?}");
}
