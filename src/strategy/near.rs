//! A plan begun at that of a service much like this one.
//!
//! Most of what a what-if changes leaves most of a plan as it is. What differs between the two models says which parts
//! are touched ([`Near::touched`]): their sessions are placed once more, beside those of all others, which stay where
//! they were ([`pattern::again`]); then their patients, and those of the parts that they feed, are made whole once more
//! ([`whole_patients`]). Where the earlier plan can be kept as it is, and is better so, it is: a change that only adds
//! to what is possible makes no plan worse. What two such plans differ by is the change's doing, where two searches
//! from nothing differ by what either missed as well.

use crate::base::control::Control;
use crate::engine::{Basis, Col, Column, Engine, Outcome, Program, Row};
use crate::model::{Facts, Goal, Model, Parts, build};
use crate::plan::Plan;
use crate::service::Service;
use crate::strategy::by_parts::Planned;
use crate::strategy::counts::{self, Counted};
use crate::strategy::pattern::{self, Again, Found, Known, Pattern};
use crate::strategy::run::Runner;
use crate::strategy::whole::{self as whole_patients, Kept};
use crate::strategy::{Limits, StrategyError, dated, settle};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Values this near to a limit are at it.
const AT_LIMIT: f64 = 1e-6;

/// A plan of a service, as the model has it: a start for services much like that one.
#[derive(Debug)]
pub struct Near {
    /// The model.
    program: Program,
    /// The plan: a value for every column.
    values: Vec<f64>,
    /// The prices of the rows in its relaxation, where the engine gives them.
    prices: Vec<f64>,
    /// Whether a column's value is the plan's own, not what follows from it.
    is_decided: Vec<bool>,
    /// Where the relaxation stands, and what the plan's rota comes to with patients split.
    relaxed: Option<Arc<Basis>>,
    on_rota: Option<Arc<Basis>>,
}

impl Near {
    /// Whether a service is so large that its plans can be begun at others.
    #[must_use]
    pub fn is_of_use(service: &Service, engine: &dyn Engine) -> bool {
        dated::is_large(engine, service, &build(&Facts::new(service), Goal::Best).program)
    }

    /// Takes a service's plan as a start; none if the service is so small that its plans are searched whole, or the plan
    /// is not one of it.
    ///
    /// # Errors
    /// If the engine fails, or the job is cancelled.
    pub fn new(
        service: &Service,
        plan: &Plan,
        (engine, limits): (&dyn Engine, &Limits),
        control: &Control,
    ) -> Result<Option<Self>, StrategyError> {
        let facts = Facts::new(service);
        let mut model = build(&facts, Goal::Best);
        let mut runner = Runner::new(engine, limits, control);
        if !dated::is_large(engine, service, &model.program) {
            return Ok(None);
        }
        let root = counts::root(&mut runner, &facts, &model, None)?;
        let unfixed = model.program.clone();
        model.fix_rota(&facts, plan);
        let request = runner.linear_near(root.root.as_ref());
        let outcome = runner.solve_quietly(pattern::ON_ROTA, &model.program.relaxed(), &request)?;
        if !outcome.has_solution() {
            return Ok(None);
        }
        let found = Found { fixed: model.program.clone(), outcome };
        let Some(Found { fixed, outcome: on_rota }) = settle::rota(&mut runner, &model, found)? else {
            return Ok(None);
        };
        model.program = fixed;
        for (col, value) in so_far(&facts, &model, plan) {
            model.program.set_bounds(col, value, value);
        }
        let request = runner.linear_near(on_rota.basis.as_ref());
        let outcome = runner.solve_quietly("the rota with its starts", &model.program.relaxed(), &request)?;
        if !outcome.has_solution() {
            return Ok(None);
        }
        let fixed = model.program.columns().iter().zip(unfixed.columns());
        let is_decided = fixed.map(|(now, before)| now.lower == now.upper && before.lower < before.upper).collect();
        Ok(Some(Self {
            prices: root.leaves.first().map_or_else(Vec::new, |leaf| leaf.prices().to_vec()),
            program: unfixed,
            values: outcome.values,
            is_decided,
            relaxed: root.root,
            on_rota: on_rota.basis,
        }))
    }

    /// Where the relaxation of its model stands.
    pub(crate) fn relaxed(&self) -> Option<&Arc<Basis>> {
        self.relaxed.as_ref()
    }

    /// What the plan decides of a program's columns, by their names.
    fn decided(&self, program: &Program) -> Vec<Option<f64>> {
        let places = places(&self.program);
        let value = |(name, column): (&str, &Column)| {
            let &j = places.get(name)?;
            self.is_decided[j].then(|| self.values[j].round().clamp(column.lower, column.upper))
        };
        program.named_columns().map(value).collect()
    }

    /// The parts that what differs between a program and the plan's touches: those of columns that are new or differ in
    /// cost or in a limit that matters to the plan, and of those with other coefficients in some row; where a row's limits
    /// differ, and matter to the plan or have a price in either relaxation, or it lacks columns, of all that it has.
    fn touched(&self, program: &Program, prices: &[f64], part_of: &[usize]) -> BTreeSet<usize> {
        let (mut touched, before, now) = (BTreeSet::new(), places(&self.program), places(program));
        for ((name, column), part) in program.named_columns().zip(part_of) {
            let same = before.get(name).is_some_and(|&j| {
                let was = &self.program.columns()[j];
                let limits = [(was.lower, column.lower), (was.upper, column.upper)];
                (was.cost, was.integer) == (column.cost, column.integer)
                    && limits.iter().all(|&limit| does_not_matter(self.values[j], limit))
            });
            if !same {
                touched.insert(*part);
            }
        }
        let mut rows: HashMap<&str, (&Row, f64)> = priced(&self.program, &self.prices).collect();
        for (name, (row, price)) in priced(program, prices) {
            let part = |(col, _): &(Col, f64)| part_of[col.index()];
            let Some((was, price_was)) = rows.remove(name) else {
                touched.extend(row.terms.iter().map(part));
                continue;
            };
            let here = |&(col, k): &(Col, f64)| now.get(self.program.name(col)).map(|&j| (j, k));
            let terms: Option<HashMap<usize, f64>> = was.terms.iter().map(here).collect();
            let sum: f64 = was.terms.iter().map(|(col, k)| k * self.values[col.index()]).sum();
            let limits = [(was.lower, row.lower), (was.upper, row.upper)];
            let is_priced = price.abs().max(price_was.abs()) > AT_LIMIT;
            let matters = |limit: (f64, f64)| limit.0 != limit.1 && (is_priced || !does_not_matter(sum, limit));
            match terms {
                Some(terms) if !limits.into_iter().any(matters) => {
                    let own: HashMap<usize, f64> = row.terms.iter().map(|(col, k)| (col.index(), *k)).collect();
                    let other = own.iter().filter(|(j, k)| terms.get(j) != Some(k)).map(|(j, _)| *j);
                    let gone = terms.keys().copied().filter(|j| !own.contains_key(j));
                    touched.extend(other.chain(gone).map(|j| part_of[j]));
                }
                _ => touched.extend(row.terms.iter().map(part)),
            }
        }
        // Rows that are gone let go of what they had.
        let gone = rows.values().flat_map(|(row, _)| &row.terms);
        let left = gone.filter_map(|(col, _)| now.get(self.program.name(*col)));
        touched.extend(left.map(|&j| part_of[j]));
        touched
    }
}

/// Where each column of a program is, by its name.
fn places(program: &Program) -> HashMap<&str, usize> {
    program.column_names().iter().enumerate().map(|(j, name)| (name, j)).collect()
}

/// The rows of a program by name, with their prices; nothing of rows beyond those that have one.
fn priced<'p>(program: &'p Program, prices: &[f64]) -> impl Iterator<Item = (&'p str, (&'p Row, f64))> {
    let prices = prices.iter().copied().chain(std::iter::repeat(0.0));
    program.named_rows().zip(prices).map(|((name, row), price)| (name, (row, price)))
}

/// Whether it makes no difference to a value that a limit was one thing and is another.
fn does_not_matter(value: f64, (was, now): (f64, f64)) -> bool {
    let off = |limit: f64| (value - limit).abs() > AT_LIMIT * limit.abs().max(1.0);
    was == now || (off(was) && off(now) && (value < was) == (value < now))
}

/// How many patients, and closed groups, have started in a plan by the end of each week.
fn so_far(facts: &Facts, model: &Model, plan: &Plan) -> Vec<(Col, f64)> {
    let mut starts: BTreeMap<(usize, usize, usize, usize), (f64, f64)> = BTreeMap::new();
    let service = facts.service;
    for start in &plan.starts {
        let (stream, course) = (service.streams.position(&start.stream), service.courses.position(&start.course));
        if let (Some(g), Some(c), Some(s)) = (stream, course, service.sites.position(&start.site)) {
            let sum = starts.entry((g, c, s, start.week.0 as usize)).or_default();
            sum.0 += start.patients;
            sum.1 += f64::from(start.groups);
        }
    }
    let by = |&(g, c, s, w): &(usize, usize, usize, usize)| starts.range((g, c, s, 0)..=(g, c, s, w)).map(|(_, n)| *n);
    let patients = model.columns.so_far.iter().map(|(key, &col)| (col, by(key).map(|(patients, _)| patients).sum()));
    let groups = model.columns.groups_so_far.iter().map(|(key, &col)| (col, by(key).map(|(_, groups)| groups).sum()));
    patients.chain(groups).collect()
}

/// A plan of a large model, begun at one of a model much like it; nothing if that leads nowhere.
pub(crate) fn planned(
    runner: &mut Runner,
    facts: &Facts,
    weekly: &Model,
    root: &Counted,
    near: &Near,
    margin: f64,
) -> Result<Option<Planned>, StrategyError> {
    let Some(leaf) = root.leaves.first() else { return Ok(None) };
    let divided = Parts::new(facts);
    let known = Known::at(facts, weekly, &divided, root, leaf);
    let decided = near.decided(&weekly.program);
    let touched = near.touched(&weekly.program, known.prices, &known.parts);
    tracing::info!(?touched, "begun at an earlier plan");
    let settled = settled(weekly, &leaf.outcome, &decided, &known.parts, &touched);
    let sessions = settled.columns.session.values();
    let earlier: Pattern = sessions.map(|&col| (col, decided[col.index()].unwrap_or(0.0))).collect();
    let found = pattern::again(runner, facts, &settled, &known, margin, (&earlier, &touched, near.on_rota.as_ref()))?;
    let Some(Again { kept, new }) = found else { return Ok(None) };

    let (open, none) = (fed(facts, &divided, touched), BTreeSet::new());
    let mut ways = vec![(new.or_else(|| kept.clone()), &open)];
    if !open.is_empty() {
        ways.push((kept, &none));
    }
    let mut best: Option<Planned> = None;
    for (found, open) in ways.into_iter().filter_map(|(found, open)| Some((found?, open))) {
        let worse = |than: &Planned| found.outcome.objective >= than.outcome.objective;
        if best.as_ref().is_some_and(worse) {
            continue;
        }
        let Some(found) = settle::rota(runner, &settled, found)? else { continue };
        let (fixed, rota) = (found.fixed.clone(), Some(found.outcome.objective));
        let kept = Kept { open, values: &decided };
        let outcome =
            whole_patients::round(runner, facts, &settled, (&divided, &known.costs), found, margin, Some(&kept))?;
        let better = best.as_ref().is_none_or(|best| outcome.objective < best.outcome.objective);
        if outcome.has_solution() && better {
            best = Some(Planned { outcome, rota, fixed, costs: known.costs.clone(), is_done: false });
        }
    }
    Ok(best)
}

/// The model with its meetings where they were, and in parts that are not touched what else the rota had: what closed
/// rooms cancelled, how many teams met.
fn settled(
    weekly: &Model,
    relaxed: &Outcome,
    decided: &[Option<f64>],
    part_of: &[usize],
    touched: &BTreeSet<usize>,
) -> Model {
    let columns = &weekly.columns;
    let meets: Option<Vec<(Col, f64)>> =
        columns.meets.values().map(|&col| Some((col, decided[col.index()]?))).collect();
    let mut settled = match &meets {
        Some(_) => weekly.clone(),
        None => settle::meetings(weekly, relaxed).unwrap_or_else(|| weekly.clone()),
    };
    let rest = columns.cancelled.values().chain(columns.alone.values()).chain(columns.full.values());
    let rest = rest.chain(columns.teams.values()).filter(|col| !touched.contains(&part_of[col.index()]));
    let rest = rest.filter_map(|&col| Some((col, decided[col.index()]?)));
    for (col, value) in meets.into_iter().flatten().chain(rest) {
        settled.program.set_bounds(col, value, value);
    }
    settled
}

/// Some parts, and all those that they feed.
fn fed(facts: &Facts, parts: &Parts, some: BTreeSet<usize>) -> BTreeSet<usize> {
    let mut open: Vec<usize> = some.iter().copied().collect();
    let mut all = some;
    while let Some(part) = open.pop() {
        open.extend(parts.fed_by(facts, part).into_iter().filter(|&next| all.insert(next)));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Starts of two parts, the second fed by neither, with rooms for three between them.
    fn program(worth: f64, rooms: f64, more: bool) -> Program {
        let mut program = Program::default();
        let a = program.integer("a", 0.0, 5.0, -worth);
        let b = program.integer("b", 0.0, 5.0, -1.0);
        let mut terms = vec![(a, 1.0), (b, 1.0)];
        if more {
            terms.push((program.integer("c", 0.0, 5.0, -1.0), 1.0));
        }
        program.at_most("rooms", terms, rooms);
        program.at_most("hours of a", vec![(a, 2.0)], 9.0);
        program
    }

    fn near(values: &[f64]) -> Near {
        let program = program(2.0, 3.0, false);
        let is_decided = vec![true; 2];
        Near { program, values: values.to_vec(), prices: vec![0.0; 2], is_decided, relaxed: None, on_rota: None }
    }

    fn touched(near: &Near, program: &Program) -> Vec<usize> {
        let prices = vec![0.0; program.rows().len()];
        near.touched(program, &prices, &[0, 1, 2][..program.columns().len()]).into_iter().collect()
    }

    #[test]
    fn what_is_the_same_is_not_touched() {
        assert!(touched(&near(&[2.0, 1.0]), &program(2.0, 3.0, false)).is_empty());
    }

    #[test]
    fn a_cost_touches_its_part_and_a_limit_those_that_it_binds() {
        let near = near(&[2.0, 1.0]);
        assert_eq!(touched(&near, &program(3.0, 3.0, false)), [0]);
        assert_eq!(touched(&near, &program(2.0, 4.0, false)), [0, 1]);
        assert_eq!(touched(&near, &program(2.0, 2.0, false)), [0, 1]);
        // Where room is left before and after, it makes no difference how much.
        let loose = self::near(&[1.0, 1.0]);
        assert!(touched(&loose, &program(2.0, 4.0, false)).is_empty());
        assert_eq!(touched(&loose, &program(2.0, 1.0, false)), [0, 1]);
        // But where a relaxation would use it, it does.
        let priced = Near { prices: vec![-0.5, 0.0], ..loose };
        assert_eq!(touched(&priced, &program(2.0, 4.0, false)), [0, 1]);
        assert!(touched(&priced, &program(2.0, 3.0, false)).is_empty());
    }

    #[test]
    fn what_is_new_and_what_it_takes_from_is_told_from_the_rest() {
        // A further column in a row that binds is in need of what the others have; they keep theirs.
        assert_eq!(touched(&near(&[2.0, 1.0]), &program(2.0, 3.0, true)), [2]);
        let mut other = program(2.0, 3.0, false);
        other.at_most("a new row", vec![(Col(1), 1.0)], 4.0);
        assert_eq!(touched(&near(&[2.0, 1.0]), &other), [1]);
        let mut coefficient = Program::default();
        let a = coefficient.integer("a", 0.0, 5.0, -2.0);
        let b = coefficient.integer("b", 0.0, 5.0, -1.0);
        coefficient.at_most("rooms", vec![(a, 1.0), (b, 1.5)], 3.0);
        coefficient.at_most("hours of a", vec![(a, 2.0)], 9.0);
        assert_eq!(touched(&near(&[2.0, 1.0]), &coefficient), [1]);
    }

    #[test]
    fn what_is_gone_touches_what_it_leaves_room_for() {
        let before = program(2.0, 3.0, true);
        let is_decided = vec![true; 3];
        let near = Near { program: before, values: vec![1.0; 3], is_decided, ..self::near(&[]) };
        assert_eq!(touched(&near, &program(2.0, 3.0, false)), [0, 1]);
        let mut without_row = Program::default();
        without_row.integer("a", 0.0, 5.0, -2.0);
        without_row.integer("b", 0.0, 5.0, -1.0);
        assert_eq!(touched(&self::near(&[2.0, 1.0]), &without_row), [0, 1]);
    }

    #[test]
    fn decisions_keep_within_their_limits() {
        let mut narrower = program(2.0, 3.0, true);
        narrower.set_bounds(Col(0), 0.0, 1.0);
        assert_eq!(near(&[2.0, 1.0]).decided(&narrower), [Some(1.0), Some(1.0), None]);
    }
}
