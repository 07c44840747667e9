//! Which submissions have the same id, in bounded memory.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use foi_model::Finding;

use crate::catalogue::Check;
use crate::diagnostic::Diagnostic;
use crate::place::Place;

/// More ids than these are not kept: they take 18 MB.
const MOST: usize = 900_000;

/// The ids that were met, by their hash: that two of a million have the same is one in 37 million.
#[derive(Default)]
pub(super) struct Ids {
    met: HashMap<u64, (u32, u32)>,
    files: Vec<String>,
    file: u32,
    not_kept: usize,
}

impl Ids {
    /// What follows stands in another file.
    pub(super) fn enter(&mut self, index: usize, name: &str) {
        self.file = u32::try_from(index).unwrap_or(u32::MAX);
        self.files.push(name.to_owned());
    }

    /// The finding for an id that was met before.
    pub(super) fn again(&mut self, id: &str, place: Place, file: &str) -> Option<Diagnostic> {
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        let line = u32::try_from(place.line).unwrap_or(u32::MAX);
        if let Some(&(first_file, first_line)) = self.met.get(&hasher.finish()) {
            let first = usize::try_from(first_file).ok().and_then(|i| self.files.get(i)).map_or("", String::as_str);
            let where_first = if first == file { format!("line {first_line}") } else { format!("line {first_line} of `{first}`") };
            let finding = Finding {
                file: Some(file.to_owned()),
                locator: Some(place.locator()),
                submission_id: Some(id.to_owned()),
                actual: Some(id.to_owned()),
                expected: Some("an id that no other submission has".to_owned()),
                ..Check::SubmissionTwice
                    .finding(format!("the submission `{id}` is there twice: it stands on {where_first} as well"))
            };
            return Some(Diagnostic::new(Check::SubmissionTwice.severity(), finding).at(place));
        }
        if self.met.len() < MOST {
            self.met.insert(hasher.finish(), (self.file, line));
        } else {
            self.not_kept += 1;
        }
        None
    }

    /// The finding that says what was not compared.
    pub(super) fn past_limit(&self) -> Option<Diagnostic> {
        let n = self.not_kept;
        let message = format!("the ids of {n} submissions behind the first {MOST} were not compared with each other");
        (n > 0).then(|| Diagnostic::new(Check::IdsNotCompared.severity(), Check::IdsNotCompared.finding(message)))
    }
}
