//! Where in a JSON text the value of a JSON pointer stands.

use std::collections::BTreeMap;
use std::ops::Range;

/// The bytes of the values that some pointers name, in a text that is known to be JSON. A pointer that names nothing is left out.
pub(crate) fn locate<'p>(text: &str, pointers: impl IntoIterator<Item = &'p str>) -> BTreeMap<String, Range<usize>> {
    let wanted = pointers.into_iter().map(|p| (p.to_owned(), 0..0)).collect();
    let mut scanner = Scanner { text, at: 0, path: String::new(), found: wanted };
    scanner.value();
    scanner.found.retain(|_, range| range.start < range.end);
    scanner.found
}

/// One step of a pointer, escaped.
pub(crate) fn step(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Passes over a text once. Its depth is bounded: serde_json refused deeper texts before.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
    path: String,
    found: BTreeMap<String, Range<usize>>,
}

impl<'t> Scanner<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&mut self) -> Option<char> {
        self.at += self.rest().len() - self.rest().trim_start().len();
        self.rest().chars().next()
    }

    fn take(&mut self, expected: char) -> Option<()> {
        (self.peek()? == expected).then(|| self.at += expected.len_utf8())
    }

    fn value(&mut self) -> Option<()> {
        let first = self.peek()?;
        let start = self.at;
        match first {
            '{' => self.members('{', '}')?,
            '[' => self.members('[', ']')?,
            '"' => self.string().map(|_| ())?,
            _ => {
                let end = self.rest().find([',', '}', ']', ' ', '\n', '\r', '\t']);
                self.at += end.unwrap_or(self.rest().len());
            }
        }
        if let Some(range) = self.found.get_mut(&self.path) {
            *range = start..self.at;
        }
        Some(())
    }

    fn members(&mut self, open: char, close: char) -> Option<()> {
        self.take(open)?;
        let length = self.path.len();
        for index in 0_usize.. {
            if self.take(close).is_some() {
                break;
            }
            let name = if open == '{' {
                let raw = self.string()?;
                self.take(':')?;
                serde_json::from_str::<String>(raw).ok()?
            } else {
                index.to_string()
            };
            self.path.push_str(&step(&name));
            self.value()?;
            self.path.truncate(length);
            let _ = self.take(',');
        }
        Some(())
    }

    /// A string with its quotation marks.
    fn string(&mut self) -> Option<&'t str> {
        self.take('"')?;
        let start = self.at - 1;
        let mut escaped = false;
        for (offset, byte) in self.rest().bytes().enumerate() {
            match byte {
                b'\\' if !escaped => escaped = true,
                b'"' if !escaped => {
                    self.at += offset + 1;
                    return self.text.get(start..self.at);
                }
                _ => escaped = false,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, pointer: &str, expected: Option<&str>) {
        let found = locate(text, [pointer]);
        assert_eq!(found.get(pointer).and_then(|r| text.get(r.clone())), expected, "{pointer} in {text}");
    }

    #[test]
    fn pointers_name_values() {
        let text = "{\n \"a\": [1, {\"b/c\": \"x \\\" y\"}, []],\n \"\\u00e9~\": null, \"\": -1.5e3}";
        check(text, "", Some(text));
        check(text, "/a", Some("[1, {\"b/c\": \"x \\\" y\"}, []]"));
        check(text, "/a/0", Some("1"));
        check(text, "/a/1/b~1c", Some("\"x \\\" y\""));
        check(text, "/a/2", Some("[]"));
        check(text, "/é~0", Some("null"));
        check(text, "/", Some("-1.5e3"));
        check(text, "/a/3", None);
        check(text, "/b", None);
    }
}
