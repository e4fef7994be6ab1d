//! `equipoise init`.

use crate::cli::Exit;
use crate::cli::args::InitArgs;
use crate::cli::commands::known::known;
use crate::cli::console::Console;
use crate::scenario::{ENTRY_FILE, REFERENCES};
use anyhow::{Context, Result};
use std::fs::OpenOptions;
use std::io::Write;

/// Writes a reference scenario into a folder; nothing that stands there is overwritten.
///
/// # Errors
/// If the folder cannot be written.
pub fn init(args: &InitArgs, console: Console) -> Result<Exit> {
    let text = match known("reference scenario", &args.name, REFERENCES.iter().map(|(name, _)| *name)) {
        Ok(place) => REFERENCES[place].1,
        Err(why) => {
            console.error(&why);
            return Ok(Exit::Usage);
        }
    };
    std::fs::create_dir_all(&args.dir).with_context(|| format!("making the folder {}", args.dir.display()))?;
    let file = args.dir.join(ENTRY_FILE);
    match OpenOptions::new().write(true).create_new(true).open(&file) {
        Ok(mut open) => open.write_all(text.as_bytes()).with_context(|| format!("writing {}", file.display()))?,
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
            console.error(&format!("{} is there already; name another folder", file.display()));
            return Ok(Exit::Usage);
        }
        Err(e) => return Err(e).with_context(|| format!("writing {}", file.display())),
    }
    console.print(&format!("{}\n", file.display()))?;
    console.say(&format!("next: equipoise plan {}", args.dir.display()));
    Ok(Exit::Done)
}
