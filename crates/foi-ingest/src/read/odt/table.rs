//! Tables: rows of cells on a grid, where runs of like cells and rows are written once.

use super::super::Fault;
use super::super::draft::{Draft, DraftCell, Piece};
use super::super::unshown::Unshown;
use super::super::xml::Element;
use super::story::Story;

/// How many cells a repeated row may come to; in texts, programs write each row out.
const MOST_REPEATED: usize = 10_000;

impl Story<'_> {
    pub(super) fn table(&mut self, table: &Element, out: &mut Vec<Piece>) -> Result<(), Fault> {
        self.budget.within("table_nesting", self.tables + 1)?;
        self.tables += 1;
        let mut grid = Grid::default();
        let page = self.page;
        self.page = self.styles.get("table", table.get("style-name")).behind.or(page);
        let result = self.rows(table, &mut grid);
        self.page = page;
        self.tables -= 1;
        out.push(Piece::Table(Draft { rows: grid.rows }));
        result
    }

    fn rows(&mut self, within: &Element, grid: &mut Grid) -> Result<(), Fault> {
        for child in within.children() {
            match child.name() {
                "table-row" => {
                    let hidden = matches!(child.get("visibility"), Some("collapse" | "filter"));
                    if hidden {
                        self.tally.count(Unshown::Row);
                    }
                    if !hidden || self.tally.include_hidden {
                        self.row(child, grid)?;
                    }
                }
                "table-header-rows" | "table-rows" | "table-row-group" => self.rows(child, grid)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn row(&mut self, row: &Element, grid: &mut Grid) -> Result<(), Fault> {
        let mut cells = Vec::new();
        let of_row = self.styles.get("table-row", row.get("style-name")).behind;
        let mut column = 0;
        let last = row.children().filter(|c| is_cell(c)).count();
        for (index, cell) in row.children().filter(|c| is_cell(c)).enumerate() {
            let mut pieces = Vec::new();
            let page = self.page;
            let behind = self.styles.get("table-cell", cell.get("style-name")).behind;
            self.page = behind.or(of_row).or(page);
            let result = self.blocks(cell, &mut pieces);
            self.page = page;
            let repeated = number(cell, "number-columns-repeated").max(1);
            // Blank cells to the end of the widest sheet are nothing.
            let repeated = if index + 1 == last && pieces.is_empty() { 1 } else { repeated };
            let span = number(cell, "number-columns-spanned").max(1);
            let rows = number(cell, "number-rows-spanned").max(1);
            for _ in 0..repeated {
                let covers = cell.name() == "covered-table-cell";
                if covers && grid.is_covered(column) {
                    if !pieces.is_empty() {
                        self.tally.count(Unshown::Covered);
                    }
                    column += 1;
                    continue;
                }
                // Covered positions are written out, or left out as in HTML.
                while grid.is_covered(column) {
                    column += 1;
                }
                let (span, rows) = if covers { (1, 1) } else { (span, rows) };
                self.budget.within("columns", (column + span) as u64)?;
                grid.positions += 1;
                self.budget.within("cells", grid.positions)?;
                grid.cover(column, span, rows);
                cells.push(DraftCell {
                    pieces: pieces.clone(),
                    column_span: u32::try_from(span).unwrap_or(u32::MAX),
                    row_span: u32::try_from(rows).unwrap_or(u32::MAX),
                });
                column += 1;
            }
            result?;
        }
        let blank = cells.iter().all(|c| c.pieces.is_empty() && c.row_span == 1);
        let repeated = number(row, "number-rows-repeated").max(1);
        let repeated = if blank { 1 } else { repeated };
        if repeated.saturating_mul(cells.len()) > MOST_REPEATED.max(cells.len()) {
            return Err(Fault::Damaged("a row of a table with words in it is repeated without end".to_owned()));
        }
        for _ in 1..repeated {
            grid.rows.push(cells.clone());
        }
        grid.rows.push(cells);
        grid.end_row(repeated);
        Ok(())
    }
}

/// The rows so far, and which columns are covered.
#[derive(Default)]
struct Grid {
    rows: Vec<Vec<DraftCell>>,
    /// For each column, how many rows from this one on are covered.
    covered: Vec<usize>,
    /// Cells so far.
    positions: u64,
}

impl Grid {
    fn is_covered(&self, column: usize) -> bool {
        self.covered.get(column).is_some_and(|rows| *rows > 0)
    }

    fn cover(&mut self, column: usize, span: usize, rows: usize) {
        if self.covered.len() < column + span {
            self.covered.resize(column + span, 0);
        }
        self.covered.iter_mut().skip(column).take(span).for_each(|c| *c = rows);
    }

    fn end_row(&mut self, rows: usize) {
        self.covered.iter_mut().for_each(|c| *c = c.saturating_sub(rows));
    }
}

fn is_cell(element: &Element) -> bool {
    matches!(element.name(), "table-cell" | "covered-table-cell")
}

fn number(element: &Element, name: &str) -> usize {
    element.get(name).and_then(|n| n.parse().ok()).unwrap_or(0)
}
