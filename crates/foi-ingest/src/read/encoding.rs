//! Bytes to text: Unicode where it says so or is valid, else the most likely encoding.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use foi_model::{Issue, IssueCode};

/// Whether bytes are text in some encoding: no control characters but those of text, in the encoding that the bytes announce.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    if Encoding::for_bom(bytes).is_some() || utf_16_without_mark(bytes).is_some() {
        return true;
    }
    let magic: [&[u8]; 4] = [b"%PDF", b"{\\rtf", b"PK\x03\x04", b"\x1f\x8b"];
    if magic.iter().any(|m| bytes.starts_with(m)) {
        return false;
    }
    let control = bytes.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b) || b == 0x7f).count();
    // A stray control character survives in text that was pasted together; more of them are another format.
    control * 200 <= bytes.len() && !bytes.contains(&0)
}

/// UTF-16 of mostly Latin text: every other byte is zero.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let pairs = bytes.len() / 2;
    if pairs < 8 || bytes.len() % 2 == 1 {
        return None;
    }
    let zeros = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 >= pairs * 8 && even == 0 {
        Some(UTF_16LE)
    } else if even * 10 >= pairs * 8 && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The text of bytes.
pub(super) fn decode(bytes: &[u8]) -> (String, Vec<Issue>) {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(|| utf_16_without_mark(bytes));
    let mut issues = Vec::new();
    let encoding = match marked {
        Some(encoding) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None if mostly_utf_8(bytes) => UTF_8,
        None => {
            let guess = guess(bytes);
            issues.push(Issue::new(IssueCode::EncodingGuessed, format!("read as {}", guess.name())));
            guess
        }
    };
    let (text, _, replaced) = encoding.decode(bytes);
    if replaced {
        let line = text.lines().position(|l| l.contains('\u{fffd}')).map_or(1, |l| l + 1);
        let message = format!("some bytes are not valid {}; the first are in line {line}", encoding.name());
        issues.push(Issue::new(IssueCode::EncodingInvalid, message));
    }
    (text.into_owned(), issues)
}

/// The text of bytes that are said to be of an encoding, which is believed where nothing speaks against it.
pub(super) fn decode_as(bytes: &[u8], label: Option<&str>) -> (String, Vec<Issue>) {
    let said = label.and_then(|l| Encoding::for_label(l.trim().as_bytes())).filter(|e| e.is_ascii_compatible() && *e != UTF_8);
    match said {
        // Text that was saved again keeps what it said before; words in another encoding are not valid UTF-8 by chance.
        Some(encoding) if Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_err() => {
            let (text, _, replaced) = encoding.decode(bytes);
            let message = format!("some bytes are not valid {}", encoding.name());
            (text.into_owned(), replaced.then(|| Issue::new(IssueCode::EncodingInvalid, message)).into_iter().collect())
        }
        _ => decode(bytes),
    }
}

/// Whether a broken text is UTF-8 with damage rather than another encoding: most of its long sequences are whole.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"uk"), chardetng::Utf8Detection::Deny);
    // British documents: a Western guess is Windows-1252, of which ISO-8859-1 is a part.
    if guess.is_single_byte() { WINDOWS_1252 } else { guess }
}

/// The encoding of a code page; that of western Windows where there is none of that number.
pub(super) fn of_code_page(page: i32) -> &'static Encoding {
    let label = match page {
        10000 => "macintosh".to_owned(),
        65001 => "utf-8".to_owned(),
        1200 => "utf-16le".to_owned(),
        20127 | 28591 => "windows-1252".to_owned(),
        28592..=28606 => format!("iso-8859-{}", page - 28590),
        866 => "ibm866".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        other => format!("windows-{other}"),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

/// The encoding of a font's character set; `None` where it is that of the document.
pub(super) fn of_character_set(set: i32) -> Option<&'static Encoding> {
    let page = match set {
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    Some(of_code_page(page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], text: &str, codes: &[IssueCode]) {
        assert!(is_text(bytes));
        let (decoded, issues) = decode(bytes);
        assert_eq!((decoded.as_str(), issues.iter().map(|i| i.code).collect::<Vec<_>>().as_slice()), (text, codes));
    }

    #[test]
    fn text_in_every_encoding_that_responses_come_in() {
        check("£5 – “nil”".as_bytes(), "£5 – “nil”", &[]);
        check(b"\xef\xbb\xbf\xc2\xa35", "£5", &[]);
        check(b"\xff\xfe\xa3\x005\x00", "£5", &[]);
        check(b"\xa35 \x96 \x93nil\x94", "£5 – “nil”", &[IssueCode::EncodingGuessed]);
        check(b"N\0o\0 \0d\0a\0t\0a\0 \0", "No data ", &[]);
        check(b"\xc2\xa35 \xe2\x80\x93 \xff", "£5 – \u{fffd}", &[IssueCode::EncodingInvalid]);
    }

    #[test]
    fn binary_is_not_text() {
        for bytes in [b"%PDF-1.7\n".as_slice(), b"PK\x03\x04abc", b"\x00\x01\x02\x03abcdefg", b"\x89PNG\r\n\x1a\n\0\0\0"] {
            assert!(!is_text(bytes));
        }
    }
}
