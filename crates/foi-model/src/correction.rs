//! Changes that people make to values: the ledger, and what it does to submissions.

mod apply;
mod state;

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use apply::{Applied, Known, Outcome};
pub use state::State;

use crate::code::{Code, GssCode, Unit};
use crate::disposition::{DispositionCode, codes};
use crate::observation::{CellStatus, Dimensions};
use crate::provision::Provision;
use crate::question_id::QuestionId;
use crate::submission::Value;

/// An append-only ledger of corrections.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Corrections {
    /// The corrections, oldest first; of two of the same value the later counts.
    #[serde(default)]
    pub corrections: Vec<Correction>,
}

/// A person's change to a value, with who, why, and what it replaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The submission.
    pub submission_id: String,
    /// Which value, and what it shall be.
    pub change: Change,
    /// The words that the value was read from, as they stood when the correction was made; absent where there were none. A correction
    /// whose words have changed is stale and is not applied.
    pub replaces_raw: Option<String>,
    /// The value that was read from these words, such as `21034 GBP` or `not_held`; where it is given, a correction whose value has
    /// changed, as it does when a heading changes from £ to £000, is stale too.
    pub replaces_value: Option<String>,
    /// Who made it.
    #[schemars(length(min = 1))]
    pub who: String,
    /// Why.
    #[schemars(length(min = 1))]
    pub why: String,
    /// What proves the new value: a place in a document, a letter, a link.
    pub evidence: Option<String>,
}

/// Which value is changed, and what it shall be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// A cell of a table of figures.
    Cell {
        /// The question.
        question_id: QuestionId,
        /// The measure.
        measure: Code,
        /// Which cell.
        #[serde(default)]
        dimensions: Dimensions,
        /// What the cell says after the correction.
        new: NewCell,
    },
    /// What kind of saying an answer is.
    Disposition {
        /// The question.
        question_id: QuestionId,
        /// What it is after the correction.
        new: DispositionCode,
        /// The grounds cited, which `withheld` needs.
        #[serde(default)]
        exemptions: Vec<Provision>,
    },
    /// The value of an answer: yes or no, a number, a date.
    Value {
        /// The question.
        question_id: QuestionId,
        /// What it is after the correction; absent where the answer has none.
        new: Option<Value>,
    },
    /// Who answers.
    Authority {
        /// The ONS code, which must be in the register.
        new: GssCode,
    },
    /// The authority's reference.
    Reference {
        /// The reference; absent where there is none.
        new: Option<String>,
    },
    /// When the request was received.
    RequestedOn {
        /// The date; absent where it is unknown.
        new: Option<Date>,
    },
    /// When it was answered.
    RespondedOn {
        /// The date; absent where it is unknown.
        new: Option<Date>,
    },
}

/// What a correction puts in a cell's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum NewCell {
    /// A value.
    Value(NewFigure),
    /// No value, and why.
    Status(NewStatus),
}

/// A figure in the place of what was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFigure {
    /// The value in its unit, every scale applied.
    pub value: Decimal,
    /// The unit.
    pub unit: Unit,
    /// Whether it is a forecast; as it was read where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forecast: Option<bool>,
}

/// A reason in the place of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStatus {
    /// The status, which is not `reported`.
    pub status: CellStatus,
}

codes! {
    /// What of a submission's identity can be corrected.
    IdentityField {
        /// Who answers.
        Authority = "authority",
        /// The authority's reference.
        Reference = "reference",
        /// When the request was received.
        RequestedOn = "requested_on",
        /// When it was answered.
        RespondedOn = "responded_on",
    }
}

codes! {
    /// What of an answer can be corrected, besides the cells of its tables.
    AnswerField {
        /// What kind of saying it is, with its grounds.
        Disposition = "disposition",
        /// Its value.
        Value = "value",
    }
}

/// That a person changed a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Corrected {
    /// What was read, such as `21034 GBP` or `not_held`.
    pub replaced: String,
    /// Who changed it.
    pub who: String,
    /// Why.
    pub why: String,
    /// What proves the new value, in words.
    pub evidence: Option<String>,
}

/// Why a text is no ledger.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct LedgerError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl Corrections {
    /// Reads a ledger: TOML with `[[corrections]]`, or one JSON object a line.
    ///
    /// # Errors
    /// [`LedgerError`] with the line.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let ledger = if text.trim_start().starts_with('{') { Self::from_ndjson(text)? } else { Self::from_toml(text)? };
        match ledger.corrections.iter().position(|c| c.who.trim().is_empty() || c.why.trim().is_empty()) {
            Some(at) => Err(LedgerError { line: 1, message: format!("correction {} does not say who or why", at + 1) }),
            None => Ok(ledger),
        }
    }

    fn from_toml(text: &str) -> Result<Self, LedgerError> {
        toml::from_str(text).map_err(|e| {
            let before = e.span().and_then(|s| text.get(..s.start)).unwrap_or("");
            LedgerError { line: before.matches('\n').count() + 1, message: e.message().to_owned() }
        })
    }

    fn from_ndjson(text: &str) -> Result<Self, LedgerError> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let read = |(at, line): (usize, &str)| {
            serde_json::from_str(line).map_err(|e| LedgerError { line: at + 1, message: e.to_string() })
        };
        Ok(Self { corrections: lines.map(read).collect::<Result<_, _>>()? })
    }
}

impl Correction {
    /// The entry that adds it to a ledger in TOML; ends with a line break.
    #[expect(clippy::expect_used, reason = "a correction has only text keys and no floats, so that serialising it cannot fail")]
    pub fn to_toml(&self) -> String {
        let one = Corrections { corrections: vec![self.clone()] };
        toml::to_string(&one).expect("a correction is TOML")
    }

    /// The line that adds it to a ledger in NDJSON; ends with a line break.
    #[expect(clippy::expect_used, reason = "a correction has only text keys and no floats, so that serialising it cannot fail")]
    pub fn to_ndjson(&self) -> String {
        serde_json::to_string(self).expect("a correction is JSON") + "\n"
    }
}

#[cfg(test)]
mod tests;
