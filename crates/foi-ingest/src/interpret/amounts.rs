//! Figures that an answer to no known instrument gives in words: `81 in local authority placements`, `2021/22: £11.4m`.
//!
//! A number is a figure only where nothing says that it is something else: a year, a date, an age, a reference, a section, a limit of the
//! Act. A lost figure is a gap; a section number in a column of figures is a defect.

use std::ops::Range;
use std::sync::LazyLock;

use foi_model::{Cell, Code, Decimal, Dimensions, FinancialYear, Observation, Reported, Scale, Unit};
use regex::Regex;

use super::acts::{Act, Sentence};
use super::cells::{self, Content};
use crate::bind::Span;
use crate::document::Document;
use crate::identify::dates::dates;

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:£\s?)?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?:\s?(?:%|per cent\b|percent\b|k\b|m\b|mn\b|million\b|bn\b|billion\b))?|(?:£\s?)?\d+(?:\.\d+)?(?:\s?(?:%|per cent\b|percent\b|k\b|m\b|mn\b|million\b|bn\b|billion\b))?").ok()
});

/// Words before a number that make it a name: `question 3`, `section 40`, `Office 365`.
const NAMES: &[&str] = &[
    "question",
    "questions",
    "q",
    "qs",
    "part",
    "parts",
    "section",
    "sections",
    "s",
    "ss",
    "regulation",
    "regulations",
    "reg",
    "article",
    "page",
    "pages",
    "p",
    "pp",
    "item",
    "items",
    "appendix",
    "annex",
    "attachment",
    "table",
    "tab",
    "sheet",
    "figure",
    "document",
    "version",
    "v",
    "phase",
    "level",
    "levels",
    "tier",
    "option",
    "band",
    "bands",
    "grade",
    "grades",
    "stage",
    "schedule",
    "paragraph",
    "para",
    "chapter",
    "volume",
    "ward",
    "room",
    "floor",
    "tel",
    "telephone",
    "ext",
    "extension",
    "no",
    "nos",
    "ref",
    "reference",
    "aged",
    "age",
    "ages",
    "office",
    "windows",
    "dynamics",
    "server",
    "quarter",
    "point",
    "points",
    "row",
    "column",
    "line",
    "principle",
    "act",
    "class",
    "category",
    "group",
    "key",
    "stages",
    "lot",
    "step",
    "week",
    "month",
    "day",
    "year",
    "years",
    "type",
    "types",
    "rule",
    "note",
    "notes",
];

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const WORDS: &[&str] = &["nil", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// A sentence of more bytes is a table that lost its shape.
const LONGEST: usize = 2_000;

/// A line of more bytes is no label and its figure.
const SHORT: usize = 160;

/// A line or sentence that may give figures.
struct Line<'t> {
    span: &'t Span,
    range: Range<usize>,
    text: &'t str,
}

/// What a number in words is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Amount {
    Given {
        value: Decimal,
        unit: Unit,
        exponent: u8,
    },
    /// `Fewer than 5`: no more than this.
    Fewer(Decimal),
}

/// The figures of an answer's sentences; `prompt` is the question, as far as it is known.
pub(super) fn read(document: &Document, spans: &[Span], sentences: &[Sentence], prompt: &str) -> Vec<Observation> {
    let mut lines = Vec::new();
    let mut refused = false;
    for sentence in sentences {
        let refuses = matches!(sentence.act, Act::Withholds | Act::Declines);
        // What follows a refusal gives its reasons, until the answer turns or shows what it gives all the same.
        let gives_all_the_same = |text: &str| ["see below", "as follows", "ease of reference"].iter().any(|w| text.contains(w));
        let Some(span) = spans.get(sentence.span) else { continue };
        let Some(text) = span.text.as_str().get(sentence.range.clone()) else { continue };
        let lower = text.to_lowercase();
        if refuses {
            refused = !gives_all_the_same(&lower);
        } else if sentence.turns || gives_in_a_line(text) {
            refused = false;
        }
        let refuses = refuses || super::acts::enumerates(span.text.as_str(), &sentence.range);
        let silent = refuses || refused || matches!(sentence.act, Act::NotHeld | Act::AsksBack | Act::SeesOther);
        if !silent && text.len() <= LONGEST && !speaks_of_effort(&lower) {
            lines.push(Line { span, range: sentence.range.clone(), text });
        }
    }
    let mut found = Vec::new();
    let mut at = 0;
    let mut heading: Option<FinancialYear> = None;
    while let Some(line) = lines.get(at) {
        if let Some(end) = columns(document, &lines, at, &mut found) {
            at = end;
            continue;
        }
        let years = FinancialYear::mentions(line.text);
        let amounts = amounts(line.text, prompt);
        if amounts.is_empty() && line.text.split_whitespace().count() <= 8 {
            if let [year] = years.as_slice() {
                heading = Some(year.year);
            }
        } else if years.len() > 1 {
            heading = None;
        }
        for (place, (range, amount)) in amounts.iter().enumerate() {
            let year = year_of(line.text, range, place, &amounts).or(if years.is_empty() { heading } else { None });
            let label = label_of(line.text, range);
            found.extend(observation(document, line, range.clone(), amount, year, &label));
        }
        at += 1;
    }
    found
}

/// `2021/22: 77`, and nothing else: a line that gives a figure, whatever stands above it.
pub(super) fn gives_in_a_line(text: &str) -> bool {
    if text.len() > SHORT || text.split_whitespace().count() > 8 {
        return false;
    }
    let labelled =
        !FinancialYear::mentions(text).is_empty() || text.trim_start().starts_with('£') || text.contains([':', '=', '\t']);
    labelled && !speaks_of_effort(&text.to_lowercase()) && !amounts(text, "").is_empty()
}

/// `It would take 5 minutes for each of 2,300 files`: the size of a task, or a limit of the Act.
fn speaks_of_effort(lower: &str) -> bool {
    [
        "appropriate limit",
        "cost limit",
        "18 hours",
        "eighteen hours",
        "24 hours",
        "£450",
        "£600",
        "£25",
        "would take",
        "would require",
        "would need to",
        "minutes",
        "working days",
        "manually",
        "manual ",
        "fees regulations",
        "rounded",
        "information commissioner",
    ]
    .iter()
    .any(|w| lower.contains(w))
}

/// Every figure of a line with its place.
fn amounts(text: &str, prompt: &str) -> Vec<(Range<usize>, Amount)> {
    if let Some(amount) = in_a_word(text, prompt) {
        return vec![amount];
    }
    let Some(pattern) = NUMBER.as_ref() else { return Vec::new() };
    let mut taken: Vec<Range<usize>> = FinancialYear::mentions(text).into_iter().map(|m| m.range).collect();
    taken.extend(dates(text).into_iter().map(|(range, _)| range));
    let mut found: Vec<(Range<usize>, Amount)> = Vec::new();
    let mut telephone = false;
    for hit in pattern.find_iter(text) {
        let range = hit.range();
        let digits = hit.as_str().trim_start_matches(['£', ' ']);
        let begins = digits.starts_with('0') && digits.len() > 1 && !digits.starts_with("0.") && !digits.starts_with("0%");
        let after_telephone = telephone && text.get(..range.start).is_some_and(|b| b.ends_with([' ', '-', ')']));
        telephone = begins || after_telephone;
        if telephone || taken.iter().any(|t| t.start < range.end && range.start < t.end) {
            continue;
        }
        found.extend(amount(text, &range).map(|amount| (range, amount)));
    }
    found
}

/// An answer of a word or two: `Three`, `Nil`, `None` to how many.
fn in_a_word(text: &str, prompt: &str) -> Option<(Range<usize>, Amount)> {
    let trimmed = text.trim();
    let lower = trimmed.trim_end_matches('.').to_lowercase();
    let first = lower.split_whitespace().next()?;
    let counted = ["how many", "number of", "how much"].iter().any(|w| prompt.to_lowercase().contains(w));
    let value = if matches!(lower.as_str(), "none" | "zero") && counted {
        0
    } else if lower.split_whitespace().count() <= 3 && (lower == first || counted) {
        WORDS.iter().position(|w| *w == first)?
    } else {
        return None;
    };
    let start = text.len() - text.trim_start().len();
    let value = Decimal::from(u64::try_from(value).ok()?);
    Some((start..start + first.len(), Amount::Given { value, unit: Unit::count(), exponent: 0 }))
}

/// What the number at a place of a text is; `None` where it is no figure.
fn amount(text: &str, range: &Range<usize>) -> Option<Amount> {
    let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);
    let raw = text.get(range.clone())?;
    let bare = raw.chars().all(|c| c.is_ascii_digit());
    if joined(before, raw, after) || within_address(before, after) {
        return None;
    }
    let previous = words_before(before);
    let last = previous.first().map_or("", String::as_str);
    let next = after.trim_start().to_lowercase();
    let next_word: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
    let number: Option<u64> = raw.parse().ok();
    let calendar_year = bare && number.is_some_and(|n| (1948..=2040).contains(&n));
    let reference = bare && raw.len() >= 7;
    let month = next_word.len() >= 3 && MONTHS.iter().any(|m| next_word.starts_with(m)) && number.is_some_and(|n| n <= 31)
        || last.len() >= 3
            && MONTHS.iter().any(|m| last.starts_with(m))
            && last.len() <= 9
            && number.is_some_and(|n| n <= 31)
            && month_name(last);
    let reference_number = last == "number" && !matches!(previous.get(1).map(String::as_str), Some("total" | "the" | "a"));
    let named =
        (NAMES.contains(&last) || reference_number) && !raw.starts_with('£') && !before.trim_end().ends_with([':', '=', '-', '–']);
    let whole = text.trim().len() == raw.len();
    if reference
        || month && bare
        || named && !whole
        || calendar_year && !whole
        || is_age(&previous, after, number)
        || is_range(&previous, after)
    {
        return None;
    }
    let duration = matches!(
        next_word.as_str(),
        "hour"
            | "hours"
            | "minute"
            | "minutes"
            | "day"
            | "days"
            | "week"
            | "weeks"
            | "month"
            | "months"
            | "year"
            | "years"
            | "working"
            | "calendar"
    );
    if duration && text.split_whitespace().count() > 6 {
        return None;
    }
    // `45p per mile`
    let pence = bare && after.starts_with('p') && !after.chars().nth(1).is_some_and(char::is_alphanumeric);
    if pence {
        return Some(Amount::Given {
            value: Decimal::new(i64::try_from(number?).ok()?, 2).normalize(),
            unit: Unit::gbp(),
            exponent: 0,
        });
    }
    let Content::Figure(figure) = cells::read(raw.trim()) else { return None };
    let scale = figure.scale.or_else(|| stated(text, range));
    let unit = if figure.percent {
        Unit::percent()
    } else if figure.pounds || scale.is_some() {
        Unit::gbp()
    } else {
        Unit::count()
    };
    let two = format!("{} {last}", previous.get(1).map_or("", String::as_str));
    let compared = before.trim_end().ends_with(['<', '≤'])
        || matches!(two.trim(), "fewer than" | "less than" | "lower than")
        || matches!(last, "under" | "below");
    if compared {
        let small = figure.number <= Decimal::from(20) && figure.number.fract().is_zero() && unit == Unit::count() && !duration;
        return small.then(|| Amount::Fewer(figure.number - Decimal::ONE));
    }
    // A threshold is nothing that was counted.
    if before.trim_end().ends_with(['>', '≥'])
        || matches!(two.trim(), "more than" | "greater than" | "at least" | "up to")
        || matches!(last, "over" | "above" | "exceeding")
    {
        return None;
    }
    let factor = scale.unwrap_or(Scale::UNITS);
    let value = figure.number.checked_mul(factor.factor())?.normalize();
    Some(Amount::Given { value, unit, exponent: factor.exponent() })
}

/// A scale that the words before a figure state: `in £000: 61,204`.
fn stated(text: &str, range: &Range<usize>) -> Option<Scale> {
    let before = text.get(..range.start)?;
    match Scale::stated_in(before).as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

fn month_name(word: &str) -> bool {
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
        .iter()
        .any(|m| *m == word || m.get(..3) == Some(word) || word == "sept")
}

/// Part of a longer thing: `K2`, `24/7`, `18-64`, `3rd`, `65+`, `10:30`.
fn joined(before: &str, raw: &str, after: &str) -> bool {
    let mut back = before.chars().rev();
    let (ahead, earlier) = (back.next(), back.next());
    let joint = matches!(ahead, Some('-' | '–' | '—')) || ahead == Some(':') && raw.len() == 2;
    let dashed = joint && earlier.is_some_and(|c| c.is_ascii_digit());
    // `Care at home£323` lost its blank, not its sense.
    let glued = !raw.starts_with('£')
        && ahead.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '_' | '#' | '@' | '.' | '\'' | '’' | '^'));
    let mut rest = after.chars();
    let (first, second) = (rest.next(), rest.next());
    // `£18.96pw` is one.
    let rate: String = after.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    let rated = rate == "p" && !after.starts_with("p.")
        || raw.starts_with('£') && matches!(rate.as_str(), "pw" | "pa" | "pm" | "pcm" | "ph" | "p" | "pppw" | "pp");
    let follows = !rated && first.is_some_and(|c| c.is_alphanumeric() || matches!(c, '+' | '_' | '@' | '^'))
        || matches!(first, Some('/' | ':' | '.' | ',' | '-' | '–')) && second.is_some_and(|c| c.is_ascii_digit());
    glued || dashed || follows
}

/// Within a link or an e-mail address.
fn within_address(before: &str, after: &str) -> bool {
    let start = before.rsplit(char::is_whitespace).next().unwrap_or("");
    let end = after.split(char::is_whitespace).next().unwrap_or("");
    [start, end].iter().any(|w| w.contains("://") || w.contains("www.") || w.contains('@'))
}

/// The words before a number, the nearest first.
fn words_before(before: &str) -> Vec<String> {
    before.rsplit(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty()).take(3).map(str::to_lowercase).collect()
}

fn is_age(previous: &[String], after: &str, number: Option<u64>) -> bool {
    let lower: String = after.chars().take(24).collect::<String>().to_lowercase();
    let lower = lower.trim_start();
    let aged = ["and over", "or over", "and above", "years old", "year old", "year-old", "years and", "years of age", "plus"]
        .iter()
        .any(|w| lower.starts_with(w));
    let last = previous.first().map_or("", String::as_str);
    let bound = matches!(last, "over" | "under" | "aged" | "age") || lower.starts_with("to 6") || lower.starts_with("- 6");
    number.is_some_and(|n| n < 100) && (aged || bound && number.is_some_and(|n| n >= 16))
}

/// `10 to 15`, `between 5 and 10`: no one figure.
fn is_range(previous: &[String], after: &str) -> bool {
    let trimmed = after.trim_start();
    let joins = ["to ", "- ", "– "].iter().find_map(|j| trimmed.strip_prefix(j));
    let first = joins.is_some_and(|r| r.trim_start().trim_start_matches('£').starts_with(|c: char| c.is_ascii_digit()));
    let number = |w: Option<&String>| w.is_some_and(|w| w.chars().all(|c| c.is_ascii_digit()));
    let word = |n: usize| previous.get(n).map_or("", String::as_str);
    let second =
        matches!(word(0), "to") && number(previous.get(1)) || word(0) == "and" && number(previous.get(1)) && word(2) == "between";
    first || second || word(0) == "between"
}

/// The clause that a figure stands in: what no comma, semicolon or `and` divides from it.
fn clause(text: &str, figure: &Range<usize>) -> Range<usize> {
    let ends = |at: usize, c: char| match c {
        ';' | '\n' | '|' | '\t' => true,
        // The commas of a number divide nothing.
        ',' => !text.get(at + 1..).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit())),
        _ => text.get(at..).is_some_and(|r| r.starts_with(" and ")),
    };
    let start = text.char_indices().take_while(|(at, _)| *at < figure.start).filter(|(at, c)| ends(*at, *c)).last();
    let end = text.char_indices().find(|(at, c)| *at >= figure.end && ends(*at, *c));
    start.map_or(0, |(at, c)| at + c.len_utf8())..end.map_or(text.len(), |(at, _)| at)
}

/// The year of a figure: the one of its clause, or of the whole line; where years and figures alternate, its own.
fn year_of(text: &str, figure: &Range<usize>, place: usize, amounts: &[(Range<usize>, Amount)]) -> Option<FinancialYear> {
    let years = FinancialYear::mentions(text);
    let own = clause(text, figure);
    let inside: Vec<FinancialYear> =
        years.iter().filter(|m| own.start <= m.range.start && m.range.end <= own.end).map(|m| m.year).collect();
    if let [only] = inside.as_slice() {
        return Some(*only);
    }
    if let [only] = years.as_slice() {
        return Some(only.year);
    }
    let alternate = years.len() == amounts.len()
        && (years.iter().zip(amounts).all(|(y, (a, _))| y.range.end <= a.start)
            && years.iter().skip(1).zip(amounts).all(|(y, (a, _))| a.end <= y.range.start)
            || years.iter().zip(amounts).all(|(y, (a, _))| a.end <= y.range.start)
                && years.iter().zip(amounts.iter().skip(1)).all(|(y, (a, _))| y.range.end <= a.start));
    years.get(place).filter(|_| alternate).map(|m| m.year)
}

/// The words beside a figure that say what it is: those before it in its clause, else those after.
fn label_of(text: &str, figure: &Range<usize>) -> String {
    let own = clause(text, figure);
    let words = |range: Range<usize>| {
        let part = text.get(range).unwrap_or("");
        part.trim_matches(|c: char| !c.is_alphanumeric() && c != ')').split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    let before = words(own.start..figure.start);
    let after = words(figure.end..own.end);
    let lead: Vec<String> = before.iter().skip(before.len().saturating_sub(8)).cloned().collect();
    if lead.is_empty() { after.into_iter().take(8).collect::<Vec<_>>().join(" ") } else { lead.join(" ") }
}

/// Years one a line, then labels with as many figures: a table that lost its columns. The line after it, where there is one.
fn columns(document: &Document, lines: &[Line<'_>], from: usize, found: &mut Vec<Observation>) -> Option<usize> {
    let years: Vec<FinancialYear> = lines.iter().skip(from).map_while(|l| only_year(l.text)).collect();
    if years.len() < 2 {
        return None;
    }
    let mut at = from + years.len();
    let mut any = false;
    loop {
        let labelled =
            usize::from(lines.get(at).is_some_and(|l| whole_figure(l.text).is_none() && l.text.split_whitespace().count() <= 8));
        let figures: Vec<Amount> = lines.iter().skip(at + labelled).take(years.len()).map_while(|l| whole_figure(l.text)).collect();
        if figures.len() != years.len() || labelled == 0 && any {
            break;
        }
        let label = lines.get(at).filter(|_| labelled == 1).map_or("", |l| l.text.trim());
        for (column, (amount, year)) in figures.iter().zip(&years).enumerate() {
            if let Some(line) = lines.get(at + labelled + column) {
                let start = line.text.len() - line.text.trim_start().len();
                let range = start..line.text.trim_end().len();
                found.extend(observation(document, line, range, amount, Some(*year), label));
            }
        }
        any = true;
        at += labelled + years.len();
    }
    any.then_some(at)
}

fn only_year(text: &str) -> Option<FinancialYear> {
    let trimmed = text.trim().trim_end_matches([':', '.']);
    match FinancialYear::mentions(trimmed).as_slice() {
        [only] if only.range == (0..trimmed.len()) => Some(only.year),
        _ => None,
    }
}

fn whole_figure(text: &str) -> Option<Amount> {
    let trimmed = text.trim();
    let (range, amount) = amounts(trimmed, "").into_iter().next()?;
    (range.start == 0 && range.end == trimmed.len()).then_some(amount)
}

fn observation(
    document: &Document,
    line: &Line<'_>,
    range: Range<usize>,
    amount: &Amount,
    year: Option<FinancialYear>,
    label: &str,
) -> Option<Observation> {
    let raw = line.text.get(range.clone())?.trim();
    let cell = match amount {
        Amount::Given { value, unit, exponent } if value.scale() <= 6 => {
            Cell::Reported(Reported { value: *value, unit: unit.clone(), multiplier: *exponent, forecast: None, confidence: 60 })
        }
        Amount::Given { .. } => return None,
        Amount::Fewer(upper) => {
            Cell::Suppressed { lower_bound: Some(Decimal::ZERO), upper_bound: Some(*upper), unit: Some(Unit::count()) }
        }
    };
    let label = foi_model::redacted(label);
    let words = label.split_whitespace().take(8).collect::<Vec<_>>().join(" ");
    Some(Observation {
        measure: Code::from_label("figure")?,
        dimensions: Dimensions { service_area: None, cohort: None, financial_year: year, category: Code::from_label(&words) },
        row_label: Some(label).filter(|l| !l.is_empty()),
        column_label: None,
        cell,
        raw: Some(raw.to_owned()),
        evidence: document.evidence(&line.span.text, line.range.start + range.start..line.range.start + range.end),
        note: None,
        corrected: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = amounts(text, "How many were there?");
        let shown: Vec<String> = found
            .iter()
            .enumerate()
            .map(|(place, (range, amount))| {
                let year = year_of(text, range, place, &found).map_or(String::new(), |y| format!(" {y}"));
                match amount {
                    Amount::Given { value, .. } => format!("{value}{year}"),
                    Amount::Fewer(upper) => format!("0..{upper}{year}"),
                }
            })
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn figures_in_words() {
        check("81 in our own homes.   19 with agencies.", &["81", "19"]);
        check("2020/21: 1,012; 2021/22: 1,077", &["1012 2020-21", "1077 2021-22"]);
        check("9 in 2020/21; 12 in 2021/22", &["9 2020-21", "12 2021-22"]);
        check("The average was £6506.69, or £1.2m in all", &["6506.69", "1200000"]);
        check("Staff costs -£1,543,882   Total spend - £1,573,116.82", &["1543882", "1573116.82"]);
        check("Care at Home£323.40 per year", &["323.4"]);
        check("About 71.5% of them, and 8 per cent later", &["71.5", "8"]);
        check("Fewer than 5", &["0..4"]);
        check("<5", &["0..4"]);
        check("Three", &["3"]);
        check("None", &["0"]);
        check("April 2021 = 76", &["76"]);
        check("209 days", &["209"]);
        check("£18.96pw, and 45p a mile", &["18.96", "0.45"]);
    }

    #[test]
    fn numbers_that_are_no_figures() {
        for text in [
            "See question 3 and page 42",
            "On 31 March and 14.01.2022",
            "in 2019 and since 2009/10",
            "people aged 18-64, 65+ or over 65",
            "call 01234 567890 ext 12",
            "reference 101002785044 or K2",
            "https://a.example/docs/12/34",
            "10 to 15, or between 5 and 10",
            "those above £700 a week",
            "It will be sent within the next 12 weeks of the decision",
            "the 3rd of 24/7 services, at 10:30",
        ] {
            check(text, &[]);
        }
    }
}
