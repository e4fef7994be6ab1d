//! `docs/services.md`: every point that the two services name, with where it stands; kept true.

use crate::keys::paths;
use crate::page::lost_links;
use equipoise::scenario::{Selection, load};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What the services name, a word or two of each point, in order: none may be missing from the page.
const KENT: &[&str] = &[
    "whole-time equivalents",
    "Nurses, doctors, psychologists, physiotherapists, teachers, acupuncturists, instructors",
    "Administration",
    "1,800 referrals",
    "1,200 Alexander appointments",
    "No charges",
    "full assessment",
    "care pathway",
    "Alexander lessons, acupuncture, Tai Chi, programmes, psychotherapy, TENS, medication review",
    "Review at regular intervals",
    "GP",
    "communicate",
    "clinical meeting",
    "Supervision, one-to-ones, annual appraisal",
    "Mandatory training and study leave",
    "away at once",
    "Audits",
    "outcome measures",
    "What a lesson does",
    "Pain Days",
    "Leaflet, recording, workbook",
    "user testing",
    "Commissioners",
    "Regulations and contracts",
    "single course of acupuncture",
    "no acupuncture or TENS",
    "demand with capacity",
    "capacity for lessons",
    "evidence, funding and capacity",
    "feedback",
    "single referral point",
    "many places",
];
const READING_SWANSEA: &[&str] = &[
    "Two clinics in two cities",
    "Wales",
    "Evening",
    "bespoke plan",
    "realistic time frame",
    "Graded exposure",
    "Two steps forward and three back",
    "level reached",
    "strength work",
    "under supervision",
    "Joint sessions",
    "Manual therapy and needling",
    "hours or days",
    "what the patient thinks",
    "Countless tests",
    "sent elsewhere",
    "e-mail",
    "patients pay",
];

fn project(within: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(within)
}

fn page() -> String {
    std::fs::read_to_string(project("docs/services.md")).expect("the page")
}

/// The rows of the tables: the cells of each.
fn rows(page: &str) -> Vec<Vec<&str>> {
    let cells = |line: &'_ str| line.trim_matches('|').split(" | ").count() == 4;
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| named by") && cells(line));
    rows.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect()).collect()
}

/// What stands between backticks.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// Every point of a part's list, in order, and no row beside them.
fn hold(part: &str, points: &[&str]) {
    let rows = rows(part);
    let named: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(named.len(), points.len(), "{named:#?}");
    for (named, point) in named.iter().zip(points) {
        assert!(named.contains(point), "{point:?} is not what {named:?} names");
    }
}

#[test]
fn no_point_that_the_services_name_is_left_out() {
    let page = page();
    let (kent, reading_swansea) = page.split_once("## Reading and Swansea").expect("two parts");
    hold(kent, KENT);
    hold(reading_swansea, READING_SWANSEA);
    assert!(lost_links(&page).is_empty(), "{:?}", lost_links(&page));
}

#[test]
fn every_key_named_is_a_key_of_a_scenario_and_every_command_one_of_the_program() {
    let (page, keys) = (page(), paths());
    let commands = std::fs::read_to_string(project("src/cli/args.rs")).expect("the arguments");
    for row in rows(&page) {
        let mut said = 0;
        for named in quoted(row[1]) {
            said += 1;
            match named.strip_prefix("equipoise ") {
                Some(command) => {
                    let capital: String = command[..1].to_uppercase() + &command[1..];
                    assert!(commands.contains(&format!("    {capital}(")), "{named}");
                }
                None if named.ends_with(".csv") => {}
                None => assert!(keys.contains(named), "{named} is no key: {}", row[0]),
            }
        }
        assert!(said > 0, "{} stands nowhere", row[0]);
    }
}

#[test]
fn every_place_named_is_there_in_its_scenario() {
    let page = page();
    let mut trees: BTreeMap<String, Value> = BTreeMap::new();
    for row in rows(&page) {
        let mut shown = 0;
        for named in quoted(row[2]) {
            let (scenario, path) = named.split_once(' ').expect("a scenario and a path");
            let tree = trees.entry(scenario.to_owned()).or_insert_with(|| {
                let (scenario, variants) = scenario.split_once('+').unwrap_or((scenario, ""));
                let variants = variants.split('+').filter(|v| !v.is_empty()).map(str::to_owned).collect();
                let selection = Selection { variants, ..Selection::default() };
                load(&project("scenarios").join(scenario), &selection).unwrap_or_else(|f| panic!("{f:#?}")).tree
            });
            let found = path.split('.').try_fold(&*tree, |at, part| match at {
                Value::Array(entries) => entries.iter().find(|entry| entry["id"] == part),
                _ => at.get(part),
            });
            assert!(found.is_some_and(|value| !value.is_null()), "{named}: there is nothing");
            shown += 1;
        }
        assert!(shown > 0, "{} is shown nowhere", row[0]);
    }
    // each of the scenarios' variants that a point rests on says something else than the scenario itself
    let plain: BTreeSet<&str> = trees.keys().filter(|name| !name.contains('+')).map(String::as_str).collect();
    for (name, tree) in &trees {
        let (scenario, _) = name.split_once('+').unwrap_or((name, ""));
        assert!(name == scenario || (plain.contains(scenario) && *tree != trees[scenario]), "{name}");
    }
}

#[test]
fn every_test_named_is_there() {
    let page = page();
    for row in rows(&page) {
        let mut tested = 0;
        for named in quoted(row[3]) {
            let (file, test) = named.split_once("::").expect("a file and a test");
            let text = std::fs::read_to_string(project("tests").join(format!("{file}.rs"))).expect(named);
            let declared = text.find(&format!("fn {test}(")).unwrap_or_else(|| panic!("{named} is not there"));
            let before = text[..declared].trim_end();
            let is_test = before.ends_with("#[test]") || text.contains("proptest!");
            assert!(is_test, "{named} is no test");
            tested += 1;
        }
        assert!(tested > 0, "{} is tested nowhere", row[0]);
    }
}
