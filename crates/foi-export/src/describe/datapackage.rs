//! `datapackage.json`: the tables as a Data Package (version 2) describes them.

use foi_model::{ColumnSpec, ColumnType, SCHEMA_VERSION, TableSpec};
use serde_json::{Map, Value, json};

use super::manifest::FileEntry;
use crate::TOOL_VERSION;
use crate::dataset::{SUBMISSIONS_FILE, file_name};
use crate::format::{Exporter, Nesting};
use crate::table::Table;

const PROFILES: &str = "https://datapackage.org/profiles/2.0";

/// The description of every file, as JSON with one property a line.
///
/// A resource is named after table and format: `outturn-parquet`. Units stand in the property `unit` of a field, which is this project's own.
pub fn datapackage(tables: &[Table], formats: &[&dyn Exporter], files: &[FileEntry]) -> String {
    let mut resources = vec![with_file(
        json!({
            "name": "submission-documents",
            "path": SUBMISSIONS_FILE,
            "description": "The submissions with their answers, figures, issues and evidence: one JSON object a line.",
            "format": "ndjson",
            "mediatype": "application/x-ndjson",
            "encoding": "utf-8",
        }),
        files,
    )];
    for table in tables {
        resources.extend(formats.iter().map(|format| with_file(resource(table, *format), files)));
    }
    let package = json!({
        "$schema": format!("{PROFILES}/datapackage.json"),
        "name": "foi-dataset",
        "title": "Responses to Freedom-of-Information surveys",
        "description": "Typed tables of what authorities answered, with the words that prove each value. `codebook.md` describes them to people.",
        "schema_version": SCHEMA_VERSION,
        "foi_version": TOOL_VERSION,
        "resources": resources,
    });
    format!("{package:#}\n")
}

fn with_file(mut resource: Value, files: &[FileEntry]) -> Value {
    let file = files.iter().find(|f| resource.get("path").and_then(Value::as_str) == Some(f.path.as_str()));
    if let (Some(file), Some(resource)) = (file, resource.as_object_mut()) {
        resource.insert("bytes".to_owned(), file.bytes.into());
        resource.insert("hash".to_owned(), format!("sha256:{}", file.sha256).into());
    }
    resource
}

fn resource(table: &Table, format: &dyn Exporter) -> Value {
    let spec = table.spec();
    let mut resource = json!({
        "$schema": format!("{PROFILES}/dataresource.json"),
        "name": format!("{}-{}", spec.name, format.name()),
        "type": "table",
        "path": file_name(table, format),
        "description": spec.description,
        "format": format.extension(),
        "mediatype": format.media_type(),
    });
    if let Some(resource) = resource.as_object_mut() {
        if format.media_type().starts_with("text/") {
            resource.insert("encoding".to_owned(), "utf-8".into());
        }
        resource.insert("schema".to_owned(), schema(spec, format));
    }
    resource
}

fn schema(spec: &TableSpec, format: &dyn Exporter) -> Value {
    let fields: Vec<Value> = spec.columns.iter().flat_map(|c| fields(c, format.nesting())).collect();
    let mut schema = json!({
        "$schema": format!("{PROFILES}/tableschema.json"),
        "fields": fields,
        "missingValues": [{"value": "", "label": "absent: a status or disposition beside it says why"}],
    });
    let key = if spec.name == "submissions" {
        ("primaryKey", json!(["submission_id"]))
    } else {
        let parent = format!("submissions-{}", format.name());
        let reference = json!({"resource": parent, "fields": ["submission_id"]});
        ("foreignKeys", json!([{"fields": ["submission_id"], "reference": reference}]))
    };
    if let Some(schema) = schema.as_object_mut() {
        schema.insert(key.0.to_owned(), key.1);
    }
    schema
}

fn fields(column: &ColumnSpec, nesting: Nesting) -> Vec<Value> {
    if (column.kind, nesting) != (ColumnType::Evidence, Nesting::Flat) {
        return vec![field(column, nesting)];
    }
    let parts =
        [("source_id", "SHA-256 of the source."), ("locator", "Where in the source the words stand."), ("quote", "The words.")];
    let part = |(name, what): (&str, &str)| {
        let mut part = Map::new();
        part.insert("name".to_owned(), format!("{}_{name}", column.name).into());
        part.insert("type".to_owned(), "string".into());
        part.insert("description".to_owned(), format!("{} {what}", column.description).into());
        constrain(&mut part, column);
        Value::Object(part)
    };
    parts.map(part).to_vec()
}

fn field(column: &ColumnSpec, nesting: Nesting) -> Value {
    let mut field = Map::new();
    field.insert("name".to_owned(), column.name.into());
    let kind = match (column.kind, nesting) {
        (ColumnType::Text, _) => "string",
        (ColumnType::Integer, _) => "integer",
        (ColumnType::Boolean, _) => "boolean",
        (ColumnType::Date, _) => "date",
        (ColumnType::Decimal(..), _) => "number",
        (ColumnType::TextList, Nesting::Nested) => "array",
        (ColumnType::TextList, Nesting::Flat) => "list",
        (ColumnType::Evidence, _) => "object",
    };
    field.insert("type".to_owned(), kind.into());
    if kind == "list" {
        field.insert("delimiter".to_owned(), "; ".into());
    }
    field.insert("description".to_owned(), column.description.as_str().into());
    if let Some(unit) = column.unit {
        field.insert("unit".to_owned(), unit.into());
    }
    if !column.codes.is_empty() {
        let codes = column.codes.iter().map(|(value, label)| json!({"value": value, "label": label})).collect::<Vec<_>>();
        field.insert("categories".to_owned(), codes.into());
    }
    // An empty list in a flat file is an empty text, which is how an absent value looks too.
    if kind != "list" {
        constrain(&mut field, column);
    }
    Value::Object(field)
}

fn constrain(field: &mut Map<String, Value>, column: &ColumnSpec) {
    if !column.nullable {
        field.insert("constraints".to_owned(), json!({"required": true}));
    }
}
