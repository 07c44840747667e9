//! What an analysis gives: a small table.

use std::collections::BTreeMap;

use foi_model::Decimal;

/// A column of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Name.
    pub name: &'static str,
    /// Unit, where every value has the same.
    pub unit: Option<&'static str>,
    /// What it holds.
    pub description: &'static str,
}

/// A value of findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// None: it cannot be said, or has no meaning here.
    Absent,
    /// A text.
    Text(String),
    /// A number of authorities, submissions or questions.
    Count(u64),
    /// An exact number.
    Decimal(Decimal),
    /// How many for each reason.
    Counts(BTreeMap<String, u64>),
}

/// The rows that an analysis found, in a fixed order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// The columns.
    pub fields: Vec<Field>,
    /// The rows, each with one item a column.
    pub rows: Vec<Vec<Item>>,
}

impl Item {
    /// A text, or [`Item::Absent`].
    pub(crate) fn text(text: Option<String>) -> Self {
        text.map_or(Self::Absent, Self::Text)
    }
}

/// The number of items; counts in findings are of that type.
pub(crate) fn count(items: usize) -> u64 {
    u64::try_from(items).unwrap_or(u64::MAX)
}

/// One more for a reason.
pub(crate) fn tally(counts: &mut BTreeMap<String, u64>, reason: impl Into<String>) {
    *counts.entry(reason.into()).or_default() += 1;
}

const fn field(name: &'static str, unit: Option<&'static str>, description: &'static str) -> Field {
    Field { name, unit, description }
}

/// A column without a unit.
pub(crate) const fn plain(name: &'static str, description: &'static str) -> Field {
    field(name, None, description)
}

/// A column of exact pounds.
pub(crate) const fn pounds(name: &'static str, description: &'static str) -> Field {
    field(name, Some("GBP"), description)
}

/// A column of percentages.
pub(crate) const fn percent(name: &'static str, description: &'static str) -> Field {
    field(name, Some("percent"), description)
}
