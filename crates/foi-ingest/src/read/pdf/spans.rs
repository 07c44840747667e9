//! Groups of words that stand apart in a line, and the columns that they are in.

use super::letters::is_marker;
use super::lines::Line;

/// Words of a line stand further apart than this, in font sizes, where they are in different columns.
pub(super) const APART: f64 = 0.85;

/// From where to where a group of words or a column goes.
pub(super) type Span = (f64, f64);

/// Where the groups of words of a line are; the mark of a list item is in one with its words.
pub(super) fn spans(line: &Line) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut marked = false;
    for chunk in line.chunks(APART) {
        let (Some(first), Some(last)) = (chunk.first(), chunk.last()) else { continue };
        let span = (first.x0, chunk.iter().map(|w| w.x1).fold(last.x1, f64::max));
        match spans.last_mut() {
            Some(before) if marked && span.0 - before.1 < 6.0 * line.size => before.1 = span.1,
            _ => spans.push(span),
        }
        marked = spans.len() == 1 && chunk.len() == 1 && is_marker(&first.text);
    }
    spans
}

/// Where the groups of words of a line are, parted also where they were drawn one by one.
pub(super) fn drawn(line: &Line) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for chunk in line.chunks(APART) {
        let known = chunk.iter().all(|w| w.run > 0);
        for part in chunk.chunk_by(|a, b| !known || a.run == b.run || b.x0 - a.x1 < 0.12 * line.size) {
            if let (Some(first), Some(last)) = (part.first(), part.last()) {
                spans.push((first.x0, last.x1));
            }
        }
    }
    spans
}

/// Spans as columns: those that overlap are one.
pub(super) fn merged(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut all: Vec<Span> = spans.collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<Span> = Vec::new();
    for span in all {
        match out.last_mut() {
            Some(last) if span.0 < last.1 + 2.0 => last.1 = last.1.max(span.1),
            _ => out.push(span),
        }
    }
    out
}

/// The column that a span is in; the one that it shares most with, else the nearest.
pub(super) fn column_of(columns: &[Span], span: Span) -> usize {
    let shared = |c: &Span| {
        let common = span.1.min(c.1) - span.0.max(c.0);
        let middle = (span.0 + span.1) / 2.0;
        if common > 0.0 { common } else { -((middle - c.0).abs().min((middle - c.1).abs())) }
    };
    let best = columns.iter().enumerate().max_by(|a, b| shared(a.1).total_cmp(&shared(b.1)));
    best.map_or(0, |(index, _)| index)
}

/// Whether each span of a line begins, ends or has its middle where a column of its own does, from left to right: what runs over its
/// cell is in line all the same.
pub(super) fn in_line(columns: &[Span], line: &[Span]) -> bool {
    let mut rest = columns.iter();
    line.len() > 1 && line.iter().all(|span| rest.by_ref().any(|c| fits(c, span)))
}

/// Whether a span begins, ends or has its middle where a column does.
fn fits(column: &Span, span: &Span) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < 1.0;
    near(column.0, span.0) || near(column.1, span.1) || near(column.0 + column.1, span.0 + span.1)
}

/// Columns that overlap no other, after a line was found to be in line with them.
pub(super) fn narrowed(columns: &[Span], line: &[Span]) -> Vec<Span> {
    let mut out = columns.to_vec();
    let mut before: Option<(usize, f64)> = None;
    for span in line {
        let from = before.map_or(0, |(at, _)| at + 1);
        let found = columns.get(from..).and_then(|rest| rest.iter().position(|c| fits(c, span)));
        let Some(at) = found.map(|i| from + i) else { continue };
        // A column gives way to the words of this line, and the one before to what is left.
        if let (Some((_, right)), Some(column)) = (before.filter(|(b, _)| b + 1 == at), out.get_mut(at))
            && column.0 < right + 2.0
        {
            column.0 = (right + 2.5).min(column.1 - 1.0);
        }
        if let Some(column) = out.get(at).copied()
            && let Some(left) = at.checked_sub(1).and_then(|i| out.get_mut(i))
            && left.1 > column.0 - 2.0
        {
            left.1 = (column.0 - 2.5).max(left.0 + 1.0);
        }
        before = Some((at, span.1));
    }
    out
}

/// Whether two spans of one line are in one column.
pub(super) fn crowded(columns: &[Span], line: &[Span]) -> bool {
    let mut before = usize::MAX;
    line.iter().any(|span| {
        let column = column_of(columns, *span);
        std::mem::replace(&mut before, column) == column
    })
}
