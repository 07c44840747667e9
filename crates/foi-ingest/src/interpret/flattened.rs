//! Tables that lost their columns on the way: one cell a line.

use crate::bind::Span;
use crate::document::{Rich, Table, TableCell};

use super::cells;
use super::labels::Labels;

/// A table out of lines, and the spans that it covers.
pub(crate) struct Rebuilt {
    /// The table.
    pub(crate) table: Table,
    /// First and last span.
    pub(crate) spans: std::ops::RangeInclusive<usize>,
}

fn cell(text: &Rich, span: u32) -> TableCell {
    TableCell { text: text.clone(), column_span: span, ..TableCell::blank() }
}

/// What became of lines that look like a table.
pub(crate) enum Found {
    /// A table.
    Table(Rebuilt),
    /// Labels and figures whose distances differ, so that a blank cell was lost, or whose headings do not fit.
    Broken(std::ops::RangeInclusive<usize>),
}

/// Rebuilds the tables from spans of one cell each: labels of rows at an even distance, with figures between. A label that comes again
/// begins another table.
pub(crate) fn rebuild(spans: &[Span], labels: &Labels) -> Vec<Found> {
    let short = |s: &Span| !s.table && s.text.as_str().chars().count() <= 60;
    // `Day care: budget £5k, spend £6k` is a row by itself.
    let says = |text: &str| text.split_once(':').is_some_and(|(_, said)| !said.trim().is_empty());
    let area = |s: &Span| {
        if !short(s) || s.text.as_str().trim_end().ends_with('.') || says(s.text.as_str()) {
            return None;
        }
        let named = labels.read(s.text.as_str());
        let row = named.column.is_none() && named.year.is_none();
        row.then_some(named).filter(|n| n.service_area.is_some() || n.total)
    };
    let words = |s: &Span| {
        let text = s.text.as_str().trim();
        text.chars().count() <= 40 && !text.ends_with(['.', '?', ':']) && crate::bind::unnumbered(text)
    };
    let is_value = |s: &Span| short(s) && (is_figure(s) || words(s) && area(s).is_none());
    let mut found = Vec::new();
    let mut run: Vec<(usize, Option<foi_model::Code>)> = Vec::new();
    let mut begin = 0;
    let mut close = |run: &mut Vec<(usize, Option<foi_model::Code>)>, begin: &mut usize| {
        let rows: Vec<usize> = run.drain(..).map(|(i, _)| i).collect();
        if let Some(table) = one(spans, labels, &rows, *begin, &is_value) {
            *begin = match &table {
                Found::Table(rebuilt) => rebuilt.spans.end() + 1,
                Found::Broken(range) => range.end() + 1,
            };
            found.push(table);
        }
    };
    for (index, span) in spans.iter().enumerate() {
        let Some(named) = area(span) else { continue };
        if named.service_area.is_some() && run.iter().any(|(_, a)| *a == named.service_area) {
            close(&mut run, &mut begin);
        }
        run.push((index, named.service_area));
    }
    close(&mut run, &mut begin);
    found
}

/// Whether a line is what a cell of figures can be.
fn is_figure(span: &Span) -> bool {
    !matches!(cells::read(span.text.as_str()), cells::Content::Unreadable)
}

/// One table whose rows begin at these spans, and whose headings stand before them.
fn one(spans: &[Span], labels: &Labels, rows: &[usize], begin: usize, is_value: &dyn Fn(&Span) -> bool) -> Option<Found> {
    let (&first, &last_row) = (rows.first()?, rows.last()?);
    if rows.len() < 3 || !spans.get(first + 1).is_some_and(is_value) {
        return None;
    }
    // Names of services with words between them are no table.
    let between = spans.get(first..=last_row).unwrap_or_default();
    if between.iter().filter(|s| is_figure(s)).count() < 2 {
        return None;
    }
    let widths: Vec<usize> = rows.windows(2).filter_map(|w| Some(w.get(1)? - w.first()? - 1)).collect();
    let width = *widths.first()?;
    let tail = spans.iter().skip(last_row + 1).take_while(|s| is_value(s)).count();
    let heads = |i: &usize| {
        spans
            .get(*i)
            .is_some_and(|s| !s.table && s.text.as_str().chars().count() <= 60 && !s.text.as_str().trim_end().ends_with(['.', '?']))
    };
    let head_start = (begin..first).rev().take_while(heads).last().unwrap_or(first);
    let broken = Some(Found::Broken(head_start..=last_row + tail.min(width)));
    if width == 0 || widths.iter().any(|w| *w != width) || tail < width {
        return broken;
    }
    let header: Vec<&Rich> = spans.get(head_start..first)?.iter().map(|s| &s.text).collect();
    let names = |t: &Rich| {
        let named = labels.read(t.as_str());
        (named.column.is_some(), named.year.is_some())
    };
    let blank = TableCell::blank();
    let mut table = Table::default();
    let at = header.len().checked_sub(width);
    let Some((above, lowest)) = at.and_then(|at| header.split_at_checked(at)) else { return broken };
    if !lowest.iter().all(|t| names(t).0 || names(t).1) {
        return broken;
    }
    // Years over measures: the row above the lowest names as many years as the width divides into.
    let years = above.iter().rev().take_while(|t| names(t).1 && !names(t).0).count();
    let measures_only = lowest.iter().all(|t| names(t).0 && !names(t).1);
    let distinct = || lowest.iter().enumerate().all(|(at, t)| lowest.iter().skip(at + 1).all(|other| other.as_str() != t.as_str()));
    let captions = if measures_only && years == 0 && distinct() {
        above
    } else if measures_only {
        if years == 0 || width % years != 0 {
            return broken;
        }
        let mut top = vec![blank.clone()];
        for year in above.iter().skip(above.len() - years) {
            top.push(cell(year, u32::try_from(width / years).unwrap_or(1)));
            top.extend(std::iter::repeat_n(blank.clone(), width / years - 1));
        }
        let captions = above.get(..above.len() - years)?;
        table.rows.push(top);
        captions
    } else {
        above
    };
    // What stands above is the corner and the caption: each names something for the whole table, or nothing.
    for (place, caption) in captions.iter().enumerate() {
        let mut row = vec![cell(caption, 1)];
        row.resize(width + 1, blank.clone());
        table.rows.insert(place, row);
    }
    table.rows.push(std::iter::once(blank).chain(lowest.iter().map(|t| cell(t, 1))).collect());
    for row in rows {
        table.rows.push(spans.iter().skip(*row).take(width + 1).map(|s| cell(&s.text, 1)).collect());
    }
    Some(Found::Table(Rebuilt { table, spans: head_start..=last_row + width }))
}
