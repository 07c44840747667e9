//! `foi validate`: whether submissions and responses are sound.

use std::path::{Path, PathBuf};

use foi_export::{MANIFEST_FILE, SUBMISSIONS_FILE};
use foi_ingest::{Job, JobFile, discover};
use foi_model::Severity;
use foi_worker::Want;

use crate::args::Output;
use crate::diagnostic::{Diagnostic, Tally, number};
use crate::failure::{Failure, Outcome};
use crate::input::{ReadArgs, ReferenceArgs, Setup, holds_submissions, issues, read_bytes};
use crate::shell::Shell;
use crate::validate::{Checked, Rules, duplicates, records};

/// Check submissions against the schema and the instrument, and responses for everything a reader stumbles over
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Files named .json and .ndjson, and datasets, are taken for submissions; anything else for responses.

Examples:
  foi validate submissions.ndjson
  foi validate responses/ashmere.txt
  foi validate dataset --format json | jq -r .code | sort | uniq -c")]
pub(crate) struct Args {
    /// Submissions, responses, and folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Output::Human)]
    format: Output,
    #[command(flatten)]
    reference: ReferenceArgs,
    #[command(flatten)]
    reading: ReadArgs,
}

/// What is to be checked.
#[derive(Default)]
struct Work {
    submissions: Vec<PathBuf>,
    responses: Vec<Job>,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    let setup = Setup::new(&args.reference)?;
    let work = divide(&args.paths)?;
    let mut found = Vec::new();
    let checked = check_submissions(&work.submissions, &setup, shell, &mut found)?;
    let responses = work.responses.len();
    for diagnostics in setup
        .ingest_all(&work.responses, (&args.reading, Want::Cited), shell, |job, ingested| issues(job, &ingested, Severity::Note))?
    {
        found.extend(diagnostics);
    }
    let tally = print(&found, args.format, shell)?;
    let mut what = Vec::new();
    if !work.submissions.is_empty() {
        what.push(number(checked, "submission"));
    }
    if responses > 0 {
        what.push(number(responses, "response"));
    }
    shell.say(&format!("checked {}: {tally}", what.join(" and ")));
    Ok(Outcome::of_errors(tally.errors))
}

/// Prints findings in the form that was asked for, and counts them.
pub(crate) fn print(found: &[Diagnostic], format: Output, shell: &Shell) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    for diagnostic in found {
        tally.add(diagnostic.severity);
        match format {
            Output::Human => shell.diagnostic(diagnostic),
            Output::Json => shell.json(diagnostic.finding())?,
        }
    }
    Ok(tally)
}

fn divide(paths: &[PathBuf]) -> Result<Work, Failure> {
    let mut work = Work::default();
    for path in paths {
        if path.join(MANIFEST_FILE).is_file() {
            work.submissions.push(path.join(SUBMISSIONS_FILE));
            continue;
        }
        for mut job in discover(std::slice::from_ref(path))? {
            let (submissions, documents): (Vec<JobFile>, Vec<JobFile>) =
                job.files.into_iter().partition(|f| holds_submissions(&f.path));
            work.submissions.extend(submissions.into_iter().map(|f| f.path));
            job.files = documents;
            if !job.files.is_empty() {
                work.responses.push(job);
            }
        }
    }
    Ok(work)
}

/// Checks the submissions of files; gives how many there are.
fn check_submissions(files: &[PathBuf], setup: &Setup, shell: &Shell, found: &mut Vec<Diagnostic>) -> Result<usize, Failure> {
    if files.is_empty() {
        return Ok(0);
    }
    let rules = Rules::new(setup.instruments(), &setup.reference.register.0)?;
    let mut all: Vec<(String, Checked)> = Vec::new();
    for file in files {
        let bytes = read_bytes(file)?;
        let name = file.display().to_string();
        let records = records(&bytes, &name, one_a_line(file));
        let checked = shell.map("checking", &records, |record| rules.check(record))?;
        all.extend(checked.into_iter().map(|c| (name.clone(), c)));
    }
    let twice = duplicates(all.iter().map(|(file, checked)| (file.as_str(), checked)));
    let count = all.len();
    found.extend(all.into_iter().flat_map(|(_, checked)| checked.diagnostics));
    found.extend(twice);
    Ok(count)
}

fn one_a_line(file: &Path) -> bool {
    file.extension().is_some_and(|e| e.eq_ignore_ascii_case("ndjson"))
}
