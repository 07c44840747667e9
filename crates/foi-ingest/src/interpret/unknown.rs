//! Tables of a response to no known instrument: figures by the labels of their rows and columns.

use std::collections::BTreeMap;

use foi_model::{
    Cell, Code, Decimal, Dimensions, Evidence, FinancialYear, Issue, IssueCode, Observation, Question, QuestionId, Reported, Scale,
    Unit,
};

use super::Figures;
use super::cells::{self, Content};
use super::labels::Labels;
use super::layout;
use super::{add_apart, periods};
use crate::bind::{Bound, Span};
use crate::document::{Block, Document};

/// Ten thousand million pounds are no authority's: a figure so large is not in thousands.
const SURELY_POUNDS: i64 = 10_000_000;

pub(super) fn read(
    document: &Document,
    bound: &Bound,
    questions: &[Question],
    found: &mut BTreeMap<QuestionId, Figures>,
    issues: &mut Vec<Issue>,
) {
    for binding in &bound.bindings {
        let Some(question) = questions.iter().find(|q| q.id == binding.question) else { continue };
        for (place, span) in binding.answer.iter().enumerate().filter(|(_, s)| s.table) {
            if let Some(Block::Table(table)) = document.blocks.get(span.block) {
                let said = Around {
                    before: beside(&binding.answer, place.checked_sub(1)),
                    after: beside(&binding.answer, place.checked_add(1)),
                };
                let rows = |row: usize| span.row.is_none_or(|own| own == row);
                let (observations, unstated) = figures(document, table, &rows, &said, &question.prompt);
                let large = |o: &Observation| o.cell.reported().is_some_and(|r| r.value.abs() >= Decimal::from(SURELY_POUNDS));
                if let Some(evidence) = unstated.filter(|_| !observations.iter().any(large)) {
                    let message = "nothing says whether the figures are in pounds, thousands or millions";
                    issues.push(Issue::new(IssueCode::ScaleUnstated, message).on(&question.id).at(evidence));
                }
                add_apart(&mut found.entry(binding.question.clone()).or_default().observations, observations);
            }
        }
    }
}

/// What is said right before a table and right after it.
struct Around<'t> {
    before: &'t str,
    after: &'t str,
}

fn beside(spans: &[Span], place: Option<usize>) -> &str {
    let text = place.and_then(|p| spans.get(p)).filter(|s| !s.table).map_or("", |s| s.text.as_str());
    if text.split_whitespace().count() <= 25 { text } else { "" }
}

/// The one scale that a text states.
fn stated(text: &str) -> Option<Scale> {
    match Scale::stated_in(text).as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// Whether a label names what is counted and not paid.
fn counts(label: &str) -> bool {
    let lower = label.to_lowercase();
    ["number", "no.", "count", "people", "clients", "hours", "fte", "wte", "%", "percent", "rate", "staff", "posts", "how many"]
        .iter()
        .any(|w| lower.contains(w))
}

/// The one year that a label names.
fn year_in(label: &str) -> Option<FinancialYear> {
    let years = periods::years(label);
    let first = years.first()?.year;
    years.iter().all(|m| m.year == first).then_some(first)
}

/// What a label says beside its year: `Q1` of `Q1 2018/19`.
fn beside_year(label: &str) -> String {
    let mut rest = label.to_owned();
    for mention in FinancialYear::mentions(label).iter().rev() {
        rest.replace_range(mention.range.clone(), " ");
    }
    let words = rest.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let told = words.filter(|w| !matches!(w.to_lowercase().as_str(), "financial" | "fiscal" | "year" | "fy" | "yr" | "total"));
    told.collect::<Vec<_>>().join(" ")
}

/// Whether a cell under a heading, in the row of a label, names something or tells how long it lasts, so that its number measures nothing that was asked for.
fn only_names(text: &str, remark: &str, heading: &str, label: &str) -> bool {
    let labels = format!("{heading} {label}").to_lowercase();
    let has = |words: &[&str]| labels.split(|c: char| !c.is_alphanumeric()).any(|w| words.contains(&w));
    let year = text.trim().len() == 4 && text.trim().parse::<u16>().is_ok_and(|y| (1948..2050).contains(&y));
    let lasts = remark.split_whitespace().next().is_some_and(|w| ["year", "month", "week", "day"].iter().any(|u| w.starts_with(u)));
    year && has(&["year", "date", "start", "end", "started", "ended", "since", "opened", "built", "expiry", "expires", "founded"])
        || lasts && has(&["extension", "extensions", "extend", "option", "options", "term", "notice"])
        || has(&["ref", "reference", "id", "postcode", "telephone", "phone", "tel", "version"])
}

/// The figures of a table; and where one of money stands of which nothing says what it counts, its place.
fn figures(
    document: &Document,
    table: &crate::document::Table,
    rows: &dyn Fn(usize) -> bool,
    said: &Around<'_>,
    prompt: &str,
) -> (Vec<Observation>, Option<Option<Evidence>>) {
    let labels = Labels::none();
    let layout = layout::read(&layout::Words::new(table), &labels);
    let mut found = Vec::new();
    let mut unstated = None;
    let corner: String = layout.headings.iter().take(layout.label_columns).cloned().collect::<Vec<_>>().join(" ");
    let above = layout.caption.scales.as_slice();
    let general = stated(&corner)
        .or(match above {
            [only] => Some(*only),
            _ => None,
        })
        .or_else(|| stated(said.before))
        .or_else(|| stated(said.after));
    let spent = ["£", "spend", "spent", "cost", "expenditure", "budget", "paid", "income"]
        .iter()
        .any(|w| [said.before, corner.as_str(), prompt].iter().any(|t| t.to_lowercase().contains(w)));
    let cells = || table.rows.iter().flatten().map(|c| c.text.as_str());
    // What stands above a table, or else the question, tells the year of one that names none itself.
    let year = if cells().any(periods::names_a_year) {
        None
    } else if periods::names_a_year(said.before) {
        year_in(said.before)
    } else {
        periods::asked(prompt)
    };
    // Where every heading is a year, the first column holds figures as the others do.
    let all_years = layout.headings.len() > 1 && layout.headings.iter().all(|h| year_in(h).is_some());
    let figures_only = |row: usize| matches!(cells::read(table.text(row, 0)), Content::Figure(_) | Content::Suppressed(..));
    let first = if all_years && layout.rows.iter().all(|r| figures_only(r.index)) { 0 } else { layout.label_columns };
    for row in layout.rows.iter().filter(|r| rows(r.index)) {
        let label = if first == 0 && layout.label_columns > 0 { "" } else { row.label.as_str() };
        let row_year = year_in(label);
        for column in first..table.width() {
            let Some(cell) = table.cell(row.index, column) else { continue };
            let text = cell.text.as_str();
            let heading = layout.headings.get(column).map_or("", String::as_str);
            let content = cells::read_cell(cell);
            let named = layout.columns.get(column).map_or_else(|| row.named.clone(), |c| row.named.or(c));
            // The heading that is no year names what is measured; the row is a division of it.
            let column_year = year_in(heading);
            let (measure, category) = if column_year.is_some() {
                (label, beside_year(heading))
            } else if row_year.is_some() {
                (heading, beside_year(label))
            } else {
                (heading, label.to_owned())
            };
            let Some(measure) = Code::from_label(measure).or_else(|| Code::from_label("figure")) else { continue };
            let at = |value| Observation {
                measure: measure.clone(),
                dimensions: Dimensions {
                    service_area: None,
                    cohort: None,
                    financial_year: named.year.or(row_year).or(column_year).or(year),
                    category: Code::from_label(&category),
                },
                row_label: Some(foi_model::redacted(label)).filter(|l| !l.is_empty()),
                column_label: Some(foi_model::redacted(heading)).filter(|l| !l.is_empty()),
                cell: value,
                raw: Some(foi_model::redacted(text.trim())),
                evidence: document.evidence_of(&cell.text),
                note: None,
                corrected: None,
            };
            let figure = match content {
                Content::Figure(figure) if only_names(text, &figure.remark, heading, label) => continue,
                Content::Figure(figure) => figure,
                Content::Suppressed(lower_bound, upper_bound) => {
                    found.push(at(Cell::Suppressed { lower_bound, upper_bound, unit: None }));
                    continue;
                }
                Content::Status(status) => {
                    found.extend(Cell::without_value(status).map(at));
                    continue;
                }
                Content::Blank | Content::Unreadable => continue,
            };
            let left_out = cell.stored.as_ref().and_then(|s| Scale::of_exponent(s.scale)).filter(|s| *s > Scale::UNITS);
            let scale = figure.scale.or(left_out).or(match named.scales.as_slice() {
                [only] => Some(*only),
                _ => None,
            });
            let counted = counts(heading) || counts(label);
            let scale = scale.or(general.filter(|_| !counted && !figure.percent && !named.percent));
            let money = figure.pounds
                || scale.is_some()
                || spent
                    && !counted
                    && !counts(prompt)
                    && !figure.percent
                    && !named.percent
                    && !heading.to_lowercase().contains("year");
            let unit = if money {
                Unit::gbp()
            } else if figure.percent || named.percent {
                Unit::percent()
            } else {
                Unit::count()
            };
            let factor = if money { scale.unwrap_or(Scale::UNITS) } else { Scale::UNITS };
            let Some(value) = figure
                .number
                .checked_mul(factor.factor())
                .map(|v| if cell.stored.is_some() { v.round_dp(if money { 2 } else { 6 }) } else { v }.normalize())
                .filter(|v| v.scale() <= 6)
            else {
                continue;
            };
            if money && scale.is_none() && !figure.pounds && unstated.is_none() {
                unstated = Some(document.evidence_of(&cell.text));
            }
            found.push(at(Cell::Reported(Reported { value, unit, multiplier: factor.exponent(), forecast: None, confidence: 70 })));
        }
    }
    (found, unstated)
}

/// Whether a table that gives no figure has words in the places of its data.
pub(super) fn says(document: &Document, span: &Span) -> bool {
    let Some(Block::Table(table)) = document.blocks.get(span.block).filter(|_| span.table) else { return false };
    let words = |row: usize, column: usize| cells::read(table.text(row, column)) == Content::Unreadable;
    (1..table.rows.len()).any(|row| (1..table.width()).any(|column| words(row, column)))
}
