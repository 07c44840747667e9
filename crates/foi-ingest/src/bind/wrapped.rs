//! Paragraphs of letters whose lines were broken at a width, as text out of a PDF or an e-mail has them.

use crate::bind::segment::{self, Segment, Side};

/// Lines of at least this many characters tell how wide a text is.
const LINE: usize = 30;

/// No paragraph of a letter has more characters; lines that go on and on are no paragraph.
const PARAGRAPH: usize = 8_000;

/// Passages whose lines were broken at the width of a page, whole again.
pub(crate) fn joined(segments: Vec<Segment>) -> Vec<Segment> {
    let Some(width) = width(&segments) else { return segments };
    let mut whole: Vec<Segment> = Vec::with_capacity(segments.len());
    let mut last = 0;
    for segment in segments {
        let length = segment.text().trim_end().chars().count();
        match whole.last_mut() {
            Some(before) if goes_on(before, last, &segment, width) => {
                let mut text = before.span.text.clone();
                text.append(&segment.span.text);
                let span = crate::bind::Span { text, ..before.span.clone() };
                let mut joined = segment::passage(span, Side::Free);
                (joined.strong, joined.heading, joined.quoted, joined.old) =
                    (before.strong, before.heading, before.quoted, before.old);
                *before = joined;
            }
            _ => whole.push(segment),
        }
        last = length;
    }
    whole
}

fn plain(segment: &Segment) -> bool {
    !segment.is_table() && segment.side == Side::Free && !segment.heading
}

/// The width at which lines were broken; `None` where paragraphs are whole.
fn width(segments: &[Segment]) -> Option<usize> {
    let mut lengths: Vec<usize> =
        segments.iter().filter(|s| plain(s)).map(|s| s.text().trim_end().chars().count()).filter(|n| *n >= LINE).collect();
    lengths.sort_unstable();
    // A line or two can be longer than the page that the others were set for.
    let usual = *lengths.get(lengths.len() * 9 / 10)?;
    let full = lengths.iter().filter(|n| **n * 5 >= usual * 4).count();
    (lengths.len() >= 6 && (55..=125).contains(&usual) && full >= 4 && full * 4 >= lengths.len()).then_some(usual)
}

/// Whether a passage, whose last line is so long, goes on in the next.
fn goes_on(before: &Segment, last: usize, next: &Segment, width: usize) -> bool {
    if before.text().len() > PARAGRAPH {
        return false;
    }
    let alike = before.strong == next.strong && before.quoted == next.quoted && before.old == next.old;
    if !plain(before)
        || !plain(next)
        || !alike
        || next.marker.is_some()
        || before.text().trim_end().ends_with(['.', '?', '!', ':', ';'])
    {
        return false;
    }
    let first = next.text().trim_start().chars().next();
    let small = first.is_some_and(|c| c.is_lowercase() || matches!(c, '(' | '&'));
    // A line that is nearly full was broken; a shorter one only where the next cannot begin a sentence, nor be a figure that answers.
    if small {
        return last * 9 >= width * 4;
    }
    let word = before.text().trim_end().rsplit(char::is_whitespace).next().unwrap_or("").to_lowercase();
    let open = matches!(
        word.as_str(),
        "of" | "the"
            | "and"
            | "for"
            | "in"
            | "to"
            | "by"
            | "than"
            | "a"
            | "an"
            | "is"
            | "are"
            | "with"
            | "on"
            | "from"
            | "at"
            | "or"
            | "section"
            | "act"
            | "question"
    );
    last * 20 >= width * 17 && first.is_some_and(|c| c.is_alphabetic() || open && (c.is_ascii_digit() || c == '£'))
}
