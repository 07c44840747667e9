//! The comparison itself: it must be able to fail.

use crate::folder::{Folder, row};
use crate::score::misses;

/// A truth of one submission, one answer and two cells, and the dataset that agrees with it.
fn agreeing() -> (Folder, Folder) {
    let cell = "question_id=11 measure=outturn service_area=day_care cohort= category=";
    let truth = Folder::of([
        ("submissions", vec![row("file=a.txt instrument_id=i authority_code=- request_reference=R/1|R1 responded_on=")]),
        ("answers", vec![row("file=a.txt question_id=11 disposition=answered|published exemptions=|F21 value= value_number=")]),
        (
            "observations",
            vec![row(&format!("file=a.txt {cell} financial_year=2024-25 status=reported value=5 unit=GBP forecast=true|"))],
        ),
        ("statuses", vec![row(&format!("file=a.txt {cell} financial_year=2025-26 status=blank"))]),
        (
            "details",
            vec![row("file=a.txt question_id=11 table=methods cohort= service_area=day_care column=comments value=Words.")],
        ),
    ]);
    let dataset = Folder::of([
        ("sources", vec![row("submission_id=a path=a.txt")]),
        ("submissions", vec![row("submission_id=a instrument_id=i authority_code= request_reference=r1 responded_on=")]),
        ("answers", vec![row("submission_id=a question_id=11 disposition=answered exemptions= also= value_bool= value_number=")]),
        (
            "observations",
            vec![
                row(&format!("submission_id=a {cell} financial_year=2024-25 status=reported value=5.00 unit=GBP forecast=true")),
                row(&format!("submission_id=a {cell} financial_year=2025-26 status=blank value= unit= forecast=")),
            ],
        ),
        (
            "outturn",
            vec![
                row("submission_id=a service_area=day_care financial_year=2024-25 outturn_gbp=5.00 outturn_status=reported"),
                row("submission_id=a service_area=day_care financial_year=2025-26 outturn_gbp= outturn_status=blank"),
            ],
        ),
        ("methods", vec![row("submission_id=a service_area=day_care comments=words calculation_method=")]),
        ("issues", vec![row("submission_id=a code=c severity=note question_id=11")]),
    ]);
    (truth, dataset)
}

/// What is told when one field of the agreeing dataset is another.
#[track_caller]
fn told(table: &str, index: usize, field: &str, value: &str, expected: &[&str]) {
    let (truth, mut dataset) = agreeing();
    dataset.set(table, index, field, value);
    let found: Vec<String> = misses(&truth, &dataset).iter().map(ToString::to_string).collect();
    assert_eq!(found, expected, "{table} {index} {field}={value}");
}

#[test]
fn a_dataset_that_agrees_has_no_miss() {
    told("issues", 0, "severity", "note", &[]);
    told("submissions", 0, "request_reference", "R / 1", &[]);
    told("answers", 0, "exemptions", "F 21", &[]);
    told("answers", 0, "disposition", "published", &[]);
    told("observations", 0, "forecast", "", &[]);
}

#[test]
fn every_difference_is_told() {
    told(
        "sources",
        0,
        "path",
        "b.txt",
        &["a.txt: submission: expected one, got none", "b.txt: submission: expected none, got one"],
    );
    told("submissions", 0, "instrument_id", "j", &["a.txt: instrument_id: expected `i`, got `j`, silently"]);
    told("submissions", 0, "authority_code", "E1", &["a.txt: authority_code: expected nothing, got `E1`, silently"]);
    told("submissions", 0, "request_reference", "", &["a.txt: request_reference: expected `R/1|R1`, got nothing"]);
    told(
        "answers",
        0,
        "question_id",
        "12",
        &[
            "a.txt question 11: disposition: expected `answered|published`, got nothing",
            "a.txt question 12: disposition: expected nothing, got `answered`, silently",
        ],
    );
    told("answers", 0, "exemptions", "F21; F40", &["a.txt question 11: exemptions: expected `|F21`, got `F21; F40`, silently"]);
    told("answers", 0, "value_bool", "true", &["a.txt question 11: value: expected nothing, got `true`, silently"]);
    told("answers", 0, "value_number", "7", &["a.txt question 11: value_number: expected nothing, got `7`, silently"]);
    told(
        "observations",
        0,
        "value",
        "5000",
        &[
            "a.txt question 11: outturn/day_care/2024-25: expected `reported 5 GBP`, got `reported 5000 GBP`, silently",
            "a.txt question 11: outturn/day_care/2024-25 in table outturn: expected `reported 5000 GBP`, got `reported 5.00 GBP`, silently",
        ],
    );
    told(
        "observations",
        0,
        "cohort",
        "older_people",
        &[
            "a.txt question 11: outturn/day_care/2024-25: expected `reported 5 GBP`, got nothing",
            "a.txt question 11: outturn/day_care/older_people/2024-25: expected nothing, got `reported 5.00 GBP`, silently",
        ],
    );
    told(
        "observations",
        1,
        "financial_year",
        "2024-25",
        &[
            "a.txt question 11: outturn/day_care/2024-25: expected one cell, got two, silently",
            "a.txt question 11: outturn/day_care/2024-25: expected `reported 5 GBP`, got `blank`, silently",
            "a.txt question 11: outturn/day_care/2025-26: expected `blank`, got nothing",
            "a.txt question 11: outturn/day_care/2024-25 in table outturn: expected `blank`, got `reported 5.00 GBP`, silently",
        ],
    );
    told(
        "observations",
        0,
        "forecast",
        "false",
        &["a.txt question 11: outturn/day_care/2024-25 forecast: expected `true|`, got `false`, silently"],
    );
    told(
        "observations",
        1,
        "status",
        "not_held",
        &[
            "a.txt question 11: outturn/day_care/2025-26: expected `blank`, got `not_held`, silently",
            "a.txt question 11: outturn/day_care/2025-26 in table outturn: expected `not_held`, got `blank`, silently",
        ],
    );
    told(
        "outturn",
        1,
        "outturn_gbp",
        "1",
        &["a.txt question 11: outturn/day_care/2025-26 in table outturn: expected `blank`, got `blank 1 GBP`, silently"],
    );
    told(
        "methods",
        0,
        "calculation_method",
        "guess",
        &["a.txt: methods.calculation_method of day_care: expected nothing, got `guess`, silently"],
    );
    told(
        "methods",
        0,
        "comments",
        "word",
        &["a.txt question 11: methods.comments of day_care: expected `Words.`, got `word`, silently"],
    );
}

#[test]
fn a_warning_breaks_the_silence_and_a_note_does_not() {
    let (truth, mut dataset) = agreeing();
    dataset.set("answers", 0, "disposition", "withheld");
    let silent = |dataset: &Folder| misses(&truth, dataset).first().unwrap().silent;
    assert!(silent(&dataset));
    dataset.set("issues", 0, "severity", "warning");
    assert!(!silent(&dataset));
    dataset.set("issues", 0, "question_id", "1");
    assert!(silent(&dataset));
}
