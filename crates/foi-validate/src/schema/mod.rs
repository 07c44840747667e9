//! A JSON Schema made ready for texts that are nearly always of it.
//!
//! [`Program::new`] turns a schema into checks over the values of a [`Tape`](crate::json::Tape), and refuses a schema with a keyword that
//! it does not know. [`Program::surely`] answers yes only where every validator would; what it does not find to be of the schema is given
//! to the jsonschema crate, which alone decides and says what is wrong. So it need not know every case: a number with an
//! exponent, or a text with escapes where a pattern is asked for, is left to the other.

use crate::json::same;

mod compile;
mod run;
mod text;

pub use text::Formats;
use text::Pattern;

/// A schema that no program can be made of.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// A keyword that has no check here.
    #[error("no check is known for the keyword `{0}`")]
    Keyword(String),
    /// A keyword with a value of another kind than is known.
    #[error("the value of `{0}` is not of a form that is known")]
    Form(String),
    /// A pattern that is no regular expression, or one for which there is no fast matcher.
    #[error("the pattern `{0}` has no matcher")]
    Pattern(String),
    /// A reference to nothing.
    #[error("`{0}` names nothing")]
    Reference(String),
}

/// A compiled schema: rules, which name each other by number.
pub struct Program {
    rules: Vec<Rule>,
    root: usize,
    patterns: Vec<Pattern>,
}

/// What a value must be. Everything that is given must hold.
#[derive(Debug, Default)]
struct Rule {
    /// The kinds that the value can be of; `None` where any will do.
    kinds: Option<Kinds>,
    /// The texts that it can be.
    texts: Option<Texts>,
    pattern: Option<usize>,
    format: Option<text::Format>,
    least: Option<i64>,
    most: Option<i64>,
    fields: Option<Fields>,
    items: Option<usize>,
    least_items: usize,
    most_items: Option<usize>,
    unique: bool,
    all: Vec<usize>,
    any: Option<Vec<usize>>,
    /// The rule of a value that can be null instead: what `anyOf` of it and null means.
    nullable: Option<usize>,
    one: Option<Vec<usize>>,
    /// A rule for each text that a field can have: what `oneOf` means where each of its forms fixes that field to another text.
    switch: Option<Switch>,
    conditions: Vec<(usize, Option<usize>, Option<usize>)>,
    /// Whether any of those that name other rules for the same value is given.
    combined: bool,
}

/// A set of kinds of values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Kinds(u8);

impl Kinds {
    const NULL: Self = Self(1);
    const BOOLEAN: Self = Self(2);
    const INTEGER: Self = Self(4);
    const NUMBER: Self = Self(4 | 8);
    const STRING: Self = Self(16);
    const ARRAY: Self = Self(32);
    const OBJECT: Self = Self(64);

    fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// The texts that a value can be; what else than a text it can be is nothing but null.
#[derive(Debug, Default)]
struct Texts {
    /// By length, so that most are told apart without looking at them.
    sorted: Vec<Box<str>>,
    null: bool,
}

impl Texts {
    fn new(mut texts: Vec<Box<str>>, null: bool) -> Self {
        texts.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        texts.dedup();
        Self { sorted: texts, null }
    }

    fn has(&self, text: &str) -> bool {
        let from = self.sorted.partition_point(|t| t.len() < text.len());
        let of_length = self.sorted.iter().skip(from).take_while(|t| t.len() == text.len());
        of_length.into_iter().any(|t| same(t.as_bytes(), text.as_bytes()))
    }
}

/// A field, and the rule for each text that it can be.
type Switch = (Box<str>, Vec<(Box<str>, usize)>);

/// The fields of an object.
#[derive(Debug, Default)]
struct Fields {
    /// Names and rules in the order of the schema, which is the order in which they are written. At most 64.
    known: Vec<(Box<str>, usize)>,
    /// A bit for each of them that must be there.
    required: u64,
    /// Whether others can stand beside them.
    open: bool,
    /// What each of the others must be, where the schema says.
    others: Option<usize>,
}
