//! OpenDocument spreadsheets, packed (`.ods`) and flat (`.fods`): each cell with the words that its program showed.

mod styles;
mod table;

use std::collections::BTreeSet;

use super::package::{Package, Sample};
use super::sheet::{self, Address, Hidden, paragraphs, skip};
use super::xml::{Events, Item};
use super::{Fault, Format, Reading};
use crate::budget::{Budget, Limits};
use crate::document::Style;
use styles::Styles;
use table::Table;

const TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

pub(super) const PACKED: Format =
    Format { name: "ods", media_type: TYPE, extensions: &["ods", "ots"], matches: is_packed, read: read_packed };

pub(super) const FLAT: Format = Format {
    name: "fods",
    media_type: "application/vnd.oasis.opendocument.spreadsheet-flat-xml",
    extensions: &["fods"],
    matches: |sample| {
        let start = sample.bytes.get(..sample.bytes.len().min(4096)).unwrap_or(&[]);
        let has = |needle: &str| start.windows(needle.len()).any(|w| w == needle.as_bytes());
        !sample.is_package() && start.trim_ascii_start().starts_with(b"<") && has(TYPE) && has("office:document")
    },
    read: |sample, reading| {
        let mut hidden = Hidden::default();
        let done = document(sample.bytes, "the document", &mut Styles::default(), &mut hidden, reading);
        hidden.finish(done, reading)
    },
};

fn is_packed(sample: &Sample<'_>) -> bool {
    if !sample.has_member("content.xml") {
        return false;
    }
    // The type stands in the first member, as it is, so that it can be seen from outside; not every program keeps to that.
    let says = |bytes: &[u8]| bytes.windows(TYPE.len()).any(|w| w == TYPE.as_bytes());
    if says(sample.bytes.get(..sample.bytes.len().min(256)).unwrap_or(&[])) {
        return true;
    }
    let budget = Budget::new(&Limits::default());
    let member = |name: &str| Package::open(sample.bytes, &budget).and_then(|mut p| p.member(name)).ok().flatten();
    ["mimetype", "META-INF/manifest.xml"].iter().filter_map(|name| member(name)).any(|bytes| says(&bytes))
}

fn read_packed(sample: &Sample<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let mut package = Package::open(sample.bytes, reading.budget)?;
    let manifest = package.member("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.windows(15).any(|w| w == b"encryption-data") {
        return Err(Fault::Encrypted);
    }
    let mut styles = Styles::default();
    if let Some(bytes) = package.member("styles.xml")? {
        styles.read(&bytes, "styles.xml", reading.budget)?;
    }
    let content = package.required("content.xml")?;
    let mut hidden = Hidden::default();
    let done = document(&content, "content.xml", &mut styles, &mut hidden, reading);
    hidden.finish(done, reading)
}

/// Reads the sheets of a document; its styles come first.
fn document(bytes: &[u8], part: &str, styles: &mut Styles, hidden: &mut Hidden, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let mut events = Events::new(bytes, part, reading.budget);
    let mut names = BTreeSet::new();
    let mut in_sheets = false;
    while let Some(item) = events.next()? {
        let Item::Start(tag) = item else { continue };
        match tag.name.as_str() {
            "spreadsheet" => in_sheets = true,
            "table" if in_sheets => {
                let mut table = Table::new(&tag, styles, reading);
                // What is in a hidden sheet is hidden with it.
                let mut within = Hidden::default();
                let shown = !table.hidden || reading.access.include_hidden;
                let read = table.read(&mut events, if shown { &mut *hidden } else { &mut within });
                let Table { grid, lines, comments, hidden: is_hidden, source, .. } = table;
                if is_hidden && (!reading.access.include_hidden || source) {
                    let count = if source { &mut hidden.links } else { &mut hidden.sheets };
                    *count += u64::from(!grid.is_empty());
                    read?;
                    continue;
                }
                let mut name = tag.get("name").unwrap_or("").to_owned();
                while !names.insert(name.to_lowercase()) {
                    name.push('\'');
                }
                grid.lay_out(Address::Sheet(&name), hidden, reading)?;
                for line in &lines {
                    paragraphs(line, Style::Paragraph, reading)?;
                }
                sheet::comments(&comments, hidden, reading)?;
                read?;
            }
            // What is beside the sheets has words as well: messages of validations, deleted cells, scripts.
            _ if in_sheets => skip(&mut events)?,
            "master-styles" | "scripts" | "meta" | "settings" | "font-face-decls" => skip(&mut events)?,
            _ => styles.element(&tag),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
