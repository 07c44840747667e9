//! Documents in every format: `same/` says one thing in each, `ok/` has one structure each, `odd/` and `hostile/` are what readers fear.
//!
//! `make/` holds the scripts that made them, and a page on what is expected. A file without an expectation fails its test.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a helper that fails fails its test")]

mod expected;
mod mutants;
mod outlines;
mod same;

use std::path::{Path, PathBuf};

use foi_ingest::{Access, Config, Given, Ingested, Job, Reference, discover, ingest, parse_register};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A folder of this corpus.
fn corpus(name: &str) -> PathBuf {
    root().join("crates/foi-cli/tests/formats").join(name)
}

/// The instruments that ship, and the fictional authorities of the examples.
fn reference() -> Reference {
    let text = std::fs::read_to_string(root().join("data/examples-key/register.csv")).unwrap();
    Reference::shipped().unwrap().with_register(parse_register(&text).unwrap(), "0".repeat(64))
}

/// Every submission of a folder of documents, with its file's or folder's name.
fn submissions(folder: &Path) -> Vec<(String, Job)> {
    let jobs = discover(&[folder.to_owned()]).unwrap();
    jobs.into_iter().map(|job| (job.files[0].relative.split('/').next().unwrap().to_owned(), job)).collect()
}

fn read(job: &Job, reference: &Reference) -> Ingested {
    let config = Config { access: Access::default(), ..Config::default() };
    ingest(&Given::open(job, &config.limits), reference, &config, &|_| None)
}
