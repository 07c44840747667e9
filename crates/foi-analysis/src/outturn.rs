//! Budget beside outturn.

use std::collections::BTreeMap;
use std::path::Path;

use foi_model::Decimal;

use crate::deflators::{Deflators, year_before};
use crate::dims::{Dim, Division};
use crate::frame::AnalysisError;
use crate::groups::Groups;
use crate::pairs::{Cell, OUTTURN, each_respondent};
use crate::percent::{percent_of, pounds, share, two_places};
use crate::population::Population;
use crate::sides::{Own, Sides, Sums, findings};
use crate::table::{Field, Findings, Item, number_of, percent, pounds as pounds_field};

/// Amounts of the same authorities and services in two relations.
#[derive(Default)]
struct Compared {
    n: u64,
    part: i128,
    whole: i128,
}

#[derive(Default)]
struct Spent {
    zero_budget: u64,
    overspent: u64,
    /// This year's outturn, and that of the year before; of final figures alone.
    growth: Compared,
    /// The outturn of a service, and of all services; of final figures alone.
    share: Compared,
}

pub(crate) fn analyse(dataset: &Path, division: &Division<'_>) -> Result<Findings, AnalysisError> {
    let deflators = Deflators::read()?;
    let mut population = Population::read(dataset, division)?;
    let mut groups: Groups<Sides<Spent>> = Groups::default();
    each_respondent(&OUTTURN, dataset, &mut population, |population, respondent, cells| {
        let totals = totals(&cells);
        groups.divide((division, population), respondent, &cells, |Sides(sides), _, about| {
            for (side, forecast) in sides.iter_mut().zip([false, true]) {
                side.add((about, forecast), Cell::both, |cell| cell.reason(OUTTURN.names), count)?;
            }
            let [last, _] = sides;
            if division.has(Dim::FinancialYear) {
                compare(&mut last.own.growth, about.iter().filter_map(|cell| grown(cell, &cells, population)))?;
            }
            if division.has(Dim::ServiceArea) {
                let of_total = |cell: &&Cell| Some((cell.final_second().unwrap_or(0), *totals.get(&cell.year)?));
                compare(&mut last.own.share, about.iter().filter_map(of_total))?;
            }
            Ok(())
        })
    })?;
    findings(groups, (division, &population), (amounts(), fields()), |key, sums, spent| {
        let mut years = division.by.iter().zip(key).filter(|(dim, _)| **dim == Dim::FinancialYear);
        let year = years.next().and_then(|(_, year)| population.names.text(*year));
        items(sums, &spent, year.and_then(|year| deflators.rise_since_year_before(year)))
    })
}

fn amounts() -> [Field; 3] {
    [
        pounds_field("budget_gbp", "Sum of what the authorities that gave both figures planned"),
        pounds_field("outturn_gbp", "Sum of what they spent"),
        pounds_field("variance_gbp", "Outturn less budget: above zero is an overspend"),
    ]
}

fn fields() -> Vec<Field> {
    vec![
        percent("variance_pct", "The variance as a percentage of the budget; absent where the budget is zero"),
        number_of(
            "n_zero_budget",
            "Authorities in the sums whose budget is zero: they have a variance and no percentage of their own",
        )
        .aside(),
        number_of("n_overspent", "Authorities in the sums whose outturn is above their budget").aside(),
        percent("overspent_pct", "Share of the authorities in the sums that overspent").aside(),
        percent("overspent_low_pct", "The share of all of the register if nobody else overspent").aside(),
        percent("overspent_high_pct", "The share of all of the register if everybody else overspent").aside(),
        number_of("n_growth", "Authorities with a final outturn for the same service in this year and the year before").aside(),
        percent("growth_cash_pct", "Growth of their outturn on the year before, in cash").aside(),
        percent("growth_real_pct", "The same in real terms, by GDP deflators; absent where there is no deflator").aside(),
        number_of("n_share", "Authorities whose final outturns of a year leave no gap, so that there is a total").aside(),
        percent("share_pct", "This service's share of their total outturn").aside(),
    ]
}

fn count(spent: &mut Spent, [budget, outturn]: Own) -> Result<bool, AnalysisError> {
    spent.zero_budget += u64::from(budget == 0);
    spent.overspent += u64::from(outturn > budget);
    Ok(true)
}

/// The outturn of a cell and that of the year before, where both are final.
fn grown(cell: &Cell, cells: &[Cell], population: &Population) -> Option<(i128, i128)> {
    let names = &population.names;
    let year = year_before(names.text(cell.year)?)?;
    let before = cells.iter().find(|c| c.area == cell.area && names.text(c.year) == Some(year.as_str()))?;
    Some((cell.final_second()?, before.final_second()?))
}

/// The outturn of all services in each year that has no gap.
fn totals(cells: &[Cell]) -> BTreeMap<u32, i128> {
    let mut years: BTreeMap<u32, Option<i128>> = BTreeMap::new();
    for cell in cells {
        let total = years.entry(cell.year).or_insert(Some(0));
        *total = total.filter(|_| cell.leaves_no_gap()).and_then(|t| t.checked_add(cell.final_second().unwrap_or(0)));
    }
    years.into_iter().filter_map(|(year, total)| Some((year, total.filter(|t| *t > 0)?))).collect()
}

fn compare(to: &mut Compared, amounts: impl Iterator<Item = (i128, i128)>) -> Result<(), AnalysisError> {
    let mut any = false;
    for (part, whole) in amounts {
        any = true;
        to.part = to.part.checked_add(part).ok_or(AnalysisError::TooLarge)?;
        to.whole = to.whole.checked_add(whole).ok_or(AnalysisError::TooLarge)?;
    }
    to.n += u64::from(any);
    Ok(())
}

fn pounds_of(pence: i128) -> Result<Decimal, AnalysisError> {
    pounds(pence).ok_or(AnalysisError::TooLarge)
}

fn growth_items(growth: &Compared, deflator: Option<Decimal>) -> Result<[Item; 3], AnalysisError> {
    let (now, before) = (pounds_of(growth.part)?, pounds_of(growth.whole)?);
    let grown = |before: Decimal| {
        let percent = now.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(before)?;
        percent.checked_sub(Decimal::ONE_HUNDRED).map(two_places)
    };
    let real = deflator.and_then(|d| before.checked_mul(d)).and_then(grown);
    Ok([Item::Count(growth.n), Item::decimal(grown(before)), Item::decimal(real)])
}

fn items(sums: &Sums, spent: &Spent, deflator: Option<Decimal>) -> Result<Vec<Item>, AnalysisError> {
    let Sums { used, all, .. } = *sums;
    let overspent = spent.overspent;
    let mut items = vec![Item::decimal(percent_of(sums.difference, sums.first))];
    items.extend([Item::Count(spent.zero_budget), Item::Count(overspent)]);
    items.extend([share(overspent, used), share(overspent, all), share(overspent + all - used, all)].map(Item::decimal));
    items.extend(growth_items(&spent.growth, deflator)?);
    items.push(Item::Count(spent.share.n));
    items.push(Item::decimal(percent_of(pounds_of(spent.share.part)?, pounds_of(spent.share.whole)?)));
    Ok(items)
}
