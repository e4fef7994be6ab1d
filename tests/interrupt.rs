//! Ctrl-C while the binary plans.
#![cfg(unix)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// A plan that no engine finishes soon.
fn endless(out: &Path) -> Child {
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/alexander");
    Command::new(env!("CARGO_BIN_EXE_equipoise"))
        .args(["-v", "plan", "--variant", "realistic", "--gap", "0"])
        .args(["--nodes", "1000000000", "--iterations", "1000000000000"])
        .arg("--out")
        .arg(out)
        .arg(scenario)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs")
}

/// Waits for the end, for so long that no machine is too slow for it; then it would never come.
fn end(child: &mut Child) -> ExitStatus {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(300) {
        if let Some(status) = child.try_wait().expect("a child") {
            return status;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().expect("it can be killed");
    panic!("it went on");
}

#[test]
fn alexander_interrupted_exits_with_130_and_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = endless(&folder.path().join("out"));
    let mut said = BufReader::new(child.stderr.take().expect("stderr")).lines();
    let mut before = Vec::new();
    // By the time that it says so it listens to Ctrl-C.
    while !before.last().is_some_and(|line: &String| line.contains("solving")) {
        before.push(said.next().unwrap_or_else(|| panic!("it ended first: {before:#?}")).expect("text"));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(sent.success());
    let status = end(&mut child);
    let after: Vec<String> = said.map_while(Result::ok).collect();
    assert_eq!(status.code(), Some(130), "{status} {before:#?} {after:#?}");
    assert!(after.iter().any(|line| line.contains("interrupted")), "{after:#?}");
    let left: Vec<_> = folder.path().read_dir().expect("the folder").collect();
    assert!(left.is_empty(), "{left:?}");
}
