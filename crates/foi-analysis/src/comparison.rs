//! Published figures beside the answers, and never among them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use foi_model::Decimal;
use polars::prelude::*;

use crate::dims::{Dim, Division};
use crate::frame::{AnalysisError, scan};
use crate::pairs::{OUTTURN, each_respondent};
use crate::percent::{percent_of, pounds as in_pounds};
use crate::population::Population;
use crate::published::{ALL_AREAS, Key, read};
use crate::respondents::Respondent;
use crate::table::{Findings, Item, percent, plain, pounds};

/// What an authority gave.
struct Given {
    amount: Option<Decimal>,
    status: String,
}

/// Sets published figures beside the outturn that authorities gave, one row for each authority of the register, year and service area that
/// there is a published figure of.
///
/// # Errors
/// [`AnalysisError::Reference`] where a file is no ASC-FR data file and no revenue outturn; else as [`crate::analyse`].
pub fn beside_published(dataset: &Path, files: &[&Path]) -> Result<Findings, AnalysisError> {
    let published = read(files)?;
    let division = Division { by: &[Dim::AuthorityCode, Dim::AuthorityName], conditions: &[] };
    let mut population = Population::read(dataset, &division)?;
    let given = given(dataset, &mut population)?;
    let elsewhere = otherwise_accessible(dataset)?;
    let names: BTreeMap<&str, (&str, bool)> = population
        .authorities
        .iter()
        .filter_map(|a| {
            let text = |dim| a.value(dim).and_then(|n| population.names.text(n));
            Some((text(Dim::AuthorityCode)?, (text(Dim::AuthorityName).unwrap_or(""), a.submissions > 0)))
        })
        .collect();
    let mut findings = Findings { fields: fields(), rows: Vec::new() };
    for ((code, year, area), figure) in published {
        let Some((name, answered)) = names.get(code.as_str()) else { continue };
        let answer = given.get(&(code.clone(), year.clone(), area.clone()));
        let amount = answer.and_then(|a| a.amount);
        let status = match answer {
            Some(answer) => answer.status.clone(),
            None if *answered => "not_asked".to_owned(),
            None => "no_submission".to_owned(),
        };
        let ratio =
            amount.zip(figure.amount).filter(|_| !figure.partial).and_then(|(given, published)| percent_of(given, published));
        let verdict = match (amount, figure.amount, ratio) {
            (_, None, _) => "not_published",
            (None, Some(_), _) if elsewhere.contains(&code) => "published_only_and_so_stated",
            (None, Some(_), _) => "published_only",
            (Some(_), Some(_), None) if figure.partial => "published_in_part",
            (Some(_), Some(_), ratio) => verdict(ratio),
        };
        findings.rows.push(vec![
            Item::Text(code),
            Item::Text((*name).to_owned()),
            Item::Text(area),
            Item::Text(year),
            Item::decimal(amount),
            Item::Text(status),
            Item::decimal(figure.amount),
            Item::Text(figure.source.to_owned()),
            Item::decimal(ratio),
            Item::Text(verdict.to_owned()),
        ]);
    }
    Ok(findings)
}

/// What a ratio in per cent says of the scale of an answer. Definitions differ between a survey and a return, so a factor of three is no news.
fn verdict(percent: Option<Decimal>) -> &'static str {
    let within = |low: i64, high: i64| percent.is_some_and(|p| p * Decimal::TEN >= Decimal::from(low) && p <= Decimal::from(high));
    if within(333, 300) {
        "same_order"
    } else if percent.is_some_and(|p| p >= Decimal::from(30_000) && p <= Decimal::from(300_000)) {
        "thousandfold"
    } else if percent
        .is_some_and(|p| p > Decimal::ZERO && p * Decimal::from(30) >= Decimal::ONE && p * Decimal::from(3) <= Decimal::ONE)
    {
        "thousandth"
    } else {
        "other_order"
    }
}

fn fields() -> Vec<crate::Field> {
    vec![
        plain("authority_code", "ONS code of the authority"),
        plain("authority_name", "Name of the authority"),
        plain("service_area", "The service, or `all` for the whole of adult social care"),
        plain("financial_year", "The financial year"),
        pounds("outturn_gbp", "What the authority gave in its response"),
        plain("outturn_status", "What is known of it; `not_asked` and `no_submission` where there is no such answer"),
        pounds("published_gbp", "What is published; no part of any figure of the answers"),
        plain("published_in", "Where it is published"),
        percent("answer_of_published_pct", "The answer as a percentage of the published figure, where that is whole"),
        plain(
            "verdict",
            "`same_order` within a factor of three, `thousandfold` and `thousandth` where a unit may have slipped, `other_order`, `published_only` beside a gap, \
             `published_only_and_so_stated` where the authority withheld figures because they are published, `published_in_part`, `not_published`",
        ),
    ]
}

/// The outturns that authorities gave, and their sum where it has no gap.
fn given(dataset: &Path, population: &mut Population) -> Result<BTreeMap<Key, Given>, AnalysisError> {
    let mut given = BTreeMap::new();
    each_respondent(&OUTTURN, dataset, population, |population, respondent, cells| {
        let Respondent::Authority(place) = respondent else { return Ok(()) };
        let code =
            population.authorities.get(place).and_then(|a| a.value(Dim::AuthorityCode)).and_then(|c| population.names.text(c));
        let Some(code) = code else { return Ok(()) };
        let mut totals: BTreeMap<&str, Option<i128>> = BTreeMap::new();
        for cell in &cells {
            let (Some(area), Some(year)) = (population.names.text(cell.area), population.names.text(cell.year)) else { continue };
            let amount = cell.final_second();
            let status = if amount.is_some() { "reported".to_owned() } else { cell.second_reason() };
            given.insert((code.to_owned(), year.to_owned(), area.to_owned()), Given { amount: amount.and_then(in_pounds), status });
            let total = totals.entry(year).or_insert(Some(0));
            *total = total.filter(|_| cell.leaves_no_gap()).and_then(|t| t.checked_add(amount.unwrap_or(0)));
        }
        for (year, total) in totals {
            let status = if total.is_some() { "reported" } else { "has_gaps" };
            let key = (code.to_owned(), year.to_owned(), ALL_AREAS.to_owned());
            given.insert(key, Given { amount: total.and_then(in_pounds), status: status.to_owned() });
        }
        Ok(())
    })?;
    Ok(given)
}

/// The authorities that withheld something because it can be had elsewhere.
fn otherwise_accessible(dataset: &Path) -> Result<BTreeSet<String>, AnalysisError> {
    let rows = scan(dataset, "exemptions")?.collect(|f| f.select(["authority_code", "provision"].map(col)))?;
    let (codes, provisions) = (rows.texts("authority_code")?, rows.texts("provision")?);
    let accessible = |provision: Option<&str>| provision.is_some_and(|p| p.starts_with("FOIA s21") || p.starts_with("FOISA s25"));
    Ok(codes
        .iter()
        .zip(provisions.iter())
        .filter(|(_, p)| accessible(*p))
        .filter_map(|(code, _)| code.map(str::to_owned))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_units_shows() {
        for (percent, expected) in [
            ("100", "same_order"),
            ("33.4", "same_order"),
            ("300", "same_order"),
            ("301", "other_order"),
            ("100000", "thousandfold"),
            ("0.10", "thousandth"),
            ("0", "other_order"),
            ("-50", "other_order"),
        ] {
            assert_eq!(verdict(percent.parse().ok()), expected, "{percent}");
        }
    }
}
