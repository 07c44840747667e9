//! What the marks of passages mean where no instrument says which questions there are: whose words, which numbers.

use std::collections::{BTreeMap, BTreeSet};

use crate::bind::marker::{self, Marker};
use crate::bind::segment::{Passage, Passages, Segment, Side};
use crate::bind::{cases, cut, letters};

/// The passages among which the numbers before and after another are looked for.
const NEAR: usize = 60;

/// Passages with the marks that only the document as a whole explains.
pub(crate) fn tidy(segments: Vec<Segment>, passages: &Passages<'_>) -> Vec<Segment> {
    let mut segments = cut::parts(segments, passages);
    letters::without_receipts(&mut segments);
    begun_again(&mut segments);
    cases::unmark(&mut segments);
    stray_letters(&mut segments);
    counted_anew(&mut segments);
    values_of_fields(&mut segments);
    examples(&mut segments);
    words_of_the_law(&mut segments);
    says_answer(&mut segments);
    lost_count(&mut segments);
    lost_numbers(&mut segments);
    number_bare_lines(&mut segments);
    labelled_answers(&mut segments);
    quoted_questions(&mut segments);
    segments
}

/// A list of questions whose count begins again at 1 right below another of them: the count goes on.
fn begun_again(segments: &mut [Segment]) {
    let number = |s: &Segment| match s.marker.as_ref()?.labels.as_slice() {
        [label] if label.part.is_empty() && s.side == Side::Free && s.body().trim_end().ends_with('?') => {
            label.number.parse::<u32>().ok()
        }
        _ => None,
    };
    for at in 2..segments.len() {
        let numbers = |at: usize| segments.get(at).and_then(number);
        let last = numbers(at - 1).filter(|last| *last > 1 && numbers(at - 2) == Some(last - 1));
        if let (Some(last), Some(1)) = (last, numbers(at))
            && numbers(at + 1) != Some(2)
            && let Some(asked) = segments.get(at).map(|s| s.text().to_owned())
        {
            // It may be repeated above its answer.
            for segment in segments.iter_mut().filter(|s| s.text() == asked) {
                let Some(mut marker) = segment.marker.clone() else { continue };
                marker.labels.iter_mut().for_each(|label| label.number = (last + 1).to_string());
                let text = segment.span.text.clone();
                segment.mark(text, Some(marker));
            }
        }
    }
}

/// `Request reference:` and below it `FOI 14476`.
fn values_of_fields(segments: &mut [Segment]) {
    let mut label = false;
    for segment in segments.iter_mut().filter(|s| !s.is_table()) {
        let text = segment.text();
        let value = text.split_whitespace().count() <= 5 && text.contains(|c: char| c.is_ascii_digit()) && segment.marker.is_none();
        if label && value && segment.passage == Passage::Body {
            segment.passage = Passage::Field;
        }
        label = segment.passage == Passage::Field && !segment.text().contains(|c: char| c.is_ascii_digit());
    }
}

/// `Please answer in this format:` and the lines below it, whose figures are made up.
fn examples(segments: &mut [Segment]) {
    const FORMATS: &[&str] =
        &["this format", "following format", "format below", "this layout", "for example", "this template", "an example"];
    let mut example = false;
    for segment in segments.iter_mut() {
        let text = segment.text();
        let lower = text.to_lowercase();
        let asks = ["please", "would like", "ideally", "could you", "can you", "would be answered", "if possible"]
            .iter()
            .any(|w| lower.contains(w));
        let opens = !segment.is_table() && text.trim_end().ends_with(':') && asks && FORMATS.iter().any(|f| lower.contains(f));
        let line = !segment.is_table()
            && segment.marker.is_none()
            && segment.passage == Passage::Body
            && !segment.heading
            && text.split_whitespace().count() <= 10;
        if example && line {
            segment.passage = Passage::Requester;
        }
        example = opens || example && line;
    }
}

/// `Section 21 of the Act provides that:` and the subsections below it, which number no answers.
fn words_of_the_law(segments: &mut [Segment]) {
    let mut law: Option<String> = None;
    for segment in segments.iter_mut() {
        let lower = segment.text().to_lowercase();
        let opens = segment.text().trim_end().ends_with([':', '-', '–', '—'])
            && ["section ", "regulation ", " act "].iter().any(|w| lower.contains(w))
            && ["provides", "states", "says", "reads", "defines", "sets out"].iter().any(|w| lower.contains(w));
        let bracketed = segment.text().trim_start().starts_with(['(', '“', '"']);
        // `12 Exemption where cost of compliance exceeds appropriate limit`: the section begins with its number and its title.
        let title = segment
            .marker
            .as_ref()
            .is_some_and(|m| m.labels.iter().any(|l| !l.number.is_empty() && law.as_deref() == Some(l.number.as_str())));
        if law.is_some() && (bracketed && segment.marker.is_some() || title) {
            let text = segment.span.text.clone();
            segment.mark(text, None);
        } else {
            law = opens.then(|| section_of(&lower));
        }
    }
}

/// The number of the first section that a line in lower case names; empty where it names none.
fn section_of(line: &str) -> String {
    let number = line.split_once("section ").map_or("", |(_, rest)| rest);
    number.chars().take_while(char::is_ascii_digit).collect()
}

/// What says of a passage whose it is.
const LABELS: &[&str] = &[
    "Q: ",
    "Question: ",
    "Request: ",
    "You asked: ",
    "A: ",
    "A. ",
    "A - ",
    "A – ",
    "A) ",
    "A:\t",
    "Ans: ",
    "Ans. ",
    "Answer: ",
    "Response: ",
    "Reply: ",
    "Our answer: ",
    "Our response: ",
    "Our reply: ",
    "Council response: ",
];

/// `A: This is not held`: where nothing is lettered `b`, the letter says that it is the answer.
fn says_answer(segments: &mut [Segment]) {
    let lettered = segments.iter().any(|s| only_letter(s).is_some_and(|l| l == "b"));
    let label = |s: &Segment| {
        let text = s.text().trim_start();
        let lead = s.text().len() - text.len();
        let usable = |l: &&&str| !lettered || l.trim_end_matches([' ', '\t']).len() > 2;
        LABELS.iter().filter(usable).find(|l| text.starts_with(**l)).map(|l| lead + l.len())
    };
    let answer = |s: &Segment| !s.is_table() && label(s).is_some() && s.text().trim_start().starts_with(['A', 'R']);
    let asked: Vec<usize> = (1..segments.len())
        .filter(|at| {
            segments.get(*at).is_some_and(answer)
                && segments.get(at - 1).is_some_and(|s| s.side == Side::Free && s.asks() && label(s).is_none())
        })
        .map(|at| at - 1)
        .collect();
    // What is asked right above words that are labelled as an answer is a question, whatever stop it ends with.
    if asked.len() >= 2 {
        asked.iter().for_each(|at| segments.get_mut(*at).into_iter().for_each(|s| s.side = Side::Question));
    }
    for segment in segments.iter_mut().filter(|s| !s.is_table() && s.side == Side::Free) {
        if let Some(start) = label(segment) {
            let asks = ["Q", "You", "Req"].iter().any(|l| segment.text().trim_start().starts_with(l));
            let text = segment.span.text.slice(start..segment.text().len());
            let marker = marker::parse(text.as_str()).filter(|_| asks);
            segment.mark(text, marker);
            segment.passage = Passage::Body;
        }
    }
}

/// A list that lost its count, with `1.` before every question and letters below each: the questions are counted anew.
fn lost_count(segments: &mut [Segment]) {
    let number =
        |s: &Segment| s.marker.as_ref().filter(|m| m.labels.len() == 1).and_then(|m| m.labels.first()).map(|l| l.number.clone());
    let asking = |s: &Segment| s.side == Side::Free && !s.is_table() && !s.old && s.asks();
    let numbers: Vec<(usize, String)> = segments
        .iter()
        .enumerate()
        .filter(|(_, s)| asking(s))
        .filter_map(|(i, s)| Some((i, number(s)?)))
        .filter(|(_, n)| !n.is_empty())
        .collect();
    let lettered = segments.iter().filter_map(only_letter).filter(|l| l == "a").count();
    // The same question twice is one that the reply repeats.
    let words = |at: usize| segments.get(at).map(|s| s.stems().clone()).unwrap_or_default();
    let alike = numbers.windows(2).any(|w| {
        matches!(w, [(a, _), (b, _)] if { let (a, b) = (words(*a), words(*b)); a.intersection(&b).count() * 10 > a.len().max(b.len()) * 8 })
    });
    // Where nothing else is numbered, and words stand below each, any line with `1.` is one of them.
    let all: Vec<(usize, String)> =
        segments.iter().enumerate().filter_map(|(i, s)| Some((i, number(s).filter(|_| !s.old)?))).collect();
    let below = |at: usize| segments.get(at + 1).is_some_and(|n| n.is_table() || n.marker.is_none() && !n.asks());
    let only = all.len() >= 3 && all.iter().all(|(at, n)| n == "1" && below(*at)) && numbers.len() * 2 >= all.len();
    let numbers = if only { all } else { numbers };
    if numbers.len() < 2 || lettered < 2 && !only || alike || numbers.iter().any(|(_, n)| n != "1") {
        return;
    }
    for (count, (at, _)) in numbers.iter().enumerate() {
        let Some(segment) = segments.get_mut(*at) else { continue };
        let Some(mut marker) = segment.marker.clone() else { continue };
        if let Some(label) = marker.labels.first_mut() {
            label.number = (count + 1).to_string();
        }
        let text = segment.span.text.clone();
        segment.mark(text, Some(marker));
    }
}

/// A list that lost its count and has `1.` before every question: the words must tell.
fn lost_numbers(segments: &mut [Segment]) {
    let label = |s: &Segment| s.marker.as_ref().filter(|m| m.labels.len() == 1).and_then(|m| m.labels.first().cloned());
    let marked: Vec<(usize, _)> = segments.iter().enumerate().filter_map(|(i, s)| Some((i, label(s)?))).collect();
    let same = |at: usize| matches!((marked.get(at), marked.get(at + 1), marked.get(at + 2)), (Some(a), Some(b), Some(c)) if a.1 == b.1 && b.1 == c.1);
    let lost: BTreeSet<usize> =
        (0..marked.len()).filter(|at| same(*at)).flat_map(|at| marked.iter().skip(at).take(3).map(|(i, _)| *i)).collect();
    for (_, segment) in segments.iter_mut().enumerate().filter(|(i, s)| lost.contains(i) && s.body().contains('?')) {
        let text = segment.span.text.slice(segment.body_start()..segment.text().len());
        segment.mark(text, None);
    }
}

/// The letter that alone numbers a passage.
pub(super) fn only_letter(segment: &Segment) -> Option<String> {
    match segment.marker.as_ref()?.labels.as_slice() {
        [label] if label.number.is_empty() && label.part.len() == 1 => Some(label.part.clone()),
        _ => None,
    }
}

/// Answers that count anew below each set of questions: `4. What is the rate?`, `1. It is published.`, `5. Was it raised?`, `1. No`. The
/// questions go on where they were, so the numbers of the answers tell nothing.
fn counted_anew(segments: &mut [Segment]) {
    let number = |s: &Segment| match s.marker.as_ref()?.labels.as_slice() {
        [label] if label.part.is_empty() && s.side == Side::Free => label.number.parse::<u32>().ok(),
        _ => None,
    };
    let numbered: Vec<(usize, u32, bool)> =
        segments.iter().enumerate().filter_map(|(i, s)| Some((i, number(s)?, s.body().contains('?')))).collect();
    let mut anew = Vec::new();
    let mut asked = 0;
    for (at, (index, number, asks)) in numbered.iter().enumerate() {
        let goes_on = numbered.get(at + 1).is_none_or(|(_, next, asks)| *asks && *next == asked + 1);
        if *asks && *number == asked + 1 {
            asked = *number;
        } else if *number == 1 && !asks && asked > 1 && goes_on {
            anew.push(*index);
        } else {
            return;
        }
    }
    if anew.len() < 2 {
        return;
    }
    for (_, segment) in segments.iter_mut().enumerate().filter(|(at, _)| anew.contains(at)) {
        let text = segment.span.text.slice(segment.body_start()..segment.text().len());
        segment.mark(text, None);
    }
}

/// `T: 01234 567890` in the head of a letter, `J. Reed` below it: a letter with no earlier one before it and no later one behind it counts
/// nothing.
fn stray_letters(segments: &mut [Segment]) {
    let parts = |s: &Segment| s.marker.iter().flat_map(|m| &m.labels).map(|l| l.part.clone()).collect::<Vec<_>>();
    let letters: Vec<(usize, String)> = segments
        .iter()
        .enumerate()
        .flat_map(|(at, s)| parts(s).into_iter().map(move |part| (at, part)))
        .filter(|(_, part)| part.len() == 1)
        .collect();
    // The first and the last place of each letter tell what stands before and behind.
    let mut places: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (at, letter) in &letters {
        places.entry(letter).and_modify(|p| p.1 = *at).or_insert((*at, *at));
    }
    let counts = |at: usize, letter: &str| {
        matches!(letter, "a" | "i" | "v" | "x")
            || places.iter().any(|(other, (first, last))| *other < letter && *first < at || *other > letter && *last > at)
    };
    let stray = |(at, s): &(usize, &Segment)| only_letter(s).is_some_and(|letter| !counts(*at, &letter));
    let stray: BTreeSet<usize> = segments.iter().enumerate().filter(stray).map(|(at, _)| at).collect();
    for (_, segment) in segments.iter_mut().enumerate().filter(|(at, _)| stray.contains(at)) {
        let text = segment.span.text.clone();
        segment.mark(text, None);
    }
}

/// A number alone on a line without a mark, between the passages with the numbers before and after it.
fn number_bare_lines(segments: &mut Vec<Segment>) {
    let number = |s: &Segment| s.marker.as_ref()?.labels.first().filter(|l| l.part.is_empty())?.number.parse::<u32>().ok();
    let bare = |s: &Segment| {
        let text = s.text().trim();
        let digits = !text.is_empty() && text.len() <= 2 && text.chars().all(|c| c.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| digits && !s.is_table() && s.marker.is_none() && s.side == Side::Free)
    };
    let mut at = 0;
    while at < segments.len() {
        let between = segments.get(at).and_then(bare).is_some_and(|value| {
            let before = segments.iter().take(at).rev().take(NEAR).find_map(number);
            let after = segments.iter().skip(at + 1).take(NEAR).find_map(number);
            value > 1 && before == value.checked_sub(1) && after == value.checked_add(1)
        });
        let text =
            segments.get(at + 1).filter(|n| between && !n.is_table() && n.passage != Passage::Closing).map(|n| n.span.text.clone());
        if let (Some(text), Some(segment)) = (text, segments.get_mut(at)) {
            let marker = marker::parse(&format!("{}. ", segment.text().trim()));
            let mut whole = segment.span.text.clone();
            whole.append(&text);
            let marker = marker.map(|m| Marker { end: m.end.saturating_sub(1).min(whole.as_str().len()), ..m });
            segment.mark(whole, marker);
            segment.passage = Passage::Body;
            segments.remove(at + 1);
        }
        at += 1;
    }
}

/// `Q1` and below it `A1`: the letter tells who speaks.
fn labelled_answers(segments: &mut [Segment]) {
    let label = |s: &Segment| {
        let text = s.text();
        let lower = text.get(..text.len().min(12)).unwrap_or("").to_lowercase();
        let rest = ["answer ", "response ", "reply ", "ans ", "ans", "a"].iter().find_map(|name| lower.strip_prefix(name))?;
        // `A.1 £30,272`
        let rest = rest.strip_prefix('.').filter(|_| text.starts_with('A')).unwrap_or(rest);
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        let after = rest.get(digits..)?;
        let part = after.starts_with(|c: char| c.is_ascii_lowercase()) && !after.chars().nth(1).is_some_and(char::is_alphanumeric);
        let after = if part { after.get(1..)? } else { after };
        let marks =
            after.chars().take_while(|c| matches!(c, '.' | ':' | ')' | '-' | ' ' | '\t')).map(char::len_utf8).sum::<usize>();
        let fits = (1..=2).contains(&digits) && (marks > 0 || after.is_empty()) && !s.is_table() && s.side == Side::Free;
        fits.then(|| lower.len() - after.len() + marks)
    };
    let asked = segments.iter().filter(|s| s.marker.as_ref().is_some_and(|m| m.named)).count();
    let answered = segments.iter().filter(|s| label(s).is_some()).count();
    if asked < 2 || answered < 2 {
        return;
    }
    let last_asked = segments.iter().rposition(|s| label(s).is_none() && s.marker.as_ref().is_some_and(|m| m.named));
    let first_answered = segments.iter().position(|s| label(s).is_some());
    // Answers below all questions keep their numbers; those between them need none.
    let between = first_answered < last_asked;
    for segment in segments.iter_mut() {
        if let Some(start) = label(segment) {
            let length = segment.text().len();
            let number: String =
                segment.text().chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_alphanumeric).collect();
            segment.passage = Passage::Body;
            let text = segment.span.text.clone();
            if between {
                segment.mark(text.slice(start.min(length)..length), None);
            } else {
                let marker = marker::parse(&format!("{number}. x")).map(|m| Marker { end: start.min(length), ..m });
                segment.mark(text, marker);
            }
        } else if between && segment.marker.as_ref().is_some_and(|m| m.named) {
            segment.side = Side::Question;
        }
    }
}

/// Numbered lines that are quoted, with lines between them that are not: a reply written into the request.
fn quoted_questions(segments: &mut [Segment]) {
    let quoted = |s: &Segment| s.quoted && s.marker.is_some() && !s.is_table();
    let between = segments
        .windows(2)
        .filter(|w| matches!(w, [a, b] if quoted(a) && !b.quoted && b.passage == Passage::Body && !b.old))
        .count();
    if between < 2 {
        return;
    }
    for segment in segments.iter_mut().filter(|s| quoted(s)) {
        segment.side = Side::Question;
    }
}
