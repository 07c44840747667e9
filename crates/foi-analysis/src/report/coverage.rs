//! Who answered what: a grid of authorities and questions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use foi_model::{DispositionCode, QuestionId};
use polars::prelude::*;

use super::evidence::Evidences;
use super::findings::{Column, findings_table, value};
use super::html::{Html, paragraph, table, words};
use crate::dims::Dim;
use crate::frame::{AnalysisError, scan};
use crate::quotes::{Quote, columns, quotes};
use crate::table::Item;
use crate::{Analysis, analyse};

/// What stands in the grid for a disposition, beside its colour.
fn sign(disposition: &str) -> &'static str {
    match disposition {
        "answered" => "A",
        "partly_answered" => "P",
        "withheld" => "W",
        "declined" => "D",
        "not_held" => "N",
        "published" => "L",
        "in_attachment" => "T",
        "see_other_answer" => "S",
        "not_applicable" => "\u{2013}",
        "clarification_requested" => "C",
        "blank" => "B",
        "unreadable" => "U",
        _ => "?",
    }
}

struct Answer {
    question: QuestionId,
    disposition: String,
    quote: Option<Quote>,
}

/// The submissions to one survey: the authority's name or the submission's id, and its answers.
type Submissions = BTreeMap<(String, String), Vec<Answer>>;

pub(crate) fn html(dataset: &Path, evidence: &mut Evidences) -> Result<Html, AnalysisError> {
    let mut html = paragraph(
        "Each cell is one question put to one authority. Letters and colours say what kind of answer came; a cell leads to the words that decide it.",
    );
    html.push(key());
    for (instrument, submissions) in answers(dataset)? {
        html.push(grid(&instrument, submissions, evidence));
    }
    html.push(silent(dataset)?);
    html.push(Html::text("In time").within("h3"));
    html.push(paragraph(
        "A request has to be answered within 20 working days. They are counted from the day after it was received, without weekends and the bank holidays of the nation. \
         The bounds say what the share of the whole register would be if all of whom it is not known were late, or in time. \
         The Act of 2000 itself leaves out the bank holidays of every part of the United Kingdom, so that a response that is a day late here may be in time in law.",
    ));
    let mut findings = analyse(Analysis::Coverage, dataset, &[Dim::Nation, Dim::Region], &[])?;
    // Submissions of nobody in the register are in no share of it.
    findings.rows.retain(|row| value(&findings.fields, row, "n_expected") != &Item::Count(0));
    html.push(findings_table(
        &findings,
        "Responses within 20 working days, by region",
        &[
            Column("nation", "Nation"),
            Column("region", "Region"),
            Column("n_expected", "Register"),
            Column("n_in_time", "In time"),
            Column("n_late", "Late"),
            Column("n_undated", "Dates not known"),
            Column("n_no_submission", "No response"),
            Column("in_time_pct", "In time, of those dated"),
            Column("in_time_low_pct", "At least, of all"),
            Column("in_time_high_pct", "At most, of all"),
        ],
        |_| None,
    ));
    Ok(html)
}

fn key() -> Html {
    let mut key = Html::default();
    for code in DispositionCode::ALL {
        let mut entry = Html::text(sign(code.as_str())).within(&format!("b class=\"{}\"", code.as_str()));
        entry.push(Html::text(&format!(" {}", words(code.as_str()))));
        key.push(entry.within("span"));
    }
    key.within("p class=\"key\"")
}

fn answers(dataset: &Path) -> Result<BTreeMap<String, Submissions>, AnalysisError> {
    let submissions = scan(dataset, "submissions")?.frame.select(["submission_id", "instrument_id"].map(col));
    let id = || [col("submission_id")];
    let rows = scan(dataset, "answers")?.collect(|frame| {
        let what = ["submission_id", "authority_name", "question_id", "disposition"].map(col);
        let frame = frame.select(what.into_iter().chain(columns()).collect::<Vec<_>>());
        frame.join(submissions, id(), id(), JoinArgs::new(JoinType::Left))
    })?;
    let (ids, names) = (rows.texts("submission_id")?, rows.texts("authority_name")?);
    let (questions, dispositions) = (rows.texts("question_id")?, rows.texts("disposition")?);
    let instruments = rows.texts("instrument_id")?;
    let mut surveys: BTreeMap<String, Submissions> = BTreeMap::new();
    let who = ids.iter().zip(names.iter()).zip(instruments.iter());
    let what = questions.iter().zip(dispositions.iter()).zip(quotes(&rows)?);
    for (((id, name), instrument), ((question, disposition), quote)) in who.zip(what) {
        let (Some(id), Some(Ok(question))) = (id, question.map(str::parse::<QuestionId>)) else { continue };
        let submissions = surveys.entry(instrument.unwrap_or("").to_owned()).or_default();
        let answer = Answer { question, disposition: disposition.unwrap_or("").to_owned(), quote };
        submissions.entry((name.unwrap_or(id).to_owned(), id.to_owned())).or_default().push(answer);
    }
    Ok(surveys)
}

fn grid(instrument: &str, submissions: Submissions, evidence: &mut Evidences) -> Html {
    let questions: BTreeSet<QuestionId> = submissions.values().flatten().map(|a| a.question.clone()).collect();
    let n = submissions.len();
    let of: BTreeSet<&str> = submissions.keys().map(|(name, _)| name.as_str()).collect();
    let caption = format!("Survey {instrument}: {n} submissions of {} authorities, {} questions", of.len(), questions.len());
    let titles: Vec<String> = questions.iter().map(ToString::to_string).collect();
    let heads: Vec<(&str, bool)> = [("Authority", false)].into_iter().chain(titles.iter().map(|t| (t.as_str(), false))).collect();
    let rows: Vec<Vec<Html>> = submissions
        .into_iter()
        .map(|((name, _), answers)| {
            let mut row = vec![Html::text(&name)];
            for question in &questions {
                row.push(match answers.iter().find(|a| &a.question == question) {
                    Some(answer) => {
                        let title = words(&answer.disposition);
                        let what = format!("abbr class=\"{}\" title=\"{title}\" aria-label=\"{title}\"", answer.disposition);
                        evidence.link(Html::text(sign(&answer.disposition)).within(&what), answer.quote.as_ref())
                    }
                    None => Html::default(),
                });
            }
            row
        })
        .collect();
    table(&caption, &heads, rows).within("div class=\"grid\"")
}

fn silent(dataset: &Path) -> Result<Html, AnalysisError> {
    let rows = scan(dataset, "authorities")?.collect(|f| f.select(["submission_id", "authority_name"].map(col)))?;
    let (ids, names) = (rows.texts("submission_id")?, rows.texts("authority_name")?);
    let silent: BTreeSet<&str> = ids.iter().zip(names.iter()).filter(|(id, _)| id.is_none()).filter_map(|(_, name)| name).collect();
    let all: BTreeSet<&str> = names.iter().flatten().collect();
    let mut html = Html::text("Who has not answered").within("h3");
    html.push(paragraph(&format!(
        "{} of {} authorities of the register have no response in this dataset.",
        silent.len(),
        all.len()
    )));
    if !silent.is_empty() {
        let names: Vec<&str> = silent.into_iter().collect();
        let mut details = Html::text("Their names").within("summary");
        details.push(paragraph(&names.join("; ")));
        // A few are shown at once; paper has no way to open a fold.
        html.push(details.within(if names.len() <= 20 { "details open" } else { "details" }));
    }
    Ok(html)
}
