//! Bytes to a [`Document`]: a registry of formats, told apart by content, never by name.

mod archive;
mod compound;
mod csv;
mod docx;
mod draft;
mod eml;
mod encoding;
mod html;
mod line;
mod lines;
mod look;
mod mail;
mod markup;
mod msg;
mod names;
mod numerals;
mod ods;
mod odt;
mod package;
mod pdf;
mod rtf;
mod sheet;
mod symbols;
mod tabbed;
mod text;
mod text_table;
mod unshown;
mod xls;
mod xlsx;
mod xml;
mod xml_2003;

#[cfg(test)]
pub(crate) mod outline;

use foi_model::{Issue, IssueCode, Source, SourceId, SourceRole};
use serde::{Deserialize, Serialize};

use crate::budget::{Budget, Exceeded};
use crate::document::{Document, Rich};
use crate::reference::digest;
use names::Names;
use package::{Package, Sample};

/// A format that can be read.
pub struct Format {
    /// Its name, as on the command line.
    pub name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// The usual endings of its files' names.
    pub extensions: &'static [&'static str],
    /// Whether a file is of this format.
    pub(crate) matches: fn(&Sample<'_>) -> bool,
    /// Reads the file; what was read when it fails is kept.
    pub(crate) read: fn(&Sample<'_>, &mut Reading<'_>) -> Result<(), Fault>,
}

/// Every format, the most particular first.
pub const FORMATS: &[Format] = &[
    pdf::FORMAT,
    docx::FORMAT,
    xlsx::BINARY,
    xlsx::FORMAT,
    ods::PACKED,
    odt::FORMAT,
    archive::FORMAT,
    xls::FORMAT,
    msg::FORMAT,
    rtf::FORMAT,
    ods::FLAT,
    xml_2003::FORMAT,
    eml::FORMAT,
    html::FORMAT,
    csv::FORMAT,
    text::FORMAT,
];

/// What may be read, besides how much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// Whether hidden sheets, rows and columns, comments, deletions and covered text are read as if they were shown.
    pub include_hidden: bool,
}

/// A document in the making: what a reader fills.
pub(crate) struct Reading<'b> {
    /// The document, which has a source and, at first, nothing else.
    pub(crate) document: Document,
    /// What is amiss.
    pub(crate) issues: Vec<Issue>,
    /// The files inside, to be read in turn.
    pub(crate) members: Vec<Member>,
    /// How much may be read.
    pub(crate) budget: &'b Budget,
    /// What may be read.
    pub(crate) access: Access,
    /// Who is told when reading goes on after something that takes time.
    pub(crate) begin: Begin<'b>,
    /// Whether the last sheet was one of a filled template, which is read with what it does not show.
    pub(crate) template: bool,
}

/// A file inside another.
pub(crate) struct Member {
    /// Its path inside, with `/` between folders.
    pub(crate) path: String,
    /// What is in it.
    pub(crate) content: Content,
}

impl Member {
    /// A file that is unpacked.
    pub(crate) fn new(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { path: path.into(), content: Content::Bytes(bytes) }
    }
}

/// The bytes of a file inside another.
pub(crate) enum Content {
    /// Unpacked.
    Bytes(Vec<u8>),
    /// In the archive, at that place in its directory; unpacked when its turn comes, so that one is held at a time.
    Packed(usize),
}

/// Why a document, or the rest of it, was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    /// It cannot be read without its password.
    #[error("it is locked with a password")]
    Encrypted,
    /// It is not as its format demands; how.
    #[error("it is damaged: {0}")]
    Damaged(String),
    /// It has no text, only pictures of pages, and these could not be recognised; why.
    #[error("it is a scan without text: {0}")]
    Scan(String),
    /// It is too large.
    #[error(transparent)]
    Exceeded(#[from] Exceeded),
}

impl Reading<'_> {
    /// Adds a place with its text, and gives the text, which knows its place.
    pub(crate) fn place(&mut self, place: foi_model::Place, text: &str) -> Result<Rich, Fault> {
        self.budget.text(text.len())?;
        Ok(self.document.add(place, text))
    }

    /// Says that reading goes on, so that the time allowed for a step is counted from now.
    pub(crate) fn goes_on(&self) {
        let _ = (self.begin)(&self.document.source.path);
    }

    /// Something is amiss with the document. The message is a sentence about it, such as `it has tracked changes`.
    pub(crate) fn note(&mut self, code: IssueCode, message: &str) {
        self.issues.push(Issue::new(code, format!("`{}`: {message}", self.document.source.path)));
    }
}

/// Is told the path of a document before it is read; its answer is why it is to be left out, if it is. It is told again when reading goes on
/// after something that takes long by its nature, such as a page of a scan.
pub(crate) type Begin<'f> = &'f dyn Fn(&str) -> Option<String>;

/// What became of a file's bytes.
#[derive(Debug, Clone)]
pub(crate) struct Read {
    /// The document; without blocks where nothing could be read.
    pub(crate) document: Document,
    /// What is amiss.
    pub(crate) issues: Vec<Issue>,
}

/// Reads a document, and those inside it after it, each at the path of what it lies in and its own, with `/` between.
///
/// Every input gives at least one document; what cannot be read has no blocks and an issue of severity `error`. `begin` is told the
/// path of each document before it is read, and its answer is why it is to be left out, if it is.
pub(crate) fn read(bytes: &[u8], path: &str, budget: &Budget, access: Access, begin: Begin<'_>) -> Vec<Read> {
    let mut all = Vec::new();
    read_within(bytes, path, budget, access, begin, 0, &mut all);
    all
}

fn read_within<'b>(
    bytes: &[u8],
    path: &str,
    budget: &'b Budget,
    access: Access,
    begin: Begin<'b>,
    depth: u64,
    all: &mut Vec<Read>,
) {
    let document = Document { source: source(bytes, path), places: Vec::new(), blocks: Vec::new() };
    let mut reading = Reading { document, issues: Vec::new(), members: Vec::new(), budget, access, begin, template: false };
    if let Some(why) = begin(path) {
        reading.issues.push(Issue::new(IssueCode::WorkerFailed, format!("`{path}` was left out: {why}")));
    } else if let Err(fault) = fill(bytes, &mut reading, depth) {
        let partly = !reading.document.blocks.is_empty();
        reading.issues.push(fault.issue(path, partly));
    }
    let Reading { document, issues, members, .. } = reading;
    all.push(Read { document, issues });
    let mut package = None;
    let mut names = Names::default();
    for Member { path: inner, content } in members {
        let path = format!("{path}/{}", names.take(&inner, "file"));
        let unpacked = match content {
            Content::Bytes(bytes) => Ok(bytes),
            Content::Packed(index) => unpack(&mut package, bytes, budget, index),
        };
        match unpacked {
            Ok(bytes) => read_within(&bytes, &path, budget, access, begin, depth + 1, all),
            Err(fault) => {
                let document = Document { source: source(b"", &path), places: Vec::new(), blocks: Vec::new() };
                all.push(Read { document, issues: vec![fault.issue(&path, false)] });
            }
        }
    }
}

/// A member of an archive, which is opened for the first of them.
fn unpack<'b>(package: &mut Option<Package<'b>>, bytes: &'b [u8], budget: &'b Budget, index: usize) -> Result<Vec<u8>, Fault> {
    let package = match package {
        Some(package) => package,
        None => package.insert(Package::open(bytes, budget)?),
    };
    package.unpack(index, "it")
}

fn fill(bytes: &[u8], reading: &mut Reading<'_>, depth: u64) -> Result<(), Fault> {
    let path = reading.document.source.path.clone();
    reading.budget.within("nesting", depth)?;
    reading.budget.within("input_bytes", bytes.len() as u64)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        reading.issues.push(Issue::new(IssueCode::DocumentEmpty, format!("`{path}` is empty")));
        return Ok(());
    }
    let sample = Sample::new(bytes, reading.budget)?;
    let Some(format) = FORMATS.iter().find(|f| (f.matches)(&sample)) else {
        let (code, what) = sample.unknown();
        reading.issues.push(Issue::new(code, format!("`{path}` is of no format that can be read: {what}")));
        return Ok(());
    };
    reading.document.source.media_type = format.media_type.to_owned();
    (format.read)(&sample, reading)
}

impl Fault {
    fn issue(&self, path: &str, partly: bool) -> Issue {
        let code = match self {
            Self::Encrypted => IssueCode::DocumentEncrypted,
            Self::Scan(_) => IssueCode::ScanUnread,
            Self::Exceeded(_) => IssueCode::LimitExceeded,
            Self::Damaged(_) if partly => IssueCode::DocumentPartlyRead,
            Self::Damaged(_) => IssueCode::DocumentUnreadable,
        };
        let how = if partly { "could be read in part only" } else { "could not be read" };
        Issue::new(code, format!("`{path}` {how}: {self}"))
    }
}

fn source(bytes: &[u8], path: &str) -> Source {
    let source_id: Option<SourceId> = digest(bytes).parse().ok();
    Source {
        source_id: source_id.unwrap_or_else(unknown_source),
        path: path.to_owned(),
        media_type: "application/octet-stream".to_owned(),
        bytes: bytes.len() as u64,
        pages: None,
        role: SourceRole::Response,
    }
}

/// A document in the place of a file that could not be opened.
pub(crate) fn unopened(path: &str, error: &std::io::Error) -> Read {
    let issue = Issue::new(IssueCode::DocumentUnreadable, format!("`{path}` could not be opened: {error}"));
    Read { document: Document { source: source(b"", path), places: Vec::new(), blocks: Vec::new() }, issues: vec![issue] }
}

fn unknown_source() -> SourceId {
    // A digest is always 64 hexadecimal digits; this keeps the type total without a panic.
    "0".repeat(64).parse().unwrap_or_else(|_| unknown_source())
}
