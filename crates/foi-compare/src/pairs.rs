//! Which submissions and which judgements belong together.

use std::collections::{BTreeMap, BTreeSet};

use foi_model::{Answer, Cell, Code, Dimensions, Evidence, Observation, QuestionId, Submission, Value};

use crate::Aspect;

/// Submissions of two readings.
pub(crate) struct Matched<'s> {
    pub(crate) both: Vec<(&'s Submission, &'s Submission)>,
    pub(crate) only_first: Vec<String>,
    pub(crate) only_second: Vec<String>,
}

pub(crate) fn matched<'s>(first: &'s [Submission], second: &'s [Submission]) -> Matched<'s> {
    let by_name: BTreeMap<&str, &Submission> = second.iter().map(|s| (s.submission_id.as_str(), s)).collect();
    let mut both = Vec::new();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let mut left: Vec<&Submission> = Vec::new();
    for submission in first {
        match by_name.get(submission.submission_id.as_str()) {
            Some(other) if taken.insert(&other.submission_id) => both.push((submission, *other)),
            _ => left.push(submission),
        }
    }
    let others: Vec<&Submission> = second.iter().filter(|s| !taken.contains(s.submission_id.as_str())).collect();
    let mut only_first = Vec::new();
    for submission in &left {
        let same = |s: &&&Submission| sender(s).is_some() && sender(s) == sender(submission);
        let (mut theirs, mut ours) = (others.iter().filter(same), left.iter().filter(same));
        match (theirs.next(), theirs.next(), ours.next(), ours.next()) {
            (Some(other), None, Some(_), None) => {
                taken.insert(&other.submission_id);
                both.push((submission, other));
            }
            _ => only_first.push(submission.submission_id.clone()),
        }
    }
    both.sort_by(|a, b| a.0.submission_id.cmp(&b.0.submission_id));
    let only_second = others.iter().filter(|s| !taken.contains(s.submission_id.as_str())).map(|s| s.submission_id.clone());
    Matched { both, only_first, only_second: only_second.collect() }
}

fn sender(submission: &Submission) -> Option<(&str, &str)> {
    Some((submission.authority.as_ref()?.code.as_str(), submission.instrument_id.as_str()))
}

/// What a reading says, and where the words stand.
pub(crate) struct Said {
    pub(crate) said: String,
    pub(crate) place: Option<String>,
}

/// What two readings say of the same thing.
pub(crate) struct Judgement {
    pub(crate) question_id: QuestionId,
    pub(crate) aspect: Aspect,
    pub(crate) cell: Option<String>,
    pub(crate) first: Said,
    pub(crate) second: Said,
}

/// Every judgement that either of two submissions makes.
pub(crate) fn judgements(first: &Submission, second: &Submission) -> Vec<Judgement> {
    let mut found = Vec::new();
    let mut ids: Vec<&QuestionId> = first.answers.iter().map(|a| &a.question_id).collect();
    ids.extend(second.answers.iter().map(|a| &a.question_id).filter(|id| first.answer(id).is_none()));
    for id in ids {
        let (one, other) = (first.answer(id), second.answer(id));
        let judgement = |aspect, first, second| Judgement { question_id: id.clone(), aspect, cell: None, first, second };
        found.push(judgement(Aspect::Disposition, disposition(one, first), disposition(other, second)));
        if [one, other].iter().flatten().any(|a| a.value.is_some()) {
            found.push(judgement(Aspect::Value, value(one, first), value(other, second)));
        }
        let (ours, theirs) = (cells(one), cells(other));
        let keys: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
        for key in keys {
            let cell = Some(name(key.0, key.1));
            let first = figure(ours.get(key).copied(), first);
            let second = figure(theirs.get(key).copied(), second);
            found.push(Judgement { question_id: id.clone(), aspect: Aspect::Figures, cell, first, second });
        }
    }
    found
}

fn said(said: String, evidence: Option<&Evidence>, within: &Submission) -> Said {
    let place = evidence.map(|e| {
        let path = within.documents.iter().find(|d| d.source_id == e.source_id).map(|d| d.path.as_str());
        path.map_or_else(|| e.locator.to_string(), |path| format!("{path}: {}", e.locator))
    });
    Said { said, place }
}

fn disposition(answer: Option<&Answer>, within: &Submission) -> Said {
    let code = answer.map_or("not_found", |a| a.disposition.code().as_str());
    said(code.to_owned(), answer.and_then(|a| a.evidence.as_ref()), within)
}

fn value(answer: Option<&Answer>, within: &Submission) -> Said {
    let text = match answer.and_then(|a| a.value.as_ref()) {
        None => "none".to_owned(),
        Some(Value::Boolean { value }) => if *value { "yes" } else { "no" }.to_owned(),
        Some(Value::Number { value, unit }) => format!("{} {unit}", value.normalize()),
        Some(Value::Date { value }) => value.to_string(),
        Some(Value::Choice { value }) => value.to_string(),
    };
    said(text, answer.and_then(|a| a.evidence.as_ref()), within)
}

type Key<'s> = (&'s Code, &'s Dimensions);

fn cells(answer: Option<&Answer>) -> BTreeMap<Key<'_>, &Observation> {
    answer.into_iter().flat_map(|a| &a.observations).map(|o| ((&o.measure, &o.dimensions), o)).collect()
}

fn figure(observation: Option<&Observation>, within: &Submission) -> Said {
    let text = match observation.map(|o| &o.cell) {
        None => "not_found".to_owned(),
        Some(Cell::Reported(reported)) => format!("{} {}", reported.value.normalize(), reported.unit),
        Some(other) => other.status().as_str().to_owned(),
    };
    said(text, observation.and_then(|o| o.evidence.as_ref()), within)
}

/// `budget home_care 2024-25`.
fn name(measure: &Code, d: &Dimensions) -> String {
    let codes = [&d.service_area, &d.cohort, &d.category].into_iter().flatten().map(ToString::to_string);
    let year = d.financial_year.map(|y| y.to_string());
    std::iter::once(measure.to_string()).chain(codes).chain(year).collect::<Vec<_>>().join(" ")
}
