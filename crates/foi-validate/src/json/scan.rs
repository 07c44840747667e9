//! The smallest pieces of JSON: blanks, texts and numbers.

use super::{Broken, Kind};

/// The first byte from `at` on that is no blank.
pub(super) fn skip_blank(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
    }
    at
}

/// Each byte of a word set to this.
const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The top bit of each byte of a word that is a quotation mark, a backslash or a control character. Bits above the first one that is set
/// can be wrong, which is why only the first is looked at.
fn special(word: u64) -> u64 {
    let zero = |w: u64| w.wrapping_sub(each(1)) & !w;
    let control = word.wrapping_sub(each(0x20)) & !word;
    (zero(word ^ each(b'"')) | zero(word ^ each(b'\\')) | control) & each(0x80)
}

/// The byte behind the closing quotation mark of a text whose first character is at `start`, and whether there are escapes in it.
pub(super) fn string_end(bytes: &[u8], start: usize) -> Result<(usize, bool), Broken> {
    let mut at = start;
    let mut escaped = false;
    loop {
        while let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
            let found = special(u64::from_le_bytes(*word));
            if found != 0 {
                at += found.trailing_zeros() as usize / 8;
                break;
            }
            at += 8;
        }
        match bytes.get(at) {
            Some(b'"') => return Ok((at + 1, escaped)),
            Some(b'\\') => {
                escaped = true;
                at = escape(bytes, at)?;
            }
            Some(..=0x1f) => {
                return Err(Broken { at, why: "a control character stands in a text: write it as an escape such as `\\n`" });
            }
            Some(_) => at += 1,
            None => return Err(Broken { at: start - 1, why: "the text has no closing quotation mark" }),
        }
    }
}

/// The byte behind an escape.
fn escape(bytes: &[u8], at: usize) -> Result<usize, Broken> {
    match bytes.get(at + 1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 2),
        Some(b'u') => {
            let half = |at: usize| {
                let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
                digits.iter().try_fold(0, |n, &d| Some(n * 16 + char::from(d).to_digit(16)?))
            };
            let lone = Broken { at, why: "half of a character: `\\ud800` to `\\udfff` stand in pairs" };
            match half(at).ok_or(Broken { at, why: "`\\u` takes four hexadecimal digits" })? {
                0xd800..=0xdbff => match half(at + 6) {
                    Some(0xdc00..=0xdfff) => Ok(at + 12),
                    _ => Err(lone),
                },
                0xdc00..=0xdfff => Err(lone),
                _ => Ok(at + 6),
            }
        }
        _ => Err(Broken { at, why: "no such escape: `\\\\` writes a backslash" }),
    }
}

/// The kind of a number and the byte behind it.
pub(super) fn number(bytes: &[u8], start: usize) -> Result<(Kind, usize), Broken> {
    let digits = |from: usize| {
        let mut at = from;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let unfinished = Broken { at: start, why: "a number is not finished" };
    let negative = bytes.get(start) == Some(&b'-');
    let first = start + usize::from(negative);
    let nought = bytes.get(first) == Some(&b'0');
    let mut end = if nought { first + 1 } else { digits(first) };
    if end == first {
        return Err(unfinished);
    }
    let mut whole = end - first <= 18 && !(negative && nought);
    if bytes.get(end) == Some(&b'.') {
        whole = false;
        let behind = digits(end + 1);
        if behind == end + 1 {
            return Err(unfinished);
        }
        end = behind;
    }
    if let Some(b'e' | b'E') = bytes.get(end) {
        whole = false;
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let behind = digits(end + 1 + sign);
        if behind == end + 1 + sign {
            return Err(unfinished);
        }
        end = behind;
    }
    if whole {
        return Ok((Kind::Whole, end));
    }
    let text = bytes.get(start..end).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("");
    // serde_json has no number beyond the range of a double.
    if text.parse::<f64>().is_ok_and(f64::is_finite) {
        Ok((Kind::Number, end))
    } else {
        Err(Broken { at: start, why: "the number is out of range" })
    }
}
