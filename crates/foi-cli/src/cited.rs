//! Every piece of evidence in a submission, with what it proves.

use foi_model::{Dimensions, Evidence, QuestionId, Submission};

/// A piece of evidence and what it proves.
pub(crate) struct Cited<'s> {
    /// What it proves, in words.
    pub(crate) subject: String,
    pub(crate) question: Option<&'s QuestionId>,
    pub(crate) evidence: &'s Evidence,
}

/// Every piece of evidence, in the order of the submission.
pub(crate) fn evidence<'s>(submission: &'s Submission) -> Vec<Cited<'s>> {
    let mut cited = Vec::new();
    let mut add = |subject: String, question, evidence: Option<&'s Evidence>| {
        cited.extend(evidence.map(|evidence| Cited { subject, question, evidence }));
    };
    add("the authority".to_owned(), None, submission.authority.as_ref().and_then(|a| a.evidence.as_ref()));
    for answer in &submission.answers {
        let question = Some(&answer.question_id);
        add("the disposition".to_owned(), question, answer.evidence.as_ref());
        for exemption in answer.disposition.exemptions() {
            let name = exemption.provision.as_ref().map_or_else(|| exemption.legislation.to_string(), ToString::to_string);
            add(format!("the exemption `{name}`"), question, exemption.evidence.as_ref());
        }
        for observation in &answer.observations {
            add(cell(observation.measure.as_str(), &observation.dimensions), question, observation.evidence.as_ref());
        }
        for description in &answer.descriptions {
            add(cell(description.column.as_str(), &description.dimensions), question, description.evidence.as_ref());
        }
    }
    for issue in &submission.issues {
        let code = issue.code.as_str();
        add(format!("the issue `{code}`"), issue.question_id.as_ref(), issue.evidence.as_ref());
        let reason = issue.explained.as_ref().and_then(|e| e.evidence.as_ref());
        add(format!("the reason for the issue `{code}`"), issue.question_id.as_ref(), reason);
    }
    let request = &submission.request;
    add("the reference".to_owned(), None, request.reference_evidence.as_ref());
    add("the date of the request".to_owned(), None, request.requested_on_evidence.as_ref());
    add("the date of the response".to_owned(), None, request.responded_on_evidence.as_ref());
    cited
}

/// A cell in words: `budget` of `home_care`, `2024-25`.
pub(crate) fn cell(name: &str, dimensions: &Dimensions) -> String {
    let Dimensions { service_area, cohort, financial_year, category } = dimensions;
    let codes = [service_area, cohort, category].into_iter().flatten().map(ToString::to_string);
    let all: Vec<String> = codes.chain(financial_year.map(|y| y.to_string())).map(|c| format!("`{c}`")).collect();
    if all.is_empty() { format!("`{name}`") } else { format!("`{name}` of {}", all.join(", ")) }
}
