//! Budget against outturn and estimate against actual cost: sums with plots, then every figure with its evidence.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use foi_model::Decimal;
use polars::prelude::*;

use super::evidence::{Evidences, Quote, columns, quotes};
use super::findings::{Column, findings_table, value};
use super::html::{Head, Html, paragraph, pounds, table, words};
use super::plots::{Bars, Dots, bars, dots};
use crate::dims::Dim;
use crate::frame::{AnalysisError, scan};
use crate::pairs::{ESTIMATES, OUTTURN, Pair};
use crate::percent::pounds as in_pounds;
use crate::table::{Findings, Item};
use crate::tolerance::tolerances;
use crate::{Analysis, analyse};

const SUMS: [Column<'_>; 13] = [
    Column("service_area", "Service"),
    Column("financial_year", "Year"),
    Column("figures", "Figures"),
    Column("budget_gbp", "Budget"),
    Column("outturn_gbp", "Outturn"),
    Column("variance_gbp", "Variance"),
    Column("variance_pct", "Variance, %"),
    Column("growth_cash_pct", "Growth, cash"),
    Column("growth_real_pct", "Growth, real"),
    Column("n_used", "Authorities"),
    Column("n_flagged", "In doubt"),
    Column("n_excluded", "Not in it"),
    Column("excluded", "Why not"),
];

pub(crate) fn outturn(dataset: &Path, evidence: &mut Evidences) -> Result<Html, AnalysisError> {
    let findings = analyse(Analysis::Outturn, dataset, &[Dim::ServiceArea, Dim::FinancialYear], &[])?;
    let mut html = paragraph(
        "Sums of the authorities that gave both figures; bars of different numbers of authorities are not to be compared. \
         Variance is outturn less budget: above zero is an overspend. Forecasts have bars and rows of their own.",
    );
    html.push(Html::markup(
        "<p class=\"key\"><span><i class=\"light\"></i>budget</span><span><i class=\"dark\"></i>outturn</span><span><i class=\"pale\"></i>paler: forecast</span></p>",
    ));
    let mut plots = Html::default();
    for (area, bars_of_area) in by_area(&findings) {
        plots.push(bars(&format!("{}: budget and outturn by year", words(&area)), &bars_of_area));
    }
    html.push(plots.within("div class=\"plots\""));
    html.push(findings_table(&findings, "Budget and outturn by service and year", &SUMS));
    html.push(Html::text("What each authority gave").within("h3"));
    html.push(each(&OUTTURN, ["Budget", "Outturn"], dataset, evidence)?);
    Ok(html)
}

/// The bars of each service: the sums of a year, with how many authorities they are of.
fn by_area(findings: &Findings) -> BTreeMap<String, Vec<Bars>> {
    let mut areas: BTreeMap<String, Vec<Bars>> = BTreeMap::new();
    for row in &findings.rows {
        let of = |column| value(findings, row, column);
        let (Item::Decimal(budget), Item::Decimal(outturn)) = (of("budget_gbp"), of("outturn_gbp")) else { continue };
        let forecast = of("figures").as_text() == "forecast";
        areas.entry(of("service_area").as_text()).or_default().push(Bars {
            label: of("financial_year").as_text(),
            note: format!("{}{} auth.", if forecast { "forecast, " } else { "" }, of("n_used").as_text()),
            amounts: [*budget, *outturn],
            pale: forecast,
        });
    }
    areas
}

pub(crate) fn estimates(dataset: &Path, evidence: &mut Evidences) -> Result<Html, AnalysisError> {
    let findings = analyse(Analysis::Estimates, dataset, &[Dim::ServiceArea, Dim::FinancialYear], &[])?;
    let mut html = paragraph(
        "Accuracy is the estimate as a percentage of the actual cost: above 100 the estimate was too high. Each dot is one service and final year \
         of an authority; the band is the difference that the authority itself calls acceptable, where it names one.",
    );
    html.push(Html::markup("<p class=\"key\"><span><i class=\"band\"></i>own tolerance</span><span><i class=\"dark\"></i>accuracy of one service in one year</span></p>"));
    let (rows, with_estimates) = accuracies(dataset)?;
    html.push(dots(&format!("Accuracy of estimates of {with_estimates} authorities, in per cent of the actual cost"), &rows));
    html.push(findings_table(
        &findings,
        "Estimates and actual costs by service and year",
        &[
            Column("service_area", "Service"),
            Column("financial_year", "Year"),
            Column("figures", "Figures"),
            Column("estimated_gbp", "Estimated"),
            Column("actual_gbp", "Actual cost"),
            Column("weighted_accuracy_pct", "Weighted accuracy"),
            Column("bias_pct", "Bias"),
            Column("mean_absolute_error_pct", "Mean error"),
            Column("median_absolute_error_pct", "Median error"),
            Column("n_tolerance", "With tolerance"),
            Column("n_within_tolerance", "Within it"),
            Column("n_used", "Authorities"),
            Column("n_excluded", "Not in it"),
            Column("excluded", "Why not"),
        ],
    ));
    html.push(Html::text("Accuracy as stated").within("h3"));
    html.push(paragraph("What authorities say that their accuracy is, beside the mean of what follows from their own final figures of the same service. The survey asks for the planned cost as a percentage of the estimate, so here, and only here, a figure above 100 is an estimate that was too low."));
    html.push(findings_table(
        &analyse(Analysis::Accuracy, dataset, &[Dim::Cohort, Dim::ServiceArea], &[])?,
        "Accuracy as stated, by group of people and service",
        &[
            Column("cohort", "Group"),
            Column("service_area", "Service"),
            Column("stated_mean_pct", "Stated, mean"),
            Column("n_used", "Authorities"),
            Column("stated_of_these_pct", "Stated by those computed"),
            Column("computed_of_these_pct", "Computed"),
            Column("n_computed", "Of so many"),
            Column("n_excluded", "Not in it"),
            Column("excluded", "Why not"),
        ],
    ));
    html.push(Html::text("What each authority gave").within("h3"));
    html.push(each(&ESTIMATES, ["Estimated", "Actual cost"], dataset, evidence)?);
    Ok(html)
}

/// The accuracies of each authority of the register with final figures, and how many there are.
fn accuracies(dataset: &Path) -> Result<(Vec<Dots>, usize), AnalysisError> {
    let division = crate::dims::Division { by: &[Dim::AuthorityName], conditions: &[] };
    let mut population = crate::population::Population::read(dataset, &division)?;
    let tolerances = tolerances(dataset, &population)?;
    let mut rows: BTreeMap<String, Dots> = BTreeMap::new();
    crate::pairs::each_respondent(&ESTIMATES, dataset, &mut population, |population, respondent, cells| {
        let crate::respondents::Respondent::Authority(place) = respondent else { return Ok(()) };
        let mut values = Vec::new();
        for cell in cells.iter().filter(|c| !c.forecast) {
            values.extend(crate::estimates::pooled(std::iter::once(cell))?.map(|p| p.accuracy));
        }
        let name =
            population.authorities.get(place).and_then(|a| a.value(Dim::AuthorityName)).and_then(|n| population.names.text(n));
        if let Some(name) = name.filter(|_| !values.is_empty()) {
            rows.insert(name.to_owned(), Dots { label: name.to_owned(), band: tolerances.get(&place).copied(), values });
        }
        Ok(())
    })?;
    let n = rows.len();
    Ok((rows.into_values().collect(), n))
}

/// A submission and a service.
type Row = (String, String, String);

/// Every figure that each submission gave, with its evidence, or what is known of it instead.
fn each(pair: &Pair, titles: [&str; 2], dataset: &Path, evidence: &mut Evidences) -> Result<Html, AnalysisError> {
    let found = evidence_of(pair, dataset)?;
    let [first, second] = pair.names;
    let [amounts, statuses] = ["gbp", "status"].map(|what| [first, second].map(|name| format!("{name}_{what}")));
    let key = ["submission_id", "authority_name", "service_area", "financial_year", "forecast"];
    let names: Vec<Expr> = key.into_iter().chain(amounts.iter().chain(&statuses).map(String::as_str)).map(col).collect();
    let rows = scan(dataset, pair.table)?.collect(|f| f.select(names))?;
    let (ids, names) = (rows.texts("submission_id")?, rows.texts("authority_name")?);
    let (areas, years) = (rows.texts("service_area")?, rows.texts("financial_year")?);
    let forecasts = rows.booleans("forecast")?;
    let mut figures = Vec::new();
    for (name, status) in amounts.iter().zip(&statuses) {
        let (amounts, statuses) = (rows.pence(name)?, rows.texts(status)?);
        let statuses: Vec<String> = statuses.iter().map(|s| s.unwrap_or("").to_owned()).collect();
        figures.push(amounts.into_iter().zip(statuses).collect::<Vec<_>>());
    }
    let mut cells: BTreeMap<Row, BTreeMap<(String, usize), Html>> = BTreeMap::new();
    let mut all_years: BTreeSet<String> = BTreeSet::new();
    let keys = ids.iter().zip(names.iter()).zip(areas.iter().zip(years.iter())).zip(forecasts);
    for (index, (((id, name), (area, year)), forecast)) in keys.enumerate() {
        let (Some(id), Some(area), Some(year)) = (id, area, year) else { continue };
        all_years.insert(year.to_owned());
        let row = cells.entry((name.unwrap_or(id).to_owned(), id.to_owned(), area.to_owned())).or_default();
        for (which, (figures, measure)) in figures.iter().zip(pair.measures).enumerate() {
            let Some((amount, status)) = figures.get(index) else { continue };
            let quote = found.get(&(id.to_owned(), measure.to_owned(), area.to_owned(), year.to_owned()));
            let shown = match amount.and_then(in_pounds) {
                Some(amount) => pounds(amount) + if forecast == Some(true) && which == 1 { " (forecast)" } else { "" },
                None => words(status),
            };
            row.insert((year.to_owned(), which), Html::text(&shown).linked(quote.map(|q| evidence.place(q)).as_deref()));
        }
    }
    let columns: Vec<(String, usize)> = all_years.iter().flat_map(|year| [(year.clone(), 0), (year.clone(), 1)]).collect();
    let heads: Vec<String> = columns.iter().map(|(year, which)| format!("{} {year}", titles.get(*which).unwrap_or(&""))).collect();
    let heads: Vec<Head<'_>> =
        [("Authority and service", false)].into_iter().chain(heads.iter().map(|h| (h.as_str(), true))).collect();
    let n = cells.len();
    let rows = cells.into_iter().map(|((name, _, area), mut row)| {
        let about = [Html::text(&format!("{name}: {}", words(&area)))].into_iter();
        about.chain(columns.iter().map(move |column| row.remove(column).unwrap_or_default())).collect()
    });
    Ok(table(&format!("{n} services of authorities; each figure leads to the words that prove it"), &heads, rows))
}

/// A figure: its submission, measure, service and year.
type Figure = (String, String, String, String);

/// The evidence of each figure.
fn evidence_of(pair: &Pair, dataset: &Path) -> Result<BTreeMap<Figure, Quote>, AnalysisError> {
    let [first, second] = pair.measures.map(|measure| col("measure").eq(lit(measure)));
    let whole = col("cohort").is_null().and(col("category").is_null());
    let rows = scan(dataset, "observations")?.collect(|frame| {
        let key = ["submission_id", "measure", "service_area", "financial_year"].map(col);
        frame.filter(first.or(second).and(whole)).select(key.into_iter().chain(columns()).collect::<Vec<_>>())
    })?;
    let (ids, measures) = (rows.texts("submission_id")?, rows.texts("measure")?);
    let (areas, years) = (rows.texts("service_area")?, rows.texts("financial_year")?);
    let keys = ids.iter().zip(measures.iter()).zip(areas.iter().zip(years.iter()));
    let found = keys.zip(quotes(&rows)?).filter_map(|(((id, measure), (area, year)), quote)| {
        Some(((id?.to_owned(), measure?.to_owned(), area?.to_owned(), year?.to_owned()), quote?))
    });
    Ok(found.collect())
}

/// Authorities whose budget or actual cost is zero, which nothing is divided by.
pub(crate) fn zeros(dataset: &Path) -> Result<Html, AnalysisError> {
    let mut rows = Vec::new();
    for (table, whole, other) in [("outturn", "budget_gbp", "outturn_gbp"), ("estimates", "actual_gbp", "estimated_gbp")] {
        let found = scan(dataset, table)?.collect(|f| {
            let zero = col(whole).eq(lit(0)).and(col(other).is_not_null());
            f.filter(zero).select(["submission_id", "authority_name", "service_area", "financial_year", whole, other].map(col))
        })?;
        let (ids, names) = (found.texts("submission_id")?, found.texts("authority_name")?);
        let (areas, years, others) = (found.texts("service_area")?, found.texts("financial_year")?, found.pence(other)?);
        let about = ids.iter().zip(names.iter()).zip(areas.iter().zip(years.iter())).zip(others);
        rows.extend(about.map(|(((id, name), (area, year)), amount)| {
            let amount = amount.and_then(in_pounds).unwrap_or(Decimal::ZERO);
            let title = |column: &str| words(column.trim_end_matches("_gbp"));
            vec![
                Html::text(name.or(id).unwrap_or("")),
                Html::text(&words(area.unwrap_or(""))),
                Html::text(year.unwrap_or("")),
                Html::text(&format!("{} £0", title(whole))),
                Html::text(&format!("{} {}", title(other), pounds(amount))),
            ]
        }));
    }
    if rows.is_empty() {
        return Ok(paragraph("No budget and no actual cost beside another figure is zero."));
    }
    let heads = [("Authority", false), ("Service", false), ("Year", false), ("Zero", false), ("Beside it", true)];
    Ok(table("Amounts of zero, which nothing was divided by", &heads, rows))
}
