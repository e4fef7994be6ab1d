//! `equipoise frontier`.

use crate::base::control::Control;
use crate::cli::args::FrontierArgs;
use crate::cli::commands::desk::solve;
use crate::cli::commands::loading::{Loaded, Ready, ready};
use crate::cli::commands::output::Output;
use crate::cli::commands::solving::failed;
use crate::cli::console::Console;
use crate::cli::progress::Board;
use crate::cli::{Exit, compose};
use crate::engine::Engine;
use crate::model::Goal;
use crate::plan::digest::Digest;
use crate::plan::frontier::Axis;
use crate::record::Manifest;
use crate::record::comparison::Compared;
use crate::record::frontier::{FRONTIER_VERSION, FrontierRecord, Marked};
use crate::report::numbers::decimals;
use crate::report::{frontier as page, tables};
use crate::strategy::{Limits, StrategyError, Target, aimed, aimed_steady};
use crate::study::{self, AimedAnswer, Drawn, Level, coordinate};
use crate::verify::verify;
use anyhow::Result;

/// Draws the efficient frontier between two aims.
///
/// # Errors
/// If the engine fails or something cannot be written.
pub fn frontier(args: &FrontierArgs, console: Console) -> Result<Exit> {
    let [first, second] = match axes(args) {
        Ok(axes) => axes,
        Err(why) => {
            console.error(&why);
            return Ok(Exit::Usage);
        }
    };
    let arguments = (&args.scenario, &args.solver);
    let Ready { loaded, engine, limits, job } = match ready(args.out.as_deref(), arguments, console)? {
        Ok(ready) => ready,
        Err(exit) => return Ok(exit),
    };
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
    let mut output = Output {
        record: ("frontier.json", &record),
        stamp: &record.stamp,
        dated: record.service.start,
        page: page::frontier(&record),
        tables: tables::frontier,
        more: Vec::new(),
    };
    output.save(Manifest::of_many(&record.stamp), args.out.as_deref(), console)?;
    output.print(args.format, console)?;
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

impl Draft<'_> {
    fn record(&self, axes: [Axis; 2], points: usize) -> Result<Option<FrontierRecord>, StrategyError> {
        let service = &self.loaded.service;
        let drawn = Drawn { axes, points, thorough: self.of == Compared::Balances };
        let board = Board::new(self.console, drawn.questions());
        let told = |axis: Axis, level: Level, is_there: bool| {
            board.line(&in_words(axis, level)).done(if is_there { "is there" } else { "cannot be had" });
        };
        let solve = |target: Target, level: Level| {
            let line = board.line(&in_words(target.axis, level));
            self.solve(target, level, &line.control(self.job))
        };
        let frontier = study::frontier(service, drawn, &solve, self.job, &told)?;
        let Some(frontier) = frontier else { return Ok(None) };
        let marked = |digest: &Digest| {
            let [first, second] = axes.map(|axis| coordinate(service, digest, axis));
            Marked { first, second }
        };
        let (plan, today) = rayon::join(
            || self.figures(Goal::Best),
            || service.has_today().then(|| self.figures(Goal::DoNothing)).transpose(),
        );
        board.finish();
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

    fn solve(&self, target: Target, level: Level, control: &Control) -> Result<Option<AimedAnswer>, StrategyError> {
        let (service, with) = (&self.loaded.service, (self.engine, self.limits));
        if self.of == Compared::Balances {
            let found = aimed_steady(service, target, level, with, control)?;
            return Ok(found.map(|point| AimedAnswer {
                digest: Digest::of_balance(&point.plan),
                open: point.open,
                accepted: None,
            }));
        }
        let found = aimed(service, target, level, with, control)?;
        Ok(found.map(|point| AimedAnswer {
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

/// A question in words.
fn in_words(axis: Axis, level: Level) -> String {
    match level {
        None => format!("best {axis}"),
        Some((other, level)) => format!("{axis} with {other} {}", decimals(level, 2)),
    }
}
