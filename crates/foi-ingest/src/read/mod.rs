//! Bytes to a [`Document`]: a registry of formats, told apart by content, never by name.

mod encoding;
mod lines;
mod markup;
mod text;
mod text_table;

use foi_model::{Issue, IssueCode, Source, SourceId, SourceRole};

use crate::document::Document;
use crate::pipeline::Limits;
use crate::reference::digest;

/// A format that can be read.
pub struct Format {
    /// Its name, as on the command line.
    pub name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// The usual endings of its files' names.
    pub extensions: &'static [&'static str],
    /// Whether bytes are of this format.
    pub matches: fn(&[u8]) -> bool,
    /// Fills a document that has a source and nothing else; what is amiss with the bytes is an issue.
    pub fill: fn(&[u8], &mut Document) -> Vec<Issue>,
}

/// Every format, the most particular first.
pub const FORMATS: &[Format] = &[text::FORMAT];

/// What became of a file's bytes.
pub struct Read {
    /// The document; without blocks where nothing could be read.
    pub document: Document,
    /// What is amiss.
    pub issues: Vec<Issue>,
}

/// Reads a document.
///
/// Every input gives a document; what cannot be read has no blocks and an issue of severity `error`.
pub fn read(bytes: &[u8], relative_path: &str, limits: &Limits) -> Read {
    let format = FORMATS.iter().find(|f| (f.matches)(bytes));
    let source_id: Option<SourceId> = digest(bytes).parse().ok();
    let mut document = Document {
        source: Source {
            source_id: source_id.unwrap_or_else(unknown_source),
            path: relative_path.to_owned(),
            media_type: format.map_or("application/octet-stream", |f| f.media_type).to_owned(),
            bytes: bytes.len() as u64,
            pages: None,
            role: SourceRole::Response,
        },
        places: Vec::new(),
        blocks: Vec::new(),
    };
    let issues = if bytes.iter().all(u8::is_ascii_whitespace) {
        vec![Issue::new(IssueCode::DocumentEmpty, format!("`{relative_path}` is empty"))]
    } else if bytes.len() as u64 > limits.input_bytes {
        let message = format!("`{relative_path}` has {} bytes; the limit is {}", bytes.len(), limits.input_bytes);
        vec![Issue::new(IssueCode::DocumentUnreadable, message)]
    } else if let Some(format) = format {
        (format.fill)(bytes, &mut document)
    } else {
        let message = format!("`{relative_path}` is of no format that can be read: {}", what_it_looks_like(bytes));
        vec![Issue::new(IssueCode::FormatUnknown, message)]
    };
    Read { document, issues }
}

/// A document in the place of a file that could not be opened.
pub(crate) fn unopened(relative_path: &str, error: &std::io::Error) -> Read {
    let mut read = read(b"", relative_path, &Limits::default());
    read.issues = vec![Issue::new(IssueCode::DocumentUnreadable, format!("`{relative_path}` could not be opened: {error}"))];
    read
}

fn unknown_source() -> SourceId {
    // A digest is always 64 hexadecimal digits; this keeps the type total without a panic.
    "0".repeat(64).parse().unwrap_or_else(|_| unknown_source())
}

/// The beginnings of common formats, so that a message can name what it refuses.
fn what_it_looks_like(bytes: &[u8]) -> &'static str {
    let starts: [(&[u8], &str); 8] = [
        (b"%PDF", "it looks like a PDF"),
        (b"PK\x03\x04", "it looks like a ZIP archive, or a Word or Excel file"),
        (b"\xd0\xcf\x11\xe0", "it looks like an old Word or Excel file, or an Outlook message"),
        (b"\x89PNG", "it looks like a PNG picture"),
        (b"\xff\xd8\xff", "it looks like a JPEG picture"),
        (b"\x1f\x8b", "it looks like gzip"),
        (b"{\\rtf", "it looks like RTF"),
        (b"SQLite format 3", "it looks like a database"),
    ];
    starts.iter().find(|(start, _)| bytes.starts_with(start)).map_or("it holds binary data", |(_, name)| name)
}
