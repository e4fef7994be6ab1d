//! Settles, for a large model, the whole columns of the rota that are not sessions of the pattern: the half-days that
//! meetings keep, before the pattern is sought; which sessions closed rooms cancel and how many whole teams meet, once
//! it is found.

use crate::engine::{Col, Outcome, Program};
use crate::model::Model;
use crate::strategy::StrategyError;
use crate::strategy::pattern::Found;
use crate::strategy::run::Runner;
use crate::strategy::tree::WHOLE;
use std::collections::{BTreeMap, BTreeSet};

/// The model with every meeting kept in the half-day that a relaxation likes best; nothing if no meeting has a choice.
pub(crate) fn meetings(model: &Model, relaxed: &Outcome) -> Option<Model> {
    let mut best: BTreeMap<usize, (f64, Col)> = BTreeMap::new();
    for (&(m, _), &col) in &model.columns.meets {
        let value = relaxed.values[col.index()];
        let entry = best.entry(m).or_insert((value, col));
        if value > entry.0 {
            *entry = (value, col);
        }
    }
    let mut settled = (!best.is_empty()).then(|| model.clone())?;
    for (&(m, _), &col) in &model.columns.meets {
        let on = f64::from(u8::from(best[&m].1 == col));
        settled.program.set_bounds(col, on, on);
    }
    Some(settled)
}

/// Settles, on a pattern, which sessions are left out for want of a room or of somebody on site, and how many teams meet where a team needs
/// several of a kind: all that must be whole in the rota. Nothing if there is no way.
pub(crate) fn rota(runner: &mut Runner, model: &Model, found: Found) -> Result<Option<Found>, StrategyError> {
    let columns = &model.columns;
    let rota = columns.cancelled.values().chain(columns.alone.values());
    let rota = rota.chain(columns.full.values()).chain(columns.teams.values());
    let whole: BTreeSet<Col> = rota.copied().filter(|&col| found.fixed.get(col).integer).collect();
    if whole.is_empty() {
        return Ok(Some(found));
    }
    let Found { mut fixed, outcome: split } = found;
    let is_whole = |&col: &Col| (split.values[col.index()] - split.values[col.index()].round()).abs() < WHOLE;
    if split.has_solution() && whole.iter().all(is_whole) {
        fix(&mut fixed, whole, &split.values);
        return Ok(Some(Found { fixed, outcome: split }));
    }
    let mut some = fixed.relaxed();
    for &col in &whole {
        some.set_integer(col, true);
    }
    let request = runner.request(runner.limits().gap / 10.0);
    let outcome = runner.solve_quietly("rooms and whole teams", &some, &request)?;
    if !outcome.has_solution() {
        return Ok(None);
    }
    fix(&mut fixed, whole, &outcome.values);
    let request = runner.linear_near(split.basis.as_ref());
    let outcome = runner.solve_quietly("the rota settled", &fixed.relaxed(), &request)?;
    Ok(outcome.has_solution().then_some(Found { fixed, outcome }))
}

/// What must be whole in the rota: all that must, but patients and groups.
pub(crate) fn whole(model: &Model) -> Vec<Col> {
    let patients: BTreeSet<Col> = model.columns.patients().collect();
    let all = (0..model.program.columns().len()).map(|j| Col(j as u32));
    all.filter(|col| model.program.get(*col).integer && !patients.contains(col)).collect()
}

/// Fixes columns to the whole numbers that they are in a solution.
pub(crate) fn fix(program: &mut Program, columns: impl IntoIterator<Item = Col>, values: &[f64]) {
    for col in columns {
        let value = values[col.index()].round();
        program.set_bounds(col, value, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::control::Control;
    use crate::engine::{Status, engines};
    use crate::model::{Columns, Goal};
    use crate::strategy::Limits;

    fn model(program: Program, columns: Columns) -> Model {
        Model { program, columns, soft: Vec::new(), aims: BTreeMap::new(), rooms: Vec::new(), goal: Goal::Best }
    }

    #[test]
    fn a_meeting_keeps_the_half_day_that_a_relaxation_likes_best() {
        let mut program = Program::default();
        let cols: Vec<Col> = (0..3).map(|h| program.integer(format_args!("meets mdt {h}"), 0.0, 1.0, 0.0)).collect();
        let meets = (0..3).map(|h| ((0, h), cols[h])).collect();
        let model = model(program, Columns { meets, ..Columns::default() });
        let mut relaxed = Outcome::without_solution(Status::Optimal, None);
        relaxed.values = vec![0.3, 0.4, 0.3];
        let settled = meetings(&model, &relaxed).expect("a choice");
        let bounds: Vec<_> = settled.program.columns().iter().map(|c| (c.lower, c.upper)).collect();
        assert_eq!(bounds, [(0.0, 0.0), (1.0, 1.0), (0.0, 0.0)]);
        relaxed.values.clear();
        assert!(meetings(&self::model(Program::default(), Columns::default()), &relaxed).is_none());
    }

    /// Two sessions of the pattern, the second worth more, in a week with so many rooms.
    fn two_sessions(rooms: f64) -> (Model, Found) {
        let mut program = Program::default();
        let mut columns = Columns::default();
        let mut held = Vec::new();
        for (seat, worth) in [1.0, 2.0].into_iter().enumerate() {
            let session = program.integer(format_args!("session {seat}"), 1.0, 1.0, -worth);
            let cancelled = program.integer(format_args!("cancelled {seat}"), 0.0, 1.0, worth);
            columns.session.insert((seat, 0), session);
            columns.cancelled.insert((seat, 0), cancelled);
            held.extend([(session, 1.0), (cancelled, -1.0)]);
        }
        program.at_most("rooms", held, rooms);
        let outcome = Outcome::without_solution(Status::NothingFound, None);
        (model(program.clone(), columns), Found { fixed: program, outcome })
    }

    #[test]
    fn sessions_without_a_room_are_cancelled_whole() {
        let (limits, control) = (Limits::default(), Control::default());
        for engine in engines() {
            let mut runner = Runner::new(engine, &limits, &control);
            // Half a room is no room.
            let (model, found) = two_sessions(1.5);
            let settled = rota(&mut runner, &model, found).unwrap().expect("a way");
            let values: Vec<f64> = settled.outcome.values.iter().map(|v| v.round()).collect();
            assert_eq!(values, [1.0, 1.0, 1.0, 0.0], "{}", engine.name());
            assert_eq!(settled.fixed.columns()[1].lower, 1.0);
            let (model, found) = two_sessions(-1.0);
            assert!(rota(&mut runner, &model, found).unwrap().is_none(), "{}", engine.name());
        }
    }
}
