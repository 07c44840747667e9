//! Findings as Parquet.

use foi_model::Decimal;
use polars::prelude::*;

use crate::frame::AnalysisError;
use crate::table::{Findings, Item, Kind};

/// Writes findings as Parquet: counts as integers, pounds and percentages as exact decimals of two places, reasons as text.
///
/// # Errors
/// [`AnalysisError::Unwritable`], [`AnalysisError::TooLarge`].
pub fn to_parquet(findings: &Findings) -> Result<Vec<u8>, AnalysisError> {
    let columns = findings.fields.iter().enumerate().map(|(index, field)| {
        let items = || findings.rows.iter().map(move |row| row.get(index).unwrap_or(&Item::Absent));
        let name = PlSmallStr::from(field.name.as_ref());
        match field.kind {
            Kind::Count => {
                let counts = items().map(|item| match item {
                    Item::Count(n) => i64::try_from(*n).ok(),
                    _ => None,
                });
                Ok(Column::new(name, counts.collect::<Vec<Option<i64>>>()))
            }
            Kind::Pounds | Kind::Percent => {
                let digits = items().map(|item| match item {
                    Item::Decimal(number) => Some(hundredths(*number)),
                    _ => None,
                });
                let digits: Vec<Option<i128>> = digits.map(Option::transpose).collect::<Result<_, _>>()?;
                let decimals = Int128Chunked::from_iter_options(name, digits.into_iter()).into_decimal(28, 2);
                decimals.map(|d| d.into_series().into()).map_err(AnalysisError::Unwritable)
            }
            Kind::Number => {
                let numbers = items().map(|item| item.as_text().parse::<f64>().ok());
                let whole = items().all(|item| item == &Item::Absent || item.as_text().parse::<i64>().is_ok());
                if whole {
                    return Ok(Column::new(name, items().map(|item| item.as_text().parse().ok()).collect::<Vec<Option<i64>>>()));
                }
                if items().any(|item| item.as_text().contains(['e', 'E', 'N', 'i'])) {
                    return Ok(Column::new(name, numbers.collect::<Vec<_>>()));
                }
                exact(name, items().map(Item::as_text).collect())
            }
            Kind::Text | Kind::Counts => {
                let texts = items().map(|item| if item == &Item::Absent { None } else { Some(item.as_text()) });
                Ok(Column::new(name, texts.collect::<Vec<_>>()))
            }
        }
    });
    let columns = columns.collect::<Result<Vec<Column>, AnalysisError>>()?;
    let mut frame = DataFrame::new(findings.rows.len(), columns).map_err(AnalysisError::Unwritable)?;
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).map_err(AnalysisError::Unwritable)?;
    Ok(bytes)
}

fn hundredths(number: Decimal) -> Result<i128, AnalysisError> {
    let mut number = number;
    number.rescale(2);
    if number.scale() == 2 { Ok(number.mantissa()) } else { Err(AnalysisError::TooLarge) }
}

/// Numbers with places as decimals of the most places that there are.
fn exact(name: PlSmallStr, texts: Vec<String>) -> Result<Column, AnalysisError> {
    let numbers: Vec<Option<Decimal>> = texts.iter().map(|t| t.parse().ok()).collect();
    let scale = numbers.iter().flatten().map(Decimal::scale).max().unwrap_or(0);
    let digits = numbers.into_iter().map(|number| {
        number.map(|mut number| {
            number.rescale(scale);
            number.mantissa()
        })
    });
    let digits: Vec<Option<i128>> = digits.collect();
    let places = usize::try_from(scale).unwrap_or(usize::MAX);
    let decimals = Int128Chunked::from_iter_options(name, digits.into_iter()).into_decimal(38, places);
    decimals.map(|d| d.into_series().into()).map_err(AnalysisError::Unwritable)
}
