//! `equipoise frontier`.

use crate::base::control::Control;
use crate::cli::args::{Format, FrontierArgs};
use crate::cli::commands::desk::solve;
use crate::cli::commands::loading::{Loaded, load, solver};
use crate::cli::commands::solving::failed;
use crate::cli::console::Console;
use crate::cli::progress::Board;
use crate::cli::{Exit, compose, interrupt};
use crate::engine::Engine;
use crate::model::Goal;
use crate::plan::digest::Digest;
use crate::plan::frontier::{Axis, FrontierPoint};
use crate::record::comparison::Compared;
use crate::record::frontier::{FRONTIER_VERSION, FrontierRecord, Marked};
use crate::record::json::to_json;
use crate::record::{Manifest, OutputFolder};
use crate::report::numbers::decimals;
use crate::report::{Page, csv, frontier as page};
use crate::strategy::{Limits, StrategyError, aimed, aimed_steady};
use crate::study::{self, coordinate, frontier as in_order, levels, most_per_patient};
use crate::verify::verify;
use anyhow::Result;

/// Draws the efficient frontier between two aims.
///
/// # Errors
/// If the engine fails or something cannot be written.
pub fn frontier(args: &FrontierArgs, console: Console) -> Result<Exit> {
    if let Some(out) = &args.out {
        OutputFolder::check(out)?;
    }
    let [first, second] = match axes(args) {
        Ok(axes) => axes,
        Err(why) => {
            console.error(&why);
            return Ok(Exit::Usage);
        }
    };
    let (loaded, (engine, limits)) =
        match load(&args.scenario, console).and_then(|l| Ok((l, solver(&args.solver, console)?))) {
            Ok(ready) => ready,
            Err(exit) => return Ok(exit),
        };
    let job = Control::default();
    interrupt::watch(&job, console);
    let of = if args.steady { Compared::Balances } else { Compared::Plans };
    let draft = Draft { loaded: &loaded, engine, limits: &limits, job: &job, of, console };
    let record = match draft.record([first, second], usize::from(args.points)) {
        Ok(Some(record)) => record,
        Ok(None) => {
            console.error("no plan keeps the scenario's rules: `equipoise plan` says which of them clash");
            return Ok(Exit::Clash);
        }
        Err(error) => return failed(error, console),
    };
    if let Some(out) = &args.out {
        let mut folder = OutputFolder::new();
        folder.add("frontier.json", to_json(&record)?)?;
        folder.add("report.txt", page::frontier(&record, &Page::default()))?;
        for (name, bytes) in csv::frontier_tables(&record)? {
            folder.add(name, bytes)?;
        }
        folder.write(Manifest::of_many(&record.stamp), out)?;
        console.say(&format!("written to {}", out.display()));
    }
    match args.format {
        Format::Json => console.print(&to_json(&record)?)?,
        Format::Text => console.print(&page::frontier(&record, &console.page()))?,
    }
    let refused = record.frontier.points.iter().any(|point| point.accepted == Some(false));
    Ok(if refused { Exit::Verification } else { Exit::Done })
}

/// The two axes, the one that is a mean over patients last: it can be asked for, but not aimed at.
fn axes(args: &FrontierArgs) -> Result<[Axis; 2], String> {
    let names = || Axis::ALL.map(Axis::name).join(", ");
    let axis = |name: &str| {
        let found = Axis::ALL.into_iter().find(|axis| axis.name() == name.trim());
        found.ok_or_else(|| format!("`{}` is nothing to aim for; there are: {}", name.trim(), names()))
    };
    let [first, second] = args.between.as_slice() else {
        return Err(format!("name two aims: --between patients,benefit-per-patient; there are: {}", names()));
    };
    let (first, second) = (axis(first)?, axis(second)?);
    match (first.is_per_patient(), second.is_per_patient()) {
        _ if first == second => Err("name two different aims".to_owned()),
        (true, true) => Err("one of the two must not be a mean over patients".to_owned()),
        (true, false) => Ok([second, first]),
        _ => Ok([first, second]),
    }
}

/// A frontier in the making.
struct Draft<'a> {
    loaded: &'a Loaded,
    engine: &'static dyn Engine,
    limits: &'a Limits,
    job: &'a Control,
    of: Compared,
    console: Console,
}

/// What came of a solve: its figures, what is proven, what the checker says.
struct Solved {
    digest: Digest,
    open: Option<f64>,
    accepted: Option<bool>,
}

impl Draft<'_> {
    fn record(&self, [first, second]: [Axis; 2], points: usize) -> Result<Option<FrontierRecord>, StrategyError> {
        let service = &self.loaded.service;
        let ends = [(first, None), (second, None)];
        let ends = if second.is_per_patient() { &ends[..1] } else { &ends[..] };
        // One of the points is an end.
        let board = Board::new(self.console, ends.len() + points - 1);
        let mut found = self.all(ends, &board)?.into_iter();
        let Some(Some(best)) = found.next() else { return Ok(None) };
        let from = coordinate(service, &best.digest, second).mean;
        let to = match found.next() {
            Some(Some(end)) => coordinate(service, &end.digest, second).mean,
            Some(None) => return Ok(None),
            None => most_per_patient(service, second),
        };
        let asked: Vec<f64> = levels(from, to, points);
        let questions: Vec<(Axis, Option<(Axis, f64)>)> =
            asked.iter().map(|&level| (first, Some((second, nearly(second, level))))).collect();
        let solved = self.all(&questions, &board)?;
        let point = |asked: Option<f64>, solved: Solved| {
            let at = coordinate(service, &solved.digest, first);
            let proven = |open: f64| if first.more_is_better() { at.mean + open } else { (at.mean - open).max(0.0) };
            FrontierPoint {
                first: at,
                second: coordinate(service, &solved.digest, second),
                asked,
                proven: solved.open.map(proven),
                accepted: solved.accepted,
                digest: solved.digest,
            }
        };
        let rest = asked.into_iter().zip(solved).filter_map(|(level, solved)| Some(point(Some(level), solved?)));
        let all: Vec<FrontierPoint> = std::iter::once(point(None, best)).chain(rest).collect();
        let marked = |digest: &Digest| Marked {
            first: coordinate(service, digest, first),
            second: coordinate(service, digest, second),
        };
        let (plan, today) = rayon::join(
            || self.figures(Goal::Best),
            || service.has_today().then(|| self.figures(Goal::DoNothing)).transpose(),
        );
        board.finish();
        let frontier = in_order(first, second, all, points);
        let started = frontier.points.iter().flat_map(|point| point.digest.started_courses());
        let (stamp, assumptions, evidence, outline) = compose::about(self.loaded, self.engine, self.limits, started);
        Ok(Some(FrontierRecord {
            equipoise_frontier: FRONTIER_VERSION,
            stamp,
            of: self.of,
            service: outline,
            assumptions,
            evidence,
            frontier,
            today: today?.map(|digest| marked(&digest)),
            plan: Some(marked(&plan?)),
        }))
    }

    /// Solves questions side by side; nothing for those that have no plan.
    fn all(
        &self,
        questions: &[(Axis, Option<(Axis, f64)>)],
        board: &Board,
    ) -> Result<Vec<Option<Solved>>, StrategyError> {
        let found = study::sweep(questions, self.job, |&(axis, asked)| {
            let what = match asked {
                None => format!("best {axis}"),
                Some((other, level)) => format!("{axis} with {other} {}", decimals(level, 2)),
            };
            let line = board.line(&what);
            let solved = self.solve(axis, asked, &line.control(self.job));
            if let Ok(solved) = &solved {
                line.done(if solved.is_some() { "is there" } else { "cannot be had" });
            }
            solved
        });
        if self.job.is_cancelled() {
            return Err(StrategyError::Interrupted);
        }
        found.into_iter().map(|solved| solved.unwrap_or(Err(StrategyError::Interrupted))).collect()
    }

    fn solve(
        &self,
        axis: Axis,
        asked: Option<(Axis, f64)>,
        control: &Control,
    ) -> Result<Option<Solved>, StrategyError> {
        let (service, with) = (&self.loaded.service, (self.engine, self.limits));
        if self.of == Compared::Balances {
            let found = aimed_steady(service, axis, asked, with, control)?;
            return Ok(found.map(|point| Solved {
                digest: Digest::of_balance(&point.plan),
                open: point.open,
                accepted: None,
            }));
        }
        let found = aimed(service, axis, asked, with, control)?;
        Ok(found.map(|point| Solved {
            accepted: Some(verify(service, &point.plan).accepts()),
            digest: Digest::of_plan(&point.plan, service.timetable.weeks),
            open: point.open,
        }))
    }

    /// The figures of the best plan at the policy's prices, or of today's policy.
    fn figures(&self, goal: Goal) -> Result<Digest, StrategyError> {
        let with = (self.engine, self.limits);
        Ok(solve(&self.loaded.service, (self.of, goal), with, self.job)?.digest)
    }
}

/// A level that rounding does not put out of reach.
fn nearly(axis: Axis, level: f64) -> f64 {
    let little = level.abs().max(1.0) * 1e-7;
    if axis.more_is_better() { level - little } else { level + little }
}
