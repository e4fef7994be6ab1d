//! Branching on counts: how many sessions of a clinic a site has in a block.
//!
//! In the linear relaxation a clinic with few sessions is spread over sites in fractions that no rota can have. A whole
//! number of sessions at each site is a weak condition, branched on quickly, and often nearly all that integrality
//! costs. Every plan lies in one of the tree's leaves; the one that promises most guides the search for a pattern, with
//! its prices and its counts.

use crate::engine::{Col, Outcome, Program, Warm};
use crate::model::{Facts, Model};
use crate::strategy::StrategyError;
use crate::strategy::divide::MOST_COUNTED;
use crate::strategy::run::Runner;
use std::collections::BTreeMap;

/// Counts this near to a whole number are whole.
const WHOLE: f64 = 1e-4;
/// Branching goes on while it tightens the bound by at least this share of the objective.
const WORTHWHILE: f64 = 2e-3;
/// Most nodes branched on.
const NODES: usize = 12;
/// After so many splits in a row that tighten no more than the best so far, no more are tried at a node.
const TRIED: usize = 8;
/// The tree may take the limit of iterations divided by this, and in any case the second: all else builds on it.
const TREE: (u64, u64) = (4, 10_000);

/// A program with a column and a row a count, and the leaves of the tree over these counts.
pub(crate) struct Counted {
    /// The relaxed program.
    pub program: Program,
    /// What each count's sessions are, and its column.
    pub counts: Vec<Count>,
    /// Every plan lies in one of them; the least objective comes first.
    pub leaves: Vec<Leaf>,
}

/// A leaf of the tree.
pub(crate) struct Leaf {
    /// Ranges of counts, by their places.
    ranges: Ranges,
    /// Its linear solution.
    pub outcome: Outcome,
}

/// How many sessions a clinic has at a site in a block.
#[derive(Debug, Clone)]
pub(crate) struct Count {
    /// The column that counts them.
    pub column: Col,
    /// One of the sessions counted.
    pub session: Col,
    /// Whose they are.
    clinic: usize,
    /// Whether that clinic has few sessions: then the count is branched on.
    few: bool,
}

type Ranges = BTreeMap<usize, (f64, f64)>;

struct Tree<'a, 'r> {
    runner: &'a mut Runner<'r>,
    held: Box<dyn Warm>,
    counts: Vec<Count>,
    most: Vec<f64>,
    set: Ranges,
    /// What branching on each count last tightened; nothing where it is not branched on.
    gains: Vec<f64>,
    iterations: u64,
}

impl Counted {
    /// What is known of every column of the model, for its counts too: what holds of their sessions.
    pub fn with_counts<T: Clone>(&self, mut of_columns: Vec<T>) -> Vec<T> {
        for count in &self.counts {
            of_columns.push(of_columns[count.session.index()].clone());
        }
        of_columns
    }

    /// The range of each count in a leaf.
    pub fn ranges_at(&self, leaf: &Leaf) -> Vec<(f64, f64)> {
        let all = |count: &Count| (0.0, self.program.get(count.column).upper);
        let range = |(i, count): (usize, &Count)| leaf.ranges.get(&i).copied().unwrap_or_else(|| all(count));
        self.counts.iter().enumerate().map(range).collect()
    }

    /// The whole numbers nearest to each count in a leaf's linear solution, where it is of a clinic with few sessions;
    /// else its range.
    pub fn nearest_at(&self, leaf: &Leaf) -> Vec<(f64, f64)> {
        let near = |(count, range): (&Count, (f64, f64))| {
            let value = leaf.outcome.values[count.column.index()];
            if count.few { ((value + WHOLE).floor(), (value - WHOLE).ceil()) } else { range }
        };
        self.counts.iter().zip(self.ranges_at(leaf)).map(near).collect()
    }

    /// Its program, with the counts of a leaf in their ranges.
    pub fn program_at(&self, leaf: &Leaf) -> Program {
        let mut program = self.program.clone();
        for (&i, &(least, most)) in &leaf.ranges {
            program.set_bounds(self.counts[i].column, least, most);
        }
        program
    }
}

impl Leaf {
    /// The prices of its rows; none if the engine gives none.
    pub fn prices(&self) -> &[f64] {
        self.outcome.duals.as_ref().map_or(&[], |duals| &duals.rows)
    }
}

/// Branches on the counts of clinics with few sessions, best first; no leaves if the relaxation has no solution.
pub(crate) fn branch(runner: &mut Runner, facts: &Facts, model: &Model) -> Result<Counted, StrategyError> {
    runner.phase("weekly relaxation");
    let (program, counts) = counted(facts, model);
    let held = runner.engine().hold(&program, &runner.linear())?;
    let most = counts.iter().map(|c| program.get(c.column).upper).collect();
    let gains = vec![0.0; counts.len()];
    let mut tree = Tree { runner, held, counts, most, set: Ranges::new(), gains, iterations: 0 };
    let mut leaves: Vec<Leaf> = tree.leaf(Ranges::new())?.into_iter().collect();
    if let Some(root) = leaves.first() {
        tree.find_few(facts, &root.outcome);
    }
    for _ in 0..NODES {
        let Some(node) = leaves.first() else { break };
        let Some(children) = tree.best_split(node)? else { break };
        leaves.splice(..1, children);
        leaves.sort_by(|a, b| a.outcome.objective.total_cmp(&b.outcome.objective));
    }
    let counts = tree.counts;
    Ok(Counted { program, counts, leaves })
}

/// What is counted: the sessions of each clinic, site and block. A team's are those of its first position; R4 keeps the
/// others in step.
pub(crate) fn sessions(facts: &Facts, model: &Model) -> BTreeMap<(usize, usize, usize), Vec<Col>> {
    let mut sessions: BTreeMap<_, Vec<Col>> = BTreeMap::new();
    for (&(seat, block), &col) in &model.columns.session {
        let seat = &facts.seats[seat];
        if !facts.is_team(seat.clinic) || seat.position == 0 {
            sessions.entry((seat.clinic, seat.site, block)).or_default().push(col);
        }
    }
    sessions
}

/// Adds a column and a row that count some sessions.
pub(crate) fn add(program: &mut Program, what: &str, sessions: &[Col]) -> Col {
    let column = program.column(format!("sessions {what}"), 0.0, sessions.len() as f64, 0.0);
    let terms = sessions.iter().map(|&col| (col, 1.0)).chain([(column, -1.0)]).collect();
    program.equal(format!("sessions {what}"), terms, 0.0);
    column
}

/// The relaxed program with a column and a row for each count.
fn counted(facts: &Facts, model: &Model) -> (Program, Vec<Count>) {
    let mut program = model.program.relaxed();
    let count = |((clinic, site, block), sessions): ((usize, usize, usize), Vec<Col>)| {
        let what = format!("{} {} b{}", facts.clinic(clinic).id, facts.service.sites.at(site).id, block + 1);
        Count { column: add(&mut program, &what, &sessions), session: sessions[0], clinic, few: false }
    };
    let counts = sessions(facts, model).into_iter().map(count).collect();
    (program, counts)
}

impl Tree<'_, '_> {
    /// Finds the clinics with few sessions in a linear solution: their counts are branched on.
    fn find_few(&mut self, facts: &Facts, outcome: &Outcome) {
        let mut sessions: BTreeMap<usize, f64> = BTreeMap::new();
        for count in &self.counts {
            *sessions.entry(count.clinic).or_default() += outcome.values[count.column.index()];
        }
        let most = MOST_COUNTED * f64::from(facts.service.blocks());
        for (count, gain) in self.counts.iter_mut().zip(&mut self.gains) {
            count.few = sessions[&count.clinic] <= most;
            *gain = if count.few { f64::INFINITY } else { 0.0 };
        }
    }

    /// The node with these ranges; nothing if it is impossible.
    fn leaf(&mut self, ranges: Ranges) -> Result<Option<Leaf>, StrategyError> {
        for i in 0..self.counts.len() {
            let wanted = ranges.get(&i).copied().unwrap_or((0.0, self.most[i]));
            let set = self.set.get(&i).copied().unwrap_or((0.0, self.most[i]));
            if wanted != set {
                self.held.set_bounds(self.counts[i].column, wanted.0, wanted.1)?;
                self.set.insert(i, wanted);
            }
        }
        let outcome = self.held.solve(self.runner.control())?;
        if self.runner.control().is_cancelled() {
            return Err(StrategyError::Interrupted);
        }
        self.iterations += outcome.iterations;
        tracing::debug!(objective = outcome.objective, status = ?outcome.status, iterations = outcome.iterations, ?ranges, "counts");
        Ok(outcome.has_solution().then_some(Leaf { ranges, outcome }))
    }

    /// The children of the split that tightens most; none if no split is worth while.
    fn best_split(&mut self, node: &Leaf) -> Result<Option<Vec<Leaf>>, StrategyError> {
        let objective = node.outcome.objective;
        let worthwhile = WORTHWHILE * objective.abs().max(1.0);
        let value = |count: &Count| node.outcome.values[count.column.index()];
        let off: Vec<f64> = self.counts.iter().map(|count| (value(count) - value(count).round()).abs()).collect();
        // What tightened little before is left out.
        let mut candidates: Vec<usize> =
            (0..off.len()).filter(|&i| off[i] > WHOLE && self.gains[i] * 4.0 > worthwhile).collect();
        candidates.sort_by(|&a, &b| self.gains[b].total_cmp(&self.gains[a]).then(off[b].total_cmp(&off[a])));
        let mut best: Option<(f64, Vec<Leaf>)> = None;
        let mut since = 0;
        let limit = (self.runner.limits().iterations / TREE.0).max(TREE.1);
        for i in candidates {
            let known = self.gains[i].is_finite();
            if (known && since >= TRIED) || self.iterations > limit {
                break;
            }
            let value = value(&self.counts[i]);
            let (least, most) = node.ranges.get(&i).copied().unwrap_or((0.0, self.most[i]));
            let mut children = Vec::new();
            for side in [(value.ceil(), most), (least, value.floor())] {
                let mut ranges = node.ranges.clone();
                ranges.insert(i, side);
                children.extend(self.leaf(ranges)?);
            }
            let gain = children.iter().map(|c| c.outcome.objective - objective).fold(f64::INFINITY, f64::min);
            self.gains[i] = gain;
            since += 1;
            if gain > worthwhile && best.as_ref().is_none_or(|(most, _)| gain > *most) {
                best = Some((gain, children));
                since = 0;
            }
        }
        Ok(best.map(|(_, children)| children))
    }
}
