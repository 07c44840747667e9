//! Estimated budget beside actual cost: how close estimates come.

use std::path::Path;

use foi_model::Decimal;

use crate::dims::Division;
use crate::frame::AnalysisError;
use crate::groups::Groups;
use crate::pairs::{Cell, ESTIMATES, each_respondent};
use crate::percent::{hundredths, mean, median, of_hundredths, percent_of, ratio, share, two_places};
use crate::population::Population;
use crate::sides::{Sides, Sums, findings};
use crate::table::{Field, Findings, Item, number_of, percent, pounds as pounds_field};
use crate::tolerance::tolerances;

#[derive(Default)]
struct Close {
    /// The accuracy of each authority, in hundredths of per cent.
    accuracies: Vec<i64>,
    /// Authorities with a tolerance of their own, and those of them whose estimate is within it.
    with_tolerance: u64,
    within: u64,
}

pub(crate) fn analyse(dataset: &Path, division: &Division<'_>) -> Result<Findings, AnalysisError> {
    let mut population = Population::read(dataset, division)?;
    let tolerances = tolerances(dataset, &population)?;
    let mut groups: Groups<Sides<Close>> = Groups::default();
    each_respondent(&ESTIMATES, dataset, &mut population, |population, respondent, cells| {
        groups.divide((division, population), respondent, &cells, |Sides(sides), place, about| {
            for (side, forecast) in sides.iter_mut().zip([false, true]) {
                side.add((about, forecast), usable, why_not, |close, own| close.count(own, tolerances.get(&place).copied()))?;
            }
            Ok(())
        })
    })?;
    findings(groups, (division, &population), (amounts(), fields()), |_, sums, close| Ok(items(sums, &close)))
}

fn amounts() -> [Field; 3] {
    [
        pounds_field("estimated_gbp", "Sum of what the RAS of the authorities that gave both figures estimated"),
        pounds_field("actual_gbp", "Sum of what their care cost"),
        pounds_field("difference_gbp", "Actual cost less estimate: above zero, care cost more than estimated").aside(),
    ]
}

fn fields() -> Vec<Field> {
    vec![
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
    ]
}

/// Both amounts of a cell that something can be said of: nothing is a share of a cost of zero.
pub(crate) fn usable(cell: &Cell) -> Option<[i128; 2]> {
    cell.both().filter(|[_, actual]| *actual != 0)
}

/// Why nothing can be said of a cell.
pub(crate) fn why_not(cell: &Cell) -> String {
    if cell.both().is_some() { "zero_actual_cost".to_owned() } else { cell.reason(ESTIMATES.names) }
}

impl Close {
    fn count(&mut self, own: [i128; 2], tolerance: Option<Decimal>) -> Result<bool, AnalysisError> {
        let Some(accuracy) = ratio(own)? else { return Ok(false) };
        self.accuracies.push(hundredths(accuracy).ok_or(AnalysisError::TooLarge)?);
        if let Some(tolerance) = tolerance {
            self.with_tolerance += 1;
            self.within += u64::from((accuracy - Decimal::ONE_HUNDRED).abs() <= tolerance);
        }
        Ok(true)
    }
}

fn items(sums: &Sums, close: &Close) -> Vec<Item> {
    let Close { accuracies, with_tolerance, within } = close;
    let accuracies = of_hundredths(accuracies);
    let mean_accuracy = mean(&accuracies);
    let errors: Vec<Decimal> = accuracies.iter().map(|a| (*a - Decimal::ONE_HUNDRED).abs()).collect();
    let mut items = vec![Item::decimal(percent_of(sums.first, sums.second)), Item::decimal(mean_accuracy)];
    items.push(Item::decimal(mean_accuracy.map(|a| two_places(a - Decimal::ONE_HUNDRED))));
    items.extend([mean(&errors), median(errors)].map(Item::decimal));
    items.extend([Item::Count(*with_tolerance), Item::Count(*within)]);
    let outside = with_tolerance - within;
    items.extend(
        [share(*within, *with_tolerance), share(*within, sums.all), share(sums.all - outside, sums.all)].map(Item::decimal),
    );
    items
}
