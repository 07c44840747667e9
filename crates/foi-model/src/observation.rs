//! Cells with meaning.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::{Code, Unit};
use crate::correction::Corrected;
use crate::disposition::codes;
use crate::evidence::Evidence;
use crate::money::ExactNumber;
use crate::year::FinancialYear;

codes! {
    /// What is known of a cell.
    CellStatus {
        /// A value was given.
        Reported = "reported",
        /// Nothing is written, and nothing explains why.
        Blank = "blank",
        /// The authority has no such information.
        NotHeld = "not_held",
        /// Refused.
        Withheld = "withheld",
        /// Said to be published elsewhere.
        Published = "published",
        /// Does not apply to this authority.
        NotApplicable = "not_applicable",
        /// A small number is hidden.
        Suppressed = "suppressed",
        /// The amount is in another row or column.
        IncludedElsewhere = "included_elsewhere",
        /// Will be known later.
        NotYetAvailable = "not_yet_available",
        /// Something is written that could not be read.
        Unreadable = "unreadable",
        /// The cell is not in the response.
        NotFound = "not_found",
    }
}

/// What a value is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dimensions {
    /// The service, such as `home_care`.
    pub service_area: Option<Code>,
    /// The group of people, such as `older_people`.
    pub cohort: Option<Code>,
    /// The financial year.
    pub financial_year: Option<FinancialYear>,
    /// Any further division, such as `children`.
    pub category: Option<Code>,
}

/// `home_care 2024-25`: the codes that are given, with blanks between.
impl std::fmt::Display for Dimensions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let codes = [&self.service_area, &self.cohort, &self.category].into_iter().flatten().map(ToString::to_string);
        let all: Vec<String> = codes.chain(self.financial_year.map(|y| y.to_string())).collect();
        f.write_str(&all.join(" "))
    }
}

/// A figure that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reported {
    /// The value in its unit, every scale applied.
    #[schemars(with = "ExactNumber")]
    pub value: Decimal,
    /// The unit of the value.
    pub unit: Unit,
    /// The power of ten by which the figure as written was multiplied: 3 for a column headed `£000`.
    pub multiplier: u8,
    /// Whether it is a forecast and no final figure; absent where neither the response nor the instrument says.
    pub forecast: Option<bool>,
    /// How sure the reading is, in hundredths of certainty.
    #[schemars(range(max = 100))]
    pub confidence: u8,
}

/// A cell: a value only where one was reported, else the reason why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "status", rename_all = "snake_case", deny_unknown_fields)]
pub enum Cell {
    /// A value was given.
    Reported(Reported),
    /// A small number is hidden between these bounds.
    Suppressed {
        /// The least it can be.
        #[schemars(with = "Option<ExactNumber>")]
        lower_bound: Option<Decimal>,
        /// The most it can be.
        #[schemars(with = "Option<ExactNumber>")]
        upper_bound: Option<Decimal>,
        /// The unit of the bounds.
        unit: Option<Unit>,
    },
    /// Nothing is written, and nothing explains why.
    Blank {},
    /// The authority has no such information.
    NotHeld {},
    /// Refused.
    Withheld {},
    /// Said to be published elsewhere.
    Published {},
    /// Does not apply to this authority.
    NotApplicable {},
    /// The amount is in another row or column.
    IncludedElsewhere {},
    /// Will be known later.
    NotYetAvailable {},
    /// Something is written that could not be read.
    Unreadable {},
    /// The cell is not in the response.
    NotFound {},
}

impl Cell {
    /// The status.
    pub fn status(&self) -> CellStatus {
        match self {
            Self::Reported(_) => CellStatus::Reported,
            Self::Suppressed { .. } => CellStatus::Suppressed,
            Self::Blank {} => CellStatus::Blank,
            Self::NotHeld {} => CellStatus::NotHeld,
            Self::Withheld {} => CellStatus::Withheld,
            Self::Published {} => CellStatus::Published,
            Self::NotApplicable {} => CellStatus::NotApplicable,
            Self::IncludedElsewhere {} => CellStatus::IncludedElsewhere,
            Self::NotYetAvailable {} => CellStatus::NotYetAvailable,
            Self::Unreadable {} => CellStatus::Unreadable,
            Self::NotFound {} => CellStatus::NotFound,
        }
    }

    /// A cell without a value. `None` for [`CellStatus::Reported`], which has one.
    pub fn without_value(status: CellStatus) -> Option<Self> {
        Some(match status {
            CellStatus::Reported => return None,
            CellStatus::Suppressed => Self::Suppressed { lower_bound: None, upper_bound: None, unit: None },
            CellStatus::Blank => Self::Blank {},
            CellStatus::NotHeld => Self::NotHeld {},
            CellStatus::Withheld => Self::Withheld {},
            CellStatus::Published => Self::Published {},
            CellStatus::NotApplicable => Self::NotApplicable {},
            CellStatus::IncludedElsewhere => Self::IncludedElsewhere {},
            CellStatus::NotYetAvailable => Self::NotYetAvailable {},
            CellStatus::Unreadable => Self::Unreadable {},
            CellStatus::NotFound => Self::NotFound {},
        })
    }

    /// The figure, where one was given.
    pub fn reported(&self) -> Option<&Reported> {
        match self {
            Self::Reported(reported) => Some(reported),
            _ => None,
        }
    }
}

/// One cell with meaning: what was measured, of what, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    /// What was measured, such as `budget`.
    pub measure: Code,
    /// What it is about.
    pub dimensions: Dimensions,
    /// The label of the row as written.
    pub row_label: Option<String>,
    /// The label of the column as written, header rows joined.
    pub column_label: Option<String>,
    /// What is known.
    pub cell: Cell,
    /// The words in the cell as written; absent where there are none. A figure that was read from a document always has them.
    pub raw: Option<String>,
    /// What proves the value or the status; of a corrected cell, the words that were replaced. Absent only where the cell is not in the
    /// response, where a correction put it there, and in a submission that was typed and has no documents.
    pub evidence: Option<Evidence>,
    /// What the response says of the figure in a place of its own beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who changed it, where a person did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<Corrected>,
}

impl Observation {
    /// A cell that no document is read for: without words, labels and evidence.
    pub fn typed(measure: Code, dimensions: Dimensions, cell: Cell) -> Self {
        let (row_label, column_label, raw, note) = (None, None, None, None);
        Self { measure, dimensions, row_label, column_label, cell, raw, evidence: None, note, corrected: None }
    }
}

/// A cell of a table that holds words, not a figure: how a cost is allocated, what was customised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// The column, such as `allocation_method`.
    pub column: Code,
    /// What it is about.
    pub dimensions: Dimensions,
    /// The words as written.
    pub text: String,
    /// Where they stand; absent only in a submission that was typed and has no documents.
    pub evidence: Option<Evidence>,
}
