//! The questions of a request that stands apart from its reply, and what of the reply answers each.

use std::collections::BTreeSet;

use foi_model::{AnswerKind, FinancialYear, Legislation, Question, QuestionId};

use crate::bind::align;
use crate::bind::apart::{Numbered, is_title, opens_a_reply, refuses_or_points, says_something, speaks, speaks_of_above};
use crate::bind::asking;
use crate::bind::marker::{self, Marker};
use crate::bind::parts::asked_within;
use crate::bind::segment::{Passage, Segment};
use crate::bind::wording;
use crate::bind::{Binding, Bound, Span};
use crate::identify::dates::dates;
use crate::interpret::{citations, sentences};
use crate::lexicon::patterns;

/// Why a reply to several questions, with figures, is bound to each.
const FIGURES_OF_ANY: &str = "one reply to several questions, whose figures could be of any";

/// A question as the request has it.
pub(super) struct Asked {
    pub(super) question: Question,
    spans: Vec<Span>,
}

/// The request.
pub(super) struct Request {
    pub(super) questions: Vec<Asked>,
}

impl Request {
    /// Every number of the request once, with the words up to the next.
    pub(super) fn of(segments: &[Segment], asked: &[&Numbered], end: usize) -> Self {
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

    /// Adds the parts that the reply numbers, where the request asks as often and has lost their letters.
    pub(super) fn take_parts(&mut self, segments: &[Segment], replied: &[&Numbered], end: usize) {
        let asked = segments.iter().take(end).map(|s| s.text().matches('?').count()).sum::<usize>();
        let answers = |n: &&&Numbered| segments.get(n.segment).is_some_and(|s| !s.asks() && !s.body().trim().is_empty());
        let of_a_question = |n: &&&Numbered| self.questions.iter().any(|q| q.question.id.as_str() == n.id.stem());
        let parts: Vec<&QuestionId> =
            replied.iter().filter(|n| !n.id.part().is_empty()).filter(of_a_question).filter(answers).map(|n| &n.id).collect();
        let stems: BTreeSet<&str> = parts.iter().map(|id| id.stem()).collect();
        let rising = parts.windows(2).all(|w| matches!(w, [a, b] if a < b));
        if stems.len() < 2 || !rising || parts.len() > asked || parts.len() < stems.len() * 2 {
            return;
        }
        for id in parts {
            if self.questions.iter().all(|q| q.question.id != *id) {
                self.questions.push(Asked { question: question(id.clone(), String::new()), spans: Vec::new() });
            }
        }
        self.questions.sort_by(|a, b| a.question.id.cmp(&b.question.id));
    }

    /// Parts are questions where they ask, or where the reply has their numbers; else they belong to their question.
    pub(super) fn settle(&mut self, segments: &[Segment], replied: &[&Numbered], from: usize) {
        // `1a to 1i: none of these are held`
        let of_parts = |m: &&Marker| m.labels.len() > 1 && m.labels.iter().all(|l| !l.part.is_empty());
        let grouped: BTreeSet<QuestionId> = replied
            .iter()
            .filter_map(|n| segments.get(n.segment)?.marker.as_ref().filter(of_parts).map(|m| (m, &n.id)))
            .flat_map(|(marker, id)| self.of_number(Some(marker), id))
            .filter_map(|at| self.questions.get(at).map(|q| q.question.id.clone()))
            .collect();
        let answered = |id: &QuestionId| {
            let grouped = !id.part().is_empty() && grouped.contains(id);
            grouped
                || replied.iter().any(|n| {
                    let said = |s: &Segment| !s.body().trim().is_empty();
                    let below = |s: &Segment| s.is_table() || s.marker.is_none() && s.passage == Passage::Body;
                    let own = segments.get(n.segment).is_some_and(said) || segments.get(n.segment + 1).is_some_and(below);
                    n.id == *id && (id.part().is_empty() || own)
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
        // `In answer to questions 1 to 3` names them whole.
        let named = segments.iter().skip(from).any(|s| !s.old && !s.quoted && self.spoken_of(s).is_some());
        // `i) in cash terms ii) as a percentage?` asks once.
        let asking: BTreeSet<String> = self
            .questions
            .iter()
            .filter(|q| {
                let parts = self
                    .questions
                    .iter()
                    .filter(|p| p.question.id.stem() == q.question.id.as_str() && !p.question.id.part().is_empty());
                let (all, asks) = parts.fold((0, 0), |(n, a), p| (n + 1, a + usize::from(asks_by_itself(&p.question.prompt))));
                asks * 2 > all
            })
            .map(|q| q.question.id.as_str().to_owned())
            .collect();
        let mut kept: Vec<Asked> = Vec::new();
        for asked in std::mem::take(&mut self.questions) {
            let id = &asked.question.id;
            let asks_itself = asks_by_itself(&asked.question.prompt) && asking.contains(id.stem());
            let stem = kept.iter().rposition(|k| k.question.id.as_str() == id.stem());
            match stem {
                // One reply to all leaves the parts as the request counts them.
                Some(stem) if !(id.part().is_empty() || answered(id) || asks_itself || replied.is_empty() && !named) => {
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
        let Some(stem) = known(id.stem()).filter(|_| !id.part().is_empty() && known(id.as_str()).is_none()) else { return false };
        // `ii.2010/11` on a line of its own.
        let below =
            |s: &Span| s.text.as_str().trim_start().strip_prefix(id.part()).is_some_and(|rest| rest.starts_with(['.', ')']));
        asked_within(&stem.question.prompt, id) || stem.spans.iter().any(below)
    }

    /// A request of several questions without numbers, which the reply numbers itself.
    pub(super) fn by_reply(&mut self, segments: &[Segment], replied: &[&Numbered], end: usize) {
        let own = |n: &Numbered| segments.get(n.segment);
        let mut rising: Vec<&Numbered> = Vec::new();
        for numbered in replied.iter().copied().filter(|n| own(n).is_some_and(|s| !s.asks())) {
            if rising.last().map_or(numbered.id.stem() == "1", |last| last.id < numbered.id) {
                rising.push(numbered);
            }
        }
        let asks = |s: &&Segment| s.passage == Passage::Body && s.asks() && !s.old;
        // The items of a list are questions where the reply has as many numbers.
        let request = || segments.iter().take(end).filter(|s| !s.old && !s.is_table());
        let items = request().filter(|s| s.bullet && s.passage == Passage::Body).count();
        let others = request().filter(|s| !s.bullet && s.text().trim_end().ends_with('?')).count();
        let listed = items >= 2 && (items..=items + others).contains(&rising.len());
        let several = listed || segments.iter().take(end).filter(asks).count() >= 2;
        let parts = |n: &Numbered| rising.iter().any(|o| o.id != n.id && o.id.stem() == n.id.as_str());
        if !several || rising.len() < 2 || rising.len() * 2 < replied.len() {
            return;
        }
        let mut whole = Self { questions: Vec::new() };
        whole.whole(segments, end);
        let Some(request) = whole.questions.pop() else { return };
        for numbered in rising.iter().filter(|n| !(parts(n) && own(n).is_some_and(|s| s.body().trim().is_empty()))) {
            let question = question(numbered.id.clone(), request.question.prompt.clone());
            self.questions.push(Asked { question, spans: request.spans.clone() });
        }
    }

    /// A request without numbers is one question.
    pub(super) fn whole(&mut self, segments: &[Segment], end: usize) {
        let spans: Vec<Span> = segments
            .iter()
            .take(end)
            .filter(|s| {
                !s.is_table()
                    && !s.old
                    && !matches!(s.passage, Passage::Courtesy | Passage::Closing | Passage::SmallPrint | Passage::Field)
            })
            .filter(|s| s.asks() || s.passage == Passage::Requester)
            .map(|s| s.span.clone())
            .collect();
        let spans = if spans.is_empty() { below_a_head(segments, end) } else { spans };
        let prompt = spans.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(" ");
        if let Ok(id) = "1".parse() {
            self.questions.push(Asked { question: question(id, prompt), spans });
        }
    }

    /// The questions that a number of the reply stands for.
    fn of_number(&self, marker: Option<&Marker>, id: &QuestionId) -> Vec<usize> {
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
        let mut number = id.stem().to_owned();
        let mut found: Vec<usize> = of(id);
        let Some(marker) = marker else { return found };
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
        self.of_name(&named)
    }

    /// The questions that a sentence names: `questions 3 and 4`.
    fn of_name(&self, named: &Marker) -> Option<Vec<usize>> {
        let id: QuestionId = named.labels.first()?.number.parse().ok()?;
        Some(self.of_number(Some(named), &id)).filter(|found| !found.is_empty())
    }

    /// Paragraphs of a reply without numbers, several of which name the questions they answer; what stands between goes with the one before,
    /// and what stands before them all is said of every question.
    fn by_name(&self, before: &[Span]) -> Option<Vec<Vec<usize>>> {
        let named = |span: &Span| {
            let text = span.text.as_str();
            let marker = sentences(text).into_iter().find_map(|range| marker::named_in(text.get(range)?));
            marker.filter(|_| !span.table).and_then(|m| self.of_name(&m))
        };
        let found: Vec<Option<Vec<usize>>> = before.iter().map(named).collect();
        let distinct: BTreeSet<&Vec<usize>> = found.iter().flatten().collect();
        if distinct.len() < 2 {
            return None;
        }
        let mut last: Vec<usize> = (0..self.questions.len()).collect();
        let place = |own: Option<Vec<usize>>| {
            last = own.unwrap_or_else(|| last.clone());
            last.clone()
        };
        Some(found.into_iter().map(place).collect())
    }

    pub(super) fn answers(&self, segments: &[Segment], replied: &[&Numbered], from: usize) -> Bound {
        let mut answers: Vec<(Vec<Span>, bool, &'static str)> =
            self.questions.iter().map(|_| (Vec::new(), false, "number")).collect();
        let mut before: Vec<Span> = Vec::new();
        let mut current: Vec<usize> = Vec::new();
        let mut echoed: Vec<(usize, Span)> = Vec::new();
        let mut closed = false;
        let reply = segments.iter().enumerate().skip(from).filter(|(_, s)| !s.old && !s.quoted);
        for (index, segment) in reply {
            let number = replied.iter().find(|n| n.segment == index);
            let opened = number
                .map(|n| self.of_number(segment.marker.as_ref(), &n.id))
                .or_else(|| self.spoken_of(segment).filter(|_| !replied.is_empty()))
                .unwrap_or_default();
            // A list within an answer begins at 1 again.
            let onward =
                opened.first().is_some_and(|o| current.last().is_none_or(|c| o > c) || current.len() > 1 && current.contains(o));
            if onward {
                // What the reply says before its second number answers the first question, all that it says the only one, and a verdict above
                // the numbers of all questions each of them.
                let first = opened == [1] && before.iter().any(|s| s.table || gives(s.text.as_str()));
                let says = opened.len() == 1 || before.iter().any(|s| speaks(s.text.as_str()));
                let all = opened.len() == self.questions.len() && says;
                if current.is_empty() && (first || all) {
                    let whose = if all { opened.as_slice() } else { &[0] };
                    before.drain(..).for_each(|span| push(&mut answers, whose, span));
                }
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
                // `You asked for a review` above the first words of the reply closes nothing.
                Passage::Closing => closed = !current.is_empty() || !before.is_empty(),
                // What is said of the answers above is of no one question.
                _ if speaks_of_above(segment.text()) && !current.is_empty() => closed = true,
                Passage::SmallPrint if answered && !current.is_empty() || current.is_empty() && !before.is_empty() => closed = true,
                _ if closed || segment.passage == Passage::Field => {}
                Passage::Courtesy | Passage::RequestIntro | Passage::ResponseIntro | Passage::Requester
                    if current.is_empty()
                        && !segment.is_table()
                        && (!refuses_or_points(segment.text()) || restates(segment.text())) => {}
                _ if current.is_empty() && (is_title(segment) || opens_a_reply(segment) && !refuses_or_points(segment.text())) => {}
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
            } else {
                match why {
                    "number" => 88,
                    FIGURES_OF_ANY => 60,
                    _ => 72,
                }
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
            // The question word for word, whatever its form.
            let plain = |t: &str| t.trim().trim_end_matches(['.', ';', ':', '?', ',']).to_lowercase();
            let same = questions.iter().filter_map(|q| self.questions.get(*q)).any(|q| plain(&q.question.prompt) == plain(text));
            if !same && (!asked(text) || !(text.trim_end().ends_with('?') || asking::asks(text))) {
                break;
            }
            end = sentence.end;
        }
        if end == 0 {
            // `Adults' services – Fewer than 5`: the case is the question's.
            let label = [" – ", " - ", ": "].iter().filter_map(|m| Some((body.find(m)?, m.len()))).min();
            let names = |words: &str| asked(words) && !words.contains(|c: char| c.is_ascii_digit());
            end = label.filter(|(at, _)| body.get(..*at).is_some_and(names)).map_or(0, |(at, length)| at + length);
        }
        (Some(cut(0..start + end)).filter(|_| end > 0), cut(start + end..length))
    }

    /// A reply without numbers: each paragraph to the question whose words it takes up, in order; else one reply to all.
    fn unnumbered(&self, before: Vec<Span>, answers: &mut [(Vec<Span>, bool, &'static str)]) {
        if let Some(named) = self.by_name(&before) {
            return before.into_iter().zip(named).for_each(|(span, questions)| push(answers, &questions, span));
        }
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
        // Figures that could be of any of several questions are certain of none.
        let figures = self.questions.len() > 1 && before.iter().any(|s| s.table || counts(s.text.as_str()));
        for (span, place) in before.into_iter().zip(places) {
            for (index, (answer, shared, why)) in answers.iter_mut().enumerate() {
                if !each || index == place {
                    *shared = !each && self.questions.len() > 1;
                    *why = match (each, figures) {
                        (true, _) => "wording of the reply",
                        (false, true) => FIGURES_OF_ANY,
                        (false, false) => "one reply to the whole request",
                    };
                    answer.push(span.clone());
                }
            }
        }
    }
}

/// Whether a text has figures, besides its dates, its years and the sections that it cites.
fn counts(text: &str) -> bool {
    let mut others: Vec<std::ops::Range<usize>> = dates(text).into_iter().map(|(range, _)| range).collect();
    others.extend(FinancialYear::mentions(text).into_iter().map(|m| m.range));
    others.extend(citations(text, Legislation::Foia).into_iter().map(|c| c.range));
    let figure = |word: &str, at: usize| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let year = digits == 4 && (word.starts_with("19") || word.starts_with("20"));
        digits > 0 && !year && !word.contains('/') && !others.iter().any(|o| o.contains(&at))
    };
    let mut at = 0;
    text.split_inclusive(char::is_whitespace).any(|word| {
        let start = at;
        at += word.len();
        figure(word.trim(), start)
    })
}

/// The words below `Request received:`, which ask whatever their form is.
fn below_a_head(segments: &[Segment], end: usize) -> Vec<Span> {
    let heads = |s: &Segment| s.passage == Passage::RequestIntro && !s.old;
    let request = segments.iter().take(end).skip_while(|s| !heads(s)).skip(1);
    request.filter(|s| s.passage == Passage::Body && !s.is_table() && !s.is_blank()).map(|s| s.span.clone()).collect()
}

/// Whether a part is a whole question: `(a) How many adults are placed elsewhere.`
fn asks_by_itself(prompt: &str) -> bool {
    let lower = prompt.trim_start().to_lowercase();
    prompt.contains('?')
        || ["how many ", "how much ", "what "].iter().any(|w| lower.starts_with(w)) && lower.split_whitespace().count() >= 5
}

/// `Thank you for your e-mail, in which you ask whether section 43 was applied`: the request in the words of the reply.
fn restates(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.trim_start().starts_with("thank you for")
        && ["you ask", "you have asked", "you request"].iter().any(|w| lower.contains(w))
}

/// Whether words give a figure, refuse, or say yes or no.
fn gives(text: &str) -> bool {
    let lower = text.trim_start().to_lowercase();
    text.contains(|c: char| c.is_ascii_digit()) || says_something(text) || lower.starts_with("yes") || lower.starts_with("no")
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
