//! Scenarios and plans to measure with.

#![allow(dead_code, reason = "each benchmark uses its part")]

use equipoise::base::calendar::Week;
use equipoise::base::control::Control;
use equipoise::engine::engines;
use equipoise::record::PlanRecord;
use equipoise::report::html::{Origin, html};
use equipoise::report::{Page, tables, text};
use equipoise::scenario::generate::{Size, generate};
use equipoise::scenario::{Opened, Selection};
use equipoise::service::{Service, validate};
use equipoise::strategy::{Limits, Promised, RotaAsked, solve_rota};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// The folder of a reference scenario.
pub fn reference(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)
}

/// A folder with a generated service of Kent's size, seed 1.
pub fn generated() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let made = generate(Size::M, 1, env!("CARGO_PKG_VERSION")).expect("a scenario");
    std::fs::write(folder.path().join(made.file), made.text).expect("it is written");
    folder
}

/// The service of a folder's scenario.
pub fn service(folder: &Path) -> Service {
    let loaded = Opened::open(folder).expect("a scenario").load(&Selection::default()).expect("it is read");
    validate(&loaded.record, &loaded.positions).service.expect("it is valid")
}

/// A plan as the program writes it.
pub fn planned(folder: &Path, gap: &str) -> PlanRecord {
    let out = tempfile::tempdir().expect("a folder");
    let plan = Command::new(env!("CARGO_BIN_EXE_equipoise"))
        .args(["plan", "--quiet", "--no-baseline", "--gap", gap])
        .arg(folder)
        .arg("--out")
        .arg(out.path().join("plan"))
        .output()
        .expect("it runs");
    assert!(plan.status.success(), "{}", String::from_utf8_lossy(&plan.stderr));
    PlanRecord::from_file(&out.path().join("plan/plan.json")).expect("a plan")
}

/// Six weeks of a rota from what a plan promises, from the horizon's seventh on: how many sessions they have.
pub fn weeks(service: &Service, promised: &Promised) -> usize {
    let weeks: Vec<Week> = (6..12).map(Week).collect();
    let asked = RotaAsked { service, promised, weeks: &weeks, earlier: None };
    let rota = solve_rota(&asked, engines()[0], &Limits::default(), &Control::default()).expect("a rota");
    rota.sessions.len()
}

/// All that a plan's folder holds beside the record: how long it is.
pub fn report(record: &PlanRecord) -> usize {
    let page = text::plan(record, None);
    let tables = tables::plan(record);
    let text = page.text(&Page::default());
    let html = html(&page, &Origin::of(&record.stamp)).expect("a page");
    let csv = tables.csv().expect("tables");
    let workbook = tables.xlsx(&record.stamp.scenario.name, record.service.start).expect("a workbook");
    text.len() + html.len() + csv.len() + workbook.len()
}
