//! Pages set in columns, as newspapers are: each column is read as a page of its own, moved to where the first one stands.
//!
//! Such columns are told from rows, of a table or of questions with their answers, by where something new begins: rows leave a gap
//! through both columns at one height, and the shorter of two cells leaves a large one. Text that runs down one column and on in the
//! next knows nothing of what stands beside it.

use super::lines::{self, Line, Word};
use super::page::{Page, Piece, Rows};
use super::rules::Frame;
use super::spans::spans;

/// Columns are as wide as this at least, in points.
const WIDE: f64 = 100.0;
/// Words of one line stand further apart than this across a gutter, in font sizes.
const GUTTER: f64 = 0.6;
/// A page of more lines than this is a drawing.
const MOST: usize = 1_000;
/// How deep columns are looked for beside a first one.
const DEEP: u32 = 3;

/// Where a second column begins, and the lines of the page that are set in both, as indices.
struct Gutter {
    at: f64,
    runs: Vec<(usize, usize)>,
}

/// Pages, and columns of pages, numbered from 1 in reading order; and the page that each is of.
pub(super) fn of(pages: Vec<Page>) -> (Vec<Page>, Vec<u32>) {
    let sure: Vec<Option<Gutter>> = pages.iter().map(|page| widest(page, &lines::lines(page.words.clone()))).collect();
    let mut known: Vec<f64> = sure.iter().flatten().map(|g| g.at).collect();
    known.sort_by(f64::total_cmp);
    known.dedup_by(|a, b| (*a - *b).abs() < 3.0);
    known.truncate(4);
    let mut sheets = Vec::with_capacity(pages.len());
    let mut of = Vec::with_capacity(pages.len());
    for (page, sure) in pages.into_iter().zip(sure) {
        let (number, from) = (page.number, sheets.len());
        cut(page, sure, &known, 0, &mut sheets);
        of.resize(of.len() + sheets.len() - from, number);
    }
    for (number, sheet) in (1..).zip(&mut sheets) {
        sheet.number = number;
    }
    (sheets, of)
}

/// Pieces of sheets as pieces of the pages that these are of.
pub(super) fn pieces_of_pages(pieces: Vec<Piece>, of: &[u32]) -> Vec<Piece> {
    let page = |sheet: u32| (sheet as usize).checked_sub(1).and_then(|at| of.get(at)).copied().unwrap_or(sheet);
    let renumbered = |piece: Piece| match piece {
        Piece::Text(mut text) => {
            text.lines.iter_mut().for_each(|line| line.page = page(line.page));
            Piece::Text(text)
        }
        Piece::Table(table, sheet) => Piece::Table(table, page(sheet)),
        Piece::Rows(Rows { cells, edges, page: sheet }) => Piece::Rows(Rows { cells, edges, page: page(sheet) }),
    };
    pieces.into_iter().map(renumbered).collect()
}

/// The gutter of a page by itself: of those that could be, the one with most lines.
fn widest(page: &Page, lines: &[Line]) -> Option<Gutter> {
    let left = lines.iter().map(Line::x0).fold(f64::MAX, f64::min);
    let right = lines.iter().map(Line::x1).fold(f64::MIN, f64::max);
    let mut starts: Vec<f64> = lines.iter().flat_map(|l| l.chunks(GUTTER)).filter_map(|c| c.first()).map(|w| w.x0).collect();
    starts.retain(|x| *x > left + WIDE && *x < right - WIDE);
    starts.sort_by(f64::total_cmp);
    let mut found: Vec<(usize, f64)> =
        starts.chunk_by(|a, b| b - a < 1.0).filter_map(|group| Some((group.len(), *group.first()?))).collect();
    found.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let gutters = found.into_iter().take(6).filter_map(|(_, at)| gutter(page, lines, at, false));
    gutters.reduce(|best, other| if size(&other) > size(&best) { other } else { best })
}

fn size(gutter: &Gutter) -> usize {
    gutter.runs.iter().map(|(from, to)| to - from).sum()
}

/// The runs of lines with a gutter before `at`; `known` says whether other pages have one there.
fn gutter(page: &Page, lines: &[Line], at: f64, known: bool) -> Option<Gutter> {
    // The border of a table stands out into the gutter as far as its words stand in.
    let framed = |line: &Line| {
        page.frames.iter().map(Frame::bounds).any(|f| f.x0 < at - 9.0 && at + 9.0 < f.x1 && f.y0 < line.base && line.base < f.y1)
    };
    let crossed = |line: &Line| {
        let left = line.words.iter().filter(|w| w.x0 < at - 1.0).map(|w| w.x1).fold(f64::MIN, f64::max);
        left > at - GUTTER * line.size || framed(line)
    };
    if lines.len() > MOST {
        return None;
    }
    let mut runs = Vec::new();
    let mut start = 0;
    for index in 0..=lines.len() {
        if lines.get(index).is_none_or(crossed) {
            let run = lines.get(start..index).filter(|run| !run.is_empty());
            runs.extend(run.and_then(|run| columns(run, at, known, index == lines.len())).map(|count| (start, start + count)));
            start = index + 1;
        }
    }
    (!runs.is_empty()).then_some(Gutter { at, runs })
}

/// How many lines of a run are set in two columns; `last` says whether it ends the page.
fn columns(run: &[Line], at: f64, known: bool, last: bool) -> Option<usize> {
    let (left, right): (Vec<Word>, Vec<Word>) = run.iter().flat_map(|l| &l.words).cloned().partition(|w| w.x0 < at - 1.0);
    let (mut left, right) = (lines::lines(left), lines::lines(right));
    let (Some(end), false) = (right.last().map(|l| l.base), left.is_empty()) else { return None };
    let mut count = run.len();
    // What begins below both columns, and before what goes over their whole width, belongs to that.
    if !last && let Some(below) = blanks(&left).into_iter().find(|b| b.1 > end + 2.0) {
        left.retain(|l| l.base < below.1 - 0.5);
        count = run.iter().filter(|l| l.base < below.1 - 0.5).count();
    }
    let (a, b) = (blanks(&left), blanks(&right));
    let (few, many) = if a.len() < b.len() { (&a, &b) } else { (&b, &a) };
    let within = |a: &(f64, f64), b: &(f64, f64)| a.0 > b.0 - 1.0 && a.1 < b.1 + 1.0;
    let level = few.iter().filter(|f| many.iter().any(|m| within(f, m) || within(m, f))).count();
    let packed = |side: &[Line]| {
        let wide = |p: &&[Line]| if let [a, b] = p { b.base - a.base > 4.2 * a.size.max(b.size) } else { false };
        side.windows(2).filter(wide).count() <= 1 + side.len() / 20
    };
    // The lines of rows stand at one height, line by line; those of prose do only where both columns are nothing else.
    let (short, long) = if left.len() < right.len() { (&left, &right) } else { (&right, &left) };
    let beside = short.iter().filter(|s| long.iter().any(|l| (l.base - s.base).abs() < 0.7)).count();
    let prose = [&left, &right].iter().all(|side| wrapped(side) * 4 >= side.len());
    let alone = level * 5 <= few.len() * 3 && (beside < 3 || beside * 5 < short.len() * 4 || prose);
    let told = alone && packed(&left) && packed(&right);
    let sure = few.len() >= 3 && [&left, &right].iter().all(|side| wrapped(side) >= 4);
    (told && (known || sure)).then_some(count)
}

/// The gaps in which something new begins: the heights of the lines above and below.
fn blanks(side: &[Line]) -> Vec<(f64, f64)> {
    let pairs = || side.windows(2).filter_map(|p| if let [a, b] = p { Some((a, b, b.base - a.base)) } else { None });
    let mut close: Vec<f64> = pairs().filter(|(a, b, gap)| *gap < 1.9 * a.size.max(b.size)).map(|(_, _, gap)| gap).collect();
    close.sort_by(f64::total_cmp);
    let pitch = close.get(close.len() / 4).copied().unwrap_or(0.0);
    pairs().filter(|(a, b, gap)| *gap > 1.25 * pitch.max(0.9 * a.size.min(b.size))).map(|(a, b, _)| (a.base, b.base)).collect()
}

/// How many lines go on in the next because its first word had no room.
fn wrapped(side: &[Line]) -> usize {
    let right = side.iter().map(Line::x1).fold(f64::MIN, f64::max);
    let full = |p: &&[Line]| match p {
        [a, b] => {
            let word = b.words.first().map_or(0.0, |w| w.x1 - w.x0);
            spans(a).len() == 1
                && spans(b).len() == 1
                && a.words.len() > 2
                && b.base - a.base < 1.6 * a.size.max(b.size)
                && a.x1() + 0.25 * a.size + word > right - 1.0
        }
        _ => false,
    };
    side.windows(2).filter(full).count()
}

/// A page cut into what goes over its whole width and into columns, in reading order.
fn cut(page: Page, sure: Option<Gutter>, known: &[f64], depth: u32, out: &mut Vec<Page>) {
    let lines = lines::lines(page.words.clone());
    let found = sure.or_else(|| known.iter().find_map(|at| gutter(&page, &lines, *at, true)));
    let Some(Gutter { at, runs }) = found.filter(|_| depth < DEEP) else { return out.push(page) };
    let left = lines.iter().map(Line::x0).fold(f64::MAX, f64::min);
    // Between two stretches, half way from the one to the other.
    let height = |index: usize| match (index.checked_sub(1).and_then(|i| lines.get(i)), lines.get(index)) {
        (Some(a), Some(b)) => (a.bottom() + b.top()) / 2.0,
        (None, _) => f64::MIN,
        (_, None) => f64::MAX,
    };
    let all = (f64::MIN, f64::MAX);
    let words = |from: usize, to: usize| lines.get(from..to).unwrap_or(&[]).iter().flat_map(|l| &l.words).cloned();
    let mut done = 0;
    for (from, to) in runs {
        if from > done {
            out.push(page.part(words(done, from).collect(), all, (height(done), height(from)), 0.0));
        }
        let heights = (height(from), height(to));
        let (here, beside): (Vec<Word>, Vec<Word>) = words(from, to).partition(|w| w.x0 < at - 1.0);
        let mut first = page.part(here, (f64::MIN, at - 1.0), heights, 0.0);
        first.column = true;
        out.push(first);
        let mut second = page.part(beside, (at - 1.0, f64::MAX), heights, left - at);
        second.column = true;
        let next = widest(&second, &lines::lines(second.words.clone()));
        cut(second, next, &[], depth + 1, out);
        done = to;
    }
    if done < lines.len() {
        out.push(page.part(words(done, lines.len()).collect(), all, (height(done), f64::MAX), 0.0));
    }
}
