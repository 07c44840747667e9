//! What the labels of rows and columns, captions and sentences name: service areas, years, measures, scales.

use foi_model::{Code, FinancialYear, Instrument, Scale, Table, Term, YearMention};

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
            part_year: self.part_year || other.part_year,
            forecast: self.forecast || other.forecast,
            scales: if self.scales.is_empty() { other.scales.clone() } else { self.scales.clone() },
            percent: self.percent || other.percent,
            total: self.total || other.total,
            ambiguous: self.ambiguous || other.ambiguous,
        }
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

/// Reads labels with the terms of one table of an instrument, or of none.
pub(crate) struct Labels<'i> {
    areas: Vec<(Vec<String>, &'i Code)>,
    cohorts: Vec<(Vec<String>, &'i Code)>,
    categories: Vec<(Vec<String>, &'i Code)>,
    columns: Vec<(Vec<String>, &'i Code)>,
}

/// The words of a label in lower case.
pub(crate) fn words(label: &str) -> Vec<String> {
    label
        .to_lowercase()
        .replace(['’', '\''], "")
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

fn terms<'i>(terms: impl Iterator<Item = &'i Term>) -> Vec<(Vec<String>, &'i Code)> {
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
    found
}

impl<'i> Labels<'i> {
    /// The terms of a table.
    pub(crate) fn of_table(instrument: &'i Instrument, table: &'i Table) -> Self {
        let areas = instrument.service_areas_of(table);
        let columns: Vec<&Code> = table.columns.iter().map(|c| &c.code).collect();
        Self {
            areas: terms(instrument.service_areas.iter().filter(|t| areas.contains(&&t.code))),
            cohorts: terms(instrument.cohorts.iter().filter(|t| table.cohorts.contains(&t.code))),
            categories: terms(instrument.categories.iter().filter(|t| table.categories.contains(&t.code))),
            columns: terms(instrument.measures.iter().chain(&instrument.descriptions).filter(|t| columns.contains(&&t.code))),
        }
    }

    /// No terms: years, totals and scales only.
    pub(crate) fn none() -> Self {
        Self { areas: Vec::new(), cohorts: Vec::new(), categories: Vec::new(), columns: Vec::new() }
    }

    /// What a label names. A label of one dimension names one term of it; a sentence may name several, and then none is taken.
    pub(crate) fn read(&self, label: &str) -> Named {
        let mentions = FinancialYear::mentions(label);
        let label_words = words(&without_years(label, &mentions));
        let lower = label.to_lowercase();
        let mut named = Named {
            scales: Scale::stated_in(label),
            percent: label.contains('%') || lower.contains("per cent") || lower.contains("percent"),
            ..Named::default()
        };
        let years: Vec<FinancialYear> = mentions.iter().map(|m| m.year).collect();
        match mentions.as_slice() {
            [only] => {
                named.year = Some(only.year);
                named.part_year = only.part_year;
            }
            [] => {}
            _ if years.windows(2).all(|w| matches!(w, [a, b] if a == b)) => named.year = years.first().copied(),
            _ => named.ambiguous = true,
        }
        let mut pick = |terms: &[(Vec<String>, &Code)]| -> Option<Code> {
            let (found, several) = best(terms, &label_words);
            named.ambiguous |= several;
            found.cloned()
        };
        named.service_area = pick(&self.areas);
        named.cohort = pick(&self.cohorts);
        named.category = pick(&self.categories);
        named.column = pick(&self.columns);
        named.column_words = occurrences(&self.columns, &label_words)
            .iter()
            .filter(|(_, _, code)| named.column.as_ref() == Some(code))
            .map(|(_, words, _)| *words)
            .max()
            .unwrap_or(0);
        named.forecast = ["forecast", "projected", "projection", "predicted", "estimate outturn", "estimated outturn"]
            .iter()
            .any(|w| lower.contains(w));
        let first = label_words.first().map(String::as_str);
        named.total = matches!(first, Some("total" | "subtotal" | "sum" | "overall" | "grand"))
            || label_words.last().is_some_and(|w| w == "total")
            || lower.starts_with("sub-total");
        if named.total {
            named.service_area = None;
        }
        named
    }

    /// Every service area that a text names, in order.
    pub(crate) fn areas_in(&self, text: &str) -> Vec<Code> {
        in_order(&self.areas, text)
    }

    /// Every measure and column of words that a text names, in order.
    pub(crate) fn columns_in(&self, text: &str) -> Vec<Code> {
        in_order(&self.columns, text)
    }
}

/// The terms that a text names, each once, in the order of the text.
fn in_order(terms: &[(Vec<String>, &Code)], text: &str) -> Vec<Code> {
    let mut found = occurrences(terms, &words(text));
    found.sort_by_key(|(at, _, _)| *at);
    let mut codes: Vec<Code> = Vec::new();
    for (_, _, code) in found {
        if !codes.contains(code) {
            codes.push(code.clone());
        }
    }
    codes
}

fn without_years(label: &str, mentions: &[YearMention]) -> String {
    let mut rest = String::new();
    let mut at = 0;
    for mention in mentions {
        rest.push_str(label.get(at..mention.range.start).unwrap_or(""));
        rest.push(' ');
        at = mention.range.end;
    }
    rest.push_str(label.get(at..).unwrap_or(""));
    rest
}

/// Where terms stand in words, the longest first, none within another: place, length, code.
fn occurrences<'t>(terms: &[(Vec<String>, &'t Code)], text: &[String]) -> Vec<(usize, usize, &'t Code)> {
    let mut taken = vec![false; text.len()];
    let mut found = Vec::new();
    for (name, code) in terms {
        for (at, window) in text.windows(name.len().max(1)).enumerate() {
            let free = taken.get(at..at + name.len()).is_some_and(|t| t.iter().all(|t| !t));
            if window == name.as_slice() && free {
                taken.iter_mut().skip(at).take(name.len()).for_each(|t| *t = true);
                found.push((at, name.len(), *code));
            }
        }
    }
    found
}

/// The term that a label names, and whether it names several of about the same weight.
fn best<'t>(terms: &[(Vec<String>, &'t Code)], label: &[String]) -> (Option<&'t Code>, bool) {
    if let Some((_, code)) = terms.iter().find(|(name, _)| name.as_slice() == label) {
        return (Some(code), false);
    }
    let found = occurrences(terms, label);
    let Some(longest) = found.iter().map(|(_, length, _)| *length).max() else { return (None, false) };
    let mut codes: Vec<&Code> = found.iter().filter(|(_, length, _)| *length == longest).map(|(_, _, code)| *code).collect();
    codes.dedup();
    match codes.as_slice() {
        [code] => {
            // A single short word within a long label is no name of it.
            let weak = longest == 1 && label.len() > 6;
            (if weak { None } else { Some(code) }, false)
        }
        _ => (None, true),
    }
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
            synonyms = ["domiciliary care"]
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
        check("Something else", "");
    }
}
