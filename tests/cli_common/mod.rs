//! The binary as a user runs it, for the tests of commands.
#![allow(dead_code)] // each test file uses a part of it

use assert_cmd::Command;
use std::path::Path;

/// Runs the binary: exit code, stdout, stderr.
pub fn equipoise(args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_equipoise"))
        .args(args)
        .env_remove("NO_COLOR")
        .output()
        .expect("the binary runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// The path of a reference scenario.
pub fn scenario(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name).display().to_string()
}
