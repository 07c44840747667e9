//! Estimated budget beside actual cost: how close estimates come.

use std::collections::BTreeMap;
use std::path::Path;

use foi_model::Decimal;

use crate::dims::{Dim, Division, Key, NONE};
use crate::frame::AnalysisError;
use crate::groups::{Basis, Groups, one_reason};
use crate::outturn::{SIDES, other_side};
use crate::pairs::{Cell, ESTIMATES, each_respondent};
use crate::percent::{hundredths, mean, median, of_hundredths, percent_of, pounds, share, two_places};
use crate::population::Population;
use crate::respondents::Respondent;
use crate::table::{Field, Findings, Item, number_of, percent, plain, pounds as pounds_field, tally};
use crate::tolerance::tolerances;

/// What this analysis can be divided by.
pub(crate) const DIMS: &[Dim] = crate::outturn::DIMS;

/// What is divided by unless something else is asked for.
pub(crate) const DEFAULT: &[Dim] = crate::outturn::DEFAULT;

/// Final figures, or forecasts.
#[derive(Default)]
struct Side {
    basis: Basis,
    partly: u64,
    flagged: u64,
    estimated: i128,
    actual: i128,
    /// The accuracy of each authority, in hundredths of per cent.
    accuracies: Vec<i64>,
    /// Authorities with a tolerance of their own, and those of them whose estimate is within it.
    with_tolerance: u64,
    within: u64,
}

#[derive(Default)]
struct Sums([Side; 2]);

pub(crate) fn analyse(dataset: &Path, division: &Division<'_>) -> Result<Findings, AnalysisError> {
    let mut population = Population::read(dataset, division)?;
    let tolerances = tolerances(dataset, &population)?;
    let mut groups: Groups<Sums> = Groups::default();
    each_respondent(&ESTIMATES, dataset, &mut population, |population, respondent, cells| {
        let tolerance = match respondent {
            Respondent::Authority(place) => tolerances.get(&place).copied(),
            Respondent::Unknown => None,
        };
        add(&mut groups, division, population, respondent, &cells, tolerance)
    })?;
    let mut findings = Findings { fields: fields(division), rows: Vec::new() };
    for (key, group, absent) in groups.finish(division, &population) {
        let Sums(sides) = group.sums;
        for (name, side) in SIDES.into_iter().zip(sides) {
            if name == SIDES[1] && side.basis.used == 0 {
                continue;
            }
            let mut row = division.items(&key, &population.names);
            row.push(Item::Text(name.to_owned()));
            row.extend(items(side, &absent, group.unidentified)?);
            findings.rows.push(row);
        }
    }
    Ok(findings)
}

fn fields(division: &Division<'_>) -> Vec<Field> {
    let mut fields = division.fields();
    fields.push(plain("figures", "`final`, or `forecast` where a figure is an expectation; neither is in the sums of the other"));
    fields.extend(Basis::fields());
    fields.extend([
        number_of("n_partly", "Authorities in the sums that did not give both figures for every service and year of the row")
            .aside(),
        number_of("n_flagged", "Authorities in the sums with an error or a warning about the question that a figure comes from"),
        number_of("n_unidentified_submissions", "Submissions of no authority of the register, in no sum and no other count")
            .aside(),
        pounds_field("estimated_gbp", "Sum of what the RAS of the authorities that gave both figures estimated"),
        pounds_field("actual_gbp", "Sum of what their care cost"),
        pounds_field("difference_gbp", "Actual cost less estimate: above zero, care cost more than estimated").aside(),
        percent(
            "weighted_accuracy_pct",
            "The sum of estimates as a percentage of the sum of actual costs: above 100, estimates were too high",
        ),
        percent("mean_accuracy_pct", "Mean of the authorities' own accuracies, each counting once").aside(),
        percent("bias_pct", "That mean less 100: above zero, estimates were too high"),
        percent("mean_absolute_error_pct", "Mean distance of the authorities' accuracies from 100").aside(),
        percent("median_absolute_error_pct", "Middle distance of the authorities' accuracies from 100"),
        number_of("n_tolerance", "Authorities in the sums that state a tolerance of their own"),
        number_of("n_within_tolerance", "Those of them whose accuracy is within it"),
        percent("within_tolerance_pct", "Share of the authorities that state a tolerance").aside(),
        percent("within_tolerance_low_pct", "The share of all of the register if nobody else is within their own").aside(),
        percent("within_tolerance_high_pct", "The share of all of the register if everybody else is").aside(),
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
    tolerance: Option<Decimal>,
) -> Result<(), AnalysisError> {
    let mut about: BTreeMap<Key, Vec<&Cell>> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| division.allows(&population.names, |dim| cell.value(dim))) {
        let value = |dim| cell.value(dim).or_else(|| population.value(respondent, dim)).unwrap_or(NONE);
        about.entry(division.key(value)).or_default().push(cell);
    }
    for (key, about) in about {
        let group = groups.at(key);
        if respondent == Respondent::Unknown {
            group.unidentified += 1;
            continue;
        }
        group.present += 1;
        let Sums(sides) = &mut group.sums;
        for (side, forecast) in sides.iter_mut().zip([false, true]) {
            add_side(side, &about, forecast, tolerance)?;
        }
    }
    Ok(())
}

/// Both amounts of a cell that something can be said of: nothing is a share of a cost of zero.
fn usable(cell: &Cell) -> Option<[i128; 2]> {
    cell.both().filter(|[_, actual]| *actual != 0)
}

/// Estimate and actual cost of cells, if there are any and their cost is not zero.
pub(crate) fn pooled<'a>(cells: impl Iterator<Item = &'a Cell>) -> Result<Option<Pooled>, AnalysisError> {
    let (mut estimated_sum, mut actual_sum, mut used) = (0i128, 0i128, 0);
    for [estimated, actual] in cells.filter_map(usable) {
        estimated_sum = estimated_sum.checked_add(estimated).ok_or(AnalysisError::TooLarge)?;
        actual_sum = actual_sum.checked_add(actual).ok_or(AnalysisError::TooLarge)?;
        used += 1;
    }
    let Some((estimated, actual)) = pounds(estimated_sum).zip(pounds(actual_sum)) else { return Err(AnalysisError::TooLarge) };
    Ok(percent_of(estimated, actual).map(|accuracy| Pooled {
        estimated: estimated_sum,
        actual: actual_sum,
        cells: used,
        accuracy,
        cost_of_estimate: percent_of(actual, estimated),
    }))
}

/// The cells of one authority added up.
pub(crate) struct Pooled {
    estimated: i128,
    actual: i128,
    cells: usize,
    /// The estimate as a percentage of the actual cost.
    pub(crate) accuracy: Decimal,
    /// The actual cost as a percentage of the estimate, which is how the survey asks for accuracy; none where the estimate is zero.
    pub(crate) cost_of_estimate: Option<Decimal>,
}

fn add_side(side: &mut Side, cells: &[&Cell], forecast: bool, tolerance: Option<Decimal>) -> Result<(), AnalysisError> {
    let Some(pooled) = pooled(cells.iter().copied().filter(|c| c.forecast == forecast))? else {
        let reason = |c: &&Cell| match (usable(c), c.both()) {
            (Some(_), _) if c.forecast != forecast => other_side(forecast).to_owned(),
            (Some(_), _) | (None, Some(_)) => "zero_actual_cost".to_owned(),
            (None, None) => c.reason(ESTIMATES.names),
        };
        tally(&mut side.basis.excluded, one_reason(cells.iter().map(reason)));
        return Ok(());
    };
    side.basis.used += 1;
    side.partly += u64::from(pooled.cells < cells.len());
    side.flagged += u64::from(cells.iter().any(|c| c.flagged && c.forecast == forecast && usable(c).is_some()));
    side.estimated = side.estimated.checked_add(pooled.estimated).ok_or(AnalysisError::TooLarge)?;
    side.actual = side.actual.checked_add(pooled.actual).ok_or(AnalysisError::TooLarge)?;
    side.accuracies.push(hundredths(pooled.accuracy).ok_or(AnalysisError::TooLarge)?);
    if let Some(tolerance) = tolerance {
        side.with_tolerance += 1;
        side.within += u64::from((pooled.accuracy - Decimal::ONE_HUNDRED).abs() <= tolerance);
    }
    Ok(())
}

fn items(side: Side, absent: &BTreeMap<String, u64>, unidentified: u64) -> Result<Vec<Item>, AnalysisError> {
    let Side { basis, partly, flagged, estimated, actual, accuracies, with_tolerance, within } = side;
    let basis = basis.with_absent(absent);
    let (used, all) = (basis.used, basis.all());
    let difference = actual.checked_sub(estimated).ok_or(AnalysisError::TooLarge)?;
    let pounds_of = |pence| pounds(pence).ok_or(AnalysisError::TooLarge);
    let (estimated, actual, difference) = (pounds_of(estimated)?, pounds_of(actual)?, pounds_of(difference)?);
    let mut items = basis.items().to_vec();
    items.extend([Item::Count(partly), Item::Count(flagged), Item::Count(unidentified)]);
    items.extend([estimated, actual, difference].map(|a| if used == 0 { Item::Absent } else { Item::Decimal(a) }));
    items.push(Item::decimal(percent_of(estimated, actual)));
    let accuracies = of_hundredths(&accuracies);
    let accuracy = mean(&accuracies);
    let errors: Vec<Decimal> = accuracies.iter().map(|a| (*a - Decimal::ONE_HUNDRED).abs()).collect();
    items.push(Item::decimal(accuracy));
    items.push(Item::decimal(accuracy.map(|a| two_places(a - Decimal::ONE_HUNDRED))));
    items.extend([mean(&errors), median(errors)].map(Item::decimal));
    items.extend([Item::Count(with_tolerance), Item::Count(within)]);
    let outside = with_tolerance - within;
    items.extend([share(within, with_tolerance), share(within, all), share(all - outside, all)].map(Item::decimal));
    items.push(Item::Counts(basis.excluded));
    Ok(items)
}
