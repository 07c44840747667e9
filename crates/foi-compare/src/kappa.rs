//! Per cent agreement and Cohen's kappa.
//!
//! Kappa is (p_o - p_e) / (1 - p_e): how much more often two readers agree than two would who gave each category as often as they did,
//! at random (Cohen, "A coefficient of agreement for nominal scales", 1960). Counts are exact until the last division.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

/// A number between -1 and 1, kept in millionths, so that it is the same on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(i64);

impl Share {
    /// One.
    pub const ONE: Self = Self(MILLION as i64);

    /// The share of so many in so many, rounded to the nearest millionth; `None` where the whole is nothing.
    fn of(part: i128, whole: i128) -> Option<Self> {
        if whole == 0 {
            return None;
        }
        let scaled = part.checked_mul(i128::from(MILLION))?;
        let half = whole.abs() / 2 * scaled.signum() * whole.signum();
        i64::try_from((scaled + half) / whole).ok().map(Self)
    }

    /// In millionths.
    pub fn millionths(self) -> i64 {
        self.0
    }

    /// With three decimal places, rounded half away from zero: `0.857`.
    pub fn rounded(self) -> String {
        let thousandths = (self.0.unsigned_abs() + 500) / 1000;
        let sign = if self.0 < 0 && thousandths > 0 { "-" } else { "" };
        format!("{sign}{}.{:03}", thousandths / 1000, thousandths % 1000)
    }

    /// As a percentage with two decimal places, never rounded up to 100: `99.99`.
    pub fn percent(self) -> String {
        let hundredths = self.0.max(0) / 100;
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

const MILLION: i32 = 1_000_000;

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Millionths are exact enough for any reader, and the shortest digits that read back are printed.
        serializer.serialize_f64(self.0 as f64 / f64::from(MILLION))
    }
}

/// How far two readers agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Agreement {
    /// Number of judgements that both made.
    pub judgements: usize,
    /// Number of those that are the same.
    pub agreed: usize,
    /// The share of those that are the same; absent where there is no judgement.
    pub agreement: Option<Share>,
    /// Cohen's kappa; absent where both readers gave one and the same category throughout, so that chance explains everything.
    pub kappa: Option<Share>,
}

impl Agreement {
    /// Over pairs of judgements.
    pub fn of<'s>(pairs: impl Iterator<Item = (&'s str, &'s str)>) -> Self {
        let mut counts: BTreeMap<&str, (i128, i128)> = BTreeMap::new();
        let (mut judgements, mut agreed) = (0_usize, 0_usize);
        for (one, other) in pairs {
            judgements += 1;
            agreed += usize::from(one == other);
            counts.entry(one).or_default().0 += 1;
            counts.entry(other).or_default().1 += 1;
        }
        let (n, same) = (judgements as i128, agreed as i128);
        // Times n squared: p_o is n * agreed, p_e the sum of products.
        let chance: i128 = counts.values().map(|(a, b)| a * b).sum();
        let kappa = Share::of(n * same - chance, n * n - chance);
        Self { judgements, agreed, agreement: Share::of(same, n), kappa }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pairs: &[(&str, &str, usize)], agreement: &str, kappa: &str) {
        let all = pairs.iter().flat_map(|(a, b, n)| std::iter::repeat_n((*a, *b), *n));
        let found = Agreement::of(all);
        let shown = |s: Option<Share>| s.map_or_else(|| "-".to_owned(), Share::rounded);
        assert_eq!((shown(found.agreement).as_str(), shown(found.kappa).as_str()), (agreement, kappa));
    }

    #[test]
    fn kappa_takes_chance_out() {
        // 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: p_o = 0.7, p_e = 0.5.
        check(&[("yes", "yes", 20), ("yes", "no", 5), ("no", "yes", 10), ("no", "no", 15)], "0.700", "0.400");
        check(&[("a", "a", 3), ("b", "b", 2)], "1.000", "1.000");
        check(&[("a", "b", 1), ("b", "a", 1)], "0.000", "-1.000");
        check(&[("a", "a", 9)], "1.000", "-");
        check(&[], "-", "-");
        // Two of three agree, and chance explains four ninths: (2/3 - 4/9) / (1 - 4/9) is 0.4.
        check(&[("a", "a", 1), ("b", "b", 1), ("a", "b", 1)], "0.667", "0.400");
    }

    #[test]
    fn a_share_is_never_rounded_up_to_everything() {
        assert_eq!(Share(999_999).percent(), "99.99");
        assert_eq!(Share::ONE.percent(), "100.00");
        assert_eq!(Share(-400_000).rounded(), "-0.400");
    }
}
