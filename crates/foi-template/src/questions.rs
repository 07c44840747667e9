//! The sheet of a section: its questions, one a row.

use foi_model::{AnswerKind, ColumnMark, Instrument, Label, Question, RowMark};
use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::look::{Look, statuses, yes_or_no};
use crate::{MARKS, head, sheet_name, table_sheet};

/// The columns after that of the marks: heading, mark, width.
const COLUMNS: [(&str, Option<ColumnMark>, f64); 6] = [
    ("No.", Some(ColumnMark::Label(Label::Question)), 6.0),
    ("Question", None, 52.0),
    ("Answer", Some(ColumnMark::Answer), 44.0),
    ("If not answered in full", Some(ColumnMark::Status), 22.0),
    ("Section relied on, such as s43(2)", Some(ColumnMark::Provision), 18.0),
    ("Notes", Some(ColumnMark::Note), 34.0),
];

pub(crate) fn write(sheet: &mut Worksheet, instrument: &Instrument, section: Option<&str>, look: &Look) -> Result<(), XlsxError> {
    let titled = instrument.sections.iter().find(|s| Some(s.id.as_str()) == section);
    let (name, title) = match titled {
        Some(section) => (format!("Section {}", section.id), format!("Section {}: {}", section.id, section.title)),
        None => ("Questions".to_owned(), "Questions".to_owned()),
    };
    sheet.set_name(sheet_name(&name))?;
    head(sheet, instrument, &title, "", look)?;
    // Blocks are told apart by name: a section's is that of its sheet.
    let block = format!("section-{}", section.unwrap_or("none"));
    sheet.write_string(2, MARKS, RowMark::Columns(block).to_string())?;
    for (at, (heading, mark, width)) in (1..).zip(COLUMNS) {
        sheet.set_column_width(at, width)?;
        if let Some(mark) = mark {
            sheet.write_string(2, at, mark.to_string())?;
        }
        sheet.write_string_with_format(3, at, heading, &look.heading)?;
    }
    sheet.set_row_hidden(2)?;
    sheet.set_row_height(3, 48)?;
    sheet.set_freeze_panes(4, 0)?;
    sheet.set_repeat_rows(2, 3)?;
    let questions = instrument.questions.iter().filter(|q| q.section.as_deref() == section);
    for (row, question) in (4..).zip(questions) {
        sheet.write_string(row, MARKS, RowMark::Answer(question.id.clone()).to_string())?;
        sheet.write_string_with_format(row, 1, question.id.as_str(), &look.label)?;
        sheet.write_string_with_format(row, 2, prompt(instrument, question), &look.label)?;
        for column in 3..=6 {
            let format = if question.kind == AnswerKind::Date && column == 3 { &look.date } else { &look.words };
            sheet.write_blank(row, column, format)?;
        }
        if question.kind == AnswerKind::Boolean {
            sheet.add_data_validation(row, 3, row, 3, &yes_or_no()?)?;
        }
        sheet.add_data_validation(row, 4, row, 4, &statuses()?)?;
        let lines = prompt(instrument, question).chars().count() / 50 + 2;
        sheet.set_row_height(row, 15.0 * f64::from(u32::try_from(lines).unwrap_or(20).min(20)))?;
    }
    Ok(())
}

/// What is asked, of whom, and where the answer goes.
fn prompt(instrument: &Instrument, question: &Question) -> String {
    let mut text = question.prompt.clone();
    if let Some(condition) = &question.asked_if {
        let word = if condition.answer { "yes" } else { "no" };
        text.push_str(&format!("\n(Only where the answer to question {} is {word}.)", condition.question));
    }
    match question.kind {
        AnswerKind::Percent => text.push_str("\n(Per cent, such as 15%.)"),
        AnswerKind::Date => text.push_str("\n(A date.)"),
        _ => {}
    }
    let sheets: Vec<String> = instrument.tables_of(&question.id).map(|t| format!("“{}”", table_sheet(instrument, t))).collect();
    if !sheets.is_empty() {
        text.push_str(&format!("\n(The table is on sheet {}.)", sheets.join(", ")));
    }
    text
}
