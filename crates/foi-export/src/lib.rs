//! Submissions to tables, tables to files.
//!
//! The way through: a [`Dataset`] gives its [`Table`]s (typed rows of `foi-model`, held as Arrow batches); an [`Exporter`] writes one
//! table to one file; [`write_dataset`] writes the whole folder beside its place and swaps it in.
//!
//! A new output format is one file in `format/` and one line in its registry, [`exporters`]. Names, types, units and descriptions of
//! columns are never written here: they come from the row structs of `foi-model`.

mod dataset;
mod describe;
mod error;
mod folder;
mod format;
mod fs;
mod holidays;
mod json;
mod rows;
mod table;

#[cfg(test)]
mod tests;

pub use dataset::{DATAPACKAGE_FILE, Dataset, Hashed, Input, SUBMISSIONS_FILE, file_name, write_dataset, write_table};
pub use describe::{FileEntry, InstrumentEntry, MANIFEST_FILE, Manifest, codebook, datapackage, read_manifest};
pub use error::{ExportError, FormatError};
pub use format::{Exporter, Nesting, exporter, exporter_for_extension, exporters};
pub use fs::sha256;
pub use holidays::BankHolidays;
pub use json::{canonical_json, parse_submissions, pretty_json, read_submissions};
pub use rows::{Rows, Subject, authority_rows};
pub use table::{Table, TableBuilder, arrow_schema};

/// The version of the tool that stands in manifests and file metadata.
pub const TOOL_VERSION: &str = env!("CARGO_PKG_VERSION");
