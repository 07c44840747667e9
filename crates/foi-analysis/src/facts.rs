//! The facts of a dataset without its words: figures, codes, dates, references and places, and nothing that anybody wrote in sentences.

use std::path::Path;

use foi_model::ColumnType;
use polars::prelude::*;

use crate::frame::{AnalysisError, scan};

/// Columns that hold words of a response, by table.
const WORDS: &[(&str, &[&str])] = &[
    ("submissions", &["request_title"]),
    ("answers", &["text", "corrected_by", "corrected_from", "corrected_why"]),
    ("observations", &["row_label", "column_label", "raw", "note", "corrected_by", "corrected_from", "corrected_why"]),
    ("accuracy", &["allocation_method", "comments"]),
    ("methods", &["calculation_method", "unpaid_support", "allocation_method", "accuracy_assessment", "comments"]),
    ("customisations", &["customised", "last_changed", "description"]),
    ("issues", &["message", "explanation"]),
];

/// Every table of a dataset as Parquet, with no words of a response in it: columns of words are empty, and evidence names source and place
/// without quoting. Columns are those of the dataset, so that everything that reads a dataset reads these.
///
/// # Errors
/// [`AnalysisError`] where a table is not there as Parquet, cannot be read or written.
pub fn facts(dataset: &Path) -> Result<Vec<(String, Vec<u8>)>, AnalysisError> {
    let table = |spec: &foi_model::TableSpec| {
        let wordy = WORDS.iter().find(|(table, _)| *table == spec.name).map_or(&[][..], |(_, columns)| columns);
        let columns = spec.columns.iter().map(|column| match column.kind {
            ColumnType::Text if wordy.contains(&column.name) => lit(NULL).cast(DataType::String).alias(column.name),
            ColumnType::Evidence => {
                let field = |name: &str| col(column.name).struct_().field_by_name(name);
                let quote = lit(NULL).cast(DataType::String).alias("quote");
                as_struct(vec![field("source_id"), field("locator"), quote]).alias(column.name)
            }
            _ => col(column.name),
        });
        let mut frame = scan(dataset, spec.name)?.collect(|f| f.select(columns.collect::<Vec<_>>()))?.frame();
        let mut bytes = Vec::new();
        ParquetWriter::new(&mut bytes).finish(&mut frame).map_err(AnalysisError::Unwritable)?;
        Ok((format!("{}.parquet", spec.name), bytes))
    };
    foi_model::table_specs().iter().map(table).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_free_words_is_named() {
        // What is text and can be anything is either words or one of these, which are codes, names, ids and paths.
        let codes = [
            "submission_id",
            "instrument_id",
            "authority_code",
            "authority_name",
            "region",
            "request_reference",
            "legislation",
            "question_id",
            "section",
            "unit",
            "measure",
            "service_area",
            "cohort",
            "financial_year",
            "category",
            "provision",
            "kind",
            "code",
            "severity",
            "source_id",
            "path",
            "media_type",
        ];
        for table in foi_model::table_specs() {
            let wordy = WORDS.iter().find(|(name, _)| *name == table.name).map_or(&[][..], |(_, columns)| columns);
            for column in table.columns.iter().filter(|c| c.kind == ColumnType::Text && c.codes.is_empty()) {
                assert!(wordy.contains(&column.name) != codes.contains(&column.name), "{}.{}", table.name, column.name);
            }
            for name in wordy {
                assert!(table.columns.iter().any(|c| c.name == *name), "{}.{name}", table.name);
            }
        }
    }
}
