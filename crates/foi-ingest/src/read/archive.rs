//! ZIP archives of documents. They hold nothing to read themselves; each member is a document of its own.

use foi_model::{IssueCode, SourceRole};

use super::names::Names;
use super::package::{Package, Sample};
use super::{Content, Fault, Format, Member, Reading};

pub(super) const FORMAT: Format = Format {
    name: "zip",
    media_type: "application/zip",
    extensions: &["zip"],
    matches: |sample| sample.is_package() && !OFFICE.iter().any(|name| sample.has_member(name)),
    read,
};

/// Members that only documents of office programs have.
const OFFICE: [&str; 3] = ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"];

fn read(sample: &Sample<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    reading.document.source.role = SourceRole::Container;
    let package = Package::open(sample.bytes, reading.budget)?;
    let mut found: Vec<(String, usize)> = package.contents().into_iter().filter(|(name, _)| !is_litter(name)).collect();
    reading.budget.members(found.len() as u64)?;
    if found.is_empty() {
        reading.note(IssueCode::DocumentEmpty, "it is an archive without documents");
    }
    found.sort();
    let mut names = Names::default();
    reading.members.extend(
        found.into_iter().map(|(name, index)| Member { path: names.take(&name, "member"), content: Content::Packed(index) }),
    );
    Ok(())
}

/// What operating systems and programs leave beside documents.
fn is_litter(path: &str) -> bool {
    let parts = || path.split('/').filter(|p| !p.is_empty() && *p != "." && *p != "..");
    let file = parts().next_back().unwrap_or("").to_lowercase();
    parts().any(|p| p.starts_with('.') || p.eq_ignore_ascii_case("__macosx"))
        || file.starts_with("~$")
        || matches!(file.as_str(), "thumbs.db" | "desktop.ini" | "")
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;
    use crate::budget::{Budget, Limits};
    use crate::read::{Access, read};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// Each document with its number of blocks and the codes of its issues.
    #[track_caller]
    fn check(bytes: &[u8], limits: &[(&str, u64)], expected: &[(&str, usize, &[IssueCode])]) {
        let mut all = Limits::default();
        for (name, value) in limits {
            assert!(all.set(name, *value));
        }
        let documents = read(bytes, "a.zip", &Budget::new(&all), Access::default(), &|_| None);
        let shown: Vec<(&str, usize, Vec<IssueCode>)> = documents
            .iter()
            .map(|d| (d.document.source.path.as_str(), d.document.blocks.len(), d.issues.iter().map(|i| i.code).collect()))
            .collect();
        let expected: Vec<(&str, usize, Vec<IssueCode>)> = expected.iter().map(|(p, n, c)| (*p, *n, c.to_vec())).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn members_are_documents_in_order_of_their_paths() {
        let inner = zipped(&[("c.txt", b"Three")]);
        let bytes = zipped(&[
            ("b\\letter.txt", b"Two"),
            ("__MACOSX/._a.txt", b"x"),
            ("b/~$letter.doc", b"x"),
            ("../a.txt", b"One"),
            ("b/.DS_Store", b"x"),
            ("z.zip", &inner),
            ("empty/", b""),
        ]);
        check(
            &bytes,
            &[],
            &[
                ("a.zip", 0, &[]),
                ("a.zip/a.txt", 1, &[]),
                ("a.zip/b/letter.txt", 1, &[]),
                ("a.zip/z.zip", 0, &[]),
                ("a.zip/z.zip/c.txt", 1, &[]),
            ],
        );
        check(&zipped(&[]), &[], &[("a.zip", 0, &[IssueCode::DocumentEmpty])]);
    }

    #[test]
    fn a_member_that_passes_a_limit_costs_no_other() {
        let bytes = zipped(&[("a.txt", &[b'a'; 5_000]), ("b.txt", b"Two")]);
        check(
            &bytes,
            &[("member_bytes", 1_000)],
            &[("a.zip", 0, &[]), ("a.zip/a.txt", 0, &[IssueCode::LimitExceeded]), ("a.zip/b.txt", 1, &[])],
        );
        check(&bytes, &[("members", 1)], &[("a.zip", 0, &[IssueCode::LimitExceeded])]);
        check(
            &bytes,
            &[("nesting", 0)],
            &[("a.zip", 0, &[]), ("a.zip/a.txt", 0, &[IssueCode::LimitExceeded]), ("a.zip/b.txt", 0, &[IssueCode::LimitExceeded])],
        );
    }

    #[test]
    fn locked_and_damaged_members_cost_no_other() {
        let mut bytes = zipped(&[("a.txt", b"One one one one one one one"), ("b.txt", b"Two"), ("c.txt", &[b'c'; 900])]);
        // The flags of both entries of the first member, and the packed bytes of the last.
        let at = |bytes: &[u8], mark: &[u8]| bytes.windows(4).position(|w| w == mark).unwrap();
        let (local, central) = (at(&bytes, b"PK\x03\x04"), at(&bytes, b"PK\x01\x02"));
        bytes[local + 6] |= 1;
        bytes[central + 8] |= 1;
        bytes[central - 3] ^= 0xff;
        check(
            &bytes,
            &[],
            &[
                ("a.zip", 0, &[]),
                ("a.zip/a.txt", 0, &[IssueCode::DocumentEncrypted]),
                ("a.zip/b.txt", 1, &[]),
                ("a.zip/c.txt", 0, &[IssueCode::DocumentUnreadable]),
            ],
        );
    }
}
