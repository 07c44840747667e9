//! Tables: rows whose cells are told by their right edges.

use std::collections::HashMap;
use std::rc::Rc;

use super::super::draft::{Draft, DraftCell, Piece};

/// What a row says about a cell.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shape {
    /// Its right edge, in twentieths of a point.
    pub(super) right: i32,
    /// Whether it is joined to the cell at its left.
    pub(super) goes_on_right: bool,
    /// Whether it is joined to the cell above it.
    pub(super) goes_on_down: bool,
}

/// What is said about the cells of a row.
#[derive(Debug, Clone, Default)]
pub(super) struct Shapes {
    pub(super) left: i32,
    pub(super) cells: Rc<Vec<Shape>>,
    /// The cell whose edge has not been told yet.
    pub(super) next: Shape,
}

/// A table in the making.
#[derive(Debug, Default)]
pub(super) struct Rows {
    rows: Vec<(Shapes, Vec<Vec<Piece>>)>,
    cells: Vec<Vec<Piece>>,
    cell: Vec<Piece>,
}

impl Rows {
    /// Adds to the cell that is read.
    pub(super) fn push(&mut self, piece: Piece) {
        self.cell.push(piece);
    }

    pub(super) fn append(&mut self, pieces: &mut Vec<Piece>) {
        self.cell.append(pieces);
    }

    /// The cell ends; how many the row has by now.
    pub(super) fn end_cell(&mut self) -> usize {
        self.cells.push(std::mem::take(&mut self.cell));
        self.cells.len()
    }

    /// The row ends.
    pub(super) fn end_row(&mut self, shapes: &Shapes) {
        if !self.cell.is_empty() {
            self.end_cell();
        }
        if !self.cells.is_empty() {
            self.rows.push((shapes.clone(), std::mem::take(&mut self.cells)));
        }
    }

    /// The table: edges of all rows are the lines of its grid.
    pub(super) fn drafted(mut self, shapes: &Shapes) -> Draft {
        self.end_row(shapes);
        let edges = edges(&self.rows);
        let column = |edge: i32| edges.partition_point(|e| *e < edge.saturating_sub(NEAR));
        let mut draft = Draft::default();
        let mut above: HashMap<usize, (usize, usize, usize)> = HashMap::new();
        for (shapes, cells) in self.rows {
            let mut here = HashMap::new();
            let mut out: Vec<DraftCell> = Vec::new();
            let mut start = column(shapes.left);
            if start > 0 {
                out.push(DraftCell { pieces: Vec::new(), column_span: narrow(start), row_span: 1 });
            }
            for (index, pieces) in cells.into_iter().enumerate() {
                let shape = shapes.cells.get(index).copied();
                let end = shape.map_or(start + 1, |s| column(s.right)).max(start + 1);
                let span = end - start;
                let shape = shape.unwrap_or_default();
                if shape.goes_on_right
                    && let Some(left) = out.last_mut()
                {
                    left.column_span += narrow(span);
                    left.pieces.extend(pieces);
                } else if shape.goes_on_down
                    && let Some((row, at, _)) = above.get(&start).copied().filter(|(.., s)| *s == span)
                {
                    here.insert(start, (row, at, span));
                    if let Some(owner) = draft.rows.get_mut(row).and_then(|r: &mut Vec<DraftCell>| r.get_mut(at)) {
                        owner.row_span += 1;
                        owner.pieces.extend(pieces);
                    }
                } else {
                    here.insert(start, (draft.rows.len(), out.len(), span));
                    out.push(DraftCell { pieces, column_span: narrow(span), row_span: 1 });
                }
                start = end;
            }
            above = here;
            draft.rows.push(out);
        }
        draft
    }
}

/// Edges nearer than this are one: programs round them.
const NEAR: i32 = 40;

fn edges(rows: &[(Shapes, Vec<Vec<Piece>>)]) -> Vec<i32> {
    let mut all: Vec<i32> = Vec::new();
    for (shapes, cells) in rows {
        all.push(shapes.left);
        all.extend(shapes.cells.iter().take(cells.len()).map(|s| s.right));
    }
    all.sort_unstable();
    let mut edges: Vec<i32> = Vec::new();
    for edge in all {
        if edges.last().is_none_or(|last| edge.saturating_sub(*last) > NEAR) {
            edges.push(edge);
        }
    }
    edges
}

fn narrow(columns: usize) -> u32 {
    u32::try_from(columns).unwrap_or(u32::MAX)
}
