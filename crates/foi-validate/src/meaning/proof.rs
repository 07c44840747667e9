//! Whether what is given is proved: by words of a document, or by a person who corrected it.

use crate::catalogue::Check;
use crate::fault::Fault;
use crate::json::{Json, Kind};

/// What proof a submission needs: none, where it was typed and has no documents.
#[derive(Debug, Clone, Copy)]
pub(super) struct Proof(bool);

/// What stands beside a value for its proof; a field that is not there at all is a fault of structure.
#[derive(Default)]
pub(super) struct Given<'t> {
    pub(super) evidence: Option<Json<'t>>,
    /// The words as written, where the value has its own.
    pub(super) raw: Option<Json<'t>>,
    pub(super) corrected: bool,
}

/// What a submission says of itself.
#[derive(Default)]
pub(super) struct Head<'t> {
    pub(super) authority: Option<Json<'t>>,
    pub(super) request: Option<Json<'t>>,
    pub(super) corrected: Option<Json<'t>>,
}

impl Proof {
    pub(super) fn new(documents: Option<Json<'_>>) -> Self {
        Self(documents.is_some_and(|d| d.items().next().is_some()))
    }

    pub(super) fn of(self, given: &Given<'_>, what: &str, pointer: impl Fn() -> String, faults: &mut Vec<Fault>) {
        if !self.0 || given.corrected {
            return;
        }
        let null = |value: Option<Json<'_>>| value.is_some_and(|v| v.kind() == Kind::Null);
        if null(given.evidence) {
            let message = format!("{what} has no evidence: it was read from a document, and nothing says from which words");
            faults.push(missing(format!("{}/evidence", pointer()), message));
        } else if null(given.raw) {
            let message = format!("{what} is a figure, and the words that it was read from are not there");
            faults.push(missing(format!("{}/raw", pointer()), message));
        }
    }

    pub(super) fn of_head(self, head: &Head<'_>, faults: &mut Vec<Fault>) {
        let corrected = |field: &str| head.corrected.is_some_and(|c| c.get(field).is_some());
        if let Some(authority) = head.authority.filter(|a| a.kind() == Kind::Object) {
            let given = Given { evidence: authority.get("evidence"), corrected: corrected("authority"), ..Given::default() };
            self.of(&given, "the authority", || "/authority".to_owned(), faults);
        }
        let Some(request) = head.request.filter(|_| self.0) else { return };
        for (field, proof) in [
            ("reference", "reference_evidence"),
            ("requested_on", "requested_on_evidence"),
            ("responded_on", "responded_on_evidence"),
        ] {
            let there = request.get(field).is_some_and(|v| v.kind() != Kind::Null);
            if there && !corrected(field) && request.get(proof).is_some_and(|e| e.kind() == Kind::Null) {
                let message = format!("`{field}` has no evidence: it was read from a document, and nothing says from which words");
                faults.push(missing(format!("/request/{proof}"), message));
            }
        }
    }
}

fn missing(pointer: String, message: String) -> Fault {
    Fault::new(Check::EvidenceMissing, pointer, message).differs("null", "the words, and where they stand")
}
