//! `foi facts`: a dataset without the words of the responses.

use std::path::PathBuf;

use foi_analysis::facts;

use crate::failure::{Failure, Outcome};
use crate::shell::Shell;
use crate::whole::write_whole;

/// Write a dataset's facts without the words of the responses
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Keeps figures, dispositions, exemptions, references, dates, and the place of each piece of evidence. Leaves out every column of words, and
every quote: for publishing where the responses themselves must not be. `foi analyse`, `foi query` and `foi report` read the result.

Example:
  foi facts dataset -o facts")]
pub(crate) struct Args {
    /// The folder of a dataset
    #[arg(value_name = "DATASET")]
    dataset: PathBuf,
    /// The folder to write the tables to, as Parquet
    #[arg(long, short, value_name = "DIR")]
    output: PathBuf,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    let files = facts(&args.dataset)?;
    std::fs::create_dir_all(&args.output).map_err(|e| Failure::io("create", &args.output, &e))?;
    for (name, bytes) in &files {
        write_whole(&args.output.join(name), bytes)?;
    }
    shell.say(&format!("wrote {} tables to `{}`", files.len(), args.output.display()));
    Ok(Outcome::Clean)
}
