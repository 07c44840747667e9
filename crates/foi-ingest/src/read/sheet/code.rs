//! The code of a number format, such as `_-£#,##0.0,"k";[Red](0)`, cut into what stands in it.

use super::date::Part;

/// What stands in a code.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A digit: `0`, `#` or `?`.
    Digit(char),
    /// The point.
    Point,
    /// A comma, before it is known what for.
    Comma,
    /// A character of a date, with how many of it there are.
    Date(char, usize),
    /// `[h]`, `[mm]`.
    Elapsed(char, usize),
    /// `AM/PM` or `A/P`.
    Half(bool),
    /// `E+` or `E-`.
    Exponent(bool),
    /// `/`, which parts dates and fractions.
    Slash,
    /// `%`.
    Percent,
    /// What a cell without a format would show.
    General,
    /// The text of the cell.
    Text,
    /// Characters.
    Literal(String),
}

/// Which numbers a section is for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Condition {
    less: bool,
    equal: bool,
    greater: bool,
    than: f64,
}

impl Condition {
    fn parse(text: &str) -> Option<Self> {
        let number = text.trim_start_matches(['<', '>', '=']);
        let operator = text.strip_suffix(number)?;
        let (less, equal, greater) = match operator {
            "<" => (true, false, false),
            "<=" => (true, true, false),
            "=" => (false, true, false),
            ">=" => (false, true, true),
            ">" => (false, false, true),
            "<>" => (true, false, true),
            _ => return None,
        };
        Some(Self { less, equal, greater, than: number.trim().parse().ok()? })
    }

    /// Whether it holds for a number.
    pub(super) fn holds(self, number: f64) -> bool {
        self.less && number < self.than || self.greater && number > self.than || self.equal && number == self.than
    }

    /// Whether it holds for numbers above zero.
    pub(super) fn positive(self) -> bool {
        self.greater || self.than > 0.0
    }
}

/// One section of a code.
#[derive(Debug, Default)]
pub(super) struct Code {
    /// What stands in it.
    pub(super) tokens: Vec<Token>,
    /// Which numbers it is for, if it says so.
    pub(super) condition: Option<Condition>,
    /// A day or a time as the computer is set to show it.
    pub(super) system: Option<&'static str>,
}

/// The first section of a code, and what comes after its semicolon.
pub(super) fn section(code: &str) -> (Code, Option<&str>) {
    let mut found = Code::default();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or("");
        let mut literal = |text: &str| match found.tokens.last_mut() {
            Some(Token::Literal(before)) => before.push_str(text),
            _ => found.tokens.push(Token::Literal(text.to_owned())),
        };
        let run = rest.chars().take_while(|c| c.eq_ignore_ascii_case(&first)).count();
        let lower = first.to_ascii_lowercase();
        let begins = |word: &str| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        let mut taken = first.len_utf8();
        match lower {
            ';' => return (found, Some(after)),
            '"' => {
                let quoted = after.split_once('"').map_or(after, |(quoted, _)| quoted);
                literal(quoted);
                taken += (quoted.len() + 1).min(after.len());
            }
            '\\' | '!' | '_' | '*' => {
                let next = after.chars().next();
                taken += next.map_or(0, char::len_utf8);
                match (lower, next) {
                    // As wide as the character, which a blank stands for; what fills a cell up shows nothing.
                    ('_', _) => literal(" "),
                    ('*', _) => {}
                    (_, next) => literal(next.map(String::from).unwrap_or_default().as_str()),
                }
            }
            '[' => {
                let inner = after.split_once(']').map_or(after, |(inner, _)| inner);
                taken += (inner.len() + 1).min(after.len());
                found.bracket(inner);
            }
            '0' | '#' | '?' => found.tokens.push(Token::Digit(first)),
            '.' => found.tokens.push(Token::Point),
            ',' => found.tokens.push(Token::Comma),
            '%' => found.tokens.push(Token::Percent),
            '/' => found.tokens.push(Token::Slash),
            '@' => found.tokens.push(Token::Text),
            'e' if after.starts_with(['+', '-']) => {
                found.tokens.push(Token::Exponent(after.starts_with('+')));
                taken += 1;
            }
            'g' if begins("general") => {
                found.tokens.push(Token::General);
                taken = "general".len();
            }
            'a' if begins("am/pm") || begins("a/p") => {
                found.tokens.push(Token::Half(begins("am/pm")));
                taken = if begins("am/pm") { 5 } else { 3 };
            }
            'y' | 'm' | 'd' | 'h' | 's' => {
                found.tokens.push(Token::Date(lower, run));
                taken = run;
            }
            _ => literal(rest.get(..taken).unwrap_or("")),
        }
        rest = rest.get(taken..).unwrap_or("");
    }
    (found, None)
}

impl Code {
    /// What stands in brackets: a currency, a condition, hours that go on past midnight; colours show nothing.
    fn bracket(&mut self, inner: &str) {
        if let Some(currency) = inner.strip_prefix('$') {
            let (sign, place) = currency.split_once('-').unwrap_or((currency, ""));
            match place.to_ascii_uppercase().as_str() {
                "F800" => self.system = Some("dd mmmm yyyy"),
                "F400" => self.system = Some("hh:mm:ss"),
                _ if !sign.is_empty() => self.tokens.push(Token::Literal(sign.to_owned())),
                _ => {}
            }
        } else if let Some(condition) = Condition::parse(inner) {
            self.condition = Some(condition);
        } else if let Some(unit) = inner.chars().next().map(|c| c.to_ascii_lowercase()).filter(|c| matches!(c, 'h' | 'm' | 's'))
            && inner.chars().all(|c| c.eq_ignore_ascii_case(&unit))
        {
            self.tokens.push(Token::Elapsed(unit, inner.len()));
        }
    }

    /// The parts of a day or a time; `None` where it is for numbers or text.
    pub(super) fn date(&self) -> Option<Vec<Part>> {
        if let Some(code) = self.system {
            return section(code).0.date();
        }
        let clock = |token: &Token| matches!(token, Token::Date(..) | Token::Elapsed(..) | Token::Half(_));
        if !self.tokens.iter().any(clock) {
            return None;
        }
        let mut parts: Vec<Part> = Vec::new();
        let mut before = ' ';
        for (at, token) in self.tokens.iter().enumerate() {
            let mut next = self.tokens.iter().skip(at + 1).filter(|t| clock(t));
            let seconds_next = matches!(next.next(), Some(Token::Date('s', _) | Token::Elapsed('s', _)));
            parts.push(match token {
                Token::Date('y', run) => Part::Year(*run),
                // Minutes stand after hours or before seconds.
                Token::Date('m', run @ (1 | 2)) if before == 'h' || seconds_next => Part::Minute(*run),
                Token::Date('m', run) => Part::Month(*run),
                Token::Date('d', run) => Part::Day(*run),
                Token::Date('h', run) => Part::Hour((*run).min(2)),
                Token::Date(_, run) => Part::Second((*run).min(2)),
                Token::Elapsed(unit, run) => Part::Elapsed(*unit, (*run).min(9)),
                Token::Half(long) => Part::Half(*long),
                Token::Digit(_) => match parts.last_mut() {
                    Some(Part::Fraction(digits)) => {
                        *digits += 1;
                        continue;
                    }
                    _ => continue,
                },
                Token::Point if before == 's' && matches!(self.tokens.get(at + 1), Some(Token::Digit(_))) => Part::Fraction(0),
                Token::Point => Part::Literal(".".to_owned()),
                Token::Comma => Part::Literal(",".to_owned()),
                Token::Slash => Part::Literal("/".to_owned()),
                Token::Percent => Part::Literal("%".to_owned()),
                Token::Literal(text) => Part::Literal(text.clone()),
                Token::Exponent(_) | Token::General | Token::Text => continue,
            });
            if let Token::Date(unit, _) | Token::Elapsed(unit, _) = token {
                before = *unit;
            }
        }
        Some(parts)
    }
}
