//! Old Excel workbooks (`.xls`): what all sheets share, then each sheet as Excel shows it.

mod records;
mod sheet;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::compound::Compound;
use super::package::Sample;
use super::sheet::{Address, Comment, Grid, Hidden, Looks, NumberFormat, built_in, comments, paragraphs, running_texts};
use super::{Fault, Format, Reading};
use crate::document::Style;
use records::{Record, Records, Script};
use sheet::Beside;

pub(super) const FORMAT: Format = Format {
    name: "xls",
    media_type: "application/vnd.ms-excel",
    extensions: &["xls", "xlt"],
    // A letter, or another file of this kind, can have a workbook inside: it lies in a folder there.
    matches: |sample| Compound::open(sample.bytes).is_ok_and(|file| file.has("Workbook") || file.has("Book")),
    read,
};

/// What all sheets share.
pub(super) struct Book {
    script: Script,
    from_1904: bool,
    strings: Vec<Rc<str>>,
    looks: Styles,
}

/// The styles of a workbook.
#[derive(Default)]
struct Styles {
    fonts: Vec<Font>,
    codes: BTreeMap<u32, String>,
    cells: Vec<Look>,
    formats: BTreeMap<u32, Rc<NumberFormat>>,
}

#[derive(Clone, Copy)]
struct Font {
    strong: bool,
    white: bool,
}

#[derive(Clone, Copy)]
struct Look {
    font: u16,
    format: u16,
    white_ground: bool,
}

struct Listed {
    offset: u32,
    hidden: bool,
    cells: bool,
    name: String,
}

fn read(sample: &Sample<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let file = Compound::open(sample.bytes)?;
    let stream = file.stream("Workbook").or_else(|| file.stream("Book"));
    let stream = stream.ok_or_else(|| Fault::Damaged("it has no workbook".to_owned()))?;
    let mut hidden = Hidden::default();
    let done = workbook(&stream, &mut hidden, reading);
    hidden.finish(done, reading)
}

fn workbook(stream: &[u8], hidden: &mut Hidden, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let (mut book, sheets) = shared(stream, reading)?;
    let mut offsets = BTreeSet::new();
    let mut names = BTreeSet::new();
    let mut fault = None;
    for listed in sheets.into_iter().filter(|s| s.cells) {
        if !offsets.insert(listed.offset) {
            continue;
        }
        let shown = !listed.hidden || reading.access.include_hidden;
        let mut grid = Grid::default();
        let mut beside = Beside::default();
        let mut within = Hidden::default();
        let counts = if shown { &mut *hidden } else { &mut within };
        let read = sheet::read(stream, listed.offset, &mut book, reading, counts, &mut grid, &mut beside);
        if !shown {
            hidden.sheets += u64::from(!grid.is_empty());
            continue;
        }
        let mut name = listed.name;
        while !names.insert(name.to_lowercase()) {
            name.push('\'');
        }
        for line in running_texts(&beside.running) {
            paragraphs(&line, Style::Running, reading)?;
        }
        grid.lay_out(Address::Sheet(&name), hidden, reading)?;
        for line in &beside.lines {
            paragraphs(line, Style::Paragraph, reading)?;
        }
        let found: Vec<Comment> = beside.comments.into_iter().map(|text| Comment { at: None, text }).collect();
        comments(&found, hidden, reading)?;
        match read {
            Ok(()) => {}
            Err(exceeded @ Fault::Exceeded(_)) => return Err(exceeded),
            Err(other) => fault = fault.or(Some(other)),
        }
    }
    fault.map_or(Ok(()), Err)
}

/// Reads what all sheets share, and which sheets there are.
fn shared(stream: &[u8], reading: &Reading<'_>) -> Result<(Book, Vec<Listed>), Fault> {
    let mut records = Records::new(stream, 0);
    let begin = records.next().filter(|r| matches!(r.kind, 0x0809));
    let version = begin.map(|r| r.u16(0)).filter(|v| matches!(v, 0x0500 | 0x0600));
    let Some(version) = version else {
        return Err(Fault::Damaged("it does not begin as a workbook of Excel 5 to 2003".to_owned()));
    };
    let mut book =
        Book { script: Script::new(version == 0x0600, 1252), from_1904: false, strings: Vec::new(), looks: Styles::default() };
    let mut sheets = Vec::new();
    let mut ended = false;
    for record in records.by_ref() {
        match record.kind {
            0x0a => {
                ended = true;
                break;
            }
            0x2f => return Err(Fault::Encrypted),
            0x22 => book.from_1904 = record.u16(0) == 1,
            0x42 => book.script = Script::new(book.script.unicode, record.u16(0)),
            0x85 => {
                let state = record.u16(4);
                sheets.push(Listed {
                    offset: record.u32(0),
                    hidden: state & 3 != 0,
                    cells: state >> 8 == 0,
                    name: record.texts(6).text(book.script, 1),
                });
            }
            0xfc => {
                let mut texts = record.texts(8);
                for _ in 0..record.u32(4) {
                    if texts.is_done() {
                        break;
                    }
                    book.strings.push(texts.text(book.script, 2).replace("\r\n", "\n").replace('\r', "\n").into());
                    reading.budget.within("nodes", book.strings.len() as u64)?;
                }
            }
            _ => book.looks.take(&record, book.script),
        }
    }
    if sheets.is_empty() || !ended {
        return Err(Fault::Damaged("its list of sheets is cut off".to_owned()));
    }
    Ok((book, sheets))
}

impl Styles {
    /// Takes a record, if it is about styles.
    fn take(&mut self, record: &Record<'_>, script: Script) {
        match record.kind {
            0x31 => self.fonts.push(Font { strong: record.u16(6) >= 600, white: matches!(record.u16(4), 1 | 9) }),
            0x041e => {
                let length_bytes = if script.unicode { 2 } else { 1 };
                let code = record.texts(2).text(script, length_bytes);
                self.codes.insert(u32::from(record.u16(0)), code);
            }
            0xe0 => {
                let (pattern, colour) = if script.unicode {
                    (record.u32(14) >> 26, record.u16(18) & 0x7f)
                } else {
                    (u32::from(record.u16(8)) & 0x3f, record.u16(8) >> 6 & 0x7f)
                };
                let white_ground = pattern == 0 || pattern == 1 && matches!(colour, 1 | 9 | 65);
                self.cells.push(Look { font: record.u16(0), format: record.u16(2), white_ground });
            }
            _ => {}
        }
    }

    fn font(&self, style: usize) -> Option<Font> {
        let look = self.cells.get(style)?;
        // There is no font of the number 4.
        self.fonts.get(usize::from(if look.font > 4 { look.font - 1 } else { look.font })).copied()
    }
}

impl Looks for Styles {
    fn has(&self, style: usize) -> bool {
        // Formats of one's own have numbers from 164 on.
        self.cells.get(style).is_some_and(|s| s.format < 164 || self.codes.contains_key(&u32::from(s.format)))
    }

    fn format(&mut self, style: usize) -> Rc<NumberFormat> {
        let id = self.cells.get(style).map_or(0, |s| u32::from(s.format));
        let code = self.codes.get(&id).map_or_else(|| built_in(id), String::as_str);
        Rc::clone(self.formats.entry(id).or_insert_with(|| Rc::new(NumberFormat::parse(code))))
    }

    fn is_strong(&self, style: usize) -> bool {
        self.font(style).is_some_and(|f| f.strong)
    }

    fn is_unseen(&self, style: usize) -> bool {
        self.cells.get(style).is_some_and(|s| s.white_ground) && self.font(style).is_some_and(|f| f.white)
    }
}

#[cfg(test)]
mod tests;
