//! OLE compound files, which old Office formats and messages are kept in: folders and streams. Every chain ends, whatever the tables say.

use std::collections::BTreeSet;

use super::Fault;

/// The number of an entry of the directory.
pub(super) type EntryId = usize;

/// A compound file.
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    /// Bytes of a sector, as a power of two.
    shift: u32,
    next: Vec<u32>,
    mini_next: Vec<u32>,
    /// The stream that short streams are kept in.
    mini: Vec<u8>,
    /// Streams that are shorter than this are kept there.
    short: u64,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    kind: u8,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    size: u64,
}

const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Greater numbers of sectors are marks.
const LAST: u32 = 0xffff_fffa;
const MINI_SHIFT: u32 = 6;
const ENTRY: usize = 128;
/// The field of the head that names the first sector of the directory.
const DIRECTORY: usize = 0x30;
/// The field of an entry that names its first child.
const CHILD: usize = 0x4c;

/// A number of two bytes at an offset; 0 beyond the end.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(|b| b.first_chunk()).map_or(0, |b| u16::from_le_bytes(*b))
}

/// A number of four bytes at an offset; 0 beyond the end.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|b| b.first_chunk()).map_or(0, |b| u32::from_le_bytes(*b))
}

impl<'b> Compound<'b> {
    /// Reads the directory.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Fault> {
        let damaged = |what: &str| Fault::Damaged(format!("it is no sound compound file: {what}"));
        let shift = u32::from(u16_at(bytes, 0x1e));
        if !bytes.starts_with(MAGIC) || !(7..=16).contains(&shift) {
            return Err(damaged("its head is wrong"));
        }
        let size = u64::from(u32_at(bytes, 0x38)).clamp(64, 1 << 16);
        let mut file =
            Self { bytes, shift, next: Vec::new(), mini_next: Vec::new(), mini: Vec::new(), short: size, entries: Vec::new() };
        file.next = file.table();
        let mini: Vec<u8> = file.chain(u32_at(bytes, 0x3c), &file.next).into_iter().flat_map(|s| file.sector(s)).copied().collect();
        file.mini_next = mini.chunks_exact(4).map(|c| u32_at(c, 0)).collect();
        let directory: Vec<u8> =
            file.chain(u32_at(bytes, DIRECTORY), &file.next).into_iter().flat_map(|s| file.sector(s)).copied().collect();
        file.entries = directory.chunks_exact(ENTRY).map(Entry::read).collect();
        let Some(root) = file.entries.first() else { return Err(damaged("it has no directory")) };
        file.mini = file.long(root.start, root.size);
        Ok(file)
    }

    fn sector(&self, number: u32) -> &'b [u8] {
        let start = (u64::from(number) + 1) << self.shift;
        let end = start + (1 << self.shift);
        let length = self.bytes.len() as u64;
        let at = |n: u64| usize::try_from(n.min(length)).unwrap_or(usize::MAX);
        self.bytes.get(at(start)..at(end)).unwrap_or(&[])
    }

    /// For each sector, the one after it.
    fn table(&self) -> Vec<u32> {
        let sectors = (self.bytes.len() >> self.shift) + 1;
        let mut parts: Vec<u32> = (0..109).map(|n| u32_at(self.bytes, 0x4c + 4 * n)).collect();
        let mut more = u32_at(self.bytes, 0x44);
        for _ in 0..sectors {
            if more >= LAST {
                break;
            }
            let sector = self.sector(more);
            let Some((last, list)) = sector.split_last_chunk::<4>().map(|(list, last)| (last, list)) else { break };
            parts.extend(list.chunks_exact(4).map(|c| u32_at(c, 0)));
            more = u32::from_le_bytes(*last);
            if parts.len() > sectors + 109 {
                break;
            }
        }
        let mut table = Vec::new();
        for part in parts.into_iter().filter(|p| *p < LAST) {
            table.extend(self.sector(part).chunks_exact(4).map(|c| u32_at(c, 0)));
            if table.len() > sectors {
                break;
            }
        }
        table
    }

    /// The sectors of a stream, in order; a circle is cut.
    fn chain(&self, start: u32, next: &[u32]) -> Vec<u32> {
        let mut chain = Vec::new();
        let mut at = start;
        while at < LAST && chain.len() < next.len() {
            chain.push(at);
            at = usize::try_from(at).ok().and_then(|n| next.get(n)).copied().unwrap_or(LAST);
        }
        chain
    }

    fn long(&self, start: u32, size: u64) -> Vec<u8> {
        let size = usize::try_from(size).unwrap_or(usize::MAX).min(self.bytes.len());
        let mut stream = Vec::with_capacity(size);
        for sector in self.chain(start, &self.next) {
            if stream.len() >= size {
                break;
            }
            stream.extend_from_slice(self.sector(sector));
        }
        stream.truncate(size);
        stream
    }

    /// Whether there is a stream of a name that lies in no folder.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// The bytes of a stream that lies in no folder; `None` where there is none of that name.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        self.entry(name).map(|entry| self.bytes_of(entry))
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        let entries = self.children(Self::ROOT).into_iter().filter_map(|(_, id)| self.entries.get(id));
        entries.filter(|e| e.kind == 2).find(|e| e.name.eq_ignore_ascii_case(name))
    }

    /// The entry at the top.
    pub(super) const ROOT: EntryId = 0;

    /// The entries in a folder, by name.
    pub(super) fn children(&self, folder: EntryId) -> Vec<(&str, EntryId)> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut pending: Vec<u32> = self.entries.get(folder).map(|f| f.child).into_iter().collect();
        while let Some(number) = pending.pop() {
            let Some((id, entry)) = usize::try_from(number).ok().and_then(|id| Some((id, self.entries.get(id)?))) else { continue };
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
    pub(super) fn content(&self, id: EntryId) -> Vec<u8> {
        self.entries.get(id).map(|entry| self.bytes_of(entry)).unwrap_or_default()
    }

    /// The file as it would be if that folder were at the top.
    pub(super) fn with_top(&self, folder: EntryId) -> Option<Vec<u8>> {
        let child = self.entries.get(folder)?.child;
        let top = (u64::from(u32_at(self.bytes, DIRECTORY)) + 1) << self.shift;
        let at = usize::try_from(top).ok()?.checked_add(CHILD)?;
        let mut bytes = self.bytes.to_vec();
        bytes.get_mut(at..at + 4)?.copy_from_slice(&child.to_le_bytes());
        Some(bytes)
    }

    fn bytes_of(&self, entry: &Entry) -> Vec<u8> {
        if entry.size >= self.short {
            return self.long(entry.start, entry.size);
        }
        let mut stream = Vec::new();
        for sector in self.chain(entry.start, &self.mini_next) {
            let start = usize::try_from(u64::from(sector) << MINI_SHIFT).unwrap_or(usize::MAX);
            let end = start.saturating_add(1 << MINI_SHIFT).min(self.mini.len());
            stream.extend_from_slice(self.mini.get(start..end).unwrap_or(&[]));
            if stream.len() as u64 >= entry.size {
                break;
            }
        }
        stream.truncate(usize::try_from(entry.size).unwrap_or(usize::MAX));
        stream
    }
}

impl Entry {
    fn read(bytes: &[u8]) -> Self {
        let length = usize::from(u16_at(bytes, 0x40)).saturating_sub(2).min(62);
        let units: Vec<u16> = bytes.get(..length).unwrap_or(&[]).chunks_exact(2).map(|c| u16_at(c, 0)).collect();
        Self {
            name: String::from_utf16_lossy(&units),
            kind: bytes.get(0x42).copied().unwrap_or(0),
            left: u32_at(bytes, 0x44),
            right: u32_at(bytes, 0x48),
            child: u32_at(bytes, CHILD),
            start: u32_at(bytes, 0x74),
            size: u64::from(u32_at(bytes, 0x78)),
        }
    }
}
