//! Arrow IPC, for programs that map a file into memory.

use std::io::Write;

use arrow::ipc::writer::FileWriter;

use super::{Exporter, Nesting};
use crate::error::FormatError;
use crate::table::Table;

pub(super) struct ArrowIpc;

impl Exporter for ArrowIpc {
    fn name(&self) -> &'static str {
        "arrow"
    }

    fn extension(&self) -> &'static str {
        "arrow"
    }

    fn media_type(&self) -> &'static str {
        "application/vnd.apache.arrow.file"
    }

    fn description(&self) -> &'static str {
        "Apache Arrow IPC file, without compression; descriptions, units and codes in the metadata of its fields"
    }

    fn nesting(&self) -> Nesting {
        Nesting::Nested
    }

    fn write(&self, table: &Table, output: &mut (dyn Write + Send)) -> Result<(), FormatError> {
        let mut writer = FileWriter::try_new(output, table.schema())?;
        table.batches().iter().try_for_each(|batch| writer.write(batch))?;
        writer.finish()?;
        Ok(())
    }
}
