//! Number formats: what a cell shows of the number that it stores, section by section of its code.

use super::code::{self, Code, Condition, Token};
use super::date::{Moment, Part};
use super::decimal::Decimal;
use crate::document::Stored;

/// The number behind what a cell shows, times ten to a power.
pub(in crate::read) fn stored(number: f64, power: i32, scale: u8) -> Option<Stored> {
    Some(Stored { digits: Decimal::of(number)?.shifted(power - i32::from(scale)).plain(), scale })
}

/// What a cell shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::read) struct Shown {
    /// The characters.
    pub(in crate::read) text: String,
    /// The number behind them; none for dates, which are not one.
    pub(in crate::read) stored: Option<Stored>,
}

/// A number format.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct NumberFormat {
    sections: Vec<Section>,
}

#[derive(Debug, Clone, PartialEq)]
struct Section {
    condition: Option<Condition>,
    kind: Kind,
    tokens: Vec<Token>,
    /// The power of ten that is left out, 3 for each comma after the last digit.
    scale: u8,
    /// How many per cent signs there are.
    percents: i32,
    grouped: bool,
    whole_digits: usize,
    fraction_digits: i32,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    /// As without a format, among characters.
    General,
    /// Digits.
    Number,
    /// Digits and a power of ten of so many digits, with a sign even if it is positive.
    Scientific(usize, bool),
    /// Whole number and fraction; the denominator's digits, or the denominator.
    Fraction(usize, Option<u32>),
    /// Days and times.
    Date(Vec<Part>),
    /// Characters alone, or text.
    Words,
}

/// How many bytes a code can have.
const LONGEST: usize = 1_024;

/// The code of a built-in format, as in Britain.
pub(in crate::read) fn built_in(id: u32) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 => "\"£\"#,##0;-\"£\"#,##0",
        7 | 8 => "\"£\"#,##0.00;-\"£\"#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 | 27..=31 | 36 | 50 | 52 | 54 | 57 | 58 => "dd/mm/yyyy",
        15 => "dd-mmm-yy",
        16 => "dd-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "hh:mm",
        21 => "hh:mm:ss",
        22 => "dd/mm/yyyy hh:mm",
        37 | 38 => "#,##0;-#,##0",
        39 | 40 => "#,##0.00;-#,##0.00",
        41 => "_-* #,##0_-;-* #,##0_-;_-* \"-\"_-;_-@_-",
        42 => "_-\"£\"* #,##0_-;-\"£\"* #,##0_-;_-\"£\"* \"-\"_-;_-@_-",
        43 => "_-* #,##0.00_-;-* #,##0.00_-;_-* \"-\"??_-;_-@_-",
        44 => "_-\"£\"* #,##0.00_-;-\"£\"* #,##0.00_-;_-\"£\"* \"-\"??_-;_-@_-",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => "General",
    }
}

impl NumberFormat {
    /// Reads a code; one that makes no sense shows numbers as they are.
    pub(in crate::read) fn parse(code: &str) -> Self {
        let mut sections: Vec<Section> = Vec::new();
        // No program writes a longer one, and its length would be that of each cell.
        let mut rest = if code.trim().is_empty() || code.len() > LONGEST { "General" } else { code };
        while sections.len() < 4 {
            let (found, after) = code::section(rest);
            sections.push(Section::new(found));
            match after {
                Some(after) => rest = after,
                None => break,
            }
        }
        Self { sections }
    }

    /// What the cell of a number shows.
    pub(in crate::read) fn number(&self, number: f64, from_1904: bool) -> Shown {
        let Some(decimal) = Decimal::of(number) else { return Shown { text: number.to_string(), stored: None } };
        let stored = |power: i32, scale: u8| Some(Stored { digits: decimal.clone().shifted(power).plain(), scale });
        let Some((section, signed)) = self.section(number) else {
            // No section is for this number, and a cell full of number signs says so.
            return Shown { text: "#".repeat(8), stored: stored(0, 0) };
        };
        let size = decimal.clone().size();
        let body = match &section.kind {
            Kind::Date(parts) => match Moment::of(number, from_1904, parts) {
                Some(moment) => return Shown { text: moment.shown(parts), stored: None },
                None => return Shown { text: decimal.general(), stored: stored(0, 0) },
            },
            Kind::Words => {
                let text = section.words(&decimal.general());
                return Shown { text, stored: stored(0, 0) };
            }
            Kind::General => section.words(&size.general()),
            Kind::Number => section.digits(size),
            Kind::Scientific(digits, plus) => section.scientific(size, *digits, *plus),
            Kind::Fraction(digits, denominator) => section.fraction(number.abs(), *digits, *denominator),
        };
        let sign = if decimal.negative && signed { "-" } else { "" };
        let power = 2 * section.percents - i32::from(section.scale);
        Shown { text: format!("{sign}{body}").trim().to_owned(), stored: stored(power, section.scale) }
    }

    /// What the cell of a text shows.
    pub(in crate::read) fn text(&self, text: &str) -> String {
        let section = match self.sections.as_slice() {
            [_, _, _, words] => Some(words),
            sections => sections.last().filter(|s| s.tokens.contains(&Token::Text)),
        };
        section.map_or_else(|| text.to_owned(), |s| s.words(text))
    }

    /// The section for a number, and whether a minus sign is added to what it shows.
    fn section(&self, number: f64) -> Option<(&Section, bool)> {
        let words_last = self.sections.len() > 1 && self.sections.last().is_some_and(|s| s.tokens.contains(&Token::Text));
        let count = if words_last { self.sections.len() - 1 } else { self.sections.len().min(3) };
        let sections = self.sections.get(..count)?;
        if sections.iter().any(|s| s.condition.is_some()) {
            let chosen = sections.iter().enumerate().find(|(at, section)| match section.condition {
                Some(condition) => condition.holds(number),
                None => *at + 1 == count || *at == 1 && number < 0.0,
            });
            return chosen.map(|(_, section)| (section, section.condition.is_none_or(Condition::positive)));
        }
        match sections {
            [_, negative, ..] if number < 0.0 => Some((negative, false)),
            [_, _, zero] if number == 0.0 => Some((zero, false)),
            [first, ..] => Some((first, true)),
            [] => None,
        }
    }
}

impl Section {
    fn new(code: Code) -> Self {
        let date = code.date();
        let Code { tokens, condition, .. } = code;
        let has = |token: &Token| tokens.contains(token);
        let digit = |token: &Token| matches!(token, Token::Digit(_));
        let exponent = tokens.iter().position(|t| matches!(t, Token::Exponent(_)));
        let slash = tokens.iter().position(|t| *t == Token::Slash);
        let after = |at: usize| tokens.iter().skip(at + 1);
        let kind = if let Some(parts) = date {
            Kind::Date(parts)
        } else if has(&Token::General) {
            Kind::General
        } else if has(&Token::Text) || !tokens.iter().any(digit) {
            Kind::Words
        } else if let Some(at) = exponent {
            Kind::Scientific(after(at).filter(|t| digit(t)).count(), tokens.get(at) == Some(&Token::Exponent(true)))
        } else if let Some(at) = slash.filter(|at| tokens.iter().take(*at).any(digit)) {
            let digits: String = after(at)
                .map_while(|t| match t {
                    Token::Digit(_) => Some("0".to_owned()),
                    Token::Literal(text) if text.trim().parse::<u32>().is_ok() => Some(text.trim().to_owned()),
                    _ => None,
                })
                .collect();
            Kind::Fraction(digits.len(), digits.parse().ok().filter(|n| *n > 0))
        } else {
            Kind::Number
        };
        let mut section =
            Self { condition, kind, tokens, scale: 0, percents: 0, grouped: false, whole_digits: 0, fraction_digits: 0 };
        section.count();
        section
    }

    /// Counts the digits before and after the point, and tells what each comma is for.
    fn count(&mut self) {
        let end = self.tokens.iter().position(|t| matches!(t, Token::Exponent(_))).unwrap_or(self.tokens.len());
        let point = self.tokens.iter().take(end).position(|t| *t == Token::Point).unwrap_or(end);
        let last_whole = self.tokens.iter().take(point).rposition(|t| matches!(t, Token::Digit(_)));
        let mut tokens = Vec::with_capacity(self.tokens.len());
        for (at, token) in std::mem::take(&mut self.tokens).into_iter().enumerate() {
            match token {
                Token::Digit(_) if at < point => self.whole_digits += 1,
                Token::Digit(_) if at < end => self.fraction_digits = self.fraction_digits.saturating_add(1),
                Token::Percent => self.percents = (self.percents + 1).min(9),
                Token::Comma => {
                    if self.whole_digits > 0 && last_whole.is_some_and(|last| at < last) {
                        self.grouped = true;
                    } else if matches!(tokens.last(), Some(Token::Digit(_))) {
                        // Several of them follow each other without anything between, as they are left out here.
                        self.scale = (self.scale + 3).min(30);
                    } else {
                        tokens.push(Token::Literal(",".to_owned()));
                    }
                    continue;
                }
                _ => {}
            }
            tokens.push(token);
        }
        self.tokens = tokens;
    }

    /// Characters, with a text where the cell's own stands.
    fn words(&self, own: &str) -> String {
        let mut shown = String::new();
        for token in &self.tokens {
            match token {
                // A code that says a text many times over makes no more of a long one.
                Token::Text | Token::General if shown.len() < own.len().max(1 << 16) => shown.push_str(own),
                other => shown.push_str(other.literal()),
            }
        }
        shown
    }

    fn digits(&self, number: Decimal) -> String {
        let power = 2 * self.percents - i32::from(self.scale);
        self.placed(&number.shifted(power).rounded(self.fraction_digits), &self.tokens)
    }

    /// Digits in their places.
    fn placed(&self, number: &Decimal, tokens: &[Token]) -> String {
        let (whole, fraction) = (number.whole(), number.fraction());
        let whole: Vec<char> = whole.chars().collect();
        let mut fraction = fraction.chars();
        let mut left = self.whole_digits;
        let mut shown = String::new();
        let mut after_point = false;
        for (at, token) in tokens.iter().enumerate() {
            match token {
                Token::Digit(kind) if after_point => shown.extend(fraction.next().or_else(|| filler(*kind))),
                Token::Digit(kind) => {
                    // The first place takes all digits that there are no places for.
                    let from = if left == self.whole_digits { whole.len().max(left) } else { left };
                    for position in (left.saturating_sub(1)..from).rev() {
                        let digit = whole.len().checked_sub(position + 1).and_then(|at| whole.get(at).copied());
                        let digit = digit.or_else(|| filler(*kind));
                        shown.extend(digit);
                        if self.grouped && position > 0 && position % 3 == 0 && digit.is_some_and(|d| d != ' ') {
                            shown.push(',');
                        }
                    }
                    left = left.saturating_sub(1);
                }
                Token::Point => {
                    if self.whole_digits == 0 {
                        shown.extend(&whole);
                    }
                    after_point = true;
                    // A point with nothing after it is a slip of the format.
                    let padded = tokens.iter().skip(at).any(|t| matches!(t, Token::Digit('0' | '?')));
                    shown.extend((padded || !number.fraction().is_empty()).then_some('.'));
                }
                other => shown.push_str(other.literal()),
            }
        }
        shown
    }

    fn scientific(&self, number: Decimal, digits: usize, plus: bool) -> String {
        let at = self.tokens.iter().position(|t| matches!(t, Token::Exponent(_))).unwrap_or(self.tokens.len());
        let (before, after) = self.tokens.split_at_checked(at).unwrap_or((&self.tokens, &[]));
        let step = i32::try_from(self.whole_digits.max(1)).unwrap_or(1);
        let mut exponent = if number.is_zero() { 0 } else { number.exponent().div_euclid(step) * step };
        let mut mantissa = number.clone().shifted(-exponent).rounded(self.fraction_digits);
        if mantissa.exponent() >= step {
            exponent += step;
            mantissa = number.shifted(-exponent).rounded(self.fraction_digits);
        }
        let sign = if exponent < 0 {
            "-"
        } else if plus {
            "+"
        } else {
            ""
        };
        let rest: String = after.iter().map(Token::literal).collect();
        format!("{}E{sign}{:0digits$}{rest}", self.placed(&mantissa, before), exponent.abs())
    }

    fn fraction(&self, number: f64, digits: usize, denominator: Option<u32>) -> String {
        let slash = self.tokens.iter().position(|t| *t == Token::Slash).unwrap_or(0);
        let top = self.tokens.iter().take(slash).rev().take_while(|t| matches!(t, Token::Digit(_))).count();
        let has_whole = self.whole_digits > top && self.tokens.iter().take(slash - top).any(|t| matches!(t, Token::Digit(_)));
        let whole = if has_whole { number.floor() } else { 0.0 };
        let part = number - whole;
        let most = 10_u32.pow(u32::try_from(digits.clamp(1, 3)).unwrap_or(1)) - 1;
        let error = |of: u32| (part - (part * f64::from(of)).round() / f64::from(of)).abs();
        let nearest = (1..=most).min_by(|a, b| error(*a).total_cmp(&error(*b))).unwrap_or(1);
        let denominator = denominator.unwrap_or(nearest);
        let numerator = (part * f64::from(denominator)).round();
        if has_whole && (numerator == 0.0 || numerator == f64::from(denominator)) {
            return format!("{}", whole + if numerator == 0.0 { 0.0 } else { 1.0 });
        }
        if whole > 0.0 { format!("{whole} {numerator}/{denominator}") } else { format!("{numerator}/{denominator}") }
    }
}

/// What stands in a place without a digit.
fn filler(kind: char) -> Option<char> {
    match kind {
        '0' => Some('0'),
        '?' => Some(' '),
        _ => None,
    }
}

impl Token {
    /// The characters that it shows whatever the number is.
    fn literal(&self) -> &str {
        match self {
            Self::Literal(text) => text,
            Self::Percent => "%",
            Self::Slash => "/",
            Self::Point => ".",
            _ => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, cases: &[(f64, &str, &str)]) {
        for (number, text, digits) in cases {
            let shown = NumberFormat::parse(code).number(*number, false);
            let stored = shown.stored.map_or(String::new(), |s| match s.scale {
                0 => s.digits,
                scale => format!("{}e{scale}", s.digits),
            });
            assert_eq!((shown.text.as_str(), stored.as_str()), (*text, *digits), "{code} of {number}");
        }
    }

    #[test]
    fn money_shares_and_scales() {
        check("General", &[(61_033_400.0, "61033400", "61033400"), (-0.5, "-0.5", "-0.5")]);
        check("#,##0", &[(1_234_567.5, "1,234,568", "1234567.5"), (0.0, "0", "0"), (-42.0, "-42", "-42")]);
        check("0.0%", &[(0.9525, "95.3%", "95.25"), (-0.07, "-7.0%", "-7")]);
        check(r##""£"#,##0.00"##, &[(8_023.0, "£8,023.00", "8023"), (-8_023.0, "-£8,023.00", "-8023")]);
        check("[$£-809]#,##0;[Red]-[$£-809]#,##0", &[(12.0, "£12", "12"), (-12.0, "-£12", "-12")]);
        check("#,##0,", &[(61_033_400.0, "61,033", "61033.4e3"), (400.0, "0", "0.4e3")]);
        check(r##"£#,##0.0,,"m""##, &[(61_033_400.0, "£61.0m", "61.0334e6")]);
        check("#,##0_);(#,##0)", &[(164.0, "164", "164"), (-164.2, "(164)", "-164.2")]);
        check(built_in(44), &[(0.0, "£-", "0"), (5.5, "£5.50", "5.5"), (-5.5, "-£5.50", "-5.5")]);
        check(r##"0.0" WTE";;"Nil""##, &[(3.0, "3.0 WTE", "3"), (0.0, "Nil", "0"), (-1.0, "", "-1")]);
        check(
            r##"[<1000]0;[>=1000000]0.0,,"m";0.0,"k""##,
            &[(999.0, "999", "999"), (1500.0, "1.5k", "1.5e3"), (2e6, "2.0m", "2e6")],
        );
        check("00000 000000", &[(1_904_555_123.0, "01904 555123", "1904555123")]);
        check("0.##", &[(2.5, "2.5", "2.5"), (2.0, "2", "2")]);
        check("0.00E+00", &[(61_033.0, "6.10E+04", "61033"), (0.000_999_9, "1.00E-03", "0.0009999")]);
        check("# ?/?", &[(3.5, "3 1/2", "3.5"), (4.0, "4", "4")]);
        check("@", &[(7.25, "7.25", "7.25")]);
    }

    #[test]
    fn days_and_times_are_no_numbers() {
        check("dd/mm/yyyy", &[(45_382.0, "31/03/2024", "")]);
        check("[$-809]dd mmmm yyyy;@", &[(45_382.0, "31 March 2024", "")]);
        check(r"[$-F800]dddd\,\ mmmm\ dd\,\ yyyy", &[(45_382.0, "31 March 2024", "")]);
        check("ddd d-mmm-yy h:mm AM/PM", &[(45_382.75, "Sun 31-Mar-24 6:00 PM", "")]);
        check("[h]:mm:ss", &[(1.5, "36:00:00", "")]);
        check("mm:ss.0", &[(0.000_70, "01:00.5", "")]);
    }

    #[test]
    fn texts() {
        let text = |code: &str| NumberFormat::parse(code).text("S43");
        assert_eq!(
            (text("0;-0;0;@"), text(r##""Ref "@"##), text("0.0"), text(";;;")),
            ("S43".to_owned(), "Ref S43".to_owned(), "S43".to_owned(), String::new())
        );
    }

    #[test]
    fn codes_that_make_no_sense_do_no_harm() {
        for code in [
            "",
            "[",
            "\"",
            "\\",
            "_",
            "*",
            "0/",
            "/0",
            "[<x]0",
            "E+",
            "0E+",
            "?/0",
            ".",
            "%%%%%%%%%%%%",
            "m",
            ";;;;;;",
            "#/#/#",
            "€[$",
        ] {
            let format = NumberFormat::parse(code);
            for number in [0.0, -1.5, 1e300, 1e-300, f64::INFINITY] {
                let _ = format.number(number, true);
            }
        }
    }
}
