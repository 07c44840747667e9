//! How like the questions of a survey the passages of a document are, and what that tells of its titles and numbers.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use foi_model::QuestionId;

use crate::bind::align::Sheet;
use crate::bind::asking;
use crate::bind::segment::{Passage, Segment, Side};

/// How like each question the passages are, found once for all that ask for it.
pub(super) struct Alike<'s> {
    segments: &'s [Segment],
    sheet: &'s Sheet,
    seen: Vec<OnceCell<Vec<f64>>>,
}

impl<'s> Alike<'s> {
    pub(super) fn new(segments: &'s [Segment], sheet: &'s Sheet) -> Self {
        Self { segments, sheet, seen: segments.iter().map(|_| OnceCell::new()).collect() }
    }

    /// How like each question of the sheet a passage is, in their order.
    pub(super) fn of(&self, index: usize) -> &[f64] {
        let look = |segment: &Segment| self.sheet.wordings.likenesses(&self.sheet.wordings.passage_of(segment.stems()));
        match (self.seen.get(index), self.segments.get(index)) {
            (Some(seen), Some(segment)) => seen.get_or_init(|| look(segment)),
            _ => &[],
        }
    }

    /// How like a question a few words below its number are that have an answer below them: `12. Contact`.
    pub(super) fn heading(&self, index: usize, question: usize) -> Option<f64> {
        let (segment, below) = (self.segments.get(index)?, self.segments.get(index + 1)?);
        let body = segment.body();
        let free = |s: &Segment| s.side == Side::Free && s.passage == Passage::Body && !s.is_table();
        let line = segment.side == Side::Free && !segment.is_table();
        let short = line && body.split_whitespace().count() <= 14 && !body.trim_end().ends_with(['.', ':', ';', ',']);
        let labelled = below.side == Side::Free && below.passage == Passage::ResponseIntro;
        let answered = labelled || free(below) && below.marker.is_none() && !below.asks() && !below.heading;
        // What a clause says of the topic is said of nothing else: `Deciding what carers can do`.
        let clause = ["how", "what", "where", "which", "whether", "when"];
        let topic: Vec<&str> = body.split_whitespace().take_while(|w| !clause.contains(&w.to_lowercase().as_str())).collect();
        let covered = self.sheet.wordings.covered(question, &self.sheet.wordings.passage(body));
        let speaks = covered < 0.9 && asking::speaks(&topic.join(" "));
        if !short || !answered || segment.says() || speaks {
            return None;
        }
        let likeness = self.of(index).get(question).copied()?;
        (likeness >= 0.45 || covered >= 0.9).then_some(likeness.max(0.45))
    }

    /// The question that a passage is like most, where it is at least so like.
    pub(super) fn best(&self, index: usize, least: f64) -> Option<usize> {
        let best = self.of(index).iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        best.filter(|(_, likeness)| **likeness >= least).map(|(question, _)| question)
    }
}

/// Whether a response counts the questions anew, so that its numbers tell nothing: several of those that are plain by their wording have
/// another number, and more than have their own.
pub(super) fn renumbered(alike: &Alike<'_>, ids: &[Option<QuestionId>]) -> bool {
    let (mut same, mut other) = (0, 0);
    for (index, (segment, id)) in alike.segments.iter().zip(ids).enumerate() {
        let Some(id) = id.as_ref().filter(|_| !segment.is_table() && !segment.old && segment.asks()) else { continue };
        match alike.best(index, 0.7).map(|question| alike.sheet.numbered(id).contains(&question)) {
            Some(true) => same += 1,
            Some(false) => other += 1,
            None => {}
        }
    }
    other >= 3 && other > same
}

/// Where a letter begins to speak, below its head and what it is about; 0 where it has no such beginning.
fn begins(segments: &[Segment]) -> usize {
    /// The head of a letter has no more passages.
    const HEAD: usize = 12;
    segments.iter().take(HEAD).position(|s| s.passage == Passage::Courtesy).unwrap_or(0)
}

/// The lines that stand as titles above answers, in a response that repeats each question in a few words and without its number.
pub(super) fn titles(alike: &Alike<'_>) -> BTreeSet<usize> {
    /// So many questions have to be known by their titles before a title that says little is taken for one.
    const KNOWN: usize = 5;
    if alike.sheet.questions.iter().all(|q| q.phrases.is_empty()) {
        return BTreeSet::new();
    }
    let mut found = BTreeSet::new();
    let mut known = BTreeSet::new();
    let lines = alike.segments.iter().enumerate().skip(begins(alike.segments)).filter(|(_, s)| s.is_line());
    for (index, segment) in lines {
        let likenesses = alike.of(index);
        if likenesses.iter().any(|l| *l >= 0.3) && !segment.says() {
            found.insert(index);
            known.extend(likenesses.iter().enumerate().filter(|(_, l)| **l >= 0.6).map(|(question, _)| question));
        }
    }
    if known.len() < KNOWN { BTreeSet::new() } else { found }
}
