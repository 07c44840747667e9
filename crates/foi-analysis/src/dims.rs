//! What findings can be divided by, and narrowed to.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use foi_model::QuestionId;

use crate::table::{Field, Item, plain};

macro_rules! dims {
    ($($(#[doc = $doc:literal])+ $dim:ident = $name:literal,)*) => {
        /// A column that findings can be divided by.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Dim {
            $($(#[doc = $doc])+ $dim,)*
        }

        impl Dim {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$dim,)*];

            /// Its name on the command line and in findings.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$dim => $name,)*
                }
            }

            pub(crate) fn field(self) -> Field {
                match self {
                    $(Self::$dim => plain($name, concat!($($doc),+)),)*
                }
            }
        }
    };
}

dims! {
    /// The survey
    Instrument = "instrument_id",
    /// The question
    Question = "question_id",
    /// The group of people
    Cohort = "cohort",
    /// The service
    ServiceArea = "service_area",
    /// The financial year
    FinancialYear = "financial_year",
    /// How the cost is allocated, in the response's words, in small letters
    AllocationMethod = "allocation_method",
    /// The regime
    Legislation = "legislation",
    /// The provision; absent where the words describe an exemption and cite no section
    Provision = "provision",
    /// `absolute`, `qualified` or `procedural`
    Kind = "kind",
    /// Nation of the authority
    Nation = "nation",
    /// Region of England, or the nation
    Region = "region",
    /// Kind of authority, as the register has it
    AuthorityKind = "authority_kind",
    /// ONS code of the authority
    AuthorityCode = "authority_code",
    /// Name of the authority
    AuthorityName = "authority_name",
}

impl Dim {
    /// What an authority has, whatever it answered.
    pub(crate) fn is_of_authority(self) -> bool {
        matches!(self, Self::Nation | Self::Region | Self::AuthorityKind | Self::AuthorityCode | Self::AuthorityName)
    }

    fn compare(self, a: &str, b: &str) -> Ordering {
        match (self, a.parse::<QuestionId>(), b.parse::<QuestionId>()) {
            (Self::Question, Ok(a), Ok(b)) => a.cmp(&b),
            _ => a.cmp(b),
        }
    }
}

/// Narrows what is looked at: only these values of a column, or all but these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The column.
    pub dim: Dim,
    /// The values.
    pub values: Vec<String>,
    /// Whether these are the ones to leave out.
    pub excludes: bool,
}

impl Condition {
    pub(crate) fn allows(&self, value: Option<&str>) -> bool {
        value.is_some_and(|value| self.values.iter().any(|v| v == value)) != self.excludes
    }
}

/// What a finding is about: a name for each column that findings are divided by, in their order. Unused places are [`NONE`].
pub(crate) type Key = [u32; 6];

/// How many columns findings can be divided by.
pub(crate) const MOST: usize = 6;

/// No value.
pub(crate) const NONE: u32 = u32::MAX;

/// Texts as numbers; the same text has the same number.
#[derive(Default)]
pub(crate) struct Names {
    numbers: BTreeMap<String, u32>,
    texts: Vec<String>,
}

impl Names {
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(NONE);
        self.numbers.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        number
    }

    /// The number of a text, or [`NONE`].
    pub(crate) fn optional(&mut self, text: Option<&str>) -> u32 {
        text.map_or(NONE, |text| self.number(text))
    }

    pub(crate) fn text(&self, number: u32) -> Option<&str> {
        self.texts.get(usize::try_from(number).ok()?).map(String::as_str)
    }
}

/// Columns that findings are divided by, and conditions on what is looked at.
pub(crate) struct Division<'a> {
    pub(crate) by: &'a [Dim],
    pub(crate) conditions: &'a [Condition],
}

impl Division<'_> {
    pub(crate) fn has(&self, dim: Dim) -> bool {
        self.by.contains(&dim)
    }

    /// Whether a column divides or narrows.
    pub(crate) fn mentions(&self, dim: Dim) -> bool {
        self.has(dim) || self.conditions.iter().any(|c| c.dim == dim)
    }

    /// The key of what has these values.
    pub(crate) fn key(&self, value: impl Fn(Dim) -> u32) -> Key {
        let mut key = [NONE; MOST];
        key.iter_mut().zip(self.by).for_each(|(place, dim)| *place = value(*dim));
        key
    }

    /// A key with the values of some columns alone.
    pub(crate) fn part(&self, key: &Key, wanted: impl Fn(Dim) -> bool) -> Key {
        let mut part = [NONE; MOST];
        for ((place, number), dim) in part.iter_mut().zip(key).zip(self.by) {
            if wanted(*dim) {
                *place = *number;
            }
        }
        part
    }

    /// Whether the conditions let through what has these values; `None` where a column is not one of its columns.
    pub(crate) fn allows(&self, names: &Names, value: impl Fn(Dim) -> Option<u32>) -> bool {
        self.conditions.iter().all(|c| value(c.dim).is_none_or(|number| c.allows(names.text(number))))
    }

    pub(crate) fn fields(&self) -> Vec<Field> {
        self.by.iter().map(|dim| dim.field()).collect()
    }

    /// The items that begin the row of a key.
    pub(crate) fn items(&self, key: &Key, names: &Names) -> Vec<Item> {
        self.by.iter().zip(key).map(|(_, number)| Item::text(names.text(*number).map(str::to_owned))).collect()
    }

    /// The order of rows: by each column in turn, absent values last.
    pub(crate) fn compare(&self, a: &Key, b: &Key, names: &Names) -> Ordering {
        let columns = self.by.iter().zip(a.iter().zip(b));
        let mut orders = columns.map(|(dim, (a, b))| match (names.text(*a), names.text(*b)) {
            (Some(a), Some(b)) => dim.compare(a, b),
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (None, None) => Ordering::Equal,
        });
        orders.find(|o| *o != Ordering::Equal).unwrap_or(Ordering::Equal)
    }
}
