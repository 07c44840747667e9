//! E-mail addresses and telephone numbers, which stay out of every output.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// What stands in the place of what was left out.
const LEFT_OUT: &str = "[left out]";

static PERSONAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)[a-z0-9][a-z0-9._%+'-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+", // e-mail
        r"|(?:\+44[\s()]*0?|\(0|\b0)[ \t()]*[1-9](?:[ \t\u{a0}()-]*[0-9]){7,9}\b", // telephone
    ))
    .ok()
});

/// Where a text has e-mail addresses and telephone numbers.
pub(crate) fn personal(text: &str) -> Vec<Range<usize>> {
    // `£2,870,013 2022-23` has a nought after a comma and is no telephone number.
    let within_a_figure = |at: usize| {
        text.get(..at).is_some_and(|b| b.ends_with([',', '.']))
            && text.get(..at.saturating_sub(1)).is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit()))
    };
    let found = PERSONAL.as_ref().map(|p| p.find_iter(text).map(|m| m.range()).collect::<Vec<_>>()).unwrap_or_default();
    found.into_iter().filter(|range| !within_a_figure(range.start)).collect()
}

/// The text without them.
pub fn redacted(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut at = 0;
    for range in personal(text) {
        clean.push_str(text.get(at..range.start).unwrap_or(""));
        clean.push_str(LEFT_OUT);
        at = range.end;
    }
    clean.push_str(text.get(at..).unwrap_or(""));
    clean
}

/// The longest part of a text that has none of them.
pub(crate) fn longest_clean(text: &str) -> Range<usize> {
    let mut best = 0..0;
    let mut at = 0;
    for range in personal(text).into_iter().chain(std::iter::once(text.len()..text.len())) {
        if range.start.saturating_sub(at) > best.len() {
            best = at..range.start;
        }
        at = range.end;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_numbers_are_left_out_and_figures_are_not() {
        assert_eq!(redacted("Write to j.o'neil@town.gov.uk or ring 024 7555 0123."), "Write to [left out] or ring [left out].");
        assert_eq!(redacted("+44 (0)20 7946 0000 today"), "[left out] today");
        for kept in ["£0.25 to 10,635,000", "2024/25 0 0 0 0 1,234,567", "FOI785768371", "0 11,635 11,664 9,518"] {
            assert_eq!(redacted(kept), kept);
        }
        assert_eq!(longest_clean("call 01234 567890 for more about it"), 17..35);
    }
}
