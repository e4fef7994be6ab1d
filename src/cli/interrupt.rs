//! Ctrl-C: the first asks the running job to stop, the second ends the program at once.

use crate::base::control::Control;
use crate::cli::Exit;
use crate::cli::console::Console;

/// Lets Ctrl-C stop a job: at most one in a process.
pub fn watch(job: &Control, console: Console) {
    let job = job.clone();
    let watched = ctrlc::set_handler(move || {
        if job.is_cancelled() {
            std::process::exit(Exit::Interrupted.code().into());
        }
        job.cancel();
        console.say("stopping; press Ctrl-C again to end at once");
    });
    if let Err(error) = watched {
        tracing::warn!(%error, "Ctrl-C is not watched, and ends the program at once");
    }
}
