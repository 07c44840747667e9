//! Which lines of a table make up one row, where no rules tell.

use std::ops::Range;

use super::letters::{goes_on, is_cut, is_figure};
use super::lines::{Word, write};

/// A line of a table, its words by column.
#[derive(Debug, Clone)]
pub(super) struct Strip {
    pub(super) base: f64,
    pub(super) size: f64,
    pub(super) cells: Vec<Vec<Word>>,
}

impl Strip {
    pub(super) fn text(&self, column: usize) -> String {
        let mut text = String::new();
        self.cells.get(column).into_iter().for_each(|words| write(words, &mut text, &mut Vec::new()));
        text
    }

    fn has(&self, column: usize) -> bool {
        self.cells.get(column).is_some_and(|words| !words.is_empty())
    }

    fn figure(&self, column: usize) -> bool {
        self.has(column) && is_figure(&self.text(column))
    }

    fn has_figures(&self) -> bool {
        (1..self.cells.len()).any(|column| self.figure(column))
    }

    fn middle(&self) -> f64 {
        self.base - 0.3 * self.size
    }
}

/// The rows, each as the lines that make it up. Separators are heights at which a rule or a change of shade lies.
pub(super) fn group(strips: &[Strip], separators: &[f64]) -> Vec<Range<usize>> {
    let parted = |index: usize| -> bool {
        let (Some(a), Some(b)) = (index.checked_sub(1).and_then(|i| strips.get(i)), strips.get(index)) else { return false };
        let from = separators.partition_point(|s| *s <= a.middle());
        separators.get(from).is_some_and(|s| *s < b.middle())
    };
    let mut bands = Vec::new();
    let mut start = 0;
    for index in 1..strips.len() {
        if parted(index) {
            bands.push(start..index);
            start = index;
        }
    }
    bands.push(start..strips.len());
    let ruled = bands.len() >= 3;
    let mut rows = Vec::new();
    for band in bands {
        if ruled && !holds_rows(strips, &band) {
            rows.push(band);
        } else {
            rows.extend(by_gaps(strips, band));
        }
    }
    rows.retain(|row| !row.is_empty());
    rows
}

/// How many of the first lines of a table are headings.
pub(super) fn headings(strips: &[Strip], separators: &[f64]) -> usize {
    let parted = |index: usize| -> bool {
        let (Some(a), Some(b)) = (index.checked_sub(1).and_then(|i| strips.get(i)), strips.get(index)) else { return false };
        separators.iter().any(|s| a.middle() < *s && *s < b.middle())
    };
    // The rest of a year that was cut at its hyphen is no figure.
    let cut_year = |index: usize, column: usize| {
        let above = strips.get(..index).unwrap_or(&[]).iter().rev().take(3).map(|s| s.text(column)).find(|t| !t.is_empty());
        above.is_some_and(|t| t.strip_suffix(['-', '/']).is_some_and(|y| y.ends_with(|c: char| c.is_ascii_digit())))
    };
    let has_figures = |index: usize, s: &Strip| (1..s.cells.len()).any(|column| s.figure(column) && !cut_year(index, column));
    let Some(mut first) = strips.iter().enumerate().position(|(index, s)| has_figures(index, s)) else {
        // Without figures, the first row heads the table.
        let cut = (1..strips.len()).find(|&i| parted(i));
        let first = cut.unwrap_or_else(|| group(strips, separators).first().map_or(0, |row| row.end));
        // Headings that a page ends with can be all that there is.
        let only = first == strips.len() && strips.iter().skip(1).all(|s| !s.has(0));
        return if only { first } else { first.min(strips.len().saturating_sub(1)) };
    };
    if set_closer(strips, first) {
        return first;
    }
    // Rows of words can come before the first with figures: of several with a label, the first is the heading.
    let rows = group(strips, separators);
    let begins = |r: &[Strip]| r.iter().find(|s| s.has(0)).is_some_and(|s| !s.text(0).starts_with(|c: char| c.is_lowercase()));
    let mut labelled = rows.iter().filter(|row| row.end <= first && strips.get((*row).clone()).is_some_and(begins));
    if let (Some(heading), Some(_)) = (labelled.next(), labelled.next()) {
        return heading.end;
    }
    // The first row can begin above its figures, with words beside them.
    if let Some(row) = rows.iter().find(|row| row.contains(&first)).filter(|row| row.start > 0) {
        first = row.start;
    }
    // So can its label.
    let only_label = |s: &Strip| s.has(0) && (1..s.cells.len()).all(|c| !s.has(c));
    while first > 0 && strips.get(first - 1).is_some_and(only_label) && (!parted(first) || parted(first - 1)) {
        first -= 1;
    }
    // Words of the first row beside its figures.
    while first > 1
        && let (Some(above), Some(line)) = (strips.get(first - 1), strips.get(first))
        && line.base - above.base < 0.85 * line.size
        && !parted(first)
    {
        first -= 1;
    }
    if separators.len() > 2
        && let Some(cut) = (1..first).rev().find(|&i| parted(i))
        && (cut..first).all(|i| !parted(i + 1))
    {
        first = cut;
    }
    first
}

/// Whether the lines before the first with figures follow one another more closely than rows do: they are the lines of one heading.
fn set_closer(strips: &[Strip], first: usize) -> bool {
    let gaps = |part: &[Strip]| part.windows(2).map(|p| if let [a, b] = p { b.base - a.base } else { 0.0 }).collect::<Vec<_>>();
    let figures: Vec<&Strip> = strips.iter().skip(first).filter(|s| s.has_figures()).collect();
    let pitch = figures.windows(2).map(|p| if let [a, b] = p { b.base - a.base } else { 0.0 }).fold(f64::MAX, f64::min);
    let widest = gaps(strips.get(..first).unwrap_or(&[])).into_iter().fold(0.0, f64::max);
    let below = match (first.checked_sub(1).and_then(|i| strips.get(i)), strips.get(first)) {
        (Some(a), Some(b)) => b.base - a.base,
        _ => 0.0,
    };
    first > 1 && figures.len() > 1 && pitch > 1.2 * widest && below > 1.15 * widest
}

/// Whether lines are surely several rows: figures stand under one another, each beside a label of its own.
pub(super) fn holds_rows(strips: &[Strip], range: &Range<usize>) -> bool {
    let part = strips.get(range.clone()).unwrap_or(&[]);
    let columns = part.first().map_or(0, |s| s.cells.len());
    let labels = part.iter().filter(|s| s.has(0)).count();
    let figures = |column: usize| part.iter().filter(|s| s.figure(column)).count();
    let most = (1..columns).map(figures).max().unwrap_or(0);
    most >= 2 && labels >= most && !broken_figure(part)
}

/// Whether a figure was broken at a comma.
fn broken_figure(part: &[Strip]) -> bool {
    let columns = part.first().map_or(0, |s| s.cells.len());
    (1..columns).any(|column| {
        part.windows(2).any(|p| matches!(p, [a, b] if is_cut(&a.text(column)) && goes_on(&a.text(column), &b.text(column))))
    })
}

/// Whether two lines have figures in one column, which no row has.
fn clash(strips: &[Strip], range: Range<usize>) -> bool {
    let part = strips.get(range).unwrap_or(&[]);
    let columns = part.first().map_or(0, |s| s.cells.len());
    !broken_figure(part) && (1..columns).any(|column| part.iter().filter(|s| s.figure(column)).count() > 1)
}

fn by_gaps(strips: &[Strip], band: Range<usize>) -> Vec<Range<usize>> {
    let part = strips.get(band.clone()).unwrap_or(&[]);
    let gaps: Vec<f64> = part.windows(2).map(|p| if let [a, b] = p { b.base - a.base } else { 0.0 }).collect();
    if let Some(limit) = two_spacings(part, &gaps) {
        let rows = split(&band, |index| gaps.get(index - 1).is_some_and(|gap| *gap > limit));
        // One wide gap alone parts rows only where each has lines without a label.
        let labels = |row: &Range<usize>| strips.get(row.clone()).unwrap_or(&[]).iter().filter(|s| s.has(0)).count();
        // Labels that go on in lines of their own, set closer than any rows are.
        let tight = gaps.iter().filter(|g| **g < limit).all(|g| limit > 1.3 * g)
            && rows.iter().all(|row| {
                let rest = strips.get(row.start + 1..row.end).unwrap_or(&[]);
                rest.iter().all(|s| s.has(0) && (1..s.cells.len()).all(|c| !s.has(c)))
            });
        let told = rows.len() > 2 || rows.iter().all(|row| row.len() > 1 && (tight || labels(row) < row.len()));
        if told && rows.iter().skip(1).all(|row| !clash(strips, row.clone())) {
            return rows;
        }
    }
    let size = part.iter().map(|s| s.size).fold(0.0, f64::max);
    if gaps.iter().all(|gap| *gap > 1.75 * size) {
        return split(&band, |_| true);
    }
    let limit = label_limit(part);
    let mut rows: Vec<Range<usize>> = Vec::new();
    for index in band {
        let joins = rows.last().is_some_and(|row| continues(strips, row, index, limit));
        match rows.last_mut() {
            Some(row) if joins => row.end = index + 1,
            _ => rows.push(index..index + 1),
        }
    }
    rows
}

fn split(band: &Range<usize>, begins: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut start = band.start;
    for index in band.start + 1..band.end {
        if begins(index - band.start) {
            rows.push(start..index);
            start = index;
        }
    }
    rows.push(start..band.end);
    rows
}

/// The spacing above which a new row begins, where lines within rows are clearly closer than rows are.
fn two_spacings(part: &[Strip], gaps: &[f64]) -> Option<f64> {
    let size = part.iter().map(|s| s.size).fold(0.0, f64::max);
    let mut sorted = gaps.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut best = (1.09, None);
    for (index, pair) in sorted.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let ratio = b / a.max(0.1);
        let wide = sorted.len() - index - 1;
        // One wide gap below the headings makes no rows.
        if ratio > best.0
            && *a <= 1.45 * size
            && *b > 1.28 * size
            && (wide >= 2 && wide * 5 >= sorted.len() || wide == 1 && sorted.len() > 2 && ratio > 1.3)
        {
            best = (ratio, Some((a + b) / 2.0));
        }
    }
    best.1
}

/// How far right labels reach.
fn label_limit(part: &[Strip]) -> f64 {
    part.iter().filter_map(|s| s.cells.first()?.last()).map(|w| w.x1).fold(0.0, f64::max)
}

/// Whether a line goes on with the row before it.
fn continues(strips: &[Strip], row: &Range<usize>, index: usize, limit: f64) -> bool {
    let (Some(line), Some(before)) = (strips.get(index), index.checked_sub(1).and_then(|i| strips.get(i))) else { return false };
    let gap = line.base - before.base;
    let size = line.size.max(before.size);
    if gap > 1.5 * size || clash(strips, row.start..index + 1) {
        return false;
    }
    if gap < 0.85 * size {
        return true;
    }
    // `2022-` above `2023`: a year that was cut at its hyphen.
    let cut_year = |column: usize| {
        let (above, below) = (before.text(column), line.text(column));
        above.strip_suffix(['-', '/']).is_some_and(|a| a.ends_with(|c: char| c.is_ascii_digit()))
            && below.starts_with(|c: char| c.is_ascii_digit())
    };
    if (1..line.cells.len()).filter(|&c| cut_year(c)).count() >= 2 {
        return true;
    }
    let rows = strips.get(row.clone()).unwrap_or(&[]);
    let labelled = rows.iter().any(|s| s.has(0));
    let figures = rows.iter().any(Strip::has_figures);
    let below = (1..line.cells.len()).filter(|&c| line.has(c)).all(|c| rows.iter().any(|s| s.has(c)));
    if !line.has(0) {
        // Words under words are the rest of a cell.
        return below && !line.has_figures();
    }
    if !labelled {
        // Headings that stand on the last of their lines.
        return !figures && !line.has_figures() && below;
    }
    let first = line.text(0);
    let last = before.text(0);
    let small = first.starts_with(|c: char| c.is_lowercase() || "(&/".contains(c));
    let open = last.ends_with(['&', '/', ',', '-', '('])
        || [" and", " or", " of", " for", " the", " to", " with", " in"].iter().any(|w| last.ends_with(w));
    let words = |s: &Strip| s.cells.first().and_then(|c| Some((c.first()?.clone(), c.last()?.clone())));
    let full = match (words(before), words(line)) {
        (Some((_, end)), Some((start, _))) => end.x1 + 0.25 * size + (start.x1 - start.x0) > limit + 0.5,
        _ => false,
    };
    let one_sided = !(figures && line.has_figures());
    one_sided && full && (small || open)
}
