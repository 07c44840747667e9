//! JSON, one object a row, for pipelines.

use std::io::{BufWriter, Write};

use super::{Exporter, Nesting};
use crate::error::FormatError;
use crate::table::{Item, Items, Table};

pub(super) struct Ndjson;

impl Exporter for Ndjson {
    fn name(&self) -> &'static str {
        "ndjson"
    }

    fn extension(&self) -> &'static str {
        "ndjson"
    }

    fn media_type(&self) -> &'static str {
        "application/x-ndjson"
    }

    fn description(&self) -> &'static str {
        "one JSON object a row; decimals are numbers with all their digits, an absent value is `null`"
    }

    fn nesting(&self) -> Nesting {
        Nesting::Nested
    }

    fn write(&self, table: &Table, output: &mut (dyn Write + Send)) -> Result<(), FormatError> {
        let mut output = BufWriter::new(output);
        let mut keys = Vec::new();
        for column in &table.spec().columns {
            keys.push(format!("{}{}:", if keys.is_empty() { '{' } else { ',' }, serde_json::to_string(column.name)?));
        }
        for batch in table.batches() {
            let items = Items::of(table.spec(), batch)?;
            for row in 0..batch.num_rows() {
                for (key, items) in keys.iter().zip(&items) {
                    output.write_all(key.as_bytes())?;
                    value(&items.get(row), &mut output)?;
                }
                output.write_all(b"}\n")?;
            }
        }
        output.flush()?;
        Ok(())
    }
}

/// Written by hand for the sake of decimals: a JSON library would pass them through floating point.
fn value(item: &Item<'_>, output: &mut impl Write) -> Result<(), FormatError> {
    match item {
        Item::Null => output.write_all(b"null")?,
        Item::Text(text) => serde_json::to_writer(output, text)?,
        Item::Integer(number) => write!(output, "{number}")?,
        Item::Boolean(yes) => write!(output, "{yes}")?,
        Item::Date(date) => write!(output, "\"{date}\"")?,
        Item::Decimal(number) => output.write_all(number.as_bytes())?,
        Item::List(texts) => serde_json::to_writer(output, texts)?,
        Item::Evidence([source_id, locator, quote]) => {
            output.write_all(b"{\"source_id\":")?;
            serde_json::to_writer(&mut *output, source_id)?;
            output.write_all(b",\"locator\":")?;
            serde_json::to_writer(&mut *output, locator)?;
            output.write_all(b",\"quote\":")?;
            serde_json::to_writer(&mut *output, quote)?;
            output.write_all(b"}")?;
        }
    }
    Ok(())
}
