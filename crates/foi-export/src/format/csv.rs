//! CSV, for spreadsheets.

use std::io::Write;

use csv::{QuoteStyle, Terminator, WriterBuilder};
use foi_model::ColumnType;

use super::{Exporter, Nesting};
use crate::error::FormatError;
use crate::table::{Item, Items, Table};

pub(super) struct Csv;

impl Exporter for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn extension(&self) -> &'static str {
        "csv"
    }

    fn media_type(&self) -> &'static str {
        "text/csv"
    }

    fn description(&self) -> &'static str {
        "CSV (RFC 4180, UTF-8); evidence in three columns, lists joined by `; `, an absent value is empty, and text that a \
         spreadsheet would take for a formula begins with an apostrophe"
    }

    fn nesting(&self) -> Nesting {
        Nesting::Flat
    }

    fn write(&self, table: &Table, output: &mut (dyn Write + Send)) -> Result<(), FormatError> {
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).quote_style(QuoteStyle::Necessary).from_writer(output);
        for column in &table.spec().columns {
            if column.kind == ColumnType::Evidence {
                for part in ["source_id", "locator", "quote"] {
                    writer.write_field(format!("{}_{part}", column.name))?;
                }
            } else {
                writer.write_field(column.name)?;
            }
        }
        writer.write_record(None::<&[u8]>)?;
        for batch in table.batches() {
            let items = Items::of(table.spec(), batch)?;
            for row in 0..batch.num_rows() {
                for (column, items) in table.spec().columns.iter().zip(&items) {
                    match items.get(row) {
                        Item::Null if column.kind == ColumnType::Evidence => {
                            (0..3).try_for_each(|_| writer.write_field(""))?;
                        }
                        Item::Null => writer.write_field("")?,
                        Item::Text(text) => writer.write_field(safe(text))?,
                        Item::Integer(number) => writer.write_field(number.to_string())?,
                        Item::Boolean(yes) => writer.write_field(if yes { "true" } else { "false" })?,
                        Item::Date(date) => writer.write_field(date.to_string())?,
                        Item::Decimal(number) => writer.write_field(number)?,
                        Item::List(texts) => writer.write_field(safe(&texts.join("; ")))?,
                        Item::Evidence(parts) => parts.into_iter().try_for_each(|part| writer.write_field(safe(part)))?,
                    }
                }
                writer.write_record(None::<&[u8]>)?;
            }
        }
        writer.flush()?;
        Ok(())
    }
}

/// The text, behind an apostrophe where a spreadsheet would run it as a formula.
///
/// So that nothing is lost, a text that has such an apostrophe already gets another: the original is what follows the first apostrophe
/// of a text of the form `'*[=+-@]...`. The wide forms of East Asian fonts count too, because spreadsheets fold them.
fn safe(text: &str) -> String {
    let first = text.trim_start_matches('\'').chars().next();
    let formula = first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'));
    if formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::safe;

    #[test]
    fn formulas_are_disarmed() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("+44 24", "'+44 24"),
            ("-", "'-"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("'=1", "''=1"),
            ("＝1", "'＝1"),
            ("'tis", "'tis"),
            ("(164)", "(164)"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(safe(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_begins_like_a_formula_and_none_is_lost(text in "['=+@\t\r\n\\-]{0,3}\\PC{0,8}") {
            let written = safe(&text);
            prop_assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
            let inner = written.trim_start_matches('\'');
            let marked = written.starts_with('\'') && inner.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
            let back = if marked { written.strip_prefix('\'').unwrap() } else { &written };
            prop_assert_eq!(back, text);
        }
    }
}
