//! Something wrong at a place of a submission.

use foi_model::Finding;

use crate::catalogue::Check;

/// A finding before it has a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) check: Check,
    pub(crate) finding: Finding,
    /// Where, as a JSON pointer from the submission's root.
    pub(crate) pointer: String,
}

impl Fault {
    pub(crate) fn new(check: Check, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { check, finding: check.finding(message), pointer: pointer.into() }
    }

    #[must_use]
    pub(crate) fn question(mut self, question: impl ToString) -> Self {
        self.finding.question_id = Some(question.to_string());
        self
    }

    #[must_use]
    pub(crate) fn differs(mut self, actual: impl ToString, expected: impl ToString) -> Self {
        self.finding.actual = Some(actual.to_string());
        self.finding.expected = Some(expected.to_string());
        self
    }
}
