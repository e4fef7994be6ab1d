//! Whole patients on a fixed rota, part by part.
//!
//! With the rota fixed the weekly model is a linear program that splits patients. Part by part its starts are made
//! whole, by the part's own flow: parts that feed others first, then what earns most; all weeks at once where they are
//! few, else window by window ([`rolling`]). Parts whose clinics give lessons to the part's courses, reviews say, are
//! planned along with it, split where they are split as yet; after each part the linear program plans anew whatever is
//! still split. Lessons can be late at a price, so there is nearly always a way on.
//!
//! A plan is made better so: each part is made whole once more, all else being known, and the lessons that it needs of
//! others and the queues that it feeds planned along with it; then all parts together, a few weeks at a time and a site at a time,
//! then a few weeks that overlap those, everything else adapting. What is better is kept.

use crate::engine::{Col, Outcome, Program, Status};
use crate::model::{Facts, Model, Parts};
use crate::strategy::StrategyError;
use crate::strategy::held::Held;
use crate::strategy::pattern::Found;
use crate::strategy::piece::{Piece, Standing, cut};
use crate::strategy::rolling::{self, SoFar};
use crate::strategy::run::Runner;
use std::collections::{BTreeMap, BTreeSet};

/// Weeks in which the patients of all parts are made whole once more, together.
const TOGETHER: usize = 4;

/// Starts of a piece that are made whole at once are at most so many.
const AT_ONCE: usize = 128;

/// Those weeks, and starts that are made whole at once, are solved to this share of the margin: little is left to gain
/// in each.
const FINER: f64 = 0.125;

/// The linear program after a part's starts are settled.
const ADAPTING: &str = "the rota with its starts";

/// What is known of whole patients beforehand.
pub(crate) struct Kept<'a> {
    /// The parts whose patients are open.
    pub open: &'a BTreeSet<usize>,
    /// What has started by each week in the others, by their columns; nothing where it is not known.
    pub values: &'a [Option<f64>],
}

/// Makes the starts whole on a pattern, each part's to within the margin a window; without a solution if there is no way
/// through. Those of some parts may be known.
pub(crate) fn round(
    runner: &mut Runner,
    facts: &Facts,
    model: &Model,
    (parts, costs): (&Parts, &[f64]),
    found: Found,
    margin: f64,
    kept: Option<&Kept>,
) -> Result<Outcome, StrategyError> {
    runner.phase("whole patients");
    let Found { fixed, outcome: mut now } = found;
    let mut settling = Held::new(runner, &fixed, now.basis.as_ref())?;
    let part_of = parts.of_columns(facts, &model.columns, fixed.columns().len());
    let so_far = so_far(model);
    // Desk work of all parts adapts to each.
    let desk: BTreeSet<Col> = model.columns.desk().collect();
    let mut settled = BTreeSet::new();
    let mut order = order(facts, parts, costs);
    if let Some(Kept { open, values }) = kept {
        settled.extend((0..parts.count()).filter(|part| !open.contains(part)));
        order.retain(|part| open.contains(part));
        for &col in so_far.keys().filter(|col| settled.contains(&part_of[col.index()])) {
            settling.settle(col, values[col.index()].unwrap_or(0.0))?;
        }
        now = settling.solve(runner, ADAPTING)?;
    }
    for &part in &order {
        let (Some(duals), true) = (&now.duals, now.has_solution()) else { return Ok(now) };
        settled.insert(part);
        let supporting = supporting(facts, model, parts, part);
        // What gives those lessons is split as yet, and adapts.
        let mut adapting: BTreeSet<usize> = supporting.iter().map(|col| part_of[col.index()]).collect();
        adapting.retain(|part| !settled.contains(part));
        let fed: BTreeSet<usize> =
            adapting.iter().chain([&part]).flat_map(|&feeder| parts.fed_by(facts, feeder)).collect();
        let queues = queues(model, &part_of, &fed.intersection(&settled).copied().collect());
        let open = onward(model, &part_of, &fed.difference(&settled).copied().collect());
        let piece = cut(&fixed, &duals.rows, &|col| {
            let its = part_of[col.index()];
            if its == part || queues.contains(&col) || supporting.contains(&col) || desk.contains(&col) {
                Standing::Inside { whole: true }
            } else if adapting.contains(&its) {
                Standing::Inside { whole: !so_far.contains_key(&col) }
            } else if open.contains(&col) {
                Standing::Open
            } else {
                Standing::Known(now.values[col.index()])
            }
        });
        let is_its = |col: &Col| part_of[col.index()] == part && so_far.contains_key(col);
        let its = in_piece(&piece, so_far.values().filter(|its| is_its(&its.col)));
        let Some(whole) = whole_starts(runner, &piece, &its, margin)? else { continue };
        if !whole.has_solution() {
            return Ok(Outcome::without_solution(Status::NothingFound, None));
        }
        let split = piece.program.objective(&piece.values_in(&now.values));
        tracing::debug!(part, split, whole = whole.objective, "whole patients");
        for (&col, value) in piece.columns.iter().zip(&whole.values).filter(|(col, _)| is_its(col)) {
            settling.settle(col, value.round())?;
        }
        now = settling.solve(runner, ADAPTING)?;
    }
    Ok(now)
}

/// Makes whole patients on a pattern better, where they can be: what is better is kept.
pub(crate) fn improve(
    runner: &mut Runner,
    facts: &Facts,
    model: &Model,
    (parts, costs): (&Parts, &[f64]),
    fixed: &Program,
    mut now: Outcome,
    margin: f64,
) -> Result<Outcome, StrategyError> {
    let part_of = parts.of_columns(facts, &model.columns, fixed.columns().len());
    let so_far = so_far(model);
    let desk: BTreeSet<Col> = model.columns.desk().collect();
    let mut settling = Held::new(runner, fixed, None)?;
    for &col in so_far.keys() {
        settling.settle(col, now.values[col.index()].round())?;
    }
    for part in order(facts, parts, costs) {
        let mut inside = supporting(facts, model, parts, part);
        inside.extend(queues(model, &part_of, &parts.fed_by(facts, part)));
        let piece = cut(fixed, &[], &|col| {
            if part_of[col.index()] == part || inside.contains(&col) || desk.contains(&col) {
                Standing::Inside { whole: true }
            } else {
                Standing::Known(now.values[col.index()])
            }
        });
        let before = piece.program.objective(&piece.values_in(&now.values));
        let its = in_piece(&piece, so_far.values());
        let Some(whole) = whole_starts(runner, &piece, &its, margin)? else { continue };
        tracing::debug!(part, before, again = whole.objective, "whole patients again");
        if whole.has_solution() && whole.objective < before {
            for (&col, &value) in piece.columns.iter().zip(&whole.values) {
                now.values[col.index()] = value;
                if so_far.contains_key(&col) {
                    settling.settle(col, value.round())?;
                }
            }
        }
    }
    let adapted = settling.solve(runner, ADAPTING)?;
    if adapted.has_solution() {
        now = adapted;
    } else {
        // Out of time: what is known stands.
        now.objective = fixed.objective(&now.values);
    }
    let window = |_: usize, week: usize| week / TOGETHER;
    let between = |_: usize, week: usize| (week + TOGETHER / 2) / TOGETHER;
    now = together(runner, "some weeks' whole patients", fixed, model, &window, now, margin)?;
    now = together(runner, "a site's whole patients", fixed, model, &|site, _| site, now, margin)?;
    together(runner, "some weeks' whole patients", fixed, model, &between, now, margin)
}

/// Patients of all parts together, some weeks or a site at a time, everything else adapting; what is better is kept.
/// `group` tells from a site and a week what is planned at one time.
fn together(
    runner: &mut Runner,
    phase: &'static str,
    fixed: &Program,
    model: &Model,
    group: &dyn Fn(usize, usize) -> usize,
    mut now: Outcome,
    margin: f64,
) -> Result<Outcome, StrategyError> {
    let columns = &model.columns;
    let sites = columns.so_far.iter().chain(&columns.groups_so_far).map(|(&(_, _, site, _), &col)| (col, site));
    let sites: BTreeMap<Col, usize> = sites.collect();
    let group_of = |its: &SoFar| group(sites[&its.col], its.week);
    let so_far = so_far(model);
    for open in so_far.values().map(group_of).collect::<BTreeSet<usize>>() {
        if !now.has_solution() {
            break;
        }
        let mut some = fixed.clone();
        rolling::fix_starts(&mut some, so_far.values().filter(|its| group_of(its) != open), &now.values);
        let (request, before) = (runner.request_for_window(&some, margin * FINER), now.objective);
        now = runner.improve(phase, &some, request, now)?;
        tracing::debug!(open, before, after = now.objective, "whole patients together");
    }
    Ok(now)
}

/// Onward arrivals of parts.
fn onward(model: &Model, part_of: &[usize], parts: &BTreeSet<usize>) -> BTreeSet<Col> {
    model.columns.onward.values().copied().filter(|col| parts.contains(&part_of[col.index()])).collect()
}

/// Queues of parts: arrivals and those who wait.
fn queues(model: &Model, part_of: &[usize], parts: &BTreeSet<usize>) -> BTreeSet<Col> {
    let waiting = model.columns.waiting.values().chain(model.columns.beyond.values()).copied();
    let waiting = waiting.filter(|col| parts.contains(&part_of[col.index()]));
    onward(model, part_of, parts).into_iter().chain(waiting).collect()
}

/// Each column that must be whole: patients and closed groups that have started by the end of a week.
pub(crate) fn so_far(model: &Model) -> BTreeMap<Col, SoFar> {
    let columns = &model.columns;
    let patients = columns.so_far.iter().map(|(key, &col)| (key, col, columns.start[key]));
    let groups = columns.groups_so_far.iter().map(|(key, &col)| (key, col, columns.groups[key]));
    patients.chain(groups).map(|(&(_, _, _, week), col, start)| (col, SoFar { col, start, week })).collect()
}

/// Those of them that a piece has, as columns of the piece.
fn in_piece<'s>(piece: &Piece, so_far: impl Iterator<Item = &'s SoFar>) -> Vec<SoFar> {
    let place = piece.place();
    let its = |its: &SoFar| Some(SoFar { col: *place.get(&its.col)?, start: *place.get(&its.start)?, ..*its });
    so_far.filter_map(its).collect()
}

/// Makes a piece's starts whole; nothing if it has none. All weeks at once, if they are few and that comes to an end;
/// window by window, if not, and the better of the two.
fn whole_starts(
    runner: &mut Runner,
    piece: &Piece,
    so_far: &[SoFar],
    margin: f64,
) -> Result<Option<Outcome>, StrategyError> {
    if so_far.is_empty() {
        return Ok(None);
    }
    let mut at_once = None;
    if so_far.len() <= AT_ONCE {
        let request = runner.request_for_piece(&piece.program, margin * FINER);
        let outcome = runner.solve_quietly("a part's whole patients", &piece.program, &request)?;
        if outcome.status == Status::Optimal {
            return Ok(Some(outcome));
        }
        at_once = Some(outcome).filter(Outcome::has_solution);
    }
    let rolled = rolling::solve(runner, "a part's whole patients", &piece.program, so_far, margin)?;
    Ok(Some(
        at_once.into_iter().fold(rolled, |best, other| if other.objective < best.objective { other } else { best }),
    ))
}

/// Parts that feed others before those that they feed; then what earns most first.
fn order(facts: &Facts, parts: &Parts, costs: &[f64]) -> Vec<usize> {
    let mut open: Vec<usize> = (0..parts.count()).collect();
    open.sort_by(|&a, &b| costs[a].total_cmp(&costs[b]).then(a.cmp(&b)));
    let mut order = Vec::new();
    while !open.is_empty() {
        let fed: BTreeSet<usize> = open.iter().flat_map(|&part| parts.fed_by(facts, part)).collect();
        // In a circle any part may come first.
        let next = open.iter().position(|part| !fed.contains(part)).unwrap_or(0);
        order.push(open.remove(next));
    }
    order
}

/// Columns of lessons that a part's courses need of other parts' clinics.
fn supporting(facts: &Facts, model: &Model, parts: &Parts, part: usize) -> BTreeSet<Col> {
    let columns = &model.columns;
    let activities = parts.supporting(facts, part);
    let given = columns.given.iter().filter(|(key, _)| activities.contains(&key.1)).map(|(_, col)| *col);
    let carried = columns.carried.iter().filter(|(key, _)| activities.contains(&key.0)).map(|(_, col)| *col);
    let late = columns.late.iter().filter(|(key, _)| activities.contains(&key.0)).map(|(_, col)| *col);
    let after = columns.carried_after.iter().chain(&columns.excess);
    let after = after.filter(|(key, _)| activities.contains(&key.0)).map(|(_, col)| *col);
    given.chain(carried).chain(late).chain(after).collect()
}
