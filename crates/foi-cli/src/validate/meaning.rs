//! A submission against the instrument that it answers.

use std::collections::BTreeSet;

use foi_model::{
    Answer, AnswerKind, Cell, Code, Dimensions, DispositionCode, Instrument, Question, Submission, Table, Term, UNRECOGNISED, Unit,
    Value,
};

use super::{Fault, Rules};
use crate::cited;
use crate::findings::Check;

/// Everything in a submission that its instrument, its own documents or the register contradict.
pub(crate) fn faults(submission: &Submission, rules: &Rules<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Some(authority) = &submission.authority
        && rules.register.get(&authority.code).is_none()
    {
        let message = format!("`{}` ({}) is not in the register", authority.code, authority.name);
        faults.push(Fault::new(Check::AuthorityUnregistered, "/authority/code", message));
    }
    sources(submission, &mut faults);
    twice(submission, &mut faults);
    let id = &submission.instrument_id;
    if let Some(instrument) = rules.instruments.iter().find(|i| &i.id == id) {
        questions(submission, instrument, &mut faults);
    } else if id != UNRECOGNISED {
        faults.push(Fault::new(Check::InstrumentUnknown, "/instrument_id", format!("no instrument `{id}` is known")));
    }
    faults
}

fn sources(submission: &Submission, faults: &mut Vec<Fault>) {
    let listed: BTreeSet<_> = submission.documents.iter().map(|d| &d.source_id).collect();
    for cited in cited::evidence(submission) {
        if !listed.contains(&cited.evidence.source_id) {
            let message = format!("the words for {} stand in a source that is not among the documents", cited.subject);
            let mut fault = Fault::new(Check::SourceUnlisted, format!("{}/source_id", cited.pointer), message);
            fault.finding.question_id = cited.question.map(ToString::to_string);
            faults.push(fault);
        }
    }
}

fn twice(submission: &Submission, faults: &mut Vec<Fault>) {
    let mut seen = BTreeSet::new();
    for (index, answer) in submission.answers.iter().enumerate() {
        let id = &answer.question_id;
        if !seen.insert(id) {
            let message = format!("question `{id}` is answered twice");
            faults.push(Fault::new(Check::QuestionTwice, format!("/answers/{index}/question_id"), message).question(id));
        }
        let mut cells = BTreeSet::new();
        for (i, observation) in answer.observations.iter().enumerate() {
            if !cells.insert((&observation.measure, &observation.dimensions)) {
                let message = format!("{} is there twice", cited::cell(observation.measure.as_str(), &observation.dimensions));
                faults.push(Fault::new(Check::CellTwice, format!("/answers/{index}/observations/{i}"), message).question(id));
            }
        }
    }
}

fn questions(submission: &Submission, instrument: &Instrument, faults: &mut Vec<Fault>) {
    for question in &instrument.questions {
        if submission.answer(&question.id).is_none() {
            let message = format!("question `{}` of `{}` has no answer", question.id, instrument.id);
            faults.push(Fault::new(Check::QuestionMissing, "/answers", message).question(&question.id));
        }
    }
    for (index, answer) in submission.answers.iter().enumerate() {
        let at = format!("/answers/{index}");
        let id = &answer.question_id;
        let before = faults.len();
        match instrument.question(id) {
            None => {
                let message = format!("`{}` has no question `{id}`", instrument.id);
                faults.push(Fault::new(Check::QuestionUnknown, format!("{at}/question_id"), message));
            }
            Some(question) => {
                value_kind(answer, question, &at, faults);
                routing(submission, answer, question, &at, faults);
                cells(answer, instrument, &at, faults);
            }
        }
        for fault in faults.iter_mut().skip(before) {
            fault.finding.question_id = Some(id.to_string());
        }
    }
}

fn value_kind(answer: &Answer, question: &Question, at: &str, faults: &mut Vec<Fault>) {
    let Some(value) = &answer.value else { return };
    let (found, fits) = match value {
        Value::Boolean { .. } => ("boolean", question.kind == AnswerKind::Boolean),
        Value::Number { unit, .. } if unit == &Unit::percent() => {
            ("percentage", matches!(question.kind, AnswerKind::Percent | AnswerKind::Number))
        }
        Value::Number { .. } => ("number", question.kind == AnswerKind::Number),
        Value::Date { .. } => ("date", question.kind == AnswerKind::Date),
        Value::Choice { .. } => ("choice", false),
    };
    if !fits {
        let expected = kind_name(question.kind);
        let message = format!("question `{}` expects a {expected}, and its value is a {found}", question.id);
        faults.push(Fault::new(Check::ValueKind, format!("{at}/value"), message).differs(found, expected));
    }
}

/// A kind of answer in words.
pub(crate) fn kind_name(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Boolean => "boolean",
        AnswerKind::Text => "text",
        AnswerKind::Number => "number",
        AnswerKind::Percent => "percentage",
        AnswerKind::Date => "date",
        AnswerKind::Table => "table",
        AnswerKind::Contact => "contact",
    }
}

fn routing(submission: &Submission, answer: &Answer, question: &Question, at: &str, faults: &mut Vec<Fault>) {
    let Some(condition) = &question.asked_if else { return };
    let answered = matches!(answer.disposition.code(), DispositionCode::Answered | DispositionCode::PartlyAnswered);
    if answered && submission.boolean(&condition.question) == Some(!condition.answer) {
        let word = |yes: bool| if yes { "yes" } else { "no" };
        let message = format!(
            "question `{}` is answered, and is asked only where the answer to `{}` is {}",
            question.id,
            condition.question,
            word(condition.answer)
        );
        let fault = Fault::new(Check::RoutingContradicted, format!("{at}/disposition/code"), message);
        faults.push(fault.differs(word(!condition.answer), word(condition.answer)));
    }
}

/// The cells of an answer against the tables that its question has columns in.
fn cells(answer: &Answer, instrument: &Instrument, at: &str, faults: &mut Vec<Fault>) {
    let question = &answer.question_id;
    let tables_for = |code: &Code| -> Vec<&Table> {
        let has = |t: &&Table| t.columns.iter().any(|c| &c.question == question && &c.code == code);
        instrument.tables.iter().filter(has).collect()
    };
    for (i, observation) in answer.observations.iter().enumerate() {
        let at = format!("{at}/observations/{i}");
        let code = &observation.measure;
        let tables = tables_for(code);
        if tables.is_empty() || instrument.measure(code).is_none() {
            faults.push(Fault::new(Check::MeasureUnknown, format!("{at}/measure"), not_asked("measure", code, answer, instrument)));
            continue;
        }
        dimensions(&observation.dimensions, &tables, instrument, &at, faults);
        let unit = match &observation.cell {
            Cell::Reported(reported) => Some(&reported.unit),
            Cell::Suppressed { unit, .. } => unit.as_ref(),
            _ => None,
        };
        if let (Some(unit), Some(expected)) = (unit, instrument.measure(code).and_then(|m| m.unit.as_ref()))
            && unit != expected
        {
            let message = format!("measure `{code}` is in `{expected}`, and this value is in `{unit}`");
            faults.push(Fault::new(Check::UnitMismatch, format!("{at}/cell/unit"), message).differs(unit, expected));
        }
    }
    for (i, description) in answer.descriptions.iter().enumerate() {
        let at = format!("{at}/descriptions/{i}");
        let code = &description.column;
        let tables = tables_for(code);
        if tables.is_empty() || !has(&instrument.descriptions, code) {
            let message = not_asked("column", code, answer, instrument);
            faults.push(Fault::new(Check::DescriptionUnknown, format!("{at}/column"), message));
            continue;
        }
        dimensions(&description.dimensions, &tables, instrument, &at, faults);
    }
}

fn not_asked(what: &str, code: &Code, answer: &Answer, instrument: &Instrument) -> String {
    format!("question `{}` of `{}` does not ask for {what} `{code}`", answer.question_id, instrument.id)
}

fn has(terms: &[Term], code: &Code) -> bool {
    terms.iter().any(|t| &t.code == code)
}

fn dimensions(found: &Dimensions, tables: &[&Table], instrument: &Instrument, at: &str, faults: &mut Vec<Fault>) {
    let names: Vec<String> = tables.iter().map(|t| format!("`{}`", t.id)).collect();
    let names = names.join(", ");
    let mut add = |check, field: &str, what: &str, value: &dyn std::fmt::Display| {
        let message = format!("table {names} has no {what} `{value}`");
        faults.push(Fault::new(check, format!("{at}/dimensions/{field}"), message));
    };
    if let Some(area) = &found.service_area
        && !tables.iter().any(|t| instrument.service_areas_of(t).contains(&area))
    {
        add(Check::ServiceAreaUnknown, "service_area", "service area", area);
    }
    if let Some(cohort) = &found.cohort
        && !tables.iter().any(|t| t.cohorts.contains(cohort))
    {
        add(Check::CohortUnknown, "cohort", "cohort", cohort);
    }
    if let Some(category) = &found.category
        && !tables.iter().any(|t| t.categories.contains(category))
    {
        add(Check::CategoryUnknown, "category", "category", category);
    }
    if let Some(year) = &found.financial_year
        && !tables.iter().any(|t| t.any_year || t.financial_years.contains(year))
    {
        add(Check::YearUnexpected, "financial_year", "year", year);
    }
}
