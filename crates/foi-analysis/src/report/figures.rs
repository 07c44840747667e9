//! Every figure that was given, with its evidence, or what is known of it instead.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use foi_model::Decimal;
use polars::prelude::*;

use super::evidence::Evidences;
use super::html::{Head, Html, percent, pounds, table, words};
use crate::comparison::{Beside, Verdict};
use crate::frame::{AnalysisError, Rows, scan};
use crate::pairs::Pair;
use crate::percent::{pounds as in_pounds, ratio};
use crate::quotes::{Quote, columns, quotes};

/// Published figures by authority, year and service area.
pub(crate) type Shelf<'b> = BTreeMap<(&'b str, &'b str, &'b str), &'b Beside>;

/// Two amounts as a section of the page shows them.
pub(crate) struct Shown<'s> {
    pub(crate) pair: &'s Pair,
    /// Begins the names of the places to link to.
    pub(crate) section: &'s str,
    pub(crate) titles: [&'s str; 2],
    /// The heading of a third column, which is the first amount as a percentage of the second.
    pub(crate) accuracy: Option<&'s str>,
    /// What is published beside the second amount.
    pub(crate) shelf: &'s Shelf<'s>,
}

/// Where the figures of a service begin.
pub(crate) fn place(section: &str, area: &str) -> String {
    format!("{section}-{area}")
}

/// A row of a table of two amounts.
struct Row {
    submission: String,
    code: Option<String>,
    name: String,
    area: String,
    year: String,
    forecast: bool,
    amounts: [Option<i128>; 2],
    statuses: [String; 2],
}

/// A table of what each submission gave, by service and authority, with a column for each year and amount.
pub(crate) fn each(shown: &Shown<'_>, dataset: &Path, evidence: &mut Evidences) -> Result<Html, AnalysisError> {
    let found = evidence_of(shown.pair, dataset)?;
    let rows = rows(shown.pair, dataset)?;
    let years: BTreeSet<&str> = rows.iter().map(|row| row.year.as_str()).collect();
    let titles: Vec<&str> = shown.titles.into_iter().chain(shown.accuracy).collect();
    let heads: Vec<String> = years.iter().flat_map(|year| titles.iter().map(move |title| format!("{title} {year}"))).collect();
    let heads: Vec<Head<'_>> =
        [("Service and authority", false)].into_iter().chain(heads.iter().map(|h| (h.as_str(), true))).collect();
    let mut lines: BTreeMap<(&str, &str, &str), BTreeMap<&str, &Row>> = BTreeMap::new();
    for row in &rows {
        lines.entry((&row.area, &row.name, &row.submission)).or_default().insert(&row.year, row);
    }
    let n = lines.len();
    let mut before = None;
    let mut body = Vec::new();
    for ((area, name, _), by_year) in lines {
        let about = Html::text(&format!("{}: {name}", words(area)));
        let first = before.replace(area) != Some(area);
        let id = Html::text(&place(shown.section, area));
        let mut line = vec![if first { about.within(&format!("span id=\"{}\"", id.as_str())) } else { about }];
        for year in &years {
            match by_year.get(year) {
                Some(row) => line.extend(cells(row, shown, &found, evidence)?),
                None => line.extend(titles.iter().map(|_| Html::default())),
            }
        }
        body.push(line);
    }
    Ok(table(&format!("{n} services of submissions; each figure leads to the words that prove it"), &heads, body))
}

fn cells(row: &Row, shown: &Shown<'_>, found: &Found, evidence: &mut Evidences) -> Result<Vec<Html>, AnalysisError> {
    let mut cells = Vec::new();
    for (which, measure) in shown.pair.measures.into_iter().enumerate() {
        let key = (row.submission.clone(), measure.to_owned(), row.area.clone(), row.year.clone());
        let forecast = if row.forecast && which == 1 { " (forecast)" } else { "" };
        let text = match row.amounts.get(which).copied().flatten().and_then(in_pounds) {
            Some(amount) => pounds(amount) + forecast,
            None => words(row.statuses.get(which).map_or("", String::as_str)),
        };
        let mut cell = evidence.link(Html::text(&text), found.get(&key));
        if which == 1
            && let Some(code) = &row.code
            && let Some(beside) = shown.shelf.get(&(code.as_str(), row.year.as_str(), row.area.as_str()))
        {
            cell.push(published(beside).unwrap_or_default());
        }
        cells.push(cell);
    }
    if shown.accuracy.is_some() {
        let own = row.amounts[0].zip(row.amounts[1]).map(|(first, second)| ratio([first, second])).transpose()?.flatten();
        cells.push(own.map_or_else(Html::default, |own| Html::text(&percent(own))));
    }
    Ok(cells)
}

/// The published figure of a gap, told apart from what was given.
fn published(beside: &Beside) -> Option<Html> {
    let amount = beside.figure.amount.filter(|_| matches!(beside.verdict, Verdict::SoStated | Verdict::PublishedOnly))?;
    let part = if beside.figure.partial { ", a part" } else { "" };
    let text = format!("published elsewhere: {} ({}{part})", pounds(amount), beside.figure.source);
    Some(Html::text(&text).within("small class=\"elsewhere\""))
}

fn rows(pair: &Pair, dataset: &Path) -> Result<Vec<Row>, AnalysisError> {
    let [first, second] = pair.names;
    let [amounts, statuses] = ["gbp", "status"].map(|what| [first, second].map(|name| format!("{name}_{what}")));
    let key = ["submission_id", "authority_code", "authority_name", "service_area", "financial_year", "forecast"];
    let names: Vec<Expr> = key.into_iter().chain(amounts.iter().chain(&statuses).map(String::as_str)).map(col).collect();
    let rows = scan(dataset, pair.table)?.collect(|f| f.select(names))?;
    let (ids, codes, names) = (rows.texts("submission_id")?, rows.texts("authority_code")?, rows.texts("authority_name")?);
    let (areas, years) = (rows.texts("service_area")?, rows.texts("financial_year")?);
    let [first, second] = amounts.each_ref().map(|name| rows.pence(name));
    let [first_status, second_status] = statuses.each_ref().map(|name| rows.texts(name));
    let (first_status, second_status) = (first_status?, second_status?);
    let who = ids.iter().zip(codes.iter().zip(names.iter()));
    let about = areas.iter().zip(years.iter()).zip(rows.booleans("forecast")?);
    let figures = first?.into_iter().zip(second?).zip(first_status.iter().zip(second_status.iter()));
    let rows = who.zip(about).zip(figures).filter_map(|(((id, (code, name)), ((area, year), forecast)), figures)| {
        let ((first, second), (first_status, second_status)) = figures;
        Some(Row {
            submission: id?.to_owned(),
            code: code.map(str::to_owned),
            name: name.or(id)?.to_owned(),
            area: area?.to_owned(),
            year: year?.to_owned(),
            forecast: forecast == Some(true),
            amounts: [first, second],
            statuses: [first_status, second_status].map(|s| s.unwrap_or("").to_owned()),
        })
    });
    Ok(rows.collect())
}

/// The evidence of each figure: its submission, measure, service and year.
type Found = BTreeMap<(String, String, String, String), Quote>;

fn evidence_of(pair: &Pair, dataset: &Path) -> Result<Found, AnalysisError> {
    let [first, second] = pair.measures.map(|measure| col("measure").eq(lit(measure)));
    let whole = col("cohort").is_null().and(col("category").is_null());
    let rows = observed(dataset, first.or(second).and(whole), ["submission_id", "measure", "service_area", "financial_year"])?;
    let (ids, measures) = (rows.texts("submission_id")?, rows.texts("measure")?);
    let (areas, years) = (rows.texts("service_area")?, rows.texts("financial_year")?);
    let keys = ids.iter().zip(measures.iter()).zip(areas.iter().zip(years.iter()));
    let found = keys.zip(quotes(&rows)?).filter_map(|(((id, measure), (area, year)), quote)| {
        Some(((id?.to_owned(), measure?.to_owned(), area?.to_owned(), year?.to_owned()), quote?))
    });
    Ok(found.collect())
}

fn observed<const N: usize>(dataset: &Path, which: Expr, key: [&str; N]) -> Result<Rows, AnalysisError> {
    scan(dataset, "observations")?
        .collect(|frame| frame.filter(which).select(key.map(col).into_iter().chain(columns()).collect::<Vec<_>>()))
}

/// What each authority states of the accuracy of its estimates, with its evidence.
pub(crate) fn stated(dataset: &Path, evidence: &mut Evidences) -> Result<Html, AnalysisError> {
    let key = ["submission_id", "cohort", "service_area"];
    let proofs = observed(dataset, col("measure").eq(lit("accuracy_of_estimate")), key)?;
    let [ids, cohorts, areas] = key.map(|name| proofs.texts(name));
    let (ids, cohorts, areas) = (ids?, cohorts?, areas?);
    let keys = ids.iter().zip(cohorts.iter()).zip(areas.iter());
    let found: BTreeMap<_, _> =
        keys.zip(quotes(&proofs)?).map(|(((id, cohort), area), quote)| ((id, cohort, area), quote)).collect();
    let rows = scan(dataset, "accuracy")?.collect(|frame| {
        let what = ["submission_id", "authority_name", "cohort", "service_area", "allocation_method", "accuracy_pct"].map(col);
        let order = ["service_area", "cohort", "authority_name", "submission_id"];
        frame.filter(col("accuracy_pct").is_not_null()).select(what).sort(order, SortMultipleOptions::default())
    })?;
    let (ids, names, cohorts) = (rows.texts("submission_id")?, rows.texts("authority_name")?, rows.texts("cohort")?);
    let (areas, methods) = (rows.texts("service_area")?, rows.texts("allocation_method")?);
    let who = ids.iter().zip(names.iter()).zip(cohorts.iter());
    let what = areas.iter().zip(methods.iter()).zip(rows.decimals("accuracy_pct")?);
    let mut lines = Vec::new();
    for (((id, name), cohort), ((area, method), accuracy)) in who.zip(what) {
        let quote = found.get(&(id, cohort, area)).and_then(Option::as_ref);
        let shown = Html::text(&percent(accuracy.unwrap_or(Decimal::ZERO).normalize()));
        lines.push(vec![
            Html::text(name.or(id).unwrap_or("")),
            Html::text(&words(cohort.unwrap_or(""))),
            Html::text(&words(area.unwrap_or(""))),
            evidence.link(shown, quote),
            Html::text(method.unwrap_or("")),
        ]);
    }
    let heads = [("Authority", false), ("Group", false), ("Service", false), ("Stated", true), ("Cost is allocated", false)];
    Ok(table(&format!("{} accuracies as stated; each leads to the words that prove it", lines.len()), &heads, lines))
}
