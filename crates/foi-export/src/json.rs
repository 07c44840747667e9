//! Submissions as JSON: written in one canonical way, read from one object, an array, or one object a line.

use std::path::Path;

use foi_model::{SCHEMA_VERSION, Submission};

use crate::error::ExportError;
use crate::fs::at;

/// A submission on one line: keys in the order of the type, no white space.
#[expect(clippy::expect_used, reason = "a submission has only text keys and no floats, so that serialising it cannot fail")]
pub fn canonical_json(submission: &Submission) -> String {
    serde_json::to_string(submission).expect("a submission is JSON")
}

/// A submission with one field a line, for people who look at changes; ends with a line break.
#[expect(clippy::expect_used, reason = "a submission has only text keys and no floats, so that serialising it cannot fail")]
pub fn pretty_json(submission: &Submission) -> String {
    serde_json::to_string_pretty(submission).expect("a submission is JSON") + "\n"
}

/// Reads the submissions of a file: an object, an array of objects, or objects one after the other (NDJSON).
///
/// # Errors
/// [`ExportError::Io`] where the file cannot be read, [`ExportError::NotUtf8`] and [`ExportError::NotASubmission`] with the line,
/// [`ExportError::SchemaVersion`] where a submission is of another schema.
pub fn read_submissions(path: &Path) -> Result<Vec<Submission>, ExportError> {
    let bytes = std::fs::read(path).map_err(at("read", path))?;
    parse_submissions(&bytes, &path.display().to_string())
}

/// As [`read_submissions`], from bytes; `name` stands for the file in errors.
///
/// # Errors
/// As [`read_submissions`], but for I/O.
pub fn parse_submissions(bytes: &[u8], name: &str) -> Result<Vec<Submission>, ExportError> {
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let before = bytes.get(..e.valid_up_to()).unwrap_or_default();
        ExportError::NotUtf8 { path: name.to_owned(), line: 1 + before.iter().filter(|&&b| b == b'\n').count() }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let read: Result<Vec<Submission>, serde_json::Error> = if text.trim_start().starts_with('[') {
        serde_json::from_str(text)
    } else {
        serde_json::Deserializer::from_str(text).into_iter().collect()
    };
    let submissions = read.map_err(|source| ExportError::NotASubmission {
        path: name.to_owned(),
        line: source.line(),
        column: source.column(),
        source,
    })?;
    match submissions.iter().find(|s| s.schema_version != SCHEMA_VERSION) {
        None => Ok(submissions),
        Some(other) => Err(ExportError::SchemaVersion {
            path: name.to_owned(),
            submission_id: other.submission_id.clone(),
            found: other.schema_version.clone(),
            expected: SCHEMA_VERSION,
        }),
    }
}
