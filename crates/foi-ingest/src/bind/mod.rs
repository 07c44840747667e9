//! Which words answer which question.
//!
//! Passages that open a question are found by aligning the instrument with the document over wording, number and order; what stands
//! between them is theirs. Question words never are: the echo is taken off first.

mod align;
mod alike;
mod apart;
mod asking;
mod assign;
mod caption;
mod cases;
mod cut;
mod divide;
mod echo;
mod joined;
mod letters;
mod marker;
mod older;
mod on_line;
mod outline;
mod parts;
mod reply;
mod request;
mod segment;
mod share;
mod tidy;
mod wording;
mod wrapped;

use std::collections::BTreeMap;

use foi_model::{Question, QuestionId};
use serde::{Deserialize, Serialize};

use crate::document::Rich;
use crate::identify::Identity;
use segment::Segment;

pub(crate) use align::Sheet;
pub(crate) use asking::asks;
pub(crate) use divide::divide;
pub(crate) use marker::Marker;
pub(crate) use older::older_message;
pub(crate) use segment::Passages;
pub(crate) use wording::{Vocabulary, stems};

/// Words of a document: a block, a cell of it, a part of their text, or a whole table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The block, by its place in the document.
    pub block: usize,
    /// The row of a table's cell, counted from 0.
    pub row: Option<usize>,
    /// The column of a table's cell, counted from 0.
    pub column: Option<usize>,
    /// Whether this is the whole table that the block is; `text` is empty then.
    pub table: bool,
    /// The words.
    pub text: Rich,
}

/// The words that answer a question.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Binding {
    /// The question.
    pub question: QuestionId,
    /// Where the question is repeated.
    pub question_spans: Vec<Span>,
    /// The answer.
    pub answer: Vec<Span>,
    /// Whether the same words answer other questions too.
    pub shared: bool,
    /// How sure it is, in hundredths of certainty.
    pub confidence: u8,
    /// What decided.
    pub why: String,
    /// The question that came next, and how sure it was.
    pub runner_up: Option<(QuestionId, u8)>,
}

/// What a document says to which question.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Bound {
    /// The questions that were found, in the order of the instrument.
    pub bindings: Vec<Binding>,
    /// The questions that the document has of itself, where no instrument fits.
    pub questions: Vec<Question>,
    /// What is said of the request as a whole.
    pub general: Vec<Span>,
    /// The section that the document sends a `no` to the screening question to, such as `3`.
    pub no_goes_to: Option<String>,
    /// What belongs to no question: letterhead, courtesies, rights of review.
    pub rest: Vec<Span>,
}

/// Finds what a document says to each question of the instrument, or of its own questions where no instrument fits.
pub(crate) fn bind(passages: &Passages<'_>, identity: &Identity) -> Bound {
    match &identity.instrument {
        Some(instrument) => {
            let sheet = instrument.sheet();
            let segments = segments(passages, sheet);
            let bound = share::below_questions(assign::assign(&segments, sheet, &BTreeMap::new()));
            share::letter(&bound, sheet, &segments, passages).unwrap_or(bound)
        }
        None => {
            let segments = tidy::tidy(wrapped::joined(segments(passages, &Sheet::new(&[]))), passages);
            if let Some((questions, bound)) = apart::bind(&segments) {
                return share::shared(Bound { questions, ..bound });
            }
            let outline = outline::questions(&segments);
            let places: Vec<Option<usize>> = outline.iter().map(|o| o.segment).collect();
            let questions: Vec<Question> = outline.into_iter().map(|o| o.question).collect();
            let begins = outline::begins(&segments, &questions);
            let (before, own) = segments.split_at(begins);
            let places = places.iter().enumerate().filter_map(|(q, at)| Some((at.as_ref()?.checked_sub(begins)?, q))).collect();
            let mut bound = assign::assign(own, &Sheet::new(&questions), &places);
            bound.rest.splice(0..0, before.iter().map(|s| s.span.clone()));
            bound.bindings.iter_mut().for_each(cases::without_cases);
            share::whole(&mut bound, &questions, &segments);
            share::shared(Bound { questions, ..bound })
        }
    }
}

/// Whether no number stands before a text.
pub(crate) fn unnumbered(text: &str) -> bool {
    marker::parse(text).is_none()
}

/// The passages of a document as a list of questions divides them.
fn segments(passages: &Passages<'_>, sheet: &Sheet) -> Vec<Segment> {
    let mut segments = joined::join_numbers(passages.against(&|text| sheet.best_likeness(text) >= 0.55), sheet);
    for marker in segments.iter_mut().filter_map(|s| s.marker.as_mut()) {
        *marker = sheet.own(marker);
    }
    segments
}

/// Whether a document repeats and numbers no question, and says of the request as a whole why nothing is given.
pub(crate) fn is_letter(passages: &Passages<'_>, sheet: &Sheet) -> bool {
    let segments = segments(passages, sheet);
    share::letter(&assign::assign(&segments, sheet, &BTreeMap::new()), sheet, &segments, passages).is_some()
}

/// What a document repeats of the questions of an instrument.
pub(crate) struct Repeats {
    /// How many questions.
    pub(crate) count: usize,
    /// How well, added up.
    pub(crate) score: f64,
    /// How well the best of them.
    pub(crate) best: f64,
    /// Under how many numbers of the instrument the document asks something else.
    pub(crate) others: usize,
}

/// What a document repeats of the questions of an instrument.
pub(crate) fn fit(passages: &Passages<'_>, sheet: &Sheet) -> Repeats {
    let segments = segments(passages, sheet);
    let anchors = align::echoes(&segments, sheet);
    let well: Vec<f64> = anchors.iter().map(|a| a.score).filter(|s| *s >= 0.6).collect();
    let others = segments.iter().filter(|s| !s.old && s.asks() && s.body().split_whitespace().count() >= OTHER).filter(|s| {
        let label = s.marker.as_ref().and_then(|m| <&[_; 1]>::try_from(m.labels.as_slice()).ok());
        let id = label
            .and_then(|[label]| align::effective(label, ""))
            .filter(|id| id.as_str().starts_with(|c: char| c.is_ascii_digit()));
        let words = sheet.wordings.passage(s.body());
        let likeness = |q: usize| sheet.wordings.likeness(q, &words);
        id.is_some_and(|id| {
            sheet.questions.iter().enumerate().filter(|(_, q)| q.id.stem() == id.stem()).all(|(q, _)| likeness(q) < UNLIKE)
        })
    });
    let best = well.iter().copied().fold(0.0, f64::max);
    Repeats { count: well.len(), score: well.iter().sum(), best, others: others.count() }
}

/// A question of so many words can be told from another.
const OTHER: usize = 5;

/// Two questions that are no more alike have nothing to do with each other.
const UNLIKE: f64 = 0.2;
