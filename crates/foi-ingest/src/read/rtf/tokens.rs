//! The pieces that RTF is written in: groups, control words, and bytes of text.

/// A piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A group begins.
    Open,
    /// A group ends.
    Close,
    /// A control word, with its number where it has one.
    Word(&'t str, Option<i32>),
    /// A control sign.
    Sign(u8),
    /// A byte of text in hexadecimal digits.
    Hex(u8),
    /// Bytes of text.
    Bytes(&'t [u8]),
}

/// Cuts bytes into pieces.
pub(super) struct Tokens<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(bytes: &'t [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Goes past bytes that are no text.
    pub(super) fn pass(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes).min(self.bytes.len());
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, most: usize, wanted: impl Fn(u8) -> bool) -> &'t [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().take(most).take_while(|b| wanted(**b)).count();
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn control(&mut self) -> Option<Token<'t>> {
        let first = self.peek()?;
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            if first != b'\'' {
                return Some(Token::Sign(first));
            }
            let digits = self.take(2, |b| b.is_ascii_hexdigit());
            let value = std::str::from_utf8(digits).ok().and_then(|d| u8::from_str_radix(d, 16).ok());
            return Some(value.map_or(Token::Bytes(&[]), Token::Hex));
        }
        let word = self.take(32, |b| b.is_ascii_alphabetic());
        let start = self.at;
        let negative = self.peek() == Some(b'-');
        self.at += usize::from(negative);
        let digits = std::str::from_utf8(self.take(10, |b| b.is_ascii_digit())).unwrap_or_default();
        let number = digits.parse::<i64>().ok().map(|n| if negative { -n } else { n });
        if number.is_none() {
            self.at = start;
        }
        // One blank belongs to the word.
        self.at += usize::from(self.peek() == Some(b' '));
        let number = number.map(|n| i32::try_from(n).unwrap_or(if negative { i32::MIN } else { i32::MAX }));
        Some(Token::Word(std::str::from_utf8(word).unwrap_or_default(), number))
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            let first = self.peek()?;
            match first {
                b'{' => {
                    self.at += 1;
                    return Some(Token::Open);
                }
                b'}' => {
                    self.at += 1;
                    return Some(Token::Close);
                }
                b'\\' => {
                    self.at += 1;
                    return self.control();
                }
                b'\r' | b'\n' | 0 => self.at += 1,
                _ => {
                    return Some(Token::Bytes(self.take(usize::MAX, |b| !matches!(b, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0))));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_words_signs_and_bytes() {
        let tokens: Vec<Token<'_>> = Tokens::new(b"{\\b0 a\\'e9\n\\u-10 ?\\~\\fs24x}\\").collect();
        assert_eq!(
            tokens,
            [
                Token::Open,
                Token::Word("b", Some(0)),
                Token::Bytes(b"a"),
                Token::Hex(0xe9),
                Token::Word("u", Some(-10)),
                Token::Bytes(b"?"),
                Token::Sign(b'~'),
                Token::Word("fs", Some(24)),
                Token::Bytes(b"x"),
                Token::Close,
            ]
        );
    }
}
