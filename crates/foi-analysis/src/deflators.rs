//! What a pound of one year is in pounds of another.

use std::collections::BTreeMap;

use foi_model::Decimal;

use crate::frame::AnalysisError;

const FILE: &str = "gdp-deflators.csv";
const CONTENT: &str = include_str!("../../../data/reference/gdp-deflators.csv");

/// GDP deflators by financial year: HM Treasury, December 2023 (`data/reference/README.md`).
pub(crate) struct Deflators(BTreeMap<String, Decimal>);

impl Deflators {
    pub(crate) fn read() -> Result<Self, AnalysisError> {
        let fault =
            |line: &str| AnalysisError::Reference { file: FILE.to_owned(), fault: format!("`{line}` is no year and index") };
        let row = |line: &str| {
            let mut cells = line.split(',');
            let (year, index) = (cells.next()?, cells.next()?.parse::<Decimal>().ok()?);
            (index > Decimal::ZERO).then(|| (year.to_owned(), index))
        };
        CONTENT.lines().skip(1).map(|line| row(line).ok_or_else(|| fault(line))).collect::<Result<_, _>>().map(Self)
    }

    /// The year before a year that there is an index of, with what an amount of it has to be multiplied by to be in pounds of the year.
    pub(crate) fn rise_since_year_before(&self, year: &str) -> Option<Decimal> {
        self.0.get(year)?.checked_div(*self.0.get(&year_before(year)?)?)
    }
}

/// `2023-24` for `2024-25`.
pub(crate) fn year_before(year: &str) -> Option<String> {
    let start: u16 = year.split('-').next()?.parse().ok()?;
    Some(format!("{}-{:02}", start.checked_sub(1)?, start % 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_year_is_read_and_follows_another() {
        let deflators = Deflators::read().unwrap();
        assert_eq!(year_before("2000-01").as_deref(), Some("1999-00"));
        // 100 in 2022-23 and 106.1 or so in 2023-24, as published.
        let rise = deflators.rise_since_year_before("2023-24").unwrap();
        assert!(rise > Decimal::ONE && rise < Decimal::TWO, "{rise}");
        assert_eq!(deflators.rise_since_year_before("2060-61"), None);
    }
}
