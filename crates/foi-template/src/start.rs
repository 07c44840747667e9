//! The first sheet: how to fill in the form, who answers, which request.

use foi_model::{ColumnMark, IdentityField, Instrument, RowMark, form_name};
use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::look::Look;
use crate::{MARKS, head};

/// The block of the authority and the request.
const BLOCK: &str = "identity";

const HINTS: [&str; 5] = [
    "Fill in the yellow cells. Nothing else needs to be changed; rows may be sorted, and sheets renamed.",
    "Give money in single pounds, not in thousands: 1234567 and not 1,235. Where thousands are all that you have, say £000 in the note of the table.",
    "Where you have no figure, leave it empty and choose the reason in the cell beside it: not held, withheld and under which section, and so on.",
    "Where a figure is unusual, type what explains it in the cell beside it.",
    "Send this file back as it is; it can be saved in Excel or in LibreOffice.",
];

pub(crate) fn write(sheet: &mut Worksheet, instrument: &Instrument, look: &Look) -> Result<(), XlsxError> {
    sheet.set_name("Start here")?;
    head(sheet, instrument, &instrument.title, &form_name(&instrument.id), look)?;
    sheet.set_column_width(1, 38)?.set_column_width(2, 60)?;
    let mut row = 3;
    for hint in HINTS {
        sheet.merge_range(row, 1, row, 2, hint, &look.hint)?;
        sheet.set_row_height(row, 32)?;
        row += 1;
    }
    row += 1;
    sheet.write_string(row, MARKS, RowMark::Columns(BLOCK.to_owned()).to_string())?;
    sheet.write_string(row, 2, ColumnMark::Answer.to_string())?;
    sheet.set_row_hidden(row)?;
    row += 1;
    for (field, label, format) in [
        (IdentityField::Authority, "Name of the authority", &look.words),
        (IdentityField::Reference, "Your reference of the request", &look.words),
        (IdentityField::RequestedOn, "Date on which the request was received", &look.date),
        (IdentityField::RespondedOn, "Date of this answer", &look.date),
    ] {
        sheet.write_string(row, MARKS, RowMark::Identity(field).to_string())?;
        sheet.write_string_with_format(row, 1, label, &look.label)?;
        sheet.write_blank(row, 2, format)?;
        row += 1;
    }
    Ok(())
}
