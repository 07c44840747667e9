//! `foi query`: SQL over a dataset's tables.

use std::path::PathBuf;

use foi_analysis::query;

use crate::failure::{Failure, Outcome};
use crate::rows::Printing;
use crate::shell::Shell;

/// Put a query in SQL to the tables of a dataset
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The tables are those of `foi schema --table NAME`; the dialect is that of polars. Queries look and change nothing. A query gives
what it asks for: sums made this way say nothing of who is missing, as those of `foi analyse` do.

Examples:
  foi query dataset \"SELECT authority_name, outturn_gbp, outturn_status FROM outturn WHERE service_area = 'home_care'\"
  foi query dataset \"SELECT code, count(*) AS n FROM issues GROUP BY code\" --sort -n
  foi query dataset \"SELECT * FROM observations\" --format parquet -o observations.parquet")]
pub(crate) struct Args {
    /// The folder of a dataset
    #[arg(value_name = "DATASET")]
    dataset: PathBuf,
    /// The query
    #[arg(value_name = "SQL")]
    sql: String,
    #[command(flatten)]
    printing: Printing,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    args.printing.print(query(&args.dataset, &args.sql)?, shell)?;
    Ok(Outcome::Clean)
}
