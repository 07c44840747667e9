//! Bank holidays, and the working days between two dates.

use std::collections::{BTreeMap, BTreeSet};

use foi_model::{Date, Nation};
use jiff::civil::Weekday;

/// The bank holidays of each nation.
///
/// A nation's list is taken to be complete from January of the year of its first date to December of the year of its last; outside that
/// nothing is known of working days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BankHolidays {
    days: BTreeMap<Nation, BTreeSet<Date>>,
}

impl FromIterator<(Nation, Date)> for BankHolidays {
    fn from_iter<I: IntoIterator<Item = (Nation, Date)>>(days: I) -> Self {
        let mut all: BTreeMap<Nation, BTreeSet<Date>> = BTreeMap::new();
        for (nation, day) in days {
            all.entry(nation).or_default().insert(day);
        }
        Self { days: all }
    }
}

impl BankHolidays {
    /// The working days of a nation after one date, up to and including another; `None` where the second is before the first, or where
    /// the nation's list does not reach.
    pub fn working_days(&self, nation: Nation, after: Date, until: Date) -> Option<i64> {
        let holidays = self.days.get(&nation)?;
        let covered = holidays.first()?.year()..=holidays.last()?.year();
        if until < after || !covered.contains(&after.year()) || !covered.contains(&until.year()) {
            return None;
        }
        let mut count = 0;
        let mut day = after;
        while day < until {
            day = day.tomorrow().ok()?;
            let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            count += i64::from(!weekend && !holidays.contains(&day));
        }
        Some(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(nation: Nation, after: &str, until: &str, expected: Option<i64>) {
        let england = ["2024-01-01", "2024-03-29", "2024-04-01", "2025-12-25"];
        let scotland = ["2024-01-02", "2024-11-30"];
        let list = |nation, days: &[&str]| days.iter().map(|d| (nation, d.parse().unwrap())).collect::<Vec<_>>();
        let holidays: BankHolidays =
            [list(Nation::England, &england), list(Nation::Scotland, &scotland)].into_iter().flatten().collect();
        let found = holidays.working_days(nation, after.parse().unwrap(), until.parse().unwrap());
        assert_eq!(found, expected, "{nation:?} {after} {until}");
    }

    #[test]
    fn weekends_and_the_nations_holidays_do_not_count() {
        check(Nation::England, "2024-03-28", "2024-04-02", Some(1));
        check(Nation::Scotland, "2024-03-28", "2024-04-02", Some(3));
        check(Nation::England, "2024-03-04", "2024-03-04", Some(0));
        check(Nation::England, "2024-03-01", "2024-03-03", Some(0));
        check(Nation::England, "2024-03-01", "2024-03-04", Some(1));
        check(Nation::England, "2024-12-31", "2025-01-31", Some(23));
    }

    #[test]
    fn what_is_not_known_is_not_counted() {
        check(Nation::England, "2024-03-05", "2024-03-04", None);
        check(Nation::Wales, "2024-03-01", "2024-03-04", None);
        check(Nation::England, "2012-11-02", "2012-11-29", None);
        check(Nation::Scotland, "2024-12-31", "2025-01-31", None);
    }
}
