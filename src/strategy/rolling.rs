//! Whole numbers window by window (relax and fix).
//!
//! The weeks of a window are whole, later ones may still be split, earlier ones are fixed; then the window moves on. A
//! window is a small integer program, and each sees all that comes after it, split.

use crate::engine::{Col, Outcome, Program, Request, Status};
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;

/// Weeks of a window.
const WINDOW: usize = 6;
/// Weeks fixed before the window moves on.
const STEP: usize = 4;

/// Makes a program's columns whole that have a week. What its windows miss may come to `margin` in all: it is shared out,
/// since each window takes what it may. The values of the last window are whole throughout; without a solution if a window
/// has none.
pub(crate) fn solve(
    runner: &mut Runner,
    phase: &'static str,
    program: &Program,
    week_of: &[Option<usize>],
    margin: f64,
) -> Result<Outcome, StrategyError> {
    let mut program = program.clone();
    let rolled: Vec<(Col, usize)> =
        week_of.iter().enumerate().filter_map(|(j, week)| week.map(|w| (Col(j as u32), w))).collect();
    for &(col, _) in &rolled {
        program.set_integer(col, false);
    }
    let weeks = rolled.iter().map(|(_, week)| week + 1).max().unwrap_or(0);
    let windows = 1 + weeks.saturating_sub(WINDOW).div_ceil(STEP);
    let margin = margin / windows as f64;
    let mut last = Outcome::without_solution(Status::NothingFound, None);
    for first in (0..weeks.max(1)).step_by(STEP) {
        for &(col, week) in &rolled {
            program.set_integer(col, (first..first + WINDOW).contains(&week));
        }
        let request = Request { direct: true, ..runner.request_for_window(&program, margin) };
        last = runner.solve_quietly(phase, &program, &request)?;
        if !last.has_solution() {
            return Ok(last);
        }
        for &(col, _) in rolled.iter().filter(|(_, week)| (first..first + STEP).contains(week)) {
            let value = last.values[col.index()].round();
            program.set_bounds(col, value, value);
        }
        if first + WINDOW >= weeks {
            break;
        }
    }
    Ok(last)
}

#[cfg(all(test, feature = "microlp"))]
mod tests {
    use super::*;
    use crate::base::control::Control;
    use crate::engine::Microlp;
    use crate::strategy::Limits;

    /// Two places a week, 3 patients waiting; a patient takes two weeks and is worth 1, less 0.1 a week of waiting.
    #[test]
    fn every_week_comes_out_whole() {
        let mut program = Program::default();
        let starts: Vec<_> =
            (0..6).map(|w| program.integer(format_args!("start {w}"), 0.0, 9.0, -1.0 + 0.1 * f64::from(w))).collect();
        for pair in starts.windows(2) {
            program.at_most("places", vec![(pair[0], 1.0), (pair[1], 1.0)], 1.5);
        }
        program.at_most("waiting", starts.iter().map(|&col| (col, 1.0)).collect(), 3.0);
        let (limits, control) = (Limits::default(), Control::default());
        let mut runner = Runner::new(&Microlp, &limits, &control);
        let weeks: Vec<_> = (0..6).map(Some).collect();
        let outcome = solve(&mut runner, "test", &program, &weeks, 0.0).expect("it solves");
        assert!(program.worst_violation(&outcome.values).0 < 1e-6, "{:?}", outcome.values);
        assert!((outcome.objective - (-1.0 - 0.8 - 0.6)).abs() < 1e-6, "{outcome:?}");
    }
}
