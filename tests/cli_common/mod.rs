//! The binary as a user runs it, for the tests of commands.
#![allow(dead_code)] // each test file uses a part of it

use assert_cmd::Command;
use serde_json::Value;
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

/// Runs a command that succeeds: its answer as JSON.
pub fn answer(args: &[&str]) -> Value {
    let (code, text, said) = equipoise(&[args, &["--format", "json", "-q"]].concat());
    assert_eq!(code, 0, "{said}");
    serde_json::from_str(&text).expect("JSON")
}

/// A number of an answer.
pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

/// The path of a reference scenario.
pub fn scenario(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name).display().to_string()
}
