//! Tables: rows of cells on a grid, where a cell can cover those beside and below it.

use std::collections::HashMap;

use super::super::Fault;
use super::super::draft::{Draft, DraftCell, Piece};
use super::super::look::Colour;
use super::super::unshown::Unshown;
use super::super::xml::Element;
use super::story::{Story, chosen, is_prompt, is_properties};
use super::styles;

/// A cell, before it is known how far down it goes.
struct Cell {
    /// Its first column, from 0.
    start: u32,
    span: u32,
    /// Whether it goes on with the cell above it.
    goes_on: bool,
    pieces: Vec<Piece>,
}

impl Story<'_> {
    pub(super) fn table(&mut self, table: &Element, out: &mut Vec<Piece>) -> Result<(), Fault> {
        self.budget.within("table_nesting", self.tables + 1)?;
        self.tables += 1;
        let drawn = self.rows(table);
        self.tables -= 1;
        let (rows, fault) = drawn;
        out.push(Piece::Table(self.joined(rows)));
        fault.map_or(Ok(()), Err)
    }

    /// The rows as far as they can be read.
    fn rows(&mut self, table: &Element) -> (Vec<Vec<Cell>>, Option<Fault>) {
        let style = table.at(&["tblPr", "tblStyle"]).and_then(|s| s.get("val")).and_then(|s| self.definitions.styles.get(s));
        let own = table.at(&["tblPr", "shd"]).and_then(styles::fill);
        // A style colours rows and columns by rules of its own: what is behind a cell is not known.
        let behind = if style.is_some_and(|s| s.coloured) { None } else { own.or(self.page) };
        let mut found = Vec::new();
        gather(table, "tr", false, &mut found);
        let mut rows = Vec::new();
        for (row, prompt) in found {
            let properties = row.child("trPr");
            let says = |name: &str| properties.and_then(|p| p.child(name)).is_some_and(styles::is_on);
            let unshown = [("del", Unshown::Deleted), ("hidden", Unshown::Row)].into_iter().find(|(name, _)| says(name));
            if let Some((_, kind)) = unshown {
                self.found.tally.count(kind);
                if !self.found.tally.include_hidden {
                    continue;
                }
            }
            let mut cells = Vec::new();
            let result = self.row(row, prompt, behind, &mut cells);
            rows.push(cells);
            if let Err(fault) = result {
                return (rows, Some(fault));
            }
        }
        (rows, None)
    }

    fn row(&mut self, row: &Element, prompt: bool, behind: Option<Colour>, cells: &mut Vec<Cell>) -> Result<(), Fault> {
        let before = row.at(&["trPr", "gridBefore"]).and_then(number).unwrap_or(0);
        if before > 0 {
            cells.push(Cell { start: 0, span: before, goes_on: false, pieces: Vec::new() });
        }
        let mut start = before;
        let mut found = Vec::new();
        gather(row, "tc", prompt, &mut found);
        for (cell, prompt) in found {
            let properties = cell.child("tcPr");
            let own = |name: &str| properties.and_then(|p| p.child(name));
            let span = own("gridSpan").and_then(number).unwrap_or(1).max(1);
            let goes_on = |name: &str| own(name).is_some_and(|m| m.get("val") != Some("restart"));
            let fill = own("shd").and_then(styles::fill);
            let mut pieces = Vec::new();
            let page = std::mem::replace(&mut self.page, fill.or(behind));
            let result =
                if prompt { Ok(()) } else { self.blocks(cell, &mut pieces).and_then(|()| self.end_paragraph(&mut pieces)) };
            self.page = page;
            self.budget.within("columns", u64::from(start) + u64::from(span))?;
            match cells.last_mut().filter(|_| goes_on("hMerge")) {
                Some(left) => {
                    left.span += span;
                    left.pieces.append(&mut pieces);
                }
                None => cells.push(Cell { start, span, goes_on: goes_on("vMerge"), pieces }),
            }
            start += span;
            result?;
        }
        Ok(())
    }

    /// The rows with cells that go on joined to those that they go on with.
    fn joined(&mut self, rows: Vec<Vec<Cell>>) -> Draft {
        let mut draft = Draft::default();
        // The cells of the row above by column: where they were put, and their width.
        let mut above: HashMap<u32, (usize, usize, u32)> = HashMap::new();
        for cells in rows {
            let mut here = HashMap::new();
            let mut out = Vec::new();
            for cell in cells {
                let owner = above.get(&cell.start).filter(|(.., span)| cell.goes_on && *span == cell.span).copied();
                if let Some((row, at, span)) = owner {
                    here.insert(cell.start, (row, at, span));
                    if let Some(owner) = draft.rows.get_mut(row).and_then(|r: &mut Vec<DraftCell>| r.get_mut(at)) {
                        owner.row_span += 1;
                        if !cell.pieces.is_empty() {
                            self.found.tally.count(Unshown::Covered);
                            if self.found.tally.include_hidden {
                                owner.pieces.extend(cell.pieces);
                            }
                        }
                    }
                    continue;
                }
                here.insert(cell.start, (draft.rows.len(), out.len(), cell.span));
                out.push(DraftCell { pieces: cell.pieces, column_span: cell.span, row_span: 1 });
            }
            above = here;
            draft.rows.push(out);
        }
        draft
    }
}

fn number(element: &Element) -> Option<u32> {
    element.get("val")?.parse().ok()
}

/// The rows of a table or the cells of a row, also those in controls and marks of changes, each with whether it shows a prompt.
fn gather<'e>(within: &'e Element, name: &str, prompt: bool, out: &mut Vec<(&'e Element, bool)>) {
    for child in within.children() {
        match child.name() {
            found if found == name => out.push((child, prompt)),
            "AlternateContent" => chosen(child).into_iter().for_each(|c| gather(c, name, prompt, out)),
            "sdt" => gather(child, name, prompt || is_prompt(child), out),
            properties if is_properties(properties) => {}
            // A table inside a cell has rows of its own.
            "tr" | "tc" | "p" | "tbl" => {}
            _ => gather(child, name, prompt, out),
        }
    }
}
