//! Sheets of leave, closures, preferences, pins and attendance: the template filled in and read back, findings by cell,
//! what looks like people refused, files that are no sheets.

mod cli_common;

use calamine::{DataType, Reader, Xlsx, open_workbook};
use cli_common::{answer, equipoise, scenario};
use equipoise::base::finding::Finding;
use equipoise::record::{PlanRecord, RotaRecord};
use equipoise::scenario::records::PatchRecord;
use equipoise::scenario::{Loaded, Selection, load};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Rows of a sheet, header first; dates of workbooks are real dates where a cell begins with `@`.
type Rows<'t> = &'t [&'t [&'t str]];

fn workbook(file: &Path, sheets: &[(&str, Rows)]) {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    for (name, rows) in sheets {
        let page = book.add_worksheet();
        page.set_name(*name).expect("a name");
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                match (cell.strip_prefix('@'), cell.parse::<f64>()) {
                    (Some(day), _) => {
                        let day = ExcelDateTime::parse_from_str(day).expect("a date");
                        page.write_datetime_with_format(row, column, &day, &date).expect("a cell");
                    }
                    (None, Ok(number)) => {
                        page.write_number(row, column, number).expect("a cell");
                    }
                    (None, Err(_)) if !cell.is_empty() => {
                        page.write_string(row, column, *cell).expect("a cell");
                    }
                    _ => {}
                }
            }
        }
    }
    book.save(file).expect("a workbook");
}

fn commas(file: &Path, rows: Rows) {
    let quoted = |cell: &&str| {
        let cell = cell.trim_start_matches('@');
        if cell.contains(',') { format!("\"{cell}\"") } else { cell.to_owned() }
    };
    let lines: Vec<String> = rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",")).collect();
    std::fs::write(file, lines.join("\r\n")).expect("a file");
}

fn read(files: &[&Path]) -> Result<Loaded, Vec<Finding>> {
    let sheets = files.iter().map(|file| file.to_path_buf()).collect();
    load(Path::new(&scenario("alexander")), &Selection { sheets, ..Selection::default() })
}

fn refused(file: &Path) -> Vec<Finding> {
    read(&[file]).map(|_| ()).expect_err("it is refused")
}

/// Code, place without the file, and cause of each finding.
fn told(findings: &[Finding]) -> Vec<(String, String, String)> {
    let place = |finding: &Finding| {
        let place = finding.place.as_ref().map(ToString::to_string).unwrap_or_default();
        place.rsplit(", ").next().unwrap_or_default().to_owned()
    };
    findings.iter().map(|f| (f.code.clone(), place(f), f.cause.clone())).collect()
}

const LEAVE: Rows = &[
    &["Practitioner", "From", "To", "Half-days", "Reason"],
    &["at-1", "@2026-01-12", "@2026-01-14", "", "Annual leave"],
    &["AT-2", "21/1/2026", "", "am", "Study leave"],
];
const CLOSURES: Rows = &[&["Room or site", "From", "To"], &["clinic-1", "@2026-02-02", "@2026-02-06"]];
const PREFERENCES: Rows = &[
    &["Practitioner", "Avoid or prefer", "Half-days", "Sites", "Clinics", "From", "To", "Price (£)", "Reason"],
    &["at-2", "Avoid", "Wed pm", "", "", "@2026-01-05", "", "25", "School run"],
];
const PINS: Rows = &[
    &["keep, never or must", "Practitioners", "Rooms", "Half-days", "From", "To", "Reason"],
    &["never", "at-1; at-2", "", "mon-am, tue-am", "", "", ""],
];
const ATTENDANCE: Rows = &[
    &["Activity", "From", "To", "Booked", "Missed"],
    &["at-lesson", "@2025-01-01", "@2025-06-30", "612", "70"],
    &["at-lesson", "@2025-07-01", "@2025-12-31", "1,588", "62"],
];

const ALL: [(&str, Rows); 5] = [
    ("Leave", LEAVE),
    ("Closures", CLOSURES),
    ("Preferences", PREFERENCES),
    ("Pins", PINS),
    ("Attendance", ATTENDANCE),
];

#[test]
fn rows_become_patches_and_a_workbook_says_what_csv_files_say() {
    let folder = TempDir::new().expect("a folder");
    let book = folder.path().join("all.xlsx");
    workbook(&book, &ALL);
    let loaded = read(&[&book]).expect("it is read");
    let add = |path: &str, value: Value| PatchRecord::Add { path: path.to_owned(), value };
    let leave = "practitioners.at-1.leave";
    assert_eq!(
        loaded.patches[..5],
        [
            add(leave, json!({"from": "2026-01-12", "to": "2026-01-14", "reason": "Annual leave"})),
            add(
                "practitioners.at-2.leave",
                json!({"from": "2026-01-21", "half_days": ["am"], "reason": "Study leave"})
            ),
            add("rooms.clinic-1.closures", json!({"from": "2026-02-02", "to": "2026-02-06"})),
            add(
                "practitioners.at-2.preferences",
                json!({"avoid": {"half_days": ["wed-pm"], "from": "2026-01-05"}, "price_gbp": 25, "reason": "School run"})
            ),
            add(
                "policy.pins",
                json!({"never": {"practitioners": ["at-1", "at-2"], "half_days": ["mon-am", "tue-am"]}})
            ),
        ]
    );
    let activity = &loaded.record.activities[0];
    assert_eq!(activity.dna_rate, 132.0 / 2200.0);
    let source = activity.source.clone().expect("a source");
    assert!(
        source.ends_with("; missed: 132 of 2200 booked appointments, 2025-01-01 to 2025-12-31, all.xlsx"),
        "{source}"
    );
    assert!(source.starts_with("lesson of 30 to 45 minutes"), "what stood there stays: {source}");
    // The same from CSV files, whose kind their header tells; read twice, the totals are told once.
    let files: Vec<PathBuf> = (1..)
        .zip(ALL)
        .map(|(n, (_, rows))| {
            let file = folder.path().join(format!("sheet-{n}.csv"));
            commas(&file, rows);
            file
        })
        .collect();
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let from_text = read(&files).expect("they are read");
    assert_eq!(from_text.patches[..5], loaded.patches[..5]);
    assert_eq!(from_text.sheets.len(), 5);
    let twice = load(
        Path::new(&scenario("alexander")),
        &Selection { earlier: loaded.patches.clone(), sheets: vec![book], ..Selection::default() },
    );
    assert_eq!(twice.expect("it is read").record.activities[0].source, Some(source));
}

#[test]
fn semicolons_tabs_marks_and_blank_lines_make_no_difference() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("away.csv");
    for text in [
        "\u{FEFF}Practitioner;From;To\r\n\r\nat-1;9/2/2026;\"13/02/2026\"\r\n",
        "practitioner\tFROM\tto\nat-1\t2026-02-09\t13.2.2026\n",
        "\n\nTo,Practitioner,From\n2026-02-13,at-1,9 February 2026\n",
    ] {
        std::fs::write(&file, text).expect("a file");
        let loaded = read(&[&file]).expect("it is read");
        let leave = &loaded.record.practitioners[0].leave[0];
        assert_eq!(
            (leave.from.to_string(), leave.to.map(|to| to.to_string())),
            ("2026-02-09".into(), Some("2026-02-13".into()))
        );
    }
}

#[test]
fn every_finding_stands_at_its_cell() {
    let folder = TempDir::new().expect("a folder");
    let book = folder.path().join("wrong.xlsx");
    let leave: Rows = &[
        &["Practitioner", "From", "To", "Half-days"],
        &["at-9", "31/2/2026"],
        &["at-1", "", "@2026-01-14"],
        &["at-1", "@2026-03-02", "@2026-02-27"],
        &["at-1", "@2026-03-09", "", "xx"],
        &["at-2", "9/2/26"],
    ];
    let preferences: Rows = &[
        &["Practitioner", "Avoid or prefer", "Price", "Sites"],
        &["at-2", "likes", "ten", ""],
        &["at-1", "avoid", "5", "dover"],
    ];
    let attendance: Rows = &[
        &["Activity", "From", "To", "Booked", "Missed"],
        &["at-lesson", "@2025-01-01", "@2025-06-30", "5", "9"],
        &["at-lesson", "@2025-07-01", "@2025-12-31", "100", "1.5"],
        &["at-lesson", "@2024-01-01", "@2024-06-30", "100", "10"],
        &["at-lesson", "@2024-06-30", "@2024-12-31", "100", "10"],
    ];
    workbook(&book, &[("Leave", leave), ("Preferences", preferences), ("Attendance", attendance)]);
    let (code, said, _) = equipoise(&["check", &scenario("alexander"), "--sheets", &book.display().to_string()]);
    assert_eq!(code, 3);
    for (cell, code) in [
        ("Leave!A2", "wrong-cell"),
        ("Leave!B2", "wrong-cell"),
        ("Leave!B3", "empty-cell"),
        ("Leave!A4", "span-backwards"),
        ("Leave!D5", "dangling-id"),
        ("Leave!B6", "wrong-cell"),
        ("Preferences!B2", "wrong-cell"),
        ("Preferences!C2", "wrong-cell"),
        ("Preferences!D3", "dangling-id"),
        ("Attendance!E2", "wrong-cell"),
        ("Attendance!E3", "wrong-cell"),
        ("Attendance!B5", "counted-twice"),
    ] {
        assert!(said.contains(&format!("{code} ({}, {cell})", book.display())), "no {code} at {cell}: {said}");
    }
    assert!(said.contains("did you mean `at-2`?") || said.contains("did you mean `at-1`?"), "{said}");
}

#[test]
fn a_sheet_that_cannot_be_read_says_why_and_how_to_mend_it() {
    let folder = TempDir::new().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let with = |name: &str, sheets: &[(&str, Rows)]| {
        workbook(&at(name), sheets);
        told(&refused(&at(name)))
    };
    let row: &[&str] = &["at-1", "2026-02-09"];
    let mut codes = BTreeSet::new();
    let mut expect = |found: Vec<(String, String, String)>, code: &str, place: &str, cause: &str| {
        let is = |(c, p, why): &(String, String, String)| c == code && p.ends_with(place) && why.contains(cause);
        assert!(found.iter().any(is), "no {code} at {place}: {found:?}");
        codes.insert(code.to_owned());
    };
    expect(
        with("a.xlsx", &[("Leave 2026", &[&["Practitioner", "From"], row])]),
        "unknown-sheet",
        "Leave 2026!A1",
        "no sheet",
    );
    expect(
        with("b.xlsx", &[("leave", &[&["Practitioner", "Until"], row])]),
        "missing-column",
        "leave!A1",
        "no column From",
    );
    expect(with("b.xlsx", &[("leave", &[&["Practitioner", "Until"], row])]), "unknown-column", "leave!B1", "`Until`");
    expect(
        with("c.xlsx", &[("LEAVE", &[&["Practitioner", "From", "from"], row])]),
        "unknown-column",
        "LEAVE!C1",
        "B and C",
    );
    let beyond: Rows = &[&["Practitioner", "From"], &["at-1", "2026-02-09", "", "extra"]];
    expect(with("d.xlsx", &[("Leave", beyond)]), "unknown-column", "Leave!D2", "column D, which has no title");
    expect(with("e.xlsx", &[("Leave", &[row])]), "no-header", "Leave!A1", "row 1 holds no title");
    // A cell far away is refused without a sheet of that size ever being laid out.
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name("Leave").expect("a name").write_string(0, 0, "Practitioner").expect("a cell");
    page.write_string(1_048_575, 16_383, "x").expect("a cell");
    book.save(at("far.xlsx")).expect("a workbook");
    expect(told(&refused(&at("far.xlsx"))), "sheet-too-large", "far.xlsx", "row 1048576");
    // Formulas that end in errors; times of day.
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name("Leave").expect("a name");
    for (column, title) in (0..).zip(["Practitioner", "From"]) {
        page.write_string(0, column, title).expect("a cell");
    }
    let fault = rust_xlsxwriter::Formula::new("=#REF!").set_result("#REF!");
    page.write_string(1, 0, "at-1").expect("a cell").write_formula(1, 1, fault).expect("a cell");
    let noon = ExcelDateTime::parse_from_str("2026-02-09T12:00:00").expect("a time");
    page.write_string(2, 0, "at-1").expect("a cell");
    page.write_datetime_with_format(2, 1, &noon, &Format::new().set_num_format("dd/mm/yyyy hh:mm")).expect("a cell");
    book.save(at("faults.xlsx")).expect("a workbook");
    let found = told(&refused(&at("faults.xlsx")));
    expect(found.clone(), "wrong-cell", "Leave!B2", "From");
    expect(found, "wrong-cell", "Leave!B3", "a time of day");
    for (name, bytes, why) in [
        ("old.xlsx", &b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], "old workbook"),
        ("cut.xlsx", &b"PK\x03\x04 and nothing more"[..], "cannot be read as an Excel workbook"),
    ] {
        std::fs::write(at(name), bytes).expect("a file");
        expect(told(&refused(&at(name))), "not-a-sheet", name, why);
    }
    let missing = told(&refused(&at("nowhere.xlsx")));
    assert_eq!(missing[0].0, "missing-file");
    codes.extend(["empty-cell", "counted-twice", "identifying-column"].map(str::to_owned));
    assert_eq!(codes.len(), 10, "every code of sheets has its case: {codes:?}");
}

/// A number with the check digit of NHS numbers, from the range that is kept for tests.
fn test_number() -> String {
    let nine = [9, 9, 9, 0, 1, 2, 3, 4, 5];
    let sum: u32 = nine.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    let check = (11 - sum % 11) % 11;
    nine.iter().chain([&check]).map(ToString::to_string).collect()
}

#[test]
fn what_looks_like_people_is_refused_and_never_repeated() {
    let folder = TempDir::new().expect("a folder");
    let number = test_number();
    let spaced = format!("{} {} {}", &number[..3], &number[3..6], &number[6..]);
    let secrets = [number.as_str(), &spaced, "Zebedee", "Quibble", "12/03/1961", "1961", "ZZ99"];
    let cases: [(&str, Vec<Vec<&str>>); 12] = [
        ("NHS or hospital numbers", vec![vec!["Practitioner", "From", "NHS No."], vec!["at-1", "2026-02-09", "x"]]),
        ("NHS or hospital numbers", vec![vec!["Practitioner", "From", "Reason"], vec!["at-1", "2026-02-09", &spaced]]),
        ("NHS or hospital numbers", vec![vec!["Practitioner", "From", "Ref"], vec!["at-1", "2026-02-09", &number]]),
        ("names", vec![vec!["Practitioner", "From", "Staff name"], vec!["at-1", "2026-02-09", "Quibble"]]),
        (
            "names",
            vec![vec!["Practitioner", "From"], vec!["Zebedee Quibble", "2026-02-09"], vec!["at-9", "2026-02-09"]],
        ),
        ("names", vec![vec!["Practitioner", "From", "Reason"], vec!["at-1", "2026-02-09", "covers for Mrs Quibble"]]),
        ("names", vec![vec!["Practitioner", "From", "Reason"], vec!["at-1", "2026-02-09", "Quibble, Zebedee"]]),
        ("dates of birth", vec![vec!["Practitioner", "From", "DOB"], vec!["at-1", "2026-02-09", "12/03/1961"]]),
        ("dates of birth", vec![vec!["Practitioner", "From", "Reason"], vec!["at-1", "2026-02-09", "born 12/03/1961"]]),
        ("dates of birth", vec![vec!["Practitioner", "From"], vec!["at-1", "12/03/1961"]]),
        (
            "addresses",
            vec![vec!["Practitioner", "From", "Post code", "Postcode"], vec!["at-1", "2026-02-09", "", "ZZ99 9ZZ"]],
        ),
        // A file without a header: its first row is values.
        ("names", vec![vec!["Zebedee Quibble", &number, "12/03/1961"], vec!["Zebedee Quibble", &number, "12/03/1961"]]),
    ];
    for (n, (what, rows)) in cases.iter().enumerate() {
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let (book, text) = (folder.path().join(format!("{n}.xlsx")), folder.path().join("leave.csv"));
        workbook(&book, &[("Leave", &rows)]);
        commas(&text, &rows);
        for file in [&book, &text] {
            let found = refused(file);
            assert!(found.iter().all(|f| f.code == "identifying-column"), "case {n}: {found:?}");
            assert!(found.iter().any(|f| f.cause.contains(what)), "case {n}: {found:?}");
            let out = folder.path().join("out");
            let file = file.display().to_string();
            let alexander = scenario("alexander");
            for arguments in [
                vec!["check", &alexander, "--sheets", &file],
                vec!["check", &alexander, "--sheets", &file, "--format", "json"],
                vec!["plan", &alexander, "--sheets", &file, "--out", out.to_str().expect("a path")],
            ] {
                let (code, said, also) = equipoise(&arguments);
                assert_eq!(code, 3, "case {n}");
                for secret in secrets {
                    assert!(
                        !said.contains(secret) && !also.contains(secret),
                        "case {n} repeats {secret}: {said}{also}"
                    );
                }
            }
            assert!(!out.exists(), "nothing is written");
        }
    }
}

#[test]
fn what_services_write_every_day_is_no_person() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("leave.csv");
    let wrong_check = format!("{}{}", &test_number()[..9], if test_number().ends_with('0') { 1 } else { 0 });
    for reason in [
        "Annual Leave",
        "Study leave at the clinic",
        "Bank Holiday Monday",
        "Alexander Technique",
        "STAT Conference",
        "ref 01622 123456",
        "half term",
        "Fire alarm test, floor 2",
        "until 13 February 2026",
        &wrong_check,
    ] {
        commas(&file, &[&["Practitioner", "From", "Reason"], &["at-1", "2026-02-09", reason]]);
        assert!(read(&[&file]).is_ok(), "{reason}");
    }
}

#[test]
fn the_template_is_filled_in_and_read_back_small() {
    let folder = TempDir::new().expect("a folder");
    let (alexander, book) = (scenario("alexander"), folder.path().join("sheets.xlsx"));
    let out = book.display().to_string();
    let (code, said, _) = equipoise(&["template", &alexander, "--out", &out]);
    assert_eq!((code, said.trim()), (0, out.as_str()));
    // As it is written it is read, and says nothing.
    assert_eq!(read(&[&book]).expect("it is read").patches, []);
    let (code, _, said) = equipoise(&["template", &alexander, "--out", &out]);
    assert_eq!(code, 2);
    assert!(said.contains("is there already"), "{said}");
    // The same bytes every time.
    let again = folder.path().join("again.xlsx");
    equipoise(&["template", &alexander, "--out", &again.display().to_string()]);
    assert_eq!(std::fs::read(&book).expect("a file"), std::fs::read(&again).expect("a file"));
    // Filled in: with the titles of the template itself.
    let mut written: Xlsx<_> = open_workbook(&book).expect("a workbook");
    assert_eq!(written.sheet_names(), ["Read me", "Leave", "Closures", "Preferences", "Pins", "Attendance", "Lists"]);
    let mut titles = |sheet: &str| -> Vec<String> {
        let range = written.worksheet_range(sheet).expect("a sheet");
        range.rows().next().expect("a header").iter().filter_map(DataType::as_string).collect()
    };
    let leave = titles("Leave");
    let header: Vec<&str> = leave.iter().map(String::as_str).collect();
    assert!(titles("Lists").contains(&"Half-days".to_owned()));
    let filled = folder.path().join("filled.xlsx");
    workbook(
        &filled,
        &[("Leave", &[&header, &["at-1", "@2026-01-12", "@2026-01-16", "", "Annual leave"]]), ("Read me", &[])],
    );
    assert_eq!(read(&[&filled]).expect("it is read").patches.len(), 1);
    let texts = folder.path().join("texts");
    let (code, said, _) = equipoise(&["template", &alexander, "--out", &texts.display().to_string()]);
    assert_eq!((code, said.lines().count()), (0, 5));
    assert_eq!(read(&[&texts.join("leave.csv"), &texts.join("pins.csv")]).expect("they are read").patches, []);
}

#[test]
fn alexander_is_planned_with_sheets_and_verified_without_them() {
    let folder = TempDir::new().expect("a folder");
    let (alexander, book) = (scenario("alexander"), folder.path().join("away.xlsx"));
    workbook(&book, &[("Leave", &[LEAVE[0], LEAVE[1]])]);
    let sheets = book.display().to_string();
    let out = folder.path().join("plan");
    let arguments =
        ["plan", &alexander, "-q", "--no-baseline", "--sheets", &sheets, "--out", out.to_str().expect("a path")];
    assert_eq!(equipoise(&arguments).0, 0);
    let record = PlanRecord::from_file(&out.join("plan.json")).expect("a plan");
    assert_eq!(record.stamp.scenario.sheets[0].file, "away.xlsx");
    assert_eq!(record.stamp.scenario.sheets[0].hash.len(), 64);
    let away = |date: chrono::NaiveDate| ("2026-01-12"..="2026-01-14").contains(&date.to_string().as_str());
    assert!(!record.plan.sessions.iter().any(|s| s.practitioner == "at-1" && away(s.date)));
    std::fs::remove_file(&book).expect("it is there");
    let plan = out.join("plan.json").display().to_string();
    assert_eq!(equipoise(&["verify", &alexander, &plan]).0, 0);
    // Beside another text of the scenario's it is another scenario.
    assert_eq!(equipoise(&["rota", &alexander, "--plan", &plan]).0, 3);
}

#[test]
fn sheets_stand_below_the_variants_of_a_comparison() {
    let folder = TempDir::new().expect("a folder");
    let (alexander, book) = (scenario("alexander"), folder.path().join("away.xlsx"));
    workbook(&book, &[("Leave", LEAVE)]);
    let sheets = book.display().to_string();
    let compared = answer(&[
        "compare",
        &alexander,
        "--sheets",
        &sheets,
        "--steady",
        "--set",
        "activities.at-lesson.dna_rate=0.05,0.1",
    ]);
    let cases = compared["variants"].as_array().expect("cases");
    assert_eq!(cases.len(), 2);
    for case in cases {
        let patches = case["patches"].as_array().expect("patches");
        assert!(patches.iter().any(|p| p["add"]["path"] == "practitioners.at-1.leave"), "{patches:?}");
    }
}

#[test]
fn a_rota_changes_by_what_is_new_in_a_sheet() {
    let folder = TempDir::new().expect("a folder");
    let alexander = scenario("alexander");
    let sheet = |name: &str, rows: Rows| {
        let file = folder.path().join(name);
        commas(&file, rows);
        file.display().to_string()
    };
    let rota = |name: &str, arguments: &[&str]| {
        let out = folder.path().join(name);
        let all = [&["rota", &alexander, "-q", "--out", out.to_str().expect("a path")], arguments].concat();
        let (code, _, said) = equipoise(&all);
        assert_eq!(code, 0, "{said}");
        (RotaRecord::from_file(&out.join("rota.json")).expect("a rota"), out.join("rota.json").display().to_string())
    };
    let before = sheet("january.csv", &[LEAVE[0], &["at-1", "2026-01-12", "", "", "Training"]]);
    let (_, from) = rota("published", &["--weeks", "4", "--publish", "--sheets", &before]);
    // Given again as it was, nothing changes: the rota goes on with the next weeks.
    let (next, _) = rota("next", &["--from", &from, "--weeks", "2", "--sheets", &before]);
    assert_eq!(next.rota.weeks[0].week.0, 4);
    assert_eq!(next.rota.receipt, None);
    let rows: Rows =
        &[LEAVE[0], &["at-1", "2026-01-12", "", "", "Training"], &["at-2", "2026-01-20", "2026-01-21", "", ""]];
    let after = sheet("february.csv", rows);
    let (changed, _) = rota("changed", &["--from", &from, "--sheets", &after]);
    let receipt = changed.rota.receipt.clone().expect("a receipt");
    assert_eq!(receipt.asked, ["at-2 is away from 20 January 2026 to 21 January 2026"]);
    assert!(changed.verdict.accepted);
    let files: Vec<&str> = changed.stamp.scenario.sheets.iter().map(|sheet| sheet.file.as_str()).collect();
    assert_eq!(files, ["january.csv", "february.csv"]);
    // A variant file is a change too.
    let file = folder.path().join("closed.yaml");
    let text =
        "id: closed\npatches: [{add: {path: rooms.clinic-1.closures, value: {from: 2026-01-26, to: 2026-01-30}}}]\n";
    std::fs::write(&file, text).expect("a file");
    let (closed, _) = rota("closed", &["--from", &from, "--changes", file.to_str().expect("a path")]);
    let receipt = closed.rota.receipt.expect("a receipt");
    assert_eq!(receipt.asked, ["clinic-1 is closed from 26 January 2026 to 30 January 2026"]);
    assert!(!closed.rota.sessions.iter().any(|s| s.room == "clinic-1" && s.week.0 == 3));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in a file, reading it ends: with patches or with findings.
    #[test]
    fn no_file_is_too_broken(cut in 0_usize..6_000, at in 0_usize..6_000, byte: u8, text in "[ -~\n,;\"]{0,300}") {
        let folder = TempDir::new().expect("a folder");
        let file = folder.path().join("leave.xlsx");
        workbook(&file, &[("Leave", LEAVE)]);
        let mut bytes = std::fs::read(&file).expect("a file");
        let place = at % bytes.len();
        bytes[place] = byte;
        bytes.truncate(cut.max(4));
        std::fs::write(&file, &bytes).expect("a file");
        let _ = read(&[&file]);
        let file = folder.path().join("leave.csv");
        std::fs::write(&file, text).expect("a file");
        let _ = read(&[&file]);
    }
}
