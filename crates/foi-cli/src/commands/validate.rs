//! `foi validate`: whether submissions and responses are sound.

use std::fs::File;
use std::io::{self, BufWriter, StdoutLock};
use std::path::PathBuf;

use clap::ValueEnum;
use foi_export::{MANIFEST_FILE, SUBMISSIONS_FILE};
use foi_ingest::{Ingested, Job, JobFile, discover};
use foi_model::{Evidence, IssueCode, Severity};
use foi_validate::report::{Format, Report};
use foi_validate::{Check, Diagnostic, Engine, Error, Form, Options, Record, Scratch, Source, Tally, number, open, validate};
use foi_worker::Want;

use crate::args::Output;
use crate::failure::{Failure, Outcome};
use crate::input::{ReadArgs, ReferenceArgs, Setup, form_of, issues, source_of};
use crate::shell::{Shell, closed};

/// Check submissions against the schema and the instrument, and responses for everything a reader stumbles over
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Files named .json, .ndjson and .jsonl, packed with gzip or zstd or not, and datasets, are taken for submissions; anything \
else for responses, filled templates among them.

Examples:
  foi validate submissions.ndjson
  foi validate submissions.ndjson.zst --format html > findings.html
  foi validate responses/ashmere.txt
  foi validate filled-template.xlsx --format html > findings.html
  foi validate dataset --format json | jq -r .code | sort | uniq -c")]
pub(crate) struct Args {
    /// Submissions, responses, and folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = FindingsFormat::Text)]
    format: FindingsFormat,
    #[command(flatten)]
    reference: ReferenceArgs,
    #[command(flatten)]
    reading: ReadArgs,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FindingsFormat {
    /// For people, on standard error
    #[value(alias = "human")]
    Text,
    /// One JSON object a line
    Json,
    /// SARIF 2.1.0, which code hosts and editors show
    Sarif,
    /// Workflow commands, which GitHub Actions shows beside the lines
    Github,
    /// A page to open in a browser
    Html,
}

/// What is to be checked.
#[derive(Default)]
struct Work {
    submissions: Vec<(PathBuf, Form)>,
    responses: Vec<Job>,
}

/// Where findings go.
enum Sink<'s> {
    Terminal(&'s Shell, Tally),
    Report(Box<Report<BufWriter<StdoutLock<'static>>>>),
}

impl<'s> Sink<'s> {
    fn new(format: FindingsFormat, shell: &'s Shell) -> Result<Self, Failure> {
        let format = match format {
            FindingsFormat::Text => return Ok(Self::Terminal(shell, Tally::default())),
            FindingsFormat::Json => Format::Json,
            FindingsFormat::Sarif => Format::Sarif,
            FindingsFormat::Github => Format::Github,
            FindingsFormat::Html => Format::Html,
        };
        let out = BufWriter::new(io::stdout().lock());
        Ok(Self::Report(Box::new(Report::new(format, out).map_err(|e| closed(&e))?)))
    }

    fn add(&mut self, diagnostic: &Diagnostic) -> io::Result<()> {
        match self {
            Self::Terminal(shell, tally) => {
                tally.add(diagnostic.severity);
                shell.diagnostic(diagnostic);
                Ok(())
            }
            Self::Report(report) => report.add(diagnostic),
        }
    }

    fn end(self, checked: &str) -> Result<Tally, Failure> {
        match self {
            Self::Terminal(_, tally) => Ok(tally),
            Self::Report(report) => report.end(checked).map_err(|e| closed(&e)),
        }
    }
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    let setup = Setup::new(&args.reference)?;
    let engine = Engine::new(&setup.instruments(), &setup.reference.register.0).map_err(|e| Failure::from_error(&e))?;
    let work = divide(&args.paths)?;
    let mut sink = Sink::new(args.format, shell)?;
    let mut what = Vec::new();
    if !work.submissions.is_empty() {
        let checked = check_submissions(&work.submissions, &engine, shell, &mut sink)?;
        what.push(number(checked, "submission"));
    }
    if !work.responses.is_empty() {
        let found = setup.ingest_all(&work.responses, (&args.reading, Want::Cited), shell, |job, read| {
            let mut found = issues(job, &read, Severity::Note);
            found.extend(unsound(&engine, job, &read));
            found
        })?;
        found.iter().flatten().try_for_each(|d| sink.add(d)).map_err(|e| closed(&e))?;
        what.push(number(work.responses.len(), "response"));
    }
    let checked = format!("checked {}", what.join(" and "));
    let tally = sink.end(&checked)?;
    shell.say(&format!("{checked}: {tally}"));
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
            work.submissions.push((path.join(SUBMISSIONS_FILE), Form::Lines));
            continue;
        }
        for mut job in discover(std::slice::from_ref(path))? {
            let (submissions, documents): (Vec<JobFile>, Vec<JobFile>) =
                job.files.into_iter().partition(|f| form_of(&f.path).is_some());
            work.submissions.extend(submissions.into_iter().filter_map(|f| Some((form_of(&f.path)?, f.path))).map(|(f, p)| (p, f)));
            job.files = documents;
            if !job.files.is_empty() {
                work.responses.push(job);
            }
        }
    }
    Ok(work)
}

/// What is wrong with a response as a submission, at the words that it was read from; what its issues tell of already is left out.
fn unsound(engine: &Engine, job: &Job, read: &Ingested) -> Vec<Diagnostic> {
    let Ok(value) = serde_json::to_value(&read.submission) else { return Vec::new() };
    let text = value.to_string();
    let record = Record { bytes: text.as_bytes(), line: 1, column: 1, index: None };
    let told = |d: &Diagnostic| {
        let same = |i: &foi_model::Issue| i.question_id.as_ref().map(ToString::to_string) == d.finding().question_id;
        let twin = d.finding().code == Check::RoutingContradicted.as_str();
        twin && read.submission.issues.iter().any(|i| i.code == IssueCode::AnsweredThoughRoutedPast && same(i))
    };
    let found = engine.check(&mut Scratch::default(), record, "").diagnostics;
    let located = |d: Diagnostic| {
        let evidence = d.place().and_then(|place| evidence_of(&value, &place.pointer));
        let source = evidence.as_ref().and_then(|e| source_of(job, read, e));
        let file = source.as_ref().map(|(file, _)| file.clone()).or_else(|| Some(job.files.first()?.path.display().to_string()));
        d.in_source(file, evidence.map(|e| e.locator.to_string()), source.and_then(|(_, excerpt)| excerpt))
    };
    found.into_iter().filter(|d| !told(d)).map(located).collect()
}

/// The evidence of a value, or of what it is part of: `responded_on` has its own beside it, a cell shares that of its observation.
fn evidence_of(value: &serde_json::Value, pointer: &str) -> Option<Evidence> {
    let mut at = pointer;
    loop {
        let own = value.pointer(&format!("{at}_evidence")).or_else(|| value.pointer(&format!("{at}/evidence")));
        if let Some(found) = own.and_then(|e| serde_json::from_value(e.clone()).ok()) {
            return Some(found);
        }
        at = at.rsplit_once('/')?.0;
    }
}

/// Checks the submissions of files; gives how many there are.
fn check_submissions(files: &[(PathBuf, Form)], engine: &Engine, shell: &Shell, sink: &mut Sink<'_>) -> Result<usize, Failure> {
    let opened = |(path, form): &(PathBuf, Form)| -> Result<(String, Form, Source), Error> {
        let name = path.display().to_string();
        let read = File::open(path).and_then(open);
        Ok((name.clone(), *form, read.map_err(|source| Error::Read { file: name, source })?))
    };
    let options = Options { threads: shell.workers() };
    let tell = |diagnostic: Diagnostic| sink.add(&diagnostic).map_err(Error::Write);
    match validate(engine, files.iter().map(opened), options, tell) {
        Ok(summary) => Ok(summary.submissions),
        Err(Error::Write(error)) => Err(closed(&error)),
        Err(error) => Err(Failure::from_error(&error)),
    }
}
