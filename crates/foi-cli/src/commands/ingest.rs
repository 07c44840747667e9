//! `foi ingest`: responses to submissions, and no tables.

use std::path::PathBuf;

use foi_export::canonical_json;
use foi_ingest::discover;

use crate::commands::build::summary;
use crate::failure::{Failure, Outcome};
use crate::input::{ReadArgs, ReferenceArgs, Setup, write_output};
use crate::shell::Shell;

/// Read responses and write submissions, one JSON object a line
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  foi ingest responses -o submissions.ndjson
  foi ingest letter.txt -o - | jq .answers")]
pub(crate) struct Args {
    /// Files and folders to read
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The file to write; `-` is standard output
    #[arg(long, short, value_name = "FILE.ndjson")]
    output: PathBuf,
    #[command(flatten)]
    reference: ReferenceArgs,
    #[command(flatten)]
    reading: ReadArgs,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    let setup = Setup::new(&args.reference)?;
    let jobs = discover(&args.paths)?;
    let submissions = setup.submissions(&jobs, &args.reading, shell)?;
    let text: String = submissions.iter().map(|s| canonical_json(s) + "\n").collect();
    write_output(&args.output, text.as_bytes(), shell)?;
    Ok(Outcome::of_errors(summary(&submissions, shell).errors))
}
