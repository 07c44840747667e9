//! Financial years, which run from 1 April to 31 March, and where a text mentions them.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::text_newtype;

/// A financial year from 1 April, written `2024-25`.
///
/// Reads `2024/25`, `24-25`, `2024/2025`, `2024_25`, `2024-2025`, `24/25` and `2024/5`, with any of `/ - – — _` between. Two years that do not
/// follow each other are refused, and so is a single year, which could be a calendar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = r"^(19|20)[0-9]{2}-[0-9]{2}$", "format" = "foi-financial-year"))]
pub struct FinancialYear(u16);

/// Why a text is not a [`FinancialYear`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FinancialYearError {
    /// One year alone: calendar or financial, ending or beginning then.
    #[error("`{0}` is one year alone, which may be a calendar year: write `2024-25`")]
    Ambiguous(String),
    /// Two years that are not neighbours.
    #[error("`{0}` does not run from one year to the next")]
    NotConsecutive(String),
    /// No year at all.
    #[error("`{0}` is not a financial year: expected a form such as `2024-25`")]
    NotAYear(String),
}

/// A mention of a financial year in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearMention {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// The year.
    pub year: FinancialYear,
    /// Whether the words say that it covers only a part of the year.
    pub part_year: bool,
    /// Whether one year alone stands for it, as in `FY23`, which is taken for the one in which it ends.
    pub by_end: bool,
}

impl FinancialYear {
    /// The year that begins on 1 April of `year`; `None` outside 1900 to 2098.
    pub fn starting(year: u16) -> Option<Self> {
        (1900..2099).contains(&year).then_some(Self(year))
    }

    /// The calendar year in which it begins.
    pub fn start(self) -> u16 {
        self.0
    }

    /// The year after.
    pub fn next(self) -> Option<Self> {
        self.0.checked_add(1).and_then(Self::starting)
    }

    /// The financial year in which a date lies.
    pub fn containing(date: jiff::civil::Date) -> Option<Self> {
        let year = u16::try_from(date.year()).ok()?;
        Self::starting(if date.month() >= 4 { year } else { year.checked_sub(1)? })
    }

    /// Every mention in a text, in order. Knows the pairs of [`FromStr`], `2022/3`, `year ending 31 March 2025`, `YE 31.3.25`,
    /// `12 months to March 2025`, `April 2024 to March 2025`, `FY25`, and `2024_date`, which is how extracts label the year that is still
    /// running.
    pub fn mentions(text: &str) -> Vec<YearMention> {
        let mut found = Vec::new();
        let numbers = runs_of_digits(text);
        let mut at = 0;
        while let Some(first) = numbers.get(at) {
            let mention =
                |range: Range<usize>, year| YearMention { part_year: part_year_after(text, range.end), range, year, by_end: false };
            let one = if let Some((range, year)) = dated(text, &numbers, at) {
                Some(mention(range, year))
            } else if let Some(second) = numbers.get(at + 1)
                && let Some(between) = text.get(first.end..second.start)
                && joins_years(between)
                && let Ok(year) = pair(text.get(first.clone()).unwrap_or(""), text.get(second.clone()).unwrap_or(""))
                && !part_of_a_longer_number(text, first.start, second.end)
            {
                Some(mention(first.start..second.end, year))
            } else if let Some((range, year)) = after_fy(text, first) {
                Some(YearMention { by_end: true, ..mention(range, year) })
            } else if let Some(year) = text.get(first.clone()).and_then(full_year)
                && text.get(first.end..).is_some_and(|rest| rest.get(..5).is_some_and(|w| w.eq_ignore_ascii_case("_date")))
            {
                Some(YearMention { range: first.start..first.end + 5, year: Self(year), part_year: true, by_end: false })
            } else {
                None
            };
            at += match &one {
                Some(one) => numbers.iter().skip(at).take_while(|n| n.end <= one.range.end).count().max(1),
                None => 1,
            };
            found.extend(one);
        }
        found
    }
}

fn runs_of_digits(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            match runs.last_mut() {
                Some(run) if run.end == at => run.end = at + 1,
                _ => runs.push(at..at + 1),
            }
        }
    }
    runs
}

fn joins_years(between: &str) -> bool {
    matches!(between.trim(), "/" | "-" | "–" | "—" | "‑" | "_" | "‐" | "to" | "\\") && between.len() <= 5
        || matches!(between, "/ 20" | "/'" | "/’" | "-'" | "-’")
}

/// `1/24-25/2` and `12,024-25` are no years.
fn part_of_a_longer_number(text: &str, start: usize, end: usize) -> bool {
    let joins = |c: char| matches!(c, '/' | '.');
    let before = text.get(..start).unwrap_or("");
    let after = text.get(end..).unwrap_or("");
    let digit_beyond = |mut chars: std::str::Chars<'_>| chars.next().is_some_and(|c| c.is_ascii_digit());
    let mut tail = after.chars();
    let joined_after = tail.next().is_some_and(joins) && digit_beyond(tail);
    let mut head = before.chars().rev();
    let joined_before = head.next().is_some_and(|c| joins(c) || c == '-') && head.next().is_some_and(|c| c.is_ascii_digit());
    let pounds = before.trim_end().ends_with('£');
    let percent = after.trim_start().starts_with('%');
    joined_after || joined_before || pounds || percent
}

/// Words that tell what a year is stand this near, in characters.
const CUE: usize = 40;

fn part_year_after(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or("").trim_start().trim_start_matches(['(', '_', '-', ' ', '*']);
    let rest = rest.chars().take(CUE).collect::<String>().to_lowercase();
    ["to date", "ytd", "year to date", "to end ", "up to ", "part year", "part-year", "q1", "q2", "q3", "to q", "date"]
        .iter()
        .any(|cue| rest.starts_with(cue))
        || rest.strip_prefix("to ").is_some_and(|r| MONTHS.iter().any(|m| r.starts_with(m)))
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A day, or a month, of April or March with its year.
struct Dated {
    range: Range<usize>,
    /// How many numbers it is made of.
    numbers: usize,
    march: bool,
    year: u16,
}

impl Dated {
    /// The date whose first number is the one at `at`: `31 March 2025`, `31.3.25`, `March 2025`, `Mar-25`. Of days the last of March and
    /// the first of April alone, which bound a financial year.
    fn at(text: &str, numbers: &[Range<usize>], at: usize) -> Option<Self> {
        let first = numbers.get(at)?;
        let digits = |place: usize| text.get(numbers.get(place)?.clone());
        let between = |place: usize| text.get(numbers.get(place)?.end..numbers.get(place + 1)?.start);
        let before = text.get(..first.start)?;
        let before = before.trim_end_matches([' ', '-', '.', '\'', '’', '/', '\n', '\u{a0}']);
        let word = before.len() - before.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        let whole = !before.get(..word)?.ends_with(char::is_alphanumeric);
        if let Some(march) = before.get(word..).and_then(is_march).filter(|_| whole)
            && let Some(year) = digits(at).and_then(short_or_full_year)
        {
            return Some(Self { range: word..first.end, numbers: 1, march, year });
        }
        let day = digits(at)?.trim_start_matches('0');
        let separator = between(at)?;
        let (march, numbers_used) = if matches!(separator, "/" | "." | "-") {
            let march = match digits(at + 1)? {
                "3" | "03" => true,
                "4" | "04" => false,
                _ => return None,
            };
            (march, if between(at + 1)? == separator { 3 } else { return None })
        } else {
            let words = separator.trim_start_matches("st").trim_matches([' ', '-', '.', ',', '\'', '’', '\u{a0}', '\n']);
            (is_march(words.strip_prefix("of ").unwrap_or(words).trim_start())?, 2)
        };
        let last = numbers.get(at + numbers_used - 1)?;
        let year = short_or_full_year(text.get(last.clone())?)?;
        (day == if march { "31" } else { "1" }).then_some(Self { range: first.start..last.end, numbers: numbers_used, march, year })
    }
}

/// Whether a word is March, or April.
fn is_march(word: &str) -> Option<bool> {
    let is = |names: [&str; 2]| names.iter().any(|n| word.eq_ignore_ascii_case(n));
    if is(["mar", "march"]) { Some(true) } else { is(["apr", "april"]).then_some(false) }
}

/// `year ending 31 March 2025`, `YE 31.3.2025`, `12 months to March 2025`, `April 2024 - March 2025`: the dates begin at the number at `at`.
fn dated(text: &str, numbers: &[Range<usize>], at: usize) -> Option<(Range<usize>, FinancialYear)> {
    let first = Dated::at(text, numbers, at)?;
    if first.march {
        let before = text.get(..first.range.start)?;
        let near = before.char_indices().rev().nth(CUE).map_or(0, |(at, _)| at);
        let before = before.get(near..)?.to_lowercase();
        let mut words: Vec<&str> =
            before.split(|c: char| c.is_whitespace() || matches!(c, '(' | ':' | '\u{a0}')).filter(|w| !w.is_empty()).collect();
        while matches!(words.last(), Some(&("on" | "the" | "at" | "in"))) {
            words.pop();
        }
        let last = words.pop()?;
        let last = last.rsplit_once(['-', '_']).map_or(last, |(_, w)| w).trim_end_matches('.');
        let names_year = || {
            words
                .iter()
                .rev()
                .take(3)
                .any(|w| matches!(w.trim_matches(|c: char| !c.is_alphanumeric()), "year" | "years" | "yr" | "months" | "month"))
        };
        let cue = matches!(last, "ye" | "y/e" | "y.e" | "fye")
            || matches!(last, "ending" | "ended" | "end" | "ends" | "to") && names_year();
        return cue.then_some(first.range).zip(FinancialYear::starting(first.year.checked_sub(1)?));
    }
    let second = (1..=2).find_map(|n| {
        Dated::at(text, numbers, at + first.numbers + n - 1).filter(|d| d.march && d.range.start >= first.range.end)
    })?;
    let between = text.get(first.range.end..second.range.start)?.trim().to_lowercase();
    let joins = matches!(between.as_str(), "-" | "–" | "—" | "to" | "until" | "till" | "through" | "/" | "to the");
    (joins && second.year == first.year + 1).then_some(first.range.start..second.range.end).zip(FinancialYear::starting(first.year))
}

/// `FY23`, `FY 2023`: one year, taken for the one in which it ends.
fn after_fy(text: &str, number: &Range<usize>) -> Option<(Range<usize>, FinancialYear)> {
    let before = text.get(..number.start)?.trim_end_matches([' ', '\'', '’', '-']);
    let start = before.len().checked_sub(2)?;
    let named = before.get(start..)?.eq_ignore_ascii_case("fy") && !before.get(..start)?.ends_with(char::is_alphanumeric);
    let joined = text.get(number.end..)?.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.'));
    if !named || joined {
        return None;
    }
    let year = short_or_full_year(text.get(number.clone())?)?;
    Some((start..number.end, FinancialYear::starting(year.checked_sub(1)?)?))
}

/// `2025` or `25`.
fn short_or_full_year(digits: &str) -> Option<u16> {
    match digits.len() {
        2 => digits.parse().ok().map(of_century),
        _ => full_year(digits),
    }
}

/// The year that two digits stand for.
fn of_century(short: u16) -> u16 {
    if short >= 70 { 1900 + short } else { 2000 + short }
}

fn full_year(digits: &str) -> Option<u16> {
    (digits.len() == 4).then(|| digits.parse().ok()).flatten().filter(|y| (1900..2099).contains(y))
}

fn pair(first: &str, second: &str) -> Result<FinancialYear, FinancialYearError> {
    let shown = || format!("{first}-{second}");
    let start = match first.len() {
        4 => full_year(first).ok_or_else(|| FinancialYearError::NotAYear(shown()))?,
        2 => of_century(first.parse().map_err(|_| FinancialYearError::NotAYear(shown()))?),
        _ => return Err(FinancialYearError::NotAYear(shown())),
    };
    let end: u16 = second.parse().map_err(|_| FinancialYearError::NotAYear(shown()))?;
    let follows = match second.len() {
        4 => end == start + 1,
        2 => end == (start + 1) % 100,
        1 if first.len() == 4 => end == (start + 1) % 10,
        _ => return Err(FinancialYearError::NotAYear(shown())),
    };
    if follows {
        FinancialYear::starting(start).ok_or_else(|| FinancialYearError::NotAYear(shown()))
    } else {
        Err(FinancialYearError::NotConsecutive(shown()))
    }
}

impl FromStr for FinancialYear {
    type Err = FinancialYearError;

    fn from_str(text: &str) -> Result<Self, FinancialYearError> {
        let trimmed = text.trim();
        match trimmed.split_once(['/', '-', '–', '—', '_']) {
            Some((first, second)) => pair(first.trim(), second.trim()).map_err(|e| match e {
                FinancialYearError::NotConsecutive(_) => FinancialYearError::NotConsecutive(text.to_owned()),
                _ => FinancialYearError::NotAYear(text.to_owned()),
            }),
            None if full_year(trimmed).is_some() => Err(FinancialYearError::Ambiguous(text.to_owned())),
            None => Err(FinancialYearError::NotAYear(text.to_owned())),
        }
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.0, (self.0 + 1) % 100)
    }
}

text_newtype!(FinancialYear: FinancialYearError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_year_in_many_spellings() {
        for text in ["2024/25", "24-25", "2024/2025", "2024_25", "2024-2025", "24/25", " 2024 – 25 "] {
            assert_eq!(text.parse::<FinancialYear>().map(|y| y.to_string()).as_deref(), Ok("2024-25"), "{text}");
        }
        assert_eq!("1999/00".parse::<FinancialYear>().map(|y| y.to_string()).as_deref(), Ok("1999-00"));
        assert!(matches!("2024/26".parse::<FinancialYear>(), Err(FinancialYearError::NotConsecutive(_))));
        assert!(matches!("2024".parse::<FinancialYear>(), Err(FinancialYearError::Ambiguous(_))));
        assert!(matches!("2016-535".parse::<FinancialYear>(), Err(FinancialYearError::NotAYear(_))));
        assert!(matches!("".parse::<FinancialYear>(), Err(FinancialYearError::NotAYear(_))));
    }

    #[track_caller]
    fn check_mentions(text: &str, expected: &[&str]) {
        let found: Vec<String> =
            FinancialYear::mentions(text).iter().map(|m| format!("{}{}", m.year, if m.part_year { "*" } else { "" })).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn mentions_in_running_text() {
        check_mentions("for 22/23,23/24, 24/25 and 25/26 (forecast)", &["2022-23", "2023-24", "2024-25", "2025-26"]);
        check_mentions("Outturn for 24/25 (£000)", &["2024-25"]);
        check_mentions("2020/21 (to Dec 2020)", &["2020-21*"]);
        check_mentions("2024_date", &["2024-25*"]);
        check_mentions("YE 31.3.2021", &["2020-21"]);
        check_mentions("year ending 31 March 2025", &["2024-25"]);
        check_mentions("reference 2016-535, and 2016/18", &[]);
        check_mentions("received on 31/10/19, 13-04-2023", &[]);
        check_mentions("£24-25 an hour, 24-25%", &[]);
        check_mentions("2023 to 2024", &["2023-24"]);
        check_mentions("2022/3 and 2012/2, 2022/3/1", &["2022-23"]);
    }

    #[test]
    fn years_told_by_their_ends() {
        for text in [
            "YE 31.3.23",
            "YE 31.3.23 Net budget",
            "y/e 31/03/2023",
            "Year ending March 2023",
            "the year that ended on 31st of March 2023",
            "12 months to 31 March 2023",
            "Apr 22 – Mar 23",
            "April 2022 to March 2023",
            "1 April 2022 to 31 March 2023",
            "01/04/2022 - 31/03/2023",
            "FY23",
            "FY 2023",
            "FY 2022/23",
            "FY22-23 (actual)",
        ] {
            check_mentions(text, &["2022-23"]);
        }
        check_mentions("FY23 means the financial year that ended on 31 March 2023", &["2022-23", "2022-23"]);
        check_mentions("sent on 31 March 2023, back by 1 April 2023; YE 30.6.23; May 22 - Mar 23", &[]);
        check_mentions("23/24 Q1-Q3; FY24 (to Dec 2023)", &["2023-24*", "2023-24*"]);
    }

    #[test]
    fn dates_belong_to_a_year() {
        let year = |y, m, d| FinancialYear::containing(jiff::civil::date(y, m, d)).map(|y| y.to_string());
        assert_eq!(year(2025, 3, 31).as_deref(), Some("2024-25"));
        assert_eq!(year(2025, 4, 1).as_deref(), Some("2025-26"));
    }
}
