//! Values out of batches, for formats that write text.

use arrow::array::cast::AsArray;
use arrow::array::{
    Array, BooleanArray, Date32Array, Decimal128Array, Int64Array, ListArray, RecordBatch, StringArray, StructArray,
};
use foi_model::{ColumnType, Date, TableSpec};
use jiff::ToSpan;

use crate::error::FormatError;

/// A value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Item<'a> {
    Null,
    Text(&'a str),
    Integer(i64),
    Boolean(bool),
    Date(Date),
    /// Exactly, as digits.
    Decimal(String),
    List(Vec<&'a str>),
    /// Source, locator and quote.
    Evidence([&'a str; 3]),
}

/// A column of a batch.
pub(crate) enum Items<'a> {
    Text(&'a StringArray),
    Integer(&'a Int64Array),
    Boolean(&'a BooleanArray),
    Date(&'a Date32Array),
    Decimal(&'a Decimal128Array),
    List(&'a ListArray),
    Evidence(&'a StructArray, [&'a StringArray; 3]),
}

impl<'a> Items<'a> {
    /// The columns of a batch of a table.
    pub(crate) fn of(spec: &TableSpec, batch: &'a RecordBatch) -> Result<Vec<Self>, FormatError> {
        let columns = spec.columns.iter().zip(batch.columns());
        columns.map(|(column, array)| Self::new(column.kind, array).ok_or(FormatError::Column(column.name))).collect()
    }

    fn new(kind: ColumnType, array: &'a dyn Array) -> Option<Self> {
        Some(match kind {
            ColumnType::Text => Self::Text(array.as_string_opt()?),
            ColumnType::Integer => Self::Integer(array.as_any().downcast_ref()?),
            ColumnType::Boolean => Self::Boolean(array.as_boolean_opt()?),
            ColumnType::Date => Self::Date(array.as_any().downcast_ref()?),
            ColumnType::Decimal(..) => Self::Decimal(array.as_any().downcast_ref()?),
            ColumnType::TextList => Self::List(array.as_list_opt()?),
            ColumnType::Evidence => {
                let whole = array.as_struct_opt()?;
                let field = |name| whole.column_by_name(name).and_then(|f| f.as_string_opt());
                Self::Evidence(whole, [field("source_id")?, field("locator")?, field("quote")?])
            }
        })
    }

    /// The value in a row of the batch.
    pub(crate) fn get(&self, row: usize) -> Item<'a> {
        match self {
            Self::Text(a) => {
                if a.is_null(row) {
                    Item::Null
                } else {
                    Item::Text(a.value(row))
                }
            }
            Self::Integer(a) => {
                if a.is_null(row) {
                    Item::Null
                } else {
                    Item::Integer(a.value(row))
                }
            }
            Self::Boolean(a) => {
                if a.is_null(row) {
                    Item::Null
                } else {
                    Item::Boolean(a.value(row))
                }
            }
            Self::Date(a) => {
                if a.is_null(row) {
                    Item::Null
                } else {
                    date(a.value(row)).map_or(Item::Null, Item::Date)
                }
            }
            Self::Decimal(a) => {
                if a.is_null(row) {
                    Item::Null
                } else {
                    Item::Decimal(decimal_text(a.value(row), a.scale()))
                }
            }
            Self::List(a) => {
                if a.is_null(row) {
                    return Item::Null;
                }
                let (first, last) = (a.value_offsets().get(row), a.value_offsets().get(row + 1));
                let bounds = first.zip(last).and_then(|(&f, &l)| Some(usize::try_from(f).ok()?..usize::try_from(l).ok()?));
                let values = a.values().as_string_opt::<i32>();
                Item::List(values.zip(bounds).map_or_else(Vec::new, |(v, b)| b.map(|i| v.value(i)).collect()))
            }
            Self::Evidence(whole, fields) => {
                if whole.is_null(row) {
                    Item::Null
                } else {
                    Item::Evidence(fields.map(|f| f.value(row)))
                }
            }
        }
    }
}

fn date(days: i32) -> Option<Date> {
    jiff::civil::date(1970, 1, 1).checked_add(i64::from(days).days()).ok()
}

/// A decimal as people write it, exactly: both places of a column that has two, and no trailing zeros in one that has more.
fn decimal_text(units: i128, scale: i8) -> String {
    let places = usize::from(scale.unsigned_abs());
    if scale <= 0 {
        return if units == 0 { "0".to_owned() } else { format!("{units}{}", "0".repeat(places)) };
    }
    let digits = format!("{:0>width$}", units.unsigned_abs(), width = places + 1);
    let (whole, decimals) = digits.split_at_checked(digits.len() - places).unwrap_or((&digits, ""));
    let decimals = if places > 2 { decimals.trim_end_matches('0') } else { decimals };
    let (sign, point) = (if units < 0 { "-" } else { "" }, if decimals.is_empty() { "" } else { "." });
    format!("{sign}{whole}{point}{decimals}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_written_exactly() {
        let check = |units, scale, expected: &str| assert_eq!(decimal_text(units, scale), expected);
        check(0, 2, "0.00");
        check(-5, 2, "-0.05");
        check(1_163_500_000, 2, "11635000.00");
        check(900_719_925_474_099_301, 2, "9007199254740993.01");
        check(11_635_000_000_000, 6, "11635000");
        check(-98_500_000, 6, "-98.5");
        check(1, 6, "0.000001");
        check(7, 0, "7");
        check(7, -2, "700");
    }
}
