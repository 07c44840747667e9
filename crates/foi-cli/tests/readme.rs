//! The README: its commands run, its transcripts are what they print, and its links lead somewhere.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper that fails fails its test")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

const MAIN_JOB: &str = "cargo run --release --locked -- build data/examples --register data/examples-key/register.csv -o out";

/// What the commands of the README read.
const READ: [&str; 3] = ["data/examples", "data/examples-key", "crates/foi-ingest/tests/issues"];

/// In a transcript, what was left out.
const LEFT_OUT: &str = "...";

/// Runs the commands in blocks of `sh`, and compares blocks of `console` with what `foi` prints; `UPDATE_GENERATED=1` writes them.
#[test]
fn generated_transcripts_are_current() {
    let folder = tempfile::tempdir().unwrap();
    READ.iter().for_each(|path| copy(&root().join(path), &folder.path().join(path)));
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let mut current = String::new();
    let mut ran = Vec::new();
    let mut lines = readme.lines().peekable();
    let mut language = None;
    while let Some(line) = lines.next() {
        writeln!(current, "{line}").unwrap();
        match (line.strip_prefix("```"), language) {
            (Some(opened), None) => language = Some(opened),
            (Some(_), Some(_)) => language = None,
            (None, Some("sh")) if arguments(line).is_some() => {
                run(folder.path(), line);
                ran.push(line);
            }
            (None, Some("console")) => {
                let command = line.strip_prefix("$ ").unwrap_or_else(|| panic!("no command before `{line}`"));
                let mut shown = Vec::new();
                while let Some(output) = lines.next_if(|l| !l.starts_with("$ ") && !l.starts_with("```")) {
                    shown.push(output);
                }
                for output in shortened(&run(folder.path(), command), &shown) {
                    writeln!(current, "{output}").unwrap();
                }
            }
            _ => {}
        }
    }
    assert!(ran.contains(&MAIN_JOB), "the README does not begin with the main job: {ran:?}");
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(&path, &current).unwrap();
    } else {
        let stale = readme.lines().zip(current.lines()).find(|(was, is)| was != is);
        let help = "a transcript is stale: run `UPDATE_GENERATED=1 cargo test --release -p foi-cli --test readme`";
        assert!(readme == current, "{help}\n{stale:?}\n{current}");
    }
}

#[test]
fn links_lead_somewhere() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let mut links = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|link| !link.starts_with("http"));
    assert!(links.all(|link| {
        let exists = root().join(link).exists();
        assert!(exists, "`{link}` does not exist");
        exists
    }));
}

/// The arguments of `foi` in a command, if it is one.
fn arguments(command: &str) -> Option<Vec<&str>> {
    let rest = command.strip_prefix("foi ").or_else(|| command.strip_prefix("cargo run --release --locked -- "))?;
    assert!(!rest.contains(['|', '>', '\'', '"']), "`{command}` needs a shell, which this test has not");
    Some(rest.split_whitespace().collect())
}

/// What a command prints, which has to end well.
fn run(folder: &Path, command: &str) -> Vec<String> {
    let arguments = arguments(command).unwrap_or_else(|| panic!("`{command}` is no command of foi"));
    let mut foi = Command::new(env!("CARGO_BIN_EXE_foi"));
    let output = foi.current_dir(folder).env("COLUMNS", "100").args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    assert_eq!(output.status.code(), Some(0), "{command}\n{text}");
    text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect()
}

/// As many lines from the beginning and from the end as are shown now around what is left out; all lines where nothing is.
fn shortened(output: &[String], shown: &[&str]) -> Vec<String> {
    let Some(first) = shown.iter().position(|line| *line == LEFT_OUT) else { return output.to_vec() };
    let last = shown.len() - first - 1;
    if output.len() <= first + last {
        return output.to_vec();
    }
    let (head, rest) = output.split_at(first);
    let (_, tail) = rest.split_at(rest.len() - last);
    [head, &[LEFT_OUT.to_owned()], tail].concat()
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let name = entry.unwrap().file_name();
            copy(&from.join(&name), &to.join(&name));
        }
    } else {
        fs::copy(from, to).unwrap();
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}
