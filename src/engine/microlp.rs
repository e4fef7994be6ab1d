//! microlp, pure Rust, through `good_lp`: the fallback where there is no C++ compiler. No duals and no bound.

use crate::base::control::Control;
use crate::engine::hand_over::{HandedOver, hand_over};
use crate::engine::{Capabilities, Engine, EngineError, Outcome, Program, Request, Status, Warm};
use good_lp::solvers::microlp::microlp;
use good_lp::solvers::{SolutionStatus, WithMipGap, WithTimeLimit};
use good_lp::{ResolutionError, Solution, SolverModel};

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

    fn solve(&self, program: &Program, request: &Request, _control: &Control) -> Result<Outcome, EngineError> {
        if request.duals {
            return Err(EngineError::Incapable { engine: NAME, what: "duals" });
        }
        let HandedOver { model: mut problem, columns } = hand_over(program, microlp);
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
        let solution = match problem.solve() {
            Ok(solution) => solution,
            Err(ResolutionError::Infeasible) => return Ok(Outcome::without_solution(Status::Infeasible, None)),
            Err(ResolutionError::Unbounded) => return Ok(Outcome::without_solution(Status::Unbounded, None)),
            Err(ResolutionError::Other(_)) => return Ok(Outcome::without_solution(Status::NothingFound, None)),
            Err(ResolutionError::Str(message)) => {
                return Err(EngineError::Failed { engine: NAME, doing: "solving", message });
            }
        };
        let proven = matches!(solution.status(), SolutionStatus::Optimal);
        let values: Vec<f64> = columns
            .iter()
            .zip(program.columns())
            .map(|(&v, column)| {
                let value = solution.value(v);
                if column.integer { value.round() } else { value }
            })
            .collect();
        let objective = program.objective(&values);
        Ok(Outcome {
            status: match solution.status() {
                SolutionStatus::Optimal | SolutionStatus::GapLimit => Status::Optimal,
                _ => Status::CutShort,
            },
            objective,
            bound: proven.then_some(objective),
            values,
            duals: None,
            nodes: 0,
            iterations: 0,
        })
    }
}
