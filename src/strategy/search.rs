//! Finds a rota pattern for a large model: part by part, then by diving.
//!
//! 1. Small parts take the sessions that they chose by themselves, at the prices of what they share.
//! 2. What remains is settled by diving: the sessions nearest to 1 are fixed in batches and the linear program is
//!    solved again from its last basis; a batch that costs too much is halved, a single session that costs too much is
//!    dropped instead.

use crate::engine::{Col, Program, Warm};
use crate::model::Model;
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;
use std::collections::{BTreeMap, BTreeSet};

/// Values this near to 0 or 1 count as settled.
const SETTLED: f64 = 1e-5;
/// Most sessions fixed at once in a dive.
const BATCH: usize = 32;
/// Share of the objective that a batch of four sessions may cost before it is halved.
const COSTLY: f64 = 0.0025;

/// A pattern: a value, 0 or 1, for every session column.
pub(crate) type Pattern = Vec<(Col, f64)>;

/// Finds a pattern that begins with what the parts chose by themselves. None if there is no way through.
pub(crate) fn pattern(
    runner: &mut Runner,
    model: &Model,
    chosen: &BTreeMap<Col, f64>,
) -> Result<Option<Pattern>, StrategyError> {
    runner.phase("diving for a pattern");
    let mut program = model.program.clone();
    for &col in model.columns.session.values() {
        if let Some(value) = chosen.get(&col) {
            program.set_bounds(col, value.round(), value.round());
        }
    }
    match dive(runner, model, &program)? {
        Some(found) => Ok(Some(found)),
        // The parts' choices get in each other's way: without them.
        None => dive(runner, model, &model.program),
    }
}

/// A dive's state: the held program, and which sessions are still free.
struct Dive {
    held: Box<dyn Warm>,
    free: BTreeSet<Col>,
}

/// Settles all sessions by diving in the linear program.
fn dive(runner: &mut Runner, model: &Model, program: &Program) -> Result<Option<Pattern>, StrategyError> {
    let sessions: Vec<Col> = model.columns.session.values().copied().collect();
    let is_free = |col: &Col| program.get(*col).lower < program.get(*col).upper;
    let request = runner.request(0.0);
    let held = runner.engine().hold(program, &request)?;
    let mut dive = Dive { held, free: sessions.iter().copied().filter(is_free).collect() };
    let Some((mut worth, mut values)) = dive.solve(runner)? else { return Ok(None) };
    let mut batch = BATCH / 2;
    loop {
        let free: Vec<Col> = dive.free.iter().copied().collect();
        for &col in free.iter().filter(|c| values[c.index()] >= 1.0 - SETTLED) {
            dive.fix(col, 1.0)?;
        }
        let mut open: Vec<Col> =
            free.iter().copied().filter(|c| (SETTLED..1.0 - SETTLED).contains(&values[c.index()])).collect();
        if open.is_empty() {
            break;
        }
        open.sort_by(|a, b| values[b.index()].total_cmp(&values[a.index()]).then(a.cmp(b)));
        let mut size = batch.min(open.len());
        loop {
            let picked = &open[..size];
            for &col in picked {
                dive.fix(col, 1.0)?;
            }
            let tried = dive.solve(runner)?;
            let allowed = COSTLY * worth.abs().max(1.0) * (size as f64 / 4.0).max(1.0);
            match tried {
                Some((cost, found)) if cost - worth <= allowed => {
                    (worth, values) = (cost, found);
                    batch = (size * 2).min(BATCH);
                    break;
                }
                tried => {
                    for &col in picked {
                        dive.loosen(col)?;
                    }
                    if size > 1 {
                        size /= 2;
                        continue;
                    }
                    let Some(next) = dive.cheaper_side(runner, open[0], tried)? else { return Ok(None) };
                    (worth, values) = next;
                    batch = 2;
                    break;
                }
            }
        }
    }
    tracing::info!(worth, "dived");
    Ok(Some(sessions.into_iter().map(|col| (col, values[col.index()].round())).collect()))
}

impl Dive {
    fn fix(&mut self, col: Col, value: f64) -> Result<(), StrategyError> {
        self.free.remove(&col);
        Ok(self.held.set_bounds(col, value, value)?)
    }

    fn loosen(&mut self, col: Col) -> Result<(), StrategyError> {
        self.free.insert(col);
        Ok(self.held.set_bounds(col, 0.0, 1.0)?)
    }

    fn solve(&mut self, runner: &Runner) -> Result<Option<(f64, Vec<f64>)>, StrategyError> {
        let outcome = self.held.solve(runner.control())?;
        if runner.control().is_cancelled() {
            return Err(StrategyError::Interrupted);
        }
        Ok(outcome.has_solution().then_some((outcome.objective, outcome.values)))
    }

    /// Settles one session on the side that costs less; `up` is what running it came to.
    fn cheaper_side(
        &mut self,
        runner: &Runner,
        col: Col,
        up: Option<(f64, Vec<f64>)>,
    ) -> Result<Option<(f64, Vec<f64>)>, StrategyError> {
        self.fix(col, 0.0)?;
        let down = self.solve(runner)?;
        let up_is_better = match (&up, &down) {
            (Some(up), Some(down)) => up.0 < down.0,
            (Some(_), None) => true,
            _ => false,
        };
        if up_is_better {
            self.fix(col, 1.0)?;
            return Ok(up);
        }
        Ok(down)
    }
}
