//! Sentences that say why cells are blank: what they explain, and for which measure, year and service.

use foi_model::{CellStatus, Code, Evidence, FinancialYear};

use super::acts::Sentence;
use super::fiscal::Naming;
use super::labels::Labels;
use crate::bind::Span;
use crate::document::Document;
use crate::lexicon::Said;

/// An explanation of cells.
#[derive(Debug, Clone)]
pub(crate) struct Explanation {
    pub(crate) status: CellStatus,
    columns: Vec<Code>,
    years: Vec<FinancialYear>,
    areas: Vec<Code>,
    /// The service that holds what others lack.
    target: Option<Code>,
    /// The years that the answer names, where this speaks of the others.
    but: Option<Vec<FinancialYear>>,
    pub(crate) evidence: Evidence,
}

impl Explanation {
    /// Whether it speaks of a measure.
    pub(crate) fn names_measure(&self) -> bool {
        !self.columns.is_empty()
    }

    /// How closely it fits a cell: the number of dimensions that it names; `None` where it speaks of others.
    pub(crate) fn fits(&self, column: &Code, year: Option<FinancialYear>, area: Option<&Code>) -> Option<usize> {
        let column_fits = self.columns.is_empty() || self.columns.contains(column);
        let other = |but: &Vec<FinancialYear>| year.is_some_and(|y| !but.contains(&y));
        let year_fits =
            (self.years.is_empty() || year.is_some_and(|y| self.years.contains(&y))) && self.but.as_ref().is_none_or(other);
        let area_fits = if self.areas.is_empty() {
            area != self.target.as_ref() || self.target.is_none()
        } else {
            area.is_some_and(|a| self.areas.contains(a))
        };
        let named = [!self.columns.is_empty(), !self.years.is_empty() || self.but.is_some(), !self.areas.is_empty()];
        (column_fits && year_fits && area_fits).then(|| named.iter().filter(|n| **n).count())
    }
}

/// The explanations among the sentences of an answer.
pub(crate) fn explanations(
    document: &Document,
    spans: &[Span],
    sentences: &[Sentence],
    labels: &Labels,
    naming: Naming,
    forecast: &[FinancialYear],
) -> Vec<Explanation> {
    let mut found: Vec<Explanation> = Vec::new();
    for sentence in sentences {
        let Some(span) = spans.get(sentence.span) else { continue };
        let text = span.text.as_str().get(sentence.range.clone()).unwrap_or("");
        // It says what a mark stands for, and nothing of cells without one.
        if explained_mark(text).is_some() {
            continue;
        }
        let Some(status) = status(text, !sentence.citations.is_empty()) else { continue };
        let Some(evidence) = document.evidence(&span.text, sentence.range.clone()) else { continue };
        // `such as home care` names an example, not all that is meant.
        let plain = text.split(" such as ").next().unwrap_or(text);
        let plain = plain.split(" e.g").next().unwrap_or(plain);
        // `the other years` are no other services.
        let others = ["other years", "remaining years", "rest of the years"].iter().any(|w| plain.contains(w));
        let but =
            others.then(|| spans.iter().flat_map(|s| FinancialYear::mentions(s.text.as_str())).map(|m| naming.year(&m)).collect());
        let plain = &plain.replace("other years", "years");
        // `We hold no budgets; only spend is recorded` says of budgets alone that they are not held.
        let line = plain;
        let plain = if status == CellStatus::NotHeld { own_clause(plain, labels) } else { plain };
        let mut areas = labels.areas_in(plain);
        // `Home care: budget £1k; spend not held` is about home care, however that is spelt.
        if areas.is_empty() {
            areas = labels.areas_in(line);
            let name = [": ", " - ", " – "].iter().filter_map(|mark| line.find(mark)).min().and_then(|at| line.get(..at));
            areas.extend(name.filter(|_| areas.is_empty()).and_then(|name| labels.near_area(name)));
            if areas.is_empty() && name.is_some() && line.contains('£') {
                continue;
            }
        }
        let mut target = None;
        if status == CellStatus::IncludedElsewhere {
            let (before, after) = cut_at_target(plain);
            target = labels.areas_in(after).first().cloned();
            areas = labels.areas_in(before);
            areas.retain(|a| Some(a) != target.as_ref());
            // `The table covers home care` says of no service that it is in another.
            if target.is_none() && (areas.is_empty() || holds_others(plain)) {
                continue;
            }
        }
        let mut years: Vec<FinancialYear> = FinancialYear::mentions(plain).iter().map(|m| naming.year(m)).collect();
        years.dedup();
        if years.is_empty() && text.to_lowercase().contains("forecast") {
            years = forecast.to_vec();
        }
        let mut columns = labels.columns_in(plain);
        // What a service cost at all is in another, unless a measure of it is named.
        if status == CellStatus::IncludedElsewhere && !MEASURES.iter().any(|w| plain.to_lowercase().contains(w)) {
            columns.clear();
        }
        found.push(Explanation { status, columns, years, areas, target, but, evidence });
    }
    found
}

/// The marks that notes explain: `IE = included elsewhere`, `- denotes not held`.
pub(crate) fn legend(spans: &[Span]) -> Vec<(String, CellStatus)> {
    let lines = spans.iter().filter(|s| !s.table).flat_map(|s| s.text.as_str().split([';', '\n']));
    lines.filter_map(explained_mark).filter_map(|(mark, meaning)| Some((mark, meant(meaning)?))).collect()
}

/// A mark and what the words after it say that it stands for.
fn explained_mark(text: &str) -> Option<(String, &str)> {
    const LONGEST: usize = 5;
    let signs = ["=", "denotes ", "indicates ", "means ", "stands for ", "represents ", "signifies "];
    let (at, sign) = signs.iter().filter_map(|s| Some((text.find(s)?, *s))).min()?;
    let found = mark(text.get(..at)?);
    let is_mark = !found.is_empty() && found.chars().count() <= LONGEST && !found.contains(char::is_whitespace);
    is_mark.then_some((found, text.get(at + sign.len()..)?.trim()))
}

/// A mark without the brackets and quotes around it; every dash is one.
pub(crate) fn mark(text: &str) -> String {
    let bare = text.trim().trim_matches(['[', ']', '(', ')', '"', '\'', '‘', '’', '“', '”']);
    bare.to_lowercase().replace(['–', '—', '−', '‐'], "-")
}

fn meant(meaning: &str) -> Option<CellStatus> {
    let elsewhere = || meaning.to_lowercase().contains("elsewhere").then_some(CellStatus::IncludedElsewhere);
    status(meaning, meaning.to_lowercase().contains("exempt")).or_else(elsewhere)
}

/// Words that name a measure, and not the money of a service at all.
const MEASURES: [&str; 5] = ["budget", "outturn", "out-turn", "estimate", "actual"];

/// The part of a sentence that says that something is not held, where it names a measure and another part does too.
fn own_clause<'t>(text: &'t str, labels: &Labels) -> &'t str {
    let clauses: Vec<&str> = text.split(';').flat_map(|c| c.split(" but ")).collect();
    let mut held = clauses.iter().filter(|c| self::status(c, false) == Some(CellStatus::NotHeld));
    match (held.next(), held.next()) {
        (Some(only), None) if clauses.len() > 1 && !labels.columns_in(only).is_empty() => only,
        _ => text,
    }
}

/// What a service does that holds the amounts of others.
const HOLDS: [&str; 9] =
    ["includes", "include", "including", "incorporates", "comprises", "takes in", "covers", "absorbs", "contains"];

fn holds_others(text: &str) -> bool {
    let lower = text.to_lowercase();
    HOLDS.iter().any(|w| lower.contains(w)) && !lower.contains("included")
}

/// `Extra care is recorded under | other services`.
fn cut_at_target(text: &str) -> (&str, &str) {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return (text, text);
    }
    let reversed = HOLDS.iter().find_map(|w| lower.find(w).map(|at| (at, w.len())));
    if let Some((at, length)) = reversed
        && holds_others(text)
    {
        // `Other services includes extra care`: what holds the amount comes first.
        return (text.get(at + length..).unwrap_or(""), text.get(..at).unwrap_or(""));
    }
    // The first preposition after the verb leads to what holds the amount: `included in Home care in every year`.
    let verb = [
        "included",
        "recorded",
        "reported",
        "shown",
        "contained",
        "counted",
        "captured",
        "coded",
        "held",
        "combined",
        "absorbed",
        "merged",
        "grouped",
        "reflected",
        "charged",
        "found",
        "incorporated",
        "part of",
    ]
    .iter()
    .filter_map(|v| lower.rfind(v))
    .max()
    .unwrap_or(0);
    let prepositions =
        [" within ", " under ", " in the ", " against ", " as part of ", "part of ", " with ", " into ", " in ", " to "];
    let cut = prepositions.iter().filter_map(|w| Some(verb + lower.get(verb..)?.find(w)? + w.len())).min();
    match cut {
        Some(at) => (text.get(..at).unwrap_or(""), text.get(at..).unwrap_or("")),
        None => (text, ""),
    }
}

fn status(text: &str, cites: bool) -> Option<CellStatus> {
    let said = Said::of(text);
    let is = |name: &str| said.is(name);
    let other_services = || is("elsewhere_cell") && !is("published");
    if cites {
        Some(CellStatus::Withheld)
    } else if is("not_yet") {
        Some(CellStatus::NotYetAvailable)
    } else if other_services() && (text.to_lowercase().contains("other") || !is("not_held")) {
        Some(CellStatus::IncludedElsewhere)
    } else if is("not_held") {
        Some(CellStatus::NotHeld)
    } else if is("not_applicable") || is_no_service(text) {
        Some(CellStatus::NotApplicable)
    } else {
        None
    }
}

/// `We do not provide extra care`: there is nothing that could cost.
fn is_no_service(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "do not provide",
        "does not provide",
        "do not offer",
        "does not offer",
        "do not commission",
        "does not commission",
        "no longer provide",
        "do not have any",
        "has no extra care",
    ]
    .iter()
    .any(|w| lower.contains(w))
}
