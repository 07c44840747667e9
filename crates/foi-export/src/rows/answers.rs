//! What was said: answers, the figures in them, and the grounds cited.

use foi_model::{Answer, AnswerField, AnswerRow, Cell, Corrected, ExemptionRow, ObservationRow, Value};

use super::limits::{figure, fitting};
use super::subject::Subject;

/// Rows of table `answers`.
pub(super) fn answers(subject: Subject<'_>) -> Vec<AnswerRow> {
    let rows = subject.submission.answers.iter().map(|answer| {
        let mut exemptions: Vec<String> = Vec::new();
        for provision in answer.disposition.exemptions().iter().filter_map(|e| e.provision.as_ref()).map(ToString::to_string) {
            if !exemptions.contains(&provision) {
                exemptions.push(provision);
            }
        }
        let (value_bool, number, value_date) = match &answer.value {
            Some(Value::Boolean { value }) => (Some(*value), None, None),
            Some(Value::Number { value, unit }) => (None, fitting(*value).map(|v| (v, unit.clone())), None),
            Some(Value::Date { value }) => (None, None, Some(*value)),
            Some(Value::Choice { .. }) | None => (None, None, None),
        };
        let (value_number, unit) = number.unzip();
        AnswerRow {
            submission_id: subject.id(),
            authority_code: subject.code(),
            authority_name: subject.name(),
            question_id: answer.question_id.clone(),
            section: answer.section.clone(),
            disposition: answer.disposition.code(),
            also: answer.disposition.also().map(|d| d.as_str().to_owned()).collect(),
            exemptions,
            text: answer.text.clone(),
            value_bool,
            value_number,
            value_date,
            unit,
            confidence: i64::from(answer.confidence),
            evidence: answer.evidence.clone(),
            corrected_by: corrected(answer, |_, c| c.who.clone()),
            corrected_from: corrected(answer, |field, c| format!("{}: {}", field.as_str(), c.replaced)),
            corrected_why: corrected(answer, |_, c| c.why.clone()),
        }
    });
    rows.collect()
}

/// What the corrections of an answer say, each thing once.
fn corrected(answer: &Answer, of: impl Fn(AnswerField, &Corrected) -> String) -> Option<String> {
    let mut said: Vec<String> = Vec::new();
    for (field, correction) in &answer.corrected {
        let text = of(*field, correction);
        if !said.contains(&text) {
            said.push(text);
        }
    }
    (!said.is_empty()).then(|| said.join("; "))
}

/// Rows of table `observations`.
pub(super) fn observations(subject: Subject<'_>) -> Vec<ObservationRow> {
    let all = subject.submission.answers.iter().flat_map(|a| a.observations.iter().map(move |o| (a, o)));
    let rows = all.map(|(answer, observation)| {
        let (status, reported) = figure(observation);
        let (lower_bound, upper_bound, bounds_unit) = match &observation.cell {
            Cell::Suppressed { lower_bound, upper_bound, unit } => {
                (lower_bound.and_then(fitting), upper_bound.and_then(fitting), unit.clone())
            }
            _ => (None, None, None),
        };
        ObservationRow {
            submission_id: subject.id(),
            authority_code: subject.code(),
            authority_name: subject.name(),
            question_id: answer.question_id.clone(),
            measure: observation.measure.clone(),
            service_area: observation.dimensions.service_area.clone(),
            cohort: observation.dimensions.cohort.clone(),
            financial_year: observation.dimensions.financial_year,
            category: observation.dimensions.category.clone(),
            row_label: observation.row_label.clone(),
            column_label: observation.column_label.clone(),
            status,
            value: reported.map(|r| r.value),
            unit: reported.map(|r| r.unit.clone()).or(bounds_unit),
            raw: observation.raw.clone(),
            multiplier: reported.map(|r| i64::from(r.multiplier)),
            forecast: reported.and_then(|r| r.forecast),
            lower_bound,
            upper_bound,
            confidence: reported.map(|r| i64::from(r.confidence)),
            evidence: observation.evidence.clone(),
            note: observation.note.clone(),
            corrected_by: observation.corrected.as_ref().map(|c| c.who.clone()),
            corrected_from: observation.corrected.as_ref().map(|c| c.replaced.clone()),
            corrected_why: observation.corrected.as_ref().map(|c| c.why.clone()),
        }
    });
    rows.collect()
}

/// Rows of table `exemptions`.
pub(super) fn exemptions(subject: Subject<'_>) -> Vec<ExemptionRow> {
    let all = subject.submission.answers.iter().flat_map(|a| a.disposition.exemptions().iter().map(move |e| (a, e)));
    let rows = all.map(|(answer, exemption)| ExemptionRow {
        submission_id: subject.id(),
        authority_code: subject.code(),
        authority_name: subject.name(),
        question_id: answer.question_id.clone(),
        legislation: exemption.legislation,
        provision: exemption.provision.clone(),
        kind: exemption.provision.as_ref().map(|p| p.kind()),
        public_interest_test: exemption.public_interest_test,
        evidence: exemption.evidence.clone(),
    });
    rows.collect()
}
