//! What can go wrong, with the file or column that it went wrong in.

use std::io;
use std::path::PathBuf;

use rust_decimal::Decimal;

/// Why tables could not be made, written or read.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The operating system refused.
    #[error("cannot {doing} `{}`", path.display())]
    Io {
        /// What was tried, as a verb.
        doing: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A table could not be encoded or written.
    #[error("cannot write table `{table}` to `{}`", path.display())]
    Write {
        /// The table.
        table: String,
        /// The file.
        path: PathBuf,
        /// What the format's writer said.
        source: FormatError,
    },
    /// A decimal that its column cannot hold exactly.
    #[error("`{value}` does not fit column `{column}` of table `{table}`: {precision} digits, {scale} of them decimals")]
    Decimal {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The value.
        value: Decimal,
        /// The digits that the column holds.
        precision: u8,
        /// How many of them are decimals.
        scale: i8,
    },
    /// A row that does not have the columns of its table.
    #[error("column `{column}` of table `{table}` was given a value of another type")]
    Column {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// Columns that do not make a table.
    #[error("cannot put together table `{table}`")]
    Batch {
        /// The table.
        table: &'static str,
        /// What Arrow said.
        source: arrow::error::ArrowError,
    },
    /// Two submissions of one name.
    #[error("two submissions are named `{0}`")]
    DuplicateSubmission(String),
    /// Something that is no folder stands where the dataset should go.
    #[error("`{}` exists and is no folder", .0.display())]
    NotAFolder(PathBuf),
    /// A folder of something else stands where the dataset should go.
    #[error("`{}` is not empty and is no dataset of foi", .0.display())]
    NotADataset(PathBuf),
    /// A file that no build wrote has the name of a file of the dataset.
    #[error("`{}` was not written by foi and would be replaced", .0.display())]
    ForeignFile(PathBuf),
    /// Another process writes the same dataset.
    #[error("another process is writing `{}`", .0.display())]
    Busy(PathBuf),
    /// A path that cannot name a folder.
    #[error("`{}` cannot be the name of a dataset", .0.display())]
    NoName(PathBuf),
    /// A file that should hold submissions and is not UTF-8.
    #[error("`{path}` line {line} is not UTF-8")]
    NotUtf8 {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
    },
    /// A file that should hold submissions and does not.
    #[error("`{path}` line {line} column {column} is no submission")]
    NotASubmission {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the reader said.
        source: serde_json::Error,
    },
    /// A submission of another schema.
    #[error("submission `{submission_id}` in `{path}` is of schema version `{found}`, and this is version `{expected}`")]
    SchemaVersion {
        /// The file.
        path: String,
        /// The submission.
        submission_id: String,
        /// Its version.
        found: String,
        /// The version that can be read.
        expected: &'static str,
    },
    /// A file that should be a manifest and is none.
    #[error("`{}` is no manifest of a dataset of foi", path.display())]
    NotAManifest {
        /// The file.
        path: PathBuf,
        /// What the reader said.
        source: serde_json::Error,
    },
}

impl ExportError {
    /// What to do about it, where there is something.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::DuplicateSubmission(_) => Some("rename one of the two documents or folders, or leave one out"),
            Self::NotAFolder(_) | Self::NotADataset(_) | Self::NoName(_) => Some("give the dataset a folder of its own with `-o`"),
            Self::ForeignFile(_) => Some("move the file out of the dataset's folder"),
            Self::Busy(_) => Some("wait for the other build, or give this one another folder"),
            Self::SchemaVersion { .. } => Some("build the submission again from its documents"),
            Self::NotASubmission { .. } | Self::NotUtf8 { .. } => Some("`foi schema submission` prints what is expected"),
            Self::NotAManifest { .. } => Some("build the dataset again"),
            Self::Io { .. } | Self::Write { .. } | Self::Decimal { .. } | Self::Column { .. } | Self::Batch { .. } => None,
        }
    }
}

/// Why a format could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// The output refused.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Arrow refused.
    #[error(transparent)]
    Arrow(#[from] arrow::error::ArrowError),
    /// Parquet refused.
    #[error(transparent)]
    Parquet(#[from] parquet::errors::ParquetError),
    /// A text could not be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A column whose batch has another type than its table says.
    #[error("column `{0}` has another type than its table says")]
    Column(&'static str),
}

impl From<csv::Error> for FormatError {
    fn from(error: csv::Error) -> Self {
        match error.into_kind() {
            csv::ErrorKind::Io(source) => Self::Io(source),
            other => Self::Io(io::Error::other(format!("{other:?}"))),
        }
    }
}
