//! `equipoise template`.

use crate::cli::Exit;
use crate::cli::args::{ScenarioArgs, TemplateArgs};
use crate::cli::commands::loading::load;
use crate::cli::console::Console;
use crate::scenario::{comma_template, workbook_template};
use anyhow::{Context, Result};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes the sheets to be filled in; nothing that stands there is overwritten.
///
/// # Errors
/// If they cannot be written.
pub fn template(args: &TemplateArgs, console: Console) -> Result<Exit> {
    let scenario =
        ScenarioArgs { scenario: args.scenario.clone(), sheets: vec![], variants: vec![], sets: vec![], strict: false };
    let loaded = match load(&scenario, console) {
        Ok(loaded) => loaded,
        Err(exit) => return Ok(exit),
    };
    let is_workbook = args.out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    let files: Vec<(PathBuf, Vec<u8>)> = if is_workbook {
        vec![(args.out.clone(), workbook_template(&loaded.scenario.record)?)]
    } else {
        let texts = comma_template().into_iter();
        texts.map(|(name, text)| (args.out.join(name), text.into_bytes())).collect()
    };
    if let Some((there, _)) = files.iter().find(|(file, _)| file.exists()) {
        console.error(&format!("{} is there already; name another file or folder", there.display()));
        return Ok(Exit::Usage);
    }
    if !is_workbook {
        std::fs::create_dir_all(&args.out).with_context(|| format!("making the folder {}", args.out.display()))?;
    }
    for (file, bytes) in &files {
        if !write(file, bytes)? {
            console.error(&format!("{} is there already; name another file or folder", file.display()));
            return Ok(Exit::Usage);
        }
        console.print(&format!("{}\n", file.display()))?;
    }
    console.say("fill in what you need, and name it with --sheets");
    Ok(Exit::Done)
}

/// Writes a new file; says whether there was none.
fn write(file: &Path, bytes: &[u8]) -> Result<bool> {
    match OpenOptions::new().write(true).create_new(true).open(file) {
        Ok(mut open) => {
            open.write_all(bytes).with_context(|| format!("writing {}", file.display()))?;
            Ok(true)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error).with_context(|| format!("writing {}", file.display())),
    }
}
