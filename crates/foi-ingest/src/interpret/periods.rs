//! The financial years that the words of an answer to no known instrument tell: as pairs, by the months they run from and to, or by a day.

use std::ops::Range;
use std::sync::LazyLock;

use foi_model::{Date, FinancialYear, YearMention};
use regex::Regex;

use crate::identify::dates::dates;

/// `April 2019 to March 2020`, `Apr 19 - Mar 20`.
static MONTHS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\bapr(?:il)?\.?,?\s*['’]?(\d{4}|\d{2})\s*(?:to|-|–|—|and|until|through)\s*(?:end\s+(?:of\s+)?)?mar(?:ch)?\.?,?\s*['’]?(\d{4}|\d{2})\b",
    )
    .ok()
});

/// `April 2019` at the beginning of a label.
static MONTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\s*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[ \-–]*(?:((?:19|20)\d\d)|['’]?(\d\d))\s*(?:$|[:=|\t]|[–-]\s*[£\d])",
    )
    .ok()
});

const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Every financial year that a text tells, in order: [`FinancialYear::mentions`], runs from April to March, the last day of a year
/// (`as at 31 March 2020`), and the month that a label begins with.
pub(super) fn years(text: &str) -> Vec<YearMention> {
    let mut found = FinancialYear::mentions(text);
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return found;
    }
    let mut add = |range: Range<usize>, year: Option<FinancialYear>| {
        let apart = found.iter().all(|m| m.range.end <= range.start || range.end <= m.range.start);
        if let Some(year) = year.filter(|_| apart) {
            found.push(YearMention { range, year, part_year: false, by_end: false });
        }
    };
    for captures in MONTHS.as_ref().into_iter().flat_map(|p| p.captures_iter(text)) {
        let number = |n: usize| captures.get(n).and_then(|m| whole(m.as_str()));
        if let (Some(whole), Some(from), Some(to)) = (captures.get(0), number(1), number(2))
            && to == from + 1
        {
            add(whole.range(), FinancialYear::starting(from));
        }
    }
    let days = dates(text);
    for pair in days.windows(2) {
        let [(first, from), (second, to)] = pair else { continue };
        let between = text.get(first.end..second.start).unwrap_or("").trim();
        let joined = matches!(between, "to" | "-" | "–" | "—" | "and" | "until" | "through");
        if joined && begins(*from) && ends(*to) && to.year() == from.year() + 1 {
            add(first.start..second.end, FinancialYear::containing(*from));
        }
    }
    for (range, day) in days.iter().filter(|(_, day)| ends(*day)) {
        let before = text.get(..range.start).unwrap_or("").trim_end();
        let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
        let labels = before.is_empty() && text.split_whitespace().count() <= 8;
        if labels || matches!(word.as_str(), "at" | "on" | "of") {
            add(range.clone(), FinancialYear::containing(*day));
        }
    }
    if let Some(captures) = MONTH.as_ref().and_then(|p| p.captures(text))
        && let (Some(name), Some(year)) = (captures.get(1), captures.get(2).or(captures.get(3)))
        && let Some(month) = NAMES.iter().position(|n| n.eq_ignore_ascii_case(name.as_str()))
    {
        let day = i8::try_from(month + 1).ok().zip(whole(year.as_str()).and_then(|y| i16::try_from(y).ok()));
        let day = day.and_then(|(month, year)| Date::new(year, month, 1).ok());
        add(name.start()..year.end(), day.and_then(FinancialYear::containing));
    }
    found.sort_by_key(|m| m.range.start);
    // `2021/22: 01/04/2021 to 31/03/2022` tells its year twice.
    found.dedup_by(|next, before| {
        let between = text.get(before.range.end..next.range.start).unwrap_or("x");
        let again = next.year == before.year && !between.chars().any(char::is_alphanumeric);
        if again {
            before.range.end = next.range.end;
        }
        again
    });
    found
}

/// The one year that a question is about: `How much was spent in 2022/23?`. What it names as a beginning or an end is none.
pub(super) fn asked(prompt: &str) -> Option<FinancialYear> {
    let years = years(prompt);
    let [only] = years.as_slice() else { return None };
    let before = prompt.get(..only.range.start)?.trim_end().to_lowercase();
    if before.ends_with("year to") || before.ends_with("year up to") {
        return Some(only.year);
    }
    let mut words =
        before.rsplit(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty() && !matches!(*w, "financial" | "year" | "the" | "fy"));
    let bounds = ["from", "since", "before", "until", "after", "than", "to", "by", "prior", "following", "against"];
    (!words.next().is_some_and(|w| bounds.contains(&w)) && !calendar(prompt, only)).then_some(only.year)
}

/// Whether a text names years apart from those of a mention, by themselves: `in 2019`.
fn calendar(text: &str, but: &YearMention) -> bool {
    let rest = [text.get(..but.range.start), text.get(but.range.end..)];
    rest.into_iter().flatten().any(names_a_year)
}

/// Whether a text has a number that may be a year.
pub(super) fn names_a_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|n| n.len() == 4 && n.parse::<u16>().is_ok_and(|y| (1990..2050).contains(&y)))
        || !FinancialYear::mentions(text).is_empty()
}

/// A year of four digits, or of two of this century.
fn whole(digits: &str) -> Option<u16> {
    let number: u16 = digits.parse().ok()?;
    Some(if digits.len() == 2 { 2000 + number } else { number })
}

fn begins(day: Date) -> bool {
    day.month() == 4 && day.day() == 1
}

fn ends(day: Date) -> bool {
    day.month() == 3 && day.day() == 31
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = years(text).iter().map(|m| m.year.to_string()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn years_by_their_months_and_days() {
        check("April 2019 – March 2020", &["2019-20"]);
        check("Apr 19 - Mar 20: £4", &["2019-20"]);
        check("from 1 April 2020 to 31 March 2021", &["2020-21"]);
        check("01/04/2020-31/03/2021", &["2020-21"]);
        check("As at 31 March 2019 there were 4, on 31st March 2020 5", &["2018-19", "2019-20"]);
        check("31/03/2022", &["2021-22"]);
        check("January 2020: 121", &["2019-20"]);
        check("2019/20 and in April 2021", &["2019-20"]);
        check("from 1 April 2019 to 31 March 2024", &[]);
        check("June 2021 -May 2022", &[]);
        check("June 2021 - 12", &["2021-22"]);
        check("The contract ends by 31 March 2024", &[]);
        check("2019 and 2020", &[]);
        check("2021/22: 01/04/2021 to 31/03/2022: 7004.60", &["2021-22"]);
    }

    #[test]
    fn the_year_of_a_question() {
        let year = |text| asked(text).map(|y| y.to_string());
        assert_eq!(year("How much was spent in 2022/23?").as_deref(), Some("2022-23"));
        assert_eq!(year("What was the rise from 2022/23?"), None);
        assert_eq!(year("In 2021/22 and 2022/23?"), None);
        assert_eq!(year("In 2021/22 and in 2019?"), None);
    }
}
