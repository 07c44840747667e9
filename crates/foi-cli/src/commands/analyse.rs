//! `foi analyse`: findings from a dataset's tables.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use foi_analysis::{Analysis, Condition, Dim, analyse};

use crate::failure::{Failure, Outcome};
use crate::rows::Printing;
use crate::shell::Shell;

/// Compute findings from a dataset, each with its denominator
#[derive(Debug, clap::Args)]
#[command(
    alias = "analyze",
    after_help = "\
Every row says on how many authorities it rests (n_used), how many it leaves out (n_excluded), and why; the
two add up to the register. Final figures and forecasts have rows of their own. `--verbose` explains the columns,
docs/analysis.md how they are computed.

Columns for --by and --where:
  outturn, estimates  service_area, financial_year
  accuracy            cohort, service_area, allocation_method
  coverage            instrument_id, question_id
  exemptions          instrument_id, question_id, legislation, provision, kind
  all of them         nation, region, authority_kind, authority_code, authority_name

Examples:
  foi analyse outturn dataset
  foi analyse outturn dataset --by region,financial_year --where service_area=home_care,day_care
  foi analyse estimates dataset --by service_area --sort -median_absolute_error_pct
  foi analyse accuracy dataset --by cohort,allocation_method
  foi analyse coverage dataset --by authority_name --format csv > who-answered.csv
  foi analyse exemptions dataset --format json | jq 'select(.provision == \"FOIA s21\")'"
)]
pub(crate) struct Args {
    /// What to compute
    #[arg(value_name = "NAME", value_parser = names())]
    name: String,
    /// The folder of a dataset
    #[arg(value_name = "DATASET")]
    dataset: PathBuf,
    /// Divide by these columns; by none for one row over all
    #[arg(long, value_name = "COLUMN", value_delimiter = ',', num_args = 0..)]
    by: Option<Vec<String>>,
    /// Look only at these values of a column, or with `!=` at all others; may be given again
    #[arg(long = "where", value_name = "COLUMN=VALUE[,VALUE]")]
    conditions: Vec<String>,
    #[command(flatten)]
    printing: Printing,
}

fn names() -> clap::builder::PossibleValuesParser {
    Analysis::ALL.iter().map(|a| PossibleValue::new(a.as_str()).help(a.meaning())).collect::<Vec<_>>().into()
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    let Some(&analysis) = Analysis::ALL.iter().find(|a| a.as_str() == args.name) else {
        return Err(Failure::new(format!("no analysis `{}`", args.name)));
    };
    let by = match &args.by {
        None => analysis.default_dims().to_vec(),
        Some(names) => names.iter().map(|name| analysis.dim(name)).collect::<Result<Vec<Dim>, _>>()?,
    };
    let conditions = args.conditions.iter().map(|text| condition(analysis, text)).collect::<Result<Vec<_>, _>>()?;
    let findings = analyse(analysis, &args.dataset, &by, &conditions)?;
    if findings.rows.is_empty() {
        shell.say(&format!("the dataset has nothing to compute `{}` from", args.name));
    }
    for field in &findings.fields {
        let unit = field.unit().map(|u| format!(" ({u})")).unwrap_or_default();
        shell.detail(&format!("{}{unit}: {}", field.name, field.description));
    }
    args.printing.print(findings, shell)?;
    Ok(Outcome::Clean)
}

fn condition(analysis: Analysis, text: &str) -> Result<Condition, Failure> {
    let Some((column, values)) = text.split_once('=') else {
        return Err(
            Failure::new(format!("`{text}` is no condition")).help("write `COLUMN=VALUE`, `COLUMN=VALUE,VALUE` or `COLUMN!=VALUE`")
        );
    };
    let excludes = column.ends_with('!');
    let dim = analysis.dim(column.trim_end_matches('!').trim())?;
    Ok(Condition { dim, values: values.split(',').map(|v| v.trim().to_owned()).collect(), excludes })
}
