use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::{foi, foi_parks, parks, root};

fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|e| (e.file_name().into_string().unwrap(), fs::read(e.path()).unwrap())).collect()
}

#[test]
fn the_same_input_gives_the_same_bytes_whatever_the_threads() {
    let folder = tempfile::tempdir().unwrap();
    let (responses, register) = (root().join("data/examples"), root().join("data/examples-key/register.csv"));
    let mut built = Vec::new();
    for (threads, out) in [("1", "one"), ("2", "two"), ("2", "again")] {
        let paths = [responses.to_str().unwrap(), "--register", register.to_str().unwrap()];
        let args = ["build", "-o", out, "--threads", threads, "--format", "parquet,arrow,csv,ndjson"];
        let run = foi(folder.path(), &[&args[..], &paths].concat());
        assert!(matches!(run.0.status.code(), Some(0 | 1)), "{}", run.err());
        built.push(bytes(&folder.path().join(out)));
    }
    let names: Vec<&String> = built[0].keys().collect();
    assert!(names.len() > 48, "{names:?}");
    for other in &built[1..] {
        assert_eq!(names, other.keys().collect::<Vec<_>>());
        for (name, bytes) in &built[0] {
            assert!(other[name] == *bytes, "{name} differs");
        }
    }
}

#[test]
fn figures_reach_the_tables_and_the_analyses() {
    let folder = parks();
    let run = foi_parks(folder.path(), &["build", "in", "-o", "out", "--format", "parquet,csv"]).status(0);
    assert!(run.err().contains("1 submission from 1 document"), "{}", run.err());
    let outturn = fs::read_to_string(folder.path().join("out/outturn.csv")).unwrap();
    assert!(outturn.contains("playgrounds,2028-29,100000.00,reported,98500.00,reported,-1500.00,-1.5"), "{outturn}");

    let csv = foi(folder.path(), &["analyse", "outturn", "out", "--format", "csv"]).status(0).out();
    assert!(
        csv.contains("playgrounds,2028-29,final,1,1,0,1,0,100000.00,98500.00,-1500.00,-1.50,"),
        "one of the register's two did not answer, and the scale of the other's figures is in doubt:\n{csv}"
    );
    let json = foi(folder.path(), &["analyse", "exemptions", "out", "--format", "json"]).status(0);
    assert_eq!(json.findings()[0]["provision"], "FOIA s43(2)");
    let table = foi(folder.path(), &["analyse", "coverage", "out"]).status(0).out();
    assert!(table.contains("parks-2030") && table.contains("1 withheld"), "{table}");
}

#[test]
fn export_and_convert_agree_with_build() {
    let folder = parks();
    foi_parks(folder.path(), &["build", "in", "-o", "out"]).status(0);
    foi_parks(folder.path(), &["ingest", "in", "-o", "s.ndjson"]).status(0);
    foi_parks(folder.path(), &["export", "s.ndjson", "-o", "again"]).status(0);
    let (built, exported) = (bytes(&folder.path().join("out")), bytes(&folder.path().join("again")));
    for (name, bytes) in built.iter().filter(|(name, _)| name.as_str() != "manifest.json") {
        assert!(exported[name] == *bytes, "{name} differs");
    }
    foi_parks(folder.path(), &["convert", "s.ndjson", "s.json"]).status(0);
    foi_parks(folder.path(), &["convert", "s.json", "back.ndjson"]).status(0);
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert_eq!(read("s.ndjson"), read("back.ndjson"));
    assert_eq!(read("s.ndjson"), built["submissions.ndjson"]);
    foi_parks(folder.path(), &["convert", "in/letter.txt", "o.parquet"]).status(0);
    assert_eq!(read("o.parquet"), built["observations.parquet"]);
}

#[test]
fn convert_writes_to_standard_output() {
    let folder = parks();
    for (to, file) in [("ndjson", "o.ndjson"), ("json", "o.json"), ("csv", "o.csv"), ("parquet", "o.parquet")] {
        foi_parks(folder.path(), &["convert", "in/letter.txt", file]).status(0);
        let printed = foi_parks(folder.path(), &["convert", "in/letter.txt", "-", "--to", to]).status(0).0.stdout;
        assert!(printed == fs::read(folder.path().join(file)).unwrap(), "{to}: {}", String::from_utf8_lossy(&printed));
    }
    assert!(!folder.path().join("-").exists());
}

#[test]
fn a_device_is_written_to_and_not_replaced() {
    if cfg!(unix) {
        let folder = parks();
        foi_parks(folder.path(), &["ingest", "in", "-o", "/dev/null"]).status(0);
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}

#[test]
fn inspect_shows_what_each_stage_found() {
    let folder = parks();
    let text = foi_parks(folder.path(), &["inspect", "in/letter.txt"]).status(0).out();
    for part in ["Identified", "Blocks of `letter.txt`", "Questions found", "Answers", "Observations", "FOIA s43(2)", "98500"] {
        assert!(text.contains(part), "{part}:\n{text}");
    }
    assert!(!text.contains("foi@ashmere"), "{text}");
    let json = foi_parks(folder.path(), &["inspect", "in/letter.txt", "--format", "json"]).status(0);
    assert!(json.codes().iter().filter(|c| *c == "answer-bound").count() == 3, "{}", json.out());
}

/// A response in a folder of its own, whose letter comes after its appendix by name.
fn in_folder(name: &str) -> tempfile::TempDir {
    let folder = parks();
    let reply = folder.path().join("in").join(name);
    fs::create_dir(&reply).unwrap();
    fs::rename(folder.path().join("in/letter.txt"), reply.join("letter.txt")).unwrap();
    fs::write(reply.join("appendix.txt"), "Appendix\n\nThe parks are mown in summer.\n").unwrap();
    folder
}

#[test]
fn inspect_takes_a_folder_for_one_submission() {
    let folder = in_folder("Reply (2)_v1.0");
    let text = foi_parks(folder.path(), &["inspect", "in/Reply (2)_v1.0"]).status(0).out();
    for part in ["Blocks of `Reply (2)_v1.0/letter.txt`", "Blocks of `Reply (2)_v1.0/appendix.txt`"] {
        assert!(text.contains(part), "{part}:\n{text}");
    }
    assert_eq!(text.matches("submission `").count(), 1, "{text}");
    let built = foi_parks(folder.path(), &["ingest", "in", "-o", "-"]).status(0);
    let id = built.findings()[0]["submission_id"].as_str().unwrap().to_owned();
    assert!(text.starts_with(&format!("submission `{id}`\n")), "{id}:\n{text}");

    // As `.`, and with one document alone, it is the same.
    fs::remove_file(folder.path().join("in/Reply (2)_v1.0/appendix.txt")).unwrap();
    let id = foi_parks(folder.path(), &["ingest", "in", "-o", "-"]).findings()[0]["submission_id"].as_str().unwrap().to_owned();
    let args = ["--instrument", "../../parks.toml", "--register", "../../register.csv", "inspect", "."];
    let text = foi(&folder.path().join("in/Reply (2)_v1.0"), &[&args[4..], &args[..4]].concat()).status(0).out();
    assert!(text.starts_with(&format!("submission `{id}`\n")), "{id}:\n{text}");
}

#[test]
fn a_finding_names_the_file_that_it_is_about() {
    let folder = in_folder("reply");
    let letter = folder.path().join("in/reply/letter.txt");
    fs::write(&letter, fs::read_to_string(&letter).unwrap().replace("98,500", "about ten ducks")).unwrap();
    let run = foi_parks(folder.path(), &["inspect", "in/reply", "--format", "json"]);
    let located: Vec<_> = run.findings().into_iter().filter(|f| f["actual"].is_string()).collect();
    assert!(located.iter().any(|f| f["actual"] == "about ten ducks"), "{}", run.out());
    let elsewhere: Vec<_> = located.iter().filter(|f| f["file"] != "in/reply/letter.txt").collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
}
