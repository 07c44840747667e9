//! `foi worker`: documents in, submissions out, over Arrow IPC.

use std::io::{stdin, stdout};

use foi_ingest::Limits;
use foi_worker::{relay, serve};

use crate::failure::{Failure, Outcome};
use crate::input::workers;
use crate::shell::Shell;

/// Read documents from an Arrow IPC stream, and write one row with a submission for each row
///
/// This is what other commands read responses with, each document in a process that has limits. Programs that have documents of their own,
/// such as Spark with `mapInArrow`, can use it too.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Standard input: rows of `path` (text) and `content` (binary), each one submission; or of `submission_id` and `files`, a list of
structs of `path` and `content`. Standard output: rows of `submission_id`, `submission` (JSON), `detail` and `error`,
in the same order and of the same number.

Example:
  foi worker < documents.arrows > submissions.arrows")]
pub(crate) struct Args {
    /// Read in this very process: a document that ends it ends the stream
    #[arg(long)]
    bare: bool,
    /// List the limits that `--limit NAME=NUMBER` sets, with what they are
    #[arg(long)]
    limits: bool,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    if args.limits {
        let limits = Limits::default();
        for (name, what) in Limits::NAMES {
            shell.data(&format!("{name:<16} {:>12}  {what}\n", limits.get(name).unwrap_or_default()))?;
        }
    } else if args.bare {
        serve(stdin(), stdout())?;
    } else {
        relay(stdin().lock(), stdout().lock(), |session| workers(session, shell))?;
    }
    Ok(Outcome::Clean)
}
