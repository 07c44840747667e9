//! Percentages of exact numbers, to two places.

use foi_model::Decimal;

use crate::frame::AnalysisError;

const HUNDRED: Decimal = Decimal::ONE_HUNDRED;

/// Rounded half away from zero to two places, and written with two.
pub(crate) fn two_places(number: Decimal) -> Decimal {
    let mut rounded = number.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(2);
    rounded
}

/// A part as a percentage of a whole; none where the whole is zero.
pub(crate) fn percent_of(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_mul(HUNDRED)?.checked_div(whole).map(two_places)
}

/// The first of two amounts in pence as a percentage of the second; none where that is zero.
pub(crate) fn ratio([part, whole]: [i128; 2]) -> Result<Option<Decimal>, AnalysisError> {
    let (part, whole) = pounds(part).zip(pounds(whole)).ok_or(AnalysisError::TooLarge)?;
    Ok(percent_of(part, whole))
}

/// A percentage of two places as hundredths, which many can be kept as; none past 18 digits.
pub(crate) fn hundredths(percent: Decimal) -> Option<i64> {
    i64::try_from(two_places(percent).mantissa()).ok()
}

/// The percentages of hundredths.
pub(crate) fn of_hundredths(hundredths: &[i64]) -> Vec<Decimal> {
    hundredths.iter().map(|h| Decimal::new(*h, 2)).collect()
}

/// A share of counted things.
pub(crate) fn share(part: u64, whole: u64) -> Option<Decimal> {
    percent_of(Decimal::from(part), Decimal::from(whole))
}

/// An amount in pounds.
pub(crate) fn pounds(pence: i128) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(pence, 2).ok()
}

/// The mean, to two places; none of nothing.
pub(crate) fn mean(values: &[Decimal]) -> Option<Decimal> {
    let sum = values.iter().try_fold(Decimal::ZERO, |sum, v| sum.checked_add(*v))?;
    sum.checked_div(Decimal::from(values.len())).map(two_places)
}

/// The middle value, or the mean of the two in the middle, to two places; none of nothing.
pub(crate) fn median(mut values: Vec<Decimal>) -> Option<Decimal> {
    values.sort_unstable();
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    if values.len() % 2 == 1 {
        return Some(two_places(upper));
    }
    let lower = *values.get(middle.checked_sub(1)?)?;
    lower.checked_add(upper)?.checked_div(Decimal::TWO).map(two_places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_mean_and_no_share() {
        assert_eq!((mean(&[]), median(vec![]), share(1, 0)), (None, None, None));
        let of = |texts: &[&str]| texts.iter().map(|t| t.parse().unwrap()).collect::<Vec<Decimal>>();
        assert_eq!(median(of(&["9", "1", "4"])), of(&["4.00"]).pop());
        assert_eq!(median(of(&["9", "1", "4", "4.01"])), of(&["4.01"]).pop());
        assert_eq!(mean(&of(&["1", "2", "2"])), of(&["1.67"]).pop());
    }
}
