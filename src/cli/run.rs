//! From arguments to an exit code.

use crate::cli::Exit;
use crate::cli::args::{Cli, Command};
use crate::cli::bench_args::BenchCommand;
use crate::cli::commands;
use crate::cli::console::Console;
use clap::Parser;
use std::io::IsTerminal;

/// Runs the command that the arguments name.
#[must_use]
pub fn run() -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors.
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Done };
            let _ = error.print();
            return exit;
        }
    };
    let level = match (cli.quiet, cli.verbose) {
        (true, _) => tracing::Level::ERROR,
        (false, 0) => tracing::Level::WARN,
        (false, 1) => tracing::Level::INFO,
        _ => tracing::Level::DEBUG,
    };
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .with_timer(tracing_subscriber::fmt::time::uptime())
        .init();
    let console = Console::new(&cli);
    let ended = match &cli.command {
        Command::Init(args) => commands::init(args, console),
        Command::Template(args) => commands::template(args, console),
        Command::Check(args) => commands::check(args, console),
        Command::Plan(args) => commands::plan(args, console),
        Command::Compare(args) => commands::compare(args, console),
        Command::Explain(args) => commands::explain(args, console),
        Command::Frontier(args) => commands::frontier(args, console),
        Command::Rota(args) => commands::rota(args, console),
        Command::Report(args) => commands::report(args, console),
        Command::Sensitivity(args) => commands::sensitivity(args, console),
        Command::Evidence(args) => commands::evidence(args, console),
        Command::Verify(args) => commands::verify(args, console),
        Command::Export(args) => commands::export(args, console),
        Command::Bench(args) => match &args.command {
            Some(BenchCommand::Generate(args)) => commands::generate(args, console),
            None => commands::bench(args, console),
        },
        Command::BenchCase(args) => commands::bench_case(args, console),
        Command::BenchCalibration(args) => commands::bench_calibration(args, console),
        Command::Schema { name } => commands::schema(name, console),
        Command::Completions { shell } => Ok(commands::completions(*shell)),
        Command::Man { dir } => commands::man(dir),
    };
    match ended {
        Ok(exit) => exit,
        Err(error) => {
            console.error(&format!("{error:#}"));
            Exit::Internal
        }
    }
}
