//! A scorecard over responses of our own making: truth first, then documents in every layout and format.
//!
//! `truth.rs` and `figures.rs` decide what is right, `manner.rs` how it is written, `layouts.rs`, `tables.rs` and `prose.rs` write it,
//! `formats` makes files of it; `expected.rs` says what a reader should find and `score.rs` how much of it was found. Nothing depends on the
//! clock or the machine. `cargo test --test scorecard -- --nocapture` prints the figures and everything that was missed; the variable
//! `SCORECARD_FILES` names a folder into which the documents are written, to look at.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a helper that fails fails its test"
)]

mod calibration;
mod expected;
mod figures;
mod floor;
mod formats;
mod layouts;
mod manner;
mod page;
mod properties;
mod prose;
mod random;
mod score;
mod surveys;
mod tables;
mod truth;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use foi_ingest::{Config, Given, Ingested, Reference, ingest};
use rayon::prelude::*;

use formats::{FORMATS, Files};
use manner::{Layout, Manner};
use score::{FIGURES, Score};
use truth::Truth;

/// Every layout in every format, twice.
const RESPONSES: u64 = (FORMATS.len() * Layout::ALL.len() * 2) as u64;

static REFERENCE: LazyLock<Reference> = LazyLock::new(|| Reference::shipped().unwrap());

/// The figures of each response, with the name of its format.
static SCORES: LazyLock<Vec<(&str, Score)>> = LazyLock::new(|| (0..RESPONSES).into_par_iter().map(scored).collect());

fn read(files: Files) -> Ingested {
    let files = files.into_iter().map(|(path, bytes)| (path, Ok(bytes))).collect();
    ingest(&Given { submission_id: "response".to_owned(), files }, &REFERENCE, &Config::default(), &|_| None)
}

fn scored(seed: u64) -> (&'static str, Score) {
    let format = &FORMATS[seed as usize % FORMATS.len()];
    let layout = Layout::ALL[seed as usize / FORMATS.len() % Layout::ALL.len()];
    let truth = Truth::new(seed, &REFERENCE, |survey| layout.fits(survey));
    let manner = Manner::new(seed, layout);
    let letter = layouts::write(&truth, &manner, format.attaches);
    let files = (format.write)(&letter);
    if let Some(folder) = std::env::var_os("SCORECARD_FILES") {
        for (path, bytes) in &files {
            let path = std::path::Path::new(&folder).join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
    let name = format!("{seed:03} {} {layout:?} {} {:?}", format.name, truth.survey.id, manner.form);
    (format.name, score::score(&name, &truth, &manner, format.attaches, &read(files)))
}

/// The figures of all responses, and of those of each format.
fn sets() -> BTreeMap<&'static str, Score> {
    let mut sets: BTreeMap<&str, Score> = BTreeMap::new();
    for (format, score) in SCORES.iter() {
        sets.entry("all").or_default().add(score);
        sets.entry(format).or_default().add(score);
    }
    sets
}

#[test]
fn no_figure_falls_below_its_floor() {
    let sets = sets();
    for figure in FIGURES {
        let shown: Vec<String> = sets
            .iter()
            .map(|(set, score)| format!("{set} {:.3}", score.shares.get(figure).copied().unwrap_or_default().rate()))
            .collect();
        println!("{figure:>20}: {}", shown.join(", "));
    }
    for miss in &sets["all"].misses {
        println!("{miss}");
    }
    let below = floor::below(&sets);
    assert!(below.is_empty(), "fewer are right than before: find what changed\n{}", below.join("\n"));
}

#[test]
fn the_generated_page_of_the_calibration_is_current() {
    calibration::check(&sets()["all"], SCORES.len());
}
