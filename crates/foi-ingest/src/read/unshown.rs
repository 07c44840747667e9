//! What a word-processed document holds and does not show: counted, and said once for each kind.

use foi_model::IssueCode;

use super::{Fault, Reading};

/// A kind of what is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unshown {
    /// Words, or parts of the document, that are marked as hidden.
    Hidden,
    /// Words that were deleted while changes were tracked.
    Deleted,
    /// Words that are struck out.
    Struck,
    /// Remarks in the margin.
    Comment,
    /// Words under a black bar.
    Bar,
    /// Words in the colour of what is behind them.
    Colour,
    /// Rows or columns of a table.
    Row,
    /// Words in cells that other cells cover.
    Covered,
}

const KINDS: [(Unshown, &str); 8] = [
    (Unshown::Hidden, "hidden text"),
    (Unshown::Deleted, "tracked deletions"),
    (Unshown::Struck, "words that are struck out"),
    (Unshown::Comment, "comments"),
    (Unshown::Bar, "words under black bars"),
    (Unshown::Colour, "words in the colour of their background"),
    (Unshown::Row, "hidden rows or columns"),
    (Unshown::Covered, "words in cells that others cover"),
];

/// How often a document holds what it does not show.
#[derive(Debug)]
pub(super) struct Tally {
    /// Whether that is read as if it were shown.
    pub(super) include_hidden: bool,
    counts: [u32; KINDS.len()],
}

impl Tally {
    /// Nothing so far.
    pub(super) fn new(include_hidden: bool) -> Self {
        Self { include_hidden, counts: [0; KINDS.len()] }
    }

    /// Counts one.
    pub(super) fn count(&mut self, kind: Unshown) {
        for (count, (of, _)) in self.counts.iter_mut().zip(KINDS) {
            *count += u32::from(of == kind);
        }
    }

    /// Adds what another part of the document holds.
    pub(super) fn add(&mut self, other: &Self) {
        self.counts.iter_mut().zip(other.counts).for_each(|(count, more)| *count += more);
    }

    /// Says what there was.
    pub(super) fn report(&self, reading: &mut Reading<'_>) {
        let fate = if self.include_hidden { "read as if it were shown" } else { "left out" };
        for (count, (_, what)) in self.counts.iter().zip(KINDS).filter(|(count, _)| **count > 0) {
            let places = if *count == 1 { "place" } else { "places" };
            reading.note(IssueCode::HiddenContent, &format!("it has {what} in {count} {places}, which was {fate}"));
        }
    }
}

/// The pictures of a text, which are not read.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    all: u32,
    large: u32,
}

impl Pictures {
    /// Counts one, which is large if it could hold a table.
    pub(super) fn count(&mut self, large: bool) {
        self.all += 1;
        self.large += u32::from(large);
    }

    /// Says what may have been missed by not looking at them; a text of pictures alone is a scan.
    pub(super) fn report(&self, reading: &mut Reading<'_>) -> Result<(), Fault> {
        let has_words = !reading.document.blocks.is_empty() || !reading.members.is_empty();
        if !has_words && self.all > 0 {
            return Err(Fault::Scan("its pages are pictures in a word-processed document".to_owned()));
        }
        if !has_words {
            reading.note(IssueCode::DocumentEmpty, "it has no words");
        } else if self.large > 0 {
            let pictures = if self.large == 1 { "a picture".to_owned() } else { format!("{} pictures", self.large) };
            let message = format!("it has {pictures} large enough to hold words or figures, which could not be read");
            reading.note(IssueCode::PictureUnread, &message);
        }
        Ok(())
    }
}
