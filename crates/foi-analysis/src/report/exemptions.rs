//! Which provisions were cited, by whom, and with which words.

use std::path::Path;

use polars::prelude::*;

use super::evidence::Evidences;
use super::findings::{Column, findings_table};
use super::html::{Html, list, paragraph, words};
use crate::frame::{AnalysisError, scan};
use crate::quotes::{columns, quotes};
use crate::{Analysis, analyse};

pub(crate) fn html(dataset: &Path, evidence: &mut Evidences) -> Result<Html, AnalysisError> {
    let mut html = paragraph(
        "Grounds that authorities cite for not giving information. A qualified exemption holds only where the public interest in it outweighs that in disclosure, \
         and the response has to weigh the two.",
    );
    let analysis = Analysis::Exemptions;
    html.push(findings_table(
        &analyse(analysis, dataset, analysis.default_dims(), &[])?,
        "Provisions cited, by question",
        &[
            Column("provision", "Provision"),
            Column("kind", "Kind"),
            Column("instrument_id", "Survey"),
            Column("question_id", "Question"),
            Column("n_used", "Authorities"),
            Column("n_citations", "Citations"),
            Column("n_qualified", "Qualified"),
            Column("n_public_interest_test", "With public interest test"),
            Column("n_excluded", "Others"),
            Column("excluded", "Why they are others"),
        ],
        |_| None,
    ));
    html.push(Html::text("Who cites what").within("h3"));
    html.push(each(dataset, evidence)?);
    Ok(html)
}

fn each(dataset: &Path, evidence: &mut Evidences) -> Result<Html, AnalysisError> {
    let key = ["provision", "legislation", "authority_name", "submission_id", "question_id", "kind", "public_interest_test"];
    let rows = scan(dataset, "exemptions")?.collect(|frame| {
        let frame = frame.select(key.map(col).into_iter().chain(columns()).collect::<Vec<_>>());
        // Rows that are alike in all of these keep the order of the table.
        let order = SortMultipleOptions::default().with_maintain_order(true).with_nulls_last(true);
        frame.sort(["provision", "legislation", "authority_name", "submission_id"], order)
    })?;
    let (provisions, acts, kinds) = (rows.texts("provision")?, rows.texts("legislation")?, rows.texts("kind")?);
    let (names, ids, questions) = (rows.texts("authority_name")?, rows.texts("submission_id")?, rows.texts("question_id")?);
    let what = provisions.iter().zip(acts.iter()).zip(kinds.iter().zip(rows.booleans("public_interest_test")?));
    let who = names.iter().zip(ids.iter()).zip(questions.iter());
    let mut lines = Vec::new();
    for ((((provision, act), (kind, weighed)), ((name, id), question)), quote) in what.zip(who).zip(quotes(&rows)?) {
        let provision = match (provision, act) {
            (Some(provision), _) => provision.to_owned(),
            (None, act) => format!("{}, no section cited", act.unwrap_or("no Act")),
        };
        lines.push(vec![
            evidence.link(Html::text(&provision), quote.as_ref()),
            Html::text(&words(kind.unwrap_or(""))),
            Html::text(name.or(id).unwrap_or("")),
            Html::text(question.unwrap_or("")),
            Html::text(match weighed {
                Some(true) => "yes",
                Some(false) => "no",
                None => "",
            }),
        ]);
    }
    let heads = [("Provision", false), ("Kind", false), ("Authority", false), ("Question", false), ("Public interest test", false)];
    Ok(list(&format!("{} citations; each leads to the words that prove it", lines.len()), &heads, lines))
}
