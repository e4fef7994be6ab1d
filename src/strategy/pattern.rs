//! Finds a rota pattern for a large model, part by part.
//!
//! At the prices of the linear relaxation each part's sessions are a small integer program. The parts are placed one
//! after the other: what earns most first, then teams, then from few places in the rota to many. Each finds the people
//! and rooms that the earlier ones left, and pays the later ones' prices for the rest; patients whom other parts start
//! (and send on, or who need lessons of this part's) are as last known. A part that a limit ended is
//! placed again once all the others are known.

use crate::engine::{Col, Outcome, Program, Status};
use crate::model::{Facts, Model};
use crate::strategy::StrategyError;
use crate::strategy::piece::{Piece, Standing, cut};
use crate::strategy::run::Runner;
use std::collections::{BTreeMap, BTreeSet};

/// A pattern: a value, 0 or 1, for every session column, and for the half-days that meetings keep.
type Pattern = BTreeMap<Col, f64>;

/// What is known of the parts of a model.
pub(crate) struct Known<'a> {
    /// The part of each column.
    pub parts: &'a [usize],
    /// What each part costs by itself, at the prices.
    pub costs: &'a [f64],
    /// Values of the columns, in fractions.
    pub values: &'a [f64],
    /// The prices of the rows.
    pub prices: &'a [f64],
}

/// A pattern, and what the weekly model makes of it.
pub(crate) struct Found {
    /// The weekly program with the pattern's sessions fixed.
    pub fixed: Program,
    /// Its linear solution, with prices.
    pub outcome: Outcome,
}

/// Finds a pattern for a model whose meetings are settled, each part's sessions to within `margin`; none if a part
/// finds no place.
pub(crate) fn find(
    runner: &mut Runner,
    facts: &Facts,
    model: &Model,
    known: &Known,
    margin: f64,
) -> Result<Option<Found>, StrategyError> {
    runner.phase("placing the parts' sessions");
    let search = Search::new(model, known.parts, margin);
    let order = order(facts, model, known);
    let mut now = known.values.to_vec();
    // The half-days that meetings keep are settled.
    let mut placed: Pattern = model.columns.meets.values().map(|&col| (col, model.program.get(col).lower)).collect();
    let mut unfinished = Vec::new();
    for &part in &order {
        let Some((own, status)) = search.place(runner, part, known.prices, &placed, &mut now, false)? else {
            return Ok(None);
        };
        placed.extend(own);
        if status == Status::CutShort {
            unfinished.push(part);
        }
    }
    let mut best = search.evaluate(runner, &placed)?;
    // With all others placed, what could not be finished is a smaller question.
    for part in unfinished {
        let Some(prices) = best.outcome.duals.as_ref().map(|duals| duals.rows.clone()) else { break };
        let others: Pattern = placed
            .iter()
            .filter(|(col, _)| known.parts[col.index()] != part)
            .map(|(col, value)| (*col, *value))
            .collect();
        let mut now = best.outcome.values.clone();
        let Some((own, _)) = search.place(runner, part, &prices, &others, &mut now, true)? else { continue };
        let mut again = others;
        again.extend(own);
        if again != placed {
            let found = search.evaluate(runner, &again)?;
            if found.outcome.objective < best.outcome.objective {
                (best, placed) = (found, again);
            }
        }
    }
    Ok(best.outcome.has_solution().then_some(best))
}

struct Search<'a> {
    model: &'a Model,
    parts: &'a [usize],
    sessions: BTreeSet<Col>,
    /// Patients who start, week by week and so far.
    starts: BTreeSet<Col>,
    /// Of these, what would have to be whole: patients may be split here, closed groups not.
    split: BTreeSet<Col>,
    changes: BTreeMap<Col, BTreeSet<usize>>,
    margin: f64,
}

impl<'a> Search<'a> {
    fn new(model: &'a Model, parts: &'a [usize], margin: f64) -> Self {
        let sessions = model.columns.session.values().copied().collect();
        let split: BTreeSet<Col> = model.columns.so_far.values().copied().collect();
        let starts = model.columns.start.values().chain(&split).copied().collect();
        let changes = model.columns.change.values().copied().collect();
        let changes = parts_of_changes(&model.program, parts, &changes);
        Self { model, parts, sessions, starts, split, changes, margin }
    }

    /// The piece of one part beside the sessions already placed and the others' starts of `now`, the rest being priced.
    fn piece(&self, part: usize, prices: &[f64], placed: &Pattern, now: &[f64]) -> Piece {
        cut(&self.model.program, prices, &|col| {
            let inside = match self.changes.get(&col) {
                Some(parts) => parts.contains(&part),
                None => self.parts[col.index()] == part,
            };
            match placed.get(&col) {
                _ if inside => Standing::Inside { whole: !self.split.contains(&col) },
                Some(&value) => Standing::Known(value),
                None if self.starts.contains(&col) => Standing::Known(now[col.index()]),
                None => Standing::Open,
            }
        })
    }

    fn sessions_of(&self, piece: &Piece, values: &[f64]) -> Pattern {
        let own = piece.columns.iter().zip(values).filter(|(col, _)| self.sessions.contains(col));
        own.map(|(&col, value)| (col, value.round())).collect()
    }

    /// Places the sessions of one part beside those already placed; `now` has the others' starts and takes the part's
    /// values. `better` if it has a solution already, to be improved on.
    fn place(
        &self,
        runner: &mut Runner,
        part: usize,
        prices: &[f64],
        placed: &Pattern,
        now: &mut [f64],
        better: bool,
    ) -> Result<Option<(Pattern, Status)>, StrategyError> {
        let piece = self.piece(part, prices, placed, now);
        let mut request = runner.request_for_placing(self.margin);
        request.start = better.then(|| piece.values_in(now));
        let outcome = runner.solve_quietly("a part placed", &piece.program, &request)?;
        if !outcome.has_solution() {
            return Ok(None);
        }
        for (col, &value) in piece.columns.iter().zip(&outcome.values) {
            now[col.index()] = value;
        }
        Ok(Some((self.sessions_of(&piece, &outcome.values), outcome.status)))
    }

    /// The weekly model on a pattern.
    fn evaluate(&self, runner: &mut Runner, pattern: &Pattern) -> Result<Found, StrategyError> {
        let mut fixed = self.model.program.clone();
        for (&col, &value) in pattern {
            fixed.set_bounds(col, value, value);
        }
        let outcome = runner.solve_quietly("the rota's weeks", &fixed.relaxed(), &runner.linear())?;
        Ok(Found { fixed, outcome })
    }
}

/// Parts with sessions: what earns first, the most first; then teams; then by their places in the rota.
fn order(facts: &Facts, model: &Model, known: &Known) -> Vec<usize> {
    let mut places: BTreeMap<usize, (bool, usize)> = BTreeMap::new();
    for (&(seat, _), col) in &model.columns.session {
        let entry = places.entry(known.parts[col.index()]).or_default();
        entry.0 |= facts.is_team(facts.seats[seat].clinic);
        entry.1 += 1;
    }
    let mut order: Vec<usize> = places.keys().copied().collect();
    order.sort_by(|a, b| {
        let earns = |part: &usize| known.costs[*part].min(0.0);
        let (teams, count) = (|part: &usize| !places[part].0, |part: &usize| places[part].1);
        earns(a).total_cmp(&earns(b)).then(teams(a).cmp(&teams(b))).then(count(a).cmp(&count(b))).then(a.cmp(b))
    });
    order
}

/// The parts whose sessions may need each change of site.
fn parts_of_changes(program: &Program, parts: &[usize], changes: &BTreeSet<Col>) -> BTreeMap<Col, BTreeSet<usize>> {
    let mut needed: BTreeMap<Col, BTreeSet<usize>> = changes.iter().map(|&col| (col, BTreeSet::new())).collect();
    for row in program.rows() {
        let Some((change, _)) = row.terms.iter().find(|(col, _)| changes.contains(col)) else { continue };
        let others = row.terms.iter().filter(|(col, _)| !changes.contains(col)).map(|(col, _)| parts[col.index()]);
        needed.entry(*change).or_default().extend(others);
    }
    needed
}
