//! Characters as they are meant: ligatures taken apart, signs of symbol fonts named.

/// Stands for a glyph without a meaning.
pub(super) const UNKNOWN: char = '\u{fffd}';

/// Adds the character that a glyph stands for.
pub(super) fn push(c: char, text: &mut String) {
    let spelt = match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return text.push(meant(c)),
    };
    text.push_str(spelt);
}

fn meant(c: char) -> char {
    match c {
        // Wingdings and Symbol, whose signs have no place of their own.
        '\u{f0b7}' | '\u{f06c}' | '\u{f09f}' | '\u{f076}' => '•',
        '\u{f0a7}' | '\u{f06e}' => '▪',
        '\u{f0d8}' | '\u{f0e0}' | '\u{f0e8}' => '➢',
        '\u{f0fe}' | '\u{f0fd}' | '\u{f078}' => '☒',
        '\u{f0a8}' | '\u{f06f}' | '\u{f071}' | '\u{f072}' => '☐',
        '\u{f0fc}' => '✓',
        '\u{f0fb}' => '✗',
        '\u{f02d}' => '-',
        '\t' | '\n' | '\r' | '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{2060}' => '\u{200b}',
        '\u{2010}' | '\u{2011}' => '-',
        '\u{e000}'..='\u{f8ff}' => UNKNOWN,
        c if c.is_control() => UNKNOWN,
        c => c,
    }
}

/// Whether a word is nothing but a bullet.
pub(super) fn is_bullet(word: &str) -> bool {
    let mut chars = word.chars();
    let bullet =
        |c: char| matches!(c, '•' | '·' | '▪' | '●' | '‣' | '◦' | '○' | '■' | '□' | '➢' | '►' | '⮚' | '–' | '—' | '-' | '*');
    chars.next().is_some_and(bullet) && chars.next().is_none()
}

/// Whether a text ends in a figure that lacks digits after its last comma, as `1,234,5`: it was cut where its column ends.
pub(super) fn is_cut(text: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or("");
    let inner = last.trim_start_matches(['£', '-', '(']);
    let digits = |t: &str| t.chars().all(|c| c.is_ascii_digit() || c == ',');
    // Pence that lack a digit, as `£1,234.5`, or both.
    if let Some((whole, pence)) = inner.split_once('.') {
        return whole.contains(',') && digits(whole) && pence.len() < 2 && pence.chars().all(|c| c.is_ascii_digit());
    }
    let Some((whole, rest)) = inner.rsplit_once(',') else { return false };
    whole.starts_with(|c: char| c.is_ascii_digit()) && digits(whole) && digits(rest) && rest.len() < 3
}

/// Whether a text begins with the digits that a figure that was cut lacks.
pub(super) fn goes_on(cut: &str, next: &str) -> bool {
    let digits = next.chars().take_while(char::is_ascii_digit).count();
    let last = cut.rsplit(char::is_whitespace).next().unwrap_or("");
    if let Some((_, pence)) = last.split_once('.') {
        return pence.len() + digits == 2 && next.chars().all(|c| c.is_ascii_digit() || ")*".contains(c));
    }
    let had = cut.len() - cut.rfind(',').map_or(0, |at| at + 1);
    digits > 0 && (had + digits).is_multiple_of(3) && next.chars().all(|c| c.is_ascii_digit() || ",.)*".contains(c))
}

/// A raised digit, such as those of notes.
pub(super) fn raised(c: char) -> Option<char> {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    RAISED.get(usize::try_from(c.to_digit(10)?).ok()?).copied()
}

/// Whether words name a year or a unit, as headings do.
fn is_heading(text: &str) -> bool {
    const BESIDE: [&str; 24] = [
        "fy", "ye", "year", "end", "to", "date", "ytd", "f", "est", "forecast", "budget", "actual", "jan", "feb", "mar", "apr",
        "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let mut years = 0;
    let words = text.split(|c: char| c.is_whitespace() || "()'’,".contains(c)).filter(|w| !w.is_empty());
    let named = |word: &str| {
        let lower = word.to_lowercase();
        let rest = lower.trim_start_matches(|c: char| c.is_ascii_lowercase());
        let (name, rest) = (lower.strip_suffix(rest).unwrap_or(""), rest.trim_start_matches('-'));
        years += usize::from(is_year(rest) || BESIDE.iter().skip(12).any(|m| *m == name) && is_short_year(rest));
        (name.is_empty() || BESIDE.contains(&name))
            && (rest.is_empty() && !name.is_empty() || is_year(rest) || !name.is_empty() && is_short_year(rest))
    };
    let all = { words }.all(named);
    let unit: String = text.to_lowercase().chars().filter(|c| !"()' ‘’".contains(*c)).collect();
    all && years > 0 && !text.starts_with('(')
        || matches!(unit.as_str(), "£" | "£000" | "£000s" | "£m" | "£k" | "%" | "000" | "000s")
}

fn is_short_year(text: &str) -> bool {
    text.len() == 2 && text.chars().all(|c| c.is_ascii_digit())
}

/// Whether digits are a year, a financial year or a date.
pub(super) fn is_year(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['/', '-', '–', '.']).collect();
    let digits = parts.iter().all(|p| !p.is_empty() && p.chars().all(|c| c.is_ascii_digit()));
    let long = |year: &str| matches!(year.parse(), Ok(1980..=2059)) && year.len() == 4;
    digits
        && match parts.as_slice() {
            [year] => long(year),
            [from, to] => !text.contains('.') && (long(from) && (to.len() == 2 || long(to)) || from.len() == 2 && to.len() == 2),
            [day, month, year] => day.len() <= 2 && month.len() <= 2 && (long(year) || year.len() == 2),
            _ => false,
        }
}

/// Whether words are a figure, or stand where a figure would.
pub(super) fn is_figure(text: &str) -> bool {
    let text = text.trim();
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return stands_for_figure(text) && !is_heading(text);
    }
    if is_heading(text) {
        return false;
    }
    // What is left of a year that was cut where its column ends.
    let cut = text.split_once('/').is_some_and(|(a, b)| a.len() == 4 && b.len() < 4 && is_year(a))
        || text.strip_suffix(['-', '–']).is_some_and(|a| a.len() == 4 && is_year(a));
    // `EB (£'000)` is a heading.
    let unit = text.contains('£') && !text.contains('.') && text.chars().filter(char::is_ascii_digit).eq("000".chars());
    !cut && !unit
        && text.chars().filter(|c| c.is_alphabetic()).count() <= 3
        && text.chars().all(|c| c.is_alphanumeric() || " £$€.,%()[]<>-–−+*/~&¹²³'".contains(c))
}

/// Whether words without a digit stand where a figure would.
fn stands_for_figure(text: &str) -> bool {
    const LONGEST: usize = 8;
    text.len() <= LONGEST
        && matches!(
            text.to_lowercase().as_str(),
            "-" | "–"
                | "—"
                | "*"
                | "**"
                | "£-"
                | "£"
                | "n/a"
                | "na"
                | "nil"
                | "none"
                | "not held"
                | "[x]"
                | "[c]"
                | "c"
                | "x"
                | ".."
                | "..."
        )
}

/// Whether a word is the mark of a list item.
pub(super) fn is_marker(word: &str) -> bool {
    if is_bullet(word) && !matches!(word, "-" | "–" | "—" | "*") {
        return true;
    }
    // `10(a)`: the part of a question.
    if let Some((number, part)) = word.trim_end_matches(['.', ':']).strip_suffix(')').and_then(|w| w.split_once('('))
        && !number.is_empty()
    {
        let number = number.trim_start_matches(['Q', 'q']);
        let roman = part.len() < 5 && part.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
        return (1..=2).contains(&number.len())
            && number.chars().all(|c| c.is_ascii_digit())
            && (roman || part.len() == 1 && part.chars().all(|c| c.is_ascii_alphabetic()));
    }
    let inner = word.trim_start_matches('(').trim_start_matches(['Q', 'q']).trim_end_matches(['.', ')', ':']);
    let closed = word.ends_with(['.', ')', ':']) || word.starts_with(['Q', 'q']) && inner.starts_with(|c: char| c.is_ascii_digit());
    // A year that ends a sentence is no number of an item.
    let short = (1..=3).contains(&inner.chars().count()) || inner.contains('.') && inner.len() <= 6;
    let numbered = inner.chars().all(|c| c.is_ascii_digit() || c == '.')
        || inner.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
        || inner.chars().count() == 1;
    let lettered = inner.chars().all(|c| c.is_ascii_alphanumeric() || c == '.') && inner.starts_with(|c: char| c.is_ascii_digit());
    closed && short && (numbered || lettered) && inner.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_items_are_told_from_words() {
        for (text, expected) in
            [("1.", true), ("Q2", true), ("(a)", true), ("10(a)", true), ("Q8(iv):", true), ("43(2)", false), ("2025.", false)]
        {
            assert_eq!(is_marker(text), expected, "{text}");
        }
    }

    #[test]
    fn figures_are_told_from_words() {
        for (text, expected) in [
            ("£1,234", true),
            ("(164)", true),
            ("12.5%", true),
            ("£61.0m", true),
            ("<5", true),
            ("n/a", true),
            ("1883", true),
            ("FY25/26", false),
            ("YE 31.3.2026", false),
            ("Mar-25", false),
            ("2025/26 (f)", false),
            ("Home care", false),
            ("Section 43(2)", false),
            ("2025/2", false),
            ("2025-", false),
            ("EB (£'000)", false),
        ] {
            assert_eq!(is_figure(text), expected, "{text}");
        }
    }
}
