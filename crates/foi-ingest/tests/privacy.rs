//! Nothing that is somebody's own leaves a response, unless it is asked for.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use foi_ingest::{Config, Given, Reference, ingest};
use foi_model::{IssueCode, Submission};

/// A letter with personal data wherever there is room for it.
const LETTER: &str = "\
Oakhaven Borough Council
Contact: Marigold Tresswell
Telephone: 01632 960777
foi@oakhaven.example

Reference: OBC-2026-044
Date: 12 February 2026

Use of a Resource Allocation System (RAS) in adult social care

Thank you for your request under the Freedom of Information Act 2000, which we received on 19 January 2026.

1. Do you currently use a Resource Allocation System (RAS) or similar tool to estimate the costs of care?

No. Please ask Mrs Quillfeather or write to b.quillfeather@oakhaven.example about it.

9. Have you used a RAS in the past, when did you stop using it, and for which reasons?

Yes, for one person with NHS number 943 476 5919 and National Insurance number AB 12 34 56 C, until 2019.

11. Budget and actual outturn by service area, 22/23 to 25/26 (forecast)

| Service area | Budget 24/25 (£000) | Outturn 24/25 (£000) |
|---|--:|--:|
| Day care | 3,322 | 3,287 |
| Home care (ask h.brindle@oakhaven.example) | 20,150 | 21,033 |
| Residential care, ring 01632 960778 | 11,840 | call 01632 960779 |
| Marrow transport, Dr Fennimore Askwith | 120 | 1,098 |

12. Who completed this request? Name and contact details

Perdita Swale, Commissioning Manager, perdita.swale@oakhaven.example

Yours faithfully

Thessaly Wrenfield
Information Governance
01632 960780
";

const OWN: [&str; 16] = [
    "Marigold",
    "Tresswell",
    "960777",
    "foi@",
    "Quillfeather",
    "quillfeather",
    "943 476",
    "AB 12",
    "brindle",
    "960778",
    "960779",
    "Askwith",
    "Perdita",
    "swale@",
    "Thessaly",
    "960780",
];

fn read(config: &Config) -> (Submission, String) {
    let reference = Reference::shipped().unwrap();
    let files = vec![("oakhaven.txt".to_owned(), Ok(LETTER.as_bytes().to_vec()))];
    let read = ingest(&Given { submission_id: "oakhaven".to_owned(), files }, &reference, config, &|_| None);
    let text = serde_json::to_string_pretty(&read.submission).unwrap();
    (read.submission, text)
}

#[test]
fn nothing_of_it_is_in_a_submission() {
    let (submission, text) = read(&Config::default());
    let leaked: Vec<(&str, Option<&str>)> =
        OWN.iter().filter(|own| text.contains(*own)).map(|own| (*own, text.lines().find(|l| l.contains(own)))).collect();
    assert_eq!(leaked, []);
    let told: Vec<(String, &str)> = submission
        .issues
        .iter()
        .filter(|i| i.code == IssueCode::PersonalDataLeftOut)
        .map(|i| (i.question_id.as_ref().map(ToString::to_string).unwrap_or_default(), i.message.as_str()))
        .collect();
    assert!(told.contains(&("1".to_owned(), "1 e-mail address, 1 name of a person left out of the answer")), "{told:?}");
    assert!(told.contains(&("9".to_owned(), "1 NHS number, 1 National Insurance number left out of the answer")), "{told:?}");
    assert!(told.iter().any(|(question, _)| question == "12"), "{told:?}");
    // Figures beside it are kept.
    assert!(text.contains("\"21033000\"") && text.contains("\"3287000\""), "{text}");
}

#[test]
fn it_is_kept_where_it_is_asked_for() {
    let (submission, text) = read(&Config { include_contacts: true, ..Config::default() });
    assert!(text.contains("Perdita Swale") && text.contains("perdita.swale@oakhaven.example"));
    assert!(submission.issues.iter().all(|i| i.code != IssueCode::PersonalDataLeftOut));
}
