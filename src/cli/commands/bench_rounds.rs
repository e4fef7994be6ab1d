//! Runs cases, each in a process of its own, with the calibration before the first and after each; and takes the median.

use crate::base::control::Control;
use crate::cli::commands::bench_cases::Case;
use crate::cli::commands::child;
use crate::cli::console::Console;
use crate::cli::progress::Board;
use crate::record::bench::{BenchResult, CalibrationRecord, CalibrationRound, CaseMeasured, RoundRecord};
use crate::study::bench::{Question, Times};
use anyhow::{Result, anyhow};
use std::collections::BTreeMap;
use std::ffi::OsString;

/// What the cases came to, and what they took.
pub struct Taken {
    /// What each came to, in order.
    pub results: Vec<BenchResult>,
    /// What those that were solved took, in order.
    pub measured: Vec<CaseMeasured>,
    /// The engines' calibrations.
    pub calibrations: Vec<CalibrationRecord>,
}

/// A round of a case, and what the calibrations around it took.
struct Round {
    record: RoundRecord,
    calibration: f64,
}

/// The rounds of a case so far, or why it failed.
type Rounds = Result<Vec<Round>, String>;

/// Runs all cases; nothing if the job was cancelled.
///
/// # Errors
/// If a process cannot be started, or the calibration fails.
pub fn rounds(cases: &[Case], threads: u16, job: &Control, console: Console) -> Result<Option<Taken>> {
    let mut all: Vec<Rounds> = cases.iter().map(|_| Ok(Vec::new())).collect();
    let mut calibrations: BTreeMap<String, Vec<CalibrationRound>> = BTreeMap::new();
    let board = Board::new(console, cases.iter().map(|case| case.rounds as usize).sum());
    for round in 0..cases.iter().map(|case| case.rounds).max().unwrap_or(0) {
        for (case, found) in cases.iter().zip(&mut all) {
            if round >= case.rounds || found.is_err() {
                continue;
            }
            let line = board.line(&case.id);
            let engine = &case.stamp.engine.name;
            let known = calibrations.entry(engine.clone()).or_default();
            if known.is_empty() {
                let Some(first) = calibration(engine, job)? else { return Ok(None) };
                known.push(first);
            }
            let Some(left) = child::run(&arguments(case, threads), job)? else { return Ok(None) };
            let record = left.and_then(|text| read(&text));
            let Some(after) = calibration(engine, job)? else { return Ok(None) };
            let around = [known.last(), Some(&after)].into_iter().flatten().map(|round| round.took.seconds());
            let calibration = around.sum::<f64>() / 2.0;
            known.push(after);
            match record.and_then(|record| agreed(case, found, record)) {
                Ok(record) => {
                    line.done(&format!("{:.2} s", record.build.wall_seconds + record.solve.wall_seconds));
                    if let Ok(found) = found {
                        found.push(Round { record, calibration });
                    }
                }
                Err(why) => {
                    line.done(&why);
                    *found = Err(why);
                }
            }
        }
    }
    board.finish();
    Ok(Some(taken(cases, all, calibrations)))
}

fn taken(cases: &[Case], all: Vec<Rounds>, calibrations: BTreeMap<String, Vec<CalibrationRound>>) -> Taken {
    let mut taken = Taken { results: Vec::new(), measured: Vec::new(), calibrations: Vec::new() };
    for (case, found) in cases.iter().zip(all) {
        let (result, measured) = match found {
            Ok(rounds) => match rounds.first() {
                Some(first) => {
                    (BenchResult::Solved(Box::new(first.record.solved.clone())), measured(&case.id, &rounds))
                }
                None => (BenchResult::Failed { why: "it was not measured".to_owned() }, None),
            },
            Err(why) => (BenchResult::Failed { why }, None),
        };
        taken.results.push(result);
        taken.measured.extend(measured);
    }
    for solves in calibrations.into_values() {
        let Some(first) = solves.first() else { continue };
        let took: Vec<Times> = solves.iter().map(|solve| solve.took).collect();
        taken.calibrations.push(CalibrationRecord {
            engine: first.engine.clone(),
            objective: first.objective,
            iterations: first.iterations,
            solves: solves.len() as u64,
            took: middle(&took).unwrap_or(first.took),
        });
    }
    taken
}

/// A round, if it was of the case as it was read, and came to what the rounds before it came to.
fn agreed(case: &Case, before: &Rounds, record: RoundRecord) -> Result<RoundRecord, String> {
    if record.stamp != case.stamp {
        return Err("the scenario changed while it was measured".to_owned());
    }
    match before.as_ref().ok().and_then(|rounds| rounds.first()) {
        Some(first) if first.record.solved != record.solved => {
            let values = [&first.record, &record].map(|round| round.solved.outcome.value_gbp);
            Err(format!("two rounds came to different answers (worth {} and {})", values[0], values[1]))
        }
        _ => Ok(record),
    }
}

fn arguments(case: &Case, threads: u16) -> Vec<OsString> {
    let limits = &case.stamp.limits;
    let mut words: Vec<OsString> = vec!["-q".into(), "bench-case".into()];
    match case.question {
        Question::Plan => {}
        Question::Steady => words.push("--steady".into()),
        Question::Split => words.push("--split".into()),
    }
    let numbers = [
        limits.gap.map(|gap| format!("--gap={gap}")),
        limits.nodes.map(|nodes| format!("--nodes={nodes}")),
        limits.iterations.map(|iterations| format!("--iterations={iterations}")),
        limits.seed.map(|seed| format!("--seed={seed}")),
        Some(format!("--engine={}", case.stamp.engine.name)),
        Some(format!("--threads={threads}")),
    ];
    words.extend(numbers.into_iter().flatten().map(OsString::from));
    words.extend(case.scenario.iter().cloned());
    words
}

fn calibration(engine: &str, job: &Control) -> Result<Option<CalibrationRound>> {
    let words = ["-q", "bench-calibration", "--engine", engine].map(OsString::from);
    let Some(left) = child::run(&words, job)? else { return Ok(None) };
    let text = left.map_err(|why| anyhow!("the calibration of {engine} failed: {why}"))?;
    Ok(Some(read(&text).map_err(|why| anyhow!("the calibration of {engine} failed: {why}"))?))
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| format!("its process said something else than its answer: {error}"))
}

/// What a case took: the medians of its rounds.
fn measured(id: &str, rounds: &[Round]) -> Option<CaseMeasured> {
    let times = |of: fn(&RoundRecord) -> Times| rounds.iter().map(|round| of(&round.record)).collect::<Vec<_>>();
    let ratios = |of: fn(&RoundRecord) -> Times| {
        rounds.iter().map(|round| of(&round.record).seconds() / round.calibration).collect::<Vec<_>>()
    };
    let checks: Vec<Times> = rounds.iter().filter_map(|round| round.record.check).collect();
    let peaks: Vec<f64> = rounds.iter().filter_map(|r| r.record.peak_memory_bytes).map(|bytes| bytes as f64).collect();
    let solve_ratios = ratios(|round| round.solve);
    Some(CaseMeasured {
        id: id.to_owned(),
        build: middle(&times(|round| round.build))?,
        solve: middle(&times(|round| round.solve))?,
        check: middle(&checks),
        build_ratio: median(&ratios(|round| round.build))?,
        solve_ratio: median(&solve_ratios)?,
        solve_ratios,
        peak_memory_bytes: median(&peaks).map(|bytes| bytes as u64),
    })
}

/// The medians of both clocks.
fn middle(times: &[Times]) -> Option<Times> {
    let walls: Vec<f64> = times.iter().map(|times| times.wall_seconds).collect();
    let cpus: Option<Vec<f64>> = times.iter().map(|times| times.cpu_seconds).collect();
    Some(Times { wall_seconds: median(&walls)?, cpu_seconds: cpus.and_then(|cpus| median(&cpus)) })
}

/// The value in the middle, or the mean of the two there.
fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get(sorted.len().checked_sub(1)? / 2)?;
    Some((lower + upper) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_stands_in_the_middle() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0]), Some(3.0));
        assert_eq!(median(&[9.0, 1.0]), Some(5.0));
        assert_eq!(median(&[100.0, 1.0, 3.0]), Some(3.0));
        let times = |wall_seconds, cpu_seconds| Times { wall_seconds, cpu_seconds };
        assert_eq!(middle(&[times(1.0, Some(2.0)), times(3.0, None)]), Some(times(2.0, None)));
    }
}
