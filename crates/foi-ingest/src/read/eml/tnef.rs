//! The files in `winmail.dat`, in which Outlook wraps attachments for programs that it takes for its like.

/// The number that a file of this form begins with.
const SIGNATURE: u32 = 0x223E_9F78;
/// An attachment begins.
const BEGINS: u32 = 0x0006_9002;
const TITLE: u32 = 0x0001_8010;
const DATA: u32 = 0x0006_800F;

/// The files with their names; `None` where the bytes are something else.
pub(super) fn files(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let number = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes);
    if number(0)? != SIGNATURE {
        return None;
    }
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut at = 6;
    // A level, a number, a length, the value and a sum over it.
    while let (Some(kind), Some(length)) = (number(at + 1), number(at + 5)) {
        let Some(end) = usize::try_from(length).ok().and_then(|length| (at + 9).checked_add(length)) else { break };
        let Some(value) = bytes.get(at + 9..end) else { break };
        match (kind, files.last_mut()) {
            (BEGINS, _) => files.push(Default::default()),
            (TITLE, Some((name, _))) => *name = encoding_rs::WINDOWS_1252.decode(value).0.trim_end_matches('\0').to_owned(),
            (DATA, Some((_, data))) => *data = value.to_vec(),
            _ => {}
        }
        at = end.saturating_add(2);
    }
    Some(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_taken_out() {
        let mut bytes = SIGNATURE.to_le_bytes().to_vec();
        bytes.extend([0, 0]);
        for (kind, value) in [(BEGINS, b"x".as_slice()), (TITLE, b"a.txt\0"), (DATA, b"One"), (BEGINS, b""), (DATA, b"Two")] {
            bytes.push(2);
            bytes.extend(kind.to_le_bytes());
            bytes.extend(u32::try_from(value.len()).unwrap().to_le_bytes());
            bytes.extend(value);
            bytes.extend([0, 0]);
        }
        let expected = [("a.txt".to_owned(), b"One".to_vec()), (String::new(), b"Two".to_vec())];
        assert_eq!(files(&bytes).as_deref(), Some(expected.as_slice()));
        assert_eq!(files(bytes.get(..bytes.len() - 4).unwrap()).map(|f| f.len()), Some(2));
        assert_eq!(files(b"PK"), None);
    }
}
