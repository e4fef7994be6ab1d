//! The `equipoise` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(equipoise::cli::run().code())
}
