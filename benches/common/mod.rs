//! Scenarios to measure with.

use equipoise::scenario::generate::{Size, generate};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The folder of a reference scenario.
pub fn reference(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)
}

/// A folder with a generated service of Kent's size, seed 1.
pub fn generated() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let made = generate(Size::M, 1, env!("CARGO_PKG_VERSION")).expect("a scenario");
    std::fs::write(folder.path().join(made.file), made.text).expect("it is written");
    folder
}
