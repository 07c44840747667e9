//! Changes that people make to values.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::{Code, Unit};
use crate::evidence::Evidence;
use crate::observation::{CellStatus, Dimensions};
use crate::question_id::QuestionId;

/// An append-only ledger of corrections.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Corrections {
    /// The corrections, oldest first.
    #[serde(default)]
    pub corrections: Vec<Correction>,
}

/// A person's change to a value, with who, why, and what it replaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The submission.
    pub submission_id: String,
    /// The question.
    pub question_id: QuestionId,
    /// The measure.
    pub measure: Code,
    /// Which cell.
    #[serde(default)]
    pub dimensions: Dimensions,
    /// The words that the value was read from, as they stood when the correction was made; a correction whose words have changed is
    /// stale and is not applied.
    pub replaces_raw: Option<String>,
    /// What the cell says after the correction.
    pub new: NewValue,
    /// Who made it.
    pub who: String,
    /// Why.
    pub why: String,
    /// What proves the new value.
    pub evidence: Option<Evidence>,
}

/// What a correction puts in a cell's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum NewValue {
    /// A value.
    Value {
        /// The value in its unit.
        value: Decimal,
        /// The unit.
        unit: Unit,
    },
    /// No value, and why.
    Status {
        /// The status.
        status: CellStatus,
    },
}
