//! What an analysis gives: a small table.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use foi_model::Decimal;

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A number of authorities, submissions or questions.
    Count,
    /// Exact pounds.
    Pounds,
    /// A percentage.
    Percent,
    /// How many for each reason.
    Counts,
    /// Any other number.
    Number,
}

/// A column of findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name.
    pub name: Cow<'static, str>,
    /// What its values are.
    pub kind: Kind,
    /// What it holds.
    pub description: &'static str,
    /// Whether a table for people leaves it out until asked for more.
    pub aside: bool,
}

impl Field {
    /// The same, left out of tables for people until they ask for more.
    pub(crate) fn aside(self) -> Self {
        Self { aside: true, ..self }
    }

    /// The unit of every value, where they have one.
    pub fn unit(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Pounds => Some("GBP"),
            Kind::Percent => Some("percent"),
            Kind::Text | Kind::Count | Kind::Counts | Kind::Number => None,
        }
    }
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
    /// Any other number, as it is written.
    Number(String),
}

/// The rows that an analysis found, in a fixed order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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

    /// An exact number, or [`Item::Absent`].
    pub(crate) fn decimal(number: Option<Decimal>) -> Self {
        number.map_or(Self::Absent, Self::Decimal)
    }

    /// In plain text; absent is empty.
    pub fn as_text(&self) -> String {
        match self {
            Self::Absent => String::new(),
            Self::Text(text) | Self::Number(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Decimal(decimal) => decimal.to_string(),
            Self::Counts(counts) => counts.iter().map(|(reason, n)| format!("{n} {reason}")).collect::<Vec<_>>().join("; "),
        }
    }

    fn number(&self) -> Option<Decimal> {
        match self {
            Self::Count(count) => Some(Decimal::from(*count)),
            Self::Decimal(decimal) => Some(*decimal),
            Self::Number(text) => text.parse().ok(),
            Self::Absent | Self::Text(_) | Self::Counts(_) => None,
        }
    }
}

/// A column to sort by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The column.
    pub column: String,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Order {
    /// `variance_gbp`, or `-variance_gbp` for the greatest first.
    pub fn parse(text: &str) -> Self {
        match text.strip_prefix('-') {
            Some(column) => Self { column: column.to_owned(), descending: true },
            None => Self { column: text.to_owned(), descending: false },
        }
    }
}

impl Findings {
    /// Sorts rows, absent values last; rows that are alike stay in their order. Gives the name of a column that there is not.
    ///
    /// # Errors
    /// The unknown column.
    pub fn sort(&mut self, orders: &[Order]) -> Result<(), String> {
        for order in orders.iter().rev() {
            let Some(index) = self.fields.iter().position(|f| f.name == order.column) else { return Err(order.column.clone()) };
            self.rows.sort_by(|a, b| compare(a.get(index), b.get(index), order.descending));
        }
        Ok(())
    }
}

fn compare(a: Option<&Item>, b: Option<&Item>, descending: bool) -> Ordering {
    let (Some(a), Some(b)) = (a, b) else { return Ordering::Equal };
    match (a == &Item::Absent, b == &Item::Absent) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    let ordering = match (a.number(), b.number()) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => a.as_text().cmp(&b.as_text()),
    };
    if descending { ordering.reverse() } else { ordering }
}

/// The number of items; counts in findings are of that type.
pub(crate) fn count(items: usize) -> u64 {
    u64::try_from(items).unwrap_or(u64::MAX)
}

/// One more for a reason.
pub(crate) fn tally(counts: &mut BTreeMap<String, u64>, reason: impl Into<String>) {
    *counts.entry(reason.into()).or_default() += 1;
}

const fn field(name: &'static str, kind: Kind, description: &'static str) -> Field {
    Field { name: Cow::Borrowed(name), kind, description, aside: false }
}

/// A column of text.
pub(crate) const fn plain(name: &'static str, description: &'static str) -> Field {
    field(name, Kind::Text, description)
}

/// A column of counts.
pub(crate) const fn number_of(name: &'static str, description: &'static str) -> Field {
    field(name, Kind::Count, description)
}

/// A column of reasons, with how many for each.
pub(crate) const fn reasons(name: &'static str, description: &'static str) -> Field {
    field(name, Kind::Counts, description)
}

/// A column of exact pounds.
pub(crate) const fn pounds(name: &'static str, description: &'static str) -> Field {
    field(name, Kind::Pounds, description)
}

/// A column of percentages.
pub(crate) const fn percent(name: &'static str, description: &'static str) -> Field {
    field(name, Kind::Percent, description)
}
