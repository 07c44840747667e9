//! The dataset's folder: whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::sample::Sample;
use crate::{ExportError, Exporter, FormatError, Nesting, Table, exporters, read_manifest, sha256, write_dataset, write_table};

fn write(target: &Path) -> Result<Vec<crate::FileEntry>, ExportError> {
    Sample::new().with(|dataset| write_dataset(dataset, exporters(), target))
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap());
    let files = entries.filter(|e| e.path().is_file());
    files.map(|e| (e.file_name().into_string().unwrap(), fs::read(e.path()).unwrap())).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Fails on the second table, when the first is written already.
struct Failing;

impl Exporter for Failing {
    fn name(&self) -> &'static str {
        "failing"
    }
    fn extension(&self) -> &'static str {
        "failing"
    }
    fn media_type(&self) -> &'static str {
        "text/plain"
    }
    fn description(&self) -> &'static str {
        "fails"
    }
    fn nesting(&self) -> Nesting {
        Nesting::Flat
    }
    fn write(&self, table: &Table, _: &mut (dyn std::io::Write + Send)) -> Result<(), FormatError> {
        if table.spec().name == "answers" { Err(std::io::Error::other("disk full").into()) } else { Ok(()) }
    }
}

#[test]
fn two_runs_give_the_same_bytes_in_any_order() {
    let home = TempDir::new().unwrap();
    let mut sample = Sample::new();
    let mut second = sample.submissions[0].clone();
    second.submission_id = "a-second".to_owned();
    sample.submissions.push(second);
    let (one, other) = (home.path().join("one"), home.path().join("other"));
    let files = sample.with(|d| write_dataset(d, exporters(), &one)).unwrap();
    sample.submissions.reverse();
    sample.with(|d| write_dataset(d, exporters(), &other)).unwrap();
    assert_eq!(contents(&one), contents(&other));
    assert_eq!(contents(&one).len(), files.len());
    assert_eq!(files.len(), 12 * 4 + 4);
    assert_eq!(names(home.path()), ["one", "other"]);
}

#[test]
fn the_manifest_names_every_file_with_its_hash() {
    let home = TempDir::new().unwrap();
    let target = home.path().join("new/deep/dataset");
    write(&target).unwrap();
    let manifest = read_manifest(&target).unwrap();
    let mut listed: BTreeMap<_, _> = manifest.files.iter().map(|f| (f.path.clone(), f.sha256.clone())).collect();
    listed.insert("manifest.json".to_owned(), sha256(&fs::read(target.join("manifest.json")).unwrap()));
    let found: BTreeMap<_, _> = contents(&target).into_iter().map(|(name, bytes)| (name, sha256(&bytes))).collect();
    assert_eq!(listed, found);
    assert_eq!((manifest.schema_version.as_str(), manifest.roots.as_slice()), ("1.0", &["responses".to_owned()][..]));
    assert_eq!(manifest.register_sha256(), &sha256(b"register"));
    assert_eq!(manifest.inputs[0].source_id, sha256(b"the letter"));
}

#[test]
fn a_dataset_is_replaced_and_what_others_put_there_is_kept() {
    let home = TempDir::new().unwrap();
    let target = home.path().join("dataset");
    write(&target).unwrap();
    let first = contents(&target);
    fs::write(target.join("report.html"), "mine").unwrap();
    fs::create_dir_all(target.join("notes/deep")).unwrap();
    fs::write(target.join("notes/deep/a.txt"), "mine too").unwrap();
    Sample::new().with(|d| write_dataset(d, &[crate::exporter("csv").unwrap()], &target)).unwrap();
    assert!(!target.join("outturn.parquet").exists());
    assert_eq!(fs::read(target.join("outturn.csv")).unwrap(), first["outturn.csv"]);
    assert_eq!(fs::read_to_string(target.join("report.html")).unwrap(), "mine");
    assert_eq!(fs::read_to_string(target.join("notes/deep/a.txt")).unwrap(), "mine too");
    fs::write(target.join("outturn.parquet"), "my own").unwrap();
    assert!(matches!(write(&target), Err(ExportError::ForeignFile(path)) if path.ends_with("outturn.parquet")));
    assert_eq!(fs::read_to_string(target.join("outturn.parquet")).unwrap(), "my own");
    assert_eq!(names(home.path()), ["dataset"]);
}

#[test]
fn a_failing_build_leaves_what_was_there() {
    let home = TempDir::new().unwrap();
    let target = home.path().join("dataset");
    write(&target).unwrap();
    let before = contents(&target);
    let error = Sample::new().with(|d| write_dataset(d, &[&Failing], &target)).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("cannot write table `answers` to `{}/.dataset.partial/answers.failing`", home.path().display())
    );
    assert_eq!(contents(&target), before);
    assert_eq!(names(home.path()), ["dataset"]);
    Sample::new().with(|d| write_dataset(d, &[&Failing], &home.path().join("new/place"))).unwrap_err();
    assert_eq!(names(home.path()), ["dataset"]);
}

#[test]
fn leftovers_of_a_killed_run_go() {
    let home = TempDir::new().unwrap();
    let target = home.path().join("dataset");
    fs::create_dir(home.path().join(".dataset.partial")).unwrap();
    fs::write(home.path().join(".dataset.partial/outturn.parquet"), "half").unwrap();
    write(&target).unwrap();
    assert_eq!(names(home.path()), ["dataset"]);
    // Killed between the two steps of a system that cannot swap folders.
    fs::rename(&target, home.path().join(".dataset.old.partial")).unwrap();
    fs::write(home.path().join(".dataset.old.partial/mine.txt"), "mine").unwrap();
    write(&target).unwrap();
    assert_eq!(fs::read_to_string(target.join("mine.txt")).unwrap(), "mine");
    assert_eq!(names(home.path()), ["dataset"]);
}

#[test]
fn a_folder_that_another_process_writes_is_left_alone() {
    let home = TempDir::new().unwrap();
    let busy = home.path().join(".dataset.partial");
    fs::create_dir(&busy).unwrap();
    let held = fs::File::open(&busy).unwrap();
    held.lock().unwrap();
    assert!(matches!(write(&home.path().join("dataset")), Err(ExportError::Busy(_))));
    assert_eq!(names(home.path()), [".dataset.partial"]);
}

#[test]
fn other_things_are_never_replaced() {
    let home = TempDir::new().unwrap();
    let (file, full, empty) = (home.path().join("file"), home.path().join("full"), home.path().join("empty"));
    fs::write(&file, "x").unwrap();
    fs::create_dir(&full).unwrap();
    fs::write(full.join("thesis.doc"), "x").unwrap();
    fs::create_dir(&empty).unwrap();
    assert!(matches!(write(&file), Err(ExportError::NotAFolder(_))));
    assert!(matches!(write(&full), Err(ExportError::NotADataset(_))));
    fs::write(full.join("manifest.json"), r#"{"tool": "npm", "schema_version": "1.0", "files": []}"#).unwrap();
    assert!(matches!(write(&full), Err(ExportError::NotADataset(_))));
    assert!(matches!(write(Path::new("/")), Err(ExportError::NoName(_))));
    write(&empty).unwrap();
    assert_eq!(names(home.path()), ["empty", "file", "full"]);
    assert_eq!(names(&full), ["manifest.json", "thesis.doc"]);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let home = TempDir::new().unwrap();
    let (place, link) = (home.path().join("place"), home.path().join("link"));
    write(&place).unwrap();
    std::os::unix::fs::symlink(&place, &link).unwrap();
    write(&link).unwrap();
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert_eq!(names(home.path()), ["link", "place"]);
    std::os::unix::fs::symlink("nowhere", home.path().join("dangling")).unwrap();
    assert!(matches!(write(&home.path().join("dangling")), Err(ExportError::NotAFolder(_))));
}

#[test]
fn one_table_is_one_file() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("outturn.csv");
    let tables = Sample::new().with(|d| d.tables()).unwrap();
    let outturn = tables.iter().find(|t| t.spec().name == "outturn").unwrap();
    let csv = crate::exporter("csv").unwrap();
    fs::write(&path, "old").unwrap();
    let entry = write_table(outturn, csv, &path).unwrap();
    assert_eq!(entry.sha256, sha256(&fs::read(&path).unwrap()));
    let error = write_table(&tables[1], &Failing, &path).unwrap_err();
    assert_eq!(error.to_string(), format!("cannot write table `answers` to `{}`", path.display()));
    assert_eq!(entry.sha256, sha256(&fs::read(&path).unwrap()));
    assert_eq!(names(home.path()), ["outturn.csv"]);
}

#[test]
fn the_data_package_describes_what_is_there() {
    let home = TempDir::new().unwrap();
    let target = home.path().join("dataset");
    write(&target).unwrap();
    let package: serde_json::Value = serde_json::from_slice(&fs::read(target.join("datapackage.json")).unwrap()).unwrap();
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len(), 12 * 4 + 1);
    for resource in resources {
        let bytes = fs::read(target.join(resource["path"].as_str().unwrap())).unwrap();
        assert_eq!(resource["hash"], format!("sha256:{}", sha256(&bytes)));
        assert_eq!(resource["bytes"], bytes.len());
        if resource["format"] == "csv" {
            let fields = resource["schema"]["fields"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap());
            assert_eq!(String::from_utf8(bytes).unwrap().lines().next().unwrap(), fields.collect::<Vec<_>>().join(","));
        }
    }
    let outturn = resources.iter().find(|r| r["name"] == "outturn-csv").unwrap();
    let budget = &outturn["schema"]["fields"][5];
    assert_eq!((&budget["type"], &budget["unit"]), (&"number".into(), &"GBP".into()));
    assert_eq!(outturn["schema"]["fields"][6]["categories"][0]["value"], "reported");
    assert_eq!(outturn["schema"]["missingValues"][0]["value"], "");
}

#[test]
fn the_codebook_describes_tables_and_instruments() {
    let home = TempDir::new().unwrap();
    let target = home.path().join("dataset");
    write(&target).unwrap();
    let book = fs::read_to_string(target.join("codebook.md")).unwrap();
    for expected in [
        "## Table `outturn`",
        "| `budget_gbp` | decimal(18, 2) | GBP | yes | What was planned. |",
        "### Codes of `budget_status` and `outturn_status`",
        "| `not_held` | The authority has no such information. |",
        "## Instrument `care-2030`: Care | costs",
        "| `4` |  | table | What was customised? | 1 is yes |",
        "| `budget` | Budget | GBP |",
    ] {
        assert!(book.contains(expected), "{expected}\n{book}");
    }
}
