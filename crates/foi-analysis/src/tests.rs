//! Small datasets made by hand.

use std::path::Path;

use polars::prelude::*;

use crate::Item;

pub(crate) fn write(folder: &Path, table: &str, mut frame: DataFrame) {
    let file = std::fs::File::create(folder.join(format!("{table}.parquet"))).unwrap();
    ParquetWriter::new(file).finish(&mut frame).unwrap();
}

/// A table of text; an empty text is an absent value.
pub(crate) fn text_table(folder: &Path, table: &str, names: &[&str], rows: &[&[&str]]) {
    let column = |(index, name): (usize, &&str)| {
        let values: Vec<Option<&str>> = rows.iter().map(|r| Some(r[index]).filter(|v| !v.is_empty())).collect();
        Column::new((*name).into(), values)
    };
    write(folder, table, DataFrame::new_infer_height(names.iter().enumerate().map(column).collect()).unwrap());
}

/// Submissions: id, authority, instrument.
pub(crate) fn submissions(folder: &Path, rows: &[(&str, Option<&str>, &str)]) {
    let rows: Vec<[&str; 3]> = rows.iter().map(|(id, code, instrument)| [*id, code.unwrap_or(""), *instrument]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 3]>::as_slice).collect();
    text_table(folder, "submissions", &["submission_id", "authority_code", "instrument_id"], &rows);
}

pub(crate) fn authorities(folder: &Path, codes: &[&str]) {
    let rows: Vec<&[&str]> = codes.iter().map(std::slice::from_ref).collect();
    text_table(folder, "authorities", &["authority_code"], &rows);
}

/// A row as text: `-` for absent.
pub(crate) fn shown(row: &[Item]) -> String {
    let item = |item: &Item| match item {
        Item::Absent => "-".to_owned(),
        Item::Text(text) => text.clone(),
        Item::Count(count) => count.to_string(),
        Item::Decimal(decimal) => decimal.to_string(),
        Item::Counts(counts) => {
            format!("{{{}}}", counts.iter().map(|(reason, n)| format!("{reason} {n}")).collect::<Vec<_>>().join(", "))
        }
    };
    row.iter().map(item).collect::<Vec<_>>().join(" ")
}
