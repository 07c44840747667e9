//! Columns of words: how costs are estimated without a RAS, and what was customised.

use std::collections::{BTreeMap, BTreeSet};

use foi_model::{Code, CustomisationRow, Dimensions, MethodRow, QuestionId, Table};

use super::subject::Subject;

/// The words of a few tables, by key and column.
pub(super) struct Words<'a, K> {
    texts: BTreeMap<K, BTreeMap<&'a str, Vec<&'a str>>>,
}

impl<'a, K: Ord> Words<'a, K> {
    /// The words that answer the questions of these tables, in columns of these tables: another table may have columns of the same names.
    pub(super) fn new(subject: Subject<'a>, tables: &[&Table], key: impl Fn(&Dimensions) -> Option<K>) -> Self {
        let columns = || tables.iter().flat_map(|t| &t.columns);
        let questions: BTreeSet<&QuestionId> = columns().map(|c| &c.question).collect();
        let codes: BTreeSet<&Code> = columns().map(|c| &c.code).collect();
        let answers = subject.submission.answers.iter().filter(|a| questions.contains(&a.question_id));
        let mut texts: BTreeMap<K, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
        for description in answers.flat_map(|a| &a.descriptions).filter(|d| codes.contains(&d.column)) {
            let text = description.text.as_str();
            if let Some(key) = key(&description.dimensions).filter(|_| !text.trim().is_empty()) {
                let same = texts.entry(key).or_default().entry(description.column.as_str()).or_default();
                if !same.contains(&text) {
                    same.push(text);
                }
            }
        }
        Self { texts }
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &K> {
        self.texts.keys()
    }

    /// The words of a cell; different words of one cell are joined by `; `.
    pub(super) fn get(&self, key: &K, column: &str) -> Option<String> {
        self.texts.get(key)?.get(column).map(|texts| texts.join("; "))
    }
}

/// Every service of the tables that have a column, with its words: those that the instrument asks for, and any that the response adds.
fn by_area<'a>(subject: Subject<'a>, column: &str) -> (Vec<Code>, Words<'a, Code>) {
    let tables = subject.tables_with(column);
    let words = Words::new(subject, &tables, |d| d.service_area.clone());
    let mut areas = subject.areas_of(&tables);
    for area in words.keys() {
        if !areas.contains(area) {
            areas.push(area.clone());
        }
    }
    (areas, words)
}

/// Rows of table `methods`.
pub(super) fn methods(subject: Subject<'_>) -> Vec<MethodRow> {
    let (areas, words) = by_area(subject, "calculation_method");
    let rows = areas.into_iter().map(|area| MethodRow {
        submission_id: subject.id(),
        authority_code: subject.code(),
        authority_name: subject.name(),
        calculation_method: words.get(&area, "calculation_method"),
        unpaid_support: words.get(&area, "unpaid_support"),
        allocation_method: words.get(&area, "allocation_method"),
        accuracy_assessment: words.get(&area, "accuracy_assessment"),
        comments: words.get(&area, "comments"),
        service_area: area,
    });
    rows.collect()
}

/// Rows of table `customisations`.
pub(super) fn customisations(subject: Subject<'_>) -> Vec<CustomisationRow> {
    let (areas, words) = by_area(subject, "customised");
    let rows = areas.into_iter().map(|area| CustomisationRow {
        submission_id: subject.id(),
        authority_code: subject.code(),
        authority_name: subject.name(),
        customised: words.get(&area, "customised"),
        last_changed: words.get(&area, "last_changed"),
        description: words.get(&area, "description"),
        service_area: area,
    });
    rows.collect()
}
