//! A submission together with the instrument that it answers.

use std::collections::BTreeSet;

use foi_model::{CellStatus, Code, DispositionCode, GssCode, Instrument, QuestionId, Submission, Table};

/// A submission, and the definition of the survey that it answers where that is known.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The submission.
    pub submission: &'a Submission,
    /// The instrument of the submission's `instrument_id`; without it there are no rows of the survey's own tables.
    pub instrument: Option<&'a Instrument>,
}

impl<'a> Subject<'a> {
    pub(super) fn id(self) -> String {
        self.submission.submission_id.clone()
    }

    pub(super) fn code(self) -> Option<GssCode> {
        self.submission.authority.as_ref().map(|a| a.code.clone())
    }

    pub(super) fn name(self) -> Option<String> {
        self.submission.authority.as_ref().map(|a| a.name.clone())
    }

    /// The instrument's tables that have a column.
    pub(super) fn tables_with(self, column: &str) -> Vec<&'a Table> {
        let tables = self.instrument.map_or(&[][..], |i| &i.tables);
        tables.iter().filter(|t| t.columns.iter().any(|c| c.code.as_str() == column)).collect()
    }

    /// The services that these tables have rows for, in the instrument's order.
    pub(super) fn areas_of(self, tables: &[&'a Table]) -> Vec<Code> {
        let mut areas: Vec<Code> = Vec::new();
        for area in tables.iter().flat_map(|t| self.instrument.map(|i| i.service_areas_of(t)).unwrap_or_default()) {
            if !areas.contains(area) {
                areas.push(area.clone());
            }
        }
        areas
    }

    /// What is known of the cells of a column that the response does not show, from what it says to the column's question.
    pub(super) fn status_without_cell(self, column: &str) -> CellStatus {
        let tables = self.tables_with(column);
        let questions: BTreeSet<&QuestionId> =
            tables.iter().flat_map(|t| &t.columns).filter(|c| c.code.as_str() == column).map(|c| &c.question).collect();
        let statuses: BTreeSet<CellStatus> = questions
            .into_iter()
            .map(|q| self.submission.answer(q).map_or(CellStatus::NotFound, |a| status_of(a.disposition.code())))
            .collect();
        match (statuses.first(), statuses.len()) {
            (Some(&status), 1) => status,
            _ => CellStatus::NotFound,
        }
    }
}

/// What a disposition says of each cell of the question's table.
fn status_of(disposition: DispositionCode) -> CellStatus {
    match disposition {
        DispositionCode::Withheld | DispositionCode::Declined => CellStatus::Withheld,
        DispositionCode::NotHeld => CellStatus::NotHeld,
        DispositionCode::Published => CellStatus::Published,
        DispositionCode::NotApplicable => CellStatus::NotApplicable,
        DispositionCode::Blank => CellStatus::Blank,
        DispositionCode::Unreadable => CellStatus::Unreadable,
        DispositionCode::Answered
        | DispositionCode::PartlyAnswered
        | DispositionCode::InAttachment
        | DispositionCode::SeeOtherAnswer
        | DispositionCode::ClarificationRequested
        | DispositionCode::NotFound => CellStatus::NotFound,
    }
}
