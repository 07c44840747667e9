//! The Arrow schema of a table: types, nullability, and the descriptions, units and codes as metadata.

use std::collections::BTreeMap;

use arrow::datatypes::{DataType, Field, Fields, Schema};
use foi_model::{ColumnSpec, ColumnType, SCHEMA_VERSION, TableSpec};

use crate::TOOL_VERSION;

/// The Arrow schema of a table.
///
/// A field's metadata has `description`, and where they exist `unit` and `codes` (a JSON object, code to meaning); the schema's has
/// `table`, `description`, `schema_version` and `foi_version`.
pub fn arrow_schema(spec: &TableSpec) -> Schema {
    let metadata: BTreeMap<String, String> = schema_metadata(spec).into_iter().collect();
    Schema::new_with_metadata(spec.columns.iter().map(field).collect::<Vec<_>>(), metadata)
}

/// The metadata of a table as a whole, in a fixed order.
pub(crate) fn schema_metadata(spec: &TableSpec) -> Vec<(String, String)> {
    [
        ("table", spec.name),
        ("description", spec.description.as_str()),
        ("schema_version", SCHEMA_VERSION),
        ("foi_version", TOOL_VERSION),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .to_vec()
}

fn field(column: &ColumnSpec) -> Field {
    let mut metadata = BTreeMap::from([("description".to_owned(), column.description.clone())]);
    if let Some(unit) = column.unit {
        metadata.insert("unit".to_owned(), unit.to_owned());
    }
    if !column.codes.is_empty() {
        let codes: serde_json::Map<_, _> = column.codes.iter().map(|&(code, meaning)| (code.to_owned(), meaning.into())).collect();
        metadata.insert("codes".to_owned(), serde_json::Value::Object(codes).to_string());
    }
    Field::new(column.name, data_type(column.kind), column.nullable).with_metadata(metadata)
}

pub(super) fn data_type(kind: ColumnType) -> DataType {
    match kind {
        ColumnType::Text => DataType::Utf8,
        ColumnType::Integer => DataType::Int64,
        ColumnType::Boolean => DataType::Boolean,
        ColumnType::Date => DataType::Date32,
        ColumnType::Decimal(precision, scale) => DataType::Decimal128(precision, scale),
        ColumnType::TextList => DataType::List(list_item().into()),
        ColumnType::Evidence => DataType::Struct(evidence_fields()),
    }
}

pub(super) fn list_item() -> Field {
    Field::new_list_field(DataType::Utf8, false)
}

pub(super) fn evidence_fields() -> Fields {
    let field = |name: &str, description: &str| {
        Field::new(name, DataType::Utf8, false).with_metadata(BTreeMap::from([("description".to_owned(), description.to_owned())]))
    };
    Fields::from(vec![
        field("source_id", "The SHA-256 of the source that the words stand in."),
        field("locator", "Where in the source they stand."),
        field("quote", "The words, as they stand there."),
    ])
}
