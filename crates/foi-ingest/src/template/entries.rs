//! The rows of a filled template by what they are for, wherever they stand by now.

use std::collections::BTreeMap;

use foi_model::{
    Code, ColumnMark, Dimensions, Evidence, FinancialYear, IdentityField, Instrument, Issue, IssueCode, Label, QuestionId, RowMark,
    Scale, Term,
};

use super::Words;
use super::scale::stated;
use crate::document::{Block, Document, Rich, Style, Table, TableCell};
use crate::interpret::{Content, read_cell};

/// A row of a table.
#[derive(Debug, Clone)]
pub(super) struct CellsEntry<'d> {
    pub(super) table: String,
    pub(super) dimensions: Dimensions,
    /// The labels of the row as they stand.
    pub(super) label: String,
    /// The first of them.
    pub(super) named: Option<Words<'d>>,
    pub(super) columns: BTreeMap<Place, Words<'d>>,
    /// The scale that the heading of a figure states.
    pub(super) heading_scales: BTreeMap<Code, Scale>,
    /// The sheet, by its number among all.
    pub(super) sheet: usize,
}

/// Which cell of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Value(Code),
    Reason(Code),
    Words(Code),
    Answer,
    Status,
    Provision,
    Note,
}

/// The answer to a question.
#[derive(Debug, Clone)]
pub(super) struct AnswerEntry<'d> {
    pub(super) named: Option<Words<'d>>,
    pub(super) columns: BTreeMap<Place, Words<'d>>,
}

/// Everything that stands in the cells of filled templates.
#[derive(Debug, Default)]
pub(super) struct Entries<'d> {
    pub(super) cells: Vec<CellsEntry<'d>>,
    pub(super) answers: BTreeMap<QuestionId, Vec<AnswerEntry<'d>>>,
    pub(super) identity: BTreeMap<IdentityField, Vec<Words<'d>>>,
    /// What notes say of the scale of a whole sheet: the sheet, the scale, the words.
    pub(super) scales: Vec<(usize, Scale, Words<'d>)>,
    /// What comments say of the scale of a figure: the sheet, the address of the cell.
    pub(super) comments: BTreeMap<(usize, String), (Scale, Option<Evidence>)>,
    sheets: usize,
}

/// The version and the instrument that the mark of a sheet names.
pub(super) fn form(table: &Table) -> Option<(u32, String)> {
    table.rows.iter().flatten().find_map(|cell| match cell.text.as_str().trim().parse() {
        Ok(RowMark::Form { version, instrument_id }) => Some((version, instrument_id)),
        _ => None,
    })
}

/// A sheet in the reading: the columns of its blocks.
struct Sheet<'d> {
    document: &'d Document,
    number: usize,
    blocks: BTreeMap<String, BTreeMap<usize, ColumnMark>>,
}

impl<'d> Entries<'d> {
    /// Takes what stands in a document.
    pub(super) fn add(&mut self, document: &'d Document, instrument: &Instrument, issues: &mut Vec<Issue>) {
        let mut of_template = false;
        for block in &document.blocks {
            let table = match block {
                Block::Table(table) => table,
                Block::Text(text) if of_template && text.style == Style::Paragraph => {
                    self.comment(document, &text.text);
                    continue;
                }
                Block::Text(_) => continue,
            };
            of_template = form(table).is_some();
            if !of_template {
                continue;
            }
            self.sheets += 1;
            let mut sheet = Sheet { document, number: self.sheets, blocks: BTreeMap::new() };
            let mut headings = BTreeMap::new();
            for (index, row) in table.rows.iter().enumerate() {
                if let Some(RowMark::Columns(block)) = mark(row) {
                    let marks = row.iter().enumerate().filter_map(|(at, cell)| Some((at, cell.text.as_str().parse().ok()?)));
                    sheet.blocks.entry(block.clone()).or_insert_with(|| marks.collect());
                    if let Some(heading) = table.rows.get(index + 1).filter(|r| mark(r).is_none()) {
                        headings.insert(block, (index + 1, heading));
                    }
                }
            }
            for (index, row) in table.rows.iter().enumerate() {
                match mark(row) {
                    Some(RowMark::Cells { table, dimensions }) => {
                        self.cells(&sheet, row, table, dimensions, &headings, instrument, issues);
                    }
                    Some(RowMark::Answer(question)) => self.answer(&sheet, row, question, instrument, issues),
                    Some(RowMark::Identity(field)) => {
                        let cell = sheet.columns("identity").and_then(|c| at(c, &ColumnMark::Answer)).and_then(|at| row.get(at));
                        if let Some(cell) = cell.filter(|c| !c.text.is_blank()) {
                            self.identity.entry(field).or_default().push(Words { document, cell });
                        }
                    }
                    Some(RowMark::Note(_)) => row.iter().filter(|c| mark_of(c).is_none()).for_each(|c| self.scale(&sheet, c)),
                    Some(RowMark::Form { .. } | RowMark::Columns(_)) => {}
                    None if headings.values().any(|(heading, _)| *heading == index) => {}
                    None => self.stranger(&sheet, row, issues),
                }
            }
        }
    }

    /// A comment on a cell, which begins with its address.
    fn comment(&mut self, document: &Document, text: &Rich) {
        if let Some((address, words)) = text.as_str().split_once(": ")
            && let Some(scale) = stated(words)
        {
            self.comments.insert((self.sheets, address.to_owned()), (scale, document.evidence_of(text)));
        }
    }

    fn scale(&mut self, sheet: &Sheet<'d>, cell: &'d TableCell) {
        if let Some(scale) = stated(cell.text.as_str()) {
            self.scales.push((sheet.number, scale, Words { document: sheet.document, cell }));
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a row, and everything that says what it is")]
    fn cells(
        &mut self,
        sheet: &Sheet<'d>,
        row: &'d [TableCell],
        table: String,
        mut dimensions: Dimensions,
        headings: &BTreeMap<String, (usize, &'d Vec<TableCell>)>,
        instrument: &Instrument,
        issues: &mut Vec<Issue>,
    ) {
        let Some(columns) = sheet.columns(&table) else {
            return altered(sheet, row, "the sheet has lost the hidden row that says what its columns are", issues);
        };
        let mut labels: Vec<&str> = Vec::new();
        let mut named = None;
        for (at, mark) in columns {
            let (ColumnMark::Label(label), Some(cell)) = (mark, row.get(*at)) else { continue };
            let text = cell.text.as_str().trim();
            if text.is_empty() {
                continue;
            }
            labels.push(text);
            named = named.or(Some(Words { document: sheet.document, cell }));
            if !take_label(&mut dimensions, *label, text, instrument) {
                let code = if *label == Label::FinancialYear { IssueCode::YearUncertain } else { IssueCode::RowUnknown };
                let evidence = Words { document: sheet.document, cell }.evidence();
                issues.push(Issue::new(code, format!("`{text}` is no label of table {table}; the row was not taken")).at(evidence));
                return;
            }
        }
        let entry = CellsEntry {
            label: labels.join(", "),
            named,
            columns: sheet.places(columns, row),
            heading_scales: headings.get(&table).map(|(_, heading)| heading_scales(columns, heading)).unwrap_or_default(),
            sheet: sheet.number,
            dimensions,
            table,
        };
        self.cells.push(entry);
    }

    fn answer(
        &mut self,
        sheet: &Sheet<'d>,
        row: &'d [TableCell],
        mut question: QuestionId,
        instrument: &Instrument,
        issues: &mut Vec<Issue>,
    ) {
        let columns = sheet.blocks.iter().find(|(name, _)| name.starts_with("section-")).map(|(_, columns)| columns);
        let Some(columns) = columns else {
            return altered(sheet, row, "the sheet has lost the hidden row that says what its columns are", issues);
        };
        let label = at(columns, &ColumnMark::Label(Label::Question)).and_then(|at| row.get(at)).filter(|c| !c.text.is_blank());
        let named = label.map(|cell| Words { document: sheet.document, cell });
        if let Some(words) = named {
            match words.text().parse::<QuestionId>().ok().filter(|id| instrument.question(id).is_some()) {
                Some(id) => question = id,
                None => {
                    let message = format!("`{}` is no question of the form; the row was not taken", words.text());
                    issues.push(Issue::new(IssueCode::RowUnknown, message).at(words.evidence()));
                    return;
                }
            }
        }
        let entry = AnswerEntry { named, columns: sheet.places(columns, row) };
        self.answers.entry(question).or_default().push(entry);
    }

    /// A row that is none of the template's: it can say in which scale figures are, and its own figures belong nowhere.
    fn stranger(&mut self, sheet: &Sheet<'d>, row: &'d [TableCell], issues: &mut Vec<Issue>) {
        for cell in row {
            self.scale(sheet, cell);
        }
        let values: Vec<usize> = sheet
            .blocks
            .values()
            .flatten()
            .filter(|(_, mark)| matches!(mark, ColumnMark::Value(_) | ColumnMark::Words(_) | ColumnMark::Answer))
            .map(|(at, _)| *at)
            .collect();
        let given = |at: &usize| row.get(*at).is_some_and(|c| matches!(read_cell(c), Content::Figure(_) | Content::Suppressed(..)));
        if values.iter().any(given) {
            altered(sheet, row, "a row with figures is none of the form's, and was not taken", issues);
        }
    }
}

impl<'d> Sheet<'d> {
    fn columns(&self, block: &str) -> Option<&BTreeMap<usize, ColumnMark>> {
        self.blocks.get(block)
    }

    /// The cells of a row that hold something.
    fn places(&self, columns: &BTreeMap<usize, ColumnMark>, row: &'d [TableCell]) -> BTreeMap<Place, Words<'d>> {
        let cell = |(at, mark): (&usize, &ColumnMark)| {
            let place = match mark {
                ColumnMark::Label(_) => return None,
                ColumnMark::Value(code) => Place::Value(code.clone()),
                ColumnMark::Reason(code) => Place::Reason(code.clone()),
                ColumnMark::Words(code) => Place::Words(code.clone()),
                ColumnMark::Answer => Place::Answer,
                ColumnMark::Status => Place::Status,
                ColumnMark::Provision => Place::Provision,
                ColumnMark::Note => Place::Note,
            };
            let cell = row.get(*at).filter(|c| !c.text.is_blank())?;
            Some((place, Words { document: self.document, cell }))
        };
        columns.iter().filter_map(cell).collect()
    }
}

fn at(columns: &BTreeMap<usize, ColumnMark>, wanted: &ColumnMark) -> Option<usize> {
    columns.iter().find(|(_, mark)| *mark == wanted).map(|(at, _)| *at)
}

fn mark_of(cell: &TableCell) -> Option<RowMark> {
    cell.text.as_str().parse().ok()
}

/// The mark of a row.
fn mark(row: &[TableCell]) -> Option<RowMark> {
    row.iter().find_map(mark_of)
}

fn altered(sheet: &Sheet<'_>, row: &[TableCell], how: &str, issues: &mut Vec<Issue>) {
    let first = row.iter().filter(|c| mark_of(c).is_none()).find(|c| !c.text.is_blank());
    let evidence = first.and_then(|cell| sheet.document.evidence_of(&cell.text));
    issues.push(Issue::new(IssueCode::TemplateAltered, how).at(evidence));
}

/// The scales that headings of figures state, other than single pounds.
fn heading_scales(columns: &BTreeMap<usize, ColumnMark>, heading: &[TableCell]) -> BTreeMap<Code, Scale> {
    let scale = |(at, mark): (&usize, &ColumnMark)| match mark {
        ColumnMark::Value(code) => Some((code.clone(), stated(heading.get(*at)?.text.as_str())?)),
        _ => None,
    };
    columns.iter().filter_map(scale).collect()
}

/// Puts what a label says in the place of what the mark says; `false` where it says nothing that is known.
fn take_label(dimensions: &mut Dimensions, label: Label, text: &str, instrument: &Instrument) -> bool {
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
