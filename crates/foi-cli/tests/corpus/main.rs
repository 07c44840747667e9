//! Responses that were read by hand, built with the real binary and compared with what the reader found.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper that fails fails its test")]

mod folder;
mod of_the_scorer;
mod score;

use std::io::Write;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

use crate::folder::Folder;
use crate::score::misses;

#[test]
fn examples() {
    let key = root().join("data/examples-key");
    all_right(&root().join("data/examples"), &key, &["--register", key.join("register.csv").to_str().unwrap()]);
}

/// Real responses stand beside the repository where it is worked on, and nowhere else.
#[test]
fn shared_corpus() {
    let shared = root().parent().unwrap().join("shared");
    let (responses, gold) = (shared.join("responses"), shared.join("gold"));
    if !responses.is_dir() {
        // Past the capture of the test harness: a test that was skipped must not look like one that passed.
        writeln!(std::io::stderr(), "shared corpus absent: {}, test skipped", responses.display()).unwrap();
        return;
    }
    all_right(&responses, &gold, &[]);
}

/// Names, addresses and numbers of people stand in the examples, and in a dataset when they are asked for.
#[test]
fn no_personal_data_gets_into_a_dataset_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let told = |name: &str, options: &[&str]| {
        let dataset = folder.path().join(name);
        foi(&[&["build", "data/examples", "-o", dataset.to_str().unwrap(), "--format", "csv"], options].concat(), &[0, 1]);
        let files = std::fs::read_dir(&dataset).unwrap().map(|e| std::fs::read_to_string(e.unwrap().path()).unwrap());
        let text: String = files.collect();
        let people = ["Pennifold", "Wrenshaw", "Farrowby", "Olmstead", "@ashmere", "@dunmarsh", "01632 960141", "020 7946 0112"];
        people.into_iter().filter(|part| text.contains(part)).collect::<Vec<_>>()
    };
    assert_eq!(told("without", &[]), Vec::<&str>::new());
    assert!(told("with", &["--include-contacts"]).contains(&"Pennifold"));
}

/// Builds a dataset, re-checks all its evidence and compares it with the truth.
#[track_caller]
fn all_right(responses: &Path, truth: &Path, options: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let dataset = folder.path().join("dataset");
    let (from, to) = (responses.to_str().unwrap(), dataset.to_str().unwrap());
    // Something wrong with the data ends with 1; whether it should is for the comparison to say.
    foi(&[&["build", from, "-o", to, "--format", "csv"], options].concat(), &[0, 1]);
    foi(&["verify", to], &[0]);
    let misses = misses(&Folder::read(truth), &Folder::read(&dataset));
    let lines: Vec<String> = misses.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{} misses in {}:\n{}", lines.len(), responses.display(), lines.join("\n"));
}

#[track_caller]
fn foi(args: &[&str], statuses: &[i32]) {
    let output = Command::new(env!("CARGO_BIN_EXE_foi")).current_dir(root()).args(args).output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some_and(|code| statuses.contains(&code)), "{args:?}: {}\n{err}", output.status);
}

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}
