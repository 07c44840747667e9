//! Excel workbooks (`.xlsx`, `.xlsm`, `.xlsb`): sheets in their order, each cell as Excel shows it.

mod beside;
mod binary;
mod links;
mod sheet;
mod strings;
mod styles;

use std::collections::BTreeSet;

use super::package::{Package, Sample};
use super::sheet::{Address, Grid, Hidden, is_on, paragraphs, running_texts};
use super::xml::{Events, Item};
use super::{Fault, Format, Reading};
use crate::budget::{Budget, Limits};
use crate::document::Style;
use links::Links;
use sheet::Beside;

/// How the types of its parts say that a package is a workbook.
const SHEET: &[u8] = b"sheet.main+xml";

pub(super) const FORMAT: Format = Format {
    name: "xlsx",
    media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    extensions: &["xlsx", "xlsm"],
    matches,
    read,
};

pub(super) const BINARY: Format = Format {
    name: "xlsb",
    media_type: "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
    extensions: &["xlsb"],
    matches: |sample| sample.has_member("xl/workbook.bin"),
    read,
};

fn matches(sample: &Sample<'_>) -> bool {
    if ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"].iter().any(|part| sample.has_member(part)) {
        return true;
    }
    // Programs other than Excel may keep the parts elsewhere.
    let budget = Budget::new(&Limits::default());
    let types = || Package::open(sample.bytes, &budget).and_then(|mut p| p.member("[Content_Types].xml")).ok().flatten();
    let says = |bytes: Vec<u8>| bytes.windows(SHEET.len()).any(|w| w == SHEET);
    sample.has_member("[Content_Types].xml") && !sample.has_member("word/document.xml") && types().is_some_and(says)
}

/// What all sheets of a workbook share.
pub(super) struct Book {
    strings: Vec<strings::Text>,
    styles: styles::Styles,
    from_1904: bool,
    /// Whether the program that wrote it left its formulas to the one that opens it.
    uncalculated: bool,
}

/// What a workbook says of its sheets.
#[derive(Default)]
struct Contents {
    sheets: Vec<Listed>,
    from_1904: bool,
    uncalculated: bool,
}

impl Contents {
    fn read(&mut self, mut events: Events<'_>) -> Result<(), Fault> {
        while let Some(item) = events.next()? {
            let Item::Start(tag) = item else { continue };
            match tag.name.as_str() {
                "workbookPr" => self.from_1904 = is_on(tag.get("date1904"), false),
                "calcPr" => self.uncalculated = is_on(tag.get("fullCalcOnLoad"), false),
                "sheet" => self.sheets.push(Listed {
                    name: tag.get("name").unwrap_or("").to_owned(),
                    id: tag.get("id").unwrap_or("").to_owned(),
                    hidden: tag.get("state").is_some_and(|state| state != "visible"),
                }),
                _ => {}
            }
        }
        Ok(())
    }
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    id: String,
    hidden: bool,
}

fn read(sample: &Sample<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let mut package = Package::open(sample.bytes, reading.budget)?;
    let mut hidden = Hidden::default();
    let done = workbook(&mut package, &mut hidden, reading);
    hidden.finish(done, reading)
}

/// Whether a part is in records instead of XML.
fn is_binary(path: &str) -> bool {
    path.ends_with(".bin")
}

fn workbook(package: &mut Package<'_>, hidden: &mut Hidden, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let links = Links::of(package, "", reading.budget)?;
    let main = links.target("officeDocument").unwrap_or("xl/workbook.xml");
    let part = package.required(main)?;
    let mut contents = Contents::default();
    let mut fault = if is_binary(main) {
        contents = binary::contents(&part);
        None
    } else {
        contents.read(Events::new(&part, main, reading.budget)).err()
    };
    let Contents { sheets, from_1904, uncalculated } = contents;
    let links = Links::of(package, main, reading.budget)?;
    let mut part = |kind: &str, usual: &'static str| {
        let path = links.target(kind).unwrap_or(usual).to_owned();
        package.member(&path).map(|bytes| bytes.map(|bytes| (is_binary(&path), bytes)))
    };
    // Without its styles a figure would be shown in another unit, so that nothing is read where they are damaged.
    let styles = match part("styles", "xl/styles.xml")? {
        Some((true, bytes)) => binary::styles(&bytes),
        Some((false, bytes)) => styles::read(&bytes, reading.budget)?,
        None => styles::Styles::default(),
    };
    let mut strings = Vec::new();
    let read = match part("sharedStrings", "xl/sharedStrings.xml")? {
        Some((true, bytes)) => binary::strings(&bytes, &mut strings, reading.budget),
        Some((false, bytes)) => strings::read(&bytes, &mut strings, reading.budget),
        None => Ok(()),
    };
    fault = fault.or(read.err());
    let mut book = Book { strings, styles, from_1904, uncalculated };
    for name in package.names() {
        let name = name.to_ascii_lowercase();
        hidden.pivots += u64::from(name.contains("pivotcache/pivotcacherecords"));
        hidden.links += u64::from(name.contains("externallinks/externallink"));
    }
    let mut parts = BTreeSet::new();
    let mut names = BTreeSet::new();
    for listed in sheets {
        let Some((path, has_cells)) = links.sheet(&listed.id) else {
            fault = fault.or(Some(Fault::Damaged(format!("its sheet {} is in no part of it", names.len() + 1))));
            continue;
        };
        // A part is one sheet; others are charts.
        if !has_cells || !parts.insert(path.to_owned()) {
            continue;
        }
        // Names are there once; a file that has one twice would have two places of one name.
        let mut name = listed.name.clone();
        while !names.insert(name.to_lowercase()) {
            name.push('\'');
        }
        match one(package, path, &Listed { name, ..listed }, &mut book, hidden, reading) {
            Ok(()) => {}
            Err(exceeded @ Fault::Exceeded(_)) => return Err(exceeded),
            Err(other) => fault = fault.or(Some(other)),
        }
    }
    fault.map_or(Ok(()), Err)
}

/// One sheet with what stands beside its cells.
fn one(
    package: &mut Package<'_>,
    path: &str,
    listed: &Listed,
    book: &mut Book,
    hidden: &mut Hidden,
    reading: &mut Reading<'_>,
) -> Result<(), Fault> {
    let bytes = package.required(path)?;
    if listed.hidden && !reading.access.include_hidden {
        let has_cells = if is_binary(path) { binary::has_cells(&bytes) } else { sheet::has_cells(&bytes, path, reading.budget)? };
        hidden.sheets += u64::from(has_cells);
        return Ok(());
    }
    let mut grid = Grid::default();
    let mut beside = Beside::default();
    let read_sheet = if is_binary(path) { binary::read } else { sheet::read };
    let mut read = read_sheet(&bytes, path, book, reading, hidden, &mut grid, &mut beside);
    drop(bytes);
    let links = match Links::of(package, path, reading.budget) {
        Ok(links) => links,
        Err(fault) => {
            read = read.and(Err(fault));
            Links::default()
        }
    };
    let covered = beside::table_areas(package, &links, &mut beside, reading.budget);
    beside.leave_out_coloured(&mut grid, hidden);
    for line in running_texts(&beside.running) {
        paragraphs(&line, Style::Running, reading)?;
    }
    grid.lay_out(Address::Sheet(&listed.name), hidden, reading)?;
    read.and(covered).and(beside::read(package, &links, hidden, reading))
}

#[cfg(test)]
mod tests;
