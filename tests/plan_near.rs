//! Plans of large services that are begun at a plan of a service much like them: what is not touched stays as it was, what
//! only adds to what is possible makes no plan worse, and whatever changes, the plan is accepted and its bound holds.
#![cfg(feature = "highs")]

mod plan_common;

use equipoise::base::control::Control;
use equipoise::engine::{Engine, Highs};
use equipoise::model::Goal;
use equipoise::plan::{PatternSession, Plan, Start};
use equipoise::service::Service;
use equipoise::strategy::{Limits, Near, Solved, solve, solve_near};
use equipoise::verify::verify;
use plan_common::turned::{near as same, path, service};

const ORDERLY: &str = "tests/fixtures/orderly.yaml";
const THREE_PLACES: &str = "tests/fixtures/three-places.yaml";

/// So wide that a first plan is enough.
fn with() -> (&'static dyn Engine, Limits) {
    (&Highs, Limits { gap: 0.15, iterations: 100_000, ..Limits::default() })
}

fn of(file: &str, sets: &[&str]) -> Service {
    service(&path(file), &[], sets)
}

fn first(service: &Service) -> Solved {
    let (engine, limits) = with();
    solve(service, Goal::Best, engine, &limits, &Control::default()).expect("a plan")
}

fn start(service: &Service, plan: &Plan) -> Option<Near> {
    let (engine, limits) = with();
    Near::new(service, plan, (engine, &limits), &Control::default()).expect("it solves")
}

/// The plan of a service, begun at one of a service much like it; accepted, and not above its bound.
fn begun(service: &Service, near: &Near) -> Solved {
    let (engine, limits) = with();
    let solved = solve_near(service, Goal::Best, Some(near), (engine, &limits), &Control::default()).expect("a plan");
    let verdict = verify(service, &solved.plan);
    assert!(verdict.accepts(), "{:#?}", verdict.findings);
    assert!(value(&solved) <= solved.bound_gbp.expect("a bound") + 1e-6);
    solved
}

fn value(solved: &Solved) -> f64 {
    solved.plan.figures.value_gbp
}

fn placed(solved: &Solved) -> usize {
    solved.trace.iter().filter(|line| line.phase.starts_with("a part placed")).count()
}

/// How many parts were asked whether they could do better elsewhere.
fn asked(solved: &Solved) -> usize {
    solved.trace.iter().filter(|line| line.phase == "a part's sessions split").count()
}

fn made_whole(solved: &Solved) -> usize {
    solved.trace.iter().filter(|line| line.phase == "a part's whole patients").count()
}

#[test]
fn a_service_that_is_the_same_keeps_its_plan() {
    for file in [ORDERLY, THREE_PLACES] {
        let service = of(file, &[]);
        let base = first(&service);
        let again = begun(&service, &start(&service, &base.plan).expect("a start"));
        same(value(&again), value(&base));
        assert!((&again.plan.pattern, &again.plan.starts) == (&base.plan.pattern, &base.plan.starts), "{file}");
        assert_eq!((asked(&again), placed(&again), made_whole(&again)), (0, 0, 0), "{file}");
    }
}

#[test]
fn what_a_change_does_not_touch_stays_as_it_was() {
    let service = of(ORDERLY, &[]);
    let base = first(&service);
    let near = start(&service, &base.plan).expect("a start");
    let changed = of(ORDERLY, &["courses.lessons-4.evidence.change=1.2"]);
    let other = begun(&changed, &near);
    assert!(value(&other) < value(&base));
    let rest = |plan: &Plan| -> (Vec<PatternSession>, Vec<Start>) {
        let pattern = plan.pattern.iter().filter(|session| session.clinic.as_ref() != "lesson-clinic");
        let starts = plan.starts.iter().filter(|start| !start.stream.as_ref().starts_with("alexander"));
        (pattern.cloned().collect(), starts.cloned().collect())
    };
    assert!(rest(&other.plan) == rest(&base.plan));
    assert!(asked(&other) > 0 && made_whole(&other) > 0);
    assert!(asked(&other) < asked(&base), "{} {}", asked(&other), asked(&base));
    assert!(placed(&other) < placed(&base), "{} {}", placed(&other), placed(&base));
    assert!(!other.cut_short, "the search went on");
    // It is the same plan every time.
    assert!(begun(&changed, &near).plan == other.plan);
}

#[test]
fn more_to_choose_from_makes_no_plan_worse() {
    for (file, more) in [
        (
            ORDERLY,
            ["practitioners.teacher-1.sessions_per_week=4", "practitioners.teacher-1.wte=0.4", "service.fte_total=1.9"],
        ),
        (
            THREE_PLACES,
            ["practitioners.nurse-2.sessions_per_week=7", "practitioners.nurse-2.wte=0.7", "service.fte_total=4.3"],
        ),
    ] {
        let service = of(file, &[]);
        let base = first(&service);
        let other = begun(&of(file, &more), &start(&service, &base.plan).expect("a start"));
        assert!(value(&other) >= value(&base) - 1e-6, "{file}: {} {}", value(&other), value(&base));
    }
}

#[test]
fn less_to_choose_from_still_gives_a_plan_and_none_above_the_bound_of_before() {
    for (file, less) in [
        (ORDERLY, vec!["practitioners.teacher-1.sessions_per_week=2"]),
        (ORDERLY, vec!["practitioners.physio-2.sessions_per_week=2"]),
        (THREE_PLACES, vec!["practitioners.nurse-1.sessions_per_week=4"]),
    ] {
        let service = of(file, &[]);
        let base = first(&service);
        let other = begun(&of(file, &less), &start(&service, &base.plan).expect("a start"));
        assert!(value(&other) <= base.bound_gbp.expect("a bound") + 1e-6, "{file} {less:?}");
    }
}

#[test]
fn fewer_referrals_leave_nobody_to_start_who_has_not_come() {
    let service = of(ORDERLY, &[]);
    let base = first(&service);
    let fewer = of(ORDERLY, &["streams.assessment-north.referrals.per_week=2"]);
    let other = begun(&fewer, &start(&service, &base.plan).expect("a start"));
    let starts = |plan: &Plan| -> f64 {
        plan.starts.iter().filter(|s| s.stream.as_ref() == "assessment-north").map(|s| s.patients).sum()
    };
    assert!(starts(&other.plan) < starts(&base.plan));
}

#[test]
fn a_plan_that_is_none_of_the_service_and_a_small_service_are_no_start() {
    let service = of(ORDERLY, &[]);
    let mut plan = first(&service).plan;
    for start in &mut plan.starts {
        start.patients *= 50.0;
    }
    assert!(start(&service, &plan).is_none());
    let small = of("scenarios/minimal", &[]);
    let (engine, _) = with();
    assert!(!Near::is_of_use(&small, engine));
    assert!(start(&small, &first(&small).plan).is_none());
}
