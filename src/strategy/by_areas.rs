//! Solves a very large model by the areas that its service falls into ([`Areas`]).
//!
//! (1) The relaxation of all areas together gives every row a price. (2) At these prices each area is a large model by
//! itself: what it shares with others is given out, as much to each as it has in the relaxation, and a first plan of it
//! is found by its parts ([`by_parts`]). Patients whom one area sends to another come as in the relaxation. (3) One
//! linear program joins the areas' plans; streams that get patients from elsewhere are made whole there. (4) Where the
//! relaxation leaves too wide a gap, each area is bounded by itself, the rows that it shares with others priced: the sum
//! is a bound of all (Lagrange), at any prices. (5) Where that is not enough either, the areas' plans
//! are made better, and the areas bounded by their parts.
//!
//! Areas are solved side by side; what comes of them does not depend on how many at a time.

use crate::base::control::Event;
use crate::engine::{Col, Outcome, Program, Request, RowIx, Status};
use crate::model::{Areas, Columns, Facts, Model};
use crate::strategy::apart::{Apart, apart};
use crate::strategy::bounds::{Bounds, within};
use crate::strategy::by_parts::{self, PIECE_MARGIN, Planned};
use crate::strategy::counts::{self, Counted};
use crate::strategy::limits::SMALL;
use crate::strategy::piece::{Piece, Standing, cut};
use crate::strategy::rolling::{self, SoFar};
use crate::strategy::run::{Runner, Unwanted};
use crate::strategy::whole::so_far;
use crate::strategy::{StrategyError, settle};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// An area of a model.
struct Area<'m> {
    /// The whole model.
    weekly: &'m Model,
    /// The area with what it shares priced: its optimum is its part of the bound.
    priced: Piece,
    /// The area with what it shares given out: its plans fit together with the others'.
    given: Piece,
    /// The best plan so far.
    plan: Option<Planned>,
    /// The tree over the counts of `priced`.
    tree: Option<Counted>,
    /// A lower bound of `priced`.
    bound: f64,
}

/// Searches for a plan of a model by areas; nothing if it has no large areas, or there is no way through.
pub(crate) fn search(
    runner: &mut Runner,
    facts: &Facts,
    weekly: &Model,
    bounds: &mut Bounds,
) -> Result<Option<Outcome>, StrategyError> {
    let areas = Areas::new(facts);
    if areas.count() < 2 {
        return Ok(None);
    }
    let of = areas.of_columns(facts, &weekly.columns, weekly.program.columns().len());
    if !are_large(&weekly.program, &of, areas.count()) {
        return Ok(None);
    }
    solve(runner, facts, weekly, (&areas, &of), bounds)
}

/// Solves a model by some areas, however large; nothing if there is no way through.
fn solve(
    runner: &mut Runner,
    facts: &Facts,
    weekly: &Model,
    (areas, of): (&Areas, &[Option<usize>]),
    bounds: &mut Bounds,
) -> Result<Option<Outcome>, StrategyError> {
    let relaxed = runner.solve_quietly("weekly relaxation", &weekly.program.relaxed(), &runner.linear())?;
    if relaxed.status == Status::Infeasible {
        return Ok(Some(relaxed));
    }
    let Some(duals) = relaxed.duals.as_ref().filter(|_| relaxed.has_solution()) else { return Ok(None) };
    bounds.tighten(Some(relaxed.objective));
    let gap = runner.limits().gap;
    let settled = settle::meetings(weekly, &relaxed);
    let settled = settled.as_ref().unwrap_or(weekly);
    let Apart { pieces, rest } = apart(&weekly.program, of, areas.count(), |_| true, &duals.rows);
    let shares = shared(&settled.program, of, &relaxed.values);
    let mut all: Vec<Area> = pieces
        .into_iter()
        .enumerate()
        .map(|(area, priced)| {
            let given = given_out(settled, of, area, &duals.rows, &relaxed.values, &shares);
            Area { weekly, priced, given, plan: None, tree: None, bound: f64::NEG_INFINITY }
        })
        .collect();
    tracing::info!(areas = all.len(), relaxed = relaxed.objective, "by areas");

    let join = Join { facts, settled, across: areas.across(facts), relaxed: &relaxed.values };
    runner.phase("a first plan of each area");
    each(runner, &mut all, |runner, area| area.first(runner, facts))?;
    let Some(mut best) = join.all(runner, &all)? else { return Ok(None) };
    tracing::info!(objective = best.objective, "a first plan");
    runner.control().report(Event::FirstPlan(best.objective));
    let enough = |best: &Outcome, bound: f64| within(-best.objective, -bound, gap);
    if enough(&best, relaxed.objective) || runner.is_late() {
        return Ok(Some(best));
    }

    runner.phase("a bound of each area");
    each(runner, &mut all, |runner, area| area.branch(runner, facts))?;
    let sum = |all: &[Area]| all.iter().map(|area| area.bound).sum::<f64>() + rest;
    bounds.tighten(Some(sum(&all)));
    if bounds.plan.is_some_and(|bound| enough(&best, bound)) || runner.is_late() {
        return Ok(Some(best));
    }

    runner.phase("each area by its parts");
    let margin = gap * PIECE_MARGIN * relaxed.objective.abs() / all.len() as f64;
    each(runner, &mut all, |runner, area| area.deepen(runner, facts, margin))?;
    bounds.tighten(Some(sum(&all)));
    if let Some(again) = join.all(runner, &all)?
        && again.objective < best.objective
    {
        best = again;
    }
    Ok(Some(best))
}

/// Whether every area has many whole columns.
fn are_large(program: &Program, of: &[Option<usize>], count: usize) -> bool {
    let mut whole = vec![0; count];
    for (column, area) in program.columns().iter().zip(of) {
        if let (true, Some(area)) = (column.integer, area) {
            whole[*area] += 1;
        }
    }
    whole.into_iter().all(|columns| columns > SMALL)
}

/// Does something with each area, side by side, with a runner of its own; traces are kept in the areas' order.
fn each(
    runner: &mut Runner,
    all: &mut [Area],
    does: impl Fn(&mut Runner, &mut Area) -> Result<(), StrategyError> + Sync,
) -> Result<(), StrategyError> {
    let beside: &Runner = runner;
    let done: Vec<_> = all
        .par_iter_mut()
        .map(|area| {
            let mut own = beside.beside();
            does(&mut own, area).map(|()| own.trace)
        })
        .collect();
    for trace in done {
        runner.trace.append(&mut trace?);
    }
    Ok(())
}

impl Area<'_> {
    /// The area as a model.
    fn model(&self, piece: &Piece) -> Model {
        let place = piece.place();
        let columns: Columns = self.weekly.columns.in_piece(|col| place.get(&col).copied());
        Model {
            program: piece.program.clone(),
            columns,
            soft: Vec::new(),
            aims: BTreeMap::new(),
            rooms: Vec::new(),
            goal: self.weekly.goal,
        }
    }

    /// Finds a first plan.
    fn first(&mut self, runner: &mut Runner, facts: &Facts) -> Result<(), StrategyError> {
        let model = self.model(&self.given);
        let root = counts::root(runner, facts, &model, None)?;
        self.plan = by_parts::first(runner, facts, &model, &root)?;
        Ok(())
    }

    /// Bounds the area by a tree over its counts.
    fn branch(&mut self, runner: &mut Runner, facts: &Facts) -> Result<(), StrategyError> {
        let root = counts::root(runner, facts, &self.model(&self.priced), None)?;
        let tree = counts::branch(runner, &root, counts::NODES, &Unwanted::default())?;
        self.bound = tree.leaves.first().map_or(f64::INFINITY, |leaf| leaf.outcome.objective);
        self.tree = Some(tree);
        Ok(())
    }

    /// Bounds the area by its parts, and makes its plan better.
    fn deepen(&mut self, runner: &mut Runner, facts: &Facts, margin: f64) -> Result<(), StrategyError> {
        let Some(tree) = &self.tree else { return Ok(()) };
        let (priced, given) = (self.model(&self.priced), self.model(&self.given));
        let (plan, bound) = by_parts::deepen(runner, facts, (&given, self.plan.take()), (&priced, tree), margin)?;
        self.plan = plan;
        self.bound = self.bound.max(bound.unwrap_or(self.bound));
        Ok(())
    }
}

/// A row that areas share: what each may have of it, as bounds of its own terms.
type Shares = BTreeMap<usize, BTreeMap<usize, (f64, f64)>>;

/// Shares out the rows that several areas have: each gets what it has in some solution, and an even share of what is
/// left. Of a row of whole columns each gets a whole number. Rows in which columns of no area take up what differs (late
/// desk work, say) need not be shared out.
fn shared(program: &Program, of: &[Option<usize>], values: &[f64]) -> Shares {
    let mut shares = Shares::new();
    for (i, row) in program.rows().iter().enumerate() {
        let free = |col: Col| program.get(col).lower < program.get(col).upper;
        let mut has: BTreeMap<usize, f64> = BTreeMap::new();
        let (mut fixed, mut takes_up, mut whole) = (0.0, false, true);
        for &(col, k) in &row.terms {
            match of[col.index()] {
                Some(area) => *has.entry(area).or_default() += k * values[col.index()],
                None if free(col) => takes_up = true,
                None => fixed += k * program.get(col).lower,
            }
            whole &= program.get(col).integer && k.fract() == 0.0;
        }
        if has.len() < 2 || takes_up {
            continue;
        }
        let sum: f64 = has.values().sum();
        let (lower, upper) = (row.lower - fixed, row.upper - fixed);
        let each = |side: f64| (side - sum) / has.len() as f64;
        let mut own: BTreeMap<usize, (f64, f64)> =
            has.iter().map(|(&area, has)| (area, (has + each(lower).min(0.0), has + each(upper).max(0.0)))).collect();
        if whole && lower < upper {
            own.values_mut().for_each(|(lower, _)| *lower = (*lower - 1e-6).ceil());
            round_to(upper, &mut own);
        }
        shares.insert(i, own);
    }
    shares
}

/// Rounds upper sides to whole numbers that come to no more than `all`: who lacks most to the next gets what is left.
fn round_to(all: f64, own: &mut BTreeMap<usize, (f64, f64)>) {
    if !all.is_finite() {
        return;
    }
    let mut lacking: Vec<(usize, f64)> = Vec::new();
    let mut sum = 0.0;
    for (&area, (_, upper)) in own.iter_mut() {
        let down = (*upper + 1e-6).floor();
        lacking.push((area, *upper - down));
        *upper = down;
        sum += down;
    }
    lacking.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let left = (all - sum + 1e-6).floor().max(0.0) as usize;
    for (area, _) in lacking.into_iter().take(left) {
        own.entry(area).and_modify(|(_, upper)| *upper += 1.0);
    }
}

/// An area by itself, with its share of what it shares, and all else that joins it to others at a price. Patients whom
/// others send come as in some solution.
fn given_out(
    settled: &Model,
    of: &[Option<usize>],
    area: usize,
    prices: &[f64],
    values: &[f64],
    shares: &Shares,
) -> Piece {
    let program = &settled.program;
    let arriving: BTreeSet<Col> = settled.columns.onward.values().copied().collect();
    let mut piece = cut(program, prices, &|col| match of[col.index()] {
        Some(its) if its == area => Standing::Inside { whole: true },
        Some(_) => Standing::Open,
        None if program.get(col).lower == program.get(col).upper => Standing::Known(program.get(col).lower),
        None if arriving.contains(&col) => Standing::Known(values[col.index()]),
        None => Standing::Open,
    });
    let place = piece.place();
    send_on(&mut piece, program, &place, prices, |col| of[col.index()].is_none() && arriving.contains(&col));
    let at: BTreeMap<RowIx, RowIx> = piece.rows.iter().enumerate().map(|(i, &row)| (row, RowIx(i as u32))).collect();
    for (&i, shares) in shares {
        let Some(&(lower, upper)) = shares.get(&area) else { continue };
        let row = &program.rows()[i];
        let own: Vec<(Col, f64)> =
            row.terms.iter().filter_map(|&(col, k)| place.get(&col).map(|&col| (col, k))).collect();
        // What is given out has no price.
        for &(col, k) in &own {
            piece.program.add_cost(col, prices[i] * k);
        }
        match at.get(&RowIx(i as u32)) {
            Some(&row) => piece.program.set_row_bounds(row, lower, upper),
            None => {
                piece.program.row(program.row_name(RowIx(i as u32)), lower, own, upper);
                piece.rows.push(RowIx(i as u32));
            }
        }
    }
    piece
}

/// Patients sent to streams that other areas have too are worth what they are worth there: the rows that say how many
/// they are give way to their prices.
fn send_on(
    piece: &mut Piece,
    program: &Program,
    place: &BTreeMap<Col, Col>,
    prices: &[f64],
    arriving: impl Fn(Col) -> bool,
) {
    let says = |row: &RowIx| program.rows()[row.index()].terms.iter().any(|&(col, k)| k == 1.0 && arriving(col));
    let sent: BTreeSet<RowIx> = piece.rows.iter().copied().filter(says).collect();
    for row in &sent {
        for &(col, k) in &program.rows()[row.index()].terms {
            if let Some(&col) = place.get(&col) {
                piece.program.add_cost(col, -prices[row.index()] * k);
            }
        }
    }
    let rows = std::mem::take(&mut piece.rows);
    piece.program.retain_rows(|row| !sent.contains(&rows[row.index()]));
    piece.rows = rows.into_iter().filter(|row| !sent.contains(row)).collect();
}

/// How the plans of areas are joined.
struct Join<'a, 'f> {
    facts: &'a Facts<'f>,
    settled: &'a Model,
    /// Streams that get patients from other areas, or are seen in several.
    across: BTreeSet<usize>,
    relaxed: &'a [f64],
}

impl Join<'_, '_> {
    /// The plan that the areas' plans make together; nothing if an area has none, or they do not fit.
    fn all(&self, runner: &mut Runner, all: &[Area]) -> Result<Option<Outcome>, StrategyError> {
        let mut values = self.relaxed.to_vec();
        for area in all {
            let Some(plan) = &area.plan else { return Ok(None) };
            for (col, &value) in area.given.columns.iter().zip(&plan.outcome.values) {
                values[col.index()] = value;
            }
        }
        let columns = &self.settled.columns;
        let mut program = self.settled.program.clone();
        let keys = columns.so_far.iter().chain(&columns.groups_so_far);
        let across = keys.filter(|((stream, ..), _)| self.across.contains(stream)).map(|(_, &col)| col);
        let all = so_far(self.settled);
        let across: BTreeMap<Col, SoFar> = across.map(|col| (col, all[&col])).collect();
        let every = (0..program.columns().len()).map(|j| Col(j as u32));
        let whole = every.filter(|col| self.settled.program.get(*col).integer && !across.contains_key(col));
        settle::fix(&mut program, whole, &values);
        let margin = FIT * self.facts.service.sites.len() as f64;
        let phase = "all areas together";
        let outcome = if across.is_empty() {
            let request = Request { duals: false, ..runner.linear() };
            runner.solve_quietly(phase, &program.relaxed(), &request)?
        } else {
            let across: Vec<SoFar> = across.into_values().collect();
            rolling::solve(runner, phase, &program, &across, margin)?
        };
        Ok(outcome.has_solution().then_some(outcome))
    }
}

/// What joins areas is made whole to within this for each site, in the program's unit.
const FIT: f64 = 0.05;

#[cfg(all(test, feature = "highs"))]
mod tests {
    use super::*;
    use crate::base::control::Control;
    use crate::engine::{Engine, Highs};
    use crate::model::{Goal, build, figures, read_back};
    use crate::scenario::{Opened, Selection};
    use crate::service::validate;
    use crate::strategy::Limits;
    use crate::verify::verify;
    use std::path::Path;

    /// Two areas with two sessions each; three people for them, of whom one works in both.
    fn program() -> (Program, [Option<usize>; 5], Vec<f64>) {
        let mut program = Program::default();
        let sessions: Vec<Col> = (0..4).map(|i| program.integer(format_args!("session {i}"), 0.0, 2.0, -1.0)).collect();
        let late = program.column("late desk work", 0.0, f64::INFINITY, 2.0);
        program.at_most("one's own", vec![(sessions[0], 1.0), (sessions[1], 1.0)], 2.0);
        program.at_most("both's", vec![(sessions[1], 1.0), (sessions[2], 1.0)], 3.0);
        program.at_most("budget", vec![(sessions[0], 0.5), (sessions[3], 2.0)], 4.0);
        program.at_most("desk", vec![(sessions[0], 1.0), (sessions[2], 1.0), (late, -1.0)], 1.0);
        (program, [Some(0), Some(0), Some(1), Some(1), None], vec![1.0, 0.6, 1.4, 1.0, 1.4])
    }

    #[test]
    fn what_is_shared_is_given_out_whole_and_no_more_than_there_is() {
        let (program, of, values) = program();
        let shares = shared(&program, &of, &values);
        // Rows of one area, and those that late work takes up, are not given out.
        assert_eq!(shares.keys().copied().collect::<Vec<_>>(), [1, 2]);
        // Of three whole sessions 0.6 and 1.4 are had; half of what is left makes 1.1 and 1.9.
        assert_eq!(shares[&1].values().map(|side| side.1).collect::<Vec<_>>(), [1.0, 2.0]);
        let budget: Vec<f64> = shares[&2].values().map(|side| side.1).collect();
        assert!((budget[0] - 1.25).abs() < 1e-9 && (budget[1] - 2.75).abs() < 1e-9, "{budget:?}");
        for (&row, own) in &shares {
            let sum: f64 = own.values().map(|side| side.1).sum();
            assert!(sum <= program.rows()[row].upper + 1e-9);
        }
    }

    #[test]
    fn plans_of_areas_with_what_is_given_out_fit_together() {
        let (program, of, values) = program();
        let model = Model {
            program,
            columns: Columns::default(),
            soft: Vec::new(),
            aims: BTreeMap::new(),
            rooms: Vec::new(),
            goal: Goal::Best,
        };
        let shares = shared(&model.program, &of, &values);
        let prices = [0.0, -0.25, -0.125, -0.5];
        let mut joined = vec![0.0; 5];
        for area in 0..2 {
            let piece = given_out(&model, &of, area, &prices, &values, &shares);
            assert_eq!(piece.program.rows().len(), piece.rows.len());
            let solved = Highs.solve(&piece.program, &Request::default(), &Control::default()).expect("it solves");
            for (col, value) in piece.columns.iter().zip(&solved.values) {
                joined[col.index()] = *value;
            }
        }
        joined[4] = joined[0] + joined[2] - 1.0;
        assert!(model.program.worst_violation(&joined).0 < 1e-6, "{joined:?}");
        // What is late has its price: half of what a session earns.
        assert_eq!(joined[..4].iter().sum::<f64>(), 5.0, "{joined:?}");
    }

    /// Two cities that share desks and send patients to each other, over six weeks.
    #[test]
    fn a_plan_by_areas_is_accepted_and_near_its_bound() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reading-swansea");
        let selection = Selection { sets: vec!["horizon.weeks=6".to_owned()], ..Selection::default() };
        let loaded = Opened::open(&folder).expect("a scenario").load(&selection).expect("it is read");
        let service = validate(&loaded.record, &loaded.positions).service.expect("it is valid");
        let facts = Facts::new(&service);
        let model = build(&facts, Goal::Best);
        let areas = Areas::new(&facts);
        let of = areas.of_columns(&facts, &model.columns, model.program.columns().len());
        assert_eq!(areas.count(), 2);
        let limits = Limits { gap: 0.01, iterations: 20_000, ..Limits::default() };
        let control = Control::default();
        let mut runner = Runner::new(&Highs, &limits, &control);
        let mut bounds = Bounds::default();
        let found = solve(&mut runner, &facts, &model, (&areas, &of), &mut bounds).expect("it solves");
        let found = found.expect("a plan");
        let worst = model.program.worst_violation(&found.values);
        assert!(worst.0 < 1e-5, "{worst:?}");
        let bound = bounds.plan.expect("a bound");
        assert!(bound <= found.objective + 1e-6, "{bound} is above {}", found.objective);
        assert!(found.objective - bound < 0.1 * bound.abs(), "{} is far from {bound}", found.objective);
        // The bound is better than the relaxation's, or it would not be worth its time.
        let relaxed = Highs.solve(&model.program.relaxed(), &Request::default(), &control).expect("it solves");
        assert!(bound > relaxed.objective + 1e-6, "{bound} {}", relaxed.objective);
        let mut plan = read_back::read_back(&facts, &model, &found.values);
        plan.figures = figures::figures(&service, &plan);
        let verdict = verify(&service, &plan);
        assert!(verdict.accepts(), "{:?}", verdict.findings);
    }
}
