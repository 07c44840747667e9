//! What people put in by hand: forms, corrections, two readings of the same.

use std::fs;

use crate::{foi, foi_parks, parks};

const CORRECTION: [&str; 12] = [
    "correct",
    "out",
    "--submission",
    "letter",
    "--question",
    "2",
    "--service-area",
    "playgrounds",
    "--year",
    "2028-29",
    "--measure",
    "outturn",
];

#[test]
fn a_correction_survives_a_rebuild_and_goes_stale_when_its_source_changes() {
    let folder = parks();
    let path = folder.path();
    foi_parks(path, &["build", "in", "-o", "out"]).status(0);
    let new = ["--value", "£98,400", "--who", "A. Editor", "--why", "a later letter says so"];
    let run = foi_parks(path, &[&CORRECTION[..], &new, &["--yes"]].concat()).status(0);
    for words in ["before  98500 GBP", "read from \"98,500\"", "after   98400 GBP", "A. Editor: a later letter says so"] {
        assert!(run.err().contains(words), "{}", run.err());
    }
    let ledger = fs::read_to_string(path.join("corrections.toml")).unwrap();
    let build = ["build", "in", "-o", "out", "--format", "csv", "--corrections", "corrections.toml"];
    for _ in 0..2 {
        let run = foi_parks(path, &build).status(0);
        assert!(run.err().contains("ledger   1 applied"), "{}", run.err());
        let outturn = fs::read_to_string(path.join("out/outturn.csv")).unwrap();
        assert!(outturn.contains("playgrounds,2028-29,100000.00,reported,98400.00,reported,-1600.00,-1.6,false,true"), "{outturn}");
        let observations = fs::read_to_string(path.join("out/observations.csv")).unwrap();
        assert!(observations.contains("A. Editor,98500 GBP,a later letter says so"), "{observations}");
    }
    assert!(fs::read_to_string(path.join("out/manifest.json")).unwrap().contains("\"corrections\": {"));
    foi(path, &["verify", "out"]).status(0);

    // A second correction of the same value counts, and is held against what was read.
    let second = ["--status", "not_held", "--who", "A. Editor", "--why", "withdrawn"];
    foi_parks(path, &[&CORRECTION[..], &second, &["--yes"]].concat()).status(0);
    assert!(fs::read_to_string(path.join("corrections.toml")).unwrap().starts_with(&ledger), "the ledger is only added to");
    let run = foi_parks(path, &build).status(0);
    assert!(run.err().contains("ledger   1 applied, 1 superseded"), "{}", run.err());

    let letter = fs::read_to_string(path.join("in/letter.txt")).unwrap();
    fs::write(path.join("in/letter.txt"), letter.replace("98,500", "98,600")).unwrap();
    let run = foi_parks(path, &build).status(0);
    assert!(run.err().contains("it replaces `98,500`, and the source has `98,600`"), "{}", run.err());
    assert!(run.err().contains("ledger   2 stale"), "{}", run.err());
    let outturn = fs::read_to_string(path.join("out/outturn.csv")).unwrap();
    assert!(outturn.contains("playgrounds,2028-29,100000.00,reported,98600.00,reported"), "{outturn}");
    assert!(fs::read_to_string(path.join("out/issues.csv")).unwrap().contains("correction-stale,warning"));
}

#[test]
fn a_correction_that_cannot_be_is_not_added() {
    let folder = parks();
    let path = folder.path();
    foi_parks(path, &["build", "in", "-o", "out"]).status(0);
    let by = ["--who", "A. Editor", "--why", "a test", "--yes"];
    for (new, words) in [
        (&["--value", "98500"][..], "is `98500 GBP` already"),
        (&["--value", "5", "--unit", "percent"], "the measure is in `GBP`, and the new value in `percent`"),
        (&["--value", "about five"], "`about five` is no figure"),
    ] {
        let run = foi_parks(path, &[&CORRECTION[..], new, &by].concat()).status(2);
        assert!(run.err().contains(words), "{}", run.err());
    }
    let unasked = ["--value", "5", "--who", "A. Editor", "--why", "a test"];
    let run = foi_parks(path, &[&CORRECTION[..], &unasked].concat()).status(2);
    assert!(run.err().contains("`--yes`"), "{}", run.err());
    assert!(!path.join("corrections.toml").exists());
    fs::write(path.join("broken.toml"), "[[corrections]]\nsubmission = 3\n").unwrap();
    let run = foi_parks(path, &["build", "in", "-o", "other", "--corrections", "broken.toml"]).status(2);
    assert!(run.err().contains("no ledger of corrections: line ") && !path.join("other").exists(), "{}", run.err());
}

#[test]
fn two_readings_agree_or_the_gate_stays_shut() {
    let folder = parks();
    let path = folder.path();
    foi_parks(path, &["ingest", "in", "-o", "one.ndjson"]).status(0);
    let other = fs::read_to_string(path.join("one.ndjson")).unwrap().replace("\"value\":\"98500\"", "\"value\":\"9850\"");
    fs::write(path.join("other.ndjson"), other).unwrap();
    let run = foi(path, &["compare", "one.ndjson", "one.ndjson"]).status(0);
    assert!(run.err().contains("12 of 12 judgements agree (100.00 %), kappa 1.000"), "{}", run.err());
    let run = foi(path, &["compare", "one.ndjson", "other.ndjson", "--conflicts", "--format", "csv"]).status(1);
    assert!(run.out().contains("letter,2,figures,outturn playgrounds 2028-29,98500 GBP,letter.txt: line"), "{}", run.out());
    foi(path, &["compare", "one.ndjson", "other.ndjson", "--min-agreement", "90"]).status(0);
    let renamed = fs::read_to_string(path.join("one.ndjson"))
        .unwrap()
        .replace("\"letter\"", "\"another\"")
        .replace("\"code\":\"E", "\"code\":\"W");
    fs::write(path.join("renamed.ndjson"), renamed).unwrap();
    foi(path, &["compare", "one.ndjson", "renamed.ndjson"]).status(2);
}

#[test]
fn a_blank_form_is_read_as_one_and_a_blank_submission_is_sound() {
    let folder = parks();
    let path = folder.path();
    foi(path, &["template", "parks.toml", "-o", "form.xlsx"]).status(0);
    foi(path, &["template", "parks.toml", "-o", "blank.json"]).status(0);
    let run = foi_parks(path, &["validate", "blank.json", "--format", "json"]).status(0);
    assert_eq!(run.codes(), [""; 0]);
    let codes = foi_parks(path, &["validate", "form.xlsx", "--format", "json"]).codes();
    assert!(codes.contains(&"template-unfilled".to_owned()), "{codes:?}");
    let run = foi(path, &["template", "parks.toml", "-o", "form.docx"]).status(2);
    assert!(run.err().contains(".xlsx"), "{}", run.err());
}
