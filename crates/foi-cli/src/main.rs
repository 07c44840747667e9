//! The `foi` command: arguments, progress and diagnostics around the crates that do the work.
//!
//! One file a command under `commands/`. Standard output carries data and nothing else. Libraries return errors; here alone they turn
//! into an exit status and a hint.

mod args;
mod cited;
mod commands;
mod excerpt;
mod failure;
mod grid;
mod input;
mod inspection;
mod rows;
mod shell;
mod whole;

use std::process::ExitCode;

use clap::Parser;

use crate::args::Cli;
use crate::failure::{Failure, Outcome};
use crate::shell::Shell;

fn main() -> ExitCode {
    // Prints usage errors to standard error and leaves with status 2, help and version to standard output and with 0.
    let cli = Cli::parse();
    let shell = Shell::new(&cli.globals);
    let outcome = commands::run(cli.command, &shell).and_then(|outcome| shell.finish().map(|()| outcome));
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::DataWrong) => ExitCode::from(1),
        // Whoever read our output has seen enough.
        Err(Failure::PipeClosed) => ExitCode::SUCCESS,
        Err(failure) => {
            shell.failure(&failure);
            ExitCode::from(2)
        }
    }
}
