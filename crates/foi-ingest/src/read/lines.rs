//! What a line of text is, and which lines belong to one paragraph.

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Words.
    Text,
    /// Number signs, as Markdown marks a heading.
    Heading,
    /// A bullet.
    Bullet,
    /// A mark of a quotation.
    Quoted,
    /// A line drawn with signs.
    Rule,
}

/// The lines of a text, without their ends.
pub(super) fn split(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        lines.extend(line.split(['\u{c}', '\r', '\u{b}', '\u{2028}']));
    }
    lines
}

/// What a line is, and the byte at which its words begin.
pub(super) fn kind(line: &str) -> (LineKind, usize) {
    let body = line.trim_start();
    let lead = line.len() - body.len();
    let after = |marks: usize| lead + marks + body.get(marks..).map_or(0, |r| r.len() - r.trim_start().len());
    let hashes = body.chars().take_while(|&c| c == '#').count();
    if (1..=6).contains(&hashes) && body.get(hashes..).is_some_and(|r| r.starts_with([' ', '*']) || r.is_empty()) {
        return (LineKind::Heading, after(hashes));
    }
    let drawn = body.trim_end();
    if drawn.chars().count() >= 3 && drawn.chars().all(|c| matches!(c, '-' | '_' | '*' | '=' | '~' | '—' | '─' | ' ')) {
        return (LineKind::Rule, lead);
    }
    if let Some(rest) = body.strip_prefix('>') {
        return (LineKind::Quoted, lead + 1 + (rest.len() - rest.trim_start_matches(['>', ' ']).len()));
    }
    let mut chars = body.chars();
    if let Some(first) = chars.next()
        && matches!(first, '-' | '*' | '•' | '·' | '▪' | '●' | '‣' | '–' | 'o' | '\u{f0b7}')
        && chars.next() == Some(' ')
        && !(first == 'o' && lead == 0)
    {
        return (LineKind::Bullet, after(first.len_utf8()));
    }
    (LineKind::Text, lead)
}

/// The width at which the lines of a text were broken; `None` where they were not, and every line is a paragraph of its own.
pub(super) fn wrap_width(lines: &[&str]) -> Option<usize> {
    let mut lengths: Vec<usize> = lines.iter().map(|l| l.trim_end().chars().count()).filter(|&n| n > 0).collect();
    lengths.sort_unstable();
    // A few long lines, an address of a page say, are not what the rest was broken at.
    let most = lengths.len() - lengths.len() / 20;
    let longest = *lengths.get(..most)?.last()?;
    if !(40..=110).contains(&longest) {
        return None;
    }
    // Where lines are broken, the next word would not have fitted; a third of the full lines may end a paragraph all the same.
    let mut full = 0;
    let mut broken = 0;
    for pair in lines.windows(2) {
        if let [line, next] = pair
            && line.trim_end().chars().count() * 3 >= longest * 2
            && !next.trim().is_empty()
        {
            full += 1;
            broken += usize::from(would_not_fit(line, next, longest));
        }
    }
    (broken >= 2 && broken * 2 >= full).then_some(longest)
}

fn would_not_fit(line: &str, next: &str, width: usize) -> bool {
    let word = next.split_whitespace().next().map_or(0, |w| w.chars().count());
    line.trim_end().chars().count() + 1 + word > width
}

/// Whether a line goes on with the paragraph of the line before it.
pub(super) fn continues(lines: &[&str], index: usize, wrap: Option<usize>) -> bool {
    let (Some(line), Some(before), Some(width)) = (lines.get(index), index.checked_sub(1).and_then(|i| lines.get(i)), wrap) else {
        return false;
    };
    let quoted = kind(before).0 == LineKind::Quoted;
    let fits_kind = match kind(line).0 {
        LineKind::Text => true,
        LineKind::Quoted => quoted,
        LineKind::Heading | LineKind::Bullet | LineKind::Rule => false,
    };
    fits_kind
        && !line.trim().is_empty()
        && !before.trim().is_empty()
        && kind(before).0 != LineKind::Heading
        && would_not_fit(before, line, width)
        && !begins_item(line)
        && !(before.trim_end().ends_with(['.', '?', '!']) && stands_alone(line))
}

/// `Response:`, `11`: a label or a figure that no sentence goes on with.
fn stands_alone(line: &str) -> bool {
    let label = line.trim_end().ends_with(':') && line.split_whitespace().count() <= 3;
    label || !line.chars().any(char::is_alphabetic)
}

/// Whether a line begins with what looks like the number of an item: `1.`, `a)`, `Q3`, `(b)`.
fn begins_item(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches(['*', '(', '_']);
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or("");
    let letter = rest.starts_with(|c: char| c.is_ascii_lowercase());
    let after = if letter { rest.get(1..).unwrap_or("") } else { rest };
    let closed =
        after.starts_with([')', '.', ':']) && after.get(1..).is_some_and(|r| r.is_empty() || r.starts_with([' ', '\t', '*']));
    if (1..=2).contains(&digits) && closed || digits == 0 && letter && closed {
        return true;
    }
    let lower = line.to_lowercase();
    let question = lower.strip_prefix("question").or_else(|| lower.strip_prefix('q'));
    question.is_some_and(|r| r.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_lines() {
        for (line, expected) in [
            ("## A", (LineKind::Heading, 3)),
            ("#1 of 3", (LineKind::Text, 0)),
            ("  - b", (LineKind::Bullet, 4)),
            ("-5 degrees", (LineKind::Text, 0)),
            ("> > c", (LineKind::Quoted, 4)),
            ("-----", (LineKind::Rule, 0)),
            ("- - -", (LineKind::Rule, 0)),
            ("on us", (LineKind::Text, 0)),
        ] {
            assert_eq!(kind(line), expected, "{line}");
        }
    }

    #[test]
    fn items_begin_with_numbers_and_letters() {
        for (line, expected) in [
            ("1. a", true),
            ("12) b", true),
            ("a) c", true),
            ("(b) d", true),
            ("Q3 e", true),
            ("Question 4: f", true),
            ("2024 was", false),
            ("a cost", false),
            ("3 of us", false),
            ("1.5m", false),
        ] {
            assert_eq!(begins_item(line), expected, "{line}");
        }
    }
}
