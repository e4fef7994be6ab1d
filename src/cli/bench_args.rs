//! Arguments of `bench`, and of the hidden commands that measure for it.

use crate::cli::args::{ScenarioArgs, SolverArgs, share};
use crate::scenario::generate::Size;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// A format of a benchmark on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BenchFormat {
    /// For people
    Text,
    /// For programs: what --baseline reads
    Json,
    /// For a comment on a pull request
    Markdown,
}

/// How much is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SuiteArg {
    /// Reference scenarios: half a minute
    Short,
    /// And whole plans of the large ones: some minutes
    Long,
}

/// Arguments of `bench`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct BenchArgs {
    /// What else than measuring
    #[command(subcommand)]
    pub command: Option<BenchCommand>,
    /// Scenario files or folders to measure, or names of reference scenarios, in place of the suite's
    #[arg(value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
    /// Which fixed cases to measure
    #[arg(long, value_enum, default_value_t = SuiteArg::Short, conflicts_with = "scenarios")]
    pub suite: SuiteArg,
    /// Measure the long-run balance of each SCENARIO in place of a plan
    #[arg(long, requires = "scenarios")]
    pub steady: bool,
    /// Measure each SCENARIO with sessions and patients split in place of a plan
    #[arg(long, requires = "scenarios", conflicts_with = "steady")]
    pub split: bool,
    /// Leave, closures, preferences, pins and attendance beside each SCENARIO; repeat for more
    #[arg(long = "sheets", value_name = "FILE", requires = "scenarios")]
    pub sheets: Vec<PathBuf>,
    /// A variant of each SCENARIO by id, or a variant file; repeat to put one on top of another
    #[arg(long = "variant", value_name = "ID|FILE", requires = "scenarios")]
    pub variants: Vec<String>,
    /// Another value at a path in each SCENARIO; repeat for more
    #[arg(long = "set", value_name = "PATH=VALUE", requires = "scenarios")]
    pub sets: Vec<String>,
    /// Stop when the plan of a SCENARIO is proven within this share of the best possible [default: 0.01]
    #[arg(long, value_name = "SHARE", value_parser = share, requires = "scenarios")]
    pub gap: Option<f64>,
    /// Stop each integer solve of a SCENARIO after so many branch-and-bound nodes [default: 2000]
    #[arg(long, value_name = "N", requires = "scenarios")]
    pub nodes: Option<u64>,
    /// Stop each integer solve of a SCENARIO after so many simplex iterations [default: 400000]
    #[arg(long, value_name = "N", requires = "scenarios")]
    pub iterations: Option<u64>,
    /// Seed of the solver's random choices for each SCENARIO [default: 0]
    #[arg(long, value_name = "N", requires = "scenarios")]
    pub seed: Option<u32>,
    /// Measure this solver only: highs or microlp, as far as this build has them
    #[arg(long, value_name = "NAME")]
    pub engine: Option<String>,
    /// Threads of each case; with one, times depend least on the machine
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: u16,
    /// Measure each case so often and take the median [default: 3; 1 for a SCENARIO and for cases of some seconds]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=99))]
    pub rounds: Option<u32>,
    /// Compare with an earlier run's JSON; exit with 7 if a verdict, objective, bound, model size or peak memory is worse
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Objective and bound may be worse than the baseline's by this share
    #[arg(long, value_name = "SHARE", default_value_t = 0.0001, value_parser = share, requires = "baseline")]
    pub tolerance: f64,
    /// Peak memory may be so many times the baseline's
    #[arg(long, value_name = "FACTOR", default_value_t = 1.5, value_parser = factor, requires = "baseline")]
    pub gate_memory: f64,
    /// Exit with 7 if a time, told in calibrations, is more than so many times the baseline's; without this, more than 1.5
    /// times is a warning
    #[arg(long, value_name = "FACTOR", value_parser = factor, requires = "baseline")]
    pub gate_time: Option<f64>,
    /// Write bench.json, bench.md, report.txt and manifest.json into a folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Format of the results on stdout
    #[arg(long, value_enum, default_value_t = BenchFormat::Text)]
    pub format: BenchFormat,
}

/// Arguments of `bench-case`: one case, measured in this process.
#[derive(Debug, Args)]
pub struct BenchCaseArgs {
    /// The scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// The scenario is the name of a reference scenario
    #[arg(long)]
    pub reference: bool,
    /// The long-run balance in place of a plan
    #[arg(long)]
    pub steady: bool,
    /// Sessions and patients split in place of a plan
    #[arg(long, conflicts_with = "steady")]
    pub split: bool,
    /// When to stop
    #[command(flatten)]
    pub solver: SolverArgs,
}

/// Arguments of `bench-calibration`: the calibration, measured in this process.
#[derive(Debug, Args)]
pub struct BenchCalibrationArgs {
    /// The solver
    #[arg(long, value_name = "NAME")]
    pub engine: String,
}

fn factor(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value >= 1.0 && value.is_finite() => Ok(value),
        _ => Err("write a factor of 1 or more, such as 1.5".to_owned()),
    }
}

/// What `bench` does beside measuring.
#[derive(Debug, Subcommand)]
pub enum BenchCommand {
    /// Write a made-up service of a size to measure with: the same for the same seed
    Generate(GenerateArgs),
}

/// Arguments of `bench generate`.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// How large: a clinic (s), a service like Kent's (m), an integrated care system (l), three times that (xl)
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub size: Size,
    /// What it is drawn from: another seed, another service of that size
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The folder to write it into; an older one of ours is replaced
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

fn size(text: &str) -> Result<Size, String> {
    let named = Size::ALL.into_iter().find(|size| size.name() == text);
    named.ok_or_else(|| "write s, m, l or xl".to_owned())
}
