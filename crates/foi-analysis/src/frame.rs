//! Tables of a dataset as lazy frames, and their values as the model's types.

use std::collections::{BTreeMap, BTreeSet};
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
    /// A sum has more digits than money can have.
    #[error("the amounts of `{service_area}` in {financial_year} add up to more than 18 digits")]
    TooLarge {
        /// The service area.
        service_area: String,
        /// The year.
        financial_year: String,
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
    fn column<T>(&self, name: &str, of: impl Fn(&Column) -> PolarsResult<Vec<T>>) -> Result<Vec<T>, AnalysisError> {
        let values = self.frame.column(name).and_then(of);
        values.map_err(|source| AnalysisError::Unreadable { path: self.path.clone(), source })
    }

    /// A column of text.
    pub(crate) fn texts(&self, name: &str) -> Result<Vec<Option<String>>, AnalysisError> {
        self.column(name, |c| Ok(c.str()?.iter().map(|v| v.map(str::to_owned)).collect()))
    }

    /// A column of true and false.
    pub(crate) fn booleans(&self, name: &str) -> Result<Vec<Option<bool>>, AnalysisError> {
        self.column(name, |c| Ok(c.bool()?.iter().collect()))
    }

    /// A column of counts.
    pub(crate) fn counts(&self, name: &str) -> Result<Vec<u64>, AnalysisError> {
        self.column(name, |c| Ok(c.u64()?.iter().map(Option::unwrap_or_default).collect()))
    }

    /// A column of exact decimals.
    pub(crate) fn decimals(&self, name: &str) -> Result<Vec<Option<Decimal>>, AnalysisError> {
        self.column(name, |c| (0..c.len()).map(|row| decimal(&c.get(row)?)).collect())
    }
}

fn decimal(value: &AnyValue<'_>) -> PolarsResult<Option<Decimal>> {
    match value {
        AnyValue::Null => Ok(None),
        AnyValue::Decimal(digits, _, scale) => u32::try_from(*scale)
            .ok()
            .and_then(|scale| Decimal::try_from_i128_with_scale(*digits, scale).ok())
            .map(Some)
            .ok_or_else(|| polars_err!(ComputeError: "a decimal has too many digits")),
        other => Err(polars_err!(SchemaMismatch: "expected a decimal, found {}", other.dtype())),
    }
}

/// Names the authority of a row, or the submission where its authority is not known.
pub(crate) fn sender() -> Expr {
    coalesce(&[col("authority_code"), col("submission_id")]).alias("sender")
}

/// Who was expected to answer, and who did.
pub(crate) struct Population {
    /// The senders of each instrument.
    pub(crate) senders: BTreeMap<String, BTreeSet<String>>,
    /// The codes of the register.
    pub(crate) expected: BTreeSet<String>,
}

impl Population {
    /// Reads `submissions` and `authorities`.
    pub(crate) fn read(dataset: &Path) -> Result<Self, AnalysisError> {
        let submissions = scan(dataset, "submissions")?.collect(|f| f.select([col("instrument_id"), sender()]))?;
        let mut senders: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (instrument, sender) in submissions.texts("instrument_id")?.into_iter().zip(submissions.texts("sender")?) {
            if let (Some(instrument), Some(sender)) = (instrument, sender) {
                senders.entry(instrument).or_default().insert(sender);
            }
        }
        let authorities = scan(dataset, "authorities")?.collect(|f| f.select([col("authority_code")]))?;
        Ok(Self { senders, expected: authorities.texts("authority_code")?.into_iter().flatten().collect() })
    }

    /// The reasons why authorities of the register are not among `present`: `no_submission`, or `not_asked`.
    pub(crate) fn absent(&self, present: &BTreeSet<String>) -> BTreeMap<String, u64> {
        let answered: BTreeSet<&String> = self.senders.values().flatten().collect();
        let mut reasons = BTreeMap::new();
        for authority in self.expected.difference(present) {
            crate::table::tally(&mut reasons, if answered.contains(authority) { "not_asked" } else { "no_submission" });
        }
        reasons
    }
}
