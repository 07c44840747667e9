//! Rows that are split over two pages, where one of their cells holds a table.

use super::flow::{self, Paragraph, Usual};
use super::grid::{Cell, Draft};
use super::join;
use super::page::{Piece, Rows};

/// Adds what is on the next page to pieces, the last of which is a table or rows that may go on.
pub(super) fn carry_over(out: &mut Vec<Piece>, next: Piece, page: u32) {
    let Some(last) = out.pop() else { return out.push(next) };
    let (mut first, mut next) = (last, next);
    if alike(&first, &next) {
        if texts(&first, false) == texts(&next, false) {
            take(&mut next, false, page + 1);
        }
        let goes_on = goes_on(&texts(&first, true), &texts(&next, false));
        if goes_on && let (Some(mut row), Some(more)) = (take(&mut first, true, page), take(&mut next, false, page + 1)) {
            for (cell, pieces) in row.iter_mut().zip(more) {
                cell.extend(pieces);
                *cell = join::join(std::mem::take(cell));
            }
            let edges = edges(&first).to_vec();
            out.extend(Some(first).filter(|p| !is_empty(p)));
            out.push(Piece::Rows(Rows { cells: vec![row], edges, page: page + 1 }));
            out.extend(Some(next).filter(|p| !is_empty(p)));
            return;
        }
    }
    out.push(first);
    out.extend(Some(next).filter(|p| !is_empty(p)));
}

/// Pieces without rows: what their cells hold, row by row.
pub(super) fn flat(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece {
            Piece::Rows(rows) => out.extend(rows.cells.into_iter().flatten().flat_map(flat)),
            other => out.push(other),
        }
    }
    out
}

fn edges(piece: &Piece) -> &[f64] {
    match piece {
        Piece::Table(Draft { edges, .. }, _) | Piece::Rows(Rows { edges, .. }) => edges,
        Piece::Text(_) => &[],
    }
}

fn is_empty(piece: &Piece) -> bool {
    match piece {
        Piece::Table(table, _) => table.rows.is_empty(),
        Piece::Rows(rows) => rows.cells.is_empty(),
        Piece::Text(_) => false,
    }
}

/// Whether columns begin at the same places.
fn alike(first: &Piece, next: &Piece) -> bool {
    let (a, b) = (edges(first), edges(next));
    a.len() == b.len() && a.len() > 2 && a.iter().zip(b).take(a.len() - 1).all(|(a, b)| (a - b).abs() < 6.0)
}

/// What the cells of the first or the last row say.
fn texts(piece: &Piece, last: bool) -> Vec<String> {
    fn one<T>(rows: &[T], last: bool) -> Option<&T> {
        if last { rows.last() } else { rows.first() }
    }
    match piece {
        Piece::Table(table, _) => one(&table.rows, last).map(|row| row.iter().map(Cell::text).collect()).unwrap_or_default(),
        Piece::Rows(rows) => {
            let says = |piece: &Piece| match piece {
                Piece::Text(text) => text.lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join(" "),
                _ => "|".to_owned(),
            };
            let cell = |cell: &Vec<Piece>| cell.iter().map(says).collect::<Vec<_>>().join(" ");
            one(&rows.cells, last).map(|row| row.iter().map(cell).collect()).unwrap_or_default()
        }
        Piece::Text(_) => Vec::new(),
    }
}

/// Whether a row is what was left of the one before: its first cell is blank, or goes on in the midst of a sentence.
fn goes_on(last: &[String], next: &[String]) -> bool {
    let (Some(before), Some(label)) = (last.first(), next.first()) else { return false };
    let rest = next.iter().skip(1).any(|t| !t.trim().is_empty());
    if label.trim().is_empty() {
        return rest;
    }
    label.trim_start().starts_with(|c: char| c.is_lowercase()) && !before.trim_end().ends_with(['.', '?', '!'])
}

/// Takes the first or the last row out, as what its cells hold.
fn take(piece: &mut Piece, last: bool, page: u32) -> Option<Vec<Vec<Piece>>> {
    fn one<T>(rows: &mut Vec<T>, last: bool) -> Option<T> {
        if rows.is_empty() {
            None
        } else if last {
            rows.pop()
        } else {
            Some(rows.remove(0))
        }
    }
    match piece {
        Piece::Table(table, _) => {
            let edges = table.edges.clone();
            let row = one(&mut table.rows, last)?;
            let cells = row.into_iter().enumerate().map(|(index, cell)| {
                let margin = edges.get(index + cell.columns.max(1) as usize).map_or(f64::MAX, |edge| edge - 4.0);
                let usual = Usual::of(cell.lines.iter().flat_map(|l| &l.words));
                let paragraphs: Vec<Paragraph> = flow::paragraphs(&cell.lines, page, margin, usual);
                paragraphs.into_iter().map(Piece::Text).collect()
            });
            Some(cells.collect())
        }
        Piece::Rows(rows) => one(&mut rows.cells, last),
        Piece::Text(_) => None,
    }
}
