//! `foi published`: published figures beside the answers.

use std::path::{Path, PathBuf};

use foi_analysis::beside_published;

use crate::failure::{Failure, Outcome};
use crate::rows::Printing;
use crate::shell::Shell;

/// Set published figures beside the outturn that authorities gave
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Reads data files of the Adult Social Care Finance Report (ASC-FR) and of the revenue outturn, as CSV. Their figures check the order of
magnitude of answers, and stand beside gaps where authorities withheld figures because they are published. They are never among the
answers. data/reference/support-settings.csv says which support setting is which service area, and which is none.

Examples:
  foi published dataset ASCFR_2021-22_to_2023-24.csv
  foi published dataset ascfr.csv revenue-outturn.csv --sort verdict --format csv")]
pub(crate) struct Args {
    /// The folder of a dataset
    #[arg(value_name = "DATASET")]
    dataset: PathBuf,
    /// Published figures
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    printing: Printing,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    let files: Vec<&Path> = args.files.iter().map(PathBuf::as_path).collect();
    let findings = beside_published(&args.dataset, &files)?;
    if findings.rows.is_empty() {
        shell.say("the files have no figure of an authority of the register");
    }
    args.printing.print(findings, shell)?;
    Ok(Outcome::Clean)
}
