//! Which passages open which questions: sequence alignment over wording, number and order.

use std::collections::{BTreeMap, BTreeSet};

use foi_model::{Question, QuestionId};

use crate::bind::alike::{Alike, renumbered, titles};
use crate::bind::echo;
use crate::bind::marker::{Label, Marker};
use crate::bind::segment::{Passage, Segment, Side};
use crate::bind::wording::Wordings;

/// A passage that opens one question, or several that are answered together.
#[derive(Debug, Clone)]
pub(crate) struct Anchor {
    /// The passage.
    pub segment: usize,
    /// The questions, by their place in the instrument.
    pub questions: Vec<usize>,
    /// Whether the passage repeats the question's words, so that they are no answer.
    pub echo: bool,
    /// How well it fits, about 0.5 to 1.5.
    pub score: f64,
    /// The next best question and how well it fits.
    pub runner_up: Option<(usize, f64)>,
    /// What decided.
    pub why: String,
}

/// How far back a chain looks for the passage before: a document of a million numbers takes time in proportion, not in its square.
pub(crate) const WINDOW: usize = 600;

/// A passage that could open a question.
#[derive(Debug, Clone)]
struct Candidate {
    segment: usize,
    question: usize,
    likeness: f64,
    score: f64,
    /// Whether the passage asks by its form, with a number or a question mark.
    asks: bool,
    /// Whether its number is the question's.
    numbered: bool,
}

/// The questions that a document is read against.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) questions: Vec<Question>,
    pub(crate) wordings: Wordings,
}

impl Sheet {
    pub(crate) fn new(questions: &[Question]) -> Self {
        Self { questions: questions.to_vec(), wordings: Wordings::new(questions) }
    }

    /// The best likeness of any question to a text.
    pub(crate) fn best_likeness(&self, text: &str) -> f64 {
        let passage = self.wordings.passage(asking_part(text));
        self.wordings.likenesses(&passage).into_iter().fold(0.0, f64::max)
    }

    pub(crate) fn position(&self, id: &QuestionId) -> Option<usize> {
        self.questions.iter().position(|q| &q.id == id)
    }

    /// The questions that a number stands for: itself, or all parts of a number that has parts.
    pub(crate) fn numbered(&self, id: &QuestionId) -> Vec<usize> {
        match self.position(id) {
            Some(question) => vec![question],
            None => {
                let parts = self.questions.iter().enumerate().filter(|(_, q)| q.id.stem() == id.as_str());
                parts.map(|(i, _)| i).collect()
            }
        }
    }

    /// A marker whose parts are counted as here: `2.1` and `2(i)` are `2a`, where there is such a part and no such number, and `1.0` is `1`.
    pub(crate) fn own(&self, marker: &Marker) -> Marker {
        let mut number = String::new();
        let labels = marker.labels.iter().map(|label| {
            if !label.number.is_empty() {
                number.clone_from(&label.number);
            }
            let own = self.own_label(label, &number);
            if let (Some(own), false) = (&own, label.number.is_empty()) {
                number.clone_from(&own.number);
            }
            own.unwrap_or_else(|| label.clone())
        });
        Marker { labels: labels.collect(), ..marker.clone() }
    }

    fn own_label(&self, label: &Label, number: &str) -> Option<Label> {
        let known = |number: &str, part: &str| format!("{number}{part}").parse().is_ok_and(|id| !self.numbered(&id).is_empty());
        let of = |number: &str, part: String| Label { number: number.to_owned(), part };
        if number.is_empty() || known(number, &label.part) {
            return None;
        }
        let (stem, at) = match number.rsplit_once('.') {
            Some((stem, at)) if label.part.is_empty() => (stem, at.parse().ok()?),
            None => (number, roman(&label.part)?),
            Some(_) => return None,
        };
        if at == 0 {
            return known(stem, "").then(|| of(stem, String::new()));
        }
        let part = ('a'..='z').nth(at - 1)?.to_string();
        known(stem, &part).then(|| of(stem, part))
    }

    /// The questions of a marker: one, those of a list, or all from the first to the last of a range.
    pub(crate) fn of_marker(&self, marker: &Marker, context: &str, ids: &BTreeMap<QuestionId, usize>) -> Vec<usize> {
        let mut number = context.to_owned();
        let mut found = Vec::new();
        let marker = self.own(marker);
        for label in &marker.labels {
            if !label.number.is_empty() {
                number.clone_from(&label.number);
            }
            if let Some(id) = effective(label, &number) {
                match ids.get(&id) {
                    Some(&question) => found.push(question),
                    None => found.extend(self.numbered(&id)),
                }
            }
        }
        if marker.range
            && let (Some(&first), Some(&last)) = (found.iter().min(), found.iter().max())
        {
            return (first..=last).collect();
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The part of a passage that could be a question: up to its last question mark, or its beginning.
pub(crate) fn asking_part(text: &str) -> &str {
    let asked = text.rfind('?').and_then(|end| text.get(..=end)).unwrap_or(text);
    let end = asked.char_indices().nth(700).map_or(asked.len(), |(i, _)| i);
    asked.get(..end).unwrap_or(asked)
}

/// The id of a label under the number that was last seen.
pub(crate) fn effective(label: &Label, context: &str) -> Option<QuestionId> {
    let number = if label.number.is_empty() { context } else { &label.number };
    format!("{number}{}", label.part).parse().ok()
}

/// For each passage with a number, the id that it has where it stands; a letter alone goes with the number before it.
pub(crate) fn effective_ids(segments: &[Segment]) -> Vec<Option<QuestionId>> {
    let roman = roman_numbering(segments);
    let mut context = String::new();
    segments
        .iter()
        .map(|segment| {
            let label = segment.marker.as_ref()?.labels.first()?;
            let label = if roman { roman_number(label).unwrap_or_else(|| label.clone()) } else { label.clone() };
            if !label.number.is_empty() {
                context.clone_from(&label.number);
            }
            effective(&label, &context)
        })
        .collect()
}

/// Whether the questions are numbered `I.`, `II.`, `III.` and no number in digits opens a passage.
fn roman_numbering(segments: &[Segment]) -> bool {
    let labels: Vec<&Label> = segments.iter().filter_map(|s| s.marker.as_ref()?.labels.first()).collect();
    let romans = ["i", "ii", "iii"];
    !labels.iter().any(|l| !l.number.is_empty()) && romans.iter().all(|r| labels.iter().any(|l| l.part == *r))
}

pub(crate) fn roman_number(label: &Label) -> Option<Label> {
    let value = roman(&label.part)?;
    label.number.is_empty().then(|| Label { number: value.to_string(), part: String::new() })
}

/// The value of a Roman number up to 20.
fn roman(number: &str) -> Option<usize> {
    const ROMAN: [&str; 20] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii",
        "xix", "xx",
    ];
    Some(ROMAN.iter().position(|r| *r == number)? + 1)
}

/// The passages that repeat a question's words, in up to three runs through the questionnaire: a request can be quoted, then answered.
pub(crate) fn echoes(segments: &[Segment], sheet: &Sheet) -> Vec<Anchor> {
    // The numbers of an earlier message count nothing here.
    let ids: Vec<_> = effective_ids(segments).into_iter().zip(segments).map(|(id, s)| id.filter(|_| !s.old)).collect();
    let alike = Alike::new(segments, sheet);
    let titles = titles(&alike);
    let renumbered = renumbered(&alike, &ids);
    // `A:` opens an answer, unless `B:` follows.
    let lettered = segments.iter().any(|s| s.text().trim_start().starts_with("B:"));
    let mut candidates = Vec::new();
    let mut all: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
    // The questions that a passage asks in full, so that no title stands for them.
    let mut in_full: BTreeSet<usize> = BTreeSet::new();
    for (index, segment) in segments.iter().enumerate() {
        if segment.is_table()
            || segment.side == Side::Answer
            || segment.old
            || !lettered && segment.answers()
            || segment.marker.is_none() && !segment.body().contains('?') && echo::gives_money(segment.body())
            || matches!(segment.passage, Passage::Section | Passage::ResponseIntro)
        {
            continue;
        }
        let words = sheet.wordings.passage_of(segment.stems());
        let asks = segment.asks();
        let numbers: Vec<usize> = match (&segment.marker, ids.get(index)) {
            (Some(marker), Some(Some(id))) if marker.labels.len() == 1 && !renumbered => sheet.numbered(id),
            _ => Vec::new(),
        };
        if let ([question], false) = (numbers.as_slice(), asks)
            && let Some(likeness) =
                echo::title_likeness(segment.body(), *question, sheet).or_else(|| alike.heading(index, *question))
        {
            let score = likeness + 0.35;
            candidates.push(Candidate { segment: index, question: *question, likeness, score, asks: false, numbered: true });
            all.entry(index).or_default().push((*question, score));
            continue;
        }
        let topic = !asks && segment.names_topic();
        let titled = titles.contains(&index);
        let asks = asks || topic;
        // Words alone, with no number and not asking, are a question only where there are many and they agree.
        let (share, least) = match (asks, segment.strong) {
            _ if titled => (1.0, 0.3),
            (true, _) => (1.0, 0.0),
            (false, true) => (1.0, 0.36),
            (false, false) => (0.6, 0.5),
        };
        if !asks && !titled && words.len() < 4 || words.most * share < least - 0.01 {
            continue;
        }
        let likenesses = alike.of(index);
        if segment.asks() {
            in_full.extend(alike.best(index, 0.6));
        }
        // Where number and words agree on a question, it is no other that is worded like it.
        let told = match numbers.as_slice() {
            [question] if asks && likenesses.get(*question).is_some_and(|l| *l >= 0.6) => Some(*question),
            _ => None,
        };
        for (question, mut likeness) in likenesses.iter().copied().enumerate() {
            likeness *= share;
            let number = match &segment.marker {
                Some(_) if numbers.contains(&question) && numbers.len() == 1 => 0.35,
                Some(_) if numbers.contains(&question) => 0.0,
                Some(_) if !numbers.is_empty() => -0.1,
                _ => 0.0,
            };
            let score = likeness + number + if titled { 0.15 } else { 0.0 };
            if likeness < least {
                continue;
            }
            if topic && likeness < 0.5 {
                continue;
            }
            let fits = titled || likeness >= 0.36 && score >= 0.45 || number > 0.0 && asks && likeness >= 0.15;
            if fits && told.is_none_or(|told| told == question) {
                candidates.push(Candidate {
                    segment: index,
                    question,
                    likeness,
                    score,
                    asks: asks && !topic && (segment.marker.is_some() || segment.body().contains('?')),
                    numbered: number > 0.0,
                });
            }
            if fits {
                all.entry(index).or_default().push((question, score));
            }
        }
    }
    // A title that is worded like a question is not asked where another passage asks it under its number.
    let asked: BTreeSet<usize> =
        candidates.iter().filter(|c| c.asks && c.likeness >= 0.6 && c.numbered).map(|c| c.question).collect();
    let title = |c: &Candidate| titles.contains(&c.segment) && segments.get(c.segment).is_some_and(|s| !s.asks());
    candidates.retain(|c| !(title(c) && in_full.contains(&c.question)));
    let unasked = |c: &Candidate| !c.asks && segments.get(c.segment).is_some_and(|s| s.marker.is_none());
    candidates.retain(|c| !(unasked(c) && asked.contains(&c.question)));
    // Nor is what a letter is about, above all numbers, where one of these is the question's.
    let first = ids.iter().position(Option::is_some).unwrap_or(0);
    let counted = |question| ids.iter().flatten().any(|id| sheet.numbered(id) == [question]);
    let above: BTreeSet<usize> = candidates.iter().filter(|c| unasked(c) && c.segment < first).map(|c| c.segment).collect();
    candidates.retain(|c| !(unasked(c) && c.segment < first && !renumbered && (counted(c.question) || above.len() == 1)));
    let mut anchors: Vec<Anchor> = Vec::new();
    let mut used: BTreeSet<usize> = BTreeSet::new();
    for run in 0..3 {
        let free: Vec<&Candidate> = candidates.iter().filter(|c| !used.contains(&c.segment) && (run == 0 || c.asks)).collect();
        let chain = best_chain(&free, sheet);
        // A later run has to be a run: a word or two in an answer is none.
        let strong = chain.iter().filter(|c| c.score >= 0.75).count();
        if run > 0 && (strong < 2 || strong * 2 < chain.len()) {
            break;
        }
        let mut before = None;
        for &candidate in &chain {
            // The caption of a table can be more like a question than the title over both.
            let above = candidates.iter().find(|c| {
                c.question == candidate.question
                    && titles.contains(&c.segment)
                    && titles.contains(&candidate.segment)
                    && before.is_none_or(|b| b < c.segment)
                    && c.likeness >= 0.45
            });
            let candidate = above.filter(|c| c.segment < candidate.segment).unwrap_or(candidate);
            before = Some(candidate.segment);
            used.insert(candidate.segment);
            if let Some(same) = anchors.last_mut().filter(|a| a.segment == candidate.segment) {
                same.questions.push(candidate.question);
                continue;
            }
            let runner_up = all.get(&candidate.segment).and_then(|found| {
                found.iter().filter(|(q, _)| *q != candidate.question).copied().max_by(|a, b| a.1.total_cmp(&b.1))
            });
            anchors.push(Anchor {
                segment: candidate.segment,
                questions: vec![candidate.question],
                echo: true,
                score: candidate.score,
                runner_up,
                why: format!("wording {:.2}{}", candidate.likeness, if candidate.numbered { ", number agrees" } else { "" }),
            });
        }
    }
    // What repeats a question to the letter is that question, wherever it stands.
    for candidate in candidates.iter().filter(|c| c.asks && c.likeness >= 0.75 && c.numbered) {
        if used.insert(candidate.segment) {
            anchors.push(Anchor {
                segment: candidate.segment,
                questions: vec![candidate.question],
                echo: true,
                score: candidate.score,
                runner_up: None,
                why: "the question again".to_owned(),
            });
        }
    }
    // So is what has its number and words of it, where nothing else asks it: a reply can take the questions in an order of its own.
    let found: BTreeSet<usize> = anchors.iter().flat_map(|a| a.questions.iter().copied()).collect();
    let mut left: Vec<&Candidate> =
        candidates.iter().filter(|c| c.numbered && c.likeness >= 0.45 && !found.contains(&c.question)).collect();
    left.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut taken = BTreeSet::new();
    let known = left.iter().map(|c| c.question).chain(found.iter().copied()).collect::<BTreeSet<_>>().len();
    for candidate in left.into_iter().filter(|_| known >= 3) {
        if !used.contains(&candidate.segment) && taken.insert(candidate.question) {
            used.insert(candidate.segment);
            anchors.push(Anchor {
                segment: candidate.segment,
                questions: vec![candidate.question],
                echo: true,
                score: candidate.score,
                runner_up: None,
                why: format!("wording {:.2}, number agrees, out of order", candidate.likeness),
            });
        }
    }
    anchors.sort_by_key(|a| a.segment);
    let asked: BTreeSet<usize> = anchors.iter().flat_map(|a| a.questions.iter().copied()).collect();
    for anchor in &mut anchors {
        widen(anchor, &asked, segments, sheet);
    }
    anchors
}

/// `8 (a) and (b): ...` asks all that it numbers, whichever of them its words are like most; and a paragraph without a number asks all parts
/// of its question whose words it has and that nothing else asks.
fn widen(anchor: &mut Anchor, asked: &BTreeSet<usize>, segments: &[Segment], sheet: &Sheet) {
    let Some(segment) = segments.get(anchor.segment) else { return };
    match &segment.marker {
        Some(marker) if marker.labels.len() > 1 => {
            let numbered = sheet.of_marker(marker, "", &BTreeMap::new());
            if anchor.questions.iter().all(|q| numbered.contains(q)) {
                anchor.questions = numbered;
            }
        }
        marker => {
            let [own] = anchor.questions.as_slice() else { return };
            let Some(id) = sheet.questions.get(*own).map(|q| &q.id) else { return };
            let words = sheet.wordings.passage(segment.text());
            let labels: Vec<&str> = segment.body().split(|c: char| !c.is_alphanumeric()).collect();
            let beside = |at: usize| {
                let Some(other) = sheet.questions.get(at).map(|q| &q.id).filter(|_| !asked.contains(&at)) else { return false };
                let part = other.stem() == id.stem() && !id.part().is_empty();
                // `8a) How is it allocated? 8b) How accurate is it?`, `Q5 Tolerance Q6 Estimates`
                let labelled = |l: &&str| *l == other.as_str() && part || l.strip_prefix('Q') == Some(other.as_str());
                labels.iter().any(labelled) || part && marker.is_none() && sheet.wordings.holds(at, &words)
            };
            let parts: Vec<usize> = (0..sheet.questions.len()).filter(|at| beside(*at)).collect();
            anchor.questions.extend(parts);
            anchor.questions.sort_unstable();
        }
    }
}

/// The chain of candidates, forward in the document and in the questionnaire, of the greatest score.
fn best_chain<'c>(candidates: &[&'c Candidate], sheet: &Sheet) -> Vec<&'c Candidate> {
    let together = |earlier: usize, later: usize| {
        let id = sheet.questions.get(earlier).map(|q| &q.id);
        sheet.questions.get(later).is_some_and(|q| q.same_paragraph_as.is_some() && q.same_paragraph_as.as_ref() == id)
    };
    let mut best: Vec<(f64, Option<usize>)> = Vec::with_capacity(candidates.len());
    for (at, candidate) in candidates.iter().enumerate() {
        let mut found = (candidate.score, None);
        for (before, earlier) in candidates.iter().enumerate().take(at).skip(at.saturating_sub(WINDOW)) {
            let follows = earlier.question < candidate.question
                && (earlier.segment < candidate.segment
                    || earlier.segment == candidate.segment && together(earlier.question, candidate.question));
            if follows
                && let Some((score, _)) = best.get(before)
                && score + candidate.score > found.0
            {
                found = (score + candidate.score, Some(before));
            }
        }
        best.push(found);
    }
    trace(candidates, &best)
}

fn trace<'c, T>(candidates: &[&'c T], best: &[(f64, Option<usize>)]) -> Vec<&'c T> {
    let mut at = best.iter().enumerate().max_by(|a, b| a.1.0.total_cmp(&b.1.0)).map(|(i, _)| i);
    let mut chain = Vec::new();
    while let Some(index) = at {
        chain.extend(candidates.get(index).copied());
        at = best.get(index).and_then(|(_, before)| *before);
    }
    chain.reverse();
    chain
}

/// The passages whose number alone says which question they answer, for those from a passage on that repeat no question.
pub(crate) fn numbers(segments: &[Segment], sheet: &Sheet, echoes: &[Anchor], from: usize) -> Vec<Anchor> {
    let all_ids = effective_ids(segments);
    // The numbers that this document gave its questions; an instrument's own where it gave none, or gave them as the instrument does.
    let sure = || {
        echoes.iter().filter(|a| a.score >= 0.7).filter_map(|anchor| {
            match (all_ids.get(anchor.segment), anchor.questions.as_slice()) {
                (Some(Some(id)), [question]) => Some((id, *question)),
                _ => None,
            }
        })
    };
    let as_instrument = sure().filter(|(id, question)| sheet.numbered(id).as_slice() == [*question]).count();
    let mut given: BTreeMap<QuestionId, usize> = BTreeMap::new();
    if as_instrument * 4 < sure().count() * 3 {
        for (id, question) in sure() {
            given.entry(id.clone()).or_insert(question);
        }
    }
    let echoed: BTreeSet<usize> = echoes.iter().map(|a| a.segment).collect();
    let flat = flat_numbering(segments, sheet, from, echoes);
    let roman = roman_numbering(segments);
    let mut context = String::new();
    let mut candidates: Vec<Anchor> = Vec::new();
    for (index, segment) in segments.iter().enumerate().skip(from) {
        let Some(marker) = &segment.marker else { continue };
        if echoed.contains(&index) {
            context.clear();
            continue;
        }
        if segment.is_table() || segment.old || segment.quoted {
            continue;
        }
        let label = marker.labels.first();
        let converted = label.filter(|_| roman).and_then(roman_number);
        let marker = converted.map_or_else(|| marker.clone(), |label| Marker { labels: vec![label], ..marker.clone() });
        if let Some(number) = marker.labels.first().map(|l| &l.number).filter(|n| !n.is_empty()) {
            context.clone_from(number);
        }
        let questions = if flat {
            let number = marker.labels.first().and_then(|l| l.number.parse::<usize>().ok());
            number.and_then(|n| n.checked_sub(1)).filter(|n| *n < sheet.questions.len()).into_iter().collect()
        } else {
            sheet.of_marker(&marker, &context, &given)
        };
        if let (Some(&_first), Some(&_last)) = (questions.first(), questions.last()) {
            let score = 1.0 + if marker.named { 0.3 } else { 0.0 } + if marker.closed { 0.1 } else { 0.0 };
            candidates.push(Anchor { segment: index, questions, echo: false, score, runner_up: None, why: "number".to_owned() });
        }
    }
    let references: Vec<&Anchor> = candidates.iter().collect();
    let mut best: Vec<(f64, Option<usize>)> = Vec::with_capacity(references.len());
    for (at, candidate) in references.iter().enumerate() {
        let first = candidate.questions.first().copied().unwrap_or(0);
        let mut found = (candidate.score, None);
        for (before, earlier) in references.iter().enumerate().take(at).skip(at.saturating_sub(WINDOW)) {
            let last = earlier.questions.last().copied().unwrap_or(0);
            // A number with parts is followed by its parts.
            let opens = earlier.questions.len() > 1
                && earlier.questions.contains(&first)
                && candidate.questions.len() < earlier.questions.len();
            if (last < first || opens)
                && let Some((score, _)) = best.get(before)
                && score + candidate.score > found.0
            {
                found = (score + candidate.score, Some(before));
            }
        }
        best.push(found);
    }
    trace(&references, &best).into_iter().cloned().collect()
}

/// Whether the reply numbers its answers from 1 to the number of all questions and parts, as no numbering of the instrument does.
fn flat_numbering(segments: &[Segment], sheet: &Sheet, from: usize, echoes: &[Anchor]) -> bool {
    let echoed: BTreeSet<usize> = echoes.iter().map(|a| a.segment).collect();
    let labels: Vec<&Label> = segments
        .iter()
        .enumerate()
        .skip(from)
        .filter(|(i, s)| !echoed.contains(i) && !s.quoted && !s.old)
        .filter_map(|(_, s)| s.marker.as_ref()?.labels.first())
        .collect();
    let parts = sheet.questions.iter().any(|q| !q.id.part().is_empty());
    let highest = labels.iter().filter_map(|l| l.number.parse::<usize>().ok()).max().unwrap_or(0);
    let top = sheet.questions.iter().filter_map(|q| q.id.stem().parse::<usize>().ok()).max().unwrap_or(0);
    parts && highest > top && highest <= sheet.questions.len() && labels.iter().all(|l| l.part.is_empty())
}
