//! Tables of a response to no known instrument: figures by the labels of their rows and columns.

use std::collections::BTreeMap;

use foi_model::{Cell, Code, Dimensions, Observation, Question, QuestionId, Reported, Scale, Unit};

use super::Figures;
use super::cells::{self, Content};
use super::labels::Labels;
use super::layout;
use crate::bind::Bound;
use crate::document::{Block, Document};

pub(super) fn read(document: &Document, bound: &Bound, questions: &[Question], found: &mut BTreeMap<QuestionId, Figures>) {
    for binding in &bound.bindings {
        if !questions.iter().any(|q| q.id == binding.question) {
            continue;
        }
        for span in binding.answer.iter().filter(|s| s.table) {
            if let Some(Block::Table(table)) = document.blocks.get(span.block) {
                let observations = figures(document, table);
                found.entry(binding.question.clone()).or_default().observations.extend(observations);
            }
        }
    }
}

fn figures(document: &Document, table: &crate::document::Table) -> Vec<Observation> {
    let labels = Labels::none();
    let layout = layout::read(&layout::Words::new(table), &labels);
    let mut found = Vec::new();
    for row in &layout.rows {
        for column in layout.label_columns..table.width() {
            let Some(cell) = table.cell(row.index, column) else { continue };
            let text = cell.text.as_str();
            let heading = layout.headings.get(column).map_or("", String::as_str);
            let Content::Figure(figure) = cells::read_cell(cell) else { continue };
            let named = layout.columns.get(column).map_or_else(|| row.named.clone(), |c| row.named.or(c));
            // The heading that is no year names what is measured; the row is a division of it.
            let year_heads = layout.columns.get(column).is_some_and(|c| c.year.is_some());
            let (measure, category) = if year_heads {
                (row.label.as_str(), "")
            } else if row.named.year.is_some() {
                (heading, "")
            } else {
                (heading, row.label.as_str())
            };
            let Some(measure) = Code::from_label(measure).or_else(|| Code::from_label("figure")) else { continue };
            let left_out = cell.stored.as_ref().and_then(|s| Scale::of_exponent(s.scale)).filter(|s| *s > Scale::UNITS);
            let scale = figure.scale.or(left_out).or(match named.scales.as_slice() {
                [only] => Some(*only),
                _ => None,
            });
            let money = figure.pounds || !named.scales.is_empty();
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
            found.push(Observation {
                measure,
                dimensions: Dimensions {
                    service_area: None,
                    cohort: None,
                    financial_year: named.year,
                    category: Code::from_label(category),
                },
                row_label: Some(crate::privacy::redacted(&row.label)).filter(|l| !l.is_empty()),
                column_label: Some(crate::privacy::redacted(heading)).filter(|l| !l.is_empty()),
                cell: Cell::Reported(Reported { value, unit, multiplier: factor.exponent(), forecast: None, confidence: 70 }),
                raw: Some(crate::privacy::redacted(text.trim())),
                evidence: document.evidence_of(&cell.text),
                note: None,
                corrected: None,
            });
        }
    }
    found
}
