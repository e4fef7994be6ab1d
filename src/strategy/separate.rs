//! A bound of the weekly model: the leaves of the tree over counts, each by its parts.
//!
//! Leaves are split further at totals: how many closed groups, and patients of parts with few sessions, have started in
//! the end. Their parts could not see by themselves what a total that is no whole number costs: at its price one arrival
//! more or less is always to be had.
//!
//! The rows that join parts are taken into the objective at their prices in a leaf's linear solution; each part is then a
//! small integer program of its own ([`apart`](mod@super::apart)). Where a part's few sessions must fall on whole
//! half-days and sites, and its patients are whole, the sum of their bounds is better than the leaf's. What people and
//! rooms a part may use by itself still limits it. Parts with many sessions to which whole numbers prove to matter little
//! are split from then on.

use crate::engine::{Col, Status};
use crate::model::{Facts, Model, Parts, sites_of_columns};
use crate::strategy::StrategyError;
use crate::strategy::apart::{Apart, apart, costs};
use crate::strategy::counts::{Counted, with_many};
use crate::strategy::divide::Task;
use crate::strategy::piece::Piece;
use crate::strategy::run::Runner;
use crate::strategy::tree::{Side, Tree};
use std::collections::BTreeSet;

/// Leaves are bounded by their parts at most so many times in all.
const VISITS: usize = 10;
/// How many shares of the limits a part may take at each visit of its leaf.
const EFFORT: [u64; 2] = [1, 4];
/// Each part is solved to within this share of the margin: what is missed at all of them comes together.
const CLOSER: f64 = 0.25;
/// Leaves are split at a total while that tightens the bound by at least this share of the objective.
const WORTHWHILE: f64 = 5e-4;
/// A side of such a split that is dearer by more than this share of the objective is put off.
const DEAR: f64 = 0.03;

/// What is bounded: a side of a split, by its linear solution; then by its parts; then by its parts with more effort.
struct Node {
    side: Side,
    bound: f64,
    /// A bound of each part, and whether more effort could tighten it, once there is one.
    parts: Vec<(f64, bool)>,
    /// How often it was bounded by its parts.
    visits: usize,
}

/// A lower bound of the weekly model, each part being solved to within `margin`. Whatever has the least bound is solved,
/// split or bounded anew, until there is no more to be done with it. None if all is impossible.
pub(crate) fn bound(
    runner: &mut Runner,
    facts: &Facts,
    weekly: &Model,
    tree: &Counted,
    margin: f64,
) -> Result<Option<f64>, StrategyError> {
    let mut separate = Separate::new(facts, weekly, tree);
    let mut totals = Tree::new(runner, &tree.program, tree.root.clone(), WORTHWHILE, DEAR)?;
    totals.branch_on(separate.totals());
    let mut open: Vec<Node> = tree.leaves.iter().cloned().map(|leaf| Node::new(Side::Leaf(leaf))).collect();
    let mut visits = 0;
    loop {
        open.sort_by(|a, b| a.bound.total_cmp(&b.bound));
        let Some(node) = open.first_mut() else { return Ok(None) };
        if runner.is_late() {
            return Ok(Some(node.bound));
        }
        let sides = match &node.side {
            Side::Dear { ranges, .. } => match totals.side(runner, ranges.clone())? {
                Some(Side::Dear { .. }) => return Ok(Some(node.bound)),
                solved => Some(solved.into_iter().collect()),
            },
            Side::Leaf(leaf) if node.visits == 0 => totals.split(runner, leaf)?,
            Side::Leaf(_) => None,
        };
        if let Some(sides) = sides {
            open.splice(..1, sides.into_iter().map(Node::new));
            continue;
        }
        if visits == VISITS || node.is_done() {
            return Ok(Some(node.bound));
        }
        separate.tighten(runner, node, margin)?;
        visits += 1;
    }
}

impl Node {
    fn new(side: Side) -> Self {
        Self { bound: side.bound(), side, parts: Vec::new(), visits: 0 }
    }

    /// Whether its parts are solved, or no more effort is to be made.
    fn is_done(&self) -> bool {
        self.visits == EFFORT.len() || (self.visits > 0 && self.parts.iter().all(|(_, more)| !more))
    }
}

struct Separate<'a> {
    weekly: &'a Model,
    tree: &'a Counted,
    /// The part of every column.
    parts: Vec<usize>,
    /// How many parts there are.
    count: usize,
    /// The site of every column that concerns but one.
    sites: Vec<Option<usize>>,
    /// The columns that count sessions.
    counts: BTreeSet<Col>,
    /// Parts with many sessions.
    many: BTreeSet<usize>,
    /// Of these, those to which whole numbers have proved to matter little: less than the margin at some leaf.
    split: BTreeSet<usize>,
}

impl<'a> Separate<'a> {
    fn new(facts: &Facts, weekly: &'a Model, tree: &'a Counted) -> Self {
        let size = weekly.program.columns().len();
        let all = Parts::new(facts);
        let parts = tree.with_counts(all.of_columns(facts, &weekly.columns, size));
        let sites = tree.with_counts(sites_of_columns(facts, &weekly.columns, size));
        let counts = tree.counts.iter().map(|count| count.column).collect();
        let linear = |col: Col| tree.leaves.first().map_or(0.0, |leaf| leaf.outcome.values[col.index()]);
        let sessions = tree.counts.iter().map(|count| (parts[count.column.index()], linear(count.column)));
        let many = with_many(facts, sessions);
        Self { weekly, tree, parts, count: all.count(), sites, counts, many, split: BTreeSet::new() }
    }

    /// How many closed groups, and patients of parts with few sessions, have started in the end.
    fn totals(&self) -> Vec<Col> {
        let columns = &self.weekly.columns;
        let last = columns.so_far.keys().map(|&(_, _, _, week)| week).max();
        let few = |col: &Col| !self.many.contains(&self.parts[col.index()]);
        let all = columns.groups_so_far.iter().chain(columns.so_far.iter().filter(|(_, col)| few(col)));
        all.filter(|(key, _)| Some(key.3) == last).map(|(_, &col)| col).collect()
    }

    /// Tightens the bound of a leaf, its parts being solved side by side.
    fn tighten(&mut self, runner: &mut Runner, node: &mut Node, margin: f64) -> Result<(), StrategyError> {
        let Side::Leaf(leaf) = &node.side else { return Ok(()) };
        let mut program = leaf.of(&self.tree.program);
        let columns = &self.weekly.columns;
        for col in columns.session.values().copied().chain(columns.patients()) {
            program.set_integer(col, true);
        }
        let whole = |part: usize| !self.split.contains(&part);
        let of_parts: Vec<_> = self.parts.iter().copied().map(Some).collect();
        let Apart { pieces, rest } = apart(&program, &of_parts, self.count, whole, leaf.prices());
        let linear = costs(&program, &self.parts, self.count, leaf.prices(), &leaf.outcome.values);
        let effort = EFFORT[node.visits];
        node.visits += 1;
        node.parts.resize(pieces.len(), (f64::NEG_INFINITY, true));
        let open = pieces.into_iter().enumerate().filter(|(part, _)| node.parts[*part].1);
        let task = |(part, piece): (usize, Piece)| {
            let counts = piece.places(|col| self.counts.contains(&col));
            let sites = piece.columns.iter().map(|col| self.sites[col.index()]).collect();
            let mut request = runner.request_for_piece(&piece.program, margin * CLOSER);
            request.iterations = request.iterations.map(|share| share * effort);
            (part, Task { program: piece.program, counts, bound_by: whole(part).then_some(sites), request })
        };
        let (open, tasks): (Vec<usize>, Vec<Task>) = open.map(task).unzip();
        let outcomes = runner.solve_all("a part by itself", &tasks)?;
        for (part, outcome) in open.into_iter().zip(outcomes) {
            let impossible = outcome.status == Status::Infeasible;
            let bound = if impossible { f64::INFINITY } else { outcome.bound.unwrap_or(f64::NEG_INFINITY) };
            let bound = bound.max(node.parts[part].0);
            let more = matches!(outcome.status, Status::CutShort | Status::NothingFound);
            let hardly = self.many.contains(&part) && bound - linear[part] < margin;
            if hardly {
                self.split.insert(part);
            }
            node.parts[part] = (bound, more && !hardly);
        }
        let sum = node.parts.iter().fold(rest, |sum, (bound, _)| sum + bound);
        node.bound = node.bound.max(sum);
        tracing::debug!(
            linear = leaf.outcome.objective,
            bound = node.bound,
            visits = node.visits,
            "a leaf by its parts"
        );
        Ok(())
    }
}
