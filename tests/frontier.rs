//! `frontier` as a user runs it. Names hold `minimal` or `alexander`: every engine.

mod cli_common;

use cli_common::{answer, equipoise as run, number, scenario};
use serde_json::Value;
use std::path::Path;

fn frontier(args: &[&str]) -> Value {
    answer(&[&["frontier"], args].concat())
}

/// Every pair of numbers of six and of twenty-four lessons that 1,248 slots a year and 157 patients allow.
fn pairs() -> impl Iterator<Item = (f64, f64)> {
    (0..=157)
        .flat_map(|six| (0..=157 - six).map(move |more| (f64::from(six), f64::from(more))))
        .filter(|(six, more)| six * 6.0 + more * 24.0 <= 1248.0)
}

#[test]
fn alexander_points_of_the_balance_are_the_best_of_all_pairs() {
    let record = frontier(&[&scenario("alexander"), "--steady", "--points", "9"]);
    let points = record["frontier"]["points"].as_array().expect("points");
    assert!(points.len() >= 7, "{}", points.len());
    // 1.40 and 3.40 points of 2.5 that matter.
    let each = |six: f64, more: f64| (six * 0.56 + more * 1.36) / (six + more);
    for point in points {
        let asked = point["asked"].as_f64().unwrap_or(0.0);
        let best =
            pairs().filter(|&(a, b)| a + b > 0.0 && each(a, b) >= asked - 1e-6).map(|(a, b)| a + b).fold(0.0, f64::max);
        assert_eq!(number(&point["first"]["mean"]), best, "asked for {asked}");
        assert!(number(&point["proven"]) >= best - 1e-6 && number(&point["proven"]) <= best + 1e-3);
        assert!(number(&point["second"]["mean"]) >= asked - 1e-6);
        let band = &point["second"];
        assert!(number(&band["low"]) <= number(&band["mean"]) && number(&band["mean"]) <= number(&band["high"]));
    }
    // Twenty-four lessons alone: 52 patients; today's mix is marked.
    assert_eq!(number(&points.last().expect("one")["first"]["mean"]), 52.0);
    assert!(number(&record["today"]["first"]["mean"]) > 100.0);
}

#[test]
fn alexander_money_buys_the_best_of_all_pairs() {
    let record = frontier(&[&scenario("alexander"), "--steady", "--between", "benefit,cost", "--points", "7"]);
    let points = record["frontier"]["points"].as_array().expect("points");
    let dearest = number(&points[0]["digest"]["spend_gbp"]);
    let a_slot = dearest / 1248.0;
    for point in points {
        let money = point["asked"].as_f64().unwrap_or(f64::INFINITY);
        let affordable = pairs().filter(|&(a, b)| (a * 6.0 + b * 24.0) * a_slot <= money + 1e-3);
        let best = affordable.map(|(a, b)| a * 0.56 + b * 1.36).fold(0.0, f64::max);
        assert!((number(&point["first"]["mean"]) - best).abs() < 1e-6, "with {money}: {point}");
    }
    let spent: Vec<f64> = points.iter().map(|p| number(&p["second"]["mean"])).collect();
    assert!(spent.windows(2).all(|pair| pair[0] > pair[1]), "{spent:?}");
}

#[test]
fn minimal_points_of_plans_are_checked_and_none_is_better_in_both() {
    let record = frontier(&[
        &scenario("minimal"),
        "--between",
        "waiting,cost",
        "--points",
        "4",
        "--set",
        "practitioners.teacher-1.cost_gbp_per_session=100",
    ]);
    let points = record["frontier"]["points"].as_array().expect("points");
    assert!(points.len() > 2);
    for pair in points.windows(2) {
        assert!(number(&pair[0]["first"]["mean"]) < number(&pair[1]["first"]["mean"]));
        assert!(number(&pair[0]["second"]["mean"]) > number(&pair[1]["second"]["mean"]));
    }
    for point in points {
        assert_eq!(point["accepted"], true);
        assert!(number(&point["proven"]) <= number(&point["first"]["mean"]) + 1e-6);
    }
}

#[test]
fn minimal_aims_must_be_two_that_can_be_traded() {
    let minimal = scenario("minimal");
    for (between, says) in [
        ("patients", "name two aims"),
        ("patients,money", "`money` is nothing to aim for"),
        ("cost,cost", "two different"),
        ("benefit-per-patient,lessons-per-patient", "must not be a mean"),
    ] {
        let (code, _, said) = run(&["frontier", &minimal, "--between", between]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(says), "{said}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out").display().to_string();
    let (code, page, said) = run(&["frontier", &minimal, "--points", "3", "--out", &out]);
    assert_eq!(code, 0, "{said}");
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    for file in ["frontier.json", "frontier.csv", "frontier-courses.csv", "report.txt", "manifest.json"] {
        assert!(Path::new(&out).join(file).is_file(), "{file}");
    }
}
