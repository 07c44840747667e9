//! The number of a question.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::text_newtype;

/// A question's number, in lower case and without ornament: `1`, `2a`, `10c`, `1.2`, `3aii`.
///
/// `Q1 (B)`, `Question 1b.` and `1(b)` all read as `1b`. Ids sort as a person would: 2 before 10.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = r"^([0-9]{1,3}(\.[0-9]{1,3}){0,2}[a-z]{0,6}|[a-z]{1,6})$"))]
pub struct QuestionId(String);

/// A text that is not a [`QuestionId`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a question number: expected a form such as `1`, `2a` or `1.2`")]
pub struct QuestionIdError(pub String);

impl QuestionId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number that a part belongs to: `10` for `10c`, `1` for `1`.
    pub fn stem(&self) -> &str {
        let end = self.0.find(|c: char| c.is_ascii_alphabetic()).filter(|&i| i > 0).unwrap_or(self.0.len());
        self.0.get(..end).unwrap_or(&self.0)
    }

    /// The part: `c` of `10c`, empty for `10`.
    pub fn part(&self) -> &str {
        self.0.get(self.stem().len()..).unwrap_or("")
    }

    fn numbers(&self) -> impl Iterator<Item = u32> {
        self.stem().split('.').map(|n| n.parse().unwrap_or(u32::MAX))
    }
}

impl Ord for QuestionId {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_part = || self.part().cmp(other.part()).then_with(|| self.0.cmp(&other.0));
        self.numbers().cmp(other.numbers()).then_with(by_part)
    }
}

impl PartialOrd for QuestionId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for QuestionId {
    type Err = QuestionIdError;

    fn from_str(text: &str) -> Result<Self, QuestionIdError> {
        let error = || QuestionIdError(text.to_owned());
        let lower = text.trim().to_lowercase();
        let bare = lower.strip_prefix("question").or_else(|| lower.strip_prefix('q')).unwrap_or(&lower);
        let mut id = String::new();
        let mut chars = bare.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '0'..='9' | 'a'..='z' => id.push(c),
                '.' if id.ends_with(|c: char| c.is_ascii_digit()) && chars.peek().is_some_and(char::is_ascii_digit) => id.push('.'),
                ' ' | '.' | ':' | '(' | ')' | '-' | '–' => {}
                _ => return Err(error()),
            }
        }
        let digits = id.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(id.len());
        let (number, part) = id.split_at_checked(digits).ok_or_else(error)?;
        let numbers: Vec<&str> = number.split('.').collect();
        let number_right = number.is_empty() || numbers.len() <= 3 && numbers.iter().all(|n| (1..=3).contains(&n.len()));
        let part_right =
            part.chars().all(|c| c.is_ascii_lowercase()) && part.len() <= 6 && (!number.is_empty() || !part.is_empty());
        if number_right && part_right { Ok(Self(id)) } else { Err(error()) }
    }
}

impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

text_newtype!(QuestionId: QuestionIdError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_id_in_many_spellings() {
        for (text, id) in
            [("Q1 (B)", "1b"), ("Question 1b.", "1b"), ("1(b)", "1b"), ("10", "10"), ("1.2", "1.2"), ("(a)", "a"), ("3.", "3")]
        {
            assert_eq!(text.parse::<QuestionId>().map(|q| q.to_string()).as_deref(), Ok(id), "{text}");
        }
        for text in ["", "Q", "1234", "1/2", "2024-25"] {
            assert!(text.parse::<QuestionId>().is_err(), "{text}");
        }
    }

    #[test]
    fn ids_sort_by_number() {
        let mut ids: Vec<QuestionId> = ["10a", "2", "1.10", "1.2", "2a", "10"].iter().map(|t| t.parse().unwrap()).collect();
        ids.sort();
        assert_eq!(ids.iter().map(QuestionId::as_str).collect::<Vec<_>>(), ["1.2", "1.10", "2", "2a", "10", "10a"]);
        assert_eq!((ids[5].stem(), ids[5].part()), ("10", "a"));
    }
}
