//! Filled templates: workbooks that say themselves what each of their cells is for.
//!
//! Nothing is recognised here: a hidden mark names the table, the row and the column of each cell, and travels with it when rows are
//! sorted or sheets renamed. Labels that a person can see are held against the marks, because a person may have sorted without them. What
//! cannot be read for certain is an issue, and its words are kept.

mod answers;
mod columns;
mod entries;
mod figure;
mod identity;
mod scale;
mod sheet;

use std::collections::BTreeMap;

use foi_model::{Answer, Cell, Explanation, Issue, IssueCode, QuestionId, Severity};

use crate::document::{Block, Document, Table, TableCell};
use crate::identify::Identity;
use crate::interpret;
use crate::pipeline::{Choice, Config};
use crate::reference::Reference;
use crate::survey::Survey;
use entries::Entries;

/// Whether the text of a cell is a mark that makes its sheet one of a template.
pub(crate) fn makes_a_form(text: &str) -> bool {
    text.starts_with("foi:form ") || columns::is_label_mark(text)
}

/// A cell with the document that it stands in.
#[derive(Debug, Clone, Copy)]
struct Words<'d> {
    document: &'d Document,
    cell: &'d TableCell,
}

impl<'d> Words<'d> {
    fn text(self) -> &'d str {
        self.cell.text.as_str().trim()
    }

    fn evidence(self) -> Option<foi_model::Evidence> {
        self.document.evidence_of(&self.cell.text)
    }
}

/// What the filled template of an instrument says.
pub(crate) struct Filled {
    pub(crate) identity: Identity,
    pub(crate) answers: Vec<Answer>,
    reasons: Reasons,
}

/// The reasons that a template gives beside figures and answers, for the issues about them.
#[derive(Default)]
struct Reasons {
    /// Where a figure stands, and the reason beside it.
    figures: Vec<(foi_model::Evidence, Explanation)>,
    /// The note beside the answer to a question.
    questions: BTreeMap<QuestionId, Explanation>,
}

/// The instrument whose filled template is among the documents; `None` where there is none, or another was asked for.
pub(crate) fn instrument<'r>(documents: &[Document], reference: &'r Reference, choice: &Choice) -> Option<&'r Survey> {
    let mut forms = documents.iter().flat_map(sheets).filter_map(sheet::form);
    let (version, id) = forms.next()?;
    let asked = match choice {
        Choice::Auto => true,
        Choice::Only(asked) => *asked == id,
        Choice::Unrecognised => false,
    };
    let alone = forms.all(|other| other == (version, id.clone()));
    if !asked || !alone || version != foi_model::TEMPLATE_VERSION {
        return None;
    }
    reference.survey(&id)
}

/// Reads the filled templates among the documents, which are of one instrument.
pub(crate) fn read(
    documents: &[Document],
    instrument: &Survey,
    reference: &Reference,
    config: &Config,
    issues: &mut Vec<Issue>,
) -> Filled {
    let mut entries = Entries::default();
    for document in documents.iter().filter(|d| is_template(d)) {
        entries.add(document, instrument, issues);
    }
    let identity = identity::read(documents, &entries, instrument, reference, issues);
    let mut reasons = Reasons::default();
    let mut answers = answers::read(&entries, instrument, &identity, config, &mut reasons, issues);
    interpret::settle(instrument, &mut answers, issues);
    rows_missing(instrument, &entries, issues);
    reasons_missing(instrument, &answers, issues);
    Filled { identity, answers, reasons }
}

/// Rows that are no longer in a table.
fn rows_missing(instrument: &Survey, entries: &Entries<'_>, issues: &mut Vec<Issue>) {
    for table in instrument.tables.iter().filter(|t| !t.any_year) {
        let there: Vec<_> = entries.cells.iter().filter(|e| e.table == table.id).map(|e| &e.dimensions).collect();
        let gone: Vec<_> = instrument.rows_of(table).into_iter().filter(|row| !there.contains(&row)).collect();
        if let [first, ..] = gone.as_slice()
            && !there.is_empty()
        {
            let rows = if gone.len() == 1 { "1 row".to_owned() } else { format!("{} rows", gone.len()) };
            let message = format!("table {}: {rows} of the form cannot be found, the first is that of {first}", table.id);
            let issue = Issue::new(IssueCode::TemplateAltered, message);
            issues.push(match table.columns.first() {
                Some(column) => issue.on(&column.question),
                None => issue,
            });
        }
    }
}

/// Figures that are left empty without a reason, counted for each measure of a question; a table in which nothing stands was not begun.
fn reasons_missing(instrument: &Survey, answers: &[Answer], issues: &mut Vec<Issue>) {
    for answer in answers {
        for measure in instrument.measures.iter() {
            let of_measure = || answer.observations.iter().filter(|o| o.measure == measure.code);
            let empty: Vec<_> = of_measure().filter(|o| matches!(o.cell, Cell::Blank {}) && o.note.is_none()).collect();
            if let [first, ..] = empty.as_slice()
                && empty.len() < of_measure().count()
            {
                let (n, row) = (empty.len(), first.row_label.as_deref().unwrap_or_default());
                let figures = if n == 1 { "1 figure is" } else { &format!("{n} figures are") };
                let message = format!("{}: {figures} empty without a reason, the first in row `{row}`", measure.label);
                issues.push(Issue::new(IssueCode::ReasonMissing, message).on(&answer.question_id).at(first.evidence.clone()));
            }
        }
    }
}

impl Filled {
    /// Turns the issues that the template gives a reason for into notes that carry it.
    pub(crate) fn explain(&self, issues: &mut [Issue]) {
        for issue in issues.iter_mut().filter(|i| i.severity != Severity::Error) {
            let of_figure = matches!(issue.code, IssueCode::ScaleSlip | IssueCode::TotalDiffers | IssueCode::FigureApproximate);
            let of_answer =
                matches!(issue.code, IssueCode::AnsweredThoughRoutedPast | IssueCode::NeitherYesNorNo | IssueCode::TotalDiffers);
            let beside = self.reasons.figures.iter().find(|(at, _)| of_figure && issue.evidence.as_ref() == Some(at));
            let about = issue.question_id.as_ref().filter(|_| of_answer).and_then(|q| self.reasons.questions.get(q));
            if let Some(reason) = beside.map(|(_, reason)| reason).or(about) {
                *issue = issue.clone().explained(reason.clone());
            }
        }
    }
}

/// Whether a document is a filled template.
pub(crate) fn is_template(document: &Document) -> bool {
    sheets(document).any(|table| sheet::form(table).is_some())
}

/// The sheets of a document that are tables.
fn sheets(document: &Document) -> impl Iterator<Item = &Table> {
    document.blocks.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
}

#[cfg(test)]
mod tests;
