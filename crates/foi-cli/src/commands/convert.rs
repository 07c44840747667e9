//! `foi convert`: one file to another, by extension.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use foi_export::{Dataset, Exporter, canonical_json, exporter, exporter_for_extension, pretty_json, write_table};
use foi_ingest::discover;
use foi_model::{Submission, table_specs};
use foi_validate::Tally;

use crate::commands::export;
use crate::failure::{Failure, Outcome};
use crate::input::{ReadArgs, ReferenceArgs, Setup, form_of, is_standard_output, write_output};
use crate::shell::Shell;

/// Turn a response or submissions into submissions or one table
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  foi convert letter.txt letter.json                         a response to a submission, one field a line
  foi convert letter.json letter.ndjson
  foi convert submissions.ndjson observations.parquet
  foi convert responses outturn.csv --table outturn
  foi convert letter.txt - --to json | jq .answers")]
pub(crate) struct Args {
    /// What to read: a response, a folder of them, or submissions (.json, .ndjson)
    #[arg(value_name = "IN")]
    input: PathBuf,
    /// What to write: submissions (.json, .ndjson), or a table (.parquet, .arrow, .csv); `-` is standard output, for which `--to` names
    /// the format
    #[arg(value_name = "OUT")]
    output: PathBuf,
    /// What IN holds, where its extension does not say
    #[arg(long, value_enum, value_name = "WHAT")]
    from: Option<From>,
    /// What OUT shall be, where its extension does not say: json, ndjson, or a format of tables
    #[arg(long, value_name = "FORMAT")]
    to: Option<String>,
    /// Which table to write; `foi schema --table NAME` describes it [default: observations]
    #[arg(long, value_name = "NAME", value_parser = table_names())]
    table: Option<String>,
    #[command(flatten)]
    reference: ReferenceArgs,
    #[command(flatten)]
    reading: ReadArgs,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum From {
    Responses,
    Submissions,
}

/// What is written.
enum To {
    Lines,
    Pretty,
    Table(&'static dyn Exporter),
}

/// The names of the tables, for arguments.
pub(crate) fn table_names() -> clap::builder::PossibleValuesParser {
    table_specs().into_iter().map(|t| clap::builder::PossibleValue::new(t.name)).collect::<Vec<_>>().into()
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    let to = target(args)?;
    let setup = Setup::new(&args.reference)?;
    let (submissions, inputs) = match args.from {
        Some(From::Submissions) => submissions(&args.input)?,
        None if form_of(&args.input).is_some() => submissions(&args.input)?,
        Some(From::Responses) | None => (responses(args, &setup, shell)?, Vec::new()),
    };
    let mut tally = Tally::default();
    submissions.iter().flat_map(|s| &s.issues).for_each(|i| tally.add(i.severity));
    match to {
        To::Lines => {
            let text: String = submissions.iter().map(|s| canonical_json(s) + "\n").collect();
            write_output(&args.output, text.as_bytes(), shell)?;
        }
        To::Pretty => write_output(&args.output, pretty(&submissions)?.as_bytes(), shell)?,
        To::Table(format) => {
            let dataset = Dataset {
                submissions: &submissions,
                instruments: &setup.instruments_of(&submissions)?,
                register: setup.register()?,
                bank_holidays: setup.holidays(),
                corrections: None,
                inputs: &inputs,
                roots: &[],
            };
            let name = args.table.as_deref().unwrap_or("observations");
            let tables = dataset.tables()?;
            let Some(table) = tables.iter().find(|t| t.spec().name == name) else {
                return Err(Failure::new(format!("no table `{name}`")));
            };
            if is_standard_output(&args.output) {
                let mut bytes = Vec::new();
                format.write(table, &mut bytes).map_err(|e| Failure::from_error(&e))?;
                shell.bytes(&bytes)?;
            } else {
                write_table(table, format, &args.output)?;
            }
        }
    }
    shell.detail(&format!("issues: {tally}"));
    Ok(Outcome::of_errors(tally.errors))
}

fn submissions(path: &Path) -> Result<(Vec<Submission>, Vec<foi_export::Input>), Failure> {
    let (submissions, input) = export::read(path)?;
    Ok((submissions, vec![input]))
}

fn responses(args: &Args, setup: &Setup, shell: &Shell) -> Result<Vec<Submission>, Failure> {
    let jobs = discover(std::slice::from_ref(&args.input))?;
    setup.submissions(&jobs, &args.reading, shell)
}

fn target(args: &Args) -> Result<To, Failure> {
    let extension = args.output.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = args.to.clone().unwrap_or(extension);
    match name.as_str() {
        "ndjson" if args.table.is_none() => return Ok(To::Lines),
        "json" if args.table.is_none() => return Ok(To::Pretty),
        _ => {}
    }
    let format = exporter(&name).or_else(|| exporter_for_extension(&name));
    format.map(To::Table).ok_or_else(|| {
        let known: Vec<&str> = foi_export::exporters().iter().map(|e| e.name()).collect();
        let help = format!("name OUT with a known extension, or give `--to` json, ndjson, {}", known.join(", "));
        let what = match name.as_str() {
            "" if is_standard_output(&args.output) => "standard output has no extension".to_owned(),
            "" => "OUT has no extension".to_owned(),
            _ => format!("`{name}` is no format to write"),
        };
        Failure::new(what).help(help)
    })
}

/// One submission as an object, several as an array.
fn pretty(submissions: &[Submission]) -> Result<String, Failure> {
    match submissions {
        [one] => Ok(pretty_json(one)),
        several => serde_json::to_string_pretty(several).map(|text| text + "\n").map_err(|e| Failure::from_error(&e)),
    }
}
