//! Solves the long-run balance.

use crate::base::control::Control;
use crate::engine::{Col, Engine, Outcome, Program, Request, Status};
use crate::model::flow::budget::THOUSAND;
use crate::model::objective::POUNDS_A_UNIT;
use crate::model::steady::build;
use crate::model::{Facts, Goal};
use crate::plan::steady::SteadyPlan;
use crate::service::Service;
use crate::strategy::run::Runner;
use crate::strategy::{Clashes, Limits, StrategyError, TraceLine, clash};

/// A solved long-run balance.
#[derive(Debug, Clone)]
pub struct SolvedSteady {
    /// The balance.
    pub plan: SteadyPlan,
    /// Rules that had to give; without changes if all hold together.
    pub clashes: Clashes,
    /// Whether a limit ended it early.
    pub cut_short: bool,
    /// What was solved.
    pub trace: Vec<TraceLine>,
}

/// Solves the long-run balance of a service, to the optimum.
///
/// # Errors
/// If `worked_weeks` is missing, the engine fails, or nothing is found within the limits.
pub fn solve_steady(
    service: &Service,
    goal: Goal,
    engine: &dyn Engine,
    limits: &Limits,
    control: &Control,
) -> Result<SolvedSteady, StrategyError> {
    let worked = service.worked_weeks.ok_or(StrategyError::NoWorkedWeeks)?;
    let facts = Facts::new(service);
    let mut runner = Runner::new(engine, limits, control);
    let mut model = build(&facts, worked.0, goal);
    let mut clashes = Clashes::default();
    let mut relaxed = relaxed_outcome(&mut runner, &model.program)?;
    if relaxed.status == Status::Infeasible {
        if let Some(found) = clash::mend(&mut runner, &mut model.program, &model.soft)? {
            clashes = found;
        }
        relaxed = relaxed_outcome(&mut runner, &model.program)?;
    }
    let mut request = runner.request(0.0);
    let mut whole = runner.solve("whole patients", &model.program, &request)?;
    if whole.status == Status::Infeasible {
        // Whole patients can clash where split ones do not.
        if let Some(found) = clash::mend(&mut runner, &mut model.program, &model.soft)? {
            clashes = clashes.and(found);
            whole = runner.solve("whole patients", &model.program, &request)?;
        }
    }
    if !whole.has_solution() {
        return Err(StrategyError::NothingWithinLimits);
    }
    let bound = whole.bound;
    // Among equally good balances, the one that starts most patients.
    if whole.status == Status::Optimal {
        request.start = engine.capabilities().start.then(|| whole.values.clone());
        if let Some(better) = break_ties(&mut runner, &model.program, &model.start_columns(), &whole, &request)? {
            whole = better;
        }
        // And among these, one that spends least: sessions that nobody needs are worth nothing, and cost money.
        if let Some(frugal) = spend_least(&mut runner, &model.program, &model.aimed(&facts).spending, &whole)? {
            whole = frugal;
        }
    }
    let mut plan = model.read(&facts, &whole.values);
    plan.bound_gbp = bound.map(|b| -b * POUNDS_A_UNIT);
    if relaxed.has_solution() {
        plan.relaxed_gbp = Some(-relaxed.objective * POUNDS_A_UNIT);
        if let Some(duals) = &relaxed.duals {
            plan.prices = model.prices(&facts, duals);
        }
    }
    Ok(SolvedSteady { plan, clashes, cut_short: runner.cut_short, trace: runner.trace })
}

fn relaxed_outcome(runner: &mut Runner, program: &Program) -> Result<Outcome, StrategyError> {
    let mut request = runner.request(0.0);
    request.duals = runner.engine().capabilities().duals;
    runner.solve("split patients", &program.relaxed(), &request)
}

/// The solution that spends least among those with these patients and worth as much.
fn spend_least(
    runner: &mut Runner,
    program: &Program,
    spending: &[(Col, f64)],
    best: &Outcome,
) -> Result<Option<Outcome>, StrategyError> {
    let mut third = program.clone();
    for (i, column) in program.columns().iter().enumerate().filter(|(_, column)| column.integer) {
        let value = best.values[i].round().clamp(column.lower, column.upper);
        third.set_bounds(Col(i as u32), value, value);
    }
    keep_worth(&mut third, program, program.objective(&best.values));
    third.clear_costs();
    for &(col, pounds) in spending {
        third.add_cost(col, pounds / THOUSAND);
    }
    let request = runner.request(0.0);
    let outcome = runner.solve("least spent among equals", &third.relaxed(), &request)?;
    Ok(outcome.has_solution().then_some(outcome))
}

/// Keeps what a program is worth, but for rounding.
fn keep_worth(kept: &mut Program, program: &Program, objective: f64) {
    let columns = program.columns().iter().enumerate();
    let worth: Vec<_> = columns.filter(|(_, c)| c.cost != 0.0).map(|(i, c)| (Col(i as u32), c.cost)).collect();
    // Where nothing is worth anything, all are equals.
    if !worth.is_empty() {
        kept.at_most("worth kept", worth, objective + 1e-9 * objective.abs().max(1.0));
    }
}

/// The solution with most patients among those worth as much as `best`.
fn break_ties(
    runner: &mut Runner,
    program: &Program,
    starts: &[Col],
    best: &Outcome,
    request: &Request,
) -> Result<Option<Outcome>, StrategyError> {
    let mut second = program.clone();
    keep_worth(&mut second, program, best.objective);
    second.clear_costs();
    for &col in starts {
        second.set_cost(col, -1.0);
    }
    let outcome = runner.solve("most patients among equals", &second, request)?;
    Ok(outcome.has_solution().then_some(outcome))
}
