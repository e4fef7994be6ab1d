//! What a long comparison has solved so far: a line of JSON for each side, kept beside the folder that it will fill, so
//! that a run that is stopped goes on where it was.

use crate::record::comparison::{CaseRecord, Compared};
use crate::record::stamp::{Limits, Program, sha256};
use crate::scenario::records::PatchRecord;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The version of the journal that this binary writes.
const JOURNAL_VERSION: u32 = 1;

/// Why a journal cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Something else stands there.
    #[error("{} is no journal of equipoise; move it, or name another folder with --out", .0.display())]
    NotOurs(PathBuf),
    /// Another run has it.
    #[error("another comparison is writing {}; wait for it, or name another folder with --out", .0.display())]
    InUse(PathBuf),
    /// The operating system refused.
    #[error("cannot keep the journal {}: {source}", .path.display())]
    Io {
        /// The journal.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// What decides the answer for one side: two sides that agree in all of it have the same answer.
#[derive(Debug, Clone, Serialize)]
pub struct Question<'q> {
    /// The program.
    pub tool: &'q Program,
    /// The solver.
    pub engine: &'q Program,
    /// The limits of the search.
    pub limits: &'q Limits,
    /// SHA-256 of the scenario's text.
    pub scenario: &'q str,
    /// What is changed in it.
    pub patches: &'q [PatchRecord],
    /// What is made of it.
    pub of: Compared,
    /// Whether today's mix is kept.
    pub do_nothing: bool,
    /// The key of the side from whose optimum it is begun, if it is: of several optima it decides which is reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub begun_at: Option<&'q str>,
}

impl Question<'_> {
    /// A short text that stands for it.
    ///
    /// # Errors
    /// Never, as far as is known: patches are JSON.
    pub fn key(&self) -> Result<String, serde_json::Error> {
        Ok(sha256(&serde_json::to_vec(self)?))
    }
}

#[derive(Serialize, Deserialize)]
struct Head {
    equipoise_journal: u32,
}

#[derive(Serialize, Deserialize)]
struct Line {
    key: String,
    case: CaseRecord,
}

/// A journal that is open.
pub struct Journal {
    path: PathBuf,
    file: Mutex<File>,
    known: BTreeMap<String, CaseRecord>,
}

impl Journal {
    /// Where the journal of a folder of results stands: beside it.
    #[must_use]
    pub fn beside(folder: &Path) -> PathBuf {
        let mut name = folder.file_name().map(|name| name.to_os_string()).unwrap_or_default();
        name.push(".journal.ndjson");
        folder.with_file_name(name)
    }

    /// Opens a journal, or begins one. A last line that was not written to its end is dropped.
    ///
    /// # Errors
    /// If something else stands there, another run has it, or the system refuses.
    pub fn open(path: PathBuf) -> Result<Self, JournalError> {
        let io = |source| JournalError::Io { path: path.clone(), source };
        if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            fs::create_dir_all(parent).map_err(io)?;
        }
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(io)?;
        if file.try_lock().is_err() {
            return Err(JournalError::InUse(path));
        }
        let mut known = BTreeMap::new();
        let mut whole = 0;
        let mut reader = BufReader::new(&mut file);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).map_err(io)? > 0 {
            let head = whole == 0;
            if head && !matches!(serde_json::from_slice(&line), Ok(Head { equipoise_journal: JOURNAL_VERSION })) {
                return Err(JournalError::NotOurs(path));
            }
            if line.last() != Some(&b'\n') {
                break;
            }
            if !head {
                // What an older program wrote otherwise is solved anew.
                if let Ok(Line { key, case }) = serde_json::from_slice(&line) {
                    known.insert(key, case);
                }
            }
            whole += line.len() as u64;
            line.clear();
        }
        drop(reader);
        file.set_len(whole).and_then(|()| file.seek(SeekFrom::End(0)).map(|_| ())).map_err(io)?;
        let journal = Self { path: path.clone(), file: Mutex::new(file), known };
        if whole == 0 {
            journal.write(&Head { equipoise_journal: JOURNAL_VERSION }).map_err(io)?;
        }
        Ok(journal)
    }

    /// What is known of a side.
    #[must_use]
    pub fn known(&self, key: &str) -> Option<&CaseRecord> {
        self.known.get(key)
    }

    /// Keeps a side that was solved.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn keep(&self, key: &str, case: &CaseRecord) -> Result<(), JournalError> {
        let written = self.write(&Line { key: key.to_owned(), case: case.clone() });
        written.map_err(|source| JournalError::Io { path: self.path.clone(), source })
    }

    /// Removes it: all that it holds is in the folder.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn remove(self) -> Result<(), JournalError> {
        fs::remove_file(&self.path).map_err(|source| JournalError::Io { path: self.path.clone(), source })
    }

    /// Writes a line in one go, so that a run that is killed leaves at most a last line unfinished.
    fn write(&self, line: &impl Serialize) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::comparison::CaseResult;

    fn case(id: &str) -> CaseRecord {
        CaseRecord {
            id: id.to_owned(),
            description: None,
            variants: Vec::new(),
            sets: Vec::new(),
            patches: Vec::new(),
            names: Vec::new(),
            result: CaseResult::Failed { why: "a line\nof two".to_owned() },
        }
    }

    #[test]
    fn what_was_kept_is_known_and_a_line_cut_off_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let path = Journal::beside(&folder.path().join("results"));
        assert!(path.ends_with("results.journal.ndjson"));
        let journal = Journal::open(path.clone()).unwrap();
        journal.keep("1", &case("one")).unwrap();
        journal.keep("2", &case("two")).unwrap();
        assert!(matches!(Journal::open(path.clone()), Err(JournalError::InUse(_))));
        drop(journal);
        let text = fs::read(&path).unwrap();
        fs::write(&path, &text[..text.len() - 5]).unwrap();
        let journal = Journal::open(path.clone()).unwrap();
        assert_eq!(journal.known("1"), Some(&case("one")));
        assert_eq!(journal.known("2"), None);
        journal.keep("2", &case("two")).unwrap();
        drop(journal);
        assert_eq!(fs::read(&path).unwrap(), text);
        Journal::open(path.clone()).unwrap().remove().unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn other_files_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes");
        fs::write(&path, "mine\n").unwrap();
        assert!(matches!(Journal::open(path.clone()), Err(JournalError::NotOurs(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine\n");
    }
}
