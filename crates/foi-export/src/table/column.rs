//! One column on its way into a batch.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Int64Builder, ListBuilder, NullBufferBuilder, StringBuilder,
    StructArray,
};
use arrow::error::ArrowError;
use foi_model::{ColumnType, Date, Datum, Decimal};

use super::schema::{evidence_fields, list_item};

/// Why a value does not go into a column.
pub(super) enum Refusal {
    /// It is of another type.
    Type,
    /// It is a decimal that the column cannot hold exactly.
    Decimal(Decimal),
}

pub(super) enum ColumnBuilder {
    Text(StringBuilder),
    Integer(Int64Builder),
    Boolean(BooleanBuilder),
    Date(Date32Builder),
    Decimal { values: Decimal128Builder, precision: u8, scale: i8 },
    TextList(ListBuilder<StringBuilder>),
    Evidence { source_id: StringBuilder, locator: StringBuilder, quote: StringBuilder, valid: NullBufferBuilder },
}

impl ColumnBuilder {
    pub(super) fn new(kind: ColumnType) -> Self {
        match kind {
            ColumnType::Text => Self::Text(StringBuilder::new()),
            ColumnType::Integer => Self::Integer(Int64Builder::new()),
            ColumnType::Boolean => Self::Boolean(BooleanBuilder::new()),
            ColumnType::Date => Self::Date(Date32Builder::new()),
            ColumnType::Decimal(precision, scale) => {
                let values = Decimal128Builder::new().with_data_type(super::schema::data_type(kind));
                Self::Decimal { values, precision, scale }
            }
            ColumnType::TextList => Self::TextList(ListBuilder::new(StringBuilder::new()).with_field(list_item())),
            ColumnType::Evidence => Self::Evidence {
                source_id: StringBuilder::new(),
                locator: StringBuilder::new(),
                quote: StringBuilder::new(),
                valid: NullBufferBuilder::new(0),
            },
        }
    }

    /// Appends a value; gives the bytes of text in it.
    pub(super) fn push(&mut self, datum: Datum) -> Result<usize, Refusal> {
        let mut bytes = 0;
        match (self, datum) {
            (Self::Text(column), Datum::Text(text)) => {
                bytes = text.len();
                column.append_value(text);
            }
            (Self::Integer(column), Datum::Integer(number)) => column.append_value(number),
            (Self::Boolean(column), Datum::Boolean(yes)) => column.append_value(yes),
            (Self::Date(column), Datum::Date(date)) => column.append_value(days_since_1970(date)),
            (Self::Decimal { values, precision, scale }, Datum::Decimal(number)) => {
                values.append_value(exact(number, *precision, *scale).ok_or(Refusal::Decimal(number))?);
            }
            (Self::TextList(column), Datum::TextList(texts)) => {
                bytes = texts.iter().map(String::len).sum();
                texts.iter().for_each(|text| column.values().append_value(text));
                column.append(true);
            }
            (Self::Evidence { source_id, locator, quote, valid }, Datum::Evidence(evidence)) => {
                let place = evidence.locator.to_string();
                bytes = evidence.source_id.as_str().len() + place.len() + evidence.quote.len();
                source_id.append_value(evidence.source_id.as_str());
                locator.append_value(place);
                quote.append_value(evidence.quote);
                valid.append_non_null();
            }
            (column, Datum::Null) => column.push_null(),
            _ => return Err(Refusal::Type),
        }
        Ok(bytes)
    }

    fn push_null(&mut self) {
        match self {
            Self::Text(column) => column.append_null(),
            Self::Integer(column) => column.append_null(),
            Self::Boolean(column) => column.append_null(),
            Self::Date(column) => column.append_null(),
            Self::Decimal { values, .. } => values.append_null(),
            Self::TextList(column) => column.append(false),
            Self::Evidence { source_id, locator, quote, valid } => {
                // The fields of evidence are never absent by themselves: what is absent is the whole.
                [source_id, locator, quote].into_iter().for_each(|field| field.append_value(""));
                valid.append_null();
            }
        }
    }

    /// The values so far, and an empty column again.
    pub(super) fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        Ok(match self {
            Self::Text(column) => Arc::new(column.finish()),
            Self::Integer(column) => Arc::new(column.finish()),
            Self::Boolean(column) => Arc::new(column.finish()),
            Self::Date(column) => Arc::new(column.finish()),
            Self::Decimal { values, .. } => Arc::new(values.finish()),
            Self::TextList(column) => Arc::new(column.finish()),
            Self::Evidence { source_id, locator, quote, valid } => {
                let fields: Vec<ArrayRef> =
                    vec![Arc::new(source_id.finish()), Arc::new(locator.finish()), Arc::new(quote.finish())];
                let length = fields.first().map_or(0, |f| f.len());
                Arc::new(StructArray::try_new_with_length(evidence_fields(), fields, valid.finish(), length)?)
            }
        })
    }
}

/// Every civil date of jiff lies within the range of 32-bit days.
fn days_since_1970(date: Date) -> i32 {
    let days = date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24;
    i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX })
}

/// The number in units of the column's last decimal, where that is exact and within its digits.
pub(crate) fn exact(number: Decimal, precision: u8, scale: i8) -> Option<i128> {
    let number = number.normalize();
    let places = u32::try_from(scale).ok()?.checked_sub(number.scale())?;
    let units = number.mantissa().checked_mul(10_i128.checked_pow(places)?)?;
    (units.unsigned_abs() < 10_u128.checked_pow(u32::from(precision))?).then_some(units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_fit_exactly_or_not_at_all() {
        let check = |text: &str, expected: Option<i128>| assert_eq!(exact(text.parse().unwrap(), 5, 2), expected, "{text}");
        check("1.5", Some(150));
        check("1.500", Some(150));
        check("-0.00", Some(0));
        check("999.99", Some(99_999));
        check("1000", None);
        check("-1000", None);
        check("0.005", None);
    }

    #[test]
    fn dates_count_from_1970() {
        let check = |text: &str, expected: i32| assert_eq!(days_since_1970(text.parse().unwrap()), expected, "{text}");
        check("1970-01-01", 0);
        check("1969-12-31", -1);
        check("2026-01-30", 20_483);
        check("0001-01-01", -719_162);
    }
}
