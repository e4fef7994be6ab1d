//! Dated plans with sessions and patients split: the same from a near optimum as from nothing, and a limit of every plan.
#![cfg(feature = "highs")]

mod cli_common;

use cli_common::{answer, equipoise as run, scenario};
use equipoise::base::control::Control;
use equipoise::engine::{Basis, Highs};
use equipoise::model::Goal;
use equipoise::scenario::{Opened, Selection};
use equipoise::service::{Service, validate};
use equipoise::strategy::{Limits, SolvedSplit, Start};
use equipoise::study;
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

fn service(name: &str, variants: &[&str], sets: &[&str]) -> Service {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let opened = Opened::open(Path::new(&scenario(name))).expect("a scenario");
    let selection = Selection { variants: owned(variants), sets: owned(sets), ..Selection::default() };
    let loaded = opened.load(&selection).expect("a variant");
    validate(&loaded.record, &loaded.positions).service.expect("a valid one")
}

fn split(service: &Service, near: Option<&Arc<Basis>>) -> SolvedSplit {
    split_from(service, Start::at(near))
}

fn split_from(service: &Service, start: Start) -> SolvedSplit {
    let limits = Limits { gap: 0.01, nodes: 2_000, iterations: 400_000, seconds: None, seed: 0 };
    study::split(service, Goal::Best, start, (&Highs, &limits), &Control::default()).expect("a relaxation")
}

fn same(a: &SolvedSplit, b: &SolvedSplit) {
    let (a, b) = (a.digest.value_gbp, b.digest.value_gbp);
    assert!((a - b).abs() <= 1e-6 * a.abs().max(1.0), "{a} and {b}");
}

#[test]
fn a_near_optimum_is_a_start_and_no_other_answer() {
    let near = split(&service("alexander", &[], &[]), None).basis().expect("a basis");
    assert!(near.is_some());
    for (variants, sets) in [
        (&["realistic"][..], &[][..]),
        (&["only-24"], &[]),
        (&["interpolated-12"], &[]),
        (&["everyone-starts"], &[]),
        (&[], &["activities.at-lesson.dna_rate=0.1"]),
        (&[], &["streams.alexander.referrals.per_year=140"]),
        (&[], &["horizon.weeks=30"]),
    ] {
        let service = service("alexander", variants, sets);
        let (cold, warm) = (split(&service, None), split(&service, near.as_ref()));
        same(&cold, &warm);
    }
    // A small change takes few steps.
    let moved = service("alexander", &[], &["activities.at-lesson.dna_rate=0.01"]);
    assert!(split(&moved, near.as_ref()).iterations * 4 < split(&moved, None).iterations.max(4));
    // Where nothing is alike, it is solved anew.
    let minimal = service("minimal", &[], &[]);
    same(&split(&minimal, None), &split(&minimal, near.as_ref()));
}

#[test]
fn kent_from_a_near_optimum_is_the_same_whether_few_steps_are_enough_or_not() {
    let near = split(&service("kent", &[], &[]), None).basis().expect("a basis");
    for variant in ["referrals-plus-10", "fortnightly-mdt"] {
        let service = service("kent", &[variant], &[]);
        same(&split(&service, None), &split(&service, near.as_ref()));
    }
}

#[test]
fn no_plan_is_worth_more_and_the_figures_are_of_one_piece() {
    for (name, sets) in [("minimal", &[][..]), ("alexander", &["horizon.weeks=20"])] {
        let limit = split(&service(name, &[], sets), None).digest;
        let sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", set]).collect();
        let name = scenario(name);
        let (_, text, said) =
            run(&[&["plan", &name, "--no-baseline", "-q", "--format", "json"], sets.as_slice()].concat());
        let plan: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{said}"));
        let worth = plan["plan"]["figures"]["value_gbp"].as_f64().expect("a number");
        assert!(worth <= limit.value_gbp + 1e-3, "{worth} and {}", limit.value_gbp);
        assert!(worth >= 0.5 * limit.value_gbp, "{worth} and {}", limit.value_gbp);
        let by_stream: f64 = limit.streams.iter().map(|s| s.started).sum();
        let by_course: f64 = limit.courses.iter().map(|c| c.started).sum();
        let by_week: f64 = limit.streams.iter().flat_map(|s| &s.started_by_week).sum();
        for sum in [by_stream, by_course, by_week] {
            assert!((sum - limit.started).abs() < 1e-6, "{sum} and {}", limit.started);
        }
        let aims: f64 = limit.aims.iter().map(|aim| aim.value_gbp).sum();
        assert!((aims - limit.value_gbp).abs() < 1e-6);
    }
}

#[test]
fn sides_are_the_same_by_themselves_and_on_any_number_of_threads() {
    let alexander = scenario("alexander");
    let compared =
        |more: &[&str]| -> Value { answer(&[&["compare", &alexander, "--split", "--no-baseline"], more].concat()) };
    let lists =
        ["--set", "activities.at-lesson.dna_rate=0.05,0.1", "--set", "streams.alexander.referrals.per_year=90,110"];
    let (one, two) =
        (compared(&[&lists[..], &["--threads", "1"]].concat()), compared(&[&lists[..], &["--threads", "2"]].concat()));
    assert_eq!(one, two);
    assert_eq!(one["of"], "splits");
    for variant in one["variants"].as_array().expect("variants") {
        // Between two limits nothing is proven of plans.
        assert!(variant["proven"].is_null(), "{variant}");
        assert!(!variant["sentence"].as_str().expect("a sentence").contains(", proven."), "{variant}");
    }
    let alone = compared(&["--variant", "only-6"]);
    let all = compared(&[]);
    let only_6 = all["variants"].as_array().expect("variants").iter().find(|v| v["id"] == "only-6").expect("it");
    assert_eq!(alone["variants"][0]["result"], only_6["result"]);
}
