//! The rows of a filled template by what they are for, wherever they stand by now.

use std::collections::BTreeMap;

use foi_model::{Code, ColumnMark, Dimensions, IdentityField, Instrument, Issue, IssueCode, Label, Locator, QuestionId, RowMark};

use super::Words;
use super::columns::{Columns, is_label_mark, take_label};
use super::scale::{Reach, Scales, Stated, row_of, speaks_for_all};
use super::sheet::{Sheet, address, altered, at, form, mark, mark_of};
use crate::document::{Block, Document, Style, Table, TableCell, TextBlock};
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
    pub(super) columns: BTreeMap<ColumnMark, Words<'d>>,
    /// The figures that stand in one cell with figures of other rows or columns.
    pub(super) merged: Vec<Code>,
    /// The addresses of its figures.
    pub(super) figures: Vec<(Code, String)>,
    /// The scales that the headings of figures state.
    pub(super) headings: BTreeMap<Code, Stated>,
    /// The sheet, by its number among all.
    pub(super) sheet: usize,
    /// The number of the row on its sheet, from 1.
    pub(super) row: Option<u32>,
}

/// The answer to a question.
#[derive(Debug, Clone)]
pub(super) struct AnswerEntry<'d> {
    pub(super) named: Option<Words<'d>>,
    pub(super) columns: BTreeMap<ColumnMark, Words<'d>>,
}

/// Everything that stands in the cells of filled templates.
#[derive(Debug, Default)]
pub(super) struct Entries<'d> {
    pub(super) cells: Vec<CellsEntry<'d>>,
    pub(super) answers: BTreeMap<QuestionId, Vec<AnswerEntry<'d>>>,
    pub(super) identity: BTreeMap<IdentityField, Vec<Words<'d>>>,
    /// The labels beside the cells of the authority and the request.
    pub(super) identity_labels: BTreeMap<IdentityField, Words<'d>>,
    pub(super) scales: Scales,
    sheets: usize,
}

impl<'d> Entries<'d> {
    /// Takes what stands in a document.
    pub(super) fn add(&mut self, document: &'d Document, instrument: &Instrument, issues: &mut Vec<Issue>) {
        // The name of a sheet, and what stands at the head and foot of its pages, come before its cells; comments behind them.
        let mut ahead: Vec<&TextBlock> = Vec::new();
        let mut of_template = false;
        for block in &document.blocks {
            match block {
                Block::Text(text) if text.style == Style::Running => ahead.push(text),
                Block::Text(text) if names_a_sheet(document, text) => {
                    of_template = false;
                    ahead.push(text);
                }
                Block::Text(text) if of_template => self.comment(document, text),
                Block::Text(text) => self.far(document, text),
                Block::Table(table) => {
                    of_template = self.sheet(document, table, instrument, issues);
                    for text in ahead.drain(..) {
                        let reach = if of_template { Reach::Sheet(self.sheets) } else { Reach::Workbook };
                        self.scales.add(reach, text.text.as_str(), || document.evidence_of(&text.text));
                    }
                }
            }
        }
        ahead.into_iter().for_each(|text| self.far(document, text));
        self.scales.settle(&self.cells);
    }

    /// Takes what stands in the cells of a sheet; `false` where it is none of the template's.
    fn sheet(&mut self, document: &'d Document, table: &'d Table, instrument: &Instrument, issues: &mut Vec<Issue>) -> bool {
        // A sheet that has lost the column of its marks still has the row of them.
        let marked = table.rows.iter().position(|row| row.iter().any(|c| is_label_mark(c.text.as_str())));
        let whole = form(table).is_some();
        if !whole && marked.is_none() {
            for cell in table.rows.iter().flatten() {
                self.scales.add(Reach::Workbook, cell.text.as_str(), || document.evidence_of(&cell.text));
            }
            return false;
        }
        self.sheets += 1;
        let mut sheet = Sheet::new(document, self.sheets, &table.rows, instrument);
        let lost = marked.filter(|_| !whole).and_then(|at| sheet.without_marks(at, instrument));
        for at in sheet.blocks.values().flat_map(|c| &c.doubled) {
            let cell = sheet.headings.values().find_map(|row| table.rows.get(*row)?.get(*at));
            let message = "two columns say that they are for the same; neither was taken";
            issues.push(Issue::new(IssueCode::TemplateAltered, message).at(cell.and_then(|c| document.evidence_of(&c.text))));
        }
        let headings: Vec<usize> = sheet.headings.values().copied().collect();
        for (index, row) in table.rows.iter().enumerate() {
            let mark = mark(row).or_else(|| lost.as_ref().filter(|(from, _)| index > *from).map(|(_, mark)| mark.clone()));
            match mark {
                _ if headings.contains(&index) => {}
                Some(RowMark::Cells { table, dimensions }) => {
                    self.cells(&mut sheet, index, (table, dimensions), instrument, issues)
                }
                Some(RowMark::Answer(question)) => self.answer(&mut sheet, row, question, instrument, issues),
                Some(RowMark::Identity(field)) => self.identity(&sheet, row, field),
                Some(RowMark::Note(_) | RowMark::Form { .. }) => {
                    row.iter().filter(|c| mark_of(c).is_none()).for_each(|c| self.stray(&sheet, c));
                }
                Some(RowMark::Columns(_)) => {}
                None => self.stranger(&sheet, row, issues),
            }
        }
        true
    }

    /// A comment on a cell, which begins with its address.
    fn comment(&mut self, document: &Document, text: &TextBlock) {
        match text.text.as_str().split_once(": ") {
            Some((address, words)) if row_of(address).is_some() => {
                self.scales.comment(self.sheets, address, words, || document.evidence_of(&text.text));
            }
            _ => self.scales.add(Reach::Sheet(self.sheets), text.text.as_str(), || document.evidence_of(&text.text)),
        }
    }

    /// Words on a sheet that is none of the template's.
    fn far(&mut self, document: &Document, text: &TextBlock) {
        self.scales.add(Reach::Workbook, text.text.as_str(), || document.evidence_of(&text.text));
    }

    /// Words in a cell that is for nothing.
    fn stray(&mut self, sheet: &Sheet<'d>, cell: &TableCell) {
        let reach = if sheet.figures { Reach::Sheet(sheet.number) } else { Reach::Workbook };
        self.scales.add(reach, cell.text.as_str(), || sheet.document.evidence_of(&cell.text));
    }

    /// Words in cells of a row behind all of its columns.
    fn behind(&mut self, sheet: &Sheet<'d>, row: &[TableCell], columns: &Columns) {
        let last = columns.marks.keys().next_back().copied().unwrap_or(usize::MAX);
        row.iter().skip(last.saturating_add(1)).for_each(|cell| self.stray(sheet, cell));
    }

    fn identity(&mut self, sheet: &Sheet<'d>, row: &'d [TableCell], field: IdentityField) {
        let Some(columns) = sheet.blocks.get("identity") else { return };
        self.behind(sheet, row, columns);
        let Some(at) = at(columns, &ColumnMark::Answer) else { return };
        let words = |cell| Words { document: sheet.document, cell };
        let label = row.iter().take(at).find(|c| mark_of(c).is_none() && !c.text.is_blank());
        self.identity_labels.extend(label.map(|cell| (field, words(cell))));
        if let Some(cell) = row.get(at).filter(|c| !c.text.is_blank()) {
            self.identity.entry(field).or_default().push(words(cell));
        }
    }

    fn cells(
        &mut self,
        sheet: &mut Sheet<'d>,
        index: usize,
        (table, mut dimensions): (String, Dimensions),
        instrument: &Instrument,
        issues: &mut Vec<Issue>,
    ) {
        let Some(row) = sheet.rows.get(index) else { return };
        let Some(columns) = sheet.blocks.get(&table).cloned() else { return sheet.columns_lost(row, issues) };
        let mut labels: Vec<&str> = Vec::new();
        let mut named = None;
        for (at, mark) in &columns.marks {
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
        if mark(row).is_none() {
            // Without its mark a row is about what its labels say, and all of them.
            let expected = columns.marks.values().filter(|m| matches!(m, ColumnMark::Label(_))).count();
            if labels.len() < expected {
                return self.stranger(sheet, row, issues);
            }
        }
        self.behind(sheet, row, &columns);
        let (places, merged) = sheet.places(&columns, index);
        for (place, words) in &places {
            if matches!(place, ColumnMark::Reason(_) | ColumnMark::Note) && speaks_for_all(words.text()) {
                self.stray(sheet, words.cell);
            }
        }
        let address = |words: &Words<'d>| address(words.evidence()?);
        let figure = |(place, words): (&ColumnMark, &Words<'d>)| match place {
            ColumnMark::Value(code) => Some((code.clone(), address(words)?)),
            _ => None,
        };
        let entry = CellsEntry {
            label: labels.join(", "),
            figures: places.iter().filter_map(figure).collect(),
            row: named.iter().chain(places.values()).find_map(|words| row_of(&address(words)?)),
            named,
            columns: places,
            merged,
            headings: sheet.heading_scales(&table, &columns),
            sheet: sheet.number,
            dimensions,
            table,
        };
        self.cells.push(entry);
    }

    fn answer(
        &mut self,
        sheet: &mut Sheet<'d>,
        row: &'d [TableCell],
        mut question: QuestionId,
        instrument: &Instrument,
        issues: &mut Vec<Issue>,
    ) {
        let columns = sheet.blocks.iter().find(|(name, _)| name.starts_with("section-")).map(|(_, columns)| columns.clone());
        let Some(columns) = columns else { return sheet.columns_lost(row, issues) };
        let label = at(&columns, &ColumnMark::Label(Label::Question)).and_then(|at| row.get(at)).filter(|c| !c.text.is_blank());
        let named = label.map(|cell| Words { document: sheet.document, cell });
        if named.is_none() && mark(row).is_none() {
            return self.stranger(sheet, row, issues);
        }
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
        self.behind(sheet, row, &columns);
        let cells = columns.cells().filter_map(|(at, mark)| Some((mark.clone(), sheet.words(row, at)?)));
        let columns: BTreeMap<ColumnMark, Words<'d>> = cells.collect();
        for words in columns.values() {
            self.scales.add(Reach::Question(question.clone()), words.text(), || words.evidence());
        }
        self.answers.entry(question).or_default().push(AnswerEntry { named, columns });
    }

    /// A row that is none of the template's: it can say in which scale figures are, and its own figures belong nowhere.
    fn stranger(&mut self, sheet: &Sheet<'d>, row: &'d [TableCell], issues: &mut Vec<Issue>) {
        row.iter().for_each(|cell| self.stray(sheet, cell));
        let mut values = sheet
            .blocks
            .values()
            .flat_map(|c| &c.marks)
            .filter(|(_, mark)| matches!(mark, ColumnMark::Value(_) | ColumnMark::Words(_) | ColumnMark::Answer));
        if values.any(|(at, _)| row.get(*at).is_some_and(|c| matches!(read_cell(c), Content::Figure(_) | Content::Suppressed(..))))
        {
            altered(sheet.document, row, "a row with figures is none of the form's, and was not taken", issues);
        }
    }
}

fn names_a_sheet(document: &Document, text: &TextBlock) -> bool {
    let locator = document.evidence_of(&text.text).map(|e| e.locator);
    matches!(locator, Some(Locator::Whole(foi_model::Place::Sheet(_)) | Locator::Chars(foi_model::Place::Sheet(_), ..)))
}
