//! A dataset's tables to findings: each a small table whose rows say what they rest on.
//!
//! Every row carries `n_used`, `n_excluded` and the reasons for what was excluded, so that no figure stands without its denominator. Money
//! is exact throughout: polars groups, decimals add up.
//!
//! The crate reads the Parquet files of a dataset folder and knows nothing of how they were written.

mod coverage;
mod exemptions;
mod frame;
mod pairs;
mod table;
#[cfg(test)]
mod tests;

use std::path::Path;

pub use frame::AnalysisError;
pub use table::{Field, Findings, Item};

/// A question that can be put to a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Analysis {
    /// Budget beside outturn, by service area and year.
    Outturn,
    /// Estimated budget beside actual cost, by service area and year.
    Estimates,
    /// What became of each question, and who has not answered.
    Coverage,
    /// Which provisions were cited, and how often.
    Exemptions,
}

impl Analysis {
    /// Every analysis.
    pub const ALL: &[Self] = &[Self::Outturn, Self::Estimates, Self::Coverage, Self::Exemptions];

    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Outturn => "outturn",
            Self::Estimates => "estimates",
            Self::Coverage => "coverage",
            Self::Exemptions => "exemptions",
        }
    }

    /// What it tells, in words.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Outturn => "budget beside outturn, by service area and year",
            Self::Estimates => "estimated budget beside actual cost, by service area and year",
            Self::Coverage => "what became of each question, and who has not answered",
            Self::Exemptions => "which provisions were cited, and how often",
        }
    }
}

/// Puts a question to the dataset in a folder.
///
/// # Errors
/// [`AnalysisError`] where a table is not there as Parquet, cannot be read, or holds sums past 18 digits.
pub fn analyse(analysis: Analysis, dataset: &Path) -> Result<Findings, AnalysisError> {
    match analysis {
        Analysis::Outturn => pairs::analyse(&pairs::OUTTURN, dataset),
        Analysis::Estimates => pairs::analyse(&pairs::ESTIMATES, dataset),
        Analysis::Coverage => coverage::analyse(dataset),
        Analysis::Exemptions => exemptions::analyse(dataset),
    }
}
