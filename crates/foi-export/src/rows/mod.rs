//! Submissions as rows: each module makes the rows of one or a few tables.

mod accuracy;
mod answers;
mod authorities;
mod limits;
mod measured;
mod paired;
mod subject;
mod submissions;
mod words;

pub use authorities::authority_rows;
pub use subject::Subject;

use foi_model::{
    AccuracyRow, AnswerRow, CustomisationRow, EstimateRow, ExemptionRow, IssueRow, MethodRow, ObservationRow, OutturnRow,
    SourceRow, SubmissionRow,
};

use crate::holidays::BankHolidays;

/// What one submission puts into the tables; [`authority_rows`] are the register's.
///
/// Nothing is added to what the submission says, but for `issues` about values that no table can hold exactly: those are absent from
/// the tables, with status `unreadable`, and are never rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// Of table `submissions`.
    pub submission: SubmissionRow,
    /// Of table `answers`.
    pub answers: Vec<AnswerRow>,
    /// Of table `observations`.
    pub observations: Vec<ObservationRow>,
    /// Of table `outturn`.
    pub outturn: Vec<OutturnRow>,
    /// Of table `estimates`.
    pub estimates: Vec<EstimateRow>,
    /// Of table `accuracy`.
    pub accuracy: Vec<AccuracyRow>,
    /// Of table `methods`.
    pub methods: Vec<MethodRow>,
    /// Of table `customisations`.
    pub customisations: Vec<CustomisationRow>,
    /// Of table `exemptions`.
    pub exemptions: Vec<ExemptionRow>,
    /// Of table `issues`.
    pub issues: Vec<IssueRow>,
    /// Of table `sources`.
    pub sources: Vec<SourceRow>,
}

impl Rows {
    /// The rows of a submission.
    pub fn of(subject: Subject<'_>, holidays: &BankHolidays) -> Self {
        let issues = submissions::issues(subject);
        Self {
            submission: submissions::submission(subject, holidays, &issues),
            answers: answers::answers(subject),
            observations: answers::observations(subject),
            outturn: paired::outturn(subject),
            estimates: paired::estimates(subject),
            accuracy: accuracy::accuracy(subject),
            methods: words::methods(subject),
            customisations: words::customisations(subject),
            exemptions: answers::exemptions(subject),
            issues,
            sources: submissions::sources(subject),
        }
    }
}
