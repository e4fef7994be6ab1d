//! `equipoise bench`.

use crate::base::control::Control;
use crate::cli::bench_args::{BenchArgs, BenchFormat, SuiteArg};
use crate::cli::commands::bench_cases::{Case, cases};
use crate::cli::commands::bench_rounds::{Taken, rounds};
use crate::cli::commands::loading::read;
use crate::cli::console::Console;
use crate::cli::{Exit, interrupt};
use crate::record::bench::{BENCH_VERSION, BenchCase, BenchMeasured, BenchResult, SuiteName};
use crate::record::bench_gates::Allowed;
use crate::record::json::to_json;
use crate::record::stamp::sha256;
use crate::record::{Against, BenchRecord, Manifest, OutputFolder, Program, ScenarioStamp, Stamp};
use crate::report::{Page, bench as page};
use crate::scenario::file_name;
use anyhow::Result;
use std::path::Path;

/// More time than so many times the baseline's is a warning, unless it is a gate.
const SLOWER: f64 = 1.5;

/// Measures the solver.
///
/// # Errors
/// If a process cannot be started, or something cannot be written.
pub fn bench(args: &BenchArgs, console: Console) -> Result<Exit> {
    if let Some(out) = &args.out {
        OutputFolder::check(out)?;
    }
    let baseline = match args.baseline.as_deref().map(|file| read(BenchRecord::from_file, file, console)).transpose() {
        Ok(baseline) => baseline,
        Err(exit) => return Ok(exit),
    };
    let cases = match cases(args, console) {
        Ok(cases) => cases,
        Err(exit) => return Ok(exit),
    };
    let job = Control::default();
    interrupt::watch(&job, console);
    let Some(taken) = rounds(&cases, args.threads, &job, console)? else {
        console.error("interrupted");
        return Ok(Exit::Interrupted);
    };
    let mut record = record(args, cases, taken);
    if let (Some(baseline), Some(file)) = (&baseline, &args.baseline) {
        record.against = Some(Against::of(&record, baseline, allowed(args), retake(args, file)));
    }
    save(&record, args.out.as_deref(), console)?;
    let text = match args.format {
        BenchFormat::Text => page::bench(&record).text(&console.page()),
        BenchFormat::Json => to_json(&record)?,
        BenchFormat::Markdown => page::bench(&record).markdown(),
    };
    console.print(&text)?;
    Ok(exit_of(&record, console))
}

fn allowed(args: &BenchArgs) -> Allowed {
    Allowed {
        share: args.tolerance,
        memory_factor: args.gate_memory,
        time_factor: args.gate_time.unwrap_or(SLOWER),
        time_fails: args.gate_time.is_some(),
    }
}

/// The command that takes the baseline anew. Files are named without their folders, so that no record tells where it was
/// made.
fn retake(args: &BenchArgs, file: &Path) -> String {
    let mut words = vec!["equipoise bench".to_owned()];
    words.extend(args.scenarios.iter().map(|scenario| file_name(scenario)));
    if args.suite == SuiteArg::Long {
        words.push("--suite long".to_owned());
    }
    let flags = [(args.steady, "--steady"), (args.split, "--split")];
    words.extend(flags.iter().filter(|(is, _)| *is).map(|(_, flag)| (*flag).to_owned()));
    words.extend(args.sheets.iter().map(|sheet| format!("--sheets {}", file_name(sheet))));
    words.extend(args.variants.iter().map(|variant| format!("--variant {}", file_name(Path::new(variant)))));
    words.extend(args.sets.iter().map(|set| format!("--set '{set}'")));
    let numbers = [
        ("--gap", args.gap.map(|gap| gap.to_string())),
        ("--nodes", args.nodes.map(|nodes| nodes.to_string())),
        ("--iterations", args.iterations.map(|iterations| iterations.to_string())),
        ("--seed", args.seed.map(|seed| seed.to_string())),
        ("--engine", args.engine.clone()),
    ];
    words.extend(numbers.into_iter().filter_map(|(flag, value)| Some(format!("{flag} {}", value?))));
    words.push(format!("--format json > {}", file_name(file)));
    words.join(" ")
}

fn record(args: &BenchArgs, cases: Vec<Case>, taken: Taken) -> BenchRecord {
    let suite = match (args.scenarios.is_empty(), args.suite) {
        (false, _) => SuiteName::Named,
        (true, SuiteArg::Short) => SuiteName::Short,
        (true, SuiteArg::Long) => SuiteName::Long,
    };
    let of = |(case, result): (Case, BenchResult)| BenchCase {
        id: case.id,
        question: case.question,
        stamp: case.stamp,
        result,
    };
    BenchRecord {
        equipoise_bench: BENCH_VERSION,
        tool: Program::this_tool(),
        suite,
        cases: cases.into_iter().zip(taken.results).map(of).collect(),
        measured: BenchMeasured {
            system: std::env::consts::OS.to_owned(),
            architecture: std::env::consts::ARCH.to_owned(),
            threads: u64::from(args.threads),
            calibrations: taken.calibrations,
            cases: taken.measured,
        },
        against: None,
    }
}

/// Writes the folder, if one is asked for.
fn save(record: &BenchRecord, out: Option<&Path>, console: Console) -> Result<()> {
    let Some(out) = out else { return Ok(()) };
    let page = page::bench(record);
    let mut folder = OutputFolder::new();
    folder.add("bench.json", to_json(record)?)?;
    folder.add("bench.md", page.markdown())?;
    folder.add("report.txt", page.text(&Page::default()))?;
    folder.write(Manifest::of_bench(&stamp(record), &record.cases), out)?;
    console.say(&format!("written to {}", out.display()));
    Ok(())
}

/// The manifest's stamp: of all cases together.
fn stamp(record: &BenchRecord) -> Stamp {
    let hashes: Vec<&str> = record.cases.iter().map(|case| case.stamp.scenario.hash.as_str()).collect();
    let name = format!("benchmark, {} cases ({})", record.cases.len(), record.suite.name());
    Stamp {
        scenario: ScenarioStamp { name, hash: sha256(hashes.join("\n").as_bytes()), ..ScenarioStamp::default() },
        patches: Vec::new(),
        tool: record.tool.clone(),
        engine: record.cases.first().map(|case| case.stamp.engine.clone()).unwrap_or_default(),
        limits: Default::default(),
    }
}

/// The exit, and why it is not 0.
fn exit_of(record: &BenchRecord, console: Console) -> Exit {
    if let Some(against) = record.against.as_ref().filter(|against| !against.passes()) {
        for line in page::failures(against) {
            console.error(&line);
        }
        return Exit::Gate;
    }
    let of = |case: &BenchCase| match &case.result {
        BenchResult::Solved(solved) if solved.is_valid() => Exit::Done,
        BenchResult::Solved(_) => {
            console.error(&format!("{}: the independent checker refuses its plan", case.id));
            Exit::Verification
        }
        BenchResult::Failed { why } => {
            console.error(&format!("{}: {why}", case.id));
            Exit::Limit
        }
    };
    record.cases.iter().map(of).max().unwrap_or(Exit::Done)
}
