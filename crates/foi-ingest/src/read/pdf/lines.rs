//! Glyphs to words, and words to lines.

use std::collections::HashMap;

use hayro_interpret::kurbo::Rect;

use super::glyphs::{Glyph, Ink};
use super::letters;

/// A word.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Its characters.
    pub(super) text: String,
    /// Its left edge.
    pub(super) x0: f64,
    /// Its right edge.
    pub(super) x1: f64,
    /// Its baseline.
    pub(super) base: f64,
    /// Its font's size.
    pub(super) size: f64,
    /// How heavy its strokes are; see [`Glyph::weight`].
    pub(super) weight: f32,
    /// Whether a blank was drawn before it.
    pub(super) spaced: bool,
    /// Whether a link is behind it.
    pub(super) linked: bool,
    /// Words that were drawn in one go, one after the other, have the same number here; 0 where that is not known.
    pub(super) run: u32,
    /// Whether it begins a cell, though no gap tells; see [`super::touching`].
    pub(super) apart: bool,
}

impl Word {
    /// The middle of its small letters.
    pub(super) fn middle(&self) -> (f64, f64) {
        ((self.x0 + self.x1) / 2.0, self.base - 0.3 * self.size)
    }

    pub(super) fn top(&self) -> f64 {
        self.base - 0.75 * self.size
    }
}

/// A line of words, from left to right.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) words: Vec<Word>,
    pub(super) base: f64,
    pub(super) size: f64,
}

impl Line {
    fn new(word: Word) -> Self {
        Self { base: word.base, size: word.size, words: vec![word] }
    }

    pub(super) fn x0(&self) -> f64 {
        self.words.first().map_or(0.0, |w| w.x0)
    }

    pub(super) fn x1(&self) -> f64 {
        self.words.iter().map(|w| w.x1).fold(f64::MIN, f64::max)
    }

    pub(super) fn top(&self) -> f64 {
        self.base - 0.75 * self.size
    }

    pub(super) fn bottom(&self) -> f64 {
        self.base + 0.22 * self.size
    }

    /// Whether all of its letters are bold.
    pub(super) fn is_bold(&self, regular: f32) -> bool {
        let mut lettered = self.words.iter().filter(|w| w.text.contains(char::is_alphanumeric)).peekable();
        lettered.peek().is_some() && lettered.all(|w| w.weight > regular * 1.25 && w.weight > 0.0)
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        write(&self.words, &mut text, &mut Vec::new());
        text
    }

    /// Its words in groups that stand further apart than words of a sentence do.
    pub(super) fn chunks(&self, apart: f64) -> Vec<&[Word]> {
        let mut chunks = Vec::new();
        let mut start = 0;
        let mut right = f64::MIN;
        for (index, word) in self.words.iter().enumerate() {
            // Figures are further apart than words only where they are in different columns; those drawn one by one are.
            let before = index.checked_sub(1).and_then(|i| self.words.get(i));
            let figures = before.filter(|b| letters::is_figure(&b.text) && letters::is_figure(&word.text));
            let apart = match figures {
                Some(b) if b.run > 0 && word.run > 0 && b.run != word.run && [b, word].iter().all(|w| is_amount(&w.text)) => {
                    apart.min(0.15)
                }
                Some(_) => apart.min(0.5),
                None => apart,
            };
            if index > start && (word.apart || word.x0 - right > apart * self.size.min(word.size.max(6.0))) {
                chunks.extend(self.words.get(start..index));
                start = index;
            }
            right = if index == start { word.x1 } else { right.max(word.x1) };
        }
        chunks.extend(self.words.get(start..));
        chunks.retain(|c| !c.is_empty());
        chunks
    }
}

/// Whether a figure has three digits at least, as no number of a question has.
pub(super) fn is_amount(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() > 2
}

/// Adds words to a text, with a blank where there is one, and the bytes at which links begin.
pub(super) fn write(words: &[Word], text: &mut String, links: &mut Vec<usize>) {
    let mut before: Option<&Word> = None;
    for word in words {
        let glued = before.is_some_and(|b| {
            !word.spaced
                && !word.apart
                && (-0.45..0.14).contains(&((word.x0 - b.x1) / word.size.min(b.size).max(0.1)))
                && (word.base - b.base).abs() < 0.6 * word.size.max(b.size)
        });
        if !glued && !text.is_empty() && !text.ends_with(char::is_whitespace) {
            text.push(' ');
        }
        if word.linked && !before.is_some_and(|b| b.linked) {
            links.push(text.len());
        }
        text.push_str(&word.text);
        before = Some(word);
    }
}

/// The words of a page whose glyphs pass.
pub(super) fn words(ink: &Ink, passes: impl Fn(&Glyph) -> bool) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let glyphs: Vec<&Glyph> = ink.glyphs.iter().filter(|g| passes(g)).collect();
    let same_line = |a: &Glyph, b: &Glyph| (a.base - b.base).abs() < 0.12 * a.size.max(b.size);
    let mut runs = 0;
    let blank = |g: &Glyph| ink.text.get(g.text.clone()).is_none_or(|t| t.trim().is_empty());
    for run in glyphs.chunk_by(|a, b| same_line(a, b)) {
        let apart = spacing(run, &blank);
        let mut drawn_as: HashMap<u32, usize> = HashMap::new();
        run.iter().for_each(|g| *drawn_as.entry(g.order).or_default() += 1);
        let long = |g: &Glyph| drawn_as.get(&g.order).is_some_and(|n| *n > 5);
        let mut open: Option<Word> = None;
        let mut spaced = false;
        let mut last: Option<&Glyph> = None;
        let mut before: Option<&Glyph> = None;
        for glyph in run {
            let follows = |b: &&Glyph| b.order == glyph.order && (-0.5..1.0).contains(&((glyph.x0 - b.x1) / glyph.size.max(0.1)));
            runs += u32::from(!before.as_ref().is_some_and(follows));
            let drawn = before.is_some_and(|b| b.order != glyph.order);
            let after_long = drawn && before.is_some_and(long);
            before = Some(glyph);
            let text = ink.text.get(glyph.text.clone()).unwrap_or("");
            if blank(glyph) {
                words.extend(open.take());
                spaced = true;
                continue;
            }
            // Bold can be made by drawing everything twice.
            let twice = last.is_some_and(|l| {
                (l.x0 - glyph.x0).abs() < 0.12 * glyph.size
                    && ink.text.get(l.text.clone()) == Some(text)
                    && (l.size - glyph.size).abs() < 0.1
            });
            if twice {
                continue;
            }
            last = Some(glyph);
            let joins = open.as_ref().is_some_and(|w| {
                let gap = glyph.x0 - w.x1;
                let near = gap < apart * glyph.size && gap > -0.4 * glyph.size.max(w.size);
                // Cells can touch: what is drawn by itself, a little apart or after a whole amount, is a word of its own.
                let figure = text.starts_with(|c: char| c.is_ascii_digit() || "£(-".contains(c));
                let seam = drawn
                    && (after_long && (long(glyph) || figure)
                        || is_whole_amount(&w.text) && (figure || long(glyph))
                        || (0.05..0.14).contains(&(gap / glyph.size.max(0.1))) && apart == APART);
                near && !seam && (glyph.size / w.size.max(0.1) - 1.0).abs() < 0.15
            });
            match &mut open {
                Some(word) if joins => {
                    word.text.push_str(text);
                    word.x1 = word.x1.max(glyph.x1);
                    word.weight = word.weight.max(glyph.weight);
                }
                _ => {
                    words.extend(open.take());
                    let Glyph { x0, x1, base, size, weight, .. } = **glyph;
                    open = Some(Word {
                        text: text.to_owned(),
                        x0,
                        x1,
                        base,
                        size,
                        weight,
                        spaced,
                        linked: false,
                        run: runs,
                        apart: false,
                    });
                    spaced = false;
                }
            }
        }
        words.extend(open);
    }
    words.retain_mut(|word| {
        // A soft hyphen is seen, as a hyphen; between lines it is known by itself.
        let last = word.text.chars().count().saturating_sub(1);
        word.text = word.text.chars().enumerate().map(|(at, c)| if c == '\u{ad}' && at < last { '-' } else { c }).collect();
        word.text.retain(|c| c != '\u{200b}');
        !word.text.is_empty()
    });
    words
}

/// How far apart words are at least, in font sizes.
const APART: f64 = 0.17;

/// Whether a text is an amount that no further digit can belong to: its last group of thousands is full, or its pence.
fn is_whole_amount(text: &str) -> bool {
    let digits = |t: &str, count: usize| t.len() == count && t.chars().all(|c| c.is_ascii_digit());
    let (pounds, pence) = text.split_once('.').map_or((text, None), |(a, b)| (a, Some(b)));
    let mut groups = pounds.split(',').skip(1).peekable();
    groups.peek().is_some() && groups.all(|g| digits(g, 3)) && pence.is_none_or(|p| digits(p, 2))
}

/// How far apart words are at least, in font sizes; more where letters are spaced out.
fn spacing(run: &[&Glyph], blank: &dyn Fn(&Glyph) -> bool) -> f64 {
    let mut gaps: Vec<f64> = run
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] if !blank(a) && !blank(b) => Some((b.x0 - a.x1) / b.size.max(0.1)),
            _ => None,
        })
        .filter(|gap| (-0.5..1.0).contains(gap))
        .collect();
    if gaps.len() < 4 {
        return APART;
    }
    gaps.sort_by(f64::total_cmp);
    let usual = gaps.get(gaps.len() * 3 / 10).copied().unwrap_or(0.0);
    if usual > 0.08 { usual + APART } else { APART }
}

/// Words as lines, from top to bottom.
pub(super) fn lines(mut words: Vec<Word>) -> Vec<Line> {
    words.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.x0.total_cmp(&b.x0)));
    let mut lines: Vec<Line> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if (word.base - line.base).abs() <= 0.3 * word.size.min(line.size) => {
                line.size = line.size.max(word.size);
                line.words.push(word);
            }
            _ => lines.push(Line::new(word)),
        }
    }
    let mut lines = with_raised(lines);
    for line in &mut lines {
        line.words.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        line.words.dedup_by(|b, a| {
            let same = a.text == b.text && (a.x0 - b.x0).abs() < 0.25 * a.size && (a.x1 - b.x1).abs() < 0.25 * a.size;
            if same {
                a.weight = a.weight.max(b.weight);
            }
            same
        });
    }
    lines
}

/// Raised and lowered words put into the lines that they belong to; raised digits are written so.
fn with_raised(lines: Vec<Line>) -> Vec<Line> {
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    let mut above: Option<Line> = None;
    for mut line in lines {
        if let Some(small) = above.take() {
            if belongs(&small, &line) {
                line.words.extend(
                    small
                        .words
                        .into_iter()
                        .map(|w| Word { text: w.text.chars().map(|c| letters::raised(c).unwrap_or(c)).collect(), ..w }),
                );
            } else {
                kept.push(small);
            }
        }
        match kept.last_mut() {
            Some(before) if belongs(&line, before) => before.words.append(&mut line.words),
            _ => above = Some(line),
        }
    }
    kept.extend(above);
    kept
}

fn belongs(small: &Line, line: &Line) -> bool {
    small.size < 0.8 * line.size
        && small.words.len() <= 12
        && (line.base - small.base).abs() < 0.6 * line.size
        && small.words.iter().all(|s| line.words.iter().any(|w| s.x0 - w.x1 < 0.5 * line.size && w.x0 - s.x1 < 0.5 * line.size))
}

/// Marks the words that stand in one of the areas of links.
pub(super) fn mark_links(words: &mut [Word], links: &[Rect]) {
    if links.is_empty() {
        return;
    }
    let mut links: Vec<Rect> = links.iter().take(20_000).copied().collect();
    links.sort_by(|a, b| a.y0.total_cmp(&b.y0));
    let tallest = links.iter().map(Rect::height).fold(0.0, f64::max).min(200.0);
    for word in words {
        let (x, y) = word.middle();
        let from = links.partition_point(|l| l.y0 < y - tallest);
        let near = links.iter().skip(from).take_while(|l| l.y0 <= y).take(200);
        word.linked = near.into_iter().any(|l| l.x0 <= x && x <= l.x1 && y <= l.y1);
    }
}
