//! Correspondence that a website keeps in the order in which it was sent: who wrote what, and when.

use std::ops::Range;

use foi_model::{Date, Evidence};

use super::dates;
use crate::document::{Block, Document};

/// One message of a correspondence.
pub(super) struct Message {
    /// Its blocks, without its head.
    pub(super) blocks: Range<usize>,
    /// Whether whoever opened the correspondence wrote it.
    pub(super) asks: bool,
    /// The day in its head, with the words that say so.
    pub(super) day: (Date, Option<Evidence>),
}

/// The messages of a document that begins with the head of one and holds those of two people; none otherwise.
pub(super) fn messages(document: &Document) -> Vec<Message> {
    let text = |block: usize| match document.blocks.get(block) {
        Some(Block::Text(text)) => Some(&text.text),
        _ => None,
    };
    let sender = |block: usize| {
        let (label, name) = text(block)?.as_str().trim().split_once(':')?;
        (label.eq_ignore_ascii_case("from") && !name.trim().is_empty()).then(|| name.trim().to_lowercase())
    };
    let day = |block: usize| {
        let words = text(block)?;
        let [(range, date)] = <[_; 1]>::try_from(dates::dates(words.as_str())).ok()?;
        // The hour may stand beside it.
        (words.as_str().len() <= range.len() + 16).then(|| (date, document.evidence(words, range)))
    };
    let heads: Vec<_> = (0..document.blocks.len()).filter_map(|at| Some((at, sender(at)?, day(at + 1)?))).collect();
    let Some((0, opener, _)) = heads.first() else { return Vec::new() };
    if heads.iter().all(|(_, sender, _)| sender == opener) {
        return Vec::new();
    }
    let ends = heads.iter().skip(1).map(|(at, ..)| *at).chain([document.blocks.len()]);
    heads
        .iter()
        .zip(ends)
        .map(|((at, sender, day), end)| Message { blocks: at + 2..end, asks: sender == opener, day: day.clone() })
        .collect()
}
