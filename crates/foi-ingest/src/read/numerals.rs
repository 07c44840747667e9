//! The numbers of lists as word processors write them: `3`, `c`, `iii`.

/// How the number of an item is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numeral {
    /// `3`
    Decimal,
    /// `03`
    Padded,
    /// `c`; after `z` comes `aa`, `bb`.
    Letter,
    /// `C`
    Capital,
    /// `c`; after `z` comes `aa`, `ab`.
    LetterPair,
    /// `C`, and pairs likewise.
    CapitalPair,
    /// `iii`
    Roman,
    /// `III`
    CapitalRoman,
    /// `3rd`
    Ordinal,
    /// `Three`
    Word,
    /// `Third`
    OrdinalWord,
    /// Nothing.
    None,
}

impl Numeral {
    /// A number so written; in decimal digits where it has no such form.
    pub(super) fn write(self, number: i64) -> String {
        let capital = |text: String| text.to_ascii_uppercase();
        match self {
            Self::None => String::new(),
            Self::Decimal => number.to_string(),
            Self::Padded => format!("{number:02}"),
            Self::Letter => repeated_letter(number),
            Self::Capital => capital(repeated_letter(number)),
            Self::LetterPair => letters(number),
            Self::CapitalPair => capital(letters(number)),
            Self::Roman => roman(number),
            Self::CapitalRoman => capital(roman(number)),
            Self::Ordinal => format!("{number}{}", ending(number)),
            Self::Word => word(&WORDS, number),
            Self::OrdinalWord => word(&ORDINAL_WORDS, number),
        }
    }
}

/// Words are for the few questions that are numbered so; no list of them goes on for long.
const WORDS: [&str; 12] = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];
const ORDINAL_WORDS: [&str; 12] =
    ["First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth", "Eleventh", "Twelfth"];

fn word(words: &[&str], number: i64) -> String {
    let word = usize::try_from(number - 1).ok().and_then(|at| words.get(at));
    word.map_or_else(|| number.to_string(), |w| (*w).to_owned())
}

fn ending(number: i64) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

fn letter(index: i64) -> char {
    u8::try_from(index.rem_euclid(26)).map_or('?', |i| char::from(b'a' + i))
}

fn repeated_letter(number: i64) -> String {
    if !(1..=26 * 20).contains(&number) {
        return number.to_string();
    }
    let times = usize::try_from((number - 1) / 26 + 1).unwrap_or(1);
    letter(number - 1).to_string().repeat(times)
}

/// `a` to `z`, then `aa`; the digits of a number below 1.
pub(super) fn letters(number: i64) -> String {
    if number < 1 {
        return number.to_string();
    }
    let mut left = number;
    let mut written = String::new();
    while left > 0 {
        written.insert(0, letter(left - 1));
        left = (left - 1) / 26;
    }
    written
}

/// Roman, or the digits of a number that has no such name.
pub(super) fn roman(number: i64) -> String {
    const SIGNS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let mut left = number;
    let mut written = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            written.push_str(sign);
            left -= value;
        }
    }
    written
}

/// Digits above the line, and the letters of small Roman numbers, as the number of a note stands: it belongs to no figure or word
/// beside it.
pub(super) fn raised(text: &str) -> String {
    const RAISED: [(char, char); 13] = [
        ('0', '⁰'),
        ('1', '¹'),
        ('2', '²'),
        ('3', '³'),
        ('4', '⁴'),
        ('5', '⁵'),
        ('6', '⁶'),
        ('7', '⁷'),
        ('8', '⁸'),
        ('9', '⁹'),
        ('i', 'ⁱ'),
        ('v', 'ᵛ'),
        ('x', 'ˣ'),
    ];
    let raise = |c: char| RAISED.iter().find(|(low, _)| *low == c).map_or(c, |(_, high)| *high);
    text.chars().map(raise).collect()
}

#[cfg(test)]
mod tests {
    use super::Numeral::*;
    use super::*;

    #[test]
    fn numbers_in_every_style() {
        for (numeral, number, expected) in [
            (Decimal, 3, "3"),
            (Padded, 3, "03"),
            (Letter, 28, "bb"),
            (CapitalPair, 28, "AB"),
            (Roman, 14, "xiv"),
            (CapitalRoman, 1999, "MCMXCIX"),
            (Ordinal, 22, "22nd"),
            (Word, 4, "Four"),
            (OrdinalWord, 40, "40"),
            (Letter, 1_000_000_000, "1000000000"),
            (Roman, -1, "-1"),
            (None, 5, ""),
        ] {
            assert_eq!(numeral.write(number), expected, "{numeral:?}");
        }
        assert_eq!(raised("12, 3"), "¹², ³");
    }
}
