//! Lines to paragraphs, headings and list items.

use super::beside;
use super::letters::{goes_on, is_bullet, is_cut, is_marker, is_year};
use super::lines::{Line, Word, write};
use crate::document::Style;

/// What the letters of a document are mostly like.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usual {
    /// The size of most letters.
    pub(super) size: f64,
    /// How heavy regular letters are, where it is measured.
    pub(super) weight: f32,
    /// How far apart the lines of paragraphs are, in font sizes, where that can be told.
    pub(super) leading: Option<f64>,
}

/// A paragraph, a heading or an item of a list, line by line.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    pub(super) style: Style,
    pub(super) strong: bool,
    pub(super) lines: Vec<Written>,
    /// Whether its last line is as long as lines get.
    pub(super) full: bool,
}

/// A line as written.
#[derive(Debug, Clone)]
pub(super) struct Written {
    /// The page, counted from 1.
    pub(super) page: u32,
    /// Its words.
    pub(super) text: String,
    /// The bytes at which links begin.
    pub(super) links: Vec<usize>,
}

impl Usual {
    /// The usual size and weight, each letter counted once.
    pub(super) fn of<'w>(words: impl Iterator<Item = &'w Word>) -> Self {
        let mut sizes: Vec<(f64, usize)> = Vec::new();
        let mut weights: Vec<(f64, usize)> = Vec::new();
        for word in words {
            let letters = word.text.chars().count();
            sizes.push((word.size, letters));
            if word.weight > 0.0 && word.weight.is_finite() {
                weights.push((f64::from(word.weight), letters));
            }
        }
        let middle = |values: &mut Vec<(f64, usize)>| {
            values.sort_by(|a, b| a.0.total_cmp(&b.0));
            let half = values.iter().map(|v| v.1).sum::<usize>() / 2;
            let mut sum = 0;
            values
                .iter()
                .find(|v| {
                    sum += v.1;
                    sum > half
                })
                .map(|v| v.0)
        };
        let (size, weight) = (middle(&mut sizes).unwrap_or(10.0), middle(&mut weights).unwrap_or(0.0) as f32);
        Self { size, weight, leading: None }
    }

    /// Learns how far apart lines are from those that are as long as lines of prose.
    pub(super) fn with_leading<'l>(mut self, pages: impl Iterator<Item = &'l [Line]>) -> Self {
        let mut gaps: Vec<f64> = Vec::new();
        for lines in pages {
            for pair in lines.windows(2) {
                let [a, b] = pair else { continue };
                let (gap, size) = (b.base - a.base, a.size.max(b.size).max(1.0));
                if a.words.len() > 5 && !ends(a) && (a.size - b.size).abs() < 0.5 && gap < 2.2 * size {
                    gaps.push(gap / size);
                }
            }
        }
        gaps.sort_by(f64::total_cmp);
        let near = |at: f64| gaps.partition_point(|g| *g < at + 0.04) - gaps.partition_point(|g| *g < at - 0.04);
        let best = gaps.iter().copied().max_by_key(|gap| near(*gap));
        self.leading = best.filter(|at| near(*at) > 3);
        self
    }
}

/// The lines of a stretch of a page as paragraphs. `margin` is how far right the lines of the page reach.
pub(super) fn paragraphs(lines: &[Line], page: u32, margin: f64, usual: Usual) -> Vec<Paragraph> {
    let mut out: Vec<Paragraph> = Vec::new();
    let mut start = 0;
    let limits = limits(lines, margin);
    let limit = |index: usize| limits.get(index).copied().unwrap_or(margin);
    for index in 1..=lines.len() {
        let goes_on = match (lines.get(index - 1), lines.get(index)) {
            (Some(before), Some(line)) => {
                let first = lines.get(start).unwrap_or(before);
                let even = lines.get(index + 1).is_some_and(|next| {
                    ((next.base - line.base) - (line.base - before.base)).abs() < 0.05 * line.size && !is_marked(line)
                });
                // Lines that are further apart than those of paragraphs are no paragraph, unless more follow so.
                let near = even
                    || usual.leading.is_none_or(|leading| line.base - before.base < 1.22 * leading * line.size.max(before.size));
                near && continues(first, before, line, limit(index - 1), usual, pitch(lines, start, index))
            }
            _ => false,
        };
        if !goes_on {
            out.extend(lines.get(start..index).and_then(|part| paragraph(part, page, limit(index - 1), usual)));
            start = index;
        }
    }
    out
}

/// The spacing within a paragraph so far.
fn pitch(lines: &[Line], start: usize, index: usize) -> Option<f64> {
    let part = lines.get(start..index)?;
    let gaps = part.windows(2).map(|p| if let [a, b] = p { b.base - a.base } else { 0.0 });
    // What goes on at the top of a page stands above what it follows.
    gaps.filter(|gap| *gap > 0.0).reduce(f64::min)
}

/// For each line, how far right its like reach: those of one block where they agree, else those of the page.
fn limits(lines: &[Line], margin: f64) -> Vec<f64> {
    let mut limits = Vec::with_capacity(lines.len());
    let together = |a: &Line, b: &Line| b.base - a.base < 1.9 * a.size.max(b.size) && b.base > a.base;
    for block in lines.chunk_by(together) {
        let most = block.iter().map(Line::x1).fold(f64::MIN, f64::max);
        let width = most - block.iter().map(Line::x0).fold(f64::MAX, f64::min);
        let full = block.iter().filter(|l| l.x1() > most - 0.12 * width).count();
        // Many lines can be ragged where words are long for their width: then what tells is that no next word had room.
        let filled = |p: &&[Line]| match p {
            [a, b] => a.x1() + 0.25 * a.size + b.words.first().map_or(0.0, |w| w.x1 - w.x0) > most - 0.5,
            _ => false,
        };
        let ragged = block.len() >= 12 && block.windows(2).filter(filled).count() * 5 >= block.len() * 3;
        let agree = full >= 3 && (full * 2 >= block.len() || ragged) && width > 80.0;
        limits.resize(limits.len() + block.len(), if agree { most } else { margin.max(most) });
    }
    limits
}

/// Whether a line begins with the mark of a list item.
fn is_marked(line: &Line) -> bool {
    line.words.first().is_some_and(|w| is_bullet(&w.text)) || beside::numbered(line)
}

fn continues(first: &Line, before: &Line, line: &Line, limit: f64, usual: Usual, pitch: Option<f64>) -> bool {
    let gap = line.base - before.base;
    let size = line.size.max(before.size);
    let marked = is_marked;
    if gap <= 0.0 || gap > 1.95 * size || pitch.is_some_and(|p| gap > 1.25 * p) {
        return false;
    }
    if (line.size / before.size.max(0.1) - 1.0).abs() > 0.12 || marked(line) && !cited(before, line, limit) {
        return false;
    }
    let (bold, bold_before) = (line.is_bold(usual.weight), before.is_bold(usual.weight));
    // Where bold ends in the midst of a line, this line began as the one before.
    let bold_at_first = line.words.first().is_some_and(|w| w.weight > usual.weight * 1.25 && w.weight > 0.0);
    let ended = !bold_at_first && bold_before && first.is_bold(usual.weight);
    if bold != bold_before && (bold || ended) && !small(line) {
        return false;
    }
    if names(line) && names(before) {
        return false;
    }
    // A few words after a colon, on a line of their own, are the caption of what follows.
    let opens = before.words.last().is_some_and(|w| w.text.ends_with(':'));
    if opens && !small(line) && line.words.len() <= 6 && !ends(line) && line.x1() < 0.6 * limit {
        return false;
    }
    // Lines that end at the right, and begin where they happen to, are those of an address.
    if (line.x1() - before.x1()).abs() < 1.0 && (line.x0() - before.x0()).abs() > 2.0 * size && !marked(first) {
        return small(line) && line.x0() < before.x0();
    }
    let word = line.words.first().map_or(0.0, |w| w.x1 - w.x0);
    let full = before.x1() + 0.25 * size + word > limit - 0.5;
    // An indented line begins something, unless it hangs from a mark.
    let indent = line.x0() - before.x0();
    let first_line = std::ptr::eq(first, before);
    let hangs = first_line && (full || marked(first)) || small(line);
    if indent > 1.2 * size && !hangs {
        return false;
    }
    full || small(line) && gap < 1.5 * size && before.x1() > 0.6 * limit && !ends(before)
}

/// Whether a number at the beginning of a line is that of what the line before names at its end: `go to Section` above `2.`.
fn cited(before: &Line, line: &Line, limit: f64) -> bool {
    const NAMES: [&str; 17] = [
        "section",
        "sections",
        "s.",
        "question",
        "questions",
        "part",
        "parts",
        "paragraph",
        "article",
        "regulation",
        "page",
        "table",
        "annex",
        "appendix",
        "schedule",
        "item",
        "point",
    ];
    let (Some(last), Some(number)) = (before.words.last(), line.words.first()) else { return false };
    let digits = number.text.starts_with(|c: char| c.is_ascii_digit());
    let named = NAMES.contains(&last.text.trim_start_matches('(').to_lowercase().as_str());
    digits && named && before.x1() + 0.25 * line.size + (number.x1 - number.x0) > limit - 0.5
}

/// Whether a line begins with what its rest is called, such as `Date:`; a year is no name.
fn names(line: &Line) -> bool {
    let lettered = line.words.first().is_some_and(|w| w.text.starts_with(char::is_alphabetic));
    lettered && !small(line) && line.words.iter().take(4).any(|w| w.text.ends_with(':'))
}

fn small(line: &Line) -> bool {
    line.words.first().is_some_and(|w| w.text.starts_with(|c: char| c.is_lowercase()))
}

fn ends(line: &Line) -> bool {
    line.words.last().is_some_and(|w| w.text.ends_with(['.', '?', '!', ':', ';']))
}

fn paragraph(lines: &[Line], page: u32, limit: f64, usual: Usual) -> Option<Paragraph> {
    let first = lines.first()?;
    let last = lines.last()?;
    let mut style = Style::Paragraph;
    let strong = lines.iter().all(|l| l.is_bold(usual.weight));
    let mut written: Vec<Written> = lines.iter().map(|line| written(&line.words, page)).collect();
    if first.words.len() > 1 && first.words.first().is_some_and(|w| is_bullet(&w.text)) {
        style = Style::Bullet;
        *written.first_mut()? = self::written(first.words.get(1..)?, page);
    } else if heading(lines, strong, usual) {
        style = Style::Heading;
    }
    let full = last.x1() > limit - 6.0 * last.size && lines.len() > 1;
    Some(Paragraph { style, strong, lines: written, full })
}

fn heading(lines: &[Line], strong: bool, usual: Usual) -> bool {
    let [first, ..] = lines else { return false };
    let letters: usize = lines.iter().flat_map(|l| &l.words).map(|w| w.text.chars().count() + 1).sum();
    let ended = lines.last().is_some_and(ends);
    let worded = lines.iter().any(|l| l.words.iter().any(|w| w.text.contains(char::is_alphabetic)));
    let numbered = first.words.first().is_some_and(|w| is_marker(&w.text));
    if !worded || letters > 160 {
        return false;
    }
    first.size > 1.15 * usual.size && !lines.last().is_some_and(|l| l.words.last().is_some_and(|w| w.text.ends_with(['.', '?'])))
        || strong && !ended && !numbered && lines.len() <= 2 && letters <= 90
}

pub(super) fn written(words: &[Word], page: u32) -> Written {
    let mut text = String::new();
    let mut links = Vec::new();
    write(words, &mut text, &mut links);
    Written { page, text, links }
}

/// The words of a cell: lines of one paragraph joined, paragraphs one a line.
pub(super) fn cell(lines: &[Line], width: f64, is_word: &dyn Fn(&str) -> bool) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut links = Vec::new();
    let most = lines.iter().map(Line::x1).fold(f64::MIN, f64::max);
    let left = lines.iter().map(Line::x0).fold(f64::MAX, f64::min);
    let limit = most.max(left + width - 12.0);
    // Where the mark of the item stands that a line could go on with.
    let mut item: Option<f64> = None;
    for (index, line) in lines.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|i| lines.get(i));
        let mut piece = written(&line.words, 0);
        if let Some(before) = before {
            let last = text.chars().next_back();
            let gap = line.base - before.base;
            let size = line.size.max(before.size);
            let marked = line
                .words
                .first()
                .is_some_and(|w| is_bullet(&w.text) && line.words.len() > 1 || is_marker(&w.text) && w.text.len() < 6);
            // A line that the next word would have fitted on was ended on purpose.
            let word = line.words.first().map_or(0.0, |w| w.x1 - w.x0);
            let ended = width > 0.0 && before.x1() - before.x0() + word + 2.5 * size < width - 12.0 && before.words.len() > 2;
            // `2023/24:` after the items of the year before.
            let titled = line.words.len() <= 3
                && !small(line)
                && line.words.last().is_some_and(|w| w.text.ends_with(':'))
                && index + 1 < lines.len();
            let apart = titled
                || item.is_some_and(|mark| line.x0() < mark - 1.0)
                || gap > 1.9 * size
                || pitch(lines, 0, lines.len()).is_some_and(|p| gap > 1.35 * p)
                || marked
                || ended && !small(line)
                || ends(before)
                    && !small(line)
                    && before.x1() + 0.25 * size + line.words.first().map_or(0.0, |w| w.x1 - w.x0) < limit - size;
            let figure = is_cut(&text) && goes_on(text.lines().next_back().unwrap_or(""), &piece.text);
            let filled = width > 0.0 && before.x1() - before.x0() + 0.6 * size > width - 13.0;
            // `31/` above `03/2026`: a date that was cut.
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let mut back = text.chars().rev().filter(|c| !c.is_whitespace());
            let mut front = piece.text.chars();
            let date = match (back.next(), front.next()) {
                (Some('/'), c) => digit(c) && digit(back.next()),
                (c, Some('/')) => digit(c) && digit(front.next()),
                _ => false,
            };
            let cut = figure
                || date
                || filled && is_cut_date(text.lines().next_back().unwrap_or(""), &piece.text)
                || (before.words.len() == 1 || filled && is_whole(text.lines().next_back().unwrap_or(""), &piece.text, is_word))
                    && is_cut_word(text.lines().next_back().unwrap_or(""), &piece.text, filled, is_word);
            if apart && !cut {
                text.push('\n');
            } else if last == Some('\u{ad}') {
                text.pop();
            } else if !cut && !hyphened(&text, &piece.text) {
                text.push(' ');
            }
        }
        item = match line.words.first().filter(|w| is_bullet(&w.text) && line.words.len() > 1) {
            Some(mark) => Some(mark.x0),
            None => item.filter(|mark| line.x0() > mark - 1.0),
        };
        links.extend(piece.links.drain(..).map(|at| at + text.len()));
        text.push_str(&piece.text);
    }
    (text, links)
}

/// Whether the last word of a text and the first of the next line are one word that the document has elsewhere.
fn is_whole(text: &str, next: &str, is_word: &dyn Fn(&str) -> bool) -> bool {
    let clean = |t: &str| t.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    is_word(&clean(&format!("{}{}", text.rsplit(' ').next().unwrap_or(""), next.split(' ').next().unwrap_or(""))))
}

/// Whether a word was cut where its column ends: together the two parts are one that the document has elsewhere, or what is left is none.
fn is_cut_word(text: &str, next: &str, filled: bool, is_word: &dyn Fn(&str) -> bool) -> bool {
    const SHORT: [&str; 28] = [
        "a", "i", "of", "to", "in", "on", "or", "by", "at", "as", "is", "if", "no", "up", "per", "and", "the", "for", "not", "all",
        "any", "day", "pay", "net", "age", "use", "fee", "new",
    ];
    let clean = |t: &str| t.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let last = text.rsplit(' ').next().unwrap_or("");
    let first = next.split(' ').next().unwrap_or("");
    let inner = last.ends_with(char::is_alphabetic) && first.starts_with(char::is_lowercase);
    let whole = clean(&format!("{last}{first}"));
    let rest = clean(first);
    let year = last.len() > 4
        && first.starts_with(|c: char| c.is_ascii_digit())
        && matches!(whole.split(['/', '-']).map(str::len).collect::<Vec<_>>().as_slice(), [4, 2 | 4])
        && whole.chars().all(|c| c.is_ascii_digit() || "/-".contains(c));
    year || inner && (is_word(&whole) || filled && rest.len() < 4 && !SHORT.contains(&rest.as_str()))
}

/// Whether a date was cut in its year: `31/03/20` above `23`.
fn is_cut_date(text: &str, next: &str) -> bool {
    let digits = |t: &&str, most: usize| (1..=most).contains(&t.len()) && t.chars().all(|c| c.is_ascii_digit());
    let last = text.rsplit(' ').next().unwrap_or("").trim_start_matches('(');
    let rest: String = next.chars().take_while(char::is_ascii_digit).collect();
    match last.split('/').collect::<Vec<_>>().as_slice() {
        [day, month, year] => {
            let whole = format!("{year}{rest}");
            let dated = digits(day, 2) && digits(month, 2) && digits(year, 3) && !rest.is_empty();
            dated && whole.len() == 4 && is_year(&whole)
        }
        _ => false,
    }
}

/// Whether a word that ends with a hyphen goes on in the next line.
pub(super) fn hyphened(text: &str, next: &str) -> bool {
    let mut back = text.chars().rev();
    back.next() == Some('-') && back.next().is_some_and(char::is_alphanumeric) && next.starts_with(|c: char| c.is_alphanumeric())
}
