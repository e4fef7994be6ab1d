//! The parts by themselves: Lagrangian relaxation of the rows between parts.
//!
//! The rows that join parts are taken into the objective at their prices in the linear relaxation; each part is then a
//! small integer program of its own. The sum of their bounds, plus the priced right-hand sides, bounds the whole
//! program, and is never worse than the linear relaxation: where a part's few sessions must fall on whole half-days and
//! sites, it is better. What people and rooms a part may use by itself still limits it.

use crate::engine::{Col, Program};
use crate::strategy::StrategyError;
use crate::strategy::divide::Task;
use crate::strategy::piece::{Standing, cut, sound};
use crate::strategy::run::Runner;
use std::collections::BTreeSet;

/// What the parts came to, each by itself.
pub(crate) struct Separate {
    /// The priced sides of the rows between parts.
    between: f64,
    /// A lower bound of each part, at the prices; none if nothing was proven.
    bounds: Vec<Option<f64>>,
}

impl Separate {
    /// A lower bound of the whole program; none if a part has no bound.
    pub fn bound(&self) -> Option<f64> {
        self.bounds.iter().try_fold(self.between, |sum, bound| bound.map(|bound| sum + bound))
    }

    /// What each part costs at least: what earns most first has least.
    pub fn costs(&self) -> Vec<f64> {
        self.bounds.iter().map(|bound| bound.unwrap_or(f64::INFINITY)).collect()
    }
}

/// Solves the parts of a minimising program side by side, each by itself, at the duals of its relaxation. `parts` gives
/// the part of every column, and how many there are; `counts` are columns by which a part may be divided. Each is solved
/// to within `margin`.
pub(crate) fn solve(
    runner: &mut Runner,
    program: &Program,
    (parts, count): (&[usize], usize),
    counts: &BTreeSet<Col>,
    prices: &[f64],
    margin: f64,
) -> Result<Separate, StrategyError> {
    let prices = sound(program, prices);
    let inside = |part: usize| {
        let standing =
            |col: Col| if parts[col.index()] == part { Standing::Inside { whole: true } } else { Standing::Open };
        let piece = cut(program, &prices, &standing);
        let counts = piece.places(|col| counts.contains(&col));
        let request = runner.request_for_piece(&piece.program, margin);
        Task { program: piece.program, counts, request }
    };
    let pieces: Vec<_> = (0..count).map(inside).collect();
    let outcomes = runner.solve_all("a part by itself", &pieces)?;
    Ok(Separate {
        between: between(program, parts, &prices),
        bounds: outcomes.iter().map(|outcome| outcome.bound).collect(),
    })
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
