//! A dataset as one page: coverage, money, exemptions, issues, and the evidence of every figure.
//!
//! The page is one file of HTML. It holds its style and its plots, asks for nothing, and runs nothing.

mod coverage;
mod evidence;
mod exemptions;
mod figures;
mod findings;
mod html;
mod issues;
mod money;
mod plots;
mod published;

use std::path::Path;

use polars::prelude::*;

use self::evidence::Evidences;
use self::figures::Shelf;
use self::html::{Html, paragraph, section};
use crate::comparison::compare;
use crate::frame::{AnalysisError, scan};

const STYLE: &str = include_str!("style.css");

/// The most submissions that fit on a page people can use.
const MOST: usize = 2_000;

/// Writes a dataset as one page of HTML, with published figures from files beside the answers where there are any. The same dataset gives the
/// same page.
///
/// # Errors
/// As [`crate::analyse`] and [`crate::beside_published`]; [`AnalysisError::TooLong`] for a dataset of more submissions than a page can show.
pub fn report(dataset: &Path, published: &[&Path]) -> Result<String, AnalysisError> {
    let ids = scan(dataset, "submissions")?.collect(|f| f.select([col("submission_id")]))?.texts("submission_id")?;
    if ids.len() > MOST {
        return Err(AnalysisError::TooLong { submissions: ids.len(), most: MOST });
    }
    let (beside, unmapped) = if published.is_empty() { Default::default() } else { compare(dataset, published)? };
    let shelf: Shelf<'_> = beside.iter().map(|b| ((b.code.as_str(), b.year.as_str(), b.area.as_str()), b)).collect();
    let mut evidence = Evidences::default();
    let mut sections = vec![
        ("coverage", "Who answered what", coverage::html(dataset, &mut evidence)?),
        ("outturn", "Budget against outturn", money::outturn(dataset, &shelf, &mut evidence)?),
        ("estimates", "Estimates against actual costs", money::estimates(dataset, &mut evidence)?),
        ("exemptions", "Exemptions", exemptions::html(dataset, &mut evidence)?),
    ];
    if !published.is_empty() {
        sections.push(("published", "Published figures", self::published::html(&beside, &unmapped, &mut evidence)));
    }
    sections.extend([
        ("issues", "What to look at", issues::html(dataset, &beside, &mut evidence)?),
        ("method", "How the figures are made", method(dataset)?),
    ]);
    sections.push(("evidence", "Evidence", evidence.table(dataset)?));
    let mut links = Html::default();
    let mut main = Html::default();
    for (id, title, content) in sections {
        links.push(Html::text(title).linked(Some(id)).within("li"));
        main.push(section(id, title, content));
    }
    let title = "Responses to Freedom of Information requests";
    let mut body = Html::markup("<a class=\"skip\" href=\"#coverage\">Skip to the content</a>");
    let mut header = Html::text(title).within("h1");
    header.push(paragraph(&format!(
        "{} submissions. Every figure says on how many authorities it rests and why others are not in it, and leads to the words that prove it.",
        ids.len()
    )));
    body.push(header.within("header"));
    body.push(links.within("ul").within("nav aria-label=\"Contents\""));
    body.push(main.within("main"));
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><style>{STYLE}</style></head><body>{}</body></html>\n",
        body.as_str()
    ))
}

fn method(dataset: &Path) -> Result<Html, AnalysisError> {
    let mut html = Html::default();
    for (term, meaning) in [
        (
            "Register",
            "The authorities that were expected to answer. In each row of each table, those that a figure rests on and those not in it add up to the register, or to the part of it that the row is about.",
        ),
        ("No submission, not asked", "No response in the dataset; a response to a survey that does not have the question."),
        (
            "Variance",
            "Outturn less budget; above zero is an overspend. Its percentage is of the budget, for sums as for single authorities.",
        ),
        (
            "Growth",
            "Of the outturn on the year before, over authorities that gave a final outturn for the same service in both. Real terms divide by HM Treasury's GDP deflators of December 2023, of which those after 2022-23 are forecasts.",
        ),
        ("Forecasts", "Figures that the response or the survey calls forecasts are in no sum of final figures."),
        (
            "Accuracy",
            "Estimated budget as a percentage of actual cost. Weighted: of the sums. Bias: the mean of the authorities' accuracies, less 100. Errors: their distances from 100. Each authority counts once.",
        ),
        ("Tolerance", "The difference that an authority itself says it accepts. Authorities that name none are in no share of it."),
        ("In doubt", "Authorities in a sum with an error or a warning about the question that a figure comes from."),
        (
            "Two submissions of one authority",
            "Count once where they say the same, and not at all where their figures differ (reported twice).",
        ),
    ] {
        html.push(Html::text(term).within("dt"));
        html.push(Html::text(meaning).within("dd"));
    }
    let mut html = html.within("dl");
    html.push(money::zeros(dataset)?);
    Ok(html)
}
