//! `explain` as a user runs it.
#![cfg(feature = "highs")]

mod cli_common;

use cli_common::{equipoise as run, scenario};
use serde_json::Value;

#[test]
fn another_session_of_teacher_is_priced_planned_anew_and_can_be_planned_by_itself() {
    let alexander = scenario("alexander");
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str| folder.path().join(name).display().to_string();
    let (plans, out) = (place("plans"), place("out"));
    let sets = ["--set", "horizon.weeks=20"];
    let (code, _, said) =
        run(&[&["plan", &alexander, "--no-baseline", "-q", "--out", &plans], sets.as_slice()].concat());
    assert_eq!(code, 0, "{said}");
    let plan = format!("{plans}/plan.json");
    let explain = ["explain", &alexander, "-q", "--plan", &plan, "--first", "1", "--out", &out];
    let (code, page, said) = run(&[&explain, sets.as_slice()].concat());
    assert_eq!(code, 0, "{said}");
    assert!(page.contains("One more session a week of at-1"), "{page}");
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    let text = std::fs::read_to_string(format!("{out}/explanation.json")).expect("it");
    let record: Value = serde_json::from_str(&text).expect("JSON");
    let one = &record["one_more"][0]["variant"];
    let gained = one["difference"]["value_gbp"].as_f64().expect("a number");
    let price = record["prices"]["prices"][0]["marginal_gbp"].as_f64().expect("a number");
    // What is gained by whole patients is less than the price or, where they fit better, not much more.
    assert!(gained > 0.5 * price && gained < 1.2 * price, "{gained} {price}");

    // The file of questions plans it by itself, with the same worth.
    let variant = format!("{out}/what-if.yaml#{}", one["id"].as_str().expect("an id"));
    let args = ["plan", &alexander, "--no-baseline", "-q", "--format", "json", "--variant", &variant];
    let (code, text, said) = run(&[&args, sets.as_slice()].concat());
    assert_eq!(code, 0, "{said}");
    let again: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(again["outcome"]["value_gbp"], one["result"]["planned"]["outcome"]["value_gbp"]);

    // Another scenario's plan is refused.
    let (code, _, said) = run(&["explain", &alexander, "--plan", &plan]);
    assert_eq!(code, 3, "{said}");
}

#[test]
fn a_lesson_cap_and_a_closed_half_day_are_priced_and_planned_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("capped.yaml");
    let variant = "
- id: capped
  description: What if nobody could have more than six lessons, and the clinic were shut on Wednesdays?
  patches:
    - set: {path: horizon.weeks, value: 20}
    - set: {path: funding, value: {most_lessons_per_patient: [{activity: at-lesson, most: 6, source: assumption}]}}
    - remove: {path: streams.alexander.recommended}
    - set: {path: streams.alexander.today, value: {mix: {at-6: 1.0}, starts_per_week: 1.918, source: assumption}}
    - set: {path: sites.clinic.open, value: {mon: [am, pm], tue: [am, pm], thu: [am, pm], fri: [am, pm]}}
  source: assumption
";
    std::fs::write(&file, variant).expect("a file");
    let out = folder.path().join("out").display().to_string();
    let file = file.display().to_string();
    let alexander = scenario("alexander");
    let (code, page, said) =
        run(&["explain", &alexander, "--variant", &file, "--gap", "0.05", "--first", "9", "-q", "--out", &out]);
    assert_eq!(code, 0, "{said}");
    let record: Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{out}/explanation.json")).expect("it")).expect("JSON");
    let prices = record["prices"]["prices"].as_array().expect("prices");
    let price = |kind: &str| {
        let found = prices.iter().find(|price| price["what"].get(kind).is_some());
        found.unwrap_or_else(|| panic!("no price of {kind}: {page}"))
    };
    // On two half-days each, two teachers have four sessions of five lessons a week; with Wednesday they have six.
    let opening = price("opening");
    assert_eq!(opening["what"]["opening"]["site"], "clinic");
    assert!(opening["gain_gbp"].as_f64().expect("pounds") > 100.0 && opening["marginal_gbp"].is_null(), "{opening}");
    assert_eq!(price("lesson_cap")["what"]["lesson_cap"]["most"], 24);
    // Both are planned anew, as variants that can be planned by themselves.
    let tried: Vec<&Value> = record["one_more"].as_array().expect("a list").iter().collect();
    let id = |kind: &str| {
        let one =
            tried.iter().find(|one| one["what"].get(kind).is_some()).unwrap_or_else(|| panic!("{kind} not tried"));
        (
            one["variant"]["id"].as_str().expect("an id").to_owned(),
            one["variant"]["result"]["planned"]["digest"]["value_gbp"].clone(),
        )
    };
    let (cap, worth) = id("lesson_cap");
    assert_eq!(cap, "cap-24-at-lesson");
    assert!(id("opening").0.starts_with("open-clinic-wed-"));
    let by_itself = format!("{out}/what-if.yaml#{cap}");
    let plan =
        ["plan", &alexander, "--variant", &file, "--variant", &by_itself, "--gap", "0.05", "--no-baseline", "-q"];
    let (code, text, said) = run(&[&plan[..], &["--format", "json"]].concat());
    assert_eq!(code, 0, "{said}");
    let plan: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(plan["plan"]["figures"]["value_gbp"], worth);
}
