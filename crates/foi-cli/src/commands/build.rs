//! `foi build`: responses to a dataset.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use foi_export::{Dataset, Exporter, Input, exporter, exporters, sha256, write_dataset};
use foi_ingest::discover;
use foi_model::{Applied, CellStatus, DispositionCode, Issue, IssueCode, Outcome as Became, Submission};
use foi_validate::{Diagnostic, Tally, number};

use crate::commands::correct::read_ledger;
use crate::failure::{Failure, Outcome};
use crate::input::{ReadArgs, ReferenceArgs, Setup};
use crate::shell::Shell;

/// Read responses and write a dataset
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A file straight under a given folder is one submission; a sub-folder is one submission made of several documents.

Examples:
  foi build responses -o dataset
  foi build responses -o dataset --format parquet,csv
  foi build responses -o dataset --instrument ras-2026 --register councils.csv
  foi build responses -o dataset --corrections corrections.toml")]
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
    /// The ledger of corrections to apply, as TOML or NDJSON; `foi correct` adds to it
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
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
    // A ledger that cannot be read is found out before an hour of reading.
    let ledger = args.corrections.as_deref().map(read_ledger).transpose()?;
    let jobs = discover(&args.paths)?;
    shell.detail(&format!("found {}", number(jobs.len(), "submission")));
    let mut submissions = setup.submissions(&jobs, &args.reading, shell)?;

    let corrected = ledger.as_ref().map(|(ledger, _)| {
        let applied = ledger.apply(&mut submissions, setup.known(&setup.instruments()));
        report(&applied, args.corrections.as_deref(), shell)
    });

    let inputs: Vec<Input> = submissions.iter().flat_map(|s| &s.documents).map(input).collect();
    let roots: Vec<String> = args.paths.iter().map(|p| p.display().to_string()).collect();
    let dataset = Dataset {
        submissions: &submissions,
        instruments: &setup.instruments_of(&submissions)?,
        register: setup.register()?,
        bank_holidays: setup.holidays(),
        corrections: ledger.as_ref().map(|(_, text)| sha256(text.as_bytes())),
        inputs: &inputs,
        roots: &roots,
    };
    let files = write_dataset(&dataset, &args.formats.exporters(), &args.output)?;

    let tally = summary(&submissions, shell);
    if let Some(corrected) = corrected {
        shell.say(&corrected);
    }
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

/// Says of each correction that was not applied why, and what became of all.
fn report(applied: &[Applied<'_>], ledger: Option<&Path>, shell: &Shell) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for Applied { correction, outcome } in applied {
        let subject = correction.change.subject();
        let (word, amiss) = match outcome {
            Became::Applied { before, after } => {
                shell.detail(&format!("corrected `{}`: {subject}: {} -> {after}", correction.submission_id, before.value));
                ("applied", None)
            }
            Became::Superseded => ("superseded", None),
            Became::Stale(how) => ("stale", Some((IssueCode::CorrectionStale, format!("{subject}: {how}")))),
            Became::Impossible(why) => ("impossible", Some((IssueCode::CorrectionImpossible, format!("{subject}: {why}")))),
            Became::NoSubmission => {
                let message = format!("{subject}: no submission `{}` was built", correction.submission_id);
                ("of no submission", Some((IssueCode::CorrectionStale, message)))
            }
        };
        *counts.entry(word).or_default() += 1;
        if let Some((code, message)) = amiss {
            let file = ledger.map(|l| l.display().to_string());
            shell.diagnostic(&Diagnostic::of_issue(&Issue::new(code, message), &correction.submission_id, file));
        }
    }
    format!("  ledger   {}", listed(counts.into_iter()))
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
