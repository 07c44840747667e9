//! Submissions as JSON, there and back.

use super::sample::submission;
use crate::{canonical_json, parse_submissions, pretty_json, read_submissions};

#[test]
fn submissions_read_back_from_every_form() {
    let one = submission();
    let line = canonical_json(&one);
    assert!(!line.contains('\n'));
    for (text, count) in [
        (line.clone(), 1),
        (format!("{line}\n{line}\n"), 2),
        (format!("\u{feff}{line}\r\n\n{line}"), 2),
        (format!("[{line},\n{line}]"), 2),
        (pretty_json(&one), 1),
        (String::new(), 0),
        ("[]".to_owned(), 0),
    ] {
        let read = parse_submissions(text.as_bytes(), "x.ndjson").unwrap();
        assert_eq!(read, vec![one.clone(); count]);
        assert!(read.iter().all(|s| canonical_json(s) == line));
    }
}

#[track_caller]
fn check(bytes: &[u8], expected: &str) {
    let error = parse_submissions(bytes, "x.ndjson").unwrap_err();
    assert_eq!(error.to_string(), expected);
    assert!(error.help().is_some());
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let line = canonical_json(&submission());
    check(b"{\"a\": 1}", "`x.ndjson` line 1 column 4 is no submission");
    check(format!("{line}\n{line}\n{{").as_bytes(), "`x.ndjson` line 3 column 1 is no submission");
    check(b"abc\ndef\xff", "`x.ndjson` line 2 is not UTF-8");
    let bad = line.replace("\"status\":\"not_held\"", "\"status\":\"unheld\"");
    let error = parse_submissions(format!("{line}\n{bad}\n").as_bytes(), "x").unwrap_err().to_string();
    assert!(error.starts_with("`x` line 2 column "), "{error}");
    check(
        line.replace("\"schema_version\":\"1.0\"", "\"schema_version\":\"0.9\"").as_bytes(),
        "submission `barnsley` in `x.ndjson` is of schema version `0.9`, and this is version `1.0`",
    );
}

#[test]
fn a_missing_file_is_named() {
    let error = read_submissions(std::path::Path::new("/nowhere/x.json")).unwrap_err();
    assert_eq!(error.to_string(), "cannot read `/nowhere/x.json`");
}
