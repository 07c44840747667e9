//! Figures as people write them, and the scales that headings state.

use rust_decimal::Decimal;

/// A power of ten that a unit implies: 3 for `£000`, 6 for `£m` (SDMX `UNIT_MULT`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scale(u8);

impl std::fmt::Display for Scale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            0 => f.write_str("pounds"),
            3 => f.write_str("thousands of pounds"),
            6 => f.write_str("millions of pounds"),
            exponent => write!(f, "units of 10^{exponent} pounds"),
        }
    }
}

impl Scale {
    /// Single units.
    pub const UNITS: Self = Self(0);
    /// Thousands.
    pub const THOUSANDS: Self = Self(3);
    /// Millions.
    pub const MILLIONS: Self = Self(6);
    /// Thousand millions.
    pub const BILLIONS: Self = Self(9);

    /// The scale of an exponent; `None` where nobody writes in it.
    pub fn of_exponent(exponent: u8) -> Option<Self> {
        [Self::UNITS, Self::THOUSANDS, Self::MILLIONS, Self::BILLIONS].into_iter().find(|s| s.0 == exponent)
    }

    /// The exponent of ten.
    pub fn exponent(self) -> u8 {
        self.0
    }

    /// Ten to that exponent.
    pub fn factor(self) -> Decimal {
        Decimal::from_i128_with_scale(10_i128.pow(u32::from(self.0)), 0)
    }

    /// Every different scale that a heading, caption or note states for money, in order: `£000`, `£'000s`, `£k`, `£m`, `in thousands`,
    /// `(£ millions)`, and a bare `£` or `pounds`, which states single units.
    pub fn stated_in(text: &str) -> Vec<Self> {
        let mut found = Vec::new();
        let mut add = |scale: Self| {
            if !found.contains(&scale) {
                found.push(scale);
            }
        };
        let lower = text.to_lowercase().replace(['’', '‘', '`', '´'], "'");
        let mut previous = ' ';
        for (at, c) in lower.char_indices() {
            let rest = lower.get(at..).unwrap_or("");
            if c == '£' {
                if let Some(scale) = Self::after_pound(rest.get('£'.len_utf8()..).unwrap_or("")) {
                    add(scale);
                }
            } else if c == '\'' && rest.get(1..4) == Some("000") && !previous.is_ascii_digit() {
                add(Self::THOUSANDS);
            } else if matches!(c, 't' | 'm' | 'p' | '0') && !previous.is_alphanumeric() && previous != '£' {
                let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
                let scale = match word {
                    "thousand" | "thousands" => Some(Self::THOUSANDS),
                    "million" | "millions" => Some(Self::MILLIONS),
                    "pounds" if !after_scale_word(&lower, at) => Some(Self::UNITS),
                    _ if rest.starts_with("000s") || rest.starts_with("000's") => Some(Self::THOUSANDS),
                    _ => None,
                };
                // `1.2 million` is a figure, not the scale of others.
                if let Some(scale) = scale
                    && !lower.get(..at).unwrap_or("").trim_end().ends_with(|c: char| c.is_ascii_digit())
                {
                    add(scale);
                }
            }
            previous = c;
        }
        if found.len() > 1 && lower.contains("pounds") {
            found.retain(|&s| s != Self::UNITS || lower.contains("(£)"));
        }
        found
    }

    /// The scale that follows a pound sign in a heading; `None` where a figure follows.
    fn after_pound(rest: &str) -> Option<Self> {
        let rest = rest.trim_start_matches([' ', '\'', '(']);
        let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == ',').collect();
        match word.trim_end_matches(',') {
            "000" | "000s" | "k" | "ks" | "thousand" | "thousands" | "0,000s" => Some(Self::THOUSANDS),
            "m" | "mn" | "million" | "millions" | "mil" | "mill" | "ms" | "000,000" | "000,000s" => Some(Self::MILLIONS),
            "bn" | "billion" => Some(Self::BILLIONS),
            other if other.starts_with(|c: char| c.is_ascii_digit()) => None,
            _ => Some(Self::UNITS),
        }
    }
}

fn after_scale_word(lower: &str, at: usize) -> bool {
    let before = lower.get(..at).unwrap_or("").trim_end();
    let before = before.strip_suffix("of").map_or(before, str::trim_end);
    ["thousand", "thousands", "million", "millions", "000s"].iter().any(|w| before.ends_with(w))
}

/// A number as somebody wrote it, before the scale of its column is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The number with its sign, without any scale.
    pub number: Decimal,
    /// The scale written with it: `m` in `£61.033m`.
    pub scale: Option<Scale>,
    /// Whether a pound sign stands with it.
    pub pounds: bool,
    /// Whether a percent sign, or the words, stand with it.
    pub percent: bool,
    /// Whether it says that it is about right only: `c.`, `approx`, `~`.
    pub approximate: bool,
    /// The words after it: `WTE`, `provisional`, `per hour`; empty where there are none.
    pub remark: String,
}

/// Why a text is not one figure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FigureError {
    /// Nothing there.
    #[error("nothing is written")]
    Empty,
    /// Not a number.
    #[error("`{0}` is not a number")]
    NotANumber(String),
    /// A number that can be read in two ways, as `8,023.000`.
    #[error("`{0}` can be read in more than one way")]
    Ambiguous(String),
}

impl Figure {
    /// Reads one figure: `11,635`, `£61.033m`, `(164)`, `-£1,200.50`, `98%`, `3.0 WTE`, `c. £2m`, `1 234 567`, `12,000*`.
    ///
    /// # Errors
    /// [`FigureError`]; the separators must agree with each other, so `8,023.000` and `11,63` are ambiguous.
    pub fn parse(text: &str) -> Result<Self, FigureError> {
        let whole = text.trim().replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ");
        if whole.is_empty() {
            return Err(FigureError::Empty);
        }
        let not_a_number = || FigureError::NotANumber(text.trim().to_owned());
        let mut rest = whole.as_str();
        let mut negative = false;
        let mut bracketed = false;
        let mut figure =
            Self { number: Decimal::ZERO, scale: None, pounds: false, percent: false, approximate: false, remark: String::new() };
        loop {
            rest = rest.trim_start();
            if rest.starts_with(|c: char| c.is_ascii_digit()) {
                break;
            }
            let lower = rest.to_lowercase();
            if let Some(word) =
                ["approximately", "approx.", "approx", "circa", "c.", "c ", "about ", "around ", "~", "≈", "est.", "estimated "]
                    .iter()
                    .find(|w| lower.starts_with(**w))
            {
                figure.approximate = true;
                rest = rest.get(word.len()..).unwrap_or("");
            } else if let Some(after) = rest.strip_prefix('£') {
                if figure.pounds {
                    return Err(not_a_number());
                }
                figure.pounds = true;
                rest = after;
            } else if let Some(after) = lower.strip_prefix("gbp").and_then(|_| rest.get(3..)) {
                figure.pounds = true;
                rest = after;
            } else if let Some(after) = rest.strip_prefix(['-', '−', '–']) {
                if negative {
                    return Err(not_a_number());
                }
                negative = true;
                rest = after;
            } else if let Some(after) = rest.strip_prefix('+') {
                rest = after;
            } else if let Some(after) = rest.strip_prefix('(') {
                if bracketed {
                    return Err(not_a_number());
                }
                bracketed = true;
                rest = after;
            } else {
                break;
            }
        }
        let end = end_of_digits(rest);
        let (digits, after) = rest.split_at_checked(end).ok_or_else(not_a_number)?;
        if digits.is_empty() {
            return Err(not_a_number());
        }
        figure.number = decimal(digits)
            .map_err(|ambiguous| if ambiguous { FigureError::Ambiguous(text.trim().to_owned()) } else { not_a_number() })?;
        let mut after = after;
        // `1200-` is minus 1200 to a ledger, and a figure with a dash behind it to anybody else.
        if matches!(after.trim_end(), "-" | "−" | "–") {
            return Err(FigureError::Ambiguous(text.trim().to_owned()));
        }
        if bracketed {
            // `(£1.2m)` and `(164)%`: the bracket closes behind the scale, and makes the figure negative.
            let close = after.find(')').ok_or_else(not_a_number)?;
            let inside = after.get(..close).unwrap_or("");
            figure.take_suffix(inside);
            if !figure.remark.is_empty() {
                return Err(not_a_number());
            }
            if negative {
                return Err(FigureError::Ambiguous(text.trim().to_owned()));
            }
            negative = true;
            after = after.get(close + 1..).unwrap_or("");
        }
        figure.take_suffix(after);
        if figure.remark.chars().any(|c| c.is_ascii_digit()) && !is_footnote(&after.to_lowercase()) {
            return Err(not_a_number());
        }
        if negative {
            figure.number = -figure.number;
        }
        Ok(figure)
    }

    /// The number with the scale written beside it applied.
    pub fn scaled(&self) -> Option<Decimal> {
        self.number.checked_mul(self.scale.unwrap_or(Scale::UNITS).factor()).map(|n| n.normalize())
    }

    fn take_suffix(&mut self, suffix: &str) {
        if suffix.is_empty() {
            return;
        }
        let mut rest = suffix;
        loop {
            let trimmed = rest.trim_start();
            let lower = trimmed.to_lowercase();
            let word: String = lower.chars().take_while(|c| c.is_alphabetic()).collect();
            let attached = trimmed.len() == rest.len();
            let scale = match word.as_str() {
                "k" | "thousand" => Some(Scale::THOUSANDS),
                "m" | "mn" | "mil" | "mill" | "million" => Some(Scale::MILLIONS),
                "bn" | "billion" => Some(Scale::BILLIONS),
                _ => None,
            };
            if let Some(scale) = scale
                && self.scale.is_none()
                && (attached || word.len() > 1 || self.pounds)
            {
                self.scale = Some(scale);
                rest = trimmed.get(word.len()..).unwrap_or("");
            } else if let Some(after) = trimmed.strip_prefix('%') {
                self.percent = true;
                rest = after;
            } else if word == "percent" || lower.starts_with("per cent") {
                self.percent = true;
                rest = trimmed.get(if word == "percent" { 7 } else { 8 }..).unwrap_or("");
            } else if word == "pounds" || word == "gbp" {
                self.pounds = true;
                rest = trimmed.get(word.len()..).unwrap_or("");
            } else if attached && lower.starts_with("p") && word == "p" {
                // Pence beside pounds: leave it to be looked at.
                self.remark = trimmed.to_owned();
                return;
            } else {
                let mark =
                    trimmed.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '†' | '‡' | '^' | '.' | ',' | ';'));
                self.remark = mark.trim_start_matches(['(', '[']).trim_end_matches([')', ']']).trim().to_owned();
                return;
            }
        }
    }
}

/// `(1)`, `[2]`, `note 3`: a mark that points to a note, and no second figure.
fn is_footnote(suffix: &str) -> bool {
    let bare = suffix.trim().trim_start_matches(['*', '†', '‡']).trim();
    let inside = bare.strip_prefix(['(', '[']).and_then(|b| b.strip_suffix([')', ']']));
    let number = inside.map(str::trim).or(bare.strip_prefix("note")).map(|n| n.trim_start_matches("note").trim());
    number.is_some_and(|n| n.len() <= 2 && n.chars().all(|c| c.is_ascii_digit()))
}

/// The end of the digits and of the separators between them.
fn end_of_digits(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_ascii_digit() {
            end = at + 1;
        } else {
            let next_is_digit = chars.peek().is_some_and(|(_, n)| n.is_ascii_digit());
            let group_of_three = || {
                let after: String = text.get(at + 1..).unwrap_or("").chars().take(4).collect();
                after.len() >= 3
                    && after.chars().take(3).all(|c| c.is_ascii_digit())
                    && !after.chars().nth(3).is_some_and(|c| c.is_ascii_digit())
            };
            let joins = match c {
                ',' => next_is_digit && end > 0,
                '.' => next_is_digit,
                ' ' => next_is_digit && end > 0 && group_of_three(),
                _ => false,
            };
            if !joins {
                break;
            }
        }
    }
    end
}

/// Digits and separators as a number; `Err(true)` where the separators contradict each other.
fn decimal(digits: &str) -> Result<Decimal, bool> {
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    if fraction.is_some_and(|f| f.contains(['.', ',', ' '])) {
        return Err(true);
    }
    let separator = if whole.contains(',') { ',' } else { ' ' };
    let groups: Vec<&str> = whole.split(separator).collect();
    if groups.len() > 1 {
        let first_fits = groups.first().is_some_and(|g| (1..=3).contains(&g.len()));
        if !first_fits || groups.iter().skip(1).any(|g| g.len() != 3) || whole.contains(',') && whole.contains(' ') {
            return Err(true);
        }
        // Thousands separated and three decimals: the point may be another separator.
        if fraction.is_some_and(|f| f.len() == 3) {
            return Err(true);
        }
    }
    let plain: String = digits.chars().filter(|c| !matches!(c, ',' | ' ')).collect();
    Decimal::from_str_exact(&plain).map_err(|_| false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown = match Figure::parse(text) {
            Ok(f) => {
                let mut shown = f.scaled().map_or("overflow".to_owned(), |n| n.to_string());
                for (flag, mark) in [(f.pounds, " £"), (f.percent, " %"), (f.approximate, " ~")] {
                    if flag {
                        shown.push_str(mark);
                    }
                }
                if f.remark.is_empty() { shown } else { format!("{shown} [{}]", f.remark) }
            }
            Err(FigureError::Empty) => "empty".to_owned(),
            Err(FigureError::Ambiguous(_)) => "ambiguous".to_owned(),
            Err(FigureError::NotANumber(_)) => "words".to_owned(),
        };
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn figures_as_people_write_them() {
        check("11,635", "11635");
        check("£61.033m", "61033000 £");
        check("£ 1.2 million", "1200000 £");
        check("(164)", "-164");
        check("(£1.2m)", "-1200000 £");
        check("-£1,200.50", "-1200.5 £");
        check("98.5%", "98.5 %");
        check("98 per cent", "98 %");
        check("3.0 WTE", "3 [WTE]");
        check("c. £2m", "2000000 £ ~");
        check("1 234 567", "1234567");
        check("12,000*", "12000");
        check("12,000 (provisional)", "12000 [provisional]");
        check("£450k", "450000 £");
        check("£25 per hour", "25 £ [per hour]");
        check("0", "0");
        check(".5", "0.5");
    }

    #[test]
    fn what_is_not_one_figure_is_refused() {
        check("£8,023.000", "ambiguous");
        check("11,63", "ambiguous");
        check("1.234.567", "ambiguous");
        check("", "empty");
        check("  ", "empty");
        check("see note", "words");
        check("10-15", "words");
        check("£10m to £15m", "words");
        check("<5", "words");
        check("-", "words");
        check("(", "words");
        check("(12", "words");
        check("99999999999999999999999999999999999", "words");
        check("12/05/2024", "words");
    }

    #[track_caller]
    fn check_scale(text: &str, expected: &[u8]) {
        assert_eq!(Scale::stated_in(text).iter().map(|s| s.exponent()).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn scales_that_headings_state() {
        check_scale("Outturn for 24/25 (£000)", &[3]);
        check_scale("Budget (£'000s)", &[3]);
        check_scale("£’000", &[3]);
        check_scale("Budget for 25/26 (£)", &[0]);
        check_scale("£m", &[6]);
        check_scale("£ million", &[6]);
        check_scale("all figures are in thousands", &[3]);
        check_scale("figures in thousands of pounds", &[3]);
        check_scale("all amounts in pounds", &[0]);
        check_scale("costs of £1.2m in 2024", &[]);
        check_scale("spent 1.2 million", &[]);
        check_scale("Gross (£) and net (£000)", &[0, 3]);
        check_scale("'000", &[3]);
        check_scale("Home care", &[]);
    }

    proptest::proptest! {
        /// What is printed with separators reads back as the number that it is.
        #[test]
        fn printed_amounts_read_back(pence in -10_000_000_000_000_i64..10_000_000_000_000) {
            let money = crate::Money::from_pence(pence).unwrap();
            let plain = money.to_string();
            let (whole, fraction) = plain.trim_start_matches('-').split_once('.').unwrap();
            let mut grouped = String::new();
            for (place, digit) in whole.chars().enumerate() {
                if place > 0 && (whole.len() - place) % 3 == 0 {
                    grouped.push(',');
                }
                grouped.push(digit);
            }
            let sign = if pence < 0 { "-" } else { "" };
            let figure = Figure::parse(&format!("{sign}£{grouped}.{fraction}")).unwrap();
            proptest::prop_assert_eq!(figure.number, money.to_decimal());
        }

        /// No text makes the reader panic, and nothing but digits gives a figure.
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,40}") {
            if Figure::parse(&text).is_ok() {
                proptest::prop_assert!(text.chars().any(|c| c.is_ascii_digit()));
            }
            let _ = Scale::stated_in(&text);
            let _ = crate::FinancialYear::mentions(&text);
        }
    }
}
