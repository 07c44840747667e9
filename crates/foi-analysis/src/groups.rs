//! What findings are added up in: a group for each key, and who is missing from it.

use std::collections::{BTreeMap, BTreeSet};

use crate::dims::{Dim, Division, Key, NONE};
use crate::frame::AnalysisError;
use crate::population::{Expected, Population};
use crate::respondents::Respondent;
use crate::table::{Field, Item, number_of, reasons};

/// What is added up under one key.
#[derive(Default)]
pub(crate) struct Group<G> {
    /// Authorities of the register that sent something about the key.
    pub(crate) present: u64,
    /// Submissions of nobody in the register about the key.
    pub(crate) unidentified: u64,
    pub(crate) sums: G,
}

/// A row of a table, by what it says of the columns that findings can be divided by.
pub(crate) trait About {
    /// The value of a column; `None` where the column is not one of the table's.
    fn value(&self, dim: Dim) -> Option<u32>;
}

/// The groups of an analysis.
#[derive(Default)]
pub(crate) struct Groups<G>(BTreeMap<Key, Group<G>>);

/// How many authorities a figure rests on, and why others are not in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Basis {
    pub(crate) used: u64,
    pub(crate) excluded: BTreeMap<String, u64>,
}

impl Basis {
    pub(crate) fn n_excluded(&self) -> u64 {
        self.excluded.values().sum()
    }

    /// All of the register.
    pub(crate) fn all(&self) -> u64 {
        self.used + self.n_excluded()
    }

    /// With those who sent nothing about a key.
    pub(crate) fn with_absent(mut self, absent: &BTreeMap<String, u64>) -> Self {
        for (reason, n) in absent {
            *self.excluded.entry(reason.clone()).or_default() += n;
        }
        self
    }

    pub(crate) fn fields() -> [Field; 2] {
        [
            number_of("n_used", "Authorities of the register that the figures rest on"),
            number_of("n_excluded", "Authorities of the register that are not in them; with n_used, all of the register"),
        ]
    }

    pub(crate) fn items(&self) -> [Item; 2] {
        [Item::Count(self.used), Item::Count(self.n_excluded())]
    }

    pub(crate) fn reasons_field() -> Field {
        reasons("excluded", "Why authorities are not in the figures, and how many for each reason")
    }
}

/// One reason where all are the same, `several_reasons` where they are not.
pub(crate) fn one_reason(reasons: impl IntoIterator<Item = String>) -> String {
    let mut reasons: BTreeSet<String> = reasons.into_iter().collect();
    match reasons.pop_first() {
        Some(reason) if reasons.is_empty() => reason,
        Some(_) => "several_reasons".to_owned(),
        None => "not_asked".to_owned(),
    }
}

impl<G: Default> Groups<G> {
    /// Divides the rows that one respondent sent, and hands on those of each group with the authority's place in
    /// [`Population::authorities`]. A submission of nobody in the register is counted and goes no further.
    pub(crate) fn divide<'r, T: About>(
        &mut self,
        (division, population): (&Division<'_>, &Population),
        respondent: Respondent,
        rows: &'r [T],
        mut visit: impl FnMut(&mut G, usize, &[&'r T]) -> Result<(), AnalysisError>,
    ) -> Result<(), AnalysisError> {
        let mut about: BTreeMap<Key, Vec<&T>> = BTreeMap::new();
        for row in rows.iter().filter(|row| division.allows(&population.names, |dim| row.value(dim))) {
            let value = |dim| row.value(dim).or_else(|| population.value(respondent, dim)).unwrap_or(NONE);
            about.entry(division.key(value)).or_default().push(row);
        }
        for (key, rows) in about {
            let group = self.0.entry(key).or_default();
            match respondent {
                Respondent::Authority(place) => {
                    group.present += 1;
                    visit(&mut group.sums, place, &rows)?;
                }
                Respondent::Unknown => group.unidentified += 1,
            }
        }
        Ok(())
    }

    /// Every group in order, with the authorities that sent nothing about its key by reason: `no_submission`, or `not_asked`. What was found
    /// about any part of the register has a group for every part, so that silence of a whole region shows.
    pub(crate) fn finish(
        mut self,
        division: &Division<'_>,
        population: &Population,
    ) -> Vec<(Key, Group<G>, BTreeMap<String, u64>)> {
        let parts = population.parts(division);
        let part = |key: &Key| division.part(key, Dim::is_of_authority);
        let found: BTreeSet<Key> = self.0.keys().map(|key| division.part(key, |dim| !dim.is_of_authority())).collect();
        for found in &found {
            for of_authority in parts.keys() {
                let mut key = *found;
                key.iter_mut().zip(of_authority).filter(|(_, of)| **of != NONE).for_each(|(place, of)| *place = *of);
                self.0.entry(key).or_default();
            }
        }
        let mut groups: Vec<_> = self.0.into_iter().collect();
        groups.sort_by(|(a, _), (b, _)| division.compare(a, b, &population.names));
        let with_absent = |(key, group): (Key, Group<G>)| {
            let Expected { all, answered } = parts.get(&part(&key)).copied().unwrap_or_default();
            let mut absent = BTreeMap::new();
            for (reason, n) in [("no_submission", all - answered), ("not_asked", answered.saturating_sub(group.present))] {
                if n > 0 {
                    absent.insert(reason.to_owned(), n);
                }
            }
            (key, group, absent)
        };
        groups.into_iter().map(with_absent).collect()
    }
}
