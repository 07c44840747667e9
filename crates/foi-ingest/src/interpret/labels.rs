//! What the labels of rows and columns, captions and sentences name: service areas, years, measures, scales.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use foi_model::{Code, FinancialYear, Instrument, Scale, Table, Term, YearMention};
use foldhash::fast::FixedState;

use super::fiscal::Naming;
use super::near::{self, Spelling};
use crate::bind::Vocabulary;

/// What a label names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) service_area: Option<Code>,
    pub(crate) cohort: Option<Code>,
    pub(crate) category: Option<Code>,
    /// A measure or a column of words.
    pub(crate) column: Option<Code>,
    /// How many words of the label name it: `estimated budget` says more than `budget`.
    pub(crate) column_words: usize,
    pub(crate) year: Option<FinancialYear>,
    pub(crate) part_year: bool,
    /// Whether the year is named by one year alone, as in `FY23`.
    pub(crate) by_end: bool,
    pub(crate) forecast: bool,
    pub(crate) scales: Vec<Scale>,
    pub(crate) percent: bool,
    /// A row or column that adds others up.
    pub(crate) total: bool,
    /// Whether two terms of one kind are named, so that none can be taken.
    pub(crate) ambiguous: bool,
}

impl Named {
    /// Whether it names a dimension or a measure at all.
    pub(crate) fn anything(&self) -> bool {
        self.service_area.is_some()
            || self.cohort.is_some()
            || self.category.is_some()
            || self.column.is_some()
            || self.year.is_some()
            || self.total
    }

    /// What either names; `self` where both do.
    pub(crate) fn or(&self, other: &Self) -> Self {
        let pick = |a: &Option<Code>, b: &Option<Code>| a.clone().or_else(|| b.clone());
        Self {
            service_area: pick(&self.service_area, &other.service_area),
            cohort: pick(&self.cohort, &other.cohort),
            category: pick(&self.category, &other.category),
            column: pick(&self.column, &other.column),
            column_words: if self.column.is_some() { self.column_words } else { other.column_words },
            year: self.year.or(other.year),
            by_end: if self.year.is_some() { self.by_end } else { other.by_end },
            part_year: self.part_year || other.part_year,
            forecast: self.forecast || other.forecast,
            scales: if self.scales.is_empty() { other.scales.clone() } else { self.scales.clone() },
            percent: self.percent || other.percent,
            total: self.total || other.total,
            ambiguous: self.ambiguous || other.ambiguous,
        }
    }

    /// With the year that the response means.
    pub(crate) fn with_year(self, naming: Naming) -> Self {
        Self { year: self.year.map(|y| naming.of_ending(y, self.by_end)), ..self }
    }

    /// Whether two labels name different things of one kind.
    pub(crate) fn contradicts(&self, other: &Self) -> bool {
        fn differ<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
            a.zip(b).is_some_and(|(a, b)| a != b)
        }
        differ(self.service_area.as_ref(), other.service_area.as_ref())
            || differ(self.cohort.as_ref(), other.cohort.as_ref())
            || differ(self.column.as_ref(), other.column.as_ref())
            || differ(self.year.as_ref(), other.year.as_ref())
    }
}

/// A label apart from any terms: its words, and what it says whatever the survey.
#[derive(Debug, Clone, Default)]
pub(crate) struct Label {
    /// Without the years.
    words: Vec<String>,
    /// Years, scales, shares, totals.
    said: Named,
}

impl Label {
    pub(crate) fn new(text: &str) -> Self {
        if text.trim().is_empty() {
            return Self::default();
        }
        let mentions = FinancialYear::mentions(text);
        let words = words(&without_years(text, &mentions));
        // Most labels that name something have letters, and most cells have none.
        let lower = if text.bytes().any(|b| b.is_ascii_alphabetic()) { text.to_lowercase() } else { String::new() };
        let mut said = Named {
            scales: Scale::stated_in(text),
            percent: text.contains('%') || lower.contains("per cent") || lower.contains("percent"),
            ..Named::default()
        };
        match mentions.as_slice() {
            [only] => {
                said.year = Some(only.year);
                said.part_year = only.part_year;
                said.by_end = only.by_end;
            }
            [] => {}
            [first, others @ ..] if others.iter().all(|m| m.year == first.year) => said.year = Some(first.year),
            _ => said.ambiguous = true,
        }
        said.forecast = [
            "forecast",
            "f'cast",
            "f’cast",
            "f/cast",
            "fcast",
            "projected",
            "projection",
            "predicted",
            "estimate outturn",
            "estimated outturn",
        ]
        .iter()
        .any(|w| lower.contains(w));
        said.total = matches!(words.first().map(String::as_str), Some("total" | "subtotal" | "sum" | "overall" | "grand"))
            || words.last().is_some_and(|w| w == "total")
            || lower.starts_with("sub-total");
        Self { words, said }
    }

    /// What it says whatever the survey.
    pub(super) fn said(&self) -> &Named {
        &self.said
    }
}

/// A name of a term: its words by their place in a vocabulary, and the code.
#[derive(Debug, Clone)]
struct Name {
    words: Vec<u32>,
    spelt: Spelling,
    code: Code,
}

/// The names of one kind of term, the longest first.
#[derive(Debug, Clone, Default)]
struct Names {
    all: Vec<Name>,
    /// The names that begin with each word, by its place in the vocabulary.
    by_first: HashMap<u32, Vec<usize>, FixedState>,
}

/// Where names of two kinds stand in a text, in bytes, in order.
pub(crate) struct Places {
    pub(crate) areas: Vec<(Range<usize>, Code)>,
    pub(crate) columns: Vec<(Range<usize>, Code)>,
}

/// Reads labels with the terms of one table of an instrument, or of none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Labels {
    vocabulary: Vocabulary<u32>,
    areas: Names,
    cohorts: Names,
    categories: Names,
    columns: Names,
}

/// The words of a label in lower case.
pub(crate) fn words(label: &str) -> Vec<String> {
    let mut lower = label.to_lowercase();
    lower.retain(|c| !matches!(c, '’' | '\''));
    lower
        .split(|c: char| !c.is_alphanumeric() && c != '+')
        .filter(|w| !w.is_empty())
        .map(
            |w| {
                if w.len() > 3 && w.ends_with('s') && !w.ends_with("ss") {
                    w.trim_end_matches('s').to_owned()
                } else {
                    w.to_owned()
                }
            },
        )
        .collect()
}

/// The words of a text as [`words`] gives them, each with its place in bytes.
fn word_spans(text: &str) -> Vec<(Range<usize>, String)> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '+' | '’' | '\'');
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (part(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                start = None;
                let word = text.get(from..at).and_then(|w| words(w).into_iter().next());
                found.extend(word.map(|word| (from..at, word)));
            }
            _ => {}
        }
    }
    found
}

impl Names {
    fn new<'i>(terms: impl Iterator<Item = &'i Term>, vocabulary: &mut Vocabulary<u32>) -> Self {
        let mut found: Vec<(Vec<String>, &Code)> = Vec::new();
        for term in terms {
            let code_words = words(&term.code.as_str().replace('_', " "));
            for name in
                std::iter::once(words(&term.label)).chain(term.synonyms.iter().map(|s| words(s))).chain(std::iter::once(code_words))
            {
                if !name.is_empty() && !found.iter().any(|(n, _)| *n == name) {
                    found.push((name, &term.code));
                }
            }
        }
        found.sort_by_key(|(name, _)| std::cmp::Reverse((name.len(), name.iter().map(String::len).sum::<usize>())));
        let mut place = |word: String| {
            let next = u32::try_from(vocabulary.len()).unwrap_or(u32::MAX - 1);
            *vocabulary.entry(word).or_insert(next)
        };
        let name = |(words, code): (Vec<String>, &Code)| Name {
            spelt: Spelling::new(words.join(" ")),
            words: words.into_iter().map(&mut place).collect(),
            code: code.clone(),
        };
        let all: Vec<Name> = found.into_iter().map(name).collect();
        let mut by_first: HashMap<u32, Vec<usize>, FixedState> = HashMap::default();
        for (index, name) in all.iter().enumerate() {
            by_first.entry(name.words.first().copied().unwrap_or(UNKNOWN)).or_default().push(index);
        }
        Self { all, by_first }
    }

    /// Where names stand in words, the longest first, none within another: place, length, code.
    fn occurrences(&self, text: &[u32]) -> Vec<(usize, usize, &Code)> {
        let begins = |(at, word): (usize, &u32)| self.by_first.get(word).map(|names| names.iter().map(move |name| (*name, at)));
        let mut places: Vec<(usize, usize)> = text.iter().enumerate().filter_map(begins).flatten().collect();
        places.sort_unstable();
        let mut taken = vec![false; if places.is_empty() { 0 } else { text.len() }];
        let mut found = Vec::new();
        for (name, at) in places {
            let Some(Name { words, code, .. }) = self.all.get(name) else { continue };
            let here = at..at + words.len();
            let free = taken.get(here.clone()).is_some_and(|t| t.iter().all(|t| !t));
            if free && text.get(here.clone()) == Some(words.as_slice()) {
                taken.iter_mut().skip(at).take(words.len()).for_each(|t| *t = true);
                found.push((at, words.len(), code));
            }
        }
        found
    }

    /// The term that a label names with the number of words that name it, and whether it names several of about the same weight.
    /// A name within a longer one of another kind names nothing: the budget of `cash personal budgets` is no measure.
    fn best(&self, label: &[u32], other: &Self) -> (Option<(&Code, usize)>, bool) {
        let beginning = label.first().and_then(|word| self.by_first.get(word)).map_or(&[][..], Vec::as_slice);
        if let Some(whole) = beginning.iter().filter_map(|&n| self.all.get(n)).find(|n| n.words.as_slice() == label) {
            return (Some((&whole.code, whole.words.len())), false);
        }
        let mut found = self.occurrences(label);
        if !found.is_empty() {
            let others = other.occurrences(label);
            let within = |at: usize, length: usize| others.iter().any(|&(o, l, _)| l > length && o < at + length && at < o + l);
            found.retain(|&(at, length, _)| !within(at, length));
        }
        let Some(longest) = found.iter().map(|(_, length, _)| *length).max() else { return (None, false) };
        let mut codes: Vec<&Code> = found.iter().filter(|(_, length, _)| *length == longest).map(|(_, _, code)| *code).collect();
        codes.dedup();
        match codes.as_slice() {
            [code] => {
                // A single short word within a long label is no name of it.
                let weak = longest == 1 && label.len() > 6;
                (if weak { None } else { Some((*code, longest)) }, false)
            }
            _ => (None, true),
        }
    }

    /// The one term that a text is nearest to, where it is near enough and no other is as near.
    fn near(&self, text: &Spelling) -> Option<&Code> {
        let near = self.all.iter().filter_map(|name| Some((near::distance(text, &name.spelt)?, &name.code)));
        let mut nearest: Option<(usize, &Code)> = None;
        let mut several = false;
        for (distance, code) in near {
            match nearest {
                Some((least, _)) if distance > least => {}
                Some((least, other)) if distance == least => several |= code != other,
                _ => (nearest, several) = (Some((distance, code)), false),
            }
        }
        nearest.filter(|_| !several).map(|(_, code)| code)
    }

    /// The terms that words name, each once, in their order.
    fn in_order(&self, text: &[u32]) -> Vec<Code> {
        let mut found = self.occurrences(text);
        found.sort_by_key(|(at, _, _)| *at);
        let mut codes: Vec<Code> = Vec::new();
        for (_, _, code) in found {
            if !codes.contains(code) {
                codes.push(code.clone());
            }
        }
        codes
    }
}

/// A word that no term has.
const UNKNOWN: u32 = u32::MAX;

impl Labels {
    /// The terms of a table.
    pub(crate) fn of_table(instrument: &Instrument, table: &Table) -> Self {
        let areas = instrument.service_areas_of(table);
        let columns: Vec<&Code> = table.columns.iter().map(|c| &c.code).collect();
        let mut vocabulary = Vocabulary::default();
        Self {
            areas: Names::new(instrument.service_areas.iter().filter(|t| areas.contains(&&t.code)), &mut vocabulary),
            cohorts: Names::new(instrument.cohorts.iter().filter(|t| table.cohorts.contains(&t.code)), &mut vocabulary),
            categories: Names::new(instrument.categories.iter().filter(|t| table.categories.contains(&t.code)), &mut vocabulary),
            columns: Names::new(
                instrument.measures.iter().chain(&instrument.descriptions).filter(|t| columns.contains(&&t.code)),
                &mut vocabulary,
            ),
            vocabulary,
        }
    }

    /// No terms: years, totals and scales only.
    pub(crate) fn none() -> Self {
        Self::default()
    }

    /// What a label names. A label of one dimension names one term of it; a sentence may name several, and then none is taken.
    pub(crate) fn read(&self, label: &str) -> Named {
        self.name(&Label::new(label))
    }

    /// What a label names that was split into words before.
    pub(crate) fn name(&self, label: &Label) -> Named {
        self.name_more(label).unwrap_or_else(|| label.said.clone())
    }

    /// The same, where the label has a word of these names; without one it names what it says whatever the survey.
    pub(super) fn name_more(&self, label: &Label) -> Option<Named> {
        if !label.words.iter().any(|w| self.vocabulary.contains_key(w)) {
            return None;
        }
        let mut named = label.said.clone();
        let words = self.places(&label.words);
        let mut pick = |names: &Names, other: &Names| {
            let (found, several) = names.best(&words, other);
            named.ambiguous |= several;
            found.map(|(code, length)| (code.clone(), length))
        };
        let area = pick(&self.areas, &self.columns);
        let cohort = pick(&self.cohorts, &self.columns);
        let category = pick(&self.categories, &self.columns);
        let column = pick(&self.columns, &self.areas);
        named.service_area = area.map(|(code, _)| code).filter(|_| !named.total);
        named.cohort = cohort.map(|(code, _)| code);
        named.category = category.map(|(code, _)| code);
        if let Some((code, length)) = column {
            named.column = Some(code);
            named.column_words = length;
        }
        Some(named)
    }

    fn places(&self, words: &[String]) -> Vec<u32> {
        words.iter().map(|w| self.vocabulary.get(w).copied().unwrap_or(UNKNOWN)).collect()
    }

    /// Whether a text is made of words of these names and nothing else.
    pub(crate) fn knows(&self, text: &str) -> bool {
        let words = words(text);
        !words.is_empty()
            && words.iter().all(|w| self.vocabulary.contains_key(w) || matches!(w.as_str(), "of" | "or" | "and" | "y" | "n"))
    }

    /// The service area that a label means which is spelt nearly as one of its names, or cut short: `Residental care`, `Supp. living`.
    pub(crate) fn near_area(&self, label: &str) -> Option<Code> {
        const LONGEST: usize = 40;
        if label.len() > LONGEST {
            return None;
        }
        self.areas.near(&Spelling::new(words(label).join(" "))).cloned()
    }

    /// Where a text names service areas and measures.
    pub(crate) fn places_in(&self, text: &str) -> Places {
        let spans = word_spans(text);
        let known = self.places(&spans.iter().map(|(_, word)| word.clone()).collect::<Vec<_>>());
        let places = |names: &Names| {
            let mut found: Vec<(Range<usize>, Code)> = Vec::new();
            for (at, length, code) in names.occurrences(&known) {
                let range = spans.get(at).zip(spans.get(at + length - 1)).map(|((first, _), (last, _))| first.start..last.end);
                found.extend(range.map(|range| (range, code.clone())));
            }
            found.sort_by_key(|(range, _)| range.start);
            found
        };
        Places { areas: places(&self.areas), columns: places(&self.columns) }
    }

    /// Every service area that a text names, in order.
    pub(crate) fn areas_in(&self, text: &str) -> Vec<Code> {
        self.areas.in_order(&self.places(&words(text)))
    }

    /// Every measure and column of words that a text names, in order.
    pub(crate) fn columns_in(&self, text: &str) -> Vec<Code> {
        self.columns.in_order(&self.places(&words(text)))
    }
}

pub(super) fn without_years<'l>(label: &'l str, mentions: &[YearMention]) -> Cow<'l, str> {
    if mentions.is_empty() {
        return Cow::Borrowed(label);
    }
    let mut rest = String::new();
    let mut at = 0;
    for mention in mentions {
        rest.push_str(label.get(at..mention.range.start).unwrap_or(""));
        rest.push(' ');
        at = mention.range.end;
    }
    rest.push_str(label.get(at..).unwrap_or(""));
    Cow::Owned(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instrument() -> Instrument {
        Instrument::from_toml(
            r#"
            id = "t"
            title = "T"
            questions = [{ id = "1", kind = "table", prompt = "p" }]
            [[tables]]
            id = "1"
            columns = [{ code = "budget", question = "1" }, { code = "outturn", question = "1" }]
            [[measures]]
            code = "budget"
            label = "Budget"
            unit = "GBP"
            [[measures]]
            code = "outturn"
            label = "Outturn"
            synonyms = ["actual outturn", "spend"]
            unit = "GBP"
            [[service_areas]]
            code = "home_care"
            label = "Home care"
            synonyms = ["domiciliary care", "home care personal budgets"]
            [[service_areas]]
            code = "residential_care"
            label = "Residential care"
            synonyms = ["residential"]
            [[service_areas]]
            code = "nursing_care"
            label = "Nursing care"
            synonyms = ["nursing"]
            "#,
        )
        .unwrap()
    }

    #[track_caller]
    fn check(label: &str, expected: &str) {
        let instrument = instrument();
        let named = Labels::of_table(&instrument, &instrument.tables[0]).read(label);
        let mut shown: Vec<String> = [&named.service_area, &named.column].into_iter().flatten().map(ToString::to_string).collect();
        shown.extend(named.year.map(|y| y.to_string()));
        shown.extend(named.scales.iter().map(|s| format!("e{}", s.exponent())));
        for (flag, name) in [(named.forecast, "forecast"), (named.total, "total"), (named.ambiguous, "ambiguous")] {
            if flag {
                shown.push(name.to_owned());
            }
        }
        assert_eq!(shown.join(" "), expected, "{label}");
    }

    #[test]
    fn labels_name_dimensions_measures_and_scales() {
        check("Outturn for 24/25 (£000)", "outturn 2024-25 e3");
        check("2025/26 (forecast)", "2025-26 forecast");
        check("Domiciliary Care*", "home_care");
        check("Residential", "residential_care");
        check("Residential and nursing", "ambiguous");
        check("Total", "total");
        check("Budget £m", "budget e6");
        check("Home care personal budgets (all)", "home_care");
        check("Something else", "");
    }
}
