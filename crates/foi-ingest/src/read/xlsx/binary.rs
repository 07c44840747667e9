//! The binary parts of a workbook (`.xlsb`): the same as its XML parts, in records.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::sheet::{Beside, known};
use super::strings::Text;
use super::styles::{CellStyle, Font, Styles};
use super::{Book, Contents, Listed};
use crate::budget::Budget;
use crate::read::compound::{u16_at, u32_at};
use crate::read::sheet::{Area, COLUMNS, Cells, Grid, Hidden, ROWS, Spot, error_name, packed_number};
use crate::read::{Fault, Reading};

/// Records of a part: their kind and their bytes.
struct Records<'p> {
    rest: &'p [u8],
}

impl<'p> Records<'p> {
    /// A number of seven bits a byte, the last of which has no eighth.
    fn number(&mut self, most: usize) -> Option<usize> {
        let mut number = 0;
        for place in 0..most {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= usize::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }
}

impl<'p> Iterator for Records<'p> {
    type Item = (usize, &'p [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = self.number(2)?;
        let length = self.number(4)?;
        let (data, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some((kind, data))
    }
}

/// A text with its length before it, and where it ends; `None` where there is none.
fn text_at(data: &[u8], at: usize) -> Option<(String, usize)> {
    let length = usize::try_from(u32_at(data.get(at..)?, 0)).ok()?;
    let start = at.checked_add(4)?;
    let end = start.checked_add(length.checked_mul(2)?)?;
    let units: Vec<u16> = data.get(start..end)?.chunks_exact(2).map(|c| u16_at(c, 0)).collect();
    let text = String::from_utf16_lossy(&units);
    Some((if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }, end))
}

fn f64_at(data: &[u8], at: usize) -> f64 {
    data.get(at..).and_then(|b| b.first_chunk()).map_or(0.0, |b| f64::from_le_bytes(*b))
}

/// Which sheets there are.
pub(super) fn contents(bytes: &[u8]) -> Contents {
    let mut contents = Contents::default();
    for (kind, data) in (Records { rest: bytes }) {
        match kind {
            153 => contents.from_1904 = u32_at(data, 0) & 1 == 1,
            156 => {
                if let Some((id, end)) = text_at(data, 8)
                    && let Some((name, _)) = text_at(data, end)
                {
                    contents.sheets.push(Listed { name, id, hidden: u32_at(data, 0) != 0 });
                }
            }
            _ => {}
        }
    }
    contents
}

/// The texts that cells share.
pub(super) fn strings(bytes: &[u8], strings: &mut Vec<Text>, budget: &Budget) -> Result<(), Fault> {
    for (_, data) in (Records { rest: bytes }).filter(|(kind, _)| *kind == 19) {
        let text = text_at(data, 1).map(|(text, _)| text).unwrap_or_default();
        strings.push(Text { text: text.into(), strong: false });
        budget.within("nodes", strings.len() as u64)?;
    }
    Ok(())
}

/// The styles of cells; colours are not looked at.
pub(super) fn styles(bytes: &[u8]) -> Styles {
    let mut styles = Styles::default();
    let mut of_cells = false;
    for (kind, data) in (Records { rest: bytes }) {
        match kind {
            44 => {
                if let Some((code, _)) = text_at(data, 2) {
                    styles.codes.insert(u32::from(u16_at(data, 0)), code);
                }
            }
            43 => styles.fonts.push(Font { strong: u16_at(data, 4) >= 600, colour: None }),
            617 => of_cells = true,
            618 => of_cells = false,
            47 if of_cells => {
                let format = u32::from(u16_at(data, 2));
                styles.cells.push(CellStyle { format, font: usize::from(u16_at(data, 4)), ground: 0 });
            }
            _ => {}
        }
    }
    styles
}

/// Whether a sheet has any cell with words.
pub(super) fn has_cells(bytes: &[u8]) -> bool {
    (Records { rest: bytes }).any(|(kind, _)| matches!(kind, 2..=11))
}

/// The comments of a sheet.
pub(super) fn comments(bytes: &[u8]) -> Vec<String> {
    let texts = (Records { rest: bytes }).filter(|(kind, _)| *kind == 637);
    texts.filter_map(|(_, data)| text_at(data, 1)).map(|(text, _)| text.trim().to_owned()).collect()
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
    let Book { strings, styles, from_1904, .. } = book;
    let cells = Cells::new(styles, reading, hidden, grid);
    let links = BTreeSet::new();
    let mut reader = Reader { cells, strings, from_1904: *from_1904, row: 0, links, strangers: 0 };
    let mut records = Records { rest: bytes };
    let mut read = Ok(());
    for (kind, data) in records.by_ref() {
        if kind == 479 {
            let mut at = 2;
            while let Some((text, end)) = text_at(data, at) {
                beside.running.push(text);
                at = end;
            }
        }
        read = reader.record(kind, data);
        if read.is_err() {
            break;
        }
    }
    let Reader { mut cells, links, strangers, .. } = reader;
    cells.grid().link(&links);
    let strangers = strangers + cells.strangers;
    if read.is_ok() && !records.rest.is_empty() {
        return Err(Fault::Damaged(format!("its part `{part}` is cut off")));
    }
    read.and(known(strangers, part))
}

struct Reader<'r> {
    cells: Cells<'r>,
    strings: &'r [Text],
    from_1904: bool,
    row: u32,
    links: BTreeSet<(u32, u32)>,
    /// How many cells use a text that there is not.
    strangers: u64,
}

impl Reader<'_> {
    fn record(&mut self, kind: usize, data: &[u8]) -> Result<(), Fault> {
        let byte = |at: usize| data.get(at).copied().unwrap_or(0);
        let (first, second) = (u32_at(data, 0), u32_at(data, 4));
        match kind {
            0 => {
                self.row = first;
                if byte(11) & 0x10 != 0 {
                    self.cells.grid().rows.hide(first, first);
                }
            }
            60 if u16_at(data, 16) & 1 == 1 || u32_at(data, 8) == 0 => self.cells.grid().columns.hide(first, second),
            137 => self.cells.zeros = u16_at(data, 0) & 0x10 != 0,
            176 => {
                let area = Area { top: first, bottom: second.max(first), left: u32_at(data, 8), right: u32_at(data, 12) };
                self.cells.grid().merged.extend((area.left <= area.right).then_some(area));
            }
            494 => drop(self.links.insert((first, u32_at(data, 8)))),
            2..=11 => self.cell(kind, data)?,
            _ => {}
        }
        Ok(())
    }

    fn cell(&mut self, kind: usize, data: &[u8]) -> Result<(), Fault> {
        let (row, column) = (self.row, u32_at(data, 0));
        if row >= ROWS || column >= COLUMNS || data.len() < 9 {
            return Err(Fault::Damaged("a cell stands beyond the last row or column, or is cut off".to_owned()));
        }
        let style = usize::try_from(u32_at(data, 4) & 0x00ff_ffff).unwrap_or(usize::MAX);
        let spot = Spot { row, column, style, ..Spot::default() };
        let byte = data.get(8).copied().unwrap_or(0);
        match kind {
            2 => self.cells.number(spot, packed_number(u32_at(data, 8)), self.from_1904),
            3 | 11 => self.cells.error(spot, error_name(byte)),
            4 | 10 => self.cells.truth(spot, byte != 0),
            5 | 9 => self.cells.number(spot, f64_at(data, 8), self.from_1904),
            7 => {
                let text = usize::try_from(u32_at(data, 8)).ok().and_then(|i| self.strings.get(i));
                self.strangers += u64::from(text.is_none());
                let text = text.map_or_else(|| Rc::from("\u{fffd}"), |t| Rc::clone(&t.text));
                self.cells.text(spot, text)
            }
            _ => self.cells.text(spot, text_at(data, 8).map(|(text, _)| text).unwrap_or_default().into()),
        }
    }
}
