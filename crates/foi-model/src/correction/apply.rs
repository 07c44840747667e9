//! What a ledger does to submissions.

use std::collections::BTreeMap;

use super::{AnswerField, Change, Corrected, Correction, Corrections, IdentityField, NewCell, NewFigure, NewStatus, State};
use crate::code::Code;
use crate::disposition::{Disposition, Exemption};
use crate::instrument::{Instrument, Table};
use crate::issue::{Explanation, Issue, IssueCode};
use crate::observation::{Cell, CellStatus, Dimensions, Observation, Reported};
use crate::question_id::QuestionId;
use crate::register::Register;
use crate::submission::{AuthorityRef, Submission};

/// What became of a correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The value is changed.
    Applied {
        /// What was there.
        before: State,
        /// The new value, in words.
        after: String,
    },
    /// A later correction of the same value counts.
    Superseded,
    /// What it replaces has changed; how.
    Stale(String),
    /// It asks for what cannot be; why.
    Impossible(String),
    /// There is no such submission.
    NoSubmission,
}

/// A correction and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied<'c> {
    /// The correction.
    pub correction: &'c Correction,
    /// What became of it.
    pub outcome: Outcome,
}

/// What tells whether a correction can be.
#[derive(Debug, Clone, Copy)]
pub struct Known<'k> {
    /// The authorities that can be named.
    pub register: &'k Register,
    /// The surveys, which say which cells there are.
    pub instruments: &'k [&'k Instrument],
}

impl Corrections {
    /// Applies the ledger to submissions as they were read; tells what became of each correction, in the order of the ledger.
    ///
    /// Each correction is held against what was *read*. A stale or impossible one changes nothing and is an issue of its submission; one that is
    /// applied is a note, and explains the issues about the words that it replaces.
    pub fn apply<'c>(&'c self, submissions: &mut [Submission], known: Known<'_>) -> Vec<Applied<'c>> {
        let places: BTreeMap<String, usize> = submissions.iter().enumerate().map(|(at, s)| (s.submission_id.clone(), at)).collect();
        let mut done = Vec::new();
        for (index, correction) in self.corrections.iter().enumerate() {
            let submission = places.get(&correction.submission_id).and_then(|at| submissions.get_mut(*at));
            let later = self.corrections.iter().skip(index + 1);
            let superseded = later.filter(|l| l.submission_id == correction.submission_id);
            let outcome = match submission {
                None => Outcome::NoSubmission,
                // The later one counts, unless it is itself of no effect.
                Some(submission)
                    if superseded
                        .clone()
                        .any(|l| l.change.same_place(&correction.change) && tried(submission, l, known).is_ok()) =>
                {
                    Outcome::Superseded
                }
                Some(submission) => correct(submission, correction, known),
            };
            done.push(Applied { correction, outcome });
        }
        for submission in submissions {
            submission.issues.sort_by(|a, b| (a.severity, &a.question_id, a.code).cmp(&(b.severity, &b.question_id, b.code)));
        }
        done
    }
}

impl Correction {
    /// What the correction would do to a submission, which stays as it is.
    pub fn preview(&self, submission: &Submission, known: Known<'_>) -> Outcome {
        correct(&mut submission.clone(), self, known)
    }
}

/// Why a change is not made.
enum Refusal {
    Stale(String),
    Impossible(String),
}

/// A submission with the change made, what was there and what is there now in words.
type Tried = Result<(Submission, State, String), Refusal>;

fn tried(submission: &Submission, correction: &Correction, known: Known<'_>) -> Tried {
    let change = &correction.change;
    let Some(before) = State::read(submission, change) else {
        return Err(Refusal::Impossible("the submission has no such question".to_owned()));
    };
    if let Some(how) = before.differs(correction) {
        return Err(Refusal::Stale(how));
    }
    let corrected = Corrected {
        replaced: before.value.clone(),
        who: correction.who.clone(),
        why: correction.why.clone(),
        evidence: correction.evidence.clone(),
    };
    let mut changed = submission.clone();
    make(&mut changed, change, corrected, known).map_err(Refusal::Impossible)?;
    let after = State::of(&changed, change).map_or_else(String::new, |s| s.value);
    Ok((changed, before, after))
}

fn correct(submission: &mut Submission, correction: &Correction, known: Known<'_>) -> Outcome {
    let subject = correction.change.subject();
    let (code, message, outcome) = match tried(submission, correction, known) {
        Ok((mut changed, before, after)) => {
            explain(&mut changed, correction, &before);
            *submission = changed;
            let message =
                format!("{subject}: `{}` was corrected to `{after}` by {}: {}", before.value, correction.who, correction.why);
            (IssueCode::ValueCorrected, message, Outcome::Applied { before, after })
        }
        Err(Refusal::Stale(how)) => (IssueCode::CorrectionStale, format!("{subject}: {how}"), Outcome::Stale(how)),
        Err(Refusal::Impossible(why)) => (IssueCode::CorrectionImpossible, format!("{subject}: {why}"), Outcome::Impossible(why)),
    };
    let evidence = State::of(submission, &correction.change).and_then(|s| s.evidence);
    let mut issue = Issue::new(code, message).at(evidence);
    issue.question_id = correction.change.question_id().cloned();
    submission.issues.push(issue);
    outcome
}

/// Issues about the words that were replaced are answered by the correction.
fn explain(submission: &mut Submission, correction: &Correction, before: &State) {
    let Some(words) = &before.evidence else { return };
    let about = |i: &&mut Issue| {
        let same = i.evidence.as_ref() == Some(words) && i.question_id.as_ref() == correction.change.question_id();
        same && i.explained.is_none() && !matches!(i.code, IssueCode::CorrectionStale | IssueCode::CorrectionImpossible)
    };
    for issue in submission.issues.iter_mut().filter(about) {
        let reason = format!("corrected by {}: {}", correction.who, correction.why);
        *issue = issue.clone().explained(Explanation { reason, evidence: None });
    }
}

impl Change {
    /// The question that it is about; `None` where it is about the submission.
    pub fn question_id(&self) -> Option<&crate::QuestionId> {
        match self {
            Self::Cell { question_id, .. } | Self::Disposition { question_id, .. } | Self::Value { question_id, .. } => {
                Some(question_id)
            }
            _ => None,
        }
    }
}

fn make(submission: &mut Submission, change: &Change, corrected: Corrected, known: Known<'_>) -> Result<(), String> {
    let field = match change {
        Change::Cell { .. } | Change::Disposition { .. } | Change::Value { .. } => {
            return make_in_answer(submission, change, corrected, known);
        }
        Change::Authority { new } => {
            let authority = known.register.get(new).ok_or_else(|| format!("`{new}` is not in the register"))?;
            let evidence = submission.authority.as_ref().and_then(|a| a.evidence.clone());
            submission.authority = Some(AuthorityRef {
                code: authority.code.clone(),
                name: authority.name.clone(),
                nation: authority.nation,
                region: authority.region.clone(),
                evidence,
            });
            IdentityField::Authority
        }
        Change::Reference { new } => {
            submission.request.reference.clone_from(new);
            IdentityField::Reference
        }
        Change::RequestedOn { new } => {
            submission.request.requested_on = *new;
            IdentityField::RequestedOn
        }
        Change::RespondedOn { new } => {
            submission.request.responded_on = *new;
            IdentityField::RespondedOn
        }
    };
    submission.corrected.insert(field, corrected);
    Ok(())
}

fn make_in_answer(submission: &mut Submission, change: &Change, corrected: Corrected, known: Known<'_>) -> Result<(), String> {
    let instrument = known.instruments.iter().find(|i| i.id == submission.instrument_id);
    let Some(answer) = change.question_id().and_then(|id| submission.answers.iter_mut().find(|a| &a.question_id == id)) else {
        return Err("the submission has no such question".to_owned());
    };
    match change {
        Change::Cell { measure, dimensions, new, .. } => {
            let place = answer.observations.iter().position(|o| &o.measure == measure && &o.dimensions == dimensions);
            let was = place.and_then(|at| answer.observations.get(at)).and_then(|o| o.cell.reported());
            let others = answer.observations.iter().filter(|o| &o.measure == measure).find_map(|o| o.cell.reported());
            let cell = new_cell(new, was, others)?;
            match place.and_then(|at| answer.observations.get_mut(at)) {
                Some(observation) => (observation.cell, observation.corrected) = (cell, Some(corrected)),
                None => {
                    if let Some(instrument) = instrument {
                        has_cell(instrument, &answer.question_id, measure, dimensions)?;
                    }
                    let typed = Observation::typed(measure.clone(), dimensions.clone(), cell);
                    answer.observations.push(Observation { corrected: Some(corrected), ..typed });
                }
            }
        }
        Change::Disposition { new, exemptions, .. } => {
            let ground = |provision: &crate::Provision| {
                let same = |e: &&Exemption| e.provision.as_ref() == Some(provision);
                let cited = answer.disposition.exemptions().iter().find(same).cloned();
                cited.unwrap_or_else(|| Exemption {
                    legislation: provision.legislation(),
                    provision: Some(provision.clone()),
                    public_interest_test: None,
                    evidence: None,
                })
            };
            let mut grounds: Vec<Exemption> = exemptions.iter().map(ground).collect();
            if grounds.is_empty() && *new == crate::DispositionCode::Withheld {
                grounds = answer.disposition.exemptions().to_vec();
            }
            answer.disposition = Disposition::new(*new, [], grounds).map_err(|e| e.to_string())?;
            answer.corrected.insert(AnswerField::Disposition, corrected);
        }
        Change::Value { new, .. } => {
            answer.value.clone_from(new);
            answer.corrected.insert(AnswerField::Value, corrected);
        }
        _ => {}
    }
    Ok(())
}

/// Whether an instrument has a cell, which a correction adds; why not.
fn has_cell(instrument: &Instrument, question: &QuestionId, measure: &Code, dimensions: &Dimensions) -> Result<(), String> {
    let asked = |t: &&Table, code: &Code| t.columns.iter().any(|c| &c.question == question && &c.code == code);
    let tables: Vec<&Table> = instrument.tables.iter().filter(|t| asked(t, measure)).collect();
    let [first, ..] = tables.as_slice() else {
        let asks = instrument.measures.iter().filter(|m| instrument.tables.iter().any(|t| asked(&t, &m.code)));
        let asks: Vec<String> = asks.map(|m| format!("`{}`", m.code)).collect();
        let asks = if asks.is_empty() { "no figures".to_owned() } else { asks.join(", ") };
        return Err(format!("question {question} of `{}` does not ask for `{measure}`; it asks for {asks}", instrument.id));
    };
    let has = |table: &&Table| {
        let of_year = |row: Dimensions| Dimensions { financial_year: row.financial_year.or(dimensions.financial_year), ..row };
        instrument.rows_of(table).into_iter().any(|row| &(if table.any_year { of_year(row) } else { row }) == dimensions)
    };
    if tables.iter().any(has) {
        return Ok(());
    }
    let (service_areas, rows) = (instrument.service_areas_of(first), instrument.rows_of(first));
    let example = rows.first().map_or_else(String::new, ToString::to_string);
    let areas: Vec<String> = service_areas.into_iter().map(|a| format!("`{a}`")).collect();
    let areas = if areas.is_empty() { String::new() } else { format!("; its services are {}", areas.join(", ")) };
    Err(format!("table {} has no row `{dimensions}`; its first is `{example}`{areas}", first.id))
}

/// The cell that a correction puts in the place of another.
fn new_cell(new: &NewCell, was: Option<&Reported>, others: Option<&Reported>) -> Result<Cell, String> {
    match new {
        NewCell::Value(NewFigure { value, unit, forecast }) => {
            if let Some(other) = was.or(others).filter(|o| &o.unit != unit) {
                return Err(format!("the measure is in `{}`, and the new value in `{unit}`", other.unit));
            }
            let forecast = forecast.or_else(|| was.and_then(|r| r.forecast));
            Ok(Cell::Reported(Reported { value: value.normalize(), unit: unit.clone(), multiplier: 0, forecast, confidence: 100 }))
        }
        NewCell::Status(NewStatus { status: CellStatus::Reported }) => Err("a cell that is `reported` needs a value".to_owned()),
        NewCell::Status(NewStatus { status }) => Ok(Cell::without_value(*status).unwrap_or(Cell::Blank {})),
    }
}
