//! Passages with several questions or answers in one paragraph, entry or row, cut into these.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::bind::Span;
use crate::bind::asking;
use crate::bind::marker::{self, Marker};
use crate::bind::on_line::LONGEST;
use crate::bind::segment::{self, Passage, Passages, Segment, Side};
use crate::bind::tidy::only_letter;
use crate::document::Rich;
use crate::interpret::sentences;

/// Answers of a word or two stand in a paragraph of at most so many bytes.
const SHORT_ANSWERS: usize = 300;

/// The answer before a number is one of them where it has at most so many bytes.
const SHORT_ANSWER: usize = 30;

/// The passages, each with one question or one answer where its marks tell them apart.
pub(super) fn parts(segments: Vec<Segment>, passages: &Passages<'_>) -> Vec<Segment> {
    let lettered: BTreeSet<String> = segments.iter().filter_map(only_letter).collect();
    let numbers: BTreeSet<String> = segments.iter().filter_map(only_number).collect();
    let begun = |s| numbers_in_one_line(s, &numbers);
    let segments = segments.into_iter().flat_map(|s| by_entry(s, passages)).flat_map(|s| by_row(s, passages));
    let segments = segments.flat_map(by_speaker).flat_map(begun);
    segments.flat_map(|s| in_one_line(s, &lettered)).flat_map(labelled_within).collect()
}

/// The number that alone numbers a passage.
fn only_number(segment: &Segment) -> Option<String> {
    match segment.marker.as_ref()?.labels.as_slice() {
        [label] if label.part.is_empty() => Some(label.number.clone()),
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
    // `1) a) 11, b) 12, c) 10`, `2. c. 143 d. 216`: a line that begins with a part goes on with the next.
    let part = segment.marker.as_ref().and_then(|m| match m.labels.as_slice() {
        [label] => <[u8; 1]>::try_from(label.part.as_bytes()).ok(),
        _ => None,
    });
    let led = part.filter(|_| !segment.asks() && !text.contains('?'));
    let mut next = led.map_or(b'a', |[part]| part.saturating_add(1));
    for found in pattern.captures_iter(text) {
        let letter = found.name("letter").or_else(|| found.name("dotted"));
        let (Some(letter), Some(mark), Some(before)) = (letter, found.name("mark"), found.name("before")) else { continue };
        let stops = mark.start() == 0 || before.as_str().starts_with(['.', ';', ':', '?', '!']);
        let bracketed = mark.as_str().starts_with('(');
        if letter.as_str().as_bytes() == [next].as_slice()
            && (led.is_some() || bracketed || stops && lettered.contains(letter.as_str()))
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

static SPOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|\s)(?P<at>(?:On|As to|For|Regarding|In (?:answer|response|reply) to) (?:your )?[Qq]uestions? \d{1,2}[^:.;]{0,24}:)",
    )
    .ok()
});

/// Answers in one paragraph, each of which says which question it is on: `On question 3: No. On question 4: Yes.`
pub(super) fn by_question(segment: Segment) -> Vec<Segment> {
    let cuts: Vec<usize> = match SPOKEN.as_ref().filter(|_| !segment.is_table() && segment.text().contains(':')) {
        Some(pattern) => pattern.captures_iter(segment.text()).filter_map(|c| Some(c.name("at")?.start())).collect(),
        None => Vec::new(),
    };
    if cuts.iter().all(|at| *at == 0) {
        return vec![segment];
    }
    let starts: Vec<usize> = std::iter::once(0).filter(|_| cuts.first() != Some(&0)).chain(cuts.iter().copied()).collect();
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(segment.text().len()));
    starts.iter().zip(ends).map(|(start, end)| segment.anew(segment.span.text.slice(*start..end).trimmed())).collect()
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
    if segment.is_table() || segment.side != Side::Free || segment.text().len() > LONGEST {
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
    // `Please answer the following: 1. How many 2. How much`, and the other numbers below it.
    let whole = only_number(&segment).is_some_and(|own| own == "1");
    let goes_on = (whole || !numbers.contains("1")) && numbers.contains(&(cuts.len() + 1).to_string());
    let opens = |at: &usize| {
        let (lead, rest) = text.split_at_checked(*at).unwrap_or_default();
        let asks = || marker::parse(rest).and_then(|m| rest.get(m.end..)).is_some_and(asking::asks);
        lead.trim_end().ends_with(':') && (goes_on || cuts.len() == 1 && asks())
    };
    if cuts.len() < 3 && !cuts.first().is_some_and(opens) && !(whole && goes_on && cuts.len() == 2) {
        cuts.clear();
        cuts.extend(asked.captures(text).and_then(|c| c.name("answer")).map(|m| m.start()));
    }
    if cuts.is_empty() {
        return vec![segment];
    }
    let starts: Vec<usize> = std::iter::once(0).filter(|_| cuts.first() != Some(&0)).chain(cuts.iter().copied()).collect();
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(text.len()));
    let pieces = starts.iter().zip(ends).map(|(start, end)| segment.span.text.slice(*start..end).trimmed());
    pieces.filter(|p| !p.is_blank()).map(|piece| segment.anew(piece)).collect()
}

/// Where a number stands as a mark in a text.
fn count_at(pattern: &Regex, text: &str, number: u32) -> Option<usize> {
    // After words without a stop it is a mark only among short answers: `1. Yes 2. No 3. Not held`.
    let stops = |c: &regex::Captures<'_>| {
        let near = number > 1 && c.name("mark").is_some_and(|m| m.start() <= SHORT_ANSWER);
        text.len() <= SHORT_ANSWERS
            || near
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
        WITHIN.as_ref().filter(|_| !segment.is_table() && text.len() <= LONGEST).and_then(|p| p.captures(text)?.name("answer"));
    let asks = |at: usize| text.get(segment.body_start()..at).is_some_and(asking::asks);
    let Some(at) = at.map(|m| m.start()).filter(|at| asks(*at)) else { return vec![segment] };
    let (asked, said) = (segment.span.text.slice(0..at).trimmed(), segment.span.text.slice(at..text.len()).trimmed());
    let marker = segment.marker.clone();
    let mut answer = segment.clone().with(said, None);
    answer.passage = Passage::Body;
    vec![segment.with(asked, marker), answer]
}

static SPEAKER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|\s)(?P<head>(?:[A-Z]{2,5}[ .:-]*)?\d{3,9} (?P<who>[QA]))\s+[A-Z0-9£]").ok());

/// `FOI 5269 Q How many? FOI 5269 A 43`: an entry of a log, with its number before each who speaks.
fn by_speaker(segment: Segment) -> Vec<Segment> {
    let text = segment.text();
    let Some(pattern) = SPEAKER.as_ref().filter(|_| !segment.is_table() && segment.side == Side::Free) else {
        return vec![segment];
    };
    let heads = pattern.captures_iter(text).filter_map(|c| Some((c.name("head")?.range(), c.name("who")?.as_str() == "A")));
    let heads: Vec<(std::ops::Range<usize>, bool)> = heads.collect();
    if heads.first().is_none_or(|(head, _)| head.start > 0) {
        return vec![segment];
    }
    let ends = heads.iter().skip(1).map(|(head, _)| head.start).chain(std::iter::once(text.len()));
    let part = |range: std::ops::Range<usize>, passage: Option<Passage>| {
        let mut part = segment.anew(segment.span.text.slice(range).trimmed());
        part.passage = passage.unwrap_or(part.passage);
        part
    };
    let mut parts = Vec::new();
    for ((head, answers), end) in heads.iter().zip(ends) {
        let speaks = if *answers { Passage::ResponseIntro } else { Passage::RequestIntro };
        parts.push(part(head.clone(), Some(speaks)));
        parts.push(part(head.end..end, None));
    }
    parts
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
    // A row with nothing beside its first words is a note on the row above.
    let beside = |r: usize| (1..table.width()).any(|c| !table.text(r, c).trim().is_empty());
    let filled = (0..table.rows.len()).filter(|r| !table.text(*r, 0).trim().is_empty() && beside(*r)).count();
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
    let note = |row: usize| {
        let text = table.cell(row, 0).map(|c| c.text.trimmed()).filter(|t| !t.is_blank() && !beside(row));
        text.map(|text| segment::passage(Span { text, ..span(row, Some(0)) }, Side::Free))
    };
    let first = rows.first().copied().unwrap_or(0);
    let pair = |row: usize| {
        if rows.contains(&row) {
            vec![question(row), segment::passage(span(row, None), Side::Free)]
        } else {
            note(row).into_iter().collect()
        }
    };
    let mut pairs: Vec<Segment> = (first..table.rows.len()).flat_map(pair).collect();
    pairs.iter_mut().for_each(|s| s.old = segment.old);
    pairs
}
