//! Who answers which request, as the first sheet says; a letter that came with it tells the rest.

use foi_model::{Date, IdentityField, Issue, IssueCode};

use super::entries::Entries;
use super::{Words, is_template};
use crate::bind::Passages;
use crate::document::Document;
use crate::identify::{Identity, Line, authority, dates, identify};
use crate::pipeline::Choice;
use crate::reference::Reference;
use crate::survey::Survey;

pub(super) fn read(
    documents: &[Document],
    entries: &Entries<'_>,
    instrument: &Survey,
    reference: &Reference,
    issues: &mut Vec<Issue>,
) -> Identity {
    let letters: Vec<Document> = documents.iter().filter(|d| !is_template(d)).cloned().collect();
    let passages: Vec<Passages<'_>> = letters.iter().map(Passages::of).collect();
    let mut identity = identify(&letters, &passages, reference, &Choice::Only(instrument.id.clone()));
    identity.instrument = Some(instrument.clone());
    let one = |field: IdentityField, issues: &mut Vec<Issue>| agreed(entries, field, issues);
    if let Some(words) = one(IdentityField::Authority, issues) {
        identity.issues.retain(|i| !matches!(i.code, IssueCode::AuthorityUnknown | IssueCode::AuthorityAmbiguous));
        let line = Line { document: words.document, text: &words.cell.text, index: 0, of: 1, listed: false };
        identity.authority = authority::find(&[line], &reference.register.0, reference.names(), &mut identity.issues);
        for issue in identity.issues.iter_mut().filter(|i| i.code == IssueCode::AuthorityUnknown && i.evidence.is_none()) {
            issue.message = format!("`{}` is no authority of the register", words.text());
            issue.evidence = words.evidence();
        }
    } else if identity.authority.is_none() {
        identity.issues.retain(|i| i.code != IssueCode::AuthorityUnknown);
        let label = entries.identity_labels.get(&IdentityField::Authority).and_then(|w| w.evidence());
        let message = "the form does not name the authority: the cell beside this label is empty";
        identity.issues.push(Issue::new(IssueCode::AuthorityUnknown, message).at(label));
    }
    if let Some(words) = one(IdentityField::Reference, issues) {
        identity.request.reference = Some(foi_model::redacted(words.text()));
        identity.request.reference_evidence = words.evidence();
    }
    if let Some((date, words)) = one(IdentityField::RequestedOn, issues).and_then(|w| date(w, issues)) {
        identity.request.requested_on = Some(date);
        identity.request.requested_on_evidence = words.evidence();
    }
    if let Some((date, words)) = one(IdentityField::RespondedOn, issues).and_then(|w| date(w, issues)) {
        identity.issues.retain(|i| i.code != IssueCode::DateMissing);
        identity.request.responded_on = Some(date);
        identity.request.responded_on_evidence = words.evidence();
    } else if identity.request.responded_on.is_none() && !identity.issues.iter().any(|i| i.code == IssueCode::DateMissing) {
        let label = entries.identity_labels.get(&IdentityField::RespondedOn).and_then(|w| w.evidence());
        let message = "the form does not give the date of the answer: the cell beside this label is empty";
        identity.issues.push(Issue::new(IssueCode::DateMissing, message).at(label));
    }
    let nation = identity.authority.as_ref().map(|a| a.nation.legislation());
    identity.request.legislation = identity.request.legislation.or(nation);
    identity
}

/// What all copies of a cell say; an issue where they differ.
fn agreed<'d>(entries: &Entries<'d>, field: IdentityField, issues: &mut Vec<Issue>) -> Option<Words<'d>> {
    let all = entries.identity.get(&field)?;
    let first = all.first().copied()?;
    match all.iter().find(|w| w.text() != first.text()) {
        None => Some(first),
        Some(other) => {
            let message = format!("`{}` in one place and `{}` in another; neither is taken", first.text(), other.text());
            issues.push(Issue::new(IssueCode::CellsConflict, message).at(other.evidence()));
            None
        }
    }
}

fn date<'d>(words: Words<'d>, issues: &mut Vec<Issue>) -> Option<(Date, Words<'d>)> {
    match dates::dates(words.text()).as_slice() {
        [(_, date)] => Some((*date, words)),
        _ => {
            let message = format!("`{}` is not one date", words.text());
            issues.push(Issue::new(IssueCode::DateAmbiguous, message).at(words.evidence()));
            None
        }
    }
}
