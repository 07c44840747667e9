use std::fs;

use crate::{foi, foi_parks, parks};

#[test]
fn what_cannot_be_done_ends_with_two_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::write(folder.path().join("a.txt"), "1. Yes").unwrap();
    fs::write(folder.path().join("taken"), "a file").unwrap();
    for (args, message) in [
        (&["build", "nowhere", "-o", "out"][..], "cannot read `nowhere`"),
        (&["build", "empty", "-o", "out"], "no document in `empty`"),
        (&["build", "a.txt", "-o", "taken"], "`taken` exists and is no folder"),
        (&["build", "a.txt"], "required arguments were not provided"),
        (&["build", "a.txt", "-o", "out", "--format", "xls"], "invalid value 'xls'"),
        (&["build", "a.txt", "-o", "out", "--instrument", "parks"], "no instrument and no file `parks`"),
        (&["build", "a.txt", "-o", "out", "--instrument", "a.txt"], "`a.txt` is no sound instrument"),
        (&["build", "a.txt", "-o", "out", "--register", "a.txt"], "`a.txt` is no register"),
        (&["convert", "a.txt", "a.doc"], "`doc` is no format to write"),
        (&["convert", "a.txt", "b"], "OUT has no extension"),
        (&["convert", "a.txt", "-"], "standard output has no extension"),
        (&["verify", "empty"], "cannot read `empty/manifest.json`"),
        (&["analyse", "outturn", "empty"], "no table"),
        (&["instruments", "show", "parks"], "no instrument `parks`"),
        (&["schema", "parks"], "invalid value 'parks'"),
        (&["frobnicate"], "unrecognized subcommand"),
        (&["--quiet", "build", "nowhere", "-o", "out"], "cannot read `nowhere`"),
    ] {
        let run = foi(folder.path(), args).status(2);
        assert!(run.err().contains(message), "{args:?}: {}", run.err());
        assert_eq!(run.out(), "", "{args:?}");
    }
    let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["a.txt", "empty", "taken"]);
}

#[test]
fn a_document_that_cannot_be_read_ends_with_one_and_the_others_are_written() {
    let folder = parks();
    fs::write(folder.path().join("in/program.txt"), b"\x7fELF\x02\x01\x01\0\0\0\0\0").unwrap();
    fs::write(folder.path().join("in/nothing.txt"), b" \n").unwrap();
    fs::write(folder.path().join("in/odd.txt"), b"1. Do you have \xc2\xa35, \xe2\x80\x93 \xff parks?\n\nYes.\n").unwrap();
    let run = foi_parks(folder.path(), &["build", "in", "-o", "out"]).status(1);
    let err = run.err();
    assert!(err.contains("error[format-unknown]") && err.contains("program.txt"), "{err}");
    assert!(err.contains("error[document-empty]") && err.contains("nothing.txt"), "{err}");
    assert_eq!(run.out(), "");
    let submissions = fs::read_to_string(folder.path().join("out/submissions.ndjson")).unwrap();
    assert_eq!(submissions.lines().count(), 4);
    let odd = submissions.lines().find(|l| l.contains("\"submission_id\":\"odd\"")).unwrap();
    assert!(odd.contains("encoding-invalid"), "{odd}");
}

#[test]
fn standard_output_carries_data_only() {
    let folder = parks();
    let run = foi_parks(folder.path(), &["ingest", "in", "-o", "-", "--verbose"]).status(0);
    assert_eq!(run.out().lines().count(), 1);
    let submission: serde_json::Value = serde_json::from_str(&run.out()).unwrap();
    assert_eq!(submission["instrument_id"], "parks-2030");
    assert!(run.err().contains("1 submission from 1 document"), "{}", run.err());

    let quiet = foi_parks(folder.path(), &["ingest", "in", "-o", "-", "--quiet"]).status(0);
    assert_eq!((quiet.out(), quiet.err()), (run.out(), String::new()));

    let built = foi_parks(folder.path(), &["build", "in", "-o", "out", "--verbose"]).status(0);
    assert_eq!(built.out(), "");
}

#[test]
fn colour_is_as_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let build = ["build", "nowhere", "-o", "out"];
    let plain = foi(folder.path(), &build).err();
    let colourful = foi(folder.path(), &[&["--color", "always"][..], &build].concat()).err();
    let never = foi(folder.path(), &[&["--color", "never"][..], &build].concat()).err();
    assert!(!plain.contains('\x1b') && !never.contains('\x1b') && colourful.contains('\x1b'));
    assert!(plain.starts_with("error: cannot read `nowhere`\n"), "{plain}");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error_and_a_full_disk_is_one() {
    use std::process::{Command, Stdio};
    let foi = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_foi"));
        command.args(["schema", "submission"]).stderr(Stdio::piped());
        command
    };
    let mut child = foi().stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(0), String::new()));

    if let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") {
        let output = foi().stdout(full).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(err.contains("cannot write to standard output"), "{err}");
    }
}
