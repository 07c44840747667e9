//! What all spreadsheets share: cells at addresses, what of them is shown, and the blocks that they make.

mod axis;
mod cells;
mod code;
mod date;
mod decimal;
mod format;
mod hidden;
mod islands;
mod running;
mod words;
mod xml;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use foi_model::Place;

use super::{Fault, Reading};
use crate::budget::{Budget, Exceeded};
use crate::document::{Block, Rich, Stored, Style, TextBlock};
use crate::template::makes_a_form;
pub(super) use axis::Axis;
pub(super) use cells::{Cells, Looks, Spot, error_name, packed_number};
pub(super) use date::serial;
pub(super) use format::{NumberFormat, built_in, stored};
pub(super) use hidden::Hidden;
pub(super) use running::running_texts;
pub(super) use xml::{is_on, skip, text_of};

/// The most rows of a sheet, and the most columns, that any program writes.
pub(super) const ROWS: u32 = 1 << 20;
/// See [`ROWS`].
pub(super) const COLUMNS: u32 = 1 << 14;

/// A cell with words.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// Its row, counted from 0.
    pub(super) row: u32,
    /// Its column, counted from 0.
    pub(super) column: u32,
    /// The words as shown.
    pub(super) text: Rc<str>,
    /// The number behind them.
    pub(super) stored: Option<Box<Stored>>,
    /// Whether all of it is emphasised.
    pub(super) strong: bool,
    /// The byte at which a link begins.
    pub(super) link: Option<u32>,
}

/// A rectangle of cells, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Area {
    pub(super) top: u32,
    pub(super) left: u32,
    pub(super) bottom: u32,
    pub(super) right: u32,
}

/// A sheet in the making.
#[derive(Debug, Default)]
pub(super) struct Grid {
    items: Vec<Item>,
    /// Cells that are one.
    pub(super) merged: Vec<Area>,
    /// The rows that are hidden.
    pub(super) rows: Axis,
    /// The columns that are hidden.
    pub(super) columns: Axis,
    text_bytes: u64,
}

/// A cell where it is shown, hidden rows and columns not counted.
#[derive(Debug)]
struct Item {
    row: u32,
    column: u32,
    /// The last row that it covers.
    bottom: u32,
    /// The last column that it covers.
    right: u32,
    cell: Cell,
}

/// How the places of cells are named.
#[derive(Debug, Clone, Copy)]
pub(super) enum Address<'n> {
    /// By a sheet and an address such as `E7`.
    Sheet(&'n str),
    /// By record and field of a text.
    Record,
}

impl Address<'_> {
    fn place(self, row: u32, column: u32) -> Place {
        match self {
            Self::Sheet(name) => Place::SheetCell { sheet: name.to_owned(), cell: address(row, column) },
            Self::Record => Place::TableCell { page: None, table: 1, row: row + 1, column: column + 1 },
        }
    }
}

/// The name of a cell, such as `E7`; row and column are counted from 0.
fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        letters.push(char::from(b'A' + u8::try_from((left - 1) % 26).unwrap_or(0)));
        left = (left - 1) / 26;
    }
    format!("{}{}", letters.iter().rev().collect::<String>(), row + 1)
}

/// Row and column, counted from 0, of an address such as `E7` or `$E$7`.
pub(super) fn parse_address(text: &str) -> Option<(u32, u32)> {
    let text = text.strip_prefix('$').unwrap_or(text);
    let end = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, digits) = text.split_at_checked(end)?;
    let digits = digits.strip_prefix('$').unwrap_or(digits);
    if letters.is_empty() || letters.len() > 3 || digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let column = letters.bytes().fold(0, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    let row: u32 = digits.parse().ok()?;
    (row > 0 && row <= ROWS && column <= COLUMNS).then(|| (row - 1, column - 1))
}

/// A rectangle such as `B2:D4`, or a single cell.
pub(super) fn parse_area(text: &str) -> Option<Area> {
    let (from, to) = text.split_once(':').unwrap_or((text, text));
    let ((top, left), (bottom, right)) = (parse_address(from)?, parse_address(to)?);
    Some(Area { top: top.min(bottom), left: left.min(right), bottom: top.max(bottom), right: left.max(right) })
}

impl Area {
    /// Whether a cell lies in it.
    pub(super) fn holds(&self, row: u32, column: u32) -> bool {
        (self.top..=self.bottom).contains(&row) && (self.left..=self.right).contains(&column)
    }
}

impl Grid {
    /// Adds a cell; one without words is none.
    pub(super) fn push(&mut self, cell: Cell, budget: &Budget) -> Result<(), Exceeded> {
        if cell.text.trim().is_empty() {
            return Ok(());
        }
        budget.cells(1)?;
        // One text can be that of many cells, which take its length each once they are laid out.
        self.text_bytes = self.text_bytes.saturating_add(cell.text.len() as u64);
        budget.within("text_bytes", self.text_bytes)?;
        let (row, column) = (cell.row, cell.column);
        self.items.push(Item { row, column, bottom: row, right: column, cell });
        Ok(())
    }

    /// Whether it has no cell.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Marks the cells of these rows and columns as links.
    pub(super) fn link(&mut self, at: &BTreeSet<(u32, u32)>) {
        if !at.is_empty() {
            let linked = self.items.iter_mut().filter(|i| at.contains(&(i.row, i.column)));
            linked.for_each(|i| i.cell.link = i.cell.link.or(Some(0)));
        }
    }

    /// Takes the cells of these rows and columns out.
    pub(super) fn leave_out(&mut self, at: &BTreeSet<(u32, u32)>) {
        if !at.is_empty() {
            self.items.retain(|i| !at.contains(&(i.row, i.column)));
        }
    }

    /// Adds what is shown of it to the document; what is not is counted.
    pub(super) fn lay_out(self, address: Address<'_>, hidden: &mut Hidden, reading: &mut Reading<'_>) -> Result<(), Fault> {
        // A filled template has its marks in hidden columns and rows, and is no picture of a page.
        let template = self.items.iter().any(|i| makes_a_form(&i.cell.text));
        reading.template = template;
        let items = self.shown(reading.access.include_hidden || template, hidden);
        if let Address::Sheet(name) = address
            && !items.is_empty()
        {
            let text = reading.place(Place::Sheet(name.to_owned()), name)?;
            let heading = TextBlock { style: Style::Heading, strong: true, quoted: false, text };
            reading.document.blocks.push(Block::Text(heading));
        }
        if template { islands::whole(&items, address, reading) } else { islands::lay_out(&items, address, reading) }
    }

    /// Finds where each cell is shown, and takes out those that are not.
    fn shown(mut self, include_hidden: bool, hidden: &mut Hidden) -> Vec<Item> {
        self.items.sort_by_key(|i| (i.row, i.column));
        let before = self.items.len();
        self.items.dedup_by_key(|i| (i.row, i.column));
        hidden.doubled += (before - self.items.len()) as u64;
        let (rows, columns) =
            if include_hidden { (Axis::default(), Axis::default()) } else { (self.rows.sorted(), self.columns.sorted()) };
        let mut cover = Cover::new(self.merged);
        let mut tally = hidden::Tally::default();
        let mut items = self.items;
        items.retain_mut(|item| {
            let Cell { row, column, .. } = item.cell;
            let area = match cover.at(row, column) {
                Some(area) if (area.top, area.left) != (row, column) => {
                    hidden.covered += 1;
                    return false;
                }
                Some(area) => area,
                None => Area { top: row, left: column, bottom: row, right: column },
            };
            // A merged cell is shown in what is shown of its rows and columns.
            match (rows.shown(area.top, area.bottom), columns.shown(area.left, area.right)) {
                (Some(down), Some(across)) => {
                    ((item.row, item.bottom), (item.column, item.right)) = (down, across);
                    return true;
                }
                (None, _) => tally.row(row),
                (_, None) => tally.column(column),
            }
            false
        });
        tally.add_to(hidden);
        items.sort_by_key(|i| (i.row, i.column));
        items
    }
}

/// Merged areas, as cells come by row after row.
struct Cover {
    /// Those that begin further down, the next one last.
    coming: Vec<Area>,
    /// Those that have begun, by their first column.
    begun: BTreeMap<u32, Area>,
}

impl Cover {
    fn new(mut areas: Vec<Area>) -> Self {
        areas.retain(|a| a.top != a.bottom || a.left != a.right);
        areas.sort_unstable_by(|a, b| b.cmp(a));
        Self { coming: areas, begun: BTreeMap::new() }
    }

    /// The area that a cell lies in; cells must be asked for in order.
    fn at(&mut self, row: u32, column: u32) -> Option<Area> {
        while let Some(area) = self.coming.pop_if(|a| a.top <= row) {
            self.begun.insert(area.left, area);
        }
        loop {
            let (&left, &area) = self.begun.range(..=column).next_back()?;
            if area.bottom < row {
                self.begun.remove(&left);
            } else {
                return area.holds(row, column).then_some(area);
            }
        }
    }
}

/// A comment on a cell.
#[derive(Debug, Clone)]
pub(super) struct Comment {
    /// The row and the column of the cell, counted from 0, where they are known.
    pub(super) at: Option<(u32, u32)>,
    /// Its words.
    pub(super) text: String,
}

/// Adds the comments of a sheet where they may be read, and counts them where not. In a filled template each line begins with the address
/// of its cell, as in `E7: £000`.
pub(super) fn comments(all: &[Comment], hidden: &mut Hidden, reading: &mut Reading<'_>) -> Result<(), Fault> {
    for comment in all {
        match comment.at.filter(|_| reading.template) {
            Some((row, column)) => {
                let address = address(row, column);
                let lines: Vec<String> = comment.text.lines().map(|line| format!("{address}: {}", line.trim())).collect();
                paragraphs(&lines.join("\n"), Style::Paragraph, reading)?;
            }
            None => {
                hidden.comments += 1;
                if reading.access.include_hidden {
                    paragraphs(&comment.text, Style::Paragraph, reading)?;
                }
            }
        }
    }
    Ok(())
}

/// Adds what stands beside the cells, such as a text box or a comment, as paragraphs of the document.
pub(super) fn paragraphs(text: &str, style: Style, reading: &mut Reading<'_>) -> Result<(), Fault> {
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let number = |place: &Place| if let Place::Paragraph(n) = place { Some(*n) } else { None };
        let last = reading.document.places.iter().rev().find_map(|(place, _)| number(place)).unwrap_or(0);
        let text = reading.place(Place::Paragraph(last + 1), line)?;
        reading.document.blocks.push(Block::Text(TextBlock { style, strong: false, quoted: false, text }));
    }
    Ok(())
}

impl Item {
    /// Its words, which get their place in the document.
    fn place(&self, address: Address<'_>, reading: &mut Reading<'_>) -> Result<Rich, Fault> {
        let mut text = reading.place(address.place(self.cell.row, self.cell.column), &self.cell.text)?;
        if let Some(byte) = self.cell.link {
            text.link_at(byte as usize);
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_round_trip() {
        for (text, at) in [("A1", (0, 0)), ("E7", (6, 4)), ("AA10", (9, 26)), ("XFD1048576", (1_048_575, 16_383))] {
            assert_eq!((parse_address(text), address(at.0, at.1).as_str()), (Some(at), text));
        }
        for text in ["", "7", "E", "E0", "XFE1", "A1048577", "ABCD1", "E7x"] {
            assert_eq!(parse_address(text), None, "{text}");
        }
        assert_eq!(parse_area("D4:$B$2"), Some(Area { top: 1, left: 1, bottom: 3, right: 3 }));
    }
}
