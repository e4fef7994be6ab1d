//! Plans and balances as JSON, out and back.

mod record_sample;

use equipoise::record::json::to_json;
use equipoise::record::outcome::gap;
use equipoise::record::{Manifest, PlanRecord, SteadyRecord};
use proptest::prelude::*;
use record_sample::record::{plan_record, steady_record};

#[test]
fn a_plan_comes_back_as_it_went() {
    let record = plan_record();
    let text = to_json(&record).expect("JSON");
    assert_eq!(PlanRecord::from_json(text.as_bytes(), "plan.json"), Ok(record.clone()));
    // and the same record gives the same bytes
    assert_eq!(to_json(&record).expect("JSON"), text);
}

#[test]
fn a_balance_comes_back_as_it_went() {
    let record = steady_record();
    let text = to_json(&record).expect("JSON");
    assert_eq!(SteadyRecord::from_json(text.as_bytes(), "steady.json"), Ok(record));
}

/// Plans of every version that was ever written are read; `plan-v1.json` must never change.
#[test]
fn plans_of_every_version_are_read() {
    let fixture = include_bytes!("fixtures/plan-v1.json");
    let record = PlanRecord::from_json(fixture, "plan-v1.json").expect("version 1 is read");
    assert_eq!(record.equipoise_plan, 1);
    assert_eq!(record.plan.sessions.len(), 21);
    assert_eq!(record.plan.figures.started, 37.0);
    assert_eq!(record.stamp.patches.len(), 1);
}

#[test]
fn a_file_of_another_kind_is_told_apart() {
    let steady = to_json(&steady_record()).expect("JSON");
    let finding = PlanRecord::from_json(steady.as_bytes(), "steady.json").expect_err("it is no plan");
    assert_eq!(finding.code, "record-unknown");
    let mut newer = serde_json::to_value(plan_record()).expect("a value");
    newer["equipoise_plan"] = 2.into();
    let finding = PlanRecord::from_json(newer.to_string().as_bytes(), "plan.json").expect_err("it is newer");
    assert_eq!(finding.code, "record-version");
    assert!(finding.fix.contains("newer equipoise"), "{}", finding.fix);
}

#[test]
fn an_unknown_key_is_not_passed_over() {
    let mut value = serde_json::to_value(plan_record()).expect("a value");
    value["outcome"]["staus"] = "proven".into();
    let finding = PlanRecord::from_json(value.to_string().as_bytes(), "plan.json").expect_err("a typing error");
    assert_eq!(finding.code, "record-shape");
    assert!(finding.cause.contains("staus"), "{}", finding.cause);
    let mut value = serde_json::to_value(plan_record()).expect("a value");
    value["patch"] = serde_json::json!([]);
    let finding = PlanRecord::from_json(value.to_string().as_bytes(), "plan.json").expect_err("a typing error");
    assert!(finding.cause.contains("patch"), "{}", finding.cause);
}

#[test]
fn no_record_tells_where_it_was_made() {
    let text = to_json(&plan_record()).expect("JSON") + &to_json(&Manifest::of_plan(&plan_record())).expect("JSON");
    assert!(text.contains("\"file\": \"scenario.yaml\""), "the file's name alone is kept");
    assert!(!text.contains("/a/folder"));
}

#[test]
fn a_gap_is_the_share_of_the_bound_that_is_missing() {
    assert_eq!(gap(99.0, 100.0), Some(0.01));
    assert_eq!(gap(-101.0, -100.0), Some(0.01));
    assert_eq!(gap(100.0, 100.0), Some(0.0));
    assert_eq!(gap(0.0, 0.0), Some(0.0));
    assert_eq!(gap(-1.0, 0.0), None);
}

proptest! {
    #[test]
    fn figures_come_back_to_the_last_bit(value in any::<f64>().prop_filter("finite", |v| v.is_finite())) {
        let mut record = plan_record();
        record.outcome.value_gbp = value;
        let text = to_json(&record).expect("JSON");
        let back = PlanRecord::from_json(text.as_bytes(), "plan.json").expect("a plan");
        prop_assert_eq!(back.outcome.value_gbp.to_bits(), value.to_bits());
    }

    #[test]
    fn no_text_makes_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = PlanRecord::from_json(&bytes, "plan.json");
    }
}
