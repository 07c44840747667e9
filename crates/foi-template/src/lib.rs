//! Blank submissions to an instrument: a workbook for people, and JSON for programs.
//!
//! A filled workbook is read back by `foi-ingest`, which knows it by the marks of `foi_model::RowMark`: they are all that the two share.

mod blank;
mod look;
mod questions;
mod start;
mod tables;

use foi_model::{Instrument, RowMark, TEMPLATE_VERSION};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

pub use blank::blank;
use look::Look;

/// Why no workbook could be made.
#[derive(Debug, thiserror::Error)]
#[error("the template of `{instrument_id}` cannot be written")]
pub struct TemplateError {
    /// The instrument.
    pub instrument_id: String,
    /// What the writer of workbooks says.
    pub source: XlsxError,
}

/// The column of the marks, which is hidden.
const MARKS: u16 = 0;

/// The workbook of an instrument (`.xlsx`): a first sheet for the authority and the request, a sheet for each section, a sheet for each
/// table. The same instrument gives the same bytes.
///
/// # Errors
/// [`TemplateError`] where the instrument has more rows than a sheet, or words that a workbook cannot hold.
pub fn workbook(instrument: &Instrument) -> Result<Vec<u8>, TemplateError> {
    written(instrument).map_err(|source| TemplateError { instrument_id: instrument.id.clone(), source })
}

fn written(instrument: &Instrument) -> Result<Vec<u8>, XlsxError> {
    let look = Look::new();
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(&instrument.title).set_creation_datetime(&made));
    start::write(workbook.add_worksheet(), instrument, &look)?;
    let mut sections: Vec<Option<&str>> = Vec::new();
    for question in &instrument.questions {
        if !sections.contains(&question.section.as_deref()) {
            sections.push(question.section.as_deref());
        }
    }
    for section in sections {
        questions::write(workbook.add_worksheet(), instrument, section, &look)?;
        for table in instrument.tables.iter().filter(|t| section_of(instrument, t) == section) {
            tables::write(workbook.add_worksheet(), instrument, table, &look)?;
        }
    }
    workbook.save_to_buffer()
}

/// The section that a table's first question stands in.
fn section_of<'i>(instrument: &'i Instrument, table: &foi_model::Table) -> Option<&'i str> {
    let question = table.columns.first().and_then(|c| instrument.question(&c.question))?;
    question.section.as_deref()
}

/// The name of a table's sheet.
fn table_sheet(instrument: &Instrument, table: &foi_model::Table) -> String {
    match section_of(instrument, table) {
        Some(section) => sheet_name(&format!("Section {section} table {}", table.id)),
        None => sheet_name(&format!("Table {}", table.id)),
    }
}

/// A name that a sheet can have: at most 31 characters, and none that Excel forbids.
fn sheet_name(name: &str) -> String {
    let allowed = name.chars().map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') { '-' } else { c });
    allowed.take(31).collect()
}

/// What all sheets have: the mark of the template, the title, and what stands above the first block.
fn head(sheet: &mut Worksheet, instrument: &Instrument, title: &str, hint: &str, look: &Look) -> Result<(), XlsxError> {
    let form = RowMark::Form { version: TEMPLATE_VERSION, instrument_id: instrument.id.clone() };
    sheet.write_string(0, MARKS, form.to_string())?;
    sheet.set_column_hidden(MARKS)?;
    sheet.write_string_with_format(0, 1, title, &look.title)?;
    sheet.write_string_with_format(1, 1, hint, &look.line)?;
    sheet.protect_with_options(&look.protection);
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

#[cfg(test)]
mod tests;
