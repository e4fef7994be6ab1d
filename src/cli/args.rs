//! Arguments as typed.

use crate::cli::bench_args::{BenchArgs, BenchCalibrationArgs, BenchCaseArgs};
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// Capacity scheduling optimiser for pain and therapy services.
///
/// A scenario goes in, a plan that an independent checker accepts comes out.
#[derive(Debug, Parser)]
#[command(name = "equipoise", version, max_term_width = 100)]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
    /// Say more on stderr; repeat for more still
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Say nothing on stderr but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// A format of results on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a reference scenario to start from
    Init(InitArgs),
    /// Print everything that is wrong, or worth knowing, about a scenario and each of its variants
    Check(CheckArgs),
    /// Write sheets to fill in: leave, closures, preferences, pins, attendance totals
    Template(TemplateArgs),
    /// Make a plan, checked by the independent checker
    Plan(PlanArgs),
    /// Plan variants side by side: what does each buy, and for how much?
    Compare(CompareArgs),
    /// Draw the efficient frontier between two aims: how much of the one is to be had with how much of the other?
    Frontier(FrontierArgs),
    /// Say what a plan is short of: the price of one more session, room, thousand pounds
    Explain(ExplainArgs),
    /// Say whether the recommended mix of courses holds where what it rests on is uncertain, and where it flips
    Sensitivity(SensitivityArgs),
    /// Make the dated rota of some weeks from a plan, to publish, pin to the wall, change and re-plan
    Rota(RotaArgs),
    /// Put answers together as one paper for people: plans, comparisons, frontiers, explanations, sensitivity analyses
    Report(ReportArgs),
    /// Print the library of evidence: figures of published trials that courses may refer to
    Evidence(EvidenceArgs),
    /// Check a plan against its scenario, with arithmetic of its own
    Verify(VerifyArgs),
    /// Write the model for any solver
    Export(ExportArgs),
    /// Measure the solver: sizes, times, memory and answers of fixed cases, against an earlier run if there is one
    Bench(BenchArgs),
    /// Measure one case in this process
    #[command(hide = true)]
    BenchCase(BenchCaseArgs),
    /// Measure the calibration in this process
    #[command(hide = true)]
    BenchCalibration(BenchCalibrationArgs),
    /// Print a JSON Schema: scenario, plan, steady or manifest
    Schema {
        /// Which; the scenario's if left out
        #[arg(default_value = "scenario")]
        name: String,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write man pages into a folder
    Man {
        /// The folder
        dir: PathBuf,
    },
}

/// A scenario, and what is changed in it.
#[derive(Debug, Args)]
pub struct ScenarioArgs {
    /// Scenario file, or a folder with a scenario.yaml
    pub scenario: PathBuf,
    /// Leave, closures, preferences, pins and attendance beside the scenario: a workbook (.xlsx) or CSV file; repeat for
    /// more. `template` writes one to fill in
    #[arg(long = "sheets", value_name = "FILE")]
    pub sheets: Vec<PathBuf>,
    /// A variant of the scenario by id, or a variant file; repeat to put one on top of another
    #[arg(long = "variant", value_name = "ID|FILE")]
    pub variants: Vec<String>,
    /// Another value at a path: activities.at-lesson.dna_rate=0.1; repeat for more
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
    /// Take warnings for errors
    #[arg(long)]
    pub strict: bool,
}

/// When the solver stops.
#[derive(Debug, Args)]
pub struct SolverArgs {
    /// Stop when the plan is proven within this share of the best possible
    #[arg(long, value_name = "SHARE", default_value_t = 0.01, value_parser = share)]
    pub gap: f64,
    /// Stop each integer solve after so many branch-and-bound nodes
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    pub nodes: u64,
    /// Stop each integer solve after so many simplex iterations
    #[arg(long, value_name = "N", default_value_t = 400_000)]
    pub iterations: u64,
    /// Stop after so many seconds; the plan may then differ from run to run
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub time: Option<f64>,
    /// Threads; each solve takes one
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// The solver: highs or microlp, as far as this build has them
    #[arg(long, value_name = "NAME")]
    pub engine: Option<String>,
    /// Seed of the solver's random choices
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u32,
}

pub(super) fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.0..1.0).contains(&value) => Ok(value),
        _ => Err("write a share from 0 to below 1, such as 0.01".to_owned()),
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value > 0.0 && value.is_finite() => Ok(value),
        _ => Err("write seconds above 0".to_owned()),
    }
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The reference scenario: minimal, alexander or kent
    pub name: String,
    /// The folder to write it into; made if it does not exist
    pub dir: PathBuf,
}

/// Arguments of `evidence`.
#[derive(Debug, Args)]
pub struct EvidenceArgs {
    /// A record, to be printed in full; all of them in a table if left out
    #[arg(value_name = "RECORD")]
    pub record: Option<String>,
    /// Format of the results on stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Arguments of `template`.
#[derive(Debug, Args)]
pub struct TemplateArgs {
    /// Scenario file, or a folder with a scenario.yaml
    pub scenario: PathBuf,
    /// A workbook to write (FILE.xlsx), or a folder for CSV files; nothing is overwritten
    #[arg(long, value_name = "FILE.xlsx|DIR")]
    pub out: PathBuf,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Format of the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Arguments of `plan`.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// The scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// The long-run balance: which mix can this staff sustain, and what binds
    #[arg(long)]
    pub steady: bool,
    /// Leave out the comparison with doing nothing, for which a second plan is made
    #[arg(long)]
    pub no_baseline: bool,
    /// Begin at an earlier plan of this scenario, whatever variants it was made with, as `compare` begins those of variants
    /// at the plan without them: of a large service far sooner, and what differs is the change's doing
    #[arg(long, value_name = "FILE", conflicts_with = "steady")]
    pub near: Option<PathBuf>,
    /// Write plan.json, report.html, report.txt, tables.xlsx, CSV tables and manifest.json into a folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Exit with 5 if the plan is not proven within --gap
    #[arg(long)]
    pub require_gap: bool,
    /// Format of the results on stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// When to stop
    #[command(flatten)]
    pub solver: SolverArgs,
}

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// The scenario, and which variants: all of it unless some are named (`a+b` puts b on top of a). A list
    /// (`--set practitioners.at-1.sessions_per_week=4,5,6`) makes a variant of each value; a single value is set in all
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Compare the long-run balances of a year in place of dated plans: far sooner
    #[arg(long)]
    pub steady: bool,
    /// Compare dated plans with sessions and patients split: an upper limit of each, in a hundredth of the time
    #[arg(long, conflicts_with = "steady")]
    pub split: bool,
    /// Leave out doing nothing, for which a plan of its own is made
    #[arg(long)]
    pub no_baseline: bool,
    /// Also say what differs between two sides, by id: `base`, `do-nothing`, or a variant
    #[arg(long, num_args = 2, value_names = ["ID", "ID"])]
    pub between: Option<Vec<String>>,
    /// Write comparison.json, report.html, report.txt, tables.xlsx, CSV tables and manifest.json into a folder. A journal
    /// beside it keeps what is solved, so that a run that was stopped goes on
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Exit with 5 if a plan is not proven within --gap
    #[arg(long)]
    pub require_gap: bool,
    /// Format of the results on stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// When to stop, for each side by itself
    #[command(flatten)]
    pub solver: SolverArgs,
}

/// Arguments of `frontier`.
#[derive(Debug, Args)]
pub struct FrontierArgs {
    /// The scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// The two aims: patients, benefit, benefit-per-patient, lessons-per-patient, cost or waiting
    #[arg(long, value_name = "AIM,AIM", value_delimiter = ',', default_value = "patients,benefit-per-patient")]
    pub between: Vec<String>,
    /// How many points
    #[arg(long, value_name = "N", default_value_t = 9, value_parser = clap::value_parser!(u16).range(2..=200))]
    pub points: u16,
    /// Balances of a year in place of dated plans: far sooner
    #[arg(long)]
    pub steady: bool,
    /// Write frontier.json, report.html, report.txt, tables.xlsx, CSV tables and manifest.json into a folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Format of the results on stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// When to stop, for each point by itself
    #[command(flatten)]
    pub solver: SolverArgs,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// A plan of this scenario that was made before: a plan.json
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
    /// Plan anew with one more of each of the first so many
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub first: usize,
    /// Write explanation.json, report.html, report.txt, tables.xlsx, CSV tables, what-if.yaml and manifest.json into a
    /// folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Format of the results on stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// When to stop, for each plan by itself
    #[command(flatten)]
    pub solver: SolverArgs,
}

/// Arguments of `sensitivity`.
#[derive(Debug, Args)]
pub struct SensitivityArgs {
    /// The scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Make a dated plan for each value tried, in place of a balance of a year: hundreds of plans
    #[arg(long)]
    pub dated: bool,
    /// Between what an input lies: activities.at-lesson.dna_rate=0..0.2; repeat for more
    #[arg(long = "range", value_name = "INPUT=LOW..HIGH")]
    pub ranges: Vec<String>,
    /// How far missed appointments and drop-outs may lie off, as a share of what the scenario says
    #[arg(long, value_name = "SHARE", default_value_t = 0.5, value_parser = share)]
    pub rates: f64,
    /// How far referrals may lie off, as a share of what the scenario says
    #[arg(long, value_name = "SHARE", default_value_t = 0.2, value_parser = share)]
    pub referrals: f64,
    /// Even steps in which a flip is looked for on either side, before it is enclosed by halves
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub steps: u32,
    /// How many times all facts are drawn at once; 0 leaves this out
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    pub draws: u32,
    /// What the draws begin from
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub draw_seed: u64,
    /// Share of the variance that effects against one comparator have in common: arms of a trial share its controls
    #[arg(long, value_name = "SHARE", default_value_t = 0.5, value_parser = share)]
    pub shared: f64,
    /// Write sensitivity.json, report.html, report.txt, tables.xlsx, CSV tables and manifest.json into a folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Format of the results on stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// When to stop, for each solve by itself
    #[command(flatten)]
    pub solver: SolverArgs,
}

/// Arguments of `rota`.
#[derive(Debug, Args)]
pub struct RotaArgs {
    /// The scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// The plan that it comes from: a plan.json. Without one, and without --from, a plan is made first
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
    /// An earlier rota, which it goes on from: a rota.json
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// The first week: 2026-W07; the horizon's first, or the one after those of --from, if left out
    #[arg(long, value_name = "WEEK")]
    pub week: Option<String>,
    /// How many weeks
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=52))]
    pub weeks: u32,
    /// Somebody is away: at-1:2026-02-09..2026-02-13, or at-1:2026-02-09:am; repeat for more. What --from has published
    /// changes as little as it can
    #[arg(long, value_name = "ID:DATES", requires = "from")]
    pub absent: Vec<String>,
    /// A room or a site is closed: canterbury-1:2026-02-09..2026-02-13; repeat for more
    #[arg(long, value_name = "ID:DATES", requires = "from")]
    pub close: Vec<String>,
    /// One more session is to be held, by whom you name or by anybody: 2026-02-26:pm:folkestone:nurse-clinic; repeat for
    /// more
    #[arg(long, value_name = "DATE:HALF-DAY:SITE:CLINIC[:ID]", requires = "from")]
    pub add: Vec<String>,
    /// What is changed otherwise: a variant of the scenario by id, or a variant file; repeat for more. (With --from,
    /// rows of --sheets that are new since are changes too)
    #[arg(long, value_name = "ID|FILE", requires = "from")]
    pub changes: Vec<String>,
    /// What was published may change: on some days (2026-02-09..2026-02-13, or the week 2026-W07), for everybody or for a
    /// practitioner, room, site or clinic (at-1:2026-02-09:am); repeat for more
    #[arg(long, value_name = "[ID:]DATES", requires = "from")]
    pub free: Vec<String>,
    /// Of several answers to a change, which to take; the others are told. The one that disturbs least in all if left out
    #[arg(long, value_name = "ANSWER", requires = "from",
          value_parser = ["least", "nobody-else", "nobody-waits", "other-people"])]
    pub take: Option<String>,
    /// The day on which the change is made: what lies before it stays, and notice counts from it. The change's first day
    /// if left out
    #[arg(long, value_name = "DATE")]
    pub today: Option<NaiveDate>,
    /// Say who could take a session of --from, which room could hold it, and why the others could not:
    /// 2026-02-26:pm:folkestone:nurse-clinic
    #[arg(long, value_name = "DATE:HALF-DAY:SITE:CLINIC", requires = "from")]
    pub fill: Option<String>,
    /// So many weeks beyond those with a change in them may have other sessions too; in the rest only room left is used
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub reach: u32,
    /// Publish it: from now on it changes only for a reason, and as little as can be
    #[arg(long)]
    pub publish: bool,
    /// Write rota.json, rota.xlsx, calendars, report.html, report.txt, CSV tables and manifest.json into a folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Format of the results on stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// When to stop, for each week by itself
    #[command(flatten)]
    pub solver: SolverArgs,
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Folders that plan, compare, frontier, explain, sensitivity and rota have written with --out, in the order of the paper;
    /// all of one scenario
    #[arg(required = true, value_name = "FOLDER")]
    pub folders: Vec<PathBuf>,
    /// The folder to write: report.html, report.txt, tables.xlsx and the CSV tables and records of all
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// The title
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// The question that the paper answers
    #[arg(long, value_name = "TEXT")]
    pub question: Option<String>,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Scenario file, or a folder with a scenario.yaml
    pub scenario: PathBuf,
    /// The plan, or the rota: a plan.json or a rota.json
    pub plan: PathBuf,
    /// The plan.json that a rota comes from: what the rota has to hold is checked against it too
    #[arg(long = "plan", value_name = "FILE")]
    pub of: Option<PathBuf>,
    /// Format of the verdict
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// A text format of models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ModelFormat {
    /// Free MPS
    Mps,
    /// CPLEX LP
    Lp,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// The format
    #[arg(long = "as", value_enum, default_value_t = ModelFormat::Mps)]
    pub format: ModelFormat,
    /// The long-run balance in place of the dated model
    #[arg(long)]
    pub steady: bool,
    /// The rota of a plan, fixed: a plan.json of this scenario
    #[arg(long, value_name = "PLAN", conflicts_with = "steady")]
    pub fix_rota: Option<PathBuf>,
    /// Let patients and sessions be split: the linear relaxation
    #[arg(long)]
    pub relax: bool,
    /// The file; its key is written beside it with the ending .key.csv
    #[arg(long, value_name = "FILE")]
    pub file: PathBuf,
}
