//! The commands, each one file: its arguments, and a function that does it.

pub(crate) mod analyse;
pub(crate) mod build;
pub(crate) mod compare;
pub(crate) mod convert;
pub(crate) mod correct;
pub(crate) mod export;
pub(crate) mod facts;
pub(crate) mod ingest;
pub(crate) mod inspect;
pub(crate) mod instruments;
pub(crate) mod published;
pub(crate) mod query;
pub(crate) mod report;
pub(crate) mod schema;
pub(crate) mod template;
pub(crate) mod validate;
pub(crate) mod verify;
pub(crate) mod worker;

use crate::args::Command;
use crate::failure::{Failure, Outcome};
use crate::shell::Shell;

/// Does what a command line asks for.
pub(crate) fn run(command: Command, shell: &Shell) -> Result<Outcome, Failure> {
    match command {
        Command::Build(args) => build::run(&args, shell),
        Command::Ingest(args) => ingest::run(&args, shell),
        Command::Validate(args) => validate::run(&args, shell),
        Command::Export(args) => export::run(&args, shell),
        Command::Convert(args) => convert::run(&args, shell),
        Command::Analyse(args) => analyse::run(&args, shell),
        Command::Report(args) => report::run(&args, shell),
        Command::Published(args) => published::run(&args, shell),
        Command::Facts(args) => facts::run(&args, shell),
        Command::Query(args) => query::run(&args, shell),
        Command::Inspect(args) => inspect::run(&args, shell),
        Command::Verify(args) => verify::run(&args, shell),
        Command::Schema(args) => schema::run(&args, shell),
        Command::Instruments(args) => instruments::run(&args, shell),
        Command::Template(args) => template::run(&args, shell),
        Command::Correct(args) => correct::run(&args, shell),
        Command::Compare(args) => compare::run(&args, shell),
        Command::Worker(args) => worker::run(&args, shell),
    }
}
