//! `equipoise export`.

use crate::cli::Exit;
use crate::cli::args::{ExportArgs, ModelFormat};
use crate::cli::commands::loading::{load, plan_record, same_scenario};
use crate::cli::console::Console;
use crate::engine::Program;
use crate::engine::export::{Key, key, lp, mps};
use crate::model::{Facts, Goal, build, steady};
use crate::strategy::StrategyError;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// Writes the model as text, with its key beside it.
///
/// # Errors
/// If a file cannot be read or written.
pub fn export(args: &ExportArgs, console: Console) -> Result<Exit> {
    check_free(&args.file)?;
    let loaded = match load(&args.scenario, console) {
        Ok(loaded) => loaded,
        Err(exit) => return Ok(exit),
    };
    let facts = Facts::new(&loaded.service);
    let mut program = if args.steady {
        let Some(worked) = loaded.service.worked_weeks else {
            console.error(&StrategyError::NoWorkedWeeks.to_string());
            return Ok(Exit::Findings);
        };
        steady::build(&facts, worked.0, Goal::Best).program
    } else {
        let mut model = build(&facts, Goal::Best);
        if let Some(plan) = &args.fix_rota {
            let record = plan_record(plan, console)
                .and_then(|record| same_scenario(&record.stamp, "plan", &loaded.scenario, console).map(|()| record));
            match record {
                Ok(record) => model.fix_rota(&facts, &record.plan),
                Err(exit) => return Ok(exit),
            }
        }
        model.program
    };
    if args.relax {
        program = program.relaxed();
    }
    write(args, &program, &loaded.service.name)?;
    let size = program.size();
    console.say(&format!(
        "{} rows, {} columns ({} whole), {} coefficients; minimises the plan's worth with its sign turned, in hundreds of pounds",
        size.rows, size.columns, size.integers, size.nonzeros
    ));
    Ok(Exit::Done)
}

fn write(args: &ExportArgs, program: &Program, title: &str) -> Result<()> {
    let names = key(program);
    let text = match args.format {
        ModelFormat::Mps => mps(program, &names, title),
        ModelFormat::Lp => lp(program, &names),
    };
    // The key first: a model without one would not be known as ours.
    replace(&key_of(&args.file), &names.csv(program))?;
    replace(&args.file, &text)
}

/// The key's file, beside the model's.
fn key_of(file: &Path) -> PathBuf {
    let mut beside = file.to_path_buf().into_os_string();
    beside.push(".key.csv");
    beside.into()
}

/// Refuses to write over anything but an older export: a model with its key beside it.
fn check_free(file: &Path) -> Result<()> {
    let key = key_of(file);
    let free = !file.exists() && !key.exists();
    let older = || !file.is_dir() && std::fs::read(&key).is_ok_and(|text| text.starts_with(Key::HEAD.as_bytes()));
    if !free && !older() {
        bail!("{} is there already and is not an older export with its key; name another file", file.display());
    }
    Ok(())
}

/// Writes a file whole or not at all.
fn replace(file: &Path, text: &str) -> Result<()> {
    let mut draft = file.to_path_buf().into_os_string();
    draft.push(".part");
    std::fs::write(&draft, text).with_context(|| format!("writing {}", file.display()))?;
    std::fs::rename(&draft, file).with_context(|| format!("writing {}", file.display()))
}
