//! Questions that the authority was routed past.

use foi_model::{AnswerKind, CellStatus, Disposition, DispositionCode, Evidence, Instrument, Issue, IssueCode};

use crate::bind::Bound;
use foi_model::Answer;

/// Marks questions as not applicable that were not asked of this authority and that it says nothing to.
pub(super) fn apply(bound: &[(usize, Bound)], instrument: &Instrument, answers: &mut [Answer], issues: &mut Vec<Issue>) {
    let silent = |a: &Answer| matches!(a.disposition.code(), DispositionCode::Blank | DispositionCode::NotFound);
    let goes_to = bound.iter().find_map(|(_, b)| b.no_goes_to.clone());
    let screening = instrument
        .screening
        .as_ref()
        .or_else(|| instrument.questions.iter().find_map(|q| q.asked_if.as_ref().map(|c| &c.question)));
    for index in 0..instrument.questions.len() {
        let Some(question) = instrument.questions.get(index) else { continue };
        let condition = question.asked_if.as_ref();
        let decided = condition.and_then(|c| {
            let on = answers.iter().find(|a| a.question_id == c.question)?;
            Some((super::says(on)? == c.answer, on.evidence.clone()))
        });
        let skipped = match (&decided, screening, &goes_to) {
            (Some((false, evidence)), _, _) => Some(evidence.clone()),
            // The letter itself says where a no goes on, past more than the instrument's own routing.
            (Some((true, _)), Some(screening), Some(section)) => past(instrument, question.section.as_deref(), section)
                .then(|| answers.iter().find(|a| a.question_id == *screening))
                .flatten()
                .filter(|on| super::says(on) == Some(false) && on.question_id != question.id)
                .map(|on| on.evidence.clone()),
            _ => None,
        };
        let Some(answer) = answers.get_mut(index) else { continue };
        match skipped {
            Some(evidence) if silent(answer) => not_applicable(answer, evidence),
            Some(_) if answer.disposition.code() == DispositionCode::Answered && question.kind != AnswerKind::Contact => {
                issues.push(
                    Issue::new(
                        IssueCode::AnsweredThoughRoutedPast,
                        format!("question {} is answered although it was routed past", question.id),
                    )
                    .on(&question.id)
                    .at(answer.evidence.clone()),
                );
            }
            _ => {}
        }
    }
}

/// Whether a section stands before the one that the letter goes on with.
fn past(instrument: &Instrument, section: Option<&str>, goes_to: &str) -> bool {
    let place = |id: &str| instrument.sections.iter().position(|s| s.id == id);
    match (section.and_then(place), place(goes_to)) {
        (Some(own), Some(next)) => own < next,
        _ => false,
    }
}

fn not_applicable(answer: &mut Answer, evidence: Option<Evidence>) {
    answer.disposition =
        Disposition::new(DispositionCode::NotApplicable, [], Vec::new()).unwrap_or_else(|_| Disposition::not_found());
    answer.evidence = answer.evidence.take().or(evidence);
    answer.confidence = answer.confidence.max(90);
    for observation in &mut answer.observations {
        if observation.cell.status() == CellStatus::Blank {
            observation.cell = foi_model::Cell::NotApplicable {};
        }
    }
}
