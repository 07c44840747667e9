//! Characters of fonts that hold signs in place of letters: ticks, boxes, bullets, Greek.

/// Whether a font holds signs in place of letters.
pub(super) fn is_symbol_font(font: &str) -> bool {
    let font = font.to_ascii_lowercase();
    font.starts_with("wingdings") || font.starts_with("webdings") || font == "symbol" || font.starts_with("zapfdingbats")
}

/// The sign that a font shows for a character of it; `None` where it has none that means anything.
pub(super) fn sign(font: &str, character: char) -> Option<char> {
    let font = font.to_ascii_lowercase();
    // Signs are stored at their own code or in the private area, which begins at F000.
    let code =
        u8::try_from(u32::from(character) & !0xf000).ok().filter(|_| matches!(u32::from(character), 0..=0xff | 0xf000..=0xf0ff))?;
    let table: &[(u8, char)] = match font.as_str() {
        "wingdings 2" => &WINGDINGS_2,
        "webdings" => &WEBDINGS,
        "symbol" => &SYMBOL,
        _ => &WINGDINGS,
    };
    if let Some((_, sign)) = table.iter().find(|(at, _)| *at == code) {
        return Some(*sign);
    }
    if font != "symbol" {
        return None;
    }
    match code {
        b'A'..=b'Z' => GREEK[0].chars().nth(usize::from(code - b'A')),
        b'a'..=b'z' => GREEK[1].chars().nth(usize::from(code - b'a')),
        // Digits, brackets and the like are themselves.
        0x20..=0x7e => Some(char::from(code)),
        _ => None,
    }
}

const WINGDINGS: [(u8, char); 20] = [
    (0x20, ' '),
    (0x6c, '•'),
    (0x6e, '▪'),
    (0x6f, '☐'),
    (0x71, '☐'),
    (0x72, '☐'),
    (0x75, '◆'),
    (0x76, '•'),
    (0x78, '☒'),
    (0x9f, '•'),
    (0xa7, '▪'),
    (0xa8, '☐'),
    (0xd8, '•'),
    (0xe0, '→'),
    (0xe8, '→'),
    (0xf0, '→'),
    (0xfb, '✗'),
    (0xfc, '✓'),
    (0xfd, '☒'),
    (0xfe, '☑'),
];

const WINGDINGS_2: [(u8, char); 8] =
    [(0x20, ' '), (0x4f, '✗'), (0x50, '✓'), (0x51, '☒'), (0x52, '☑'), (0x53, '☒'), (0x54, '☒'), (0xa3, '☐')];

const WEBDINGS: [(u8, char); 4] = [(0x20, ' '), (0x61, '✓'), (0x63, '☐'), (0x72, '✗')];

/// What `Symbol` shows for the letters from `A` and from `a` on.
const GREEK: [&str; 2] = ["ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"];

const SYMBOL: [(u8, char); 21] = [
    (0x2d, '−'),
    (0xa0, '€'),
    (0xa3, '≤'),
    (0xa5, '∞'),
    (0xae, '→'),
    (0xb0, '°'),
    (0xb1, '±'),
    (0xb3, '≥'),
    (0xb4, '×'),
    (0xb7, '•'),
    (0xb8, '÷'),
    (0xb9, '≠'),
    (0xba, '≡'),
    (0xbb, '≈'),
    (0xbc, '…'),
    (0xd6, '√'),
    (0xd7, '·'),
    (0xd9, '∧'),
    (0xda, '∨'),
    (0xde, '⇒'),
    (0xe5, '∑'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_at_their_own_code_and_in_the_private_area() {
        for (font, character, expected) in [
            ("Wingdings", '\u{f0fe}', Some('☑')),
            ("Wingdings", '\u{a8}', Some('☐')),
            ("wingdings 2", '\u{f050}', Some('✓')),
            ("Symbol", '\u{f0a3}', Some('≤')),
            ("Symbol", '5', Some('5')),
            ("Symbol", 'S', Some('Σ')),
            ("Wingdings", 'J', None),
            ("Wingdings", '中', None),
        ] {
            assert_eq!(sign(font, character), expected, "{font} {character:?}");
        }
        assert!(is_symbol_font("Wingdings 3") && !is_symbol_font("Arial") && !is_symbol_font("Segoe UI Symbol"));
    }
}
