//! Replies to no known survey that stand apart from the request: the request whole, then the answers under its numbers, or one for all.
//!
//! Where each question is followed by its answer, or a table has one beside the other, this leaves the document to the alignment.

use std::collections::BTreeSet;

use foi_model::{AnswerKind, Question, QuestionId};

use crate::bind::align;
use crate::bind::marker;
use crate::bind::segment::{Passage, Segment, Side};
use crate::bind::tidy::lists_a_case;
use crate::bind::wording;
use crate::bind::{Binding, Bound, Span};
use crate::identify::dates::dates;
use crate::interpret::sentences;
use crate::lexicon::patterns;

/// The most numbers that a request and its reply can have between them.
const MOST: usize = 1_000;

/// Where the reply begins.
struct Split {
    /// The first passage of the reply.
    at: usize,
    /// Whether a heading says so, itself no part of the reply.
    headed: bool,
}

/// A number of a passage and what it stands for.
struct Numbered {
    segment: usize,
    id: QuestionId,
}

/// The questions and their answers, where the reply stands apart.
pub(crate) fn bind(segments: &[Segment]) -> Option<(Vec<Question>, Bound)> {
    if segments.iter().any(|s| s.side != Side::Free) {
        return None;
    }
    let ids = align::effective_ids(segments);
    let numbered: Vec<Numbered> = ids
        .into_iter()
        .enumerate()
        .filter_map(|(segment, id)| Some(Numbered { segment, id: id? }))
        .filter(|n| segments.get(n.segment).is_some_and(|s| !s.old && !matches!(s.passage, Passage::Closing | Passage::Section)))
        .collect();
    if numbered.len() > MOST {
        return None;
    }
    let split = split(segments, &numbered)?;
    let first_of_reply = split.at + usize::from(split.headed);
    // Letters that ask nothing, and no number, are the details of one question.
    let lettered = numbered.iter().filter(|n| n.segment < split.at);
    let details = lettered.clone().all(|n| n.id.stem().is_empty() || !n.id.stem().starts_with(|c: char| c.is_ascii_digit()))
        && !lettered.clone().any(|n| segments.get(n.segment).is_some_and(Segment::asks));
    let asked: Vec<&Numbered> = lettered.filter(|_| !details).collect();
    let replied: Vec<&Numbered> = numbered.iter().filter(|n| n.segment >= first_of_reply).collect();
    let mut request = Request::of(segments, &asked, split.at);
    request.settle(segments, &replied);
    if request.questions.is_empty() {
        request.whole(segments, split.at);
    }
    let mut bound = request.answers(segments, &replied, first_of_reply);
    let used: BTreeSet<usize> =
        bound.bindings.iter().flat_map(|b| b.question_spans.iter().chain(&b.answer)).map(|s| s.block).collect();
    bound.rest = segments.iter().map(|s| &s.span).filter(|s| !used.contains(&s.block)).cloned().collect();
    Some((request.questions.into_iter().map(|q| q.question).collect(), bound))
}

/// `Response 26-05-2021`, `Council's Response`, `Our answers are as follows:` and nothing else.
fn is_reply_head(segment: &Segment) -> bool {
    let text = segment.text();
    if segment.is_table() || segment.marker.is_some() || text.split_whitespace().count() > 12 {
        return false;
    }
    let mut words = text.to_lowercase();
    for (range, _) in dates(text).into_iter().rev() {
        if words.len() == text.len() && words.is_char_boundary(range.start) && words.is_char_boundary(range.end) {
            words.replace_range(range, " ");
        }
    }
    let known = |w: &str| {
        matches!(
            w,
            "response"
                | "responses"
                | "reply"
                | "answer"
                | "answers"
                | "our"
                | "my"
                | "the"
                | "council"
                | "councils"
                | "council's"
                | "is"
                | "are"
                | "as"
                | "follows"
                | "below"
                | "decision"
                | "sent"
                | "date"
                | "dated"
                | "to"
                | "your"
                | "request"
                | "questions"
                | "summary"
                | "provided"
                | "issued"
                | "please"
                | "see"
                | "find"
                | "and"
                | "full"
                | "in"
                | "turn"
                | "information"
                | "trust"
                | "we"
                | "set"
                | "out"
                | "of"
                | "foi"
                | "authority's"
                | "on"
                | "partly"
                | "fully"
                | "disclosed"
                | "refused"
                | "released"
                | "withheld"
                | "supplied"
                | "outcome"
        )
    };
    let words: Vec<&str> =
        words.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).filter(|w| !w.is_empty()).collect();
    // `Partly disclosed/partly refused - 20 April 2016` heads what a log has of a reply.
    let dated = !dates(text).is_empty();
    let names = words.iter().any(|w| matches!(*w, "response" | "responses" | "reply" | "answer" | "answers" | "decision"))
        || dated && words.iter().any(|w| matches!(*w, "disclosed" | "refused" | "released" | "supplied" | "withheld"));
    names && words.iter().all(|w| known(&w.replace('’', "'")) || w.chars().all(|c| c.is_ascii_digit()))
        || segment.passage == Passage::ResponseIntro && text.split_whitespace().count() <= 6
}

/// Whether words are left after the last question of a passage: an answer on the same line.
fn says_more(segment: &Segment) -> bool {
    let body = segment.body();
    match body.rfind('?') {
        Some(end) => body.get(end + 1..).is_some_and(|rest| {
            let rest = rest.trim_matches(|c: char| !c.is_alphanumeric() && c != '(');
            !rest.is_empty() && !rest.starts_with('(') && !wording::asks(rest)
        }),
        None => !segment.asks(),
    }
}

/// What nobody would answer with: a request goes on, or a letter is polite.
fn of_the_request(segment: &Segment) -> bool {
    segment.asks() && !segment.is_table()
        || matches!(segment.passage, Passage::Requester | Passage::RequestIntro | Passage::Courtesy)
        || segment.text().trim_end().ends_with(['?', ':'])
        || segment.quoted
        || !segment.is_table() && lists_a_case(segment.text())
}

fn split(segments: &[Segment], numbered: &[Numbered]) -> Option<Split> {
    let heads: Vec<usize> = segments.iter().enumerate().filter(|(_, s)| !s.old && is_reply_head(s)).map(|(i, _)| i).collect();
    let first = numbered.first().map(|n| n.segment);
    let asking = |range: std::ops::Range<usize>| {
        segments
            .get(range)
            .unwrap_or_default()
            .iter()
            .any(|s| s.passage == Passage::Body && s.asks() || matches!(s.passage, Passage::Requester | Passage::RequestIntro))
    };
    if heads.len() <= 2
        && let Some(&head) = heads.iter().find(|h| first.is_some_and(|f| f < **h) || asking(0..**h))
    {
        let after: Vec<&Numbered> = numbered.iter().filter(|n| n.segment > head).collect();
        // Questions that come again with their answers below them are for the alignment.
        let again = after.iter().filter(|n| segments.get(n.segment).is_some_and(|s| s.asks() || s.body().contains('?'))).count();
        let before = numbered.iter().any(|n| n.segment < head);
        let asked = |from: usize, to: usize| {
            let part = segments.get(from..to).unwrap_or_default();
            part.iter().filter(|s| s.text().trim_end().ends_with('?')).map(Segment::text).collect::<BTreeSet<_>>()
        };
        if asked(0, head).intersection(&asked(head, segments.len())).count() >= 2 {
            return None;
        }
        return (again * 2 <= after.len() || before && again * 2 < after.len() + 1).then_some(Split { at: head, headed: true });
    }
    if !heads.is_empty() && heads.len() > 2 {
        return None;
    }
    if let Some(at) = greeting_of_the_reply(segments, numbered) {
        return Some(Split { at, headed: true });
    }
    let digits = numbered.iter().any(|n| n.id.stem().starts_with(|c: char| c.is_ascii_digit()));
    let ask = numbered.iter().any(|n| segments.get(n.segment).is_some_and(Segment::asks));
    if !digits && !ask {
        return below_the_request(segments);
    }
    let first = first?;
    let start = numbered.first()?;
    // The numbers begin again.
    let again = numbered.iter().skip(1).find(|n| n.id == start.id).map(|n| n.segment);
    let end = again.unwrap_or(segments.len());
    let run: Vec<usize> = numbered.iter().map(|n| n.segment).filter(|s| *s < end).collect();
    let last = *run.last()?;
    let pure = (first..=last).all(|i| {
        segments.get(i).is_some_and(|s| {
            let number = run.contains(&i);
            !s.is_table() && if number { !says_more(s) || is_dimension(s.body()) } else { of_the_request(s) || s.is_blank() }
        })
    });
    if !pure {
        return None;
    }
    if let Some(at) = again {
        let answers = numbered.iter().filter(|n| n.segment >= at);
        let asks = answers.clone().filter(|n| segments.get(n.segment).is_some_and(|s| s.body().contains('?'))).count();
        return (run.len() >= 2 && asks * 2 < answers.count()).then_some(Split { at, headed: false });
    }
    // One reply below all questions.
    let reply = segments.iter().enumerate().skip(last + 1).find(|(_, s)| !of_the_request(s) && !s.is_blank())?;
    let says = !reply.1.old && !matches!(reply.1.passage, Passage::Closing | Passage::SmallPrint | Passage::Section);
    (run.len() >= 2 && says).then_some(Split { at: reply.0, headed: false })
}

/// Correspondence from its beginning: the request, signed, and below it the letter that answers, with its own greeting.
fn greeting_of_the_reply(segments: &[Segment], numbered: &[Numbered]) -> Option<usize> {
    let (first, asks) = (numbered.first()?.segment, |n: &Numbered| segments.get(n.segment).is_some_and(|s| s.asks()));
    let signed = first + segments.iter().skip(first).position(|s| s.passage == Passage::Closing && !s.is_table())?;
    let greets = |s: &Segment| {
        let lower = s.text().trim_start().to_lowercase();
        lower.starts_with("dear ") && !["council", "authority", "trust", "team", "officer"].iter().any(|w| lower.contains(w))
    };
    let at = segments.iter().enumerate().skip(signed).filter(|(_, s)| !s.old && greets(s)).map(|(i, _)| i).last()?;
    // Where the letter has questions of its own, these tell more.
    let (before, after): (Vec<&Numbered>, Vec<&Numbered>) = numbered.iter().partition(|n| n.segment < at);
    (before.iter().filter(|n| asks(n)).count() >= 2 && after.iter().filter(|n| asks(n)).count() * 2 <= after.len()).then_some(at)
}

/// A request without numbers, and below it the reply.
fn below_the_request(segments: &[Segment]) -> Option<Split> {
    let asks = |s: &Segment| !s.is_table() && !s.old && (s.passage == Passage::Requester || s.passage == Passage::Body && s.asks());
    let questions = segments.iter().filter(|s| asks(s) && s.text().trim_end().ends_with('?')).count();
    let Some(begin) = segments.iter().position(asks) else {
        // A letter that does not repeat the request: all it says is the reply.
        let at = segments.iter().position(|s| s.passage == Passage::Courtesy && !s.old)? + 1;
        // An acknowledgement answers nothing.
        let replies = |s: &Segment| s.is_table() || s.passage != Passage::Closing && says_something(s.text());
        return segments.iter().skip(at).any(replies).then_some(Split { at, headed: false });
    };
    let at = segments.iter().enumerate().skip(begin).find(|(_, s)| {
        let goes_on = of_the_request(s) || s.marker.is_some() || lists_a_case(s.text());
        !goes_on && !s.is_blank() && !matches!(s.passage, Passage::Closing | Passage::SmallPrint)
    })?;
    let later = segments.iter().skip(at.0).filter(|s| asks(s) && s.text().trim_end().ends_with('?')).count();
    (!at.1.old && (questions <= 1 || later == 0)).then_some(Split { at: at.0, headed: false })
}

/// Polite words that refuse or give something all the same.
fn says_something(text: &str) -> bool {
    ["declined", "not_held", "attachment", "online"].iter().any(|name| patterns(name).is_in(text))
        || text.to_lowercase().contains("exempt")
}

/// What a letter is about.
fn is_title(segment: &Segment) -> bool {
    let lower = segment.text().trim_start().to_lowercase();
    segment.heading || lower.starts_with("re:") || lower.starts_with("subject:")
}

/// `We cannot give exact numbers for the questions above`.
fn speaks_of_above(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["questions above", "above questions", "answers above", "figures above", "numbers above"].iter().any(|w| lower.contains(w))
}

/// A year, or a few words that ask nothing: one of the cases that a question is asked for.
fn is_dimension(body: &str) -> bool {
    !body.contains('?') && body.split_whitespace().count() <= 8
}

/// A question as the request has it.
struct Asked {
    question: Question,
    spans: Vec<Span>,
}

/// The request.
struct Request {
    questions: Vec<Asked>,
}

impl Request {
    /// Every number of the request once, with the words up to the next.
    fn of(segments: &[Segment], asked: &[&Numbered], end: usize) -> Self {
        let mut questions: Vec<Asked> = Vec::new();
        for (place, numbered) in asked.iter().enumerate() {
            let until = asked.get(place + 1).map_or(end, |n| n.segment);
            let rises = questions.last().is_none_or(|q| q.question.id < numbered.id);
            let own = segments.get(numbered.segment..until).unwrap_or_default();
            let spans = || own.iter().filter(|s| !s.is_table()).map(|s| s.span.clone());
            if rises {
                let prompt = own.first().map_or("", |s| s.body()).to_owned();
                questions.push(Asked { question: question(numbered.id.clone(), prompt), spans: spans().collect() });
            } else if let Some(last) = questions.last_mut() {
                last.spans.extend(spans());
            }
        }
        Self { questions }
    }

    /// Parts are questions where they ask, or where the reply has their numbers; else they belong to their question.
    fn settle(&mut self, segments: &[Segment], replied: &[&Numbered]) {
        let answered = |id: &QuestionId| {
            replied.iter().any(|n| {
                n.id == *id && (id.part().is_empty() || segments.get(n.segment).is_some_and(|s| !s.body().trim().is_empty()))
            })
        };
        let has_text = |id: &QuestionId| {
            replied.iter().any(|n| n.id == *id && segments.get(n.segment).is_some_and(|s| !s.body().trim().is_empty()))
        };
        let inline: Vec<QuestionId> = replied.iter().map(|n| n.id.clone()).filter(|id| self.asked_within(id)).collect();
        let inline_parts: BTreeSet<String> = inline.iter().map(|id| id.stem().to_owned()).collect();
        for id in inline {
            let at = self.questions.iter().position(|q| q.question.id > id).unwrap_or(self.questions.len());
            let stem = self.questions.iter().find(|q| q.question.id.as_str() == id.stem());
            let (prompt, spans) = stem.map(|s| (s.question.prompt.clone(), s.spans.clone())).unwrap_or_default();
            if self.questions.iter().all(|q| q.question.id != id) {
                self.questions.insert(at, Asked { question: question(id, prompt), spans });
            }
        }
        // `i) in cash terms ii) as a percentage?` asks once.
        let asking: BTreeSet<String> = self
            .questions
            .iter()
            .filter(|q| {
                let parts = self
                    .questions
                    .iter()
                    .filter(|p| p.question.id.stem() == q.question.id.as_str() && !p.question.id.part().is_empty());
                let (all, asks) = parts.fold((0, 0), |(n, a), p| (n + 1, a + usize::from(p.question.prompt.contains('?'))));
                asks * 2 > all
            })
            .map(|q| q.question.id.as_str().to_owned())
            .collect();
        let mut kept: Vec<Asked> = Vec::new();
        for asked in std::mem::take(&mut self.questions) {
            let id = &asked.question.id;
            let asks_itself = asked.question.prompt.contains('?') && asking.contains(id.stem());
            let stem = kept.iter().rposition(|k| k.question.id.as_str() == id.stem());
            match stem {
                Some(stem) if !(id.part().is_empty() || answered(id) || asks_itself) => {
                    if let Some(stem) = kept.get_mut(stem) {
                        stem.spans.extend(asked.spans);
                    }
                }
                _ => kept.push(asked),
            }
        }
        let with_parts: BTreeSet<String> =
            kept.iter().filter(|k| !k.question.id.part().is_empty()).map(|k| k.question.id.stem().to_owned()).collect();
        kept.retain(|k| {
            let id = &k.question.id;
            let whole = k.question.prompt.trim_end().ends_with('?') && !inline_parts.contains(id.as_str());
            !id.part().is_empty() || !with_parts.contains(id.as_str()) || has_text(id) || whole
        });
        self.questions = kept;
    }

    /// Whether a number of the reply is a part that its question asks for in the same breath: `How many (a) came and (b) went?`
    fn asked_within(&self, id: &QuestionId) -> bool {
        let known = |wanted: &str| self.questions.iter().find(|q| q.question.id.as_str() == wanted);
        let stem = known(id.stem()).map_or("", |q| q.question.prompt.as_str());
        !id.part().is_empty()
            && known(id.as_str()).is_none()
            && (stem.contains(&format!("({})", id.part())) || stem.contains(&format!(" {}) ", id.part())))
    }

    /// A request without numbers is one question.
    fn whole(&mut self, segments: &[Segment], end: usize) {
        let spans: Vec<Span> = segments
            .iter()
            .take(end)
            .filter(|s| !s.is_table() && !s.old && !matches!(s.passage, Passage::Courtesy | Passage::Closing | Passage::SmallPrint))
            .filter(|s| s.asks() || s.passage == Passage::Requester)
            .map(|s| s.span.clone())
            .collect();
        let prompt = spans.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(" ");
        if let Ok(id) = "1".parse() {
            self.questions.push(Asked { question: question(id, prompt), spans });
        }
    }

    /// The questions that a number of the reply stands for.
    fn of_number(&self, segment: &Segment, id: &QuestionId) -> Vec<usize> {
        let position = |id: &QuestionId| self.questions.iter().position(|q| q.question.id == *id);
        let of = |id: &QuestionId| -> Vec<usize> {
            match position(id) {
                Some(at) => vec![at],
                None => {
                    let parts = self.questions.iter().enumerate().filter(|(_, q)| q.question.id.stem() == id.as_str());
                    let parts: Vec<usize> = parts.map(|(i, _)| i).collect();
                    // A part that the request does not have is of the question.
                    let stem = id.stem().parse().ok().filter(|_| parts.is_empty()).and_then(|s| position(&s));
                    parts.into_iter().chain(stem).collect()
                }
            }
        };
        let Some(marker) = &segment.marker else { return Vec::new() };
        let mut number = id.stem().to_owned();
        let mut found: Vec<usize> = of(id);
        for label in marker.labels.iter().skip(1) {
            if !label.number.is_empty() {
                number.clone_from(&label.number);
            }
            found.extend(align::effective(label, &number).iter().flat_map(&of));
        }
        found.sort_unstable();
        found.dedup();
        match (found.first(), found.last()) {
            (Some(&first), Some(&last)) if marker.range => (first..=last).collect(),
            _ => found,
        }
    }

    /// The questions that the first sentences of a passage name: `In response to your questions 3 and 4, ...`.
    fn spoken_of(&self, segment: &Segment) -> Option<Vec<usize>> {
        if segment.is_table() || segment.marker.is_some() {
            return None;
        }
        let text = segment.text();
        let named = sentences(text).into_iter().take(2).find_map(|range| marker::spoken_of(text.get(range)?))?;
        let number = named.labels.first()?.number.clone();
        let id: QuestionId = number.parse().ok()?;
        let found = self.of_number(&segment.clone().with(segment.span.text.clone(), Some(named)), &id);
        (!found.is_empty()).then_some(found)
    }

    fn answers(&self, segments: &[Segment], replied: &[&Numbered], from: usize) -> Bound {
        let mut answers: Vec<(Vec<Span>, bool, &'static str)> =
            self.questions.iter().map(|_| (Vec::new(), false, "number")).collect();
        let mut before: Vec<Span> = Vec::new();
        let mut current: Vec<usize> = Vec::new();
        let mut echoed: Vec<(usize, Span)> = Vec::new();
        let mut closed = false;
        let reply = segments.iter().enumerate().skip(from).filter(|(_, s)| !s.old && !s.quoted);
        for (index, segment) in reply {
            let number = replied.iter().find(|n| n.segment == index);
            let opened = number.map(|n| self.of_number(segment, &n.id)).or_else(|| self.spoken_of(segment)).unwrap_or_default();
            // A list within an answer begins at 1 again.
            let onward =
                opened.first().is_some_and(|o| current.last().is_none_or(|c| o > c) || current.len() > 1 && current.contains(o));
            if onward {
                current = opened;
                closed = false;
                let (asked, said) =
                    if number.is_some() { self.without_echo(segment, &current) } else { (None, segment.span.clone()) };
                if let (Some(asked), [question]) = (asked, current.as_slice()) {
                    echoed.push((*question, asked));
                }
                push(&mut answers, &current, said);
                continue;
            }
            let answered = current.iter().all(|c| answers.get(*c).is_some_and(|(a, _, _)| !a.is_empty()));
            match segment.passage {
                Passage::Closing => closed = true,
                // What is said of the answers above is of no one question.
                _ if speaks_of_above(segment.text()) && !current.is_empty() => closed = true,
                Passage::SmallPrint if answered && !current.is_empty() || current.is_empty() && !before.is_empty() => closed = true,
                _ if closed => {}
                Passage::Courtesy | Passage::RequestIntro | Passage::ResponseIntro | Passage::Requester
                    if current.is_empty() && !segment.is_table() && !says_something(segment.text()) => {}
                _ if current.is_empty() && is_title(segment) => {}
                _ if current.is_empty() => before.push(segment.span.clone()),
                _ => push(&mut answers, &current, segment.span.clone()),
            }
        }
        if answers.iter().all(|(a, _, _)| a.is_empty()) {
            self.unnumbered(before, &mut answers);
        }
        let bindings = self.questions.iter().zip(answers).map(|(asked, (answer, shared, why))| Binding {
            question: asked.question.id.clone(),
            question_spans: asked.spans.clone(),
            confidence: if answer.is_empty() {
                60
            } else if why == "number" {
                88
            } else {
                72
            },
            shared,
            answer,
            why: why.to_owned(),
            runner_up: None,
        });
        let mut bindings: Vec<Binding> = bindings.collect();
        for (question, span) in echoed {
            if let Some(binding) = bindings.get_mut(question) {
                binding.question_spans.push(span);
            }
        }
        Bound { bindings, ..Bound::default() }
    }

    /// The answer of a numbered passage without the question, where the reply repeats it.
    fn without_echo(&self, segment: &Segment, questions: &[usize]) -> (Option<Span>, Span) {
        let span = &segment.span;
        let start = segment.body_start();
        let body = segment.body();
        let cut = |range: std::ops::Range<usize>| Span { text: span.text.slice(range).trimmed(), ..span.clone() };
        let length = span.text.as_str().len();
        let asked = |text: &str| {
            let words: BTreeSet<String> = wording::stems(text).into_iter().collect();
            words.len() >= 2
                && questions.iter().filter_map(|q| self.questions.get(*q)).any(|q| {
                    let own: BTreeSet<String> = wording::stems(&q.question.prompt).into_iter().collect();
                    words.intersection(&own).count() * 5 >= words.len() * 4
                })
        };
        let mut end = 0;
        for sentence in sentences(body) {
            let text = body.get(sentence.clone()).unwrap_or("");
            if !asked(text) || !(text.trim_end().ends_with('?') || wording::asks(text)) {
                break;
            }
            end = sentence.end;
        }
        if end == 0 {
            // `Adults' services – Fewer than 5`: the case is the question's.
            let label = [" – ", " - ", ": "].iter().filter_map(|m| Some((body.find(m)?, m.len()))).min();
            end = label.filter(|(at, _)| body.get(..*at).is_some_and(asked)).map_or(0, |(at, length)| at + length);
        }
        (Some(cut(0..start + end)).filter(|_| end > 0), cut(start + end..length))
    }

    /// A reply without numbers: each paragraph to the question whose words it takes up, in order; else one reply to all.
    fn unnumbered(&self, before: Vec<Span>, answers: &mut [(Vec<Span>, bool, &'static str)]) {
        let own: Vec<BTreeSet<String>> =
            self.questions.iter().map(|q| wording::stems(&q.question.prompt).into_iter().collect()).collect();
        let mut places: Vec<usize> = Vec::new();
        let mut at = 0;
        for span in &before {
            let words: BTreeSet<String> = wording::stems(span.text.as_str()).into_iter().collect();
            let shared = |q: usize| own.get(q).map_or(0, |o| o.intersection(&words).count() * 100 / o.len().max(1));
            let best = (at..own.len()).max_by_key(|q| (shared(*q), std::cmp::Reverse(*q)));
            if let Some(best) = best.filter(|b| shared(*b) >= 30 && (*b == at || shared(*b) > shared(at))) {
                at = best;
            }
            places.push(at);
        }
        let distinct: BTreeSet<usize> = places.iter().copied().collect();
        let refuses = before.iter().any(|s| ["not_held", "declined"].iter().any(|n| patterns(n).is_in(s.text.as_str())));
        let each = distinct.len() == self.questions.len() && distinct.len() > 1 && !refuses;
        for (span, place) in before.into_iter().zip(places) {
            for (index, (answer, shared, why)) in answers.iter_mut().enumerate() {
                if !each || index == place {
                    *shared = !each && self.questions.len() > 1;
                    *why = if each { "wording of the reply" } else { "one reply to the whole request" };
                    answer.push(span.clone());
                }
            }
        }
    }
}

fn push(answers: &mut [(Vec<Span>, bool, &'static str)], current: &[usize], span: Span) {
    if !span.table && span.text.is_blank() {
        return;
    }
    for question in current {
        if let Some((answer, shared, _)) = answers.get_mut(*question) {
            *shared |= current.len() > 1;
            answer.push(span.clone());
        }
    }
}

fn question(id: QuestionId, prompt: String) -> Question {
    Question {
        id,
        section: None,
        kind: AnswerKind::Text,
        prompt,
        phrases: Vec::new(),
        asked_if: None,
        same_paragraph_as: None,
        yes: Vec::new(),
        no: Vec::new(),
    }
}
