//! The scale that words anywhere in a form state. The form asks for single pounds, so that every other scale is an issue.

use foi_model::{Code, ColumnMark, Evidence, QuestionId, Scale};

use super::entries::CellsEntry;

/// How far words reach that stand beside no figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reach {
    /// The figures of the sheet of this number.
    Sheet(usize),
    /// The figures of a question.
    Question(QuestionId),
    /// Every figure.
    Workbook,
}

/// A scale, and the words that state it.
pub(super) type Stated = (Scale, Option<Evidence>);

/// A comment on a cell that states a scale.
#[derive(Debug)]
struct Comment {
    sheet: usize,
    address: String,
    stated: Stated,
}

/// Every scale that is stated anywhere but in the row of a figure and in its heading.
#[derive(Debug, Default)]
pub(super) struct Scales {
    said: Vec<(Reach, Stated)>,
    comments: Vec<Comment>,
}

impl Scales {
    pub(super) fn add(&mut self, reach: Reach, text: &str, evidence: impl FnOnce() -> Option<Evidence>) {
        if let Some(scale) = stated(text)
            && !self.said.iter().any(|(r, (s, _))| *r == reach && *s == scale)
        {
            self.said.push((reach, (scale, evidence())));
        }
    }

    /// Adds a comment on the cell of an address, such as `E7`.
    pub(super) fn comment(&mut self, sheet: usize, address: &str, text: &str, evidence: impl FnOnce() -> Option<Evidence>) {
        if let Some(scale) = stated(text) {
            self.comments.push(Comment { sheet, address: address.to_owned(), stated: (scale, evidence()) });
        }
    }

    /// Lets comments that stand on no row of figures speak for their sheets.
    pub(super) fn settle(&mut self, cells: &[CellsEntry<'_>]) {
        let of_row = |c: &Comment| cells.iter().any(|e| e.sheet == c.sheet && e.row.is_some() && e.row == row_of(&c.address));
        let (of_rows, of_sheets): (Vec<Comment>, Vec<Comment>) = self.comments.drain(..).partition(of_row);
        self.comments = of_rows;
        self.said.extend(of_sheets.into_iter().map(|c| (Reach::Sheet(c.sheet), c.stated)));
    }

    /// What is stated of a figure of a row, the nearest first.
    pub(super) fn of(&self, entry: &CellsEntry<'_>, code: &Code, question: &QuestionId) -> Vec<Stated> {
        let beside = [ColumnMark::Reason(code.clone()), ColumnMark::Note].into_iter().filter_map(|place| {
            let words = entry.columns.get(&place)?;
            Some((stated(words.text())?, words.evidence()))
        });
        let here = |c: &&Comment| {
            let other = entry.figures.iter().any(|(of, address)| of != code && *address == c.address);
            c.sheet == entry.sheet && entry.row.is_some() && entry.row == row_of(&c.address) && !other
        };
        let comments = self.comments.iter().filter(here).map(|c| c.stated.clone());
        let heading = entry.headings.get(code).cloned();
        let said = |reach: &Reach| {
            let reach = reach.clone();
            self.said.iter().filter(move |(r, _)| *r == reach).map(|(_, stated)| stated.clone())
        };
        let around = [Reach::Sheet(entry.sheet), Reach::Question(question.clone()), Reach::Workbook];
        beside.chain(comments).chain(heading).chain(around.iter().flat_map(said)).collect()
    }
}

/// The number of the row in an address such as `E7`.
pub(super) fn row_of(address: &str) -> Option<u32> {
    address.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()
}

/// Whether words beside one figure speak of all of them.
pub(super) fn speaks_for_all(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|w| matches!(w, "all" | "every" | "throughout" | "table" | "sheet"))
}

/// The scale other than single pounds that a note states, and that alone: `£000`, `all figures in thousands`. A note on rounding states
/// none.
pub(super) fn stated(text: &str) -> Option<Scale> {
    let lower = text.to_lowercase();
    if ["round", "nearest", "more than", "less than", "over ", "under ", "not in"].iter().any(|w| lower.contains(w)) {
        return None;
    }
    match Scale::stated_in(text).as_slice() {
        [only] if *only != Scale::UNITS => Some(*only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_that_state_a_scale() {
        for (text, expected) in [
            ("£000", Some(Scale::THOUSANDS)),
            ("all figures in £'000s", Some(Scale::THOUSANDS)),
            ("in £m", Some(Scale::MILLIONS)),
            ("rounded to the nearest £000", None),
            ("figures are in pounds, not in thousands", None),
            ("spent £1.2m more on agency staff", None),
            ("the service moved in house", None),
            ("Budget (£, in single pounds)", None),
        ] {
            assert_eq!(stated(text), expected, "{text}");
        }
        assert!(speaks_for_all("£000 (all rows)") && !speaks_for_all("£000"));
    }
}
