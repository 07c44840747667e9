//! Budget against outturn and estimate against actual cost: sums with plots, then every figure with its evidence.

use std::collections::BTreeMap;
use std::path::Path;

use foi_model::Decimal;
use polars::prelude::*;

use super::evidence::Evidences;
use super::figures::{Shelf, Shown, each, place, stated};
use super::findings::{Column, findings_table, value};
use super::html::{Html, item, paragraph, pounds, table, words};
use super::plots::{Bars, Dots, bars, dots};
use crate::dims::{Dim, Division};
use crate::estimates::{usable, why_not};
use crate::frame::{AnalysisError, scan};
use crate::groups::{Basis, Groups, one_reason};
use crate::pairs::{ESTIMATES, OUTTURN, each_respondent};
use crate::percent::{pounds as in_pounds, ratio};
use crate::population::Population;
use crate::table::{Findings, Item, tally};
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

/// The place of the figures that a row adds up.
fn figures_of<'f>(findings: &'f Findings, section: &'f str) -> impl Fn(&[Item]) -> Option<String> + 'f {
    move |row| Some(place(section, &value(&findings.fields, row, "service_area").as_text()))
}

pub(crate) fn outturn(dataset: &Path, shelf: &Shelf<'_>, evidence: &mut Evidences) -> Result<Html, AnalysisError> {
    let findings = analyse(Analysis::Outturn, dataset, &[Dim::ServiceArea, Dim::FinancialYear], &[])?;
    let mut html = paragraph(
        "Sums of the authorities that gave both figures; below each year stands how many these are of the register, and bars of different numbers are not to be compared. \
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
    html.push(findings_table(&findings, "Budget and outturn by service and year", &SUMS, figures_of(&findings, "outturn")));
    html.push(Html::text("What each authority gave").within("h3"));
    if !shelf.is_empty() {
        html.push(paragraph(
            "Beside a gap stands what is published elsewhere, where there is such a figure. It is no answer, and in no sum.",
        ));
    }
    let shown = Shown { pair: &OUTTURN, section: "outturn", titles: ["Budget", "Outturn"], accuracy: None, shelf };
    html.push(each(&shown, dataset, evidence)?);
    Ok(html)
}

/// The bars of each service: the sums of a year, with how many authorities they are of.
fn by_area(findings: &Findings) -> BTreeMap<String, Vec<Bars>> {
    let mut areas: BTreeMap<String, Vec<Bars>> = BTreeMap::new();
    for row in &findings.rows {
        let of = |column| value(&findings.fields, row, column);
        let (Item::Decimal(budget), Item::Decimal(outturn)) = (of("budget_gbp"), of("outturn_gbp")) else { continue };
        let forecast = of("figures").as_text() == "forecast";
        areas.entry(of("service_area").as_text()).or_default().push(Bars {
            label: of("financial_year").as_text(),
            note: format!(
                "{}{} of {}",
                if forecast { "forecast, " } else { "" },
                of("n_used").as_text(),
                register(of("n_used"), of("n_excluded"))
            ),
            amounts: [*budget, *outturn],
            pale: forecast,
        });
    }
    areas
}

/// How many authorities there are in all, used or not.
fn register(used: &Item, excluded: &Item) -> u64 {
    [used, excluded].iter().map(|n| if let Item::Count(n) = n { *n } else { 0 }).sum()
}

pub(crate) fn estimates(dataset: &Path, evidence: &mut Evidences) -> Result<Html, AnalysisError> {
    let findings = analyse(Analysis::Estimates, dataset, &[Dim::ServiceArea, Dim::FinancialYear], &[])?;
    let mut html = paragraph(
        "Accuracy is the estimate as a percentage of the actual cost: above 100 the estimate was too high. Each dot is one service and final year \
         of an authority; the band is the difference that the authority itself calls acceptable, where it names one.",
    );
    html.push(Html::markup("<p class=\"key\"><span><i class=\"band\"></i>own tolerance</span><span><i class=\"dark\"></i>accuracy of one service in one year</span></p>"));
    let (rows, basis) = accuracies(dataset)?;
    let caption = format!(
        "Accuracy of estimates of {} of {} authorities, in per cent of the actual cost. Not in it: ",
        basis.used,
        basis.all()
    );
    html.push(dots(&caption, &rows, item(&Item::Counts(basis.excluded), false)));
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
        figures_of(&findings, "estimates"),
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
        |_| None,
    ));
    html.push(stated(dataset, evidence)?);
    html.push(Html::text("What each authority gave").within("h3"));
    let titles = ["Estimated", "Actual cost"];
    let shown = Shown { pair: &ESTIMATES, section: "estimates", titles, accuracy: Some("Accuracy"), shelf: &Shelf::new() };
    html.push(each(&shown, dataset, evidence)?);
    Ok(html)
}

/// The accuracies of each authority of the register with final figures, and why the others are not among them.
fn accuracies(dataset: &Path) -> Result<(Vec<Dots>, Basis), AnalysisError> {
    let by_name = Division { by: &[Dim::AuthorityName], conditions: &[] };
    let mut population = Population::read(dataset, &by_name)?;
    let tolerances = tolerances(dataset, &population)?;
    let mut rows: BTreeMap<(String, usize), Dots> = BTreeMap::new();
    let whole = Division { by: &[], conditions: &[] };
    let mut groups: Groups<Basis> = Groups::default();
    each_respondent(&ESTIMATES, dataset, &mut population, |population, respondent, cells| {
        groups.divide((&whole, population), respondent, &cells, |basis, place, cells| {
            let last = || cells.iter().filter(|c| !c.forecast);
            let values = last().filter_map(|c| usable(c)).map(ratio).filter_map(Result::transpose);
            let values: Vec<Decimal> = values.collect::<Result<_, _>>()?;
            if values.is_empty() {
                tally(&mut basis.excluded, one_reason(last().map(|c| why_not(c))));
                return Ok(());
            }
            basis.used += 1;
            let name = population.authorities.get(place).and_then(|a| a.value(Dim::AuthorityName));
            let name = name.and_then(|n| population.names.text(n)).unwrap_or("").to_owned();
            let band = tolerances.get(&place).copied();
            rows.insert((name.clone(), place), Dots { label: name, band, values });
            Ok(())
        })
    })?;
    let mut found = groups.finish(&whole, &population).into_iter();
    let basis = found.next().map(|(_, group, absent)| group.sums.with_absent(&absent)).unwrap_or_default();
    Ok((rows.into_values().collect(), basis))
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
