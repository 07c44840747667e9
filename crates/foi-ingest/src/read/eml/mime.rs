//! The parts of a message: heads, bodies, and what stands between boundaries.

use mail_parser::{ContentType, HeaderName, HeaderValue, MessageParser, MimeHeaders};

use crate::budget::{Budget, Exceeded};

/// A part of a message, or the whole of it.
pub(super) struct Part<'m> {
    head: Option<mail_parser::Message<'m>>,
    /// The bytes after the head, as they were sent.
    pub(super) raw: &'m [u8],
    /// The parts inside.
    pub(super) parts: Vec<Part<'m>>,
}

/// Where the head of a message or part ends, and its body begins.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        at += line.len();
        if line.iter().all(|b| matches!(b, b'\r' | b'\n')) {
            return bytes.split_at_checked(at).unwrap_or((bytes, b""));
        }
    }
    (bytes, b"")
}

impl<'m> Part<'m> {
    /// Reads a message or part with all parts inside it, as far as the limits go.
    pub(super) fn read(bytes: &'m [u8], depth: u64, budget: &Budget, exceeded: &mut Option<Exceeded>) -> Self {
        let (head, raw) = split(bytes);
        let mut part = Self { head: MessageParser::default().parse_headers(head), raw, parts: Vec::new() };
        if part.kind().0 != "multipart" {
            return part;
        }
        let own = part.parameter("boundary").map(String::into_bytes);
        let mut inner = own.map(|boundary| between(raw, &boundary)).unwrap_or_default();
        if inner.is_empty() {
            let line = raw.split(|&b| b == b'\n').map(<[u8]>::trim_ascii_end).find(|l| l.len() > 4 && l.starts_with(b"--"));
            inner = line.and_then(|l| l.strip_prefix(b"--")).map(|boundary| between(raw, boundary)).unwrap_or_default();
        }
        for bytes in inner {
            *exceeded = exceeded.take().or(budget.within("mime_depth", depth + 1).and_then(|()| budget.members(1)).err());
            if exceeded.is_some() {
                break;
            }
            part.parts.push(Self::read(bytes, depth + 1, budget, exceeded));
        }
        part
    }

    fn content_type(&self) -> Option<&ContentType<'_>> {
        self.head.as_ref()?.content_type()
    }

    /// Its type and subtype in lower case; `text` and `plain` where it has none.
    pub(super) fn kind(&self) -> (String, String) {
        match self.content_type() {
            Some(kind) => (kind.ctype().to_ascii_lowercase(), kind.subtype().unwrap_or("").to_ascii_lowercase()),
            None => ("text".to_owned(), "plain".to_owned()),
        }
    }

    /// A parameter of its type.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        self.content_type()?.attribute(name).map(str::to_owned)
    }

    /// A field of its head without its name, decoded.
    pub(super) fn field(&self, name: HeaderName<'_>) -> String {
        let Some(head) = &self.head else { return String::new() };
        match head.header(name.clone()) {
            Some(HeaderValue::Text(text)) => text.to_string(),
            Some(HeaderValue::TextList(list)) => list.join(", "),
            Some(HeaderValue::Address(all)) => {
                let one = |a: &mail_parser::Addr<'_>| match (a.name(), a.address()) {
                    (Some(name), Some(address)) => format!("{name} <{address}>"),
                    (name, address) => name.or(address).unwrap_or("").to_owned(),
                };
                all.iter().map(one).collect::<Vec<_>>().join(", ")
            }
            Some(_) => head.header_raw(name).unwrap_or("").trim().to_owned(),
            None => String::new(),
        }
    }

    /// The name of the file that it is, if it says so.
    pub(super) fn file_name(&self) -> Option<String> {
        let name = self.head.as_ref()?.attachment_name().map(str::trim).filter(|n| !n.is_empty())?;
        // Encoded words have no place in parameters, and stand there all the same.
        if name.contains("=?") && name.contains("?=") {
            let field = format!("Subject: {name}\n\n");
            let decoded = MessageParser::default().parse_headers(field.as_bytes()).and_then(|m| m.subject().map(str::to_owned));
            return decoded.or_else(|| Some(name.to_owned()));
        }
        Some(name.to_owned())
    }

    /// Whether it is to be saved rather than shown.
    pub(super) fn is_attachment(&self) -> bool {
        self.head.as_ref().and_then(|h| h.content_disposition()).is_some_and(ContentType::is_attachment)
    }

    /// Whether it is shown in place, where another part refers to it.
    pub(super) fn is_inline(&self) -> bool {
        let Some(head) = &self.head else { return false };
        head.content_disposition().is_some_and(ContentType::is_inline) || head.content_id().is_some() && !self.is_attachment()
    }

    /// Its body without the encoding that it was sent in; damage costs no more than what it touches.
    pub(super) fn body(&self) -> Vec<u8> {
        let encoding = self.head.as_ref().and_then(|h| h.content_transfer_encoding()).unwrap_or("").trim().to_ascii_lowercase();
        match encoding.as_str() {
            "base64" => base_64(self.raw),
            "quoted-printable" => quoted_printable(self.raw),
            _ => self.raw.to_vec(),
        }
    }
}

/// What stands between the lines of a boundary.
fn between<'m>(bytes: &'m [u8], boundary: &[u8]) -> Vec<&'m [u8]> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = 0;
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        let start = at;
        at += line.len();
        let Some(rest) = line.strip_prefix(b"--").and_then(|l| l.strip_prefix(boundary)) else { continue };
        let rest = rest.trim_ascii();
        if !rest.is_empty() && rest != b"--" {
            continue;
        }
        if let Some(open) = open {
            // The end of the line before belongs to the boundary.
            let part = bytes.get(open..start).unwrap_or_default();
            let part = part.strip_suffix(b"\n").unwrap_or(part);
            found.push(part.strip_suffix(b"\r").unwrap_or(part));
        }
        open = rest.is_empty().then_some(at);
        if open.is_none() {
            return found;
        }
    }
    // The end is missing: the message was cut off.
    found.extend(open.and_then(|open| bytes.get(open..)).filter(|rest| !rest.is_empty()));
    found
}

fn base_64(bytes: &[u8]) -> Vec<u8> {
    let clean: Vec<u8> = bytes.iter().copied().filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/')).collect();
    mail_parser::decoders::base64::base64_decode(&clean).unwrap_or_default()
}

fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        let body = line.trim_ascii_end();
        let (body, soft) = body.strip_suffix(b"=").map_or((body, false), |b| (b, true));
        let mut rest = body;
        while let Some((&first, after)) = rest.split_first() {
            let digit = |i: usize| after.get(i).and_then(|&b| char::from(b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
            (out, rest) = match (first, digit(0), digit(1)) {
                (b'=', Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    (out, after.get(2..).unwrap_or_default())
                }
                _ => {
                    out.push(first);
                    (out, after)
                }
            };
        }
        if !soft && line.ends_with(b"\n") {
            out.push(b'\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Limits;

    #[test]
    fn transfer_encodings_survive_damage() {
        assert_eq!(quoted_printable(b"=A35 =\r\nfor  \r\n=ZZ a=3Db =\n"), b"\xa35 for\n=ZZ a=b ");
        assert_eq!(base_64(b"aGVs\r\nbG8g*d29ybGQ=\r\n"), b"hello world");
        assert_eq!(base_64(b"aGVsbG8gd2"), b"hello w");
    }

    #[test]
    fn parts_are_found_though_the_end_is_missing() {
        let text = b"Content-Type: multipart/mixed; boundary=\"a b\"\r\n\r\npreamble\r\n--a b\r\n\r\none\r\n--a bc\r\n--a b  \r\nContent-Type: text/html\r\n\r\ntwo";
        let part = Part::read(text, 0, &Budget::new(&Limits::default()), &mut None);
        let shown: Vec<_> = part.parts.iter().map(|p| (p.kind().1, String::from_utf8_lossy(p.raw).into_owned())).collect();
        assert_eq!(shown, [("plain".to_owned(), "one\r\n--a bc".to_owned()), ("html".to_owned(), "two".to_owned())]);
    }

    #[test]
    fn names_of_files_are_decoded() {
        for (field, expected) in [
            ("attachment; filename=\"=?utf-8?Q?Caf=C3=A9_costs.xlsx?=\"", "Café costs.xlsx"),
            ("attachment; filename*=utf-8''Caf%C3%A9%20costs.xlsx", "Café costs.xlsx"),
            ("attachment; filename*0=\"a long \"; filename*1=\"name.pdf\"", "a long name.pdf"),
            ("attachment; filename=reply.docx", "reply.docx"),
        ] {
            let text = format!("Content-Disposition: {field}\n\nx");
            let part = Part::read(text.as_bytes(), 0, &Budget::new(&Limits::default()), &mut None);
            assert_eq!(part.file_name().as_deref(), Some(expected), "{field}");
        }
    }
}
