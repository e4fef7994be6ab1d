//! A folder of results, written whole or not at all.
//!
//! Everything is written to a sibling folder first and then renamed into place. An older folder is replaced only if it
//! is ours, is moved aside for that, and is put back if anything fails.

use crate::record::manifest::FileStamp;
use crate::record::stamp::sha256;
use crate::record::{Manifest, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

/// The manifest's name within a folder.
pub const MANIFEST: &str = "manifest.json";

/// Files that will make up a folder of results.
#[derive(Debug, Clone, Default)]
pub struct OutputFolder {
    files: BTreeMap<String, Vec<u8>>,
}

/// Why a folder was not written.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Something other than a folder stands there.
    #[error("{} is not a folder; name another with --out", .0.display())]
    NotAFolder(PathBuf),
    /// A folder of somebody else's.
    #[error(
        "{} is not a folder of results: it has no {MANIFEST} of equipoise; nothing was written. Name another folder",
        .0.display()
    )]
    NotOurs(PathBuf),
    /// A folder of ours with something in it that we did not write.
    #[error(
        "{} also holds {file}, which equipoise did not write; nothing was written. Move it, or name another folder",
        .folder.display()
    )]
    HoldsMore {
        /// The folder.
        folder: PathBuf,
        /// The first file that is not ours, within it.
        file: String,
    },
    /// A name that cannot stand in a folder of results.
    #[error("{0:?} cannot be a file of a folder of results")]
    BadName(String),
    /// The manifest could not be written as JSON.
    #[error("the manifest cannot be written as JSON")]
    Json(#[from] serde_json::Error),
    /// The operating system refused.
    #[error("cannot {action} {}: {source}", .path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl OutputFolder {
    /// A folder without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file; parts of its name are joined by `/`. A name given twice keeps what was given last.
    ///
    /// # Errors
    /// If the name would lead out of the folder, or is the manifest's.
    pub fn add(&mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Result<(), FolderError> {
        let plain = !name.is_empty()
            && !name.contains('\\')
            && name != MANIFEST
            && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        if !plain {
            return Err(FolderError::BadName(name.to_owned()));
        }
        self.files.insert(name.to_owned(), bytes.into());
        Ok(())
    }

    /// Whether a folder may be written at a path: nothing stands there, or an empty folder, or one of ours. Worth asking
    /// before a long search.
    ///
    /// # Errors
    /// If something stands there that must not be replaced.
    pub fn check(at: &Path) -> Result<(), FolderError> {
        resolve(at).map(|_| ())
    }

    /// Writes all files and the manifest, which comes to list them.
    ///
    /// # Errors
    /// If the folder may not be replaced or the system refuses; whatever stood there before still does.
    pub fn write(&self, mut manifest: Manifest, at: &Path) -> Result<(), FolderError> {
        let target = resolve(at)?;
        manifest.files =
            self.files.iter().map(|(name, bytes)| FileStamp { name: name.clone(), sha256: sha256(bytes) }).collect();
        let manifest = json::to_json(&manifest)?;
        if let Some(parent) = target.path.parent().filter(|p| !p.as_os_str().is_empty()) {
            fs::create_dir_all(parent).map_err(io_error("make", parent))?;
        }
        let staged = Staged::new(&target.path)?;
        for (name, bytes) in &self.files {
            staged.write(name, bytes)?;
        }
        staged.write(MANIFEST, manifest.as_bytes())?;
        staged.put_in_place(&target)
    }
}

/// Where a folder goes, and whether one is there already.
struct Target {
    path: PathBuf,
    exists: bool,
}

fn resolve(at: &Path) -> Result<Target, FolderError> {
    match fs::symlink_metadata(at) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // `out/..` and the like have no name of their own
            let named = at.file_name().is_some();
            if named {
                Ok(Target { path: at.to_owned(), exists: false })
            } else {
                Err(FolderError::NotAFolder(at.to_owned()))
            }
        }
        Err(source) => Err(io_error("look at", at)(source)),
        Ok(_) => {
            // through links and dots, so that the folder itself is replaced and not what points to it
            let path = fs::canonicalize(at).map_err(|_| FolderError::NotAFolder(at.to_owned()))?;
            if !path.is_dir() || path.file_name().is_none() {
                return Err(FolderError::NotAFolder(at.to_owned()));
            }
            check_ours(&path, at)?;
            Ok(Target { path, exists: true })
        }
    }
}

/// An existing folder may be replaced if it is empty, or if its manifest is ours and lists all that is in it.
fn check_ours(folder: &Path, called: &Path) -> Result<(), FolderError> {
    let held = files_within(folder)?;
    if held.is_empty() {
        return Ok(());
    }
    let not_ours = || FolderError::NotOurs(called.to_owned());
    let text = fs::read(folder.join(MANIFEST)).map_err(|_| not_ours())?;
    let manifest: serde_json::Value = serde_json::from_slice(&text).map_err(|_| not_ours())?;
    if manifest.get("equipoise_manifest").and_then(serde_json::Value::as_u64).is_none() {
        return Err(not_ours());
    }
    let listed: BTreeSet<&str> = manifest
        .get("files")
        .and_then(serde_json::Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|file| file.get("name").and_then(serde_json::Value::as_str))
        .collect();
    match held.into_iter().find(|name| name != MANIFEST && !listed.contains(name.as_str())) {
        Some(file) => Err(FolderError::HoldsMore { folder: called.to_owned(), file }),
        None => Ok(()),
    }
}

/// All files within a folder, their names relative to it with `/` between parts.
fn files_within(folder: &Path) -> Result<BTreeSet<String>, FolderError> {
    let mut names = BTreeSet::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((path, prefix)) = open.pop() {
        for entry in fs::read_dir(&path).map_err(io_error("read", &path))? {
            let entry = entry.map_err(io_error("read", &path))?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().map_err(io_error("look at", &entry.path()))?.is_dir() {
                open.push((entry.path(), format!("{name}/")));
            } else {
                names.insert(name);
            }
        }
    }
    Ok(names)
}

/// A folder beside the target that is removed again unless it is put in place.
struct Staged {
    path: PathBuf,
    in_place: bool,
}

impl Staged {
    fn new(target: &Path) -> Result<Self, FolderError> {
        let path = free_sibling(target, "new", |path| fs::create_dir(path))?;
        Ok(Self { path, in_place: false })
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        let path = self.path.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(io_error("make", parent))?;
        }
        let written = File::create_new(&path).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        written.map_err(io_error("write", &path))
    }

    fn put_in_place(mut self, target: &Target) -> Result<(), FolderError> {
        if !target.exists {
            fs::rename(&self.path, &target.path).map_err(io_error("write", &target.path))?;
            self.in_place = true;
            return Ok(());
        }
        let aside = free_sibling(&target.path, "old", |aside| {
            // onto a folder that somebody else has just made, a rename must not go
            if aside.symlink_metadata().is_ok() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            fs::rename(&target.path, aside)
        })?;
        if let Err(source) = fs::rename(&self.path, &target.path) {
            // what was there comes back before anything is said
            fs::rename(&aside, &target.path).map_err(io_error("put back", &target.path))?;
            return Err(io_error("write", &target.path)(source));
        }
        self.in_place = true;
        // the new folder stands: an old one that cannot be removed is a nuisance, not a failure
        let _ = fs::remove_dir_all(&aside);
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.in_place {
            // on the way out of a failure, which is what the user is told
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Makes something beside a folder under a name that is not taken: `.kent.new-1`.
fn free_sibling(
    target: &Path,
    what: &str,
    mut make: impl FnMut(&Path) -> io::Result<()>,
) -> Result<PathBuf, FolderError> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let mut number = 1_u32;
    loop {
        let path = target.with_file_name(format!(".{name}.{what}-{number}"));
        match make(&path) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1000 => number += 1,
            Err(source) => return Err(io_error("write beside", target)(source)),
        }
    }
}

fn io_error(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FolderError {
    let path = path.to_owned();
    move |source| FolderError::Io { action, path, source }
}
