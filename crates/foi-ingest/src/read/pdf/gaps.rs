//! Tables whose columns are told by the gaps between their words.

use super::beside;
use super::cut::draft;
use super::grid::Draft;
use super::letters::{is_figure, is_year};
use super::lines::{Line, Word};
use super::marks::Marks;
use super::spans::{APART, Span, column_of, crowded, drawn, in_line, merged, narrowed, spans};

/// A piece of a page.
#[derive(Debug)]
pub(super) enum Element {
    /// A line of words.
    Line(Line),
    /// A table.
    Table(Draft),
}

/// The lines of a region as lines and tables. `carried` are the columns of a table that the page before ended with.
pub(super) fn find(lines: Vec<Line>, marks: &Marks<'_>, carried: Option<&[Span]>) -> Vec<Element> {
    let chunks: Vec<Vec<Span>> = lines.iter().map(spans).collect();
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    if let Some(columns) = carried
        && let Some(carried) = carry(&lines, &chunks, columns, marks)
    {
        // Labels can be longer than those of the page before.
        let own = run(&lines, &chunks, carried.start, 0, marks);
        let own = own.filter(|own| own.start == 0 && own.end > carried.end && own.columns.len() == columns.len());
        let run = own.unwrap_or(carried);
        at = run.end;
        runs.push(run);
    }
    while at < lines.len() {
        let floor = runs.last().map_or(0, |r: &Run| r.end);
        match run(&lines, &chunks, at, floor, marks) {
            Some(found) => {
                at = found.end;
                runs.push(found);
            }
            None => at += 1,
        }
    }
    let floor = runs.last().map_or(0, |r: &Run| r.end);
    runs.extend(headings_at_end(&lines, &chunks, floor));
    let mut elements = Vec::new();
    let mut lines = lines.into_iter();
    let mut taken = 0;
    for run in runs {
        elements.extend(lines.by_ref().take(run.start - taken).map(Element::Line));
        let part: Vec<Line> = lines.by_ref().take(run.end - run.start).collect();
        taken = run.end;
        match draft(&part, &run, marks) {
            Some(table) => elements.push(Element::Table(table)),
            None => elements.extend(part.into_iter().map(Element::Line)),
        }
    }
    elements.extend(lines.map(Element::Line));
    elements
}

/// Lines that are a table.
pub(super) struct Run {
    pub(super) start: usize,
    end: usize,
    pub(super) columns: Vec<Span>,
    /// The line of headings that tells the columns, if one does.
    pub(super) headed: Option<usize>,
}

/// Headings that a page ends with, whose rows stand on the next: years in several columns, and a label below them at the most.
fn headings_at_end(lines: &[Line], chunks: &[Vec<Span>], floor: usize) -> Option<Run> {
    let years = |line: &Line| line.chunks(APART).iter().skip(1).filter(|c| c.iter().any(|w| is_year(&w.text))).count();
    let figures = |line: &Line| line.words.iter().skip(1).any(|w| is_figure(&w.text));
    let from = floor.max(lines.len().saturating_sub(5));
    let start = (from..lines.len()).find(|&i| lines.get(i).is_some_and(|l| years(l) > 1 && !figures(l)))?;
    let (head, rest) = (lines.get(start)?, lines.get(start + 1..)?);
    let columns = merged(chunks.get(start..)?.iter().flatten().copied());
    let close = lines.get(start..)?.windows(2).all(|p| if let [a, b] = p { b.base - a.base < 2.6 * b.size } else { false });
    let fits =
        rest.iter().all(|l| !figures(l) && l.x1() < head.x1() + 12.0) && !chunks.get(start..)?.iter().any(|c| crowded(&columns, c));
    if !close || !fits || columns.len() < 3 {
        return None;
    }
    Some(Run { start, end: lines.len(), columns, headed: None })
}

/// Whether each group of words of a line lies in a column of its own.
fn fits(columns: &[Span], line: &[Span]) -> bool {
    let overlaps = |span: &Span| columns.iter().filter(|c| span.0 < c.1 - 0.5 && span.1 > c.0 + 0.5).count();
    let (first, last) = (columns.first().map_or(0.0, |c| c.0), columns.last().map_or(0.0, |c| c.1));
    let inside = |span: &Span| span.0 > first - 4.0 && span.1 < last + 12.0;
    line.iter().all(|span| overlaps(span) == 1 && inside(span)) && !crowded(columns, line)
}

/// The columns of the page before, where the labels of this page are longer and the second column lets them: what tells where it begins
/// is not there where it is blank.
fn with_longer_labels(lines: &[Line], chunks: &[Vec<Span>], columns: &[Span]) -> Vec<Span> {
    let mut out = columns.to_vec();
    let [first, second, ..] = columns else { return out };
    for (line, spans) in lines.iter().zip(chunks) {
        let label = spans.first().filter(|s| (s.0 - first.0).abs() < 4.0 && s.1 > first.1 && s.1 < second.1 - line.size);
        let mut wider = out.clone();
        if let (Some(label), [a, b, ..]) = (label, wider.as_mut_slice())
            && label.1 > a.1
        {
            (a.1, b.0) = (label.1 + 0.5, label.1 + 0.5);
        }
        if !fits(&wider, spans) {
            break;
        }
        out = wider;
    }
    let mut seen = lines.iter().zip(chunks).take_while(|(_, spans)| fits(&out, spans));
    // A label that reaches over where cells of the second column begin is none.
    if seen.any(|(_, spans)| spans.iter().any(|s| s.0 > first.1 && s.1 < second.1 && s.0 < out.first().map_or(0.0, |c| c.1))) {
        return columns.to_vec();
    }
    out
}

/// Lines from the top of a page that go on with the table of the page before.
fn carry(lines: &[Line], chunks: &[Vec<Span>], columns: &[Span], marks: &Marks<'_>) -> Option<Run> {
    let own = with_longer_labels(lines, chunks, columns);
    let columns = own.as_slice();
    let fits = |line: &[Span]| fits(columns, line);
    let mut end = 0;
    let mut pitch = f64::MAX;
    while let (Some(line), Some(spans)) = (lines.get(end), chunks.get(end)) {
        if let Some(before) = end.checked_sub(1).and_then(|i| lines.get(i)) {
            let gap = line.base - before.base;
            if gap > 3.2 * line.size || pitch < f64::MAX && gap > 1.7 * pitch.max(1.4 * line.size) {
                break;
            }
            pitch = if pitch == f64::MAX { gap } else { pitch.max(gap) };
        }
        if !fits(spans) || named_anew(lines, chunks, end) {
            break;
        }
        end += 1;
    }
    let rest = (1..=3).contains(&end)
        && chunks.get(..end).is_some_and(|c| c.iter().flatten().all(|s| column_of(columns, *s) > 0))
        && lines.first().is_some_and(|l| l.words.first().is_some_and(|w| w.text.starts_with(|c: char| c.is_lowercase())));
    while !rest && end > 0 && chunks.get(end - 1).is_some_and(|c| c.len() < 2) && !stays(lines, chunks, 0, end, columns, marks) {
        end -= 1;
    }
    let several = chunks.get(..end).unwrap_or(&[]).iter().filter(|c| c.len() > 1).count();
    (several > 0 && several * 3 >= end || rest).then(|| Run { start: 0, end, columns: columns.to_vec(), headed: None })
}

/// Whether a line is what a new table is called: it stands above headings, further from them than these from the first figures, or bold.
fn named_anew(lines: &[Line], chunks: &[Vec<Span>], at: usize) -> bool {
    let figures = |line: &Line| line.words.iter().skip(1).any(|w| is_figure(&w.text));
    let (Some([line, heads, row]), Some([name, below, ..])) = (lines.get(at..at + 3), chunks.get(at..at + 3)) else { return false };
    let clear = heads.base - line.base > 1.2 * (row.base - heads.base) || line.is_bold(row.words.first().map_or(0.0, |w| w.weight));
    name.len() == 1 && below.len() > 1 && clear && !figures(line) && !figures(heads) && heading_like(heads) && figures(row)
}

/// The table that begins at a line, or a little above it.
fn run(lines: &[Line], chunks: &[Vec<Span>], at: usize, floor: usize, marks: &Marks<'_>) -> Option<Run> {
    let first = chunks.get(at)?;
    if first.len() < 2 {
        return None;
    }
    let mut columns = merged(first.iter().copied());
    let mut end = at + 1;
    let mut pitch: f64 = 0.0;
    while let (Some(line), Some(spans), Some(before)) = (lines.get(end), chunks.get(end), lines.get(end - 1)) {
        let gap = line.base - before.base;
        let ruled = marks.part(before.base, line.base);
        // Rows are as far apart as their letters tell, or as those above are.
        let usual = (3.4 * line.size.max(before.size)).max(1.4 * pitch);
        if gap > usual.min(6.0 * line.size) && !(gap < 6.0 * line.size && ruled) {
            break;
        }
        // What stands clear of even rows is no row of them.
        if spans.len() < 2 && pitch > 0.0 && gap > 1.45 * pitch.max(1.4 * line.size) && end - at > 2 && !ruled {
            break;
        }
        // Nor are larger letters.
        if spans.len() < 2
            && line.size > 1.1 * before.size
            && chunks.get(end - 1).is_some_and(|c| c.len() > 1)
            && gap > 1.5 * line.size
        {
            break;
        }
        if spans.len() < 2 && heads_another(lines, chunks, at, end, pitch) {
            break;
        }
        let trial = merged(columns.iter().chain(spans).copied());
        let fewer = trial.len() < columns.len();
        let rows = chunks.get(at..=end).unwrap_or(&[]);
        if trial.len() < 2 || crowded(&trial, spans) || fewer && rows.iter().any(|row| crowded(&trial, row)) {
            // What runs over its cell hides no column where its edge tells.
            if in_line(&columns, spans) && !crowded(&narrowed(&columns, spans), spans) {
                columns = narrowed(&columns, spans);
                pitch = pitch.max(gap);
                end += 1;
                continue;
            }
            // Headings that stand over several columns hide where these are.
            let fuller = (at + 1..=end.min(at + 5)).find(|&i| chunks.get(i).is_some_and(|c| c.len() > first.len()));
            let fuller = fuller.and_then(|from| run(lines, chunks, from, floor, marks)).filter(|found| found.end > end);
            // Years can stand over the headings.
            let headed = (at..=end.min(at + 3)).find_map(|from| by_heads(lines, chunks, from, floor, marks));
            let headed = headed.filter(|found| found.end > end);
            if let Some(found) = match (headed, fuller) {
                (Some(headed), Some(fuller)) if fuller.end > headed.end => Some(fuller),
                (headed, fuller) => headed.or(fuller),
            } {
                return Some(found);
            }
            break;
        }
        pitch = pitch.max(gap);
        columns = trial;
        end += 1;
    }
    let several = chunks.get(at..end).unwrap_or(&[]).iter().filter(|c| c.len() > 1).count();
    if several < 2 {
        return None;
    }
    while end > at && chunks.get(end - 1).is_some_and(|c| c.len() < 2) && !stays(lines, chunks, at, end, &columns, marks) {
        end -= 1;
    }
    // More columns than headings: those of words and those of figures can be the same.
    let heads = lines.get(at).map_or(0, |line| drawn(line).len());
    if (heads > first.len() || (3..columns.len()).contains(&heads))
        && let Some(found) = by_heads(lines, chunks, at, floor, marks)
        // What follows a table that ends sooner is the name of the next one.
        && (found.end >= end
            || chunks.get(found.end).is_some_and(|c| c.len() == 1)
                && lines.get(found.end + 1).is_some_and(|next| !next.words.iter().skip(1).any(|w| is_figure(&w.text))))
    {
        return Some(found);
    }
    let start = upward(lines, chunks, at, floor, &mut columns, end, marks);
    let run = Run { start, end, columns, headed: None };
    convincing(lines, chunks, &run).then_some(run)
}

/// The table below a line of headings that are set from the left of their columns, whose figures are set from the right: a figure can
/// come up against the heading of the next column, or the words below it, so that no gap tells the columns, but the headings do.
fn by_heads(lines: &[Line], chunks: &[Vec<Span>], at: usize, floor: usize, marks: &Marks<'_>) -> Option<Run> {
    let line = lines.get(at)?;
    let heads = drawn(line);
    let figure = |w: &Word| is_figure(&w.text) && w.text.contains(|c: char| c.is_ascii_digit());
    let figures = |line: &Line| line.words.iter().skip(1).any(figure);
    if heads.len() < 3 || figures(line) {
        return None;
    }
    let right = lines.get(at..)?.iter().take(80).map(Line::x1).fold(f64::MIN, f64::max);
    let ends = heads.iter().skip(1).map(|next| next.0 - 0.6).chain([right]);
    let mut columns: Vec<Span> = heads.iter().map(|s| s.0 - 0.5).zip(ends).collect();
    // The labels of the rows can have no heading, or one further up.
    let first = heads.first()?.0;
    let left = lines.get(at + 1..)?.iter().take(8).map(Line::x0).fold(f64::MAX, f64::min);
    if left < first - 12.0 {
        columns.insert(0, (left - 0.5, first - 0.6));
    }
    let mut end = at + 1;
    let mut pitch: f64 = 0.0;
    while let (Some(line), Some(spans), Some(before)) = (lines.get(end), chunks.get(end), lines.get(end - 1)) {
        let gap = line.base - before.base;
        // What stands clear of even rows is no row of them.
        let clear = spans.len() < 2 && pitch > 0.0 && gap > 1.45 * pitch.max(1.25 * line.size);
        if !columned(line, &columns) || gap > (3.4 * line.size).max(1.4 * pitch).min(6.0 * line.size) || clear {
            break;
        }
        pitch = pitch.max(gap);
        end += 1;
    }
    while end > at && chunks.get(end - 1).is_some_and(|c| c.len() < 2) && !stays(lines, chunks, at, end, &columns, marks) {
        end -= 1;
    }
    let rows = lines.get(at + 1..end)?;
    if rows.iter().filter(|l| figures(l)).count() < 2 {
        return None;
    }
    let start = upward(lines, chunks, at, floor, &mut columns, end, marks);
    let run = Run { start, end, columns, headed: Some(at) };
    convincing(lines, chunks, &run).then_some(run)
}

/// Whether each word of a line lies in one column, and each group of words too, unless it was drawn in parts.
fn columned(line: &Line, columns: &[Span]) -> bool {
    let column = |w: &Word| columns.iter().position(|c| w.x0 > c.0 - 1.5 && w.x1 < c.1 + 2.5);
    let parted = |a: &Word, b: &Word| a.run == 0 || a.run != b.run;
    // One group a column, and nothing drawn in one go over two.
    let mut last: Option<(usize, &Word)> = None;
    line.words.iter().all(|word| {
        let Some(at) = column(word) else { return false };
        let fits = last
            .is_none_or(|(before, w)| before == at && word.x0 - w.x1 <= 2.0 * APART * line.size || before < at && parted(w, word));
        last = Some((at, word));
        fits
    })
}

/// Whether a line of one group of words is what the next table is called: below figures and above headings.
fn heads_another(lines: &[Line], chunks: &[Vec<Span>], at: usize, index: usize, pitch: f64) -> bool {
    let figures = |line: &Line| line.chunks(APART).iter().skip(1).any(|c| matches!(c, [w] if is_figure(&w.text)));
    let (Some(line), Some(before)) = (lines.get(index), index.checked_sub(1).and_then(|i| lines.get(i))) else { return false };
    let next = (index + 1..chunks.len().min(index + 4)).find(|&i| chunks.get(i).is_some_and(|c| c.len() > 1));
    let headed = next.and_then(|i| lines.get(i)).is_some_and(|l| !figures(l) && heading_like(l));
    let apart = line.base - before.base > 1.2 * pitch || line.is_bold(0.0) && !before.is_bold(0.0);
    headed && apart && lines.get(at..index).is_some_and(|part| part.iter().any(figures))
}

/// Whether a line has no cell that is as good as a figure.
fn heading_like(line: &Line) -> bool {
    let blank = |t: &str| matches!(t, "-" | "–" | "*" | "N/A" | "n/a" | "Nil" | "nil");
    line.chunks(APART).iter().skip(1).all(|c| c.first().is_none_or(|w| !blank(&w.text)))
}

/// Whether the last line of a run, of one group of words, belongs to the table.
fn stays(lines: &[Line], chunks: &[Vec<Span>], at: usize, end: usize, columns: &[Span], marks: &Marks<'_>) -> bool {
    let (Some(line), Some(before)) = (end.checked_sub(1).and_then(|i| lines.get(i)), end.checked_sub(2).and_then(|i| lines.get(i)))
    else {
        return false;
    };
    let (left, right) = (columns.first().map_or(0.0, |c| c.0), columns.last().map_or(0.0, |c| c.1));
    if marks.closes(line, left, right) {
        return true;
    }
    let gap = line.base - before.base;
    if gap < 0.85 * line.size {
        return true;
    }
    let after = lines.get(end).map_or(f64::MAX, |next| next.base - line.base);
    let mut gaps: Vec<f64> =
        lines.get(at..end).unwrap_or(&[]).windows(2).map(|p| if let [a, b] = p { b.base - a.base } else { 0.0 }).collect();
    gaps.sort_by(f64::total_cmp);
    // Some lines are the rest of a label.
    let usual = gaps.get(gaps.len() * 3 / 4).copied().unwrap_or(0.0);
    let label = chunks.get(end - 1).and_then(|c| c.first()).is_some_and(|s| (s.0 - left).abs() < 2.0);
    let small = line.words.first().is_some_and(|w| w.text.starts_with(|c: char| c.is_lowercase() || c == '('));
    let under = chunks.get(end - 1).and_then(|c| c.first()).is_some_and(|s| column_of(columns, *s) > 0);
    gap < 1.35 * line.size && after > 1.3 * gap && (small || under)
        || label && gap < 1.08 * usual && after > 1.3 * gap && !line.words.last().is_some_and(|w| w.text.ends_with(['.', ':']))
}

/// Takes in lines above that are headings: those that fit the columns, and those that stand over several.
fn upward(
    lines: &[Line],
    chunks: &[Vec<Span>],
    at: usize,
    floor: usize,
    columns: &mut Vec<Span>,
    end: usize,
    marks: &Marks<'_>,
) -> usize {
    let mut start = at;
    let mut sure = at;
    let left = columns.first().map_or(0.0, |c| c.0);
    let label = columns.first().map_or(0.0, |c| c.1);
    // Rows can be far apart for their letters.
    let gaps = lines.get(at..end.min(at + 8)).unwrap_or(&[]).windows(2);
    let widest = gaps.map(|p| if let [a, b] = p { b.base - a.base } else { 0.0 }).fold(0.0, f64::max);
    while start > floor && at - start < 9 {
        let (Some(line), Some(below), Some(spans)) = (lines.get(start - 1), lines.get(start), chunks.get(start - 1)) else { break };
        let right = columns.last().map_or(0.0, |c| c.1);
        let gap = below.base - line.base;
        let opened = marks.opens(line, left, right);
        let size = line.size.max(below.size);
        if gap > (2.6 * size).max((1.15 * widest).min(4.0 * size))
            || !opened && marks.rule(line.base, below.base - 0.4 * below.size, left, right)
        {
            break;
        }
        let inside = spans.iter().all(|s| s.0 > left - 30.0 && s.1 < right + 40.0);
        let beside = spans.iter().all(|s| s.0 > label - 1.0);
        let wide = spans.iter().any(|s| s.1 - s.0 > 0.6 * (right - left));
        // What stands over the middle of the whole table, its labels too, is what it is called.
        let titled = matches!(spans.as_slice(), [s] if ((s.0 + s.1) - (left + right)).abs() < 8.0)
            && columns.len() > 2
            && chunks.get(start..end).is_some_and(|below| below.iter().any(|line| line.len() == columns.len()));
        // The rule above it can be the last one of the table above.
        let of_another = start - 1 == floor
            && opened
            && marks.rule(line.base, below.base - 0.4 * below.size, left, right)
            && floor.checked_sub(1).and_then(|i| lines.get(i)).is_some_and(|last| line.base - last.base > 1.3 * widest);
        if titled || of_another {
            break;
        }
        let wordy = spans.iter().any(|s| s.1 - s.0 > 0.4 * (right - left)) && spans.len() < 3;
        if beside::numbered(line)
            || !inside && !opened
            || wide
            || !opened && spans.len() > 1 && wordy && columns.len() > 2 && !beside
        {
            break;
        }
        let trial = merged(columns.iter().chain(spans).copied());
        let rows = chunks.get(start..end).unwrap_or(&[]);
        let fits = trial.len() >= columns.len() && !crowded(&trial, spans) && rows.iter().all(|row| !crowded(&trial, row));
        let accepted = opened || spans.len() > 1 || beside && columns.len() > 1 && gap < 1.6 * line.size || gap < 0.85 * line.size;
        start -= 1;
        if accepted {
            if fits && trial.len() == columns.len() {
                *columns = trial;
            }
            sure = start;
        }
        // A rule right above is where the table begins, unless headings stand above it, below another rule.
        let above = start.checked_sub(1).and_then(|i| Some((lines.get(i)?, chunks.get(i)?))).filter(|_| start > floor);
        let headed = above.is_some_and(|(line, spans)| {
            let figures = line.words.iter().skip(1).any(|w| is_figure(&w.text));
            spans.len() > 1
                && !figures
                && marks.begins(line, left, right)
                && spans.iter().all(|s| s.0 > left - 4.0 && s.1 < right + 4.0)
        });
        if opened
            && !headed
            && marks.rule(above.map_or(f64::MIN, |(l, _)| l.base), line.base - 0.4 * line.size, left, right)
            && !marks.shaded(line, left, right)
            && marks.begins(line, left, right)
        {
            break;
        }
    }
    sure
}

/// Whether lines in columns are a table rather than prose, an address or a list.
fn convincing(lines: &[Line], chunks: &[Vec<Span>], run: &Run) -> bool {
    let rows = chunks.get(run.start..run.end).unwrap_or(&[]);
    let part = lines.get(run.start..run.end).unwrap_or(&[]);
    let texts = |column: usize| {
        part.iter().flat_map(move |line| line.chunks(APART).into_iter().map(<[Word]>::to_vec)).filter_map(move |chunk| {
            let span = (chunk.first()?.x0, chunk.last()?.x1);
            (column_of(&run.columns, span) == column).then(|| chunk.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" "))
        })
    };
    let count = |column: usize| texts(column).count();
    let figures = |column: usize| texts(column).filter(|t| is_figure(t)).count();
    let long = |column: usize| texts(column).map(|t| t.chars().count()).sum::<usize>() / count(column).max(1) > 28;
    let prose = |column: usize| texts(column).map(|t| t.chars().count()).sum::<usize>() / count(column).max(1) > 60;
    let several = rows.iter().filter(|r| r.len() > 1).count();
    if run.columns.len() == 2 {
        let figures = figures(1);
        let asks = texts(0).filter(|t| t.ends_with(':')).count() * 2 > count(0);
        return several >= 2 && figures * 10 >= count(1) * 6 && figures >= 2 && !asks && !prose(0)
            || several >= 3 && !asks && !long(0) && !long(1) && aligned(rows, &run.columns);
    }
    let wordy = (0..run.columns.len()).filter(|&c| long(c)).count();
    several >= 2 && (wordy * 2 < run.columns.len() || several >= 3 && wordy < run.columns.len())
}

/// Whether the second of two columns begins at one place.
fn aligned(rows: &[Vec<Span>], columns: &[Span]) -> bool {
    let Some(second) = columns.get(1) else { return false };
    let starts: Vec<f64> = rows.iter().filter(|r| r.len() > 1).filter_map(|r| r.get(1)).map(|s| s.0).collect();
    starts.iter().filter(|s| (**s - second.0).abs() < 1.5).count() * 10 >= starts.len() * 9
}
