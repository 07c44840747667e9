//! Parquet, for notebooks and databases.

use std::io::Write;
use std::sync::Arc;

use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::{Exporter, Nesting};
use crate::TOOL_VERSION;
use crate::error::FormatError;
use crate::table::{Table, schema_metadata};

pub(super) struct Parquet;

impl Exporter for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn extension(&self) -> &'static str {
        "parquet"
    }

    fn media_type(&self) -> &'static str {
        "application/vnd.apache.parquet"
    }

    fn description(&self) -> &'static str {
        "Apache Parquet with zstd compression; descriptions, units and codes in the metadata of its columns"
    }

    fn nesting(&self) -> Nesting {
        Nesting::Nested
    }

    fn write(&self, table: &Table, output: &mut (dyn Write + Send)) -> Result<(), FormatError> {
        // The name of the writer stands in the file: left alone it would change with the library.
        let properties = WriterProperties::builder()
            .set_created_by(format!("foi version {TOOL_VERSION}"))
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_key_value_metadata(Some(
                schema_metadata(table.spec()).into_iter().map(|(key, value)| KeyValue::new(key, value)).collect(),
            ))
            .build();
        let mut writer = ArrowWriter::try_new(output, Arc::clone(table.schema()), Some(properties))?;
        table.batches().iter().try_for_each(|batch| writer.write(batch))?;
        writer.close()?;
        Ok(())
    }
}
