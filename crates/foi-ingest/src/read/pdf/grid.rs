//! Tables that are drawn with rules: frames filled with words.

use hayro_interpret::kurbo::Rect;

use super::letters::{is_figure, is_marker};
use super::lines::{self, Line, Word};
use super::rows::{self, Strip};
use super::rules::Frame;
use super::spans::APART;

/// A table on a page.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// Its rows; all have as many cells.
    pub(super) rows: Vec<Vec<Cell>>,
    /// Where its columns begin and end.
    pub(super) edges: Vec<f64>,
    /// Where it is.
    pub(super) bounds: Rect,
    /// Whether rules tell its columns.
    pub(super) ruled: bool,
    /// Whether it is of questions beside answers.
    pub(super) paired: bool,
}

/// A cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    /// What is in it.
    pub(super) lines: Vec<Line>,
    /// How many columns it covers; 0 where another cell covers it.
    pub(super) columns: u32,
    /// How many rows it covers.
    pub(super) rows: u32,
}

impl Cell {
    pub(super) fn new(words: Vec<Word>, columns: u32, rows: u32) -> Self {
        Self { lines: lines::lines(words), columns, rows }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.lines.is_empty()
    }

    pub(super) fn text(&self) -> String {
        self.lines.iter().map(Line::text).collect::<Vec<_>>().join(" ")
    }

    /// How far right its words reach.
    pub(super) fn right(&self) -> f64 {
        self.lines.iter().map(Line::x1).fold(f64::MIN, f64::max)
    }

    /// Whether the first word of a cell, which is no mark of an item, would not have fitted at the end of this one.
    pub(super) fn filled_before(&self, next: &Self, limit: f64) -> bool {
        let (Some(last), Some(word)) = (self.lines.last(), next.lines.first().and_then(|l| l.words.first())) else { return false };
        let marked = is_marker(&word.text) || is_marker(word.text.trim_start_matches(|c: char| c.is_ascii_digit()));
        !marked && last.x1() + 0.25 * last.size + (word.x1 - word.x0) > limit + 0.5
    }
}

/// A cell of a frame: rows and columns that it covers, and its words.
pub(super) struct Field {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
    words: Vec<Word>,
}

/// What a frame is.
pub(super) enum Framed {
    /// A table.
    Table(Draft),
    /// Only a box around words, which are given back.
    Box(Vec<Word>),
}

/// Fills a frame with the words that stand in it.
pub(super) fn fill(frame: &Frame, words: Vec<Word>) -> Framed {
    let mut fields = fields(frame);
    let (columns, height) = (frame.columns(), frame.rows());
    let mut owner = vec![usize::MAX; columns * height];
    for (index, field) in fields.iter().enumerate() {
        for row in field.row..field.row + field.rows {
            owner.iter_mut().skip(row * columns + field.column).take(field.columns).for_each(|o| *o = index);
        }
    }
    let mut outside = Vec::new();
    let places = places(&words, &frame.xs);
    for (word, x) in words.into_iter().zip(places) {
        let (_, y) = word.middle();
        let slot = |edges: &[f64], at: f64, count: usize| {
            edges.partition_point(|e| *e <= at).saturating_sub(1).min(count.saturating_sub(1))
        };
        let index = slot(&frame.ys, y, height) * columns + slot(&frame.xs, x, columns);
        match owner.get(index).and_then(|o| fields.get_mut(*o)) {
            Some(field) => field.words.push(word),
            None => outside.push(word),
        }
    }
    let mut open = 0;
    for index in 0..fields.len() {
        let Some(field) = fields.get_mut(index) else { break };
        if field.columns > 1 {
            let parts = parted(field, &frame.xs);
            fields.extend(parts);
        }
        let Some(field) = fields.get(index) else { break };
        let large = field.columns > 1 || field.columns * field.rows * 2 >= columns * height;
        open += match holds_columns(&field.words) {
            Held::Words if large => 2,
            Held::Figures(lines) => {
                if large {
                    2
                } else {
                    lines
                }
            }
            _ => 0,
        };
    }
    if fields.iter().any(|field| lacks_rows(field, &fields)) {
        open += 2;
    }
    if open > 1 {
        outside.extend(fields.into_iter().flat_map(|f| f.words));
        return Framed::Box(outside);
    }
    let filled = fields.iter().filter(|f| !f.words.is_empty()).count();
    let starts = |f: &Field| f.column;
    let wide = fields.iter().map(starts).max() != fields.iter().map(starts).min();
    // Hardly any of the cells of a chart hold words.
    if !wide || filled < 2 || filled * 20 < fields.len() {
        outside.extend(fields.into_iter().flat_map(|f| f.words));
        return Framed::Box(outside);
    }
    let mut draft = draft(frame, fields);
    drop_covered_rows(&mut draft);
    split_rows(&mut draft);
    drop_slivers(&mut draft);
    if draft.rows.iter().map(Vec::len).max().unwrap_or(0) < 2 {
        let words = draft.rows.into_iter().flatten().flat_map(|c| c.lines).flat_map(|l| l.words);
        return Framed::Box(words.collect());
    }
    Framed::Table(draft)
}

/// Where each word belongs: at its middle, but words that run over the wall of their cell belong with the rest of their run.
fn places(words: &[Word], xs: &[f64]) -> Vec<f64> {
    let mut places: Vec<f64> = words.iter().map(|w| w.middle().0).collect();
    let inner = xs.get(1..xs.len().saturating_sub(1)).unwrap_or(&[]);
    let over =
        |a: &Word, b: &Word| (a.base - b.base).abs() < 0.3 * a.size && a.run != b.run && a.x0 < b.x1 - 0.5 && b.x0 < a.x1 - 0.5;
    let mut by_run: Vec<usize> = (0..words.len()).filter(|i| words.get(*i).is_some_and(|w| w.run > 0)).collect();
    by_run.sort_by_key(|i| words.get(*i).map_or(0, |w| w.run));
    for run in by_run.chunk_by(|a, b| words.get(*a).map(|w| w.run) == words.get(*b).map(|w| w.run)) {
        let part: Vec<&Word> = run.iter().filter_map(|i| words.get(*i)).collect();
        let (x0, x1) = part.iter().fold((f64::MAX, f64::MIN), |(a, b), w| (a.min(w.x0), b.max(w.x1)));
        // Only what lies over the words of another cell has left its own.
        if !inner.iter().any(|x| x0 + 1.0 < *x && *x < x1 - 1.0) || !crowds(&part, words, inner, &over) {
            continue;
        }
        let cells = std::iter::once(f64::MIN).chain(inner.iter().copied()).zip(inner.iter().copied().chain([f64::MAX]));
        let shared = |(a, b): &(f64, f64)| (x1.min(*b) - x0.max(*a)).max(0.0);
        let most = cells.max_by(|a, b| shared(a).total_cmp(&shared(b)));
        if let Some((a, b)) = most {
            let middle = (x0.max(a) + x1.min(b)) / 2.0;
            run.iter().for_each(|i| places.iter_mut().skip(*i).take(1).for_each(|place| *place = middle));
        }
    }
    places
}

/// Whether a run that crosses a wall comes up against the words of a cell beyond it.
fn crowds(part: &[&Word], words: &[Word], inner: &[f64], over: &dyn Fn(&Word, &Word) -> bool) -> bool {
    let near = |a: &Word, b: &Word| {
        (a.base - b.base).abs() < 0.3 * a.size
            && a.run != b.run
            && b.x0 - a.x1 < 0.5 * a.size
            && a.x0 - b.x1 < 0.5 * a.size
            && inner.iter().any(|x| (b.x0 - x).abs() < 12.0 || (b.x1 - x).abs() < 12.0 || (a.x0 < *x && *x < a.x1))
    };
    words.len() < 5_000 && words.iter().any(|b| part.iter().any(|a| over(a, b) || near(a, b)))
}

/// Takes a field over several columns apart where words of one line stand on both sides of a boundary and none crosses it: its rules
/// were left out. What is at the right of the first boundary is given back.
fn parted(field: &mut Field, xs: &[f64]) -> Vec<Field> {
    let inner = field.column + 1..field.column + field.columns;
    let lines = lines::lines(field.words.clone());
    let clear = |x: f64| !field.words.iter().any(|w| w.x0 < x - 1.0 && w.x1 > x + 1.0);
    // Words that were drawn one by one can come close.
    let apart = |a: &Word, b: &Word, size: f64| b.x0 - a.x1 > 0.6 * size || a.run > 0 && b.run > 0 && a.run != b.run;
    let both = |x: f64| {
        lines.iter().any(|line| {
            line.words.windows(2).any(|pair| match pair {
                [a, b] => a.x1 < x + 1.0 && b.x0 > x - 1.0 && apart(a, b, line.size),
                _ => false,
            })
        })
    };
    let cuts: Vec<usize> = inner.filter(|i| xs.get(*i).is_some_and(|x| clear(*x))).collect();
    if !cuts.iter().any(|i| xs.get(*i).is_some_and(|x| both(*x))) {
        return Vec::new();
    }
    let end = field.column + field.columns;
    let mut parts: Vec<Field> = Vec::new();
    for (index, cut) in cuts.iter().enumerate() {
        let until = cuts.get(index + 1).copied().unwrap_or(end);
        parts.push(Field { row: field.row, column: *cut, rows: field.rows, columns: until - cut, words: Vec::new() });
    }
    field.columns = cuts.first().copied().unwrap_or(end) - field.column;
    for word in std::mem::take(&mut field.words) {
        let (x, _) = word.middle();
        let at = parts.iter().rposition(|p| xs.get(p.column).is_some_and(|edge| *edge <= x));
        match at.and_then(|i| parts.get_mut(i)) {
            Some(part) => part.words.push(word),
            None => field.words.push(word),
        }
    }
    parts
}

/// Whether a field over several rows has a line beside each of them: the rules between its rows were left out.
fn lacks_rows(field: &Field, fields: &[Field]) -> bool {
    if field.rows < 2 || field.words.is_empty() || fields.len() > 5_000 {
        return false;
    }
    let lines = lines::lines(field.words.clone());
    if lines.len() < 2 {
        return false;
    }
    let rows = field.row..field.row + field.rows;
    let beside = fields.iter().filter(|f| f.column != field.column && f.rows < field.rows && rows.contains(&f.row));
    let mut met: Vec<usize> = beside
        .filter(|f| lines.iter().any(|l| f.words.iter().any(|w| (w.base - l.base).abs() < 0.25 * l.size)))
        .map(|f| f.row)
        .collect();
    met.sort_unstable();
    met.dedup();
    met.len() >= 3 || met.len() >= 2 && lines.len() >= field.rows
}

/// What words of a cell are set in, if they are set in columns.
enum Held {
    /// Figures stand side by side, on so many lines.
    Figures(usize),
    /// Words stand side by side, line after line.
    Words,
    /// No columns.
    Nothing,
}

fn holds_columns(words: &[Word]) -> Held {
    if words.len() < 2 {
        return Held::Nothing;
    }
    let lines = lines::lines(words.to_vec());
    let chunks: Vec<Vec<String>> = lines
        .iter()
        .map(|l| l.chunks(APART).into_iter().map(|c| c.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ")).collect())
        .collect();
    let several = chunks.iter().filter(|c| c.len() > 1 && !is_marker(c.first().map_or("", String::as_str))).count();
    let figures = chunks.iter().filter(|c| c.iter().filter(|t| is_figure(t)).count() > 1).count();
    if figures > 0 {
        Held::Figures(figures)
    } else if several >= 3 && several * 5 >= lines.len() * 2 {
        Held::Words
    } else {
        Held::Nothing
    }
}

/// The cells of a frame.
pub(super) fn fields(frame: &Frame) -> Vec<Field> {
    let (columns, rows) = (frame.columns(), frame.rows());
    let mut taken = vec![false; columns * rows];
    let mut fields = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            if taken.get(row * columns + column).copied().unwrap_or(true) {
                continue;
            }
            // The widest stretch without a wall, then as many rows below as are open over all of it.
            let mut wide = 1;
            while column + wide < columns
                && !frame.wall_right(row, column + wide - 1)
                && !taken.get(row * columns + column + wide).copied().unwrap_or(true)
            {
                wide += 1;
            }
            let open_below = |r: usize| {
                let span = column..column + wide;
                span.clone().all(|c| !frame.wall_below(r, c))
                    && span.clone().skip(1).all(|c| !frame.wall_right(r + 1, c - 1))
                    && (column == 0 || frame.wall_right(r + 1, column - 1))
                    && frame.wall_right(r + 1, column + wide - 1)
            };
            let mut high = 1;
            while row + high < rows && open_below(row + high - 1) {
                high += 1;
            }
            for r in row..row + high {
                taken.iter_mut().skip(r * columns + column).take(wide).for_each(|t| *t = true);
            }
            fields.push(Field { row, column, rows: high, columns: wide, words: Vec::new() });
        }
    }
    fields
}

fn draft(frame: &Frame, fields: Vec<Field>) -> Draft {
    let mut rows: Vec<Vec<Cell>> = (0..frame.rows()).map(|_| (0..frame.columns()).map(|_| Cell::default()).collect()).collect();
    for field in fields {
        if let Some(cell) = rows.get_mut(field.row).and_then(|r| r.get_mut(field.column)) {
            let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            *cell = Cell::new(field.words, number(field.columns), number(field.rows));
        }
    }
    Draft { rows, edges: frame.xs.clone(), bounds: frame.bounds(), ruled: true, paired: false }
}

/// Takes out rows in which no cell begins.
fn drop_covered_rows(draft: &mut Draft) {
    for row in (1..draft.rows.len()).rev() {
        if draft.rows.get(row).is_none_or(|cells| cells.iter().any(|c| c.columns > 0)) {
            continue;
        }
        draft.rows.remove(row);
        for (above, cells) in draft.rows.iter_mut().enumerate().take(row) {
            for cell in cells.iter_mut().filter(|c| above + c.rows as usize > row) {
                cell.rows -= 1;
            }
        }
    }
}

/// Rows that hold several, because the rules between them were left out, taken apart.
fn split_rows(draft: &mut Draft) {
    let mut out: Vec<Vec<Cell>> = Vec::with_capacity(draft.rows.len());
    for row in std::mem::take(&mut draft.rows) {
        let several = row.iter().filter(|c| c.lines.len() > 1).count();
        if several < 2 || row.iter().any(|c| c.columns != 1 || c.rows != 1) {
            out.push(row);
            continue;
        }
        let strips = strips(&row);
        let all = 0..strips.len();
        if !rows::holds_rows(&strips, &all) {
            out.push(row);
            continue;
        }
        for group in rows::group(&strips, &[]) {
            let mut cells: Vec<Vec<Word>> = vec![Vec::new(); row.len()];
            for strip in strips.get(group).unwrap_or(&[]) {
                for (cell, words) in cells.iter_mut().zip(&strip.cells) {
                    cell.extend(words.iter().cloned());
                }
            }
            out.push(cells.into_iter().map(|words| Cell::new(words, 1, 1)).collect());
        }
    }
    draft.rows = out;
}

/// The lines of a row over all of its cells.
fn strips(row: &[Cell]) -> Vec<Strip> {
    let mut all: Vec<(usize, &Line)> =
        row.iter().enumerate().flat_map(|(c, cell)| cell.lines.iter().map(move |l| (c, l))).collect();
    all.sort_by(|a, b| a.1.base.total_cmp(&b.1.base));
    let mut strips: Vec<Strip> = Vec::new();
    for (column, line) in all {
        let joins = strips.last().is_some_and(|s| (line.base - s.base).abs() < 0.3 * line.size.min(s.size));
        if !joins {
            strips.push(Strip { base: line.base, size: line.size, cells: vec![Vec::new(); row.len()] });
        }
        if let Some(cell) = strips.last_mut().and_then(|s| s.cells.get_mut(column)) {
            cell.extend(line.words.iter().cloned());
        }
    }
    strips
}

/// Takes out columns and rows that are no wider than borders and hold nothing.
fn drop_slivers(draft: &mut Draft) {
    let columns = draft.edges.len().saturating_sub(1);
    let blank = |draft: &Draft, column: usize| draft.rows.iter().all(|r| r.get(column).is_none_or(Cell::is_blank));
    for column in (0..columns).rev() {
        let width = match draft.edges.get(column..column + 2) {
            Some([a, b]) => b - a,
            _ => continue,
        };
        if width >= 7.0 || !blank(draft, column) {
            continue;
        }
        for row in &mut draft.rows {
            let Some(cell) = row.get(column).cloned() else { continue };
            if cell.columns == 0 || cell.columns > 1 {
                // The cell that covers it is one narrower; one that begins here begins at the next column.
                if cell.columns > 1 {
                    if let Some(next) = row.get_mut(column + 1) {
                        *next = Cell { columns: cell.columns - 1, ..cell };
                    }
                } else if let Some(covering) = row.iter_mut().take(column).rev().find(|c| c.columns > 0) {
                    covering.columns = covering.columns.saturating_sub(1).max(1);
                }
            }
            row.remove(column);
        }
        draft.edges.remove(if column == 0 { 0 } else { column });
    }
    let bare = |row: &Vec<Cell>| row.iter().all(|c| c.is_blank() && c.columns == 1 && c.rows == 1);
    if draft.ruled {
        // Blank rows above and below are borders; those between say something.
        while draft.rows.first().is_some_and(bare) {
            draft.rows.remove(0);
        }
    }
}

/// Whether a row has figures besides its label.
pub(super) fn has_figures(row: &[Cell]) -> bool {
    row.iter().skip(1).any(|c| !c.is_blank() && is_figure(&c.text()))
}
