//! `foi inspect`: what each stage of reading found, and why.

use std::path::PathBuf;

use foi_model::Severity;
use foi_validate::{Diagnostic, Tally};
use foi_worker::Want;

use crate::args::Output;
use crate::commands::validate::print;
use crate::failure::{Failure, Outcome};
use crate::input::{ReadArgs, ReferenceArgs, Setup, issues, one_submission};
use crate::inspection;
use crate::shell::Shell;

/// Show what was read in a response, which words were taken for which answer, and why
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  foi inspect responses/ashmere.txt
  foi inspect responses/ashmere.txt --instrument ras-2026
  foi inspect responses/hexmoor                              a letter and its appendices
  foi inspect responses/ashmere.txt --format json | jq 'select(.code == \"answer-bound\")'")]
pub(crate) struct Args {
    /// A response, or the folder of one that has several documents: everything in it is read as one submission
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Output::Human)]
    format: Output,
    #[command(flatten)]
    reference: ReferenceArgs,
    #[command(flatten)]
    reading: ReadArgs,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    let setup = Setup::new(&args.reference)?;
    let job = one_submission(&args.path)?;
    let read = setup.ingest_all(std::slice::from_ref(&job), (&args.reading, Want::Documents), shell, |job, ingested| {
        let found = issues(job, &ingested, Severity::Note);
        match args.format {
            Output::Human => (inspection::text(&ingested), found),
            Output::Json => (String::new(), inspection::findings(job, &ingested).into_iter().chain(found).collect()),
        }
    })?;
    let mut errors = Tally::default();
    for (text, found) in read {
        let found: Vec<Diagnostic> = found;
        shell.data(&text)?;
        // The issues follow the text on the terminal, though on another stream.
        shell.finish()?;
        errors.errors += print(&found, args.format, shell)?.errors;
    }
    Ok(Outcome::of_errors(errors.errors))
}
