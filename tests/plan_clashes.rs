//! Rules that cannot all hold: the cheapest change, a smallest clashing set, and a partial plan that keeps everything
//! else. All on `minimal`, so that these run with every engine.

mod plan_common;

use equipoise::base::control::Control;
use equipoise::base::finding::Severity;
use equipoise::engine::engines;
use equipoise::model::Goal;
use equipoise::service::RuleId;
use equipoise::strategy::{Limits, Solved, solve};
use equipoise::verify::verify;
use plan_common::minimal;
use std::collections::BTreeSet;

/// Solves a scenario whose rules clash: the checker refuses the plan for just the rules that had to give, and the
/// smallest clashing set is of these rules.
fn clashing(sets: &[&str], expected: &[RuleId]) -> Solved {
    let service = minimal(&[&["horizon.weeks=4"], sets].concat());
    let limits = Limits { gap: 0.1, ..Limits::default() };
    let solved = solve(&service, Goal::Best, engines()[0], &limits, &Control::default()).expect("a plan");
    let gave: BTreeSet<RuleId> = solved.clashes.changes.iter().map(|c| c.rule).collect();
    assert!(!gave.is_empty(), "nothing had to give");
    assert!(solved.clashes.changes.iter().all(|c| c.amount > 0.0), "{:?}", solved.clashes);
    let verdict = verify(&service, &solved.plan);
    let refused: BTreeSet<String> =
        verdict.findings.iter().filter(|f| f.severity == Severity::Error).map(|f| f.code.clone()).collect();
    let names: BTreeSet<String> = gave.iter().map(|r| r.name()).collect();
    assert_eq!(refused, names, "{:#?}", verdict.findings);
    let conflict = &solved.clashes.conflict;
    let rules: BTreeSet<RuleId> = conflict.rules.iter().map(|(rule, _)| *rule).collect();
    assert!(conflict.minimal, "{conflict:?}");
    assert_eq!(rules, expected.iter().copied().collect(), "{conflict:?}");
    // One of the clashing rules must be among those that gave.
    assert!(!rules.is_disjoint(&gave), "{gave:?}");
    solved
}

const CROWD: &str = "streams.back-pain.waiting_list=[{patients: 30, to_weeks: 12}]";

#[test]
fn minimal_cannot_start_everybody() {
    // Lessons may be late without limit, so nothing but the starts' own rules keeps a crowd from starting.
    let solved = clashing(
        &[
            CROWD,
            "streams.back-pain.least_started_share=1",
            "funding={contracts: [{id: block, counts: {starts: six-lessons}, most_per_year: 60, source: a test}]}",
        ],
        &[RuleId::LeastStarted, RuleId::ContractCap],
    );
    // The cheapest is to lift the cap: 200 pounds a patient against 1,000.
    let [change] = &solved.clashes.changes[..] else { panic!("{:?}", solved.clashes) };
    assert_eq!(change.rule, RuleId::ContractCap);
    assert!(change.raise);
    let arrivals = 50.0 * 7.0 / 365.0 * 4.0;
    let wanted = (30.0_f64 + arrivals - 1.0).ceil() - 60.0 * 28.0 / 365.0;
    assert!((change.amount - wanted).abs() < 0.01, "{} is not {wanted}", change.amount);
}

/// More lessons than four sessions of five give in four weeks.
const FLOOR: &str =
    "funding={contracts: [{id: block, counts: {appointments: lesson}, least_per_year: 2000, source: a test}]}";

#[test]
fn minimal_cannot_give_more_lessons_than_there_is_time_for() {
    // The door is open in four half-days and the contract leaves three: more sessions help, but not enough.
    let solved = clashing(&[CROWD, FLOOR], &[RuleId::ContractFloor]);
    assert!(solved.clashes.changes.iter().any(|c| c.rule == RuleId::ContractFloor && !c.raise));
}

#[test]
fn minimal_clashes_over_a_teachers_sessions() {
    // With a fourth session a week there would be time.
    let floor =
        "funding={contracts: [{id: block, counts: {appointments: lesson}, least_per_year: 900, source: a test}]}";
    let solved = clashing(&[CROWD, floor], &[RuleId::ContractFloor, RuleId::Contracted]);
    assert!(solved.clashes.conflict.rules.iter().any(|(_, what)| what.contains("teacher-1")));
}

#[test]
fn minimal_has_a_budget_too_small_for_its_contract() {
    let funding = "funding={budgets: [{id: all, gbp_per_year: 1000, covers: {everything: {}}, source: a test}], \
                   contracts: [{id: block, counts: {appointments: lesson}, least_per_year: 300, source: a test}]}";
    let solved = clashing(&[CROWD, "activities.lesson.cost_gbp=30", funding], &[RuleId::Budget, RuleId::ContractFloor]);
    assert!(solved.clashes.changes.len() == 1, "{:?}", solved.clashes);
}

#[test]
fn minimal_has_a_budget_too_small_for_the_least_share() {
    let funding = "funding={budgets: [{id: all, gbp_per_year: 100, covers: {everything: {}}, source: a test}]}";
    clashing(
        &["courses.six-lessons.materials_gbp=40", "streams.back-pain.least_started_share=0.8", funding],
        &[RuleId::Budget, RuleId::LeastStarted],
    );
}

#[test]
fn minimal_clashes_over_the_shares_of_its_courses() {
    let courses = "courses=[{id: six-lessons, lessons: [{activity: lesson, total: 6, cadence: {by_week: [2, 2, 1, 1]}}], source: a test}, \
                   {id: two-lessons, lessons: [{activity: lesson, total: 2, cadence: {by_week: [1, 1]}}], source: a test}]";
    let streams =
        "streams.back-pain.courses=[{course: six-lessons, least_share: 0.5}, {course: two-lessons, least_share: 0.2}]";
    let funding = "funding={contracts: [{id: six, counts: {starts: six-lessons}, most_per_year: 20, source: a test}, \
                   {id: all, counts: {stream_starts: back-pain}, least_per_year: 100, source: a test}]}";
    clashing(
        &[courses, streams, "streams.back-pain.today={mix: {six-lessons: 1.0}, source: a test}", funding],
        &[RuleId::Shares, RuleId::ContractCap, RuleId::ContractFloor],
    );
}

#[test]
fn minimal_has_no_time_beside_meetings_for_its_contract() {
    let meetings: Vec<String> = ["tue-am", "tue-pm", "thu-am", "thu-pm"]
        .iter()
        .enumerate()
        .map(|(i, half_day)| {
            format!(
                "{{id: m-{i}, who: {{everyone: {{}}}}, when: {{weekly: {{half_days: [{half_day}]}}}}, minutes: 225, \
                 blocks_clinics: true, source: a test}}"
            )
        })
        .collect();
    let floor =
        "funding={contracts: [{id: block, counts: {appointments: lesson}, least_per_year: 100, source: a test}]}";
    let solved = clashing(&[&format!("meetings=[{}]", meetings.join(", ")), floor], &[RuleId::ContractFloor]);
    assert!(solved.plan.sessions.is_empty());
}

#[test]
fn minimal_clashes_in_whole_patients_only() {
    // Between 4.2 and 4.8 patients: split patients could, whole ones cannot.
    let funding = "funding={contracts: [{id: four, counts: {starts: six-lessons}, most_per_year: 62.6, least_per_year: 54.8, source: a test}]}";
    let solved = clashing(&[funding], &[RuleId::ContractCap, RuleId::ContractFloor]);
    let [change] = &solved.clashes.changes[..] else { panic!("{:?}", solved.clashes) };
    assert!(change.amount < 1.0, "{change:?}");
}

#[test]
fn minimal_clashes_with_its_aims_in_order() {
    let solved = clashing(
        &[CROWD, FLOOR, "policy.aims={ordered: [{aim: benefit}, {aim: waiting}, {aim: tidy}]}"],
        &[RuleId::ContractFloor],
    );
    assert_eq!(solved.aims.len(), 5);
    assert!(solved.bound_gbp.is_none());
}
