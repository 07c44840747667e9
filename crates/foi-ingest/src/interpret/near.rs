//! Labels that are spelt nearly as a known name, or cut short.

use super::labels::{Labels, Named};
use super::layout::Row;

/// A text in lower case with one blank between words, and what tells at a glance that another is spelt quite differently.
#[derive(Debug, Clone)]
pub(super) struct Spelling {
    text: String,
    /// In characters.
    length: usize,
    /// One bit for each character that it has; some share a bit.
    letters: u64,
}

impl Spelling {
    pub(super) fn new(text: String) -> Self {
        let (mut length, mut letters) = (0, 0);
        for c in text.chars() {
            length += 1;
            letters |= 1 << (u32::from(c) % u64::BITS);
        }
        Self { text, length, letters }
    }
}

/// How far a label is from a name: 0 where they are the same, 1 also where each word of the label begins the word of the name
/// (`supp living`), 2 where one contracts it (`direct payts`). `None` where nobody would take one for the other: more than one edit in a
/// short name, two in a long one, or too little to tell.
pub(super) fn distance(label: &Spelling, name: &Spelling) -> Option<usize> {
    const SHORT: usize = 6;
    const LONG: usize = 10;
    let length = label.length.min(name.length);
    if length < SHORT || label.text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    if label.text == name.text {
        return Some(0);
    }
    // What is cut short has no letter of its own.
    let cut = label.letters & !name.letters == 0;
    if cut && cut_short(&label.text, &name.text, |_, _| false) {
        return Some(1);
    }
    let most = if length < LONG { 1 } else { 2 };
    // An edit takes at most one character away and puts one there. Nearly all pairs part here, before anything is copied.
    let alike = label.length.abs_diff(name.length) <= most && (label.letters ^ name.letters).count_ones() as usize <= 2 * most;
    let spelt = || {
        let (a, b): (Vec<char>, Vec<char>) = (label.text.chars().collect(), name.text.chars().collect());
        Some(edits(&a, &b)).filter(|d| *d <= most)
    };
    let spelt = if alike { spelt() } else { None };
    spelt.or_else(|| (cut && cut_short(&label.text, &name.text, contracts)).then_some(2))
}

/// Whether each word stands for its counterpart: the same, the first three letters or more, or `shortened`.
fn cut_short(label: &str, name: &str, shortened: impl Fn(&str, &str) -> bool) -> bool {
    let (short, full) = (label.split(' '), name.split(' '));
    let words = short.clone().count();
    let stands = |(s, f): (&str, &str)| s == f || s.len() >= 3 && f.starts_with(s) || shortened(s, f);
    words > 1 && words == full.clone().count() && short.zip(full).all(stands)
}

/// `payts` for `payments`: the first letter, the last, and some between them in their order.
fn contracts(short: &str, full: &str) -> bool {
    let mut rest = full.chars();
    let ends = short.chars().next() == full.chars().next() && short.chars().last() == full.chars().last();
    short.len() >= 4 && ends && short.chars().all(|c| rest.any(|f| f == c))
}

/// Insertions, deletions, replacements and exchanges of neighbours between two words.
fn edits(a: &[char], b: &[char]) -> usize {
    let width = b.len() + 1;
    let mut before_last: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&row, j) + 1).min(at(&last, j + 1) + 1).min(at(&last, j) + usize::from(x != y));
            let exchanged = i > 0 && j > 0 && a.get(i - 1) == Some(&y) && b.get(j - 1) == Some(&x);
            if exchanged {
                best = best.min(at(&before_last, j - 1) + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(usize::MAX)
}

/// Gives rows whose label is nearly that of a service the service, where no other row has it.
pub(super) fn name_rows(labels: &Labels, rows: &mut [Row]) {
    /// Tables of services are short.
    const MOST: usize = 100;
    if rows.len() > MOST {
        return;
    }
    for at in 0..rows.len() {
        let Some(row) = rows.get(at).filter(|r| r.named.service_area.is_none() && !r.named.total) else { continue };
        // Of several labels the last stands next to the figures.
        let near = || row.label.rsplit(" / ").find_map(|part| labels.near_area(part));
        let Some(area) = labels.near_area(&row.label).or_else(near) else { continue };
        let mut named = row.named.clone();
        named.service_area = Some(area);
        let taken = rows.iter().any(|r| !r.named.contradicts(&named) && r.named.service_area.is_some());
        if let Some(row) = rows.get_mut(at).filter(|_| !taken) {
            row.named = named;
            row.near = true;
        }
    }
}

/// Gives columns between those of service areas the one that their heading nearly is, unless another column has it; and says which these are.
pub(super) fn name_columns(labels: &Labels, columns: &mut [Named], headings: &[String], label_columns: usize) -> Vec<usize> {
    let named = columns.iter().skip(label_columns).filter(|c| c.service_area.is_some()).count();
    if named * 2 <= columns.len().saturating_sub(label_columns) {
        return Vec::new();
    }
    let mut near = Vec::new();
    for at in label_columns..columns.len() {
        let open = columns.get(at).is_some_and(|c| c.service_area.is_none() && !c.total);
        let Some(area) = headings.get(at).filter(|_| open).and_then(|h| labels.near_area(h)) else { continue };
        let named = columns.get(at).map(|c| Named { service_area: Some(area), ..c.clone() }).unwrap_or_default();
        if !columns.iter().any(|c| c.service_area.is_some() && !c.contradicts(&named)) {
            columns.get_mut(at).into_iter().for_each(|c| *c = named.clone());
            near.push(at);
        }
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_in_short_names_and_two_in_long_ones() {
        for (label, name, expected) in [
            ("home crae", "home care", Some(1)),
            ("direct payemnt", "direct payment", Some(1)),
            ("suported livng", "supported living", Some(2)),
            ("supp living", "supported living", Some(1)),
            ("day care", "day care", Some(0)),
            ("day core", "home care", None),
            ("day", "day care", None),
            ("othre", "other", None),
        ] {
            let spelling = |text: &str| Spelling::new(text.to_owned());
            assert_eq!(distance(&spelling(label), &spelling(name)), expected, "{label}");
        }
    }
}
