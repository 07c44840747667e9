//! What word-processed documents hold before places are given: paragraphs, and tables whose cells hold paragraphs and tables again.

use foi_model::Place;

use super::{Fault, Reading, lines, tabbed};
use crate::document::{Block, Rich, Style, Table, TableCell, TextBlock};

/// A paragraph or a table.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// A paragraph.
    Text(Paragraph),
    /// A table.
    Table(Draft),
}

/// A paragraph as it is shown, its number with it.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    /// Its place in the document's structure.
    pub(super) style: Style,
    /// Whether all of it is emphasised.
    pub(super) strong: bool,
    /// Whether it is marked as quoted from an earlier message.
    pub(super) quoted: bool,
    /// The words, with `\n` where a line is broken.
    pub(super) text: String,
    /// The bytes at which links begin.
    pub(super) links: Vec<usize>,
}

/// A table: rows of cells, each where the document has it; cells that others cover are left out, as HTML has them.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    /// The rows.
    pub(super) rows: Vec<Vec<DraftCell>>,
}

/// A cell.
#[derive(Debug, Clone)]
pub(super) struct DraftCell {
    /// What is in it.
    pub(super) pieces: Vec<Piece>,
    /// How many columns it covers, 1 or more.
    pub(super) column_span: u32,
    /// How many rows it covers, 1 or more.
    pub(super) row_span: u32,
}

impl Paragraph {
    /// Running text.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { style: Style::Paragraph, strong: false, quoted: false, text: text.into(), links: Vec::new() }
    }
}

/// Gives places to pieces and adds them to a document as blocks.
///
/// Paragraphs are numbered through the document, tables too; cells by row and column of the grid. A table that only lays a page out
/// (one column, or tables inside its cells) becomes what is in its cells, row by row.
pub(super) fn lay_out(pieces: Vec<Piece>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let count = |is_it: fn(&Place) -> Option<u32>, reading: &Reading<'_>| {
        reading.document.places.iter().rev().find_map(|(place, _)| is_it(place)).unwrap_or(0)
    };
    let paragraph = |place: &Place| if let Place::Paragraph(n) = place { Some(*n) } else { None };
    let table = |place: &Place| if let Place::TableCell { page: None, table, .. } = place { Some(*table) } else { None };
    let mut layout = Layout { paragraphs: count(paragraph, reading), tables: count(table, reading), reading };
    layout.pieces(pieces)
}

struct Layout<'r, 'b> {
    reading: &'r mut Reading<'b>,
    paragraphs: u32,
    tables: u32,
}

impl Layout<'_, '_> {
    fn pieces(&mut self, pieces: Vec<Piece>) -> Result<(), Fault> {
        for piece in tabbed::with_tables(pieces) {
            match piece {
                Piece::Text(paragraph) => self.paragraph(&paragraph)?,
                Piece::Table(draft) => self.table(draft)?,
            }
        }
        Ok(())
    }

    /// One block for each line of a paragraph, where lines are broken to begin something new.
    fn paragraph(&mut self, paragraph: &Paragraph) -> Result<(), Fault> {
        if paragraph.text.trim().is_empty() {
            return Ok(());
        }
        self.paragraphs += 1;
        self.reading.place(Place::Paragraph(self.paragraphs), &paragraph.text)?;
        let place = self.reading.document.places.len() - 1;
        let lines: Vec<&str> = paragraph.text.split('\n').collect();
        let wrap = lines::wrap_width(&lines);
        let mut links = paragraph.links.iter().copied().peekable();
        let (mut byte, mut character) = (0, 0);
        let mut text = Rich::default();
        for (index, line) in lines.iter().enumerate() {
            if index > 0 && !lines::continues(&lines, index, wrap) {
                self.block(paragraph, std::mem::take(&mut text));
            } else if index > 0 {
                text.push(" ", place, character - 1);
            }
            let start = text.as_str().len();
            text.push(line, place, character);
            while let Some(at) = links.next_if(|at| *at <= byte + line.len()) {
                text.link_at(start + at.saturating_sub(byte));
            }
            byte += line.len() + 1;
            character += line.chars().count() + 1;
        }
        self.block(paragraph, text);
        Ok(())
    }

    fn block(&mut self, paragraph: &Paragraph, text: Rich) {
        let text = text.trimmed();
        if !text.is_blank() {
            let Paragraph { style, strong, quoted, .. } = *paragraph;
            self.reading.document.blocks.push(Block::Text(TextBlock { style, strong, quoted, text }));
        }
    }

    fn table(&mut self, draft: Draft) -> Result<(), Fault> {
        let holds_table = |cell: &DraftCell| cell.pieces.iter().any(|p| matches!(p, Piece::Table(_)));
        let rows = without_edges(self.grid(draft)?);
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        self.reading.budget.within("cells", (rows.len() * width) as u64)?;
        if width <= 1 || rows.iter().flatten().flatten().any(holds_table) {
            let pieces = rows.into_iter().flatten().flatten().flat_map(|cell| cell.pieces);
            return self.pieces(pieces.collect());
        }
        self.tables += 1;
        let mut table = Table::default();
        for (row, cells) in (1..).zip(rows) {
            let mut out = Vec::with_capacity(width);
            for (column, cell) in (1..).zip(cells) {
                out.push(match cell {
                    Some(cell) => self.cell(&cell, row, column)?,
                    None => TableCell::blank(),
                });
            }
            out.resize_with(width, TableCell::blank);
            table.rows.push(out);
        }
        self.reading.document.blocks.push(Block::Table(table));
        Ok(())
    }

    fn cell(&mut self, cell: &DraftCell, row: u32, column: u32) -> Result<TableCell, Fault> {
        let mut text = String::new();
        let mut links = Vec::new();
        for piece in &cell.pieces {
            let Piece::Text(paragraph) = piece else { continue };
            if paragraph.text.trim().is_empty() {
                continue;
            }
            if !text.is_empty() {
                text.push('\n');
            }
            links.extend(paragraph.links.iter().map(|at| at + text.len()));
            text.push_str(&paragraph.text);
        }
        let (column_span, row_span) = (cell.column_span.max(1), cell.row_span.max(1));
        if text.trim().is_empty() {
            return Ok(TableCell { column_span, row_span, ..TableCell::default() });
        }
        self.reading.budget.cells(1)?;
        let mut rich = self.reading.place(Place::TableCell { page: None, table: self.tables, row, column }, &text)?;
        links.into_iter().for_each(|at| rich.link_at(at));
        Ok(TableCell { text: rich.trimmed(), column_span, row_span, ..TableCell::default() })
    }

    /// Cells on a grid: positions that are covered by a cell at their left or above are `None`.
    fn grid(&self, draft: Draft) -> Result<Vec<Vec<Option<DraftCell>>>, Fault> {
        let height = draft.rows.len();
        // For each column, the row before which it is covered from above.
        let mut covered: Vec<usize> = Vec::new();
        let mut grid = Vec::with_capacity(height);
        // Blank and covered positions take room as well.
        let mut positions = 0;
        let mut widest = 0;
        for (index, cells) in draft.rows.into_iter().enumerate() {
            let mut row: Vec<Option<DraftCell>> = Vec::new();
            let is_covered = |covered: &[usize], column: usize| covered.get(column).is_some_and(|&until| until > index);
            for mut cell in cells {
                while is_covered(&covered, row.len()) {
                    row.push(None);
                }
                let left = u32::try_from(height - index).unwrap_or(u32::MAX);
                cell.row_span = cell.row_span.clamp(1, left);
                cell.column_span = cell.column_span.max(1);
                let (columns, rows) = (cell.column_span as usize, cell.row_span as usize);
                let start = row.len();
                self.reading.budget.within("columns", (start + columns) as u64)?;
                positions += columns as u64;
                self.reading.budget.within("cells", positions)?;
                row.push(Some(cell));
                row.resize_with(start + columns, || None);
                if covered.len() < row.len() {
                    covered.resize(row.len(), 0);
                }
                covered.iter_mut().skip(start).take(columns).for_each(|until| *until = index + rows);
            }
            widest = widest.max(row.len());
            // Cells that cover many rows cost as many positions.
            self.reading.budget.within("cells", (widest * (index + 1)) as u64)?;
            grid.push(row);
        }
        Ok(grid)
    }
}

/// A grid without the columns in which no cell begins: they are edges of cells that reach over them, and nobody sees them.
fn without_edges(mut grid: Vec<Vec<Option<DraftCell>>>) -> Vec<Vec<Option<DraftCell>>> {
    let width = grid.iter().map(Vec::len).max().unwrap_or(0);
    let begins: Vec<bool> = (0..width).map(|column| grid.iter().any(|row| matches!(row.get(column), Some(Some(_))))).collect();
    if begins.iter().all(|b| *b) {
        return grid;
    }
    for row in &mut grid {
        for (column, cell) in row.iter_mut().enumerate() {
            let Some(cell) = cell else { continue };
            let kept = begins.iter().skip(column).take(cell.column_span as usize).filter(|b| **b).count();
            cell.column_span = u32::try_from(kept).unwrap_or(1).max(1);
        }
        let mut column = begins.iter();
        row.retain(|_| column.next() == Some(&true));
    }
    grid
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::outline::outlined;

    fn cell(text: &str, column_span: u32, row_span: u32) -> DraftCell {
        DraftCell { pieces: vec![Piece::Text(Paragraph::new(text))], column_span, row_span }
    }

    #[test]
    fn spans_keep_cells_in_their_columns() {
        let rows = vec![
            vec![cell("Area", 1, 2), cell("2023/24", 2, 1)],
            vec![cell("Budget", 1, 1), cell("Outturn", 1, 1)],
            vec![cell("Home care", 1, 1), cell("", 1, 1), cell("5", 1, 9)],
        ];
        let shown = outlined(|reading| lay_out(vec![Piece::Table(Draft { rows })], reading));
        assert_eq!(shown, "[Area|2023/24| / |Budget|Outturn / Home care||5]\n");
    }

    #[test]
    fn edges_of_cells_are_no_columns() {
        let rows = vec![
            vec![cell("Costs of the council", 100, 1)],
            vec![cell("Area", 2, 1), cell("2023/24", 3, 1)],
            vec![cell("Home care", 2, 1), cell("5", 3, 1)],
        ];
        let shown = outlined(|reading| lay_out(vec![Piece::Table(Draft { rows })], reading));
        assert_eq!(shown, "[Costs of the council| / Area|2023/24 / Home care|5]\n");
    }

    #[test]
    fn tables_of_one_column_or_with_tables_inside_are_what_is_in_them() {
        let inner = Draft { rows: vec![vec![cell("a", 1, 1), cell("b", 1, 1)]] };
        let mut answer = cell("Yes", 1, 1);
        answer.pieces.push(Piece::Table(inner));
        let rows = vec![vec![cell("1. Do you?", 1, 1), answer]];
        let pieces = vec![Piece::Table(Draft { rows: vec![vec![cell("Boxed", 1, 1)]] }), Piece::Table(Draft { rows })];
        assert_eq!(outlined(|reading| lay_out(pieces, reading)), "¶ Boxed\n¶ 1. Do you?\n¶ Yes\n[a|b]\n");
    }

    #[test]
    fn lines_broken_by_hand_are_joined_only_where_they_run_on() {
        let text = "1. Do you use a tool?\nYes\nTown Hall";
        let shown = outlined(|reading| lay_out(vec![Piece::Text(Paragraph::new(text))], reading));
        assert_eq!(shown, "¶ 1. Do you use a tool?\n¶ Yes\n¶ Town Hall\n");
    }
}
