//! The words that prove a value, and where they stand.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::{shared, text_newtype};

/// The SHA-256 of a source's bytes, as 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = r"^[0-9a-f]{64}$"))]
pub struct SourceId(Arc<str>);

/// A text that is not a [`SourceId`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a source id: expected the 64 hexadecimal digits of a SHA-256")]
pub struct SourceIdError(pub String);

impl SourceId {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SourceId {
    type Err = SourceIdError;

    fn from_str(text: &str) -> Result<Self, SourceIdError> {
        let right = text.len() == 64 && text.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
        if right { Ok(Self(shared(text))) } else { Err(SourceIdError(text.to_owned())) }
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The words in a source that prove a value: the text at the locator is exactly the quote.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The source that the words stand in.
    pub source_id: SourceId,
    /// Where in the source they stand.
    pub locator: Locator,
    /// The words, as they stand there.
    pub quote: String,
}

/// A smallest addressable piece of a source, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Place {
    /// A line of a text.
    Line(u32),
    /// A paragraph of a word-processed document.
    Paragraph(u32),
    /// A line of a page.
    PageLine {
        /// Page.
        page: u32,
        /// Line on the page.
        line: u32,
    },
    /// A cell of a table.
    TableCell {
        /// The page, in formats that have pages.
        page: Option<u32>,
        /// Table on the page, or in the document.
        table: u32,
        /// Row.
        row: u32,
        /// Column.
        column: u32,
    },
    /// The name of a sheet.
    Sheet(String),
    /// A cell of a spreadsheet.
    SheetCell {
        /// Name of the sheet.
        sheet: String,
        /// Address, such as `E7`.
        cell: String,
    },
}

/// Where words stand in a source: a place, the characters of it, or a run over several places.
///
/// Written `line 74`, `line 74 chars 12-18`, `line 74 char 12 to line 75 char 3`, `page 2 table 1 row 5 column 4`,
/// `sheet 'Q11' cell E7`. Characters are Unicode scalar values counted from 1, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("format" = "foi-locator"))]
pub enum Locator {
    /// The whole of a place, without the white space around it.
    Whole(Place),
    /// Characters of one place, first and last.
    Chars(Place, u32, u32),
    /// From a character of one place to a character of a later one.
    Run {
        /// First place.
        from: Place,
        /// First character in it.
        first: u32,
        /// Last place.
        to: Place,
        /// Last character in it.
        last: u32,
    },
}

/// A text that is not a [`Locator`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a locator: expected a form such as `line 74 chars 12-18`")]
pub struct LocatorError(pub String);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Paragraph(number) => write!(f, "paragraph {number}"),
            Self::PageLine { page, line } => write!(f, "page {page} line {line}"),
            Self::TableCell { page, table, row, column } => {
                if let Some(page) = page {
                    write!(f, "page {page} ")?;
                }
                write!(f, "table {table} row {row} column {column}")
            }
            Self::Sheet(sheet) => write!(f, "sheet '{}'", sheet.replace('\'', "''")),
            Self::SheetCell { sheet, cell } => write!(f, "sheet '{}' cell {cell}", sheet.replace('\'', "''")),
        }
    }
}

impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(place) => place.fmt(f),
            Self::Chars(place, first, last) => write!(f, "{place} chars {first}-{last}"),
            Self::Run { from, first, to, last } => write!(f, "{from} char {first} to {to} char {last}"),
        }
    }
}

/// Reads a locator from its front, word by word.
struct Reader<'t>(&'t str);

impl<'t> Reader<'t> {
    fn word(&mut self, word: &str) -> Option<()> {
        let rest = self.0.strip_prefix(word)?;
        self.0 = rest.strip_prefix(' ').or_else(|| rest.is_empty().then_some(rest))?;
        Some(())
    }

    fn number(&mut self) -> Option<u32> {
        let end = self.0.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at_checked(end)?;
        self.0 = rest.strip_prefix([' ', '-']).unwrap_or(rest);
        digits.parse().ok().filter(|&n| n > 0)
    }

    fn after(&mut self, word: &str) -> Option<u32> {
        self.word(word).and_then(|()| self.number())
    }

    fn quoted(&mut self) -> Option<String> {
        let mut rest = self.0.strip_prefix('\'')?;
        let mut name = String::new();
        loop {
            let (part, after) = rest.split_once('\'')?;
            name.push_str(part);
            match after.strip_prefix('\'') {
                Some(more) => {
                    name.push('\'');
                    rest = more;
                }
                None => {
                    self.0 = after.strip_prefix(' ').or_else(|| after.is_empty().then_some(after))?;
                    return Some(name);
                }
            }
        }
    }

    fn place(&mut self) -> Option<Place> {
        if let Some(line) = self.after("line") {
            return Some(Place::Line(line));
        }
        if let Some(number) = self.after("paragraph") {
            return Some(Place::Paragraph(number));
        }
        if self.word("sheet").is_some() {
            let sheet = self.quoted()?;
            if self.word("cell").is_none() {
                return Some(Place::Sheet(sheet));
            }
            let (cell, rest) = self.0.split_once(' ').unwrap_or((self.0, ""));
            self.0 = rest;
            return (!cell.is_empty()).then(|| Place::SheetCell { sheet, cell: cell.to_owned() });
        }
        let page = self.after("page");
        if let (Some(page), Some(line)) = (page, self.after("line")) {
            return Some(Place::PageLine { page, line });
        }
        let table = self.after("table")?;
        let row = self.after("row")?;
        Some(Place::TableCell { page, table, row, column: self.after("column")? })
    }

    fn locator(&mut self) -> Option<Locator> {
        let from = self.place()?;
        if self.0.is_empty() {
            return Some(Locator::Whole(from));
        }
        if let Some(first) = self.after("chars") {
            let last = self.number()?;
            return (first <= last).then_some(Locator::Chars(from, first, last));
        }
        let first = self.after("char")?;
        self.word("to")?;
        let to = self.place()?;
        Some(Locator::Run { from, first, to, last: self.after("char")? })
    }
}

impl FromStr for Locator {
    type Err = LocatorError;

    fn from_str(text: &str) -> Result<Self, LocatorError> {
        let mut reader = Reader(text);
        let locator = reader.locator().filter(|l| reader.0.is_empty() && l.to_string() == text);
        locator.ok_or_else(|| LocatorError(text.to_owned()))
    }
}

impl FromStr for Place {
    type Err = LocatorError;

    fn from_str(text: &str) -> Result<Self, LocatorError> {
        match text.parse()? {
            Locator::Whole(place) => Ok(place),
            Locator::Chars(..) | Locator::Run { .. } => Err(LocatorError(text.to_owned())),
        }
    }
}

text_newtype!(SourceId: SourceIdError, Locator: LocatorError, Place: LocatorError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locators_round_trip() {
        for text in [
            "line 74",
            "line 74 chars 12-18",
            "line 74 char 12 to line 75 char 3",
            "paragraph 3 chars 1-9",
            "page 2 line 5",
            "page 2 table 1 row 5 column 4",
            "table 1 row 5 column 4 chars 2-2",
            "sheet 'Q11' cell E7",
            "sheet 'Q11'",
            "sheet 'Q 11' chars 1-1",
            "sheet 'it''s' cell AA10 chars 1-4",
        ] {
            assert_eq!(text.parse::<Locator>().map(|l| l.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "line", "line 0", "line 74 chars 9-3", "line 74 ", "line 74 chars 1-2 x", "sheet 'Q11", "line 99999999999"]
        {
            assert!(text.parse::<Locator>().is_err(), "{text}");
        }
    }
}
