//! A text in the making: its paragraphs, and the tables that they stand in.

use std::collections::HashMap;

use super::super::draft::Piece;
use super::super::line::Line;
use super::tables::{Rows, Shapes};

/// A text: that of the document, or of a note, a header, a box.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub(super) line: Line,
    /// The number in front of the paragraph that is read.
    pub(super) label: Option<String>,
    pub(super) out: Vec<Piece>,
    /// The tables that the text is in, the innermost last.
    tables: Vec<Rows>,
    /// What the rows of each depth say about their cells.
    pub(super) shapes: HashMap<usize, Shapes>,
    /// Whether a row has begun and not ended.
    pub(super) in_row: bool,
    /// The blocks of boxes that are anchored in the paragraph.
    pub(super) asides: Vec<Piece>,
    /// The notes that the block refers to.
    pub(super) notes: Vec<Piece>,
}

impl Flow {
    /// Puts a piece where text of a depth goes, and ends the tables that are deeper.
    pub(super) fn place(&mut self, piece: Option<Piece>, depth: usize) {
        while self.tables.len() > depth {
            self.end_table();
        }
        self.tables.resize_with(depth, Rows::default);
        match self.tables.last_mut() {
            Some(table) => {
                piece.into_iter().for_each(|p| table.push(p));
                table.append(&mut self.asides);
            }
            None => {
                self.out.extend(piece);
                self.out.append(&mut self.asides);
                self.out.append(&mut self.notes);
            }
        }
    }

    fn end_table(&mut self) {
        let depth = self.tables.len();
        let Some(rows) = self.tables.pop() else { return };
        let shapes = self.shapes.get(&depth).cloned().unwrap_or_default();
        let table = Piece::Table(rows.drafted(&shapes));
        match self.tables.last_mut() {
            Some(outer) => outer.push(table),
            None => {
                self.out.push(table);
                self.out.append(&mut self.notes);
            }
        }
    }

    /// A cell of the innermost table ends; how many its row has by now.
    pub(super) fn end_cell(&mut self) -> usize {
        self.tables.last_mut().map_or(0, Rows::end_cell)
    }

    /// A row of a depth ends; rows of tables in it have ended before.
    pub(super) fn end_row(&mut self, depth: usize) {
        if self.tables.len() >= depth {
            self.place(None, depth);
            let shapes = self.shapes.get(&depth).cloned().unwrap_or_default();
            if let Some(table) = self.tables.last_mut() {
                table.end_row(&shapes);
            }
        }
        self.in_row &= depth > 1;
    }
}
