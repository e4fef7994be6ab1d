//! A benchmark as a page: what differs from the baseline first, then answers, sizes, times.

use crate::record::bench::{BenchCase, BenchRecord, BenchResult, BenchSolved, CaseMeasured, SuiteName};
use crate::record::bench_gates::{Against, Gate, GateDifference, Quantity, Reading, Weight};
use crate::report::numbers::{counted, decimals, gap_percent, pounds, whole};
use crate::report::page::{Column, Document, Sheet};

/// What is said where there is nothing to say.
const NOT_AVAILABLE: &str = "not available";

/// A benchmark.
#[must_use]
pub fn bench(record: &BenchRecord) -> Document {
    let mut sheet = Sheet::new();
    sheet.heading("Benchmark");
    sheet.paragraph(&opening(record));
    if let Some(against) = &record.against {
        beside(&mut sheet, against);
    }
    let failed: Vec<_> = record.cases.iter().filter_map(|case| Some((case, why(case)?))).collect();
    if !failed.is_empty() {
        sheet.heading("Cases that were not solved, or not accepted");
        for (case, why) in failed {
            sheet.point(&format!("{}: {why}", case.id));
        }
    }
    answers(&mut sheet, record);
    sizes(&mut sheet, record);
    times(&mut sheet, record);
    sheet.finish()
}

/// What fails, a line each, and what to do about it.
#[must_use]
pub fn failures(against: &Against) -> Vec<String> {
    if against.compared == 0 {
        return vec![format!(
            "the baseline has none of these cases, so nothing was compared; take one of them: {}",
            against.retake
        )];
    }
    let mut lines: Vec<String> = against.failures().map(in_words).collect();
    let mut gates: Vec<Gate> = Vec::new();
    for difference in against.failures() {
        if !gates.contains(&difference.gate) {
            gates.push(difference.gate);
        }
    }
    lines.extend(gates.into_iter().map(|gate| format!("{}: {}", gate.name(), what_to_do(gate, &against.retake))));
    lines
}

fn opening(record: &BenchRecord) -> String {
    let suite = match record.suite {
        SuiteName::Short => "of the short suite",
        SuiteName::Long => "of the long suite",
        SuiteName::Named => "of named scenarios",
    };
    let measured = &record.measured;
    let calibrations = measured.calibrations.iter().map(|calibration| {
        let seconds = decimals(calibration.took.seconds(), 3);
        let engine = &calibration.engine;
        format!("{} {} takes {seconds} s for the calibration", engine.name, engine.version)
    });
    let calibrations: Vec<String> = calibrations.collect();
    format!(
        "{} {suite}, by {} {} on {} {}, {} a case. {}.",
        counted(record.cases.len() as f64, "case", "cases"),
        record.tool.name,
        record.tool.version,
        measured.system,
        measured.architecture,
        counted(measured.threads as f64, "thread", "threads"),
        calibrations.join("; ")
    )
}

/// What differs from the baseline, gravest first.
fn beside(sheet: &mut Sheet, against: &Against) {
    sheet.heading("Beside the baseline");
    let failing = failures(against);
    let compared = counted(against.compared as f64, "case", "cases");
    if failing.is_empty() {
        sheet.paragraph(&format!("It passes: {compared} compared, none worse than is allowed."));
    } else {
        sheet.paragraph(&format!("It fails: {compared} compared."));
        for line in &failing {
            sheet.point(line);
        }
    }
    for (weight, heading) in [(Weight::Warning, "Warnings"), (Weight::Note, "Notes")] {
        let told: Vec<_> = against.differences.iter().filter(|difference| difference.weight == weight).collect();
        if !told.is_empty() {
            sheet.gap();
            sheet.paragraph(&format!("{heading}:"));
            for difference in told {
                sheet.point(&in_words(difference));
            }
        }
    }
    let missing = [
        ("The baseline has, and this run has not", &against.only_in_baseline),
        ("This run has, and the baseline has not", &against.only_in_run),
    ];
    for (what, cases) in missing {
        if !cases.is_empty() {
            sheet.gap();
            sheet.paragraph(&format!("{what}: {}.", cases.join(", ")));
        }
    }
}

/// A difference in words: `kent/split/highs: rows: was 12,717, is 12,718; no change passes`.
fn in_words(difference: &GateDifference) -> String {
    let GateDifference { case, quantity, was, is, allowed, .. } = difference;
    let told = |reading: &Option<Reading>| match reading {
        None => NOT_AVAILABLE.to_owned(),
        Some(Reading::Number(number)) => amount(*quantity, *number),
        Some(Reading::Words(words)) => words.clone(),
    };
    let limit = match (difference.weight, allowed) {
        (Weight::Note, _) => String::new(),
        (_, Some(limit)) => format!("; up to {} passes", amount(*quantity, *limit)),
        (_, None) if difference.gate == Gate::Size => "; no change passes".to_owned(),
        _ => String::new(),
    };
    let limit = if *quantity == Quantity::ObjectiveGbp { limit.replace("up to", "down to") } else { limit };
    format!("{case}: {}: was {}, is {}{limit}", name(*quantity), told(was), told(is))
}

fn name(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Scenario => "the scenario's text (SHA-256)",
        Quantity::Changes => "what is changed in the scenario",
        Quantity::Limits => "limits",
        Quantity::Solver => "solver",
        Quantity::Verdict => "verdict",
        Quantity::ObjectiveGbp => "objective",
        Quantity::BoundGbp => "bound",
        Quantity::Rows => "rows",
        Quantity::Columns => "columns",
        Quantity::WholeColumns => "whole columns",
        Quantity::Nonzeros => "non-zeros",
        Quantity::PeakMemoryBytes => "peak memory",
        Quantity::BuildRatio => "building, in calibrations",
        Quantity::SolveRatio => "solving, in calibrations",
        Quantity::Nodes => "nodes",
        Quantity::Iterations => "iterations",
        Quantity::Calibration => "the calibration's optimum (times cannot be compared)",
    }
}

fn amount(quantity: Quantity, number: f64) -> String {
    match quantity {
        Quantity::ObjectiveGbp | Quantity::BoundGbp => to_the_penny(number),
        Quantity::PeakMemoryBytes => megabytes(number),
        Quantity::BuildRatio | Quantity::SolveRatio => decimals(number, 2),
        Quantity::Calibration => decimals(number, 6),
        _ => whole(number),
    }
}

/// With pence: a difference that fails may be less than a pound.
fn to_the_penny(value: f64) -> String {
    let number = decimals(value, 2);
    number.strip_prefix('-').map_or_else(|| format!("£{number}"), |positive| format!("-£{positive}"))
}

fn megabytes(bytes: f64) -> String {
    format!("{} MB", whole(bytes / 1e6))
}

/// What to do about a gate that fails.
fn what_to_do(gate: Gate, retake: &str) -> String {
    let meant = format!("if this is meant, retake the baseline: {retake}");
    match gate {
        Gate::Question => format!("the baseline was asked something else; ask the same, or retake it: {retake}"),
        Gate::Validity => {
            "never meant: plan the scenario by itself with the same limits to see why; a plan that the checker refuses is a \
             fault of ours, please report it"
                .to_owned()
        }
        Gate::Objective => format!("the answer is worse: look at what changed in the search; {meant}"),
        Gate::Bound => format!("less is proven: look at what changed in the search; {meant}"),
        Gate::Size => format!("the model is another; {meant}"),
        Gate::Memory => format!("look at what is held longer than it is needed; {meant}"),
        Gate::Time => format!("run it again on an idle machine first; {meant}"),
        Gate::Effort => meant,
    }
}

fn why(case: &BenchCase) -> Option<String> {
    match &case.result {
        BenchResult::Failed { why } => Some(why.clone()),
        BenchResult::Solved(solved) => (!solved.is_valid()).then(|| checker(solved)),
    }
}

fn solved(record: &BenchRecord) -> impl Iterator<Item = (&BenchCase, &BenchSolved)> {
    record.cases.iter().filter_map(|case| Some((case, case.solved()?)))
}

fn answers(sheet: &mut Sheet, record: &BenchRecord) {
    sheet.heading("What they come to");
    let columns = [
        Column::Words("Case"),
        Column::Number("Objective"),
        Column::Number("Bound"),
        Column::Number("Gap"),
        Column::Number("Nodes"),
        Column::Number("Iterations"),
        Column::Words("Checker"),
    ];
    let count = |count: Option<u64>| count.map_or_else(|| NOT_AVAILABLE.to_owned(), |count| whole(count as f64));
    let rows = solved(record).map(|(case, solved)| {
        let outcome = &solved.outcome;
        vec![
            case.id.clone(),
            pounds(outcome.value_gbp),
            outcome.bound_gbp.map_or_else(|| NOT_AVAILABLE.to_owned(), pounds),
            outcome.gap.map_or_else(|| NOT_AVAILABLE.to_owned(), gap_percent),
            count(solved.nodes),
            count(solved.iterations),
            checker(solved),
        ]
    });
    sheet.table(&columns, rows.collect());
}

fn checker(solved: &BenchSolved) -> String {
    match solved.verdict {
        None => "not a plan".to_owned(),
        Some(verdict) if verdict.accepted => "accepted".to_owned(),
        Some(verdict) => format!("refused: {}", counted(verdict.findings as f64, "finding", "findings")),
    }
}

fn sizes(sheet: &mut Sheet, record: &BenchRecord) {
    sheet.heading("How large their models are");
    let columns = [
        Column::Words("Case"),
        Column::Number("Rows"),
        Column::Number("Columns"),
        Column::Number("Whole"),
        Column::Number("Non-zeros"),
    ];
    let rows = solved(record).map(|(case, solved)| {
        let size = solved.size;
        let counts = [size.rows, size.columns, size.whole_columns, size.nonzeros];
        std::iter::once(case.id.clone()).chain(counts.map(|count| whole(count as f64))).collect()
    });
    sheet.table(&columns, rows.collect());
}

fn times(sheet: &mut Sheet, record: &BenchRecord) {
    sheet.heading("What they take");
    let columns = [
        Column::Words("Case"),
        Column::Number("Build\ns"),
        Column::Number("Solve\ns"),
        Column::Number("CPU\ns"),
        Column::Number("Check\ns"),
        Column::Number("Build\nratio"),
        Column::Number("Solve\nratio"),
        Column::Number("Peak\nMB"),
    ];
    let rows = record.measured.cases.iter().map(|CaseMeasured { id, build, solve, check, .. }| {
        let taken = record.taken(id);
        let ratio = |of: fn(&CaseMeasured) -> f64| taken.map_or_else(String::new, |case| decimals(of(case), 2));
        let memory = taken.and_then(|case| case.peak_memory_bytes);
        let processor = build.cpu_seconds.zip(solve.cpu_seconds).map(|(build, solve)| decimals(build + solve, 3));
        vec![
            id.clone(),
            decimals(build.wall_seconds, 3),
            decimals(solve.wall_seconds, 3),
            processor.unwrap_or_else(|| NOT_AVAILABLE.to_owned()),
            check.map_or_else(|| "-".to_owned(), |check| decimals(check.wall_seconds, 3)),
            ratio(|case| case.build_ratio),
            ratio(|case| case.solve_ratio),
            memory.map_or_else(|| NOT_AVAILABLE.to_owned(), |bytes| whole(bytes as f64 / 1e6)),
        ]
    });
    sheet.table(&columns, rows.collect());
    sheet.gap();
    sheet.paragraph(
        "Seconds and memory are of this machine and this run. Ratios are times told in calibrations (fixed programs, solved \
         before the first case and after each), and compare machines.",
    );
}
