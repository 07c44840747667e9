//! Text in columns: prose and addresses read column by column, questions beside their answers as a table.

use hayro_interpret::kurbo::Rect;

use super::grid::{Cell, Draft};
use super::join;
use super::letters::{is_bullet, is_marker};
use super::lines::{self, Line, Word};
use super::spans::APART;

/// A part of a stretch of text.
pub(super) enum Part {
    /// Lines of one column, and how far right they may reach.
    Lines(Vec<Line>, f64),
    /// Words side by side, row by row.
    Table(Draft),
}

/// How deep columns are looked for in columns.
const DEEP: u32 = 4;

/// A stretch of lines in reading order; `margin` is how far right lines reach.
pub(super) fn parts(lines: Vec<Line>, margin: f64, depth: u32) -> Vec<Part> {
    let Some(river) = river(&lines).filter(|_| depth < DEEP) else { return vec![Part::Lines(lines, margin)] };
    let (from, to) = river.lines;
    let mut lines = lines;
    let below = lines.split_off(to.min(lines.len()));
    let beside = lines.split_off(from.min(lines.len()));
    let mut parts = Vec::new();
    if !lines.is_empty() {
        parts.extend(self::parts(lines, margin, depth + 1));
    }
    let size = beside.iter().map(|l| l.size).fold(0.0, f64::max);
    let (left, right): (Vec<Word>, Vec<Word>) = beside.into_iter().flat_map(|l| l.words).partition(|w| w.x1 < river.at + 1.0);
    let (left, right) = (lines::lines(left), lines::lines(right));
    match question_and_answer(&left, &right, river.at) {
        Some(table) => parts.push(Part::Table(table)),
        None => {
            let edge = right.iter().map(Line::x0).fold(f64::MAX, f64::min);
            parts.extend(self::parts(left, (edge - APART * size).min(margin), depth + 1));
            parts.extend(self::parts(right, margin, depth + 1));
        }
    }
    if !below.is_empty() {
        parts.extend(self::parts(below, margin, depth + 1));
    }
    parts
}

/// A gap that runs down between two columns, and the lines that it runs through.
struct River {
    at: f64,
    lines: (usize, usize),
}

fn river(lines: &[Line]) -> Option<River> {
    // Where most gaps lie over one another.
    let mut ends: Vec<(f64, i32)> = Vec::new();
    for line in lines {
        for pair in line.chunks(APART).windows(2) {
            let ([.., a], [b, ..]) = (pair.first()?, pair.get(1)?) else { continue };
            let marker = is_bullet(&a.text) || is_marker(&a.text);
            if marker && line.words.first().is_some_and(|w| w.x0 == a.x0) {
                continue;
            }
            ends.extend([(a.x1, 1), (b.x0, -1)]);
        }
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let (mut open, mut best) = (0, (0, 0.0));
    for (index, (x, step)) in ends.iter().enumerate() {
        open += step;
        if open > best.0 {
            let next = ends.get(index + 1).map_or(*x, |e| e.0);
            best = (open, (x + next) / 2.0);
        }
    }
    let (votes, at) = best;
    if votes < 2 {
        return None;
    }
    let left = |l: &Line| l.words.iter().filter(|w| w.x0 < at).map(|w| w.x1).reduce(f64::max);
    let right = |l: &Line| l.words.iter().filter(|w| w.x0 >= at).map(|w| w.x0).reduce(f64::min);
    let clear = |l: &Line| match (left(l), right(l)) {
        (Some(a), Some(b)) => a < at && b - a > APART * l.size,
        (Some(a), None) => a < at,
        _ => true,
    };
    // The longest stretch that nothing crosses.
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    for index in 0..=lines.len() {
        if !lines.get(index).is_some_and(clear) {
            runs.push((start, index));
            start = index + 1;
        }
    }
    let both = |l: &Line| left(l).is_some() && right(l).is_some();
    let part = |run: &(usize, usize)| lines.get(run.0..run.1).unwrap_or(&[]);
    let run = runs.into_iter().max_by_key(|run| part(run).iter().filter(|l| both(l)).count())?;
    let (mut from, mut to) = run;
    let close = |a: usize, b: usize| match (lines.get(a), lines.get(b)) {
        (Some(a), Some(b)) => b.base - a.base < 1.6 * a.size.max(b.size),
        _ => false,
    };
    // Lines on one side belong to a column only where they stand close to the rest of it.
    let first = (from..to).find(|&i| lines.get(i).is_some_and(|l| right(l).is_some()))?;
    let last = (from..to).rev().find(|&i| lines.get(i).is_some_and(|l| right(l).is_some()))?;
    from = (from..first).rev().take_while(|&i| close(i, i + 1)).last().unwrap_or(first);
    to = 1 + (last + 1..to).take_while(|&i| close(i - 1, i)).last().unwrap_or(last);
    let within = lines.get(from..to)?;
    let sides = [within.iter().filter(|l| left(l).is_some()).count(), within.iter().filter(|l| right(l).is_some()).count()];
    let asks =
        within.iter().filter(|l| both(l)).filter(|l| l.words.iter().rfind(|w| w.x0 < at).is_some_and(|w| w.text.ends_with(':')));
    let labels = asks.count() * 2 > within.iter().filter(|l| both(l)).count();
    let enough = sides.iter().all(|s| *s >= 2) && sides.iter().any(|s| *s >= 3) && within.iter().filter(|l| both(l)).count() >= 2;
    (enough && !labels).then_some(River { at, lines: (from, to) })
}

/// Rows of two columns whose texts begin side by side, again and again.
fn question_and_answer(left: &[Line], right: &[Line], at: f64) -> Option<Draft> {
    let mut all: Vec<(&Line, bool)> = left.iter().map(|l| (l, false)).chain(right.iter().map(|l| (l, true))).collect();
    all.sort_by(|a, b| a.0.base.total_cmp(&b.0.base));
    let bands: Vec<&[(&Line, bool)]> = all.chunk_by(|a, b| b.0.base - a.0.base < 1.5 * a.0.size.max(b.0.size)).collect();
    let begins = |band: &[(&Line, bool)], side: bool| band.iter().find(|(_, s)| *s == side).map(|(l, _)| l.base);
    let level = |band: &[(&Line, bool)]| match (begins(band, false), begins(band, true)) {
        (Some(a), Some(b)) => (a - b).abs() < 4.0,
        _ => false,
    };
    let even = bands.iter().filter(|b| level(b)).count();
    let long = left.iter().chain(right).any(|l| l.words.len() > 4);
    let asks =
        |l: &Line| l.words.first().is_some_and(|w| is_marker(&w.text)) || l.words.last().is_some_and(|w| w.text.ends_with('?'));
    if bands.len() < 3 && !left.iter().any(asks) {
        return None;
    }
    if even < 2 || even * 4 < bands.len() * 3 || !long {
        return None;
    }
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for band in bands {
        let words =
            |side: bool| band.iter().filter(|(_, s)| *s == side).flat_map(|(l, _)| l.words.iter().cloned()).collect::<Vec<_>>();
        let (question, answer) = (words(false), words(true));
        // An answer goes on below a gap where no question begins, but not that of the page before below what the columns are headed with.
        let headed = rows.len() == 1 && rows.first().is_some_and(|row| join::heads_answers(row));
        match rows.last_mut() {
            Some(row) if question.is_empty() && !headed => {
                row.iter_mut().skip(1).take(1).for_each(|cell| cell.lines.extend(lines::lines(answer.clone())));
            }
            _ => rows.push(vec![Cell::new(question, 1, 1), Cell::new(answer, 1, 1)]),
        }
    }
    let (first, last) = (all.first()?.0, all.last()?.0);
    let x0 = left.iter().map(Line::x0).fold(f64::MAX, f64::min);
    let x1 = right.iter().map(Line::x1).fold(f64::MIN, f64::max);
    Some(Draft { rows, edges: vec![x0, at, x1], bounds: Rect::new(x0, first.top(), x1, last.bottom()), ruled: false, paired: true })
}
