//! The real binary: what it writes where, and how it ends.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a helper that fails fails its test")]

mod build;
mod exits;
mod hand;
mod help;
mod instruments;
mod validate;
mod verify;
mod worker;

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Runs `foi` in a folder.
fn foi(folder: &Path, args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_foi"));
    let output = command.current_dir(folder).env("COLUMNS", "100").env_remove("NO_COLOR").args(args).output().unwrap();
    Run(output)
}

/// What a run left behind.
struct Run(Output);

impl Run {
    fn out(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    fn err(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).unwrap()
    }

    /// The run, if it ended with this status.
    #[track_caller]
    fn status(self, expected: i32) -> Self {
        assert_eq!(self.0.status.code(), Some(expected), "stdout:\n{}\nstderr:\n{}", self.out(), self.err());
        self
    }

    /// The codes of the findings on standard output, which holds one JSON object a line and nothing else.
    fn codes(&self) -> Vec<String> {
        self.findings().iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect()
    }

    fn findings(&self) -> Vec<serde_json::Value> {
        self.out().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// A small response to an instrument of its own, which stand in a new folder as `in/letter.txt`, `parks.toml` and `register.csv`.
fn parks() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("in")).unwrap();
    for (name, text) in [
        ("in/letter.txt", include_str!("../data/letter.txt")),
        ("parks.toml", include_str!("../data/parks.toml")),
        ("register.csv", include_str!("../data/register.csv")),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

const PARKS: [&str; 4] = ["--instrument", "parks.toml", "--register", "register.csv"];

/// Runs `foi` with the instrument and the register of [`parks`].
fn foi_parks(folder: &Path, args: &[&str]) -> Run {
    foi(folder, &[args, &PARKS].concat())
}
