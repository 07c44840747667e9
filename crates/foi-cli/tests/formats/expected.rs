//! What must come of each document of a folder, by the TOML file beside it, whose keys `make/README.md` explains.

use std::collections::BTreeMap;
use std::path::Path;

use foi_ingest::{Block, Config, Document, Given, Ingested};
use foi_worker::{Pool, Session, Want};
use serde::Deserialize;

use crate::{corpus, reference, submissions};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    #[expect(dead_code, reason = "for who reads the file")]
    what: String,
    #[serde(default)]
    sees: Vec<String>,
    #[serde(default)]
    never: Vec<String>,
    #[serde(default)]
    issues: Vec<String>,
    #[serde(default)]
    silent: Vec<String>,
}

/// Every word that was read.
fn words(document: &Document) -> String {
    let mut words = String::new();
    for block in &document.blocks {
        match block {
            Block::Text(text) => words.push_str(text.text.as_str()),
            Block::Table(table) => table.rows.iter().flatten().for_each(|c| {
                words.push_str(c.text.as_str());
                words.push('\t');
            }),
        }
        words.push('\n');
    }
    words
}

fn amiss(expected: &Expected, ingested: &Ingested) -> Vec<String> {
    let read: String = ingested.documents.iter().map(words).collect();
    let out = format!("{read}{}", serde_json::to_string(&ingested.submission).unwrap());
    let codes: Vec<&str> = ingested.submission.issues.iter().map(|i| i.code.as_str()).collect();
    let raised = |wanted: &str| wanted.split('|').any(|code| codes.contains(&code.trim()));
    let mut amiss = Vec::new();
    amiss.extend(expected.sees.iter().filter(|w| !read.contains(w.as_str())).map(|w| format!("does not show `{w}`")));
    amiss.extend(expected.never.iter().filter(|w| out.contains(w.as_str())).map(|w| format!("lets `{w}` out")));
    amiss.extend(expected.issues.iter().filter(|w| !raised(w)).map(|w| format!("raises no {w}")));
    amiss.extend(expected.silent.iter().filter(|w| raised(w)).map(|w| format!("raises {w}")));
    // A process that ended is a defect, even where it costs one document and no more.
    if codes.contains(&"worker-failed") && !expected.issues.iter().any(|i| i.contains("worker-failed")) {
        amiss.push("ends its process".to_owned());
    }
    if !amiss.is_empty() {
        let said = ingested.submission.issues.iter().map(|i| format!("  {}: {}", i.code.as_str(), i.message));
        amiss.extend(said);
    }
    amiss
}

#[track_caller]
fn check(folder: &str) {
    let path = corpus(folder);
    let file = path.with_extension("toml");
    let expected: BTreeMap<String, Expected> = toml::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let found = submissions(&path);
    let mut wrong = String::new();
    for name in expected.keys().filter(|name| !found.iter().any(|(n, _)| n == *name)) {
        wrong.push_str(&format!("{folder}/{name} is expected and not there\n"));
    }
    let config = Config::default();
    let limits = config.limits.clone();
    let session = Session { reference: reference(), config, want: Want::Documents, announce: true };
    let pool = Pool::new(Path::new(env!("CARGO_BIN_EXE_foi")).to_owned(), &["worker", "--bare"], session, 2);
    let open = |(_, job): &(String, foi_ingest::Job)| Some(Given::open(job, &limits));
    let keep = |(name, _): &(String, foi_ingest::Job), ingested: Option<Ingested>| match (expected.get(name), ingested) {
        (None, _) => format!("{folder}/{name} has no expectation in {folder}.toml\n"),
        (Some(expected), Some(ingested)) => {
            let amiss = amiss(expected, &ingested);
            if amiss.is_empty() { String::new() } else { format!("{folder}/{name} {}\n", amiss.join("\n    ")) }
        }
        (Some(_), None) => format!("{folder}/{name} was not read\n"),
    };
    wrong.extend(pool.map(&found, open, keep, || {}).unwrap());
    assert!(wrong.is_empty(), "{} of {}:\n{wrong}", wrong.matches(&format!("{folder}/")).count(), found.len());
}

#[test]
fn structures_are_read() {
    check("ok");
}

#[test]
fn odd_documents_are_read_as_far_as_can_be() {
    check("odd");
}

#[test]
fn hostile_documents_cost_an_issue_and_no_more() {
    check("hostile");
}
