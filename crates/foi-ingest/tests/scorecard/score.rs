//! How near a reading comes to the truth, in the figures by which the project is judged. Every figure is a share and better when higher.

use std::collections::{BTreeMap, BTreeSet};

use foi_ingest::Ingested;
use foi_model::{Answer, Observation, Severity, Submission, Value};

use crate::expected::{self, Key};
use crate::manner::Manner;
use crate::truth::{Truth, Verdict};

/// So many right of so many.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Share {
    pub(crate) right: u32,
    pub(crate) of: u32,
}

impl Share {
    /// Between 0 and 1; nothing of nothing is all right.
    pub(crate) fn rate(self) -> f64 {
        if self.of == 0 { 1.0 } else { f64::from(self.right) / f64::from(self.of) }
    }
}

/// The figures, in the order in which they are printed.
pub(crate) const FIGURES: [&str; 16] = [
    "instrument",
    "authority",
    "reference",
    "date",
    "requested",
    "legislation",
    "disposition",
    "exemption_precision",
    "exemption_recall",
    "value",
    "figure_precision",
    "figure_recall",
    "status",
    "forecast",
    "not_silently_wrong",
    "right_unflagged",
];

/// Questions that a person is asked to look at (none for the submission as a whole), and the codes of why.
type Flags = BTreeSet<(String, &'static str)>;

/// Figures of some responses, and what was missed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Score {
    pub(crate) shares: BTreeMap<&'static str, Share>,
    pub(crate) misses: Vec<String>,
    /// How sure each value was said to be, in hundredths, and whether it was right.
    pub(crate) values: Vec<(u8, bool)>,
    /// The same of bindings, right where the disposition is.
    pub(crate) bindings: Vec<(u8, bool)>,
}

impl Score {
    fn count(&mut self, figure: &'static str, right: bool) {
        let share = self.shares.entry(figure).or_default();
        share.of += 1;
        share.right += u32::from(right);
    }

    /// Adds the figures of others.
    pub(crate) fn add(&mut self, other: &Self) {
        for (figure, share) in &other.shares {
            let sum = self.shares.entry(figure).or_default();
            sum.right += share.right;
            sum.of += share.of;
        }
        self.misses.extend(other.misses.iter().cloned());
        self.values.extend(&other.values);
        self.bindings.extend(&other.bindings);
    }

    /// Counts a value that was given, and whether a wrong one comes with an issue.
    fn value(&mut self, question: &str, flagged: &Flags, right: bool, what: impl Fn() -> String) {
        let stem = |q: &str| q.trim_end_matches(['a', 'b', 'c', 'd']).to_owned();
        let near = |flag: &str| {
            flag == question || !question.is_empty() && (flag == stem(question) || !flag.is_empty() && stem(flag) == question)
        };
        let codes: BTreeSet<&str> = flagged.iter().filter(|(flag, _)| near(flag)).map(|(_, code)| *code).collect();
        let said = !codes.is_empty();
        self.count("not_silently_wrong", right || said);
        if right {
            self.count("right_unflagged", !said);
        }
        match (right, said) {
            (true, false) => {}
            (true, true) => self.misses.push(format!("right, flagged by {codes:?}: {}", what())),
            (false, true) => self.misses.push(format!("wrong, flagged by {codes:?}: {}", what())),
            (false, false) => self.misses.push(format!("wrong in silence: {}", what())),
        }
    }
}

/// Scores a reading. `file` names it in what was missed.
pub(crate) fn score(file: &str, truth: &Truth, manner: &Manner, attached: bool, read: &Ingested) -> Score {
    let submission = &read.submission;
    let warned = submission.issues.iter().filter(|i| i.severity != Severity::Note);
    let question = |i: &foi_model::Issue| i.question_id.as_ref().map_or(String::new(), ToString::to_string);
    let flagged: Flags = warned.map(|i| (question(i), i.code.as_str())).collect();
    let mut score = Score::default();
    identity(&mut score, truth, submission, &flagged);
    for index in 0..truth.answers.len() {
        let id = &truth.answers[index].question.id;
        let found = submission.answers.iter().find(|a| a.question_id.as_str() == id);
        if let Some(right) = expected::answer(truth, manner, attached, index) {
            said(&mut score, id, &right, found, &flagged);
        }
    }
    if truth.survey.id == "unrecognised" {
        loose(&mut score, truth, submission, &flagged)
    } else {
        cells(&mut score, truth, manner, submission, &flagged)
    }
    for miss in &mut score.misses {
        *miss = format!("{file} {miss}");
    }
    score
}

fn identity(score: &mut Score, truth: &Truth, submission: &Submission, flagged: &Flags) {
    let request = &submission.request;
    let legislation = truth.authority.nation.legislation().as_str().to_owned();
    let instrument = submission.instrument_id == truth.survey.id;
    score.count("instrument", instrument);
    if !instrument {
        score.misses.push(format!("instrument: {} for {}", submission.instrument_id, truth.survey.id));
    }
    let fields = [
        ("authority", truth.authority.code.to_string(), submission.authority.as_ref().map(|a| a.code.to_string())),
        ("reference", truth.reference.clone(), request.reference.clone()),
        ("date", truth.responded.iso(), request.responded_on.map(|d| d.to_string())),
        ("requested", truth.received.iso(), request.requested_on.map(|d| d.to_string())),
        ("legislation", legislation, request.legislation.map(|l| l.as_str().to_owned())),
    ];
    let bare = |text: &str| text.to_lowercase().replace([' ', '/'], "");
    for (figure, right, found) in fields {
        let same = found.as_deref().is_some_and(|f| bare(f) == bare(&right));
        score.count(figure, same);
        match found {
            Some(found) => score.value("", flagged, same, || format!("{figure}: {found} for {right}")),
            None => score.misses.push(format!("missing: {figure} {right}")),
        }
    }
}

fn said(score: &mut Score, id: &str, right: &expected::Right, found: Option<&Answer>, flagged: &Flags) {
    let code = found.map_or("not_found", |a| a.disposition.code().as_str());
    let same = right.dispositions.contains(&code);
    score.count("disposition", same);
    if !same {
        score.misses.push(format!("disposition: Q{id} {code} for {}", right.dispositions.join("|")));
    }
    // What was not found is bound to nothing.
    if let Some(answer) = found.filter(|_| code != "not_found") {
        score.bindings.push((answer.confidence, same));
    }
    let cited = found.map_or(&[][..], |a| a.disposition.exemptions());
    let cited: BTreeSet<String> = cited.iter().filter_map(|e| e.provision.as_ref()).map(ToString::to_string).collect();
    let nearest = |set: &&BTreeSet<String>| set.symmetric_difference(&cited).count();
    let best = right.exemptions.iter().min_by_key(nearest).unwrap();
    cited.iter().for_each(|c| score.count("exemption_precision", best.contains(c)));
    best.iter().for_each(|c| score.count("exemption_recall", cited.contains(c)));
    if *best != cited {
        score.misses.push(format!("exemptions: Q{id} {cited:?} for {best:?}"));
    }
    let value = found.and_then(|a| a.value.as_ref()).map(|value| match value {
        Value::Boolean { value } => value.to_string(),
        Value::Number { value, .. } => value.normalize().to_string(),
        Value::Date { value } => value.to_string(),
        Value::Choice { value } => value.to_string(),
    });
    let same = right.values.contains(&value);
    if value.is_some() || !same {
        score.count("value", same);
    }
    match (value, found) {
        (Some(value), Some(answer)) => {
            score.values.push((answer.confidence, same));
            score.value(id, flagged, same, || format!("value: Q{id} {value} for {:?}", right.values));
        }
        _ if !same => score.misses.push(format!("missing: value Q{id} {:?}", right.values)),
        _ => {}
    }
}

fn key(answer: &Answer, observation: &Observation) -> Key {
    let of = |code: &Option<foi_model::Code>| code.as_ref().map_or(String::new(), ToString::to_string);
    let dimensions = &observation.dimensions;
    let measure = observation.measure.to_string();
    let question = if measure == "accuracy_of_estimate" { "8b".to_owned() } else { answer.question_id.to_string() };
    let year = dimensions.financial_year.map_or(String::new(), |y| y.to_string());
    (question, measure, of(&dimensions.service_area), of(&dimensions.cohort), year, of(&dimensions.category))
}

fn cells(score: &mut Score, truth: &Truth, manner: &Manner, submission: &Submission, flagged: &Flags) {
    let right = expected::cells(truth, manner);
    let mut found: BTreeMap<Key, &'static str> = BTreeMap::new();
    let mut reported = BTreeSet::new();
    for (answer, observation) in submission.answers.iter().flat_map(|a| a.observations.iter().map(move |o| (a, o))) {
        let key = key(answer, observation);
        found.entry(key.clone()).or_insert(observation.cell.status().as_str());
        let Some(given) = observation.cell.reported() else { continue };
        let truth = right.get(&key);
        let first = reported.insert(key.clone());
        let value = given.value.normalize().to_string();
        let same = first && truth.is_some_and(|t| t.value.is_some_and(|v| v.to_string() == value) && t.unit == given.unit.as_str());
        score.count("figure_precision", same);
        score.values.push((given.confidence, same));
        let raw = observation.raw.as_deref().unwrap_or("");
        score.value(&key.0, flagged, same, || format!("figure: {key:?} {value} (raw {raw}) for {:?}", truth.map(|t| t.value)));
        if let Some(forecast) = truth.and_then(|t| t.forecast).filter(|_| same) {
            score.count("forecast", given.forecast == Some(forecast));
            if given.forecast != Some(forecast) {
                score.misses.push(format!("forecast: {key:?} {:?} for {forecast}", given.forecast));
            }
        }
    }
    for (key, cell) in &right {
        let status = found.get(key).copied().unwrap_or("not_found");
        if cell.value.is_some() {
            score.count("figure_recall", reported.contains(key));
            if !reported.contains(key) {
                score.misses.push(format!("missing: figure {key:?} {:?}, {status}", cell.value));
            }
        } else {
            score.count("status", cell.statuses.contains(&status));
            if !cell.statuses.contains(&status) {
                score.misses.push(format!("status: {key:?} {status} for {:?}", cell.statuses));
            }
        }
    }
}

/// Figures of an unknown survey: question, value and year of those in tables must be right; a question that was not answered has none.
fn loose(score: &mut Score, truth: &Truth, submission: &Submission, flagged: &Flags) {
    let mut pool = Vec::new();
    for (answer, observation) in submission.answers.iter().flat_map(|a| a.observations.iter().map(move |o| (a, o))) {
        let Some(given) = observation.cell.reported() else { continue };
        let year = observation.dimensions.financial_year.map_or(String::new(), |y| y.to_string());
        pool.push((answer.question_id.to_string(), given.value.normalize().to_string(), year, given.confidence));
    }
    let mut right = Vec::new();
    for answer in &truth.answers {
        let Verdict::Figures(figures) = &answer.verdict else { continue };
        for (&(_, _, year), cell) in &figures.cells {
            if let crate::figures::Cell::Figure(value) = cell {
                right.push((answer.question.id.clone(), value.to_string(), format!("{year}-{:02}", (year + 1) % 100)));
            }
        }
    }
    // Of numbers within words, only those that the truth put there can be judged.
    let worded = |question: &str| {
        let answer = truth.answers.iter().find(|a| a.question.id == question);
        answer.is_some_and(|a| matches!(a.verdict, Verdict::Words(_) | Verdict::Yes | Verdict::No))
    };
    for (question, value, year, confidence) in pool.iter().filter(|p| !worded(&p.0)) {
        let same = right.iter().any(|(q, v, y)| (q, v, y) == (question, value, year));
        score.count("figure_precision", same);
        score.values.push((*confidence, same));
        score.value(question, flagged, same, || format!("figure: Q{question} {value} {year}, which is not in the truth"));
    }
    for (question, value, year) in &right {
        let there = pool.iter().any(|(q, v, y, _)| (q, v, y) == (question, value, year));
        score.count("figure_recall", there);
        if !there {
            score.misses.push(format!("missing: figure Q{question} {value} {year}"));
        }
    }
}
