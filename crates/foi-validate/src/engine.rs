//! One submission: whether it is sound, and everything that is wrong where it is not.

use std::ops::Range;

use foi_model::{Finding, Instrument, Register};
use serde_json::Value;

use crate::Error;
use crate::catalogue::Check;
use crate::diagnostic::Diagnostic;
use crate::excerpt::Excerpt;
use crate::fault::Fault;
use crate::json::{Json, Tape};
use crate::meaning::{Meaning, neighbours};
use crate::place::{Origin, Place};
use crate::structure::Structure;

/// What submissions are held against.
pub struct Engine {
    structure: Structure,
    meaning: Meaning,
}

/// Room that is used again from one submission to the next.
#[derive(Default)]
pub struct Scratch(Tape);

/// One submission in a file, before anything is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Record<'t> {
    /// Its bytes.
    pub bytes: &'t [u8],
    /// The line of the file at which they begin, from 1.
    pub line: usize,
    /// The character of that line, from 1.
    pub column: usize,
    /// Which item of the file's list it is, where the file is one list.
    pub index: Option<usize>,
}

/// What came of one submission.
#[derive(Debug, Default)]
pub struct Checked {
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// Its id, and where that stands.
    pub id: Option<(String, Place)>,
}

impl Engine {
    /// An engine for submissions that answer one of these instruments, or none.
    ///
    /// # Errors
    /// [`Error::Schema`] where the schema of submissions has something that no check is known for.
    pub fn new(instruments: &[&Instrument], register: &Register) -> Result<Self, Error> {
        Ok(Self { structure: Structure::new()?, meaning: Meaning::new(instruments, register) })
    }

    /// Whether a text is surely of the schema: no where it is not, and where it takes more to tell.
    pub fn structure_surely(&self, scratch: &mut Scratch, text: &str) -> bool {
        scratch.0.read(text).is_ok() && self.structure.program.surely(scratch.0.root(text))
    }

    fn sound(&self, root: Json<'_>) -> bool {
        self.structure.program.surely(root) && self.meaning.faults(root).is_empty()
    }

    /// What is wrong with one submission of a file.
    pub fn check(&self, scratch: &mut Scratch, record: Record<'_>, file: &str) -> Checked {
        let origin = Origin { line: record.line, column: record.column };
        let prefix = record.index.map_or_else(String::new, |i| format!("/{i}"));
        let shape = Shape { file, origin, prefix: &prefix };
        let text = match simdutf8::compat::from_utf8(record.bytes) {
            Ok(text) => text,
            Err(error) => {
                let valid = record.bytes.get(..error.valid_up_to()).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("");
                let at = valid.char_indices().next_back().map_or(0, |(at, _)| at);
                let message = "this is no JSON: the text is not UTF-8 behind this place";
                return Checked { diagnostics: vec![shape.broken(valid, at, message)], id: None };
            }
        };
        if let Err(broken) = scratch.0.read(text) {
            let diagnostic = shape.broken(text, broken.at, &format!("this is no JSON: {}", broken.why));
            return Checked { diagnostics: vec![diagnostic], id: None };
        }
        let root = scratch.0.root(text);
        let id =
            root.get("submission_id").and_then(|v| Some((v.text()?.into_owned(), shape.place(text, &v.range(), "/submission_id"))));
        if self.sound(root) {
            return Checked { diagnostics: Vec::new(), id };
        }
        let faults = self.faults(text, root);
        let name = id.as_ref().map(|(id, _)| id.as_str());
        let diagnostics = faults.into_iter().map(|fault| shape.diagnostic(text, root, fault, name)).collect();
        Checked { diagnostics, id }
    }

    /// Everything that is wrong with a text that is JSON, in the order in which it stands there.
    fn faults(&self, text: &str, root: Json<'_>) -> Vec<Fault> {
        let value: Value = match serde_json::from_str(text) {
            Ok(value) => value,
            Err(error) => return vec![Fault::new(Check::JsonInvalid, "", format!("this is no JSON: {error}"))],
        };
        let mut repeated = Vec::new();
        root.repeated(&mut String::new(), &mut repeated);
        let mut faults: Vec<Fault> = repeated
            .into_iter()
            .map(|(pointer, _)| {
                let name = pointer.rsplit('/').next().unwrap_or_default();
                Fault::new(Check::FieldTwice, pointer.clone(), format!("the field `{name}` stands twice in one object"))
            })
            .collect();
        // Meaning is read from the text without its escapes, in which a code can be written as well.
        let plain = value.to_string();
        let mut tape = Tape::default();
        let meant = if tape.read(&plain).is_ok() { self.meaning.faults(tape.root(&plain)) } else { Vec::new() };
        let version = meant.iter().position(|f| f.check == Check::SchemaVersion);
        if let Some(version) = version {
            // A submission of another version has other fields: all else would follow from that.
            return meant.into_iter().skip(version).take(1).collect();
        }
        faults.extend(self.structure.faults(&value));
        let broken: Vec<String> = faults.iter().map(|f| f.pointer.clone()).collect();
        faults.extend(meant.into_iter().filter(|f| !follows(f, &broken)));
        let position = |f: &Fault| root.pointer(&f.pointer).map_or(0, |v| v.range().start);
        faults.sort_by_key(position);
        faults
    }
}

/// Whether a fault of meaning is nothing but a fault of structure seen from behind: it is about the same value, or about one that is
/// missing because of it.
fn follows(fault: &Fault, broken: &[String]) -> bool {
    let within = |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    broken.iter().any(|b| {
        within(&fault.pointer, b) && !b.is_empty() && !is_container(b)
            || within(b, &fault.pointer) && fault.check != Check::QuestionMissing
            || fault.check == Check::QuestionMissing && (b == "/answers" || b.ends_with("/question_id") || is_answer(b))
    })
}

/// Whether a pointer names an answer, which a missing field is told of.
fn is_answer(pointer: &str) -> bool {
    pointer.strip_prefix("/answers/").is_some_and(|rest| !rest.contains('/'))
}

/// A missing field is told of the object that lacks it; what else is wrong inside that has other causes.
fn is_container(pointer: &str) -> bool {
    pointer.rsplit('/').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()))
}

/// Where a submission stands in its file.
struct Shape<'s> {
    file: &'s str,
    origin: Origin,
    prefix: &'s str,
}

impl Shape<'_> {
    fn place(&self, text: &str, range: &Range<usize>, pointer: &str) -> Place {
        Place::of(text, range, self.origin, format!("{}{pointer}", self.prefix))
    }

    fn broken(&self, text: &str, at: usize, message: &str) -> Diagnostic {
        let width = text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let range = at..at + width;
        let mut place = self.place(text, &range, "");
        place.pointer.clear();
        let finding =
            Finding { file: Some(self.file.to_owned()), locator: Some(place.locator()), ..Check::JsonInvalid.finding(message) };
        let excerpt = Excerpt::of_text(text, range, self.origin.line);
        Diagnostic::new(Check::JsonInvalid.severity(), finding).with_excerpt(excerpt).at(place)
    }

    fn diagnostic(&self, text: &str, root: Json<'_>, fault: Fault, submission_id: Option<&str>) -> Diagnostic {
        let value = root.pointer(&fault.pointer).unwrap_or(root);
        // What is wrong with all of a value is shown at its beginning.
        let range = value.range();
        let whole = fault.pointer.is_empty() || matches!(value.kind(), crate::json::Kind::Object | crate::json::Kind::Array);
        let range = if whole { range.start..range.start + 1 } else { range };
        let place = self.place(text, &range, &fault.pointer);
        let among = neighbours(root, &fault.pointer);
        let finding = Finding {
            file: Some(self.file.to_owned()),
            locator: Some(place.locator()),
            submission_id: submission_id.map(str::to_owned),
            question_id: fault.finding.question_id.clone().or_else(|| question_of(root, &fault.pointer)),
            ..fault.finding
        };
        let excerpt = Excerpt::of_text(text, range, self.origin.line);
        Diagnostic::new(fault.check.severity(), finding).with_excerpt(excerpt).at(place).among(among)
    }
}

/// The question of the answer that a pointer leads into.
fn question_of(root: Json<'_>, pointer: &str) -> Option<String> {
    let index = pointer.strip_prefix("/answers/")?.split('/').next()?.parse().ok()?;
    root.get("answers")?.items().nth(index)?.get("question_id")?.text().map(Into::into)
}
