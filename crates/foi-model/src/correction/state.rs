//! What a submission says in the place that a correction is about.

use super::{AnswerField, Change, Correction, IdentityField};
use crate::evidence::Evidence;
use crate::observation::{Cell, Observation};
use crate::submission::{Answer, Submission, Value};

/// What stands in the place that a correction is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The words that it was read from; `None` where there are none.
    pub raw: Option<String>,
    /// The value that was read, such as `21034 GBP`, `not_held`, `true`.
    pub value: String,
    /// Where the words stand.
    pub evidence: Option<Evidence>,
}

impl State {
    /// What a submission says in the place of a change; `None` where it has no such question.
    pub fn of(submission: &Submission, change: &Change) -> Option<Self> {
        let words = |evidence: Option<&Evidence>| evidence.map(|e| e.quote.clone());
        let identity = |value: Option<String>, evidence: Option<&Evidence>| Self {
            raw: words(evidence),
            value: value.unwrap_or_else(|| "none".to_owned()),
            evidence: evidence.cloned(),
        };
        let request = &submission.request;
        Some(match change {
            Change::Cell { question_id, measure, dimensions, .. } => {
                let answer = submission.answer(question_id)?;
                let found = answer.observations.iter().find(|o| &o.measure == measure && &o.dimensions == dimensions);
                found.map_or_else(|| Self { raw: None, value: "not_found".to_owned(), evidence: None }, Self::of_cell)
            }
            Change::Disposition { question_id, .. } => Self::of_answer(submission.answer(question_id)?, disposition_text),
            Change::Value { question_id, .. } => {
                Self::of_answer(submission.answer(question_id)?, |a| a.value.as_ref().map_or_else(|| "none".to_owned(), value_text))
            }
            Change::Authority { .. } => {
                let authority = submission.authority.as_ref();
                identity(authority.map(|a| a.code.to_string()), authority.and_then(|a| a.evidence.as_ref()))
            }
            Change::Reference { .. } => identity(request.reference.clone(), request.reference_evidence.as_ref()),
            Change::RequestedOn { .. } => {
                identity(request.requested_on.map(|d| d.to_string()), request.requested_on_evidence.as_ref())
            }
            Change::RespondedOn { .. } => {
                identity(request.responded_on.map(|d| d.to_string()), request.responded_on_evidence.as_ref())
            }
        })
    }

    /// What was read there before anybody corrected it.
    pub fn read(submission: &Submission, change: &Change) -> Option<Self> {
        let now = Self::of(submission, change)?;
        let answer = change.question_id().and_then(|id| submission.answer(id));
        let corrected = match change {
            Change::Cell { measure, dimensions, .. } => {
                let same = |o: &&Observation| &o.measure == measure && &o.dimensions == dimensions;
                answer.and_then(|a| a.observations.iter().find(same)).and_then(|o| o.corrected.as_ref())
            }
            Change::Disposition { .. } => answer.and_then(|a| a.corrected.get(&AnswerField::Disposition)),
            Change::Value { .. } => answer.and_then(|a| a.corrected.get(&AnswerField::Value)),
            Change::Authority { .. } => submission.corrected.get(&IdentityField::Authority),
            Change::Reference { .. } => submission.corrected.get(&IdentityField::Reference),
            Change::RequestedOn { .. } => submission.corrected.get(&IdentityField::RequestedOn),
            Change::RespondedOn { .. } => submission.corrected.get(&IdentityField::RespondedOn),
        };
        Some(corrected.map_or_else(|| now.clone(), |c| Self { value: c.replaced.clone(), ..now.clone() }))
    }

    fn of_cell(observation: &Observation) -> Self {
        Self { raw: observation.raw.clone(), value: cell_text(&observation.cell), evidence: observation.evidence.clone() }
    }

    fn of_answer(answer: &Answer, text: impl Fn(&Answer) -> String) -> Self {
        Self { raw: answer.evidence.as_ref().map(|e| e.quote.clone()), value: text(answer), evidence: answer.evidence.clone() }
    }

    /// How the state differs from what a correction replaces, in words; `None` where it does not.
    pub fn differs(&self, correction: &Correction) -> Option<String> {
        let words = |raw: &Option<String>| raw.as_ref().map_or_else(|| "no words".to_owned(), |r| format!("`{}`", shortened(r)));
        if self.raw != correction.replaces_raw {
            return Some(format!("it replaces {}, and the source has {}", words(&correction.replaces_raw), words(&self.raw)));
        }
        let value = correction.replaces_value.as_ref().filter(|value| **value != self.value)?;
        Some(format!("it replaces the value `{value}`, and the same words are now read as `{}`", self.value))
    }
}

impl Change {
    /// What it is about, in words.
    pub fn subject(&self) -> String {
        match self {
            Self::Cell { question_id, measure, dimensions, .. } => {
                let of = dimensions.to_string();
                let of = if of.is_empty() { of } else { format!(" of {of}") };
                format!("{measure}{of} (question {question_id})")
            }
            Self::Disposition { question_id, .. } => format!("the disposition of question {question_id}"),
            Self::Value { question_id, .. } => format!("the value of question {question_id}"),
            Self::Authority { .. } => "the authority".to_owned(),
            Self::Reference { .. } => "the reference".to_owned(),
            Self::RequestedOn { .. } => "the date of the request".to_owned(),
            Self::RespondedOn { .. } => "the date of the response".to_owned(),
        }
    }

    /// Whether two changes are of the same value, whatever it shall be.
    pub fn same_place(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Cell { question_id, measure, dimensions, .. },
                Self::Cell { question_id: other, measure: other_measure, dimensions: other_dimensions, .. },
            ) => (question_id, measure, dimensions) == (other, other_measure, other_dimensions),
            (Self::Disposition { question_id, .. }, Self::Disposition { question_id: other, .. })
            | (Self::Value { question_id, .. }, Self::Value { question_id: other, .. }) => question_id == other,
            (Self::Authority { .. }, Self::Authority { .. })
            | (Self::Reference { .. }, Self::Reference { .. })
            | (Self::RequestedOn { .. }, Self::RequestedOn { .. })
            | (Self::RespondedOn { .. }, Self::RespondedOn { .. }) => true,
            _ => false,
        }
    }
}

/// A cell in words: `21034 GBP`, `suppressed 0 to 4`, `not_held`.
fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Reported(reported) => format!("{} {}", reported.value.normalize(), reported.unit),
        Cell::Suppressed { lower_bound: Some(low), upper_bound: Some(high), .. } => format!("suppressed {low} to {high}"),
        other => other.status().as_str().to_owned(),
    }
}

/// A disposition in words, with its grounds: `withheld FOIA s43(2)`.
fn disposition_text(answer: &Answer) -> String {
    let mut text = answer.disposition.code().as_str().to_owned();
    for provision in answer.disposition.exemptions().iter().filter_map(|e| e.provision.as_ref()) {
        text.push_str(&format!(" {provision}"));
    }
    text
}

/// A value in words: `true`, `15 percent`, `2024-03-01`.
fn value_text(value: &Value) -> String {
    match value {
        Value::Boolean { value } => value.to_string(),
        Value::Number { value, unit } => format!("{} {unit}", value.normalize()),
        Value::Date { value } => value.to_string(),
        Value::Choice { value } => value.to_string(),
    }
}

/// Enough of long words to know them by.
fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST).chain(['…']).collect() }
}
