//! microlp, pure Rust, through `good_lp`: the fallback where there is no C++ compiler. No duals and no bound.

use crate::base::control::Control;
use crate::engine::hand_over::hand_over;
use crate::engine::{Capabilities, Engine, EngineError, Outcome, Program, Request, Status, Warm};
use good_lp::solvers::microlp::microlp;
use good_lp::solvers::{SolutionStatus, WithMipGap, WithTimeLimit};
use good_lp::{ResolutionError, Solution, SolverModel};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// The microlp engine.
#[derive(Debug, Clone, Copy)]
pub struct Microlp;

const NAME: &str = "microlp";

impl Engine for Microlp {
    fn name(&self) -> &'static str {
        NAME
    }

    fn version(&self) -> String {
        // microlp does not tell its version; this is the line of good_lp that brings it.
        "through good_lp 1.15".to_owned()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { duals: false, start: false, bound: false, work_limits: false, warm: false }
    }

    fn hold(&self, _program: &Program, _request: &Request) -> Result<Box<dyn Warm>, EngineError> {
        Err(EngineError::Incapable { engine: NAME, what: "a program held between solves" })
    }

    fn solve(&self, program: &Program, request: &Request, control: &Control) -> Result<Outcome, EngineError> {
        if request.duals {
            return Err(EngineError::Incapable { engine: NAME, what: "duals" });
        }
        let (mut problem, columns) = hand_over(program, microlp);
        if let Some(seconds) = request.seconds {
            problem = problem.with_time_limit(seconds);
        }
        #[allow(clippy::cast_possible_truncation)] // good_lp takes gaps as f32
        let gap = request.gap as f32;
        problem = problem.with_mip_gap(gap).map_err(|e| EngineError::Failed {
            engine: NAME,
            doing: "setting the gap",
            message: format!("{e:?}"),
        })?;
        let solved = unless_cancelled(control, move || {
            let solution = problem.solve()?;
            let values: Vec<f64> = columns.iter().map(|&v| solution.value(v)).collect();
            Ok((solution.status(), values))
        });
        let (status, mut values) = match solved.unwrap_or(Err(ResolutionError::Other("cancelled"))) {
            Ok(solved) => solved,
            Err(ResolutionError::Infeasible) => return Ok(Outcome::without_solution(Status::Infeasible, None)),
            Err(ResolutionError::Unbounded) => return Ok(Outcome::without_solution(Status::Unbounded, None)),
            Err(ResolutionError::Other(_)) => return Ok(Outcome::without_solution(Status::NothingFound, None)),
            Err(ResolutionError::Str(message)) => {
                return Err(EngineError::Failed { engine: NAME, doing: "solving", message });
            }
        };
        let proven = matches!(status, SolutionStatus::Optimal);
        for (value, column) in values.iter_mut().zip(program.columns()) {
            if column.integer {
                *value = value.round();
            }
        }
        let objective = program.objective(&values);
        Ok(Outcome {
            status: match status {
                SolutionStatus::Optimal | SolutionStatus::GapLimit => Status::Optimal,
                _ => Status::CutShort,
            },
            objective,
            bound: proven.then_some(objective),
            values,
            basis: None,
            duals: None,
            nodes: 0,
            iterations: 0,
        })
    }
}

/// How often a solve looks whether it is still wanted.
const LOOK: Duration = Duration::from_millis(20);

/// Runs a solve that cannot be stopped: on a thread of its own, which is left to itself once nobody wants its answer.
fn unless_cancelled<T: Send + 'static>(control: &Control, solve: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (answer, answered) = channel();
    let solving = thread::spawn(move || {
        // Nobody listens to an answer that is no longer wanted.
        let _ = answer.send(solve());
    });
    loop {
        match answered.recv_timeout(LOOK) {
            Ok(answer) => return Some(answer),
            Err(RecvTimeoutError::Timeout) if control.is_cancelled() => return None,
            Err(RecvTimeoutError::Timeout) => {}
            // It ended without an answer: its panic is ours.
            Err(RecvTimeoutError::Disconnected) => match solving.join() {
                Err(panic) => std::panic::resume_unwind(panic),
                Ok(()) => return None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_solve_that_nobody_wants_any_more_is_left_to_itself() {
        let control = Control::default();
        assert_eq!(unless_cancelled(&control, || 7), Some(7));
        control.cancel();
        let endless = || loop {
            thread::park();
        };
        assert_eq!(unless_cancelled(&control, endless), None::<()>);
    }
}
