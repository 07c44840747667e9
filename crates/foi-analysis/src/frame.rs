//! Tables of a dataset as lazy frames, and their values as the model's types.

use std::path::{Path, PathBuf};

use foi_model::Decimal;
use polars::prelude::*;

/// Why an analysis could not be made.
#[derive(Debug, thiserror::Error)]
pub enum AnalysisError {
    /// The dataset has no such file.
    #[error("no table `{path}`")]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The path cannot be handed to polars.
    #[error("the path `{path}` is not valid Unicode")]
    Path {
        /// The file.
        path: PathBuf,
    },
    /// The file is no Parquet, or has other columns.
    #[error("cannot read `{path}`")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: PolarsError,
    },
    /// A sum has more digits than an exact number can have.
    #[error("the amounts add up to more than 28 digits")]
    TooLarge,
    /// The analysis has no such column.
    #[error("`{analysis}` cannot be divided or narrowed by `{column}`")]
    NoSuchColumn {
        /// The analysis.
        analysis: &'static str,
        /// The column.
        column: String,
        /// What it can be.
        columns: Vec<&'static str>,
    },
    /// More submissions than a page can show.
    #[error("{submissions} submissions are more than a page can show, which is {most}")]
    TooLong {
        /// How many there are.
        submissions: usize,
        /// How many there can be.
        most: usize,
    },
    /// More columns than findings can be divided by.
    #[error("findings can be divided by at most {most} columns")]
    TooManyColumns {
        /// How many.
        most: usize,
    },
    /// A statement in SQL that would change something.
    #[error("`{0}` is no query")]
    NotAQuery(String),
    /// A statement in SQL that cannot be carried out.
    #[error("the query cannot be carried out")]
    Query(#[source] PolarsError),
    /// Findings that cannot be written as Parquet.
    #[error("the findings cannot be written as Parquet")]
    Unwritable(#[source] PolarsError),
    /// A file of reference data is not what it has to be.
    #[error("`{file}`: {fault}")]
    Reference {
        /// The file.
        file: String,
        /// What is wrong with it.
        fault: String,
    },
}

/// A table of a dataset and the file that it comes from.
pub(crate) struct Source {
    path: PathBuf,
    pub(crate) frame: LazyFrame,
}

/// Opens a table; nothing is read but the schema until it is collected.
pub(crate) fn scan(dataset: &Path, table: &str) -> Result<Source, AnalysisError> {
    let path = dataset.join(format!("{table}.parquet"));
    if !path.is_file() {
        return Err(AnalysisError::Missing { path });
    }
    let Some(text) = path.to_str() else { return Err(AnalysisError::Path { path }) };
    // A folder's name may hold brackets and stars; it is a name, never a pattern.
    let options = ScanArgsParquet { glob: false, ..ScanArgsParquet::default() };
    match LazyFrame::scan_parquet(PlRefPath::new(text), options) {
        Ok(frame) => Ok(Source { path, frame }),
        Err(source) => Err(AnalysisError::Unreadable { path, source }),
    }
}

/// Rows that polars made, with the file to name in an error.
pub(crate) struct Rows {
    path: PathBuf,
    frame: DataFrame,
}

impl Source {
    /// How many rows the table has.
    pub(crate) fn height(self) -> Result<usize, AnalysisError> {
        let rows = self.collect(|frame| frame.select([len().cast(DataType::Int64).alias("rows")]))?;
        Ok(rows.integers("rows")?.into_iter().flatten().next().and_then(|n| usize::try_from(n).ok()).unwrap_or(0))
    }

    /// Runs the query that `plan` makes of the table.
    pub(crate) fn collect(self, plan: impl FnOnce(LazyFrame) -> LazyFrame) -> Result<Rows, AnalysisError> {
        let Self { path, frame } = self;
        match plan(frame).collect() {
            Ok(frame) => Ok(Rows { path, frame }),
            Err(source) => Err(AnalysisError::Unreadable { path, source }),
        }
    }
}

impl Rows {
    /// The rows as polars has them.
    pub(crate) fn frame(self) -> DataFrame {
        self.frame
    }

    fn fault(&self, source: PolarsError) -> AnalysisError {
        AnalysisError::Unreadable { path: self.path.clone(), source }
    }

    fn column<T>(&self, name: &str, of: impl Fn(&Column) -> PolarsResult<T>) -> Result<T, AnalysisError> {
        self.frame.column(name).and_then(of).map_err(|source| self.fault(source))
    }

    /// A column of text.
    pub(crate) fn texts(&self, name: &str) -> Result<StringChunked, AnalysisError> {
        self.column(name, |c| c.str().cloned())
    }

    /// A column of true and false.
    pub(crate) fn booleans(&self, name: &str) -> Result<Vec<Option<bool>>, AnalysisError> {
        self.column(name, |c| Ok(c.bool()?.iter().collect()))
    }

    /// A column of whole numbers.
    pub(crate) fn integers(&self, name: &str) -> Result<Vec<Option<i64>>, AnalysisError> {
        self.column(name, |c| Ok(c.i64()?.iter().collect()))
    }

    /// A column of money, in pence.
    pub(crate) fn pence(&self, name: &str) -> Result<Vec<Option<i128>>, AnalysisError> {
        self.column(name, |c| {
            let decimals = c.decimal()?;
            polars_ensure!(decimals.scale() == 2, SchemaMismatch: "expected money with two places in `{name}`");
            Ok(decimals.physical().iter().collect())
        })
    }

    /// A column of exact numbers.
    pub(crate) fn decimals(&self, name: &str) -> Result<Vec<Option<Decimal>>, AnalysisError> {
        self.column(name, |c| {
            let decimals = c.decimal()?;
            let scale = u32::try_from(decimals.scale()).unwrap_or(u32::MAX);
            let exact = |digits| Decimal::try_from_i128_with_scale(digits, scale).map_err(|e| polars_err!(ComputeError: "{e}"));
            decimals.physical().iter().map(|digits| digits.map(exact).transpose()).collect()
        })
    }
}
