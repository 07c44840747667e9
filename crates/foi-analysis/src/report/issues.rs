//! What should be looked at, by who can do something about it.

use std::collections::BTreeMap;
use std::path::Path;

use foi_model::{Actor, IssueCode, Severity};
use polars::prelude::*;

use super::evidence::Evidences;
use super::html::{Html, list, paragraph};
use crate::comparison::Beside;
use crate::frame::{AnalysisError, scan};
use crate::quotes::{Quote, columns, quotes};

fn title(actor: Actor) -> &'static str {
    match actor {
        Actor::Analyst => "For who uses the figures: read the source at the place shown",
        Actor::Builder => "For who builds the dataset: give other files, corrections or reference data",
        Actor::Authority => "For the authority: ask it",
    }
}

/// What is shown of an issue; the gravest first, those of one code together.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Shown {
    grave: usize,
    code: String,
    name: String,
    question: String,
    message: String,
    help: String,
    quote: Option<Quote>,
}

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

fn grave(severity: &str) -> usize {
    SEVERITIES.iter().position(|s| s.as_str() == severity).unwrap_or(0)
}

/// The issues of the dataset, and what published figures throw doubt on.
pub(crate) fn html(dataset: &Path, beside: &[Beside], evidence: &mut Evidences) -> Result<Html, AnalysisError> {
    let rows = scan(dataset, "issues")?.collect(|frame| {
        let what = ["submission_id", "authority_name", "code", "severity", "message", "question_id", "explanation"].map(col);
        frame.select(what.into_iter().chain(columns()).collect::<Vec<_>>())
    })?;
    let (ids, names, codes) = (rows.texts("submission_id")?, rows.texts("authority_name")?, rows.texts("code")?);
    let (messages, questions, severities) = (rows.texts("message")?, rows.texts("question_id")?, rows.texts("severity")?);
    let explanations = rows.texts("explanation")?;
    let mut by_actor: BTreeMap<Actor, Vec<Shown>> = BTreeMap::new();
    let who = ids.iter().zip(names.iter()).zip(questions.iter());
    let what = codes.iter().zip(severities.iter()).zip(messages.iter().zip(explanations.iter())).zip(quotes(&rows)?);
    for (((id, name), question), (((code, severity), (message, explanation)), quote)) in who.zip(what) {
        let known = IssueCode::ALL.iter().copied().find(|c| Some(c.as_str()) == code);
        let text = |text: Option<&str>| text.unwrap_or("").to_owned();
        let explained = explanation.map(|e| format!("; explained: {e}")).unwrap_or_default();
        by_actor.entry(known.map_or(Actor::Analyst, IssueCode::actor)).or_default().push(Shown {
            grave: grave(severity.unwrap_or("")),
            code: text(code),
            name: text(name.or(id)),
            question: text(question),
            message: text(message.or(known.map(IssueCode::meaning))) + &explained,
            help: known.map_or("", IssueCode::help).to_owned(),
            quote,
        });
    }
    for (beside, doubt) in beside.iter().filter_map(|b| Some((b, b.doubt()?))) {
        by_actor.entry(Actor::Analyst).or_default().push(Shown {
            grave: grave(&doubt.severity),
            code: doubt.code,
            name: beside.name.clone(),
            question: doubt.question_id.unwrap_or_default(),
            message: doubt.message,
            help: doubt.help,
            quote: beside.quote.clone(),
        });
    }
    let mut html = paragraph(
        "Errors are values that were not taken, warnings are values in doubt, notes are worth knowing. None was decided in silence.",
    );
    if by_actor.is_empty() {
        html.push(paragraph("There is none."));
    }
    for (actor, mut issues) in by_actor {
        issues.sort();
        html.push(Html::text(title(actor)).within("h3"));
        let heads = [("Issue", false), ("Authority", false), ("Question", false), ("What was found, and what to do", false)];
        let n = issues.len();
        let rows = issues.into_iter().map(|issue| {
            let severity = SEVERITIES.get(issue.grave).map_or("", |s| s.as_str());
            vec![
                Html::text(&format!("{severity}: {}", issue.code)),
                Html::text(&issue.name),
                Html::text(&issue.question),
                evidence.link(Html::text(&format!("{}; {}", issue.message, issue.help)), issue.quote.as_ref()),
            ]
        });
        html.push(list(&format!("{n} issues"), &heads, rows.collect::<Vec<_>>()));
    }
    Ok(html)
}
