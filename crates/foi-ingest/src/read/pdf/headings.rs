//! The headings of a table whose columns are told by gaps: which lines make one row, and which words stand over several columns.

use super::grid::Cell;
use super::lines::{Line, Word};
use super::spans::{APART, Span, column_of};

/// A line of headings: what names the rows, and what stands over the other columns.
struct Heading {
    label: Vec<Word>,
    over: Vec<Vec<Word>>,
    base: f64,
    size: f64,
}

fn span(chunk: &[Word]) -> Span {
    (chunk.first().map_or(0.0, |w| w.x0), chunk.iter().map(|w| w.x1).fold(f64::MIN, f64::max))
}

/// The rows of headings of a table with these columns.
pub(super) fn rows(lines: &[Line], columns: &[Span]) -> Vec<Vec<Cell>> {
    let lines: Vec<Heading> = lines.iter().map(|line| heading(line, columns)).collect();
    let mut rows: Vec<(Vec<Cell>, bool, f64)> = Vec::new();
    let mut label: Vec<Word> = Vec::new();
    // Where the words of one row of headings are.
    let mut placed: Vec<(Span, usize)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if line.over.is_empty() {
            label.extend(line.label.iter().cloned());
            continue;
        }
        // Headings in the middle of their row stand on lines of their own: what counts is how many columns have one.
        let mut below: Vec<usize> =
            lines.get(index + 1..).unwrap_or(&[]).iter().flat_map(|l| &l.over).map(|c| column_of(columns, span(c))).collect();
        below.sort_unstable();
        below.dedup();
        let below = below.len();
        // Lines half a step apart are those of cells set in the middle of their row.
        let near =
            |other: Option<&Heading>| other.is_some_and(|o| (o.base - line.base).abs() < 0.85 * line.size && !o.over.is_empty());
        let stepped = near(lines.get(index + 1)) || index.checked_sub(1).is_some_and(|i| near(lines.get(i)));
        let stepped = stepped || lines.get(index + 1).is_some_and(|next| wraps(line, next));
        let groups = if below > line.over.len() && !stepped { groups(line, columns) } else { None };
        let spans = groups.is_some();
        let places = groups.unwrap_or_else(|| {
            line.over
                .iter()
                .map(|chunk| (in_line(&placed, span(chunk)).unwrap_or_else(|| column_of(columns, span(chunk))), 1))
                .collect()
        });
        if spans {
            placed.clear();
        } else {
            placed.extend(places.iter().zip(&line.over).map(|((column, _), chunk)| (span(chunk), *column)));
        }
        let goes_on = rows.last().is_some_and(|(_, spanned, base)| !spanned && !spans && line.base - base < 1.7 * line.size);
        if !goes_on {
            rows.push((columns.iter().map(|_| Cell::new(Vec::new(), 1, 1)).collect(), spans, line.base));
        }
        let Some((cells, _, base)) = rows.last_mut() else { continue };
        *base = line.base;
        if let (Some(cell), false) = (cells.first_mut(), line.label.is_empty()) {
            cell.lines.extend(Cell::new(line.label.clone(), 1, 1).lines);
        }
        for ((first, wide), chunk) in places.into_iter().zip(&line.over) {
            if let Some(cell) = cells.get_mut(first) {
                cell.lines.extend(Cell::new(chunk.clone(), 1, 1).lines);
                cell.columns = u32::try_from(wide).unwrap_or(1);
            }
            cells.iter_mut().skip(first + 1).take(wide.saturating_sub(1)).for_each(|c| c.columns = 0);
        }
    }
    let count = rows.len();
    // A label over two lines, of which the second stands in the next row.
    let small = |cell: &Cell| cell.text().starts_with(|c: char| c.is_lowercase());
    if let [(first, true, base), (second, _, below)] = rows.as_mut_slice()
        && let (Some(a), Some(b)) = (first.first_mut(), second.first_mut())
        && !a.is_blank()
        && small(b)
        && *below - *base < 30.0
    {
        a.lines.append(&mut b.lines);
        (a.rows, b.columns) = (2, 0);
    }
    let mut rows: Vec<Vec<Cell>> = rows.into_iter().map(|(cells, ..)| cells).collect();
    if label.is_empty() {
        return rows;
    }
    // A label between two rows of headings stands beside both.
    if rows.is_empty() {
        rows.push(columns.iter().map(|_| Cell::new(Vec::new(), 1, 1)).collect());
    }
    let blank = rows.iter().all(|row| row.first().is_none_or(Cell::is_blank));
    for (index, row) in rows.iter_mut().enumerate() {
        let Some(cell) = row.first_mut() else { continue };
        if index == 0 {
            let mut words: Vec<Word> = std::mem::take(&mut cell.lines).into_iter().flat_map(|l| l.words).collect();
            words.append(&mut label);
            *cell = Cell::new(words, 1, if blank { u32::try_from(count.max(1)).unwrap_or(1) } else { 1 });
        } else if blank {
            cell.columns = 0;
        }
    }
    rows
}

/// Whether the headings of a line go on in the next; see [`wraps`].
pub(super) fn goes_on(line: &Line, next: &Line, columns: &[Span]) -> bool {
    let line = heading(line, columns);
    !line.over.is_empty() && wraps(&line, &heading(next, columns))
}

/// Whether each heading of a line goes on in the next: words under words, set as one.
fn wraps(line: &Heading, next: &Heading) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < 1.5;
    let under = |chunk: &Vec<Word>| {
        let s = span(chunk);
        next.over.iter().find(|c| {
            let n = span(c);
            near(s.0, n.0) || near(s.1, n.1) || near(s.0 + s.1, n.0 + n.1)
        })
    };
    let worded = |chunk: &[Word]| chunk.iter().all(|w| !w.text.contains(|c: char| c.is_ascii_digit()));
    next.base - line.base < 1.35 * line.size
        && line.over.iter().all(|chunk| worded(chunk) && under(chunk).is_some_and(|below| worded(below)))
}

/// The column of words above that begin, end or have their middle where these do.
fn in_line(placed: &[(Span, usize)], s: Span) -> Option<usize> {
    let near = |a: f64, b: f64| (a - b).abs() < 1.5;
    placed.iter().rev().find(|(p, _)| near(p.0, s.0) || near(p.1, s.1) || near(p.0 + p.1, s.0 + s.1)).map(|(_, column)| *column)
}

fn heading(line: &Line, columns: &[Span]) -> Heading {
    let mut label = Vec::new();
    let mut over = Vec::new();
    for chunk in line.chunks(APART) {
        let first = over.is_empty() && label.is_empty();
        let of_label = columns.first().is_some_and(|c| span(chunk).0 < c.1 - 1.0) && column_of(columns, span(chunk)) == 0;
        if first && of_label {
            label = chunk.to_vec();
        } else {
            over.push(chunk.to_vec());
        }
    }
    Heading { label, over, base: line.base, size: line.size }
}

/// The first column and the number of columns that each heading of a line stands over, if some stand over several.
fn groups(line: &Heading, columns: &[Span]) -> Option<Vec<(usize, usize)>> {
    let rest = columns.len().checked_sub(1)?;
    let count = line.over.len();
    if count == 0 || count >= rest {
        return None;
    }
    if rest.is_multiple_of(count) {
        let wide = rest / count;
        let within = line.over.iter().enumerate().all(|(index, chunk)| {
            let group = columns.get(1 + index * wide..1 + (index + 1) * wide).unwrap_or(&[]);
            let (Some(first), Some(last)) = (group.first(), group.last()) else { return false };
            let s = span(chunk);
            let middle = ((s.0 + s.1) / 2.0 - (first.0 + last.1) / 2.0).abs() < 0.15 * (last.1 - first.0);
            let side = (s.0 - first.0).abs() < 4.0 || (s.1 - last.1).abs() < 4.0;
            middle || count > 1 && (side || s.0 >= first.0 - 4.0 && s.1 <= last.1 + 4.0)
        });
        if within {
            return Some((0..count).map(|index| (1 + index * wide, wide)).collect());
        }
    }
    let touched: Vec<(usize, usize)> = line
        .over
        .iter()
        .map(|chunk| {
            let s = span(chunk);
            let mut under = columns.iter().enumerate().skip(1).filter(|(_, c)| s.0 < c.1 - 1.0 && s.1 > c.0 + 1.0).map(|(i, _)| i);
            match under.next() {
                Some(first) => (first, 1 + under.count()),
                None => (column_of(columns, s).max(1), 1),
            }
        })
        .collect();
    let apart = touched.windows(2).all(|p| if let [a, b] = p { a.0 + a.1 <= b.0 } else { true });
    (apart && touched.iter().any(|t| t.1 > 1)).then_some(touched)
}
