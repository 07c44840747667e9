//! The answers of a filled template: what is said to each question, and the figures of its tables.

use std::collections::BTreeMap;

use foi_model::{
    ANSWERS, Answer, AnswerKind, Cell, CellStatus, ColumnMark, Description, Disposition, DispositionCode, Evidence, Exemption,
    Explanation, Instrument, Issue, IssueCode, Legislation, Observation, Provision, Question, QuestionId, Value,
};

use super::entries::{AnswerEntry, CellsEntry, Entries};
use super::figure::{self, Measured};
use super::{Reasons, Words};
use crate::identify::Identity;
use crate::interpret::{Cells, Spoken, citations, kept_text, spoken, tally};
use crate::pipeline::Config;

/// What the tables give to one question.
#[derive(Default)]
struct Given {
    observations: Vec<Observation>,
    descriptions: Vec<Description>,
    provisions: Vec<(Provision, Evidence)>,
}

/// One answer for each question, in the order of the instrument.
pub(super) fn read(
    entries: &Entries<'_>,
    instrument: &Instrument,
    identity: &Identity,
    config: &Config,
    reasons: &mut Reasons,
    issues: &mut Vec<Issue>,
) -> Vec<Answer> {
    let legislation = identity.legislation();
    let mut given = cells(entries, instrument, legislation, reasons, issues);
    let answers = instrument.questions.iter().map(|question| {
        let found = given.remove(&question.id).unwrap_or_default();
        let entry = one(question, entries.answers.get(&question.id).map_or(&[][..], Vec::as_slice), issues);
        answer(question, entry, found, (legislation, config), reasons, issues)
    });
    answers.collect()
}

/// The row of a question that says something; an issue where two say different things.
fn one<'e, 'd>(question: &Question, all: &'e [AnswerEntry<'d>], issues: &mut Vec<Issue>) -> Option<&'e AnswerEntry<'d>> {
    let mut said = all.iter().filter(|e| !e.columns.is_empty());
    let first = said.next().or(all.first())?;
    let differs = |e: &&AnswerEntry<'_>| texts(&e.columns) != texts(&first.columns);
    if let Some(other) = said.find(differs) {
        let evidence = other.columns.values().next().and_then(|w| w.evidence());
        let message = "answered in two places that differ; neither is taken";
        issues.push(Issue::new(IssueCode::CellsConflict, message).on(&question.id).at(evidence));
        return None;
    }
    Some(first)
}

fn texts<'d>(columns: &BTreeMap<ColumnMark, Words<'d>>) -> Vec<&'d str> {
    columns.values().map(|w| w.text()).collect()
}

/// The figures and the words of all tables, by question.
fn cells(
    entries: &Entries<'_>,
    instrument: &Instrument,
    legislation: Legislation,
    reasons: &mut Reasons,
    issues: &mut Vec<Issue>,
) -> BTreeMap<QuestionId, Given> {
    let mut given: BTreeMap<QuestionId, Given> = BTreeMap::new();
    for table in &instrument.tables {
        // Rows about the same thing, on one sheet or on a copy of it.
        let mut rows: Vec<Vec<&CellsEntry<'_>>> = Vec::new();
        for entry in entries.cells.iter().filter(|e| e.table == table.id) {
            let year_missing = table.any_year && entry.dimensions.financial_year.is_none();
            if year_missing {
                if !entry.columns.is_empty() {
                    let evidence = entry.columns.values().next().and_then(|w| w.evidence());
                    issues.push(
                        Issue::new(IssueCode::YearUncertain, "a row has figures and no financial year; it was not taken")
                            .at(evidence),
                    );
                }
                continue;
            }
            match rows.iter_mut().find(|r| r.first().is_some_and(|f| f.dimensions == entry.dimensions)) {
                Some(same) => same.push(entry),
                None => rows.push(vec![entry]),
            }
        }
        for same in &rows {
            for column in &table.columns {
                let into = given.entry(column.question.clone()).or_default();
                if let Some(measure) = instrument.measure(&column.code) {
                    let Some(unit) = &measure.unit else { continue };
                    let year = same.first().and_then(|e| e.dimensions.financial_year);
                    let forecast = year.is_some_and(|y| table.forecast_years.contains(&y));
                    let measured =
                        Measured { code: &column.code, question: &column.question, label: &measure.label, unit, forecast };
                    figure_of(same, &measured, entries, legislation, into, reasons, issues);
                } else {
                    words_of(same, &column.code, &column.question, into, issues);
                }
            }
        }
    }
    given
}

fn figure_of<'d>(
    same: &[&CellsEntry<'d>],
    measured: &Measured<'_>,
    entries: &Entries<'d>,
    legislation: Legislation,
    into: &mut Given,
    reasons: &mut Reasons,
    issues: &mut Vec<Issue>,
) {
    let question = measured.question;
    let mut read: Vec<figure::Read<'d>> = same.iter().map(|entry| figure::read(entry, measured, entries, legislation)).collect();
    let silent = |r: &figure::Read<'_>| matches!(r.observation.cell, Cell::Blank {}) && r.observation.note.is_none();
    if !read.iter().all(silent) {
        read.retain(|r| !silent(r));
    }
    let mut read = read.into_iter();
    let Some(mut first) = read.next() else { return };
    if let Some(other) = read.find(|r| r.observation.cell != first.observation.cell) {
        let raw = |o: &Observation| o.raw.clone().unwrap_or_else(|| o.cell.status().as_str().to_owned());
        let message = format!(
            "`{}` in one place and `{}` in another for the same cell; neither is taken",
            raw(&first.observation),
            raw(&other.observation)
        );
        issues.push(Issue::new(IssueCode::CellsConflict, message).on(question).at(other.observation.evidence.clone()));
        first.observation.cell = Cell::Unreadable {};
    }
    issues.extend(first.issues.into_iter().map(|i| i.on(question)));
    if let (Some(words), Some(at)) = (first.reason, first.observation.evidence.clone()) {
        let reason = foi_model::redacted(words.text());
        reasons.figures.push((at, Explanation { reason, evidence: words.evidence() }));
    }
    into.provisions.extend(first.provisions);
    into.observations.push(first.observation);
}

fn words_of(same: &[&CellsEntry<'_>], code: &foi_model::Code, question: &QuestionId, into: &mut Given, issues: &mut Vec<Issue>) {
    let mut all = same.iter().filter_map(|e| Some((*e, *e.columns.get(&ColumnMark::Words(code.clone()))?)));
    let Some((entry, words)) = all.next() else { return };
    if let Some((_, other)) = all.find(|(_, w)| w.text() != words.text()) {
        let message =
            format!("`{}` in one place and `{}` in another for the same cell; neither is taken", words.text(), other.text());
        issues.push(Issue::new(IssueCode::CellsConflict, message).on(question).at(other.evidence()));
        return;
    }
    into.descriptions.push(Description {
        column: code.clone(),
        dimensions: entry.dimensions.clone(),
        text: foi_model::redacted(words.text()),
        // Words that are nothing but a name have no evidence of their own.
        evidence: words.evidence().or_else(|| entry.named.and_then(Words::evidence)),
    });
}

fn answer(
    question: &Question,
    entry: Option<&AnswerEntry<'_>>,
    given: Given,
    (legislation, config): (Legislation, &Config),
    reasons: &mut Reasons,
    issues: &mut Vec<Issue>,
) -> Answer {
    let place = |place: ColumnMark| entry.and_then(|e| e.columns.get(&place)).copied();
    let (said, status, provision, note) =
        (place(ColumnMark::Answer), place(ColumnMark::Status), place(ColumnMark::Provision), place(ColumnMark::Note));
    let cells: Cells = tally(&given.observations, &given.descriptions);
    let chosen = status.and_then(|w| chosen(w.text()));
    let grounds = grounds(&[said, status, provision], given.provisions, legislation, question, issues);
    // What is typed in the place of the list speaks for itself, as the answer does.
    let speaking: Vec<Words<'_>> = said.into_iter().chain(status.filter(|_| chosen.is_none())).collect();
    let document = speaking.first().map(|w| w.document);
    let texts: Vec<_> = speaking.iter().map(|w| w.cell.text.clone()).collect();
    let Spoken { disposition, value } = spoken(question, document, &texts, cells, &grounds, legislation);
    let disposition = match chosen {
        None => disposition,
        Some(DispositionCode::Withheld) => Disposition::refused([], grounds),
        Some(DispositionCode::Answered) if speaking.is_empty() => disposition,
        Some(code) => Disposition::new(code, [], grounds).unwrap_or(disposition),
    };
    let code = disposition.code();
    let gives = matches!(code, DispositionCode::Answered | DispositionCode::PartlyAnswered);
    let first_cell = || given.observations.iter().find(|o| o.cell.status() != CellStatus::Blank).and_then(|o| o.evidence.clone());
    let evidence = speaking
        .first()
        .copied()
        .or(status)
        .or(provision)
        .filter(|_| question.kind != AnswerKind::Contact || !gives)
        .and_then(Words::evidence)
        .or_else(first_cell)
        .or_else(|| given.descriptions.first().and_then(|d| d.evidence.clone()))
        .or_else(|| entry.and_then(|e| e.named).and_then(Words::evidence));
    let text: Vec<&str> = speaking.iter().copied().chain(note).map(Words::text).collect();
    let text = text.join("\n");
    if gives && question.kind == AnswerKind::Boolean && value.is_none() && !text.is_empty() {
        let issue = Issue::new(IssueCode::NeitherYesNorNo, "the answer is neither yes nor no");
        issues.push(issue.on(&question.id).at(evidence.clone()));
    }
    let contact = question.kind == AnswerKind::Contact && gives;
    if contact && !config.include_contacts && !text.is_empty() {
        issues.push(Issue::new(IssueCode::PersonalDataLeftOut, "the answer names a person to contact").on(&question.id));
    }
    if let Some(words) = note {
        let reason = foi_model::redacted(words.text());
        reasons.questions.insert(question.id.clone(), Explanation { reason, evidence: words.evidence() });
    }
    Answer {
        question_id: question.id.clone(),
        section: question.section.clone(),
        value: if gives { value.or_else(|| number(question, said, issues)) } else { None },
        disposition,
        text: kept_text(&text, contact, config),
        observations: given.observations,
        descriptions: given.descriptions,
        evidence,
        confidence: 100,
        corrected: Default::default(),
    }
}

/// A number that stands alone in the cell of a question for a percentage: the form says that it is one.
fn number(question: &Question, said: Option<Words<'_>>, issues: &mut Vec<Issue>) -> Option<Value> {
    let words = said.filter(|_| question.kind == AnswerKind::Percent)?;
    let crate::interpret::Content::Figure(figure) = crate::interpret::read_cell(words.cell) else { return None };
    let ratio = figure.number.scale() > 0 && figure.number <= foi_model::Decimal::ONE;
    let bare = figure.remark.is_empty() && !figure.pounds && figure.scale.is_none();
    if bare && ratio {
        let message = format!("`{}` may be a ratio and no percentage; it was not taken", words.text());
        issues.push(Issue::new(IssueCode::UnitUnexpected, message).on(&question.id).at(words.evidence()));
    }
    (bare && !ratio).then(|| Value::Number { value: figure.number.normalize(), unit: foi_model::Unit::percent() })
}

/// The kind of answer that was chosen from the list.
fn chosen(text: &str) -> Option<DispositionCode> {
    let first = |label: &str| label.split(" (").next().unwrap_or(label).trim().trim_end_matches('.').to_lowercase();
    ANSWERS.iter().find(|(_, label)| first(label) == first(text)).map(|(code, _)| *code)
}

/// The grounds that are cited in cells, each once.
fn grounds(
    cells: &[Option<Words<'_>>],
    beside_figures: Vec<(Provision, Evidence)>,
    legislation: Legislation,
    question: &Question,
    issues: &mut Vec<Issue>,
) -> Vec<Exemption> {
    let mut all: Vec<(Provision, Evidence)> = Vec::new();
    for (at, words) in cells.iter().enumerate().filter_map(|(at, w)| Some((at, (*w)?))) {
        // In its own column a section is a number alone.
        let bare = at + 1 == cells.len() && words.text().starts_with(|c: char| c.is_ascii_digit());
        let text = if bare { format!("section {}", words.text()) } else { words.text().to_owned() };
        for citation in citations(&text, legislation) {
            match (citation.provision, words.evidence()) {
                (Ok(provision), Some(evidence)) => all.push((provision, evidence)),
                (Err(error), evidence) => {
                    issues.push(Issue::new(IssueCode::ProvisionUnknown, error.to_string()).on(&question.id).at(evidence));
                }
                (Ok(_), None) => {}
            }
        }
    }
    all.extend(beside_figures);
    let mut found: Vec<Exemption> = Vec::new();
    for (provision, evidence) in all.into_iter().filter(|(p, _)| !p.means_not_held()) {
        if !found.iter().any(|e| e.provision.as_ref() == Some(&provision)) {
            let legislation = provision.legislation();
            found.push(Exemption { legislation, provision: Some(provision), public_interest_test: None, evidence: Some(evidence) });
        }
    }
    found
}
