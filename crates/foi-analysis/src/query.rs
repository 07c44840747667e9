//! SQL over the tables of a dataset.

use std::borrow::Cow;
use std::path::Path;

use polars::prelude::*;
use polars::sql::SQLContext;

use crate::frame::{AnalysisError, scan};
use crate::table::{Field, Findings, Item, Kind};

/// How a statement begins that only looks.
const LOOKS: [&str; 7] = ["select", "with", "from", "values", "show", "describe", "explain"];

/// Carries out a query in polars' dialect of SQL. The tables of the dataset are its tables; nothing is changed.
///
/// # Errors
/// [`AnalysisError::NotAQuery`] for a statement that would change something; [`AnalysisError::Query`] for one that polars refuses;
/// [`AnalysisError::Missing`] where the folder holds no table.
pub fn query(dataset: &Path, sql: &str) -> Result<Findings, AnalysisError> {
    let word: String = sql.trim_start_matches(['(', ' ', '\n', '\t']).chars().take_while(char::is_ascii_alphabetic).collect();
    if !LOOKS.contains(&word.to_ascii_lowercase().as_str()) {
        return Err(AnalysisError::NotAQuery(sql.to_owned()));
    }
    let mut context = SQLContext::new();
    let mut missing = None;
    for table in foi_model::table_specs() {
        match scan(dataset, table.name) {
            Ok(source) => context.register(table.name, source.frame),
            Err(AnalysisError::Missing { path }) => missing = Some(path),
            Err(error) => return Err(error),
        }
    }
    if context.get_tables().is_empty()
        && let Some(path) = missing
    {
        return Err(AnalysisError::Missing { path });
    }
    let frame = context.execute(sql).and_then(LazyFrame::collect).map_err(AnalysisError::Query)?;
    findings(&frame).map_err(AnalysisError::Query)
}

fn findings(frame: &DataFrame) -> PolarsResult<Findings> {
    let field = |column: &Column| {
        let kind = match column.dtype() {
            dtype if dtype.is_integer() || dtype.is_float() => Kind::Number,
            DataType::Decimal(_, _) => Kind::Number,
            _ => Kind::Text,
        };
        Field { name: Cow::Owned(column.name().to_string()), kind, description: "", aside: false }
    };
    let fields = frame.columns().iter().map(field).collect();
    let row = |index: usize| frame.columns().iter().map(|column| column.get(index).map(|v| item(&v))).collect();
    let rows = (0..frame.height()).map(row).collect::<PolarsResult<_>>()?;
    Ok(Findings { fields, rows })
}

fn item(value: &AnyValue<'_>) -> Item {
    match value {
        AnyValue::Null => Item::Absent,
        AnyValue::String(text) => Item::Text((*text).to_owned()),
        AnyValue::StringOwned(text) => Item::Text(text.to_string()),
        AnyValue::List(series) => Item::Text(series.iter().map(|v| item(&v).as_text()).collect::<Vec<_>>().join("; ")),
        AnyValue::Struct(..) | AnyValue::StructOwned(_) => {
            let values: Vec<String> = value._iter_struct_av().map(|v| item(&v).as_text()).filter(|t| !t.is_empty()).collect();
            Item::Text(values.join(" · "))
        }
        value if value.is_primitive_numeric() || matches!(value, AnyValue::Decimal(..)) => Item::Number(value.to_string()),
        value => Item::Text(value.to_string()),
    }
}
