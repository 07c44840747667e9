//! Replies to no known survey that stand apart from the request: the request whole, then the answers under its numbers, or one for all.
//!
//! Where each question is followed by its answer, or a table has one beside the other, this leaves the document to the alignment.

use std::collections::{BTreeMap, BTreeSet};

use foi_model::{Question, QuestionId};

use crate::bind::Bound;
use crate::bind::align::{self, Sheet};
use crate::bind::asking;
use crate::bind::assign::assign;
use crate::bind::cases::lists_a_case;
use crate::bind::letters::{greets_an_authority, last_greeting, second_sender};
use crate::bind::older::is_mail_head;
use crate::bind::on_line::last_word_says;
use crate::bind::outline;
use crate::bind::request::Request;
use crate::bind::segment::{Passage, Segment, Side, cites};
use crate::identify::dates::dates;
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
pub(super) struct Numbered {
    pub(super) segment: usize,
    pub(super) id: QuestionId,
}

/// The questions and their answers, where the reply stands apart.
pub(crate) fn bind(segments: &[Segment]) -> Option<(Vec<Question>, Bound)> {
    if segments.iter().any(|s| s.side != Side::Free) {
        return None;
    }
    // A reply above the request that it quotes is read as if it stood below.
    let below = request_below(segments);
    let turned: Vec<Segment>;
    let segments = match below.and_then(|at| segments.split_at_checked(at)) {
        Some((reply, request)) => {
            let mut reply = reply.to_vec();
            reply.iter_mut().filter(|s| is_mail_head(s.text())).for_each(|s| s.passage = Passage::Field);
            turned = request.iter().cloned().chain(reply).collect();
            turned.as_slice()
        }
        None => segments,
    };
    let ids = align::effective_ids(segments);
    let mut numbered: Vec<Numbered> = ids
        .into_iter()
        .enumerate()
        .filter_map(|(segment, id)| Some(Numbered { segment, id: id? }))
        .filter(|n| segments.get(n.segment).is_some_and(|s| !s.old && !matches!(s.passage, Passage::Closing | Passage::Section)))
        .collect();
    if numbered.len() > MOST {
        return None;
    }
    if !outline::counts(&numbered.iter().map(|n| (n.segment, &n.id)).collect::<Vec<_>>(), segments) {
        numbered.clear();
    }
    if numbered.is_empty() && !outline::repeated(segments).is_empty() {
        return None;
    }
    let split = match below {
        Some(at) => Split { at: segments.len() - at, headed: false },
        None => split(segments, &numbered)?,
    };
    let first_of_reply = split.at + usize::from(split.headed);
    // Letters that ask nothing, and no number, are the details of one question.
    let lettered = numbered.iter().filter(|n| n.segment < split.at);
    let answered = |n: &Numbered| numbered.iter().any(|o| o.segment >= first_of_reply && o.id == n.id);
    let details = !lettered.clone().all(answered)
        && lettered.clone().all(|n| n.id.stem().is_empty() || !n.id.stem().starts_with(|c: char| c.is_ascii_digit()))
        && !lettered.clone().any(|n| segments.get(n.segment).is_some_and(Segment::asks));
    let mut asked: Vec<&Numbered> = lettered.filter(|_| !details).collect();
    let mut replied: Vec<&Numbered> = numbered.iter().filter(|n| n.segment >= first_of_reply).collect();
    let (points, answers) = (by_bullets(segments, 0..split.at), by_bullets(segments, first_of_reply..segments.len()));
    if asked.is_empty() && replied.is_empty() && points.len() >= 2 && points.len() == answers.len() {
        asked.extend(&points);
        replied.extend(&answers);
    }
    let mut request = Request::of(segments, &asked, split.at);
    request.take_parts(segments, &replied, split.at);
    request.settle(segments, &replied, first_of_reply);
    if request.questions.is_empty() {
        request.by_reply(segments, &replied, split.at);
    }
    if request.questions.is_empty() {
        request.whole(segments, split.at);
    }
    let mut bound = request.answers(segments, &replied, first_of_reply);
    let reply = segments.get(first_of_reply..).unwrap_or_default();
    if reply.iter().any(|s| s.marker.is_some() || s.asks()) {
        let questions: Vec<Question> = request.questions.iter().map(|q| q.question.clone()).collect();
        by_wording(&mut bound, reply, &Sheet::new(&questions));
    }
    let used: BTreeSet<usize> =
        bound.bindings.iter().flat_map(|b| b.question_spans.iter().chain(&b.answer)).map(|s| s.block).collect();
    bound.rest = segments.iter().map(|s| &s.span).filter(|s| !used.contains(&s.block)).cloned().collect();
    Some((request.questions.into_iter().map(|q| q.question).collect(), bound))
}

/// A reply that repeats the questions and counts them in a way of its own: where their words find more answers than the numbers, they tell.
fn by_wording(bound: &mut Bound, reply: &[Segment], sheet: &Sheet) {
    if sheet.questions.len() < 2 {
        return;
    }
    let worded = assign(reply, sheet, &BTreeMap::new());
    let given = |b: &Bound| b.bindings.iter().filter(|b| b.answer.iter().any(|s| s.table || !s.text.is_blank())).count();
    if given(&worded) <= given(bound) {
        return;
    }
    for mut found in worded.bindings {
        if let Some(binding) = bound.bindings.iter_mut().find(|b| b.question == found.question) {
            found.question_spans.splice(0..0, binding.question_spans.drain(..));
            *binding = found;
        }
    }
}

/// Where the request begins that stands below the words of the reply: quoted, under `Your request:`, or as a letter to the council.
fn request_below(segments: &[Segment]) -> Option<usize> {
    let first_of = |what: &dyn Fn(&Segment) -> bool| segments.iter().position(|s| !s.is_table() && !s.old && what(s));
    let quoted = first_of(&|s| s.quoted);
    let at = quoted.or_else(|| first_of(&greets_an_authority)).or_else(|| first_of(&is_request_head))?;
    let (reply, request) = segments.split_at_checked(at)?;
    let requesters = |s: &Segment| match quoted {
        Some(_) => s.quoted,
        None => !s.is_table() && !is_reply_head(s) && s.passage != Passage::ResponseIntro,
    };
    let whole = request.iter().all(|s| requesters(s) || s.is_blank() || s.passage == Passage::Closing);
    // Below a head without a mark, only words of a requester are the request.
    let headed = quoted.is_none() && request.first().is_some_and(is_request_head);
    let own_words = |s: &Segment| of_the_request(s) || s.text().split_whitespace().any(|w| w == "I");
    let signed = |s: &&Segment| s.passage != Passage::Closing;
    let polite = |s: &Segment| matches!(s.passage, Passage::SmallPrint | Passage::Courtesy);
    let whole = whole && (!headed || request.iter().take_while(signed).all(|s| own_words(s) || polite(s)));
    let asks = request.iter().any(|s| s.passage == Passage::Body && s.asks() || s.passage == Passage::Requester);
    let own = |s: &&Segment| !s.is_blank() && !s.heading && s.passage != Passage::Closing;
    let says = |s: &Segment| match quoted {
        Some(_) => s.is_table() || says_something(s.text()) || s.passage == Passage::Body && !s.asks(),
        None => s.passage != Passage::Closing && speaks(s.text()),
    };
    // A second letter below the request answers it.
    let greets = |s: &Segment| s.text().trim_start().to_lowercase().starts_with("dear ");
    let answered = quoted.is_none() && (request.iter().skip(1).any(greets) || second_sender(request, 0).is_some());
    let asks = asks || headed;
    let questions = reply.iter().any(|s| s.passage == Passage::Body && s.asks() && !speaks(s.text()));
    let receipt = reply.iter().any(|s| s.passage != Passage::Closing && patterns("acknowledgement").is_in(s.text()));
    (whole && asks && !answered && !questions && !receipt && reply.iter().filter(own).any(says)).then_some(at)
}

/// `Your request:` and no more.
fn is_request_head(segment: &Segment) -> bool {
    let words = segment.text().split_whitespace().count();
    segment.passage == Passage::RequestIntro && segment.marker.is_none() && words <= 4
}

/// The items of a list without numbers, numbered as they come.
fn by_bullets(segments: &[Segment], range: std::ops::Range<usize>) -> Vec<Numbered> {
    let items = segments.iter().enumerate().take(range.end).skip(range.start);
    let items = items.filter(|(_, s)| s.bullet && !s.old && !s.is_table() && s.marker.is_none() && s.passage == Passage::Body);
    let numbered =
        items.enumerate().filter_map(|(n, (segment, _))| Some(Numbered { segment, id: (n + 1).to_string().parse().ok()? }));
    numbered.take(MOST).collect()
}

/// `Response 26-05-2021`, `Council's Response`, `Our answers are as follows:` and nothing else.
fn is_reply_head(segment: &Segment) -> bool {
    let text = segment.text();
    // `*Response below` points to a note.
    if segment.is_table() || segment.marker.is_some() || text.starts_with('*') || text.split_whitespace().count() > 12 {
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
                | "details"
        )
    };
    let words: Vec<&str> =
        words.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).filter(|w| !w.is_empty()).collect();
    // `Partly disclosed/partly refused - 20 April 2016` heads what a log has of a reply.
    let dated = !dates(text).is_empty();
    let names = words.iter().any(|w| matches!(*w, "response" | "responses" | "reply" | "answer" | "answers" | "decision"))
        || dated && words.iter().any(|w| matches!(*w, "disclosed" | "refused" | "released" | "supplied" | "withheld"));
    // `Answer 43` answers, and `Date of decision` heads a date.
    let answers = matches!(words.as_slice(), [_, figure] if figure.len() <= 3 && figure.chars().all(|c| c.is_ascii_digit()));
    let heads_date = !dated && words.iter().any(|w| matches!(*w, "date" | "dated"));
    // `East Herts Council Response`, `NHS Response to FOIA Request`: who answers can be named.
    let name = |w: &str| {
        words.len() <= 7
            && text.split(|c: char| !c.is_alphanumeric()).any(|o| o.starts_with(char::is_uppercase) && o.to_lowercase() == w)
    };
    let titled = words.last().is_some_and(|w| matches!(*w, "response" | "reply" | "request" | "decision"));
    let fits = |w: &str| known(&w.replace('’', "'")) || w.chars().all(|c| c.is_ascii_digit()) || titled && name(w);
    names && !heads_date && !answers && words.iter().all(|w| fits(w))
        || segment.passage == Passage::ResponseIntro && text.split_whitespace().count() <= 6
}

/// Whether words are left after the last question of a passage: an answer on the same line.
fn says_more(segment: &Segment) -> bool {
    let body = segment.body();
    match body.rfind('?') {
        Some(end) => body.get(end + 1..).is_some_and(|rest| {
            let rest = rest.trim_matches(|c: char| !c.is_alphanumeric() && c != '(');
            !rest.is_empty() && !rest.starts_with('(') && !asking::asks(rest) && !explains(rest)
        }),
        None => !segment.asks(),
    }
}

/// `By 'banding' is meant different fee levels`: the requester's words about the requester's words.
fn explains(text: &str) -> bool {
    let lower: String = text.trim_start().chars().take(120).collect::<String>().to_lowercase();
    [
        "for clarity",
        "for example",
        "for the avoidance of doubt",
        "i.e.",
        "e.g.",
        "by this i mean",
        "by this we mean",
        "this would include",
        "this should include",
    ]
    .iter()
    .any(|w| lower.starts_with(w))
        || lower.starts_with("by ") && [" is meant ", " i mean ", " we mean "].iter().any(|w| lower.contains(w))
}

/// What nobody would answer with: a request goes on, or a letter is polite.
fn of_the_request(segment: &Segment) -> bool {
    segment.asks() && !segment.is_table() && !points_by_link(segment)
        || matches!(segment.passage, Passage::Requester | Passage::RequestIntro | Passage::Courtesy | Passage::Field)
        || explains(segment.text())
        || segment.text().trim_end().ends_with('?')
        || segment.text().trim_end().ends_with(':') && !refuses_or_points(segment.text())
        || segment.quoted
        || !segment.is_table() && lists_a_case(segment.text())
}

/// `Details of fees are available here: https://...`
fn points_by_link(segment: &Segment) -> bool {
    segment.span.text.has_link() && patterns("published").is_in(segment.text()) && !segment.text().contains('?')
}

/// A word or two in a list: what a question is asked of, and no answer.
fn lists_a_kind(segment: &Segment) -> bool {
    let text = segment.text();
    let note = text.trim().starts_with('(') && text.trim_end().ends_with(')');
    segment.bullet
        && text.split_whitespace().count() <= 6
        && !says_something(text)
        && !text.contains(|c: char| c.is_ascii_digit() || c == '£')
        || note
}

fn split(segments: &[Segment], numbered: &[Numbered]) -> Option<Split> {
    // `FOI Responses` below `Regards` signs.
    let signs = |at: usize| at.checked_sub(1).and_then(|b| segments.get(b)).is_some_and(|b| b.passage == Passage::Closing);
    let heads = segments.iter().enumerate().filter(|(at, s)| !s.old && is_reply_head(s) && !signs(*at));
    let heads: Vec<usize> = heads.map(|(at, _)| at).collect();
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
        let (earlier, after): (Vec<&Numbered>, Vec<&Numbered>) =
            numbered.iter().filter(|n| n.segment != head).partition(|n| n.segment < head);
        // Questions that come again with their answers below them are for the alignment; an answer can begin like a question.
        let answers = |n: &Numbered, s: &Segment| earlier.iter().any(|e| e.id == n.id && !is_worded_as(s, segments.get(e.segment)));
        let asks = |n: &Numbered, s: &Segment| s.body().contains('?') || s.asks() && !answers(n, s);
        let again = after.iter().filter(|n| segments.get(n.segment).is_some_and(|s| asks(n, s))).count();
        let before = !earlier.is_empty();
        let asked = |from: usize, to: usize| {
            let part = segments.get(from..to).unwrap_or_default();
            part.iter().filter(|s| s.text().trim_end().ends_with('?')).map(Segment::text).collect::<BTreeSet<_>>()
        };
        // `Response:` again below a question that was not asked before heads each answer.
        let second = heads.iter().find(|h| **h > head).copied().unwrap_or(head);
        let new = |n: &&Numbered| n.segment > head && n.segment < second && !earlier.iter().any(|e| e.id == n.id);
        if numbered.iter().filter(new).any(|n| segments.get(n.segment).is_some_and(Segment::asks)) {
            return None;
        }
        if asked(0, head).intersection(&asked(head, segments.len())).count() >= 2 {
            return None;
        }
        return (again * 2 <= after.len() || before && again * 2 < after.len() + 1).then(|| spoken_from(segments, head));
    }
    if !heads.is_empty() && heads.len() > 2 {
        return None;
    }
    if let Some(at) = greeting_of_the_reply(segments, numbered) {
        return Some(Split { at, headed: true });
    }
    let digits = numbered.iter().any(|n| n.id.stem().starts_with(|c: char| c.is_ascii_digit()));
    let ask = numbered.iter().any(|n| segments.get(n.segment).is_some_and(Segment::asks));
    let twice = counted_twice(segments, numbered);
    if !digits && !ask && twice.is_none() {
        // Topics in letters, each with an answer below it, are for the alignment.
        let below = |n: &&Numbered| {
            segments.get(n.segment + 1).is_some_and(|s| s.marker.is_none() && s.passage == Passage::Body && !s.asks() && !s.bullet)
        };
        let topics = numbered.len() >= 2 && numbered.iter().filter(below).count() * 3 >= numbered.len() * 2;
        return if topics { None } else { below_the_request(segments) };
    }
    let first = first?;
    // A request without numbers, refused or answered before the first number: what is numbered belongs to the reply.
    let above = segments.get(..first).unwrap_or_default();
    let request = above.iter().position(|s| s.passage == Passage::Body && s.asks() && !s.old);
    let asking = numbered.iter().filter(|n| segments.get(n.segment).is_some_and(Segment::asks)).count();
    if asking * 2 < numbered.len()
        && twice.is_none()
        && request.is_some_and(|at| above.iter().skip(at + 1).any(|s| !of_the_request(s) && speaks(s.text())))
    {
        return below_the_request(segments);
    }
    let start = numbered.first()?;
    // The numbers begin again; those of questions can do so among themselves.
    let questions = |n: &&Numbered| segments.get(n.segment).is_some_and(|s| s.body().trim_end().ends_with('?'));
    let again = twice.or_else(|| numbered.iter().skip(1).find(|n| n.id == start.id && !questions(n)).map(|n| n.segment));
    let end = again.unwrap_or(segments.len());
    let run: Vec<usize> = numbered.iter().map(|n| n.segment).filter(|s| *s < end).collect();
    let last = *run.last()?;
    // Numbers right below each other, most of which ask and none of which says anything, whatever else they have.
    let list = run.windows(2).all(|w| matches!(w, [a, b] if a + 1 == *b))
        && run.iter().filter(|i| segments.get(**i).is_some_and(Segment::asks)).count() * 2 >= run.len()
        && run.iter().all(|i| segments.get(*i).is_some_and(|s| !s.is_table() && !speaks(s.text()) && !s.text().contains('£')));
    let list = list && (again.is_some() || replied(segments.get(last + 1..).unwrap_or_default()));
    let pure = list
        || (first..=last).all(|i| {
            segments.get(i).is_some_and(|s| {
                let number = run.contains(&i);
                !s.is_table()
                    && if number {
                        twice.is_some() || !says_more(s) || is_dimension(s.body())
                    } else {
                        of_the_request(s) || s.is_blank() || lists_a_kind(s)
                    }
            })
        });
    if !pure {
        return None;
    }
    if let Some(at) = again {
        // The questions go on below answers that count anew.
        let next = |n: &&Numbered| numbered.iter().rfind(|r| r.segment == last).is_some_and(|r| follows(&r.id, &n.id));
        let goes_on = |n: &Numbered| segments.get(n.segment).is_some_and(|s| s.body().trim_end().ends_with('?'));
        if numbered.iter().find(|n| n.segment > at && next(n)).is_some_and(goes_on) {
            return None;
        }
        let answers = numbered.iter().filter(|n| n.segment >= at);
        let asks = answers.clone().filter(|n| segments.get(n.segment).is_some_and(|s| s.body().contains('?'))).count();
        return (run.len() >= 2 && asks * 2 < answers.count()).then_some(Split { at, headed: false });
    }
    // One reply below all questions.
    let reply = segments.iter().enumerate().skip(last + 1).find(|(_, s)| !of_the_request(s) && !s.is_blank())?;
    let says = !reply.1.old && !matches!(reply.1.passage, Passage::Closing | Passage::SmallPrint | Passage::Section);
    (run.len() >= 2 && says).then_some(Split { at: reply.0, headed: false })
}

/// Whether what stands below a list of questions replies to them, without a number of theirs.
fn replied(below: &[Segment]) -> bool {
    let letter = || below.iter().take_while(|s| s.passage != Passage::Closing && !s.is_table());
    let said = letter().position(|s| opens_a_reply(s) || s.passage == Passage::Body && !s.asks() && speaks(s.text()));
    said.is_some_and(|at| letter().take(at + 1).all(|s| s.marker.is_none() && !s.text().trim_end().ends_with('?')))
}

/// `Thank you for your request`: the reply begins.
pub(super) fn opens_a_reply(segment: &Segment) -> bool {
    let lower = segment.text().trim_start().to_lowercase();
    let opens =
        ["thank you for ", "i refer to your ", "we refer to your ", "further to your "].iter().any(|w| lower.starts_with(w));
    !segment.is_table()
        && segment.marker.is_none()
        && opens
        && ["request", "enquiry", "e-mail", "email"].iter().any(|w| lower.contains(w))
}

/// Where a list of topics, one below the other, is gone through once more under the same numbers: `1. Your travel policy.`, and below the
/// last of them `1. There is none.`
fn counted_twice(segments: &[Segment], numbered: &[Numbered]) -> Option<usize> {
    let start = numbered.first()?;
    let second = numbered.iter().skip(1).position(|n| n.id == start.id)? + 1;
    let (topics, replies) = numbered.split_at(second);
    let same = topics.len() >= 2 && topics.iter().map(|n| &n.id).eq(replies.iter().take(topics.len()).map(|n| &n.id));
    let below = topics.windows(2).all(|w| matches!(w, [a, b] if a.segment + 1 == b.segment));
    let topic = |n: &Numbered| {
        segments.get(n.segment).is_some_and(|s| {
            let text = s.body();
            !s.is_table() && s.marker.is_some() && !text.contains('£') && !speaks(text)
        })
    };
    let asks_later = replies.iter().any(|n| segments.get(n.segment).is_some_and(|s| s.body().contains('?')));
    (same && below && topics.iter().all(topic) && !asks_later).then(|| replies.first().map(|n| n.segment))?
}

/// Whether most words of a passage are those of another.
fn is_worded_as(segment: &Segment, other: Option<&Segment>) -> bool {
    let (own, others) = (segment.stems(), other.map(Segment::stems));
    others.is_some_and(|o| own.intersection(o).count() * 2 > own.len())
}

fn follows(earlier: &QuestionId, later: &QuestionId) -> bool {
    let number = |id: &QuestionId| id.as_str().parse::<u32>().ok();
    number(earlier).and_then(|n| n.checked_add(1)).is_some_and(|n| number(later) == Some(n))
}

/// A reply that says of itself that it follows, and whose first words stand above: `We keep no such record. We can confirm the following:`
fn spoken_from(segments: &[Segment], head: usize) -> Split {
    let sentence = segments.get(head).is_some_and(|s| !s.heading && s.text().split_whitespace().count() >= 4);
    let speaks = |s: &&Segment| {
        let refuses = ["declined", "not_held"].iter().any(|name| patterns(name).is_in(s.text()));
        refuses && s.passage == Passage::Body && s.marker.is_none() && !s.quoted && !s.asks()
    };
    let before = segments.get(..head).unwrap_or_default().iter().rev().take_while(speaks).count();
    if sentence && before > 0 { Split { at: head - before, headed: false } } else { Split { at: head, headed: true } }
}

/// Correspondence from its beginning: the request, signed, and below it the letter that answers, with its own greeting.
fn greeting_of_the_reply(segments: &[Segment], numbered: &[Numbered]) -> Option<usize> {
    let (first, asks) = (numbered.first()?.segment, |n: &Numbered| segments.get(n.segment).is_some_and(|s| s.asks()));
    let at = last_greeting(segments, first).or_else(|| second_sender(segments, first))?;
    // Where the letter has questions of its own, these tell more.
    let (before, after): (Vec<&Numbered>, Vec<&Numbered>) = numbered.iter().partition(|n| n.segment < at);
    let greeted = segments.iter().take(first).any(|s| greets_an_authority(s) && !s.old && !s.quoted);
    let asked = before.iter().filter(|n| asks(n)).count() >= if greeted { 1 } else { 2 };
    let counted = greeted && before.len() >= 2;
    ((asked || counted) && after.iter().filter(|n| asks(n)).count() * 2 <= after.len()).then_some(at)
}

/// A request without numbers, and below it the reply.
fn below_the_request(segments: &[Segment]) -> Option<Split> {
    if !outline::topics(segments).is_empty() {
        return None;
    }
    // Correspondence from its beginning: the requester greets the authority, and signs.
    let greeted = segments.iter().position(|s| greets_an_authority(s) && !s.old && !s.quoted);
    if let Some(at) = greeted.and_then(|at| last_greeting(segments, at)) {
        return Some(Split { at, headed: false });
    }
    // `Please send your request to the County Council` is said to the requester.
    let redirects = |s: &Segment| patterns("redirects").is_in(s.text());
    let asks = |s: &Segment| {
        !s.is_table() && !s.old && !redirects(s) && (s.passage == Passage::Requester || s.passage == Passage::Body && s.asks())
    };
    let questions = segments.iter().filter(|s| asks(s) && s.text().trim_end().ends_with('?')).count();
    let Some(begin) = segments.iter().position(asks) else {
        // A letter that does not repeat the request: all it says is the reply.
        let at = segments.iter().position(|s| s.passage == Passage::Courtesy && !s.old)? + 1;
        // An acknowledgement answers nothing.
        let replies = |s: &Segment| s.is_table() || s.passage != Passage::Closing && refuses_or_points(s.text());
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
pub(super) fn says_something(text: &str) -> bool {
    ["declined", "not_held", "attachment", "online"].iter().any(|name| patterns(name).is_in(text))
        || text.to_lowercase().contains("exempt")
}

/// Whether words refuse, point to something that was sent, or cite a ground.
pub(super) fn refuses_or_points(text: &str) -> bool {
    says_something(text) || cites(text)
}

/// Whether words refuse, say that there is nothing, or cite a ground.
pub(super) fn cites_or_refuses(text: &str) -> bool {
    ["declined", "not_held"].iter().any(|name| patterns(name).is_in(text)) || cites(text)
}

/// So they do, or they point to a publication.
pub(super) fn speaks(text: &str) -> bool {
    refuses_or_points(text) || patterns("published").is_in(text)
}

/// What a letter is about.
pub(super) fn is_title(segment: &Segment) -> bool {
    let lower = segment.text().trim_start().to_lowercase();
    segment.heading || lower.starts_with("re:") || lower.starts_with("subject:")
}

/// `We cannot give exact numbers for the questions above`.
pub(super) fn speaks_of_above(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["questions above", "above questions", "answers above", "figures above", "numbers above"].iter().any(|w| lower.contains(w))
}

/// A year, or a few words that ask nothing: one of the cases that a question is asked for.
fn is_dimension(body: &str) -> bool {
    !body.contains('?') && body.split_whitespace().count() <= 8 && last_word_says(body).is_none()
}
