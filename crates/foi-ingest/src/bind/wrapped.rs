//! Paragraphs of letters whose lines were broken at a width, as text out of a PDF or an e-mail has them.

use crate::bind::segment::{Segment, Side};

/// Lines of so many characters tell how wide a text is; longer ones are whole paragraphs of another message.
const LINE: std::ops::RangeInclusive<usize> = 30..=130;

/// Where too few lines tell how wide they are, a line of so many characters that ends in the middle of a sentence was broken.
const LEAST: usize = 45;

/// No paragraph of a letter has more characters; lines that go on and on are no paragraph.
const PARAGRAPH: usize = 8_000;

/// Passages whose lines were broken at the width of a page, whole again.
pub(crate) fn joined(segments: Vec<Segment>) -> Vec<Segment> {
    let mut whole: Vec<Segment> = Vec::with_capacity(segments.len());
    // A paragraph that was not broken parts messages, each of which has its own width.
    let broken = |a: &Segment, b: &Segment| [a, b].iter().all(|s| length(s) <= *LINE.end());
    for message in segments.chunk_by(broken) {
        join(&mut whole, message, width(message));
    }
    whole
}

fn length(segment: &Segment) -> usize {
    segment.text().trim_end().chars().count()
}

fn join(whole: &mut Vec<Segment>, message: &[Segment], width: Option<usize>) {
    let mut last = 0;
    for segment in message {
        let length = length(segment);
        match whole.last_mut() {
            Some(before) if goes_on(before, last, segment, width) => {
                let mut text = before.span.text.clone();
                text.append(&segment.span.text);
                *before = before.anew(text);
            }
            _ => whole.push(segment.clone()),
        }
        last = length;
    }
}

fn plain(segment: &Segment) -> bool {
    !segment.is_table() && segment.side == Side::Free && !segment.heading
}

/// The width at which lines were broken; `None` where paragraphs are whole.
fn width(segments: &[Segment]) -> Option<usize> {
    let mut lengths: Vec<usize> = segments.iter().filter(|s| plain(s)).map(length).filter(|n| LINE.contains(n)).collect();
    lengths.sort_unstable();
    // A line or two can be longer than the page that the others were set for.
    let usual = *lengths.get(lengths.len() * 9 / 10)?;
    let full = lengths.iter().filter(|n| **n * 5 >= usual * 4).count();
    (lengths.len() >= 6 && (55..=125).contains(&usual) && full >= 4 && full * 4 >= lengths.len()).then_some(usual)
}

/// Whether a passage, whose last line is so long, goes on in the next.
fn goes_on(before: &Segment, last: usize, next: &Segment, width: Option<usize>) -> bool {
    if before.text().len() > PARAGRAPH {
        return false;
    }
    let alike = before.strong == next.strong && before.quoted == next.quoted && before.old == next.old;
    if !plain(before)
        || !plain(next)
        || !alike
        || next.marker.is_some()
        || next.bullet
        || before.text().trim_end().ends_with(['.', '?', '!', ':', ';'])
    {
        return false;
    }
    let first = next.text().trim_start().chars().next();
    let small = first.is_some_and(|c| c.is_lowercase() || matches!(c, '(' | '&'));
    // A line that is nearly full was broken; a shorter one only where the next cannot begin a sentence, nor be a figure that answers.
    if small {
        return last >= width.map_or(LEAST, |w| w * 4 / 9);
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
    last >= width.map_or(LEAST, |w| w * 17 / 20)
        && (width.is_some() || open)
        && first.is_some_and(|c| c.is_alphabetic() || open && (c.is_ascii_digit() || c == '£'))
}
