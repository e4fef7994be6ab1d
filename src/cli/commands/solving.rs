//! Solving with progress, and what an error in it comes to.

use crate::base::control::Control;
use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::progress;
use crate::strategy::StrategyError;
use anyhow::Result;

/// Runs a job to its end and shows its progress. A job that was stopped has no answer, even if one was found.
///
/// # Errors
/// If the engine fails.
pub fn finish<T>(
    run: impl FnOnce(&Control) -> Result<T, StrategyError>,
    job: &Control,
    console: Console,
) -> Result<Result<T, Exit>> {
    let (control, bar) = progress::shown(job, console);
    let answer = run(&control);
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    match answer {
        _ if job.is_cancelled() => Ok(Err(failed(StrategyError::Interrupted, console)?)),
        Ok(answer) => Ok(Ok(answer)),
        Err(error) => Ok(Err(failed(error, console)?)),
    }
}

/// What a strategy's error comes to.
///
/// # Errors
/// If it is a fault of the engine's or ours.
pub fn failed(error: StrategyError, console: Console) -> Result<Exit> {
    let exit = match error {
        StrategyError::Interrupted => Exit::Interrupted,
        StrategyError::NothingWithinLimits => Exit::Limit,
        StrategyError::NoWorkedWeeks | StrategyError::CannotBeAdded(_) => Exit::Findings,
        StrategyError::Engine(_) | StrategyError::Unbounded(_) => return Err(error.into()),
    };
    console.error(&error.to_string());
    Ok(exit)
}
