//! Shell lines of documents: what they would run, without running it.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

/// Programs that documents call, and that are stood in for.
const STOOD_IN_FOR: &[&str] = &["equipoise", "make", "cargo", "rustup", "gh", "curl", "apt-get"];

/// Runs a script in a folder with nothing in it but `benches`, with every program stood in for by one that only notes how it was called: the calls,
/// word by word.
pub fn calls(script: &str, variables: &[(&str, &str)]) -> Vec<Vec<String>> {
    let folder = tempfile::tempdir().expect("a folder");
    let syntax = Command::new("bash").args(["-n", "-c", script]).output().expect("bash");
    assert!(syntax.status.success(), "{script}\n{}", String::from_utf8_lossy(&syntax.stderr));
    std::fs::create_dir(folder.path().join("benches")).expect("where a baseline goes");
    let notes = folder.path().join("calls");
    let mut whole = String::new();
    for program in STOOD_IN_FOR {
        let line =
            format!("{program}() {{ {{ printf '%s\\x1f' {program} \"$@\"; printf '\\x1e'; }} >> \"$NOTES\"; }}\n");
        whole.push_str(&line);
    }
    whole.push_str(script);
    let run = Command::new("bash")
        .args(["-e", "-u", "-o", "pipefail", "-c", &whole])
        .current_dir(folder.path())
        .env("NOTES", &notes)
        .envs(["GITHUB_PATH", "GITHUB_STEP_SUMMARY"].map(|name| (name, folder.path().join(name))))
        .envs(variables.iter().copied())
        .output()
        .expect("bash");
    assert!(run.status.success(), "{script}\n{}", String::from_utf8_lossy(&run.stderr));
    let text = std::fs::read_to_string(&notes).unwrap_or_default();
    text.split_terminator('\x1e').map(|call| call.split_terminator('\x1f').map(str::to_owned).collect()).collect()
}

/// Whether a call is one that there is: the command line takes it, the Makefile has it.
pub fn check(call: &[String]) -> Result<(), String> {
    use clap::Parser;
    match call.first().map(String::as_str) {
        Some("equipoise") => {
            let parsed = equipoise::cli::args::Cli::try_parse_from(call);
            parsed.map(|_| ()).map_err(|error| format!("{call:?}: {error}"))
        }
        Some("make") => {
            let makefile = Path::new(env!("CARGO_MANIFEST_DIR")).join("Makefile");
            let makefile = std::fs::read_to_string(makefile).expect("the Makefile");
            let known = |target: &str| makefile.lines().any(|line| line.starts_with(&format!("{target}:")));
            let targets = call.iter().skip(1).filter(|word| !word.contains('='));
            let lost: Vec<&String> = targets.filter(|target| !known(target)).collect();
            if lost.is_empty() { Ok(()) } else { Err(format!("the Makefile has no {lost:?}")) }
        }
        _ => Ok(()),
    }
}
