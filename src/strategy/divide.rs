//! Integer programs divided by a few counts, region by region.
//!
//! A tree that branches on single sessions sees each change undone by another half-day or another person alike. How many
//! sessions a clinic has at a site is what matters: a region is a range for each of these counts. The region with the
//! least bound is put to the engine for a small share of the work; if that does not close it, it is split at a count
//! that its linear relaxation splits. Many regions are dear or impossible at once, and in those that remain good
//! solutions are found early.
//!
//! Where only a bound is wanted, a region is split until its counts are settled, and then bounded by its places: taken
//! apart ([`apart`](mod@super::apart)), each of them is a program of seconds.

use crate::base::control::Control;
use crate::engine::{Col, Engine, EngineError, Outcome, Program, Request, Status, Warm};
use crate::strategy::apart::{Apart, apart};
use crate::strategy::piece::Piece;
use std::time::Instant;

/// Programs with more counts are not divided.
const MOST_COUNTS: usize = 8;
/// Nor are programs whose counts come to more than this in the linear relaxation: there are too many regions.
pub(crate) const MOST_COUNTED: f64 = 16.0;
/// A region may take the limit of iterations divided by this, or, if its counts are settled, by the second.
const REGION: (u64, u64) = (16, 4);
/// Counts this near to a whole number are whole.
const WHOLE: f64 = 1e-5;

/// A program to be solved, and the counts that it may be divided by: columns that are whole in every whole solution.
pub(crate) struct Task {
    /// The program.
    pub program: Program,
    /// Its counts.
    pub counts: Vec<Col>,
    /// Where a bound is all that is wanted: the place of every column that has one. Places share little; taken apart,
    /// each is solved in no time.
    pub bound_by: Option<Vec<Option<usize>>>,
    /// How it is to be solved.
    pub request: Request,
}

/// A range for each count, and a bound of the program in it.
struct Region {
    ranges: Vec<(f64, f64)>,
    bound: f64,
}

impl Region {
    fn is_settled(&self) -> bool {
        self.ranges.iter().all(|(least, most)| least >= most)
    }
}

/// Solves a task: divided, if its counts are few; as it stands, if they are not or nothing was found.
pub(crate) fn solve(engine: &dyn Engine, task: &Task, control: &Control) -> Result<Outcome, EngineError> {
    let divisible = (1..=MOST_COUNTS).contains(&task.counts.len()) && engine.capabilities().warm;
    let mut bound = None;
    if let (true, Some(limit)) = (divisible, task.request.iterations)
        && let Some(division) = Division::new(engine, task, limit, control)?
    {
        let (divided, done) = division.run(control)?;
        let enough = if task.bound_by.is_some() { done } else { divided.status != Status::NothingFound };
        if enough || control.is_cancelled() {
            return Ok(divided);
        }
        bound = divided.bound;
    }
    let whole = match &task.bound_by {
        Some(places) if engine.capabilities().warm => {
            let relaxed = engine.hold(&task.program, &relaxation(task))?.solve(control)?;
            let apart = by_places(engine, &task.program, places, &relaxed, &task.request, control)?;
            Outcome { status: Status::CutShort, bound: tighter(relaxed.bound, apart.bound), ..apart }
        }
        _ => engine.solve(&task.program, &task.request, control)?,
    };
    Ok(Outcome { bound: tighter(whole.bound, bound), ..whole })
}

/// A request for a task's linear relaxation, with prices.
fn relaxation(task: &Task) -> Request {
    Request { iterations: None, duals: true, ..task.request.clone() }
}

/// Bounds a program by its places, at the prices of its relaxation.
fn by_places(
    engine: &dyn Engine,
    program: &Program,
    places: &[Option<usize>],
    relaxed: &Outcome,
    request: &Request,
    control: &Control,
) -> Result<Outcome, EngineError> {
    let mut outcome = Outcome::without_solution(relaxed.status, None);
    let Some(duals) = &relaxed.duals else { return Ok(outcome) };
    let count = places.iter().flatten().max().map_or(0, |last| last + 1);
    let Apart { pieces, rest } = apart(program, places, count, |_| true, &duals.rows);
    let pieces: Vec<Piece> = pieces.into_iter().filter(|piece| !piece.columns.is_empty()).collect();
    let margin = request.margin / pieces.len().max(1) as f64;
    // A place may take all the iterations, however many nodes they are.
    let request = Request { margin, nodes: None, duals: false, ..request.clone() };
    let mut bound = Some(rest);
    for piece in pieces {
        let its = engine.solve(&piece.program, &request, control)?;
        outcome.nodes += its.nodes;
        outcome.iterations += its.iterations;
        bound = bound.zip(its.bound).map(|(sum, its)| sum + its);
    }
    tracing::debug!(relaxed = relaxed.objective, bound, "by places");
    Ok(Outcome { status: Status::NothingFound, bound, ..outcome })
}

/// The tighter of two lower bounds, where there is one.
pub(crate) fn tighter(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    a.into_iter().chain(b).reduce(f64::max)
}

/// A task's regions while they are solved.
struct Division<'a> {
    engine: &'a dyn Engine,
    task: &'a Task,
    limit: u64,
    began: Instant,
    program: Program,
    relaxed: Box<dyn Warm>,
    open: Vec<Region>,
    /// The least bound of the regions that are done with.
    closed: f64,
    best: Outcome,
    nodes: u64,
    iterations: u64,
}

impl<'a> Division<'a> {
    /// A division with one region; nothing if the program has too many.
    fn new(engine: &'a dyn Engine, task: &'a Task, limit: u64, control: &Control) -> Result<Option<Self>, EngineError> {
        let program = task.program.clone();
        let range = |&col: &Col| (program.get(col).lower, program.get(col).upper);
        let ranges: Vec<_> = task.counts.iter().map(range).collect();
        let mut division = Self {
            engine,
            task,
            limit,
            began: Instant::now(),
            relaxed: engine.hold(&program, &relaxation(task))?,
            program,
            open: Vec::new(),
            closed: f64::INFINITY,
            best: Outcome::without_solution(Status::NothingFound, None),
            nodes: 0,
            iterations: 0,
        };
        let relaxed = division.relax(&ranges, control)?;
        let counted: f64 = task.counts.iter().filter_map(|col| relaxed.values.get(col.index())).sum();
        division.open.push(Region { ranges, bound: relaxed.objective });
        Ok((relaxed.has_solution() && counted <= MOST_COUNTED).then_some(division))
    }

    /// Solves region after region; says too whether none is left that could be much below the others.
    fn run(mut self, control: &Control) -> Result<(Outcome, bool), EngineError> {
        let most = self.limit;
        while self.iterations < most && !control.is_cancelled() && self.seconds_left().is_none_or(|left| left > 0.0) {
            let Some(least) = self.least_open() else { break };
            if self.open[least].bound > self.best.objective - self.task.request.margin {
                break;
            }
            let mut at = self.open.remove(least);
            let settled = at.is_settled();
            if let Some(places) = &self.task.bound_by {
                if !settled {
                    self.split(&at, control)?;
                    continue;
                }
                let relaxed = self.relax(&at.ranges, control)?;
                self.set(&at);
                let apart = by_places(self.engine, &self.program, places, &relaxed, &self.task.request, control)?;
                self.iterations += apart.iterations;
                at.bound = at.bound.max(apart.bound.unwrap_or(at.bound));
            }
            let share = self.limit / if settled { REGION.1 } else { REGION.0 };
            let outcome = self.solve(&at, share.min(most.saturating_sub(self.iterations).max(1)), control)?;
            let infeasible = outcome.status == Status::Infeasible;
            at.bound = if infeasible { f64::INFINITY } else { at.bound.max(outcome.bound.unwrap_or(at.bound)) };
            tracing::debug!(ranges = ?at.ranges, bound = at.bound, best = self.best.objective, "region");
            if settled || infeasible || outcome.status == Status::Optimal {
                self.closed = self.closed.min(at.bound);
            } else {
                self.split(&at, control)?;
            }
        }
        let enough = self.closed - self.task.request.margin;
        let done = self.least_open().is_none_or(|least| self.open[least].bound >= enough);
        Ok((self.outcome(), done))
    }

    fn outcome(self) -> Outcome {
        let least = self.open.iter().map(|at| at.bound).fold(self.closed, f64::min).min(self.best.objective);
        let status = if self.best.has_solution() {
            let proven = self.best.objective - least <= self.task.request.margin + 1e-9;
            if proven { Status::Optimal } else { Status::CutShort }
        } else if least == f64::INFINITY {
            Status::Infeasible
        } else {
            Status::NothingFound
        };
        let bound = least.is_finite().then_some(least);
        Outcome { status, bound, nodes: self.nodes, iterations: self.iterations, ..self.best }
    }

    /// The open region with the least bound; the earliest of equals.
    fn least_open(&self) -> Option<usize> {
        (0..self.open.len()).min_by(|&a, &b| self.open[a].bound.total_cmp(&self.open[b].bound))
    }

    fn seconds_left(&self) -> Option<f64> {
        self.task.request.seconds.map(|most| most - self.began.elapsed().as_secs_f64())
    }

    /// Sets the counts' ranges to a region's.
    fn set(&mut self, at: &Region) {
        for (&col, &(least, most)) in self.task.counts.iter().zip(&at.ranges) {
            self.program.set_bounds(col, least, most);
        }
    }

    /// Puts a region to the engine, and keeps what is better than the best.
    fn solve(&mut self, at: &Region, iterations: u64, control: &Control) -> Result<Outcome, EngineError> {
        self.set(at);
        let seconds = self.seconds_left().map(|left| left.max(0.1));
        let request = Request { iterations: Some(iterations), seconds, start: None, ..self.task.request.clone() };
        let outcome = self.engine.solve(&self.program, &request, control)?;
        self.nodes += outcome.nodes;
        // A region that is impossible at once is not free.
        self.iterations += outcome.iterations.max(1);
        if outcome.has_solution() && outcome.objective < self.best.objective {
            self.best = outcome.clone();
        }
        Ok(outcome)
    }

    /// Opens the parts of a region, each with the bound of its linear relaxation.
    fn split(&mut self, at: &Region, control: &Control) -> Result<(), EngineError> {
        let relaxed = self.relax(&at.ranges, control)?;
        let free = (0..at.ranges.len()).filter(|&i| at.ranges[i].0 < at.ranges[i].1);
        // Where the relaxation is split most; where it is whole, the widest.
        let off = |i: usize| relaxed.values.get(self.task.counts[i].index()).map_or(0.0, |v| (v - v.round()).abs());
        let width = |i: usize| at.ranges[i].1 - at.ranges[i].0;
        let worst = |&a: &usize, &b: &usize| off(a).total_cmp(&off(b)).then(width(a).total_cmp(&width(b)));
        let (Some(i), true) = (free.max_by(worst), relaxed.has_solution()) else {
            // Impossible, or stopped by the user: nothing to go on with.
            let bound = if relaxed.status == Status::Infeasible { f64::INFINITY } else { at.bound };
            self.closed = self.closed.min(bound);
            return Ok(());
        };
        let value = relaxed.values[self.task.counts[i].index()];
        let (least, most) = at.ranges[i];
        let parts = if off(i) > WHOLE {
            vec![(least, value.floor()), (value.floor() + 1.0, most)]
        } else {
            let value = value.round();
            vec![(least, value - 1.0), (value, value), (value + 1.0, most)]
        };
        for part in parts.into_iter().filter(|(least, most)| least <= most) {
            let mut ranges = at.ranges.clone();
            ranges[i] = part;
            let relaxed = self.relax(&ranges, control)?;
            match relaxed.status {
                Status::Infeasible => {}
                Status::Optimal => self.open.push(Region { ranges, bound: at.bound.max(relaxed.objective) }),
                _ => self.open.push(Region { ranges, bound: at.bound }),
            }
        }
        Ok(())
    }

    /// The linear relaxation of a region.
    fn relax(&mut self, ranges: &[(f64, f64)], control: &Control) -> Result<Outcome, EngineError> {
        for (&col, &(least, most)) in self.task.counts.iter().zip(ranges) {
            self.relaxed.set_bounds(col, least, most)?;
        }
        let outcome = self.relaxed.solve(control)?;
        self.iterations += outcome.iterations;
        Ok(outcome)
    }
}

#[cfg(all(test, feature = "highs"))]
mod tests {
    use super::*;
    use crate::engine::Highs;

    /// Sessions of 4 people in 6 half-days at 2 sites. A site's patients come in groups of 5, two a session; each site
    /// has so many patients.
    fn task(patients: [f64; 2], iterations: Option<u64>) -> Task {
        let mut program = Program::default();
        let mut counts = Vec::new();
        let mut here: Vec<Vec<Col>> = Vec::new();
        for (site, patients) in patients.into_iter().enumerate() {
            let session = |at: usize| (format!("session {site} {at}"), 1.0 + 0.01 * (at % 4) as f64);
            let sessions: Vec<Col> =
                (0..24).map(session).map(|(name, cost)| program.integer(name, 0.0, 1.0, cost)).collect();
            let groups = program.integer(format_args!("groups {site}"), 0.0, 9.0, -5.0);
            program.at_most("patients", vec![(groups, 5.0)], patients);
            let held = sessions.iter().map(|&col| (col, -2.0)).chain([(groups, 5.0)]).collect();
            program.at_most("places", held, 0.0);
            let count = program.column(format_args!("sessions {site}"), 0.0, 24.0, 0.0);
            program.equal("count", sessions.iter().map(|&col| (col, 1.0)).chain([(count, -1.0)]).collect(), 0.0);
            counts.push(count);
            here.push(sessions);
        }
        for (a, b) in here[0].iter().zip(&here[1]) {
            program.at_most("one place", vec![(*a, 1.0), (*b, 1.0)], 1.0);
        }
        Task { program, counts, bound_by: None, request: Request { iterations, ..Request::default() } }
    }

    fn solved(task: &Task) -> Outcome {
        let control = Control::default();
        let mut division = Division::new(&Highs, task, task.request.iterations.unwrap_or(u64::MAX), &control);
        let division = division.as_mut().expect("it holds").take().expect("few counts");
        division.run(&control).expect("it solves").0
    }

    #[test]
    fn a_divided_program_has_the_optimum_of_the_whole() {
        for patients in [[12.0, 7.0], [9.0, 14.0], [4.0, 4.0], [10.0, 10.0]] {
            let task = task(patients, Some(1_000_000));
            let whole = Highs.solve(&task.program, &Request::default(), &Control::default()).expect("it solves");
            let divided = solved(&task);
            assert_eq!(divided.status, Status::Optimal);
            assert!((divided.objective - whole.objective).abs() < 1e-6, "{patients:?}: {divided:?} {whole:?}");
            assert!(divided.bound.is_some_and(|bound| bound <= divided.objective + 1e-9));
            assert!(task.program.worst_violation(&divided.values).0 < 1e-6);
        }
    }

    #[test]
    fn a_limit_leaves_a_bound_that_holds() {
        let unlimited = solved(&task([17.0, 8.0], Some(1_000_000)));
        for iterations in [1, 20, 60, 200] {
            let limited = solved(&task([17.0, 8.0], Some(iterations)));
            let bound = limited.bound.unwrap_or(f64::NEG_INFINITY);
            assert!(bound <= unlimited.objective + 1e-6, "{iterations}: {bound}");
            assert!(limited.objective >= unlimited.objective - 1e-6, "{iterations}: {limited:?}");
        }
    }

    #[test]
    fn bounds_by_places_hold_and_are_no_worse_than_the_relaxation() {
        for patients in [[12.0, 7.0], [17.0, 8.0], [4.0, 4.0]] {
            for iterations in [1, 20, 200, 100_000] {
                let mut task = task(patients, Some(iterations));
                let best = Highs.solve(&task.program, &Request::default(), &Control::default()).expect("it solves");
                let relaxed = Highs.solve(&task.program.relaxed(), &Request::default(), &Control::default());
                let site = |name: &str| usize::from(name.split(' ').nth(1) == Some("1"));
                task.bound_by = Some(task.program.column_names().iter().map(|name| Some(site(name))).collect());
                let bound = solve(&Highs, &task, &Control::default()).expect("it solves").bound.expect("a bound");
                assert!(bound <= best.objective + 1e-6, "{patients:?} {iterations}: {bound} {}", best.objective);
                assert!(bound >= relaxed.expect("it solves").objective - 1e-6, "{patients:?} {iterations}: {bound}");
            }
        }
    }

    #[test]
    fn what_is_impossible_is_found_to_be() {
        let mut task = task([12.0, 7.0], Some(1_000_000));
        let sum = task.counts.iter().map(|&col| (col, 1.0)).collect();
        // Half a session more or less than any number of them.
        task.program.row("half", 7.4, sum, 7.6);
        assert_eq!(solved(&task).status, Status::Infeasible);
    }
}
