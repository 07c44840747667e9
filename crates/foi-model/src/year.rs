//! Financial years, which run from 1 April to 31 March, and where a text mentions them.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::text_newtype;

/// A financial year from 1 April, written `2024-25`.
///
/// Reads `2024/25`, `24-25`, `2024/2025`, `2024_25`, `2024-2025` and `24/25`, with any of `/ - – — _` between. Two years that do not
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

    /// Every mention in a text, in order. Knows the pairs of [`FromStr`], `year ending 31 March 2025`, `YE 31.3.2025`, and
    /// `2024_date`, which is how extracts label the year that is still running.
    pub fn mentions(text: &str) -> Vec<YearMention> {
        let mut found = Vec::new();
        let numbers = runs_of_digits(text);
        let mut at = 0;
        while let Some(first) = numbers.get(at) {
            let mut step = 1;
            if let Some(second) = numbers.get(at + 1)
                && let Some(between) = text.get(first.end..second.start)
                && joins_years(between)
                && let Ok(year) = pair(text.get(first.clone()).unwrap_or(""), text.get(second.clone()).unwrap_or(""))
                && !part_of_a_longer_number(text, first.start, second.end)
            {
                found.push(YearMention { range: first.start..second.end, year, part_year: part_year_after(text, second.end) });
                step = 2;
            } else if let Some((range, year)) = year_ending(text, &numbers, at) {
                step = numbers.iter().skip(at).take_while(|n| n.end <= range.end).count().max(1);
                found.push(YearMention { range, year, part_year: false });
            } else if let Some(year) = text.get(first.clone()).and_then(full_year)
                && text.get(first.end..).is_some_and(|rest| rest.get(..5).is_some_and(|w| w.eq_ignore_ascii_case("_date")))
            {
                found.push(YearMention { range: first.start..first.end + 5, year: Self(year), part_year: true });
            }
            at += step;
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

/// `year ending 31 March 2025`, `YE 31.3.2025`, `y/e March 2025`: the mention begins at the number at `at`.
fn year_ending(text: &str, numbers: &[Range<usize>], at: usize) -> Option<(Range<usize>, FinancialYear)> {
    let first = numbers.get(at)?;
    let before = text.get(..first.start)?.trim_end();
    let near = before.char_indices().rev().nth(CUE).map_or(0, |(at, _)| at);
    let before = before.get(near..)?.to_lowercase();
    let named_before = before.ends_with("march");
    let before = before.strip_suffix("march").map_or(before.as_str(), str::trim_end);
    let cue =
        ["year ending", "year ended", "year end", " ye", "y/e", "year to"].iter().any(|c| before.ends_with(c)) || before == "ye";
    if !cue {
        return None;
    }
    let window = text.get(first.start..)?;
    let window = window.get(..window.char_indices().nth(20).map_or(window.len(), |(i, _)| i))?;
    let last = numbers.iter().skip(at).take(3).find(|n| n.end <= first.start + window.len() && n.len() == 4)?;
    let inside = text.get(first.start..last.end)?.to_lowercase();
    let march = inside.contains("mar")
        || inside.contains(".3.")
        || inside.contains(".03.")
        || inside.contains("/3/")
        || inside.contains("/03/");
    if !(march || named_before) {
        return None;
    }
    let year = full_year(text.get(last.clone())?)?;
    Some((first.start..last.end, FinancialYear::starting(year.checked_sub(1)?)?))
}

fn full_year(digits: &str) -> Option<u16> {
    (digits.len() == 4).then(|| digits.parse().ok()).flatten().filter(|y| (1900..2099).contains(y))
}

fn pair(first: &str, second: &str) -> Result<FinancialYear, FinancialYearError> {
    let shown = || format!("{first}-{second}");
    let start = match first.len() {
        4 => full_year(first).ok_or_else(|| FinancialYearError::NotAYear(shown()))?,
        2 => {
            let short: u16 = first.parse().map_err(|_| FinancialYearError::NotAYear(shown()))?;
            if short >= 70 { 1900 + short } else { 2000 + short }
        }
        _ => return Err(FinancialYearError::NotAYear(shown())),
    };
    let end: u16 = second.parse().map_err(|_| FinancialYearError::NotAYear(shown()))?;
    let follows = match second.len() {
        4 => end == start + 1,
        2 => end == (start + 1) % 100,
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
    }

    #[test]
    fn dates_belong_to_a_year() {
        let year = |y, m, d| FinancialYear::containing(jiff::civil::date(y, m, d)).map(|y| y.to_string());
        assert_eq!(year(2025, 3, 31).as_deref(), Some("2024-25"));
        assert_eq!(year(2025, 4, 1).as_deref(), Some("2025-26"));
    }
}
