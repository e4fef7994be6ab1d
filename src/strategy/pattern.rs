//! Finds a rota pattern for a large model, part by part.
//!
//! At the prices of the linear relaxation each part's sessions are a small integer program. The parts are placed one
//! after the other: those with few sessions first, of these what earns most, then teams, then from few places in the
//! rota to many. Each finds the people and rooms that the earlier ones left, and pays the later ones' prices for the
//! rest; patients whom other parts start (and send on, or who need lessons of this part's) are as last known. A clinic
//! with few sessions has a whole number of them next to the relaxation's. A part that loses much for want of a place
//! comes first, and all are placed anew. Once all are known, those that could do better are placed once more, in the whole
//! program: there the patients of all parts adapt, who were as last known before.

use crate::engine::{Basis, Col, Outcome, Program, Request};
use crate::model::{Facts, Model, Parts};
use crate::strategy::piece::{Piece, Standing, cut};
use crate::strategy::run::Runner;
use crate::strategy::tree::Leaf;
use crate::strategy::{StrategyError, apart, counts, settle};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A pattern: a value, 0 or 1, for every session column, and for the half-days that meetings keep.
pub(crate) type Pattern = BTreeMap<Col, f64>;

/// A part that loses more than so many margins where it is placed comes first.
const STARVED: f64 = 10.0;

/// All parts are placed anew at most so many times as there are parts.
const ANEW: usize = 2;

/// The linear program on a rota.
pub(crate) const ON_ROTA: &str = "the rota's weeks";

/// Parts are placed once more until this share of the limit of seconds is used up.
const TO_PLACE: f64 = 0.25;

/// What a leaf of a tree over counts says of the parts of a model.
pub(crate) struct Known<'a> {
    /// The part of each column.
    pub parts: Vec<usize>,
    /// What each part costs by itself, at the prices.
    pub costs: Vec<f64>,
    /// Values of the columns, in fractions.
    pub values: &'a [f64],
    /// The prices of the rows.
    pub prices: &'a [f64],
    /// Ranges of the counts of sessions, in the order of [`counts::sessions`].
    ranges: Vec<(f64, f64)>,
}

impl<'a> Known<'a> {
    /// Takes it from a leaf.
    pub fn at(facts: &Facts, weekly: &Model, divided: &Parts, tree: &counts::Counted, leaf: &'a Leaf) -> Self {
        let parts = tree.with_counts(divided.of_columns(facts, &weekly.columns, weekly.program.columns().len()));
        let (values, prices) = (leaf.outcome.values.as_slice(), leaf.prices());
        let costs = apart::costs(&tree.program, &parts, divided.count(), prices, values);
        Self { parts, costs, values, prices, ranges: tree.nearest_at(leaf) }
    }
}

/// A pattern, and what the weekly model makes of it.
#[derive(Clone)]
pub(crate) struct Found {
    /// The weekly program with the pattern's sessions fixed.
    pub fixed: Program,
    /// Its linear solution, with prices.
    pub outcome: Outcome,
}

/// Finds a pattern for a model whose meetings are settled, each part's sessions to within the margin; none if a part
/// finds no place.
pub(crate) fn find(
    runner: &mut Runner,
    facts: &Facts,
    model: &Model,
    known: &Known,
    margin: f64,
) -> Result<Option<Found>, StrategyError> {
    runner.phase("placing the parts' sessions");
    let search = Search::new(facts, model, known, margin);
    let mut order = search.order(facts, known);
    // The half-days that meetings keep are settled.
    let meets = model.columns.meets.values().map(|&col| (col, model.program.get(col).lower)).collect();
    let Some(placed) = search.place_all(runner, &mut order, known, &meets)? else { return Ok(None) };
    let mut best = search.evaluate(runner, ON_ROTA, &placed, None)?;
    if best.outcome.has_solution() {
        best = search.place_again(runner, &order, placed, best)?;
    }
    Ok(best.outcome.has_solution().then_some(best))
}

/// An earlier pattern, and that in which some parts are placed once more, for a model whose meetings are settled.
pub(crate) struct Again {
    /// The earlier pattern; none if it is not possible any more.
    pub kept: Option<Found>,
    /// The new one, where it is another.
    pub new: Option<Found>,
}

/// Places some parts once more beside an earlier pattern of all others, which leads to `near` in its own model: nothing
/// if a part finds no place.
pub(crate) fn again(
    runner: &mut Runner,
    facts: &Facts,
    model: &Model,
    known: &Known,
    margin: f64,
    (earlier, open, near): (&Pattern, &BTreeSet<usize>, Option<&Arc<Basis>>),
) -> Result<Option<Again>, StrategyError> {
    runner.phase("placing some parts' sessions again");
    let search = Search::new(facts, model, known, margin);
    let mut order = search.order(facts, known);
    order.retain(|part| open.contains(part));
    let kept = search.evaluate(runner, ON_ROTA, earlier, near)?;
    if kept.outcome.has_solution() {
        let found = search.place_again(runner, &order, earlier.clone(), kept.clone())?;
        let new = (found.fixed.columns() != kept.fixed.columns()).then_some(found);
        return Ok(Some(Again { kept: Some(kept), new }));
    }
    let others = earlier.iter().filter(|(col, _)| !open.contains(&known.parts[col.index()]));
    let others = others.map(|(&col, &value)| (col, value)).collect();
    let Some(placed) = search.place_all(runner, &mut order, known, &others)? else { return Ok(None) };
    let found = search.evaluate(runner, ON_ROTA, &placed, near)?;
    Ok(found.outcome.has_solution().then_some(Again { kept: None, new: Some(found) }))
}

/// A part's own sessions.
struct Own {
    sessions: Pattern,
    /// What the part costs more with them than it did as it was last known, in fractions.
    lost: f64,
}

struct Search<'a> {
    model: &'a Model,
    parts: &'a [usize],
    sessions: BTreeSet<Col>,
    /// What must be whole in the rota: all that is, but patients and groups.
    whole: Vec<Col>,
    /// Patients who start, week by week and so far.
    starts: BTreeSet<Col>,
    /// Of these, what would have to be whole: patients may be split here, closed groups not.
    split: BTreeSet<Col>,
    changes: BTreeMap<Col, BTreeSet<usize>>,
    counted: Vec<Counted>,
    margin: f64,
}

/// Sessions of a clinic, site and block.
struct Counted {
    sessions: BTreeSet<Col>,
    /// How many they may be where they are placed at first.
    range: (f64, f64),
}

impl<'a> Search<'a> {
    fn new(facts: &Facts, model: &'a Model, known: &'a Known, margin: f64) -> Self {
        let sessions = model.columns.session.values().copied().collect();
        let split: BTreeSet<Col> = model.columns.so_far.values().copied().collect();
        let starts = model.columns.start.values().chain(&split).copied().collect();
        let changes = model.columns.change.values().copied().collect();
        let changes = parts_of_changes(&model.program, &known.parts, &changes);
        let counted = |(cols, &range): (Vec<Col>, _)| Counted { sessions: cols.into_iter().collect(), range };
        let counted = counts::sessions(facts, model).into_values().zip(&known.ranges).map(counted).collect();
        let whole = settle::whole(model);
        Self { model, parts: &known.parts, sessions, whole, starts, split, changes, counted, margin }
    }

    /// Parts with sessions, those with few first, since many find a way round few; of these what earns, the most first;
    /// then teams; then by their places in the rota.
    fn order(&self, facts: &Facts, known: &Known) -> Vec<usize> {
        let mut places: BTreeMap<usize, (bool, usize)> = BTreeMap::new();
        for (&(seat, _), col) in &self.model.columns.session {
            let entry = places.entry(known.parts[col.index()]).or_default();
            entry.0 |= facts.is_team(facts.seats[seat].clinic);
            entry.1 += 1;
        }
        let sessions = self.counted.iter().flat_map(|counted| &counted.sessions);
        let sessions = sessions.map(|col| (known.parts[col.index()], known.values[col.index()]));
        let many = counts::with_many(facts, sessions);
        let key = |part: usize| {
            let (team, count) = places[&part];
            (many.contains(&part), known.costs[part].min(0.0), !team, count)
        };
        let mut order: Vec<usize> = places.keys().copied().collect();
        order.sort_by(|&a, &b| {
            let (a, b) = (key(a), key(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then((a.2, a.3).cmp(&(b.2, b.3)))
        });
        order
    }

    /// Places parts once more, one after the other, each beside all others as they are. What is better is kept; a part that
    /// could not be better by the margin, even with its sessions split, is not tried.
    fn place_again(
        &self,
        runner: &mut Runner,
        order: &[usize],
        mut placed: Pattern,
        mut best: Found,
    ) -> Result<Found, StrategyError> {
        for &part in order {
            if runner.has_used(TO_PLACE) {
                break;
            }
            let others = placed.iter().filter(|(col, _)| self.parts[col.index()] != part);
            let others: Pattern = others.map(|(&col, &value)| (col, value)).collect();
            let split = self.evaluate(runner, "a part's sessions split", &others, best.outcome.basis.as_ref())?;
            if best.outcome.objective - split.outcome.objective <= self.margin {
                continue;
            }
            let Some(own) = self.place_in_whole(runner, part, &split.fixed, &best.outcome.values)? else { continue };
            let mut again = others;
            again.extend(own);
            if again != placed {
                let found = self.evaluate(runner, ON_ROTA, &again, best.outcome.basis.as_ref())?;
                tracing::debug!(part, before = best.outcome.objective, again = found.outcome.objective, "placed again");
                if found.outcome.objective < best.outcome.objective {
                    (best, placed) = (found, again);
                }
            }
        }
        Ok(best)
    }

    /// Places the sessions of some parts beside those of others, one after the other. A part that finds no place, or loses
    /// much for want of one, comes first from then on, after those that had lost more, and all are placed anew: so many
    /// times. None if a part finds no place even so.
    fn place_all(
        &self,
        runner: &mut Runner,
        order: &mut [usize],
        known: &Known,
        others: &Pattern,
    ) -> Result<Option<Pattern>, StrategyError> {
        let mut starved = Starved { first: Vec::new(), moves: ANEW * order.len() };
        'anew: loop {
            let mut now = known.values.to_vec();
            let mut placed = others.clone();
            for i in 0..order.len() {
                let part = order[i];
                let own = self.place(runner, part, known.prices, &placed, &mut now)?;
                let lost = own.as_ref().map_or(f64::INFINITY, |own| own.lost);
                tracing::debug!(part, lost, "placed");
                if lost > STARVED * self.margin && starved.move_up(order, i, lost) {
                    continue 'anew;
                }
                let Some(own) = own else { return Ok(None) };
                placed.extend(own.sessions);
            }
            return Ok(Some(placed));
        }
    }

    /// The piece of one part beside the sessions already placed and the others' starts of `now`, the rest being priced.
    fn piece(&self, part: usize, prices: &[f64], placed: &Pattern, now: &[f64]) -> Piece {
        cut(&self.model.program, prices, &|col| {
            let inside = self.concerns(col, part);
            match placed.get(&col) {
                _ if inside => Standing::Inside { whole: !self.split.contains(&col) },
                Some(&value) => Standing::Known(value),
                None if self.starts.contains(&col) => Standing::Known(now[col.index()]),
                None => Standing::Open,
            }
        })
    }

    fn sessions_of(&self, columns: &[Col], values: &[f64]) -> Pattern {
        let own = columns.iter().zip(values).filter(|(col, _)| self.sessions.contains(col));
        own.map(|(&col, value)| (col, value.round())).collect()
    }

    /// Places the sessions of one part beside those already placed; `now` has the others' starts and takes the part's
    /// values.
    fn place(
        &self,
        runner: &mut Runner,
        part: usize,
        prices: &[f64],
        placed: &Pattern,
        now: &mut [f64],
    ) -> Result<Option<Own>, StrategyError> {
        let mut piece = self.piece(part, prices, placed, now);
        let before = piece.program.objective(&piece.values_in(now));
        let counts = self.count(&mut piece);
        let request = runner.request_for_window(&piece.program, self.margin);
        let mut outcome = runner.solve_quietly("a part placed", &piece.program, &request)?;
        if !outcome.has_solution() {
            // The ranges are hopes, no rules; and all else builds on it.
            for count in counts {
                piece.program.set_bounds(count, 0.0, f64::INFINITY);
            }
            let request = runner.request_for_placing(&piece.program, self.margin);
            outcome = runner.solve_quietly("a part placed", &piece.program, &request)?;
        }
        if !outcome.has_solution() {
            return Ok(None);
        }
        for (col, &value) in piece.columns.iter().zip(&outcome.values) {
            now[col.index()] = value;
        }
        let sessions = self.sessions_of(&piece.columns, &outcome.values);
        Ok(Some(Own { sessions, lost: outcome.objective - before }))
    }

    /// Places the sessions of one part where those of all others are fixed, everything else being split and adapting to
    /// it, from a solution.
    fn place_in_whole(
        &self,
        runner: &mut Runner,
        part: usize,
        fixed: &Program,
        start: &[f64],
    ) -> Result<Option<Pattern>, StrategyError> {
        let mut program = fixed.relaxed();
        for &col in self.whole.iter().filter(|&&col| self.concerns(col, part)) {
            program.set_integer(col, true);
        }
        let request = runner.request_for_window(&program, self.margin);
        let request = Request { start: Some(start.to_vec()), direct: true, ..request };
        let outcome = runner.solve_quietly("a part placed again", &program, &request)?;
        let own = self.sessions.iter().filter(|col| self.parts[col.index()] == part);
        Ok(outcome.has_solution().then(|| own.map(|&col| (col, outcome.values[col.index()].round())).collect()))
    }

    /// Whether a column is of a part, or a change of site that its sessions may need.
    fn concerns(&self, col: Col, part: usize) -> bool {
        match self.changes.get(&col) {
            Some(parts) => parts.contains(&part),
            None => self.parts[col.index()] == part,
        }
    }

    /// Counts the sessions of a piece.
    fn count(&self, piece: &mut Piece) -> Vec<Col> {
        let mut counts = Vec::new();
        for (i, counted) in self.counted.iter().enumerate() {
            let own = piece.places(|col| counted.sessions.contains(&col));
            if !own.is_empty() {
                let count = counts::add(&mut piece.program, &format!("{i}"), &own);
                let (least, most) = counted.range;
                piece.program.set_bounds(count, least, most);
                counts.push(count);
            }
        }
        counts
    }

    /// The weekly model on a pattern, from where it stands on one much like it.
    fn evaluate(
        &self,
        runner: &mut Runner,
        phase: &'static str,
        pattern: &Pattern,
        near: Option<&Arc<Basis>>,
    ) -> Result<Found, StrategyError> {
        let mut fixed = self.model.program.clone();
        for (&col, &value) in pattern {
            fixed.set_bounds(col, value, value);
        }
        let outcome = runner.solve_quietly(phase, &fixed.relaxed(), &runner.linear_near(near))?;
        Ok(Found { fixed, outcome })
    }
}

/// Parts that come first, because they lost much for want of a place.
struct Starved {
    /// They, and what each lost at most: what lost most is first, as in the order.
    first: Vec<(usize, f64)>,
    /// How many times more a part may be moved.
    moves: usize,
}

impl Starved {
    /// Moves the part at a place in the order up, after those that had lost more; says whether it did.
    fn move_up(&mut self, order: &mut [usize], at: usize, lost: f64) -> bool {
        let more = self.first.iter().filter(|(_, its)| *its >= lost).count();
        if at <= more || self.moves == 0 {
            return false;
        }
        self.moves -= 1;
        let part = order[at];
        order[more..=at].rotate_right(1);
        self.first.retain(|(its, _)| *its != part);
        self.first.insert(more, (part, lost));
        true
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Places parts in an order; each loses so much for each that takes its place before it comes.
    fn place(order: &mut [usize], takes: &[(usize, usize, f64)], moves: usize) -> f64 {
        let mut starved = Starved { first: Vec::new(), moves };
        'anew: loop {
            let mut all = 0.0;
            for at in 0..order.len() {
                let lost: f64 = takes
                    .iter()
                    .filter(|(by, from, _)| *from == order[at] && order[..at].contains(by))
                    .map(|(.., lost)| lost)
                    .sum();
                if lost > 10.0 && starved.move_up(order, at, lost) {
                    continue 'anew;
                }
                all += lost;
            }
            return all;
        }
    }

    #[test]
    fn what_starves_comes_first_and_what_starves_most_before_it() {
        let mut order = [0, 1, 2, 3];
        // Part 3 loses 2,000 behind part 0, which loses 400 behind part 3 and 50 behind part 1.
        let takes = [(0, 3, 2_000.0), (3, 0, 400.0), (1, 0, 50.0), (0, 2, 5.0)];
        assert_eq!(place(&mut order, &takes, 8), 405.0);
        assert_eq!(order, [3, 0, 1, 2]);
    }

    #[test]
    fn a_circle_of_starving_parts_is_given_up_after_so_many_moves() {
        let mut order = [0, 1, 2];
        let takes = [(0, 1, 100.0), (1, 2, 101.0), (2, 0, 102.0)];
        let lost = place(&mut order, &takes, 6);
        assert!(lost <= 102.0, "{lost} {order:?}");
        let mut order = [0, 1];
        assert_eq!(place(&mut order, &takes, 0), 100.0);
        assert_eq!(order, [0, 1]);
    }
}
