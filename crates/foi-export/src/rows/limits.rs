//! Values that a submission can hold and a table cannot.

use foi_model::{CellStatus, ColumnType, ColumnValue, Decimal, Issue, IssueCode, Observation, Reported};

use super::measured::money;
use super::subject::Subject;

/// The measures that are pounds and pence in the survey's own tables.
const MONEY_MEASURES: [&str; 4] = ["budget", "outturn", "estimated_budget", "actual_cost"];

/// The number, where a column of decimals holds it exactly.
pub(super) fn fitting(number: Decimal) -> Option<Decimal> {
    let ColumnType::Decimal(precision, scale) = Decimal::TYPE else { return None };
    crate::table::exact(number, precision, scale).map(|_| number)
}

/// The figure of a cell, where a column of decimals holds it exactly; else the status says that it is unreadable.
pub(super) fn figure(observation: &Observation) -> (CellStatus, Option<&Reported>) {
    match observation.cell.reported() {
        Some(reported) if fitting(reported.value).is_none() => (CellStatus::Unreadable, None),
        reported => (observation.cell.status(), reported),
    }
}

/// An issue for each figure that is left out of a table because the table cannot hold it exactly.
pub(super) fn issues(subject: Subject<'_>) -> Vec<Issue> {
    let mut issues = Vec::new();
    for answer in &subject.submission.answers {
        for observation in &answer.observations {
            let Some(reported) = observation.cell.reported() else { continue };
            let pounds = reported.unit.as_str() == "GBP" && MONEY_MEASURES.contains(&observation.measure.as_str());
            let problem = if fitting(reported.value).is_none() {
                "has more digits than a table holds, and is left out of it"
            } else if pounds && money(reported).is_none() {
                "is no sum of whole pence, and is left out of the tables of sums"
            } else {
                continue;
            };
            let issue = Issue::new(IssueCode::CellUnreadable, format!("`{}` {problem}", reported.value));
            issues.push(issue.on(&answer.question_id).at(observation.evidence.clone()));
        }
    }
    issues
}
