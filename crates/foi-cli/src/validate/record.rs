//! The submissions in a file: one object, an array of them, or one a line.

use foi_model::Finding;
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::excerpt::Excerpt;
use crate::findings::Check;

/// One submission in a file, before anything is known of it.
pub(crate) struct Record<'t> {
    pub(crate) file: String,
    /// The text that it stands in: its line, or the whole file.
    pub(crate) text: &'t str,
    /// The line of the file at which that text begins.
    pub(crate) first_line: usize,
    /// Where it stands in that text, as a JSON pointer.
    pub(crate) prefix: String,
    pub(crate) value: Result<Value, Syntax>,
}

/// A text that is no JSON.
pub(crate) struct Syntax {
    message: String,
    /// The byte of the text at which reading stopped.
    at: usize,
}

/// The submissions of a file; a broken line is a record of its own and does not stop the rest.
pub(crate) fn records<'t>(bytes: &'t [u8], file: &str, one_a_line: bool) -> Vec<Record<'t>> {
    let record = |text, first_line, prefix, value| Record { file: file.to_owned(), text, first_line, prefix, value };
    if !one_a_line {
        let (text, value) = parse(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
        return match value {
            Ok(Value::Array(items)) => {
                let items = items.into_iter().enumerate();
                items.map(|(index, item)| record(text, 1, format!("/{index}"), Ok(item))).collect()
            }
            value => vec![record(text, 1, String::new(), value)],
        };
    }
    let mut records = Vec::new();
    for (index, line) in bytes.split(|&b| b == b'\n').enumerate() {
        let line = if index == 0 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
        if !line.iter().all(u8::is_ascii_whitespace) {
            let (text, value) = parse(line);
            records.push(record(text, index + 1, String::new(), value));
        }
    }
    records
}

fn parse(bytes: &[u8]) -> (&str, Result<Value, Syntax>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text, serde_json::from_str(text).map_err(|e| Syntax::new(text, &e))),
        Err(error) => {
            let valid = bytes.get(..error.valid_up_to()).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("");
            let at = valid.len().saturating_sub(1);
            (valid, Err(Syntax { message: "the text is not UTF-8 after this place".to_owned(), at }))
        }
    }
}

impl Syntax {
    fn new(text: &str, error: &serde_json::Error) -> Self {
        let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = (line_start + error.column().saturating_sub(1)).min(text.len());
        let at = (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        let whole = error.to_string();
        let message = whole.split(" at line ").next().unwrap_or(&whole).to_owned();
        Self { message, at }
    }
}

impl Record<'_> {
    /// The finding for a text that is no JSON.
    pub(crate) fn broken(&self, syntax: &Syntax) -> Diagnostic {
        let width = self.text.get(syntax.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let excerpt = Excerpt::of_text(self.text, syntax.at..syntax.at + width, self.first_line);
        let line = excerpt.as_ref().map_or(self.first_line, |e| e.first_line);
        let finding = Finding {
            file: Some(self.file.clone()),
            locator: Some(format!("line {line}")),
            ..Check::JsonInvalid.finding(format!("this is no JSON: {}", syntax.message))
        };
        Diagnostic::new(Check::JsonInvalid.severity(), finding).with_excerpt(excerpt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], one_a_line: bool, expected: &[(usize, &str, bool)]) {
        let records = records(bytes, "a", one_a_line);
        let found: Vec<_> = records.iter().map(|r| (r.first_line, r.prefix.as_str(), r.value.is_ok())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_broken_line_does_not_stop_the_rest() {
        check(b"{}\n\n{\n{\"a\": \"\xff\"}\n{}", true, &[(1, "", true), (3, "", false), (4, "", false), (5, "", true)]);
    }

    #[test]
    fn a_file_holds_one_or_an_array() {
        check(b"\xef\xbb\xbf{\n}", false, &[(1, "", true)]);
        check(b"[{},\n{}]", false, &[(1, "/0", true), (1, "/1", true)]);
        check(b"", false, &[(1, "", false)]);
    }

    #[test]
    fn a_broken_text_says_where() {
        let records = records(b"{\n \"a\": nil\n}", "a.json", false);
        let syntax = records[0].value.as_ref().unwrap_err();
        let diagnostic = records[0].broken(syntax);
        assert_eq!(diagnostic.finding().message, "this is no JSON: expected ident");
        assert_eq!(diagnostic.finding().locator.as_deref(), Some("line 2"));
    }
}
