//! How messages and mailboxes begin, which is what tells them from text.

/// Fields that programs write into messages and nobody types.
const TECHNICAL: [&str; 8] = [
    "message-id",
    "mime-version",
    "received",
    "return-path",
    "content-type",
    "content-transfer-encoding",
    "delivered-to",
    "dkim-signature",
];

/// Bytes without what may stand before a message.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start()
}

/// Whether bytes begin with the head of a message, and not with one that was copied from a screen.
pub(super) fn is_message(bytes: &[u8]) -> bool {
    let mut technical = false;
    let mut fields = 0;
    for line in bytes.split(|&b| b == b'\n').take(500) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(name) = field_name(line) else { return false };
        fields += 1;
        technical |= TECHNICAL.contains(&name.as_str()) || name.starts_with("x-");
    }
    technical && fields >= 2
}

/// The name of a field at the beginning of a line, in lower case.
fn field_name(line: &[u8]) -> Option<String> {
    let colon = line.iter().position(|&b| b == b':')?;
    let name = line.get(..colon)?;
    let fits = !name.is_empty() && name.len() < 80 && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    fits.then(|| String::from_utf8_lossy(name).to_ascii_lowercase())
}

/// What follows the line that opens a message in a mailbox.
pub(super) fn envelope(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.starts_with(b"From ").then(|| bytes.iter().position(|&b| b == b'\n'))??;
    let after = bytes.get(end + 1..)?;
    is_message(after).then_some(after)
}

/// The messages of a mailbox.
pub(super) fn messages(bytes: &[u8]) -> Vec<&[u8]> {
    let mut starts = Vec::new();
    let mut at = 0;
    let mut blank = true;
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        if blank && line.starts_with(b"From ") && bytes.get(at..).and_then(envelope).is_some() {
            starts.push((at, at + line.len()));
        }
        at += line.len();
        blank = line.trim_ascii().is_empty();
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([bytes.len()]);
    starts.iter().zip(ends).filter_map(|((_, start), end)| bytes.get(*start..end)).collect()
}
