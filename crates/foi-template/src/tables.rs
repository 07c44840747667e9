//! The sheet of a table: a row for each service area, cohort, year and category; beside each figure a cell for the reason.

use foi_model::{Code, ColumnMark, Dimensions, Instrument, Label, RowMark, Table, Term};
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::look::{Look, mark_missing, reasons, unit_in_words, yes_or_no};
use crate::{MARKS, head, table_sheet};

/// Rows for years that the authority chooses.
const FREE_YEARS: usize = 6;
const FIRST: u32 = 6;

/// A column in the making.
struct Column {
    heading: String,
    mark: ColumnMark,
    width: f64,
    format: Format,
}

pub(crate) fn write(sheet: &mut Worksheet, instrument: &Instrument, table: &Table, look: &Look) -> Result<(), XlsxError> {
    sheet.set_name(table_sheet(instrument, table))?;
    let mut questions: Vec<String> = Vec::new();
    for column in &table.columns {
        let name = column.question.to_string();
        if !questions.contains(&name) {
            questions.push(name);
        }
    }
    let figures = table.columns.iter().any(|c| instrument.measure(&c.code).is_some());
    let hint = if figures { "Leave a figure empty only with the reason beside it." } else { "" };
    head(sheet, instrument, &format!("Table of question {}", questions.join(", ")), hint, look)?;
    let rows = rows(instrument, table);
    let columns = columns(instrument, table, &rows, look);
    note(sheet, table, columns.len(), look)?;
    sheet.write_string(4, MARKS, RowMark::Columns(table.id.clone()).to_string())?;
    sheet.set_row_hidden(4)?;
    for (at, column) in (1..).zip(&columns) {
        sheet.set_column_width(at, column.width)?;
        sheet.write_string(4, at, column.mark.to_string())?;
        sheet.write_string_with_format(5, at, &column.heading, &look.heading)?;
    }
    sheet.set_row_height(5, 48)?;
    let labels = columns.iter().filter(|c| matches!(c.mark, ColumnMark::Label(_))).count();
    sheet.set_freeze_panes(FIRST, u16::try_from(labels).unwrap_or(0) + 1)?;
    let mut at = FIRST;
    for dimensions in &rows {
        let mark = RowMark::Cells { table: table.id.clone(), dimensions: dimensions.clone() };
        sheet.write_string(at, MARKS, mark.to_string())?;
        for (place, column) in (1..).zip(&columns) {
            match label_of(instrument, &column.mark, dimensions) {
                Some(label) => sheet.write_string_with_format(at, place, label, &column.format)?,
                None => sheet.write_blank(at, place, &column.format)?,
            };
        }
        at += 1;
    }
    let last = at.max(FIRST + 1) - 1;
    for (place, column) in (1..).zip(&columns) {
        match &column.mark {
            ColumnMark::Value(_) => mark_missing(sheet, FIRST, last, place)?,
            ColumnMark::Reason(_) => {
                sheet.add_data_validation(FIRST, place, last, place, &reasons()?)?;
            }
            ColumnMark::Words(code) if code.as_str().starts_with("uses_") => {
                sheet.add_data_validation(FIRST, place, last, place, &yes_or_no()?)?;
            }
            _ => {}
        }
    }
    sheet.set_repeat_rows(4, 5)?;
    Ok(())
}

/// The cell for words about the whole table.
fn note(sheet: &mut Worksheet, table: &Table, columns: usize, look: &Look) -> Result<(), XlsxError> {
    sheet.write_string(2, MARKS, RowMark::Note(table.id.clone()).to_string())?;
    sheet.write_string_with_format(2, 1, "Notes on this table", &look.label)?;
    let last = u16::try_from(columns).unwrap_or(3).max(3);
    sheet.merge_range(2, 2, 2, last, "", &look.words)?;
    sheet.set_row_height(2, 30)?;
    Ok(())
}

/// What the rows are about, in the order of the instrument; where the authority chooses the years, some for each.
pub(crate) fn rows(instrument: &Instrument, table: &Table) -> Vec<Dimensions> {
    let free = if table.any_year && table.financial_years.is_empty() { FREE_YEARS } else { 1 };
    instrument.rows_of(table).into_iter().flat_map(|row| std::iter::repeat_n(row, free)).collect()
}

fn columns(instrument: &Instrument, table: &Table, rows: &[Dimensions], look: &Look) -> Vec<Column> {
    let mut columns = Vec::new();
    let mut label = |heading: &str, label: Label, width: f64, format: &Format| {
        columns.push(Column { heading: heading.to_owned(), mark: ColumnMark::Label(label), width, format: format.clone() });
    };
    let has = |pick: fn(&Dimensions) -> bool| rows.iter().any(pick);
    if has(|d| d.cohort.is_some()) {
        label("Group of people", Label::Cohort, 16.0, &look.label);
    }
    if has(|d| d.service_area.is_some()) {
        label("Service area", Label::ServiceArea, 20.0, &look.label);
    }
    if has(|d| d.financial_year.is_some()) {
        label("Financial year", Label::FinancialYear, 11.0, &look.label);
    } else if table.any_year {
        label("Financial year, such as 2024-25", Label::FinancialYear, 14.0, &look.words);
    }
    if has(|d| d.category.is_some()) {
        label("Division", Label::Category, 16.0, &look.label);
    }
    for column in &table.columns {
        let code = column.code.clone();
        if let Some(measure) = instrument.measure(&code) {
            let unit = measure.unit.as_ref().map_or("count", |u| u.as_str());
            columns.push(Column {
                heading: format!("{} ({})", measure.label, unit_in_words(unit)),
                mark: ColumnMark::Value(code.clone()),
                width: 18.0,
                format: look.figure(unit),
            });
            columns.push(Column {
                heading: format!("{}: reason where empty, or what explains it", measure.label),
                mark: ColumnMark::Reason(code),
                width: 24.0,
                format: look.words.clone(),
            });
        } else if let Some(words) = instrument.descriptions.iter().find(|d| d.code == code) {
            columns.push(Column {
                heading: words.label.clone(),
                mark: ColumnMark::Words(code),
                width: 26.0,
                format: look.words.clone(),
            });
        }
    }
    columns.push(Column { heading: "Notes".to_owned(), mark: ColumnMark::Note, width: 26.0, format: look.words.clone() });
    columns
}

/// The label of a row in a column of labels; `None` in other columns, and where the authority writes it.
fn label_of(instrument: &Instrument, mark: &ColumnMark, dimensions: &Dimensions) -> Option<String> {
    let named = |terms: &[Term], code: &Option<Code>| {
        let code = code.as_ref()?;
        Some(terms.iter().find(|t| &t.code == code).map_or_else(|| code.to_string(), |t| t.label.clone()))
    };
    match mark {
        ColumnMark::Label(Label::ServiceArea) => named(&instrument.service_areas, &dimensions.service_area),
        ColumnMark::Label(Label::Cohort) => named(&instrument.cohorts, &dimensions.cohort),
        ColumnMark::Label(Label::Category) => named(&instrument.categories, &dimensions.category),
        ColumnMark::Label(Label::FinancialYear) => dimensions.financial_year.map(|y| y.to_string()),
        _ => None,
    }
}
