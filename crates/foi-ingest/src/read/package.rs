//! What a file's bytes show of its format, and the members of those that are ZIP packages, unpacked within the budget.

use std::io::{Cursor, Read};

use foi_model::IssueCode;
use zip::ZipArchive;
use zip::result::ZipError;

use super::Fault;
use crate::budget::{Budget, Exceeded};

/// A file, with what tells its format.
pub(crate) struct Sample<'b> {
    /// Its bytes.
    pub(crate) bytes: &'b [u8],
    /// The names of its members, if it is a ZIP package that can be opened.
    members: Vec<String>,
}

const ZIP: &[u8] = b"PK\x03\x04";
const ZIP_EMPTY: &[u8] = b"PK\x05\x06";
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

impl<'b> Sample<'b> {
    pub(super) fn new(bytes: &'b [u8], budget: &Budget) -> Result<Self, Exceeded> {
        let mut members = Vec::new();
        if bytes.starts_with(ZIP) {
            match Package::open(bytes, budget) {
                Ok(package) => members = package.names(),
                Err(Fault::Exceeded(exceeded)) => return Err(exceeded),
                Err(_) => {}
            }
        }
        Ok(Self { bytes, members })
    }

    /// Whether it is a ZIP package that can be opened.
    pub(super) fn is_package(&self) -> bool {
        !self.members.is_empty() || self.bytes.starts_with(ZIP_EMPTY)
    }

    /// Whether it is a ZIP package with a member of that name.
    pub(super) fn has_member(&self, name: &str) -> bool {
        self.members.iter().any(|m| m.eq_ignore_ascii_case(name))
    }

    /// Whether it is an OLE compound file that names a stream so.
    pub(super) fn has_stream(&self, name: &str) -> bool {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).chain([0, 0]).collect();
        // Entries of the directory are 128 bytes long and begin with the name.
        self.bytes.starts_with(OLE) && self.bytes.chunks(128).any(|entry| entry.starts_with(&name))
    }

    /// Why a file of no known format is of none.
    pub(super) fn unknown(&self) -> (IssueCode, &'static str) {
        if self.has_stream("EncryptedPackage") {
            return (IssueCode::DocumentEncrypted, "it is a Word or Excel file that is locked with a password");
        }
        if self.has_member("[Content_Types].xml") || self.has_member("mimetype") {
            return (
                IssueCode::FormatUnknown,
                "it is a document of an office program of a kind that is not read, such as a presentation",
            );
        }
        if self.bytes.starts_with(b"PK") {
            return (IssueCode::DocumentUnreadable, "it is a damaged ZIP archive, or a damaged Word or Excel file");
        }
        let starts: [(&[u8], &str); 8] = [
            (OLE, "it looks like an old Word or PowerPoint file; save it as `.docx` or PDF"),
            (b"\x1f\x8b", "it looks like gzip"),
            (b"7z\xbc\xaf\x27\x1c", "it looks like a 7z archive"),
            (b"Rar!", "it looks like a RAR archive"),
            (b"SQLite format 3", "it looks like a database"),
            (b"\x7fELF", "it is a program"),
            (b"MZ", "it is a program"),
            (b"BM", "it holds binary data"),
        ];
        let pictures: [&[u8]; 7] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"\xd7\xcd\xc6\x9a", b"\x01\0\0\0"];
        if pictures.iter().any(|start| self.bytes.starts_with(start)) || self.bytes.get(8..12) == Some(b"WEBP") {
            return (IssueCode::PictureUnread, "it is a picture");
        }
        let what = starts.iter().find(|(start, _)| self.bytes.starts_with(start)).map_or("it holds binary data", |(_, what)| *what);
        (IssueCode::FormatUnknown, what)
    }
}

/// A ZIP package whose members are unpacked under a budget.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    budget: &'b Budget,
}

impl<'b> Package<'b> {
    /// Reads the directory of a package.
    pub(super) fn open(bytes: &'b [u8], budget: &'b Budget) -> Result<Self, Fault> {
        budget.within("members", claimed_members(bytes))?;
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
        budget.within("members", archive.len() as u64)?;
        if archive.has_overlapping_files().map_err(|e| damaged(&e))? {
            return Err(Fault::Damaged("two of its members share the same bytes".to_owned()));
        }
        Ok(Self { archive, budget })
    }

    /// The names of its members that are no folders, in the order of the directory.
    pub(super) fn names(&self) -> Vec<String> {
        let names = self.archive.file_names_raw().map(|n| String::from_utf8_lossy(n).replace('\\', "/"));
        names.filter(|n| !n.ends_with('/')).collect()
    }

    /// The names of its members that are no folders, each with its place in the directory.
    pub(super) fn contents(&self) -> Vec<(String, usize)> {
        let raw: Vec<&[u8]> = self.archive.file_names_raw().collect();
        let name = |(index, raw): (usize, &&[u8])| {
            // Names are UTF-8 more often than they say, else in the code page of DOS.
            let stored = || self.archive.name_for_index(index).and_then(Result::ok).map(|n| n.into_owned());
            let name = std::str::from_utf8(raw).map(str::to_owned).ok().or_else(stored);
            (name.unwrap_or_else(|| String::from_utf8_lossy(raw).into_owned()).replace('\\', "/"), index)
        };
        raw.iter().enumerate().map(name).filter(|(name, _)| !name.ends_with('/')).collect()
    }

    /// The bytes of a member; `None` where there is none of that name, whatever its case.
    pub(super) fn member(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let name = name.trim_start_matches('/');
        let is_it = |n: &[u8]| String::from_utf8_lossy(n).replace('\\', "/").eq_ignore_ascii_case(name);
        let Some(index) = self.archive.file_names_raw().position(is_it) else { return Ok(None) };
        let bytes = self.unpack(index, &format!("its part `{name}`"))?;
        // XML may be in UTF-16, and some programs write it so.
        let marked = encoding_rs::Encoding::for_bom(&bytes).filter(|(encoding, _)| *encoding != encoding_rs::UTF_8);
        Ok(Some(match marked {
            Some((encoding, _)) => encoding.decode(&bytes).0.into_owned().into_bytes(),
            None => bytes,
        }))
    }

    /// The bytes of the member at a place in the directory; `what` it is called in messages.
    pub(super) fn unpack(&mut self, index: usize, what: &str) -> Result<Vec<u8>, Fault> {
        let mut file = self.archive.by_index(index).map_err(|e| damaged(&e))?;
        let limits = self.budget.limits();
        let by_ratio = file.compressed_size().saturating_mul(limits.ratio).max(1 << 20);
        let most = by_ratio.min(limits.member_bytes);
        let mut bytes = Vec::new();
        let read = file.by_ref().take(most.saturating_add(1)).read_to_end(&mut bytes);
        let length = bytes.len() as u64;
        self.budget.inflate(length)?;
        self.budget.within("member_bytes", length)?;
        if length > most {
            self.budget.within("ratio", limits.ratio.saturating_add(1))?;
        }
        read.map_err(|e| Fault::Damaged(format!("{what} cannot be unpacked: {e}")))?;
        Ok(bytes)
    }

    /// The bytes of a member without which the package is none of its format.
    pub(super) fn required(&mut self, name: &str) -> Result<Vec<u8>, Fault> {
        self.member(name)?.ok_or_else(|| Fault::Damaged(format!("its part `{name}` is missing")))
    }
}

fn damaged(error: &ZipError) -> Fault {
    match error {
        ZipError::UnsupportedArchive(what) if what.contains("assword") => Fault::Encrypted,
        ZipError::InvalidPassword => Fault::Encrypted,
        other => Fault::Damaged(other.to_string()),
    }
}

/// How many members the end of a package claims, before anything is made room for.
fn claimed_members(bytes: &[u8]) -> u64 {
    const END: &[u8] = b"PK\x05\x06";
    const END_64: &[u8] = b"PK\x06\x06";
    let tail = bytes.get(bytes.len().saturating_sub(70_000)..).unwrap_or(bytes);
    let after = |signature: &[u8], offset: usize, length: usize| -> u64 {
        let at = tail.windows(4).rposition(|w| w == signature);
        let field = at.and_then(|at| tail.get(at + offset..at + offset + length));
        field.map_or(0, |f| f.iter().rev().fold(0, |n, &b| n << 8 | u64::from(b)))
    };
    after(END, 10, 2).max(after(END_64, 32, 8))
}
