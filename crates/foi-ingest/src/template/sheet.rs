//! A sheet of a filled template: the columns of its blocks, and the cells of its rows.

use std::collections::BTreeMap;

use foi_model::{Code, ColumnMark, Dimensions, Evidence, Instrument, Issue, IssueCode, Locator, RowMark};

use super::Words;
use super::columns::{Columns, columns, of_questions, table_of};
use super::scale::{Stated, stated};
use crate::document::{Document, Table, TableCell};

/// The version and the instrument that the mark of a sheet names.
pub(super) fn form(table: &Table) -> Option<(u32, String)> {
    table.rows.iter().flatten().find_map(|cell| match cell.text.as_str().trim().parse() {
        Ok(RowMark::Form { version, instrument_id }) => Some((version, instrument_id)),
        _ => None,
    })
}

/// A sheet in the reading: the columns of its blocks.
pub(super) struct Sheet<'d> {
    pub(super) document: &'d Document,
    pub(super) number: usize,
    pub(super) rows: &'d [Vec<TableCell>],
    /// The cells that were merged over others: row and column.
    merged: Vec<(usize, usize)>,
    pub(super) blocks: BTreeMap<String, Columns>,
    /// The headings of the blocks: the row that they stand in.
    pub(super) headings: BTreeMap<String, usize>,
    /// Whether its figures are those of a table.
    pub(super) figures: bool,
    /// Whether it was said already that its columns are lost.
    told: bool,
}

impl<'d> Sheet<'d> {
    pub(super) fn new(document: &'d Document, number: usize, rows: &'d [Vec<TableCell>], instrument: &Instrument) -> Self {
        let wide = |cell: &TableCell| cell.row_span > 1 || cell.column_span > 1;
        let merged = rows.iter().enumerate().flat_map(|(top, row)| (0..).zip(row).map(move |(left, cell)| (top, left, cell)));
        let merged = merged.filter(|(.., cell)| wide(cell) && !cell.text.is_blank()).take(MERGED).map(|(top, left, _)| (top, left));
        let mut sheet = Self {
            document,
            number,
            rows,
            merged: merged.collect(),
            blocks: BTreeMap::new(),
            headings: BTreeMap::new(),
            figures: false,
            told: false,
        };
        for (index, row) in rows.iter().enumerate() {
            if let Some(RowMark::Columns(block)) = mark(row) {
                sheet.block(block, index, instrument);
            }
        }
        sheet.figures |= rows.iter().any(|row| matches!(mark(row), Some(RowMark::Cells { .. })));
        sheet
    }

    /// Takes the columns of a block from the row of their marks, and the headings below it.
    fn block(&mut self, name: String, index: usize, instrument: &Instrument) {
        let below = self.rows.get(index + 1).filter(|r| mark(r).is_none());
        let table = instrument.tables.iter().find(|t| t.id == name);
        self.figures |= table.is_some();
        let marked = self.rows.get(index).map_or(&[][..], Vec::as_slice);
        let columns = columns(marked, below.map_or(&[][..], Vec::as_slice), table.map(|t| (instrument, t)));
        if below.is_some() {
            self.headings.insert(name.clone(), index + 1);
        }
        self.blocks.entry(name).or_insert(columns);
    }

    /// What the rows below a row of marks are, on a sheet that has lost the column of marks: their labels tell which.
    pub(super) fn without_marks(&mut self, at: usize, instrument: &Instrument) -> Option<(usize, RowMark)> {
        let marked = self.rows.get(at)?;
        if of_questions(marked) {
            let first = instrument.questions.first()?;
            self.block("section-".to_owned(), at, instrument);
            return Some((at, RowMark::Answer(first.id.clone())));
        }
        let table = table_of(marked, instrument)?;
        self.block(table.id.clone(), at, instrument);
        Some((at, RowMark::Cells { table: table.id.clone(), dimensions: Dimensions::default() }))
    }

    pub(super) fn words(&self, row: &'d [TableCell], at: usize) -> Option<Words<'d>> {
        row.get(at).filter(|c| !c.text.is_blank()).map(|cell| Words { document: self.document, cell })
    }

    /// The cells of a row that hold something, and the figures among them that stand in one cell with others.
    pub(super) fn places(&self, columns: &Columns, index: usize) -> (BTreeMap<ColumnMark, Words<'d>>, Vec<Code>) {
        let mut places = BTreeMap::new();
        let mut merged = Vec::new();
        let row = self.rows.get(index).map_or(&[][..], Vec::as_slice);
        for (at, mark) in columns.cells() {
            if let ColumnMark::Value(code) = mark
                && let Some(words) = self.merged_over(columns, index, at)
            {
                merged.push(code.clone());
                places.insert(mark.clone(), words);
            } else if let Some(words) = self.words(row, at) {
                places.insert(mark.clone(), words);
            }
        }
        (places, merged)
    }

    /// The cell that was merged over the place of a figure and over that of another.
    fn merged_over(&self, columns: &Columns, index: usize, at: usize) -> Option<Words<'d>> {
        let is_figure = |at: usize| matches!(columns.marks.get(&at), Some(ColumnMark::Value(_)));
        self.merged.iter().find_map(|&(top, left)| {
            let cell = self.rows.get(top)?.get(left)?;
            let (down, across) = (cell.row_span as usize, cell.column_span as usize);
            let covers = (top..top + down).contains(&index) && (left..left + across).contains(&at);
            let figures = || (left..left + across).filter(|at| is_figure(*at)).count() * down;
            (covers && figures() > 1).then_some(Words { document: self.document, cell })
        })
    }

    /// The scales that headings of figures state, other than single pounds.
    pub(super) fn heading_scales(&self, table: &str, columns: &Columns) -> BTreeMap<Code, Stated> {
        let Some(heading) = self.headings.get(table).and_then(|row| self.rows.get(*row)) else { return BTreeMap::new() };
        let scale = |(at, mark): (&usize, &ColumnMark)| match mark {
            ColumnMark::Value(code) => {
                let words = self.words(heading, *at)?;
                Some((code.clone(), (stated(words.text())?, words.evidence())))
            }
            _ => None,
        };
        columns.marks.iter().filter_map(scale).collect()
    }

    pub(super) fn columns_lost(&mut self, row: &[TableCell], issues: &mut Vec<Issue>) {
        if !self.told {
            let how = "the sheet has lost the hidden row that says what its columns are; nothing on it was taken";
            altered(self.document, row, how, issues);
        }
        self.told = true;
    }
}

/// How many merged cells of a sheet are looked at; no form that means anything has more.
const MERGED: usize = 256;

pub(super) fn at(columns: &Columns, wanted: &ColumnMark) -> Option<usize> {
    columns.marks.iter().find(|(_, mark)| *mark == wanted).map(|(at, _)| *at)
}

pub(super) fn mark_of(cell: &TableCell) -> Option<RowMark> {
    cell.text.as_str().parse().ok()
}

/// The mark of a row.
pub(super) fn mark(row: &[TableCell]) -> Option<RowMark> {
    row.iter().find_map(mark_of)
}

/// The address of the cell that words stand in, such as `E7`.
pub(super) fn address(evidence: Evidence) -> Option<String> {
    match evidence.locator {
        Locator::Whole(foi_model::Place::SheetCell { cell, .. }) | Locator::Chars(foi_model::Place::SheetCell { cell, .. }, ..) => {
            Some(cell)
        }
        _ => None,
    }
}

pub(super) fn altered(document: &Document, row: &[TableCell], how: &str, issues: &mut Vec<Issue>) {
    let first = row.iter().filter(|c| mark_of(c).is_none()).find(|c| !c.text.is_blank());
    let evidence = first.and_then(|cell| document.evidence_of(&cell.text));
    issues.push(Issue::new(IssueCode::TemplateAltered, how).at(evidence));
}
