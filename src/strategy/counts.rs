//! Branching on counts: how many sessions of a clinic a site has in a block.
//!
//! In the linear relaxation a clinic with few sessions is spread over sites in fractions that no rota can have. A whole
//! number of sessions at each site is a weak condition, branched on quickly, and often nearly all that integrality
//! costs: the best open leaf bounds the program, and its prices guide the search for a pattern.

use crate::engine::{Col, Outcome, Program, Warm};
use crate::model::{Facts, Model};
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;
use std::collections::BTreeMap;

/// Clinics with at most this many places in the rota are branched on.
const FEW: usize = 50;
/// Counts this near to a whole number are whole.
const WHOLE: f64 = 1e-4;
/// Branching goes on while it tightens the bound by at least this share of the objective.
const WORTHWHILE: f64 = 2e-3;
/// Most nodes branched on.
const NODES: usize = 12;

/// The tree's best leaf.
pub(crate) struct Leaf {
    /// The program with a column and a row a count, bounded as in the leaf.
    pub program: Program,
    /// What each count's sessions are, and its column.
    pub counts: Vec<Count>,
    /// The leaf's linear solution.
    pub outcome: Outcome,
    /// The least objective of the other open leaves; infinite if there are none.
    pub others: f64,
}

/// How many sessions a clinic has at a site in a block.
#[derive(Debug, Clone)]
pub(crate) struct Count {
    /// The column that counts them.
    pub column: Col,
    /// One of the sessions counted.
    pub session: Col,
    /// Whether it is branched on.
    few: bool,
}

type Bounds = BTreeMap<usize, (f64, f64)>;

struct Tree<'a, 'r> {
    runner: &'a mut Runner<'r>,
    held: Box<dyn Warm>,
    counts: Vec<Count>,
    most: Vec<f64>,
    set: Bounds,
    /// What branching on each count last tightened.
    gains: Vec<f64>,
}

/// Branches on the counts of small clinics, best first; `None` if the relaxation has no solution.
pub(crate) fn branch(runner: &mut Runner, facts: &Facts, model: &Model) -> Result<Option<Leaf>, StrategyError> {
    runner.phase("weekly relaxation");
    let (mut program, counts) = counted(facts, model);
    let held = runner.engine().hold(&program, &runner.linear())?;
    let most = counts.iter().map(|c| program.get(c.column).upper).collect();
    let gains = vec![f64::INFINITY; counts.len()];
    let mut tree = Tree { runner, held, counts, most, set: Bounds::new(), gains };
    let Some(root) = tree.solve(&Bounds::new())? else { return Ok(None) };
    let mut open = vec![(Bounds::new(), root)];
    for _ in 0..NODES {
        open.sort_by(|a, b| b.1.objective.total_cmp(&a.1.objective));
        let Some((bounds, outcome)) = open.pop() else { return Ok(None) };
        let Some(children) = tree.best_split(&bounds, &outcome)? else {
            open.push((bounds, outcome));
            break;
        };
        open.extend(children);
    }
    open.sort_by(|a, b| b.1.objective.total_cmp(&a.1.objective));
    let Some((bounds, outcome)) = open.pop() else { return Ok(None) };
    let others = open.last().map_or(f64::INFINITY, |(_, outcome)| outcome.objective);
    let counts = tree.counts;
    for (&i, &(least, most)) in &bounds {
        program.set_bounds(counts[i].column, least, most);
    }
    Ok(Some(Leaf { program, counts, outcome, others }))
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
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    for &(seat, _) in model.columns.session.keys() {
        *places.entry(facts.seats[seat].clinic).or_default() += 1;
    }
    let count = |((clinic, site, block), sessions): ((usize, usize, usize), Vec<Col>)| {
        let what = format!("{} {} b{}", facts.clinic(clinic).id, facts.service.sites.at(site).id, block + 1);
        Count { column: add(&mut program, &what, &sessions), session: sessions[0], few: places[&clinic] <= FEW }
    };
    let counts = sessions(facts, model).into_iter().map(count).collect();
    (program, counts)
}

impl Tree<'_, '_> {
    /// Solves the node with these bounds.
    fn solve(&mut self, bounds: &Bounds) -> Result<Option<Outcome>, StrategyError> {
        for i in 0..self.counts.len() {
            let wanted = bounds.get(&i).copied().unwrap_or((0.0, self.most[i]));
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
        tracing::debug!(objective = outcome.objective, status = ?outcome.status, iterations = outcome.iterations, ?bounds, "counts");
        Ok(outcome.has_solution().then_some(outcome))
    }

    /// The children of the split that tightens most; none if no split is worth while.
    fn best_split(&mut self, bounds: &Bounds, node: &Outcome) -> Result<Option<Vec<(Bounds, Outcome)>>, StrategyError> {
        let worthwhile = WORTHWHILE * node.objective.abs().max(1.0);
        let mut best: Option<(f64, Vec<(Bounds, Outcome)>)> = None;
        // What tightened little before is left out.
        let candidates: Vec<usize> = (0..self.counts.len()).filter(|&i| self.gains[i] * 4.0 > worthwhile).collect();
        for i in candidates {
            let value = node.values[self.counts[i].column.index()];
            if !self.counts[i].few || (value - value.round()).abs() <= WHOLE {
                continue;
            }
            let (least, most) = bounds.get(&i).copied().unwrap_or((0.0, self.most[i]));
            let mut children = Vec::new();
            for side in [(value.ceil(), most), (least, value.floor())] {
                let mut bounds = bounds.clone();
                bounds.insert(i, side);
                if let Some(outcome) = self.solve(&bounds)? {
                    children.push((bounds, outcome));
                }
            }
            let gain = children.iter().map(|c| c.1.objective - node.objective).fold(f64::INFINITY, f64::min);
            self.gains[i] = gain;
            if gain > worthwhile && best.as_ref().is_none_or(|(most, _)| gain > *most) {
                best = Some((gain, children));
            }
        }
        Ok(best.map(|(_, children)| children))
    }
}
