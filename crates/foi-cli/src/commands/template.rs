//! `foi template`: a blank submission for an authority to fill in.

use std::path::PathBuf;

use foi_export::pretty_json;
use foi_model::Instrument;

use crate::failure::{Failure, Outcome};
use crate::input::{Setup, is_standard_output, write_output};
use crate::shell::Shell;

/// Write a blank submission for an authority to fill in
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A filled workbook is given to `foi build`, `foi ingest` and `foi validate` like any other response: marks in hidden columns tell what its \
cells are for, whatever the order of its rows and the names of its sheets.

Examples:
  foi template ras-2026 -o ras-2026.xlsx
  foi template my-survey.toml -o blank.json
  foi validate filled.xlsx                      what a filled one says, and what is amiss")]
pub(crate) struct Args {
    /// The survey: an id that `foi instruments` lists, or the file of another instrument
    #[arg(value_name = "INSTRUMENT")]
    instrument: String,
    /// The file to write: .xlsx, or .json for a submission in which nothing is said yet; `-` is standard output, as JSON
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    let instrument: Instrument = Setup::named(&args.instrument)?;
    let extension = args.output.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let bytes = match extension.as_str() {
        "xlsx" => foi_template::workbook(&instrument).map_err(|e| Failure::from_error(&e))?,
        "json" => pretty_json(&foi_template::blank(&instrument)).into_bytes(),
        _ if is_standard_output(&args.output) => pretty_json(&foi_template::blank(&instrument)).into_bytes(),
        _ => {
            let message = format!("`{}` is no name of a template", args.output.display());
            return Err(Failure::new(message).help("end it in .xlsx for a workbook, or in .json"));
        }
    };
    write_output(&args.output, &bytes, shell)?;
    if !is_standard_output(&args.output) {
        shell.say(&format!("wrote the template of `{}` to `{}`", instrument.id, args.output.display()));
    }
    Ok(Outcome::Clean)
}
