//! The lines of a table cut into cells, and these put together to rows.

use super::blocks::{self, Blocks};
use super::gaps::Run;
use super::grid::{Cell, Draft};
use super::headings;
use super::letters::is_figure;
use super::lines::{Line, Word};
use super::marks::{Marks, separators};
use super::rows::{self, Strip};
use super::spans::{APART, Span, column_of, crowded, merged, spans};
use hayro_interpret::kurbo::Rect;

/// The lines of a run as a table.
pub(super) fn draft(lines: &[Line], run: &Run, marks: &Marks<'_>) -> Option<Draft> {
    let (top, bottom) = (lines.first()?.top(), lines.last()?.bottom());
    let (left, right) = (run.columns.first()?.0, run.columns.last()?.1);
    let separators = separators(marks, Rect::new(left, top, right, bottom));
    let mut columns = run.columns.clone();
    let cut = |line: &Line, columns: &[Span]| match run.headed {
        Some(_) => strip_of_words(line, columns),
        None => strip(line, columns),
    };
    let mut strips: Vec<Strip> = lines.iter().map(|line| cut(line, &columns)).collect();
    let mut head = rows::headings(&strips, &separators);
    if run.headed.is_none()
        && let Some(told) = in_turn(lines, head).or_else(|| told(lines, head, &columns))
    {
        columns = told;
        strips = lines.iter().map(|line| cut(line, &columns)).collect();
        head = rows::headings(&strips, &separators);
    }
    while let Some(at) = misaligned(&strips, head, columns.len()) {
        let (a, b) = (*columns.get(at)?, columns.remove(at + 1));
        *columns.get_mut(at)? = (a.0.min(b.0), a.1.max(b.1));
        strips = lines.iter().map(|line| cut(line, &columns)).collect();
        head = rows::headings(&strips, &separators);
    }
    if columns.len() < 2 {
        return None;
    }
    // The headings of the columns can begin on the line above.
    let mut headed = run.headed.and_then(|at| at.checked_sub(run.start));
    while let Some(at) = headed
        && let (Some(above), Some(line)) = (at.checked_sub(1).and_then(|i| lines.get(i)), lines.get(at))
        && headings::goes_on(above, line, &columns)
    {
        headed = at.checked_sub(1);
    }
    let mut out = match headed {
        Some(at) if at < head => {
            let mut out = headings::rows(lines.get(..at)?, &columns);
            out.push(cells(strips.get(at..head)?, columns.len()));
            out
        }
        _ => headings::rows(lines.get(..head)?, &columns),
    };
    let body = strips.get(head..)?;
    match blocks::find(body, &separators) {
        Blocks::Rows(rows) => out.extend(rows),
        Blocks::Unclear => return None,
        Blocks::None => {
            for row in rows::group(body, &separators) {
                out.push(cells(body.get(row)?, columns.len()));
            }
        }
    }
    let mut edges: Vec<f64> = vec![columns.first()?.0];
    edges.extend(columns.windows(2).filter_map(|p| if let [a, b] = p { Some((a.1 + b.0) / 2.0) } else { None }));
    edges.push(columns.last()?.1);
    Some(Draft { rows: out, edges, bounds: Rect::new(left, top, right, bottom), ruled: false, paired: false })
}

/// The columns of headings that are set from the left and figures that are set from the right, where as many of the one as of the other
/// follow in turn: a figure can come up against the next heading, and be clear of its own.
fn in_turn(lines: &[Line], head: usize) -> Option<Vec<Span>> {
    let (head, body) = lines.split_at_checked(head)?;
    let columns = |part: &[Line]| merged(part.iter().flat_map(spans));
    let (heads, cells) = (columns(head), columns(body));
    let (label, cells) = cells.split_first()?;
    let heads: Vec<Span> = heads.into_iter().filter(|h| h.0 > label.1 - 1.0).collect();
    if heads.len() < 2 || heads.len() != cells.len() {
        return None;
    }
    let mut next = heads.iter().skip(1).map(|h| h.0).chain([f64::MAX]);
    let turns = heads.iter().zip(cells).all(|(h, c)| h.0 < c.0 && next.next().is_some_and(|next| c.1 < next + 0.5));
    let own = heads.iter().zip(cells).any(|(h, c)| h.1 > c.0);
    (turns && own).then(|| std::iter::once(*label).chain(heads.iter().zip(cells).map(|(h, c)| (h.0, c.1))).collect())
}

/// The columns as cells and headings have them.
fn told(lines: &[Line], head: usize, columns: &[Span]) -> Option<Vec<Span>> {
    let by_cells = told_by_cells(lines, head);
    let most = by_cells.as_deref().unwrap_or(columns);
    // Headings that stand clear of all columns can pass for names of rows.
    let figure = |chunk: &[Word]| matches!(chunk, [one] if is_figure(&one.text));
    let first = lines.iter().position(|line| line.chunks(APART).into_iter().skip(1).any(figure)).unwrap_or(head);
    let body = merged(lines.get(first..)?.iter().flat_map(spans));
    with_blank(lines, first, &body).filter(|with| with.len() > most.len()).or_else(|| with_blank(lines, head, most)).or(by_cells)
}

/// The columns as the cells have them, and the headings that stand over one column each; not those that stand over several.
fn told_by_cells(lines: &[Line], head: usize) -> Option<Vec<Span>> {
    let (head, body) = lines.split_at_checked(head)?;
    let head: Vec<Vec<Span>> = head.iter().map(spans).collect();
    let body: Vec<Vec<Span>> = body.iter().map(spans).collect();
    let most = head.iter().map(Vec::len).max()?;
    let kept = || head.iter().filter(|h| h.len() == most && h.len() > 1).chain(&body);
    let columns = merged(kept().flatten().copied());
    (columns.len() > 1 && !kept().any(|line| crowded(&columns, line))).then_some(columns)
}

/// The columns and those that have a heading and nothing below it.
///
/// A heading stands clear of all columns, in a row in which others stand over one column each. What stands over two columns together can
/// be clear of both, but then those have headings of their own below it.
fn with_blank(lines: &[Line], head: usize, columns: &[Span]) -> Option<Vec<Span>> {
    let (head, body) = lines.split_at_checked(head)?;
    let touches = |a: &Span, b: &Span| a.0 < b.1 + 2.0 && b.0 < a.1 + 2.0;
    let size = head.first()?.size;
    let heads: Vec<(f64, Vec<Span>)> = head.iter().map(|l| (l.base, spans(l))).collect();
    let mut out = columns.to_vec();
    // Lines half a step apart are of cells side by side, which are set in the middle of their row.
    let levels: Vec<&[(f64, Vec<Span>)]> = heads.chunk_by(|a, b| b.0 - a.0 < 0.95 * size).collect();
    for level in levels.into_iter().rev() {
        let over = |s: &Span| columns.iter().skip(1).filter(|c| touches(s, c)).count();
        let own = || level.iter().flat_map(|(_, line)| line);
        if own().any(|s| over(s) > 1) || !own().any(|s| over(s) == 1) {
            continue;
        }
        let base = level.last().map_or(0.0, |(base, _)| *base);
        for span in own().filter(|s| !columns.iter().any(|c| touches(s, c))) {
            let below = |s: Option<&Span>| {
                let headed = |c: &Span| heads.iter().any(|(b, l)| *b > base && l.iter().any(|s| touches(s, c)));
                s.is_some_and(headed)
            };
            let at = out.partition_point(|c| c.0 < span.0);
            let wider = |c: &Span| (c.0.min(span.0), c.1.max(span.1));
            let touched: Vec<usize> = (0..out.len()).filter(|i| out.get(*i).is_some_and(|c| touches(c, span))).collect();
            if let [one] = touched.as_slice() {
                let wide = out.get(*one).map(wider).filter(|w| out.iter().filter(|c| touches(c, w)).count() == 1);
                if let (Some(wide), Some(column)) = (wide, out.get_mut(*one)) {
                    *column = wide;
                }
            } else if touched.is_empty() && at > 0 {
                let (before, after) = (out.get(at - 1), out.get(at));
                if !(at > 1 && below(before) && below(after)) {
                    out.insert(at, *span);
                }
            }
        }
    }
    let apart = out.windows(2).all(|p| if let [a, b] = p { a.1 < b.0 } else { true });
    let clear = apart && !heads.iter().map(|h| &h.1).any(|l| l.len() > 1 && crowded(&out, l));
    (out.len() > columns.len() && clear && !body.iter().any(|l| crowded(&out, &spans(l)))).then_some(out)
}

/// The cells of a row of several lines.
fn cells(strips: &[Strip], columns: usize) -> Vec<Cell> {
    let mut cells: Vec<Vec<Word>> = vec![Vec::new(); columns];
    for strip in strips {
        cells.iter_mut().zip(&strip.cells).for_each(|(cell, words)| cell.extend(words.iter().cloned()));
    }
    cells.into_iter().map(|words| Cell::new(words, 1, 1)).collect()
}

/// A line cut at its columns, word by word.
fn strip_of_words(line: &Line, columns: &[Span]) -> Strip {
    let mut cells: Vec<Vec<Word>> = vec![Vec::new(); columns.len()];
    for word in &line.words {
        if let Some(cell) = cells.get_mut(column_of(columns, (word.x0, word.x1))) {
            cell.push(word.clone());
        }
    }
    Strip { base: line.base, size: line.size, cells }
}

fn strip(line: &Line, columns: &[Span]) -> Strip {
    let mut cells: Vec<Vec<Word>> = vec![Vec::new(); columns.len()];
    let mut joined: Vec<(Span, Vec<Word>)> = Vec::new();
    let spans = spans(line);
    for chunk in line.chunks(APART) {
        let Some(first) = chunk.first() else { continue };
        let Some(span) = spans.iter().find(|s| s.0 <= first.x0 + 0.01 && first.x0 <= s.1) else { continue };
        match joined.last_mut() {
            Some((last, words)) if last == span => words.extend(chunk.iter().cloned()),
            _ => joined.push((*span, chunk.to_vec())),
        }
    }
    for (span, words) in joined {
        if let Some(cell) = cells.get_mut(column_of(columns, span)) {
            cell.extend(words);
        }
    }
    Strip { base: line.base, size: line.size, cells }
}

/// Two columns of which no line fills both, and which have one heading: one column set in two ways.
fn misaligned(strips: &[Strip], head: usize, columns: usize) -> Option<usize> {
    let (head, body) = strips.split_at_checked(head)?;
    let has = |part: &[Strip], column: usize| part.iter().any(|s| s.cells.get(column).is_some_and(|c| !c.is_empty()));
    // Headings on lines half a step apart stand side by side too.
    let fills = |s: &Strip, column: usize| s.cells.get(column).is_some_and(|c| !c.is_empty());
    let beside = |index: usize, strip: &Strip, column: usize| {
        let around = strips.iter().skip(index.saturating_sub(3)).take(7);
        around.filter(|o| (o.base - strip.base).abs() < 0.95 * strip.size).any(|o| fills(o, column))
    };
    let both = |at: usize| strips.iter().enumerate().any(|(i, s)| fills(s, at) && beside(i, s, at + 1));
    let filled = |at: usize| {
        let one = |s: &&Strip| [at, at + 1].iter().any(|c| s.cells.get(*c).is_some_and(|c| !c.is_empty()));
        body.iter().filter(one).count() * 4 >= body.len() * 3
    };
    (0..columns.checked_sub(1)?).find(|&at| {
        let [a, b] = [at, at + 1].map(|c| (has(head, c), has(body, c)));
        let told = matches!((a, b), ((true, false), (false, true))) || at > 0 && matches!((a, b), ((false, true), (true, false)));
        // Words are set from the left of a column, and figures from its right. What stands over several columns can be over both.
        let apart = a.0 != b.0 && filled(at) || a.0 && b.0 && a.1 != b.1;
        !head.is_empty() && (told || at > 0 && apart && !both(at))
    })
}
