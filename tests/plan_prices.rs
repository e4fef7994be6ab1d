//! Prices of what binds: on every scenario one more is worth at least nothing and at most its price, and a price's sign
//! and size are those of a change that is really made.
#![cfg(feature = "highs")]

mod plan_common;

use equipoise::base::control::Control;
use equipoise::engine::{Engine, Highs};
use equipoise::plan::prices::{Prices, Resource};
use equipoise::service::Service;
use equipoise::strategy::{Limits, price};
use equipoise::study;
use plan_common::turned;

/// In pounds: what a solver's tolerances can make of it.
const NOISE: f64 = 1e-2;

fn prices_of(service: &Service, limits: &Limits) -> Prices {
    let control = Control::default();
    let answer = study::plan(service, false, &Highs, limits, &control).expect("a plan");
    assert!(answer.verdict.accepts());
    let prices = price(service, &answer.solved.plan, &Highs, limits, &control).expect("prices");
    // Fixing its rota, the plan is a solution of the program that is priced.
    assert!(prices.rota_gbp >= answer.solved.plan.figures.value_gbp - 0.5, "{}", prices.rota_gbp);
    prices
}

fn gains_lie_between_nothing_and_the_price(name: &str, prices: &Prices) {
    assert!(prices.priced > 0, "{name}");
    for price in &prices.prices {
        assert!(price.gain_gbp >= -NOISE, "{name}: {price:?}");
        let marginal = price.marginal_gbp.expect("a price");
        assert!(price.gain_gbp <= marginal + NOISE, "{name}: {price:?}");
        assert!(
            price.holds_for.expect("a range") < 1.0 || price.gain_gbp >= marginal * 0.999 - NOISE,
            "{name}: {price:?}"
        );
    }
}

#[test]
fn one_more_gains_no_less_than_nothing_and_no_more_than_its_price_on_every_scenario() {
    let exact = Limits::default();
    for (name, sets) in [("minimal", [].as_slice()), ("alexander", &["horizon.weeks=26"])] {
        gains_lie_between_nothing_and_the_price(name, &prices_of(&plan_common::service(name, &[], sets), &exact));
    }
    for fixture in ["tests/fixtures/orderly.yaml", "tests/fixtures/three-places.yaml"] {
        let service = turned::service(&turned::path(fixture), &[], &[]);
        gains_lie_between_nothing_and_the_price(fixture, &prices_of(&service, &exact));
    }
    // A first plan of the whole service: any rota has prices.
    let kent = plan_common::service("kent", &[], &["horizon.weeks=4"]);
    let prices = prices_of(&kent, &Limits { gap: 0.5, ..Limits::default() });
    gains_lie_between_nothing_and_the_price("kent", &prices);
    assert!(prices.prices.iter().any(|p| matches!(p.what, Resource::Session { .. })), "{prices:?}");
}

#[test]
fn a_budget_that_binds_is_priced_as_what_more_money_brings() {
    let sets = |gbp: f64| {
        format!(
            "funding={{budgets: [{{id: teaching, gbp_per_year: {gbp}, covers: {{clinics: [lessons-clinic]}}, source: assumption}}]}}"
        )
    };
    let limits = plan_common::exact();
    let poor = plan_common::minimal(&["practitioners.teacher-1.cost_gbp_per_session=100", &sets(9_000.0)]);
    let prices = prices_of(&poor, &limits);
    let budget = Resource::Budget("teaching".into());
    let found = prices.prices.iter().find(|p| p.what == budget).unwrap_or_else(|| panic!("{prices:?}"));
    assert!(found.gain_gbp > 1.0, "{found:?}");
    // With money for everything it is worth nothing.
    let rich = plan_common::minimal(&["practitioners.teacher-1.cost_gbp_per_session=100", &sets(900_000.0)]);
    assert!(prices_of(&rich, &limits).prices.iter().all(|p| p.what != budget));
}

#[test]
fn an_engine_without_prices_says_so() {
    struct Plain;
    impl Engine for Plain {
        fn name(&self) -> &'static str {
            "plain"
        }
        fn version(&self) -> String {
            String::new()
        }
        fn capabilities(&self) -> equipoise::engine::Capabilities {
            equipoise::engine::Capabilities { duals: false, ..Highs.capabilities() }
        }
        fn solve(
            &self,
            program: &equipoise::engine::Program,
            request: &equipoise::engine::Request,
            control: &Control,
        ) -> Result<equipoise::engine::Outcome, equipoise::engine::EngineError> {
            Highs.solve(program, request, control)
        }
        fn hold(
            &self,
            program: &equipoise::engine::Program,
            request: &equipoise::engine::Request,
        ) -> Result<Box<dyn equipoise::engine::Warm>, equipoise::engine::EngineError> {
            Highs.hold(program, request)
        }
    }
    let service = plan_common::minimal(&[]);
    let (limits, control) = (Limits::default(), Control::default());
    let answer = study::plan(&service, false, &Highs, &limits, &control).expect("a plan");
    let error = price(&service, &answer.solved.plan, &Plain, &limits, &control).unwrap_err();
    assert_eq!(error.to_string(), "plain cannot give prices; use the HiGHS engine for it");
}
