//! `foi verify`: whether every quote still stands where a dataset says.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use foi_export::{SUBMISSIONS_FILE, parse_submissions, read_manifest, sha256};
use foi_ingest::{Document, Given, Ingested};
use foi_model::{Finding, Source, SourceId, Submission};
use foi_validate::{Check, Diagnostic, number};
use foi_worker::Want;

use crate::args::Output;
use crate::cited::{Cited, evidence};
use crate::commands::validate::print;
use crate::excerpt::of_document;
use crate::failure::{Failure, Outcome};
use crate::input::{ReadArgs, ReferenceArgs, Setup, read_bytes};
use crate::shell::Shell;

/// Re-check the files of a dataset, and every quote in it against the source files
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The sources are looked for where the build found them: under the paths it was given, from the current folder and from the
dataset's own folder.

Examples:
  foi verify dataset
  foi verify dataset --sources /archive/responses
  foi verify dataset --format json")]
pub(crate) struct Args {
    /// The folder of a dataset
    #[arg(value_name = "DATASET")]
    dataset: PathBuf,
    /// Where the sources are now: the files and folders that the build was given
    #[arg(long, value_name = "PATH", num_args = 1..)]
    sources: Vec<PathBuf>,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Output::Human)]
    format: Output,
    #[command(flatten)]
    reading: ReadArgs,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    let manifest = read_manifest(&args.dataset)?;
    let mut found = Vec::new();
    for file in &manifest.files {
        let path = args.dataset.join(&file.path);
        let name = path.display().to_string();
        let check = match std::fs::read(&path) {
            Err(error) => Check::FileMissing.finding(format!("`{name}` cannot be read: {error}")),
            Ok(bytes) if sha256(&bytes) != file.sha256 => {
                let message = format!("`{name}` is not the file that the manifest lists");
                differing(Check::FileChanged.finding(message), sha256(&bytes).as_str(), file.sha256.as_str())
            }
            Ok(_) => continue,
        };
        found.push(Diagnostic::new(Check::FileChanged.severity(), Finding { file: Some(name), ..check }));
    }

    let path = args.dataset.join(SUBMISSIONS_FILE);
    let submissions = parse_submissions(&read_bytes(&path)?, &path.display().to_string())?;
    let roots = if args.sources.is_empty() { default_roots(&manifest.roots, &args.dataset) } else { args.sources.clone() };
    let pool = Setup::new(&ReferenceArgs::default())?.pool(&args.reading, Want::Documents, shell)?;
    let bar = shell.progress(submissions.len(), "verifying");
    let open = |submission| Some(given(submission, &roots));
    let read_again =
        |submission, ingested: Option<Ingested>| verify(submission, &roots, ingested.map(|i| i.documents).unwrap_or_default());
    let verified = pool.map(&submissions, open, read_again, || bar.inc(1));
    bar.finish_and_clear();
    let verified = verified?;
    let mut quotes = 0;
    for verified in verified {
        quotes += verified.quotes;
        found.extend(verified.found);
    }
    let tally = print(&found, args.format, shell)?;
    let checked = format!("{} of {}", number(quotes, "quote"), number(submissions.len(), "submission"));
    match tally.errors {
        0 => shell.say(&format!("checked {checked} and {}: all stand", number(manifest.files.len(), "file"))),
        errors => {
            shell.say(&format!("checked {checked} and {}: {}", number(manifest.files.len(), "file"), number(errors, "error")))
        }
    }
    Ok(Outcome::of_errors(tally.errors))
}

/// The paths of the build as given, and as seen from the dataset's folder.
fn default_roots(roots: &[String], dataset: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = roots.iter().map(PathBuf::from).collect();
    paths.extend(roots.iter().map(|root| dataset.join(root)));
    paths
}

struct Verified {
    quotes: usize,
    found: Vec<Diagnostic>,
}

/// The files that the documents of a submission lie in.
fn given(submission: &Submission, roots: &[PathBuf]) -> Given {
    let files = submission.documents.iter().filter_map(|source| Some((source.path.clone(), Ok(reread(source, roots)?.1))));
    Given { submission_id: submission.submission_id.clone(), files: files.collect() }
}

fn verify(submission: &Submission, roots: &[PathBuf], documents: Vec<Document>) -> Verified {
    let mut found = Vec::new();
    let mut read_again: BTreeMap<&SourceId, (PathBuf, Document)> = BTreeMap::new();
    // Of a file without bytes nothing was read: it could not be opened.
    for source in submission.documents.iter().filter(|s| s.bytes > 0) {
        let again = documents.iter().find(|d| d.source.source_id == source.source_id);
        let Some(document) = again.or_else(|| documents.iter().find(|d| d.source.path == source.path)) else {
            let finding = Finding {
                file: Some(source.path.clone()),
                submission_id: Some(submission.submission_id.clone()),
                expected: None,
                ..Check::SourceMissing.finding(format!("`{}` is in none of the folders that were searched", source.path))
            };
            found.push(Diagnostic::new(Check::SourceMissing.severity(), finding));
            continue;
        };
        let path = reread(source, roots).map_or_else(|| PathBuf::from(&source.path), |(path, _)| path);
        if document.source.source_id != source.source_id {
            let message = format!("`{}` is not the file that was read", source.path);
            let finding = Finding {
                file: Some(path.display().to_string()),
                submission_id: Some(submission.submission_id.clone()),
                ..differing(Check::SourceChanged.finding(message), document.source.source_id.as_str(), source.source_id.as_str())
            };
            found.push(Diagnostic::new(Check::SourceChanged.severity(), finding));
        }
        read_again.insert(&source.source_id, (path, document.clone()));
    }
    let mut quotes = 0;
    for cited in evidence(submission) {
        quotes += 1;
        let missing = submission.documents.iter().any(|d| d.source_id == cited.evidence.source_id);
        match read_again.get(&cited.evidence.source_id) {
            Some((path, document)) => found.extend(compare(submission, &cited, path, document)),
            // The missing source was named above, once for all its quotes.
            None if missing => {}
            None => {
                let message = format!("the words for {} stand in a source that is not among the documents", cited.subject);
                found.push(about(Check::SourceUnlisted, message, submission, &cited, None));
            }
        }
    }
    Verified { quotes, found }
}

/// The file that a source was read from: one whose bytes are the same, else the first of its name.
fn reread(source: &Source, roots: &[PathBuf]) -> Option<(PathBuf, Vec<u8>)> {
    // A dataset from elsewhere must not make us read files outside the folders that were named.
    if !Path::new(&source.path).components().all(|c| matches!(c, Component::Normal(_))) {
        return None;
    }
    let mut other = None;
    for root in roots {
        let path = if root.is_dir() { named(root, &source.path) } else { root.clone() };
        if path.file_name().map(|n| n.to_string_lossy()) != Path::new(&source.path).file_name().map(|n| n.to_string_lossy()) {
            continue;
        }
        if !path.is_file() {
            continue;
        }
        let Ok(bytes) = std::fs::read(&path) else { continue };
        if sha256(&bytes) == source.source_id {
            return Some((path, bytes));
        }
        other = other.or(Some((path, bytes)));
    }
    other
}

/// A path under a folder whose parts show as given: names that are not Unicode are shown with replacements.
fn named(root: &Path, relative: &str) -> PathBuf {
    let mut path = root.to_owned();
    for part in Path::new(relative).components() {
        let plain = path.join(part);
        let shown = |name: &std::ffi::OsStr| name.to_string_lossy() == part.as_os_str().to_string_lossy();
        let alike = || std::fs::read_dir(&path).ok()?.filter_map(Result::ok).find(|e| shown(&e.file_name())).map(|e| e.path());
        path = if plain.exists() { plain } else { alike().unwrap_or(plain) };
    }
    path
}

fn compare(submission: &Submission, cited: &Cited<'_>, path: &Path, document: &Document) -> Option<Diagnostic> {
    let Cited { evidence, subject, .. } = cited;
    let actual = document.resolve(&evidence.locator);
    let (check, message) = match &actual {
        Some(words) if words == &evidence.quote => return None,
        Some(_) => (Check::QuoteDiffers, format!("the words for {subject} are not the quote")),
        None => (
            Check::LocatorUnresolved,
            format!("the words for {subject} should stand at `{}`, and the source has no such place", evidence.locator),
        ),
    };
    let diagnostic = about(check, message, submission, cited, Some((path, actual)));
    Some(diagnostic.with_excerpt(of_document(document, &evidence.locator)))
}

fn about(
    check: Check,
    message: String,
    submission: &Submission,
    cited: &Cited<'_>,
    place: Option<(&Path, Option<String>)>,
) -> Diagnostic {
    let (file, actual) = place.map_or((None, None), |(path, actual)| (Some(path.display().to_string()), actual));
    let finding = Finding {
        file,
        locator: Some(cited.evidence.locator.to_string()),
        submission_id: Some(submission.submission_id.clone()),
        question_id: cited.question.map(ToString::to_string),
        actual,
        expected: Some(cited.evidence.quote.clone()),
        ..check.finding(format!("`{}`: {message}", submission.submission_id))
    };
    Diagnostic::new(check.severity(), finding)
}

fn differing(finding: Finding, actual: &str, expected: &str) -> Finding {
    Finding { actual: Some(actual.to_owned()), expected: Some(expected.to_owned()), ..finding }
}
