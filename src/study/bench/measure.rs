//! One case, solved and timed: what `plan`, `plan --steady` and `compare --split` do, in single steps.

use super::clock::{Stopwatch, Times};
use super::question::Question;
use crate::base::control::Control;
use crate::engine::{Engine, Size};
use crate::model::{self, Facts, Goal};
use crate::service::Service;
use crate::strategy::{
    Limits, SolvedSplit, SolvedSteady, Start, StrategyError, TraceLine, solve, solve_split, solve_steady,
};
use crate::study::Answer;
use crate::verify::verify;

/// What a case came to.
pub enum Solution {
    /// A plan with its verdict.
    Plan(Box<Answer>),
    /// A long-run balance.
    Steady(Box<SolvedSteady>),
    /// A relaxation.
    Split(Box<SolvedSplit>),
}

/// A case, solved and timed.
pub struct Measured {
    /// The size of the model as a whole.
    pub size: Size,
    /// What it came to.
    pub solution: Solution,
    /// Branch-and-bound nodes of all solves; none where the engine does not count.
    pub nodes: Option<u64>,
    /// Simplex iterations of all solves; none where the engine does not count, or there was no simplex method in it.
    pub iterations: Option<u64>,
    /// From the stopwatch's start to a model.
    pub build: Times,
    /// From a service to an answer. A strategy builds its models itself, so that building is in it too.
    pub solve: Times,
    /// Checking; none of what is no plan.
    pub check: Option<Times>,
}

/// Solves a case; the watch was started before the scenario was read.
///
/// # Errors
/// If the engine fails, nothing is found within the limits, or the job is cancelled.
pub fn measure(
    service: &Service,
    question: Question,
    (engine, limits): (&dyn Engine, &Limits),
    mut watch: Stopwatch,
    control: &Control,
) -> Result<Measured, StrategyError> {
    let size = size(service, question)?;
    let build = watch.lap();
    let counts = engine.capabilities().work_limits;
    let sum = |trace: &[TraceLine], of: fn(&TraceLine) -> u64| counts.then(|| trace.iter().map(of).sum::<u64>());
    let (solution, solve, check, [nodes, iterations]) = match question {
        Question::Plan => {
            let solved = solve(service, Goal::Best, engine, limits, control)?;
            let took = watch.lap();
            let verdict = verify(service, &solved.plan);
            let effort = [sum(&solved.trace, |line| line.nodes), sum(&solved.trace, |line| line.iterations)];
            let answer = Answer { solved, verdict, do_nothing: None };
            (Solution::Plan(Box::new(answer)), took, Some(watch.lap()), effort)
        }
        Question::Steady => {
            let solved = solve_steady(service, Goal::Best, engine, limits, control)?;
            let effort = [sum(&solved.trace, |line| line.nodes), sum(&solved.trace, |line| line.iterations)];
            (Solution::Steady(Box::new(solved)), watch.lap(), None, effort)
        }
        Question::Split => {
            let solved = solve_split(service, Goal::Best, Start::Anew, (engine, limits), control)?;
            // A linear program has no tree; and the interior point method's steps are not counted.
            let effort = [counts.then_some(0), Some(solved.iterations).filter(|&steps| counts && steps > 0)];
            (Solution::Split(Box::new(solved)), watch.lap(), None, effort)
        }
    };
    if control.is_cancelled() {
        return Err(StrategyError::Interrupted);
    }
    Ok(Measured { size, solution, nodes, iterations, build, solve, check })
}

/// Builds the model, for its size.
fn size(service: &Service, question: Question) -> Result<Size, StrategyError> {
    let facts = Facts::new(service);
    Ok(match question {
        Question::Plan => model::build(&facts, Goal::Best).program.size(),
        Question::Split => Size { integers: 0, ..model::build(&facts, Goal::Best).program.size() },
        Question::Steady => {
            let worked = service.worked_weeks.ok_or(StrategyError::NoWorkedWeeks)?;
            model::steady::build(&facts, worked.0, Goal::Best).program.size()
        }
    })
}
