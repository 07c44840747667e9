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
    TableCell { text: text.clone(), column_span: span, row_span: 1 }
}

/// Rebuilds a table from spans of one cell each: labels of rows at an even distance, with figures between. `Err` where there are labels and
/// figures whose distances differ, so that a blank cell was lost.
pub(crate) fn rebuild(spans: &[Span], labels: &Labels<'_>) -> Option<Result<Rebuilt, std::ops::RangeInclusive<usize>>> {
    let short = |s: &Span| !s.table && s.text.as_str().chars().count() <= 60;
    let is_row = |s: &Span| {
        let named = labels.read(s.text.as_str());
        short(s)
            && (named.service_area.is_some() || named.total)
            && named.column.is_none()
            && named.year.is_none()
            && !s.text.as_str().trim_end().ends_with('.')
    };
    let is_value = |s: &Span| short(s) && !matches!(cells::read(s.text.as_str()), cells::Content::Unreadable);
    let rows: Vec<usize> = spans.iter().enumerate().filter(|(_, s)| is_row(s)).map(|(i, _)| i).collect();
    let first = *rows.first()?;
    if rows.len() < 3 || !spans.get(first + 1).is_some_and(is_value) {
        return None;
    }
    let last_row = *rows.last()?;
    let widths: Vec<usize> = rows.windows(2).filter_map(|w| Some(w.get(1)? - w.first()? - 1)).collect();
    let width = *widths.first()?;
    let tail = spans.iter().skip(last_row + 1).take_while(|s| is_value(s)).count();
    let head_start = (0..first)
        .rev()
        .take_while(|&i| spans.get(i).is_some_and(|s| short(s) && !s.text.as_str().trim_end().ends_with(['.', ':', '?'])))
        .last()
        .unwrap_or(first);
    let whole = head_start..=last_row + tail.min(width);
    if width == 0 || widths.iter().any(|w| *w != width) || tail < width {
        return Some(Err(whole));
    }
    let mut header: Vec<&Rich> = spans.get(head_start..first).unwrap_or_default().iter().map(|s| &s.text).collect();
    // The corner above the row labels names nothing.
    let names = |t: &Rich| {
        let named = labels.read(t.as_str());
        named.column.is_some() || named.year.is_some()
    };
    while header.first().is_some_and(|t| !names(t)) && !header.is_empty() {
        header.remove(0);
    }
    let mut table = Table::default();
    let blank = TableCell { column_span: 1, row_span: 1, ..TableCell::default() };
    if header.len() == width {
        table.rows.push(std::iter::once(blank.clone()).chain(header.iter().map(|t| cell(t, 1))).collect());
    } else {
        let years = header.iter().take_while(|t| labels.read(t.as_str()).column.is_none()).count();
        if years == 0 || header.len() != years + width || width % years != 0 {
            return Some(Err(whole));
        }
        let each = width / years;
        let mut top = vec![blank.clone()];
        for year in header.iter().take(years) {
            top.push(cell(year, u32::try_from(each).unwrap_or(1)));
            top.extend(std::iter::repeat_n(blank.clone(), each - 1));
        }
        table.rows.push(top);
        table.rows.push(std::iter::once(blank).chain(header.iter().skip(years).map(|t| cell(t, 1))).collect());
    }
    for row in &rows {
        table.rows.push(spans.iter().skip(*row).take(width + 1).map(|s| cell(&s.text, 1)).collect());
    }
    Some(Ok(Rebuilt { table, spans: head_start..=last_row + width }))
}
