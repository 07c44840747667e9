//! The lines of a document that a finding is about.

use foi_ingest::Document;
use foi_model::{Locator, Place};
use foi_validate::Excerpt;

/// The lines that a locator names; `None` where the source has no lines, or not these.
pub(crate) fn of_document(document: &Document, locator: &Locator) -> Option<Excerpt> {
    let (from, to) = match locator {
        Locator::Whole(Place::Line(line)) | Locator::Chars(Place::Line(line), ..) => (*line, *line),
        Locator::Run { from: Place::Line(from), to: Place::Line(to), .. } => (*from, *to),
        _ => return None,
    };
    let mut lines = Vec::new();
    for (place, text) in &document.places {
        if matches!(place, Place::Line(line) if (from..=to).contains(line)) {
            lines.push(text.as_str());
        }
    }
    let (first, last) = (lines.first()?, lines.last()?);
    let text = lines.join("\n");
    let before_last = text.len().checked_sub(last.len())?;
    let span = match locator {
        Locator::Chars(_, a, b) => byte_of(first, *a)?..end_of(first, *b)?,
        Locator::Run { first: a, last: b, .. } => byte_of(first, *a)?..before_last + end_of(last, *b)?,
        Locator::Whole(_) => {
            let start = first.len() - first.trim_start().len();
            start..start + first.trim().len()
        }
    };
    Excerpt::new(usize::try_from(from).ok()?, &text, span)
}

/// The byte at which a character, counted from 1, begins.
fn byte_of(text: &str, character: u32) -> Option<usize> {
    let nth = usize::try_from(character).ok()?.checked_sub(1)?;
    text.char_indices().nth(nth).map(|(at, _)| at)
}

/// The byte at which a character, counted from 1, ends.
fn end_of(text: &str, character: u32) -> Option<usize> {
    let nth = usize::try_from(character).ok()?.checked_sub(1)?;
    text.char_indices().nth(nth).map(|(at, c)| at + c.len_utf8())
}
