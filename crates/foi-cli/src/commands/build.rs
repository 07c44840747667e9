//! `foi build`: responses to a dataset.

use std::collections::BTreeMap;
use std::path::PathBuf;

use foi_export::{Dataset, Exporter, Input, exporter, exporters, write_dataset};
use foi_ingest::discover;
use foi_model::{CellStatus, DispositionCode, IssueCode, Severity, Submission};
use foi_validate::{Diagnostic, Tally, number};
use foi_worker::Want;

use crate::failure::{Failure, Outcome};
use crate::input::{ReadArgs, ReferenceArgs, Setup, issues};
use crate::shell::Shell;

/// Read responses and write a dataset
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A file straight under a given folder is one submission; a sub-folder is one submission made of several documents.

Examples:
  foi build responses -o dataset
  foi build responses -o dataset --format parquet,csv
  foi build responses -o dataset --instrument ras-2026 --register councils.csv")]
pub(crate) struct Args {
    /// Files and folders to read
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The folder to write; a dataset that is there is replaced when the new one is complete
    #[arg(long, short, value_name = "DIR")]
    output: PathBuf,
    #[command(flatten)]
    formats: FormatArgs,
    #[command(flatten)]
    reference: ReferenceArgs,
    #[command(flatten)]
    reading: ReadArgs,
}

/// In which formats tables are written.
#[derive(Debug, clap::Args)]
pub(crate) struct FormatArgs {
    /// Formats of the tables, separated by commas
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', default_value = "parquet", value_parser = format_names())]
    format: Vec<String>,
}

fn format_names() -> clap::builder::PossibleValuesParser {
    exporters().iter().map(|e| clap::builder::PossibleValue::new(e.name()).help(e.description())).collect::<Vec<_>>().into()
}

impl FormatArgs {
    pub(crate) fn exporters(&self) -> Vec<&'static dyn Exporter> {
        self.format.iter().filter_map(|name| exporter(name)).collect()
    }
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    let setup = Setup::new(&args.reference)?;
    let jobs = discover(&args.paths)?;
    shell.detail(&format!("found {}", number(jobs.len(), "submission")));
    let least = if shell.verbose() { Severity::Note } else { Severity::Error };
    let read = setup.ingest_all(&jobs, (&args.reading, Want::Cited), shell, |job, ingested| {
        let diagnostics = issues(job, &ingested, least);
        (ingested.submission, diagnostics)
    })?;
    let (submissions, diagnostics): (Vec<Submission>, Vec<Vec<Diagnostic>>) = read.into_iter().unzip();
    diagnostics.iter().flatten().for_each(|d| shell.diagnostic(d));

    let inputs: Vec<Input> = submissions.iter().flat_map(|s| &s.documents).map(input).collect();
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
    let output = args.output.display();
    shell.say(&format!("wrote {} to `{output}`; `codebook.md` explains the tables", number(files.len(), "file")));
    shell.say(&format!(
        "next: `foi verify {output}` re-checks every quote, `foi analyse coverage {output}` shows who answered what"
    ));
    if tally.warnings > 0 && !shell.verbose() {
        shell.say("      `--verbose` shows every issue with its place in the source; table `issues` has them too");
    }
    Ok(Outcome::of_errors(tally.errors))
}

/// A document as the manifest lists it.
pub(crate) fn input(source: &foi_model::Source) -> Input {
    Input { path: source.path.clone(), source_id: source.source_id.clone(), bytes: source.bytes }
}

/// Says what the submissions hold.
pub(crate) fn summary(submissions: &[Submission], shell: &Shell) -> Tally {
    let mut tally = Tally::default();
    let mut dispositions: BTreeMap<DispositionCode, usize> = BTreeMap::new();
    let mut cells: BTreeMap<CellStatus, usize> = BTreeMap::new();
    let mut unread = 0;
    for submission in submissions {
        submission.issues.iter().for_each(|i| tally.add(i.severity));
        unread += submission.issues.iter().filter(|i| unreadable(i.code)).count();
        for answer in &submission.answers {
            *dispositions.entry(answer.disposition.code()).or_default() += 1;
            for observation in &answer.observations {
                *cells.entry(observation.cell.status()).or_default() += 1;
            }
        }
    }
    let documents: usize = submissions.iter().map(|s| s.documents.len()).sum();
    let unread = if unread == 0 { String::new() } else { format!(", of which {unread} could not be read") };
    shell.say(&format!("{} from {}{unread}", number(submissions.len(), "submission"), number(documents, "document")));
    shell.say(&format!("  answers  {}", listed(dispositions.iter().map(|(code, n)| (code.as_str(), *n)))));
    shell.say(&format!("  cells    {}", listed(cells.iter().map(|(status, n)| (status.as_str(), *n)))));
    shell.say(&format!("  issues   {tally}"));
    tally
}

fn unreadable(code: IssueCode) -> bool {
    matches!(
        code,
        IssueCode::FormatUnknown
            | IssueCode::DocumentEmpty
            | IssueCode::DocumentUnreadable
            | IssueCode::DocumentEncrypted
            | IssueCode::ScanUnread
            | IssueCode::PictureUnread
            | IssueCode::WorkerFailed
    )
}

/// `12 answered, 3 not_held`.
fn listed<'c>(counts: impl Iterator<Item = (&'c str, usize)>) -> String {
    let all: Vec<String> = counts.map(|(code, n)| format!("{n} {code}")).collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}
