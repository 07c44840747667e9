//! Which provisions were cited, and how often.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use foi_model::QuestionId;
use polars::prelude::*;

use crate::frame::{AnalysisError, Population, scan, sender};
use crate::table::{Findings, Item, count, plain};

/// Instrument, question, regime, provision, kind.
type Key = (String, QuestionId, String, Option<String>, Option<String>);

#[derive(Default)]
struct Cited {
    citations: u64,
    authorities: BTreeSet<String>,
    unidentified: BTreeSet<String>,
}

pub(crate) fn analyse(dataset: &Path) -> Result<Findings, AnalysisError> {
    let population = Population::read(dataset)?;
    let mut findings = Findings {
        fields: vec![
            plain("instrument_id", "The survey"),
            plain("question_id", "The question"),
            plain("legislation", "The regime"),
            plain("provision", "The provision; absent where the words describe an exemption and cite no section"),
            plain("kind", "`absolute`, `qualified` or `procedural`"),
            plain("n_citations", "How often it is cited"),
            plain("n_used", "Different authorities of the register that cite it"),
            plain("n_excluded", "Different authorities of the register that answered the survey and do not cite it here"),
            plain("n_unidentified_submissions", "Submissions of no authority of the register that cite it"),
        ],
        rows: Vec::new(),
    };
    for ((instrument, question, legislation, provision, kind), cited) in citations(dataset, &population)? {
        let senders = population.senders.get(&instrument).into_iter().flatten();
        let silent = senders.filter(|s| population.expected.contains(*s) && !cited.authorities.contains(*s)).count();
        findings.rows.push(vec![
            Item::Text(instrument),
            Item::Text(question.to_string()),
            Item::Text(legislation),
            Item::text(provision),
            Item::text(kind),
            Item::Count(cited.citations),
            Item::Count(count(cited.authorities.len())),
            Item::Count(count(silent)),
            Item::Count(count(cited.unidentified.len())),
        ]);
    }
    Ok(findings)
}

fn citations(dataset: &Path, population: &Population) -> Result<BTreeMap<Key, Cited>, AnalysisError> {
    let submissions = scan(dataset, "submissions")?.frame.select([col("submission_id"), col("instrument_id")]);
    let columns = ["submission_id", "question_id", "legislation", "provision", "kind"].map(col);
    let rows = scan(dataset, "exemptions")?.collect(|exemptions| {
        exemptions.select(columns.into_iter().chain([sender()]).collect::<Vec<_>>()).join(
            submissions,
            [col("submission_id")],
            [col("submission_id")],
            JoinArgs::new(JoinType::Inner),
        )
    })?;
    let ids = rows.texts("instrument_id")?.into_iter().zip(rows.texts("question_id")?);
    let cited = rows.texts("legislation")?.into_iter().zip(rows.texts("provision")?).zip(rows.texts("kind")?);
    let by = rows.texts("submission_id")?.into_iter().zip(rows.texts("sender")?);
    let mut found: BTreeMap<Key, Cited> = BTreeMap::new();
    for (((instrument, question), ((legislation, provision), kind)), (submission, sender)) in ids.zip(cited).zip(by) {
        let (Some(instrument), Some(Ok(question)), Some(legislation)) =
            (instrument, question.map(|q| q.parse::<QuestionId>()), legislation)
        else {
            continue;
        };
        let cited = found.entry((instrument, question, legislation, provision, kind)).or_default();
        cited.citations += 1;
        match sender {
            Some(sender) if population.expected.contains(&sender) => {
                cited.authorities.insert(sender);
            }
            _ => cited.unidentified.extend(submission),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{authorities, shown, submissions, text_table};

    #[test]
    fn an_authority_that_cites_twice_counts_once() {
        let folder = tempfile::tempdir().unwrap();
        let all = [("a", Some("E1")), ("b", Some("E2")), ("c", Some("E2")), ("d", None), ("e", None)];
        submissions(folder.path(), &all.map(|(id, code)| (id, code, "parks")));
        authorities(folder.path(), &["E1", "E2"]);
        text_table(
            folder.path(),
            "exemptions",
            &["submission_id", "authority_code", "question_id", "legislation", "provision", "kind"],
            &[
                &["a", "E1", "2", "FOIA", "FOIA s21", "absolute"],
                &["b", "E2", "10", "FOIA", "FOIA s12", "procedural"],
                &["c", "E2", "10", "FOIA", "FOIA s12", "procedural"],
                &["b", "E2", "10", "FOIA", "", ""],
                &["d", "", "10", "FOIA", "FOIA s12", "procedural"],
                &["d", "", "10", "FOIA", "FOIA s12", "procedural"],
            ],
        );
        let rows: Vec<String> = analyse(folder.path()).unwrap().rows.iter().map(|r| shown(r)).collect();
        assert_eq!(
            rows,
            ["parks 2 FOIA FOIA s21 absolute 1 1 1 0", "parks 10 FOIA - - 1 1 1 0", "parks 10 FOIA FOIA s12 procedural 4 1 1 1"]
        );
    }
}
