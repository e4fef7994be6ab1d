//! This binary, run once more in a process of its own.

use crate::base::control::Control;
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::io::Read;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// What a process wrote to stdout, if it came to a good end; or why it did not.
pub type Left = Result<String, String>;

/// How often a process is asked whether it has ended. What it took it measures itself.
const LOOK: Duration = Duration::from_millis(10);

/// Runs this binary with some arguments; nothing if the job was cancelled.
///
/// # Errors
/// If the process cannot be started or watched.
pub fn run(args: &[OsString], job: &Control) -> Result<Option<Left>> {
    let binary = std::env::current_exe().context("finding this program")?;
    let mut command = Command::new(binary);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().context("starting a process to measure in")?;
    let (answer, said) = (read(child.stdout.take()), read(child.stderr.take()));
    let status = loop {
        if let Some(status) = child.try_wait().context("waiting for a process")? {
            break status;
        }
        if job.is_cancelled() {
            // It may have ended by the same Ctrl-C.
            let _ = child.kill();
            let _ = child.wait();
            return Ok(None);
        }
        thread::sleep(LOOK);
    };
    if job.is_cancelled() {
        return Ok(None);
    }
    let [answer, said] = [answer, said].map(|text| text.join().unwrap_or_default());
    if status.success() {
        return Ok(Some(Ok(answer)));
    }
    let last = said.lines().rev().map(str::trim).find(|line| !line.is_empty());
    let why = last.map(|line| line.trim_start_matches("error: ").to_owned());
    Ok(Some(Err(why.unwrap_or_else(|| format!("its process ended with {status}")))))
}

/// All of a stream, on a thread of its own, so that no process waits for a reader.
fn read(stream: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            // What was read before a fault is still worth telling.
            let _ = stream.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
