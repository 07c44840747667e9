//! The files that describe a dataset to people and to programs.

mod codebook;
mod datapackage;
mod manifest;

pub use codebook::codebook;
pub use datapackage::datapackage;
pub use manifest::{FileEntry, InstrumentEntry, MANIFEST_FILE, Manifest, read_manifest};

pub(crate) use manifest::files_of_dataset;
