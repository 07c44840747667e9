//! Days and times as spreadsheets count them, and as they show them in Britain.

/// What a serial number of days stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    year: i64,
    month: i64,
    day: i64,
    /// Of the week, 0 is Sunday.
    weekday: i64,
    /// Days that were counted, for hours that go on past midnight.
    counted: i64,
    /// Within the day.
    milliseconds: i64,
}

/// A part of the code of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// The year in so many digits.
    Year(usize),
    /// The month: number in one or two digits, name in three letters, in full, its first letter.
    Month(usize),
    /// The day: number in one or two digits, name in three letters, in full.
    Day(usize),
    /// Hours, in so many digits.
    Hour(usize),
    /// Minutes.
    Minute(usize),
    /// Seconds.
    Second(usize),
    /// So many digits of a second after a point.
    Fraction(usize),
    /// Hours, minutes or seconds that are not cut at the next greater unit, in so many digits.
    Elapsed(char, usize),
    /// `AM` or `PM`; `A` or `P`.
    Half(bool),
    /// Characters.
    Literal(String),
}

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const DAY: i64 = 86_400_000;
/// From the day before 1 January 1900 to that before 1 January 1904.
const EPOCH_1904: i64 = 1462;
/// From 1 January 1970 back to the day that is 0 after the 29 February 1900 that never was.
const EPOCH: i64 = 25_569;

impl Moment {
    /// The moment of a serial number; `None` before the first day and after the year 9999.
    pub(super) fn of(serial: f64, from_1904: bool, parts: &[Part]) -> Option<Self> {
        if !(0.0..2_958_466.0).contains(&serial) {
            return None;
        }
        // Hours and minutes are cut off, and the last part of a second that is shown is rounded.
        let seconds = parts.iter().any(|p| matches!(p, Part::Second(_) | Part::Elapsed('s', _)));
        let digits = parts.iter().find_map(|p| if let Part::Fraction(digits) = p { Some(*digits) } else { None });
        let unit = match digits {
            None if seconds => 1000,
            Some(1) => 100,
            Some(2) => 10,
            _ => 1,
        };
        #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
        let total = (serial * DAY as f64 / unit as f64).round() as i64 * unit;
        let counted = total.div_euclid(DAY);
        let days = counted + if from_1904 { EPOCH_1904 } else { 0 };
        // The calendar of 1900 has a 29 February, which is day 60.
        let (year, month, day) = match days {
            0 => (1900, 1, 0),
            60 => (1900, 2, 29),
            1..60 => civil(days + 1 - EPOCH),
            _ => civil(days - EPOCH),
        };
        Some(Self { year, month, day, weekday: (days + 6).rem_euclid(7), counted, milliseconds: total.rem_euclid(DAY) })
    }

    /// As parts of a code show it.
    pub(super) fn shown(&self, parts: &[Part]) -> String {
        let halves = parts.iter().any(|p| matches!(p, Part::Half(_)));
        let seconds = self.milliseconds / 1000;
        let hour = seconds / 3600;
        let elapsed = self.counted * 86_400 + seconds;
        let number = |n: i64, digits: usize| format!("{n:0digits$}");
        let name = |names: &[&str], n: i64| usize::try_from(n).ok().and_then(|n| names.get(n)).map_or("", |n| *n).to_owned();
        let short = |name: String, letters: usize| name.chars().take(letters).collect::<String>();
        let mut shown = String::new();
        for part in parts {
            let text = match part {
                Part::Year(1 | 2) => number(self.year.rem_euclid(100), 2),
                Part::Year(_) => number(self.year, 4),
                Part::Month(digits @ (1 | 2)) => number(self.month, *digits),
                Part::Month(3) => short(name(&MONTHS, self.month - 1), 3),
                Part::Month(5) => short(name(&MONTHS, self.month - 1), 1),
                Part::Month(_) => name(&MONTHS, self.month - 1),
                Part::Day(digits @ (1 | 2)) => number(self.day, *digits),
                Part::Day(3) => short(name(&DAYS, self.weekday), 3),
                Part::Day(_) => name(&DAYS, self.weekday),
                Part::Hour(digits) if halves => number((hour + 11) % 12 + 1, *digits),
                Part::Hour(digits) => number(hour, *digits),
                Part::Minute(digits) => number(seconds / 60 % 60, *digits),
                Part::Second(digits) => number(seconds % 60, *digits),
                Part::Fraction(digits) => {
                    let digits = (*digits).min(3);
                    format!(".{}", short(format!("{:03}", self.milliseconds % 1000), digits))
                }
                Part::Elapsed('h', digits) => number(elapsed / 3600, *digits),
                Part::Elapsed('m', digits) => number(elapsed / 60, *digits),
                Part::Elapsed(_, digits) => number(elapsed, *digits),
                Part::Half(long) => {
                    let half = if hour < 12 { "AM" } else { "PM" };
                    short(half.to_owned(), if *long { 2 } else { 1 })
                }
                Part::Literal(text) => text.clone(),
            };
            shown.push_str(&text);
        }
        shown
    }
}

/// Year, month and day of a number of days since 1 January 1970 (Hinnant, `chrono-Compatible Low-Level Date Algorithms`).
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, of_year - (153 * shifted + 2) / 5 + 1)
}

/// The serial number of a date such as `2024-03-31` or `2024-03-31T09:30:00`, counted from 1900.
pub(in crate::read) fn serial(text: &str) -> Option<f64> {
    let (date, time) = text.trim().trim_end_matches('Z').split_once('T').unwrap_or((text.trim(), ""));
    let mut numbers = date.splitn(3, '-').map(|n| n.parse::<i64>().ok().filter(|n| (0..=9999).contains(n)));
    let (year, month, day) = (numbers.next()??, numbers.next()??, numbers.next()??);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let shifted = year - i64::from(month <= 2);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let (era, of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468 + EPOCH;
    let mut clock = time.splitn(3, ':').map(|n| n.parse::<f64>().unwrap_or(0.0));
    let mut next = || clock.next().unwrap_or(0.0);
    let seconds = next() * 3600.0 + next() * 60.0 + next();
    Some((days - i64::from(days <= 60)) as f64 + seconds / 86_400.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_days() {
        let day = [Part::Year(4), Part::Literal("-".to_owned()), Part::Month(2), Part::Literal("-".to_owned()), Part::Day(2)];
        let shown = |serial: f64, from_1904: bool| Moment::of(serial, from_1904, &day).unwrap().shown(&day);
        for (serial, text) in
            [(1.0, "1900-01-01"), (59.0, "1900-02-28"), (60.0, "1900-02-29"), (61.0, "1900-03-01"), (45_382.0, "2024-03-31")]
        {
            assert_eq!(shown(serial, false), text);
        }
        assert_eq!(shown(43_920.0, true), "2024-03-31");
        assert_eq!(super::serial("2024-03-31"), Some(45_382.0));
        assert_eq!(super::serial("1900-02-28"), Some(59.0));
        assert_eq!(super::serial("2024-03-31T18:00:00"), Some(45_382.75));
        assert!(Moment::of(-1.0, false, &day).is_none() && super::serial("31/3/2024").is_none());
    }
}
