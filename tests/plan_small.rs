//! Plans of the small scenarios, end to end: published arithmetic, proven optima, the checker's word, and what must not
//! change an answer. Names hold `minimal` or `alexander`: these run with every engine.

mod plan_common;
mod verify_common;

use equipoise::base::control::Control;
use equipoise::engine::{Engine, engines};
use equipoise::model::Goal;
use equipoise::plan::steady::{Scarce, SteadyPlan};
use equipoise::service::{Aim, RuleId, Service};
use equipoise::strategy::{AimReached, Limits, Solved, solve, solve_steady};
use equipoise::verify::verify;
use plan_common::turned::near;
use plan_common::{exact, service};

fn engine() -> &'static dyn Engine {
    engines()[0]
}

fn balance(service: &Service) -> SteadyPlan {
    let solved = solve_steady(service, Goal::Best, engine(), &Limits::default(), &Control::default());
    let solved = solved.expect("a balance");
    assert!(solved.clashes.changes.is_empty(), "{:?}", solved.clashes);
    solved.plan
}

fn started(plan: &SteadyPlan, course: &str) -> f64 {
    plan.starts.iter().filter(|s| s.course == course).map(|s| s.patients).sum()
}

fn points(plan: &SteadyPlan) -> f64 {
    plan.benefit.by_measure.iter().map(|m| m.mean).sum()
}

fn dated(service: &Service, limits: &Limits) -> Solved {
    solve(service, Goal::Best, engine(), limits, &Control::default()).expect("a plan")
}

#[test]
fn alexander_in_the_long_run_is_140_courses_of_6_and_17_of_24() {
    let plan = balance(&service("alexander", &[], &[]));
    assert_eq!((started(&plan, "at-6"), started(&plan, "at-24")), (140.0, 17.0));
    near(points(&plan), 253.8);
    near(plan.value_gbp, plan.bound_gbp.unwrap_or(plan.value_gbp));
}

#[test]
fn alexander_with_one_dose_only() {
    let six = balance(&service("alexander", &["only-6"], &[]));
    assert_eq!(started(&six, "at-6"), 157.0);
    near(points(&six), 157.0 * 1.4);
    let twenty_four = balance(&service("alexander", &["only-24"], &[]));
    assert_eq!(started(&twenty_four, "at-24"), 52.0);
    near(points(&twenty_four), 52.0 * 3.4);
}

#[test]
fn alexander_prices_a_lesson_and_a_patient() {
    if !engine().capabilities().duals {
        return;
    }
    let plan = balance(&service("alexander", &[], &[]));
    let price = |what: Scarce| {
        let row = plan.prices.iter().find(|p| p.what == what).expect("a price");
        row.in_measure.expect("one measure")
    };
    near(price(Scarce::Lesson("at-lesson".into())), 2.0 / 18.0);
    near(price(Scarce::Patient("alexander".into())), 1.4 - 6.0 * 2.0 / 18.0);
}

/// The best of all whole mixes of 6 and 24 lessons: points, by trying each.
fn best_mix(worth: (f64, f64), lessons: f64, patients: u32, least: u32) -> Option<f64> {
    let mut best = None;
    for a in 0..=patients {
        for b in 0..=patients - a {
            if a + b >= least && f64::from(6 * a + 24 * b) <= lessons + 1e-6 {
                let value = f64::from(a) * worth.0 + f64::from(b) * worth.1;
                best = Some(best.map_or(value, |x: f64| x.max(value)));
            }
        }
    }
    best
}

#[test]
fn alexander_agrees_with_trying_every_mix() {
    let pessimistic = balance(&service("alexander", &["pessimistic"], &[]));
    let low: f64 = pessimistic.benefit.by_measure.iter().map(|m| m.low).sum();
    near(low, best_mix((0.03, 2.03), 1248.0, 157, 0).unwrap());

    for evidence in ["0.85", "1.4", "2.9"] {
        let set = format!(
            "courses.at-6.evidence={{measure: rmdq, change: {evidence}, comparator: normal care, \
                           follow_up_weeks: 52, analysis: marginal, source: a test}}"
        );
        let plan = balance(&service("alexander", &[], &[&set]));
        near(points(&plan), best_mix((evidence.parse().unwrap(), 3.4), 1248.0, 157, 0).unwrap());
    }

    let everyone = balance(&service("alexander", &["everyone-starts"], &[]));
    near(points(&everyone), best_mix((1.4, 3.4), 1248.0, 157, 157).unwrap());

    for budget in [10_000.0_f64, 20_000.0, 30_000.0] {
        let set = format!(
            "funding={{budgets: [{{id: at, gbp_per_year: {budget}, covers: {{everything: {{}}}}, source: a test}}]}}"
        );
        let plan = balance(&service("alexander", &[], &[&set]));
        near(points(&plan), best_mix((1.4, 3.4), (budget / 36.0).min(1248.0), 157, 0).unwrap());
        assert!(plan.spend_gbp <= budget + 1e-6);
    }
}

#[test]
fn alexander_breaks_ties_towards_more_patients() {
    // Twenty-four lessons worth just four times six: every mix that uses all lessons is worth the same.
    let set = "courses.at-24.evidence={measure: rmdq, change: 5.6, comparator: normal care, follow_up_weeks: 52, \
               analysis: marginal, source: a test}";
    let plan = balance(&service(
        "alexander",
        &[],
        &[set, "streams.alexander.referrals={per_year: 400}", "service.referrals_per_year=400"],
    ));
    near(points(&plan), 1248.0 / 6.0 * 1.4);
    assert_eq!(plan.starts.iter().map(|s| s.patients).sum::<f64>(), 208.0);
}

#[test]
fn alexander_starts_most_patients_where_nothing_is_worth_anything() {
    let plan = balance(&service("alexander", &[], &["policy.prices.important_change_gbp=0"]));
    assert_eq!(started(&plan, "at-6") + started(&plan, "at-24"), 157.0);
}

#[test]
fn alexander_clash_names_the_rule_and_the_cheapest_change() {
    // Nobody can be given 24 lessons each with two teachers: 157 x 24 = 3,768 lessons, and there are 1,248.
    let service = service("alexander", &["only-24", "everyone-starts"], &[]);
    let solved = solve_steady(&service, Goal::Best, engine(), &Limits::default(), &Control::default()).unwrap();
    assert!(!solved.clashes.changes.is_empty());
    assert!(solved.clashes.changes.iter().all(|c| c.amount > 0.0));
    let conflict = &solved.clashes.conflict;
    assert!(conflict.minimal, "{conflict:?}");
    assert!(conflict.rules.iter().any(|(rule, _)| *rule == RuleId::LeastStarted), "{conflict:?}");
}

/// The proven optimum of the minimal scenario, in pounds: the same with every engine.
const MINIMAL_OPTIMUM: f64 = 5_257.102_160_351;

#[test]
fn minimal_is_proven_and_accepted() {
    let service = service("minimal", &[], &[]);
    let solved = dated(&service, &exact());
    let verdict = verify(&service, &solved.plan);
    assert!(verdict.accepts(), "{:#?}", verdict.findings);
    assert!((solved.plan.figures.value_gbp - MINIMAL_OPTIMUM).abs() < 1e-4, "{}", solved.plan.figures.value_gbp);
}

#[test]
fn minimal_does_not_depend_on_the_order_of_lists() {
    let plain = service("minimal", &[], &[]);
    let mut turned = plain.clone();
    turned.practitioners = plain.practitioners.iter().rev().cloned().collect();
    turned.rooms = plain.rooms.iter().rev().cloned().collect();
    turned.courses = plain.courses.iter().rev().cloned().collect();
    turned.clinics = plain.clinics.iter().rev().cloned().collect();
    turned.activities = plain.activities.iter().rev().cloned().collect();
    near(dated(&turned, &exact()).plan.figures.value_gbp, dated(&plain, &exact()).plan.figures.value_gbp);
}

#[test]
fn minimal_is_never_worse_with_more_capacity() {
    let plain = service("minimal", &[], &[]);
    let mut more = plain.clone();
    more.practitioners = plain
        .practitioners
        .iter()
        .cloned()
        .map(|mut p| {
            p.non_clinical = equipoise::base::units::Fraction::ZERO;
            p
        })
        .collect();
    let (less, more) = (dated(&plain, &exact()), dated(&more, &exact()));
    assert!(more.plan.figures.value_gbp >= less.plan.figures.value_gbp - 1e-6);
}

#[test]
fn minimal_tampered_with_is_always_caught() {
    let service = service("minimal", &[], &[]);
    let good = dated(&service, &Limits::default()).plan;
    assert!(verify(&service, &good).accepts());
    let mut applied = 0;
    for (rule, name, tamper) in verify_common::tampers::TAMPERS {
        let mut plan = good.clone();
        if tamper(&service, &mut plan) {
            applied += 1;
            let findings = verify(&service, &plan).findings;
            assert!(findings.iter().any(|f| f.code == rule.name()), "{name} was not caught as {rule}: {findings:#?}");
        }
    }
    assert!(applied >= 20, "only {applied} tampers apply to a solved plan");
}

#[cfg(feature = "highs")]
#[test]
fn alexander_dated_is_accepted_within_its_gap() {
    let service = service("alexander", &[], &[]);
    let solved = dated(&service, &Limits::default());
    let verdict = verify(&service, &solved.plan);
    assert!(verdict.accepts(), "{:#?}", verdict.findings);
    // What the solver maximised and what the figures say are reckoned apart.
    let (value, bound) = (solved.plan.figures.value_gbp, solved.bound_gbp.expect("a bound"));
    assert!(value <= bound + 1e-6 * bound.abs());
    assert!(bound - value <= 0.01 * bound.abs(), "{value} of {bound}");
}

#[cfg(feature = "highs")]
#[test]
fn alexander_realistic_with_everything_on_is_accepted() {
    let service = service("alexander", &["realistic"], &["horizon.weeks=16"]);
    let solved = dated(&service, &Limits { gap: 0.05, ..Limits::default() });
    let verdict = verify(&service, &solved.plan);
    assert!(verdict.accepts(), "{:#?}", verdict.findings);
}

/// Worth of an aim, its bound and its gap in an order of aims.
fn in_order(order: &str, sets: &[&str]) -> (Service, Solved) {
    let order = format!("policy.aims={{ordered: [{order}]}}");
    let service = service("minimal", &[], &[&["horizon.weeks=4", &order], sets].concat());
    let solved = dated(&service, &exact());
    let verdict = verify(&service, &solved.plan);
    assert!(verdict.accepts(), "{:#?}", verdict.findings);
    (service, solved)
}

fn reached(solved: &Solved, aim: Aim) -> &AimReached {
    solved.aims.iter().find(|a| a.aim == aim).expect("every aim is reported")
}

#[test]
fn minimal_reports_every_ordered_aim_with_its_own_bound() {
    let (_, solved) = in_order("{aim: benefit}, {aim: promises}, {aim: waiting}, {aim: cost}, {aim: tidy}", &[]);
    let order: Vec<Aim> = solved.aims.iter().map(|a| a.aim).collect();
    assert_eq!(order, [Aim::Benefit, Aim::Promises, Aim::Waiting, Aim::Cost, Aim::Tidy]);
    assert!(solved.bound_gbp.is_none());
    for aim in &solved.aims {
        let bound = aim.bound_gbp.expect("proven");
        // What keeping the earlier aims lets go of is a millionth.
        assert!((bound - aim.value_gbp).abs() <= 1e-4 * bound.abs().max(1.0), "{aim:?}");
    }
    // Benefit first and alone: everybody who comes starts. 12 wait, and 50 x 28 / 365 are referred: 15 whole patients.
    let started = (12.0_f64 + 50.0 * 28.0 / 365.0).floor();
    near(reached(&solved, Aim::Benefit).value_gbp, started * 1.4 / 2.5 * 500.0);
}

#[test]
fn minimal_gives_up_no_more_than_an_aims_tolerance() {
    let (_, solved) = in_order("{aim: benefit, tolerance: 0.2}, {aim: promises}", &[]);
    let benefit = reached(&solved, Aim::Benefit);
    let bound = benefit.bound_gbp.expect("proven");
    assert!(benefit.value_gbp >= 0.8 * bound - 1e-4 * bound, "{benefit:?}");
    assert_eq!(benefit.tolerance, Some(0.2));
    // Promises are the better for it: no more than 12 of 15 patients start.
    let (_, strict) = in_order("{aim: benefit}, {aim: promises}", &[]);
    assert!(reached(&solved, Aim::Promises).value_gbp > reached(&strict, Aim::Promises).value_gbp + 1.0);
    assert_eq!(reached(&solved, Aim::Tidy).tolerance, None);
}

#[test]
fn minimal_keeps_promises_by_starting_nobody() {
    let (_, solved) = in_order("{aim: promises}, {aim: cost}, {aim: tidy}, {aim: benefit}", &[]);
    near(reached(&solved, Aim::Promises).value_gbp, 0.0);
    near(reached(&solved, Aim::Promises).bound_gbp.expect("proven"), 0.0);
    near(reached(&solved, Aim::Tidy).value_gbp, 0.0);
}
