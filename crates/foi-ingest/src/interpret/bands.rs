//! Rows that come in groups, one for each measure, whose label stands anywhere beside them.

use std::collections::BTreeSet;

use foi_model::Code;

use super::labels::Named;
use super::layout::Row;

/// Gives each row of a group the service that the labels of the group name together: in a table out of a PDF `Day` may stand beside the budget
/// and `care` beside the outturn, or `Day care` beside the second of three. `label` is what stands in the first column of a row.
pub(super) fn settle<'t>(rows: &mut [Row], label: impl Fn(usize) -> &'t str, read: impl Fn(&str) -> Named) {
    let codes: Vec<Option<Code>> = rows.iter().map(|r| r.named.column.clone()).collect();
    let distinct: BTreeSet<&Code> = codes.iter().flatten().collect();
    let size = distinct.len();
    let Some(first) = codes.get(..size).filter(|_| size >= 2 && rows.len() >= size * 2 && rows.len().is_multiple_of(size)) else {
        return;
    };
    let once = first.iter().flatten().collect::<BTreeSet<_>>().len() == size;
    if !once || codes.chunks(size).any(|group| group != first) {
        return;
    }
    let joined: Vec<String> = rows
        .chunks(size)
        .map(|group| group.iter().map(|r| label(r.index).trim()).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" "))
        .collect();
    let named: Vec<Named> = joined.iter().map(|l| read(l)).collect();
    let areas: BTreeSet<&Code> = named.iter().filter_map(|n| n.service_area.as_ref()).collect();
    let totals = named.iter().filter(|n| n.total && n.service_area.is_none()).count();
    if areas.len() + totals != named.len() || totals > 1 {
        return;
    }
    for ((group, label), own) in rows.chunks_mut(size).zip(&joined).zip(&named) {
        for row in group.iter_mut().filter(|r| r.named.service_area != own.service_area || r.named.total != own.total) {
            let (service_area, total) = (own.service_area.clone(), own.total);
            row.named = Named { service_area, total, ambiguous: false, ..std::mem::take(&mut row.named) };
            row.label.clone_from(label);
        }
    }
}
