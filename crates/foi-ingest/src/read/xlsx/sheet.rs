//! A sheet of a workbook: its cells in one pass over its part.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::Book;
use super::strings::{self, Text};
use crate::budget::Budget;
use crate::read::sheet::{Area, COLUMNS, Cells, Grid, Hidden, ROWS, Spot, is_on, parse_address, parse_area, serial, skip, text_of};
use crate::read::xml::{Events, Item, Tag};
use crate::read::{Fault, Reading};

/// What a sheet says besides its cells.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Cells with words of the colour of their ground.
    pub(super) coloured: BTreeSet<(u32, u32)>,
    /// Where conditions or tables give other colours.
    pub(super) recoloured: Vec<Area>,
    /// Headers and footers, with their codes.
    pub(super) running: Vec<String>,
}

/// How many areas with colours of their own are looked at; with more of them no cell is held for hidden by its colour.
const AREAS: usize = 1_000;

/// Whether a sheet has any cell with words.
pub(super) fn has_cells(bytes: &[u8], part: &str, budget: &Budget) -> Result<bool, Fault> {
    let mut events = Events::new(bytes, part, budget);
    while let Some(item) = events.next()? {
        if let Item::Start(tag) = item
            && matches!(tag.name.as_str(), "v" | "is")
            && !text_of(&mut events)?.is_empty()
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Reads a sheet; what was read when it fails is in the grid.
pub(super) fn read(
    bytes: &[u8],
    part: &str,
    book: &mut Book,
    reading: &Reading<'_>,
    hidden: &mut Hidden,
    grid: &mut Grid,
    beside: &mut Beside,
) -> Result<(), Fault> {
    let Book { strings, styles, from_1904, uncalculated } = book;
    let mut reader = Reader {
        events: Events::new(bytes, part, reading.budget),
        cells: Cells::new(styles, reading, hidden, grid),
        strings,
        from_1904: *from_1904,
        uncalculated: *uncalculated,
        beside,
        row: 0,
        column: 0,
        links: BTreeSet::new(),
        strangers: 0,
    };
    let read = reader.read();
    let Reader { mut cells, links, strangers, beside, .. } = reader;
    cells.grid().link(&links);
    let strangers = strangers + cells.strangers;
    beside.coloured = cells.coloured();
    read.and(known(strangers, part))
}

/// A fault where cells use what the workbook does not have.
pub(super) fn known(strangers: u64, part: &str) -> Result<(), Fault> {
    if strangers == 0 {
        return Ok(());
    }
    Err(Fault::Damaged(format!("{strangers} of the cells of its part `{part}` use texts or styles that it does not have")))
}

struct Reader<'r, 'x> {
    events: Events<'x>,
    cells: Cells<'r>,
    strings: &'r [Text],
    from_1904: bool,
    uncalculated: bool,
    beside: &'r mut Beside,
    /// The row, and the column that comes next, for cells that do not say where they are.
    row: u32,
    column: u32,
    links: BTreeSet<(u32, u32)>,
    /// How many cells use a text that there is not.
    strangers: u64,
}

impl Reader<'_, '_> {
    fn read(&mut self) -> Result<(), Fault> {
        let mut rows = 0;
        while let Some(item) = self.events.next()? {
            let Item::Start(tag) = item else { continue };
            match tag.name.as_str() {
                "sheetView" => self.cells.zeros = is_on(tag.get("showZeros"), true),
                "col" => self.columns(&tag),
                "row" => {
                    self.row = tag.get("r").and_then(|r| r.parse::<u32>().ok()).map_or(rows, |r| r.saturating_sub(1));
                    rows = self.row.saturating_add(1);
                    self.column = 0;
                    let low = tag.get("ht").and_then(|h| h.parse::<f64>().ok()).is_some_and(|h| h < 1.0);
                    if low || is_on(tag.get("hidden"), false) {
                        self.cells.grid().rows.hide(self.row, self.row);
                    }
                }
                "c" => self.cell(&tag)?,
                "mergeCell" => self.cells.grid().merged.extend(tag.get("ref").and_then(parse_area)),
                "hyperlink" => {
                    self.links.extend(tag.get("ref").and_then(parse_area).map(|area| (area.top, area.left)));
                }
                "conditionalFormatting" => {
                    let areas = tag.get("sqref").unwrap_or("").split_whitespace().filter_map(parse_area);
                    self.beside.recoloured.extend(areas.take(AREAS + 1));
                    skip(&mut self.events)?;
                }
                "oddHeader" | "evenHeader" | "firstHeader" | "oddFooter" | "evenFooter" | "firstFooter" => {
                    let text = text_of(&mut self.events)?;
                    self.beside.running.push(text);
                }
                "extLst" | "dataValidations" | "AlternateContent" => skip(&mut self.events)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn columns(&mut self, tag: &Tag) {
        let number = |name: &str| tag.get(name).and_then(|n| n.parse::<u32>().ok());
        let narrow = tag.get("width").and_then(|w| w.parse::<f64>().ok()).is_some_and(|w| w < 0.1);
        if narrow || is_on(tag.get("hidden"), false) {
            let first = number("min").unwrap_or(1).max(1) - 1;
            let last = number("max").unwrap_or(COLUMNS).clamp(1, COLUMNS) - 1;
            self.cells.grid().columns.hide(first, last);
        }
    }

    fn cell(&mut self, tag: &Tag) -> Result<(), Fault> {
        let at = match tag.get("r") {
            Some(address) => parse_address(address),
            None => Some((self.row, self.column)),
        };
        let mut value = None;
        let mut inline = None;
        let (mut formula, mut linked) = (false, false);
        while let Some(Item::Start(tag)) = strings::next_start(&mut self.events)? {
            match tag.name.as_str() {
                "v" => value = Some(text_of(&mut self.events)?),
                "is" => inline = Some(strings::rich(&mut self.events)?),
                "f" => {
                    formula = true;
                    linked = text_of(&mut self.events)?.trim_start().starts_with("HYPERLINK(");
                }
                _ => skip(&mut self.events)?,
            }
        }
        let Some((row, column)) = at.filter(|(row, column)| *row < ROWS && *column < COLUMNS) else {
            let name = tag.get("r").unwrap_or("beyond the last").chars().take(20).collect::<String>();
            return Err(Fault::Damaged(format!("there can be no cell `{name}`")));
        };
        self.column = column + 1;
        let kind = tag.get("t").unwrap_or("n");
        // Some programs write a 0 in the place of a result that they do not work out.
        let made_up = |v: &String| formula && self.uncalculated && kind == "n" && v.trim() == "0";
        let value = value.filter(|v| !v.is_empty() && !made_up(v));
        self.cells.hidden().uncalculated += u64::from(formula && value.is_none() && inline.is_none() && kind != "str");
        let style = tag.get("s").and_then(|s| s.parse().ok()).unwrap_or(0);
        let spot = Spot { row, column, style, linked, strong: false };
        match (kind, inline, value) {
            (_, Some(inline), _) => self.cells.text(Spot { strong: inline.strong, ..spot }, inline.text),
            (_, None, None) => Ok(()),
            ("s", _, Some(index)) => {
                let Some(text) = index.trim().parse::<usize>().ok().and_then(|i| self.strings.get(i)) else {
                    self.strangers += 1;
                    return self.cells.text(spot, Rc::from("\u{fffd}"));
                };
                self.cells.text(Spot { strong: text.strong, ..spot }, Rc::clone(&text.text))
            }
            ("str", _, Some(text)) => self.cells.text(spot, strings::unescape(&text).into()),
            ("b", _, Some(value)) => self.cells.truth(spot, is_on(Some(value.trim()), false)),
            ("e", _, Some(value)) => self.cells.error(spot, &value),
            // Days that are written out count from 1900 in any workbook.
            ("d", _, Some(day)) => match serial(&day) {
                Some(number) => self.cells.number(spot, number, false),
                None => self.cells.text(spot, day.into()),
            },
            (_, _, Some(value)) => match value.trim().parse() {
                Ok(number) => self.cells.number(spot, number, self.from_1904),
                Err(_) => self.cells.text(spot, value.into()),
            },
        }
    }
}

impl Beside {
    /// Takes cells out that have the colour of their ground, unless a condition or a table gives them another.
    pub(super) fn leave_out_coloured(&mut self, grid: &mut Grid, hidden: &mut Hidden) {
        if self.recoloured.len() > AREAS {
            return;
        }
        let recoloured = &self.recoloured;
        self.coloured.retain(|(row, column)| !recoloured.iter().any(|area| area.holds(*row, *column)));
        hidden.coloured += self.coloured.len() as u64;
        grid.leave_out(&self.coloured);
    }
}
