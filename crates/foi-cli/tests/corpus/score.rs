//! What differs between a dataset and what a careful reader found: every value that is wrong, invented or missing.
//!
//! In a truth `|` separates what is equally right, `-` and nothing say that there is none, and a disposition `*` that the answer
//! is not judged.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::folder::{Folder, Row, get};

/// One difference.
#[derive(Debug)]
pub(crate) struct Miss {
    file: String,
    question: String,
    what: String,
    expected: String,
    got: String,
    /// A value was produced and no warning or error speaks about its question.
    pub(crate) silent: bool,
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, question, what, expected, got, silent } = self;
        let question = if question.is_empty() { String::new() } else { format!(" question {question}") };
        let silently = if *silent { ", silently" } else { "" };
        write!(f, "{file}{question}: {what}: expected {expected}, got {got}{silently}")
    }
}

const OF_SUBMISSION: [&str; 8] = [
    "instrument_id",
    "authority_code",
    "authority_name",
    "request_reference",
    "requested_on",
    "responded_on",
    "legislation",
    "uses_ras",
];

/// Columns of tables that give each measure a column of its own: table, measure, amount, status.
const WIDE: [(&str, &str, &str, &str); 4] = [
    ("outturn", "budget", "budget_gbp", "budget_status"),
    ("outturn", "outturn", "outturn_gbp", "outturn_status"),
    ("estimates", "estimated_budget", "estimated_gbp", "estimated_status"),
    ("estimates", "actual_cost", "actual_gbp", "actual_status"),
];

/// Tables with words, and the columns that hold them.
const WORDS: [(&str, &[&str]); 3] = [
    ("customisations", &["customised", "last_changed", "description"]),
    ("methods", &["calculation_method", "unpaid_support", "allocation_method", "accuracy_assessment", "comments"]),
    ("accuracy", &["allocation_method", "comments"]),
];

/// Every difference, in the order of the truth.
pub(crate) fn misses(truth: &Folder, dataset: &Folder) -> Vec<Miss> {
    let mut misses = Vec::new();
    let mut known = BTreeSet::new();
    for expected in truth.table("submissions") {
        let file = get(expected, "file");
        let is_of_file = |path: &str| path.strip_prefix(file).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let mut ids: Vec<&str> =
            dataset.table("sources").iter().filter(|s| is_of_file(get(s, "path"))).map(|s| get(s, "submission_id")).collect();
        ids.dedup();
        known.extend(ids.iter().copied());
        let [id] = *ids.as_slice() else {
            let got = if ids.is_empty() { "none" } else { "several" };
            misses.push(of_submission(file, "one", got));
            continue;
        };
        let mut scorer = Scorer { file, id, truth, dataset, misses: &mut misses };
        scorer.submission(expected);
        scorer.answers();
        scorer.cells();
        scorer.words();
    }
    for source in dataset.table("sources").iter().filter(|s| !known.contains(get(s, "submission_id"))) {
        misses.push(of_submission(get(source, "path"), "none", "one"));
    }
    misses
}

fn of_submission(file: &str, expected: &str, got: &str) -> Miss {
    let [file, question, what] = [file, "", "submission"].map(str::to_owned);
    Miss { file, question, what, expected: expected.to_owned(), got: got.to_owned(), silent: false }
}

/// One submission beside its truth.
struct Scorer<'a> {
    file: &'a str,
    id: &'a str,
    truth: &'a Folder,
    dataset: &'a Folder,
    misses: &'a mut Vec<Miss>,
}

impl<'a> Scorer<'a> {
    fn expected(&self, table: &str) -> impl Iterator<Item = &'a Row> + use<'a> {
        self.truth.of_one(table, "file", self.file)
    }

    fn got(&self, table: &str) -> impl Iterator<Item = &'a Row> + use<'a> {
        self.dataset.of_one(table, "submission_id", self.id)
    }

    /// Notes that something differs.
    fn miss(&mut self, question: &str, what: &str, expected: &str, got: &str) {
        let code = |text: &str| if text.is_empty() { "nothing".to_owned() } else { format!("`{text}`") };
        let is_value = !got.is_empty() && got != "not_found";
        self.miss_as_said(question, what, code(expected), code(got), is_value);
    }

    fn miss_as_said(&mut self, question: &str, what: &str, expected: String, got: String, is_value: bool) {
        let silent = is_value && !self.is_flagged(question);
        let [file, question, what] = [self.file, question, what].map(str::to_owned);
        self.misses.push(Miss { file, question, what, expected, got, silent });
    }

    /// Whether a warning or an error speaks about a question (or its parts, or its whole), or about the submission itself.
    fn is_flagged(&self, question: &str) -> bool {
        let whole = |id: &str| id.trim_end_matches(|c: char| c.is_ascii_alphabetic()).to_owned();
        self.got("issues")
            .filter(|issue| get(issue, "severity") != "note")
            .map(|issue| get(issue, "question_id"))
            .any(|about| about == question || (!about.is_empty() && (about == whole(question) || question == whole(about))))
    }

    fn submission(&mut self, expected: &Row) {
        let got = self.got("submissions").next().cloned().unwrap_or_default();
        for column in OF_SUBMISSION.iter().filter(|column| expected.contains_key(**column)) {
            let (expected, got) = (get(expected, column), get(&got, column));
            let expected = if expected == "-" { "" } else { expected };
            let plain = |text: &str| text.to_lowercase().replace([' ', '/'], "");
            if !is_among(expected, |alternative| plain(alternative) == plain(got)) {
                self.miss("", column, expected, got);
            }
        }
    }

    fn answers(&mut self) {
        let mut got: BTreeMap<&str, &Row> = self.got("answers").map(|row| (get(row, "question_id"), row)).collect();
        let nothing = Row::new();
        for expected in self.expected("answers") {
            let question = get(expected, "question_id");
            let answer = got.remove(question).unwrap_or(&nothing);
            let disposition = get(expected, "disposition");
            if disposition == "*" {
                continue;
            }
            if !is_among(disposition, |alternative| alternative == get(answer, "disposition")) {
                self.miss(question, "disposition", disposition, get(answer, "disposition"));
                if answer.is_empty() {
                    continue;
                }
            }
            let (exemptions, cited) = (get(expected, "exemptions"), get(answer, "exemptions"));
            if !is_among(exemptions, |alternative| items(alternative) == items(cited)) {
                self.miss(question, "exemptions", exemptions, cited);
            }
            let (also, got_also) = (get(expected, "also"), get(answer, "also"));
            if !items(also).is_subset(&items(got_also)) {
                self.miss(question, "also", also, got_also);
            }
            for (column, in_dataset) in [("value", "value_bool"), ("value_number", "value_number")] {
                let (value, got) = (get(expected, column), get(answer, in_dataset));
                if expected.contains_key(column) && !is_among(value, |alternative| number(alternative) == number(got)) {
                    self.miss(question, column, value, got);
                }
            }
        }
        for (question, answer) in got {
            self.miss(question, "disposition", "", get(answer, "disposition"));
        }
    }

    fn cells(&mut self) {
        let mut expected: BTreeMap<Key, Cell> = self.expected("observations").map(|row| (Key::of(row), Cell::of(row))).collect();
        for row in self.expected("statuses") {
            expected.entry(Key::of(row)).or_insert_with(|| Cell::of(row));
        }
        let mut got: BTreeMap<Key, Cell> = BTreeMap::new();
        for row in self.got("observations") {
            let key = Key::of(row);
            if got.insert(key.clone(), Cell::of(row)).is_some() {
                self.miss_as_said(&key.question, &key.to_string(), "one cell".to_owned(), "two".to_owned(), true);
            }
        }
        let nothing = Cell::default();
        for (key, cell) in &expected {
            let found = got.get(key).unwrap_or(&nothing);
            if !cell.allows(found) {
                self.miss(&key.question, &key.to_string(), &cell.to_string(), &found.to_string());
            } else if !cell.forecast.is_empty() && !is_among(&cell.forecast, |alternative| alternative == found.forecast) {
                self.miss(&key.question, &format!("{key} forecast"), &cell.forecast, &found.forecast);
            }
        }
        for (key, cell) in got.iter().filter(|(key, cell)| !cell.value.is_empty() && !expected.contains_key(*key)) {
            self.miss(&key.question, &key.to_string(), "", &cell.to_string());
        }
        self.wide(&got);
    }

    /// The tables that give each measure a column of its own must say what the observations say.
    fn wide(&mut self, observed: &BTreeMap<Key, Cell>) {
        for (table, measure, amount, status) in WIDE {
            let rows = self.got(table).map(|row| {
                let (value, status) = (get(row, amount).to_owned(), get(row, status).to_owned());
                let unit = if value.is_empty() { String::new() } else { "GBP".to_owned() };
                ((get(row, "service_area"), get(row, "financial_year")), Cell { status, value, unit, forecast: String::new() })
            });
            let mut rows: BTreeMap<(&str, &str), Cell> = rows.collect();
            for (key, cell) in observed.iter().filter(|(key, _)| key.measure == measure && !key.area.is_empty()) {
                let found = rows.remove(&(key.area.as_str(), key.year.as_str())).unwrap_or_default();
                if !cell.allows(&found) {
                    let what = format!("{key} in table {table}");
                    self.miss(&key.question, &what, &cell.to_string(), &found.to_string());
                }
            }
            for ((area, year), cell) in rows.iter().filter(|(_, cell)| !cell.value.is_empty()) {
                self.miss("", &format!("{measure}/{area}/{year} in table {table}"), "", &cell.to_string());
            }
        }
    }

    /// Cells of words; a truth without `details.csv` does not judge them.
    fn words(&mut self) {
        if self.truth.table("details").is_empty() {
            return;
        }
        let plain = |text: &str| text.trim_start_matches('\'').trim_end_matches('.').to_lowercase();
        let mut got = BTreeMap::new();
        for (table, columns) in WORDS {
            for row in self.got(table) {
                for column in columns.iter().filter(|column| !get(row, column).is_empty()) {
                    got.insert((table, get(row, "cohort"), get(row, "service_area"), *column), get(row, column));
                }
            }
        }
        let name = |(table, cohort, area, column): (&str, &str, &str, &str)| {
            let of = if cohort.is_empty() { area.to_owned() } else { format!("{area}, {cohort}") };
            format!("{table}.{column} of {of}")
        };
        for row in self.expected("details") {
            let cell = (get(row, "table"), get(row, "cohort"), get(row, "service_area"), get(row, "column"));
            let words = got.remove(&cell).unwrap_or("");
            if plain(words) != plain(get(row, "value")) {
                self.miss(get(row, "question_id"), &name(cell), get(row, "value"), words);
            }
        }
        for (cell, words) in got {
            self.miss("", &name(cell), "", words);
        }
    }
}

/// What a cell is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    question: String,
    measure: String,
    area: String,
    cohort: String,
    category: String,
    year: String,
}

impl Key {
    fn of(row: &Row) -> Self {
        let columns = ["question_id", "measure", "service_area", "cohort", "category", "financial_year"];
        let [question, measure, area, cohort, category, year] = columns.map(|column| get(row, column).to_owned());
        Self { question, measure, area, cohort, category, year }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [&self.measure, &self.area, &self.cohort, &self.category, &self.year].map(String::as_str);
        f.write_str(&parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/"))
    }
}

/// What a cell says.
#[derive(Default)]
struct Cell {
    status: String,
    value: String,
    unit: String,
    forecast: String,
}

impl Cell {
    fn of(row: &Row) -> Self {
        let [status, value, unit, forecast] = ["status", "value", "unit", "forecast"].map(|column| get(row, column).to_owned());
        Self { status, value, unit, forecast }
    }

    /// Whether this, from a truth, is what was found.
    fn allows(&self, found: &Self) -> bool {
        let reported = found.status == "reported";
        // `statuses.csv` says that there is a figure and leaves it to `observations.csv` to say which.
        let value = match (reported, self.value.is_empty()) {
            (true, true) => true,
            (true, false) => {
                is_among(&self.value, |v| number(v) == number(&found.value)) && is_among(&self.unit, |u| u == found.unit)
            }
            (false, _) => found.value.is_empty(),
        };
        value && is_among(&self.status, |status| status == found.status)
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [&self.status, &self.value, &self.unit].map(String::as_str);
        f.write_str(&parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
    }
}

fn is_among(alternatives: &str, is: impl Fn(&str) -> bool) -> bool {
    alternatives.split('|').any(is)
}

/// A number as it is compared: without separators and trailing zeros.
fn number(text: &str) -> String {
    let text = text.replace(',', "");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A list without regard to order, blanks and case.
fn items(text: &str) -> BTreeSet<String> {
    text.split(';').map(|item| item.replace(' ', "").to_lowercase()).filter(|item| !item.is_empty()).collect()
}
