//! A survey's definition.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::{Code, Unit};
use crate::observation::Dimensions;
use crate::question_id::QuestionId;
use crate::year::FinancialYear;

/// The id under which a response to no known instrument is read.
pub const UNRECOGNISED: &str = "unrecognised";

/// A survey's definition: what was asked, in which order, and what an answer can look like.
///
/// Recognition, the template, the checks and the codebook come from it. Wordings here are the project's own; responses are matched on
/// meaning and order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Names the instrument, such as `ras-2026`.
    #[schemars(regex(pattern = r"^[a-z0-9][a-z0-9-]*$"))]
    pub id: String,
    /// What the survey is about.
    pub title: String,
    /// The yes-or-no question whose answer is the dataset's `uses_ras`.
    #[serde(default)]
    pub screening: Option<QuestionId>,
    /// The question whose percentage is the dataset's `tolerance_pct`: the difference between estimate and cost that an authority accepts.
    #[serde(default)]
    pub tolerance: Option<QuestionId>,
    /// Phrases that name the survey's subject; they help to tell whether a response answers it.
    #[serde(default)]
    pub subjects: Vec<String>,
    /// The sections, in order.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// The questions, in order.
    pub questions: Vec<Question>,
    /// The tables that the questions ask for.
    #[serde(default)]
    pub tables: Vec<Table>,
    /// The measures of the tables.
    #[serde(default)]
    pub measures: Vec<Term>,
    /// The columns of words of the tables.
    #[serde(default)]
    pub descriptions: Vec<Term>,
    /// The services.
    #[serde(default)]
    pub service_areas: Vec<Term>,
    /// The groups of people.
    #[serde(default)]
    pub cohorts: Vec<Term>,
    /// Any further division.
    #[serde(default)]
    pub categories: Vec<Term>,
}

/// A part of the questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its number.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// What kind of answer a question expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// Yes or no, with or without an explanation.
    Boolean,
    /// Words.
    Text,
    /// A number.
    Number,
    /// A percentage.
    Percent,
    /// A date.
    Date,
    /// A table, which `tables` defines.
    Table,
    /// Names, addresses, numbers of people: never in a dataset unless asked for.
    Contact,
}

/// One question, or one part of a question that is answered by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its number.
    pub id: QuestionId,
    /// The section that it stands in.
    pub section: Option<String>,
    /// What kind of answer it expects.
    pub kind: AnswerKind,
    /// What is asked, in our own words.
    pub prompt: String,
    /// Phrases by which a copy of the question is known, whatever its number.
    #[serde(default)]
    pub phrases: Vec<String>,
    /// Who is asked; everybody where absent.
    pub asked_if: Option<Condition>,
    /// Whether several questions share this prompt's number in the response, as parts of one sentence do: they are answered together.
    #[serde(default)]
    pub same_paragraph_as: Option<QuestionId>,
    /// Phrases that mean yes where the answer does not begin with it.
    #[serde(default)]
    pub yes: Vec<String>,
    /// Phrases that mean no where the answer does not begin with it.
    #[serde(default)]
    pub no: Vec<String>,
}

/// The answer to an earlier question on which it depends whether a question is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The earlier question, which is a yes-or-no question.
    pub question: QuestionId,
    /// The answer to it with which the question is asked.
    pub answer: bool,
}

/// A table that one or several questions ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Names the table.
    pub id: String,
    /// The services, all of the instrument where absent; none where empty.
    pub service_areas: Option<Vec<Code>>,
    /// The groups of people, each with a table of its own.
    #[serde(default)]
    pub cohorts: Vec<Code>,
    /// The years.
    #[serde(default)]
    pub financial_years: Vec<FinancialYear>,
    /// Those of the years for which a forecast is asked.
    #[serde(default)]
    pub forecast_years: Vec<FinancialYear>,
    /// The further divisions.
    #[serde(default)]
    pub categories: Vec<Code>,
    /// Whether the rows are years that the authority chooses, so that any year is expected.
    #[serde(default)]
    pub any_year: bool,
    /// What stands in a cell: measures and columns of words.
    pub columns: Vec<Column>,
}

/// A column of a table: a measure or words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// A code of `measures` or of `descriptions`.
    pub code: Code,
    /// The question that it answers.
    pub question: QuestionId,
}

/// A code with the names that responses give it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The code.
    pub code: Code,
    /// The name.
    pub label: String,
    /// Other names, former names and abbreviations; case and punctuation do not matter.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// The unit of a measure.
    pub unit: Option<Unit>,
    /// Whether the words of such a column are dates: those that are one are given as `2024-03-01`, `2024-03` or `2024`.
    #[serde(default)]
    pub date: bool,
}

/// A file that is no instrument at all: its form is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct InstrumentError {
    /// What is wrong, in words.
    pub message: String,
    /// Where in the file, in bytes.
    pub range: Option<std::ops::Range<usize>>,
}

/// A contradiction within an instrument.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InstrumentFault {
    /// Two of one name.
    #[error("{what} `{name}` is defined twice")]
    Twice {
        /// What is defined.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A name that nothing defines.
    #[error("{place} names {what} `{name}`, which is not defined")]
    Unknown {
        /// Where it is named.
        place: String,
        /// What is named.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A measure without a unit.
    #[error("measure `{0}` has no unit")]
    NoUnit(Code),
    /// A forecast year that the table does not have.
    #[error("table `{table}` forecasts {year}, which is not among its financial years")]
    ForecastOutside {
        /// The table.
        table: String,
        /// The year.
        year: FinancialYear,
    },
    /// A screening question that is not there, or asks for no yes or no.
    #[error("`screening` names question `{0}`, which is not a yes-or-no question of the instrument")]
    Screening(QuestionId),
    /// A question for the tolerance that is not there, or asks for no percentage.
    #[error("`tolerance` names question `{0}`, which asks for no percentage")]
    Tolerance(QuestionId),
    /// A condition on a question that is no yes-or-no question.
    #[error("question `{question}` depends on `{on}`, which is not a yes-or-no question")]
    NotBoolean {
        /// The question with the condition.
        question: QuestionId,
        /// The question it depends on.
        on: QuestionId,
    },
}

impl Instrument {
    /// Reads an instrument from TOML; [`Instrument::faults`] says whether it also makes sense.
    ///
    /// # Errors
    /// [`InstrumentError`] with the place in the text.
    pub fn from_toml(text: &str) -> Result<Self, InstrumentError> {
        toml::from_str(text).map_err(|e| InstrumentError { message: e.message().to_owned(), range: e.span() })
    }

    /// Every contradiction, in the order of the file.
    pub fn faults(&self) -> Vec<InstrumentFault> {
        let mut faults = Vec::new();
        let mut unique = |what: &'static str, names: Vec<String>| {
            let mut seen = BTreeSet::new();
            for name in names {
                if !seen.insert(name.clone()) {
                    faults.push(InstrumentFault::Twice { what, name });
                }
            }
        };
        unique("section", self.sections.iter().map(|s| s.id.clone()).collect());
        unique("question", self.questions.iter().map(|q| q.id.to_string()).collect());
        unique("table", self.tables.iter().map(|t| t.id.clone()).collect());
        unique("column", self.measures.iter().chain(&self.descriptions).map(|t| t.code.to_string()).collect());
        unique("service area", self.service_areas.iter().map(|t| t.code.to_string()).collect());
        unique("cohort", self.cohorts.iter().map(|t| t.code.to_string()).collect());
        unique("category", self.categories.iter().map(|t| t.code.to_string()).collect());
        faults.extend(self.measures.iter().filter(|m| m.unit.is_none()).map(|m| InstrumentFault::NoUnit(m.code.clone())));
        if let Some(id) = &self.screening
            && self.question(id).is_none_or(|q| q.kind != AnswerKind::Boolean)
        {
            faults.push(InstrumentFault::Screening(id.clone()));
        }
        if let Some(id) = &self.tolerance
            && self.question(id).is_none_or(|q| q.kind != AnswerKind::Percent)
        {
            faults.push(InstrumentFault::Tolerance(id.clone()));
        }
        for question in &self.questions {
            self.question_faults(question, &mut faults);
        }
        for table in &self.tables {
            self.table_faults(table, &mut faults);
        }
        faults
    }

    fn question_faults(&self, question: &Question, faults: &mut Vec<InstrumentFault>) {
        let place = || format!("question `{}`", question.id);
        if let Some(section) = &question.section
            && !self.sections.iter().any(|s| &s.id == section)
        {
            faults.push(InstrumentFault::Unknown { place: place(), what: "section", name: section.clone() });
        }
        for id in question.asked_if.iter().map(|c| &c.question).chain(&question.same_paragraph_as) {
            if self.question(id).is_none() {
                faults.push(InstrumentFault::Unknown { place: place(), what: "question", name: id.to_string() });
            }
        }
        if let Some(on) = question.asked_if.as_ref().and_then(|c| self.question(&c.question))
            && on.kind != AnswerKind::Boolean
        {
            faults.push(InstrumentFault::NotBoolean { question: question.id.clone(), on: on.id.clone() });
        }
    }

    fn table_faults(&self, table: &Table, faults: &mut Vec<InstrumentFault>) {
        let mut unknown = |what: &'static str, name: String| {
            faults.push(InstrumentFault::Unknown { place: format!("table `{}`", table.id), what, name });
        };
        let has = |terms: &[Term], code: &Code| terms.iter().any(|t| &t.code == code);
        for code in table.service_areas.iter().flatten().filter(|c| !has(&self.service_areas, c)) {
            unknown("service area", code.to_string());
        }
        for code in table.cohorts.iter().filter(|c| !has(&self.cohorts, c)) {
            unknown("cohort", code.to_string());
        }
        for code in table.categories.iter().filter(|c| !has(&self.categories, c)) {
            unknown("category", code.to_string());
        }
        for column in &table.columns {
            if !has(&self.measures, &column.code) && !has(&self.descriptions, &column.code) {
                unknown("column", column.code.to_string());
            }
            if self.question(&column.question).is_none() {
                unknown("question", column.question.to_string());
            }
        }
        for &year in table.forecast_years.iter().filter(|y| !table.financial_years.contains(y)) {
            faults.push(InstrumentFault::ForecastOutside { table: table.id.clone(), year });
        }
    }

    /// The question of an id.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.iter().find(|q| &q.id == id)
    }

    /// The measure of a code.
    pub fn measure(&self, code: &Code) -> Option<&Term> {
        self.measures.iter().find(|m| &m.code == code)
    }

    /// The tables in which a question has a column.
    pub fn tables_of<'i>(&'i self, question: &'i QuestionId) -> impl Iterator<Item = &'i Table> {
        self.tables.iter().filter(move |t| t.columns.iter().any(|c| &c.question == question))
    }

    /// The codes of the services that a table has rows for.
    pub fn service_areas_of<'i>(&'i self, table: &'i Table) -> Vec<&'i Code> {
        match &table.service_areas {
            Some(codes) => codes.iter().collect(),
            None => self.service_areas.iter().map(|t| &t.code).collect(),
        }
    }

    /// What the rows of a table are about: its cohorts, services, years and categories, each of one with each of the others, in this order.
    pub fn rows_of(&self, table: &Table) -> Vec<Dimensions> {
        fn or_none<T: Clone>(items: &[T]) -> Vec<Option<T>> {
            if items.is_empty() { vec![None] } else { items.iter().cloned().map(Some).collect() }
        }
        let areas: Vec<Code> = self.service_areas_of(table).into_iter().cloned().collect();
        let mut rows = Vec::new();
        for cohort in or_none(&table.cohorts) {
            for service_area in or_none(&areas) {
                for financial_year in or_none(&table.financial_years) {
                    for category in or_none(&table.categories) {
                        let (service_area, cohort) = (service_area.clone(), cohort.clone());
                        rows.push(Dimensions { service_area, cohort, financial_year, category });
                    }
                }
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        id = "parks-2030"
        title = "Parks"
        [[questions]]
        id = "1"
        kind = "boolean"
        prompt = "Do you have parks?"
        [[questions]]
        id = "2"
        kind = "table"
        prompt = "What did they cost?"
        asked_if = { question = "1", answer = true }
        [[tables]]
        id = "2"
        service_areas = []
        financial_years = ["2029-30"]
        columns = [{ code = "cost", question = "2" }]
        [[measures]]
        code = "cost"
        label = "Cost"
        unit = "GBP"
    "#;

    #[test]
    fn a_sound_instrument_has_no_fault() {
        assert_eq!(Instrument::from_toml(GOOD).unwrap().faults(), []);
    }

    #[track_caller]
    fn check_fault(from: &str, to: &str, expected: &str) {
        assert!(GOOD.contains(from));
        let faults = Instrument::from_toml(&GOOD.replace(from, to)).unwrap().faults();
        assert_eq!(faults.iter().map(ToString::to_string).collect::<Vec<_>>(), [expected]);
    }

    #[test]
    fn contradictions_are_named() {
        check_fault("unit = \"GBP\"", "", "measure `cost` has no unit");
        check_fault("kind = \"boolean\"", "kind = \"text\"", "question `2` depends on `1`, which is not a yes-or-no question");
        check_fault(
            "title = \"Parks\"",
            "title = \"Parks\"\ntolerance = \"1\"",
            "`tolerance` names question `1`, which asks for no percentage",
        );
        check_fault("service_areas = []", "service_areas = [\"zoo\"]", "table `2` names service area `zoo`, which is not defined");
        check_fault(
            "columns = [{ code = \"cost\"",
            "columns = [{ code = \"price\"",
            "table `2` names column `price`, which is not defined",
        );
        check_fault(
            "financial_years = [\"2029-30\"]",
            "forecast_years = [\"2029-30\"]",
            "table `2` forecasts 2029-30, which is not among its financial years",
        );
    }

    #[test]
    fn a_wrong_form_says_where() {
        let error = Instrument::from_toml("id = \"x\"\ntitle = 3").unwrap_err();
        assert_eq!(error.range, Some(17..18));
    }
}
