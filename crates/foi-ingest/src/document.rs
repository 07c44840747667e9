//! What a reader found in a file, before any meaning: blocks of text and tables, each tied to the places that its words stand in.

use std::ops::Range;
use std::sync::Arc;

use foi_model::{Evidence, Locator, Place, Source};
use serde::{Deserialize, Serialize};

/// A document as read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Document {
    /// Which file it was.
    pub source: Source,
    /// The smallest addressable pieces of the source with their text as it stands there, in reading order.
    pub places: Vec<(Place, String)>,
    /// Paragraphs, headings, lists and tables, in reading order.
    pub blocks: Vec<Block>,
}

/// A piece of a document.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph, a heading or an item of a list.
    Text(TextBlock),
    /// A table.
    Table(Table),
}

/// What a block of text is in the document's own structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Style {
    /// Running text.
    Paragraph,
    /// A heading.
    Heading,
    /// An item of a bulleted list.
    Bullet,
    /// A header or footer of pages: it can tell who writes, and answers nothing.
    Running,
}

/// A paragraph, a heading or an item of a list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TextBlock {
    /// Its place in the document's structure.
    pub style: Style,
    /// Whether all of it is emphasised.
    pub strong: bool,
    /// Whether it is marked as quoted from an earlier message.
    pub quoted: bool,
    /// The words.
    pub text: Rich,
}

/// A table: a grid in which blank cells stand where they are, and a position that another cell covers is a blank cell.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Table {
    /// The rows; a row can be shorter than others, which [`Table::width`] tells.
    pub rows: Vec<Vec<TableCell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TableCell {
    /// The words.
    pub text: Rich,
    /// How many columns it covers.
    pub column_span: u32,
    /// How many rows it covers.
    pub row_span: u32,
    /// The number behind what a spreadsheet shows.
    pub stored: Option<Stored>,
}

/// The number in a cell of a spreadsheet, in the unit of what is shown, with all its digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Its digits, such as `61.0334` where `61` is shown, or `95.2` where `95%` is.
    pub digits: String,
    /// The power of ten that the number format leaves out: 3 where `#,##0,` shows thousands, else 0.
    pub scale: u8,
}

impl TableCell {
    /// A cell without words.
    pub fn blank() -> Self {
        Self { column_span: 1, row_span: 1, ..Self::default() }
    }
}

impl Table {
    /// The number of columns of the widest row.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// The cell of a row and a column, counted from 0.
    pub fn cell(&self, row: usize, column: usize) -> Option<&TableCell> {
        self.rows.get(row)?.get(column)
    }

    /// The words of a cell, counted from 0; empty where there is none.
    pub fn text(&self, row: usize, column: usize) -> &str {
        self.cell(row, column).map_or("", |c| c.text.as_str())
    }
}

/// Text that knows where each of its characters stands in the source. Clones share it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Parts", into = "Parts")]
pub struct Rich(Option<Arc<Parts>>);

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Parts {
    text: String,
    runs: Vec<Run>,
    links: Vec<usize>,
}

/// From a byte of the text on, its characters are those of a place from a character on, one for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Run {
    at: usize,
    place: usize,
    first: usize,
}

impl From<Parts> for Rich {
    fn from(parts: Parts) -> Self {
        Self(Some(Arc::new(parts)))
    }
}

impl From<Rich> for Parts {
    fn from(rich: Rich) -> Self {
        rich.parts().clone()
    }
}

impl PartialEq for Rich {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.parts() == other.parts()
    }
}

impl Eq for Rich {}

impl Rich {
    fn parts(&self) -> &Parts {
        static NOTHING: Parts = Parts { text: String::new(), runs: Vec::new(), links: Vec::new() };
        self.0.as_deref().unwrap_or(&NOTHING)
    }

    fn own(&mut self) -> &mut Parts {
        Arc::make_mut(self.0.get_or_insert_default())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.parts().text
    }

    /// Whether there are no words.
    pub fn is_blank(&self) -> bool {
        self.as_str().trim().is_empty()
    }

    /// Whether a link begins in the text, or an address is written out.
    pub fn has_link(&self) -> bool {
        !self.parts().links.is_empty() || ["http://", "https://", "www."].iter().any(|scheme| self.as_str().contains(scheme))
    }

    /// Adds a piece that stands at a character, counted from 0, of the place of that index.
    pub fn push(&mut self, piece: &str, place: usize, first: usize) {
        if piece.is_empty() {
            return;
        }
        let own = self.own();
        own.runs.push(Run { at: own.text.len(), place, first });
        // A blank that breaks no line is a blank; one character stays one.
        if piece.is_ascii() {
            own.text.push_str(piece);
        } else {
            own.text.extend(piece.chars().map(|c| if matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}') { ' ' } else { c }));
        }
    }

    /// Adds a blank between pieces unless there is one; it stands nowhere in the source.
    pub fn space(&mut self) {
        if !self.as_str().is_empty() && !self.as_str().ends_with(char::is_whitespace) {
            self.own().text.push(' ');
        }
    }

    /// Marks that a link begins here.
    pub fn link(&mut self) {
        self.link_at(self.as_str().len());
    }

    /// Marks that a link begins at a byte.
    pub fn link_at(&mut self, byte: usize) {
        self.own().links.push(byte);
    }

    /// The text with other characters, one for one.
    #[must_use]
    pub fn with_characters(&self, change: impl Fn(char) -> char) -> Self {
        let own = self.parts();
        let mut changed = Parts { text: String::with_capacity(own.text.len()), ..Parts::default() };
        let mut at = 0;
        let mut moved = |byte: usize, changed: &mut Parts| {
            changed.text.extend(own.text.get(at..byte).unwrap_or("").chars().map(&change));
            at = byte;
            changed.text.len()
        };
        let mut marks: Vec<(usize, Option<Run>)> = own.runs.iter().map(|r| (r.at, Some(*r))).collect();
        marks.extend(own.links.iter().map(|&l| (l, None)));
        marks.sort_by_key(|(byte, _)| *byte);
        for (byte, run) in marks {
            let here = moved(byte, &mut changed);
            match run {
                Some(run) => changed.runs.push(Run { at: here, ..run }),
                None => changed.links.push(here),
            }
        }
        moved(own.text.len(), &mut changed);
        changed.into()
    }

    /// Adds another text after a blank.
    pub fn append(&mut self, other: &Self) {
        self.space();
        self.join(other);
    }

    /// Adds another text right behind this one.
    pub fn join(&mut self, other: &Self) {
        let (own, other) = (self.own(), other.parts());
        let offset = own.text.len();
        own.text.push_str(&other.text);
        own.runs.extend(other.runs.iter().map(|r| Run { at: r.at + offset, ..*r }));
        own.links.extend(other.links.iter().map(|l| l + offset));
    }

    /// The text without the white space around it.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        let start = self.as_str().len() - self.as_str().trim_start().len();
        let end = start + self.as_str().trim().len();
        self.slice(start..end)
    }

    /// A part of the text, in bytes; the range is cut to what there is.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let own = self.parts();
        let end = range.end.min(own.text.len());
        let start = range.start.min(end);
        // A link at the end begins nothing.
        if end - start == own.text.len() && own.links.iter().all(|&l| l < end) {
            return self.clone();
        }
        let Some(text) = own.text.get(start..end) else { return Self::default() };
        let mut runs = Vec::new();
        for (index, run) in own.runs.iter().enumerate() {
            let run_end = own.runs.get(index + 1).map_or(own.text.len(), |next| next.at);
            if run_end <= start || run.at >= end {
                continue;
            }
            let from = run.at.max(start);
            let skipped = own.text.get(run.at..from).map_or(0, |t| t.chars().count());
            runs.push(Run { at: from - start, place: run.place, first: run.first + skipped });
        }
        let links = own.links.iter().filter(|&&l| l >= start && l < end.max(start + 1)).map(|l| l - start).collect();
        Parts { text: text.to_owned(), runs, links }.into()
    }

    /// The place index and character, counted from 0, of the character at a byte.
    fn position(&self, byte: usize) -> Option<(usize, usize)> {
        let own = self.parts();
        let run = own.runs.iter().rev().find(|r| r.at <= byte)?;
        Some((run.place, run.first + own.text.get(run.at..byte)?.chars().count()))
    }
}

impl Document {
    /// Adds a place with its text as it stands there, and gives the text.
    pub fn add(&mut self, place: Place, text: &str) -> Rich {
        let mut rich = Rich::default();
        rich.push(text, self.places.len(), 0);
        self.places.push((place, text.to_owned()));
        rich
    }

    /// The words of a part of a text as they stand in the source, and where; without an e-mail address or telephone number. `None` where
    /// the part is blank.
    pub fn evidence(&self, text: &Rich, range: Range<usize>) -> Option<Evidence> {
        let end = range.end.min(text.as_str().len());
        let start = range.start.min(end);
        let part = text.as_str().get(start..end)?;
        let clean = foi_model::longest_clean(part);
        let part = part.get(clean.clone())?;
        let lead = part.len() - part.trim_start().len();
        let (from, to) = (start + clean.start + lead, start + clean.start + lead + part.trim().len());
        let last = text.as_str().get(..to)?.char_indices().next_back()?.0;
        if last < from {
            return None;
        }
        self.between(text.position(from)?, text.position(last)?)
    }

    /// The place that a text begins in.
    pub(crate) fn place_of(&self, text: &Rich) -> Option<&Place> {
        let first = text.parts().runs.first()?;
        self.places.get(first.place).map(|(place, _)| place)
    }

    /// The whole of a text as evidence.
    pub fn evidence_of(&self, text: &Rich) -> Option<Evidence> {
        self.evidence(text, 0..text.as_str().len())
    }

    /// The evidence from one character to another, both included.
    fn between(&self, from: (usize, usize), to: (usize, usize)) -> Option<Evidence> {
        let (from_place, from_text) = self.places.get(from.0)?;
        let (to_place, _) = self.places.get(to.0)?;
        let number = |n: usize| u32::try_from(n + 1).ok();
        let locator = if from.0 != to.0 {
            Locator::Run { from: from_place.clone(), first: number(from.1)?, to: to_place.clone(), last: number(to.1)? }
        } else {
            let lead = from_text.chars().take_while(|c| c.is_whitespace()).count();
            let trimmed = from_text.trim().chars().count();
            if from.1 == lead && to.1 + 1 == lead + trimmed {
                Locator::Whole(from_place.clone())
            } else {
                Locator::Chars(from_place.clone(), number(from.1)?, number(to.1)?)
            }
        };
        let quote = self.quote(&locator, from.0, to.0)?;
        Some(Evidence { source_id: self.source.source_id.clone(), locator, quote })
    }

    /// The text at a locator; `None` where the document has no such place or characters.
    pub fn resolve(&self, locator: &Locator) -> Option<String> {
        let find = |place: &Place| self.places.iter().position(|(p, _)| p == place);
        match locator {
            Locator::Whole(place) | Locator::Chars(place, ..) => find(place).and_then(|at| self.quote(locator, at, at)),
            Locator::Run { from, to, .. } => self.quote(locator, find(from)?, find(to)?),
        }
    }

    /// The text at a locator whose places have these indices.
    fn quote(&self, locator: &Locator, from: usize, to: usize) -> Option<String> {
        let text = |index: usize| self.places.get(index).map(|(_, t)| t.as_str());
        let cut = |text: &str, first: u32, last: Option<u32>| -> Option<String> {
            let first = usize::try_from(first).ok()?.checked_sub(1)?;
            let length = text.chars().count();
            let last = last.map_or(Some(length), |l| usize::try_from(l).ok())?;
            (first < last.max(1) && last <= length).then(|| text.chars().skip(first).take(last - first).collect())
        };
        match locator {
            Locator::Whole(_) => Some(text(from)?.trim().to_owned()),
            Locator::Chars(_, first, last) => cut(text(from)?, *first, Some(*last)),
            Locator::Run { first, last, .. } => {
                if from >= to {
                    return None;
                }
                let mut joined = cut(text(from)?, *first, None)?;
                for index in from + 1..to {
                    joined.push('\n');
                    joined.push_str(text(index)?);
                }
                joined.push('\n');
                joined.push_str(&cut(text(to)?, 1, Some(*last))?);
                Some(joined)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use foi_model::SourceRole;

    fn document(lines: &[&str]) -> Document {
        Document {
            source: Source {
                source_id: "0".repeat(64).parse().unwrap(),
                path: "a.txt".to_owned(),
                media_type: "text/plain".to_owned(),
                bytes: 0,
                pages: None,
                role: SourceRole::Response,
            },
            places: lines.iter().zip(1..).map(|(l, n)| (Place::Line(n), (*l).to_owned())).collect(),
            blocks: Vec::new(),
        }
    }

    #[track_caller]
    fn check(document: &Document, text: &Rich, range: Range<usize>, locator: &str, quote: &str) {
        let evidence = document.evidence(text, range).unwrap();
        assert_eq!((evidence.locator.to_string().as_str(), evidence.quote.as_str()), (locator, quote));
        assert_eq!(document.resolve(&evidence.locator).as_deref(), Some(quote));
    }

    #[test]
    fn evidence_is_the_source_as_it_stands() {
        let document = document(&["  1. **Café** costs ", "£5 each  "]);
        let mut text = Rich::default();
        text.push("1. ", 0, 2);
        text.push("Café", 0, 7);
        text.push(" costs", 0, 13);
        text.space();
        text.push("£5 each", 1, 0);
        assert_eq!(text.as_str(), "1. Café costs £5 each");
        check(&document, &text, 3..8, "line 1 chars 8-11", "Café");
        check(&document, &text, 0..14, "line 1", "1. **Café** costs");
        check(&document, &text, 9..text.as_str().len(), "line 1 char 15 to line 2 char 7", "costs \n£5 each");
        let cut = text.slice(3..18);
        check(&document, &cut, 12..15, "line 2 chars 1-2", "£5");
        assert_eq!(document.evidence(&text, 14..15), None);
    }

    #[test]
    fn locators_outside_the_document_resolve_to_nothing() {
        let document = document(&["one", "two"]);
        for locator in
            ["line 3", "line 1 chars 2-4", "line 2 char 1 to line 1 char 1", "paragraph 1", "line 1 char 4 to line 2 char 1"]
        {
            assert_eq!(document.resolve(&locator.parse().unwrap()), None, "{locator}");
        }
    }
}
