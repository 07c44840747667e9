//! Rich Text Format: text with control words, in groups that say where it goes and how it looks.

mod flow;
mod reader;
mod state;
mod tables;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

use std::collections::HashSet;

use super::draft;
use super::line::add_running;
use super::package::Sample;
use super::{Fault, Format, Reading};
use reader::Reader;

pub(super) const FORMAT: Format = Format { name: "rtf", media_type: "application/rtf", extensions: &["rtf"], matches, read };

fn matches(sample: &Sample<'_>) -> bool {
    let bytes = sample.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(sample.bytes);
    bytes.trim_ascii_start().starts_with(b"{\\rt")
}

fn read(sample: &Sample<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let mut reader = Reader::new(sample.bytes, reading);
    let fault = reader.read().err();
    let found = reader.end();
    let (mut headers, mut footers, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    add_running(found.headers, &mut headers, &mut seen);
    add_running(found.footers, &mut footers, &mut seen);
    found.tally.report(reading);
    for pieces in [headers, found.body, footers] {
        draft::lay_out(pieces, reading)?;
    }
    fault.map_or(Ok(()), Err)?;
    found.pictures.report(reading)
}
