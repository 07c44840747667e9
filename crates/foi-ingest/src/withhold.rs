//! Personal data out of a submission: the last step, after which nothing reads the documents any more.
//!
//! Each stage keeps such words out of what it makes, evidence above all, whose words must stand in the source as they are. Here every other
//! text is gone through once more, so that no stage has to be trusted to think of all of them.

use std::collections::HashSet;

use foi_model::{Issue, IssueCode, Submission, personal_counted, redacted};
use foldhash::fast::FixedState;

/// Takes personal data out of every text; an issue counts what was found in a question that has none.
pub(crate) fn withhold(submission: &mut Submission, issues: &mut Vec<Issue>) {
    let mut cleaned = 0;
    let mut clean = |text: &mut String| {
        let without = redacted(text);
        if *text != without {
            cleaned += 1;
            *text = without;
        }
    };
    for text in [&mut submission.request.reference, &mut submission.request.title].into_iter().flatten() {
        clean(text);
    }
    for issue in issues.iter_mut() {
        clean(&mut issue.message);
    }
    // A label stands beside every figure of its row or column.
    let mut labels: HashSet<String, FixedState> = HashSet::default();
    for answer in &mut submission.answers {
        let mut said: Vec<String> = Vec::new();
        let mut clean = |text: &mut String| {
            let without = redacted(text);
            if *text != without {
                said.push(std::mem::replace(text, without));
            }
        };
        answer.text.iter_mut().for_each(&mut clean);
        for observation in &mut answer.observations {
            for label in [&mut observation.row_label, &mut observation.column_label].into_iter().flatten() {
                if !labels.contains(label) {
                    let given = label.clone();
                    clean(label);
                    if *label == given {
                        labels.insert(given);
                    }
                }
            }
            observation.raw.iter_mut().for_each(&mut clean);
        }
        answer.descriptions.iter_mut().for_each(|d| clean(&mut d.text));
        let told =
            issues.iter().any(|i| i.code == IssueCode::PersonalDataLeftOut && i.question_id.as_ref() == Some(&answer.question_id));
        if let Some(what) = personal_counted(said.iter().map(String::as_str)).filter(|_| !told) {
            issues
                .push(Issue::new(IssueCode::PersonalDataLeftOut, format!("{what} left out of the answer")).on(&answer.question_id));
        }
    }
    if cleaned > 0 && !issues.iter().any(|i| i.code == IssueCode::PersonalDataLeftOut) {
        issues.push(Issue::new(IssueCode::PersonalDataLeftOut, "personal data was left out of what the response says of itself"));
    }
}
