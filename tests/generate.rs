//! `bench generate`: services that do not exist, the same for the same seed, valid whatever the seed, and near what their
//! people can do.

mod cli_common;

use cli_common::{answer, equipoise, number, scenario};
use equipoise::base::finding::{Finding, Severity};
use equipoise::engine::engines;
use equipoise::scenario::generate::{Size, generate};
use equipoise::scenario::records::ScenarioRecord;
use equipoise::scenario::{Selection, load};
use equipoise::service::{Service, validate};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// Warnings that a generated service means to have.
const MEANT: [&str; 1] = ["contract-ends"];

fn text(size: Size, seed: u64) -> String {
    generate(size, seed, "0.0.0").expect("it is written").text
}

/// The record of a generated scenario, its service, and what is found about it.
fn made(size: Size, seed: u64) -> (ScenarioRecord, Option<Service>, Vec<Finding>) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("scenario.yaml");
    std::fs::write(&file, text(size, seed)).expect("it is written");
    let loaded = load(&file, &Selection::default()).unwrap_or_else(|found| panic!("{}: {found:#?}", size.name()));
    let valid = validate(&loaded.record, &loaded.positions);
    (loaded.record, valid.service, valid.findings)
}

fn unmeant(findings: &[Finding]) -> Vec<&Finding> {
    let is_meant = |found: &&Finding| found.severity == Severity::Note || MEANT.contains(&found.code.as_str());
    findings.iter().filter(|found| !is_meant(found)).collect()
}

fn folder_of(size: &str, seed: &str, at: &Path) -> (i32, String) {
    let (code, _, said) =
        equipoise(&["bench", "generate", "--size", size, "--seed", seed, "--out", &at.display().to_string()]);
    (code, said)
}

#[test]
fn the_same_seed_makes_the_same_bytes_and_another_makes_another_service() {
    for size in Size::ALL {
        assert_eq!(text(size, 7), text(size, 7), "{}", size.name());
        let (one, other) = (text(size, 7), text(size, 8));
        let changed = one.lines().zip(other.lines()).filter(|(a, b)| a != b).count();
        assert!(changed * 5 > one.lines().count(), "{}: only {changed} lines differ", size.name());
    }
}

#[test]
fn every_size_is_valid_and_as_large_as_it_says() {
    // Sites, rooms, practitioners, streams.
    let sizes = [(Size::S, [1, 2, 6, 3]), (Size::M, [6, 16, 45, 12]), (Size::L, [60, 200, 600, 150])];
    for (size, counts) in sizes.into_iter().chain([(Size::Xl, [180, 600, 1_800, 450])]) {
        let (record, service, findings) = made(size, 1);
        assert!(service.is_some(), "{}", size.name());
        assert_eq!(unmeant(&findings), Vec::<&Finding>::new(), "{}", size.name());
        let found = [record.sites.len(), record.rooms.len(), record.practitioners.len(), record.streams.len()];
        assert_eq!(found, counts, "{}", size.name());
        assert_eq!(record.horizon.weeks, 26);
        assert_eq!(service.map(|s| s.blocks()), Some(1), "one fixed pattern");
    }
}

#[test]
fn few_people_and_streams_join_the_areas() {
    let (record, ..) = made(Size::L, 3);
    let area = |id: &str| id.split('-').next().expect("an area").to_owned();
    let areas = |sites: &[String]| sites.iter().map(|site| area(site)).collect::<BTreeSet<_>>().len();
    let shared = record.practitioners.iter().filter(|p| p.sites.as_ref().is_some_and(|sites| areas(sites) > 1)).count();
    assert!((6..=12).contains(&shared), "{shared} of 600 people work in two areas");
    let joined: BTreeSet<&str> = record
        .streams
        .iter()
        .flat_map(|from| from.onward.iter().map(move |onward| (from, onward)))
        .filter(|(from, onward)| area(&from.id) != area(&onward.to))
        .map(|(_, onward)| onward.to.as_str())
        .collect();
    assert_eq!(joined.into_iter().collect::<Vec<_>>(), ["a01-residential", "a06-residential"]);
}

#[test]
fn a_clinic_is_planned_near_its_bound_and_accepted_by_every_engine() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path().join("clinic");
    let (code, said) = folder_of("s", "1", &at);
    assert_eq!(code, 0, "{said}");
    let at = at.display().to_string();
    for engine in engines() {
        let out = folder.path().join(engine.name()).display().to_string();
        // A first plan is enough for the slower engine.
        let gap = if engine.name() == "highs" { "0.1" } else { "0.5" };
        let plan = answer(&["plan", &at, "--gap", gap, "--no-baseline", "--engine", engine.name(), "--out", &out]);
        assert_eq!(plan["verdict"]["accepted"], true, "{}", engine.name());
        let (worth, bound) = (number(&plan["outcome"]["value_gbp"]), number(&plan["outcome"]["bound_gbp"]));
        assert!(worth > 0.0 && bound >= worth, "{}: {worth} of {bound}", engine.name());
        let (code, _, said) = equipoise(&["verify", &at, &format!("{out}/plan.json")]);
        assert_eq!(code, 0, "{said}");
    }
}

#[test]
fn people_are_busy_and_patients_wait_without_end_of_neither() {
    // The long-run balance of a year: nearly all hours are used, and few patients of those who come are left.
    for seed in ["1", "2"] {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path().join("area");
        assert_eq!(folder_of("m", seed, &at).0, 0);
        let balance = answer(&["plan", &at.display().to_string(), "--steady"]);
        let clinics = balance["balance"]["clinics"].as_array().expect("clinics");
        let sum = |key: &str| clinics.iter().map(|clinic| number(&clinic[key])).sum::<f64>();
        let used = sum("minutes_used") / sum("minutes_offered");
        assert!(used > 0.85, "seed {seed}: {used} of the time is used");
        let streams = balance["balance"]["streams"].as_array().expect("streams");
        let could: f64 = streams.iter().map(|stream| number(&stream["available"])).sum();
        let started: f64 = streams.iter().map(|stream| number(&stream["started"])).sum();
        assert!(started > 0.7 * could && started < could, "seed {seed}: {started} of {could} start");
    }
}

#[test]
fn the_folder_is_written_and_written_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path().join("deep/clinic");
    let file = at.join("scenario.yaml");
    assert_eq!(folder_of("s", "4", &at).0, 0);
    let first = std::fs::read_to_string(&file).expect("it is there");
    assert!(first.contains("equipoise bench generate --size s --seed 4 --out DIR"), "it says how it is made");
    assert_eq!(folder_of("s", "5", &at).0, 0, "an older one of ours is replaced");
    assert_ne!(first, std::fs::read_to_string(&file).expect("it is there"));
    assert_eq!(folder_of("s", "4", &at).0, 0);
    assert_eq!(first, std::fs::read_to_string(&file).expect("it is there"));
    let names: Vec<_> = std::fs::read_dir(&at).expect("a folder").map(|e| e.expect("a file").file_name()).collect();
    assert_eq!(names, ["scenario.yaml"]);
}

#[test]
fn what_somebody_else_wrote_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let theirs = folder.path().join("kent");
    std::fs::create_dir(&theirs).expect("a folder");
    let kent = std::fs::read_to_string(Path::new(&scenario("kent")).join("scenario.yaml")).expect("it is there");
    std::fs::write(theirs.join("scenario.yaml"), &kent).expect("it is written");
    let (code, said) = folder_of("s", "1", &theirs);
    assert_eq!(code, 2, "{said}");
    assert_eq!(kent, std::fs::read_to_string(theirs.join("scenario.yaml")).expect("it is there"));

    let notes = folder.path().join("notes");
    std::fs::create_dir(&notes).expect("a folder");
    std::fs::write(notes.join("notes.txt"), "mine").expect("it is written");
    assert_eq!(folder_of("s", "1", &notes).0, 2);
    assert!(!notes.join("scenario.yaml").exists());

    let file = folder.path().join("file");
    std::fs::write(&file, "mine").expect("it is written");
    assert_eq!(folder_of("s", "1", &file).0, 2);
    assert_eq!(std::fs::read_to_string(&file).expect("it is there"), "mine");
}

#[test]
fn a_size_that_there_is_not_is_wrong_usage() {
    let (code, _, said) = equipoise(&["bench", "generate", "--size", "xxl", "--out", "nowhere"]);
    assert_eq!(code, 2);
    assert!(said.contains("write s, m, l or xl"), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_seed_makes_a_valid_service(seed: u64) {
        for size in [Size::S, Size::M] {
            let (record, service, findings) = made(size, seed);
            prop_assert!(service.is_some(), "{}, seed {seed}: {findings:#?}", size.name());
            prop_assert!(unmeant(&findings).is_empty(), "{}, seed {seed}: {findings:#?}", size.name());
            let starved: Vec<&str> =
                record.streams.iter().filter(|s| s.waiting_list.iter().all(|w| w.patients < 1.0)).map(|s| s.id.as_str()).collect();
            prop_assert!(starved.is_empty(), "{}, seed {seed}: nobody waits for {starved:?}", size.name());
        }
    }
}
