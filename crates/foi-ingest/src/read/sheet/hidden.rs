//! What a spreadsheet holds and does not show, counted by kind.

use std::collections::BTreeSet;

use foi_model::IssueCode;

use crate::read::{Fault, Reading};

/// How much of each kind there is in a document.
#[derive(Debug, Default)]
pub(in crate::read) struct Hidden {
    /// Sheets.
    pub(in crate::read) sheets: u64,
    rows: u64,
    columns: u64,
    /// Cells whose number format shows nothing.
    pub(in crate::read) unshown: u64,
    /// Cells whose words have the colour of their ground.
    pub(in crate::read) coloured: u64,
    /// Cells under others that were merged.
    pub(super) covered: u64,
    /// Comments.
    pub(in crate::read) comments: u64,
    /// Shapes with words.
    pub(in crate::read) shapes: u64,
    /// Copies of the records behind pivot tables.
    pub(in crate::read) pivots: u64,
    /// Copies of cells of other files.
    pub(in crate::read) links: u64,
    /// Cells that stand twice at one address.
    pub(super) doubled: u64,
    /// Formulas without a result.
    pub(in crate::read) uncalculated: u64,
    /// Pictures.
    pub(in crate::read) pictures: u64,
}

impl Hidden {
    /// Notes what there is at the end of a document, and whether anything is shown.
    pub(in crate::read) fn finish(&self, done: Result<(), Fault>, reading: &mut Reading<'_>) -> Result<(), Fault> {
        self.note(reading);
        if done.is_ok() && reading.document.blocks.is_empty() {
            reading.note(IssueCode::DocumentEmpty, "none of its sheets shows words or figures");
        }
        done
    }

    fn note(&self, reading: &mut Reading<'_>) {
        let kinds = [
            (self.sheets, "hidden sheet", "hidden sheets"),
            (self.rows, "hidden row with words or figures", "hidden rows with words or figures"),
            (self.columns, "hidden column with words or figures", "hidden columns with words or figures"),
            (self.unshown, "cell whose number format shows nothing", "cells whose number format shows nothing"),
            (self.coloured, "cell in the colour of its background", "cells in the colour of their background"),
            (self.comments, "comment", "comments"),
            (self.shapes, "hidden text box", "hidden text boxes"),
        ];
        // These are never read.
        let never = [
            (self.covered, "cell under others that were merged", "cells under others that were merged"),
            (self.pivots, "copy of the records behind a pivot table", "copies of the records behind pivot tables"),
            (self.links, "copy of cells of another file", "copies of cells of other files"),
        ];
        let left_out = kinds.iter().filter(|_| !reading.access.include_hidden).chain(&never);
        let messages: Vec<String> = left_out.filter(|(n, ..)| *n > 0).map(|(n, one, many)| count(*n, one, many)).collect();
        for message in messages {
            reading.note(IssueCode::HiddenContent, &message);
        }
        if self.uncalculated > 0 {
            let what = count(self.uncalculated, "formula that was never calculated", "formulas that were never calculated");
            reading.note(IssueCode::DocumentPartlyRead, &format!("{what}; open and save it in a spreadsheet program"));
        }
        if self.doubled > 0 {
            let what = count(self.doubled, "cell that stands", "cells that stand");
            reading.note(IssueCode::DocumentPartlyRead, &format!("{what} at the address of another, and the first was taken"));
        }
        if self.pictures > 0 {
            reading.note(IssueCode::PictureUnread, &count(self.pictures, "picture", "pictures"));
        }
    }
}

fn count(number: u64, one: &str, many: &str) -> String {
    format!("it has {number} {}", if number == 1 { one } else { many })
}

/// The hidden rows and columns of a sheet that hold something, each once.
#[derive(Debug, Default)]
pub(super) struct Tally {
    rows: BTreeSet<u32>,
    columns: BTreeSet<u32>,
}

impl Tally {
    pub(super) fn row(&mut self, row: u32) {
        self.rows.insert(row);
    }

    pub(super) fn column(&mut self, column: u32) {
        self.columns.insert(column);
    }

    pub(super) fn add_to(self, hidden: &mut Hidden) {
        hidden.rows += self.rows.len() as u64;
        hidden.columns += self.columns.len() as u64;
    }
}
