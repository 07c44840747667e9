//! A template that was filled in carelessly reads back exactly; what cannot be read for certain is an issue and no value.
//!
//! `tests/template/fill.py` made the files of `tests/template/filled`; `expected.txt` is what they say, and under the name of a file what that
//! one says differently, with `-` before what it does not say, and its issues after `!`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper that fails fails its test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use foi_ingest::{Config, Given, Ingested, Job, JobFile, Reference, ingest, parse_register};
use foi_model::{Answer, Cell, Severity, Value};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/template")
}

fn read(path: &Path) -> Ingested {
    let register = std::fs::read_to_string(folder().join("../issues/register.csv")).unwrap();
    let reference = Reference::shipped().unwrap().with_register(parse_register(&register).unwrap(), "0".repeat(64));
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let job = Job { submission_id: "form".to_owned(), files: vec![JobFile::new(path.to_owned(), name)] };
    let config = Config::default();
    ingest(&Given::open(&job, &config.limits), &reference, &config, &|_| None)
}

fn answer_lines(answer: &Answer) -> Vec<String> {
    let mut line = format!("{} {}", answer.question_id, answer.disposition.code().as_str());
    for exemption in answer.disposition.exemptions() {
        line.push_str(&format!(" [{}]", exemption.provision.as_ref().unwrap()));
    }
    match &answer.value {
        Some(Value::Boolean { value }) => line.push_str(&format!(" = {value}")),
        Some(Value::Number { value, unit }) => line.push_str(&format!(" = {value} {unit}")),
        Some(other) => panic!("{other:?}"),
        None => {}
    }
    let mut lines = vec![line];
    // A table that an answer speaks for has the same status in every cell, which the answer tells already.
    for observation in answer.observations.iter().filter(|_| answer.question_id.as_str() == "11") {
        let d = &observation.dimensions;
        let what = match &observation.cell {
            Cell::Reported(reported) => {
                let forecast = if reported.forecast == Some(true) { " forecast" } else { "" };
                format!("{} {}{forecast}", reported.value, reported.unit)
            }
            other => other.status().as_str().to_owned(),
        };
        lines.push(format!(
            "11 {} {} {}: {what}",
            observation.measure,
            d.service_area.as_ref().unwrap(),
            d.financial_year.unwrap()
        ));
    }
    lines
}

/// What a file says, and its issues.
fn said(read: &Ingested) -> (BTreeSet<String>, BTreeSet<String>) {
    let s = &read.submission;
    let mut lines: BTreeSet<String> = s.answers.iter().flat_map(answer_lines).collect();
    let date = |d: Option<foi_model::Date>| d.map_or("-".to_owned(), |d| d.to_string());
    lines.insert(format!(
        "{} {} {} {}",
        s.authority.as_ref().map_or("-", |a| a.code.as_str()),
        s.request.reference.as_deref().unwrap_or("-"),
        date(s.request.requested_on),
        date(s.request.responded_on)
    ));
    let issue = |i: &foi_model::Issue| {
        let mark = i.explained.as_ref().map_or_else(String::new, |e| format!(" explained: {}", e.reason));
        format!("! {}{mark}", i.code.as_str())
    };
    (lines, s.issues.iter().filter(|i| i.severity < Severity::Note || i.explained.is_some()).map(issue).collect())
}

#[test]
fn a_template_filled_in_carelessly_reads_back() {
    let text = std::fs::read_to_string(folder().join("expected.txt")).unwrap();
    let mut parts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut part = "";
    for line in text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        match line.strip_prefix("== ") {
            Some(name) => {
                part = name;
                parts.entry(part).or_default();
            }
            None => parts.entry(part).or_default().push(line),
        }
    }
    let mut names: Vec<String> = std::fs::read_dir(folder().join("filled"))
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(names.len() >= 20, "{names:?}");
    assert!(parts.keys().all(|part| part.is_empty() || names.iter().any(|n| n == part)), "a part of no file");
    let mut wrong = String::new();
    for name in &names {
        let ingested = read(&folder().join("filled").join(name));
        let mut expected: BTreeSet<String> = parts.get("").unwrap().iter().map(|l| (*l).to_owned()).collect();
        let mut expected_issues = BTreeSet::new();
        for line in parts.get(name.as_str()).into_iter().flatten() {
            match (line.strip_prefix("- "), line.starts_with('!')) {
                (Some(absent), _) => assert!(expected.remove(absent), "{name}: {absent}"),
                (None, true) => assert!(expected_issues.insert((*line).to_owned())),
                (None, false) => assert!(expected.insert((*line).to_owned()), "{name}: {line}"),
            }
        }
        let (found, issues) = said(&ingested);
        for (sign, set) in [("+", found.difference(&expected)), ("-", expected.difference(&found))] {
            set.for_each(|line| wrong.push_str(&format!("{name}: {sign} {line}\n")));
        }
        for (sign, set) in [("+", issues.difference(&expected_issues)), ("-", expected_issues.difference(&issues))] {
            set.for_each(|line| wrong.push_str(&format!("{name}: {sign} {line}\n")));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_figure_is_proved_by_its_cell() {
    let read = read(&folder().join("filled/plain.xlsx"));
    let mut proved = 0;
    for observation in read.submission.answers.iter().flat_map(|a| &a.observations) {
        let Some(evidence) = observation.evidence.as_ref().filter(|_| observation.cell.reported().is_some()) else { continue };
        let document = read.documents.iter().find(|d| d.source.source_id == evidence.source_id).unwrap();
        assert_eq!(document.resolve(&evidence.locator).as_deref(), Some(evidence.quote.as_str()));
        assert!(evidence.locator.to_string().starts_with("sheet 'Section 3 table 11' cell "), "{}", evidence.locator);
        proved += 1;
    }
    assert_eq!(proved, 61);
}
