//! `manifest.json`: what a dataset was made from and what it consists of, each with its SHA-256.

use std::path::Path;

use foi_model::{SCHEMA_VERSION, SourceId};
use serde::{Deserialize, Serialize};

use crate::TOOL_VERSION;
use crate::dataset::{Dataset, Input};
use crate::error::ExportError;
use crate::fs::at;

/// The file that makes a folder a dataset.
pub const MANIFEST_FILE: &str = "manifest.json";
const TOOL: &str = "foi";

/// A file of the dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its name in the folder.
    pub path: String,
    /// The SHA-256 of its bytes.
    pub sha256: SourceId,
    /// Its size in bytes.
    pub bytes: u64,
}

/// An instrument that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstrumentEntry {
    /// Its id.
    pub id: String,
    /// The SHA-256 of its file.
    pub sha256: SourceId,
}

/// Reference data that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct ReferenceEntry {
    sha256: SourceId,
}

/// What a dataset was made from and what it consists of. Has no date: the same input gives the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The program that wrote it: `foi`.
    pub tool: String,
    /// The version of the program.
    pub tool_version: String,
    /// The version of the submissions' schema and of the tables.
    pub schema_version: String,
    /// The paths as given on the command line.
    pub roots: Vec<String>,
    /// The instruments, in order of id.
    pub instruments: Vec<InstrumentEntry>,
    register: ReferenceEntry,
    bank_holidays: ReferenceEntry,
    corrections: Option<ReferenceEntry>,
    /// The files that were read, in order of path.
    pub inputs: Vec<Input>,
    /// Every file of the folder but this one, in order of name.
    pub files: Vec<FileEntry>,
}

impl Manifest {
    pub(crate) fn new(dataset: &Dataset<'_>, files: Vec<FileEntry>) -> Self {
        let mut inputs = dataset.inputs.to_vec();
        inputs.sort_by(|a, b| a.path.cmp(&b.path).then_with(|| a.source_id.cmp(&b.source_id)));
        let entries = dataset.instruments.iter().map(|i| InstrumentEntry { id: i.content.id.clone(), sha256: i.sha256.clone() });
        let mut instruments: Vec<InstrumentEntry> = entries.collect();
        instruments.sort_by(|a, b| a.id.cmp(&b.id));
        let reference = |sha256: &SourceId| ReferenceEntry { sha256: sha256.clone() };
        Self {
            tool: TOOL.to_owned(),
            tool_version: TOOL_VERSION.to_owned(),
            schema_version: SCHEMA_VERSION.to_owned(),
            roots: dataset.roots.to_vec(),
            instruments,
            register: reference(&dataset.register.sha256),
            bank_holidays: reference(&dataset.bank_holidays.sha256),
            corrections: dataset.corrections.as_ref().map(reference),
            inputs,
            files,
        }
    }

    /// The SHA-256 of the register's file.
    pub fn register_sha256(&self) -> &SourceId {
        &self.register.sha256
    }

    /// The SHA-256 of the bank holidays' file.
    pub fn bank_holidays_sha256(&self) -> &SourceId {
        &self.bank_holidays.sha256
    }

    /// The SHA-256 of the ledger of corrections, where one was applied.
    pub fn corrections_sha256(&self) -> Option<&SourceId> {
        self.corrections.as_ref().map(|c| &c.sha256)
    }

    #[expect(clippy::expect_used, reason = "a manifest has only text keys, so that serialising it cannot fail")]
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a manifest is JSON") + "\n"
    }
}

/// Reads the manifest of a dataset: of the folder, or of the file itself.
///
/// # Errors
/// [`ExportError::Io`] where it cannot be read, [`ExportError::NotAManifest`] where it is something else.
pub fn read_manifest(path: &Path) -> Result<Manifest, ExportError> {
    let path = if path.is_dir() { path.join(MANIFEST_FILE) } else { path.to_owned() };
    let bytes = std::fs::read(&path).map_err(at("read", &path))?;
    serde_json::from_slice(&bytes).map_err(|source| ExportError::NotAManifest { path, source })
}

/// As much of a manifest as every version of it has.
#[derive(Deserialize)]
struct AnyManifest {
    tool: String,
    #[serde(rename = "schema_version")]
    _schema_version: String,
    files: Vec<NamedFile>,
}

#[derive(Deserialize)]
struct NamedFile {
    path: String,
}

/// The names of the files of a dataset by its manifest, whatever its version; `None` where the file is no manifest of foi.
pub(crate) fn files_of_dataset(manifest: &Path) -> Option<Vec<String>> {
    let read: AnyManifest = serde_json::from_slice(&std::fs::read(manifest).ok()?).ok()?;
    (read.tool == TOOL).then(|| read.files.into_iter().map(|f| f.path).collect())
}
