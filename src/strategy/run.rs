//! Runs programs on an engine within what is left of the limits, and keeps a trace.

use crate::base::control::{Control, Event};
use crate::engine::{Basis, Engine, EngineError, Outcome, Program, Request, Size, Status, Warm};
use crate::strategy::Limits;
use crate::strategy::divide::{self, Task};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use thiserror::Error;

/// What can go wrong in a strategy. Clashing rules and limits are outcomes, not errors.
#[derive(Debug, Error)]
pub enum StrategyError {
    /// The engine failed or cannot do what is needed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// Stopped by the user.
    #[error("interrupted")]
    Interrupted,
    /// No plan within the limits.
    #[error("no plan was found within the limits; raise --time, --nodes or --iterations")]
    NothingWithinLimits,
    /// A session that was asked for cannot be held.
    #[error("the session cannot be added: {0}")]
    CannotBeAdded(String),
    /// The long-run view needs a figure that the scenario does not give.
    #[error("the long-run balance needs `horizon.steady.worked_weeks`; add it to the scenario")]
    NoWorkedWeeks,
    /// The model has no limit: a fault of ours.
    #[error("the model has no limit ({0}); this is a fault of the program, please report it with the scenario")]
    Unbounded(&'static str),
}

/// One solve, for the trace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TraceLine {
    /// What was solved.
    pub phase: String,
    /// How large it was.
    pub size: Size,
    /// Objective found, in the program's unit.
    pub objective: Option<f64>,
    /// Bound proven, in the program's unit.
    pub bound: Option<f64>,
    /// Branch-and-bound nodes.
    pub nodes: u64,
    /// Simplex iterations.
    pub iterations: u64,
}

/// Says that what is worked on beside something else is not wanted any more.
#[derive(Debug, Default)]
pub(crate) struct Unwanted(AtomicBool);

impl Unwanted {
    /// Nobody wants it any more.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether nobody wants it any more.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A piece of a program may take the limit of iterations divided by this.
const PIECE: u64 = 20;

/// A piece whose sessions found no place at first may take the limit of iterations divided by this: all else builds on it.
const PLACED: u64 = 10;

/// A window of a piece may take the piece's limit of iterations divided by this.
const WINDOW: u64 = 4;

/// A share of the limit is at least this, as far as the limit goes: with less nothing may be found at all.
const LEAST: u64 = 5_000;

/// Pieces with more rows than this may take their share as many times as they are longer.
const LONG: u64 = 2_500;

/// Runs programs within limits.
pub(crate) struct Runner<'a> {
    engine: &'a dyn Engine,
    limits: &'a Limits,
    control: &'a Control,
    began: Instant,
    /// What was solved so far.
    pub trace: Vec<TraceLine>,
    /// Whether a limit or the user ended a solve early.
    pub cut_short: bool,
}

impl<'a> Runner<'a> {
    pub fn new(engine: &'a dyn Engine, limits: &'a Limits, control: &'a Control) -> Self {
        Self { engine, limits, control, began: Instant::now(), trace: Vec::new(), cut_short: false }
    }

    /// A runner that works beside this one, with a trace of its own.
    pub fn beside(&self) -> Self {
        Self { began: self.began, ..Self::new(self.engine, self.limits, self.control) }
    }

    pub fn limits(&self) -> &Limits {
        self.limits
    }

    pub fn engine(&self) -> &'a dyn Engine {
        self.engine
    }

    /// Seconds left of the limit.
    pub fn seconds_left(&self) -> Option<f64> {
        self.limits.seconds.map(|most| (most - self.began.elapsed().as_secs_f64()).max(0.1))
    }

    /// Whether the limit of seconds is reached.
    pub fn is_late(&self) -> bool {
        self.has_used(1.0)
    }

    /// Whether a share of the limit of seconds is used up.
    pub fn has_used(&self, share: f64) -> bool {
        self.limits.seconds.is_some_and(|most| self.began.elapsed().as_secs_f64() >= most * share)
    }

    /// A request with the limits' seed and what is left of the time.
    pub fn request(&self, gap: f64) -> Request {
        let capable = self.engine.capabilities();
        Request {
            gap,
            nodes: capable.work_limits.then_some(self.limits.nodes),
            iterations: capable.work_limits.then_some(self.limits.iterations),
            seconds: self.seconds_left(),
            seed: self.limits.seed,
            ..Request::default()
        }
    }

    /// A request for a piece of a larger program: within `margin` of its optimum, or a share of the limits.
    pub fn request_for_piece(&self, piece: &Program, margin: f64) -> Request {
        self.share(PIECE, piece, margin)
    }

    /// A request for a piece whose sessions found no place at first.
    pub fn request_for_placing(&self, piece: &Program, margin: f64) -> Request {
        self.share(PLACED, piece, margin)
    }

    /// A request for a window of a piece.
    pub fn request_for_window(&self, piece: &Program, margin: f64) -> Request {
        self.share(PIECE * WINDOW, piece, margin)
    }

    /// A request for one of so many shares of the limits; more for a long piece, which takes more iterations to solve
    /// once.
    fn share(&self, shares: u64, piece: &Program, margin: f64) -> Request {
        let whole = self.request(0.0);
        let times = (piece.rows().len() as u64).div_ceil(LONG).max(1);
        Request {
            margin,
            iterations: whole.iterations.map(|all| (all / shares).max(LEAST).saturating_mul(times).min(all)),
            ..whole
        }
    }

    /// A request for a linear program on which others build: to its end, with prices where the engine gives them.
    pub fn linear(&self) -> Request {
        let duals = self.engine.capabilities().duals;
        Request { iterations: None, interior: true, duals, ..self.request(0.0) }
    }

    /// The same, from the optimum of a program much like it, if there is one; and where its own stands is wanted.
    pub fn linear_near(&self, near: Option<&Arc<Basis>>) -> Request {
        Request { near: near.cloned(), basis: true, ..self.linear() }
    }

    /// Reports a phase that is not one solve.
    pub fn phase(&self, name: &'static str) {
        self.control.report(Event::Phase(name));
    }

    /// The control of the job.
    pub fn control(&self) -> &'a Control {
        self.control
    }

    /// Solves a program of many of its kind: a limit reached in it does not count as the plan cut short.
    pub fn solve_quietly(
        &mut self,
        phase: &'static str,
        program: &Program,
        request: &Request,
    ) -> Result<Outcome, StrategyError> {
        self.quietly(|runner| runner.solve(phase, program, request))
    }

    /// Solves a program of many of its kind from what is known of it; the better of the two.
    pub fn improve(
        &mut self,
        phase: &'static str,
        program: &Program,
        request: Request,
        known: Outcome,
    ) -> Result<Outcome, StrategyError> {
        let start = self.engine.capabilities().start.then(|| known.values.clone());
        let outcome = self.solve_quietly(phase, program, &Request { start, ..request })?;
        let better = outcome.has_solution() && outcome.objective < known.objective;
        Ok(if better { outcome } else { known })
    }

    /// Solves tasks side by side, each of many of its kind; what comes of them is in their order.
    pub fn solve_all(&mut self, phase: &'static str, all: &[Task]) -> Result<Vec<Outcome>, StrategyError> {
        self.begin(phase)?;
        let (engine, control) = (self.engine, self.control);
        let outcomes: Vec<_> = all
            .par_iter()
            .map(|task| {
                let began = Instant::now();
                divide::solve(engine, task, control).map(|outcome| (outcome, began.elapsed()))
            })
            .collect();
        self.quietly(|runner| {
            let noted = all.iter().zip(outcomes).map(|(task, outcome)| {
                let (outcome, took) = outcome?;
                runner.note(phase, &task.program, outcome, took)
            });
            noted.collect()
        })
    }

    /// Solves a program.
    pub fn solve(
        &mut self,
        phase: &'static str,
        program: &Program,
        request: &Request,
    ) -> Result<Outcome, StrategyError> {
        self.begin(phase)?;
        tracing::info!(phase, "solving");
        let began = Instant::now();
        let outcome = self.engine.solve(program, request, self.control)?;
        self.note(phase, program, outcome, began.elapsed())
    }

    /// Solves a linear program that the engine holds, one of many of its kind.
    pub fn solve_held(
        &mut self,
        phase: &'static str,
        program: &Program,
        held: &mut dyn Warm,
    ) -> Result<Outcome, StrategyError> {
        self.begin(phase)?;
        let began = Instant::now();
        let outcome = held.solve(self.control)?;
        self.quietly(|runner| runner.note(phase, program, outcome, began.elapsed()))
    }

    /// Runs solves whose limits do not count as the plan cut short.
    fn quietly<T>(&mut self, solves: impl FnOnce(&mut Self) -> T) -> T {
        let cut_short = self.cut_short;
        let done = solves(self);
        self.cut_short = cut_short;
        done
    }

    /// Reports a phase, unless the user has stopped it all.
    fn begin(&self, phase: &'static str) -> Result<(), StrategyError> {
        if self.control.is_cancelled() {
            return Err(StrategyError::Interrupted);
        }
        self.control.report(Event::Phase(phase));
        Ok(())
    }

    /// Keeps a solve for the trace, and says what it came to.
    fn note(
        &mut self,
        phase: &'static str,
        program: &Program,
        outcome: Outcome,
        took: Duration,
    ) -> Result<Outcome, StrategyError> {
        let size = program.size();
        tracing::info!(
            phase,
            rows = size.rows,
            columns = size.columns,
            status = ?outcome.status,
            objective = outcome.objective,
            bound = outcome.bound,
            nodes = outcome.nodes,
            iterations = outcome.iterations,
            seconds = took.as_secs_f64(),
            "solved"
        );
        self.trace.push(TraceLine {
            phase: phase.to_owned(),
            size,
            objective: outcome.has_solution().then_some(outcome.objective),
            bound: outcome.bound,
            nodes: outcome.nodes,
            iterations: outcome.iterations,
        });
        if self.control.is_cancelled() && !outcome.has_solution() {
            return Err(StrategyError::Interrupted);
        }
        match outcome.status {
            Status::Unbounded => Err(StrategyError::Unbounded(phase)),
            Status::CutShort | Status::NothingFound => {
                self.cut_short = true;
                Ok(outcome)
            }
            _ => Ok(outcome),
        }
    }
}
