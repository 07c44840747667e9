//! What a blank template and its reader share: the marks that tell what a cell is for, and the words of its drop-down lists.
//!
//! Marks stand in a hidden column and in hidden rows. They travel with the rows and columns that they mark, so that neither an order nor a
//! name of a sheet means anything.

use std::fmt;
use std::str::FromStr;

use crate::code::Code;
use crate::correction::IdentityField;
use crate::disposition::DispositionCode;
use crate::observation::{CellStatus, Dimensions};
use crate::question_id::QuestionId;

/// The version of the marks; a reader refuses others.
pub const TEMPLATE_VERSION: u32 = 1;

/// What a row of a template is, as its hidden first cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowMark {
    /// The sheet belongs to a template of that version, of an instrument.
    Form {
        /// See [`TEMPLATE_VERSION`].
        version: u32,
        /// The instrument.
        instrument_id: String,
    },
    /// The cells of the row are [`ColumnMark`]s, for the rows of a block.
    Columns(String),
    /// A row of a table.
    Cells {
        /// The table.
        table: String,
        /// What its cells are about; the financial year is absent where a column says it.
        dimensions: Dimensions,
    },
    /// The answer to a question.
    Answer(QuestionId),
    /// Something of the authority or the request.
    Identity(IdentityField),
    /// Words about a table as a whole.
    Note(String),
}

/// What a column of a template is, as a hidden cell above it says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnMark {
    /// The name of the service area, the cohort, the year, the category or the question of the row.
    Label(Label),
    /// A figure of a measure.
    Value(Code),
    /// Why there is no figure of that measure, or what explains it.
    Reason(Code),
    /// Words.
    Words(Code),
    /// The answer to the question of the row.
    Answer,
    /// What kind of answer it is.
    Status,
    /// The provision that is relied on.
    Provision,
    /// Anything else to say.
    Note,
}

/// What a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// The service area.
    ServiceArea,
    /// The cohort.
    Cohort,
    /// The financial year.
    FinancialYear,
    /// The category.
    Category,
    /// The question.
    Question,
}

/// A text that is not a mark.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no mark of a template")]
pub struct MarkError(pub String);

/// What a form says under its title, so that one is known that was printed.
pub fn form_name(instrument_id: &str) -> String {
    format!("Form {instrument_id}")
}

/// Every mark of a row begins with it.
const PREFIX: &str = "foi:";
const LABELS: [(Label, &str); 5] = [
    (Label::ServiceArea, "service_area"),
    (Label::Cohort, "cohort"),
    (Label::FinancialYear, "financial_year"),
    (Label::Category, "category"),
    (Label::Question, "question"),
];

/// Why a figure is left empty, as the drop-down list of a template says.
pub const REASONS: [(CellStatus, &str); 7] = [
    (CellStatus::NotHeld, "Not held"),
    (CellStatus::Withheld, "Withheld (name the section)"),
    (CellStatus::NotApplicable, "Not applicable"),
    (CellStatus::NotYetAvailable, "Not yet available"),
    (CellStatus::IncludedElsewhere, "Included elsewhere"),
    (CellStatus::Published, "Published elsewhere"),
    (CellStatus::Suppressed, "Suppressed (small number)"),
];

/// What kind of answer it is, as the drop-down list of a template says.
pub const ANSWERS: [(DispositionCode, &str); 6] = [
    (DispositionCode::Answered, "Answered"),
    (DispositionCode::PartlyAnswered, "Answered in part"),
    (DispositionCode::NotHeld, "Not held"),
    (DispositionCode::Withheld, "Withheld (name the section)"),
    (DispositionCode::NotApplicable, "Not applicable"),
    (DispositionCode::Published, "Published elsewhere"),
];

impl fmt::Display for RowMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(PREFIX)?;
        match self {
            Self::Form { version, instrument_id } => write!(f, "form {version} {instrument_id}"),
            Self::Columns(block) => write!(f, "columns {block}"),
            Self::Cells { table, dimensions } => {
                let d = dimensions;
                let code = |code: &Option<Code>| code.as_ref().map_or_else(|| ".".to_owned(), Code::to_string);
                let year = d.financial_year.map_or_else(|| ".".to_owned(), |y| y.to_string());
                write!(f, "cells {table} {} {} {year} {}", code(&d.service_area), code(&d.cohort), code(&d.category))
            }
            Self::Answer(question) => write!(f, "answer {question}"),
            Self::Identity(field) => write!(f, "identity {}", field.as_str()),
            Self::Note(table) => write!(f, "note {table}"),
        }
    }
}

impl FromStr for RowMark {
    type Err = MarkError;

    fn from_str(text: &str) -> Result<Self, MarkError> {
        let error = || MarkError(text.to_owned());
        let words: Vec<&str> = text.trim().strip_prefix(PREFIX).ok_or_else(error)?.split_whitespace().collect();
        let code = |word: &str| if word == "." { Ok(None) } else { word.parse().map(Some).map_err(|_| error()) };
        Ok(match words.as_slice() {
            ["form", version, id] => Self::Form { version: version.parse().map_err(|_| error())?, instrument_id: (*id).to_owned() },
            ["columns", block] => Self::Columns((*block).to_owned()),
            ["cells", table, area, cohort, year, category] => {
                let financial_year = if *year == "." { None } else { Some(year.parse().map_err(|_| error())?) };
                let dimensions =
                    Dimensions { service_area: code(area)?, cohort: code(cohort)?, financial_year, category: code(category)? };
                Self::Cells { table: (*table).to_owned(), dimensions }
            }
            ["answer", question] => Self::Answer(question.parse().map_err(|_| error())?),
            ["identity", field] => Self::Identity(*IdentityField::ALL.iter().find(|f| f.as_str() == *field).ok_or_else(error)?),
            ["note", table] => Self::Note((*table).to_owned()),
            _ => return Err(error()),
        })
    }
}

impl fmt::Display for ColumnMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Label(label) => {
                write!(f, "label {}", LABELS.iter().find(|(l, _)| l == label).map_or("", |(_, name)| *name))
            }
            Self::Value(code) => write!(f, "value {code}"),
            Self::Reason(code) => write!(f, "reason {code}"),
            Self::Words(code) => write!(f, "words {code}"),
            Self::Answer => f.write_str("answer"),
            Self::Status => f.write_str("status"),
            Self::Provision => f.write_str("provision"),
            Self::Note => f.write_str("note"),
        }
    }
}

impl FromStr for ColumnMark {
    type Err = MarkError;

    fn from_str(text: &str) -> Result<Self, MarkError> {
        let error = || MarkError(text.to_owned());
        let words: Vec<&str> = text.split_whitespace().collect();
        let code = |word: &str| word.parse::<Code>().map_err(|_| error());
        Ok(match words.as_slice() {
            ["label", name] => Self::Label(LABELS.iter().find(|(_, n)| n == name).ok_or_else(error)?.0),
            ["value", measure] => Self::Value(code(measure)?),
            ["reason", measure] => Self::Reason(code(measure)?),
            ["words", column] => Self::Words(code(column)?),
            ["answer"] => Self::Answer,
            ["status"] => Self::Status,
            ["provision"] => Self::Provision,
            ["note"] => Self::Note,
            _ => return Err(error()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_round_trip() {
        for text in [
            "foi:form 1 ras-2026",
            "foi:columns 11",
            "foi:cells 11 home_care . 2024-25 .",
            "foi:cells 3a . . . adults",
            "foi:answer 2a",
            "foi:identity requested_on",
            "foi:note 11",
        ] {
            assert_eq!(text.parse::<RowMark>().map(|m| m.to_string()).as_deref(), Ok(text));
        }
        for text in
            ["label service_area", "value budget", "reason budget", "words comments", "answer", "status", "provision", "note"]
        {
            assert_eq!(text.parse::<ColumnMark>().map(|m| m.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "foi:", "foi:cells 11 home_care", "foi:form x y", "foi:answer", "Budget"] {
            assert!(text.parse::<RowMark>().is_err() && text.parse::<ColumnMark>().is_err(), "{text}");
        }
    }
}
