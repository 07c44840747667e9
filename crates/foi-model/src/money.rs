//! Exact money and percentages.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::text_newtype;

/// An exact amount in pounds sterling, kept in pence; written `-1234.50`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Money(#[schemars(with = "String", regex(pattern = r"^-?[0-9]+\.[0-9]{2}$"))] i64);

/// How a number stands in a file: a text, because a JSON number is a double to most readers, and no double is exact to the penny.
pub(crate) struct ExactNumber;

impl JsonSchema for ExactNumber {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ExactNumber".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": r"^-?[0-9]{1,28}(\.[0-9]{1,28})?$",
            "format": "foi-number",
            "description": "An exact number of at most 28 digits, written as a text: `1234.50`, `-164`."
        })
    }
}

/// Why a number is not [`Money`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The text is no decimal number.
    #[error("`{0}` is not an amount of money: expected pounds with at most two decimal places")]
    NotANumber(String),
    /// There are parts of a penny.
    #[error("`{0}` has a fraction of a penny")]
    PartOfAPenny(Decimal),
    /// More than 18 digits.
    #[error("`{0}` is too large for an amount of money")]
    TooLarge(Decimal),
}

impl Money {
    /// The amount in pence.
    pub fn pence(self) -> i64 {
        self.0
    }

    /// An amount of so many pence; `None` past 18 digits.
    pub fn from_pence(pence: i64) -> Option<Self> {
        (pence.unsigned_abs() < 1_000_000_000_000_000_000).then_some(Self(pence))
    }

    /// The amount in pounds.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// The exact difference; `None` where it has more than 18 digits.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).and_then(Self::from_pence)
    }

    /// This amount as a percentage of another, rounded half away from zero to two places; `None` where the other is zero.
    pub fn percent_of(self, whole: Self) -> Option<Percent> {
        if whole.0 == 0 {
            return None;
        }
        Decimal::from(self.0)
            .checked_mul(Decimal::ONE_HUNDRED)?
            .checked_div(Decimal::from(whole.0))
            .map(|p| Percent(p.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero)))
    }
}

impl TryFrom<Decimal> for Money {
    type Error = MoneyError;

    fn try_from(pounds: Decimal) -> Result<Self, MoneyError> {
        let pence = pounds.checked_mul(Decimal::ONE_HUNDRED).ok_or(MoneyError::TooLarge(pounds))?;
        if !pence.fract().is_zero() {
            return Err(MoneyError::PartOfAPenny(pounds));
        }
        pence.to_i64().and_then(Self::from_pence).ok_or(MoneyError::TooLarge(pounds))
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let pounds = Decimal::from_str_exact(text).map_err(|_| MoneyError::NotANumber(text.to_owned()))?;
        pounds.try_into()
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.to_decimal())
    }
}

/// A percentage, such as `98.50`; may pass 100 and may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Percent(#[schemars(with = "String", regex(pattern = r"^-?[0-9]+(\.[0-9]{1,6})?$"))] Decimal);

/// A text that is not a [`Percent`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a percentage: expected a number with at most six decimal places and below a million million")]
pub struct PercentError(pub String);

impl Percent {
    /// The number of hundredths.
    pub fn to_decimal(self) -> Decimal {
        self.0
    }
}

impl TryFrom<Decimal> for Percent {
    type Error = PercentError;

    fn try_from(number: Decimal) -> Result<Self, PercentError> {
        let number = number.normalize();
        let right = number.scale() <= 6 && number.abs() < Decimal::from(1_000_000_000_000_i64);
        if right { Ok(Self(number)) } else { Err(PercentError(number.to_string())) }
    }
}

impl FromStr for Percent {
    type Err = PercentError;

    fn from_str(text: &str) -> Result<Self, PercentError> {
        let number = text.trim().trim_end_matches('%').trim_end();
        Decimal::from_str_exact(number).map_err(|_| PercentError(text.to_owned()))?.try_into()
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

text_newtype!(Money: MoneyError, Percent: PercentError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_exact_and_prints_two_places() {
        for (text, shown) in
            [("11635000", "11635000.00"), ("-0.5", "-0.50"), ("0", "0.00"), ("9007199254740993.01", "9007199254740993.01")]
        {
            assert_eq!(text.parse::<Money>().map(|m| m.to_string()).as_deref(), Ok(shown));
        }
        assert!(matches!("1.005".parse::<Money>(), Err(MoneyError::PartOfAPenny(_))));
        assert!(matches!("99999999999999999999".parse::<Money>(), Err(MoneyError::TooLarge(_))));
        assert!(matches!("£3".parse::<Money>(), Err(MoneyError::NotANumber(_))));
        assert!(matches!("".parse::<Money>(), Err(MoneyError::NotANumber(_))));
    }

    #[test]
    fn a_share_of_nothing_is_no_percentage() {
        let money = |text: &str| text.parse::<Money>().unwrap();
        assert_eq!(money("1").percent_of(money("0")), None);
        assert_eq!(money("1").percent_of(money("3")).map(|p| p.to_string()).as_deref(), Some("33.33"));
        assert_eq!(money("-5").percent_of(money("1000")).map(|p| p.to_string()).as_deref(), Some("-0.50"));
    }

    #[test]
    fn percentages_read_with_and_without_their_sign() {
        assert_eq!("98.50%".parse::<Percent>(), "98.5".parse::<Percent>());
        assert!("1.2345678".parse::<Percent>().is_err());
        assert!("ninety".parse::<Percent>().is_err());
    }
}
