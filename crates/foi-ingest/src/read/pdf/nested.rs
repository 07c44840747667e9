//! Tables in the cells of other tables, where the rules of both touch and look like one grid.

use super::lines::Word;
use super::rules::Frame;

/// The outer frame and the tables in its cells, of a frame that is both.
///
/// The columns of a table go through all of its rows; columns that divide one cell of a row, in several rows of their own beside a cell with
/// a sentence, are those of a table in that cell; so are those of several tables, one below the other, beside whatever words.
pub(super) fn split(frame: &Frame, words: &[Word]) -> Option<(Frame, Vec<Frame>)> {
    let (columns, rows) = (frame.columns(), frame.rows());
    if columns < 3 || rows < 3 {
        return None;
    }
    let whole = |row: usize| (1..columns).all(|c| !frame.wall_right(row, c - 1));
    let divided: Vec<usize> = (0..rows).filter(|r| !whole(*r)).collect();
    let through = |column: usize| divided.iter().all(|r| frame.wall_right(*r, column - 1));
    let xs: Vec<usize> = std::iter::once(0).chain((1..columns).filter(|c| through(*c))).chain([columns]).collect();
    let across = |row: usize| (0..columns).all(|c| frame.wall_below(row - 1, c));
    let ys: Vec<usize> = std::iter::once(0).chain((1..rows).filter(|r| across(*r))).chain([rows]).collect();
    if xs.len() < 3 || xs.len() == columns + 1 {
        return None;
    }
    let mut inside = Vec::new();
    let (mut plain, mut several) = (false, false);
    for band in ys.windows(2) {
        let &[top, bottom] = band else { continue };
        for part in xs.windows(2) {
            let &[left, right] = part else { continue };
            let parted = |row: usize| (left + 1..right).any(|c| frame.wall_right(row, c - 1));
            let stretches = stretches(top, bottom, &parted);
            plain |= right - left > 1 && stretches.iter().map(|s| s.1 - s.0).sum::<usize>() < bottom - top;
            if stretches.is_empty() {
                continue;
            }
            several |= stretches.len() > 1;
            let alone = |from: usize, to: usize| {
                (top..bottom).all(|r| (from + 1..to).all(|c| !frame.wall_right(r, c - 1)))
                    && (top + 1..bottom).all(|r| (from..to).all(|c| !frame.wall_below(r - 1, c)))
            };
            let beside = xs.windows(2).any(|other| if let &[a, b] = other { a != left && alone(a, b) } else { false });
            if !beside || stretches.iter().any(|(from, to)| to - from < 2) {
                return None;
            }
            inside.extend(stretches.into_iter().filter_map(|(from, to)| inner(frame, from, to, left, right)));
        }
    }
    if inside.is_empty() || !plain || !several && !asks(frame, words, &xs) {
        return None;
    }
    Some((frame.outer(&xs, &ys), inside))
}

/// Rows that follow one another and are parted.
fn stretches(top: usize, bottom: usize, parted: &dyn Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for row in (top..bottom).filter(|r| parted(*r)) {
        match out.last_mut() {
            Some((_, to)) if *to == row => *to = row + 1,
            _ => out.push((row, row + 1)),
        }
    }
    out
}

/// The table in these rows and columns, without the space between its own border and that of the cell.
fn inner(frame: &Frame, from: usize, to: usize, mut left: usize, mut right: usize) -> Option<Frame> {
    let narrow = |c: usize| frame.xs.get(c).zip(frame.xs.get(c + 1)).is_some_and(|(a, b)| b - a < 12.0);
    let walled = |c: usize| (from..to).all(|r| frame.wall_right(r, c));
    while left + 1 < right && narrow(left) && walled(left) {
        left += 1;
    }
    while right > left + 1 && narrow(right - 1) && right >= 2 && walled(right - 2) {
        right -= 1;
    }
    (right - left > 1).then(|| frame.part(from..to, left..right))
}

/// Whether the first column says sentences, as questions do and the names of rows do not.
fn asks(frame: &Frame, words: &[Word], xs: &[usize]) -> bool {
    let edge = |at: usize| xs.get(at).and_then(|x| frame.xs.get(*x)).copied();
    let (Some(left), Some(right)) = (edge(0), edge(1)) else { return false };
    let first: usize = words.iter().filter(|w| left <= w.middle().0 && w.middle().0 <= right).count();
    first >= 8
}
