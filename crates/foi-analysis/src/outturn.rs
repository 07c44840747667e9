//! Budget beside outturn.

use std::collections::BTreeMap;
use std::path::Path;

use foi_model::Decimal;

use crate::deflators::{Deflators, year_before};
use crate::dims::{Dim, Division, Key};
use crate::frame::AnalysisError;
use crate::groups::{Basis, Groups, one_reason};
use crate::pairs::{Cell, OUTTURN, each_respondent};
use crate::percent::{percent_of, pounds, share, two_places};
use crate::population::Population;
use crate::respondents::Respondent;
use crate::table::{Field, Findings, Item, number_of, percent, plain, pounds as pounds_field, tally};

/// What this analysis can be divided by.
pub(crate) const DIMS: &[Dim] =
    &[Dim::ServiceArea, Dim::FinancialYear, Dim::Nation, Dim::Region, Dim::AuthorityKind, Dim::AuthorityCode, Dim::AuthorityName];

/// What is divided by unless something else is asked for.
pub(crate) const DEFAULT: &[Dim] = &[Dim::ServiceArea, Dim::FinancialYear];

/// Final figures, or forecasts.
#[derive(Default)]
struct Side {
    basis: Basis,
    partly: u64,
    flagged: u64,
    zero_budget: u64,
    overspent: u64,
    budget: i128,
    outturn: i128,
}

/// Amounts of the same authorities and services in two relations.
#[derive(Default)]
struct Compared {
    n: u64,
    part: i128,
    whole: i128,
}

#[derive(Default)]
struct Sums {
    sides: [Side; 2],
    /// This year's outturn, and that of the year before.
    growth: Compared,
    /// The outturn of a service, and of all services.
    share: Compared,
}

pub(crate) const SIDES: [&str; 2] = ["final", "forecast"];

/// The side that a figure is on which is not on this one.
pub(crate) fn other_side(forecast: bool) -> &'static str {
    let [last, ahead] = SIDES;
    if forecast { last } else { ahead }
}

pub(crate) fn analyse(dataset: &Path, division: &Division<'_>) -> Result<Findings, AnalysisError> {
    let deflators = Deflators::read()?;
    let mut population = Population::read(dataset, division)?;
    let mut groups: Groups<Sums> = Groups::default();
    each_respondent(&OUTTURN, dataset, &mut population, |population, respondent, cells| {
        add(&mut groups, division, population, respondent, &cells)
    })?;
    let mut findings = Findings { fields: fields(division), rows: Vec::new() };
    for (key, group, absent) in groups.finish(division, &population) {
        let year =
            division.by.iter().zip(&key).find(|(dim, _)| **dim == Dim::FinancialYear).and_then(|(_, y)| population.names.text(*y));
        let Sums { sides: [last, forecast], growth, share } = group.sums;
        let growth = growth_items(&growth, year.and_then(|year| deflators.rise_since_year_before(year)))?;
        let share = [Item::Count(share.n), Item::decimal(percent_of(pounds_of(share.part)?, pounds_of(share.whole)?))];
        let none = [Item::Count(0), Item::Absent, Item::Absent, Item::Count(0), Item::Absent];
        for (name, side, relations) in
            [(SIDES[0], last, growth.into_iter().chain(share).collect::<Vec<_>>()), (SIDES[1], forecast, none.to_vec())]
        {
            if name == SIDES[1] && side.basis.used == 0 {
                continue;
            }
            let mut row = division.items(&key, &population.names);
            row.push(Item::Text(name.to_owned()));
            row.extend(items(side, &absent, group.unidentified, relations)?);
            findings.rows.push(row);
        }
    }
    Ok(findings)
}

fn pounds_of(pence: i128) -> Result<Decimal, AnalysisError> {
    pounds(pence).ok_or(AnalysisError::TooLarge)
}

fn fields(division: &Division<'_>) -> Vec<Field> {
    let mut fields = division.fields();
    fields.push(plain("figures", "`final`, or `forecast` where an outturn is an expectation; neither is in the sums of the other"));
    fields.extend(Basis::fields());
    fields.extend([
        number_of("n_partly", "Authorities in the sums that did not give both figures for every service and year of the row")
            .aside(),
        number_of("n_flagged", "Authorities in the sums with an error or a warning about the question that a figure comes from"),
        number_of("n_unidentified_submissions", "Submissions of no authority of the register, in no sum and no other count")
            .aside(),
        pounds_field("budget_gbp", "Sum of what the authorities that gave both figures planned"),
        pounds_field("outturn_gbp", "Sum of what they spent"),
        pounds_field("variance_gbp", "Outturn less budget: above zero is an overspend"),
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
        Basis::reasons_field(),
    ]);
    fields
}

fn add(
    groups: &mut Groups<Sums>,
    division: &Division<'_>,
    population: &Population,
    respondent: Respondent,
    cells: &[Cell],
) -> Result<(), AnalysisError> {
    let mut about: BTreeMap<Key, Vec<&Cell>> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| division.allows(&population.names, |dim| cell.value(dim))) {
        let value = |dim| cell.value(dim).or_else(|| population.value(respondent, dim)).unwrap_or(crate::dims::NONE);
        about.entry(division.key(value)).or_default().push(cell);
    }
    let totals = totals(cells);
    for (key, about) in about {
        let group = groups.at(key);
        if respondent == Respondent::Unknown {
            group.unidentified += 1;
            continue;
        }
        group.present += 1;
        for (side, forecast) in group.sums.sides.iter_mut().zip([false, true]) {
            add_side(side, &about, forecast)?;
        }
        if division.has(Dim::FinancialYear) {
            let names = &population.names;
            let before = |cell: &Cell| {
                let year = year_before(names.text(cell.year)?)?;
                let before = cells.iter().find(|c| c.area == cell.area && names.text(c.year) == Some(year.as_str()))?;
                Some((cell.final_second()?, before.final_second()?))
            };
            compare(&mut group.sums.growth, about.iter().filter_map(|cell| before(cell)))?;
        }
        if division.has(Dim::ServiceArea) {
            let of_total = |cell: &Cell| Some((cell.final_second().unwrap_or(0), *totals.get(&cell.year)?));
            compare(&mut group.sums.share, about.iter().filter_map(|cell| of_total(cell)))?;
        }
    }
    Ok(())
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
        plus(&mut to.part, part)?;
        plus(&mut to.whole, whole)?;
    }
    to.n += u64::from(any);
    Ok(())
}

fn plus(sum: &mut i128, amount: i128) -> Result<(), AnalysisError> {
    *sum = sum.checked_add(amount).ok_or(AnalysisError::TooLarge)?;
    Ok(())
}

fn add_side(side: &mut Side, cells: &[&Cell], forecast: bool) -> Result<(), AnalysisError> {
    let used: Vec<[i128; 2]> = cells.iter().filter(|c| c.forecast == forecast).filter_map(|c| c.both()).collect();
    if used.is_empty() {
        let reason = |c: &&Cell| if c.both().is_some() { other_side(forecast).to_owned() } else { c.reason(OUTTURN.names) };
        tally(&mut side.basis.excluded, one_reason(cells.iter().map(reason)));
        return Ok(());
    }
    let (mut budget, mut outturn) = (0, 0);
    for [planned, spent] in &used {
        plus(&mut budget, *planned)?;
        plus(&mut outturn, *spent)?;
    }
    side.basis.used += 1;
    side.partly += u64::from(used.len() < cells.len());
    side.flagged += u64::from(cells.iter().any(|c| c.flagged && c.forecast == forecast && c.both().is_some()));
    side.zero_budget += u64::from(budget == 0);
    side.overspent += u64::from(outturn > budget);
    plus(&mut side.budget, budget)?;
    plus(&mut side.outturn, outturn)
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

fn items(side: Side, absent: &BTreeMap<String, u64>, unidentified: u64, relations: Vec<Item>) -> Result<Vec<Item>, AnalysisError> {
    let Side { basis, partly, flagged, zero_budget, overspent, budget, outturn } = side;
    let basis = basis.with_absent(absent);
    let (used, all) = (basis.used, basis.all());
    let variance = outturn.checked_sub(budget).ok_or(AnalysisError::TooLarge)?;
    let (budget, outturn, variance) = (pounds_of(budget)?, pounds_of(outturn)?, pounds_of(variance)?);
    let known = |item: Item| if used == 0 { Item::Absent } else { item };
    let mut items = basis.items().to_vec();
    items.extend([Item::Count(partly), Item::Count(flagged), Item::Count(unidentified)]);
    items.extend([budget, outturn, variance].map(|amount| known(Item::Decimal(amount))));
    items.push(known(Item::decimal(percent_of(variance, budget))));
    items.extend([Item::Count(zero_budget), Item::Count(overspent)]);
    items.extend([share(overspent, used), share(overspent, all), share(overspent + all - used, all)].map(Item::decimal));
    items.extend(relations);
    items.push(Item::Counts(basis.excluded));
    Ok(items)
}
