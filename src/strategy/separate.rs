//! The parts by themselves: Lagrangian relaxation of the rows between parts.
//!
//! The rows that join parts are taken into the objective at their prices in the linear relaxation; each part is then a
//! small integer program of its own. The sum of their bounds, plus the priced right-hand sides, bounds the whole
//! program, and is never worse than the linear relaxation: where a part's few sessions must fall on whole half-days and
//! sites, it is better. What people and rooms a part may use by itself still limits it.

use crate::engine::{Col, Program};
use crate::strategy::StrategyError;
use crate::strategy::piece::{Standing, cut, sound};
use crate::strategy::run::Runner;

/// What the parts came to, each by itself.
pub(crate) struct Separate {
    /// A lower bound of the whole program; none if a part has no bound.
    pub bound: Option<f64>,
    /// What each part costs by itself, at the prices: what earns most first has least.
    pub costs: Vec<f64>,
}

/// Solves the parts of a minimising program each by itself, at the duals of its relaxation. `parts` gives the part of
/// every column, `count` how many there are. Each is solved to within `margin`.
pub(crate) fn solve(
    runner: &mut Runner,
    program: &Program,
    parts: &[usize],
    count: usize,
    prices: &[f64],
    margin: f64,
) -> Result<Separate, StrategyError> {
    let prices = sound(program, prices);
    let mut sum = Some(between(program, parts, &prices));
    let mut costs = Vec::new();
    for part in 0..count {
        let piece = cut(program, &prices, &|col| {
            if parts[col.index()] == part { Standing::Inside { whole: true } } else { Standing::Open }
        });
        if piece.columns.is_empty() {
            costs.push(0.0);
            continue;
        }
        let request = runner.request_for_piece(margin);
        let outcome = runner.solve_quietly("a part by itself", &piece.program, &request)?;
        sum = sum.zip(outcome.bound).map(|(sum, bound)| sum + bound);
        costs.push(outcome.bound.unwrap_or(f64::INFINITY));
    }
    Ok(Separate { bound: sum, costs })
}

/// The priced sides of the rows between parts.
fn between(program: &Program, parts: &[usize], prices: &[f64]) -> f64 {
    let joins = |terms: &[(Col, f64)]| terms.windows(2).any(|w| parts[w[0].0.index()] != parts[w[1].0.index()]);
    program
        .rows()
        .iter()
        .zip(prices)
        .filter(|(row, price)| **price != 0.0 && joins(&row.terms))
        .map(|(row, &price)| price * if price > 0.0 { row.lower } else { row.upper })
        .sum()
}
