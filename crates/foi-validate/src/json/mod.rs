//! JSON without copying it: one pass over the bytes writes down where each value begins and ends.
//!
//! The grammar, the limit on depth and the range of numbers are those of serde_json, so that both take the same texts for JSON; a test
//! compares them on a hundred thousand texts.

mod scan;
mod view;

use scan::{skip_blank, string_end};
pub(crate) use view::{Json, same, step};

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    False,
    True,
    /// A whole number of at most 18 digits, without sign where it is nought, without point and exponent.
    Whole,
    /// Any other number.
    Number,
    /// A text that stands between its quotation marks as it is.
    Text,
    /// A text with escapes.
    Escaped,
    Array,
    Object,
}

/// One value: its kind, its bytes, and the entry behind it and everything in it.
#[derive(Debug, Clone, Copy)]
struct Entry {
    start: u32,
    end: u32,
    next: u32,
    kind: Kind,
}

/// The values of a text in the order in which they begin; names of fields are entries before their values.
#[derive(Debug, Default)]
pub(crate) struct Tape {
    entries: Vec<Entry>,
    open: Vec<u32>,
}

/// Where a text stops to be JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Broken {
    /// The byte.
    pub(crate) at: usize,
    /// What stands there, or what is missing.
    pub(crate) why: &'static str,
}

/// serde_json refuses what is nested deeper.
const DEEPEST: usize = 127;

/// What is expected next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    FirstItem,
    FirstName,
    Name,
    AfterValue,
}

impl Tape {
    /// Reads a text of less than 4 GiB. The room of the text read before is used again.
    ///
    /// # Errors
    /// [`Broken`] where it is no JSON.
    pub(crate) fn read(&mut self, text: &str) -> Result<(), Broken> {
        self.entries.clear();
        self.open.clear();
        let bytes = text.as_bytes();
        if u32::try_from(bytes.len()).is_err() {
            return Err(Broken { at: 0, why: "the text is longer than 4 GiB" });
        }
        let mut at = 0;
        let mut expect = Expect::Value;
        loop {
            at = skip_blank(bytes, at);
            let Some(&byte) = bytes.get(at) else {
                if expect == Expect::AfterValue && self.open.is_empty() {
                    return Ok(());
                }
                return Err(Broken { at: bytes.len(), why: self.unfinished() });
            };
            (at, expect) = match (expect, byte) {
                (Expect::AfterValue, b',') => match self.inside() {
                    Some(Kind::Object) => (at + 1, Expect::Name),
                    Some(_) => (at + 1, Expect::Value),
                    None => return Err(Broken { at, why: "something stands behind the end" }),
                },
                (Expect::AfterValue | Expect::FirstItem, b']') if self.inside() == Some(Kind::Array) => {
                    self.close(at + 1);
                    (at + 1, Expect::AfterValue)
                }
                (Expect::AfterValue | Expect::FirstName, b'}') if self.inside() == Some(Kind::Object) => {
                    self.close(at + 1);
                    (at + 1, Expect::AfterValue)
                }
                (Expect::AfterValue, _) => {
                    let why = match self.inside() {
                        None => "something stands behind the end",
                        Some(Kind::Object) => "a comma or `}` is missing",
                        Some(_) => "a comma or `]` is missing",
                    };
                    return Err(Broken { at, why });
                }
                (Expect::FirstName | Expect::Name, b'"') => {
                    let end = self.string(bytes, at)?;
                    let colon = skip_blank(bytes, end);
                    if bytes.get(colon) != Some(&b':') {
                        return Err(Broken { at: colon, why: "a colon is missing behind the name of a field" });
                    }
                    (colon + 1, Expect::Value)
                }
                (Expect::FirstName | Expect::Name, _) => {
                    return Err(Broken { at, why: "the name of a field in quotation marks is missing" });
                }
                (Expect::Value | Expect::FirstItem, _) => self.value(bytes, at, byte)?,
            };
        }
    }

    fn value(&mut self, bytes: &[u8], at: usize, byte: u8) -> Result<(usize, Expect), Broken> {
        let end = match byte {
            b'"' => self.string(bytes, at)?,
            b'{' | b'[' => {
                if self.open.len() >= DEEPEST {
                    return Err(Broken { at, why: "the text is nested more than 127 deep" });
                }
                let (kind, expect) =
                    if byte == b'{' { (Kind::Object, Expect::FirstName) } else { (Kind::Array, Expect::FirstItem) };
                self.open.push(narrow(self.entries.len()));
                self.push(kind, at, at);
                return Ok((at + 1, expect));
            }
            b't' => self.word(bytes, at, b"true", Kind::True)?,
            b'f' => self.word(bytes, at, b"false", Kind::False)?,
            b'n' => self.word(bytes, at, b"null", Kind::Null)?,
            b'-' | b'0'..=b'9' => {
                let (kind, end) = scan::number(bytes, at)?;
                self.push(kind, at, end);
                end
            }
            _ => return Err(Broken { at, why: "a value is missing here" }),
        };
        Ok((end, Expect::AfterValue))
    }

    fn string(&mut self, bytes: &[u8], at: usize) -> Result<usize, Broken> {
        let (end, escaped) = string_end(bytes, at + 1)?;
        self.push(if escaped { Kind::Escaped } else { Kind::Text }, at, end);
        Ok(end)
    }

    fn word(&mut self, bytes: &[u8], at: usize, word: &[u8], kind: Kind) -> Result<usize, Broken> {
        let end = at + word.len();
        if bytes.get(at..end) != Some(word) {
            return Err(Broken { at, why: "a text needs quotation marks; without them stand `true`, `false`, `null` and numbers" });
        }
        self.push(kind, at, end);
        Ok(end)
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let next = narrow(self.entries.len() + 1);
        self.entries.push(Entry { start: narrow(start), end: narrow(end), next, kind });
    }

    fn inside(&self) -> Option<Kind> {
        let &open = self.open.last()?;
        self.entry(open).map(|e| e.kind)
    }

    fn close(&mut self, end: usize) {
        let next = narrow(self.entries.len());
        if let Some(open) = self.open.pop()
            && let Some(entry) = usize::try_from(open).ok().and_then(|i| self.entries.get_mut(i))
        {
            entry.end = narrow(end);
            entry.next = next;
        }
    }

    fn unfinished(&self) -> &'static str {
        match self.inside() {
            None => "the text is empty",
            Some(Kind::Object) => "the text ends inside an object: a `}` is missing",
            Some(_) => "the text ends inside an array: a `]` is missing",
        }
    }

    fn entry(&self, index: u32) -> Option<Entry> {
        self.entries.get(usize::try_from(index).ok()?).copied()
    }

    /// The entries from one to another.
    fn within(&self, from: u32, to: u32) -> &[Entry] {
        self.entries.get(from as usize..to as usize).unwrap_or_default()
    }

    /// The whole of the text that was read.
    pub(crate) fn root<'t>(&'t self, text: &'t str) -> Json<'t> {
        Json::new(self, text)
    }
}

/// A place or number that is known to fit: [`Tape::read`] refuses longer texts.
fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<(), (usize, &str)>) {
        let found = Tape::default().read(text).map_err(|b| (b.at, b.why));
        assert_eq!(found, expected, "{text}");
        assert_eq!(found.is_ok(), serde_json::from_str::<serde_json::Value>(text).is_ok(), "{text}");
    }

    #[test]
    fn what_is_json_and_where_it_ends_to_be() {
        for text in [
            "{}",
            " [ ] ",
            "\"\"",
            "0",
            "-0",
            "-0.5e+3",
            "1e300",
            "[1,{\"a\":[],\"b\":\"\\u00e9\\ud83d\\ude00\"},null,true,false]",
            "123456789012345678901234567890",
            "\"a\\nb\\/\"",
        ] {
            check(text, Ok(()));
        }
        check("", Err((0, "the text is empty")));
        check("{\"a\":1", Err((6, "the text ends inside an object: a `}` is missing")));
        check("[1 2]", Err((3, "a comma or `]` is missing")));
        check("{\"a\" 1}", Err((5, "a colon is missing behind the name of a field")));
        check("{\"a\":1,}", Err((7, "the name of a field in quotation marks is missing")));
        check("[1,]", Err((3, "a value is missing here")));
        check("[01]", Err((2, "a comma or `]` is missing")));
        check("{} {}", Err((3, "something stands behind the end")));
        check("nil", Err((0, "a text needs quotation marks; without them stand `true`, `false`, `null` and numbers")));
        check("\"a\nb\"", Err((2, "a control character stands in a text: write it as an escape such as `\\n`")));
        check("\"a", Err((0, "the text has no closing quotation mark")));
        check("\"\\x\"", Err((1, "no such escape: `\\\\` writes a backslash")));
        check("\"\\ud800\"", Err((1, "half of a character: `\\ud800` to `\\udfff` stand in pairs")));
        check("1e999", Err((0, "the number is out of range")));
        check("1.", Err((0, "a number is not finished")));
        check(&"[".repeat(128), Err((127, "the text is nested more than 127 deep")));
        check(&format!("{}{}", "[".repeat(127), "]".repeat(127)), Ok(()));
    }
}
