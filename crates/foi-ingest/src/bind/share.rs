//! Answers to no known survey that stand once and are of several questions.

use std::collections::{BTreeMap, BTreeSet};

use foi_model::{Question, QuestionId};

use crate::bind::align::Sheet;
use crate::bind::apart;
use crate::bind::marker;
use crate::bind::segment::{Passage, Passages, Segment, Side, begins_with_ground, cites};
use crate::bind::{Binding, Bound, Span};
use crate::interpret::sentences;
use crate::lexicon::patterns;

/// How sure it is that an answer below several questions is of all of them.
const BELOW: u8 = 60;

/// Words that only point, or bear the mark of a note, are no more than these.
const SHORT: usize = 8;

/// Words that refuse and point to their reasons are no more than these.
const LONG: usize = 24;

/// So many questions in a row that nothing answers were not left out one by one.
const MANY: usize = 3;

/// Gives questions that nothing answers the words that are theirs too.
pub(crate) fn shared(mut bound: Bound) -> Bound {
    noted(&mut bound);
    named_together(&mut bound);
    below_all(&mut bound);
    bound
}

/// A document that asks nothing and counts nothing, or answers no question by itself: what it says is of the request as a whole, where it
/// refuses, points or gives anything.
pub(crate) fn whole(bound: &mut Bound, questions: &[Question], segments: &[Segment]) {
    let unasked = matches!(questions, [only] if only.prompt.is_empty());
    if questions.is_empty() || !bound.general.is_empty() || bound.bindings.iter().any(|b| !is_blank(b)) {
        return;
    }
    let says = |s: &Segment| {
        let text = s.text();
        ["declined", "not_held", "attachment", "published", "clarification"].iter().any(|name| patterns(name).is_in(text))
            || text.to_lowercase().contains("exempt")
            || cites(text)
            || unasked && s.span.text.has_link()
    };
    let own = |s: &&Segment| {
        let body = s.passage == Passage::Body && (unasked || says(s)) || s.passage == Passage::Courtesy && says(s);
        let asks_back = unasked || patterns("clarification").is_in(s.text());
        let asks = s.asks() && (!asks_back || !says(s) || s.text().trim_end().ends_with('?'));
        !s.old && !s.quoted && !s.heading && !s.is_table() && body && !asks
    };
    // An acknowledgement answers nothing.
    let receipt = |s: &Segment| s.passage != Passage::Closing && !s.quoted && patterns("acknowledgement").is_in(s.text());
    let receipt = segments.iter().any(receipt);
    if receipt && !unasked {
        return;
    }
    let thanks = segments.iter().position(|s| s.passage == Passage::Courtesy && !s.old && !s.quoted);
    let letter = thanks.filter(|_| unasked && !receipt);
    // A letter that refuses nothing and points nowhere tells what it has to tell.
    let intro =
        segments.iter().position(|s| s.passage == Passage::ResponseIntro && !s.old && !s.quoted).filter(|_| unasked && !receipt);
    let speaks = segments.iter().position(|s| own(&s) && says(s));
    let from = intro.into_iter().chain(speaks).min().or(letter).unwrap_or(segments.len());
    let spans: Vec<Span> = segments.iter().skip(from).filter(own).map(|s| s.span.clone()).collect();
    let blocks: BTreeSet<usize> = spans.iter().map(|s| s.block).collect();
    bound.rest.retain(|s| !blocks.contains(&s.block));
    bound.general = spans;
}

/// A response to a known survey that has none of its questions and numbers, a title of what it is about at most: what it says of the
/// request as a whole.
pub(crate) fn letter(bound: &Bound, sheet: &Sheet, segments: &[Segment], passages: &Passages<'_>) -> Option<Bound> {
    let titled: BTreeSet<usize> = bound.bindings.iter().flat_map(|b| &b.question_spans).map(|s| s.block).collect();
    let asks = |s: &Segment| s.marker.is_some() || s.side != Side::Free || s.text().contains('?');
    let asked = segments.iter().any(|s| titled.contains(&s.span.block) && asks(s));
    // A table of two columns at its head has names and dates.
    let figures = |s: &Segment| s.is_table() && passages.table(s.span.block).is_some_and(|t| t.width() > 2);
    if asked || bound.bindings.len() > 1 || segments.iter().any(figures) {
        return None;
    }
    let mut letter = Bound { rest: segments.iter().map(|s| s.span.clone()).collect(), ..Bound::default() };
    whole(&mut letter, &sheet.questions, segments);
    (!letter.general.is_empty()).then_some(letter)
}

/// What refuses, points or asks back below questions none of which has an answer of its own is said of the request as a whole and not of
/// the last of them.
pub(crate) fn below_questions(mut bound: Bound) -> Bound {
    let last = bound.bindings.iter().flat_map(|b| &b.question_spans).map(|s| s.block).max();
    let below = |b: &Binding| b.answer.iter().all(|s| s.row.is_none() && !s.table && last < Some(s.block));
    let speaks =
        |b: &Binding| b.answer.iter().any(|s| apart::speaks(s.text.as_str()) || patterns("clarification").is_in(s.text.as_str()));
    let many = bound.bindings.len() > MANY;
    let mut answered = bound.bindings.iter_mut().filter(|b| !is_blank(b));
    if let (true, Some(only), None) = (many, answered.next(), answered.next())
        && below(only)
        && speaks(only)
    {
        bound.general.append(&mut only.answer);
    }
    bound
}

fn is_blank(binding: &Binding) -> bool {
    binding.answer.iter().all(|s| !s.table && s.text.is_blank())
}

fn takes(to: &mut Binding, answer: &[Span], confidence: u8, why: &str) {
    to.answer = answer.to_vec();
    to.shared = true;
    to.confidence = confidence;
    why.clone_into(&mut to.why);
}

/// `The information held in answer to questions 1 to 3 is exempt`, below question 1; `The list answers numbers 2 and 3`, which have no words
/// of their own; `What is asked in questions 2 and 5 is exempt`, where these say `Refused, please see below`.
fn named_together(bound: &mut Bound) {
    let open = |b: &Binding| is_blank(b) || points_on(b);
    if !bound.bindings.iter().any(open) {
        return;
    }
    let sheet = Sheet::new(&bound.questions);
    let id = |index: &usize| sheet.questions.get(*index).map(|q| q.id.clone());
    let mut given: BTreeMap<QuestionId, Vec<Span>> = BTreeMap::new();
    for binding in &mut bound.bindings {
        let mut moved = Vec::new();
        for (place, span) in binding.answer.iter().enumerate().filter(|(_, s)| !s.table) {
            let text = span.text.as_str();
            let named = sentences(text).into_iter().find_map(|range| marker::named_in(text.get(range)?));
            let Some(named) = named.filter(|m| m.labels.len() > 1) else { continue };
            let questions: Vec<QuestionId> = sheet.of_marker(&named, "", &BTreeMap::new()).iter().filter_map(id).collect();
            let own = questions.contains(&binding.question);
            // What names the question and others says of all what stands there and below it.
            let words = if own { binding.answer.clone() } else { vec![span.clone()] };
            if !own && place > 0 && questions.iter().all(|q| *q > binding.question) {
                moved.push(place);
            }
            questions.into_iter().filter(|q| *q != binding.question).for_each(|q| {
                given.entry(q).or_insert_with(|| words.clone());
            });
        }
        for place in moved.into_iter().rev() {
            binding.answer.remove(place);
        }
    }
    for binding in bound.bindings.iter_mut().filter(|b| open(b)) {
        if let Some(answer) = given.remove(&binding.question) {
            takes(binding, &answer, 80, "named in the answer of another question");
        }
    }
}

/// A note below the last answer, and the answers that point to it: `*Response below` to `*These rates are exempt`, `see the refusal notice
/// below` to `NOTICE OF REFUSAL`.
fn noted(bound: &mut Bound) {
    // `Exemption - Section 43(2), commercial interests` heads the reasons of what is `exempt, see below`.
    let heads = |text: &str| {
        !text.trim_end().ends_with('.')
            && begins_with_ground(text.trim_start_matches("Exemption").trim_start_matches([' ', '-', '–', ':']))
    };
    let notice = |text: &str| text.split_whitespace().count() <= SHORT && (patterns("refusal_notice").is_in(text) || heads(text));
    let starred = |text: &str| text.starts_with('*') && text.split_whitespace().count() > SHORT;
    let below = |span: &Span| !span.table && (notice(span.text.as_str()) || starred(span.text.as_str()));
    let place = |b: &Binding| b.answer.iter().position(below);
    let Some(at) = bound.bindings.iter().rposition(|b| place(b).is_some()) else { return };
    let Some((from, note)) = bound.bindings.get(at).and_then(|b| {
        let from = place(b)?;
        Some((from, b.answer.get(from..)?.to_vec()))
    }) else {
        return;
    };
    let star = note.first().is_some_and(|s| starred(s.text.as_str()));
    let points = |span: &Span| {
        let lower = span.text.as_str().to_lowercase();
        let short = lower.split_whitespace().count() <= SHORT;
        let below = || ["below", "attached", "at the end", "at the foot"].iter().any(|w| lower.contains(w));
        let refers = || ["notice", "exempt", "refus", "withheld", "explanation"].iter().any(|w| lower.contains(w));
        !span.table
            && if star { short && lower.contains('*') } else { refers() && below() && lower.split_whitespace().count() <= LONG }
    };
    let pointing: Vec<usize> = (0..bound.bindings.len())
        .filter(|i| {
            bound.bindings.get(*i).is_some_and(|b| b.answer.iter().take(if *i == at { from } else { usize::MAX }).any(points))
        })
        .collect();
    if pointing.iter().all(|i| *i == at) {
        return;
    }
    for (index, binding) in bound.bindings.iter_mut().enumerate() {
        if index == at && !pointing.contains(&at) {
            binding.answer.truncate(from);
        } else if index != at && pointing.contains(&index) {
            binding.answer.extend(note.iter().cloned());
            binding.shared = true;
        }
    }
}

/// `Refused - please see below` and nothing else.
fn points_on(binding: &Binding) -> bool {
    let [only] = binding.answer.as_slice() else { return false };
    let text = only.text.as_str();
    !only.table && text.split_whitespace().count() <= SHORT && text.to_lowercase().contains("below")
}

/// Questions one below the other with nothing between them, and an answer below the last: the whole request, or so many that none of them
/// was left out.
fn below_all(bound: &mut Bound) {
    let said: Vec<usize> = bound.general.iter().map(|s| s.block).collect();
    let mut from = 0;
    for at in 0..bound.bindings.len() {
        if bound.bindings.get(at).is_none_or(is_blank) {
            continue;
        }
        let run = bound.bindings.get(from..=at).unwrap_or_default();
        let adjoining = run.windows(2).rev().take_while(|w| matches!(w, [a, b] if adjoin(a, b, &said))).count();
        // The parts of one question are asked together.
        let stem = run.last().map(|b| b.question.stem());
        let of_it = |b: &Binding| !b.question.part().is_empty() && Some(b.question.stem()) == stem;
        let parts = run.iter().rev().take(adjoining + 1).all(of_it);
        if adjoining > 0
            && (adjoining == at || adjoining >= MANY || parts)
            && let Some((below, before)) = bound.bindings.get_mut(at - adjoining..=at).and_then(<[Binding]>::split_last_mut)
        {
            // Figures below several parts are certain of none.
            if parts && below.answer.iter().any(|s| s.table || s.text.as_str().contains(|c: char| c.is_ascii_digit())) {
                below.confidence = below.confidence.min(BELOW);
            }
            before
                .iter_mut()
                .for_each(|b| takes(b, &below.answer, BELOW.min(below.confidence), "the answer below several questions"));
        }
        from = at + 1;
    }
}

/// Whether nothing stands between two questions, so that the words below the second can be of both.
fn adjoin(before: &Binding, below: &Binding, said: &[usize]) -> bool {
    let free = |b: &Binding| b.question_spans.iter().all(|s| s.row.is_none()) && !b.question_spans.is_empty();
    let ends = before.question_spans.iter().map(|s| s.block).max();
    // The parts of a question have its words in common.
    let begins = below.question_spans.iter().map(|s| s.block).filter(|b| ends.is_none_or(|e| e < *b)).min();
    let part = below.question.stem() == before.question.as_str();
    let nothing = ends < begins && !said.iter().any(|s| ends < Some(*s) && Some(*s) < begins);
    is_blank(before) && free(before) && free(below) && nothing && !part
}
