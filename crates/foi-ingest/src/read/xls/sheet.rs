//! A sheet of an old Excel workbook, record by record.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::Book;
use super::records::{Record, Records, Script};
use crate::read::sheet::{Area, Cells, Grid, Hidden, Spot, error_name, packed_number};
use crate::read::{Fault, Reading};

/// What stands on a sheet beside its cells.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Headers and footers, with their codes.
    pub(super) running: Vec<String>,
    /// The words of text boxes.
    pub(super) lines: Vec<String>,
    pub(super) comments: Vec<String>,
}

const NOTE: u16 = 0x19;
const PICTURE: u16 = 0x08;

/// Reads a sheet; what was read when it fails is in the grid.
pub(super) fn read(
    stream: &[u8],
    offset: u32,
    book: &mut Book,
    reading: &Reading<'_>,
    hidden: &mut Hidden,
    grid: &mut Grid,
    beside: &mut Beside,
) -> Result<(), Fault> {
    let mut records = Records::new(stream, usize::try_from(offset).unwrap_or(usize::MAX));
    if records.next().is_none_or(|r| r.kind != 0x0809) {
        return Err(Fault::Damaged(format!("a sheet does not begin at byte {offset} of the workbook")));
    }
    let (script, from_1904) = (book.script, book.from_1904);
    let Book { strings, looks, .. } = book;
    let mut reader = Reader {
        cells: Cells::new(looks, reading, hidden, grid),
        strings,
        script,
        from_1904,
        beside,
        waiting: None,
        shape: 0,
        links: BTreeSet::new(),
    };
    // Charts lie in a sheet as sheets of their own.
    let mut depth = 1_u64;
    let mut read = Ok(());
    for record in records.by_ref() {
        match record.kind {
            0x0809 => depth += 1,
            0x0a => depth -= 1,
            _ if depth == 1 => read = reader.record(&record),
            _ => {}
        }
        if depth == 0 || read.is_err() {
            break;
        }
    }
    let Reader { mut cells, links, .. } = reader;
    cells.grid().link(&links);
    let strangers = cells.strangers;
    let coloured = cells.coloured();
    hidden.coloured += coloured.len() as u64;
    grid.leave_out(&coloured);
    if read.is_ok() && strangers > 0 {
        return Err(Fault::Damaged(format!("{strangers} of its cells have styles that it does not")));
    }
    if read.is_ok() && depth > 0 {
        return Err(Fault::Damaged("a sheet of it is cut off".to_owned()));
    }
    read
}

struct Reader<'r> {
    cells: Cells<'r>,
    strings: &'r [Rc<str>],
    script: Script,
    from_1904: bool,
    beside: &'r mut Beside,
    /// A formula whose result is a text, which comes later.
    waiting: Option<Spot>,
    /// What kind of shape came last.
    shape: u16,
    links: BTreeSet<(u32, u32)>,
}

impl Reader<'_> {
    fn record(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        let at = (record.u16(0), record.u16(2), record.u16(4));
        let spot = Spot { row: u32::from(at.0), column: u32::from(at.1), style: usize::from(at.2), ..Spot::default() };
        match record.kind {
            0x0208 if record.u16(12) & 0x20 != 0 || record.u16(6) & 0x7fff == 0 => {
                self.cells.grid().rows.hide(u32::from(at.0), u32::from(at.0));
            }
            0x7d if record.u16(8) & 1 == 1 || at.2 == 0 => {
                self.cells.grid().columns.hide(u32::from(at.0), u32::from(at.1.max(at.0)));
            }
            0x023e => self.cells.zeros = at.0 & 0x10 != 0,
            0xfd => {
                let index = usize::try_from(record.u32(6)).unwrap_or(usize::MAX);
                let text = self.strings.get(index).cloned();
                let text = text.ok_or_else(|| Fault::Damaged("a cell uses a text that it does not have".to_owned()))?;
                self.cells.text(spot, text)?;
            }
            0x0204 | 0xd6 => {
                let text = record.texts(6).text(self.script, 2);
                self.cells.text(spot, text.into())?;
            }
            0x0203 => self.number(spot, record.f64(6))?,
            0x027e => self.number(spot, packed_number(record.u32(6)))?,
            0xbd => {
                for (column, offset) in (at.1..=255).zip((4..record.data().len().saturating_sub(7)).step_by(6)) {
                    self.number(
                        Spot { column: u32::from(column), style: usize::from(record.u16(offset)), ..spot },
                        packed_number(record.u32(offset + 2)),
                    )?;
                }
            }
            0x0205 => match record.data().get(6..8) {
                Some([code, 1]) => self.cells.error(spot, error_name(*code))?,
                Some([value, _]) => self.cells.truth(spot, *value != 0)?,
                _ => {}
            },
            0x06 | 0x0206 | 0x0406 => match record.data().get(6..14) {
                Some([0, .., 0xff, 0xff]) => self.waiting = Some(spot),
                Some([1, _, value, .., 0xff, 0xff]) => self.cells.truth(spot, *value != 0)?,
                Some([2, _, value, .., 0xff, 0xff]) => self.cells.error(spot, error_name(*value))?,
                Some([.., 0xff, 0xff]) => {}
                _ => self.number(spot, record.f64(6))?,
            },
            0x0207 => {
                if let Some(spot) = self.waiting.take() {
                    let text = record.texts(0).text(self.script, 2);
                    self.cells.text(spot, text.into())?;
                }
            }
            0xe5 => {
                let areas = record.data().get(2..).unwrap_or(&[]).chunks_exact(8);
                self.cells.grid().merged.extend(areas.map(area));
            }
            0x01b8 => drop(self.links.insert((u32::from(at.0), u32::from(at.2)))),
            0x14 | 0x15 if !record.data().is_empty() => {
                let length_bytes = if self.script.unicode { 2 } else { 1 };
                self.beside.running.push(record.texts(0).text(self.script, length_bytes));
            }
            0x5d => {
                self.shape = at.2;
                self.cells.hidden().pictures += u64::from(self.shape == PICTURE);
            }
            0x01b6 => self.shape(record)?,
            _ => {}
        }
        Ok(())
    }

    fn number(&mut self, spot: Spot, number: f64) -> Result<(), Fault> {
        self.cells.number(spot, number, self.from_1904)
    }

    /// The words of a shape, which stand in the next record.
    fn shape(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        let Some(flags) = record.parts.get(1).and_then(|part| part.first()) else { return Ok(()) };
        let rest = Record { kind: 0, parts: record.parts.get(1..).unwrap_or(&[]).to_vec() };
        let text = rest.texts(1).characters(usize::from(record.u16(10)), flags & 1 == 1).replace('\r', "\n");
        self.cells.budget().within("text_bytes", text.len() as u64)?;
        match self.shape {
            NOTE => self.beside.comments.push(text),
            // Buttons and boxes to tick are no words of a reply.
            0x01..=0x06 | 0x0e | 0x1e => self.beside.lines.push(text),
            _ => {}
        }
        Ok(())
    }
}

fn area(bytes: &[u8]) -> Area {
    let number = |at: usize| u32::from(crate::read::compound::u16_at(bytes, at));
    let (top, bottom, left, right) = (number(0), number(2), number(4), number(6));
    Area { top: top.min(bottom), left: left.min(right), bottom: top.max(bottom), right: left.max(right) }
}
