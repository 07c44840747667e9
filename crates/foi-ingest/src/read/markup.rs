//! Markdown marks within a line: emphasis, links, escapes. What only looks like a mark stays as it is.

use std::ops::Range;

use crate::document::Rich;

/// A line without its marks.
pub(super) struct Marked {
    /// The words.
    pub text: Rich,
    /// Whether all words are strongly emphasised.
    pub strong: bool,
}

/// Reads a part of a line, in bytes, that is the place of that index.
pub(super) fn inline(line: &str, range: Range<usize>, place: usize) -> Marked {
    let mut reader = Reader {
        line,
        place,
        text: Rich::default(),
        bold: false,
        plain_words: false,
        at: range.start,
        end: range.end.min(line.len()),
        counted: (0, 0),
    };
    reader.read();
    let strong = !reader.plain_words && reader.text.as_str().chars().any(char::is_alphanumeric);
    Marked { text: reader.text, strong }
}

struct Reader<'l> {
    line: &'l str,
    place: usize,
    text: Rich,
    bold: bool,
    plain_words: bool,
    at: usize,
    end: usize,
    /// A byte of the line, and the number of characters before it.
    counted: (usize, usize),
}

/// How far a mark's partner is looked for, in bytes: emphasis is a phrase.
const REACH: usize = 400;

/// The beginning of a text, about as far as [`REACH`].
fn near(text: &str) -> &str {
    let end = text.char_indices().map(|(i, _)| i).take_while(|i| *i <= REACH).last().unwrap_or(0);
    if text.len() <= REACH { text } else { text.get(..end).unwrap_or("") }
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.line.get(self.at..self.end).unwrap_or("")
    }

    fn push(&mut self, bytes: usize) {
        let start = self.at;
        self.at += bytes;
        if let Some(piece) = self.line.get(start..self.at) {
            if !self.bold && piece.chars().any(char::is_alphanumeric) {
                self.plain_words = true;
            }
            let (byte, chars) = self.counted;
            let first = chars + self.line.get(byte..start).map_or(0, |between| between.chars().count());
            self.counted = (start, first);
            // Tabs and runs of blanks are one blank; the run keeps its own place so that evidence stays exact.
            self.text.push(piece, self.place, first);
        }
    }

    fn read(&mut self) {
        while self.at < self.end {
            let rest = self.rest();
            let Some(c) = rest.chars().next() else { return };
            if c == '\\' && rest.get(1..).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_punctuation())) {
                self.at += 1;
                self.push(1);
            } else if let Some(mark) = ["**", "__"].into_iter().find(|m| rest.starts_with(m)) {
                let pairs = self.bold || rest.get(2..).is_some_and(|r| near(r).contains(mark));
                if pairs { self.toggle() } else { self.push(2) }
            } else if matches!(c, '*' | '_') && self.is_emphasis(c) {
                self.at += 1;
            } else if !(c == '[' && self.link() || c == '<' && self.angle()) {
                let rest = self.rest();
                let next = rest
                    .char_indices()
                    .skip(1)
                    .find(|(_, c)| matches!(c, '\\' | '*' | '_' | '[' | '<'))
                    .map_or(rest.len(), |(i, _)| i);
                self.push(next);
            }
        }
    }

    fn toggle(&mut self) {
        self.bold = !self.bold;
        self.at += 2;
    }

    /// A single mark is emphasis where it touches a word on one side only and has a partner.
    fn is_emphasis(&self, mark: char) -> bool {
        let before = self.line.get(..self.at).and_then(|t| t.chars().next_back());
        let rest = near(self.rest().get(1..).unwrap_or(""));
        let after = rest.chars().next();
        let open = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '*' | '|'));
        let shut = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation() || matches!(c, '”' | '’'));
        let opens = open(before) && after.is_some_and(|c| !c.is_whitespace() && c != mark);
        let closes = before.is_some_and(|c| !c.is_whitespace() && c != mark) && shut(after);
        let back = (self.at.saturating_sub(REACH)..=self.at).find(|i| self.line.is_char_boundary(*i)).unwrap_or(0);
        let so_far = self.line.get(back..self.at).unwrap_or("");
        opens && rest.contains(mark) && closing_follows(rest, mark) || closes && so_far.matches(mark).count() % 2 == 1
    }

    /// `[words](address)`: the words, marked as a link.
    fn link(&mut self) -> bool {
        let rest = near(self.rest());
        let Some((words, after)) = rest.get(1..).and_then(|r| r.split_once("](")) else { return false };
        let Some(address) = after.find(')') else { return false };
        if words.contains(['[', ']']) || after.get(..address).is_some_and(|a| a.contains(' ')) {
            return false;
        }
        let (words, whole) = (words.len(), words.len() + address + 4);
        self.at += 1;
        self.text.link();
        let inner_end = self.at + words;
        let outer_end = std::mem::replace(&mut self.end, inner_end);
        self.read();
        self.end = outer_end;
        self.at = inner_end + whole - words - 1;
        true
    }

    /// `<https://...>` and `<br>`; any other angle bracket is text.
    fn angle(&mut self) -> bool {
        let rest = near(self.rest());
        let Some(close) = rest.find('>') else { return false };
        let inside = rest.get(1..close).unwrap_or("");
        if matches!(inside.trim_end_matches(['/', ' ']).to_ascii_lowercase().as_str(), "br") {
            self.text.space();
            self.at += close + 1;
            return true;
        }
        if inside.contains("://") && !inside.contains(' ') || inside.contains('@') && !inside.contains(' ') {
            self.at += 1;
            self.text.link();
            self.push(close - 1);
            self.at += 1;
            return true;
        }
        false
    }
}

fn closing_follows(rest: &str, mark: char) -> bool {
    let mut before = ' ';
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        if c == mark && !before.is_whitespace() && chars.peek().is_none_or(|n| !n.is_alphanumeric()) {
            return true;
        }
        before = c;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &str, strong: bool) {
        let marked = inline(line, 0..line.len(), 0);
        assert_eq!((marked.text.as_str(), marked.strong), (expected, strong), "{line}");
    }

    #[test]
    fn marks_go_and_words_stay() {
        check("**1a. What?**", "1a. What?", true);
        check("**Bold** and not", "Bold and not", false);
        check("costs **(EB)** v", "costs (EB) v", false);
        check("a * b * c", "a * b * c", false);
        check("*all* of it", "all of it", false);
        check("*", "*", false);
        check("12,000*", "12,000*", false);
        check("2020_21 and 2021_22", "2020_21 and 2021_22", false);
        check("[Power BI](#) page", "Power BI page", false);
        check("[not a link] (x)", "[not a link] (x)", false);
        check("see <https://a.b/c_d>", "see https://a.b/c_d", false);
        check("<5 and > 3", "<5 and > 3", false);
        check("one<br>two", "one two", false);
        check("**open", "**open", false);
    }
}
