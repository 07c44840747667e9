//! `foi schema`: what files and tables look like.

use clap::builder::PossibleValue;
use foi_model::{ColumnSpec, ColumnType, SchemaName, TableSpec, json_schema, submission_schema, table_specs};
use serde_json::{Value, json};

use crate::args::Output;
use crate::commands::convert::table_names;
use crate::failure::{Failure, Outcome};
use crate::grid::{Align, grid};
use crate::input::{ReferenceArgs, Setup};
use crate::shell::Shell;

/// Print the JSON Schema of a file, or the columns of a table
#[derive(Debug, clap::Args)]
#[command(
    group(clap::ArgGroup::new("what").required(true).args(["name", "table"])),
    after_help = "\
Examples:
  foi schema submission > submission.schema.json
  foi schema submission --instrument ras-2026 > ras-2026.schema.json
  foi schema --table outturn
  foi schema --table observations --format json | jq '.columns[].name'"
)]
pub(crate) struct Args {
    /// Whose JSON Schema (draft 2020-12) to print
    #[arg(value_name = "NAME", value_parser = schema_names())]
    name: Option<String>,
    /// Which table's columns to print
    #[arg(long, value_name = "NAME", value_parser = table_names())]
    table: Option<String>,
    /// Refine the schema of submissions by an instrument: its questions, measures, units; an id or a file
    #[arg(long, value_name = "ID|FILE", requires = "name")]
    instrument: Option<String>,
    /// How columns are printed; a JSON Schema is JSON always
    #[arg(long, value_enum, default_value_t = Output::Human)]
    format: Output,
}

fn schema_names() -> clap::builder::PossibleValuesParser {
    SchemaName::ALL.iter().map(|s| PossibleValue::new(s.as_str())).collect::<Vec<_>>().into()
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    if let Some(&name) = SchemaName::ALL.iter().find(|s| Some(s.as_str()) == args.name.as_deref()) {
        let schema = match (&args.instrument, name) {
            (None, _) => json_schema(name),
            (Some(instrument), SchemaName::Submission) => refined(instrument)?,
            (Some(_), _) => {
                return Err(Failure::new("`--instrument` refines the schema of submissions alone")
                    .help("`foi schema submission --instrument ID`"));
            }
        };
        let text = serde_json::to_string_pretty(&schema).map_err(|e| Failure::from_error(&e))?;
        shell.data(&format!("{text}\n"))?;
    }
    if let Some(table) = table_specs().iter().find(|t| Some(t.name) == args.table.as_deref()) {
        match args.format {
            Output::Json => shell.json(&as_json(table))?,
            Output::Human => shell.data(&as_text(table))?,
        }
    }
    Ok(Outcome::Clean)
}

/// The schema of the submissions to an instrument.
fn refined(instrument: &str) -> Result<Value, Failure> {
    let setup = Setup::new(&ReferenceArgs::of_instrument(instrument))?;
    match setup.chosen() {
        Some(instrument) => Ok(submission_schema(instrument)),
        None => Err(Failure::new(format!("`{instrument}` is no single instrument")).help("`foi instruments` lists what is known")),
    }
}

fn as_text(table: &TableSpec) -> String {
    let columns = [
        ("column", Align::Left),
        ("type", Align::Left),
        ("unit", Align::Left),
        ("can be absent", Align::Left),
        ("description", Align::Left),
    ];
    let row = |c: &ColumnSpec| {
        let absent = if c.nullable { "yes" } else { "no" };
        vec![c.name.to_owned(), type_name(c.kind), c.unit.unwrap_or("").to_owned(), absent.to_owned(), c.description.clone()]
    };
    let mut text = format!("{}: {}\n\n{}", table.name, table.description, grid(&columns, table.columns.iter().map(row)));
    for column in table.columns.iter().filter(|c| !c.codes.is_empty()) {
        let codes = column.codes.iter().map(|(code, meaning)| vec![(*code).to_owned(), (*meaning).to_owned()]);
        text.push_str(&format!("\n{}", grid(&[(column.name, Align::Left), ("meaning", Align::Left)], codes)));
    }
    text
}

fn type_name(kind: ColumnType) -> String {
    match kind {
        ColumnType::Text => "text".to_owned(),
        ColumnType::Integer => "integer".to_owned(),
        ColumnType::Boolean => "boolean".to_owned(),
        ColumnType::Date => "date".to_owned(),
        ColumnType::Decimal(precision, scale) => format!("decimal({precision}, {scale})"),
        ColumnType::TextList => "list of text".to_owned(),
        ColumnType::Evidence => "struct of source_id, locator, quote".to_owned(),
    }
}

fn as_json(table: &TableSpec) -> Value {
    let column = |c: &ColumnSpec| {
        let codes: Vec<Value> = c.codes.iter().map(|(code, meaning)| json!({"code": code, "meaning": meaning})).collect();
        json!({
            "name": c.name,
            "type": type_name(c.kind),
            "unit": c.unit,
            "nullable": c.nullable,
            "description": c.description,
            "codes": codes,
        })
    };
    let columns: Vec<Value> = table.columns.iter().map(column).collect();
    json!({"table": table.name, "description": table.description, "columns": columns})
}
