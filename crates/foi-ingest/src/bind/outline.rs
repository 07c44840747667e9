//! The questions of a response to no known instrument, by the document's own numbering.

use std::collections::{BTreeMap, BTreeSet};

use foi_model::{AnswerKind, Question, QuestionId};

use crate::bind::align;
use crate::bind::apart::refuses_or_points;
use crate::bind::asking;
use crate::bind::cases::lists_a_case;
use crate::bind::marker::Label;
use crate::bind::on_line::On;
use crate::bind::parts::{asked_within, with_answered_parts, with_listed_parts, with_missing_parts, without_cases, without_labels};
use crate::bind::segment::{Passage, Segment, Side};
use crate::bind::wording;
use crate::interpret::sentences;

/// The most questions that a document can have of itself; no survey comes near.
const MOST: usize = 300;

/// So many numbers in a row are a count, wherever it begins.
const MANY: usize = 3;

/// A question that a document has of itself, and the passage that asks it, where one does.
#[derive(Debug)]
pub(crate) struct Own {
    pub(crate) question: Question,
    pub(crate) segment: Option<usize>,
}

/// The questions that a document has of itself, in order.
pub(crate) fn questions(segments: &[Segment]) -> Vec<Own> {
    let ids = align::effective_ids(segments);
    let usable = |s: &Segment| {
        !s.is_table() && !s.old && s.side != Side::Answer && !matches!(s.passage, Passage::Section | Passage::Closing)
    };
    let numbered: Vec<(usize, &QuestionId)> = ids
        .iter()
        .enumerate()
        .filter_map(|(i, id)| Some((i, id.as_ref()?)))
        .filter(|(i, _)| segments.get(*i).is_some_and(usable))
        .collect();
    let numbered = without_labels(numbered, segments);
    let asking: Vec<(usize, &QuestionId)> =
        numbered.iter().copied().filter(|(i, _)| segments.get(*i).is_some_and(|s| s.asks() || s.strong || s.heading)).collect();
    let mut chosen = chain(if asking.is_empty() { &numbered } else { &asking }, segments);
    chosen.truncate(MOST);
    let chosen = if asking.is_empty() { chosen } else { with_missing_numbers(chosen, &numbered) };
    let chosen =
        Some(chain(&numbered, segments)).filter(|all| all.len() > chosen.len() && are_headings(all, segments)).unwrap_or(chosen);
    let chosen: Vec<(usize, &QuestionId)> = chosen.into_iter().take(MOST).collect();
    let chosen = out_of_order(chosen, &asking, segments);
    let on_line = On::new(&numbered, segments);
    let (chosen, answered) = with_answered_parts(chosen, &numbered, segments, &on_line);
    // Parts that the asking passages left out: `a` of a question whose `b` asks.
    let chosen = if asking.is_empty() { chosen } else { with_missing_parts(chosen, &numbered) };
    let chosen = without_cases(chosen, &numbered, segments, &on_line);
    let chosen = with_listed_parts(chosen, &numbered, segments);
    let chosen = if counts(&chosen, segments) { chosen } else { Vec::new() };
    let titled = are_titles(&chosen, segments);
    let replies = only_replies(&chosen, segments);
    let mut questions: Vec<Own> = Vec::new();
    // Below rows that are questions, a number without one is an answer.
    let answers = chosen.iter().any(|(i, _)| segments.get(*i).is_some_and(|s| s.side == Side::Question && s.span.row.is_some()));
    for (index, id) in &chosen {
        let stem_of_parts = id.part().is_empty()
            && chosen.iter().any(|(i, other)| other.stem() == id.as_str() && !other.part().is_empty() && *i > *index);
        let within = |stem: usize, part: &QuestionId| segments.get(stem).is_some_and(|s| asked_within(s.body(), part));
        let asked_above = chosen.iter().rfind(|(i, o)| i < index && o.as_str() == id.stem() && !id.part().is_empty());
        // `i. They are cheap.` below a question that asks for `(i)` itself.
        let says = asked_above.is_some_and(|(stem, _)| within(*stem, id)) && !segments.get(*index).is_some_and(Segment::asks);
        let asks_in_parts =
            chosen.iter().any(|(i, o)| i > index && o.stem() == id.as_str() && !o.part().is_empty() && within(*index, o));
        // `1. Do you use one? a. If so, which?` asks twice.
        let first_part = chosen.iter().filter(|(i, o)| i > index && o.stem() == id.as_str() && o != id).map(|(i, _)| *i).min();
        let asks_itself = segments
            .get(*index)
            .is_some_and(|s| s.side == Side::Question || s.body().contains('?') || s.asks() && on_line.ends(s.body()).is_some())
            || first_part.is_some_and(|part| {
                let own = segments.get(index + 1..part).unwrap_or_default();
                own.iter().any(gives) || own.windows(2).any(|w| matches!(w, [a, b] if asks_and_says(a, b)))
            });
        if (!stem_of_parts || asks_itself && !asks_in_parts)
            && let Some(segment) = segments.get(*index)
        {
            let body = segment.body();
            let alone = || segments.get(index + 1).is_none_or(|n| n.marker.is_some() || n.heading || n.passage != Passage::Body);
            let named = on_line.ends(body).filter(|_| answered.contains(index) || !body.trim_end().ends_with('?') && alone());
            let prompt = match named.and_then(|end| body.get(..end)) {
                // `Q1` and below it `325`: a figure alone asks nothing.
                _ if says => "",
                _ if replies || !segment.asks() && (wording::stems(body).is_empty() || answers && replies_at_once(body)) => "",
                Some(named) => named,
                None if asking.is_empty() && !titled && !segment.asks() && !segment.strong => "",
                None => asked_part(body),
            };
            questions.push(Own {
                segment: Some(*index).filter(|_| says || !prompt.is_empty()),
                question: question((*id).clone(), prompt),
            });
        }
    }
    named_in_groups(&mut questions, segments);
    if questions.is_empty() { unnumbered(segments) } else { questions }
}

/// Whether numbers count questions: `42 Million pounds underspend` and `39 Victoria Street` begin no count.
pub(super) fn counts(numbered: &[(usize, &QuestionId)], segments: &[Segment]) -> bool {
    numbered.len() >= MANY
        || numbered.first().is_some_and(|(_, id)| is_first(id))
        || numbered.iter().any(|(i, _)| {
            let heads = segments.get(i + 1).is_some_and(Segment::is_table);
            let named = |s: &Segment| heads || s.marker.as_ref().is_some_and(|m| m.named);
            segments.get(*i).is_some_and(|s| named(s) || s.asks() || s.side == Side::Question)
        })
}

/// `Q2 to Q5: not held`, where the document does not repeat what these ask.
fn named_in_groups(questions: &mut Vec<Own>, segments: &[Segment]) {
    let number = |label: &Label| label.number.parse::<u32>().ok().filter(|_| label.part.is_empty());
    let usable = |s: &Segment| !s.is_table() && !s.old && !s.quoted && !s.asks();
    for (index, segment) in segments.iter().enumerate().filter(|(_, s)| usable(s)) {
        let Some(marker) = segment.marker.as_ref().filter(|m| m.labels.len() > 1 && m.closed) else { continue };
        let Some(numbers) = marker.labels.iter().map(number).collect::<Option<Vec<u32>>>() else { continue };
        let (Some(first), Some(last)) = (numbers.first().copied(), numbers.last().copied()) else { continue };
        let after = questions.iter().rposition(|q| q.question.id.stem().parse::<u32>().is_ok_and(|n| n < first));
        let next = questions.iter().any(|q| q.question.id.stem().parse() == Ok(first.saturating_sub(1)));
        let all: Vec<u32> = if marker.range { (first..=last).collect() } else { numbers };
        let known = |n: u32| questions.iter().any(|q| q.question.id.stem().parse() == Ok(n) && q.segment != Some(index));
        if !next || first >= last || all.len() > MOST || all.iter().any(|n| known(*n)) {
            continue;
        }
        let ids = all.iter().filter_map(|n| n.to_string().parse().ok());
        let ids = ids.map(|id| Own { question: question(id, ""), segment: None });
        let at = after.map_or(questions.len(), |a| a + 1);
        questions.retain(|q| q.segment != Some(index));
        questions.splice(at..at, ids.collect::<Vec<_>>());
    }
}

/// Where the questions begin: what stands before the first of them, and has no numbers, answers none.
pub(crate) fn begins(segments: &[Segment], questions: &[Question]) -> usize {
    let first = questions.first();
    let opens = |s: &Segment| s.marker.is_some() && first.is_some_and(|q| !q.prompt.is_empty() && s.body().starts_with(&q.prompt));
    let at = segments.iter().position(opens).unwrap_or(0);
    let numbered = segments.iter().take(at).filter(|s| s.marker.is_some() || s.side != Side::Free).count();
    if numbered >= 2 { 0 } else { at }
}

fn question(id: QuestionId, prompt: &str) -> Question {
    Question {
        id,
        section: None,
        kind: AnswerKind::Text,
        prompt: prompt.to_owned(),
        phrases: Vec::new(),
        asked_if: None,
        same_paragraph_as: None,
        yes: Vec::new(),
        no: Vec::new(),
    }
}

/// With questions that a reply takes up in an order of its own: each asks, under a number that no other passage has.
fn out_of_order<'i>(
    mut chosen: Vec<(usize, &'i QuestionId)>,
    asking: &[(usize, &'i QuestionId)],
    segments: &[Segment],
) -> Vec<(usize, &'i QuestionId)> {
    let mut count: BTreeMap<&QuestionId, usize> = BTreeMap::new();
    asking.iter().for_each(|(_, id)| *count.entry(id).or_default() += 1);
    let own = |at: usize, id: &QuestionId| {
        let asks = segments.get(at).is_some_and(|s| s.asks() && (s.strong || s.marker.as_ref().is_some_and(|m| m.named)));
        asks && count.get(id) == Some(&1) && !chosen.iter().any(|(_, o)| *o == id)
    };
    let added: Vec<(usize, &QuestionId)> = asking.iter().copied().filter(|(at, id)| own(*at, id)).collect();
    chosen.extend(added);
    chosen.sort_by_key(|(index, _)| *index);
    chosen
}

/// `5. The Council has applied section 43.`: the first sentence answers.
fn replies_at_once(body: &str) -> bool {
    let first = sentences(body).into_iter().next().and_then(|range| body.get(range));
    first.is_some_and(refuses_or_points)
}

/// What of a passage asks: `Please provide the letters. They are exempt under section 40.` answers in its second sentence.
fn asked_part(body: &str) -> &str {
    let parts = sentences(body);
    let Some(first) = parts.first().filter(|_| !body.contains('?')) else { return body };
    let end = parts.iter().skip(1).find(|s| body.get((*s).clone()).is_some_and(refuses_or_points)).map(|s| s.start);
    body.get(..end.unwrap_or(body.len()).max(first.end)).unwrap_or(body)
}

/// The longest run of numbers that rise, the nearest steps first.
fn chain<'i>(numbered: &[(usize, &'i QuestionId)], segments: &[Segment]) -> Vec<(usize, &'i QuestionId)> {
    let mut best: Vec<(f64, Option<usize>)> = Vec::new();
    for (at, (index, id)) in numbered.iter().enumerate() {
        let asks = segments.get(*index).is_some_and(Segment::asks);
        let own = if asks { 1.5 } else { 1.0 };
        let starts = if is_first(id) { 0.5 } else { 0.0 };
        let mut found = (own + starts, None);
        for (before, (_, earlier)) in numbered.iter().enumerate().take(at).skip(at.saturating_sub(align::WINDOW)) {
            if *earlier < *id
                && let Some((score, _)) = best.get(before)
            {
                let step = if follows(earlier, id) { 0.5 } else { -0.5 };
                if score + own + step > found.0 {
                    found = (score + own + step, Some(before));
                }
            }
        }
        best.push(found);
    }
    let mut at = best.iter().enumerate().max_by(|a, b| a.1.0.total_cmp(&b.1.0).then(b.0.cmp(&a.0))).map(|(i, _)| i);
    let mut chosen = Vec::new();
    while let Some(i) = at {
        chosen.extend(numbered.get(i).copied());
        at = best.get(i).and_then(|(_, before)| *before);
    }
    chosen.reverse();
    chosen
}

fn is_first(id: &QuestionId) -> bool {
    matches!(id.as_str(), "1" | "1a" | "1.1" | "a" | "i" | "1i")
}

/// Whether a number is the next after another: 2 after 1 or 1c, 1b after 1a, 2a after 1.
pub(super) fn follows(earlier: &QuestionId, later: &QuestionId) -> bool {
    let number = |id: &QuestionId| id.stem().parse::<u32>().ok();
    let (from, to) = (number(earlier), number(later));
    let first_part = matches!(later.part(), "" | "a" | "i");
    if from.is_some() && from == to {
        let next = |part: &str| part.bytes().next_back().map(|b| b + 1);
        let romans = ["", "i", "ii", "iii", "iv", "v", "vi", "vii"];
        let roman = romans.iter().position(|r| *r == earlier.part()).zip(romans.iter().position(|r| *r == later.part()));
        return earlier.part().is_empty() && first_part
            || later.part().len() == 1 && next(earlier.part()) == later.part().bytes().next()
            || roman.is_some_and(|(a, b)| b == a + 1);
    }
    match (from, to) {
        (Some(a), Some(b)) => b == a + 1 && first_part,
        _ => earlier.stem() != earlier.as_str() || earlier.as_str().len() == later.as_str().len(),
    }
}

/// Whether words without a number of their own, a label or a table stand below a passage.
fn has_words_below(index: usize, segments: &[Segment]) -> bool {
    segments.get(index + 1).is_some_and(|s| {
        let free = s.marker.as_ref().is_none_or(|m| m.labels.len() > 1);
        s.is_table() || free && matches!(s.passage, Passage::Body | Passage::ResponseIntro) && !s.is_blank()
    })
}

/// Whether a passage opens a list: `Which of these are covered:-`.
pub(super) fn opens_a_list(body: &str, marks: &[char]) -> bool {
    body.trim_end_matches([' ', '-', '–']).ends_with(marks)
}

/// Whether numbered lines that ask nothing are topics, with an answer below most of them: `Q1. Vacancy rate`, `14%`.
fn are_titles(chosen: &[(usize, &QuestionId)], segments: &[Segment]) -> bool {
    let below = |index: usize| has_words_below(index, segments);
    let short = |index: usize| segments.get(index).is_some_and(|s| !s.body().contains('£') && !s.body().trim_end().ends_with('.'));
    let titles = chosen.iter().filter(|(i, _)| below(*i) && short(*i)).count();
    titles >= 2 && titles * 3 >= chosen.len() * 2
}

/// Whether numbered lines name topics, nearly each with words or figures of its own below it.
fn are_headings(chosen: &[(usize, &QuestionId)], segments: &[Segment]) -> bool {
    let below = |index: usize| has_words_below(index, segments);
    let names = |index: usize| {
        segments.get(index).is_some_and(|s| {
            (s.asks() || s.names_topic() || s.strong || s.heading) && !s.body().contains('£') && !refuses_or_points(s.body())
        })
    };
    chosen.len() >= MANY
        && chosen.iter().all(|(i, _)| names(*i))
        && chosen.iter().filter(|(i, _)| below(*i)).count() * 5 >= chosen.len() * 4
}

/// `If so, how many?`, `12`
fn asks_and_says(question: &Segment, answer: &Segment) -> bool {
    let asks = question.text().trim_end().ends_with('?') && question.passage == Passage::Body;
    asks && answer.passage == Passage::Body && !answer.is_table() && !answer.asks() && !lists_a_case(answer.text())
}

/// Whether the numbers are those of answers, some of which happen to begin like a question: next to none has a question mark or anything below
/// it, and no reply follows the last.
fn only_replies(chosen: &[(usize, &QuestionId)], segments: &[Segment]) -> bool {
    let below = |index: usize| has_words_below(index, segments);
    let asks = |index: usize| {
        let opens = |body: &str| {
            let lower = body.trim_start().to_lowercase();
            ["how many ", "how much ", "what is ", "what was ", "what are ", "what were "].iter().any(|w| lower.starts_with(w))
        };
        segments.get(index).is_some_and(|s| {
            let body = s.body();
            let goes_on = s.asks() && opens_a_list(body, &[':']);
            s.side == Side::Question || body.contains('?') || asking::asking_sentence(body) || opens(body) || goes_on
        })
    };
    let count = |what: &dyn Fn(usize) -> bool| chosen.iter().filter(|(i, _)| what(*i)).count();
    chosen.len() >= 3
        && count(&asks) * 4 <= chosen.len()
        && count(&below) * 2 <= chosen.len()
        && chosen.last().is_some_and(|(i, _)| !below(*i))
}

/// A passage that gives something, under the words of a question.
fn gives(segment: &Segment) -> bool {
    segment.is_table() || segment.passage == Passage::Body && !segment.asks() && segment.text().chars().any(|c| c == '£')
}

/// Numbers that the asking passages left out, where these and no others fill the gap: questions that ask by a noun.
fn with_missing_numbers<'i>(
    chosen: Vec<(usize, &'i QuestionId)>,
    numbered: &[(usize, &'i QuestionId)],
) -> Vec<(usize, &'i QuestionId)> {
    let value = |id: &QuestionId| match id.as_str().as_bytes() {
        [letter @ b'a'..=b'z'] => Some(u32::from(letter - b'a') + 1),
        _ => id.stem().parse().ok(),
    };
    let mut all: Vec<(usize, &QuestionId)> = Vec::new();
    // Those before the first that asks, down to 1.
    if let Some((index, id)) = chosen.first() {
        let mut wanted = value(id).and_then(|n| n.checked_sub(1));
        for (at, before) in numbered.iter().rev().filter(|(at, _)| at < index) {
            if before.part().is_empty() && wanted.is_some_and(|n| n > 0) && value(before) == wanted {
                all.push((*at, *before));
                wanted = wanted.and_then(|n| n.checked_sub(1));
            }
        }
        all.reverse();
        if wanted != Some(0) {
            all.clear();
        }
    }
    let mut chosen = chosen.into_iter().peekable();
    while let Some((index, id)) = chosen.next() {
        all.push((index, id));
        let limit = chosen.peek().copied();
        let mut filled = Vec::new();
        let mut last = value(id);
        for (at, between) in numbered.iter().filter(|(at, _)| *at > index && limit.is_none_or(|(next, _)| *at < next)) {
            let next = last.and_then(|n| n.checked_add(1));
            if between.part().is_empty() && next.is_some() && value(between) == next {
                filled.push((*at, *between));
                last = next;
            }
        }
        let fits = match limit {
            Some((_, next)) => last.and_then(|n| n.checked_add(1)) == value(next),
            None => true,
        };
        if fits {
            all.extend(filled);
        }
    }
    all
}

/// Questions without numbers, numbered as they come.
fn unnumbered(segments: &[Segment]) -> Vec<Own> {
    let mut questions = Vec::new();
    let asked = |s: &&Segment| s.passage == Passage::Body && s.text().trim_end().ends_with('?');
    let several = segments.iter().filter(asked).count() >= 2;
    let items = segments.iter().filter(|s| s.bullet).filter(asked).count();
    for (index, segment) in segments.iter().enumerate() {
        let usable = !segment.is_table() && !segment.old && segment.side != Side::Answer && segment.passage == Passage::Body;
        let text = segment.text().trim_end().trim_end_matches(['*', '"', '”']);
        // `Please name them.` among questions, with words below it that answer; so it is with any item of a list of questions.
        let answered = |index: usize| {
            segments.get(index + 1).is_some_and(|n| n.passage == Passage::Body && !n.is_table() && !n.asks() && !n.bullet)
        };
        let apart = index.checked_sub(1).and_then(|i| segments.get(i)).is_some_and(|before| !before.bullet);
        let item = segment.bullet && apart && items > 1 && segment.span.text.as_str().split_whitespace().count() >= 3;
        let demands = several
            && answered(index)
            && (asking::asking_sentence(text) || item)
            && !segments.get(index + 1).is_some_and(|n| n.bullet)
            && text.split_whitespace().count() <= 40;
        let asks = text.ends_with('?') || segment.side == Side::Question || text.contains("? ") && segment.asks() || demands;
        // A request can be quoted whole before it is answered; what is answered twice is asked of two things.
        let same = |q: &Own| q.question.prompt == segment.body() && !(answered(index) && q.segment.is_some_and(answered));
        let again = questions.iter().any(same);
        if usable
            && asks
            && !again
            && !of_the_request_itself(text)
            && questions.len() < MOST
            && let Ok(id) = (questions.len() + 1).to_string().parse()
        {
            questions.push(Own { question: question(id, segment.body()), segment: Some(index) });
        }
    }
    // What the reply repeats one by one, with an answer to each, is what was asked.
    let again = repeated(segments);
    if again.len() >= 3 || questions.len() < 2 && !again.is_empty() {
        questions = again;
    }
    if questions.is_empty() {
        questions.extend(topics(segments));
    }
    if questions.is_empty()
        && let Ok(id) = "1".parse()
    {
        questions.push(Own { question: question(id, ""), segment: None });
    }
    questions
}

/// `Is the request obsessive?`: an authority that refuses a request asks itself.
fn of_the_request_itself(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.split_whitespace().count() <= 20
        && ["the request", "this request"].iter().any(|w| lower.contains(w))
        && !lower.contains(" you")
}

/// What the reply repeats of the request word for word, without a number or a question mark, each with words or figures below it.
pub(super) fn repeated(segments: &[Segment]) -> Vec<Own> {
    let words = |s: &Segment| {
        s.body().split_whitespace().map(|w| w.trim_end_matches(['.', ';', ',', ':', '?'])).collect::<Vec<_>>().join(" ")
    };
    let usable = |s: &Segment| {
        s.passage == Passage::Body && !s.is_table() && !s.old && !s.quoted && s.body().split_whitespace().count() >= 4
    };
    // The request as an earlier message has it.
    let request: BTreeSet<String> = segments.iter().filter(|s| !s.is_table() && (s.old || s.quoted)).map(words).collect();
    let says = |s: &Segment| s.is_table() || s.passage == Passage::Body && !s.is_blank();
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    segments.iter().filter(|s| usable(s)).for_each(|s| *count.entry(words(s)).or_default() += 1);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut again: Vec<usize> = Vec::new();
    for (at, segment) in segments.iter().enumerate().filter(|(_, s)| usable(s)) {
        let bullet = |at: usize| segments.get(at).is_some_and(|b| b.bullet);
        let listed = |before: &usize| bullet(*before) && (bullet(before + 1) || before.checked_sub(1).is_some_and(bullet));
        let text = words(segment);
        // What was answered where it stood first is asked of two things.
        let open = |b: &usize| {
            let twice = |n: &Segment| usable(n) && count.get(&words(n)).is_some_and(|times| *times > 1);
            segments.get(b + 1).is_none_or(|n| {
                n.bullet
                    || n.asks()
                    || n.marker.is_some()
                    || n.passage != Passage::Body
                    || n.text().trim_end().ends_with(':')
                    || twice(n)
            })
        };
        let before = seen.get(&text).copied().filter(open);
        let below = segments.get(at + 1).is_some_and(says);
        if below && (before.is_some_and(|b| segment.asks() || listed(&b)) || request.contains(&text)) {
            again.push(at);
        }
        seen.insert(text, at);
    }
    let apart = again.windows(2).all(|w| matches!(w, [a, b] if a + 1 < *b));
    // Letters of one office have more in common than what was asked.
    let asks = again.iter().any(|at| segments.get(*at).is_some_and(Segment::asks));
    if again.len() < 2 || again.len() > MOST || !apart || !asks {
        return Vec::new();
    }
    numbered_as_they_come(again, segments)
}

/// Items of a list that ask without a question mark, each with words or figures below it: `* what help is offered;`.
pub(super) fn topics(segments: &[Segment]) -> Vec<Own> {
    let asks = |s: &Segment| {
        s.passage == Passage::Body && !s.is_table() && !s.old && !s.quoted && s.asks() && s.body().split_whitespace().count() >= 4
    };
    let says = |s: &Segment| s.is_table() || s.passage == Passage::Body && !s.asks();
    let below = |at: &usize| segments.get(at + 1).is_some_and(says);
    let items: Vec<usize> = segments
        .iter()
        .enumerate()
        .filter(|(_, s)| asks(s) && (s.bullet || s.body().trim_end().ends_with(';')))
        .map(|(i, _)| i)
        .collect();
    if items.len() < MANY || !items.iter().all(below) {
        return Vec::new();
    }
    numbered_as_they_come(items, segments)
}

fn numbered_as_they_come(places: Vec<usize>, segments: &[Segment]) -> Vec<Own> {
    let own = |(count, at): (usize, usize)| {
        let body = segments.get(at)?.body();
        Some(Own { segment: Some(at), question: question((count + 1).to_string().parse().ok()?, body) })
    };
    places.into_iter().take(MOST).enumerate().filter_map(own).collect()
}
