//! Small things that no file of the project should hold.

use std::fs;
use std::path::Path;

/// Folders that are not the project's own text.
const SKIPPED: &[&str] = &[".git", ".tools", "target", "out", "__pycache__"];
/// Other people's texts, which stand as they are.
const FOREIGN: &[&str] = &["THIRD-PARTY.md", "LICENSE-APACHE", "LICENSE-MIT", "Cargo.lock"];
/// Fixtures that are odd on purpose: tests of what the reader makes of them.
const ODD_ON_PURPOSE: &[&str] = &["tests/fixtures/", "tests/oracle/fixtures/"];

/// Characters that look like others, or like nothing; and the dash that plain punctuation replaces.
const UNWANTED: &[(char, &str)] = &[
    ('\u{2014}', "an em dash: use a colon, a comma or a full stop"),
    ('\u{00a0}', "a no-break space"),
    ('\u{00ad}', "a soft hyphen"),
    ('\u{200b}', "a zero-width space"),
    ('\u{200e}', "a direction mark"),
    ('\u{200f}', "a direction mark"),
    ('\u{202e}', "a direction override"),
    ('\u{2066}', "a direction isolate"),
    ('\u{feff}', "a byte order mark"),
    ('\u{2018}', "a curly quote"),
    ('\u{2019}', "a curly quote"),
    ('\u{201c}', "a curly quote"),
    ('\u{201d}', "a curly quote"),
    ('\u{fffd}', "a character that was lost in conversion"),
];

/// What is wrong with the project's texts, each with its file and line.
pub fn faults(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    walk(root, "", &mut found);
    found
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) {
    let mut entries: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        if path.is_symlink() || SKIPPED.contains(&name.rsplit('/').next().unwrap_or_default()) {
            continue;
        }
        if path.is_dir() {
            walk(&path, &format!("{name}/"), found);
        } else if !FOREIGN.contains(&name.as_str()) && !ODD_ON_PURPOSE.iter().any(|p| name.starts_with(p)) {
            // What is not UTF-8 is no text.
            found.extend(fs::read_to_string(&path).map(|text| faults_of(&name, &text)).unwrap_or_default());
        }
    }
}

/// What is wrong with a file's text.
pub fn faults_of(name: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let mut fault = |what: &str| found.push(format!("{name}:{}: {what}", number + 1));
        if names_a_machine(line) {
            fault("a path of somebody's machine");
        }
        for (character, what) in UNWANTED {
            if line.contains(*character) {
                fault(what);
            }
        }
        // Put together here, so that this file does not find itself.
        if line.starts_with(&"<".repeat(7)) || line.starts_with(&">".repeat(7)) {
            fault("a conflict left unresolved");
        }
        if name.starts_with("src/") && ["todo", "unimplemented"].iter().any(|m| line.contains(&format!("{m}!("))) {
            fault("something left to do");
        }
    }
    found
}

/// Whether a line holds an absolute path to somebody's folders.
fn names_a_machine(line: &str) -> bool {
    let windows = format!(":{0}Users{0}", '\\');
    let unix = ["home", "Users", "root", "work"].iter().any(|folder| {
        let path = format!("/{folder}/");
        line.match_indices(&path).any(|(at, _)| {
            // Within an address or a relative path something stands before it.
            let before = line[..at].chars().next_back();
            !before.is_some_and(|c| c.is_alphanumeric() || "-_.}]*~".contains(c))
        })
    });
    unix || line.contains(&windows)
}
