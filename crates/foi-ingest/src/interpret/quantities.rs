//! Numbers in words that are figures, told from those that are something else: a year, a date, an age, a reference, a section.

use std::ops::Range;
use std::sync::LazyLock;

use foi_model::{Decimal, Scale, Unit};
use regex::Regex;

use super::cells::{self, Content};
use super::periods;
use crate::identify::dates::dates;
use crate::lexicon::number_in_words;

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)£\s?\d{1,3}(?:,\s?\d{3})*,\s\d{3}(?:,\s?\d{3})*(?:\.\d\d\b|$)|£\s?\d{1,3}(?:[ \u{a0}]\d{3})+\b|(?:£\s?)?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?:\s?(?:%|per cent\b|percent\b|k\b|m\b|mn\b|million\b|bn\b|billion\b))?|(?:£\s?)?\d+(?:\.\d+)?(?:\s?(?:%|per cent\b|percent\b|k\b|m\b|mn\b|million\b|bn\b|billion\b))?").ok()
});

/// Words before a number that make it a name: `question 3`, `section 40`, `Office 365`.
const NAMES: &str = "foi foia eir question questions q qs part parts section sections s ss regulation regulations reg article page pages p pp item items \
    appendix annex attachment table tab sheet figure document version v phase level levels tier option band bands grade grades \
    stage schedule paragraph para box chapter volume ward room floor tel telephone ext extension no nos ref reference aged age ages \
    office windows dynamics server quarter point points row column line principle act class category group key stages lot step \
    week month day year years type types rule note notes post mewnol";

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The value of a number that figures are written for in words: up to twelve.
pub(super) fn small_number(word: &str) -> Option<usize> {
    number_in_words(word).filter(|n| *n <= 12)
}

/// What a number in words is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Amount {
    Given {
        value: Decimal,
        unit: Unit,
        exponent: u8,
    },
    /// `Fewer than 5`: no more than this.
    Fewer(Decimal),
    /// `£21, 984.00`: one sum with a blank among its digits, or two.
    Unclear,
}

/// Every figure of a line with its place.
pub(super) fn amounts(text: &str, prompt: &str) -> Vec<(Range<usize>, Amount)> {
    if let Some(amount) = in_a_word(text, prompt) {
        return vec![amount];
    }
    let Some(pattern) = NUMBER.as_ref() else { return Vec::new() };
    let prompt = prompt.to_lowercase();
    let times = [
        "how long",
        "how many days",
        "how many hours",
        "average time",
        "length of time",
        "duration",
        "days lost",
        "number of days",
        "number of hours",
        "in days",
        "in weeks",
        "in months",
        "in hours",
        "longest",
        "shortest",
    ];
    let asked = Asked {
        money: speaks_of_money(text, &prompt),
        time: times.iter().any(|w| prompt.contains(w)),
        ends: ranges(text, &prompt).into_iter().flatten().collect(),
    };
    let mut taken: Vec<Range<usize>> = periods::years(text).into_iter().map(|m| m.range).collect();
    taken.extend(dates(text).into_iter().map(|(range, _)| range));
    // A piece of somebody's NHS number would leave with the figures.
    taken.extend(foi_model::personal(text));
    let mut found: Vec<(Range<usize>, Amount)> = Vec::new();
    let label = text.split_once(':').map(|(label, _)| label.to_lowercase()).filter(|l| l.split_whitespace().count() <= 4);
    let named = asks_for_a_name(&prompt) || label.is_some_and(|l| asks_for_a_name(&l));
    let mut telephone = false;
    for hit in pattern.find_iter(text) {
        let range = hit.range();
        let digits = hit.as_str().trim_start_matches(['£', ' ']);
        let begins = digits.starts_with('0') && digits.len() > 1 && !digits.starts_with("0.") && !digits.starts_with("0%");
        let after_telephone = telephone && text.get(..range.start).is_some_and(|b| b.ends_with([' ', '-', ')']));
        // The `09` of `2008/09` begins no number of a telephone.
        let within = taken.iter().any(|t| t.start < range.end && range.start < t.end);
        telephone = (begins || after_telephone) && !within;
        if telephone || within {
            continue;
        }
        // `Eclipse 22.3` answers which version it is.
        let follows_a_word = text.get(..range.start).is_some_and(|b| b.trim_end().ends_with(char::is_alphabetic));
        if named && follows_a_word && hit.as_str().chars().all(|c| c.is_ascii_digit() || c == '.') {
            continue;
        }
        found.extend(amount(text, &range, &asked).map(|amount| (range, amount)));
    }
    if found.is_empty() && asks_how_many(&prompt) {
        found.extend(counted_in_words(text).or_else(|| nil_behind_a_year(text)));
    }
    found
}

/// `There are seven social workers`, `Three homes have closed`: the word that counts, where no figure is written in digits. Lengths of
/// time are counted by no such word.
fn counted_in_words(text: &str) -> Option<(Range<usize>, Amount)> {
    let sentence = text.trim_start();
    let leads = [
        "there are ",
        "there were ",
        "there have been ",
        "we have ",
        "we had ",
        "we employ ",
        "the council has ",
        "the council had ",
    ];
    let lower = sentence.to_ascii_lowercase();
    let lead = leads.iter().find(|l| lower.starts_with(**l)).map_or(0, |l| l.len());
    let rest = lower.get(lead..)?;
    let rest = rest.strip_prefix("currently ").unwrap_or(rest);
    let word: String = rest.chars().take_while(|c| c.is_ascii_alphabetic()).collect();
    let value = small_number(&word).filter(|n| *n >= 2)?;
    // `Two of the three` and `Five-year` count nothing.
    let after = rest.get(word.len()..)?;
    let next = after.split_whitespace().next().unwrap_or("");
    let time = ["hour", "day", "week", "month", "year", "minute", "working", "times"].iter().any(|w| next.starts_with(w));
    if !after.starts_with(' ') || time || matches!(next, "of" | "or" | "to" | "and" | "per") || small_number(next).is_some() {
        return None;
    }
    let start = text.len() - rest.len();
    let value = Decimal::from(u64::try_from(value).ok()?);
    Some((start..start + word.len(), Amount::Given { value, unit: Unit::count(), exponent: 0 }))
}

/// `2015/16 – nil`, `2019: none`
fn nil_behind_a_year(text: &str) -> Option<(Range<usize>, Amount)> {
    let years = periods::years(text);
    let [year] = years.as_slice() else { return None };
    let rest = text.get(year.range.end..)?.trim_start_matches([' ', '-', '–', ':', '=']);
    let word = rest.trim_end_matches(['.', ' ', ';', ',']);
    let start = text.len() - rest.len();
    let none = matches!(word.to_lowercase().as_str(), "nil" | "none" | "zero") && text.get(..year.range.start)?.trim().is_empty();
    none.then(|| (start..start + word.len(), Amount::Given { value: Decimal::ZERO, unit: Unit::count(), exponent: 0 }))
}

fn asks_how_many(prompt: &str) -> bool {
    ["how many", "number of", "how much"].iter().any(|w| prompt.contains(w))
}

/// Whether a question asks for the name of a thing and for no figure: `Which version of the system is used?`
fn asks_for_a_name(prompt: &str) -> bool {
    let things =
        ["version", "software", "system", "supplier", "framework", "product", "provider", "database", "server", "interface"];
    let figures = [
        "how many", "how much", "number", "cost", "value", "spend", "spent", "total", "price", "annual", "how long", "users",
        "percent", "%",
    ];
    things.iter().any(|w| prompt.contains(w)) && !figures.iter().any(|w| prompt.contains(w))
}

/// An answer of a word or two: `Three`, `Nil`, `None` to how many.
fn in_a_word(text: &str, prompt: &str) -> Option<(Range<usize>, Amount)> {
    let trimmed = text.trim();
    let lower = trimmed.trim_end_matches('.').to_lowercase();
    let first = lower.split_whitespace().next()?;
    // `Two years ago` tells when.
    let counted = asks_how_many(&prompt.to_lowercase()) && !lower.ends_with(" ago");
    let value = if matches!(lower.as_str(), "none" | "zero") && counted {
        0
    } else if first == "nil" && counted && lower.split_whitespace().count() <= 5 {
        // `Nil is our answer`
        0
    } else if lower.split_whitespace().count() <= 3 && (lower == first || counted) {
        small_number(first)?
    } else {
        return None;
    };
    let start = text.len() - text.trim_start().len();
    let value = Decimal::from(u64::try_from(value).ok()?);
    Some((start..start + first.len(), Amount::Given { value, unit: Unit::count(), exponent: 0 }))
}

/// What decides besides the words around a number.
struct Asked {
    /// Whether the question is after a length of time.
    time: bool,
    /// Whether money is spoken of.
    money: bool,
    /// The ends of ranges of money.
    ends: Vec<Range<usize>>,
}

/// Whether a text or its question, in lower case, speaks of money.
fn speaks_of_money(text: &str, prompt: &str) -> bool {
    let lower = text.to_lowercase();
    let money = ["spend", "spent", "cost", "budget", "expenditure", "paid", "price", "£", "funding", "saving", "income"];
    money.iter().any(|w| prompt.contains(w) || lower.contains(w))
}

static RANGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let sum = r"£\s?\d[\d,]*(?:\.\d+)?(?:\s?(?:k|m|mn|million|bn|billion)\b)?";
    Regex::new(&format!(r"(?i)(?P<low>{sum})\s*(?:p[wahcm]+\b\s*|per \w+\s*)?(?:-|–|—|to|and)\s*(?P<high>{sum})")).ok()
});

/// The two ends of every range of money that a text answers with: `£15.08 – £22.00`. Bands that something else is counted by are none.
pub(super) fn ranges(text: &str, prompt: &str) -> Vec<[Range<usize>; 2]> {
    let asked = prompt.to_lowercase();
    let lower = text.to_lowercase();
    let counts = ["how many", "number of", "band", "bracket", "grade"].iter().any(|w| asked.contains(w));
    let banded =
        ["band", "bracket", "grade", "threshold", "worth", "valued", "scale", "earn", "up to £", "over £", "above £", "under £"]
            .iter()
            .any(|w| lower.contains(w));
    if counts || banded {
        return Vec::new();
    }
    let found = RANGE.as_ref().into_iter().flat_map(|p| p.captures_iter(text)).filter_map(|c| {
        let (whole, low, high) = (c.get(0)?, c.name("low")?, c.name("high")?);
        let after = text.get(whole.end()..)?.trim_start();
        let joint = text.get(low.end()..high.start())?.to_lowercase();
        let between = text.get(..whole.start())?.trim_end().to_lowercase().ends_with("between");
        // `£5,000 - £9,999: 12`, `b) £5,000 to £9,999`
        let lettered = text.get(..whole.start())?.trim_end().ends_with(')');
        let labels = lettered || after.starts_with([':', '=', '|', '-', '–']);
        // `It rose from £5 to £7` tells of two.
        (!labels && (between || !joint.contains("and")) && !changes(text.get(..whole.start())?))
            .then(|| [low.range(), high.range()])
    });
    found.collect()
}

/// What the number at a place of a text is; `None` where it is no figure. A length of time is one where the question asks for it.
fn amount(text: &str, range: &Range<usize>, asked: &Asked) -> Option<Amount> {
    let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);
    let raw = text.get(range.clone())?;
    let bare = raw.chars().all(|c| c.is_ascii_digit());
    let end = asked.ends.contains(range);
    if joined(before, raw, after) && !end || within_address(before, after) {
        return None;
    }
    if raw.starts_with('£') && raw.contains(", ") {
        return Some(Amount::Unclear);
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
    // `in the last five years 14 children came` counts children.
    let span_of_time = matches!(last, "years" | "months" | "weeks" | "days" | "year")
        && previous
            .get(1)
            .is_some_and(|w| matches!(w.as_str(), "past" | "last" | "previous" | "this" | "each" | "per") || is_number(w));
    // `Our cards number 44,795`
    let ends = after.trim_start().is_empty() || after.starts_with(['.', ',', ';']);
    let plural = |w: &String| w.len() > 3 && w.ends_with('s') && !w.ends_with("ss") && !w.contains('\'');
    let counts = ends && previous.get(1).is_some_and(plural);
    let reference_number =
        last == "number" && !counts && !matches!(previous.get(1).map(String::as_str), Some("total" | "the" | "a"));
    let named = (NAMES.split(' ').any(|name| name == last) && !span_of_time || reference_number || goes_on_from_a_name(before))
        && !raw.starts_with('£')
        && !before.trim_end().ends_with([':', '=', '-', '–']);
    // `80 Lurgan Road`
    let street = bare && after.starts_with(' ') && after.trim_start().starts_with(char::is_uppercase) && {
        let words = after.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(4);
        words.skip(1).any(|w| {
            matches!(
                w,
                "Road"
                    | "Street"
                    | "Lane"
                    | "Avenue"
                    | "Court"
                    | "Way"
                    | "Close"
                    | "Drive"
                    | "Place"
                    | "Square"
                    | "Terrace"
                    | "Gardens"
                    | "Crescent"
            )
        })
    };
    // `2. The information is not trivial`
    let counts_lines = bare
        && raw.len() <= 2
        && before.trim().is_empty()
        && after.strip_prefix(['.', ')']).is_some_and(|rest| {
            rest.starts_with(char::is_uppercase) || rest.starts_with(' ') && rest.trim_start().starts_with(char::is_alphabetic)
        });
    let whole = text.trim().len() == raw.len();
    if reference
        || street
        || counts_lines
        || month && bare
        || named && !whole
        || calendar_year && !whole
        || is_age(&previous, after, number)
        || !end && is_range(&previous, before, after)
        // `to the nearest £1,000`
        || last == "nearest"
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
    // `15 minutes: 12,300` counts what lasts so long.
    let labels = next.get(next_word.len()..).is_some_and(|rest| rest.trim_start().starts_with([':', '=']));
    if duration && labels {
        return None;
    }
    if duration && !asked.time && (last == "within" || text.split_whitespace().count() > 6) {
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
    // `8.9 m` is millions where money is spoken of, and may be metres.
    let letter = raw.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len() < raw.len()
        && !figure.pounds
        && !figure.percent
        && scale.is_none();
    if letter {
        let factor = match raw.chars().next_back().map(|c| c.to_ascii_lowercase()) {
            Some('m') => Scale::MILLIONS,
            Some('k') => Scale::THOUSANDS,
            _ => return Some(Amount::Unclear),
        };
        let value = figure.number.checked_mul(factor.factor())?.normalize();
        return Some(if asked.money {
            Amount::Given { value, unit: Unit::gbp(), exponent: factor.exponent() }
        } else {
            Amount::Unclear
        });
    }
    let unit = if figure.percent {
        Unit::percent()
    } else if figure.pounds || scale.is_some() {
        Unit::gbp()
    } else {
        Unit::count()
    };
    let two = format!("{} {last}", previous.get(1).map_or("", String::as_str));
    // `5 or fewer`; `2 or more nights` are a threshold, and nothing that was counted.
    let bounded = |words: &[&str]| words.iter().any(|w| next.strip_prefix(w).is_some_and(|r| !r.starts_with(char::is_alphabetic)));
    if bounded(&["or more", "or above", "or over", "or greater", "or higher", "or longer", "and above", "and over", "and more"]) {
        return None;
    }
    if bounded(&["or fewer", "or less", "or under", "or below", "and under"]) {
        let small = figure.number <= Decimal::from(20) && figure.number.fract().is_zero() && unit == Unit::count() && !duration;
        return small.then_some(Amount::Fewer(figure.number));
    }
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

fn is_number(word: &str) -> bool {
    small_number(word).is_some() || word.chars().all(|c| c.is_ascii_digit())
}

/// Whether a number is a further one of a list that a name begins: `questions 3, 4 and 5`.
fn goes_on_from_a_name(before: &str) -> bool {
    let words = before.rsplit([' ', ',', '&']).filter(|w| !w.is_empty());
    let mut others = words.skip_while(|w| *w == "and" || *w == "or" || w.len() <= 2 && w.chars().all(|c| c.is_ascii_digit()));
    let list = before.trim_end().ends_with([',', '&']) || before.trim_end().ends_with(" and") || before.trim_end().ends_with(" or");
    let name = others.next().map(|w| w.to_lowercase()).unwrap_or_default();
    list && matches!(
        name.as_str(),
        "question" | "questions" | "q" | "qs" | "part" | "parts" | "section" | "sections" | "item" | "items"
    )
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
    // `section 8(1)(b)`
    let mut bracket = after.chars();
    let lettered = bracket.next() == Some('(') && bracket.next().is_some_and(char::is_alphabetic) && bracket.next() == Some(')');
    // `1 + 1 years`
    let added = before.trim_end().ends_with('+')
        && before.trim_end().trim_end_matches('+').trim_end().ends_with(|c: char| c.is_ascii_digit())
        || after.trim_start().strip_prefix('+').is_some_and(|r| r.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    // `2 x 12 months`
    let times = {
        let (b, a) = (before.trim_end(), after.trim_start());
        b.strip_suffix(['x', '×']).is_some_and(|b| b.trim_end().ends_with(|c: char| c.is_ascii_digit()))
            || a.strip_prefix(['x', '×']).is_some_and(|r| r.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    };
    let part =
        times || ahead == Some('(') && earlier.is_some_and(char::is_alphanumeric) && after.starts_with(')') || lettered || added;
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
    glued || dashed || follows || part
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
    let of_age = last == "of" && previous.get(1).is_some_and(|w| w == "age");
    let bound = matches!(last, "over" | "under" | "aged" | "age") || lower.starts_with("to 6") || lower.starts_with("- 6");
    number.is_some_and(|n| n < 100) && (aged || of_age || bound && number.is_some_and(|n| n >= 16))
}

/// `10 to 15`, `between 5 and 10`, `£622.24 - £663.22`: no one figure.
fn is_range(previous: &[String], before: &str, after: &str) -> bool {
    let trimmed = after.trim_start();
    let joins = ["to ", "- ", "– "].iter().find_map(|j| trimmed.strip_prefix(j));
    let first = joins.is_some_and(|r| r.trim_start().trim_start_matches('£').starts_with(|c: char| c.is_ascii_digit()));
    let number = |w: Option<&String>| w.is_some_and(|w| w.chars().all(|c| c.is_ascii_digit()));
    let word = |n: usize| previous.get(n).map_or("", String::as_str);
    let second =
        matches!(word(0), "to") && number(previous.get(1)) || word(0) == "and" && number(previous.get(1)) && word(2) == "between";
    let dashed = before.trim_end().strip_suffix(['-', '–']).map(str::trim_end).and_then(|b| b.rsplit(char::is_whitespace).next());
    let third = dashed
        .is_some_and(|from| from.trim_start_matches(['(', '[']).starts_with('£') && from.ends_with(|c: char| c.is_ascii_digit()));
    // `£500,000 to £1.5 million`
    let to = before
        .trim_end()
        .strip_suffix(" to")
        .or_else(|| before.trim_end().strip_suffix(" and").filter(|b| b.to_lowercase().contains("between")));
    let from = to.map(|b| b.trim_end_matches(|c: char| c.is_alphabetic() || c == ' ' || c == '%'));
    let scaled = to.zip(from).is_some_and(|(to, from)| {
        let unit = to.get(from.len()..).unwrap_or("").trim().to_lowercase();
        let unit = unit.trim_start_matches('%').trim();
        from.ends_with(|c: char| c.is_ascii_digit())
            && matches!(unit, "" | "m" | "k" | "bn" | "million" | "thousand" | "per cent" | "percent")
    });
    // `in 2019/20 to 45`
    let dated = to.is_some_and(|b| {
        let token = b.rsplit(char::is_whitespace).next().unwrap_or("");
        periods::years(b).last().is_some_and(|m| m.range.end == b.len()) || periods::names_a_year(token)
    });
    if dated || changes(before) {
        return word(0) == "between";
    }
    first || second || third || scaled || word(0) == "between"
}

/// Whether the words before tell of a change: `rose from 12 to 15` gives two figures and no range.
fn changes(before: &str) -> bool {
    let verbs = [
        "rose",
        "risen",
        "rising",
        "increased",
        "increasing",
        "grew",
        "grown",
        "fell",
        "fallen",
        "falling",
        "decreased",
        "decreasing",
        "reduced",
        "dropped",
        "went",
        "moved",
    ];
    let near: Vec<String> = before.split_whitespace().rev().take(7).map(str::to_lowercase).collect();
    near.iter().any(|w| w == "from") && near.iter().any(|w| verbs.contains(&w.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_no_figures() {
        for text in [
            "See question 3 and page 42",
            "Her number is 943 476 5919, and AB 12 34 56 C",
            "On 31 March and 14.01.2022",
            "in 2019 and since 2009/10",
            "people aged 18-64, 65+ or over 65",
            "those under the age of 65",
            "1)What was asked",
            "call 01234 567890 ext 12",
            "reference 101002785044 or K2",
            "https://a.example/docs/12/34",
            "10 to 15, or between 5 and 10",
            "those above £700 a week",
            "It will be sent within the next 12 weeks of the decision",
            "the 3rd of 24/7 services, at 10:30",
            "We cannot answer questions 3,4 and 5",
            "what section 8(1)(b) requires",
            "Ashdown House, 80 Mill Road",
            "2. The terms are known to both sides",
            "from £500,000 to £1.5 million",
            "with an option of 1 + 1 years",
            "see our response to 4(b) above",
            "Extension: 2 x 12 months",
            "Framework: G-Cloud 12",
            "60 minutes: none",
            "Grade 7 (£32,000 - £36,000)",
            "Two years ago",
            "where 2 or more nights running are below zero",
            "for those over the age of 5",
            "those paid £5,000 - £9,999: none",
        ] {
            assert_eq!(amounts(text, "How many were there?"), [], "{text}");
        }
        assert_eq!(amounts("It is Eclipse 22.3, on Oracle 19", "Which system is used?"), []);
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let shown = |amount: Amount| match amount {
            Amount::Given { value, .. } => value.to_string(),
            Amount::Fewer(upper) => format!("0..{upper}"),
            Amount::Unclear => "unclear".to_owned(),
        };
        let found: Vec<String> = amounts(text, "What is paid?").into_iter().map(|(_, amount)| shown(amount)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn sums_and_their_bounds() {
        check("£15.08 – £22.00", &["15.08", "22"]);
        check("They are paid between £622.24 and £663.22 a week", &["622.24", "663.22"]);
        check("£21, 984.00", &["unclear"]);
        check("£1,014,000 to the nearest £1000", &["1014000"]);
        check("5 or fewer", &["0..5"]);
        check("2008/09 - 27", &["27"]);
        check("Our valid cards number 44795.", &["44795"]);
        check("Case number 44795", &[]);
    }
}
