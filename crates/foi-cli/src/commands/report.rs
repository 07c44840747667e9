//! `foi report`: a dataset as one page.

use std::path::PathBuf;

use foi_analysis::report;

use crate::failure::{Failure, Outcome};
use crate::shell::Shell;
use crate::whole::write_whole;

/// Write a dataset as one self-contained page with plots
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The page is one HTML file: who answered what, budget against outturn, accuracy of estimates, exemptions, what to look at, how figures are
made, and the words that prove each of them. It needs no network and no script, and can be read on a phone and on paper.

Example:
  foi report dataset -o report.html")]
pub(crate) struct Args {
    /// The folder of a dataset
    #[arg(value_name = "DATASET")]
    dataset: PathBuf,
    /// The page to write; `-` is standard output
    #[arg(long, short, value_name = "FILE", default_value = "report.html")]
    output: PathBuf,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    let page = report(&args.dataset)?;
    if args.output.as_os_str() == "-" {
        shell.data(&page)?;
    } else {
        write_whole(&args.output, page.as_bytes())?;
        shell.say(&format!("wrote `{}`", args.output.display()));
    }
    Ok(Outcome::Clean)
}
