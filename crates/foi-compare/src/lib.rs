//! How far two readings of the same responses agree: two people's, or a person's and the tool's.
//!
//! What is compared are judgements, each one of a few or of many categories: the disposition of a question, its value, each figure of its
//! tables. Free text is left out, as no two people write the same.

mod kappa;
mod pairs;

use std::collections::BTreeMap;

use foi_model::{QuestionId, Submission};
use serde::Serialize;

pub use kappa::{Agreement, Share};
use pairs::Judgement;

/// What of an answer is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// What kind of saying the answer is.
    Disposition,
    /// Its value: yes or no, a number, a date.
    Value,
    /// The figures of its tables, each with its status.
    Figures,
}

impl Aspect {
    /// The name in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Disposition => "disposition",
            Self::Value => "value",
            Self::Figures => "figures",
        }
    }
}

/// How far two readings agree on an aspect of a question, over all submissions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measure {
    /// The survey, as the first reading has it.
    pub instrument_id: String,
    /// The question.
    pub question_id: QuestionId,
    /// What of it.
    pub aspect: Aspect,
    /// How far they agree.
    #[serde(flatten)]
    pub agreement: Agreement,
}

/// A judgement on which two readings differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// The submission, by its name in the first reading.
    pub submission_id: String,
    /// The question.
    pub question_id: QuestionId,
    /// What of it.
    pub aspect: Aspect,
    /// Which figure; absent for dispositions and values.
    pub cell: Option<String>,
    /// What the first reading says.
    pub first: String,
    /// Where the words stand that it rests on.
    pub first_place: Option<String>,
    /// What the second reading says.
    pub second: String,
    /// Where the words stand that it rests on.
    pub second_place: Option<String>,
}

/// Two readings, held against each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Each aspect of each question, in order.
    pub measures: Vec<Measure>,
    /// All of them together.
    pub overall: Agreement,
    /// Everything on which they differ.
    pub conflicts: Vec<Conflict>,
    /// Number of submissions that both have.
    pub submissions: usize,
    /// Those that the first alone has.
    pub only_first: Vec<String>,
    /// Those that the second alone has.
    pub only_second: Vec<String>,
}

/// Holds two readings against each other. Submissions are matched by name, and those that are left by authority and instrument, where
/// each has one of them.
pub fn compare(first: &[Submission], second: &[Submission]) -> Comparison {
    let matched = pairs::matched(first, second);
    let mut judgements: BTreeMap<(String, QuestionId, Aspect), Vec<(String, String)>> = BTreeMap::new();
    let mut conflicts = Vec::new();
    for (one, other) in &matched.both {
        for Judgement { question_id, aspect, cell, first, second } in pairs::judgements(one, other) {
            if first.said != second.said {
                conflicts.push(Conflict {
                    submission_id: one.submission_id.clone(),
                    question_id: question_id.clone(),
                    aspect,
                    cell,
                    first: first.said.clone(),
                    first_place: first.place,
                    second: second.said.clone(),
                    second_place: second.place,
                });
            }
            judgements.entry((one.instrument_id.clone(), question_id, aspect)).or_default().push((first.said, second.said));
        }
    }
    let all = judgements.values().flatten();
    let overall = Agreement::of(all.map(|(a, b)| (a.as_str(), b.as_str())));
    let measures = judgements.iter().map(|((instrument_id, question_id, aspect), said)| Measure {
        instrument_id: instrument_id.clone(),
        question_id: question_id.clone(),
        aspect: *aspect,
        agreement: Agreement::of(said.iter().map(|(a, b)| (a.as_str(), b.as_str()))),
    });
    Comparison {
        measures: measures.collect(),
        overall,
        conflicts,
        submissions: matched.both.len(),
        only_first: matched.only_first,
        only_second: matched.only_second,
    }
}

#[cfg(test)]
mod tests;
