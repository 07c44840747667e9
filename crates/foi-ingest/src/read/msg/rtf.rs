//! The form that Outlook keeps bodies in: compressed RTF, with HTML or plain text inside it.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::read::encoding::{of_character_set, of_code_page};

/// What the window of the compression begins with.
const WINDOW: &[u8] =
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans \
SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

/// Bytes that a stream may become for each of its own, and one that is short besides.
const RATIO: usize = 40;

/// Unpacks a stream of compressed RTF; `None` where it is none.
pub(super) fn unpack(bytes: &[u8]) -> Option<Vec<u8>> {
    let number = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes);
    let size = usize::try_from(number(4)?).ok()?;
    let body = bytes.get(16..)?;
    match number(8)? {
        // `MELA`: as it is.
        0x414C_454D => return Some(body.get(..size).unwrap_or(body).to_vec()),
        // `LZFu`
        0x7546_5A4C => {}
        _ => return None,
    }
    let size = size.min(body.len().saturating_mul(RATIO) + 4096);
    let mut window = [0_u8; 4096];
    for (place, byte) in window.iter_mut().zip(WINDOW) {
        *place = *byte;
    }
    let mut at = WINDOW.len();
    let mut out = Vec::new();
    let mut push = |byte: u8, window: &mut [u8; 4096], out: &mut Vec<u8>| {
        if let Some(place) = window.get_mut(at % 4096) {
            *place = byte;
        }
        at += 1;
        out.push(byte);
    };
    let mut input = body.iter().copied();
    'all: while let Some(flags) = input.next() {
        for bit in 0..8 {
            if out.len() >= size {
                break 'all;
            }
            let Some(first) = input.next() else { break 'all };
            if flags >> bit & 1 == 0 {
                push(first, &mut window, &mut out);
                continue;
            }
            let Some(second) = input.next() else { break 'all };
            let from = usize::from(first) << 4 | usize::from(second >> 4);
            for step in 0..usize::from(second & 15) + 2 {
                let byte = window.get((from + step) % 4096).copied().unwrap_or(0);
                push(byte, &mut window, &mut out);
            }
        }
    }
    out.truncate(size);
    Some(out)
}

/// What a stretch of RTF holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Inside {
    /// HTML.
    Html(String),
    /// Plain text.
    Plain(String),
}

/// The group that is being read.
#[derive(Debug, Clone, Copy)]
struct Group {
    /// Its words are markup of the HTML.
    tag: bool,
    /// Its words are shown by neither.
    skipped: bool,
    /// Its words stand in the RTF alone.
    only_rtf: bool,
    /// It lists fonts.
    fonts: bool,
    /// Characters that stand for the one before them, which is written by its number.
    substitutes: usize,
    encoding: &'static Encoding,
}

/// Takes out what was wrapped in RTF; `None` where it is RTF of its own.
pub(super) fn inside(rtf: &[u8]) -> Option<Inside> {
    let head = String::from_utf8_lossy(rtf.get(..1024).unwrap_or(rtf)).into_owned();
    let html = head.contains("\\fromhtml1");
    if !html && !head.contains("\\fromtext") {
        return None;
    }
    let mut reader = Reader {
        out: String::new(),
        pending: Vec::new(),
        pending_in: WINDOWS_1252,
        encoding: WINDOWS_1252,
        skip: 0,
        font: 0,
        fonts: BTreeMap::new(),
    };
    let mut group = Group { tag: false, skipped: false, only_rtf: false, fonts: false, substitutes: 1, encoding: WINDOWS_1252 };
    let mut outer: Vec<Group> = Vec::new();
    let mut rest = rtf;
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        let shown = !group.skipped && (group.tag || !group.only_rtf);
        match first {
            b'{' => outer.push(group),
            b'}' => group = outer.pop().unwrap_or(group),
            b'\r' | b'\n' => {}
            b'\\' => {
                let (word, number, after) = control(rest);
                rest = after;
                match (word, number) {
                    // A group that old readers pass over; those with tags are the ones looked for.
                    ("*", _) => (group.tag, group.skipped) = (rest.starts_with(b"\\htmltag"), !rest.starts_with(b"\\htmltag")),
                    ("fonttbl", _) => (group.fonts, group.skipped) = (true, true),
                    ("colortbl" | "stylesheet" | "info" | "pict", _) => group.skipped = true,
                    // The sign of an item, which HTML has of its own.
                    ("pntext", _) => group.skipped |= html,
                    ("htmlrtf", number) => group.only_rtf = number != Some(0),
                    ("ansicpg", Some(page)) => {
                        reader.encoding = of_code_page(page);
                        group.encoding = reader.encoding;
                    }
                    ("f", Some(font)) if group.fonts => reader.font = font,
                    ("fcharset", Some(set)) if group.fonts => {
                        reader.fonts.insert(reader.font, set);
                    }
                    ("f", Some(font)) => {
                        let set = reader.fonts.get(&font).and_then(|&set| of_character_set(set));
                        group.encoding = set.unwrap_or(reader.encoding);
                    }
                    ("plain", _) => group.encoding = reader.encoding,
                    ("uc", Some(number)) => group.substitutes = usize::try_from(number).unwrap_or(0).min(8),
                    ("'", Some(byte)) if shown => reader.byte(u8::try_from(byte).unwrap_or(b'?'), group.encoding),
                    ("u", Some(number)) if shown => {
                        reader.unit(number);
                        reader.skip = group.substitutes;
                    }
                    ("\\" | "{" | "}", _) if shown => reader.text(word),
                    _ if shown => reader.text(sign(word)),
                    _ => {}
                }
            }
            byte if shown => reader.byte(byte, group.encoding),
            _ => {}
        }
    }
    reader.flush();
    Some(if html { Inside::Html(reader.out) } else { Inside::Plain(reader.out) })
}

/// The characters that have words of their own.
fn sign(word: &str) -> &'static str {
    match word {
        "par" | "line" => "\n",
        "tab" => "\t",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "bullet" => "•",
        "endash" => "–",
        "emdash" => "—",
        "~" => "\u{a0}",
        "_" => "-",
        _ => "",
    }
}

struct Reader {
    out: String,
    /// Bytes that are no text yet, and their encoding.
    pending: Vec<u8>,
    pending_in: &'static Encoding,
    /// That of the document.
    encoding: &'static Encoding,
    skip: usize,
    font: i32,
    fonts: BTreeMap<i32, i32>,
}

impl Reader {
    fn byte(&mut self, byte: u8, encoding: &'static Encoding) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        if encoding != self.pending_in {
            self.flush();
            self.pending_in = encoding;
        }
        self.pending.push(byte);
    }

    fn flush(&mut self) {
        let bytes = std::mem::take(&mut self.pending);
        self.out.push_str(&self.pending_in.decode_without_bom_handling(&bytes).0);
    }

    fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.flush();
        self.skip = 0;
        self.out.push_str(text);
    }

    /// A character by its number, negative where it is over 32767.
    fn unit(&mut self, number: i32) {
        let unit = u32::try_from(if number < 0 { number + 65_536 } else { number }).ok();
        let text = unit.and_then(char::from_u32).map_or_else(|| "\u{fffd}".to_owned(), String::from);
        self.text(&text);
    }
}

/// The control after a backslash: its word, its number, and what follows.
fn control(rest: &[u8]) -> (&str, Option<i32>, &[u8]) {
    let letters = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let (word, after) = rest.split_at_checked(letters.max(1)).unwrap_or((rest, b""));
    let word = std::str::from_utf8(word).unwrap_or("");
    if letters == 0 {
        if word == "'" {
            let digits = after.get(..2).and_then(|d| std::str::from_utf8(d).ok()).and_then(|d| i32::from_str_radix(d, 16).ok());
            return (word, digits, after.get(2..).unwrap_or_default());
        }
        return (word, None, after);
    }
    let digits = after.iter().enumerate().take_while(|(i, b)| b.is_ascii_digit() || *i == 0 && **b == b'-').count();
    let (number, after) = after.split_at_checked(digits).unwrap_or((b"", after));
    let number = std::str::from_utf8(number).ok().and_then(|n| n.parse().ok());
    (word, number, after.strip_prefix(b" ").unwrap_or(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_unpacked() {
        // The example of the format's description.
        let packed = b"\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0rcpg125B2\n\xf3 hel\t\0 bw\x05\xb0ld}\n\x80\x0f\xa0";
        assert_eq!(unpack(packed).as_deref(), Some(b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n".as_slice()));
        assert_eq!(unpack(b"\x0f\0\0\0\x03\0\0\0MELA\0\0\0\0abc").as_deref(), Some(b"abc".as_slice()));
        assert_eq!(unpack(b"short"), None);
    }

    #[test]
    fn what_is_inside_comes_out_as_it_went_in() {
        let html = "{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 {\\fonttbl{\\f0 Arial;}{\\f1\\fcharset204 Arial;}}{\\*\\generator x;}\r\n\
                    {\\*\\htmltag64 <p>}\\htmlrtf {\\par\\htmlrtf0 \\'a35 \\u8211\\'96 {\\f1 \\'e4\\'e0} a\\{b\\}\\htmlrtf }\\htmlrtf0 {\\pntext *\\tab}{\\*\\htmltag </p>}}";
        assert_eq!(inside(html.as_bytes()), Some(Inside::Html("<p>£5 – да a{b}</p>".to_owned())));
        let plain = "{\\rtf1\\ansi\\fromtext \\pard One\\tab 2\\par Three\\par}";
        assert_eq!(inside(plain.as_bytes()), Some(Inside::Plain("One\t2\nThree\n".to_owned())));
        assert_eq!(inside(b"{\\rtf1\\ansi x}"), None);
    }
}
