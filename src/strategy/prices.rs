//! What one more of each resource would be worth to a plan: fix the rota, solve the linear program again, read the
//! prices; then widen each resource that has one and solve once more.
//!
//! A resource is a column that may be nothing as yet ([`prices`](crate::model::prices)). Its reduced cost is the worth of
//! its first small part: the objective is concave in it, so that one whole one gains no more than that, and never less
//! than nothing, since it need not be used.

use crate::base::control::Control;
use crate::engine::{Col, Engine, EngineError, Outcome, Warm};
use crate::model::objective::POUNDS_A_UNIT;
use crate::model::prices::{Resources, on_a_rota, on_any_rota, totals};
use crate::model::{Facts, Goal, Model, build};
use crate::plan::Plan;
use crate::plan::prices::{Price, Prices};
use crate::service::Service;
use crate::strategy::run::Runner;
use crate::strategy::{Limits, StrategyError};

/// Less than this many pounds for one more is nothing: a solver's noise.
pub const NOTHING_GBP: f64 = 0.01;
/// The most and the least of a resource for which it is tried whether the price holds.
const HOLDS: (f64, f64) = (16.0, 1.0 / 16.0);
/// A price holds while what is gained is within this share of it.
const AS_GOOD: f64 = 1e-4;

/// Prices of what a plan is short of.
///
/// # Errors
/// If the engine gives no prices or cannot hold a program, fails, or the job is cancelled.
pub fn price(
    service: &Service,
    plan: &Plan,
    engine: &dyn Engine,
    limits: &Limits,
    control: &Control,
) -> Result<Prices, StrategyError> {
    let able = engine.capabilities();
    if !able.duals || !able.warm {
        return Err(EngineError::Incapable { engine: engine.name(), what: "prices" }.into());
    }
    let facts = Facts::new(service);
    let runner = Runner::new(engine, limits, control);
    let weekly = build(&facts, Goal::Best);
    let mut fixed = weekly.clone();
    fixed.fix_rota(&facts, plan);
    let mut prices = Vec::new();
    let on_rota = on_a_rota(&facts, &fixed);
    let split = on_any_rota(&facts, &weekly);
    let priced = on_rota.columns.len() + split.columns.len();
    let rota_gbp = all(&runner, service, (&fixed, false), on_rota, &mut prices)?;
    let split_gbp =
        if split.columns.is_empty() { None } else { Some(all(&runner, service, (&weekly, true), split, &mut prices)?) };
    in_order(&mut prices);
    Ok(Prices { rota_gbp, split_gbp, prices, priced, not_tried: Vec::new() })
}

/// The dearest first.
pub fn in_order(prices: &mut [Price]) {
    prices.sort_by(|a, b| b.gain_gbp.total_cmp(&a.gain_gbp).then_with(|| a.what.cmp(&b.what)));
}

/// Prices all resources of a program; what it is worth without any more.
fn all(
    runner: &Runner,
    service: &Service,
    (model, split): (&Model, bool),
    resources: Resources,
    prices: &mut Vec<Price>,
) -> Result<f64, StrategyError> {
    runner.phase("prices");
    let Resources { program, columns } = resources;
    let mut held = runner.engine().hold(&program, &runner.linear())?;
    let without = solved(runner, held.as_mut())?;
    let duals = without.duals.as_ref().map_or(&[][..], |duals| &duals.columns);
    let worth = -without.objective * POUNDS_A_UNIT;
    let (started, changes, slots) = totals(service, &model.columns, &without.values);
    for (what, col) in columns {
        let marginal_gbp = -duals.get(col.index()).copied().unwrap_or(0.0) * POUNDS_A_UNIT;
        if marginal_gbp <= NOTHING_GBP {
            continue;
        }
        let with = with(runner, held.as_mut(), col, 1.0)?;
        let gain_gbp = -with.objective * POUNDS_A_UNIT - worth;
        let more = totals(service, &model.columns, &with.values);
        let mut gain = |of: f64| -> Result<f64, StrategyError> {
            Ok(-self::with(runner, held.as_mut(), col, of)?.objective * POUNDS_A_UNIT - worth)
        };
        let holds_for = holds_for(marginal_gbp, gain_gbp, &mut gain)?;
        held.set_bounds(col, 0.0, 0.0)?;
        prices.push(Price {
            what,
            split,
            marginal_gbp: Some(marginal_gbp),
            holds_for: Some(holds_for),
            gain_gbp,
            started: more.0 - started,
            important_changes: more.1 - changes,
            slots: more.2 - slots,
        });
    }
    Ok(worth)
}

/// The program with at most so many more of a resource.
fn with(runner: &Runner, held: &mut dyn Warm, col: Col, most: f64) -> Result<Outcome, StrategyError> {
    held.set_bounds(col, 0.0, most)?;
    solved(runner, held)
}

fn solved(runner: &Runner, held: &mut dyn Warm) -> Result<Outcome, StrategyError> {
    let outcome = held.solve(runner.control())?;
    if runner.control().is_cancelled() {
        return Err(StrategyError::Interrupted);
    }
    if !outcome.has_solution() {
        return Err(StrategyError::NothingWithinLimits);
    }
    Ok(outcome)
}

/// Up to how many of a resource each gains what the first small part does: doubled from one while it holds, or halved
/// until it does; 0 if it holds for no part that was tried.
fn holds_for(
    marginal: f64,
    gain_of_one: f64,
    gain: &mut dyn FnMut(f64) -> Result<f64, StrategyError>,
) -> Result<f64, StrategyError> {
    let holds = |of: f64, gained: f64| gained >= marginal * of * (1.0 - AS_GOOD);
    let mut of = 1.0;
    if holds(of, gain_of_one) {
        while of < HOLDS.0 && holds(of * 2.0, gain(of * 2.0)?) {
            of *= 2.0;
        }
        return Ok(of);
    }
    while of > HOLDS.1 {
        of /= 2.0;
        if holds(of, gain(of)?) {
            return Ok(of);
        }
    }
    Ok(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_holds_up_to_where_the_gain_bends() {
        let holds = |bend: f64| {
            let gained = |of: f64| 10.0 * of.min(bend) + 2.0 * (of - bend).max(0.0);
            holds_for(10.0, gained(1.0), &mut |of| Ok(gained(of))).unwrap()
        };
        assert_eq!(holds(100.0), 16.0);
        assert_eq!(holds(5.0), 4.0);
        assert_eq!(holds(1.0), 1.0);
        assert_eq!(holds(0.3), 0.25);
        assert_eq!(holds(0.01), 0.0);
    }
}
