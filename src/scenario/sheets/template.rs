//! The sheets to be filled in: a workbook with lists to choose from, or CSV files with their titles.

use super::forms::{Column, FORMS, Form, Holds, Noun};
use crate::scenario::records::ScenarioRecord;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatBorder, Formula, Note,
    Workbook, Worksheet, XlsxError,
};

/// Rows of a sheet that are made ready to be filled in.
const READY: u32 = 500;
/// A4, by its number among paper sizes.
const A4: u8 = 9;

/// What is said to whoever fills the sheets in.
const READ_ME: &[&str] = &[
    "Fill in what you need and leave the rest empty; the columns may stand in any order. Then:",
    "equipoise check SCENARIO --sheets THIS-FILE.xlsx",
    "equipoise plan SCENARIO --sheets THIS-FILE.xlsx --out FOLDER",
    "",
    "Every row is added to what the scenario's own file says. Mistakes are told by sheet and cell: Leave!C14.",
    "Days are dates, or texts with the day first: 9/2/2026. Several ids or half-days in a cell have commas between them.",
    "Ids are those on the sheet Lists. Titles in bold are needed in every row.",
    "",
    "No patient belongs in these sheets, and no name: no NHS numbers, no dates of birth, no addresses. Write ids and totals.",
    "A column that looks like any of these is refused, and nothing in it is read or repeated.",
];

/// A workbook to be filled in for a scenario.
///
/// # Errors
/// If it cannot be written.
pub fn workbook_template(record: &ScenarioRecord) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::parse_from_str(&record.horizon.start.format("%Y-%m-%d").to_string())?;
    let title = format!("Sheets of {}", record.service.name);
    book.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&made));
    let page = book.add_worksheet();
    on_paper(page);
    page.set_name("Read me")?.set_column_width(0, 18)?.set_column_width(1, 100)?;
    page.write_string_with_format(0, 0, &title, &Format::new().set_bold().set_font_size(14))?;
    let bold = Format::new().set_bold();
    let mut row = 2;
    for line in READ_ME {
        page.write_string(row, 0, *line)?;
        row += 1;
    }
    row += 1;
    for form in FORMS {
        page.write_string_with_format(row, 0, form.name, &bold)?;
        page.write_string(row, 1, form.about)?;
        row += 1;
        for column in form.columns {
            if column.needed {
                page.write_string_with_format(row, 0, column.title, &bold)?;
            } else {
                page.write_string(row, 0, column.title)?;
            }
            page.write_string(row, 1, column.about)?;
            row += 1;
        }
        row += 1;
    }
    let lists = lists(record);
    for form in FORMS {
        sheet(book.add_worksheet(), &form, &lists)?;
    }
    let page = book.add_worksheet();
    on_paper(page);
    page.set_name("Lists")?;
    for (column, list) in (0..).zip(&lists) {
        page.write_string_with_format(0, column, list.title, &header(true))?;
        page.set_column_width(column, 24)?;
        for (row, (id, _)) in (1..).zip(&list.ids) {
            page.write_string(row, column, id)?;
        }
        // What an id stands for, where it has a name, is told by a note.
        for (row, (_, name)) in (1..).zip(&list.ids) {
            if let Some(name) = name {
                page.insert_note(row, column, &Note::new(name).add_author_prefix(false))?;
            }
        }
    }
    page.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}

/// A CSV file for each sheet, with its titles: name and text.
#[must_use]
pub fn comma_template() -> Vec<(String, String)> {
    let quoted = |title: &str| if title.contains(',') { format!("\"{title}\"") } else { title.to_owned() };
    let line = |form: &Form| form.titles().map(quoted).collect::<Vec<_>>().join(",") + "\n";
    FORMS.iter().map(|form| (format!("{}.csv", form.name.to_lowercase()), line(form))).collect()
}

/// Ids to choose from.
struct List {
    noun: Option<Noun>,
    title: &'static str,
    ids: Vec<(String, Option<String>)>,
}

fn lists(record: &ScenarioRecord) -> Vec<List> {
    let named = |id: &String, name: &Option<String>| (id.clone(), name.clone().filter(|name| name != id));
    let rooms: Vec<_> = record.rooms.iter().map(|r| (r.id.clone(), None)).collect();
    let sites: Vec<_> = record.sites.iter().map(|s| named(&s.id, &s.name)).collect();
    // What people are is told by their role: sheets know no names.
    let people = record.practitioners.iter().map(|p| (p.id.clone(), Some(p.role.clone())));
    let periods: Vec<String> = record.calendar.half_days.iter().map(|p| p.id.clone()).collect();
    let of_days =
        record.calendar.days.iter().flat_map(|day| periods.iter().map(move |p| format!("{}-{p}", day.as_str())));
    let list = |noun, title, ids| List { noun, title, ids };
    vec![
        list(Some(Noun::Practitioner), "Practitioners", people.collect()),
        list(Some(Noun::Room), "Rooms", rooms.clone()),
        list(Some(Noun::Site), "Sites", sites.clone()),
        list(Some(Noun::RoomOrSite), "Rooms and sites", [rooms, sites].concat()),
        list(Some(Noun::Clinic), "Clinics", record.clinics.iter().map(|c| named(&c.id, &c.name)).collect()),
        list(Some(Noun::Activity), "Activities", record.activities.iter().map(|a| named(&a.id, &a.name)).collect()),
        list(None, "Half-days", periods.iter().cloned().chain(of_days).map(|id| (id, None)).collect()),
    ]
}

/// Prints a sheet on A4, as wide as the paper.
fn on_paper(page: &mut Worksheet) {
    page.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
}

/// A sheet with its titles, ready to be filled in.
fn sheet(page: &mut Worksheet, form: &Form, lists: &[List]) -> Result<(), XlsxError> {
    page.set_name(form.name)?;
    on_paper(page);
    page.set_repeat_rows(0, 0)?;
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (n, column) in (0..).zip(form.columns) {
        page.write_string_with_format(0, n, column.title, &header(column.needed))?;
        page.insert_note(0, n, &Note::new(column.about).add_author_prefix(false))?;
        page.set_column_width(n, (column.title.len() as f64 + 4.0).max(16.0))?;
        if column.holds == Holds::Date {
            page.set_column_format(n, &date)?;
        }
        if let Some(rule) = rule(column, lists)? {
            page.add_data_validation(1, n, READY, n, &rule)?;
        }
    }
    page.set_freeze_panes(1, 0)?;
    Ok(())
}

/// What may be written in a column's cells, as far as a spreadsheet can see to it.
fn rule(column: &Column, lists: &[List]) -> Result<Option<DataValidation>, XlsxError> {
    let rule = DataValidation::new();
    let told = |rule: DataValidation| rule.set_error_title("equipoise")?.set_error_message(column.about);
    Ok(Some(match column.holds {
        Holds::Id(noun) => {
            let found = (0_u8..).zip(lists).find(|(_, list)| list.noun == Some(noun) && !list.ids.is_empty());
            let Some((place, list)) = found else { return Ok(None) };
            let letter = char::from(b'A' + place);
            let range = format!("=Lists!${letter}$2:${letter}${}", list.ids.len() + 1);
            told(rule.allow_list_formula(Formula::new(range)))?
        }
        Holds::Word(words) => told(rule.allow_list_strings(words)?)?,
        Holds::Date => {
            let first = ExcelDateTime::from_ymd(2020, 1, 1)?;
            told(rule.allow_date(DataValidationRule::GreaterThanOrEqualTo(first)))?
        }
        Holds::Pounds => told(rule.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)))?,
        Holds::Count => told(rule.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)))?,
        Holds::Ids(_) | Holds::HalfDays | Holds::Words => return Ok(None),
    }))
}

fn header(needed: bool) -> Format {
    let format = Format::new().set_border(FormatBorder::Thin).set_background_color(Color::RGB(0x00E8_E8E8));
    if needed { format.set_bold() } else { format }
}
