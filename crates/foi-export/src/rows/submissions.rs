//! The submission as a whole, its documents and its issues.

use std::collections::BTreeSet;

use foi_model::{AnswerKind, DispositionCode, IssueRow, Percent, Severity, SourceRow, SubmissionRow};

use super::limits;
use super::subject::Subject;
use crate::holidays::BankHolidays;

/// The row of table `submissions`; the issues are counted as given.
pub(super) fn submission(subject: Subject<'_>, holidays: &BankHolidays, issues: &[IssueRow]) -> SubmissionRow {
    let submission = subject.submission;
    let request = &submission.request;
    let authority = submission.authority.as_ref();
    let nation = authority.map(|a| a.nation);
    let dates = request.requested_on.zip(request.responded_on);
    SubmissionRow {
        submission_id: subject.id(),
        instrument_id: submission.instrument_id.clone(),
        authority_code: subject.code(),
        authority_name: subject.name(),
        nation,
        region: authority.map(|a| a.region.clone()),
        request_reference: request.reference.clone(),
        request_title: request.title.clone(),
        requested_on: request.requested_on,
        responded_on: request.responded_on,
        working_days: nation.zip(dates).and_then(|(nation, (from, to))| holidays.working_days(nation, from, to)),
        legislation: request.legislation,
        outcome: outcome(subject),
        uses_ras: subject.instrument.and_then(|i| i.screening.as_ref()).and_then(|question| submission.boolean(question)),
        tolerance_pct: tolerance(subject),
        document_count: count(submission.documents.len()),
        error_count: count(issues.iter().filter(|i| i.severity == Severity::Error).count()),
        warning_count: count(issues.iter().filter(|i| i.severity == Severity::Warning).count()),
        corrected: submission.corrected.keys().map(|field| field.as_str().to_owned()).collect(),
    }
}

/// A tolerance is a distance: what is written as `-5 %` or `+/-5 %` is 5.
fn tolerance(subject: Subject<'_>) -> Option<Percent> {
    let question = subject.instrument?.tolerance.as_ref()?;
    Percent::try_from(subject.submission.percentage(question)?.abs()).ok()
}

/// The disposition that all answers share, else `partly_answered`. Contact questions are no part of the request's subject, and a question that
/// does not apply or points to another answer has no outcome of its own; where there is nothing else, they count.
fn outcome(subject: Subject<'_>) -> Option<DispositionCode> {
    let contact = |id| subject.instrument.and_then(|i| i.question(id)).is_some_and(|q| q.kind == AnswerKind::Contact);
    let answers = subject.submission.answers.iter().filter(|a| !contact(&a.question_id));
    let all: BTreeSet<DispositionCode> = answers.map(|a| a.disposition.code()).collect();
    let own: BTreeSet<DispositionCode> =
        all.iter().copied().filter(|d| !matches!(d, DispositionCode::NotApplicable | DispositionCode::SeeOtherAnswer)).collect();
    let shared = if own.is_empty() { &all } else { &own };
    match shared.len() {
        0 => None,
        1 => shared.first().copied(),
        _ => Some(DispositionCode::PartlyAnswered),
    }
}

/// Rows of table `issues`: the submission's, and those about values that no table can hold.
pub(super) fn issues(subject: Subject<'_>) -> Vec<IssueRow> {
    let all = subject.submission.issues.iter().cloned().chain(limits::issues(subject));
    let rows = all.map(|issue| IssueRow {
        submission_id: subject.id(),
        authority_code: subject.code(),
        authority_name: subject.name(),
        code: issue.code,
        severity: issue.severity,
        message: issue.message,
        question_id: issue.question_id,
        evidence: issue.evidence,
        explanation: issue.explained.map(|e| e.reason),
    });
    rows.collect()
}

/// Rows of table `sources`.
pub(super) fn sources(subject: Subject<'_>) -> Vec<SourceRow> {
    let rows = subject.submission.documents.iter().map(|document| SourceRow {
        submission_id: subject.id(),
        authority_code: subject.code(),
        authority_name: subject.name(),
        source_id: document.source_id.clone(),
        path: document.path.clone(),
        media_type: document.media_type.clone(),
        bytes: i64::try_from(document.bytes).unwrap_or(i64::MAX),
        pages: document.pages.map(i64::from),
        role: document.role,
    });
    rows.collect()
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
