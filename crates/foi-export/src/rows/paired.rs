//! Two measures side by side, by service and year: budget and outturn, estimate and actual cost.

use std::collections::BTreeSet;

use foi_model::{CellStatus, Code, Dimensions, EstimateRow, FinancialYear, Money, OutturnRow};

use super::measured::{Known, Measured, money, share};
use super::subject::Subject;

type Key = (Code, FinancialYear);

/// Two measures of one service and year.
struct PairedCell {
    area: Code,
    year: FinancialYear,
    first: Known<Money>,
    second: Known<Money>,
    corrected: bool,
}

/// Rows of table `outturn`.
pub(super) fn outturn(subject: Subject<'_>) -> Vec<OutturnRow> {
    let rows = paired(subject, "budget", "outturn").into_iter().map(|cell| {
        let variance = difference(&cell);
        OutturnRow {
            submission_id: subject.id(),
            authority_code: subject.code(),
            authority_name: subject.name(),
            service_area: cell.area,
            financial_year: cell.year,
            budget_gbp: cell.first.value,
            budget_status: cell.first.status,
            outturn_gbp: cell.second.value,
            outturn_status: cell.second.status,
            variance_gbp: variance,
            variance_pct: share(variance, cell.first.value),
            forecast: cell.second.forecast,
            corrected: cell.corrected,
        }
    });
    rows.collect()
}

/// Rows of table `estimates`.
pub(super) fn estimates(subject: Subject<'_>) -> Vec<EstimateRow> {
    let rows = paired(subject, "estimated_budget", "actual_cost").into_iter().map(|cell| EstimateRow {
        submission_id: subject.id(),
        authority_code: subject.code(),
        authority_name: subject.name(),
        difference_gbp: difference(&cell),
        accuracy_pct: share(cell.first.value, cell.second.value),
        forecast: either_forecast(cell.first, cell.second),
        service_area: cell.area,
        financial_year: cell.year,
        estimated_gbp: cell.first.value,
        estimated_status: cell.first.status,
        actual_gbp: cell.second.value,
        actual_status: cell.second.status,
        corrected: cell.corrected,
    });
    rows.collect()
}

/// Second less first, where there are both.
fn difference(cell: &PairedCell) -> Option<Money> {
    cell.second.value?.checked_sub(cell.first.value?)
}

/// Whether a figure of the row is a forecast; `None` where there is no figure, or one does not say and the other is none.
fn either_forecast(first: Known<Money>, second: Known<Money>) -> Option<bool> {
    let figures = [first, second].into_iter().filter(|k| k.status == CellStatus::Reported).map(|k| k.forecast);
    let said: BTreeSet<Option<bool>> = figures.collect();
    if said.contains(&Some(true)) {
        Some(true)
    } else if said.contains(&None) {
        None
    } else {
        said.first().copied().flatten()
    }
}

/// Every service and year that the instrument asks two measures for, and every one that the response gives besides. A year that the
/// response gives for one service is a row for each: the instrument may leave the years to the authority.
fn paired(subject: Subject<'_>, first: &str, second: &str) -> Vec<PairedCell> {
    let mut tables = subject.tables_with(first);
    let others = subject.tables_with(second);
    if tables.is_empty() || others.is_empty() {
        return Vec::new();
    }
    tables.extend(others.into_iter().filter(|t| !t.columns.iter().any(|c| c.code.as_str() == first)));
    let firsts = Measured::new(subject, first, key);
    let seconds = Measured::new(subject, second, key);
    let observed: BTreeSet<&Key> = firsts.keys().chain(seconds.keys()).collect();
    let asked = tables.iter().flat_map(|t| t.financial_years.iter().copied());
    let years: BTreeSet<FinancialYear> = asked.chain(observed.iter().map(|key| key.1)).collect();
    let areas = subject.areas_of(&tables);
    let mut keys: Vec<Key> = areas.iter().flat_map(|area| years.iter().map(|&year| (area.clone(), year))).collect();
    keys.extend(observed.into_iter().filter(|(area, _)| !areas.contains(area)).cloned());
    let cells = keys.into_iter().map(|key| {
        let (first, second) = (firsts.known(&key, money), seconds.known(&key, money));
        let corrected = firsts.is_corrected(&key) || seconds.is_corrected(&key);
        PairedCell { area: key.0, year: key.1, first, second, corrected }
    });
    cells.collect()
}

/// Only whole services: a figure for one cohort or category is a part, which must not pass for the whole.
fn key(dimensions: &Dimensions) -> Option<Key> {
    let whole = dimensions.category.is_none() && dimensions.cohort.is_none();
    whole.then(|| dimensions.service_area.clone().zip(dimensions.financial_year)).flatten()
}
