//! What holds for any text, however it is put together: nothing panics, every quote stands where it is said to stand, and no figure comes
//! from nowhere.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use foi_ingest::{Config, Document, Given, Ingested, Reference, ingest};
use foi_model::{Evidence, Submission};
use proptest::prelude::*;

/// Pieces of responses, and what is put between them in anger.
fn piece() -> impl Strategy<Value = String> {
    let fixed = [
        "1. Do you currently use a RAS to estimate the cost of care? If not, go to Section 3.",
        "Q2 (a) Please name the supplier of your RAS.",
        "**6.** For each year, what were the estimated budget (EB) and the actual cost (AC)?",
        "11. Please give the budget and outturn of each service area.",
        "No.",
        "Yes, we use one.",
        "We do not hold this information.",
        "The information is exempt under section 43(2) of the Act.",
        "For Questions 3 and 4, see Q2a.",
        "Service area\tBudget 24/25 (£000)\tOutturn 24/25 (£)",
        "Home care\t1,200\t1,234,567",
        "Day care\t\t(164)",
        "| Area | 2023/24 | 2024/25 |\n|---|---|---|\n| Home care | £1.2m | <5 |",
        "Residential care: £28.4m",
        "All figures are in £000.",
        "> quoted line",
        "From: someone@council.example\nSent: today",
        "Response:",
        "Yours sincerely",
        "[link](http://a.example) and **unclosed and *odd_ marks\\",
        "",
    ];
    prop_oneof![6 => proptest::sample::select(fixed.to_vec()).prop_map(str::to_owned), 1 => ".{0,60}", 1 => "[0-9£,.%()| \t-]{0,40}"]
}

fn read(text: &str) -> Ingested {
    let files = vec![("response.txt".to_owned(), Ok(text.as_bytes().to_vec()))];
    static REFERENCE: std::sync::LazyLock<Reference> = std::sync::LazyLock::new(|| Reference::shipped().unwrap());
    ingest(&Given { submission_id: "response".to_owned(), files }, &REFERENCE, &Config::default(), &|_| None)
}

/// Every piece of evidence of a submission.
fn evidence(submission: &Submission) -> Vec<&Evidence> {
    let answers = submission.answers.iter().flat_map(|a| {
        let exemptions = a.disposition.exemptions().iter().filter_map(|e| e.evidence.as_ref());
        let observations = a.observations.iter().filter_map(|o| o.evidence.as_ref());
        a.evidence.iter().chain(exemptions).chain(observations).chain(a.descriptions.iter().filter_map(|d| d.evidence.as_ref()))
    });
    let request = &submission.request;
    let identity = request.reference_evidence.iter().chain(&request.requested_on_evidence).chain(&request.responded_on_evidence);
    answers
        .chain(identity)
        .chain(submission.issues.iter().filter_map(|i| i.evidence.as_ref()))
        .chain(submission.authority.iter().filter_map(|a| a.evidence.as_ref()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_quote_stands_and_every_figure_is_written(pieces in proptest::collection::vec(piece(), 0..24), blank in any::<bool>()) {
        let text = pieces.join(if blank { "\n\n" } else { "\n" });
        let ingested = read(&text);
        let documents: BTreeMap<&str, &Document> = ingested.documents.iter().map(|d| (d.source.source_id.as_str(), d)).collect();
        for evidence in evidence(&ingested.submission) {
            let found = documents.get(evidence.source_id.as_str()).and_then(|d| d.resolve(&evidence.locator));
            prop_assert_eq!(found.as_deref(), Some(evidence.quote.as_str()), "{}", evidence.locator);
        }
        for observation in ingested.submission.answers.iter().flat_map(|a| &a.observations) {
            if observation.cell.reported().is_some() {
                let raw = observation.raw.as_deref().unwrap_or("");
                prop_assert!(!raw.is_empty() && observation.evidence.is_some());
            }
        }
        for answer in &ingested.submission.answers {
            let silent = matches!(answer.disposition.code().as_str(), "blank" | "not_found");
            prop_assert!(!silent || answer.value.is_none(), "a value out of silence");
        }
    }

    #[test]
    fn boilerplate_changes_no_value(extra in 0..3_usize) {
        let letter = "Derby City Council\n\n1. Do you use a Resource Allocation System (RAS) to determine funding for adult social care?\n\nNo, we do not.\n\n2. If you don't use a RAS do you use an alternative system?\n\nWe do not hold this information.\n";
        let closings = ["\nIf you are unhappy with our response you may ask for an internal review.\n", "\nYours sincerely\n", "\nThe Information Commissioner can be contacted at Wycliffe House.\n"];
        let plain = read(letter).submission;
        let longer = read(&format!("{letter}{}", closings[..=extra].concat())).submission;
        let shown = |s: &Submission| s.answers.iter().map(|a| (a.question_id.to_string(), a.disposition.code(), a.value.clone())).collect::<Vec<_>>();
        prop_assert_eq!(shown(&plain), shown(&longer));
    }
}
