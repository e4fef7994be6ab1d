//! The command line: arguments, commands, progress, exit codes.

pub mod args;
pub mod bench_args;
mod commands;
mod compose;
mod console;
mod exit;
mod interrupt;
mod progress;
mod run;

pub use exit::Exit;
pub use run::run;
