//! Whether files hold sound submissions: structure against the JSON Schema, then meaning against the instrument.

mod meaning;
mod record;
mod structure;

use std::collections::BTreeMap;

use foi_model::{Finding, Instrument, Register, Submission};

pub(crate) use meaning::kind_name;
pub(crate) use record::{Record, records};

use crate::diagnostic::Diagnostic;
use crate::excerpt::Excerpt;
use crate::failure::Failure;
use crate::findings::Check;
use crate::pointer::locate;
use structure::Structure;

/// Something wrong at a place of a submission.
pub(crate) struct Fault {
    pub(crate) finding: Finding,
    /// Where, as a JSON pointer from the submission's root.
    pub(crate) pointer: String,
}

impl Fault {
    pub(crate) fn new(check: Check, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { finding: check.finding(message), pointer: pointer.into() }
    }

    #[must_use]
    pub(crate) fn question(mut self, question: impl ToString) -> Self {
        self.finding.question_id = Some(question.to_string());
        self
    }

    #[must_use]
    pub(crate) fn differs(mut self, actual: impl ToString, expected: impl ToString) -> Self {
        self.finding.actual = Some(actual.to_string());
        self.finding.expected = Some(expected.to_string());
        self
    }
}

/// What submissions are held against.
pub(crate) struct Rules<'r> {
    pub(crate) instruments: Vec<&'r Instrument>,
    pub(crate) register: &'r Register,
    structure: Structure,
}

impl<'r> Rules<'r> {
    pub(crate) fn new(instruments: Vec<&'r Instrument>, register: &'r Register) -> Result<Self, Failure> {
        Ok(Self { instruments, register, structure: Structure::new()? })
    }

    /// What is wrong with one submission, and the submission where it can be read at all.
    pub(crate) fn check(&self, record: &Record<'_>) -> Checked {
        let mut diagnostics = Vec::new();
        let mut submission = None;
        match &record.value {
            Err(syntax) => diagnostics.push(record.broken(syntax)),
            Ok(value) => {
                let mut faults = self.structure.faults(value);
                if faults.is_empty() {
                    match serde_json::from_value::<Submission>(value.clone()) {
                        Ok(read) => {
                            faults = meaning::faults(&read, self);
                            submission = Some(read);
                        }
                        Err(error) => faults.push(Fault::new(Check::ValueInvalid, "", error.to_string())),
                    }
                }
                let id = value.get("submission_id").and_then(|v| v.as_str());
                diagnostics = placed(record, faults, id);
            }
        }
        Checked { diagnostics, submission_id: submission.map(|s| s.submission_id) }
    }
}

/// What came of one submission.
pub(crate) struct Checked {
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Its id, where it could be read.
    pub(crate) submission_id: Option<String>,
}

/// Faults with file, line and the line's text.
fn placed(record: &Record<'_>, faults: Vec<Fault>, submission_id: Option<&str>) -> Vec<Diagnostic> {
    if faults.is_empty() {
        return Vec::new();
    }
    let full = |pointer: &str| format!("{}{pointer}", record.prefix);
    let pointers: Vec<String> = faults.iter().map(|f| full(&f.pointer)).collect();
    let ranges: BTreeMap<_, _> = locate(record.text, pointers.iter().map(String::as_str));
    let mut diagnostics = Vec::new();
    for (fault, pointer) in faults.into_iter().zip(pointers) {
        let range = ranges.get(&pointer).cloned();
        // What is wrong with all of a submission is shown at its beginning.
        let range = range.map(|r| if fault.pointer.is_empty() { r.start..r.start + 1 } else { r });
        let excerpt = range.and_then(|r| Excerpt::of_text(record.text, r, record.first_line));
        let line = excerpt.as_ref().map_or(record.first_line, |e| e.first_line);
        let finding = Finding {
            file: Some(record.file.clone()),
            locator: Some(format!("line {line} {pointer}").trim_end().to_owned()),
            submission_id: submission_id.map(str::to_owned),
            ..fault.finding
        };
        let severity = severity_of(&finding);
        diagnostics.push(Diagnostic::new(severity, finding).with_excerpt(excerpt));
    }
    diagnostics
}

fn severity_of(finding: &Finding) -> foi_model::Severity {
    use foi_model::Severity::{Error, Note, Warning};
    [Warning, Note].into_iter().find(|s| s.as_str() == finding.severity).unwrap_or(Error)
}

/// Ids that several submissions have.
pub(crate) fn duplicates<'c>(checked: impl Iterator<Item = (&'c str, &'c Checked)>) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for (file, checked) in checked {
        let Some(id) = checked.submission_id.as_deref() else { continue };
        if let Some(first) = seen.insert(id, file) {
            let message = if first == file {
                format!("`{id}` is in `{file}` twice")
            } else {
                format!("`{id}` is in `{first}` and in `{file}`")
            };
            let finding = Finding {
                file: Some(file.to_owned()),
                submission_id: Some(id.to_owned()),
                ..Check::SubmissionTwice.finding(message)
            };
            diagnostics.push(Diagnostic::new(Check::SubmissionTwice.severity(), finding));
        }
    }
    diagnostics
}
