//! A good plan broken in any way is refused, and each rule says its name.

mod verify_common;

use equipoise::base::finding::Severity;
use equipoise::plan::Plan;
use equipoise::service::{RuleId, Service};
use equipoise::verify::{FIGURE_CODES, ROW_CODES, verify};
use std::collections::BTreeSet;
use verify_common::edits::figure_numbers;
use verify_common::good_plan::good_plan;
use verify_common::small_service::small_service;
use verify_common::tampers::TAMPERS;

/// The codes of errors that a plan gets.
fn errors(service: &Service, plan: &Plan) -> BTreeSet<String> {
    let verdict = verify(service, plan);
    verdict.findings.into_iter().filter(|f| f.severity == Severity::Error).map(|f| f.code).collect()
}

#[test]
fn every_rule_has_a_tamper() {
    let have: BTreeSet<RuleId> = TAMPERS.iter().map(|&(rule, ..)| rule).collect();
    let all: BTreeSet<RuleId> = RuleId::OF_PLANS.iter().copied().collect();
    assert_eq!(have, all);
}

#[test]
fn every_tamper_is_caught_by_its_rule() {
    let service = small_service();
    let good = good_plan(&service);
    for &(rule, what, tamper) in TAMPERS {
        let mut plan = good.clone();
        assert!(tamper(&service, &mut plan), "{rule}: {what}: found nothing to break");
        let errors = errors(&service, &plan);
        assert!(errors.contains(&rule.name()), "{rule}: {what}: only {errors:?}");
    }
}

#[test]
fn every_figure_falsified_is_caught() {
    let service = small_service();
    let good = good_plan(&service);
    let count = figure_numbers(&mut good.clone()).len();
    for at in 0..count {
        let mut plan = good.clone();
        let name = {
            let (name, figure) = figure_numbers(&mut plan).swap_remove(at);
            *figure += 1e-3 * figure.abs().max(1.0);
            name
        };
        let errors = errors(&service, &plan);
        assert!(errors.iter().any(|code| code.starts_with("figure-")), "{name}: only {errors:?}");
    }
}

#[test]
fn every_figure_row_left_out_or_repeated_is_caught() {
    let service = small_service();
    let good = good_plan(&service);
    macro_rules! lists {
        ($($code:literal: $($list:ident).+;)+) => {$(
            for at in 0..good.figures.$($list).+.len() {
                let mut plan = good.clone();
                plan.figures.$($list).+.remove(at);
                assert!(errors(&service, &plan).contains($code), "{} {at} left out", stringify!($($list).+));
                let mut plan = good.clone();
                let row = plan.figures.$($list).+[at].clone();
                plan.figures.$($list).+.push(row);
                assert!(errors(&service, &plan).contains($code), "{} {at} repeated", stringify!($($list).+));
            }
        )+};
    }
    lists! {
        "figure-benefit": benefit.by_measure;
        "figure-streams": streams;
        "figure-courses": courses;
        "figure-practitioners": practitioners;
        "figure-rooms": rooms;
        "figure-clinics": clinics;
        "figure-budgets": budgets;
        "figure-desk": desk;
        "figure-desk-time": desk_time;
        "figure-aims": aims;
    }
}

#[test]
fn figures_that_may_be_missing_are_compared_too() {
    let service = small_service();
    let good = good_plan(&service);
    for at in 0..good.figures.streams.len() {
        let mut plan = good.clone();
        let stream = &mut plan.figures.streams[at];
        for figure in [&mut stream.load, &mut stream.target_queue, &mut stream.relief_per_week, &mut stream.pressure] {
            *figure = if figure.is_some() { None } else { Some(1.0) };
        }
        let verdict = verify(&service, &plan);
        let found = verdict.findings.iter().filter(|f| f.code == "figure-streams").count();
        assert_eq!(found, 4, "{}", good.figures.streams[at].stream);
        let mut plan = good.clone();
        plan.figures.streams[at].has_evidence ^= true;
        assert!(errors(&service, &plan).contains("figure-streams"));
    }
    for at in 0..good.figures.courses.len() {
        let mut plan = good.clone();
        plan.figures.courses[at].interpolated ^= true;
        assert!(errors(&service, &plan).contains("figure-courses"));
    }
}

#[test]
fn a_class_under_its_least_is_a_warning_only() {
    let mut service = small_service();
    let good = good_plan(&service);
    let classes = |activity: &equipoise::service::Activity| {
        let mut activity = activity.clone();
        if activity.id == "class" {
            activity.mode = equipoise::service::Mode::Group { min: 8, max: 8 };
        }
        activity
    };
    service.activities = service.activities.iter().map(classes).collect();
    let verdict = verify(&service, &good);
    assert!(verdict.accepts());
    let warned =
        |f: &&equipoise::base::finding::Finding| f.severity == Severity::Warning && f.code == RuleId::GroupSize.name();
    assert!(verdict.findings.iter().any(|f| warned(&f)));
}

#[test]
fn codes_are_those_listed() {
    let service = small_service();
    let good = good_plan(&service);
    let mut listed: BTreeSet<String> = RuleId::OF_PLANS.iter().map(|r| r.name()).collect();
    listed.extend(ROW_CODES.iter().chain(&FIGURE_CODES).map(|code| code.name.to_owned()));
    for &(_, _, tamper) in TAMPERS {
        let mut plan = good.clone();
        tamper(&service, &mut plan);
        for finding in verify(&service, &plan).findings {
            assert!(listed.contains(&finding.code), "{}", finding.code);
            assert!(finding.place.is_some(), "{}", finding.cause);
            assert!(!finding.fix.is_empty(), "{}", finding.cause);
            assert!(!finding.cause.ends_with('.'), "{}", finding.cause);
        }
    }
    let mut lame = good;
    lame.figures = equipoise::plan::figures::Figures::default();
    for finding in verify(&service, &lame).findings {
        assert!(listed.contains(&finding.code), "{}", finding.code);
    }
}
