//! From a scenario's path to a valid service.

use crate::base::finding::Finding;
use crate::cli::Exit;
use crate::cli::args::{ScenarioArgs, SolverArgs};
use crate::cli::console::{Console, exit_for};
use crate::engine::{Engine, engines};
use crate::scenario::{self, Selection};
use crate::service::{Service, validate};
use crate::strategy::Limits;

/// A scenario that was read and found valid.
pub struct Loaded {
    /// What was read.
    pub scenario: scenario::Loaded,
    /// The valid service.
    pub service: Service,
    /// Variants that were asked for.
    pub variants: Vec<String>,
}

/// All findings about a scenario, and the scenario if it is valid.
pub fn read(args: &ScenarioArgs) -> (Vec<Finding>, Option<Loaded>) {
    let selection = Selection { variants: args.variants.clone(), sets: args.sets.clone() };
    match scenario::load(&args.scenario, &selection) {
        Err(findings) => (findings, None),
        Ok(scenario) => {
            let valid = validate(&scenario.record, &scenario.positions);
            let loaded = valid.service.map(|service| Loaded { scenario, service, variants: args.variants.clone() });
            (valid.findings, loaded)
        }
    }
}

/// Reads a scenario for a command that goes on with it: findings are shown, errors end the command.
///
/// # Errors
/// The exit that the findings call for.
pub fn load(args: &ScenarioArgs, console: Console) -> Result<Loaded, Exit> {
    let (findings, loaded) = read(args);
    let stop = exit_for(&findings, args.strict);
    // Notes are for `check`; here they would bury the results.
    let shown: Vec<Finding> =
        findings.into_iter().filter(|f| f.severity > crate::base::finding::Severity::Note).collect();
    console.show(&shown);
    match (stop, loaded) {
        (None, Some(loaded)) => Ok(loaded),
        (stop, _) => Err(stop.unwrap_or(Exit::Findings)),
    }
}

/// The engine and the limits that the arguments ask for.
///
/// # Errors
/// If this build has no such engine.
pub fn solver(args: &SolverArgs, console: Console) -> Result<(&'static dyn Engine, Limits), Exit> {
    let all = engines();
    let engine = match &args.engine {
        None => all.first().copied(),
        Some(name) => all.iter().copied().find(|e| e.name() == name),
    };
    let Some(engine) = engine else {
        let names: Vec<&str> = all.iter().map(|e| e.name()).collect();
        let asked = args.engine.as_deref().unwrap_or("any");
        console.error(&format!("no engine `{asked}` in this build; it has: {}", names.join(", ")));
        return Err(Exit::Usage);
    };
    if let Some(threads) = args.threads {
        // A second call has no effect, and there is none.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    let limits =
        Limits { gap: args.gap, nodes: args.nodes, iterations: args.iterations, seconds: args.time, seed: args.seed };
    Ok((engine, limits))
}
