//! Whole numbers window by window (relax and fix).
//!
//! The weeks of a window are whole, later ones may still be split, earlier ones are fixed; then comes the next window. Each
//! is a small integer program, and sees all that comes after it, split. What that cost at the windows' ends is looked for
//! once more: the weeks between the middles of two windows are decided anew, all others being known.

use crate::engine::{Col, Outcome, Program, Request, Status};
use crate::strategy::run::Runner;
use crate::strategy::{StrategyError, settle};

/// Weeks of a window.
const WINDOW: usize = 4;

/// What is decided anew is solved to this share of a window's margin: little is left to gain.
const FINER: f64 = 0.25;

/// Makes a program's columns whole that have a week. What its windows miss may come to `margin` in all: it is shared out,
/// since each window takes what it may. The values are whole throughout; without a solution if a window has none.
pub(crate) fn solve(
    runner: &mut Runner,
    phase: &'static str,
    program: &Program,
    week_of: &[Option<usize>],
    margin: f64,
) -> Result<Outcome, StrategyError> {
    let rolled: Vec<(Col, usize)> =
        week_of.iter().enumerate().filter_map(|(j, week)| week.map(|w| (Col(j as u32), w))).collect();
    let weeks = rolled.iter().map(|(_, week)| week + 1).max().unwrap_or(0);
    let margin = margin / weeks.div_ceil(WINDOW).max(1) as f64;
    let mut now = Outcome::without_solution(Status::NothingFound, None);
    for first in (0..weeks.max(1)).step_by(WINDOW) {
        let window = of_window(program, &rolled, first, &now.values, |week| week < first);
        let request = Request { direct: true, ..runner.request_for_window(&window, margin) };
        now = runner.solve_quietly(phase, &window, &request)?;
        if !now.has_solution() {
            return Ok(now);
        }
    }
    for first in (WINDOW / 2..weeks.saturating_sub(WINDOW / 2)).step_by(WINDOW) {
        let window = of_window(program, &rolled, first, &now.values, |_| true);
        let request = Request { direct: true, ..runner.request_for_window(&window, margin * FINER) };
        now = runner.improve(phase, &window, request, now)?;
    }
    Ok(now)
}

/// The program of a window that begins in some week: others are fixed where they are known, else split.
fn of_window(
    program: &Program,
    rolled: &[(Col, usize)],
    first: usize,
    values: &[f64],
    is_known: impl Fn(usize) -> bool,
) -> Program {
    let mut window = program.clone();
    let inside = |week: usize| (first..first + WINDOW).contains(&week);
    for &(col, week) in rolled {
        window.set_integer(col, inside(week));
    }
    let known = rolled.iter().filter(|(_, week)| !inside(*week) && is_known(*week));
    settle::fix(&mut window, known.map(|(col, _)| *col), values);
    window
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
