//! `foi published`: published figures beside the answers.

use std::path::{Path, PathBuf};

use foi_analysis::{Comparison, beside_published};
use foi_model::Severity;
use foi_validate::Diagnostic;

use crate::failure::{Failure, Outcome};
use crate::rows::Printing;
use crate::shell::Shell;

/// Set published figures beside the outturn that authorities gave
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Reads CSV of two kinds: data files of the Adult Social Care Finance Report (ASC-FR) of 2021-22 and later, and revenue outturn with the
columns ons_code, financial_year, service, column, value_thousands. Their figures check the order of magnitude of answers: an answer
that is about a thousand times as much, or a thousandth, gives a warning. They stand beside gaps where authorities withheld figures
because they are published, and are never among the answers. data/reference/support-settings.csv says which support setting is which
service area, and which is none.

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
    let Comparison { findings, doubts, unmapped } = beside_published(&args.dataset, &files)?;
    if findings.rows.is_empty() {
        shell.say("the files have no figure of an authority of the register");
    }
    for (setting, figures) in unmapped {
        shell.say(&format!("left out `{setting}` ({figures} figures): no service area of the survey is the same"));
    }
    doubts.into_iter().for_each(|doubt| shell.diagnostic(&Diagnostic::new(Severity::Warning, doubt)));
    args.printing.print(findings, shell)?;
    Ok(Outcome::Clean)
}
