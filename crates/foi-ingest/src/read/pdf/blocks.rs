//! Labels that stand beside several rows at once, in the middle of them or at their end, where no rules tell which rows these are.

use super::grid::Cell;
use super::letters::is_figure;
use super::lines::Word;
use super::rows::{self, Strip};

/// A label and the height of its middle.
struct Label {
    words: Vec<Word>,
    middle: f64,
}

/// What the labels of a table without rules are.
pub(super) enum Blocks {
    /// Each row has its own, or those without go on with the one above.
    None,
    /// Rows whose labels cover all rows that they stand beside.
    Rows(Vec<Vec<Cell>>),
    /// They stand beside several rows, and nobody can say which.
    Unclear,
}

/// The rows of lines whose first has no label, so that labels stand below where their rows begin.
pub(super) fn find(body: &[Strip], separators: &[f64]) -> Blocks {
    let columns = body.first().map_or(0, |s| s.cells.len());
    let named = |s: &Strip| (1..columns).any(|c| !s.text(c).is_empty());
    let labels = labels(body);
    let Some(top) = body.iter().position(named) else { return Blocks::None };
    if columns < 3 || labels.len() < 2 || body.iter().take(top + 1).any(|s| !s.text(0).is_empty()) {
        return Blocks::None;
    }
    let rest: Vec<Strip> = body.iter().filter(|s| named(s)).map(without_label).collect();
    let grouped = rows::group(&rest, separators);
    let rows: Vec<Row> = grouped.iter().filter_map(|range| Row::of(rest.get(range.clone())?, columns)).collect();
    // What such rows differ by stands in the second column: words or years, no figures.
    let differ = rows.iter().filter(|r| !r.name.is_empty() && !is_figure(&r.name)).count();
    if rows.len() < labels.len() * 2 || differ * 10 < rows.len() * 9 {
        return Blocks::None;
    }
    let starts = 0..rows.len().min(16);
    let found = at_end(&rows, &labels).or_else(|| { starts }.find_map(|start| in_middle(&rows, &labels, start)));
    found.map_or(Blocks::Unclear, |found| Blocks::Rows(labelled(rows, labels, &found)))
}

struct Row {
    cells: Vec<Cell>,
    name: String,
    middle: f64,
    size: f64,
}

impl Row {
    fn of(strips: &[Strip], columns: usize) -> Option<Self> {
        let mut words: Vec<Vec<Word>> = vec![Vec::new(); columns];
        for strip in strips {
            words.iter_mut().zip(&strip.cells).for_each(|(cell, more)| cell.extend(more.iter().cloned()));
        }
        let cells: Vec<Cell> = words.into_iter().map(|w| Cell::new(w, 1, 1)).collect();
        let (first, last) = (strips.first()?, strips.last()?);
        let name = cells.get(1).map(Cell::text).unwrap_or_default();
        Some(Self { cells, name, middle: (first.base + last.base) / 2.0, size: first.size })
    }
}

fn without_label(strip: &Strip) -> Strip {
    let mut strip = strip.clone();
    strip.cells.iter_mut().take(1).for_each(Vec::clear);
    strip
}

/// The labels, lines that follow closely as one.
fn labels(body: &[Strip]) -> Vec<Label> {
    let mut labels: Vec<(Vec<Word>, f64, f64)> = Vec::new();
    for strip in body {
        let Some(words) = strip.cells.first().filter(|w| !w.is_empty()) else { continue };
        match labels.last_mut() {
            Some((all, _, last)) if strip.base - *last < 1.35 * strip.size => {
                all.extend(words.iter().cloned());
                *last = strip.base;
            }
            _ => labels.push((words.clone(), strip.base, strip.base)),
        }
    }
    labels.into_iter().map(|(words, first, last)| Label { words, middle: (first + last) / 2.0 }).collect()
}

/// The rows that each label covers, as first and last, where labels stand in the middle of their rows.
fn in_middle(rows: &[Row], labels: &[Label], start: usize) -> Option<Vec<(usize, usize)>> {
    let mut from = start;
    let mut found = Vec::with_capacity(labels.len());
    for label in labels {
        let first = rows.get(from)?;
        let off = |last: &Row| ((first.middle + last.middle) / 2.0 - label.middle).abs();
        let (count, last) = rows.get(from..)?.iter().enumerate().min_by(|a, b| off(a.1).total_cmp(&off(b.1)))?;
        if off(last) > 0.32 * last.size {
            return None;
        }
        found.push((from, from + count));
        from += count + 1;
    }
    (from == rows.len()).then_some(found).filter(|f| distinct(rows, f))
}

/// The same where each label stands beside the last of its rows.
fn at_end(rows: &[Row], labels: &[Label]) -> Option<Vec<(usize, usize)>> {
    let mut from = 0;
    let mut found = Vec::with_capacity(labels.len());
    for label in labels {
        let at = from + rows.get(from..)?.iter().position(|r| (r.middle - label.middle).abs() < 0.2 * r.size)?;
        found.push((from, at));
        from = at + 1;
    }
    let several = found.iter().filter(|(a, b)| b > a).count();
    (from == rows.len() && several * 2 > found.len()).then_some(found).filter(|f| distinct(rows, f))
}

/// Whether the rows of each label have names of their own.
fn distinct(rows: &[Row], found: &[(usize, usize)]) -> bool {
    found.iter().all(|(from, to)| {
        let part = rows.get(*from..=*to).unwrap_or(&[]);
        part.iter().enumerate().all(|(i, a)| part.iter().skip(i + 1).all(|b| a.name != b.name))
    })
}

fn labelled(rows: Vec<Row>, labels: Vec<Label>, found: &[(usize, usize)]) -> Vec<Vec<Cell>> {
    let mut rows: Vec<Vec<Cell>> = rows.into_iter().map(|r| r.cells).collect();
    for (label, (from, to)) in labels.into_iter().zip(found) {
        let high = u32::try_from(to - from + 1).unwrap_or(1);
        if let Some(cell) = rows.get_mut(*from).and_then(|r| r.first_mut()) {
            *cell = Cell::new(label.words, 1, high);
        }
        rows.iter_mut().take(to + 1).skip(from + 1).filter_map(|r| r.first_mut()).for_each(|c| c.columns = 0);
    }
    rows
}
