//! Variants of a large service as a user plans them: begun at the plan without them, in a comparison or by `--near`.
#![cfg(feature = "highs")]

mod cli_common;

use cli_common::equipoise as run;
use equipoise::record::{ComparisonRecord, PlanRecord};
use std::fs;
use std::path::Path;

/// A large service, and a change to it.
const ORDERLY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/orderly.yaml");
const CHANGED: &str = "courses.lessons-4.evidence.change=1.2";

fn planned(folder: &Path, more: &[&str]) -> PlanRecord {
    let folder_text = folder.to_str().expect("text");
    let (code, _, said) =
        run(&[&["plan", ORDERLY, "--gap", "0.15", "--no-baseline", "-q", "--out", folder_text], more].concat());
    assert_eq!(code, 0, "{said}");
    PlanRecord::from_file(&folder.join("plan.json")).unwrap_or_else(|finding| panic!("{finding:?}"))
}

fn compared(folder: &Path, set: &str) -> ComparisonRecord {
    let folder_text = folder.to_str().expect("text");
    let common = ["--gap", "0.15", "--no-baseline", "-q", "--out", folder_text];
    let (code, _, said) = run(&[&["compare", ORDERLY, "--set", set], common.as_slice()].concat());
    assert_eq!(code, 0, "{said}");
    ComparisonRecord::from_file(&folder.join("comparison.json")).unwrap_or_else(|finding| panic!("{finding:?}"))
}

#[test]
fn a_side_of_a_comparison_is_what_plan_near_gives() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = |name: &str| dir.path().join(name);
    let base = planned(&at("base"), &[]);
    assert_eq!(base.begun_at, None);
    let near = at("base").join("plan.json");
    let near = near.to_str().expect("text");
    let changed = planned(&at("changed"), &["--set", CHANGED, "--near", near]);
    let record = compared(&at("compared"), "courses.lessons-4.evidence.change=1.3,1.2");
    let side = |id: &str| record.side(id).and_then(|side| side.planned()).cloned().expect("a plan");
    let (same, other) = (side("courses.lessons-4.evidence.change=1.3"), side(CHANGED));
    assert!(changed.begun_at.is_some() && other.begun_at == changed.begun_at);
    assert_eq!(side("base").begun_at, None);
    assert_eq!(other.digest.value_gbp, changed.plan.figures.value_gbp);
    assert_eq!(other.digest.streams.len(), changed.plan.figures.streams.len());
    assert_eq!(same.digest, side("base").digest);
    assert_eq!(side("base").digest.value_gbp, base.plan.figures.value_gbp);
    let report = fs::read_to_string(at("compared").join("report.txt")).expect("a report");
    let words = report.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("--set courses.lessons-4.evidence.change=1.3 --near BASE/plan.json"), "{report}");
}

#[test]
fn a_comparison_that_goes_on_begins_at_the_same_plan() {
    let dir = tempfile::tempdir().expect("a folder");
    let whole = compared(&dir.path().join("whole"), "courses.lessons-4.evidence.change=1.2,1.1");
    // The plan without changes is known from the earlier run, and made again for the side that is not.
    compared(&dir.path().join("parts"), "courses.lessons-4.evidence.change=1.1,1.3");
    let parts = compared(&dir.path().join("parts"), "courses.lessons-4.evidence.change=1.2,1.1");
    assert_eq!(parts, whole);
}

#[test]
fn a_plan_of_another_text_is_no_start() {
    let dir = tempfile::tempdir().expect("a folder");
    planned(&dir.path().join("base"), &[]);
    let text = fs::read_to_string(ORDERLY).expect("a scenario");
    let other = dir.path().join("other.yaml");
    fs::write(&other, text.replace("weeks: 30", "weeks: 28")).expect("written");
    let near = dir.path().join("base/plan.json");
    let (code, _, said) =
        run(&["plan", other.to_str().expect("text"), "--near", near.to_str().expect("text"), "--no-baseline"]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("another text of the scenario"), "{said}");
    let none = dir.path().join("none.json");
    let (code, _, said) = run(&["plan", ORDERLY, "--near", none.to_str().expect("text")]);
    assert_eq!(code, 2, "{said}");
}

#[test]
fn a_plan_that_is_no_start_is_said_to_be_none() {
    let dir = tempfile::tempdir().expect("a folder");
    let (minimal, first, again) = (cli_common::scenario("minimal"), dir.path().join("first"), dir.path().join("again"));
    let out = |folder: &Path| folder.to_str().expect("text").to_owned();
    let (code, _, said) = run(&["plan", &minimal, "--no-baseline", "--out", &out(&first)]);
    assert_eq!(code, 0, "{said}");
    let near = out(&first.join("plan.json"));
    let (code, _, said) = run(&["plan", &minimal, "--no-baseline", "--out", &out(&again), "--near", &near]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("planned from nothing"), "{said}");
    let record = PlanRecord::from_file(&again.join("plan.json")).unwrap_or_else(|finding| panic!("{finding:?}"));
    assert_eq!(record.begun_at, None);
}
