//! From what a workbook stores in a cell to what the cell shows.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::{Cell, Grid, Hidden, NumberFormat};
use crate::budget::Budget;
use crate::document::Stored;
use crate::read::{Fault, Reading};

/// The styles of a workbook, by their numbers.
pub(in crate::read) trait Looks {
    /// Whether there is a style of that number, and its number format.
    fn has(&self, style: usize) -> bool;
    /// The number format of its cells.
    fn format(&mut self, style: usize) -> Rc<NumberFormat>;
    /// The number of a style, in workbooks where styles have names.
    fn named(&self, _name: Option<&str>) -> usize {
        0
    }
    /// Whether its cells are bold.
    fn is_strong(&self, style: usize) -> bool;
    /// Whether the words of its cells have the colour of their ground.
    fn is_unseen(&self, style: usize) -> bool;
}

/// Where a cell is and how it looks.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::read) struct Spot {
    pub(in crate::read) row: u32,
    pub(in crate::read) column: u32,
    pub(in crate::read) style: usize,
    /// Whether it is a link.
    pub(in crate::read) linked: bool,
    /// Whether its words are emphasised by marks of their own.
    pub(in crate::read) strong: bool,
}

/// The cells of a sheet in the making.
pub(in crate::read) struct Cells<'r> {
    looks: &'r mut dyn Looks,
    budget: &'r Budget,
    include_hidden: bool,
    hidden: &'r mut Hidden,
    grid: &'r mut Grid,
    /// Whether zeros are shown.
    pub(in crate::read) zeros: bool,
    /// Where the words have the colour of their ground.
    coloured: BTreeSet<(u32, u32)>,
    /// How many cells have a style that there is not.
    pub(in crate::read) strangers: u64,
}

impl<'r> Cells<'r> {
    pub(in crate::read) fn new(
        looks: &'r mut dyn Looks,
        reading: &'r Reading<'_>,
        hidden: &'r mut Hidden,
        grid: &'r mut Grid,
    ) -> Self {
        let include_hidden = reading.access.include_hidden;
        let coloured = BTreeSet::new();
        Self { looks, budget: reading.budget, include_hidden, hidden, grid, zeros: true, coloured, strangers: 0 }
    }

    /// The sheet.
    pub(in crate::read) fn grid(&mut self) -> &mut Grid {
        self.grid
    }

    /// What is not shown.
    pub(in crate::read) fn hidden(&mut self) -> &mut Hidden {
        self.hidden
    }

    /// The number of a style that has a name.
    pub(in crate::read) fn style(&self, name: Option<&str>) -> usize {
        self.looks.named(name)
    }

    /// How much may be read.
    pub(in crate::read) fn budget(&self) -> &'r Budget {
        self.budget
    }

    /// The cells with words of the colour of their ground, which are still in the grid.
    pub(in crate::read) fn coloured(self) -> BTreeSet<(u32, u32)> {
        self.coloured
    }

    fn push(&mut self, spot: Spot, text: Rc<str>, stored: Option<Stored>) -> Result<(), Fault> {
        let Spot { row, column, style, .. } = spot;
        if !self.include_hidden && self.looks.is_unseen(style) {
            self.coloured.insert((row, column));
        }
        let strong = spot.strong || self.looks.is_strong(style);
        let link = spot.linked.then_some(0);
        Ok(self.grid.push(Cell { row, column, text, stored: stored.map(Box::new), strong, link }, self.budget)?)
    }

    /// A text.
    pub(in crate::read) fn text(&mut self, spot: Spot, text: Rc<str>) -> Result<(), Fault> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let shown = self.looks.format(spot.style).text(&text);
        if shown.trim().is_empty() {
            self.hidden.unshown += 1;
            return if self.include_hidden { self.push(spot, text, None) } else { Ok(()) };
        }
        self.push(spot, if shown == *text { text } else { shown.into() }, None)
    }

    /// A truth value.
    pub(in crate::read) fn truth(&mut self, spot: Spot, value: bool) -> Result<(), Fault> {
        self.push(spot, Rc::from(if value { "TRUE" } else { "FALSE" }), None)
    }

    /// An error, as it is written.
    pub(in crate::read) fn error(&mut self, spot: Spot, text: &str) -> Result<(), Fault> {
        self.push(spot, Rc::from(text), None)
    }

    /// A number, which can be that of a day.
    pub(in crate::read) fn number(&mut self, spot: Spot, number: f64, from_1904: bool) -> Result<(), Fault> {
        self.strangers += u64::from(!self.looks.has(spot.style));
        let mut shown = self.looks.format(spot.style).number(number, from_1904);
        if shown.text.trim().is_empty() || number == 0.0 && !self.zeros {
            self.hidden.unshown += u64::from(number != 0.0);
            if !self.include_hidden {
                return Ok(());
            }
            shown = NumberFormat::parse("General").number(number, false);
        }
        self.push(spot, shown.text.into(), shown.stored)
    }
}

/// An error by its number in the old and the binary format.
pub(in crate::read) fn error_name(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

/// A number in four bytes, as the old and the binary format have it.
pub(in crate::read) fn packed_number(bits: u32) -> f64 {
    let number = if bits & 2 == 0 { f64::from_bits(u64::from(bits & !3) << 32) } else { f64::from(bits.cast_signed() >> 2) };
    if bits & 1 == 0 { number } else { number / 100.0 }
}
