//! Every piece of evidence in a submission, with what it proves.

use foi_model::{Dimensions, Evidence, QuestionId, Submission};

/// A piece of evidence and what it proves.
pub(crate) struct Cited<'s> {
    /// Where it stands in the submission, as a JSON pointer.
    pub(crate) pointer: String,
    /// What it proves, in words.
    pub(crate) subject: String,
    pub(crate) question: Option<&'s QuestionId>,
    pub(crate) evidence: &'s Evidence,
}

/// Every piece of evidence, in the order of the submission.
pub(crate) fn evidence<'s>(submission: &'s Submission) -> Vec<Cited<'s>> {
    let mut cited = Vec::new();
    let mut add = |pointer: String, subject: String, question, evidence: Option<&'s Evidence>| {
        cited.extend(evidence.map(|evidence| Cited { pointer: format!("{pointer}/evidence"), subject, question, evidence }));
    };
    let authority = submission.authority.as_ref().and_then(|a| a.evidence.as_ref());
    add("/authority".to_owned(), "the authority".to_owned(), None, authority);
    for (index, answer) in submission.answers.iter().enumerate() {
        let at = format!("/answers/{index}");
        let question = Some(&answer.question_id);
        add(at.clone(), "the disposition".to_owned(), question, answer.evidence.as_ref());
        for (i, exemption) in answer.disposition.exemptions().iter().enumerate() {
            let name = exemption.provision.as_ref().map_or_else(|| exemption.legislation.to_string(), ToString::to_string);
            add(
                format!("{at}/disposition/exemptions/{i}"),
                format!("the exemption `{name}`"),
                question,
                exemption.evidence.as_ref(),
            );
        }
        for (i, observation) in answer.observations.iter().enumerate() {
            let subject = cell(observation.measure.as_str(), &observation.dimensions);
            add(format!("{at}/observations/{i}"), subject, question, observation.evidence.as_ref());
        }
        for (i, description) in answer.descriptions.iter().enumerate() {
            let subject = cell(description.column.as_str(), &description.dimensions);
            add(format!("{at}/descriptions/{i}"), subject, question, description.evidence.as_ref());
        }
    }
    for (index, issue) in submission.issues.iter().enumerate() {
        let subject = format!("the issue `{}`", issue.code.as_str());
        add(format!("/issues/{index}"), subject, issue.question_id.as_ref(), issue.evidence.as_ref());
        let reason = issue.explained.as_ref().and_then(|e| e.evidence.as_ref());
        let subject = format!("the reason for the issue `{}`", issue.code.as_str());
        add(format!("/issues/{index}/explained"), subject, issue.question_id.as_ref(), reason);
    }
    let request = &submission.request;
    for (name, subject, evidence) in [
        ("reference_evidence", "the reference", &request.reference_evidence),
        ("requested_on_evidence", "the date of the request", &request.requested_on_evidence),
        ("responded_on_evidence", "the date of the response", &request.responded_on_evidence),
    ] {
        cited.extend(evidence.as_ref().map(|evidence| Cited {
            pointer: format!("/request/{name}"),
            subject: subject.to_owned(),
            question: None,
            evidence,
        }));
    }
    cited
}

/// A cell in words: `budget` of `home_care`, `2024-25`.
pub(crate) fn cell(name: &str, dimensions: &Dimensions) -> String {
    let Dimensions { service_area, cohort, financial_year, category } = dimensions;
    let codes = [service_area, cohort, category].into_iter().flatten().map(ToString::to_string);
    let all: Vec<String> = codes.chain(financial_year.map(|y| y.to_string())).map(|c| format!("`{c}`")).collect();
    if all.is_empty() { format!("`{name}`") } else { format!("`{name}` of {}", all.join(", ")) }
}
