//! Captions of what stands apart from its answer: `Table 2 - question 6`, `Appendix A`.

use crate::bind::marker::{self, Marker};
use crate::bind::segment::begins_with_ground;

/// What captions begin with.
const NAMES: &[&str] = &["table", "appendix", "annex", "annexe", "schedule", "figure", "exhibit", "note"];

/// A caption has no more words.
const LONGEST: usize = 16;

/// The name that a caption gives, in lower case, such as `table 2`; `None` for what is no caption.
pub(super) fn name(text: &str) -> Option<String> {
    let text = text.trim();
    let mut words = text.split_whitespace();
    let first = words.next()?.to_lowercase();
    let second = words.next()?;
    let count = second.trim_end_matches([':', '.', ')', '-', '–', '—']);
    let counts = count.len() <= 2 && count.chars().all(|c| c.is_ascii_digit())
        || count.len() == 1 && count.chars().all(|c| c.is_ascii_uppercase());
    // `Table 2 shows what was spent` speaks.
    let apart = second.len() > count.len()
        || words.next().is_none_or(|next| next.starts_with(['-', '–', '—', '(', ':']) || next.starts_with(char::is_uppercase));
    // `Note A - Section 33(1)(b). Stage payments show ...`: the ground heads its reasons.
    let reasons = ["- ", "– ", ": "]
        .iter()
        .any(|mark| text.split_once(mark).is_some_and(|(head, rest)| head.len() <= 12 && begins_with_ground(rest)));
    let caption = NAMES.contains(&first.as_str()) && counts && apart && (is_short(text) || reasons);
    caption.then(|| format!("{first} {}", count.to_lowercase()))
}

/// Whether a text is a caption and nothing more.
pub(super) fn is_short(text: &str) -> bool {
    !text.ends_with('.') && text.split_whitespace().count() <= LONGEST
}

/// The questions that a heading or a caption names: `Table 2 - Question 11: budgets`.
pub(super) fn questions(text: &str, heads: bool) -> Option<Marker> {
    if heads || name(text).is_some() { marker::named_within(text) } else { None }
}

/// Whether an answer points to what a caption names.
pub(super) fn points_to(answer: &str, name: &str) -> bool {
    let lower = answer.to_lowercase();
    let ends = |at: usize| lower.get(at + name.len()..).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    lower.match_indices(name).any(|(at, _)| ends(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_name_what_they_stand_above() {
        for (text, expected) in [
            ("Table 2 - question 6", Some("table 2")),
            ("Table 3 (question 8a and question 8b)", Some("table 3")),
            ("Appendix A: Budgets", Some("appendix a")),
            ("Annex 1", Some("annex 1")),
            ("Table 2 shows what was spent", None),
            ("Table 2 is attached.", None),
            ("Note B - Section 31(1)(a) applies. It would help a burglar.", Some("note b")),
            ("Table tennis - question 6", None),
            ("Schedule A provides that", None),
        ] {
            assert_eq!(name(text).as_deref(), expected, "{text}");
        }
        assert!(points_to("Please see Table 2 at the end.", "table 2"));
        assert!(!points_to("Please see Table 21.", "table 2"));
    }
}
