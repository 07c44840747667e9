//! Where in a file something stands.

use std::ops::Range;

/// A place in a file of JSON.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The character of the line at which it begins, from 1.
    pub column: usize,
    /// The character behind its last one, where it ends on the same line.
    pub end_column: Option<usize>,
    /// The JSON pointer from the root of the file, or of the line where there is a submission on each.
    pub pointer: String,
}

/// Where a text begins in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Place {
    /// The place of some bytes of a text.
    pub(crate) fn of(text: &str, range: &Range<usize>, origin: Origin, pointer: String) -> Self {
        let before = text.get(..range.start).unwrap_or(text);
        let lines = before.matches('\n').count();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let characters = before.get(line_start..).map_or(0, |t| t.chars().count());
        let column = if lines == 0 { origin.column + characters } else { characters + 1 };
        let inside = text.get(range.clone()).filter(|t| !t.contains('\n'));
        let end_column = inside.map(|t| column + t.chars().count().max(1));
        Self { line: origin.line + lines, column, end_column, pointer }
    }

    /// As findings name it.
    pub fn locator(&self) -> String {
        format!("line {} column {} {}", self.line, self.column, self.pointer).trim_end().to_owned()
    }
}
