//! Values of a tape as one walks through them.

use std::borrow::Cow;
use std::ops::Range;

use super::{Entry, Kind, Tape};

/// A value of a text.
#[derive(Clone, Copy)]
pub(crate) struct Json<'t> {
    tape: &'t Tape,
    text: &'t str,
    index: u32,
    entry: Entry,
}

/// What a text in JSON says, escapes resolved.
fn text_of(quoted: &str) -> Option<String> {
    serde_json::from_str(quoted).ok()
}

impl<'t> Json<'t> {
    pub(super) fn new(tape: &'t Tape, text: &'t str) -> Self {
        let nothing = Entry { start: 0, end: 0, next: 0, kind: Kind::Null };
        Self { tape, text, index: 0, entry: tape.entry(0).unwrap_or(nothing) }
    }

    fn at(self, index: u32) -> Option<Self> {
        Some(Self { index, entry: self.tape.entry(index)?, ..self })
    }

    pub(crate) fn kind(self) -> Kind {
        self.entry.kind
    }

    /// The bytes of the text that it takes.
    pub(crate) fn range(self) -> Range<usize> {
        self.entry.start as usize..self.entry.end as usize
    }

    /// As written.
    pub(crate) fn raw(self) -> &'t str {
        self.text.get(self.range()).unwrap_or("")
    }

    /// What stands between the quotation marks of a text without escapes.
    pub(crate) fn plain(self) -> Option<&'t str> {
        if self.entry.kind != Kind::Text {
            return None;
        }
        self.text.get(self.entry.start as usize + 1..(self.entry.end as usize).checked_sub(1)?)
    }

    /// Whether it is a text without escapes that says this.
    #[inline(always)]
    pub(crate) fn is(self, text: &str) -> bool {
        let Entry { start, end, kind, .. } = self.entry;
        let (from, to) = (start as usize + 1, end as usize);
        kind == Kind::Text
            && to == from + text.len() + 1
            && self.text.as_bytes().get(from..to - 1).is_some_and(|own| same(own, text.as_bytes()))
    }

    /// What a text says; `None` for anything else.
    pub(crate) fn text(self) -> Option<Cow<'t, str>> {
        match self.entry.kind {
            Kind::Text => self.plain().map(Cow::Borrowed),
            Kind::Escaped => text_of(self.raw()).map(Cow::Owned),
            _ => None,
        }
    }

    /// The names and values of an object, or nothing.
    pub(crate) fn members(self) -> impl Iterator<Item = (Self, Self)> {
        let inside = if self.entry.kind == Kind::Object { self.tape.within(self.index + 1, self.entry.next) } else { &[] };
        let mut at = 0;
        std::iter::from_fn(move || {
            let [name, value] = *inside.get(at as usize..)?.first_chunk()?;
            let index = self.index + 1 + at;
            at = value.next - self.index - 1;
            Some((Self { index, entry: name, ..self }, Self { index: index + 1, entry: value, ..self }))
        })
    }

    /// The items of an array, or nothing.
    pub(crate) fn items(self) -> impl Iterator<Item = Self> {
        let mut next = if self.entry.kind == Kind::Array { self.index + 1 } else { self.entry.next };
        std::iter::from_fn(move || {
            if next >= self.entry.next {
                return None;
            }
            let item = self.at(next)?;
            next = item.entry.next;
            Some(item)
        })
    }

    /// The value of a field whose name is written without escapes; of several the first.
    pub(crate) fn get(self, name: &str) -> Option<Self> {
        self.members().find(|(key, _)| key.is(name)).map(|(_, value)| value)
    }

    /// The value of a field; of several the last, as serde_json takes it.
    fn last(self, name: &str) -> Option<Self> {
        let named = |key: Self| key.text().is_some_and(|k| k == name);
        self.members().filter(|(key, _)| named(*key)).last().map(|(_, value)| value)
    }

    /// The plain texts that stand behind a plain text, wherever they are within this value: those of a field, and seldom an item of a list
    /// behind an item that reads like the field's name.
    pub(crate) fn behind(self, name: &str) -> impl Iterator<Item = &'t str> {
        let length = u32::try_from(name.len() + 2).unwrap_or(u32::MAX);
        let all = self.tape.within(self.index, self.entry.next);
        all.windows(2).filter_map(move |pair| {
            let [before, behind] = pair else { return None };
            if before.end - before.start != length || before.kind != Kind::Text || behind.kind != Kind::Text {
                return None;
            }
            let said = |e: &Entry| self.text.get(e.start as usize + 1..(e.end as usize).checked_sub(1)?);
            said(before).filter(|n| *n == name).and_then(|_| said(behind))
        })
    }

    /// The value that a JSON pointer names.
    pub(crate) fn pointer(self, pointer: &str) -> Option<Self> {
        let Some(rest) = pointer.strip_prefix('/') else { return pointer.is_empty().then_some(self) };
        rest.split('/').try_fold(self, |value, step| match value.kind() {
            Kind::Object => value.last(&step.replace("~1", "/").replace("~0", "~")),
            Kind::Array => value.items().nth(step.parse().ok()?),
            _ => None,
        })
    }

    /// The pointers of fields whose name stands twice in one object.
    pub(crate) fn repeated(self, pointer: &mut String, found: &mut Vec<(String, Range<usize>)>) {
        let length = pointer.len();
        let mut seen = std::collections::BTreeSet::new();
        for (key, value) in self.members() {
            let Some(name) = key.text() else { continue };
            pointer.push_str(&step(&name));
            if !seen.insert(name) {
                found.push((pointer.clone(), key.range()));
            }
            value.repeated(pointer, found);
            pointer.truncate(length);
        }
        for (index, item) in self.items().enumerate() {
            pointer.push_str(&format!("/{index}"));
            item.repeated(pointer, found);
            pointer.truncate(length);
        }
    }
}

/// Whether two texts of one length are the same. Names and codes are short: a call of `memcmp` takes longer than comparing their ends.
#[inline]
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    match (a.first_chunk::<8>(), b.first_chunk::<8>()) {
        (Some(first), Some(other)) => first == other && a.last_chunk::<8>() == b.last_chunk::<8>() && (a.len() <= 16 || a == b),
        _ => match (a.first_chunk::<4>(), b.first_chunk::<4>()) {
            (Some(first), Some(other)) => first == other && a.last_chunk::<4>() == b.last_chunk::<4>(),
            _ => a.iter().eq(b),
        },
    }
}

/// One step of a pointer, escaped.
pub(crate) fn step(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, pointer: &str, expected: Option<&str>) {
        let mut tape = Tape::default();
        tape.read(text).unwrap();
        assert_eq!(tape.root(text).pointer(pointer).map(Json::raw), expected, "{pointer} in {text}");
    }

    #[test]
    fn texts_are_compared_whole() {
        let text = b"evidence_of_a_figure";
        for length in 0..=text.len() {
            let own = &text[..length];
            assert!(same(own, own), "{length} bytes");
            for at in 0..length {
                let mut other = own.to_vec();
                other[at] = b'!';
                assert!(!same(own, &other), "{length} bytes, another at {at}");
            }
        }
    }

    #[test]
    fn pointers_name_values() {
        let text = "{\n \"a\": [1, {\"b/c\": \"x \\\" y\"}, []],\n \"\\u00e9~\": null, \"\": -1.5e3, \"a\\u0062\": 2, \"ab\": 3}";
        check(text, "", Some(text));
        check(text, "/a", Some("[1, {\"b/c\": \"x \\\" y\"}, []]"));
        check(text, "/a/0", Some("1"));
        check(text, "/a/1/b~1c", Some("\"x \\\" y\""));
        check(text, "/a/2", Some("[]"));
        check(text, "/é~0", Some("null"));
        check(text, "/", Some("-1.5e3"));
        check(text, "/ab", Some("3"));
        check(text, "/a/3", None);
        check(text, "/b", None);
    }
}
