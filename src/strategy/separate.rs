//! A bound of the weekly model: the leaves of the tree over counts, each by its parts.
//!
//! The rows that join parts are taken into the objective at their prices in a leaf's linear solution; each part is then a
//! small integer program of its own ([`apart`](mod@super::apart)). Where a part's few sessions must fall on whole
//! half-days and sites, and its patients are whole, the sum of their bounds is better than the leaf's. What people and
//! rooms a part may use by itself still limits it. Parts with many sessions stay split: whole numbers hardly matter to
//! their bounds.

use crate::engine::Col;
use crate::model::{Facts, Model, Parts, sites_of_columns};
use crate::strategy::StrategyError;
use crate::strategy::apart::{Apart, apart};
use crate::strategy::counts::{Counted, Leaf};
use crate::strategy::divide::{MOST_COUNTED, Task};
use crate::strategy::piece::Piece;
use crate::strategy::run::Runner;
use std::collections::{BTreeMap, BTreeSet};

/// At most so many leaves are bounded by their parts.
const LEAVES: usize = 4;

/// A lower bound of the weekly model, each part of a leaf being solved to within `margin`.
pub(crate) fn bound(
    runner: &mut Runner,
    facts: &Facts,
    weekly: &Model,
    tree: &Counted,
    margin: f64,
) -> Result<f64, StrategyError> {
    let separate = Separate::new(facts, weekly, tree);
    let mut least = f64::INFINITY;
    for (i, leaf) in tree.leaves.iter().enumerate() {
        let linear = leaf.outcome.objective;
        if linear >= least {
            break;
        }
        if i == LEAVES {
            return Ok(linear);
        }
        let bound = separate.bound(runner, leaf, margin)?.map_or(linear, |bound| bound.max(linear));
        tracing::debug!(linear, bound, "a leaf by its parts");
        least = least.min(bound);
    }
    Ok(least)
}

struct Separate<'a> {
    weekly: &'a Model,
    tree: &'a Counted,
    /// The part of every column.
    parts: Vec<Option<usize>>,
    /// How many parts there are.
    count: usize,
    /// The site of every column that concerns but one.
    sites: Vec<Option<usize>>,
    /// The columns that count sessions.
    counts: BTreeSet<Col>,
    /// Parts with many sessions.
    many: BTreeSet<usize>,
}

impl<'a> Separate<'a> {
    fn new(facts: &Facts, weekly: &'a Model, tree: &'a Counted) -> Self {
        let size = weekly.program.columns().len();
        let all = Parts::new(facts);
        let parts = tree.with_counts(all.of_columns(facts, &weekly.columns, size));
        let sites = tree.with_counts(sites_of_columns(facts, &weekly.columns, size));
        let counts = tree.counts.iter().map(|count| count.column).collect();
        let mut sessions: BTreeMap<usize, f64> = BTreeMap::new();
        for col in tree.counts.iter().map(|count| count.column) {
            let linear = tree.leaves.first().map_or(0.0, |leaf| leaf.outcome.values[col.index()]);
            *sessions.entry(parts[col.index()]).or_default() += linear;
        }
        let most = MOST_COUNTED * f64::from(facts.service.blocks());
        let many = sessions.into_iter().filter(|(_, sessions)| *sessions > most).map(|(part, _)| part).collect();
        let parts = parts.into_iter().map(Some).collect();
        Self { weekly, tree, parts, count: all.count(), sites, counts, many }
    }

    /// A lower bound of a leaf, its parts being solved side by side; none if a part has none.
    fn bound(&self, runner: &mut Runner, leaf: &Leaf, margin: f64) -> Result<Option<f64>, StrategyError> {
        let mut program = self.tree.program_at(leaf);
        let columns = &self.weekly.columns;
        for &col in columns.session.values().chain(columns.so_far.values()).chain(columns.groups_so_far.values()) {
            program.set_integer(col, true);
        }
        let whole = |part: usize| !self.many.contains(&part);
        let Apart { pieces, rest } = apart(&program, &self.parts, self.count, whole, leaf.prices());
        let task = |(part, piece): (usize, Piece)| {
            let counts = piece.places(|col| self.counts.contains(&col));
            let sites = piece.columns.iter().map(|col| self.sites[col.index()]).collect();
            let request = runner.request_for_piece(&piece.program, margin);
            Task { program: piece.program, counts, bound_by: whole(part).then_some(sites), request }
        };
        let tasks: Vec<_> = pieces.into_iter().enumerate().map(task).collect();
        let outcomes = runner.solve_all("a part by itself", &tasks)?;
        Ok(outcomes.iter().try_fold(rest, |sum, outcome| outcome.bound.map(|bound| sum + bound)))
    }
}
