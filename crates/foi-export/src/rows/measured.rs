//! The cells of one measure, by key.

use std::collections::{BTreeMap, BTreeSet};

use foi_model::{Cell, CellStatus, Dimensions, Money, Percent, Reported};

use super::subject::Subject;

/// What the tables say of a cell: a value only where the status is `reported`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known<V> {
    pub(super) value: Option<V>,
    pub(super) status: CellStatus,
    pub(super) forecast: Option<bool>,
}

/// The cells of one measure.
pub(super) struct Measured<'a, K> {
    cells: BTreeMap<K, Vec<&'a Cell>>,
    /// The keys with a cell that a person corrected.
    corrected: BTreeSet<K>,
    otherwise: CellStatus,
}

impl<'a, K: Ord + Clone> Measured<'a, K> {
    /// The cells of a measure whose dimensions have a key; the others are left out.
    pub(super) fn new(subject: Subject<'a>, measure: &str, key: impl Fn(&Dimensions) -> Option<K>) -> Self {
        let mut cells: BTreeMap<K, Vec<&Cell>> = BTreeMap::new();
        let mut corrected = BTreeSet::new();
        for observation in subject.submission.answers.iter().flat_map(|a| &a.observations).filter(|o| o.measure.as_str() == measure)
        {
            if let Some(key) = key(&observation.dimensions) {
                if observation.corrected.is_some() {
                    corrected.insert(key.clone());
                }
                cells.entry(key).or_default().push(&observation.cell);
            }
        }
        for same in cells.values_mut() {
            // That the cell is not in one place of the response says nothing against the place where it is.
            if same.iter().any(|c| c.status() != CellStatus::NotFound) {
                same.retain(|c| c.status() != CellStatus::NotFound);
            }
        }
        Self { cells, corrected, otherwise: subject.status_without_cell(measure) }
    }

    /// Whether a person corrected a cell of a key.
    pub(super) fn is_corrected(&self, key: &K) -> bool {
        self.corrected.contains(key)
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &K> {
        self.cells.keys()
    }

    /// What is known of a cell. Two cells of one key that say different things are `unreadable`, and so is a value that cannot be converted
    /// exactly.
    pub(super) fn known<V>(&self, key: &K, convert: fn(&Reported) -> Option<V>) -> Known<V> {
        let without = |status| Known { value: None, status, forecast: None };
        let mut cells = self.cells.get(key).into_iter().flatten();
        let Some(first) = cells.next() else { return without(self.otherwise) };
        if cells.any(|other| !agree(first, other)) {
            return without(CellStatus::Unreadable);
        }
        match first {
            Cell::Reported(reported) => match convert(reported) {
                Some(value) => Known { value: Some(value), status: CellStatus::Reported, forecast: self.forecast(key) },
                None => without(CellStatus::Unreadable),
            },
            other => without(other.status()),
        }
    }

    /// Whether the cells of a key are forecasts; `None` where they do not agree.
    fn forecast(&self, key: &K) -> Option<bool> {
        let mut said = self.cells.get(key).into_iter().flatten().filter_map(|c| c.reported()?.forecast);
        let first = said.next()?;
        said.all(|f| f == first).then_some(first)
    }
}

fn agree(one: &Cell, other: &Cell) -> bool {
    match (one.reported(), other.reported()) {
        (Some(one), Some(other)) => one.value == other.value && one.unit == other.unit,
        _ => one.status() == other.status(),
    }
}

/// Pounds, where the value is that exactly.
pub(super) fn money(reported: &Reported) -> Option<Money> {
    (reported.unit.as_str() == "GBP").then(|| Money::try_from(reported.value).ok()).flatten()
}

/// A percentage, where the value is that exactly.
pub(super) fn percent(reported: &Reported) -> Option<Percent> {
    (reported.unit.as_str() == "percent").then(|| Percent::try_from(reported.value).ok()).flatten()
}

/// One sum as a percentage of another, where there are both, the other is not zero and the column can hold it.
pub(super) fn share(part: Option<Money>, whole: Option<Money>) -> Option<Percent> {
    let share = part?.percent_of(whole?)?;
    Percent::try_from(share.to_decimal()).ok()
}
