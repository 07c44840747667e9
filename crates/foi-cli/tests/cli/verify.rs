use std::fs;
use std::path::Path;

use crate::{foi, foi_parks, parks};

fn built() -> tempfile::TempDir {
    let folder = parks();
    foi_parks(folder.path(), &["build", "in", "-o", "out"]).status(0);
    folder
}

fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn an_untouched_dataset_verifies_from_anywhere() {
    let folder = built();
    let run = foi(folder.path(), &["verify", "out"]).status(0);
    assert!(run.err().contains("all stand"), "{}", run.err());
    assert_eq!(run.out(), "");

    fs::rename(folder.path().join("in"), folder.path().join("moved")).unwrap();
    let lost = foi(folder.path(), &["verify", "out", "--format", "json"]).status(1);
    assert_eq!(lost.codes(), ["source-missing"]);
    foi(folder.path(), &["verify", "out", "--sources", "moved"]).status(0);
    foi(folder.path(), &["verify", "out", "--sources", "moved/letter.txt"]).status(0);
}

#[test]
fn one_byte_of_a_source_names_the_record() {
    let folder = built();
    edit(&folder.path().join("in/letter.txt"), "98,500", "98,501");
    let run = foi(folder.path(), &["verify", "out", "--format", "json"]).status(1);
    let findings = run.findings();
    assert_eq!(findings[0]["code"], "source-changed", "{}", run.out());
    let figure = findings.iter().find(|f| f["actual"] == "98,501").unwrap();
    assert_eq!(figure["code"], "quote-differs");
    assert_eq!((&figure["submission_id"], &figure["question_id"]), (&"letter".into(), &"2".into()));
    assert_eq!(figure["expected"], "98,500");
    let message = figure["message"].as_str().unwrap();
    assert!(message.contains("`outturn` of `playgrounds`, `2028-29`"), "{message}");

    let human = foi(folder.path(), &["verify", "out"]).status(1);
    assert_eq!(human.out(), "");
    assert!(human.err().contains("error[quote-differs]") && human.err().contains("98,501"), "{}", human.err());
}

#[test]
fn one_byte_of_a_quote_names_the_record() {
    let folder = built();
    edit(&folder.path().join("out/submissions.ndjson"), "\"quote\":\"98,500\"", "\"quote\":\"98,600\"");
    let run = foi(folder.path(), &["verify", "out", "--format", "json"]).status(1);
    assert_eq!(run.codes(), ["file-changed", "quote-differs"]);
    assert_eq!(run.findings()[1]["actual"], "98,500");
}

#[test]
fn one_byte_of_a_table_names_the_file() {
    let folder = built();
    let path = folder.path().join("out/outturn.parquet");
    let mut bytes = fs::read(&path).unwrap();
    bytes[20] ^= 1;
    fs::write(&path, bytes).unwrap();
    fs::remove_file(folder.path().join("out/codebook.md")).unwrap();
    let run = foi(folder.path(), &["verify", "out", "--format", "json"]).status(1);
    assert_eq!(run.codes(), ["file-missing", "file-changed"]);
}

#[test]
fn a_locator_outside_the_source_is_found() {
    let folder = built();
    let path = folder.path().join("in/letter.txt");
    let short: String = fs::read_to_string(&path).unwrap().lines().take(5).map(|l| format!("{l}\n")).collect();
    fs::write(&path, short).unwrap();
    let run = foi(folder.path(), &["verify", "out", "--format", "json"]).status(1);
    assert!(run.codes().contains(&"locator-unresolved".to_owned()), "{}", run.out());
}
