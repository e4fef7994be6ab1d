//! Branching on a few columns of a linear program, best first.
//!
//! They are whole in every plan, but split in the linear relaxation. A node is split where that tightens most, tried from
//! the last basis; every plan lies on one of the sides.

use crate::engine::{Basis, Col, Outcome, Program, Request, Status, Warm};
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Values this near to a whole number are whole.
pub(crate) const WHOLE: f64 = 1e-4;
/// After so many splits in a row that tighten no more than the best so far, no more are tried at a node.
const TRIED: usize = 8;
/// A tree may take the limit of iterations divided by this, and in any case the second.
const TREE: (u64, u64) = (4, 10_000);

/// Ranges of columns.
pub(crate) type Ranges = BTreeMap<Col, (f64, f64)>;

/// A leaf of a tree.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    /// Ranges of the columns branched on, where they are narrower than elsewhere.
    pub ranges: Ranges,
    /// Its linear solution.
    pub outcome: Outcome,
}

impl Leaf {
    /// The prices of its rows; none if the engine gives none.
    pub fn prices(&self) -> &[f64] {
        self.outcome.duals.as_ref().map_or(&[], |duals| &duals.rows)
    }

    /// A program, with the leaf's ranges.
    pub fn of(&self, program: &Program) -> Program {
        let mut program = program.clone();
        for (&col, &(least, most)) in &self.ranges {
            program.set_bounds(col, least, most);
        }
        program
    }
}

/// A side of a split.
#[derive(Debug, Clone)]
pub(crate) enum Side {
    /// It was solved.
    Leaf(Leaf),
    /// It is dear, and was not solved to its end.
    Dear {
        /// Its ranges.
        ranges: Ranges,
        /// Its objective is no less.
        bound: f64,
    },
}

impl Side {
    /// Its leaf, if it was solved.
    pub fn solved(self) -> Option<Leaf> {
        match self {
            Self::Leaf(leaf) => Some(leaf),
            Self::Dear { .. } => None,
        }
    }

    /// Its ranges.
    pub fn ranges(&self) -> &Ranges {
        match self {
            Self::Leaf(Leaf { ranges, .. }) | Self::Dear { ranges, .. } => ranges,
        }
    }

    /// A lower bound of it.
    pub fn bound(&self) -> f64 {
        match self {
            Self::Leaf(leaf) => leaf.outcome.objective,
            Self::Dear { bound, .. } => *bound,
        }
    }
}

/// A linear program, held while it is branched on.
pub(crate) struct Tree<'a> {
    program: &'a Program,
    held: Box<dyn Warm>,
    set: Ranges,
    /// The columns branched on, and what branching on each last tightened.
    gains: Vec<(Col, f64)>,
    /// Branching goes on while it tightens the bound by at least this share of the objective.
    worthwhile: f64,
    /// Sides that are dearer than their node by more than this share are not solved to their end.
    dear: f64,
    /// Ranges whose bound was found to be dear.
    known: Vec<(Ranges, f64)>,
    /// Iterations that may still be made.
    iterations: u64,
}

impl<'a> Tree<'a> {
    /// A tree over a linear program that branches on nothing as yet; `near` its optimum, where it is known.
    pub fn new(
        runner: &Runner,
        program: &'a Program,
        near: Option<Arc<Basis>>,
        worthwhile: f64,
        dear: f64,
    ) -> Result<Self, StrategyError> {
        let held = runner.engine().hold(program, &Request { near, ..runner.linear() })?;
        let iterations = (runner.limits().iterations / TREE.0).max(TREE.1);
        Ok(Self {
            program,
            held,
            set: Ranges::new(),
            gains: Vec::new(),
            worthwhile,
            dear,
            known: Vec::new(),
            iterations,
        })
    }

    /// Branches on these columns from now on.
    pub fn branch_on(&mut self, columns: impl IntoIterator<Item = Col>) {
        self.gains = columns.into_iter().map(|col| (col, f64::INFINITY)).collect();
    }

    /// The side with these ranges, solved to its end however dear it is; nothing if it is impossible.
    pub fn side(&mut self, runner: &Runner, ranges: Ranges) -> Result<Option<Side>, StrategyError> {
        self.held.set_cutoff(f64::INFINITY)?;
        self.reach(runner, ranges)
    }

    /// The sides of the split that tightens most, without those that are impossible; nothing if no split is worth while.
    pub fn split(&mut self, runner: &Runner, node: &Leaf) -> Result<Option<Vec<Side>>, StrategyError> {
        let objective = node.outcome.objective;
        let scale = objective.abs().max(1.0);
        let worthwhile = self.worthwhile * scale;
        self.held.set_cutoff(objective + self.dear * scale)?;
        let enough = objective + self.dear * scale / 2.0;
        let value = |col: Col| node.outcome.values[col.index()];
        let off = |col: Col| (value(col) - value(col).round()).abs();
        // What tightened little before is left out.
        let mut candidates: Vec<usize> = (0..self.gains.len())
            .filter(|&i| off(self.gains[i].0) > WHOLE && self.gains[i].1 * 4.0 > worthwhile)
            .collect();
        candidates.sort_by(|&a, &b| {
            let ((a, gain_a), (b, gain_b)) = (self.gains[a], self.gains[b]);
            gain_b.total_cmp(&gain_a).then(off(b).total_cmp(&off(a)))
        });
        let mut best = None;
        let mut most = worthwhile;
        let mut since = 0;
        for i in candidates {
            let (col, gain) = self.gains[i];
            if (gain.is_finite() && since >= TRIED) || self.iterations == 0 || runner.is_late() {
                break;
            }
            let (least, greatest) = node.ranges.get(&col).copied().unwrap_or_else(|| self.all(col));
            let mut sides = Vec::new();
            let mut gain = f64::INFINITY;
            for side in [(value(col).ceil(), greatest), (least, value(col).floor())] {
                let mut ranges = node.ranges.clone();
                ranges.insert(col, side);
                if let Some(side) = self.reach_or_know(runner, ranges, enough)? {
                    gain = gain.min(side.bound() - objective);
                    sides.push(side);
                }
                if gain <= most {
                    break;
                }
            }
            self.gains[i].1 = gain;
            since += 1;
            if gain > most {
                (best, most, since) = (Some(sides), gain, 0);
            }
        }
        Ok(best)
    }

    /// The side with these ranges, not solved where they are known to be dear: to cost `enough`.
    fn reach_or_know(&mut self, runner: &Runner, ranges: Ranges, enough: f64) -> Result<Option<Side>, StrategyError> {
        if let Some(bound) = self.known_to_be(&ranges, enough) {
            return Ok(Some(Side::Dear { ranges, bound }));
        }
        let side = self.reach(runner, ranges)?;
        self.known.extend(
            side.iter().filter(|side| side.bound() >= enough).map(|side| (side.ranges().clone(), side.bound())),
        );
        Ok(side)
    }

    /// Solves the program with these ranges; nothing if it is impossible.
    fn reach(&mut self, runner: &Runner, ranges: Ranges) -> Result<Option<Side>, StrategyError> {
        let narrowed: Vec<Col> = self.set.keys().chain(ranges.keys()).copied().collect();
        for col in narrowed {
            let all = self.all(col);
            let wanted = ranges.get(&col).copied().unwrap_or(all);
            if self.set.insert(col, wanted).unwrap_or(all) != wanted {
                self.held.set_bounds(col, wanted.0, wanted.1)?;
            }
        }
        let outcome = self.held.solve(runner.control())?;
        if runner.control().is_cancelled() {
            return Err(StrategyError::Interrupted);
        }
        self.iterations = self.iterations.saturating_sub(outcome.iterations);
        let (status, objective, iterations) = (outcome.status, outcome.objective, outcome.iterations);
        let narrowed: Vec<_> = ranges.iter().map(|(&col, range)| (self.program.name(col), range)).collect();
        tracing::debug!(?status, objective, iterations, ?narrowed, "leaf");
        Ok(match (status, outcome.bound) {
            (Status::Infeasible, _) => None,
            _ if outcome.has_solution() => Some(Side::Leaf(Leaf { ranges, outcome })),
            (_, bound) => Some(Side::Dear { ranges, bound: bound.unwrap_or(f64::NEG_INFINITY) }),
        })
    }

    /// A known bound of these ranges, if it is at least so much.
    fn known_to_be(&self, ranges: &Ranges, least: f64) -> Option<f64> {
        let within = |known: &Ranges| {
            known
                .iter()
                .all(|(col, outer)| ranges.get(col).is_some_and(|inner| outer.0 <= inner.0 && inner.1 <= outer.1))
        };
        self.known.iter().find(|(known, bound)| *bound >= least && within(known)).map(|(_, bound)| *bound)
    }

    /// The range of a column in the program.
    fn all(&self, col: Col) -> (f64, f64) {
        let column = self.program.get(col);
        (column.lower, column.upper)
    }
}

#[cfg(all(test, feature = "highs"))]
mod tests {
    use super::*;
    use crate::base::control::Control;
    use crate::engine::Highs;
    use crate::strategy::Limits;

    /// Two columns whose whole optimum, -20 at (4, 0), is dearer than the linear one, -21 at (3, 1.5).
    fn program() -> (Program, [Col; 2]) {
        let mut program = Program::default();
        let columns = [program.column("x", 0.0, 5.0, -5.0), program.column("y", 0.0, 5.0, -4.0)];
        program.at_most("work", vec![(columns[0], 6.0), (columns[1], 4.0)], 24.0);
        program.at_most("wood", vec![(columns[0], 1.0), (columns[1], 2.0)], 6.0);
        (program, columns)
    }

    /// Branches until nothing is worth while any more.
    fn grown(worthwhile: f64, dear: f64) -> Vec<Side> {
        let (program, columns) = program();
        let (limits, control) = (Limits::default(), Control::default());
        let runner = Runner::new(&Highs, &limits, &control);
        let mut tree = Tree::new(&runner, &program, None, worthwhile, dear).expect("it holds");
        let root = tree.side(&runner, Ranges::new()).expect("it solves").and_then(Side::solved);
        let mut open = vec![root.expect("it is possible")];
        tree.branch_on(columns);
        let mut grown = Vec::new();
        while let Some(node) = open.pop() {
            let Some(sides) = tree.split(&runner, &node).expect("it solves") else {
                grown.push(Side::Leaf(node));
                continue;
            };
            for side in sides {
                match side {
                    Side::Leaf(leaf) => open.push(leaf),
                    Side::Dear { .. } => grown.push(side),
                }
            }
        }
        grown
    }

    #[test]
    fn every_whole_solution_is_on_a_side_that_bounds_it() {
        for dear in [0.01, 0.04, 0.1, 10.0] {
            let sides = grown(1e-6, dear);
            let (program, columns) = program();
            for (x, y) in (0..=5).flat_map(|x| (0..=5).map(move |y| (f64::from(x), f64::from(y)))) {
                if program.worst_violation(&[x, y]).0 > 1e-9 {
                    continue;
                }
                let has = |side: &&Side| {
                    let within = |(col, value): (&Col, f64)| {
                        side.ranges().get(col).is_none_or(|(least, most)| (*least..=*most).contains(&value))
                    };
                    columns.iter().zip([x, y]).all(within)
                };
                let bound = sides.iter().find(has).expect("it is somewhere").bound();
                assert!(bound <= program.objective(&[x, y]) + 1e-9, "{dear}: ({x}, {y}) below {bound}");
            }
        }
    }

    #[test]
    fn branching_closes_the_gap_where_it_is_worth_while() {
        let least = grown(1e-6, 10.0).iter().map(Side::bound).fold(f64::INFINITY, f64::min);
        assert!((least + 20.0).abs() < 1e-6, "{least}");
        let unsplit = grown(0.5, 10.0);
        assert_eq!(unsplit.len(), 1);
        assert!((unsplit[0].bound() + 21.0).abs() < 1e-6);
    }
}
