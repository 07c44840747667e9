//! One submission, from its files to its recognised answers.

use foi_model::{Issue, IssueCode, Severity, SourceRole, Submission};
use serde::{Deserialize, Serialize};

use crate::bind::Bound;
use crate::budget::{Budget, Limits};
use crate::discover::{Job, JobFile};
use crate::document::Document;
use crate::identify::Identity;
use crate::read::{self, Access, Read};
use crate::reference::Reference;
use crate::withhold::withhold;
use crate::{bind, check, identify, interpret, lexicon, template};

/// How to read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Config {
    /// Which instrument the responses answer.
    pub instrument: Choice,
    /// Whether names and addresses of contact persons are kept.
    pub include_contacts: bool,
    /// How much may be read.
    pub limits: Limits,
    /// What may be read.
    pub access: Access,
}

/// Which instrument a response answers.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub enum Choice {
    /// The one that it fits, else `unrecognised`.
    #[default]
    Auto,
    /// The one of this id.
    Only(String),
    /// None: read it under its own numbering.
    Unrecognised,
}

/// The files of one submission, opened.
#[derive(Debug)]
pub struct Given {
    /// Names the submission.
    pub submission_id: String,
    /// Its files, each with its path relative to the one that was given, and its bytes or why there are none.
    pub files: Vec<(String, std::io::Result<Vec<u8>>)>,
}

impl Given {
    /// Opens the files of a job; of one that is longer than the limit, one byte more than it.
    pub fn open(job: &Job, limits: &Limits) -> Self {
        let opened = |f: &JobFile| match &f.refused {
            Some(why) => Err(std::io::Error::other(why.clone())),
            None => open(&f.path, limits.input_bytes),
        };
        let files = job.files.iter().map(|f| (f.relative.clone(), opened(f))).collect();
        Self { submission_id: job.submission_id.clone(), files }
    }
}

/// A step on the way to a submission, on which a process can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'p> {
    /// Reading the document of a path.
    Read(&'p str),
    /// Recognising what all documents say.
    Recognise,
}

/// A submission and what each stage found on the way to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ingested {
    /// The submission; without answers where nothing could be read.
    pub submission: Submission,
    /// The documents as read, in the order of `submission.documents`.
    pub documents: Vec<Document>,
    /// Which words were taken for which question; the index of the document comes first.
    pub bound: Vec<(usize, Bound)>,
}

/// Reads the files of one submission and recognises what they say.
///
/// Never fails: a file that could not be opened or read is an issue of the submission. `begin` is told of each step before it is taken, and
/// its answer is why the step is to be left out, if it is.
pub fn ingest(given: &Given, reference: &Reference, config: &Config, begin: &dyn Fn(Step<'_>) -> Option<String>) -> Ingested {
    lexicon::forget();
    let budget = Budget::new(&config.limits);
    let mut documents = Vec::new();
    let mut issues = Vec::new();
    for (path, bytes) in &given.files {
        let all = match bytes {
            Ok(bytes) => read::read(bytes, path, &budget, config.access, &|path| begin(Step::Read(path))),
            Err(error) => vec![read::unopened(path, error)],
        };
        for Read { mut document, issues: found } in all {
            if !template::is_template(&document) {
                bind::divide(&mut document);
            }
            documents.push(document);
            issues.extend(found);
        }
    }
    // The letter speaks before what came with it.
    documents.sort_by_key(|d| std::cmp::Reverse(identify::letterness(d)));
    for document in documents.iter_mut().skip(1).filter(|d| d.source.role != SourceRole::Container) {
        document.source.role = SourceRole::Attachment;
    }
    if let Some(why) = begin(Step::Recognise) {
        let id = &given.submission_id;
        issues.push(Issue::new(IssueCode::WorkerFailed, format!("what `{id}` says was not recognised: {why}")));
        let submission = Submission { issues, ..Identity::default().into_submission(id.clone(), &documents, Vec::new()) };
        return Ingested { submission, documents, bound: Vec::new() };
    }
    if let Some(instrument) = template::instrument(&documents, reference, &config.instrument) {
        let mut filled = template::read(&documents, instrument, reference, config, &mut issues);
        issues.append(&mut filled.identity.issues);
        let answers = std::mem::take(&mut filled.answers);
        let identity = std::mem::take(&mut filled.identity);
        let mut submission = identity.into_submission(given.submission_id.clone(), &documents, answers);
        finish(&mut submission, issues, config, |issues| filled.explain(issues));
        return Ingested { submission, documents, bound: Vec::new() };
    }
    let passages: Vec<bind::Passages<'_>> = documents.iter().map(bind::Passages::of).collect();
    let identity = identify::identify(&documents, &passages, reference, &config.instrument);
    issues.extend(identity.issues.iter().cloned());
    let bound: Vec<(usize, Bound)> =
        passages.iter().enumerate().map(|(index, passages)| (index, bind::bind(passages, &identity))).collect();
    let answers = interpret::interpret(&documents, &bound, &identity, config, &mut issues);
    let mut submission = identity.into_submission(given.submission_id.clone(), &documents, answers);
    finish(&mut submission, issues, config, |_| {});
    Ingested { submission, documents, bound }
}

/// Adds what only the whole shows, lets what explains issues have its say, and puts them in order.
fn finish(submission: &mut Submission, mut issues: Vec<Issue>, config: &Config, explain: impl FnOnce(&mut [Issue])) {
    let unread = issues.iter().any(|i| i.severity == Severity::Error && i.question_id.is_none());
    issues.extend(check::check(submission, unread));
    explain(&mut issues);
    if !config.include_contacts {
        withhold(submission, &mut issues);
    }
    issues.sort_by(|a, b| (a.severity, &a.question_id, a.code).cmp(&(b.severity, &b.question_id, b.code)));
    issues.dedup();
    submission.issues = issues;
}

/// The bytes of a file, and one more than the limit of a longer one.
fn open(path: &std::path::Path, limit: u64) -> std::io::Result<Vec<u8>> {
    use std::io::Read;
    // Opening a pipe would wait for its writer.
    if !std::fs::metadata(path)?.is_file() {
        return Err(std::io::Error::other("it is no regular file"));
    }
    let file = std::fs::File::open(path)?;
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}
