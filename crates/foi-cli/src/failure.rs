//! How a command ends.

use std::io;
use std::path::Path;

/// A command did its job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing is wrong with the data.
    Clean,
    /// Something is: an error was found, or a document could not be read.
    DataWrong,
}

impl Outcome {
    /// Wrong where there is an error.
    pub(crate) fn of_errors(errors: usize) -> Self {
        if errors == 0 { Self::Clean } else { Self::DataWrong }
    }
}

/// A command could not do its job.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nobody reads standard output any more.
    PipeClosed,
    /// What stood in the way.
    Stopped {
        /// In words, without a full stop.
        message: String,
        /// What lies behind it, outermost first.
        causes: Vec<String>,
        /// What to do.
        help: Option<String>,
    },
}

impl Failure {
    /// A failure in words.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self::Stopped { message: message.into(), causes: Vec::new(), help: None }
    }

    /// A library's error with everything behind it.
    pub(crate) fn from_error(error: &dyn std::error::Error) -> Self {
        let mut causes = Vec::new();
        let mut source = error.source();
        while let Some(cause) = source {
            causes.push(cause.to_string());
            source = cause.source();
        }
        Self::Stopped { message: error.to_string(), causes, help: None }
    }

    /// The operating system's refusal, with what was tried and on which file.
    pub(crate) fn io(doing: &str, path: &Path, error: &io::Error) -> Self {
        Self::Stopped { message: format!("cannot {doing} `{}`", path.display()), causes: vec![error.to_string()], help: None }
    }

    /// With what to do about it.
    #[must_use]
    pub(crate) fn help(self, text: impl Into<String>) -> Self {
        match self {
            Self::Stopped { message, causes, .. } => Self::Stopped { message, causes, help: Some(text.into()) },
            Self::PipeClosed => Self::PipeClosed,
        }
    }
}

impl From<foi_ingest::DiscoverError> for Failure {
    fn from(error: foi_ingest::DiscoverError) -> Self {
        let help = match &error {
            foi_ingest::DiscoverError::Unreadable { .. } => "give a file or a folder that exists and can be read",
            foi_ingest::DiscoverError::Empty { .. } => "give a file, or a folder that holds responses",
        };
        Self::from_error(&error).help(help)
    }
}

impl From<foi_export::ExportError> for Failure {
    fn from(error: foi_export::ExportError) -> Self {
        let failure = Self::from_error(&error);
        match error.help() {
            Some(help) => failure.help(help),
            None => failure,
        }
    }
}

impl From<foi_worker::WorkerError> for Failure {
    fn from(error: foi_worker::WorkerError) -> Self {
        let help = match &error {
            foi_worker::WorkerError::EndsAtOnce(_) => Some("raise the limit `memory_bytes`, or report it"),
            foi_worker::WorkerError::Columns(_) => Some("`foi worker --help` shows the columns"),
            _ => None,
        };
        let failure = Self::from_error(&error);
        match help {
            Some(help) => failure.help(help),
            None => failure,
        }
    }
}

impl From<foi_ingest::ReferenceError> for Failure {
    fn from(error: foi_ingest::ReferenceError) -> Self {
        Self::from_error(&error)
    }
}

impl From<foi_analysis::AnalysisError> for Failure {
    fn from(error: foi_analysis::AnalysisError) -> Self {
        let failure = Self::from_error(&error);
        match error {
            foi_analysis::AnalysisError::Missing { .. } => {
                failure.help("give the folder of a dataset that was built with `--format parquet`")
            }
            foi_analysis::AnalysisError::Unreadable { .. } => failure.help("build the dataset again"),
            foi_analysis::AnalysisError::NoSuchColumn { columns, .. } => {
                failure.help(format!("the columns are {}", columns.join(", ")))
            }
            foi_analysis::AnalysisError::NotAQuery(_) => failure.help("begin with SELECT or WITH; a dataset is never changed"),
            foi_analysis::AnalysisError::Query(_) => failure.help("`foi schema --table NAME` shows the columns of a table"),
            foi_analysis::AnalysisError::TooLong { .. } => {
                failure.help("build a dataset of fewer responses, or use `foi analyse`, which has no such limit")
            }
            foi_analysis::AnalysisError::Reference { .. } => {
                failure.help("give an ASC-FR data file or a revenue outturn as CSV; docs/analysis.md names their columns")
            }
            _ => failure,
        }
    }
}
