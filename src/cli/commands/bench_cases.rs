//! Which cases `bench` measures: those of a suite, or those of scenarios that are named.

use crate::cli::Exit;
use crate::cli::args::ScenarioArgs;
use crate::cli::bench_args::{BenchArgs, SuiteArg};
use crate::cli::commands::Loaded;
use crate::cli::commands::bench_case::question;
use crate::cli::commands::known::known;
use crate::cli::commands::loading::{Reading, engine_named, refused, selection};
use crate::cli::compose;
use crate::cli::console::Console;
use crate::engine::{Engine, engines};
use crate::record::Stamp;
use crate::scenario::{ENTRY_FILE, Opened, REFERENCES, Selection, reference, without_folders};
use crate::strategy::Limits;
use crate::study::bench::{Question, Suite, SuiteCase, suite};
use std::ffi::OsString;
use std::path::Path;

/// A case to be measured.
pub struct Case {
    /// What it is called.
    pub id: String,
    /// What is made of the scenario.
    pub question: Question,
    /// Where it comes from.
    pub stamp: Stamp,
    /// How often it is measured.
    pub rounds: u32,
    /// Arguments of `bench-case` that say which scenario, and what is changed in it.
    pub scenario: Vec<OsString>,
}

/// The cases that the arguments ask for.
///
/// # Errors
/// The exit that findings in a scenario, or an engine that there is not, call for.
pub fn cases(args: &BenchArgs, console: Console) -> Result<Vec<Case>, Exit> {
    if args.scenarios.is_empty() { of_suite(args, console) } else { named(args, console) }
}

fn of_suite(args: &BenchArgs, console: Console) -> Result<Vec<Case>, Exit> {
    let engines = match &args.engine {
        Some(name) => vec![engine_named(Some(name), console)?],
        None => engines(),
    };
    let which = match args.suite {
        SuiteArg::Short => Suite::Short,
        SuiteArg::Long => Suite::Long,
    };
    let of = |SuiteCase { scenario, question, engine, limits, rounds }: SuiteCase| {
        let engine = engine_named(Some(engine), console)?;
        let opened = Opened::reference(scenario).ok_or(Exit::Internal)?;
        let loaded = Reading::with(&opened, &Selection::default()).loaded(&[], false, console)?;
        Ok(Case {
            id: id(scenario, question, engine),
            question,
            stamp: compose::stamp(&loaded, engine, &limits),
            rounds: args.rounds.unwrap_or(rounds),
            scenario: vec!["--reference".into(), scenario.into()],
        })
    };
    suite(which, &engines).into_iter().map(of).collect()
}

fn named(args: &BenchArgs, console: Console) -> Result<Vec<Case>, Exit> {
    let engine = engine_named(args.engine.as_deref(), console)?;
    let usual = Limits::default();
    let limits = Limits {
        gap: args.gap.unwrap_or(usual.gap),
        nodes: args.nodes.unwrap_or(usual.nodes),
        iterations: args.iterations.unwrap_or(usual.iterations),
        seconds: None,
        seed: args.seed.unwrap_or(usual.seed),
    };
    let question = question(args.steady, args.split);
    let mut cases: Vec<Case> = Vec::new();
    for scenario in &args.scenarios {
        let (loaded, bundled) = load(args, scenario, console)?;
        let changed = args.variants.iter().map(|variant| format!("+{}", without_folders(variant)));
        let set = args.sets.iter().map(|set| format!(" {set}"));
        let name: String = std::iter::once(name(scenario)).chain(changed).chain(set).collect();
        let mut id = id(&name, question, engine);
        let same = cases.iter().filter(|case| case.id == id || case.id.starts_with(&format!("{id}#"))).count();
        if same > 0 {
            id = format!("{id}#{}", same + 1);
        }
        cases.push(Case {
            id,
            question,
            stamp: compose::stamp(&loaded, engine, &limits),
            rounds: args.rounds.unwrap_or(1),
            scenario: arguments(args, scenario, bundled),
        });
    }
    Ok(cases)
}

/// `kent/split/highs`: by this a case is found in a baseline.
fn id(name: &str, question: Question, engine: &dyn Engine) -> String {
    format!("{name}/{}/{}", question.name(), engine.name())
}

/// What a scenario is called: its folder's name, or its file's where that is not the usual one.
fn name(scenario: &Path) -> String {
    let usual = scenario.file_name().is_some_and(|name| name == ENTRY_FILE);
    let named = if usual { scenario.parent().and_then(Path::file_name) } else { scenario.file_stem() };
    named.map_or_else(|| "scenario".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// A scenario that is named, and whether it is one that is compiled in: what stands in the way of nothing on disk.
fn load(args: &BenchArgs, scenario: &Path, console: Console) -> Result<(Loaded, bool), Exit> {
    let changed = ScenarioArgs {
        scenario: scenario.to_owned(),
        sheets: args.sheets.clone(),
        variants: args.variants.clone(),
        sets: args.sets.clone(),
        strict: false,
    };
    let text = scenario.to_string_lossy();
    let bundled = !scenario.exists() && reference(&text).is_some();
    let plain = !scenario.exists() && !bundled && scenario.components().count() == 1 && scenario.extension().is_none();
    if plain && let Err(why) = known("file, folder or reference scenario", &text, REFERENCES.iter().map(|(n, _)| *n)) {
        console.error(&why);
        return Err(Exit::Usage);
    }
    let opened = match Opened::reference(&text).filter(|_| bundled) {
        Some(opened) => Ok(opened),
        None => Opened::open(scenario),
    };
    let opened = opened.map_err(|findings| refused(&findings, console))?;
    let loaded = Reading::with(&opened, &selection(&changed)).loaded(&args.variants, false, console)?;
    Ok((loaded, bundled))
}

fn arguments(args: &BenchArgs, scenario: &Path, bundled: bool) -> Vec<OsString> {
    let mut words: Vec<OsString> = bundled.then(|| "--reference".into()).into_iter().collect();
    let joined = |flag: &str, value: OsString| {
        let mut word = OsString::from(flag);
        word.push(value);
        word
    };
    words.extend(args.sheets.iter().map(|sheet| joined("--sheets=", sheet.into())));
    words.extend(args.variants.iter().map(|variant| joined("--variant=", variant.into())));
    words.extend(args.sets.iter().map(|set| joined("--set=", set.into())));
    words.extend(["--".into(), scenario.into()]);
    words
}
