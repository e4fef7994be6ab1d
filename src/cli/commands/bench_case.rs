//! `equipoise bench-case` and `bench-calibration`: what `bench` has measured in a process of its own, so that its peak of
//! memory is the case's.

use crate::base::control::Control;
use crate::base::finding::Finding;
use crate::cli::bench_args::{BenchCalibrationArgs, BenchCaseArgs};
use crate::cli::commands::loading::{Reading, engine_named, refused, selection, solver};
use crate::cli::commands::solving::failed;
use crate::cli::console::Console;
use crate::cli::{Exit, compose, interrupt};
use crate::engine::Size;
use crate::record::PlannedCase;
use crate::record::bench::{BenchSolved, CalibrationRound, ModelSize, RoundRecord};
use crate::record::manifest::ManifestOutcome;
use crate::scenario::Opened;
use crate::service::Service;
use crate::study::bench::{Measured, Question, Solution, Stopwatch, calibrate, measure, peak_memory_bytes};
use anyhow::Result;

/// Measures one case.
///
/// # Errors
/// If the engine fails or stdout cannot be written.
pub fn bench_case(args: &BenchCaseArgs, console: Console) -> Result<Exit> {
    let (engine, limits) = match solver(&args.solver, console) {
        Ok(solver) => solver,
        Err(exit) => return Ok(exit),
    };
    let job = Control::default();
    interrupt::watch(&job, console);
    let watch = Stopwatch::start();
    let opened = match open(args) {
        Ok(opened) => opened,
        Err(findings) => return Ok(refused(&findings, console)),
    };
    let reading = Reading::with(&opened, &selection(&args.scenario));
    let loaded = match reading.loaded(&args.scenario.variants, args.scenario.strict, console) {
        Ok(loaded) => loaded,
        Err(exit) => return Ok(exit),
    };
    let question = question(args.steady, args.split);
    let measured = match measure(&loaded.service, question, (engine, &limits), watch, &job) {
        Ok(measured) => measured,
        Err(error) => return failed(error, console),
    };
    let peak_memory_bytes = peak_memory_bytes();
    let round = RoundRecord {
        stamp: compose::stamp(&loaded, engine, &limits),
        solved: solved(&loaded.service, &measured),
        build: measured.build,
        solve: measured.solve,
        check: measured.check,
        peak_memory_bytes,
    };
    console.print(&serde_json::to_string(&round)?)?;
    Ok(Exit::Done)
}

/// Measures the calibration.
///
/// # Errors
/// If the engine fails or stdout cannot be written.
pub fn bench_calibration(args: &BenchCalibrationArgs, console: Console) -> Result<Exit> {
    let engine = match engine_named(Some(&args.engine), console) {
        Ok(engine) => engine,
        Err(exit) => return Ok(exit),
    };
    let calibration = match calibrate(engine, &Control::default()) {
        Ok(calibration) => calibration,
        Err(error) => return failed(error, console),
    };
    let round = CalibrationRound {
        engine: compose::program_of(engine),
        objective: calibration.objective,
        iterations: calibration.iterations,
        took: calibration.took,
    };
    console.print(&serde_json::to_string(&round)?)?;
    Ok(Exit::Done)
}

/// What is asked of a scenario by two flags.
pub fn question(steady: bool, split: bool) -> Question {
    match (steady, split) {
        (true, _) => Question::Steady,
        (_, true) => Question::Split,
        _ => Question::Plan,
    }
}

fn open(args: &BenchCaseArgs) -> Result<Opened, Vec<Finding>> {
    let named = args.reference.then(|| Opened::reference(&args.scenario.scenario.to_string_lossy())).flatten();
    named.map_or_else(|| Opened::open(&args.scenario.scenario), Ok)
}

fn solved(service: &Service, measured: &Measured) -> BenchSolved {
    let PlannedCase { outcome, verdict, .. } = match &measured.solution {
        Solution::Plan(answer) => compose::planned(service, answer),
        Solution::Steady(solved) => compose::balanced(solved),
        Solution::Split(solved) => compose::split(solved),
    };
    let Size { rows, columns, integers, nonzeros } = measured.size;
    let [rows, columns, whole_columns, nonzeros] = [rows, columns, integers, nonzeros].map(|count| count as u64);
    BenchSolved {
        size: ModelSize { rows, columns, whole_columns, nonzeros },
        outcome: ManifestOutcome::of(&outcome),
        nodes: measured.nodes,
        iterations: measured.iterations,
        verdict,
    }
}
