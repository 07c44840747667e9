//! What the marks of passages mean where no instrument says which questions there are: whose words, which numbers.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use foi_model::FinancialYear;
use regex::Regex;

use crate::bind::asking;
use crate::bind::marker::{self, Marker};
use crate::bind::segment::{self, Passage, Passages, Segment, Side};
use crate::bind::{Binding, Span};
use crate::document::Rich;
use crate::identify::dates::dates;
use crate::interpret::sentences;
use crate::lexicon::patterns;

/// A paragraph of more bytes is no line of numbers.
const IN_ONE_LINE: usize = 4_000;

/// Answers of a word or two stand in a paragraph of at most so many bytes.
const SHORT_ANSWERS: usize = 300;

/// Words that name what is said on the same line are no more than these.
const NAMED_IN_ONE_LINE: usize = 14;

/// So many are those of a question.
const ASKED_IN_ONE_LINE: usize = 45;

/// The passages among which the numbers before and after another are looked for.
const NEAR: usize = 60;

/// Passages with the marks that only the document as a whole explains.
pub(crate) fn tidy(segments: Vec<Segment>, passages: &Passages<'_>) -> Vec<Segment> {
    let lettered: BTreeSet<String> = segments.iter().filter_map(only_letter).collect();
    let numbers: BTreeSet<String> = segments.iter().filter_map(only_number).collect();
    let begun = |s| numbers_in_one_line(s, &numbers);
    let segments = segments.into_iter().flat_map(|s| by_entry(s, passages)).flat_map(|s| by_row(s, passages)).flat_map(begun);
    let mut segments: Vec<Segment> = segments.flat_map(|s| in_one_line(s, &lettered)).flat_map(labelled_within).collect();
    let mut case = false;
    for segment in &mut segments {
        let lettered = segment.marker.as_ref().is_some_and(|m| m.labels.iter().all(|l| l.number.is_empty()));
        let body = segment.body();
        let year_first = FinancialYear::mentions(body).first().is_some_and(|m| m.range.start == 0)
            || dates(body).first().is_some_and(|(range, _)| range.start == 0);
        // `iv. 2010/11; and what is the budget for v. 2011/12?` ends a list of years.
        case = segment.marker.is_some() && (is_case(body) || lettered && year_first && (case || !body.contains('?')));
        if case {
            segment.mark(segment.span.text.clone(), None);
        }
    }
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
    let mut quoting = false;
    for segment in segments.iter_mut() {
        let lower = segment.text().to_lowercase();
        let opens = segment.text().trim_end().ends_with([':', '-', '–', '—'])
            && ["section ", "regulation ", " act "].iter().any(|w| lower.contains(w))
            && ["provides", "states", "says", "reads", "defines", "sets out"].iter().any(|w| lower.contains(w));
        let bracketed = segment.text().trim_start().starts_with(['(', '“', '"']);
        if quoting && bracketed && segment.marker.is_some() {
            let text = segment.span.text.clone();
            segment.mark(text, None);
        } else {
            quoting = opens;
        }
    }
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
    if numbers.len() < 2 || lettered < 2 || alike || numbers.iter().any(|(_, n)| n != "1") {
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

/// The number that alone numbers a passage.
fn only_number(segment: &Segment) -> Option<String> {
    match segment.marker.as_ref()?.labels.as_slice() {
        [label] if label.part.is_empty() => Some(label.number.clone()),
        _ => None,
    }
}

/// The letter that alone numbers a passage.
fn only_letter(segment: &Segment) -> Option<String> {
    match segment.marker.as_ref()?.labels.as_slice() {
        [label] if label.number.is_empty() && label.part.len() == 1 => Some(label.part.clone()),
        _ => None,
    }
}

static LETTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<before>^|[.;:?!]\s+|\s)(?P<mark>\(?(?P<letter>[a-j])\)|(?P<dotted>[a-j])\.)\s+[A-Z£0-9]").ok()
});

/// Parts that stand in one paragraph: `(a) Who? None (b) When? Never (c) ...`, and `4. 684. a. Not recorded.` where `a` is a part elsewhere.
fn in_one_line(segment: Segment, lettered: &BTreeSet<String>) -> Vec<Segment> {
    let whole = vec![segment.clone()];
    let Some(pattern) = LETTER.as_ref().filter(|_| !segment.is_table()) else { return whole };
    let text = segment.text();
    let mut cuts: Vec<usize> = Vec::new();
    let mut next = b'a';
    for found in pattern.captures_iter(text) {
        let letter = found.name("letter").or_else(|| found.name("dotted"));
        let (Some(letter), Some(mark), Some(before)) = (letter, found.name("mark"), found.name("before")) else { continue };
        let stops = mark.start() == 0 || before.as_str().starts_with(['.', ';', ':', '?', '!']);
        let bracketed = mark.as_str().starts_with('(');
        if letter.as_str().as_bytes() == [next].as_slice()
            && (stops || bracketed)
            && (bracketed || lettered.contains(letter.as_str()))
        {
            cuts.push(mark.start());
            next += 1;
        }
    }
    let opens = cuts.first() == Some(&0);
    let fits = opens && cuts.len() >= 3 || !opens && segment.marker.is_some() && !cuts.is_empty() && !segment.asks();
    if !fits {
        return whole;
    }
    let starts: Vec<usize> = if opens { cuts } else { std::iter::once(0).chain(cuts).collect() };
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(text.len()));
    let pieces: Vec<Rich> = starts.iter().zip(ends).map(|(start, end)| segment.span.text.slice(*start..end).trimmed()).collect();
    pieces
        .into_iter()
        .map(|piece| {
            let marker = marker::parse(piece.as_str());
            segment.clone().with(piece, marker)
        })
        .collect()
}

static COUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|(?P<before>[^\s])\s+|[?:]|\b[QA]\s?)(?P<mark>\(?(?P<number>\d{1,2})[.)])\s+[A-Z£0-9<]").ok()
});
static ASKED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:Q|Question|Request|You asked|Asked)[:.]\s.*\?\s+(?P<answer>(?:A(?:ns|nswer)?|(?:Our |Council )?(?:[Aa]nswer|[Rr]esponse|[Rr]eply))[:.]\s)").ok()
});

/// Numbers that stand in one paragraph: `Response: 1. 43 2. £1.2m 3. Not recorded`; and `Q: How many? A: 43`. Passages that have a number
/// to themselves have these `numbers`.
fn numbers_in_one_line(segment: Segment, numbers: &BTreeSet<String>) -> Vec<Segment> {
    let (Some(count), Some(asked)) = (COUNT.as_ref(), ASKED.as_ref()) else { return vec![segment] };
    if segment.is_table() || segment.side != Side::Free || segment.text().len() > IN_ONE_LINE {
        return vec![segment];
    }
    let text = segment.text();
    let mut cuts: Vec<usize> = Vec::new();
    let mut next = 1;
    let mut from = 0;
    // Each number is looked for behind the one before it, whatever stands right before it: `2.` ends the answer to 1.
    while let Some(found) = text.get(from..).and_then(|rest| count_at(count, rest, next)) {
        cuts.push(from + found);
        from += found + 1;
        next += 1;
    }
    // `Please answer the following: 1. How many`, and the other numbers below it.
    let goes_on = !numbers.contains("1") && numbers.contains(&(cuts.len() + 1).to_string());
    let opens = |at: &usize| {
        let (lead, rest) = text.split_at_checked(*at).unwrap_or_default();
        let asks = || marker::parse(rest).and_then(|m| rest.get(m.end..)).is_some_and(asking::asks);
        lead.trim_end().ends_with(':') && (goes_on || cuts.len() == 1 && asks())
    };
    if cuts.len() < 3 && !cuts.first().is_some_and(opens) {
        cuts.clear();
        cuts.extend(asked.captures(text).and_then(|c| c.name("answer")).map(|m| m.start()));
    }
    if cuts.is_empty() {
        return vec![segment];
    }
    let starts: Vec<usize> = std::iter::once(0).filter(|_| cuts.first() != Some(&0)).chain(cuts.iter().copied()).collect();
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(text.len()));
    let pieces = starts.iter().zip(ends).map(|(start, end)| segment.span.text.slice(*start..end).trimmed());
    let pieces: Vec<Rich> = pieces.filter(|p| !p.is_blank()).collect();
    pieces
        .into_iter()
        .map(|piece| {
            let fresh = segment::passage(Span { text: piece, ..segment.span.clone() }, segment.side);
            let mut part = segment.clone().with(fresh.span.text, fresh.marker);
            part.passage = fresh.passage;
            part
        })
        .collect()
}

/// Where a number stands as a mark in a text.
fn count_at(pattern: &Regex, text: &str, number: u32) -> Option<usize> {
    // After words without a stop it is a mark only among short answers: `1. Yes 2. No 3. Not held`.
    let stops = |c: &regex::Captures<'_>| {
        text.len() <= SHORT_ANSWERS
            || c.name("before").is_none_or(|b| b.as_str().contains(['.', ';', ':', '?', '!', ')', 'Q', 'A']))
    };
    // A question is one, whatever stands before it: `from May 2013 to April 2016 3. What has been spent?`
    let asks = |c: &regex::Captures<'_>| {
        let rest = c.name("mark").and_then(|m| text.get(m.end()..)).unwrap_or("");
        rest.find('?').and_then(|end| rest.get(..=end)).is_some_and(|q| !q.contains(". ") && asking::asks(q))
    };
    let own = |c: &regex::Captures<'_>| c.name("number").is_some_and(|n| n.as_str().parse() == Ok(number)) && (stops(c) || asks(c));
    // What ends one mark can begin the next: `43. 2. £1.2m`.
    let mut from = 0;
    while let Some(found) = pattern.captures_at(text, from) {
        let mark = found.name("mark").map(|m| m.start())?;
        if own(&found) {
            return Some(mark);
        }
        from = mark + 1;
    }
    None
}

static WITHIN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[.?!;:)]\s+(?P<answer>(?:(?:Our |The |Council )?(?:Response|Answer|Reply)|Ans):\s)").ok());

/// `(a) Please name the firms. Response: None`
fn labelled_within(segment: Segment) -> Vec<Segment> {
    let text = segment.text();
    let at =
        WITHIN.as_ref().filter(|_| !segment.is_table() && text.len() <= IN_ONE_LINE).and_then(|p| p.captures(text)?.name("answer"));
    let asks = |at: usize| text.get(segment.body_start()..at).is_some_and(asking::asks);
    let Some(at) = at.map(|m| m.start()).filter(|at| asks(*at)) else { return vec![segment] };
    let (asked, said) = (segment.span.text.slice(0..at).trimmed(), segment.span.text.slice(at..text.len()).trimmed());
    let marker = segment.marker.clone();
    let mut answer = segment.clone().with(said, None);
    answer.passage = Passage::Body;
    vec![segment.with(asked, marker), answer]
}

/// An entry of a log with the request and the response in one cell: their sentences.
fn by_entry(segment: Segment, passages: &Passages<'_>) -> Vec<Segment> {
    let block = segment.span.block;
    let Some(table) = passages.table(block).filter(|_| segment.is_table()) else { return vec![segment] };
    let both = |column: &usize| {
        let head = table.text(0, *column).to_lowercase();
        head.len() < 60 && head.contains("request") && ["response", "reply", "answer"].iter().any(|w| head.contains(w))
    };
    let Some(column) = (0..table.width()).find(both) else { return vec![segment] };
    let mut parts = Vec::new();
    for row in 1..table.rows.len() {
        let Some(cell) = table.cell(row, column) else { continue };
        let text = cell.text.as_str();
        let mut push = |range: std::ops::Range<usize>| {
            let span = Span { block, row: Some(row), column: Some(column), table: false, text: cell.text.slice(range).trimmed() };
            let mut part = segment::passage(span, Side::Free);
            part.old = segment.old;
            parts.push(part);
        };
        // Letters and labels divide an entry; where there are none, its sentences do.
        if WITHIN.as_ref().is_some_and(|p| p.is_match(text)) || marker::parse(text).is_some() {
            push(0..text.len());
        } else {
            sentences(text).into_iter().for_each(push);
        }
    }
    parts
}

/// A table with a question at the left of each row and its figures beside it.
fn by_row(segment: Segment, passages: &Passages<'_>) -> Vec<Segment> {
    let block = segment.span.block;
    let found = if segment.is_table() { passages.table(block) } else { None };
    let Some(table) = found else { return vec![segment] };
    // `3.` in the first cell, and what it asks in the second.
    let number_alone = |row: usize| {
        let text = table.text(row, 0).trim();
        marker::parse(text).is_some_and(|m| {
            m.closed && !m.labels.iter().any(|l| l.number.is_empty()) && text.get(m.end..).is_some_and(|b| b.trim().is_empty())
        })
    };
    let worded = |row: usize| table.text(row, 1).split_whitespace().count() >= 4 && asking::asks(table.text(row, 1));
    let asks = |row: usize| {
        let text = table.text(row, 0);
        let own = |m: &Marker| text.get(m.end..).is_some_and(|b| m.named || b.split_whitespace().count() >= 4 && asking::asks(b));
        marker::parse(text).is_some_and(|m| own(&m)) || number_alone(row) && worded(row)
    };
    let rows: Vec<usize> = (0..table.rows.len()).filter(|r| asks(*r)).collect();
    let filled = (0..table.rows.len()).filter(|r| !table.text(*r, 0).trim().is_empty()).count();
    if table.width() < 3 || rows.len() < 2 || rows.len() * 2 <= filled {
        return vec![segment];
    }
    let span =
        |row: usize, column: Option<usize>| Span { block, row: Some(row), column, table: column.is_none(), text: Rich::default() };
    let question = |row: usize| {
        let mut text = table.cell(row, 0).map(|c| c.text.trimmed()).unwrap_or_default();
        if let Some(words) = table.cell(row, 1).filter(|_| number_alone(row)) {
            text.append(&words.text);
        }
        segment::passage(Span { text, ..span(row, Some(0)) }, Side::Question)
    };
    let pair = |row: usize| [question(row), segment::passage(span(row, None), Side::Free)];
    let mut pairs: Vec<Segment> = rows.iter().flat_map(|row| pair(*row)).collect();
    pairs.iter_mut().for_each(|s| s.old = segment.old);
    pairs
}

/// `ii. 2014/15`: a year that a question is asked for, and no part of it.
pub(crate) fn is_case(body: &str) -> bool {
    let body = body.trim().trim_end_matches(['.', ';', ',', ')', '?']);
    if dates(body).first().is_some_and(|(range, _)| *range == (0..body.len())) {
        return true;
    }
    let year = |text: &str| text.len() == 4 && text.parse::<u16>().is_ok_and(|y| (1990..2050).contains(&y));
    let first = FinancialYear::mentions(body).first().is_some_and(|m| m.range.start == 0 && m.range.end == body.len())
        || body.split_whitespace().count() <= 9
            && FinancialYear::mentions(body).first().is_some_and(|m| m.range.start == 0)
            && body.contains("to date");
    first || year(body)
}

/// Where a line that names something and says it ends the name: `Number of wardens – 43`, `2018/19: not recorded`, `Adult social care Yes`.
pub(crate) fn named_until(body: &str) -> Option<usize> {
    let gives = |said: &str| {
        said.contains(|c: char| c.is_ascii_digit())
            || ["not_held", "declined", "not_applicable", "published", "see_other"].iter().any(|name| patterns(name).is_in(said))
            || matches!(said.trim().trim_end_matches('.').to_lowercase().as_str(), "yes" | "no" | "none" | "nil" | "zero")
    };
    if body.len() > IN_ONE_LINE {
        return None;
    }
    match parted(body) {
        Some((at, said)) => {
            // The cases that a question asks for are years: `How many came in: 2019/20, 2020/21`.
            let years = FinancialYear::mentions(said).first().is_some_and(|m| m.range.start <= 1) && !said.contains(['£', '%']);
            let most = if asking::asks(body.get(..at)?) { ASKED_IN_ONE_LINE } else { NAMED_IN_ONE_LINE };
            let fits = (1..=most).contains(&words(body.get(..at)?)) && words(said) <= 40;
            (gives(said) && fits && !said.contains('?') && !(years && asking::asks(body))).then_some(at)
        }
        None => last_word_says(body),
    }
}

/// The name and what is said of it, where a mark stands between them.
fn parted(body: &str) -> Option<(usize, &str)> {
    let marks = [" – ", " - ", " — ", ": ", " = ", " –"];
    let (at, length) = marks.iter().filter_map(|mark| Some((body.find(mark)?, mark.len()))).min()?;
    let said = body.get(at + length..)?;
    (!said.trim().is_empty()).then_some((at, said))
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// `Adult social care Yes`; `please say yes or no` asks.
pub(super) fn last_word_says(body: &str) -> Option<usize> {
    let trimmed = body.trim_end().trim_end_matches('.');
    let at = trimmed.rfind(char::is_whitespace)?;
    let (before, last) = trimmed.split_at_checked(at)?;
    let says = matches!(last.trim(), "Yes" | "No" | "None" | "Nil" | "N/A");
    let open = before.trim_end().ends_with(|c: char| c.is_alphanumeric() || c == ')');
    let offers = before.trim_end().to_lowercase().ends_with(" or");
    (says && open && !offers && (1..=NAMED_IN_ONE_LINE).contains(&words(before))).then_some(at)
}

/// Where a line ends the name of what it says in any words, in a document that answers on the lines of its questions.
pub(crate) fn named_in_words(body: &str) -> Option<usize> {
    let (at, said) = parted(body).filter(|_| body.len() <= IN_ONE_LINE)?;
    let asks = said.contains('?') || asking::asks(said) || said.to_lowercase().contains("please");
    (words(body.get(..at)?) <= ASKED_IN_ONE_LINE && !asks).then_some(at)
}

/// `Job title – Head of Parks`: a few words, a dash, and what is so called.
pub(crate) fn names_and_says(body: &str) -> bool {
    let dashed = [" – ", " - ", " — "].iter().any(|mark| body.contains(mark));
    dashed && named_in_words(body).is_some_and(|end| body.get(..end).is_some_and(|name| words(name) <= 5))
}

pub(crate) fn answers_itself(body: &str) -> bool {
    named_until(body).is_some()
}

/// A line of a list of such years, with its letter.
pub(crate) fn lists_a_case(text: &str) -> bool {
    let body = marker::parse(text).filter(|m| m.labels.iter().all(|l| l.number.is_empty())).and_then(|m| text.get(m.end..));
    is_case(body.unwrap_or(text))
        || body.is_some_and(|b| {
            FinancialYear::mentions(b).first().is_some_and(|m| m.range.start == 0) && !b.contains('£') && b.contains(';')
        })
}

/// A question that ends with a colon goes on in the list below it; what follows the list answers.
pub(crate) fn without_cases(binding: &mut Binding) {
    let open = |span: &Span| span.text.as_str().trim_end().ends_with(':');
    // `How many have been missing for` and below it the cases.
    let unended = |span: &Span| !span.text.as_str().trim_end().ends_with(['.', '?', '!', ';']) && asking::asks(span.text.as_str());
    let numbered = |s: &&Span| marker::parse(s.text.as_str()).is_some();
    let asked = binding.question_spans.last().is_some_and(open) || binding.question_spans.iter().filter(numbered).any(unended);
    let listed = |span: &Span| {
        let text = span.text.as_str();
        let item = marker::parse(text).is_some_and(|m| {
            let body = text.get(m.end..).unwrap_or("").trim_end_matches([' ', '-', '–', ':']);
            m.labels.iter().all(|l| l.number.is_empty()) && !body.contains(['£', '%', '–', '=']) && !body.trim_end().ends_with('.')
        });
        !span.table
            && (item
                || is_case(text)
                || ends_the_cases(text)
                || open(span) && asking::asks(text)
                || open(span) && text.to_lowercase().starts_with("in each"))
    };
    let list = if asked { binding.answer.iter().take_while(|s| listed(s)).count() } else { 0 };
    // `Please do not count one child twice.` below them is the requester's too.
    let more =
        binding.answer.iter().skip(list).take_while(|s| !s.table && s.text.as_str().to_lowercase().starts_with("please do not "));
    let list = if list > 0 { list + more.count() } else { 0 };
    let marked = binding.answer.first().is_some_and(|s| marker::parse(s.text.as_str()).is_some());
    if list > 0 && (list < binding.answer.len() || marked) {
        binding.question_spans.extend(binding.answer.drain(..list));
    }
}

/// `iv. 2010/11; and what is the budget for v. 2011/12?`
fn ends_the_cases(text: &str) -> bool {
    let body = marker::parse(text).and_then(|m| text.get(m.end..)).unwrap_or(text).trim();
    body.ends_with('?') && FinancialYear::mentions(body).first().is_some_and(|m| m.range.start == 0)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_cases_of_a_question() {
        for (body, expected) in [
            ("2014/15", true),
            ("2018-19;", true),
            ("2019", true),
            ("2017/18 to date (most recent data)", true),
            ("2014/15 budget for day care?", false),
            ("How many", false),
            ("30", false),
        ] {
            assert_eq!(is_case(body), expected, "{body}");
        }
    }
}
