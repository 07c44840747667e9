//! What proves the figures of a report, each with a place to link to.

use std::collections::BTreeMap;
use std::path::Path;

use polars::prelude::*;

use super::html::{Html, table};
use crate::frame::{AnalysisError, Rows, scan};

/// Words of a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Quote {
    pub(crate) submission: String,
    pub(crate) source: String,
    pub(crate) locator: String,
    pub(crate) words: String,
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
        Some(Quote { submission: submission?.into(), source: source?.into(), locator: locator?.into(), words: words?.into() })
    };
    Ok(places.map(quote).collect())
}

/// The evidence that a report links to, in the order of the links.
#[derive(Default)]
pub(crate) struct Evidences {
    places: BTreeMap<Quote, String>,
    quotes: Vec<Quote>,
}

impl Evidences {
    /// The place of a quote in the page.
    pub(crate) fn place(&mut self, quote: &Quote) -> String {
        if let Some(place) = self.places.get(quote) {
            return place.clone();
        }
        self.quotes.push(quote.clone());
        let place = format!("e{}", self.quotes.len());
        self.places.insert(quote.clone(), place.clone());
        place
    }

    /// The list of quotes, with the file that each stands in.
    pub(crate) fn table(&self, dataset: &Path) -> Result<Html, AnalysisError> {
        let rows = scan(dataset, "sources")?.collect(|f| f.select(["submission_id", "source_id", "path"].map(col)))?;
        let (submissions, sources, paths) = (rows.texts("submission_id")?, rows.texts("source_id")?, rows.texts("path")?);
        let files: BTreeMap<(&str, &str), &str> = submissions
            .iter()
            .zip(sources.iter())
            .zip(paths.iter())
            .filter_map(|((submission, source), path)| Some(((submission?, source?), path?)))
            .collect();
        let heads = [("No.", false), ("Words of the response", false), ("File", false), ("Place", false)];
        let rows = self.quotes.iter().enumerate().map(|(index, quote)| {
            let number = index + 1;
            let file = files.get(&(quote.submission.as_str(), quote.source.as_str())).copied().unwrap_or(&quote.source);
            vec![
                Html::text(&number.to_string()).within(&format!("span id=\"e{number}\"")),
                Html::text(&quote.words).within("q"),
                Html::text(file),
                Html::text(&quote.locator),
            ]
        });
        Ok(table("Evidence: the words that prove each figure", &heads, rows))
    }
}
