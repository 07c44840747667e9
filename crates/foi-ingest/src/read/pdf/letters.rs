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

/// A raised digit, such as those of notes.
pub(super) fn raised(c: char) -> Option<char> {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    RAISED.get(usize::try_from(c.to_digit(10)?).ok()?).copied()
}

/// Whether words name a year or a unit, as headings do.
fn is_heading(text: &str) -> bool {
    let year = |t: &str| {
        let parts: Vec<&str> = t.split(['/', '-', '–']).collect();
        let digits = |p: &&str| p.chars().all(|c| c.is_ascii_digit());
        parts.iter().all(digits)
            && matches!(
                (parts.first().map(|p| p.len()), parts.get(1).map(|p| p.len())),
                (Some(4), None | Some(2 | 4)) | (Some(2), Some(2))
            )
    };
    let unit: String = text.to_lowercase().chars().filter(|c| !"()' ‘’".contains(*c)).collect();
    year(text.trim_matches(['(', ')'])) && !text.starts_with('(')
        || matches!(unit.as_str(), "£" | "£000" | "£000s" | "£m" | "£k" | "%" | "000" | "000s")
}

/// Whether words are a figure, or stand where a figure would.
pub(super) fn is_figure(text: &str) -> bool {
    let text = text.trim();
    if is_heading(text) {
        return false;
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let others = text.chars().filter(|c| c.is_alphabetic()).count();
    if digits > 0 {
        return others <= 3 && text.chars().all(|c| c.is_alphanumeric() || " £$€.,%()[]<>-–−+*/~&¹²³'".contains(c));
    }
    let lower = text.to_lowercase();
    matches!(
        lower.as_str(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_from_words() {
        for (text, expected) in [
            ("£1,234", true),
            ("(164)", true),
            ("12.5%", true),
            ("£61.0m", true),
            ("<5", true),
            ("n/a", true),
            ("Home care", false),
            ("Section 43(2)", false),
        ] {
            assert_eq!(is_figure(text), expected, "{text}");
        }
    }
}
