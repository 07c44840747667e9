//! Output formats, each one file. A new one is a line in [`exporters`].

mod arrow_ipc;
mod csv;
mod ndjson;
mod parquet;

use std::io::Write;

use crate::error::FormatError;
use crate::table::Table;

/// Writes a table as one file.
pub trait Exporter: Sync {
    /// The name on the command line, as in `--format parquet`.
    fn name(&self) -> &'static str;

    /// The extension of its files, without a dot.
    fn extension(&self) -> &'static str;

    /// What its files are to the web.
    fn media_type(&self) -> &'static str;

    /// What it is, and how it shows what a table can hold; for help and documentation.
    fn description(&self) -> &'static str;

    /// How evidence and lists look in its files.
    fn nesting(&self) -> Nesting;

    /// Writes a table. The same table gives the same bytes.
    ///
    /// # Errors
    /// [`FormatError`] where the output refuses or the format cannot hold the table.
    fn write(&self, table: &Table, output: &mut (dyn Write + Send)) -> Result<(), FormatError>;
}

/// Whether a format holds values within values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nesting {
    /// Evidence is a struct and a list is a list.
    Nested,
    /// Evidence is three columns and a list is one text.
    Flat,
}

/// Every output format, in the order of help.
pub fn exporters() -> &'static [&'static dyn Exporter] {
    &[&parquet::Parquet, &arrow_ipc::ArrowIpc, &csv::Csv, &ndjson::Ndjson]
}

/// The format of a name, as given to `--format`.
pub fn exporter(name: &str) -> Option<&'static dyn Exporter> {
    exporters().iter().copied().find(|e| e.name().eq_ignore_ascii_case(name))
}

/// The format of a file's extension, given without its dot.
pub fn exporter_for_extension(extension: &str) -> Option<&'static dyn Exporter> {
    exporters().iter().copied().find(|e| e.extension().eq_ignore_ascii_case(extension))
}
