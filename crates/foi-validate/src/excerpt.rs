//! The lines of a source that a finding is about, fit to be shown.

use std::ops::Range;

use foi_model::redacted;

/// Lines of a source, and which of their bytes to underline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The line of the source that the text begins with, from 1.
    pub first_line: usize,
    /// The lines.
    pub text: String,
    /// The bytes of the text to underline.
    pub span: Range<usize>,
}

/// More bytes than this on one line are cut to the words and what stands around them.
const LONG: usize = 400;
const AROUND: usize = 120;

impl Excerpt {
    /// The line or lines of a text that a range of its bytes is in; a range over several lines is cut to its first.
    pub fn of_text(text: &str, range: Range<usize>, first_line: usize) -> Option<Self> {
        let before = text.get(..range.start)?;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let rest = text.get(start..)?;
        let line = rest.lines().next()?;
        let from = range.start - start;
        let to = (range.end - start).min(line.len()).max(from);
        Self::new(first_line + before.matches('\n').count(), line, from..to)
    }

    /// Lines with some of their bytes underlined; personal data is left out, and most of a long line. `None` where the bytes are no
    /// characters of the lines.
    pub fn new(first_line: usize, text: &str, span: Range<usize>) -> Option<Self> {
        let (before, words, after) = (text.get(..span.start)?, text.get(span.clone())?, text.get(span.end..)?);
        let (mut before, words, mut after) = (redacted(before), redacted(words), redacted(after));
        // An address that the cut went through shows only when the pieces are together again.
        let whole = format!("{before}{words}{after}");
        if redacted(&whole) != whole {
            let text = redacted(text);
            return Some(Self { first_line, span: 0..text.len(), text });
        }
        if whole.len() > LONG && !whole.contains('\n') {
            before = tail(&before);
            after = head(&after);
        }
        let span = before.len()..before.len() + words.len();
        Some(Self { first_line, text: format!("{before}{words}{after}"), span })
    }
}

fn tail(text: &str) -> String {
    let Some(cut) = text.len().checked_sub(AROUND).filter(|&c| c > 0) else { return text.to_owned() };
    let at = (cut..text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(text.len());
    format!("…{}", text.get(at..).unwrap_or(""))
}

fn head(text: &str) -> String {
    if text.len() <= AROUND {
        return text.to_owned();
    }
    let at = (0..=AROUND).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    format!("{}…", text.get(..at).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, words: &str, shown: &str, underlined: &str) {
        let at = text.find(words).unwrap();
        let excerpt = Excerpt::of_text(text, at..at + words.len(), 1).unwrap();
        assert_eq!((excerpt.text.as_str(), excerpt.text.get(excerpt.span.clone())), (shown, Some(underlined)));
    }

    #[test]
    fn the_line_is_shown_and_the_words_are_marked() {
        check("one\ntwo £5 three\nfour", "£5", "two £5 three", "£5");
        check("one\n{\n}", "{\n}", "{", "{");
    }

    #[test]
    fn personal_data_is_left_out_wherever_the_words_begin() {
        check("ask a@b.gov.uk for £5", "£5", "ask [left out] for £5", "£5");
        check("ask a@b.gov.uk now", "b.gov", "ask [left out] now", "ask [left out] now");
    }

    #[test]
    fn long_lines_are_cut_around_the_words() {
        let text = format!("{}£5{}", "é".repeat(400), "x".repeat(500));
        let at = text.find("£5").unwrap();
        let excerpt = Excerpt::of_text(&text, at..at + 3, 7).unwrap();
        assert_eq!((excerpt.first_line, excerpt.text.get(excerpt.span.clone())), (7, Some("£5")));
        assert!(excerpt.text.len() < LONG && excerpt.text.starts_with("…é") && excerpt.text.ends_with("x…"));
    }
}
