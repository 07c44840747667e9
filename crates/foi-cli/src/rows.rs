//! Findings and rows of queries, in the formats that they are printed in.

use std::path::PathBuf;

use clap::ValueEnum;
use foi_analysis::{Findings, Item, Kind, Order, to_parquet};
use serde_json::{Map, Number, Value};

use crate::failure::Failure;
use crate::grid::{Align, grid};
use crate::shell::Shell;
use crate::whole::write_whole;

/// How rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Aligned, for people
    Table,
    /// Comma-separated values
    Csv,
    /// One JSON object a line; amounts are texts, so that they stay exact
    Json,
    /// Parquet with exact decimals; to a file or a pipe
    Parquet,
}

/// How rows are ordered and where they go.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Printing {
    /// How rows are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Sort by these columns; `-COLUMN` has the greatest first
    #[arg(long, value_name = "COLUMN", value_delimiter = ',', allow_hyphen_values = true)]
    sort: Vec<String>,
    /// Show every column in a table; other formats always have all
    #[arg(long)]
    wide: bool,
    /// Write to this file and not to standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Printing {
    pub(crate) fn print(&self, mut findings: Findings, shell: &Shell) -> Result<(), Failure> {
        let orders: Vec<Order> = self.sort.iter().map(|text| Order::parse(text)).collect();
        findings.sort(&orders).map_err(|column| {
            let columns: Vec<&str> = findings.fields.iter().map(|f| f.name.as_ref()).collect();
            Failure::new(format!("there is no column `{column}` to sort by"))
                .help(format!("the columns are {}", columns.join(", ")))
        })?;
        let bytes = match self.format {
            Format::Table => {
                let hidden = findings.fields.iter().filter(|f| f.aside && !self.wide).count();
                if hidden > 0 {
                    shell.say(&format!("{hidden} more columns: `--wide`, or another format"));
                }
                as_table(&findings, self.wide).into_bytes()
            }
            Format::Csv => as_csv(&findings)?,
            Format::Json => as_json_lines(&findings)?,
            Format::Parquet => to_parquet(&findings)?,
        };
        match &self.output {
            Some(path) => write_whole(path, &bytes),
            None if self.format == Format::Parquet => shell.bytes(&bytes),
            None => shell.data(&String::from_utf8_lossy(&bytes)),
        }
    }
}

fn as_table(findings: &Findings, wide: bool) -> String {
    let align = |kind| if matches!(kind, Kind::Text | Kind::Counts) { Align::Left } else { Align::Right };
    let shown = |index: &usize| wide || findings.fields.get(*index).is_some_and(|f| !f.aside);
    let places: Vec<usize> = (0..findings.fields.len()).filter(shown).collect();
    let fields = places.iter().filter_map(|p| findings.fields.get(*p));
    let columns: Vec<(&str, Align)> = fields.map(|field| (field.name.as_ref(), align(field.kind))).collect();
    let cell = |item: &Item| match item {
        Item::Absent => "-".to_owned(),
        Item::Decimal(decimal) => grouped(&decimal.to_string()),
        other => other.as_text(),
    };
    grid(&columns, findings.rows.iter().map(|row| places.iter().filter_map(|p| row.get(*p)).map(cell).collect()))
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

fn as_csv(findings: &Findings) -> Result<Vec<u8>, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |e: csv::Error| Failure::from_error(&e);
    writer.write_record(findings.fields.iter().map(|f| f.name.as_ref())).map_err(failed)?;
    for row in &findings.rows {
        writer.write_record(row.iter().map(Item::as_text)).map_err(failed)?;
    }
    writer.into_inner().map_err(|e| Failure::from_error(e.error()))
}

fn as_json_lines(findings: &Findings) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    for row in &findings.rows {
        let fields = findings.fields.iter().zip(row).map(|(field, item)| (field.name.to_string(), as_json(item)));
        serde_json::to_writer(&mut bytes, &fields.collect::<Map<String, Value>>()).map_err(|e| Failure::from_error(&e))?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

fn as_json(item: &Item) -> Value {
    match item {
        Item::Absent => Value::Null,
        Item::Text(text) => text.clone().into(),
        Item::Count(count) => (*count).into(),
        Item::Decimal(decimal) => decimal.to_string().into(),
        // Whole numbers are exact in JSON; those with places are texts, as amounts are.
        Item::Number(text) => text.parse::<i64>().map_or_else(|_| text.clone().into(), |n| Value::Number(Number::from(n))),
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
