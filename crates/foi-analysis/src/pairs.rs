//! Two amounts of money beside each other, added up over the authorities that gave both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use foi_model::{Decimal, Money};
use polars::prelude::*;

use crate::frame::{AnalysisError, Population, Rows, scan, sender};
use crate::table::{Field, Findings, Item, count, percent, plain, pounds, tally};

/// A table of two amounts, and what is said of their sums.
pub(crate) struct Pair {
    table: &'static str,
    /// The amount that comes first in time, and the one that it is compared with: `budget`, `outturn`.
    names: [&'static str; 2],
    /// The measures of table `observations` that the amounts are taken from.
    measures: [&'static str; 2],
    fields: [Field; 4],
    /// The percentage of the two sums.
    percentage: fn(Money, Money) -> Option<foi_model::Percent>,
}

/// Budget beside outturn.
pub(crate) const OUTTURN: Pair = Pair {
    table: "outturn",
    names: ["budget", "outturn"],
    measures: ["budget", "outturn"],
    fields: [
        pounds("budget_gbp", "Sum of what the authorities that gave both figures planned"),
        pounds("outturn_gbp", "Sum of what they spent"),
        pounds("variance_gbp", "Outturn less budget: above zero is an overspend"),
        percent("variance_pct", "The variance as a percentage of the budget"),
    ],
    percentage: |budget, outturn| outturn.checked_sub(budget)?.percent_of(budget),
};

/// Estimated budget beside actual cost.
pub(crate) const ESTIMATES: Pair = Pair {
    table: "estimates",
    names: ["estimated", "actual"],
    measures: ["estimated_budget", "actual_cost"],
    fields: [
        pounds("estimated_gbp", "Sum of what the RAS of the authorities that gave both figures estimated"),
        pounds("actual_gbp", "Sum of what their care cost"),
        pounds("difference_gbp", "Actual cost less estimate: above zero, care cost more than estimated"),
        percent("accuracy_pct", "The estimate as a percentage of the actual cost"),
    ],
    percentage: |estimated, actual| estimated.percent_of(actual),
};

/// What is known of one service area in one year.
#[derive(Default)]
struct Group {
    /// Those of the register that have a submission with this row.
    present: BTreeSet<String>,
    used: u64,
    forecast: u64,
    flagged: u64,
    unidentified: u64,
    sums: [Decimal; 2],
    excluded: BTreeMap<String, u64>,
}

pub(crate) fn analyse(pair: &Pair, dataset: &Path) -> Result<Findings, AnalysisError> {
    let population = Population::read(dataset)?;
    let flagged = flagged(pair, dataset)?;
    let rows = scan(dataset, pair.table)?.collect(|frame| by_sender(frame, flagged, pair.names))?;
    let mut findings = Findings { fields: fields(pair), rows: Vec::new() };
    for ((service_area, financial_year), mut group) in groups(pair, &rows, &population)? {
        group.excluded.extend(population.absent(&group.present));
        let too_large = || AnalysisError::TooLarge { service_area: service_area.clone(), financial_year: financial_year.clone() };
        let [first, second] = group.sums.map(|sum| Money::try_from(sum).map_err(|_| too_large()));
        let (first, second) = (first?, second?);
        let difference = second.checked_sub(first).ok_or_else(too_large)?;
        let known = |value: Decimal| if group.used == 0 { Item::Absent } else { Item::Decimal(value) };
        findings.rows.push(vec![
            Item::Text(service_area.clone()),
            Item::Text(financial_year.clone()),
            Item::Count(group.used),
            Item::Count(group.excluded.values().sum()),
            Item::Count(group.forecast),
            Item::Count(group.flagged),
            Item::Count(group.unidentified),
            known(first.to_decimal()),
            known(second.to_decimal()),
            known(difference.to_decimal()),
            (pair.percentage)(first, second).map_or(Item::Absent, |p| known(two_places(p.to_decimal()))),
            Item::Counts(group.excluded),
        ]);
    }
    Ok(findings)
}

fn fields(pair: &Pair) -> Vec<Field> {
    let mut fields = vec![
        plain("service_area", "The service"),
        plain("financial_year", "The financial year"),
        plain("n_used", "Authorities of the register that gave both figures"),
        plain("n_excluded", "Authorities of the register that are not in the sums; with n_used, all of the register"),
        plain("n_forecast", "Authorities in the sums whose figures are forecasts"),
        plain("n_flagged", "Authorities in the sums with an error or a warning about the question that a figure comes from"),
        plain("n_unidentified_submissions", "Submissions of no authority of the register, in no sum and no other count"),
    ];
    fields.extend(pair.fields);
    fields.push(plain("excluded", "Why authorities are not in the sums, and how many for each reason"));
    fields
}

/// The same number, written with two places as money is.
fn two_places(mut number: Decimal) -> Decimal {
    number.rescale(2);
    number
}

const CELL: [&str; 3] = ["submission_id", "service_area", "financial_year"];

/// The submissions, service areas and years with a figure whose question has an issue that is more than a note.
fn flagged(pair: &Pair, dataset: &Path) -> Result<LazyFrame, AnalysisError> {
    let question = ["submission_id", "question_id"].map(col);
    let grave = col("severity").eq(lit("error")).or(col("severity").eq(lit("warning")));
    let issues = scan(dataset, "issues")?.frame.filter(grave).select(question.clone());
    let [first, second] = pair.measures.map(|measure| col("measure").eq(lit(measure)));
    // The figure of a cohort or a category is a part, and is not in the sums.
    let whole = col("cohort").is_null().and(col("category").is_null());
    let figures = scan(dataset, "observations")?.frame.filter(first.or(second).and(whole).and(col("value").is_not_null()));
    let cells = figures.join(issues, question.clone(), question, JoinArgs::new(JoinType::Inner)).select(CELL.map(col));
    Ok(cells.unique(None, UniqueKeepStrategy::Any).with_columns([lit(true).alias("flagged")]))
}

/// One row for each service area, year and sender: an authority with two submissions counts once.
fn by_sender(frame: LazyFrame, flagged: LazyFrame, [first, second]: [&str; 2]) -> LazyFrame {
    let amount = |name: &str| col(format!("{name}_gbp"));
    let status = |name: &str| col(format!("{name}_status"));
    let both = || amount(first).is_not_null().and(amount(second).is_not_null());
    let given = |name: &str| amount(name).filter(both());
    frame
        .join(flagged, CELL.map(col), CELL.map(col), JoinArgs::new(JoinType::Left))
        .with_columns([sender()])
        .group_by([col("service_area"), col("financial_year"), col("sender")])
        .agg([
            given(first).min().alias("first"),
            given(second).min().alias("second"),
            given(first).min().neq(given(first).max()).or(given(second).min().neq(given(second).max())).alias("differs"),
            col("forecast").filter(both()).max().alias("forecast"),
            col("flagged").filter(both()).max().alias("flagged"),
            col("submission_id").n_unique().cast(DataType::UInt64).alias("submissions"),
            status(first).min().alias("first_status"),
            status(second).min().alias("second_status"),
        ])
        .sort(["service_area", "financial_year", "sender"], SortMultipleOptions::default())
}

fn groups(pair: &Pair, rows: &Rows, population: &Population) -> Result<BTreeMap<(String, String), Group>, AnalysisError> {
    let (areas, years, senders) = (rows.texts("service_area")?, rows.texts("financial_year")?, rows.texts("sender")?);
    let (firsts, seconds) = (rows.decimals("first")?, rows.decimals("second")?);
    let (differs, submissions) = (rows.booleans("differs")?, rows.counts("submissions")?);
    let marks = rows.booleans("forecast")?.into_iter().zip(rows.booleans("flagged")?);
    let statuses = rows.texts("first_status")?.into_iter().zip(rows.texts("second_status")?);
    let keys = areas.into_iter().zip(years).zip(senders.into_iter().zip(submissions));
    let amounts = firsts.into_iter().zip(seconds).zip(differs.into_iter().zip(marks));

    let mut groups: BTreeMap<(String, String), Group> = BTreeMap::new();
    for ((((area, year), (sender, submissions)), ((first, second), (differs, (forecast, flagged)))), statuses) in
        keys.zip(amounts).zip(statuses)
    {
        let (Some(service_area), Some(financial_year), Some(sender)) = (area, year, sender) else { continue };
        let too_large = || AnalysisError::TooLarge { service_area: service_area.clone(), financial_year: financial_year.clone() };
        let group = groups.entry((service_area.clone(), financial_year.clone())).or_default();
        if !population.expected.contains(&sender) {
            group.unidentified += submissions;
            continue;
        }
        group.present.insert(sender);
        match (first, second) {
            (Some(_), Some(_)) if differs == Some(true) => tally(&mut group.excluded, "reported_twice"),
            (Some(first), Some(second)) => {
                let [sum_first, sum_second] = group.sums;
                let sum = |a: Decimal, b: Decimal| a.checked_add(b).ok_or_else(too_large);
                group.sums = [sum(sum_first, first)?, sum(sum_second, second)?];
                group.used += 1;
                group.forecast += count(usize::from(forecast == Some(true)));
                group.flagged += count(usize::from(flagged == Some(true)));
            }
            _ => tally(&mut group.excluded, reason(pair.names, statuses)),
        }
    }
    Ok(groups)
}

/// `not_held` where both figures are, `outturn not_held` where only one is missing.
fn reason([first, second]: [&str; 2], statuses: (Option<String>, Option<String>)) -> String {
    let (a, b) = (statuses.0.unwrap_or_default(), statuses.1.unwrap_or_default());
    match (a.as_str(), b.as_str()) {
        (a, b) if a == b => a.to_owned(),
        ("reported", b) => format!("{second} {b}"),
        (a, "reported") => format!("{first} {a}"),
        (a, b) => format!("{first} {a}, {second} {b}"),
    }
}

#[cfg(test)]
mod tests;
