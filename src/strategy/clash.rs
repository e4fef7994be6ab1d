//! When rules clash: the cheapest set of changes that lets them hold together.

use crate::engine::{Col, Program, Status};
use crate::model::Soft;
use crate::service::RuleId;
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;
use serde::{Deserialize, Serialize};

/// A rule that has to give, and by how much.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clash {
    /// The rule.
    pub rule: RuleId,
    /// What would have to give, in the service's words.
    pub what: String,
    /// By how much.
    pub amount: f64,
    /// The unit of the amount.
    pub unit: String,
    /// Which way: whether the limit has to rise or fall.
    pub raise: bool,
}

/// Amounts below this are a solver's noise.
const NOISE: f64 = 1e-6;

/// Finds the cheapest changes to the soft rows that make the program feasible, applies them to the program (with the
/// breaches as they are, not more), and names them. Empty if it is feasible as it stands or cannot be mended so.
pub(crate) fn mend(
    runner: &mut Runner,
    program: &mut Program,
    soft: &[Soft],
) -> Result<Option<Vec<Clash>>, StrategyError> {
    let mut elastic = program.clone();
    for i in 0..elastic.columns().len() {
        elastic.set_cost(Col(i as u32), 0.0);
    }
    let mut slacks = Vec::new();
    for (i, item) in soft.iter().enumerate() {
        let row = elastic.rows()[item.row.index()].clone();
        let below = row.lower.is_finite().then(|| elastic.column(format!("below {i}"), 0.0, f64::INFINITY, item.price));
        let above = row.upper.is_finite().then(|| elastic.column(format!("above {i}"), 0.0, f64::INFINITY, item.price));
        elastic.add_to_row(item.row, below.map(|c| (c, 1.0)).into_iter().chain(above.map(|c| (c, -1.0))));
        slacks.push((below, above));
    }
    let request = runner.request(1e-4);
    let outcome = runner.solve("clashing rules", &elastic, &request)?;
    if !matches!(outcome.status, Status::Optimal | Status::CutShort) {
        return Ok(None);
    }
    let mut clashes = Vec::new();
    for (item, (below, above)) in soft.iter().zip(&slacks) {
        let value = |col: &Option<Col>| col.map_or(0.0, |c| outcome.values[c.index()]);
        let row = program.rows()[item.row.index()].clone();
        for (amount, raise) in [(value(below), false), (value(above), true)] {
            if amount > NOISE {
                clashes.push(Clash {
                    rule: item.rule,
                    what: item.what.clone(),
                    amount,
                    unit: item.unit.to_owned(),
                    raise,
                });
            }
        }
        program.set_row_bounds(item.row, row.lower - value(below) - NOISE, row.upper + value(above) + NOISE);
    }
    Ok(Some(clashes))
}
