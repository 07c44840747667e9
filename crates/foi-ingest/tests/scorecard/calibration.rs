//! Of values that are said to be so sure, how many are right.

use std::fmt::Write;
use std::path::Path;

use crate::score::Score;

/// Bands of confidence in hundredths, both ends included.
const BANDS: [(u8, u8); 8] = [(0, 49), (50, 59), (60, 69), (70, 79), (80, 84), (85, 89), (90, 94), (95, 100)];

/// The page of the calibration.
fn page(score: &Score, responses: usize) -> String {
    let mut text = format!(
        "# Calibration\n\nWritten by `UPDATE_GENERATED=1 cargo test -p foi-ingest --test scorecard generated`; do not edit.\n\n\
         Every binding and every value carries a confidence in hundredths. The tables say how many were right among those of each band, \
         over the {responses} responses that the scorecard of `foi-ingest` makes up, whose truth is known. A band is well calibrated where the \
         share of right ones lies in it or above it.\n"
    );
    for (title, pairs) in [("Values and figures", &score.values), ("Bindings (right where the disposition is)", &score.bindings)] {
        write!(text, "\n## {title}\n\n| confidence | number | right | share right |\n|---|---:|---:|---:|\n").unwrap();
        for (low, high) in BANDS {
            let within: Vec<bool> = pairs.iter().filter(|(c, _)| (low..=high).contains(c)).map(|p| p.1).collect();
            let right = within.iter().filter(|r| **r).count();
            if !within.is_empty() {
                let share = right as f64 / within.len() as f64;
                writeln!(text, "| {low}-{high} | {} | {right} | {share:.3} |", within.len()).unwrap();
            }
        }
    }
    text
}

/// Compares the page with what is measured; with `UPDATE_GENERATED=1` writes it.
pub(crate) fn check(score: &Score, responses: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/calibration.md");
    let expected = page(score, responses);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "docs/calibration.md is stale: run `UPDATE_GENERATED=1 cargo test -p foi-ingest --test scorecard`\n{expected}"
    );
}
