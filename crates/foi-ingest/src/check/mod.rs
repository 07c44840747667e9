//! Rules over a whole submission: what cannot be right, or is unlikely to be.

use std::collections::BTreeMap;

use foi_model::{Code, Decimal, DispositionCode, Issue, IssueCode, Observation, QuestionId, Submission};

/// The issues that only the whole shows; `unread` where documents could not be read, which explains any silence.
pub(crate) fn check(submission: &Submission, unread: bool) -> Vec<Issue> {
    let mut issues = Vec::new();
    for answer in &submission.answers {
        slips(&answer.question_id, &answer.observations, &mut issues);
    }
    let code = |wanted| submission.answers.iter().filter(|a| a.disposition.code() == wanted).count();
    let (blank, missing) = (code(DispositionCode::Blank), code(DispositionCode::NotFound));
    if !unread && blank + missing == submission.answers.len() {
        issues.push(if blank > 0 {
            Issue::new(IssueCode::TemplateUnfilled, "the questions are there and nothing is said to any of them")
        } else {
            Issue::new(IssueCode::NoQuestionFound, "no question was found, by the instrument or by a number")
        });
    }
    issues
}

/// Neighbouring years and measures of one service that differ a thousandfold.
fn slips(question: &QuestionId, observations: &[Observation], issues: &mut Vec<Issue>) {
    /// A service, a cohort, a category.
    type Series<'o> = (Option<&'o Code>, Option<&'o Code>, Option<&'o Code>);
    let mut services: BTreeMap<Series<'_>, Vec<(&Observation, Decimal)>> = BTreeMap::new();
    for observation in observations {
        if let Some(reported) = observation.cell.reported()
            && reported.unit.as_str() == "GBP"
            && !reported.value.is_zero()
        {
            let d = &observation.dimensions;
            let key = (d.service_area.as_ref(), d.cohort.as_ref(), d.category.as_ref());
            services.entry(key).or_default().push((observation, reported.value.abs()));
        }
    }
    for ((service, _, _), figures) in services {
        let mut sorted: Vec<Decimal> = figures.iter().map(|(_, v)| *v).collect();
        sorted.sort();
        let Some(middle) = sorted.get(sorted.len() / 2).copied() else { continue };
        let hundred = Decimal::from(200);
        for (observation, value) in &figures {
            let apart =
                value.checked_div(middle).is_some_and(|r| r >= hundred) || middle.checked_div(*value).is_some_and(|r| r >= hundred);
            if apart {
                let name = service.map_or("a service", Code::as_str);
                let message = format!("{value} for {name} is out of scale with {middle} beside it");
                issues.push(Issue::new(IssueCode::ScaleSlip, message).on(question).at(observation.evidence.clone()));
            }
        }
    }
}
