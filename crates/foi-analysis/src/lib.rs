//! A dataset's tables to findings: each a small table whose rows say what they rest on.
//!
//! Every row carries `n_used`, `n_excluded` and the reasons for what was excluded, so that no figure stands without its denominator. Money
//! is exact throughout: polars scans and narrows, pence are added up as integers.
//!
//! The crate reads the Parquet files of a dataset folder and knows nothing of how they were written.

mod accuracy;
mod comparison;
mod coverage;
mod deflators;
mod dims;
mod estimates;
mod exemptions;
mod facts;
mod frame;
mod groups;
mod outturn;
mod pairs;
mod parquet;
mod percent;
mod population;
mod published;
mod query;
mod quotes;
mod report;
mod respondents;
mod sides;
mod table;
#[cfg(test)]
mod tests;
mod tolerance;

use std::path::Path;

pub use comparison::{Comparison, beside_published};
pub use dims::{Condition, Dim};
pub use facts::facts;
pub use frame::AnalysisError;
pub use parquet::to_parquet;
pub use query::query;
pub use report::report;
pub use table::{Field, Findings, Item, Kind, Order};

use crate::dims::{Division, MOST};

/// A question that can be put to a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Analysis {
    /// Budget beside outturn.
    Outturn,
    /// Estimated budget beside actual cost.
    Estimates,
    /// Accuracy as stated beside accuracy as computed.
    Accuracy,
    /// What became of each question, and who has not answered.
    Coverage,
    /// Which provisions were cited.
    Exemptions,
}

impl Analysis {
    /// Every analysis.
    pub const ALL: &[Self] = &[Self::Outturn, Self::Estimates, Self::Accuracy, Self::Coverage, Self::Exemptions];

    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Outturn => "outturn",
            Self::Estimates => "estimates",
            Self::Accuracy => "accuracy",
            Self::Coverage => "coverage",
            Self::Exemptions => "exemptions",
        }
    }

    /// What it tells, in words.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Outturn => "budget beside outturn: variance, overspends, growth, shares",
            Self::Estimates => "estimated budget beside actual cost: accuracy, bias, errors, tolerance",
            Self::Accuracy => "accuracy as stated beside accuracy as computed",
            Self::Coverage => "what became of each question, who was in time, who has not answered",
            Self::Exemptions => "which provisions were cited, for what, with a public interest test or without",
        }
    }

    /// The columns that it can be divided by.
    pub fn dims(self) -> &'static [Dim] {
        match self {
            Self::Outturn | Self::Estimates => sides::DIMS,
            Self::Accuracy => accuracy::DIMS,
            Self::Coverage => coverage::DIMS,
            Self::Exemptions => exemptions::DIMS,
        }
    }

    /// The columns that it is divided by unless others are asked for.
    pub fn default_dims(self) -> &'static [Dim] {
        match self {
            Self::Outturn | Self::Estimates => sides::DEFAULT,
            Self::Accuracy => accuracy::DEFAULT,
            Self::Coverage => coverage::DEFAULT,
            Self::Exemptions => exemptions::DEFAULT,
        }
    }

    /// The column of this analysis with a name.
    ///
    /// # Errors
    /// [`AnalysisError::NoSuchColumn`], with those that there are.
    pub fn dim(self, name: &str) -> Result<Dim, AnalysisError> {
        self.dims().iter().copied().find(|d| d.as_str() == name).ok_or_else(|| AnalysisError::NoSuchColumn {
            analysis: self.as_str(),
            column: name.to_owned(),
            columns: self.dims().iter().map(|d| d.as_str()).collect(),
        })
    }
}

/// Puts a question to the dataset in a folder. `by` are the columns that rows are divided by; `conditions` narrow what is looked at: one on a
/// column of authorities narrows the register too.
///
/// # Errors
/// [`AnalysisError`] where a table is not there as Parquet, cannot be read, or holds sums past 28 digits; where a column is not one of the
/// analysis, or there are too many.
pub fn analyse(analysis: Analysis, dataset: &Path, by: &[Dim], conditions: &[Condition]) -> Result<Findings, AnalysisError> {
    for dim in by.iter().copied().chain(conditions.iter().map(|c| c.dim)) {
        analysis.dim(dim.as_str())?;
    }
    if by.len() > MOST {
        return Err(AnalysisError::TooManyColumns { most: MOST });
    }
    let division = Division { by, conditions };
    match analysis {
        Analysis::Outturn => outturn::analyse(dataset, &division),
        Analysis::Estimates => estimates::analyse(dataset, &division),
        Analysis::Accuracy => accuracy::analyse(dataset, &division),
        Analysis::Coverage => coverage::analyse(dataset, &division),
        Analysis::Exemptions => exemptions::analyse(dataset, &division),
    }
}
