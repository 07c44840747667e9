use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::{foi_parks, parks};

/// The submission of the letter, as JSON.
fn submission(folder: &Path) -> Value {
    let run = foi_parks(folder, &["ingest", "in", "-o", "-", "--quiet"]).status(0);
    serde_json::from_str(&run.out()).unwrap()
}

/// The codes and pointers that are found in a submission after a change.
#[track_caller]
fn check(change: impl FnOnce(&mut Value), expected: &[(&str, &str)]) {
    let folder = parks();
    let mut value = submission(folder.path());
    change(&mut value);
    fs::write(folder.path().join("s.ndjson"), format!("\n{value}\n")).unwrap();
    let run = foi_parks(folder.path(), &["validate", "s.ndjson", "--format", "json"]);
    let findings = run.findings();
    let found: Vec<(&str, &str)> =
        findings.iter().map(|f| (f["code"].as_str().unwrap(), f["pointer"].as_str().unwrap_or(""))).collect();
    assert_eq!(found, expected, "{}\n{}", run.out(), run.err());
    assert!(findings.iter().all(|f| f["line"] == 2 && f["column"].as_u64() > Some(0)), "{}", run.out());
    let errors = findings.iter().any(|f| f["severity"] == "error");
    run.status(i32::from(errors));
}

#[test]
fn a_sound_submission_passes() {
    check(|_| {}, &[]);
}

#[test]
fn structure_is_checked_against_the_schema() {
    check(|s| s["instrument_id"] = json!(3), &[("schema-mismatch", "/instrument_id")]);
    check(|s| s["answers"][0]["mood"] = json!("good"), &[("schema-mismatch", "/answers/0/mood")]);
    check(
        |s| {
            s["answers"][0].as_object_mut().unwrap().remove("confidence");
            s["answers"][1]["disposition"]["code"] = json!("answred");
        },
        &[("schema-mismatch", "/answers/0"), ("schema-mismatch", "/answers/1/disposition/code")],
    );
    check(
        |s| s["answers"][1]["observations"][0]["cell"]["value"] = json!(true),
        &[("schema-mismatch", "/answers/1/observations/0/cell/value")],
    );
    check(|s| s["answers"][0]["evidence"]["locator"] = json!(3), &[("schema-mismatch", "/answers/0/evidence/locator")]);
    check(
        |s| s["answers"][1]["observations"][0]["cell"]["status"] = json!("reportd"),
        &[("schema-mismatch", "/answers/1/observations/0/cell/status")],
    );
    check(
        |s| s["answers"][1]["observations"][0]["cell"]["status"] = json!("blank"),
        &[
            ("schema-mismatch", "/answers/1/observations/0/cell/value"),
            ("schema-mismatch", "/answers/1/observations/0/cell/unit"),
            ("schema-mismatch", "/answers/1/observations/0/cell/multiplier"),
            ("schema-mismatch", "/answers/1/observations/0/cell/forecast"),
            ("schema-mismatch", "/answers/1/observations/0/cell/confidence"),
        ],
    );
    check(|s| s["schema_version"] = json!("9.0"), &[("schema-version", "/schema_version")]);
}

#[test]
fn values_that_no_schema_can_refuse_are_refused() {
    check(
        |s| s["answers"][1]["observations"][0]["dimensions"]["financial_year"] = json!("2028-31"),
        &[("value-invalid", "/answers/1/observations/0/dimensions/financial_year")],
    );
    let cell = "/answers/1/observations/0/cell/value";
    check(|s| s["answers"][1]["observations"][0]["cell"]["value"] = json!(5.5), &[("schema-mismatch", cell)]);
    check(
        |s| s["answers"][1]["observations"][0]["cell"]["value"] = json!(format!("9.{}", "9".repeat(28))),
        &[("value-invalid", cell)],
    );
    check(|s| s["answers"][0]["evidence"]["locator"] = json!("somewhere"), &[("value-invalid", "/answers/0/evidence/locator")]);
}

#[test]
fn meaning_is_checked_against_the_instrument() {
    let cell = "/answers/1/observations/0";
    let at = |rest: &str| format!("{cell}{rest}");
    check(|s| s["instrument_id"] = json!("ponds-2030"), &[("instrument-unknown", "/instrument_id")]);
    check(|s| s["authority"]["code"] = json!("E09900099"), &[("authority-unregistered", "/authority/code")]);
    check(|s| s["answers"][2]["question_id"] = json!("4"), &[("question-unknown", "/answers/2/question_id")]);
    check(
        |s| {
            let again = s["answers"][2].clone();
            s["answers"].as_array_mut().unwrap().push(again);
        },
        &[("question-twice", "/answers/3/question_id")],
    );
    check(|s| s["answers"][1]["observations"][0]["measure"] = json!("price"), &[("measure-unknown", &at("/measure"))]);
    check(
        |s| s["answers"][1]["observations"][0]["dimensions"]["service_area"] = json!("lakes"),
        &[("service-area-unknown", &at("/dimensions/service_area"))],
    );
    check(
        |s| s["answers"][1]["observations"][0]["dimensions"]["cohort"] = json!("children"),
        &[("cohort-unknown", &at("/dimensions/cohort"))],
    );
    check(
        |s| s["answers"][1]["observations"][0]["dimensions"]["category"] = json!("children"),
        &[("category-unknown", &at("/dimensions/category"))],
    );
    check(
        |s| s["answers"][1]["observations"][0]["dimensions"]["financial_year"] = json!("2020-21"),
        &[("year-unexpected", &at("/dimensions/financial_year"))],
    );
    check(|s| s["answers"][1]["observations"][0]["cell"]["unit"] = json!("percent"), &[("unit-mismatch", &at("/cell/unit"))]);
    check(
        |s| s["answers"][1]["observations"][1] = s["answers"][1]["observations"][0].clone(),
        &[("cell-twice", "/answers/1/observations/1")],
    );
    check(|s| s["answers"][0]["value"]["value"] = json!(false), &[("routing-contradicted", "/answers/1/disposition/code")]);
    check(|s| s["answers"][2]["value"] = json!({"type": "boolean", "value": true}), &[("value-kind", "/answers/2/value")]);
    check(
        |s| s["answers"][0]["evidence"]["source_id"] = json!("0".repeat(64)),
        &[("source-unlisted", "/answers/0/evidence/source_id")],
    );
}

#[test]
fn a_broken_line_does_not_stop_the_rest() {
    let folder = parks();
    let good = submission(folder.path());
    let mut wrong = good.clone();
    wrong["answers"][0]["question_id"] = json!("9");
    wrong["submission_id"] = json!("wrong");
    fs::write(folder.path().join("s.ndjson"), format!("{{\"a\": nil}}\n{wrong}\n\n{good}\n{good}\n")).unwrap();
    let run = foi_parks(folder.path(), &["validate", "s.ndjson", "--format", "json"]).status(1);
    assert_eq!(run.codes(), ["json-invalid", "question-unknown", "submission-twice"]);
    assert!(run.err().contains("checked 4 submissions: 3 errors"), "{}", run.err());
}

#[test]
fn findings_show_the_line_that_they_are_about() {
    let folder = parks();
    let mut value = submission(folder.path());
    value["answers"][1]["observations"][0]["dimensions"]["service_area"] = json!("lakes");
    value["answers"][0]["value"]["value"] = json!(false);
    // The hash changes with the letter and says nothing here.
    let text = serde_json::to_string_pretty(&value).unwrap();
    fs::write(folder.path().join("s.json"), text).unwrap();
    let run = foi_parks(folder.path(), &["validate", "s.json"]).status(1);
    assert_eq!(run.out(), "");
    insta::assert_snapshot!(run.err());
}

#[test]
fn a_response_shows_its_issues_in_place() {
    let folder = parks();
    let letter = fs::read_to_string(folder.path().join("in/letter.txt")).unwrap();
    fs::write(folder.path().join("in/letter.txt"), letter.replace("98,500", "about ten ducks")).unwrap();
    let run = foi_parks(folder.path(), &["validate", "in"]);
    let err = run.err();
    assert!(err.contains("in/letter.txt:17") && err.contains("about ten ducks") && err.contains("= help: "), "{err}");
    assert!(!err.contains("foi@ashmere"), "{err}");
}
