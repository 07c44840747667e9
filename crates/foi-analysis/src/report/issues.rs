//! What should be looked at, by who can do something about it.

use std::collections::BTreeMap;
use std::path::Path;

use foi_model::{IssueCode, Severity};
use polars::prelude::*;

use super::evidence::{Evidences, Quote, columns, quotes};
use super::html::{Html, paragraph, table};
use crate::frame::{AnalysisError, scan};

/// Who can do something about an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Actor {
    /// Who uses the figures, by reading a place in the source.
    Analyst,
    /// Who builds the dataset, by giving other files, options or reference data.
    Builder,
    /// The authority, if it is asked.
    Authority,
}

impl Actor {
    fn title(self) -> &'static str {
        match self {
            Self::Analyst => "For who uses the figures: read the source at the place shown",
            Self::Builder => "For who builds the dataset: give other files or reference data",
            Self::Authority => "For the authority: ask it",
        }
    }

    /// Who has to act first.
    fn of(code: IssueCode) -> Self {
        match code {
            IssueCode::ExemptionUnnumbered | IssueCode::HiddenContent | IssueCode::TotalDiffers | IssueCode::ScaleConflict => {
                Self::Authority
            }
            IssueCode::FormatUnknown
            | IssueCode::DocumentEmpty
            | IssueCode::DocumentUnreadable
            | IssueCode::DocumentPartlyRead
            | IssueCode::DocumentEncrypted
            | IssueCode::LimitExceeded
            | IssueCode::WorkerFailed
            | IssueCode::ScanUnread
            | IssueCode::PictureUnread
            | IssueCode::InstrumentUnrecognised
            | IssueCode::AuthorityUnknown
            | IssueCode::AttachmentMissing
            | IssueCode::RowUnknown
            | IssueCode::ColumnUnknown
            | IssueCode::DateMissing => Self::Builder,
            _ => Self::Analyst,
        }
    }
}

/// What is shown of an issue: how grave, its code, who it concerns, the question, the message, its evidence.
type Shown = (u8, String, String, String, String, Option<Quote>);

pub(crate) fn html(dataset: &Path, evidence: &mut Evidences) -> Result<Html, AnalysisError> {
    let rows = scan(dataset, "issues")?.collect(|frame| {
        let what = ["submission_id", "authority_name", "code", "message", "question_id"].map(col);
        frame.select(what.into_iter().chain(columns()).collect::<Vec<_>>())
    })?;
    let (ids, names, codes) = (rows.texts("submission_id")?, rows.texts("authority_name")?, rows.texts("code")?);
    let (messages, questions) = (rows.texts("message")?, rows.texts("question_id")?);
    let mut by_actor: BTreeMap<Actor, Vec<Shown>> = BTreeMap::new();
    let who = ids.iter().zip(names.iter());
    let what = codes.iter().zip(messages.iter()).zip(questions.iter()).zip(quotes(&rows)?);
    for ((id, name), (((code, message), question), quote)) in who.zip(what) {
        let known = IssueCode::ALL.iter().copied().find(|c| Some(c.as_str()) == code);
        let grave = match known.map(IssueCode::severity) {
            Some(Severity::Error) => 0,
            Some(Severity::Warning) | None => 1,
            Some(Severity::Note) => 2,
        };
        let text = |text: Option<&str>| text.unwrap_or("").to_owned();
        let shown = (grave, text(code), text(name.or(id)), text(question), text(message), quote);
        by_actor.entry(known.map_or(Actor::Analyst, Actor::of)).or_default().push(shown);
    }
    let mut html = paragraph(
        "Errors are values that were not taken, warnings are values in doubt, notes are worth knowing. None was decided in silence.",
    );
    if by_actor.is_empty() {
        html.push(paragraph("There is none."));
    }
    for (actor, mut issues) in by_actor {
        issues.sort();
        html.push(Html::text(actor.title()).within("h3"));
        let heads = [("Issue", false), ("Authority", false), ("Question", false), ("What was found, and what to do", false)];
        let n = issues.len();
        let rows = issues.into_iter().map(|(grave, code, name, question, message, quote)| {
            let severity = ["error", "warning", "note"].get(usize::from(grave)).copied().unwrap_or("");
            let help = IssueCode::ALL.iter().find(|c| c.as_str() == code).map_or("", |c| c.help());
            let place = quote.as_ref().map(|q| evidence.place(q));
            vec![
                Html::text(&format!("{severity}: {code}")),
                Html::text(&name),
                Html::text(&question),
                Html::text(&format!("{message}; {help}")).linked(place.as_deref()),
            ]
        });
        html.push(table(&format!("{n} issues"), &heads, rows.collect::<Vec<_>>()));
    }
    Ok(html)
}
