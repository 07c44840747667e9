//! What stands between the passages that open questions, and whose it is.

use std::collections::{BTreeMap, BTreeSet};

use crate::bind::align::{self, Anchor, Sheet};
use crate::bind::asking::{self, Several};
use crate::bind::caption;
use crate::bind::cases::lists_a_case;
use crate::bind::echo::{answer_label, gives_money, introduced, remainder};
use crate::bind::marker::{self, Marker};
use crate::bind::reply::{own_introductions, reply_begins, says_between};
use crate::bind::segment::{Passage, Segment, Side};
use crate::bind::{Binding, Bound, Span};
use crate::interpret::sentences;
use crate::lexicon::patterns;

/// The state of the walk through a document.
struct Walk<'s> {
    sheet: &'s Sheet,
    found: BTreeMap<usize, Found>,
    bound: Bound,
    current: Option<Current>,
    /// The questions that were asked one below the other since the last answer.
    stack: Vec<usize>,
    answering: bool,
    closed: bool,
    /// Whether answers are labelled one by one.
    labelled: bool,
    /// Introductions of one answer each.
    introductions: BTreeSet<usize>,
    /// Whether words stand below the passage that is looked at which could answer it.
    below: bool,
}

/// What is known of one question.
#[derive(Default)]
struct Found {
    question_spans: Vec<Span>,
    answer: Vec<Span>,
    shared_answer: Vec<Span>,
    anchor: Option<Anchor>,
}

/// The questions that are being answered.
struct Current {
    questions: Vec<usize>,
    anchor: Anchor,
    strong: bool,
    answered: bool,
    open_sentence: bool,
    side: Side,
    /// Whether they are asked in a table of questions and answers.
    in_table: bool,
}

/// Gives every passage to the question that it answers; `places` are the passages of which it is known which question they ask.
pub(crate) fn assign(segments: &[Segment], sheet: &Sheet, places: &BTreeMap<usize, usize>) -> Bound {
    let mut anchors = align::echoes(segments, sheet);
    at_places(&mut anchors, places, segments, sheet);
    let from = reply_begins(segments, &anchors, sheet);
    let all_numbers = align::numbers(segments, sheet, &[], 0);
    if all_numbers.len() >= 3 && all_numbers.len() >= anchors.len() * 2 {
        // A reply that repeats no question, and happens to use the words of a few.
        let numbered: BTreeSet<usize> = all_numbers.iter().map(|n| n.segment).collect();
        anchors.retain(|a| {
            segments.get(a.segment).is_some_and(|s| s.body().trim_end().ends_with('?')) && !numbered.contains(&a.segment)
        });
        anchors.extend(all_numbers);
    } else if let Some(from) = from {
        let numbered = align::numbers(segments, sheet, &anchors, from);
        let echoed = anchors.iter().filter(|a| a.segment >= from).count();
        // `1. No` below the last of questions that were answered before: a list that counts anew.
        let anew = anchors.windows(2).any(|w| matches!(w, [a, b] if says_between(segments, a, b)));
        if anchors.is_empty() || numbered.len() >= 2 || numbered.len() == 1 && echoed == 0 && !anew {
            anchors.extend(numbered);
        }
    }
    anchors.extend(stems(segments, sheet, &anchors));
    anchors.sort_by_key(|a| a.segment);
    let label = |s: &&Segment| s.passage == Passage::ResponseIntro && s.text().split_whitespace().count() <= 4;
    let labelled = segments.iter().filter(|s| !s.is_table() && (label(s) || s.answers())).count() >= 3;
    let introductions = own_introductions(segments, &anchors);
    let mut walk = Walk {
        sheet,
        found: BTreeMap::new(),
        bound: Bound::default(),
        current: None,
        stack: Vec::new(),
        answering: false,
        closed: false,
        labelled,
        introductions,
        below: false,
    };
    let mut at = anchors.into_iter().peekable();
    for (index, segment) in segments.iter().enumerate() {
        let anchor = at.next_if(|a| a.segment == index);
        walk.step(index, segment, anchor, segments.get(index + 1));
    }
    walk.finish()
}

/// Anchors where it is known that passages ask; words of an answer that are alike are none then.
fn at_places(anchors: &mut Vec<Anchor>, places: &BTreeMap<usize, usize>, segments: &[Segment], sheet: &Sheet) {
    let known: BTreeSet<usize> = places.values().copied().collect();
    let again = |a: &Anchor| segments.get(a.segment).is_some_and(|s| s.marker.is_some() || s.body().contains('?'));
    anchors.retain(|a| places.contains_key(&a.segment) || again(a) || !a.questions.iter().all(|q| known.contains(q)));
    for (&segment, &question) in places {
        match anchors.iter_mut().find(|a| a.segment == segment) {
            Some(anchor) if anchor.questions == [question] => {}
            Some(anchor) => anchor.questions = vec![question],
            None => anchors.push(Anchor {
                segment,
                questions: vec![question],
                // A passage that has no words of the question answers it.
                echo: sheet.questions.get(question).is_some_and(|q| !q.prompt.is_empty()),
                score: 0.9,
                runner_up: None,
                why: "the document's own numbering".to_owned(),
            }),
        }
    }
    anchors.sort_by_key(|a| a.segment);
}

/// Passages that introduce the parts of a question: their words are the requester's, and what follows answers all the parts.
fn stems(segments: &[Segment], sheet: &Sheet, anchors: &[Anchor]) -> Vec<Anchor> {
    let mut found = Vec::new();
    let anchored: BTreeSet<usize> = anchors.iter().map(|a| a.segment).collect();
    for (index, segment) in segments.iter().enumerate() {
        let Some(marker) = &segment.marker else { continue };
        if anchored.contains(&index) || segment.is_table() || segment.old {
            continue;
        }
        let [label] = marker.labels.as_slice() else { continue };
        let Some(id) = align::effective(label, "").filter(|id| id.part().is_empty()) else { continue };
        let questions = sheet.numbered(&id);
        let fits = !questions.is_empty() && sheet.position(&id).is_none() && segment.asks() && {
            let next = anchors.iter().find(|a| a.segment > index);
            let before = anchors.iter().rev().find(|a| a.segment < index);
            let rises = before.is_none_or(|a| a.questions.first() < questions.first());
            rises && next.is_none_or(|a| a.questions.iter().any(|q| questions.contains(q)))
        };
        if fits {
            found.push(Anchor {
                segment: index,
                questions,
                echo: true,
                score: 0.7,
                runner_up: None,
                why: "number of the parts".to_owned(),
            });
        }
    }
    found
}

impl Walk<'_> {
    fn step(&mut self, index: usize, segment: &Segment, anchor: Option<Anchor>, next: Option<&Segment>) {
        self.note_routing(segment);
        let answers =
            |n: &Segment| n.side == Side::Free && n.passage == Passage::Body && n.marker.is_none() && !n.asks() && !n.heading;
        self.below = next.is_some_and(answers);
        if let Some(anchor) = anchor {
            self.open(segment, anchor);
            return;
        }
        if segment.old {
            self.current = None;
            self.bound.rest.push(segment.span.clone());
            return;
        }
        if segment.side == Side::Question {
            self.current = None;
            self.bound.rest.push(segment.span.clone());
            return;
        }
        let group = if segment.is_table() { None } else { self.group_of(segment) };
        if segment.is_table() || segment.side == Side::Answer && group.is_none() {
            self.content(segment);
            return;
        }
        if let Some(group) = group {
            self.open(segment, group);
            return;
        }
        match segment.passage {
            Passage::Section => {
                self.current = None;
                self.bound.rest.push(segment.span.clone());
            }
            // `*Response below` has the mark of a note, which answers.
            Passage::ResponseIntro if segment.text().starts_with('*') && self.current.is_some() => self.content(segment),
            // `Response:` under every question is a label.
            Passage::ResponseIntro if self.labelled && segment.text().split_whitespace().count() <= 4 => {}
            Passage::ResponseIntro if self.introductions.contains(&index) => {
                if !segment.text().trim_end().ends_with(':') {
                    self.body(segment, next);
                }
            }
            // So it is below words that point to what follows it.
            Passage::ResponseIntro if segment.text().split_whitespace().count() == 1 && self.points_below() => {}
            // And below a heading that says which question is answered.
            Passage::ResponseIntro
                if segment.text().split_whitespace().count() <= 4
                    && self.current.as_ref().is_some_and(|c| !c.answered && !c.anchor.echo) => {}
            Passage::RequestIntro | Passage::ResponseIntro if !self.goes_on_answering(segment) => {
                // At the very top it is what the document is called.
                self.answering |= segment.passage == Passage::ResponseIntro && index > 0;
                self.current = None;
                self.forget_request();
                self.bound.rest.push(segment.span.clone());
            }
            Passage::Requester => self.bound.rest.push(segment.span.clone()),
            // After the last question there is nothing more to answer.
            Passage::SmallPrint if self.current.as_ref().is_some_and(|c| !c.answered && !self.is_last(c)) => {
                self.body(segment, next);
            }
            Passage::Closing | Passage::SmallPrint => {
                self.closed = true;
                self.current = None;
                self.bound.rest.push(segment.span.clone());
            }
            Passage::Field => self.bound.rest.push(segment.span.clone()),
            Passage::Courtesy if self.current.is_none() => self.bound.rest.push(segment.span.clone()),
            _ => self.body(segment, next),
        }
    }

    /// What stands among the questions of a request that was quoted whole is the requester's.
    fn forget_request(&mut self) {
        let answered = self.found.values().filter(|f| !f.answer.is_empty() || !f.shared_answer.is_empty()).count();
        if self.found.len() >= 2 && answered * 3 <= self.found.len() {
            for found in self.found.values_mut() {
                self.bound.rest.append(&mut found.answer);
                self.bound.rest.append(&mut found.shared_answer);
            }
        }
    }

    fn is_last(&self, current: &Current) -> bool {
        current.questions.iter().any(|q| q + 1 == self.sheet.questions.len())
    }

    /// Whether all that was said so far is that something follows: `Table below`.
    fn points_below(&self) -> bool {
        let Some(current) = self.current.as_ref().filter(|c| c.answered && c.anchor.echo) else { return false };
        current.questions.iter().filter_map(|q| self.found.get(q)).all(|found| match found.answer.as_slice() {
            [only] => {
                let words = only.text.as_str().to_lowercase();
                words.split_whitespace().count() <= 8 && (words.contains("below") || words.contains("follow"))
            }
            _ => false,
        })
    }

    /// `You asked for ..., which we do not hold` in the middle of an answer is the answer.
    fn goes_on_answering(&self, segment: &Segment) -> bool {
        // Below a request that is quoted whole it opens the reply.
        let quoted = segment.passage == Passage::ResponseIntro && self.stack.len() >= 3;
        self.current.as_ref().is_some_and(|c| c.anchor.echo && !c.answered)
            && !quoted
            && !segment.text().trim_end().ends_with(':')
            && segment.text().split_whitespace().count() > 6
    }

    /// Whether a passage repeats one that was taken for a question: a form says the stem of its parts above each of them.
    fn repeats(&self, segment: &Segment) -> bool {
        let own = segment.text().trim();
        own.len() > 12 && self.found.values().flat_map(|f| &f.question_spans).any(|s| s.text.as_str().trim() == own)
    }

    fn body(&mut self, segment: &Segment, next: Option<&Segment>) {
        if segment.asks() && segment.marker.is_some() && self.repeats(segment) {
            self.bound.rest.push(segment.span.clone());
            return;
        }
        if let Some(echo) = self.current.as_ref().and_then(|c| self.first_of_list(c, segment)) {
            self.open(segment, echo);
            return;
        }
        let continues = self.current.as_ref().is_some_and(|c| self.is_question_still(c, segment, next));
        if continues {
            if let Some(current) = &mut self.current {
                current.open_sentence = !ends_sentence(segment.text());
                for question in &current.questions {
                    self.found.entry(*question).or_default().question_spans.push(segment.span.clone());
                }
            }
        } else {
            self.content(segment);
        }
    }

    /// The first of the things that a question asks for after a colon: it is worded as the question that was taken to begin above it.
    fn first_of_list(&self, current: &Current, segment: &Segment) -> Option<Anchor> {
        let [question] = current.questions.as_slice() else { return None };
        let asked = self.found.get(question)?.question_spans.last()?;
        if current.answered || !current.anchor.echo || !asked.text.as_str().trim_end().ends_with(':') {
            return None;
        }
        let first = sentences(segment.body()).into_iter().next().and_then(|r| segment.body().get(r))?;
        if gives_money(first) {
            return None;
        }
        let words = self.sheet.wordings.passage(first);
        (self.sheet.wordings.likeness(*question, &words) >= 0.6 && words.len() >= 4)
            .then(|| Anchor { segment: 0, ..current.anchor.clone() })
    }

    /// Whether a passage after a question is still the question.
    fn is_question_still(&self, current: &Current, segment: &Segment, next: Option<&Segment>) -> bool {
        if current.answered || !current.anchor.echo {
            return false;
        }
        let text = segment.body();
        let asks = asking::asks(text);
        let words = self.sheet.wordings.passage(text);
        let covered = current.questions.iter().map(|&q| self.sheet.wordings.covered(q, &words)).fold(0.0, f64::max);
        let question_mark = text.trim_end().trim_end_matches(['*', '"', '”']).ends_with('?');
        // `Could you clarify what you mean?` is the authority's, where nothing else would answer.
        let last = next.is_none_or(|n| n.marker.is_some() || n.passage == Passage::Closing);
        if last && !current.open_sentence && patterns("clarification").is_in(text) && text.contains("you mean") {
            return false;
        }
        let heads = segment.heading || next.is_some_and(Segment::is_table);
        let case = current.strong && segment.strong && !heads && lists_a_case(segment.text());
        if !question_mark && gives_money(text) {
            return false;
        }
        case || current.open_sentence && question_mark
            || asks
                && (question_mark || asking::asking_sentence(text))
                && (covered >= 0.4 || segment.marker.is_none() && question_mark)
            || covered >= 0.75 && words.len() >= 4 && asks
            || current.strong && segment.strong && !next.is_some_and(Segment::is_table) && (asks || next.is_some_and(|n| !n.strong))
            || text.trim_end().ends_with(':') && asks && next.is_some_and(|n| n.asks() && n.marker.is_some())
    }

    fn content(&mut self, segment: &Segment) {
        if !segment.is_table() && self.is_label(segment) {
            self.bound.rest.push(segment.span.clone());
            return;
        }
        // What stands below a table of questions and answers closes the letter, where the last of them has no answer.
        let below = |c: &Current| c.in_table && segment.span.row.is_none() && !c.answered && self.is_last(c);
        if !segment.is_table() && self.current.as_ref().is_some_and(below) {
            self.bound.rest.push(segment.span.clone());
            return;
        }
        let spoken_for = self.spoken_for(segment);
        match &mut self.current {
            Some(current) if !(segment.side == Side::Answer && current.side == Side::Free) => {
                current.answered = true;
                if !spoken_for.is_empty() {
                    current.questions = spoken_for;
                }
                for question in &current.questions {
                    let found = self.found.entry(*question).or_default();
                    let answer = if current.questions.len() > 1 { &mut found.shared_answer } else { &mut found.answer };
                    answer.push(segment.span.clone());
                }
            }
            _ if self.closed && !segment.is_table() => self.bound.rest.push(segment.span.clone()),
            _ if self.answering || segment.is_table() || !self.found.is_empty() => self.bound.general.push(segment.span.clone()),
            _ => self.bound.rest.push(segment.span.clone()),
        }
    }

    /// The questions above an answer that says it is for several of them; none where it does not.
    fn spoken_for(&self, segment: &Segment) -> Vec<usize> {
        let Some(current) = self.current.as_ref().filter(|c| !c.answered && !segment.is_table()) else { return Vec::new() };
        if self.stack.len() < 2 || !self.stack.ends_with(&current.questions) {
            return Vec::new();
        }
        let text = segment.text();
        match asking::for_several(text.get(answer_label(text)..).unwrap_or("")) {
            Some(Several::Number(count)) => self.stack.iter().rev().take(count).rev().copied().collect(),
            Some(Several::All) => self.stack.clone(),
            None => Vec::new(),
        }
    }

    /// Whether a passage is no more than a label over what may follow: `A:`, or the number of the question being answered.
    fn is_label(&self, segment: &Segment) -> bool {
        let text = segment.text().trim();
        let whose = text.ends_with([':', '-', '–']) && answer_label(text) == text.len();
        let current = self.current.as_ref().map(|c| c.questions.as_slice()).unwrap_or_default();
        let number = || {
            segment.marker.as_ref().is_some_and(|m| {
                (m.named || m.closed)
                    && segment.body().trim().is_empty()
                    && self.sheet.of_marker(m, "", &BTreeMap::new()) == current
            })
        };
        whose || !current.is_empty() && number()
    }

    fn open(&mut self, segment: &Segment, anchor: Anchor) {
        self.closed = false;
        let (mut question, mut answer) = remainder(segment, &anchor, self.sheet);
        // `4. Unpaid care - deductions to the budget` with its answer below is all title.
        if anchor.echo && self.below && !answer.text.is_blank() && self.is_title(segment, answer.text.as_str(), &anchor) {
            (question, answer.text) = (segment.span.clone(), answer.text.slice(0..0));
        }
        // `Response to question 11` is a heading of what follows.
        let spoken = marker::spoken_of(answer.text.as_str())
            .filter(|m| answer.text.as_str().get(m.end..).is_some_and(|r| r.trim().is_empty()));
        // So is `Q6 data`, as the name of a sheet.
        let titles = segment.heading && answer.text.as_str().split_whitespace().count() <= 3 && !segment.says();
        let captions = caption::name(answer.text.as_str()).is_some() && caption::is_short(answer.text.as_str());
        if (spoken.is_some() || titles || captions) && !anchor.echo {
            answer.text = answer.text.slice(0..0);
        }
        for index in &anchor.questions {
            let found = self.found.entry(*index).or_default();
            found.question_spans.push(question.clone());
            let better = found.anchor.as_ref().is_none_or(|a| a.score < anchor.score);
            if better {
                found.anchor = Some(anchor.clone());
            }
        }
        let open_sentence = answer.text.is_blank() && !ends_sentence(question.text.as_str());
        if self.current.as_ref().is_none_or(|c| c.answered) {
            self.stack.clear();
        }
        self.stack.retain(|q| !anchor.questions.contains(q));
        self.stack.extend(&anchor.questions);
        self.current = Some(Current {
            questions: anchor.questions.clone(),
            anchor,
            strong: segment.strong,
            answered: false,
            open_sentence,
            side: segment.side,
            in_table: segment.side == Side::Question && segment.span.row.is_some(),
        });
        if !answer.text.is_blank() {
            let marker = marker::parse(answer.text.as_str());
            let rest = segment.clone().with(answer.text, marker);
            match self.group_of(&rest) {
                Some(group) if self.current.as_ref().is_some_and(|c| c.anchor.echo) => self.open(&rest, group),
                _ => self.content(&rest),
            }
        }
    }

    /// Whether the end of a line has words of the question and says nothing.
    fn is_title(&self, segment: &Segment, end: &str, anchor: &Anchor) -> bool {
        let words = self.sheet.wordings.passage(end);
        let covered = anchor.questions.iter().map(|&q| self.sheet.wordings.covered(q, &words)).fold(0.0, f64::max);
        let open = !segment.text().trim_end().ends_with(['.', ':']);
        open && words.len() >= 2 && covered >= 0.6 && !asking::speaks(end) && !segment.says()
    }

    /// The questions that a passage says it speaks of: `For Questions 12a and 12b, ...`.
    fn group_of(&self, segment: &Segment) -> Option<Anchor> {
        if segment.quoted {
            return None;
        }
        // `A: Questions 2 to 8 do not apply`: the label before says whose words they are.
        let lead = answer_label(segment.text());
        let rest = segment.text().get(lead..).unwrap_or("");
        let within = |m: Marker| Marker { end: m.end + lead, ..m };
        // `For questions 2 to 6, please supply this as a snapshot` is the requester's.
        let asked = |m: &Marker| rest.get(m.end..).is_some_and(|r| asking::asking_sentence(r.trim_start_matches([',', ' '])));
        // `Thank you for your request. In response to question 3, ...`
        let second = || sentences(rest).get(1).cloned().filter(|_| segment.passage == Passage::Courtesy);
        let spoken_second = || {
            let at = second()?.start;
            marker::spoken_of(rest.get(at..)?).map(|m| Marker { end: m.end + at, ..m })
        };
        let spoken = marker::spoken_of(rest).or_else(spoken_second).filter(|m| !asked(m)).map(within);
        let own = if lead > 0 { marker::parse(rest).map(within) } else { segment.marker.clone() };
        let answers = segment.side == Side::Answer || !segment.asks();
        let listed = own.clone().filter(|m| m.labels.len() > 1 && answers);
        // `Q11` alone above a table heads what follows.
        let heads = segment.marker.clone().filter(|m| m.named && segment.side == Side::Free && segment.body().trim().is_empty());
        let named = caption::questions(segment.text(), segment.heading || segment.strong);
        let current = self.current.as_ref().map(|c| c.questions.as_slice()).unwrap_or_default();
        // `8a. Per hour` under question 8: the answers bear their numbers.
        let free = segment.side == Side::Free;
        let own = own.filter(|m| {
            let names = if free { m.named || self.is_part_of(m, current) } else { m.named && m.closed };
            m.labels.len() == 1 && answers && names
        });
        let introduced = introduced(rest).filter(|m| !asked(m)).map(within);
        let marker = spoken.or(listed).or(heads).or(own).or(named).or(introduced);
        let stem = current.last().and_then(|q| self.sheet.questions.get(*q)).map_or("", |q| q.id.stem());
        let questions = match marker {
            Some(marker) => self.sheet.of_marker(&marker, stem, &BTreeMap::new()),
            None => self.pointing_to(segment),
        };
        (!questions.is_empty() && questions != current).then(|| Anchor {
            segment: 0,
            questions,
            echo: false,
            score: 1.0,
            runner_up: None,
            why: "named in the answer".to_owned(),
        })
    }

    /// The questions whose answers point to what a caption stands above: `See Table 2`.
    fn pointing_to(&self, segment: &Segment) -> Vec<usize> {
        let answered = self.current.as_ref().is_none_or(|c| c.answered);
        let Some(name) = caption::name(segment.text()).filter(|_| answered) else { return Vec::new() };
        let points =
            |found: &Found| found.answer.iter().chain(&found.shared_answer).any(|s| caption::points_to(s.text.as_str(), &name));
        let pointing: Vec<usize> = self.found.iter().filter(|(_, found)| points(found)).map(|(question, _)| *question).collect();
        // What the answer right above points to stays with it.
        let own = self.current.as_ref().is_some_and(|c| c.questions.iter().any(|q| pointing.contains(q)));
        if own { Vec::new() } else { pointing }
    }

    /// Whether a number with a part is that of the questions being answered, or of a part beside them.
    fn is_part_of(&self, marker: &Marker, current: &[usize]) -> bool {
        let stem = |q: &usize| self.sheet.questions.get(*q).map(|q| q.id.stem().to_owned());
        let label = marker.labels.first();
        // `a. 4`, below `2. How many: a. came b. went`
        let asked = |q: &usize| self.sheet.questions.get(*q).map(|q| q.id.part().to_owned());
        if self.stack.len() > 1
            && label
                .is_some_and(|l| l.number.is_empty() && marker.closed && self.stack.iter().filter_map(asked).any(|p| p == l.part))
        {
            return true;
        }
        label.is_some_and(|l| !l.number.is_empty() && !l.part.is_empty() && current.iter().filter_map(stem).any(|s| s == l.number))
    }

    fn note_routing(&mut self, segment: &Segment) {
        if self.bound.no_goes_to.is_none() {
            self.bound.no_goes_to = asking::routes_to(segment.text());
        }
    }

    fn finish(mut self) -> Bound {
        for (index, found) in self.found {
            let Some(question) = self.sheet.questions.get(index) else { continue };
            let Some(anchor) = found.anchor else { continue };
            // What was said to a question alone goes before what was said to several, unless it points to that.
            let points = |s: &Span| {
                !s.table && s.text.as_str().split_whitespace().count() <= 12 && patterns("points").is_in(s.text.as_str())
            };
            let shared = found.answer.is_empty() && !found.shared_answer.is_empty();
            let mut answer = found.answer;
            if answer.iter().all(points) {
                answer.extend(found.shared_answer);
            }
            let runner_up =
                anchor.runner_up.and_then(|(q, score)| Some((self.sheet.questions.get(q)?.id.clone(), hundredths(score))));
            self.bound.bindings.push(Binding {
                question: question.id.clone(),
                question_spans: found.question_spans,
                answer,
                shared,
                confidence: hundredths(anchor.score),
                why: anchor.why,
                runner_up,
            });
        }
        self.bound
    }
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end().trim_end_matches(['*', '"', '”', ')']).ends_with(['.', '?', '!', ':'])
}

/// A score of an anchor as hundredths of certainty.
fn hundredths(score: f64) -> u8 {
    let bounded = (0.55 + 0.45 * (score - 0.4) / 0.6).clamp(0.0, 0.99) * 100.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 99")]
    let hundredths = bounded as u8;
    hundredths
}
