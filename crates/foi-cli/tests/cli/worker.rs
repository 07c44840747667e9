//! Documents in processes of their own: limits, and the stream that other programs can use.

use std::fs;
use std::io::Cursor;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, BinaryArray, LargeBinaryArray, RecordBatch, StringArray};
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;
use assert_cmd::Command;

use crate::{foi_parks, parks};

#[test]
fn a_worker_that_ends_costs_its_submission_an_issue_and_the_rest_is_written() {
    let folder = parks();
    let long: String = (1..400_000).map(|n| format!("{n} parks.\n\n")).collect();
    fs::write(folder.path().join("in/long.txt"), long).unwrap();
    let submissions = |limit: &str, says: &str| {
        let run = foi_parks(folder.path(), &["build", "in", "-o", "out", "--limit", limit]).status(1);
        assert!(run.err().contains("error[worker-failed]: ") && run.err().contains(says), "{}", run.err());
        fs::read_to_string(folder.path().join("out/submissions.ndjson")).unwrap()
    };
    let short_of_memory = submissions("memory_bytes=1", "needed more than 0 MiB of memory");
    let letter = short_of_memory.lines().find(|l| l.contains("\"submission_id\":\"letter\"")).unwrap();
    assert!(letter.contains("\"answered\""), "{letter}");
    assert_eq!(short_of_memory.lines().count(), 2);
    // No time at all: nothing is read, and the dataset says so.
    let no_time = submissions("seconds=0", "took longer than 0 seconds");
    assert!(no_time.lines().count() == 2 && no_time.lines().all(|l| l.contains("worker-failed")), "{no_time}");
}

#[test]
fn limits_are_listed_and_set_by_name() {
    let folder = parks();
    let listed = foi_parks(folder.path(), &["ingest", "in", "-o", "-", "--limit", "pags=1"]).status(2);
    assert!(listed.err().contains("no limit is called `pags`") && listed.err().contains("text_bytes"), "{}", listed.err());
    let run = foi_parks(folder.path(), &["ingest", "in", "-o", "-", "--limit", "text_bytes=10"]).status(1);
    assert!(run.out().contains("limit-exceeded") && run.err().contains("`--limit text_bytes=NUMBER`"), "{}", run.err());
}

/// Sends columns through `foi worker` and gives the rows that come back: submission or error.
fn relayed(names_and_columns: Vec<(&str, ArrayRef)>) -> Vec<(String, Option<String>, Option<String>)> {
    let batch = RecordBatch::try_from_iter_with_nullable(names_and_columns.into_iter().map(|(n, c)| (n, c, true))).unwrap();
    let mut stream = Vec::new();
    let mut writer = StreamWriter::try_new(&mut stream, batch.schema_ref()).unwrap();
    // Several batches: the stream goes on after each.
    for row in 0..batch.num_rows() {
        writer.write(&batch.slice(row, 1)).unwrap();
    }
    writer.finish().unwrap();
    drop(writer);
    let output = Command::new(env!("CARGO_BIN_EXE_foi")).arg("worker").write_stdin(stream).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut rows = Vec::new();
    for batch in StreamReader::try_new(Cursor::new(output.stdout), None).unwrap() {
        let batch = batch.unwrap();
        let column = |name: &str| batch.column_by_name(name).unwrap().as_any().downcast_ref::<StringArray>().unwrap().clone();
        let text = |column: &StringArray, row| (!column.is_null(row)).then(|| column.value(row).to_owned());
        let (ids, submissions, errors) = (column("submission_id"), column("submission"), column("error"));
        rows.extend((0..batch.num_rows()).map(|r| (ids.value(r).to_owned(), text(&submissions, r), text(&errors, r))));
    }
    rows
}

#[test]
fn one_row_comes_out_for_each_row_that_goes_in() {
    let letter: &[u8] = b"1. Do you have any parks?\n\nYes, three.\n";
    let contents = vec![Some(letter), Some(&b"\x7fELF\x00\x01"[..]), None];
    let paths = || Arc::new(StringArray::from(vec!["a.txt", "b", "c.txt"])) as ArrayRef;
    let small = relayed(vec![("path", paths()), ("content", Arc::new(BinaryArray::from(contents.clone())))]);
    let large = relayed(vec![("path", paths()), ("content", Arc::new(LargeBinaryArray::from(contents)))]);
    assert_eq!(small, large);
    let ids: Vec<&str> = small.iter().map(|(id, ..)| id.as_str()).collect();
    assert_eq!(ids, ["a.txt", "b", "c.txt"]);
    for ((_, submission, error), words) in small.iter().zip(["Yes, three.", "format-unknown", "its content is null"]) {
        assert_eq!(error, &None);
        assert!(submission.as_ref().unwrap().contains(words), "{submission:?}");
    }
}

#[test]
fn a_stream_of_other_columns_is_refused() {
    let batch = RecordBatch::try_from_iter([("name", Arc::new(StringArray::from(vec!["a"])) as ArrayRef)]).unwrap();
    let mut stream = Vec::new();
    let mut writer = StreamWriter::try_new(&mut stream, batch.schema_ref()).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    drop(writer);
    let output = Command::new(env!("CARGO_BIN_EXE_foi")).arg("worker").write_stdin(stream).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("the stream of documents has no column `path`"), "{error}");
}
