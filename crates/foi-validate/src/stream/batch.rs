//! A stream of bytes cut into submissions, and these put into batches.

use std::io::{self, BufRead};
use std::ops::Range;

use foi_model::Finding;

use crate::catalogue::Check;
use crate::diagnostic::Diagnostic;
use crate::engine::{Checked, Record};
use crate::place::Place;

/// How submissions stand in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One a line.
    Lines,
    /// One, or a list of them.
    Document,
}

/// A batch is sent on at this many bytes, whatever the number of its submissions.
const BATCH: usize = 1 << 18;
/// A submission that is longer is not read.
const LONGEST: usize = 8 << 20;
/// Where a submission stands in its batch and in the file.
#[derive(Debug, Clone)]
struct Piece {
    bytes: Range<usize>,
    line: usize,
    column: usize,
    index: Option<usize>,
    /// Why it cannot be taken for a submission at all.
    broken: Option<&'static str>,
}

/// Submissions that are checked together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    bytes: Vec<u8>,
    pieces: Vec<Piece>,
}

/// What stands in a file and is no submission.
#[derive(Debug, Clone, Copy)]
pub(super) struct Broken {
    line: usize,
    column: usize,
    why: &'static str,
}

impl Broken {
    pub(super) fn told(self, file: &str) -> Checked {
        let place = Place { line: self.line, column: self.column, end_column: None, pointer: String::new() };
        let finding = Finding {
            file: Some(file.to_owned()),
            locator: Some(place.locator()),
            ..Check::JsonInvalid.finding(format!("this is no JSON: {}", self.why))
        };
        Checked { diagnostics: vec![Diagnostic::new(Check::JsonInvalid.severity(), finding).at(place)], id: None }
    }
}

impl Batch {
    pub(super) fn records(&self) -> impl Iterator<Item = Result<Record<'_>, Broken>> {
        self.pieces.iter().map(|p| match p.broken {
            Some(why) => Err(Broken { line: p.line, column: p.column, why }),
            None => {
                let bytes = self.bytes.get(p.bytes.clone()).unwrap_or_default();
                Ok(Record { bytes, line: p.line, column: p.column, index: p.index })
            }
        })
    }
}

/// Cuts a stream.
pub(super) struct Batches<R> {
    input: R,
    form: Form,
    /// The line and the character that come next.
    line: usize,
    column: usize,
    state: State,
    next_index: usize,
}

/// Where in a document the reading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing but blanks was met.
    Before,
    /// In a document that is no list.
    Whole,
    /// In a list, where an item or, behind no comma, its end is expected.
    Between { comma: bool },
    /// In an item of a list.
    Item { depth: usize, text: bool, escaped: bool },
    /// Behind a list.
    Behind,
    /// At the end, or where nothing more can be read.
    Done,
}

const TOO_LONG: &str = "a submission is longer than 8 MiB, and was not read";
const MARK: &[u8] = b"\xef\xbb\xbf";

impl<R: BufRead> Batches<R> {
    pub(super) fn new(input: R, form: Form) -> Self {
        Self { input, form, line: 1, column: 1, state: State::Before, next_index: 0 }
    }

    /// The next submissions; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Batch>> {
        let mut batch = Batch::default();
        batch.bytes.reserve(BATCH + BATCH / 4);
        // An item is never divided between two batches.
        while (batch.bytes.len() < BATCH || matches!(self.state, State::Item { .. } | State::Whole)) && self.state != State::Done {
            match self.form {
                Form::Lines => self.take_line(&mut batch)?,
                Form::Document => self.take_block(&mut batch)?,
            }
        }
        Ok((!batch.pieces.is_empty()).then_some(batch))
    }

    fn broken(&self, why: &'static str, batch: &mut Batch) {
        batch.pieces.push(Piece { bytes: 0..0, line: self.line, column: self.column, index: None, broken: Some(why) });
    }

    fn take_line(&mut self, batch: &mut Batch) -> io::Result<()> {
        let start = batch.bytes.len();
        let got = self.read_line(&mut batch.bytes)?;
        if got == 0 {
            self.state = State::Done;
            return Ok(());
        }
        if got == LONGEST && batch.bytes.last() != Some(&b'\n') {
            batch.bytes.truncate(start);
            self.broken(TOO_LONG, batch);
            self.input.skip_until(b'\n')?;
        } else {
            let line = batch.bytes.get(start..).unwrap_or_default();
            let mark = if self.line == 1 && line.starts_with(MARK) { MARK.len() } else { 0 };
            if !line.iter().skip(mark).all(u8::is_ascii_whitespace) {
                let end = batch.bytes.len() - usize::from(line.ends_with(b"\n"));
                batch.pieces.push(Piece { bytes: start + mark..end, line: self.line, column: 1, index: None, broken: None });
            }
        }
        self.line += 1;
        Ok(())
    }

    /// Reads a line with its end, of [`LONGEST`] bytes at most, and says how many it took.
    fn read_line(&mut self, into: &mut Vec<u8>) -> io::Result<usize> {
        let mut got = 0;
        loop {
            let block = self.input.fill_buf()?;
            let block = block.get(..LONGEST - got).unwrap_or(block);
            let end = memchr::memchr(b'\n', block);
            let part = block.get(..end.map_or(block.len(), |at| at + 1)).unwrap_or(block);
            into.extend_from_slice(part);
            let taken = part.len();
            self.input.consume(taken);
            got += taken;
            if end.is_some() || taken == 0 {
                return Ok(got);
            }
        }
    }

    fn take_block(&mut self, batch: &mut Batch) -> io::Result<()> {
        let block = self.input.fill_buf()?.to_vec();
        if block.is_empty() {
            self.end(batch);
        }
        let mut used = 0;
        for &byte in &block {
            if batch.bytes.len() >= BATCH && matches!(self.state, State::Between { .. }) {
                break;
            }
            self.take_byte(byte, batch);
            used += 1;
            if byte == b'\n' {
                self.line += 1;
                self.column = 1;
            } else if byte & 0xc0 != 0x80 {
                self.column += 1;
            }
            if self.state == State::Done {
                break;
            }
        }
        self.input.consume(used);
        Ok(())
    }

    fn end(&mut self, batch: &mut Batch) {
        match self.state {
            State::Before => self.broken("the file is empty", batch),
            State::Between { .. } => self.broken("the text ends inside a list: a `]` is missing", batch),
            _ => {}
        }
        // An item that is not whole says so itself.
        if let State::Item { depth: 0, text: false, .. } = self.state {
            self.broken("the text ends inside a list: a `]` is missing", batch);
        }
        self.state = State::Done;
    }

    fn take_byte(&mut self, byte: u8, batch: &mut Batch) {
        let blank = byte.is_ascii_whitespace();
        match self.state {
            State::Before if blank || MARK.contains(&byte) => {
                // The mark is no character of the first line.
                self.column -= usize::from(byte == 0xef);
            }
            State::Before if byte == b'[' => self.state = State::Between { comma: false },
            State::Before => {
                self.state = State::Whole;
                self.begin(None, batch);
                self.keep(byte, batch);
            }
            State::Whole => self.keep(byte, batch),
            State::Between { .. } if blank => {}
            State::Between { comma: false } if byte == b']' => self.state = State::Behind,
            State::Between { .. } if byte == b',' || byte == b']' => {
                self.broken("a value is missing here", batch);
                self.state = if byte == b']' { State::Behind } else { State::Between { comma: true } };
            }
            State::Between { .. } => {
                self.begin(Some(self.next_index), batch);
                self.next_index += 1;
                self.state = State::Item { depth: 0, text: false, escaped: false };
                self.take_byte(byte, batch);
            }
            State::Item { depth: 0, text: false, .. } if byte == b',' => self.state = State::Between { comma: true },
            State::Item { depth: 0, text: false, .. } if byte == b']' => self.state = State::Behind,
            State::Item { depth, text, escaped } => {
                self.state = match (text, byte) {
                    (true, b'\\') if !escaped => State::Item { depth, text, escaped: true },
                    (true, b'"') if !escaped => State::Item { depth, text: false, escaped: false },
                    (true, _) => State::Item { depth, text, escaped: false },
                    (false, b'"') => State::Item { depth, text: true, escaped: false },
                    (false, b'{' | b'[') => State::Item { depth: depth + 1, text, escaped },
                    (false, b'}' | b']') => State::Item { depth: depth.saturating_sub(1), text, escaped },
                    _ => self.state,
                };
                self.keep(byte, batch);
            }
            State::Behind if blank => {}
            State::Behind => {
                self.broken("something stands behind the end", batch);
                self.state = State::Done;
            }
            State::Done => {}
        }
    }

    fn begin(&self, index: Option<usize>, batch: &mut Batch) {
        let start = batch.bytes.len();
        batch.pieces.push(Piece { bytes: start..start, line: self.line, column: self.column, index, broken: None });
    }

    fn keep(&mut self, byte: u8, batch: &mut Batch) {
        batch.bytes.push(byte);
        if let Some(piece) = batch.pieces.last_mut() {
            piece.bytes.end = batch.bytes.len();
            if piece.bytes.len() > LONGEST {
                batch.bytes.truncate(piece.bytes.start);
                *piece = Piece { bytes: 0..0, broken: Some(TOO_LONG), ..piece.clone() };
                self.state = State::Done;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line, column and text of each submission, or why there is none.
    #[track_caller]
    fn check(bytes: &[u8], form: Form, expected: &[(usize, usize, &str)]) {
        let mut found = Vec::new();
        // A reader that gives three bytes at a time meets every place at which a block can end.
        let mut batches = Batches::new(io::BufReader::with_capacity(3, bytes), form);
        while let Some(batch) = batches.next().unwrap() {
            for record in batch.records() {
                found.push(match record {
                    Ok(r) => (r.line, r.column, String::from_utf8_lossy(r.bytes).into_owned()),
                    Err(b) => (b.line, b.column, b.why.to_owned()),
                });
            }
        }
        let found: Vec<_> = found.iter().map(|(l, c, t)| (*l, *c, t.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_are_submissions() {
        check(b"\xef\xbb\xbf{}\n\n{\n \r\n{\"a\": 1}", Form::Lines, &[(1, 1, "{}"), (3, 1, "{"), (5, 1, "{\"a\": 1}")]);
        check(b"", Form::Lines, &[]);
    }

    #[test]
    fn a_document_is_one_or_a_list() {
        check(b"\xef\xbb\xbf {\n}", Form::Document, &[(1, 2, "{\n}")]);
        check(
            "[{\"é]\": \"\\\"\"},\n {}, []]".as_bytes(),
            Form::Document,
            &[(1, 2, "{\"é]\": \"\\\"\"}"), (2, 2, "{}"), (2, 6, "[]")],
        );
        check(b"[]", Form::Document, &[]);
        check(b"", Form::Document, &[(1, 1, "the file is empty")]);
        check(b"[{},]", Form::Document, &[(1, 2, "{}"), (1, 5, "a value is missing here")]);
        check(b"[{}", Form::Document, &[(1, 2, "{}"), (1, 4, "the text ends inside a list: a `]` is missing")]);
        check(b"[{\"a", Form::Document, &[(1, 2, "{\"a")]);
        check(b"[{}] x", Form::Document, &[(1, 2, "{}"), (1, 6, "something stands behind the end")]);
    }
}
