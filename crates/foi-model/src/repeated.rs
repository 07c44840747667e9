//! Submissions that say again what another one of the same pile says.

use std::collections::{BTreeMap, BTreeSet};

use crate::instrument::UNRECOGNISED;
use crate::{Issue, IssueCode, SourceId, Submission};

/// Says of each submission that an earlier one has the same documents, or is from the same authority to the same survey: the tables hold
/// both, and a sum over them would count twice.
pub fn tell_repeated(submissions: &mut [Submission]) {
    let mut documents: BTreeMap<BTreeSet<SourceId>, String> = BTreeMap::new();
    let mut answers: BTreeMap<(String, String), String> = BTreeMap::new();
    for submission in submissions {
        let id = &submission.submission_id;
        let sources: BTreeSet<SourceId> = submission.documents.iter().map(|d| d.source_id.clone()).collect();
        let authority = submission.authority.as_ref().filter(|_| submission.instrument_id != UNRECOGNISED);
        let asked = authority.map(|a| (a.code.to_string(), submission.instrument_id.clone()));
        let same = (!sources.is_empty()).then(|| documents.get(&sources)).flatten();
        let again = asked.as_ref().and_then(|asked| answers.get(asked));
        let message = match (same, again) {
            (Some(other), _) => Some(format!("the documents are those of submission `{other}`, byte for byte")),
            (None, Some(other)) => Some(format!("submission `{other}` is from the same authority, to the same survey")),
            (None, None) => None,
        };
        documents.entry(sources).or_insert_with(|| id.clone());
        if let Some(asked) = asked {
            answers.entry(asked).or_insert_with(|| id.clone());
        }
        submission.issues.extend(message.map(|m| Issue::new(IssueCode::SubmissionRepeated, m)));
    }
}
