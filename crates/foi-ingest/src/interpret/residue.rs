//! The labels of a blank form that were read as lines of text: no answer.

use super::labels::{Labels, without_years};
use crate::bind::Span;
use crate::survey::Survey;
use foi_model::{Figure, FinancialYear, QuestionId};

/// The spans of an answer without the labels of a table that the question asks for, where these stand there for the form itself.
pub(super) fn without_labels(spans: &[Span], survey: &Survey, question: &QuestionId) -> Option<Vec<Span>> {
    /// A form has about as many rows, and no figures; an answer may well name a service or two.
    const ROWS: usize = 4;
    /// What stands above the labels of its rows.
    const CORNERS: [&str; 3] = ["service area", "service", "area"];
    let of_question = survey.tables().filter(|(table, _)| table.columns.iter().any(|c| c.question.stem() == question.stem()));
    let labels: Vec<&Labels> = of_question.map(|(_, labels)| labels).collect();
    let is_label = |span: &&Span| {
        // `Service area 2023/24 2024/25` heads the form.
        let text = without_years(span.text.as_str(), &FinancialYear::mentions(span.text.as_str())).to_lowercase();
        let text = text.trim();
        let rest = CORNERS.iter().find_map(|corner| text.strip_prefix(corner)).unwrap_or(text).trim();
        !span.table && (rest.is_empty() && !text.is_empty() || labels.iter().any(|l| l.knows(rest)))
    };
    let rows = |span: &Span| labels.iter().map(|l| l.areas_in(span.text.as_str()).len()).max().unwrap_or(0);
    let figures = spans.iter().any(|s| !s.table && Figure::parse(s.text.as_str()).is_ok());
    let named: usize = spans.iter().filter(is_label).map(rows).sum();
    (named >= ROWS && !figures).then(|| spans.iter().filter(|s| !is_label(s)).cloned().collect())
}
