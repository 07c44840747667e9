//! How the cells of a template look, and what people may do to them.

use foi_model::{ANSWERS, REASONS};
use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, Format, FormatAlign, FormatBorder, ProtectionOptions, Worksheet, XlsxError,
};

/// The formats of a template.
pub(crate) struct Look {
    pub(crate) title: Format,
    pub(crate) hint: Format,
    pub(crate) line: Format,
    pub(crate) heading: Format,
    pub(crate) label: Format,
    pub(crate) words: Format,
    pub(crate) date: Format,
    pub(crate) protection: ProtectionOptions,
}

/// The ground of cells to fill in.
const INPUT: u32 = 0x00FF_FBE6;
/// The ground of cells that still miss something.
const MISSING: u32 = 0x00FF_E699;
/// The ground of headings.
const HEADING: u32 = 0x001F_4E79;

impl Look {
    pub(crate) fn new() -> Self {
        let boxed = || Format::new().set_border(FormatBorder::Thin).set_border_color(0x00BF_BFBF_u32).set_align(FormatAlign::Top);
        let input = || boxed().set_background_color(INPUT).set_unlocked();
        Self {
            title: Format::new().set_bold().set_font_size(14.0),
            hint: Format::new().set_font_color(0x0059_5959_u32).set_text_wrap().set_align(FormatAlign::Top),
            line: Format::new().set_font_color(0x0059_5959_u32),
            heading: boxed().set_bold().set_font_color(0x00FF_FFFF_u32).set_background_color(HEADING).set_text_wrap(),
            label: boxed().set_text_wrap().set_background_color(0x00F2_F2F2_u32),
            words: input().set_text_wrap(),
            date: input().set_num_format("d mmmm yyyy").set_align(FormatAlign::Left),
            protection: ProtectionOptions {
                select_locked_cells: true,
                select_unlocked_cells: true,
                format_cells: true,
                format_columns: true,
                format_rows: true,
                insert_rows: true,
                sort: true,
                use_autofilter: true,
                ..ProtectionOptions::default()
            },
        }
    }

    /// A figure in a unit.
    pub(crate) fn figure(&self, unit: &str) -> Format {
        let code = match unit {
            "GBP" => "#,##0.00;[Red]-#,##0.00",
            "count" => "#,##0",
            _ => "#,##0.0##",
        };
        self.words.clone().set_num_format(code)
    }
}

/// What is to be typed as a figure of a unit, in words.
pub(crate) fn unit_in_words(unit: &str) -> String {
    match unit {
        "GBP" => "£, in single pounds".to_owned(),
        "percent" => "per cent, such as 95 for 95%".to_owned(),
        "count" => "number".to_owned(),
        other => other.replace('_', " "),
    }
}

/// A drop-down list that accepts other words too, with a hint.
fn list(items: &[&str], title: &str, message: &str) -> Result<DataValidation, XlsxError> {
    let list = DataValidation::new().allow_list_strings(items)?.show_error_message(false);
    list.set_input_title(title)?.set_input_message(message)
}

/// Cells for the reason why a figure is missing, or for what explains it.
pub(crate) fn reasons() -> Result<DataValidation, XlsxError> {
    let items: Vec<&str> = REASONS.iter().map(|(_, label)| *label).collect();
    list(&items, "Why no figure?", "Choose a reason where the figure is left empty, or type what explains an unusual figure.")
}

/// Cells for the kind of an answer.
pub(crate) fn statuses() -> Result<DataValidation, XlsxError> {
    let items: Vec<&str> = ANSWERS.iter().map(|(_, label)| *label).collect();
    list(&items, "Kind of answer", "Leave empty where the question is answered, or choose why it is not.")
}

/// Cells for yes or no.
pub(crate) fn yes_or_no() -> Result<DataValidation, XlsxError> {
    list(&["Yes", "No"], "Yes or no", "Choose, or type yes or no and explain.")
}

/// Marks a figure whose row gives neither it nor a reason, once anything in its row is filled in.
pub(crate) fn mark_missing(sheet: &mut Worksheet, first: u32, last: u32, figure: u16) -> Result<(), XlsxError> {
    let cell = |column: u16| format!("${}{}", column_letters(column), first + 1);
    let rule = format!("=AND(ISBLANK({}),ISBLANK({}))", cell(figure), cell(figure + 1));
    let missing = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(Format::new().set_background_color(MISSING));
    sheet.add_conditional_format(first, figure, last, figure + 1, &missing)?;
    Ok(())
}

/// `A` for 0, `AA` for 26.
fn column_letters(column: u16) -> String {
    rust_xlsxwriter::utility::column_number_to_name(column)
}
