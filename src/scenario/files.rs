//! The only part of this room that touches files: it reads no more of one than a scenario can have.

use super::codes;
use super::source::Fault;
use super::text::{LARGEST_FILE, decode};
use crate::base::finding::{Finding, Place};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// The file that a scenario's folder is entered by.
pub const ENTRY_FILE: &str = "scenario.yaml";

/// The file that a user means by a path: the path itself, or the entry file of a folder.
pub(super) fn entry(path: &Path) -> PathBuf {
    if path.is_dir() { path.join(ENTRY_FILE) } else { path.to_owned() }
}

/// The last part of a path, as text: what records call a file, wherever it lies.
#[must_use]
pub fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The text of a file.
pub(super) fn read(path: &Path) -> Result<String, Fault> {
    decode(&path.display().to_string(), &bytes(path)?)
}

/// The bytes of a file: no more than the largest file has, and one.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Fault> {
    let name = path.display().to_string();
    let at = Place::WholeFile { file: name.clone() };
    let unreadable = |why: String| {
        let cause = format!("`{name}` cannot be read: {why}");
        let fix = "check that it is a file and that you may read it";
        Box::new(Finding::error(codes::UNREADABLE_FILE, cause, fix).at(at.clone()))
    };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Err(Box::new(missing(path).at(at)));
        }
        Err(error) => return Err(unreadable(error.to_string())),
    };
    if path.is_dir() {
        return Err(unreadable("it is a folder".to_owned()));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE as u64 + 1).read_to_end(&mut bytes).map_err(|error| unreadable(error.to_string()))?;
    Ok(bytes)
}

/// The text of a file that findings name, for showing them in their surroundings; nothing if it cannot be read.
#[must_use]
pub fn source_text(file: &str) -> Option<String> {
    read(Path::new(file)).ok()
}

/// The finding about a file that is not there, with its neighbours.
fn missing(path: &Path) -> Finding {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut neighbours: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|e| e == "yaml" || e == "yml"))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    neighbours.sort();
    neighbours.truncate(50);
    let name = file_name(path);
    Finding::error(
        codes::MISSING_FILE,
        format!("there is no file `{}`", path.display()),
        "check the path; a folder needs a `scenario.yaml`, and `equipoise init` writes one to start from",
    )
    .with_allowed(&name, neighbours)
}
