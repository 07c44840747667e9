//! What the columns of a table are: their hidden marks, held against the headings that a person can see.

use std::collections::BTreeMap;

use foi_model::{Code, ColumnMark, Dimensions, FinancialYear, Instrument, Label, Table, Term};

use crate::document::TableCell;

/// Columns of a table by their place, and what is wrong with them.
#[derive(Debug, Default, Clone)]
pub(super) struct Columns {
    pub(super) marks: BTreeMap<usize, ColumnMark>,
    /// Two columns that say they are the same, which are not among the others.
    pub(super) doubled: Vec<usize>,
}

impl Columns {
    /// The columns that are for something else than labels.
    pub(super) fn cells(&self) -> impl Iterator<Item = (usize, &ColumnMark)> {
        self.marks.iter().filter(|(_, mark)| !matches!(mark, ColumnMark::Label(_))).map(|(at, mark)| (*at, mark))
    }
}

/// The columns of a block by the hidden row of marks. A heading that names another column of the same table wins over the mark beside it:
/// columns may have been exchanged without the hidden row.
pub(super) fn columns(marked: &[TableCell], heading: &[TableCell], table: Option<(&Instrument, &Table)>) -> Columns {
    let mut marks: BTreeMap<usize, ColumnMark> =
        marked.iter().enumerate().filter_map(|(at, cell)| Some((at, cell.text.as_str().parse().ok()?))).collect();
    if let Some((instrument, table)) = table {
        for (at, mark) in &mut marks {
            let named = heading.get(*at).and_then(|cell| named(cell.text.as_str(), instrument, table));
            if let (Some(code), ColumnMark::Value(own) | ColumnMark::Reason(own) | ColumnMark::Words(own)) = (named, &mut *mark) {
                let figure = |code: &Code| instrument.measure(code).is_some();
                if figure(code) == figure(own) {
                    *own = code.clone();
                }
            }
        }
    }
    let same = |at: usize, mark: &ColumnMark| marks.iter().any(|(other, m)| *other != at && m == mark);
    let doubled: Vec<usize> = marks.iter().filter(|(at, mark)| same(**at, mark)).map(|(at, _)| *at).collect();
    marks.retain(|at, _| !doubled.contains(at));
    Columns { marks, doubled }
}

/// The table whose columns the marks of a row name.
pub(super) fn table_of<'i>(marked: &[TableCell], instrument: &'i Instrument) -> Option<&'i Table> {
    let codes: Vec<Code> = marked
        .iter()
        .filter_map(|cell| match cell.text.as_str().parse() {
            Ok(ColumnMark::Value(code) | ColumnMark::Words(code)) => Some(code),
            _ => None,
        })
        .collect();
    let has = |table: &&Table| codes.iter().all(|code| table.columns.iter().any(|c| &c.code == code));
    instrument.tables.iter().find(has).filter(|_| !codes.is_empty())
}

/// Whether a text is a mark that only a row of marks has.
pub(super) fn is_label_mark(text: &str) -> bool {
    text.starts_with("label ") && matches!(text.parse(), Ok(ColumnMark::Label(_)))
}

/// Whether a row of marks is that of a sheet of questions.
pub(super) fn of_questions(marked: &[TableCell]) -> bool {
    marked.iter().any(|cell| matches!(cell.text.as_str().parse(), Ok(ColumnMark::Label(Label::Question))))
}

/// The column of the table whose label a heading has: the longest of them.
fn named<'i>(heading: &str, instrument: &'i Instrument, table: &'i Table) -> Option<&'i Code> {
    let heading = heading.to_lowercase();
    let label = |code: &Code| {
        let measure = instrument.measure(code).map(|m| m.label.as_str());
        measure.or_else(|| instrument.descriptions.iter().find(|d| &d.code == code).map(|d| d.label.as_str()))
    };
    let found = table.columns.iter().filter_map(|c| Some((&c.code, label(&c.code)?.to_lowercase())));
    found.filter(|(_, label)| heading.contains(label.as_str())).max_by_key(|(_, label)| label.len()).map(|(code, _)| code)
}

/// Puts what a label says in the place of what the mark says; `false` where it says nothing that is known.
pub(super) fn take_label(dimensions: &mut Dimensions, label: Label, text: &str, instrument: &Instrument) -> bool {
    let (field, terms) = match label {
        Label::ServiceArea => (&mut dimensions.service_area, &instrument.service_areas),
        Label::Cohort => (&mut dimensions.cohort, &instrument.cohorts),
        Label::Category => (&mut dimensions.category, &instrument.categories),
        Label::FinancialYear => {
            let year = text.parse::<FinancialYear>().ok();
            dimensions.financial_year = year.or(dimensions.financial_year);
            return year.is_some();
        }
        Label::Question => return true,
    };
    let found = term(terms, text);
    let known = found.is_some();
    *field = found.or_else(|| field.take());
    known
}

/// The term of a name, which is that of no other.
fn term(terms: &[Term], text: &str) -> Option<Code> {
    let plain = |t: &str| t.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let wanted = plain(text);
    let exact = terms.iter().find(|t| plain(&t.label) == wanted);
    let mut others = terms.iter().filter(|t| t.synonyms.iter().any(|s| plain(s) == wanted));
    let other = others.next().filter(|_| others.next().is_none());
    exact.or(other).map(|t| t.code.clone())
}
