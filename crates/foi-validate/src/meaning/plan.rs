//! An instrument as its submissions are held against it.

use foi_model::{AnswerKind, Code, Instrument, Question, Table};

/// What an instrument expects, found by the ids and codes of a submission.
pub(crate) struct Plan {
    pub(crate) id: String,
    /// In the order of the instrument.
    pub(crate) questions: Vec<Asked>,
}

/// What is expected of the answer to a question.
pub(crate) struct Asked {
    pub(crate) id: String,
    pub(crate) kind: AnswerKind,
    pub(crate) section: Option<String>,
    /// The question that decides whether it is asked, and the answer with which it is.
    pub(crate) asked_if: Option<(String, bool)>,
    pub(crate) measures: Vec<Expected>,
    pub(crate) descriptions: Vec<Expected>,
}

/// What is expected of the cells of a column.
pub(crate) struct Expected {
    pub(crate) code: String,
    pub(crate) unit: Option<String>,
    /// The tables that have the column, as messages name them.
    pub(crate) tables: String,
    pub(crate) service_areas: Vec<String>,
    pub(crate) cohorts: Vec<String>,
    pub(crate) categories: Vec<String>,
    /// `None` where any year will do.
    pub(crate) years: Option<Vec<String>>,
    /// Whether service area, cohort, year and category are asked for, in every table that has the column.
    pub(crate) needed: [bool; 4],
}

impl Plan {
    pub(crate) fn new(instrument: &Instrument) -> Self {
        let questions: Vec<Asked> = instrument.questions.iter().map(|q| asked(q, instrument)).collect();
        Self { id: instrument.id.clone(), questions }
    }

    /// A question and its place in the instrument, looked for first where it is expected.
    pub(crate) fn question(&self, id: &str, expected: usize) -> Option<(usize, &Asked)> {
        match self.questions.get(expected).filter(|q| q.id == id) {
            Some(question) => Some((expected, question)),
            None => self.questions.iter().enumerate().find(|(_, q)| q.id == id),
        }
    }
}

impl Asked {
    pub(crate) fn measure(&self, code: &str) -> Option<&Expected> {
        self.measures.iter().find(|m| m.code == code)
    }

    pub(crate) fn description(&self, code: &str) -> Option<&Expected> {
        self.descriptions.iter().find(|m| m.code == code)
    }
}

fn asked(question: &Question, instrument: &Instrument) -> Asked {
    let expected = |code: &Code| {
        let with: Vec<&Table> =
            instrument.tables.iter().filter(|t| t.columns.iter().any(|c| c.question == question.id && &c.code == code)).collect();
        if with.is_empty() { None } else { Some(column(code, &with, instrument)) }
    };
    Asked {
        id: question.id.to_string(),
        kind: question.kind,
        section: question.section.clone(),
        asked_if: question.asked_if.as_ref().map(|c| (c.question.to_string(), c.answer)),
        measures: instrument.measures.iter().filter_map(|m| expected(&m.code)).collect(),
        descriptions: instrument.descriptions.iter().filter_map(|d| expected(&d.code)).collect(),
    }
}

fn column(code: &Code, tables: &[&Table], instrument: &Instrument) -> Expected {
    let any_year = tables.iter().any(|t| t.any_year);
    let names: Vec<String> = tables.iter().map(|t| format!("`{}`", t.id)).collect();
    let every = |has: &dyn Fn(&Table) -> bool| tables.iter().all(|t| has(t));
    Expected {
        needed: [
            every(&|t| !instrument.service_areas_of(t).is_empty()),
            every(&|t| !t.cohorts.is_empty()),
            every(&|t| t.any_year || !t.financial_years.is_empty()),
            every(&|t| !t.categories.is_empty()),
        ],
        code: code.to_string(),
        unit: instrument.measure(code).and_then(|m| m.unit.as_ref()).map(ToString::to_string),
        tables: names.join(", "),
        service_areas: union(tables.iter().flat_map(|t| instrument.service_areas_of(t))),
        cohorts: union(tables.iter().flat_map(|t| &t.cohorts)),
        categories: union(tables.iter().flat_map(|t| &t.categories)),
        years: (!any_year).then(|| union(tables.iter().flat_map(|t| &t.financial_years))),
    }
}

fn union<T: ToString>(items: impl Iterator<Item = T>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for item in items.map(|i| i.to_string()) {
        if !all.contains(&item) {
            all.push(item);
        }
    }
    all
}
