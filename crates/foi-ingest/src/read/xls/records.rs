//! Records of an old Excel workbook, and the texts in them, which go on from record to record.

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::read::compound::{u16_at, u32_at};

/// A record: what kind it is, and its bytes with those of the records that continue it.
pub(super) struct Record<'s> {
    pub(super) kind: u16,
    pub(super) parts: Vec<&'s [u8]>,
}

const CONTINUE: u16 = 0x3c;

/// Records from a place in the stream on.
pub(super) struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

impl<'s> Records<'s> {
    pub(super) fn new(stream: &'s [u8], at: usize) -> Self {
        Self { stream, at }
    }

    fn one(&mut self) -> Option<(u16, &'s [u8])> {
        let rest = self.stream.get(self.at..).filter(|rest| rest.len() >= 4)?;
        let end = 4 + usize::from(u16_at(rest, 2));
        let data = rest.get(4..end)?;
        self.at += end;
        Some((u16_at(rest, 0), data))
    }
}

impl<'s> Iterator for Records<'s> {
    type Item = Record<'s>;

    fn next(&mut self) -> Option<Record<'s>> {
        let (kind, data) = self.one()?;
        let mut parts = vec![data];
        while self.stream.get(self.at..).is_some_and(|rest| rest.len() >= 4 && u16_at(rest, 0) == CONTINUE) {
            let Some((_, data)) = self.one() else { break };
            parts.push(data);
        }
        Some(Record { kind, parts })
    }
}

impl<'s> Record<'s> {
    /// Its own bytes.
    pub(super) fn data(&self) -> &'s [u8] {
        self.parts.first().copied().unwrap_or(&[])
    }

    /// Two bytes of its own at an offset.
    pub(super) fn u16(&self, at: usize) -> u16 {
        u16_at(self.data(), at)
    }

    /// Four bytes of its own at an offset.
    pub(super) fn u32(&self, at: usize) -> u32 {
        u32_at(self.data(), at)
    }

    /// A floating-point number at an offset.
    pub(super) fn f64(&self, at: usize) -> f64 {
        self.data().get(at..).and_then(|b| b.first_chunk()).map_or(0.0, |b| f64::from_le_bytes(*b))
    }

    /// A reader of texts from an offset on.
    pub(super) fn texts(&self, at: usize) -> Texts<'_, 's> {
        Texts { parts: &self.parts, part: 0, at }
    }
}

/// How texts are written.
#[derive(Clone, Copy)]
pub(super) struct Script {
    /// Whether they are Unicode, as from Excel 97 on.
    pub(super) unicode: bool,
    /// What their bytes mean where they are not.
    pub(super) encoding: &'static Encoding,
}

impl Script {
    /// By the version of the workbook, and the number of its code page.
    pub(super) fn new(unicode: bool, code_page: u16) -> Self {
        let label = format!("windows-{code_page}");
        Self { unicode, encoding: Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252) }
    }
}

/// Texts, one after another.
pub(super) struct Texts<'r, 's> {
    parts: &'r [&'s [u8]],
    part: usize,
    at: usize,
}

impl Texts<'_, '_> {
    /// The next bytes, which can lie in the next record; fewer at the end.
    fn bytes(&mut self, number: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        while bytes.len() < number {
            let Some(part) = self.parts.get(self.part) else { break };
            let rest = part.get(self.at..).unwrap_or(&[]);
            let taken = rest.get(..(number - bytes.len()).min(rest.len())).unwrap_or(&[]);
            bytes.extend_from_slice(taken);
            self.at += taken.len();
            if bytes.len() < number {
                self.part += 1;
                self.at = 0;
            }
        }
        bytes
    }

    fn skip(&mut self, mut number: usize) {
        while let Some(part) = self.parts.get(self.part) {
            let left = part.len().saturating_sub(self.at);
            if number <= left {
                self.at += number;
                return;
            }
            number -= left;
            self.part += 1;
            self.at = 0;
        }
    }

    /// Whether nothing is left.
    pub(super) fn is_done(&self) -> bool {
        self.parts.iter().skip(self.part).enumerate().all(|(n, part)| part.len() <= if n == 0 { self.at } else { 0 })
    }

    /// A text whose length stands before it, in one byte or in two.
    pub(super) fn text(&mut self, script: Script, length_bytes: usize) -> String {
        let length = self.bytes(length_bytes);
        let length = length.iter().rev().fold(0, |n, b| n << 8 | usize::from(*b));
        if !script.unicode {
            return script.encoding.decode_without_bom_handling(&self.bytes(length)).0.into_owned();
        }
        let flags = self.bytes(1).first().copied().unwrap_or(0);
        let runs = if flags & 8 == 0 { 0 } else { u16_at(&self.bytes(2), 0) };
        let more = if flags & 4 == 0 { 0 } else { u32_at(&self.bytes(4), 0) };
        let text = self.characters(length, flags & 1 == 1);
        self.skip(usize::from(runs) * 4);
        self.skip(usize::try_from(more).unwrap_or(usize::MAX));
        text
    }

    /// Characters of one or two bytes; where they go on in the next record, it says anew which.
    pub(super) fn characters(&mut self, number: usize, mut wide: bool) -> String {
        let mut units: Vec<u16> = Vec::new();
        while units.len() < number {
            let Some(part) = self.parts.get(self.part) else { break };
            let rest = part.get(self.at..).unwrap_or(&[]);
            let size = if wide { 2 } else { 1 };
            let here = (number - units.len()).min(rest.len() / size);
            let taken = rest.get(..here * size).unwrap_or(&[]);
            if wide {
                units.extend(taken.chunks_exact(2).map(|c| u16_at(c, 0)));
            } else {
                units.extend(taken.iter().map(|b| u16::from(*b)));
            }
            self.at += taken.len();
            if units.len() < number {
                self.part += 1;
                self.at = 1;
                let Some(flags) = self.parts.get(self.part).and_then(|part| part.first()) else { break };
                wide = flags & 1 == 1;
            }
        }
        String::from_utf16_lossy(&units)
    }
}
