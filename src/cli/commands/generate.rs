//! `equipoise bench generate`.

use crate::cli::Exit;
use crate::cli::bench_args::GenerateArgs;
use crate::cli::console::Console;
use crate::scenario::generate::{Generated, generate as made};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// What the first line of a scenario begins with that this command has written.
const OURS: &str = "# A service that does not exist, for measuring";

/// Writes a made-up scenario into a folder of its own, whole or not at all; only one of ours is overwritten.
///
/// # Errors
/// If the folder cannot be written.
pub fn generate(args: &GenerateArgs, console: Console) -> Result<Exit> {
    let Generated { file, text } = made(args.size, args.seed, env!("CARGO_PKG_VERSION"))?;
    if !is_free(&args.out, file) {
        console.error(&format!(
            "{} holds something else than a generated scenario; nothing was written. Name another folder",
            args.out.display()
        ));
        return Ok(Exit::Usage);
    }
    fs::create_dir_all(&args.out).with_context(|| format!("making the folder {}", args.out.display()))?;
    let (whole, draft) = (args.out.join(file), args.out.join(format!(".{file}.part")));
    // A file beside it, then a new name for it: a run that is cut short leaves no half scenario.
    fs::write(&draft, text).with_context(|| format!("writing {}", draft.display()))?;
    fs::rename(&draft, &whole).with_context(|| format!("writing {}", whole.display()))?;
    console.print(&format!("{}\n", whole.display()))?;
    console.say(&format!("next: equipoise check {}", args.out.display()));
    Ok(Exit::Done)
}

/// Whether nothing stands at a path, or an empty folder, or one that holds nothing but a scenario of ours.
fn is_free(folder: &Path, file: &str) -> bool {
    if folder.symlink_metadata().is_err() {
        return true;
    }
    let Ok(entries) = fs::read_dir(folder) else { return false };
    let known = [file.to_owned(), format!(".{file}.part")];
    let mut names = entries.map(|entry| entry.ok().and_then(|e| e.file_name().into_string().ok()));
    let only_ours = names.all(|name| name.is_some_and(|name| known.contains(&name)));
    let scenario = folder.join(file);
    only_ours && (!scenario.exists() || fs::read_to_string(scenario).is_ok_and(|text| text.starts_with(OURS)))
}
