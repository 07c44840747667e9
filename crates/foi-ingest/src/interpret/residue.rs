//! The labels of a blank form that were read as lines of text: no answer.

use super::labels::{Labels, without_years};
use crate::bind::Span;
use crate::survey::Survey;
use foi_model::{Figure, FinancialYear, QuestionId};

/// The spans of an answer without the labels of a table that the question asks for, where these stand there for the form itself.
pub(super) fn without_labels(spans: &[Span], survey: &Survey, question: &QuestionId) -> Option<Vec<Span>> {
    /// A form has about as many rows, and no figures; an answer may well name a service or two.
    const ROWS: usize = 4;
    let of_question = survey.tables().filter(|(table, _)| table.columns.iter().any(|c| c.question.stem() == question.stem()));
    let labels: Vec<&Labels> = of_question.map(|(_, labels)| labels).collect();
    let is_label = |span: &&Span| {
        !span.table
            && labels.iter().any(|l| l.knows(&without_years(span.text.as_str(), &FinancialYear::mentions(span.text.as_str()))))
    };
    let rows = |span: &Span| labels.iter().map(|l| l.areas_in(span.text.as_str()).len()).max().unwrap_or(0);
    let figures = spans.iter().any(|s| !s.table && Figure::parse(s.text.as_str()).is_ok());
    let named: usize = spans.iter().filter(is_label).map(rows).sum();
    (named >= ROWS && !figures).then(|| spans.iter().filter(|s| !is_label(s)).cloned().collect())
}
