//! Accuracy of estimate as the authority states it, with the words beside it.

use foi_model::{AccuracyRow, Code, Dimensions};

use super::measured::{Measured, percent};
use super::subject::Subject;
use super::words::Words;

const MEASURE: &str = "accuracy_of_estimate";

type Key = (Code, Code);

/// Rows of table `accuracy`: every cohort and service that the instrument asks for, and every one that the response gives besides.
pub(super) fn accuracy(subject: Subject<'_>) -> Vec<AccuracyRow> {
    let tables = subject.tables_with(MEASURE);
    if tables.is_empty() {
        return Vec::new();
    }
    let mut cohorts: Vec<Code> = Vec::new();
    for cohort in tables.iter().flat_map(|t| &t.cohorts) {
        if !cohorts.contains(cohort) {
            cohorts.push(cohort.clone());
        }
    }
    // Where the instrument asks about one cohort alone, a cell without a cohort is about that.
    let only = match cohorts.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    };
    let key = |d: &Dimensions| {
        let cohort = d.cohort.clone().or_else(|| only.clone());
        if d.category.is_some() { None } else { cohort.zip(d.service_area.clone()) }
    };
    let measured = Measured::new(subject, MEASURE, key);
    let words = Words::new(subject, &tables, key);
    let areas = subject.areas_of(&tables);
    let mut keys: Vec<Key> = cohorts.iter().flat_map(|cohort| areas.iter().map(|area| (cohort.clone(), area.clone()))).collect();
    for key in measured.keys().chain(words.keys()) {
        if !keys.contains(key) {
            keys.push(key.clone());
        }
    }
    let rows = keys.into_iter().map(|key| {
        let known = measured.known(&key, percent);
        AccuracyRow {
            submission_id: subject.id(),
            authority_code: subject.code(),
            authority_name: subject.name(),
            uses_ras: words.get(&key, "uses_ras").as_deref().and_then(plain_yes_or_no),
            allocation_method: words.get(&key, "allocation_method"),
            accuracy_pct: known.value,
            accuracy_status: known.status,
            comments: words.get(&key, "comments"),
            corrected: measured.is_corrected(&key),
            cohort: key.0,
            service_area: key.1,
        }
    });
    rows.collect()
}

/// Yes or no where the words are that and nothing more.
fn plain_yes_or_no(words: &str) -> Option<bool> {
    match words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str() {
        "yes" | "y" => Some(true),
        "no" | "n" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::plain_yes_or_no;

    #[test]
    fn yes_and_no_must_be_plain() {
        for (words, expected) in [
            ("Yes", Some(true)),
            (" NO. ", Some(false)),
            ("y", Some(true)),
            ("Yes, mostly", None),
            ("No; Yes", None),
            ("N/A", None),
            ("", None),
            ("not always", None),
        ] {
            assert_eq!(plain_yes_or_no(words), expected, "{words}");
        }
    }
}
