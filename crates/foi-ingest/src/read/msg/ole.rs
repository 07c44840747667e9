//! OLE compound files: folders and streams in sectors that are chained by tables. Every chain ends, whatever the tables say.

use std::collections::BTreeSet;

use crate::read::Fault;

/// The number of an entry of the directory.
pub(super) type EntryId = usize;

/// A compound file.
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    table: Vec<u32>,
    small_sector: usize,
    small_table: Vec<u32>,
    small: Vec<u8>,
    cutoff: u64,
    entries: Vec<Entry>,
    /// Where in the file each entry stands.
    places: Vec<usize>,
}

#[derive(Debug)]
struct Entry {
    name: String,
    kind: u8,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    size: u64,
}

const HEADER: usize = 512;
const ENTRY: usize = 128;
/// The field of an entry that names its first child.
const CHILD: usize = 76;
/// Greater numbers are no sectors, but marks: the end of a chain, a free sector.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).filter_map(|four| u32_at(four, 0))
}

impl<'b> Compound<'b> {
    /// Reads the tables and the directory.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Fault> {
        Self::read(bytes).ok_or_else(|| Fault::Damaged("its directory cannot be read".to_owned()))
    }

    fn read(bytes: &'b [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 30).filter(|s| (7..=16).contains(s))?;
        let small_shift = u16_at(bytes, 32).filter(|s| (4..shift).contains(s))?;
        let mut file = Self {
            bytes,
            sector: 1 << shift,
            table: Vec::new(),
            small_sector: 1 << small_shift,
            small_table: Vec::new(),
            small: Vec::new(),
            cutoff: u64::from(u32_at(bytes, 56)?),
            entries: Vec::new(),
            places: Vec::new(),
        };
        let most = bytes.len() / file.sector + 1;
        // The sectors that hold the table are listed in the header, then in a chain of their own.
        let mut listed: Vec<u32> = numbers(bytes.get(76..HEADER)?).collect();
        let mut next = u32_at(bytes, 68)?;
        for _ in 0..most {
            let Some(sector) = file.at(next) else { break };
            let mut list: Vec<u32> = numbers(sector).collect();
            next = list.pop().unwrap_or(u32::MAX);
            listed.extend(list);
        }
        let mut seen = BTreeSet::new();
        for sector in listed {
            // A sector that is listed twice would make a small file a large table.
            if let Some(content) = file.at(sector).filter(|_| seen.insert(sector)) {
                file.table.extend(numbers(content));
            }
        }
        let directory = file.chain(u32_at(bytes, 48)?);
        for &sector in &directory {
            let offset = file.offset(sector)?;
            for at in (offset..offset + file.sector).step_by(ENTRY) {
                if let Some(entry) = bytes.get(at..at + ENTRY).and_then(entry) {
                    file.entries.push(entry);
                    file.places.push(at);
                }
            }
        }
        file.small_table = numbers(&file.stream_at(u32_at(bytes, 60)?, u64::MAX)).collect();
        let root = file.entries.first()?;
        file.small = file.stream_at(root.start, root.size);
        Some(file)
    }

    /// Where a sector begins, if the file has it.
    fn offset(&self, sector: u32) -> Option<usize> {
        let number = usize::try_from(sector).ok().filter(|_| sector <= LAST_SECTOR)?;
        let offset = number.checked_add(1)?.checked_mul(self.sector)?;
        (offset < self.bytes.len()).then_some(offset)
    }

    fn at(&self, sector: u32) -> Option<&'b [u8]> {
        let offset = self.offset(sector)?;
        self.bytes.get(offset..(offset + self.sector).min(self.bytes.len()))
    }

    /// The sectors of a chain; no longer than the table.
    fn chain(&self, start: u32) -> Vec<u32> {
        follow(&self.table, start)
    }

    fn stream_at(&self, start: u32, size: u64) -> Vec<u8> {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let mut out = Vec::new();
        for sector in self.chain(start) {
            if out.len() >= size || out.len() > self.bytes.len() {
                break;
            }
            out.extend_from_slice(self.at(sector).unwrap_or_default());
        }
        out.truncate(size);
        out
    }

    /// The entry at the top.
    pub(super) const ROOT: EntryId = 0;

    /// The entries in a folder, by name.
    pub(super) fn children(&self, folder: EntryId) -> Vec<(&str, EntryId)> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut pending: Vec<u32> = self.entries.get(folder).map(|f| f.child).into_iter().collect();
        while let Some(number) = pending.pop() {
            let Some((id, entry)) = usize::try_from(number).ok().and_then(|id| self.entries.get(id).map(|e| (id, e))) else {
                continue;
            };
            if seen.insert(id) {
                pending.extend([entry.left, entry.right]);
                found.push((entry.name.as_str(), id));
            }
        }
        found.sort_unstable();
        found
    }

    /// Whether an entry is a folder.
    pub(super) fn is_folder(&self, id: EntryId) -> bool {
        self.entries.get(id).is_some_and(|e| matches!(e.kind, 1 | 5))
    }

    /// The bytes of a stream.
    pub(super) fn stream(&self, id: EntryId) -> Vec<u8> {
        let Some(entry) = self.entries.get(id) else { return Vec::new() };
        if entry.size >= self.cutoff {
            return self.stream_at(entry.start, entry.size);
        }
        let size = usize::try_from(entry.size).unwrap_or(0);
        let mut out = Vec::with_capacity(size);
        for sector in follow(&self.small_table, entry.start) {
            if out.len() >= size {
                break;
            }
            let at = usize::try_from(sector).unwrap_or(usize::MAX).saturating_mul(self.small_sector);
            out.extend(self.small.iter().skip(at).take(self.small_sector));
        }
        out.truncate(size);
        out
    }

    /// The file as it would be if that folder were at the top.
    pub(super) fn with_top(&self, folder: EntryId) -> Option<Vec<u8>> {
        let child = self.entries.get(folder)?.child;
        let at = self.places.first()? + CHILD;
        let mut bytes = self.bytes.to_vec();
        bytes.get_mut(at..at + 4)?.copy_from_slice(&child.to_le_bytes());
        Some(bytes)
    }
}

fn follow(table: &[u32], start: u32) -> Vec<u32> {
    let mut chain = Vec::new();
    let mut next = start;
    while next <= LAST_SECTOR && chain.len() <= table.len() {
        let Some(&after) = usize::try_from(next).ok().and_then(|n| table.get(n)) else { break };
        chain.push(next);
        next = after;
    }
    chain
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let units: Vec<u16> = (0..32).filter_map(|i| u16_at(bytes, i * 2)).take_while(|&u| u != 0).collect();
    Some(Entry {
        name: String::from_utf16_lossy(&units),
        kind: *bytes.get(66)?,
        left: u32_at(bytes, 68)?,
        right: u32_at(bytes, 72)?,
        child: u32_at(bytes, CHILD)?,
        start: u32_at(bytes, 116)?,
        // Files with short sectors have no more than 32 bits of it.
        size: u64::from(u32_at(bytes, 120)?),
    })
}
