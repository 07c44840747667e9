//! Figures that an answer to no known instrument gives in words: `81 in local authority placements`, `2021/22: £11.4m`.
//!
//! A number is a figure only where nothing says that it is something else: a year, a date, an age, a reference, a section, a limit of the
//! Act. A lost figure is a gap; a section number in a column of figures is a defect.

use std::ops::Range;

use foi_model::{Cell, Code, Decimal, Dimensions, FinancialYear, Observation, Reported, Unit, YearMention};

use super::acts::{Act, Sentence};
use super::periods;
use super::quantities::{Amount, amounts, ranges};
use crate::bind::Span;
use crate::document::{Block, Document};

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
        let refuses = refuses || super::acts::enumerates(spans, sentence.span, &sentence.range);
        let silent = refuses || refused || matches!(sentence.act, Act::NotHeld | Act::AsksBack | Act::SeesOther);
        if !silent && text.len() <= LONGEST && !speaks_of_effort(&lower, prompt) && !quotes_law(&lower) {
            lines.push(Line { span, range: sentence.range.clone(), text });
        }
    }
    // The year that the question is about is the year of an answer that names none.
    let says_years = spans.iter().filter(|s| !s.table).any(|s| periods::names_a_year(s.text.as_str()));
    let asked = periods::asked(prompt).filter(|_| !says_years);
    let asked = asked.or_else(|| introduced(document, spans).filter(|_| !says_years));
    let asked_years = if says_years { Vec::new() } else { periods::years(prompt) };
    let mut found = Vec::new();
    let mut at = 0;
    let mut heading: Option<FinancialYear> = None;
    let mut title = "";
    let mut across: Vec<FinancialYear> = Vec::new();
    let mut own = 0;
    while let Some(line) = lines.get(at) {
        // Whether words of the same line stand before it.
        let before = line.span.text.as_str().get(..line.range.start).unwrap_or("");
        let goes_on = before.rsplit('\n').next().is_some_and(|b| !b.trim().is_empty());
        own = if goes_on { own } else { found.len() };
        if let Some(end) = columns(document, &lines, at, &mut found) {
            at = end;
            continue;
        }
        let years = periods::years(line.text);
        let amounts = amounts(line.text, prompt);
        let in_turn = in_turn(line.text, if years.is_empty() { &asked_years } else { &years }, amounts.len());
        if amounts.is_empty() && years.len() > 1 && says_only(line.text, &years) {
            across = years.iter().map(|m| m.year).collect();
            at += 1;
            continue;
        }
        // A row below a line of years has a figure for each.
        let row = across.clone();
        if !years.is_empty() || row.len() != amounts.len() {
            across.clear();
        }
        let row = Some(row).filter(|r| years.is_empty() && r.len() > 1 && r.len() == amounts.len());
        if amounts.is_empty() {
            let heads = line.text.split_whitespace().count() <= 8 && !line.text.trim_end().ends_with(['.', '?', ';']);
            title = if heads && years.is_empty() { line.text.trim().trim_end_matches([':', '-', '–', ' ']) } else { "" };
        }
        if amounts.is_empty() && line.text.split_whitespace().count() <= 8 {
            if let [year] = years.as_slice() {
                // `5,378 notices were appealed. Financial year 21/22`
                let of_line = found.get_mut(own..).filter(|f| goes_on && !f.is_empty());
                match of_line {
                    Some(figures) => figures.iter_mut().for_each(|f: &mut Observation| {
                        f.dimensions.financial_year.get_or_insert(year.year);
                    }),
                    None => heading = Some(year.year),
                }
            }
        } else if years.len() > 1 {
            heading = None;
        }
        let ranges = ranges(line.text, prompt);
        for (place, (range, amount)) in amounts.iter().enumerate() {
            let in_turn = in_turn.and_then(|years| years.get(place)).map(|m| m.year);
            let below = row.as_ref().and_then(|years| years.get(place)).copied();
            let year = below.or(in_turn).or_else(|| year_of(line.text, range, place, &amounts));
            let year = year.or(heading.filter(|_| years.is_empty())).or(asked);
            let end = ranges.iter().find_map(|[low, high]| {
                let both = low.start..high.end;
                [(low, "lowest"), (high, "highest")].into_iter().find(|(r, _)| *r == range).map(|(_, name)| (both, name))
            });
            let label = match end {
                Some((both, name)) => format!("{name} {}", label_of(line.text, &both)),
                None if row.is_some() => label_of(line.text, amounts.first().map_or(range, |(first, _)| first)),
                None => label_of(line.text, range),
            };
            // `2009/10 - 15` below `Agency staff` says no more than its year.
            let label = if says_only(&label, &periods::years(&label)) && !title.is_empty() { title.to_owned() } else { label };
            found.extend(observation(document, line, range.clone(), amount, year, &label));
        }
        at += 1;
    }
    found
}

/// The one year of the line that introduces an answer and is no part of it: `Spending in 2025/26 was as follows:`.
fn introduced(document: &Document, spans: &[Span]) -> Option<FinancialYear> {
    let before = spans.first()?.block.checked_sub(1)?;
    let Block::Text(lead) = document.blocks.get(before)? else { return None };
    let lead = lead.text.as_str().trim();
    let opens = lead.ends_with(':') && lead.split_whitespace().count() <= 25;
    periods::asked(lead).filter(|_| opens)
}

/// Whether a text says nothing beside years.
fn says_only(text: &str, years: &[YearMention]) -> bool {
    let outside = |at: usize| years.iter().all(|m| !m.range.contains(&at));
    !years.is_empty() && !text.char_indices().any(|(at, c)| c.is_alphanumeric() && outside(at))
}

/// `2021/22: 77`, and nothing else: a line that gives a figure, whatever stands above it.
pub(super) fn gives_in_a_line(text: &str) -> bool {
    let longest = if text.contains(" = ") { 14 } else { 8 };
    if text.len() > SHORT || text.split_whitespace().count() > longest {
        return false;
    }
    let labelled = !periods::years(text).is_empty() || text.trim_start().starts_with('£') || text.contains([':', '=', '\t']);
    labelled && !speaks_of_effort(&text.to_lowercase(), "") && !amounts(text, "").is_empty()
}

/// `8.—(1) In this Act any reference ...`: the words of an Act, whose numbers count its parts.
fn quotes_law(lower: &str) -> bool {
    ["in this act", "subsection", "sub-section", "a public authority", "the public authority", "—(1)"]
        .iter()
        .any(|w| lower.contains(w))
}

/// `It would take 5 minutes for each of 2,300 files`: the size of a task, or a limit of the Act.
fn speaks_of_effort(lower: &str, prompt: &str) -> bool {
    let prompt = prompt.to_lowercase();
    // `£9.75 for 30 minutes` is a rate, and a question may be about visits of 15 minutes or days at work.
    let minutes = lower.contains("minutes") && !lower.contains('£') && !prompt.contains("minute");
    let days = lower.contains("working days") && !prompt.contains("days");
    // `£25` and no `£250,000` or `£25.6m`.
    let whole = |sum: &&str| {
        let ends = |rest: &str| {
            let mut rest = rest.chars();
            let (next, after) = (rest.next(), rest.next());
            let goes_on = matches!(next, Some(',' | '.')) && after.is_some_and(|c| c.is_ascii_digit());
            !goes_on && !next.is_some_and(char::is_alphanumeric)
        };
        lower.match_indices(*sum).any(|(at, _)| lower.get(at + sum.len()..).is_some_and(ends))
    };
    minutes
        || days
        || ["£450", "£600", "£25"].iter().any(whole)
        || [
            "appropriate limit",
            "cost limit",
            "18 hours",
            "eighteen hours",
            "24 hours",
            "would take",
            "would require",
            "would need to",
            "manually",
            "manual ",
            "fees regulations",
            "rounded",
            "information commissioner",
        ]
        .iter()
        .any(|w| lower.contains(w))
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

/// The years of figures that are given `respectively`, one each.
fn in_turn<'y>(text: &str, years: &'y [YearMention], figures: usize) -> Option<&'y [YearMention]> {
    (figures > 1 && years.len() == figures && text.to_lowercase().contains("respectively")).then_some(years)
}

/// The year of a figure: the one of its clause, or of the whole line; where years and figures alternate, its own.
fn year_of(text: &str, figure: &Range<usize>, place: usize, amounts: &[(Range<usize>, Amount)]) -> Option<FinancialYear> {
    let years = periods::years(text);
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
    match periods::years(trimmed).as_slice() {
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
        Amount::Unclear => Cell::Unreadable {},
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
                    Amount::Unclear => format!("unclear{year}"),
                }
            })
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn what_tells_of_effort() {
        assert!(speaks_of_effort("it takes 5 minutes a file, or £25 an hour", ""));
        assert!(quotes_law("“8.—(1) in this act any reference to a request"));
        assert!(!speaks_of_effort("the budget was £25.6m, and £250,000 was left", ""));
        assert!(!speaks_of_effort("15 minutes: 12,300", "How many visits of 15 minutes were there?"));
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
        check("April 2021 = 76", &["76 2021-22"]);
        check("209 days", &["209"]);
        check("£18.96pw, and 45p a mile", &["18.96", "0.45"]);
        check("Annual spend = £160 000 approximately", &["160000"]);
        check("It rose from 12 to 15", &["12", "15"]);
        check("They were 9 in 2019/20 to 11 in 2020/21", &["9 2019-20", "11 2020-21"]);
        check("There are currently seven homes", &["7"]);
        check("Two of the homes", &[]);
        check("Seven homes have closed since 2019", &["7"]);
    }
}
