//! When rules clash: the cheapest set of changes that lets them hold together, and a smallest set that does not.

use crate::engine::{Col, Program, Status};
use crate::model::Soft;
use crate::service::RuleId;
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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

/// Rules that cannot hold together, whatever else gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Conflict {
    /// The rules, in the service's words; none if they were not found within the limits.
    pub rules: Vec<(RuleId, String)>,
    /// Whether without any one of them the others can hold. False if the search was ended early: then some may be there
    /// without need.
    pub minimal: bool,
}

/// What had to give.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Clashes {
    /// The cheapest set of changes; empty if all rules hold together.
    pub changes: Vec<Clash>,
    /// Why something had to give.
    pub conflict: Conflict,
}

impl Clashes {
    /// These and what else had to give after them.
    pub(crate) fn and(mut self, later: Self) -> Self {
        self.changes.extend(later.changes);
        if self.conflict.rules.is_empty() {
            self.conflict = later.conflict;
        }
        self
    }
}

/// Amounts below this are a solver's noise.
const NOISE: f64 = 1e-6;

/// Solves that the search for a smallest clashing set may take.
const MOST_SOLVES: usize = 100;

/// Finds the cheapest changes to the soft rows that make the program feasible, applies them to the program (with the
/// breaches as they are, not more), and names them; and a smallest set of rules that cannot hold together. Without
/// changes if the program is feasible as it stands; none if it cannot be mended so.
pub(crate) fn mend(
    runner: &mut Runner,
    program: &mut Program,
    soft: &[Soft],
) -> Result<Option<Clashes>, StrategyError> {
    let mut elastic = costless(program);
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
    let mut changes = Vec::new();
    let mut bounds = Vec::new();
    for (item, (below, above)) in soft.iter().zip(&slacks) {
        let value = |col: &Option<Col>| col.map_or(0.0, |c| outcome.values[c.index()]);
        let row = program.rows()[item.row.index()].clone();
        for (amount, raise) in [(value(below), false), (value(above), true)] {
            if amount > NOISE {
                changes.push(Clash {
                    rule: item.rule,
                    what: item.what.clone(),
                    amount,
                    unit: item.unit.to_owned(),
                    raise,
                });
            }
        }
        bounds.push((item.row, row.lower - value(below) - NOISE, row.upper + value(above) + NOISE));
    }
    let conflict = if changes.is_empty() { Conflict::default() } else { conflict(runner, program, soft, &changes)? };
    for (row, lower, upper) in bounds {
        program.set_row_bounds(row, lower, upper);
    }
    Ok(Some(Clashes { changes, conflict }))
}

/// The program with nothing to aim for.
fn costless(program: &Program) -> Program {
    let mut costless = program.clone();
    costless.clear_costs();
    costless
}

/// A rule's rows: those that say the same in the service's words.
type Rule<'s> = (RuleId, &'s str);

/// A deletion filter. Rules are left out a few at a time: if the others still clash, those left out are not needed to
/// explain it; if not, half of them are tried. Rules of the cheapest change come last, so that they tend to stay.
fn conflict(
    runner: &mut Runner,
    program: &Program,
    soft: &[Soft],
    changes: &[Clash],
) -> Result<Conflict, StrategyError> {
    let mut filter = Filter::new(runner, program, soft)?;
    let broken = |rule: &Rule| changes.iter().any(|c| c.rule == rule.0 && c.what == rule.1);
    let (last, first): (Vec<Rule>, Vec<Rule>) = filter.rows.keys().partition(|rule| broken(rule));
    let mut groups: Vec<Vec<Rule>> = vec![last, first];
    let mut needed: Vec<Rule> = Vec::new();
    let mut minimal = true;
    while let Some(group) = groups.pop().filter(|_| filter.clash) {
        if group.is_empty() {
            continue;
        }
        match filter.clashes_without(runner, &group)? {
            Some(true) => filter.without.extend(group),
            known => match &group[..] {
                [one] => {
                    minimal &= known.is_some();
                    needed.push(*one);
                }
                several => {
                    let (now, later) = several.split_at(several.len() / 2);
                    groups.push(later.to_vec());
                    groups.push(now.to_vec());
                }
            },
        }
    }
    needed.sort_unstable();
    let rules: Vec<_> = needed.into_iter().map(|(rule, what)| (rule, what.to_owned())).collect();
    Ok(Conflict { minimal: minimal && !rules.is_empty(), rules })
}

/// Tries whether rules clash without some of them.
struct Filter<'s> {
    program: Program,
    rows: BTreeMap<Rule<'s>, Vec<&'s Soft>>,
    /// Whether they are known to clash at all.
    clash: bool,
    /// Rules found not to be needed.
    without: BTreeSet<Rule<'s>>,
    solves: usize,
}

impl<'s> Filter<'s> {
    /// A filter on the linear relaxation, if that clashes by itself: its solves are short and certain.
    fn new(runner: &mut Runner, program: &Program, soft: &'s [Soft]) -> Result<Self, StrategyError> {
        let mut rows: BTreeMap<Rule, Vec<&Soft>> = BTreeMap::new();
        for item in soft {
            rows.entry((item.rule, &item.what)).or_default().push(item);
        }
        let program = costless(program);
        let mut filter = Self { program: program.relaxed(), rows, clash: false, without: BTreeSet::new(), solves: 0 };
        filter.clash = filter.clashes_without(runner, &[])? == Some(true);
        if !filter.clash {
            filter.program = program;
            filter.clash = filter.clashes_without(runner, &[])? == Some(true);
        }
        Ok(filter)
    }

    /// Whether the rules clash without these; unknown if the limits do not let it be found out.
    fn clashes_without(&mut self, runner: &mut Runner, group: &[Rule<'s>]) -> Result<Option<bool>, StrategyError> {
        if self.solves == MOST_SOLVES {
            return Ok(None);
        }
        self.solves += 1;
        let mut program = self.program.clone();
        for item in self.without.iter().chain(group).flat_map(|rule| &self.rows[rule]) {
            program.free_row(item.row);
        }
        let outcome = runner.solve_quietly("rules that clash", &program, &runner.request(0.0))?;
        Ok(match outcome.status {
            Status::Infeasible => Some(true),
            Status::NothingFound => None,
            _ => Some(false),
        })
    }
}
