//! The least that each figure may be, which only goes up. Where the generator itself changes, other responses are measured: `floor.toml`
//! is deleted and written anew in the same commit.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::score::{FIGURES, Score};

/// Floors by set and figure, in thousandths.
type Floors = BTreeMap<String, BTreeMap<String, u32>>;

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scorecard/floor.toml")
}

/// What is measured, rounded down.
fn thousandths(score: &Score) -> BTreeMap<String, u32> {
    let of = |figure: &&str| score.shares.get(*figure).filter(|s| s.of > 0).map(|s| ((*figure).to_owned(), s.right * 1000 / s.of));
    FIGURES.iter().filter_map(of).collect()
}

/// Compares the figures of each set with its floor. Gives what is below, and prints what could be raised; with `UPDATE_GENERATED=1`
/// raises it.
pub(crate) fn below(sets: &BTreeMap<&str, Score>) -> Vec<String> {
    let mut floors: Floors = match std::fs::read_to_string(path()) {
        Ok(text) => toml::from_str(&text).unwrap(),
        Err(_) => Floors::new(),
    };
    let mut below = Vec::new();
    for (set, score) in sets {
        let floor = floors.entry((*set).to_owned()).or_default();
        for (figure, measured) in thousandths(score) {
            match floor.get(&figure) {
                Some(&least) if measured < least => {
                    below.push(format!("{set}: {figure} is {measured} thousandths, its floor {least}"))
                }
                Some(&least) if measured == least => {}
                least => {
                    println!("{set}: the floor of {figure} can be raised from {} to {measured}", least.unwrap_or(&0));
                    floor.insert(figure, measured);
                }
            }
        }
    }
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        let head = "# The least that each figure of the scorecard may be, in thousandths, over all responses and for each format.\n\
                    # `UPDATE_GENERATED=1 cargo test -p foi-ingest --test scorecard` raises what can be raised, and lowers nothing.\n\n";
        std::fs::write(path(), format!("{head}{}", toml::to_string(&floors).unwrap())).unwrap();
    }
    below
}
