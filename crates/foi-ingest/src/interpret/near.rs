//! Labels that are spelt nearly as a known name, or cut short.

/// How far a label is from a name, both in lower case with one blank between words: 0 where they are the same, 1 also where each word of
/// the label begins the word of the name (`supp living`), 2 where one contracts it (`direct payts`). `None` where nobody would take one for the other: more than one edit in a
/// short name, two in a long one, or too little to tell.
pub(super) fn distance(label: &str, name: &str) -> Option<usize> {
    const SHORT: usize = 6;
    const LONG: usize = 10;
    // Nearly all pairs part here, before anything is copied.
    let (own, other) = (label.chars().count(), name.chars().count());
    let length = own.min(other);
    if length < SHORT || label.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    if label == name {
        return Some(0);
    }
    if begins(label, name) {
        return Some(1);
    }
    let most = if length < LONG { 1 } else { 2 };
    let spelt = || {
        let (a, b): (Vec<char>, Vec<char>) = (label.chars().collect(), name.chars().collect());
        Some(edits(&a, &b)).filter(|d| *d <= most)
    };
    if own.abs_diff(other) <= most
        && let Some(distance) = spelt()
    {
        return Some(distance);
    }
    shortens(label, name).then_some(2)
}

/// Whether each word begins its counterpart, and enough of it stands there.
fn begins(label: &str, name: &str) -> bool {
    if label.chars().next() != name.chars().next() {
        return false;
    }
    let (short, full): (Vec<&str>, Vec<&str>) = (label.split(' ').collect(), name.split(' ').collect());
    short.len() == full.len() && short.len() > 1 && short.iter().zip(&full).all(|(s, f)| s == f || s.len() >= 3 && f.starts_with(s))
}

/// Whether each word begins its counterpart or contracts it.
fn shortens(label: &str, name: &str) -> bool {
    let (short, full): (Vec<&str>, Vec<&str>) = (label.split(' ').collect(), name.split(' ').collect());
    let of = |(s, f): (&&str, &&str)| s == f || s.len() >= 3 && f.starts_with(s) || contracts(s, f);
    short.len() == full.len() && short.len() > 1 && short.iter().zip(&full).all(of)
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
            assert_eq!(distance(label, name), expected, "{label}");
        }
    }
}
