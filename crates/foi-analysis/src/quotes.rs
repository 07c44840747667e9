//! The words that prove figures, and the files that they stand in.

use std::collections::BTreeMap;
use std::path::Path;

use polars::prelude::*;

use crate::frame::{AnalysisError, Rows, scan};

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Quote {
    pub(crate) submission: String,
    pub(crate) source: String,
    pub(crate) locator: String,
    /// The words there; a dataset of facts alone has none.
    pub(crate) words: Option<String>,
}

/// The columns of a struct of evidence, to be read by [`quotes`].
pub(crate) fn columns() -> [Expr; 3] {
    ["source_id", "locator", "quote"].map(|field| col("evidence").struct_().field_by_name(field))
}

/// The evidence of rows that were selected with [`columns`] and their submission.
pub(crate) fn quotes(rows: &Rows) -> Result<Vec<Option<Quote>>, AnalysisError> {
    let submissions = rows.texts("submission_id")?;
    let (sources, locators, words) = (rows.texts("source_id")?, rows.texts("locator")?, rows.texts("quote")?);
    let places = submissions.iter().zip(sources.iter()).zip(locators.iter().zip(words.iter()));
    type Two<'r> = (Option<&'r str>, Option<&'r str>);
    let quote = |((submission, source), (locator, words)): (Two<'_>, Two<'_>)| {
        let (submission, source, locator) = (submission?.into(), source?.into(), locator?.into());
        Some(Quote { submission, source, locator, words: words.map(str::to_owned) })
    };
    Ok(places.map(quote).collect())
}

/// The files of a dataset: their paths by submission and source.
pub(crate) fn files(dataset: &Path) -> Result<BTreeMap<(String, String), String>, AnalysisError> {
    let rows = scan(dataset, "sources")?.collect(|f| f.select(["submission_id", "source_id", "path"].map(col)))?;
    let (submissions, sources, paths) = (rows.texts("submission_id")?, rows.texts("source_id")?, rows.texts("path")?);
    let files = submissions.iter().zip(sources.iter()).zip(paths.iter());
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Ok(files.filter_map(|((submission, source), path)| Some(((owned(submission)?, owned(source)?), owned(path)?))).collect())
}
