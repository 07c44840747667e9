//! `foi export`: submissions to tables.

use std::path::{Path, PathBuf};

use foi_export::{Dataset, Input, SUBMISSIONS_FILE, parse_submissions, sha256, write_dataset};
use foi_model::Submission;
use foi_validate::number;

use crate::commands::build::{FormatArgs, summary};
use crate::failure::{Failure, Outcome};
use crate::input::{ReferenceArgs, Setup, read_bytes};
use crate::shell::Shell;

/// Write the tables of submissions that were read before, or corrected by hand
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  foi export submissions.ndjson -o dataset
  foi export dataset another.json -o both --format csv,parquet")]
pub(crate) struct Args {
    /// Files of submissions (.json, .ndjson), and datasets
    #[arg(required = true, value_name = "SUBMISSIONS")]
    paths: Vec<PathBuf>,
    /// The folder to write; a dataset that is there is replaced when the new one is complete
    #[arg(long, short, value_name = "DIR")]
    output: PathBuf,
    #[command(flatten)]
    formats: FormatArgs,
    #[command(flatten)]
    reference: ReferenceArgs,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    let setup = Setup::new(&args.reference)?;
    let mut submissions = Vec::new();
    let mut inputs = Vec::new();
    for path in &args.paths {
        let (found, input) = read(path)?;
        submissions.extend(found);
        inputs.push(input);
    }
    let roots: Vec<String> = args.paths.iter().map(|p| p.display().to_string()).collect();
    let dataset = Dataset {
        submissions: &submissions,
        instruments: &setup.instruments_of(&submissions)?,
        register: setup.register()?,
        bank_holidays: setup.holidays(),
        corrections: None,
        inputs: &inputs,
        roots: &roots,
    };
    let files = write_dataset(&dataset, &args.formats.exporters(), &args.output)?;
    let tally = summary(&submissions, shell);
    shell.say(&format!("wrote {} to `{}`", number(files.len(), "file"), args.output.display()));
    Ok(Outcome::of_errors(tally.errors))
}

/// The submissions of a file or of a dataset, and the file as an input.
pub(crate) fn read(path: &Path) -> Result<(Vec<Submission>, Input), Failure> {
    let path = if path.is_dir() { path.join(SUBMISSIONS_FILE) } else { path.to_owned() };
    let bytes = read_bytes(&path)?;
    let submissions = parse_submissions(&bytes, &path.display().to_string())?;
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    Ok((submissions, Input { path: name, source_id: sha256(&bytes), bytes: size }))
}
