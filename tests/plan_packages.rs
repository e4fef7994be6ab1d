//! Packages of care in plans: courses that stand in for others (F8), and time frames (F5). Names hold `minimal`: these run
//! with every engine.

mod plan_common;

use equipoise::base::control::Control;
use equipoise::engine::{Engine, engines};
use equipoise::model::Goal;
use equipoise::plan::Plan;
use equipoise::service::{RuleId, Service};
use equipoise::strategy::{solve, solve_steady};
use equipoise::verify::verify;
use plan_common::{exact, minimal};

fn engine() -> &'static dyn Engine {
    engines()[0]
}

/// More patients than the teacher can give six lessons; all need these, and three may stand in for them at a fifth of the
/// benefit less.
fn with_three_lessons(most_instead: f64) -> Service {
    let course = |id: &str, cadence: &str, total: u32, change: f64| {
        format!(
            "{{id: {id}, lessons: [{{activity: lesson, total: {total}, cadence: {{by_week: {cadence}}}}}], drop_out: 0.1, \
             evidence: {{measure: rmdq, change: {change}, comparator: normal care, follow_up_weeks: 52, analysis: \
             marginal, source: a test}}, source: a test}}"
        )
    };
    let courses = format!(
        "courses=[{}, {}]",
        course("six-lessons", "[2, 2, 1, 1]", 6, 1.4),
        course("three-lessons", "[1, 1, 1]", 3, 1.12)
    );
    let options = format!(
        "streams.back-pain.courses=[{{course: six-lessons, fixed_share: 1.0, instead: [three-lessons], most_instead: \
         {most_instead}}}]"
    );
    minimal(&[
        &courses,
        &options,
        "streams.back-pain.referrals.per_year=300",
        "service.referrals_per_year=300",
        "streams.back-pain.waiting_list=[{patients: 60, to_weeks: 12}]",
    ])
}

fn planned(service: &Service, goal: Goal) -> Plan {
    let solved = solve(service, goal, engine(), &exact(), &Control::default()).expect("a plan");
    let verdict = verify(service, &solved.plan);
    assert!(verdict.accepts(), "{:#?}", verdict.findings);
    solved.plan
}

/// Starts of six and of three lessons.
fn starts(plan: &Plan) -> (f64, f64) {
    let of = |course: &str| plan.starts.iter().filter(|s| s.course == *course).map(|s| s.patients).sum();
    (of("six-lessons"), of("three-lessons"))
}

#[test]
fn minimal_lets_a_course_stand_in_as_far_as_its_share() {
    let (six, three) = starts(&planned(&with_three_lessons(0.0), Goal::Best));
    assert!(six > 10.0 && three <= 1.0, "{six} and {three}");
    let mut worth = planned(&with_three_lessons(0.0), Goal::Best).figures.value_gbp;
    for most in [0.4, 1.0] {
        let plan = planned(&with_three_lessons(most), Goal::Best);
        let (six, three) = starts(&plan);
        // three lessons earn four fifths in half of the time: as many as are allowed
        assert!(three <= most * (six + three) + 1.0 && three > most * (six + three) - 2.0, "{most}: {six} and {three}");
        assert!(plan.figures.value_gbp > worth + 500.0, "{} is not worth more than {worth}", plan.figures.value_gbp);
        worth = plan.figures.value_gbp;
    }
}

#[test]
fn minimal_does_nothing_without_what_stands_in() {
    let (six, three) = starts(&planned(&with_three_lessons(1.0), Goal::DoNothing));
    assert!(six > 10.0 && three <= 1.0, "{six} and {three}");
}

#[test]
fn minimal_balances_with_what_stands_in() {
    let balance = |most| {
        let solved = solve_steady(&with_three_lessons(most), Goal::Best, engine(), &exact(), &Control::default());
        solved.expect("a balance").plan
    };
    let of = |most: f64, course: &str| -> f64 {
        balance(most).starts.iter().filter(|row| row.course == *course).map(|row| row.patients).sum()
    };
    assert!(of(0.0, "three-lessons") <= 1.0);
    let (six, three) = (of(0.4, "six-lessons"), of(0.4, "three-lessons"));
    assert!((three - 0.4 * (six + three)).abs() <= 1.5, "{six} and {three}");
}

#[test]
fn minimal_is_refused_with_too_many_who_have_something_else() {
    let service = with_three_lessons(0.4);
    let mut plan = planned(&service, Goal::Best);
    plan.starts.iter_mut().for_each(|start| start.course = "three-lessons".into());
    let found = verify(&service, &plan).findings;
    assert!(
        found.iter().any(|f| f.code.contains(&RuleId::Shares.name()) && f.cause.contains("something else")),
        "{found:#?}"
    );
}

/// The course takes four weeks, so that a time frame of nine leaves five for waiting: those of the list who have waited
/// longer cannot be through in time, whatever the plan.
#[test]
fn minimal_counts_who_is_through_within_the_time_frame() {
    let service = minimal(&["courses.six-lessons.time_frame_weeks=9", "streams.back-pain.target_wait_weeks=18"]);
    assert_eq!(service.streams.at(0).target_wait_weeks, Some(5));
    let plan = planned(&service, Goal::Best);
    let row = &plan.figures.courses[0];
    let within = row.within_time_frame.expect("it has a time frame");
    // one of the list's twelve patients for each of the twelve weeks; first come, first served, at any pace
    let (mut waiting, mut in_time): (Vec<i32>, f64) = ((1..=12).rev().map(|weeks| -weeks).collect(), 0.0);
    let mut left = 1.0;
    for week in 0..8 {
        let starting: f64 = plan.starts.iter().filter(|s| s.week.0 == week).map(|s| s.patients).sum();
        let (mut starting, week) = (starting, week as i32);
        while starting > 0.0 && !waiting.is_empty() {
            let part = f64::min(left, starting);
            // whoever came in a week has waited so many weeks, and three more lie between first and last
            in_time += if week + 4 - waiting[0] <= 9 { part } else { 0.0 };
            (starting, left) = (starting - part, left - part);
            if left <= 1e-9 {
                waiting.remove(0);
                left = if waiting.is_empty() { 50.0 * 7.0 / 365.0 } else { 1.0 };
            }
        }
        // who comes within the horizon waits a week or two at most here
        in_time += starting;
    }
    assert!((within - in_time).abs() < 0.51, "{within} by the plan, {in_time} by hand");
    assert!(within > 0.0 && within < row.started, "{within} of {}", row.started);
    let tampered = {
        let mut plan = plan.clone();
        plan.figures.courses[0].within_time_frame = Some(within + 1.0);
        plan
    };
    assert!(!verify(&service, &tampered).accepts());
}
