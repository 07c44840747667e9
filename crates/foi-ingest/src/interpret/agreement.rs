//! Figures of one table against each other: sums against totals, and two figures for one cell.

use std::collections::BTreeMap;

use foi_model::{
    Cell, CellStatus, Code, Decimal, Dimensions, Evidence, Issue, IssueCode, Observation, QuestionId, Table as TableDefinition,
};

use super::Figures;
use super::grid::Grid;
use crate::document::Document;

/// Totals that the table states against the sum of its rows, where every row is known.
pub(super) fn totals(grid: &Grid, issues: &mut Vec<Issue>) {
    for (question, measure, dimensions, total, evidence) in &grid.totals {
        let same = |o: &&Observation| {
            &o.measure == measure
                && o.dimensions.financial_year == dimensions.financial_year
                && o.dimensions.cohort == dimensions.cohort
                && o.dimensions.category == dimensions.category
        };
        let parts: Vec<&Observation> =
            grid.observations.iter().filter(|(q, _)| q == question).map(|(_, o)| o).filter(same).collect();
        let known: Option<Vec<_>> = parts
            .iter()
            .filter(|o| {
                o.cell.status() != CellStatus::IncludedElsewhere
                    && o.cell.status() != CellStatus::NotApplicable
                    && o.cell.status() != CellStatus::Blank
            })
            .map(|o| o.cell.reported().map(|r| r.value))
            .collect();
        let Some(known) = known.filter(|k| k.len() >= 2) else { continue };
        let sum: Decimal = known.iter().sum();
        let apart = (sum - total).abs();
        // Rounding of the parts: half a unit of the scale for each.
        let unit = parts.iter().filter_map(|o| o.cell.reported()).map(|r| r.multiplier).max().unwrap_or(0);
        let step = Decimal::from_i128_with_scale(10_i128.pow(u32::from(unit)), 0);
        let slack = step.checked_mul(Decimal::from(known.len())).unwrap_or(step);
        if apart > slack && apart.checked_mul(Decimal::from(200)).is_none_or(|a| a > total.abs()) {
            let message = format!("the rows of {measure} add up to {sum}, and the table says {total}");
            issues.push(Issue::new(IssueCode::TotalDiffers, message).on(question).at(evidence.clone()));
        }
    }
}

/// Figures of whole services that are all too small for pounds, though nothing but a pound sign states their scale.
pub(super) fn small(grid: &Grid, definition: &TableDefinition, issues: &mut Vec<Issue>) {
    let areas = definition.service_areas.as_ref().is_none_or(|a| !a.is_empty());
    let figures: Vec<&Observation> =
        grid.observations.iter().map(|(_, o)| o).filter(|o| o.cell.reported().is_some_and(|r| r.unit.as_str() == "GBP")).collect();
    let largest = figures.iter().filter_map(|o| o.cell.reported()).map(|r| (r.value.abs(), r.multiplier)).max();
    if let Some((largest, 0)) = largest
        && areas
        && figures.len() >= 3
        && largest < Decimal::from(250_000)
        && let Some((question, _)) = grid.observations.first()
        && !grid.issues.iter().any(|i| i.code == IssueCode::ScaleUnstated)
    {
        let message = format!("the largest figure is {largest} pounds, which is little for a service: the scale may be thousands");
        issues.push(Issue::new(IssueCode::ScaleUnstated, message).on(question));
    }
}

/// Two cells of one meaning: the same figure is kept once, and differing figures are not taken.
pub(super) fn settle(documents: &[Document], question: &QuestionId, figures: &mut Figures, issues: &mut Vec<Issue>) {
    let mut kept: Vec<Observation> = Vec::new();
    let mut index: BTreeMap<(Code, Dimensions), usize> = BTreeMap::new();
    for observation in figures.observations.drain(..) {
        let key = (observation.measure.clone(), observation.dimensions.clone());
        let Some(&at) = index.get(&key) else {
            index.insert(key, kept.len());
            kept.push(observation);
            continue;
        };
        let Some(first) = kept.get_mut(at) else { continue };
        let values = (first.cell.reported().map(|r| r.value), observation.cell.reported().map(|r| r.value));
        match values {
            (Some(a), Some(b)) if a != b => {
                let at = |o: &Observation| o.evidence.as_ref().map_or_else(String::new, |e| place(documents, e));
                let message = format!("{a}{} and {b}{} are given for {}", at(first), at(&observation), named(&observation));
                issues.push(Issue::new(IssueCode::CellsConflict, message).on(question).at(observation.evidence.clone()));
                first.cell = Cell::Unreadable {};
            }
            (None, Some(_)) if first.cell.status() != CellStatus::Unreadable => *first = observation,
            _ => {}
        }
    }
    figures.observations = kept;
}

/// Where words stand, after a figure: the file is named where there are several.
fn place(documents: &[Document], evidence: &Evidence) -> String {
    let document = documents.iter().find(|d| d.source.source_id == evidence.source_id).filter(|_| documents.len() > 1);
    let file = document.map_or_else(String::new, |d| format!("`{}` ", d.source.path));
    format!(" ({file}{})", evidence.locator)
}

fn named(observation: &Observation) -> String {
    let d = &observation.dimensions;
    let parts = [
        Some(observation.measure.to_string()),
        d.service_area.as_ref().map(ToString::to_string),
        d.cohort.as_ref().map(ToString::to_string),
        d.financial_year.map(|y| y.to_string()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
