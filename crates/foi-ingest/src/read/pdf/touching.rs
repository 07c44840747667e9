//! Cells that touch: words that were drawn apart and stand in line with the cells of other rows, however close they come to the cell
//! before them.

use std::collections::HashMap;

use super::lines::{Word, is_amount};
use super::spans::APART;

/// Lines further away than this say nothing of a line.
const WINDOW: f64 = 300.0;
/// How far apart cells are at least for columns to be told.
const CLEAR: f64 = 2.5;
/// Edges that are as good as one.
const NEAR: f64 = 0.8;
/// So many cells above and below are looked at.
const MANY: usize = 400;
/// More words than this on a page are no tables that a person could read.
const MOST: usize = 20_000;

/// What stands in one cell, as far as drawing tells: its words, its edges, and how it is parted from what is before it.
struct Piece {
    words: Vec<usize>,
    x0: f64,
    x1: f64,
    base: f64,
    parted: Parted,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Parted {
    /// It begins its line.
    First,
    /// By a gap that no sentence has.
    Wide,
    /// It was drawn by itself, and no blank before it.
    Drawn,
}

/// With which other cells a piece is in line.
#[derive(Default)]
struct InLine {
    /// Heights at which other cells begin, end or have their middle where this does.
    with: Vec<f64>,
    /// Whether it is their right edges.
    right: bool,
}

/// Marks the words that begin a cell though no gap tells: they were drawn by themselves, without a blank, and begin or end where the
/// cells of other lines do. What runs over its cell is drawn in, so that columns can be told.
pub(super) fn mark(words: &mut [Word]) {
    if words.len() > MOST || !draws_blanks(words) {
        return;
    }
    let mut order: Vec<usize> = (0..words.len()).collect();
    order.sort_by(|a, b| base(words, *a).total_cmp(&base(words, *b)));
    let mut pieces: Vec<Piece> = Vec::new();
    for line in order.chunk_by(|a, b| (base(words, *a) - base(words, *b)).abs() < 1.0) {
        let mut found: Vec<Piece> = Vec::new();
        for index in by_run(words, line) {
            let Some(word) = words.get(index) else { continue };
            let before = found.last().and_then(|p| words.get(*p.words.last()?));
            match (parted(before, word), found.last_mut()) {
                (None, Some(piece)) => {
                    piece.x1 = piece.x1.max(word.x1);
                    piece.words.push(index);
                }
                (parted, _) => {
                    let parted = parted.unwrap_or(Parted::First);
                    found.push(Piece { words: vec![index], x0: word.x0, x1: word.x1, base: word.base, parted });
                }
            }
        }
        pieces.append(&mut found);
    }
    let amount = |piece: Option<&Piece>| {
        piece.is_some_and(|p| matches!(p.words.as_slice(), [one] if words.get(*one).is_some_and(|w| is_amount(&w.text))))
    };
    // Between two amounts one other line tells enough.
    let enough = |at: usize| if amount(pieces.get(at)) && amount(pieces.get(at.wrapping_sub(1))) { 1 } else { 2 };
    let told = |at: usize| in_line(&pieces, at).filter(|line| line.with.len() >= enough(at)).map(|line| (at, line));
    let told: Vec<(usize, InLine)> = (0..pieces.len()).filter_map(told).collect();
    for (at, line) in told {
        let (Some(before), Some(piece)) = (at.checked_sub(1).and_then(|i| pieces.get(i)), pieces.get(at)) else { continue };
        if let Some(word) = piece.words.first().and_then(|i| words.get_mut(*i)) {
            word.apart = true;
        }
        if line.right {
            let least = words_of(words, before).map(|w| w.x1).fold(f64::MIN, f64::max) + CLEAR;
            squeeze(words, piece, least, f64::MAX);
        } else {
            squeeze(words, before, f64::MIN, piece.x0 - CLEAR);
        }
    }
}

fn base(words: &[Word], index: usize) -> f64 {
    words.get(index).map_or(0.0, |w| w.base)
}

fn words_of<'w>(words: &'w [Word], piece: &'w Piece) -> impl Iterator<Item = &'w Word> {
    piece.words.iter().filter_map(|i| words.get(*i))
}

/// The words of a line from left to right, those drawn in one go together even where others overlap them.
fn by_run(words: &[Word], line: &[usize]) -> Vec<usize> {
    let mut starts: HashMap<u32, f64> = HashMap::new();
    for word in line.iter().filter_map(|i| words.get(*i)).filter(|w| w.run > 0) {
        let start = starts.entry(word.run).or_insert(word.x0);
        *start = start.min(word.x0);
    }
    let key = |i: &usize| words.get(*i).map_or((0.0, 0.0), |w| (starts.get(&w.run).copied().unwrap_or(w.x0), w.x0));
    let mut sorted = line.to_vec();
    sorted.sort_by(|a, b| key(a).0.total_cmp(&key(b).0).then(key(a).1.total_cmp(&key(b).1)));
    sorted
}

/// Draws the words of a piece in between two edges.
fn squeeze(words: &mut [Word], piece: &Piece, least: f64, most: f64) {
    let (x0, x1) = (piece.x0.max(least), piece.x1.min(most));
    if x1 - x0 < 2.0 || x0 == piece.x0 && x1 == piece.x1 {
        return;
    }
    let part = (x1 - x0) / (piece.x1 - piece.x0).max(0.1);
    for index in &piece.words {
        if let Some(word) = words.get_mut(*index) {
            (word.x0, word.x1) = (x0 + part * (word.x0 - piece.x0), x0 + part * (word.x1 - piece.x0));
        }
    }
}

fn parted(before: Option<&Word>, word: &Word) -> Option<Parted> {
    let Some(before) = before else { return Some(Parted::First) };
    let gap = word.x0 - before.x1;
    if gap > APART * word.size.min(before.size) {
        return Some(Parted::Wide);
    }
    let drawn = before.run > 0 && word.run > 0 && before.run != word.run && !word.spaced;
    drawn.then_some(Parted::Drawn)
}

/// Whether blanks are drawn in this document: most words that stand as far apart as words do have one before them.
fn draws_blanks(words: &[Word]) -> bool {
    let (mut close, mut spaced) = (0_usize, 0_usize);
    for pair in words.windows(2) {
        let [a, b] = pair else { continue };
        let gap = (b.x0 - a.x1) / b.size.max(0.1);
        if (a.base - b.base).abs() < 1.0 && (0.14..0.6).contains(&gap) {
            close += 1;
            spaced += usize::from(b.spaced);
        }
    }
    spaced * 2 > close
}

/// The cells of other lines that a piece, which was only drawn by itself, is in line with.
fn in_line(pieces: &[Piece], at: usize) -> Option<InLine> {
    let piece = pieces.get(at).filter(|p| p.parted == Parted::Drawn)?;
    let left = pieces.get(at.checked_sub(1)?)?;
    let close = |p: &Piece| (p.base - piece.base).abs() < WINDOW;
    let near = |a: f64, b: f64| (a - b).abs() < NEAR;
    let above = pieces.get(..at)?.iter().rev().take(MANY).take_while(|p| close(p));
    let below = pieces.get(at + 1..)?.iter().take(MANY).take_while(|p| close(p));
    let mut line = InLine::default();
    for other in above.chain(below).filter(|p| p.parted != Parted::First && (p.base - piece.base).abs() > 1.0) {
        let right = near(other.x1, piece.x1);
        let same = right || near(other.x0, piece.x0) || near(other.x0 + other.x1, piece.x0 + piece.x1);
        // The cell before ends where other cells do; that of a label tells nothing.
        let before = left.parted != Parted::First && near(other.x1, left.x1);
        line.right |= right;
        if (same || before) && line.with.len() < 4 && !line.with.iter().any(|base| (base - other.base).abs() < 1.0) {
            line.with.push(other.base);
        }
    }
    Some(line)
}
