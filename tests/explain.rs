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
