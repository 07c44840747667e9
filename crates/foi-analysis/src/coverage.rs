//! What became of each question, and who has not answered.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use foi_model::QuestionId;
use polars::prelude::*;

use crate::frame::{AnalysisError, Population, scan, sender};
use crate::table::{Findings, Item, count, plain, tally};

#[derive(Default)]
struct Question {
    submissions: u64,
    used: u64,
    dispositions: BTreeMap<String, u64>,
    senders: BTreeSet<String>,
}

pub(crate) fn analyse(dataset: &Path) -> Result<Findings, AnalysisError> {
    let population = Population::read(dataset)?;
    let mut findings = Findings {
        fields: vec![
            plain("instrument_id", "The survey"),
            plain("question_id", "The question"),
            plain("n_expected", "Authorities of the register"),
            plain("n_submissions", "Submissions to the survey that have the question"),
            plain("n_used", "Submissions that answer it, or a part of it"),
            plain("n_excluded", "Submissions that do not, and authorities of the register without a submission to the survey"),
            plain("n_no_submission", "Authorities of the register without a submission to the survey"),
            plain("dispositions", "How many submissions say what kind of thing"),
        ],
        rows: Vec::new(),
    };
    for ((instrument, question), found) in questions(dataset)? {
        let no_submission = count(population.expected.difference(&found.senders).count());
        findings.rows.push(vec![
            Item::Text(instrument),
            Item::Text(question.to_string()),
            Item::Count(count(population.expected.len())),
            Item::Count(found.submissions),
            Item::Count(found.used),
            Item::Count(found.submissions - found.used + no_submission),
            Item::Count(no_submission),
            Item::Counts(found.dispositions),
        ]);
    }
    Ok(findings)
}

fn questions(dataset: &Path) -> Result<BTreeMap<(String, QuestionId), Question>, AnalysisError> {
    let submissions = scan(dataset, "submissions")?.frame.select([col("submission_id"), col("instrument_id")]);
    let rows = scan(dataset, "answers")?.collect(|answers| {
        answers.select([col("submission_id"), col("question_id"), col("disposition"), sender()]).join(
            submissions,
            [col("submission_id")],
            [col("submission_id")],
            JoinArgs::new(JoinType::Inner),
        )
    })?;
    let ids = rows.texts("instrument_id")?.into_iter().zip(rows.texts("question_id")?);
    let said = rows.texts("disposition")?.into_iter().zip(rows.texts("sender")?);
    let mut questions: BTreeMap<(String, QuestionId), Question> = BTreeMap::new();
    for ((instrument, question), (disposition, sender)) in ids.zip(said) {
        let (Some(instrument), Some(Ok(question)), Some(disposition)) =
            (instrument, question.map(|q| q.parse::<QuestionId>()), disposition)
        else {
            continue;
        };
        let found = questions.entry((instrument, question)).or_default();
        found.submissions += 1;
        found.used += count(usize::from(matches!(disposition.as_str(), "answered" | "partly_answered")));
        tally(&mut found.dispositions, disposition);
        found.senders.extend(sender);
    }
    Ok(questions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{authorities, submissions, text_table};

    #[test]
    fn a_question_counts_what_was_said_and_who_was_silent() {
        let folder = tempfile::tempdir().unwrap();
        submissions(
            folder.path(),
            &[("a", Some("E1"), "parks"), ("b", Some("E2"), "parks"), ("c", None, "parks"), ("d", Some("E3"), "pools")],
        );
        authorities(folder.path(), &["E1", "E2", "E3", "E4"]);
        text_table(
            folder.path(),
            "answers",
            &["submission_id", "authority_code", "question_id", "disposition"],
            &[
                &["a", "E1", "10", "answered"],
                &["a", "E1", "2", "withheld"],
                &["b", "E2", "2", "partly_answered"],
                &["c", "", "2", "not_held"],
                &["d", "E3", "2", "answered"],
            ],
        );
        let findings = analyse(folder.path()).unwrap();
        let shown: Vec<String> = findings.rows.iter().map(|r| crate::tests::shown(r)).collect();
        assert_eq!(
            shown,
            [
                // Two of the register's four sent nothing to `parks`; of the three that did, one answered.
                "parks 2 4 3 1 4 2 {not_held 1, partly_answered 1, withheld 1}",
                "parks 10 4 1 1 3 3 {answered 1}",
                "pools 2 4 1 1 3 3 {answered 1}",
            ]
        );
    }
}
