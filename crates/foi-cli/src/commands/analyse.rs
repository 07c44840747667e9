//! `foi analyse`: findings from a dataset's tables.

use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use foi_analysis::{Analysis, Findings, Item, analyse};
use serde_json::{Map, Value};

use crate::failure::{Failure, Outcome};
use crate::grid::{Align, grid};
use crate::shell::Shell;

/// Compute findings from a dataset, each with its denominator
#[derive(Debug, clap::Args)]
#[command(
    alias = "analyze",
    after_help = "\
Every row says on how many authorities it rests (n_used), how many it leaves out (n_excluded), and why.
Sums also say how many of their authorities have figures that an issue casts doubt on (n_flagged).

Examples:
  foi analyse outturn dataset
  foi analyse coverage dataset --format csv > coverage.csv
  foi analyse exemptions dataset --format json | jq 'select(.provision == \"FOIA s21\")'"
)]
pub(crate) struct Args {
    /// What to compute
    #[arg(value_name = "NAME", value_parser = names())]
    name: String,
    /// The folder of a dataset
    #[arg(value_name = "DATASET")]
    dataset: PathBuf,
    /// How rows are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// How rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Aligned, for people
    Table,
    /// Comma-separated values
    Csv,
    /// One JSON object a line; amounts are texts, so that they stay exact
    Json,
}

fn names() -> clap::builder::PossibleValuesParser {
    Analysis::ALL.iter().map(|a| PossibleValue::new(a.as_str()).help(a.meaning())).collect::<Vec<_>>().into()
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    let Some(&analysis) = Analysis::ALL.iter().find(|a| a.as_str() == args.name) else {
        return Err(Failure::new(format!("no analysis `{}`", args.name)));
    };
    let findings = analyse(analysis, &args.dataset)?;
    match args.format {
        Format::Table => shell.data(&as_table(&findings))?,
        Format::Csv => shell.data(&as_csv(&findings)?)?,
        Format::Json => {
            for row in &findings.rows {
                let fields = findings.fields.iter().zip(row).map(|(field, item)| (field.name.to_owned(), as_json(item)));
                shell.json(&fields.collect::<Map<String, Value>>())?;
            }
        }
    }
    if findings.rows.is_empty() {
        shell.say(&format!("the dataset has nothing to compute `{}` from", args.name));
    }
    for field in &findings.fields {
        let unit = field.unit.map(|u| format!(" ({u})")).unwrap_or_default();
        shell.detail(&format!("{}{unit}: {}", field.name, field.description));
    }
    Ok(Outcome::Clean)
}

fn as_table(findings: &Findings) -> String {
    let number = |index: usize| findings.rows.iter().any(|row| matches!(row.get(index), Some(Item::Count(_) | Item::Decimal(_))));
    let columns: Vec<(&str, Align)> = findings
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| (field.name, if number(index) { Align::Right } else { Align::Left }))
        .collect();
    let cell = |item: &Item| match item {
        Item::Absent => "-".to_owned(),
        Item::Decimal(decimal) => grouped(&decimal.to_string()),
        other => as_text(other),
    };
    grid(&columns, findings.rows.iter().map(|row| row.iter().map(cell).collect()))
}

/// `1234567.89` as `1,234,567.89`.
fn grouped(number: &str) -> String {
    let (whole, rest) = number.find('.').and_then(|dot| number.split_at_checked(dot)).unwrap_or((number, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut text = sign.to_owned();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

fn as_text(item: &Item) -> String {
    match item {
        Item::Absent => String::new(),
        Item::Text(text) => text.clone(),
        Item::Count(count) => count.to_string(),
        Item::Decimal(decimal) => decimal.to_string(),
        Item::Counts(counts) => counts.iter().map(|(reason, n)| format!("{n} {reason}")).collect::<Vec<_>>().join("; "),
    }
}

fn as_csv(findings: &Findings) -> Result<String, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |e: csv::Error| Failure::from_error(&e);
    writer.write_record(findings.fields.iter().map(|f| f.name)).map_err(failed)?;
    for row in &findings.rows {
        writer.write_record(row.iter().map(as_text)).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|e| Failure::from_error(e.error()))?;
    String::from_utf8(bytes).map_err(|e| Failure::from_error(&e))
}

fn as_json(item: &Item) -> Value {
    match item {
        Item::Absent => Value::Null,
        Item::Text(text) => text.clone().into(),
        Item::Count(count) => (*count).into(),
        Item::Decimal(decimal) => decimal.to_string().into(),
        Item::Counts(counts) => counts.iter().map(|(reason, n)| (reason.clone(), Value::from(*n))).collect::<Map<_, _>>().into(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands_are_set_apart() {
        for (number, shown) in
            [("0.30", "0.30"), ("-1234567.89", "-1,234,567.89"), ("100", "100"), ("-100", "-100"), ("1000", "1,000")]
        {
            assert_eq!(super::grouped(number), shown);
        }
    }
}
