//! `equipoise schema`, `completions`, `man`.

use crate::cli::Exit;
use crate::cli::args::Cli;
use crate::cli::console::Console;
use crate::record::schema::schemas;
use crate::scenario;
use anyhow::{Context, Result};
use clap::CommandFactory;
use clap_complete::Shell;
use std::path::Path;

/// Prints a JSON Schema.
///
/// # Errors
/// If stdout cannot be written.
pub fn schema(name: &str, console: Console) -> Result<Exit> {
    let mut all = vec![("scenario".to_owned(), scenario::schema())];
    all.extend(schemas().into_iter().map(|(name, schema)| (name.to_owned(), schema.into())));
    match all.iter().find(|(known, _)| known == name) {
        Some((_, schema)) => {
            console.print(&format!("{}\n", serde_json::to_string_pretty(schema)?))?;
            Ok(Exit::Done)
        }
        None => {
            let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
            console.error(&format!("no schema `{name}`; there are: {}", names.join(", ")));
            Ok(Exit::Usage)
        }
    }
}

/// Prints completions for a shell.
pub fn completions(shell: Shell) -> Exit {
    clap_complete::generate(shell, &mut Cli::command(), "equipoise", &mut std::io::stdout());
    Exit::Done
}

/// Writes man pages into a folder.
///
/// # Errors
/// If the folder cannot be written.
pub fn man(dir: &Path) -> Result<Exit> {
    std::fs::create_dir_all(dir).with_context(|| format!("making the folder {}", dir.display()))?;
    clap_mangen::generate_to(Cli::command(), dir).with_context(|| format!("writing into {}", dir.display()))?;
    Ok(Exit::Done)
}
