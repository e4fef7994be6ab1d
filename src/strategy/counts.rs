//! Branching on counts: how many sessions of a clinic a site has in a block.
//!
//! In the linear relaxation a clinic with few sessions is spread over sites in fractions that no rota can have. A whole
//! number of sessions at each site is a weak condition, branched on quickly, and often nearly all that integrality
//! costs. Every plan lies in one of the tree's leaves; the one that promises most guides the search for a pattern, with
//! its prices and its counts.

use crate::engine::{Basis, Col, Outcome, Program};
use crate::model::{Facts, Model};
use crate::strategy::StrategyError;
use crate::strategy::divide::MOST_COUNTED;
use crate::strategy::run::{Runner, Unwanted};
use crate::strategy::tree::{Leaf, Ranges, Side, Tree, WHOLE};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Branching goes on while it tightens the bound by at least this share of the objective.
const WORTHWHILE: f64 = 2e-3;
/// Most nodes branched on, where the bound matters.
pub(crate) const NODES: usize = 12;

/// A program with a column and a row a count, and the leaves of the tree over these counts.
pub(crate) struct Counted {
    /// The relaxed program.
    pub program: Program,
    /// What each count's sessions are, and its column.
    pub counts: Vec<Count>,
    /// Where the optimum of the program stands, before anything is branched on, if the engine says it.
    pub root: Option<Arc<Basis>>,
    /// Every plan lies in one of them; the least objective comes first.
    pub leaves: Vec<Leaf>,
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

impl Counted {
    /// What is known of every column of the model, for its counts too: what holds of their sessions.
    pub fn with_counts<T: Clone>(&self, mut of_columns: Vec<T>) -> Vec<T> {
        for count in &self.counts {
            of_columns.push(of_columns[count.session.index()].clone());
        }
        of_columns
    }

    /// The same with other leaves.
    fn with_leaves(&self, leaves: Vec<Leaf>) -> Self {
        Self { program: self.program.clone(), counts: self.counts.clone(), root: self.root.clone(), leaves }
    }

    /// The range of each count in a leaf.
    fn ranges_at(&self, leaf: &Leaf) -> Vec<(f64, f64)> {
        let all = |count: &Count| (0.0, self.program.get(count.column).upper);
        let range = |count: &Count| leaf.ranges.get(&count.column).copied().unwrap_or_else(|| all(count));
        self.counts.iter().map(range).collect()
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
}

/// The relaxation of a model, from that of one much like it, with a column and a row for each count; no leaf if it has no
/// solution.
pub(crate) fn root(
    runner: &mut Runner,
    facts: &Facts,
    model: &Model,
    near: Option<&Arc<Basis>>,
) -> Result<Counted, StrategyError> {
    let (program, mut counts) = counted(facts, model);
    let request = runner.linear_near(near);
    let outcome = runner.solve_quietly("weekly relaxation", &program, &request)?;
    let (basis, mut leaves) = (outcome.basis.clone(), Vec::new());
    if outcome.has_solution() {
        find_few(facts, &mut counts, &outcome);
        leaves.push(Leaf { ranges: Ranges::new(), outcome });
    }
    Ok(Counted { program, counts, root: basis, leaves })
}

/// Branches from the root on the counts of clinics with few sessions, best first, at so many nodes, or until nobody wants
/// it any more.
pub(crate) fn branch(
    runner: &mut Runner,
    root: &Counted,
    nodes: usize,
    unwanted: &Unwanted,
) -> Result<Counted, StrategyError> {
    let mut tree = Tree::new(runner, &root.program, root.root.clone(), WORTHWHILE, f64::INFINITY)?;
    tree.branch_on(root.counts.iter().filter(|count| count.few).map(|count| count.column));
    let mut leaves = root.leaves.clone();
    for _ in 0..nodes {
        let Some(node) = leaves.first().filter(|_| !unwanted.is_set()) else { break };
        let Some(sides) = tree.split(runner, node)? else { break };
        leaves.splice(..1, sides.into_iter().filter_map(Side::solved));
        leaves.sort_by(|a, b| a.outcome.objective.total_cmp(&b.outcome.objective));
    }
    Ok(root.with_leaves(leaves))
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
    let column = program.column(format_args!("sessions {what}"), 0.0, sessions.len() as f64, 0.0);
    let terms = sessions.iter().map(|&col| (col, 1.0)).chain([(column, -1.0)]).collect();
    program.equal(format_args!("sessions {what}"), terms, 0.0);
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

/// Finds the clinics with few sessions in a linear solution: their counts are branched on.
fn find_few(facts: &Facts, counts: &mut [Count], outcome: &Outcome) {
    let many = with_many(facts, counts.iter().map(|count| (count.clinic, outcome.values[count.column.index()])));
    for count in counts {
        count.few = !many.contains(&count.clinic);
    }
}

/// Those clinics, or parts, that have many sessions a block in all.
pub(crate) fn with_many(facts: &Facts, sessions: impl IntoIterator<Item = (usize, f64)>) -> BTreeSet<usize> {
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    for (whose, some) in sessions {
        *sums.entry(whose).or_default() += some;
    }
    let most = MOST_COUNTED * f64::from(facts.service.blocks());
    sums.into_iter().filter(|(_, sum)| *sum > most).map(|(whose, _)| whose).collect()
}
