//! Names of files inside others: paths that stay where they are put, each once.

use std::collections::BTreeSet;

/// The names given so far in one archive or message.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
}

/// Letters that a part of a path has at most.
const LONGEST: usize = 120;

impl Names {
    /// A relative path of plain parts out of whatever a file calls itself; `fallback` where nothing is left.
    pub(super) fn take(&mut self, raw: &str, fallback: &str) -> String {
        let parts: Vec<String> = raw.split(['/', '\\']).map(part).filter(|p| !p.is_empty()).collect();
        let path = if parts.is_empty() { fallback.to_owned() } else { parts.join("/") };
        let mut unique = path.clone();
        let mut number = 2;
        while !self.taken.insert(unique.to_lowercase()) {
            let stem = path.rfind('.').filter(|&dot| dot > path.rfind('/').map_or(0, |slash| slash + 1));
            let (stem, ending) = stem.and_then(|dot| path.split_at_checked(dot)).unwrap_or((&path, ""));
            unique = format!("{stem}-{number}{ending}");
            number += 1;
        }
        unique
    }
}

/// A part of a path without what could lead elsewhere or break a line.
fn part(raw: &str) -> String {
    let raw = raw.trim();
    // `C:` is where the file once was.
    if raw == "." || raw == ".." || raw.len() == 2 && raw.ends_with(':') {
        return String::new();
    }
    let unseen = |c: char| {
        c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let clean: String = raw.chars().filter(|c| !unseen(*c)).collect();
    let length = clean.chars().count();
    if length <= LONGEST {
        return clean.trim().to_owned();
    }
    // The ending says what a person expects to find.
    let ending: String = clean.rfind('.').and_then(|dot| clean.get(dot..)).filter(|e| e.len() <= 8).unwrap_or("").to_owned();
    let stem: String = clean.chars().take(LONGEST - ending.len()).collect();
    format!("{}{ending}", stem.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_plain_and_unique() {
        let mut names = Names::default();
        for (raw, expected) in [
            ("a/b.txt", "a/b.txt"),
            ("../../etc/passwd", "etc/passwd"),
            ("/A/B.TXT", "A/B-2.TXT"),
            ("C:\\Users\\x\\reply.doc", "Users/x/reply.doc"),
            ("a\nb\u{202e}c.pdf", "abc.pdf"),
            ("abc.pdf", "abc-2.pdf"),
            (" ../.. ", "attachment"),
            ("", "attachment-2"),
            ("d.e/f", "d.e/f"),
            ("d.e/f", "d.e/f-2"),
        ] {
            assert_eq!(names.take(raw, "attachment"), expected, "{raw}");
        }
        assert_eq!(names.take(&format!("{}.xlsx", "é".repeat(500)), "x").chars().count(), LONGEST);
    }
}
