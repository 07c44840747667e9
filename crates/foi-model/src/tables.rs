//! The tables of a dataset: one typed row struct each. Names, types, units and descriptions of the columns come from here.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::code::{Code, GssCode, Unit};
use crate::disposition::DispositionCode;
use crate::evidence::{Evidence, SourceId};
use crate::issue::{IssueCode, Severity};
use crate::money::{Money, Percent};
use crate::observation::CellStatus;
use crate::provision::{ExemptionKind, Legislation, Provision};
use crate::question_id::QuestionId;
use crate::register::Nation;
use crate::submission::SourceRole;
use crate::year::FinancialYear;

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// A 64-bit integer.
    Integer,
    /// True or false.
    Boolean,
    /// A calendar date.
    Date,
    /// An exact decimal of this precision and scale.
    Decimal(u8, i8),
    /// A list of texts.
    TextList,
    /// A struct of `source_id`, `locator` and `quote`.
    Evidence,
}

/// A value on its way into a column; absent is [`Datum::Null`], whatever the type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    /// Absent.
    Null,
    /// Of [`ColumnType::Text`].
    Text(String),
    /// Of [`ColumnType::Integer`].
    Integer(i64),
    /// Of [`ColumnType::Boolean`].
    Boolean(bool),
    /// Of [`ColumnType::Date`].
    Date(Date),
    /// Of [`ColumnType::Decimal`].
    Decimal(Decimal),
    /// Of [`ColumnType::TextList`].
    TextList(Vec<String>),
    /// Of [`ColumnType::Evidence`].
    Evidence(Evidence),
}

/// A type that a column can have.
pub trait ColumnValue {
    /// The type of the column.
    const TYPE: ColumnType;
    /// The unit that the type implies.
    const UNIT: Option<&'static str> = None;
    /// Whether a value can be absent.
    const NULLABLE: bool = false;
    /// The codes that a value can be, with their meanings.
    fn codes() -> Vec<(&'static str, &'static str)> {
        Vec::new()
    }
    /// The value for the column.
    fn datum(&self) -> Datum;
}

impl<T: ColumnValue> ColumnValue for Option<T> {
    const TYPE: ColumnType = T::TYPE;
    const UNIT: Option<&'static str> = T::UNIT;
    const NULLABLE: bool = true;
    fn codes() -> Vec<(&'static str, &'static str)> {
        T::codes()
    }
    fn datum(&self) -> Datum {
        self.as_ref().map_or(Datum::Null, T::datum)
    }
}

macro_rules! column_values {
    ($($type:ty => $column:expr, $unit:expr, |$value:ident| $datum:expr;)*) => {$(
        impl ColumnValue for $type {
            const TYPE: ColumnType = $column;
            const UNIT: Option<&'static str> = $unit;
            fn datum(&self) -> Datum {
                let $value = self;
                $datum
            }
        }
    )*};
}

column_values! {
    String => ColumnType::Text, None, |v| Datum::Text(v.clone());
    Code => ColumnType::Text, None, |v| Datum::Text(v.to_string());
    Unit => ColumnType::Text, None, |v| Datum::Text(v.to_string());
    GssCode => ColumnType::Text, None, |v| Datum::Text(v.to_string());
    QuestionId => ColumnType::Text, None, |v| Datum::Text(v.to_string());
    FinancialYear => ColumnType::Text, None, |v| Datum::Text(v.to_string());
    Provision => ColumnType::Text, None, |v| Datum::Text(v.to_string());
    SourceId => ColumnType::Text, None, |v| Datum::Text(v.to_string());
    Legislation => ColumnType::Text, None, |v| Datum::Text(v.to_string());
    Severity => ColumnType::Text, None, |v| Datum::Text(v.as_str().to_owned());
    ExemptionKind => ColumnType::Text, None, |v| Datum::Text(v.as_str().to_owned());
    IssueCode => ColumnType::Text, None, |v| Datum::Text(v.as_str().to_owned());
    i64 => ColumnType::Integer, None, |v| Datum::Integer(*v);
    bool => ColumnType::Boolean, None, |v| Datum::Boolean(*v);
    Date => ColumnType::Date, None, |v| Datum::Date(*v);
    Decimal => ColumnType::Decimal(28, 6), None, |v| Datum::Decimal(*v);
    Money => ColumnType::Decimal(18, 2), Some("GBP"), |v| Datum::Decimal(v.to_decimal());
    Percent => ColumnType::Decimal(18, 6), Some("percent"), |v| Datum::Decimal(v.to_decimal());
    Vec<String> => ColumnType::TextList, None, |v| Datum::TextList(v.clone());
    Evidence => ColumnType::Evidence, None, |v| Datum::Evidence(v.clone());
}

macro_rules! coded_values {
    ($($type:ty),*) => {$(
        impl ColumnValue for $type {
            const TYPE: ColumnType = ColumnType::Text;
            fn codes() -> Vec<(&'static str, &'static str)> {
                Self::ALL.iter().map(|c| (c.as_str(), c.meaning())).collect()
            }
            fn datum(&self) -> Datum {
                Datum::Text(self.as_str().to_owned())
            }
        }
    )*};
}

coded_values!(DispositionCode, CellStatus, Nation, SourceRole);

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSpec {
    /// Name.
    pub name: &'static str,
    /// Type.
    pub kind: ColumnType,
    /// Whether a value can be absent.
    pub nullable: bool,
    /// The unit, where every value has the same.
    pub unit: Option<&'static str>,
    /// What it holds.
    pub description: String,
    /// The codes that it can hold, with their meanings; empty where any value is possible.
    pub codes: Vec<(&'static str, &'static str)>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSpec {
    /// Name, and stem of its file.
    pub name: &'static str,
    /// What one row is.
    pub description: String,
    /// The columns, in order.
    pub columns: Vec<ColumnSpec>,
}

/// A row of a table.
pub trait Row {
    /// The table.
    fn spec() -> TableSpec;
    /// The values, in the order of the columns.
    fn data(&self) -> Vec<Datum>;
}

fn description(lines: &[&str]) -> String {
    lines.iter().map(|l| l.trim()).collect::<Vec<_>>().join(" ")
}

macro_rules! tables {
    ($($(#[doc = $doc:literal])+ $table:literal => $row:ident { $($(#[doc = $d:literal])+ $field:ident: $type:ty,)* })*) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub struct $row {
                $($(#[doc = $d])+ pub $field: $type,)*
            }

            impl Row for $row {
                fn spec() -> TableSpec {
                    TableSpec {
                        name: $table,
                        description: description(&[$($doc),+]),
                        columns: vec![$(ColumnSpec {
                            name: stringify!($field),
                            kind: <$type as ColumnValue>::TYPE,
                            nullable: <$type as ColumnValue>::NULLABLE,
                            unit: <$type as ColumnValue>::UNIT,
                            description: description(&[$($d),+]),
                            codes: <$type as ColumnValue>::codes(),
                        },)*],
                    }
                }

                fn data(&self) -> Vec<Datum> {
                    vec![$(self.$field.datum(),)*]
                }
            }
        )*

        /// Every table of a dataset, in the order of the contract.
        pub fn table_specs() -> Vec<TableSpec> {
            vec![$($row::spec(),)*]
        }
    };
}

tables! {
    /// One row for each submission.
    "submissions" => SubmissionRow {
        /// Names the submission within the dataset.
        submission_id: String,
        /// The survey that it answers, or `unrecognised`.
        instrument_id: String,
        /// ONS code of the authority.
        authority_code: Option<GssCode>,
        /// Official name of the authority.
        authority_name: Option<String>,
        /// Nation of the authority.
        nation: Option<Nation>,
        /// Region of England, or the nation.
        region: Option<String>,
        /// The authority's reference, as written.
        request_reference: Option<String>,
        /// What the request was about, in the response's words.
        request_title: Option<String>,
        /// When the request was received.
        requested_on: Option<Date>,
        /// When the request was answered.
        responded_on: Option<Date>,
        /// Working days of the nation from the day after the request to the day of the response.
        working_days: Option<i64>,
        /// The regime: `FOIA`, `FOISA`, `EIR` or `EISR`.
        legislation: Option<Legislation>,
        /// What became of the request as a whole: the disposition that all answers share, else `partly_answered`.
        outcome: Option<DispositionCode>,
        /// Whether the authority uses a Resource Allocation System, where the survey asks and the answer is certain.
        uses_ras: Option<bool>,
        /// The difference between estimate and cost that the authority itself accepts, where the survey asks for it.
        tolerance_pct: Option<Percent>,
        /// Number of documents read.
        document_count: i64,
        /// Number of issues of severity `error`.
        error_count: i64,
        /// Number of issues of severity `warning`.
        warning_count: i64,
        /// What of this row a person corrected: `authority`, `reference`, `requested_on`, `responded_on`.
        corrected: Vec<String>,
    }

    /// One row for each question of each submission.
    "answers" => AnswerRow {
        /// Names the submission within the dataset.
        submission_id: String,
        /// ONS code of the authority.
        authority_code: Option<GssCode>,
        /// Official name of the authority.
        authority_name: Option<String>,
        /// The question.
        question_id: QuestionId,
        /// The section that the question stands in.
        section: Option<String>,
        /// What kind of saying the answer is.
        disposition: DispositionCode,
        /// What else it is.
        also: Vec<String>,
        /// The provisions cited, such as `FOIA s40(2)`.
        exemptions: Vec<String>,
        /// The answer's words without the echoed question; left out where they name a person to contact.
        text: Option<String>,
        /// The answer to a yes-or-no question, where it is certain.
        value_bool: Option<bool>,
        /// The number of a question that asks for one.
        value_number: Option<Decimal>,
        /// The date of a question that asks for one.
        value_date: Option<Date>,
        /// The unit of the number.
        unit: Option<Unit>,
        /// How sure it is that these words answer this question, in hundredths of certainty.
        confidence: i64,
        /// The words that decide the disposition.
        evidence: Option<Evidence>,
        /// Who corrected the disposition or the value, where a person did.
        corrected_by: Option<String>,
        /// What was read where a person corrected it, such as `disposition: not_held`.
        corrected_from: Option<String>,
        /// Why it was corrected.
        corrected_why: Option<String>,
    }

    /// One row for each cell with meaning: a figure, or the reason why there is none.
    "observations" => ObservationRow {
        /// Names the submission within the dataset.
        submission_id: String,
        /// ONS code of the authority.
        authority_code: Option<GssCode>,
        /// Official name of the authority.
        authority_name: Option<String>,
        /// The question.
        question_id: QuestionId,
        /// What was measured, such as `budget`.
        measure: Code,
        /// The service, such as `home_care`.
        service_area: Option<Code>,
        /// The group of people, such as `older_people`.
        cohort: Option<Code>,
        /// The financial year, such as `2024-25`.
        financial_year: Option<FinancialYear>,
        /// Any further division, such as `children`.
        category: Option<Code>,
        /// The label of the row as written.
        row_label: Option<String>,
        /// The label of the column as written, header rows joined.
        column_label: Option<String>,
        /// What is known of the cell.
        status: CellStatus,
        /// The value in its unit, every scale applied.
        value: Option<Decimal>,
        /// The unit: `GBP`, `percent`, `count` and so on.
        unit: Option<Unit>,
        /// The words in the cell as written.
        raw: Option<String>,
        /// The power of ten by which the figure as written was multiplied: 3 for a column headed `£000`.
        multiplier: Option<i64>,
        /// Whether the figure is a forecast and no final figure.
        forecast: Option<bool>,
        /// The least that a suppressed figure can be.
        lower_bound: Option<Decimal>,
        /// The most that a suppressed figure can be.
        upper_bound: Option<Decimal>,
        /// How sure the reading of the figure is, in hundredths of certainty.
        confidence: Option<i64>,
        /// The words that prove the value or the status; of a corrected cell, the words that were replaced.
        evidence: Option<Evidence>,
        /// What the response says of the figure in a place of its own beside it.
        note: Option<String>,
        /// Who corrected the cell, where a person did.
        corrected_by: Option<String>,
        /// What was read where a person corrected it, such as `21034 GBP` or `not_held`.
        corrected_from: Option<String>,
        /// Why it was corrected.
        corrected_why: Option<String>,
    }

    /// Budget beside outturn: one row for each submission that was asked, service area and year, whether or not a figure came.
    "outturn" => OutturnRow {
        /// Names the submission within the dataset.
        submission_id: String,
        /// ONS code of the authority.
        authority_code: Option<GssCode>,
        /// Official name of the authority.
        authority_name: Option<String>,
        /// The service.
        service_area: Code,
        /// The financial year.
        financial_year: FinancialYear,
        /// What was planned.
        budget_gbp: Option<Money>,
        /// What is known of the budget.
        budget_status: CellStatus,
        /// What was spent.
        outturn_gbp: Option<Money>,
        /// What is known of the outturn.
        outturn_status: CellStatus,
        /// Outturn less budget: above zero is an overspend.
        variance_gbp: Option<Money>,
        /// The variance as a percentage of the budget; absent where the budget is zero.
        variance_pct: Option<Percent>,
        /// Whether the outturn is a forecast and no final figure.
        forecast: Option<bool>,
        /// Whether a person corrected one of the two figures.
        corrected: bool,
    }

    /// Estimated budget beside actual cost: one row for each submission that was asked, service area and year.
    "estimates" => EstimateRow {
        /// Names the submission within the dataset.
        submission_id: String,
        /// ONS code of the authority.
        authority_code: Option<GssCode>,
        /// Official name of the authority.
        authority_name: Option<String>,
        /// The service.
        service_area: Code,
        /// The financial year.
        financial_year: FinancialYear,
        /// What the RAS estimated (EB).
        estimated_gbp: Option<Money>,
        /// What is known of the estimate.
        estimated_status: CellStatus,
        /// What the care cost (AC).
        actual_gbp: Option<Money>,
        /// What is known of the actual cost.
        actual_status: CellStatus,
        /// Actual cost less estimate: above zero, care cost more than estimated.
        difference_gbp: Option<Money>,
        /// The estimate as a percentage of the actual cost; absent where the actual cost is zero.
        accuracy_pct: Option<Percent>,
        /// Whether the figures are forecasts and not final.
        forecast: Option<bool>,
        /// Whether a person corrected one of the two figures.
        corrected: bool,
    }

    /// Accuracy of estimate as stated: one row for each submission that was asked, cohort and service area.
    "accuracy" => AccuracyRow {
        /// Names the submission within the dataset.
        submission_id: String,
        /// ONS code of the authority.
        authority_code: Option<GssCode>,
        /// Official name of the authority.
        authority_name: Option<String>,
        /// The group of people.
        cohort: Code,
        /// The service.
        service_area: Code,
        /// Whether the RAS is used to estimate the cost of this service, where the row says so.
        uses_ras: Option<bool>,
        /// How the cost is allocated, in the response's words.
        allocation_method: Option<String>,
        /// The accuracy of estimate as stated.
        accuracy_pct: Option<Percent>,
        /// What is known of the accuracy.
        accuracy_status: CellStatus,
        /// Comments, in the response's words.
        comments: Option<String>,
        /// Whether a person corrected the accuracy.
        corrected: bool,
    }

    /// How costs are estimated without a RAS: one row for each submission that was asked and service area.
    "methods" => MethodRow {
        /// Names the submission within the dataset.
        submission_id: String,
        /// ONS code of the authority.
        authority_code: Option<GssCode>,
        /// Official name of the authority.
        authority_name: Option<String>,
        /// The service.
        service_area: Code,
        /// How the weekly cost is calculated.
        calculation_method: Option<String>,
        /// How unpaid support is taken into account.
        unpaid_support: Option<String>,
        /// How the cost is allocated.
        allocation_method: Option<String>,
        /// How accuracy is assessed.
        accuracy_assessment: Option<String>,
        /// Comments.
        comments: Option<String>,
    }

    /// Which parts of the RAS were customised: one row for each submission that was asked and service area.
    "customisations" => CustomisationRow {
        /// Names the submission within the dataset.
        submission_id: String,
        /// ONS code of the authority.
        authority_code: Option<GssCode>,
        /// Official name of the authority.
        authority_name: Option<String>,
        /// The service.
        service_area: Code,
        /// Whether it was customised or is used as supplied, in the response's words.
        customised: Option<String>,
        /// When it was last changed: `2024-03-01`, `2024-03` or `2024` where the words are a date, else the words.
        last_changed: Option<String>,
        /// What was changed, in the response's words.
        description: Option<String>,
    }

    /// One row for each ground cited to an answer.
    "exemptions" => ExemptionRow {
        /// Names the submission within the dataset.
        submission_id: String,
        /// ONS code of the authority.
        authority_code: Option<GssCode>,
        /// Official name of the authority.
        authority_name: Option<String>,
        /// The question.
        question_id: QuestionId,
        /// The regime.
        legislation: Legislation,
        /// The provision; absent where the words describe an exemption and cite no section.
        provision: Option<Provision>,
        /// `absolute`, `qualified` or `procedural`.
        kind: Option<ExemptionKind>,
        /// Whether the response weighs the public interest.
        public_interest_test: Option<bool>,
        /// The words that cite it; absent where a correction or a hand-written submission does.
        evidence: Option<Evidence>,
    }

    /// One row for each thing that a person should look at.
    "issues" => IssueRow {
        /// Names the submission within the dataset.
        submission_id: String,
        /// ONS code of the authority.
        authority_code: Option<GssCode>,
        /// Official name of the authority.
        authority_name: Option<String>,
        /// The code; the documentation has a page for each.
        code: IssueCode,
        /// `error`, `warning` or `note`.
        severity: Severity,
        /// What was found.
        message: String,
        /// The question that it is about.
        question_id: Option<QuestionId>,
        /// The words that it is about.
        evidence: Option<Evidence>,
        /// The reason that was given for it; an issue that is explained is a note.
        explanation: Option<String>,
    }

    /// One row for each document.
    "sources" => SourceRow {
        /// Names the submission within the dataset.
        submission_id: String,
        /// ONS code of the authority.
        authority_code: Option<GssCode>,
        /// Official name of the authority.
        authority_name: Option<String>,
        /// The SHA-256 of the document's bytes.
        source_id: SourceId,
        /// Where it lies, relative to the path that was given.
        path: String,
        /// What its content is.
        media_type: String,
        /// Its size in bytes.
        bytes: i64,
        /// Number of pages, in formats that have pages.
        pages: Option<i64>,
        /// What it is to the submission.
        role: SourceRole,
    }

    /// The register as used: one row for each authority expected to answer, and one more for each further submission of the same authority.
    "authorities" => AuthorityRow {
        /// The submission that answers, where one does.
        submission_id: Option<String>,
        /// ONS code of the authority.
        authority_code: GssCode,
        /// Official name of the authority.
        authority_name: String,
        /// Nation.
        nation: Nation,
        /// Region of England, or the nation.
        region: String,
        /// Kind of authority.
        kind: String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_names_the_submission_and_its_authority_first() {
        for table in table_specs() {
            let names: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
            assert_eq!(names.first(), Some(&"submission_id"), "{}", table.name);
            assert!(names.contains(&"authority_code") && names.contains(&"authority_name"), "{}", table.name);
            assert!(table.columns.iter().all(|c| !c.description.is_empty()), "{}", table.name);
        }
    }

    #[test]
    fn units_come_from_types() {
        let outturn = OutturnRow::spec();
        let budget = outturn.columns.iter().find(|c| c.name == "budget_gbp");
        assert_eq!(budget.map(|c| (c.kind, c.unit, c.nullable)), Some((ColumnType::Decimal(18, 2), Some("GBP"), true)));
    }
}
