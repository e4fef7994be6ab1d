//! Groups of columns apart: Lagrangian relaxation of the rows that join them.
//!
//! The rows that join groups are taken into the objective at their prices in a linear solution; each group is then a
//! small program of its own. Columns of no group, arrivals shared out over sites say, are copied into every group whose
//! rows have them, at the price that these rows put on them. The sum of the groups' bounds and of what is left over
//! bounds the whole program, and is never worse than the linear solution.

use crate::engine::{Col, Program};
use crate::strategy::piece::{MOST, Piece, Standing, cut, sound};

/// A program taken apart.
pub(crate) struct Apart {
    /// The groups, in order.
    pub pieces: Vec<Piece>,
    /// What the rows between groups and the columns of no group come to at least.
    pub rest: f64,
}

/// Takes a minimising program apart at some prices of its rows. `group_of` gives the group of every column, if it has
/// one; `whole` says in which groups whole numbers are kept.
pub(crate) fn apart(
    program: &Program,
    group_of: &[Option<usize>],
    groups: usize,
    whole: impl Fn(usize) -> bool,
    prices: &[f64],
) -> Apart {
    let prices = sound(program, prices);
    let pieces = (0..groups).map(|group| {
        let whole = whole(group);
        cut(program, &prices, &|col| match group_of[col.index()] {
            Some(its) if its == group => Standing::Inside { whole },
            Some(_) => Standing::Open,
            None => Standing::Copied,
        })
    });
    Apart { pieces: pieces.collect(), rest: between(program, group_of, &prices) + of_none(program, group_of, &prices) }
}

/// What the columns of each group cost in some solution, with what the rows between groups put on them.
pub(crate) fn costs(program: &Program, group_of: &[usize], groups: usize, prices: &[f64], values: &[f64]) -> Vec<f64> {
    let mut costs = vec![0.0; groups];
    for (j, column) in program.columns().iter().enumerate() {
        costs[group_of[j]] += column.cost * values[j];
    }
    for (row, &price) in program.rows().iter().zip(prices) {
        let group = |(col, _): &(Col, f64)| group_of[col.index()];
        if row.terms.windows(2).any(|pair| group(&pair[0]) != group(&pair[1])) {
            for (col, k) in &row.terms {
                costs[group_of[col.index()]] -= price * k * values[col.index()];
            }
        }
    }
    costs
}

/// The priced sides of the rows that are no group's own.
fn between(program: &Program, group_of: &[Option<usize>], prices: &[f64]) -> f64 {
    let own = |terms: &[(Col, f64)]| {
        let mut groups = terms.iter().filter_map(|(col, _)| group_of[col.index()]);
        groups.next().is_some_and(|first| groups.all(|group| group == first))
    };
    program
        .rows()
        .iter()
        .zip(prices)
        .filter(|(row, price)| **price != 0.0 && !own(&row.terms))
        .map(|(row, &price)| price * if price > 0.0 { row.lower } else { row.upper })
        .sum()
}

/// What the columns of no group come to at least, at what all rows leave of their cost.
fn of_none(program: &Program, group_of: &[Option<usize>], prices: &[f64]) -> f64 {
    let mut left: Vec<f64> = program.columns().iter().map(|column| column.cost).collect();
    for (row, &price) in program.rows().iter().zip(prices) {
        for &(col, k) in &row.terms {
            left[col.index()] -= price * k;
        }
    }
    let least = |(j, left): (usize, f64)| {
        let column = program.get(Col(j as u32));
        left * if left >= 0.0 { column.lower } else { column.upper.min(MOST) }
    };
    left.into_iter().enumerate().filter(|(j, _)| group_of[*j].is_none()).map(least).sum()
}

#[cfg(all(test, feature = "highs"))]
mod tests {
    use super::*;
    use crate::base::control::Control;
    use crate::engine::{Engine, Highs, Outcome, Request};

    fn solved(program: &Program) -> Outcome {
        let duals = program.columns().iter().all(|column| !column.integer);
        Highs.solve(program, &Request { duals, ..Request::default() }, &Control::default()).expect("it solves")
    }

    /// Arrivals shared out evenly over two sites; groups of three that start there, a room and a half for them at each, and
    /// people for so many at both.
    fn program(people: f64) -> (Program, [Option<usize>; 5]) {
        let mut program = Program::default();
        let arrivals = program.column("arrivals", 0.0, 20.0, 0.5);
        let mut both = Vec::new();
        for site in 0..2 {
            let groups = program.integer(format_args!("groups {site}"), 0.0, 9.0, -4.0 - f64::from(site));
            let waiting = program.column(format_args!("waiting {site}"), 0.0, f64::INFINITY, 0.25);
            program.equal(format_args!("queue {site}"), vec![(arrivals, -0.5), (groups, 3.0), (waiting, 1.0)], 1.0);
            program.at_most(format_args!("rooms {site}"), vec![(groups, 1.0)], 1.5);
            both.push((groups, 1.0));
        }
        program.at_most("people", both, people);
        (program, [None, Some(0), Some(0), Some(1), Some(1)])
    }

    fn bound(program: &Program, groups: &[Option<usize>], whole: bool, prices: &[f64]) -> f64 {
        let Apart { pieces, rest } = apart(program, groups, 2, |_| whole, prices);
        pieces.iter().map(|piece| solved(&piece.program).objective).sum::<f64>() + rest
    }

    #[test]
    fn what_is_apart_and_split_comes_to_the_whole_relaxation() {
        for people in [1.5, 2.5, 4.0, 7.25] {
            let (program, groups) = program(people);
            let relaxed = solved(&program.relaxed());
            let prices = relaxed.duals.expect("prices").rows;
            assert!((bound(&program, &groups, false, &prices) - relaxed.objective).abs() < 1e-9, "{people}");
        }
    }

    #[test]
    fn a_bound_holds_at_any_price_and_whole_numbers_tighten_it() {
        let mut tighter = 0;
        for people in [1.5, 2.5, 4.0, 7.25] {
            let (program, groups) = program(people);
            let best = solved(&program).objective;
            let relaxed = solved(&program.relaxed());
            let prices = relaxed.duals.expect("prices").rows;
            for share in [0.0, 0.5, 1.0, 1.5] {
                let prices: Vec<f64> = prices.iter().map(|price| price * share).collect();
                let apart = bound(&program, &groups, true, &prices);
                assert!(apart <= best + 1e-9, "{people} {share}: {apart} {best}");
                tighter += usize::from(share == 1.0 && apart > relaxed.objective + 1e-6);
            }
        }
        assert!(tighter > 0);
    }

    #[test]
    fn costs_and_the_rows_between_make_up_the_objective() {
        let (program, _) = program(2.5);
        let relaxed = solved(&program.relaxed());
        let prices = relaxed.duals.expect("prices").rows;
        // The arrivals with the first site: their rows with the second are between, as are the people.
        let costs = costs(&program, &[0, 0, 0, 1, 1], 2, &prices, &relaxed.values);
        let between = prices[2] * 1.0 + prices[4] * 2.5;
        assert!((costs.iter().sum::<f64>() + between - relaxed.objective).abs() < 1e-9);
    }
}
