//! Whole numbers window by window (relax and fix).
//!
//! The weeks of a window are whole, later ones may still be split, earlier ones are fixed; then comes the next window. Each
//! is a small integer program, and sees all that comes after it, split. What that cost at the windows' ends is looked for
//! once more: the weeks between the middles of two windows are decided anew, what starts in all others being known.

use crate::engine::{Col, Outcome, Program, Request, Status};
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;

/// Weeks of a window.
const WINDOW: usize = 4;

/// What is decided anew is solved to this share of a window's margin: little is left to gain.
const FINER: f64 = 0.25;

/// What has started by the end of a week: a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SoFar {
    /// How much has.
    pub col: Col,
    /// How much of it starts in that week.
    pub start: Col,
    /// The week.
    pub week: usize,
}

/// Makes what has started by the end of each week whole. What the windows miss may come to `margin` in all: it is shared
/// out, since each window takes what it may. The values are whole throughout; without a solution if a window has none.
pub(crate) fn solve(
    runner: &mut Runner,
    phase: &'static str,
    program: &Program,
    so_far: &[SoFar],
    margin: f64,
) -> Result<Outcome, StrategyError> {
    let weeks = so_far.iter().map(|its| its.week + 1).max().unwrap_or(0);
    let margin = margin / weeks.div_ceil(WINDOW).max(1) as f64;
    let mut now = Outcome::without_solution(Status::NothingFound, None);
    for first in (0..weeks.max(1)).step_by(WINDOW) {
        let mut window = program.clone();
        for its in so_far {
            window.set_integer(its.col, (first..first + WINDOW).contains(&its.week));
        }
        fix_starts(&mut window, so_far.iter().filter(|its| its.week < first), &now.values);
        let request = Request { direct: true, ..runner.request_for_window(&window, margin) };
        now = runner.solve_quietly(phase, &window, &request)?;
        if !now.has_solution() {
            return Ok(now);
        }
    }
    for first in (WINDOW / 2..weeks.saturating_sub(WINDOW / 2)).step_by(WINDOW) {
        let mut window = program.clone();
        let others = so_far.iter().filter(|its| !(first..first + WINDOW).contains(&its.week));
        fix_starts(&mut window, others, &now.values);
        let request = Request { direct: true, ..runner.request_for_window(&window, margin * FINER) };
        now = runner.improve(phase, &window, request, now)?;
    }
    Ok(now)
}

/// Fixes what starts in some weeks as it is in a solution. How much has started by the end of those weeks follows from
/// that, and from what starts in the others: were it fixed itself, nothing could start in these but what did.
pub(crate) fn fix_starts<'s>(program: &mut Program, weeks: impl IntoIterator<Item = &'s SoFar>, values: &[f64]) {
    for &SoFar { col, start, .. } in weeks {
        let value = values[start.index()].round();
        program.set_integer(col, false);
        program.set_bounds(start, value, value);
    }
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
        let weeks: Vec<SoFar> = starts.iter().enumerate().map(|(week, &col)| SoFar { col, start: col, week }).collect();
        let outcome = solve(&mut runner, "test", &program, &weeks, 0.0).expect("it solves");
        assert!(program.worst_violation(&outcome.values).0 < 1e-6, "{:?}", outcome.values);
        assert!((outcome.objective - (-1.0 - 0.8 - 0.6)).abs() < 1e-6, "{outcome:?}");
    }
}
