//! Every document of `same/` damaged at random, in its bytes and in the members of packages: the run ends, and the others are written.

use std::io::{Cursor, Read, Write};
use std::process::Command;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::corpus;

/// Mutants of each document; `FOI_MUTANTS` sets another number.
const MUTANTS: u64 = 12;

/// Numbers that look random and are the same each time: xorshift.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(below.max(1)).unwrap()).unwrap()
    }
}

/// A few bytes changed, cut out, doubled, or everything after a point lost.
fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    if bytes.is_empty() {
        return;
    }
    for _ in 0..=random.next(4) {
        let at = random.next(bytes.len());
        let length = 1 + random.next(40).min(bytes.len() - at - 1);
        match random.next(5) {
            0 => bytes[at] ^= 1 << random.next(8),
            1 => bytes[at] = [0, 0xff, b'<', b'>', b'9'][random.next(5)],
            2 => drop(bytes.drain(at..at + length)),
            3 => {
                let piece = bytes[at..at + length].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => bytes.truncate(bytes.len() - random.next(bytes.len() / 4 + 1)),
        }
        if bytes.is_empty() {
            return;
        }
    }
}

/// The same package with one member damaged, zipped again.
fn damage_member(bytes: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let chosen = random.next(archive.len());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).ok()?;
        let mut content = Vec::new();
        member.read_to_end(&mut content).ok()?;
        if index == chosen {
            damage(&mut content, random);
        }
        writer.start_file(member.name().ok()?.to_string(), SimpleFileOptions::default()).ok()?;
        writer.write_all(&content).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

#[test]
fn damaged_documents_cost_an_issue_and_the_others_are_written() {
    let count = std::env::var("FOI_MUTANTS").ok().and_then(|n| n.parse().ok()).unwrap_or(MUTANTS);
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in");
    std::fs::create_dir(&input).unwrap();
    std::fs::write(input.join("sound.txt"), "1. Do you use a tool?\n\nYes, we do.\n").unwrap();
    let mut written = 1;
    for entry in std::fs::read_dir(corpus("same")).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_file() {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        let mut random =
            Random(0x9e37_79b9_7f4a_7c15 ^ name.bytes().fold(0_u64, |n, b| n.wrapping_mul(31).wrapping_add(u64::from(b))));
        for number in 0..count {
            let mut mutant = bytes.clone();
            match damage_member(&bytes, &mut random).filter(|_| number % 3 > 0) {
                Some(packed) => mutant = packed,
                None => damage(&mut mutant, &mut random),
            }
            std::fs::write(input.join(format!("{number:05}-{name}")), mutant).unwrap();
            written += 1;
        }
    }
    let output = Command::new(env!("CARGO_BIN_EXE_foi"))
        .args(["build", "in", "-o", "out", "--quiet"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}\n{error}", output.status);
    // A process that ended is a defect even where it costs one document only.
    assert!(!error.contains("worker-failed"), "{error}");
    let submissions = std::fs::read_to_string(folder.path().join("out/submissions.ndjson")).unwrap();
    assert_eq!(submissions.lines().count(), written);
    let sound = submissions.lines().find(|l| l.contains("\"submission_id\":\"sound\"")).unwrap();
    assert!(sound.contains("Yes, we do."), "{sound}");
    let verified = Command::new(env!("CARGO_BIN_EXE_foi")).args(["verify", "out"]).current_dir(folder.path()).output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
}
