//! Planted faults are found, each on its line and at its value, and nothing else is.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::io::{Cursor, Write};
use std::path::Path;

use foi_ingest::{Config, Given, Limits, Reference, discover, ingest};
use foi_validate::report::{Format, Report};
use foi_validate::{Diagnostic, Engine, Form, Options, open, validate};
use serde_json::{Value, json};

/// The code, the pointer, and how it gets in.
type Kind = (&'static str, &'static str, fn(&mut Value));

const CELL: &str = "/answers/16/observations/1";

fn cell(s: &mut Value) -> &mut Value {
    &mut s["answers"][16]["observations"][1]
}

const KINDS: [Kind; 30] = [
    ("schema-mismatch", "/answers/2/mood", |s| s["answers"][2]["mood"] = json!("good")),
    ("schema-mismatch", "/answers/3", |s| drop(s["answers"][3].as_object_mut().unwrap().shift_remove("confidence"))),
    ("schema-mismatch", "/answers/3/disposition/code", |s| s["answers"][3]["disposition"]["code"] = json!("answred")),
    ("schema-mismatch", "/answers/16/observations/1/cell/value", |s| cell(s)["cell"]["value"] = json!(1234.5)),
    ("evidence-missing", "/answers/16/observations/1/evidence", |s| cell(s)["evidence"] = json!(null)),
    ("schema-mismatch", "/answers/16/observations/1/evidence/source_id", |s| cell(s)["evidence"]["source_id"] = json!("abc")),
    ("schema-mismatch", "/authority/code", |s| s["authority"]["code"] = json!("E0800001")),
    ("schema-mismatch", "/request/responded_on", |s| s["request"]["responded_on"] = json!("2026-02-30")),
    ("schema-mismatch", "/answers/16/confidence", |s| s["answers"][16]["confidence"] = json!(101)),
    ("schema-mismatch", "/answers/0/disposition/exemptions", |s| s["answers"][0]["disposition"]["code"] = json!("withheld")),
    ("schema-version", "/schema_version", |s| s["schema_version"] = json!("9.0")),
    ("value-invalid", "/answers/16/observations/1/dimensions/financial_year", |s| {
        cell(s)["dimensions"]["financial_year"] = json!("2022-24");
    }),
    ("value-invalid", "/answers/16/observations/1/evidence/locator", |s| {
        cell(s)["evidence"]["locator"] = json!("line 3 chars 9-2")
    }),
    ("question-unknown", "/answers/4/question_id", |s| s["answers"][4]["question_id"] = json!("99")),
    ("question-twice", "/answers/4/question_id", |s| s["answers"][4]["question_id"] = json!("1")),
    ("question-missing", "/answers", |s| drop(s["answers"].as_array_mut().unwrap().remove(4))),
    ("question-order", "/answers/5/question_id", |s| s["answers"].as_array_mut().unwrap().swap(4, 5)),
    ("section-differs", "/answers/16/section", |s| s["answers"][16]["section"] = json!("1")),
    ("value-kind", "/answers/0/value", |s| s["answers"][0]["value"] = json!({"type": "date", "value": "2024-01-01"})),
    ("measure-unknown", "/answers/16/observations/1/measure", |s| cell(s)["measure"] = json!("price")),
    ("service-area-unknown", "/answers/16/observations/1/dimensions/service_area", |s| {
        cell(s)["dimensions"]["service_area"] = json!("lakes");
    }),
    ("cohort-unknown", "/answers/16/observations/1/dimensions/cohort", |s| cell(s)["dimensions"]["cohort"] = json!("older_people")),
    ("year-unexpected", "/answers/16/observations/1/dimensions/financial_year", |s| {
        cell(s)["dimensions"]["financial_year"] = json!("1999-00");
    }),
    ("dimension-missing", "/answers/16/observations/1/dimensions", |s| cell(s)["dimensions"]["service_area"] = json!(null)),
    ("unit-mismatch", "/answers/16/observations/1/cell/unit", |s| cell(s)["cell"]["unit"] = json!("percent")),
    ("value-differs", "/answers/16/observations/1/cell/value", |s| {
        let value = cell(s)["cell"]["value"].as_str().unwrap().to_owned();
        cell(s)["cell"]["value"] = json!(format!("{value}000"));
    }),
    ("cell-twice", "/answers/16/observations/2", |s| s["answers"][16]["observations"][2] = cell(s).clone()),
    ("source-unlisted", "/answers/16/observations/1/evidence/source_id", |s| {
        cell(s)["evidence"]["source_id"] = json!("0".repeat(64));
    }),
    ("dates-reversed", "/request/responded_on", |s| s["request"]["responded_on"] = json!("1999-01-01")),
    ("authority-unregistered", "/authority/code", |s| s["authority"]["code"] = json!("E99999999")),
];

fn engine() -> (Engine, Value) {
    let reference = Reference::shipped().unwrap();
    let instruments: Vec<_> = reference.instruments.iter().map(|(i, _)| &**i).collect();
    let engine = Engine::new(&instruments, &reference.register.0).unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/examples/ashmere-ras-2026.txt");
    let job = discover(&[example]).unwrap().remove(0);
    let read = ingest(&Given::open(&job, &Limits::default()), &reference, &Config::default(), &|_| None);
    let mut value = serde_json::to_value(read.submission).unwrap();
    // Fictional authorities are in no register but their own.
    value["authority"] = json!({
        "code": "E08000016", "name": "Barnsley", "nation": "England", "region": "Yorkshire and The Humber",
        "evidence": value["answers"][16]["observations"][0]["evidence"],
    });
    value["request"]["requested_on"] = json!("2026-01-22");
    for answer in value["answers"].as_array_mut().unwrap() {
        answer["observations"].as_array_mut().unwrap().retain(|o| o["cell"]["status"] == "reported");
        answer["observations"].as_array_mut().unwrap().truncate(6);
    }
    (engine, value)
}

/// The findings of a stream, on several threads.
fn found(engine: &Engine, bytes: Vec<u8>, form: Form, threads: usize) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    let input = open(Cursor::new(bytes)).unwrap();
    let inputs = [Ok(("s.ndjson".to_owned(), form, input))];
    validate(engine, inputs, Options { threads }, |d| {
        all.push(d);
        Ok(())
    })
    .unwrap();
    all
}

fn places(found: &[Diagnostic]) -> Vec<(usize, String, String)> {
    let place = |d: &Diagnostic| d.place().map_or((0, String::new()), |p| (p.line, p.pointer.clone()));
    found.iter().map(|d| (place(d).0, d.finding().code.clone(), place(d).1)).collect()
}

/// Submissions with a fault of each kind in turn on every fiftieth line, and where these are.
fn planted(sound: &Value, lines: usize) -> (Vec<u8>, Vec<(usize, String, String)>) {
    let mut bytes = Vec::new();
    let mut expected = Vec::new();
    for line in 1..=lines {
        let mut value = sound.clone();
        value["submission_id"] = json!(format!("s{line}"));
        if line % 50 == 0 {
            let (code, pointer, plant) = KINDS[line / 50 % KINDS.len()];
            plant(&mut value);
            expected.push((line, code.to_owned(), pointer.to_owned()));
        }
        bytes.extend(value.to_string().into_bytes());
        bytes.push(b'\n');
    }
    (bytes, expected)
}

#[test]
fn every_planted_fault_is_found_and_nothing_else() {
    let (engine, sound) = engine();
    assert!(cell(&mut sound.clone())["measure"].is_string(), "{CELL} is there");
    let (mut bytes, mut expected) = planted(&sound, 50 * KINDS.len());
    // What is wrong with the text itself, and with an id, stands behind.
    let last = 50 * KINDS.len();
    bytes.extend(b"{\"schema_version\": \n{\"a\": \"\xff\"}\n");
    bytes.extend(sound.to_string().replace(&format!("\"{}\"", sound["submission_id"].as_str().unwrap()), "\"s7\"").into_bytes());
    expected.push((last + 1, "json-invalid".to_owned(), String::new()));
    expected.push((last + 2, "json-invalid".to_owned(), String::new()));
    expected.push((last + 3, "submission-twice".to_owned(), "/submission_id".to_owned()));
    for threads in [1, 3] {
        assert_eq!(places(&found(&engine, bytes.clone(), Form::Lines, threads)), expected);
    }
    for diagnostic in found(&engine, bytes, Form::Lines, 2) {
        let finding = diagnostic.finding();
        assert!(!finding.message.is_empty() && !finding.help.is_empty() && diagnostic.place().unwrap().column > 0, "{finding:?}");
    }
}

#[test]
fn packed_files_and_lists_are_read_like_plain_ones() {
    let (engine, sound) = engine();
    let (bytes, expected) = planted(&sound, 200);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&bytes).unwrap();
    assert_eq!(places(&found(&engine, gzip.finish().unwrap(), Form::Lines, 2)), expected);
    assert_eq!(places(&found(&engine, zstd::encode_all(bytes.as_slice(), 1).unwrap(), Form::Lines, 2)), expected);
    let list = format!("[{}]", String::from_utf8(bytes).unwrap().trim_end().replace('\n', ",\n"));
    let in_list: Vec<_> = expected.into_iter().map(|(line, code, at)| (line, code, format!("/{}{at}", line - 1))).collect();
    assert_eq!(places(&found(&engine, list.into_bytes(), Form::Document, 2)), in_list);
}

#[test]
fn every_format_tells_of_every_finding() {
    let (engine, sound) = engine();
    let (bytes, expected) = planted(&sound, 1500);
    let all = found(&engine, bytes, Form::Lines, 2);
    let written = |format| {
        let mut out = Vec::new();
        let mut report = Report::new(format, &mut out).unwrap();
        all.iter().for_each(|d| report.add(d).unwrap());
        let tally = report.end("checked 1500 submissions").unwrap();
        assert_eq!(tally.errors + tally.warnings + tally.notes, expected.len());
        String::from_utf8(out).unwrap()
    };
    let json: Vec<Value> = written(Format::Json).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let places: Vec<_> =
        json.iter().map(|f| (f["line"].as_u64().unwrap(), f["code"].as_str().unwrap(), f["pointer"].as_str().unwrap())).collect();
    let plain: Vec<_> = expected.iter().map(|(l, c, p)| (u64::try_from(*l).unwrap(), c.as_str(), p.as_str())).collect();
    assert_eq!(places, plain);
    let sarif: Value = serde_json::from_str(&written(Format::Sarif)).unwrap();
    let run = &sarif["runs"][0];
    for (result, (line, code, _)) in run["results"].as_array().unwrap().iter().zip(&expected) {
        let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], json!(code));
        assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], json!(line));
    }
    let github = written(Format::Github);
    assert!(github.lines().all(|l| l.starts_with("::error file=s.ndjson,line=") || l.starts_with("::warning file=s.ndjson,line=")));
    let html = written(Format::Html);
    assert_eq!(html.matches("<article").count(), expected.len());
    assert!(!html.contains("http") && !html.contains("<script"), "the page needs nothing beside it");
    let text = written(Format::Text);
    assert!(expected.iter().all(|(_, code, _)| text.contains(code.as_str())));
}
