//! `foi report`: a dataset as one page.

use std::path::{Path, PathBuf};

use foi_analysis::report;

use crate::failure::{Failure, Outcome};
use crate::shell::Shell;
use crate::whole::write_whole;

/// Write a dataset as one self-contained page with plots
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The page is one HTML file: who answered what, budget against outturn, accuracy of estimates, exemptions, what to look at, how figures are
made, and the words that prove each of them. It needs no network and no script, and can be read on a phone and on paper.

With `--published`, what was published elsewhere stands beside the answers and beside gaps, and in no sum; `foi published --help` says which
files can be read. A page shows at most 2,000 submissions; `foi analyse` has no such limit.

Examples:
  foi report dataset -o report.html
  foi report dataset -o report.html --published ascfr.csv --published revenue-outturn.csv")]
pub(crate) struct Args {
    /// The folder of a dataset
    #[arg(value_name = "DATASET")]
    dataset: PathBuf,
    /// The page to write; `-` is standard output
    #[arg(long, short, value_name = "FILE", default_value = "report.html")]
    output: PathBuf,
    /// Published figures to set beside the answers; may be given again
    #[arg(long, value_name = "FILE")]
    published: Vec<PathBuf>,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    let published: Vec<&Path> = args.published.iter().map(PathBuf::as_path).collect();
    let page = report(&args.dataset, &published)?;
    if args.output.as_os_str() == "-" {
        shell.data(&page)?;
    } else {
        write_whole(&args.output, page.as_bytes())?;
        shell.say(&format!("wrote `{}`", args.output.display()));
    }
    Ok(Outcome::Clean)
}
