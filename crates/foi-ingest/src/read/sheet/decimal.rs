//! Numbers as spreadsheets round them: decimal, with the fifteen digits that are shown at most.

/// How many digits of a stored number count; what comes after is noise of binary fractions.
const DIGITS: usize = 15;

/// A number in decimal digits: `0.d₁d₂d₃…` times ten to the power of `point`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Decimal {
    /// Whether it is below zero.
    pub(super) negative: bool,
    /// Its digits, neither beginning nor ending with a 0; none for zero.
    digits: Vec<u8>,
    point: i32,
}

impl Decimal {
    /// The number, without noise; `None` for what is no number.
    pub(super) fn of(number: f64) -> Option<Self> {
        if !number.is_finite() {
            return None;
        }
        let text = format!("{:.*e}", DIGITS - 1, number.abs());
        let (mantissa, exponent) = text.split_once('e')?;
        let digits = mantissa.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect();
        let mut decimal = Self { negative: number < 0.0, digits, point: exponent.parse::<i32>().ok()? + 1 };
        decimal.normalise();
        Some(decimal)
    }

    fn normalise(&mut self) {
        let zeros = self.digits.iter().take_while(|d| **d == 0).count();
        self.digits.drain(..zeros);
        self.point = self.point.saturating_sub(i32::try_from(zeros).unwrap_or(i32::MAX));
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
        }
    }

    /// The number without its sign.
    #[must_use]
    pub(super) fn size(self) -> Self {
        Self { negative: false, ..self }
    }

    /// Whether it is zero.
    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// The power of ten of its first digit.
    pub(super) fn exponent(&self) -> i32 {
        self.point - 1
    }

    /// Times ten to a power.
    #[must_use]
    pub(super) fn shifted(mut self, power: i32) -> Self {
        if !self.is_zero() {
            self.point = self.point.saturating_add(power);
        }
        self
    }

    /// The nearest number with so many digits after the point; halves go away from zero.
    #[must_use]
    pub(super) fn rounded(mut self, places: i32) -> Self {
        let Ok(kept) = usize::try_from(self.point.saturating_add(places)) else {
            return Self { negative: self.negative, ..Self::default() };
        };
        let up = self.digits.get(kept).is_some_and(|d| *d >= 5);
        self.digits.truncate(kept);
        if up {
            self.digits.resize(kept, 0);
            let nines = self.digits.iter().rev().take_while(|d| **d == 9).count();
            self.digits.truncate(kept - nines);
            match self.digits.last_mut() {
                Some(digit) => *digit += 1,
                None => {
                    self.digits.push(1);
                    self.point += 1;
                }
            }
        }
        self.normalise();
        self
    }

    /// The digits before the point; none where they are zero.
    pub(super) fn whole(&self) -> String {
        let length = usize::try_from(self.point).unwrap_or(0);
        (0..length).map(|at| self.digit(at)).collect()
    }

    /// The digits after the point, as many as there are.
    pub(super) fn fraction(&self) -> String {
        let zeros = usize::try_from(self.point.saturating_neg()).unwrap_or(0).min(if self.is_zero() { 0 } else { usize::MAX });
        let start = usize::try_from(self.point).unwrap_or(0);
        std::iter::repeat_n('0', zeros).chain((start..self.digits.len()).map(|at| self.digit(at))).collect()
    }

    fn digit(&self, at: usize) -> char {
        char::from(b'0' + self.digits.get(at).copied().unwrap_or(0))
    }

    /// All its digits, without an exponent.
    pub(super) fn plain(&self) -> String {
        let (whole, fraction) = (self.whole(), self.fraction());
        let sign = if self.negative && !self.is_zero() { "-" } else { "" };
        let whole = if whole.is_empty() { "0" } else { &whole };
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }

    /// As a cell without a number format shows it: about ten digits. Whole numbers keep all of theirs, where a narrow cell would round:
    /// they are counts and keys.
    pub(super) fn general(&self) -> String {
        let exponent = self.exponent();
        if self.is_zero() || self.fraction().is_empty() && exponent < i32::try_from(DIGITS).unwrap_or(i32::MAX) {
            return self.plain();
        }
        if !(-9..=15).contains(&exponent) || exponent < -4 && self.plain().trim_start_matches('-').len() > 11 {
            return self.scientific();
        }
        self.clone().rounded((9 - exponent.max(0)).max(0)).plain()
    }

    fn scientific(&self) -> String {
        let exponent = self.exponent();
        let mantissa = self.clone().shifted(-exponent).rounded(5);
        let (mantissa, exponent) =
            if mantissa.exponent() > 0 { (mantissa.shifted(-1), exponent + 1) } else { (mantissa, exponent) };
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{}E{sign}{:02}", mantissa.plain(), exponent.abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(number: f64) -> Decimal {
        Decimal::of(number).unwrap()
    }

    #[test]
    fn noise_is_left_out_and_halves_go_up() {
        assert_eq!(of(0.1 + 0.2).plain(), "0.3");
        assert_eq!(of(61_033_400.0).shifted(-6).plain(), "61.0334");
        assert_eq!(of(0.952).shifted(2).plain(), "95.2");
        assert_eq!(of(1.005).rounded(2).plain(), "1.01");
        assert_eq!(of(-999.96).rounded(1).plain(), "-1000");
        assert_eq!(of(0.04).rounded(0).plain(), "0");
        assert_eq!(of(0.5).rounded(0).plain(), "1");
        assert_eq!(of(7e-7).plain(), "0.0000007");
        assert!(Decimal::of(f64::NAN).is_none() && of(-0.0).is_zero());
    }

    #[test]
    fn cells_without_a_format() {
        for (number, shown) in [
            (0.0, "0"),
            (1.0 / 3.0, "0.333333333"),
            (1_234_567.891_234, "1234567.891"),
            (123_456_789_012.0, "123456789012"),
            (-2.5, "-2.5"),
            (0.000_012_345_678_9, "1.23457E-05"),
            (0.000_01, "0.00001"),
            (1e20, "1E+20"),
            (9.999_999e-7, "1E-06"),
        ] {
            assert_eq!(of(number).general(), shown);
        }
    }
}
