//! From a scenario's path to a valid service.

use crate::base::control::Control;
use crate::base::finding::{Finding, Severity};
use crate::cli::args::{ScenarioArgs, SolverArgs};
use crate::cli::console::{Console, exit_for};
use crate::cli::{Exit, interrupt};
use crate::engine::{Engine, engines};
use crate::record::{ANOTHER_SCENARIO, FolderError, OutputFolder, PlanRecord, RotaRecord, Stamp};
use crate::scenario::{self, Opened, Selection};
use crate::service::{Service, validate};
use crate::strategy::Limits;
use std::path::Path;

/// A scenario that was read and found valid.
pub struct Loaded {
    /// What was read.
    pub scenario: scenario::Loaded,
    /// The valid service.
    pub service: Service,
    /// Variants that were asked for.
    pub variants: Vec<String>,
}

/// What a scenario holds, as far as it could be read.
pub struct Reading {
    /// All findings about it.
    pub findings: Vec<Finding>,
    /// What was read, if its shape is right.
    pub scenario: Option<scenario::Loaded>,
    /// The service, if it is valid.
    pub service: Option<Service>,
}

impl Reading {
    /// What errors there are instead of a scenario.
    fn of(findings: Vec<Finding>) -> Self {
        Self { findings, scenario: None, service: None }
    }

    /// Reads an open scenario with some of its variants.
    pub fn with(opened: &Opened, selection: &Selection) -> Self {
        match opened.load(selection) {
            Err(mut findings) => {
                // What the values mean is said in the same go, as far as that can be told.
                if let Some(mended) = opened.load_mended(selection) {
                    findings.extend(validate(&mended.record, &mended.positions).findings);
                }
                Self::of(findings)
            }
            Ok(scenario) => {
                let valid = validate(&scenario.record, &scenario.positions);
                Self { findings: valid.findings, scenario: Some(scenario), service: valid.service }
            }
        }
    }

    /// Goes on with what was read: warnings are shown, errors end the command.
    ///
    /// # Errors
    /// The exit that the findings call for.
    pub fn loaded(self, variants: &[String], strict: bool, console: Console) -> Result<Loaded, Exit> {
        let stop = exit_for(&self.findings, strict);
        // Notes are for `check`; here they would bury the results.
        let shown: Vec<Finding> = self.findings.into_iter().filter(|f| f.severity > Severity::Note).collect();
        console.show(&shown);
        match (stop, self.scenario, self.service) {
            (None, Some(scenario), Some(service)) => Ok(Loaded { scenario, service, variants: variants.to_vec() }),
            (stop, ..) => Err(stop.unwrap_or(Exit::Findings)),
        }
    }
}

/// Shows findings that leave nothing to go on with, and says what they come to.
pub fn refused(findings: &[Finding], console: Console) -> Exit {
    console.show(findings);
    exit_for(findings, false).unwrap_or(Exit::Findings)
}

/// What a command that solves begins with.
pub struct Ready {
    /// The scenario.
    pub loaded: Loaded,
    /// The solver.
    pub engine: &'static dyn Engine,
    /// Its limits.
    pub limits: Limits,
    /// The job, which Ctrl-C stops.
    pub job: Control,
}

/// Makes ready to solve: the folder may be written, the scenario is valid, the solver is there.
///
/// # Errors
/// If the folder may not be written; the exit that anything else calls for.
pub fn ready(
    out: Option<&Path>,
    (scenario, solved): (&ScenarioArgs, &SolverArgs),
    console: Console,
) -> Result<Result<Ready, Exit>, FolderError> {
    if let Some(out) = out {
        OutputFolder::check(out)?;
    }
    Ok(load(scenario, console).and_then(|loaded| ready_with(loaded, solved, console)))
}

/// Makes ready to solve what was loaded.
///
/// # Errors
/// If this build has no such engine.
pub fn ready_with(loaded: Loaded, solved: &SolverArgs, console: Console) -> Result<Ready, Exit> {
    let (engine, limits) = solver(solved, console)?;
    let job = Control::default();
    interrupt::watch(&job, console);
    Ok(Ready { loaded, engine, limits, job })
}

/// The selection that the arguments name.
pub fn selection(args: &ScenarioArgs) -> Selection {
    Selection {
        sheets: args.sheets.clone(),
        variants: args.variants.clone(),
        sets: args.sets.clone(),
        ..Selection::default()
    }
}

/// Reads a scenario for a command that goes on with it: findings are shown, errors end the command.
///
/// # Errors
/// The exit that the findings call for.
pub fn load(args: &ScenarioArgs, console: Console) -> Result<Loaded, Exit> {
    let reading = match Opened::open(&args.scenario) {
        Ok(opened) => Reading::with(&opened, &selection(args)),
        Err(findings) => Reading::of(findings),
    };
    reading.loaded(&args.variants, args.strict, console)
}

/// Reads a plan.
///
/// # Errors
/// The exit that what is wrong with the file calls for.
pub fn plan_record(file: &Path, console: Console) -> Result<PlanRecord, Exit> {
    read(PlanRecord::from_file, file, console)
}

/// Reads a rota.
///
/// # Errors
/// The exit that what is wrong with the file calls for.
pub fn rota_record(file: &Path, console: Console) -> Result<RotaRecord, Exit> {
    read(RotaRecord::from_file, file, console)
}

/// Reads a record.
///
/// # Errors
/// The exit that what is wrong with the file calls for.
pub fn read<T>(from_file: impl Fn(&Path) -> Result<T, Box<Finding>>, file: &Path, console: Console) -> Result<T, Exit> {
    from_file(file).map_err(|finding| {
        console.show(std::slice::from_ref(&finding));
        if file.exists() { Exit::Findings } else { Exit::Usage }
    })
}

/// Whether a plan or rota was made from a scenario with its variants.
///
/// # Errors
/// If it was made from another text, or with other variants.
pub fn same_scenario(stamp: &Stamp, noun: &str, scenario: &scenario::Loaded, console: Console) -> Result<(), Exit> {
    same_text(stamp, noun, scenario, console)?;
    if stamp.patches == scenario.patches {
        return Ok(());
    }
    Err(another(format!("the {noun} was made with other variants of the scenario"), console))
}

/// Whether a plan or rota was made from a scenario, with whatever variants.
///
/// # Errors
/// If it was made from another text.
pub fn same_text(stamp: &Stamp, noun: &str, scenario: &scenario::Loaded, console: Console) -> Result<(), Exit> {
    let (made_from, hash) = (&stamp.scenario.hash, &scenario.hash);
    if made_from == hash {
        return Ok(());
    }
    Err(another(format!("the {noun} was made from another text of the scenario ({made_from} and not {hash})"), console))
}

fn another(difference: String, console: Console) -> Exit {
    console.show(&[Finding::error(
        ANOTHER_SCENARIO,
        difference,
        "use the scenario that it was made from, with the same variants and settings, or plan again",
    )]);
    Exit::Findings
}

/// The engine of a name, or the best there is.
///
/// # Errors
/// If this build has no such engine.
pub fn engine_named(name: Option<&str>, console: Console) -> Result<&'static dyn Engine, Exit> {
    let all = engines();
    let found = match name {
        None => all.first().copied(),
        Some(name) => all.iter().copied().find(|e| e.name() == name),
    };
    found.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|e| e.name()).collect();
        let asked = name.unwrap_or("any");
        console.error(&format!("no engine `{asked}` in this build; it has: {}", names.join(", ")));
        Exit::Usage
    })
}

/// The engine and the limits that the arguments ask for.
///
/// # Errors
/// If this build has no such engine.
pub fn solver(args: &SolverArgs, console: Console) -> Result<(&'static dyn Engine, Limits), Exit> {
    let engine = engine_named(args.engine.as_deref(), console)?;
    if let Some(threads) = args.threads {
        // A second call has no effect, and there is none.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    let limits =
        Limits { gap: args.gap, nodes: args.nodes, iterations: args.iterations, seconds: args.time, seed: args.seed };
    Ok((engine, limits))
}
