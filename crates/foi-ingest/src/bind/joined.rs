//! Numbers on lines of their own, with the passages that they number.

use std::collections::{BTreeMap, BTreeSet};

use crate::bind::align::Sheet;
use crate::bind::marker::{self, Marker};
use crate::bind::segment::{Passage, Segment, Side};

/// A number alone on a line goes with the passage after it.
pub(crate) fn join_numbers(segments: Vec<Segment>, sheet: &Sheet) -> Vec<Segment> {
    let counted = counted(&segments);
    let mut joined: Vec<Segment> = Vec::with_capacity(segments.len());
    let mut segments = segments.into_iter().peekable();
    while let Some(mut segment) = segments.next() {
        let counted = counted.contains(&segment.span.block);
        // `23-24:` is a year, where there are no such questions.
        let asked = |m: &Marker| !m.range || m.named || !sheet.of_marker(m, "", &BTreeMap::new()).is_empty();
        let alone =
            segment.marker.as_ref().is_some_and(|m| segment.text().get(m.end..).is_some_and(|r| r.trim().is_empty()) && asked(m));
        let bare = !segment.is_table()
            && segment.side == Side::Free
            && segment.text().len() <= 2
            && segment.text().chars().all(|c| c.is_ascii_digit())
            && (counted || segment.text().parse().is_ok_and(|id| !sheet.numbered(&id).is_empty()));
        if (alone || bare)
            && segment.side == Side::Free
            && let Some(next) = segments.peek()
            && !next.is_table()
            && next.marker.is_none()
            && next.side == Side::Free
            && !matches!(next.passage, Passage::Section | Passage::Closing | Passage::SmallPrint)
            // The name of a sheet is no part of the caption below it.
            && !(segment.heading && next.strong && !next.asks())
            && (alone || next.asks() || sheet.best_likeness(next.text()) >= 0.5)
            && let Some(next) = segments.next()
        {
            let dotted = format!("{}. ", segment.text());
            let mut text = segment.span.text.clone();
            text.append(&next.span.text);
            let marker = if bare {
                marker::parse(&dotted).map(|m| Marker { end: m.end.saturating_sub(1).min(text.as_str().len()), ..m })
            } else {
                marker::parse(text.as_str())
            };
            segment.strong = next.strong;
            // What it heads is in it.
            segment.heading = false;
            segment.passage = Passage::Body;
            segment = segment.with(text, marker);
        }
        joined.push(segment);
    }
    joined
}

/// The blocks of bare numbers that count 1, 2, 3: any other bare number is a figure.
fn counted(segments: &[Segment]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut next = 1_u32;
    for segment in segments.iter().filter(|s| !s.is_table() && s.side == Side::Free && s.text().len() <= 2) {
        if segment.text().parse() == Ok(next) {
            found.insert(segment.span.block);
            next += 1;
        }
    }
    if found.len() < 2 { BTreeSet::new() } else { found }
}
