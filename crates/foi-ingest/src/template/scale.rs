//! The scale that words beside figures state.

use foi_model::Scale;

/// The scale other than single pounds that a note states, and that alone: `£000`, `all figures in thousands`. A note on rounding states
/// none.
pub(super) fn stated(text: &str) -> Option<Scale> {
    let lower = text.to_lowercase();
    if ["round", "nearest", "more than", "less than", "over ", "under ", "not in"].iter().any(|w| lower.contains(w)) {
        return None;
    }
    match Scale::stated_in(text).as_slice() {
        [only] if *only != Scale::UNITS => Some(*only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_that_state_a_scale() {
        for (text, expected) in [
            ("£000", Some(Scale::THOUSANDS)),
            ("all figures in £'000s", Some(Scale::THOUSANDS)),
            ("in £m", Some(Scale::MILLIONS)),
            ("rounded to the nearest £000", None),
            ("figures are in pounds, not in thousands", None),
            ("spent £1.2m more on agency staff", None),
            ("the service moved in house", None),
            ("Budget (£, in single pounds)", None),
        ] {
            assert_eq!(stated(text), expected, "{text}");
        }
    }
}
