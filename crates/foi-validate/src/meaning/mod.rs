//! A submission against the instrument that it answers, its own documents and the register.
//!
//! Works on the values of the text, not on a `Submission`: making one would take longer than all checks together, and a submission with
//! a fault in its structure would get no other check. What is not there or of another kind is passed over; the structure tells of it.

mod cells;
mod figures;
mod plan;
mod proof;
mod questions;
mod sources;

use std::collections::{HashMap, HashSet};

use foi_model::{Instrument, Register, SCHEMA_VERSION, UNRECOGNISED};

use crate::catalogue::Check;
use crate::fault::Fault;
use crate::json::Json;
pub(crate) use figures::neighbours;
use plan::Plan;
use proof::Proof;

/// What submissions are held against.
pub(crate) struct Meaning {
    plans: HashMap<String, Plan>,
    authorities: HashSet<String>,
}

impl Meaning {
    pub(crate) fn new(instruments: &[&Instrument], register: &Register) -> Self {
        Self {
            plans: instruments.iter().map(|i| (i.id.clone(), Plan::new(i))).collect(),
            authorities: register.authorities().iter().map(|a| a.code.to_string()).collect(),
        }
    }

    /// Everything in a submission that its instrument, its own documents or the register contradict.
    pub(crate) fn faults(&self, submission: Json<'_>) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut answers = None;
        let mut plan = None;
        let mut documents = None;
        let mut head = proof::Head::default();
        for (name, value) in submission.members() {
            match name.plain() {
                Some("schema_version") => version(value, &mut faults),
                Some("instrument_id") => plan = self.plan(value, &mut faults),
                Some("authority") => {
                    head.authority = Some(value);
                    self.authority(value, &mut faults);
                }
                Some("request") => {
                    head.request = Some(value);
                    dates(value, &mut faults);
                }
                Some("corrected") => head.corrected = Some(value),
                Some("documents") => documents = Some(value),
                Some("answers") => answers = Some(value),
                _ => {}
            }
        }
        let proof = Proof::new(documents);
        proof.of_head(&head, &mut faults);
        if let Some(documents) = documents {
            sources::check(submission, documents, &mut faults);
        }
        if let Some(answers) = answers {
            questions::check(answers, plan, &mut faults);
            for (at, answer) in answers.items().enumerate() {
                cells::check(answer, at, (plan, proof), &mut faults);
            }
        }
        faults
    }

    fn plan(&self, id: Json<'_>, faults: &mut Vec<Fault>) -> Option<&Plan> {
        let id = id.plain()?;
        let plan = self.plans.get(id);
        if plan.is_none() && id != UNRECOGNISED {
            let mut known: Vec<String> = self.plans.keys().map(|k| format!("`{k}`")).collect();
            known.sort();
            let fault = Fault::new(Check::InstrumentUnknown, "/instrument_id", format!("no instrument `{id}` is known"));
            faults.push(fault.differs(id, format!("{} or `{UNRECOGNISED}`", known.join(", "))));
        }
        plan
    }

    fn authority(&self, authority: Json<'_>, faults: &mut Vec<Fault>) {
        let Some(code) = authority.get("code").and_then(Json::plain) else { return };
        if !self.authorities.contains(code) {
            let name = authority.get("name").and_then(Json::text).unwrap_or_default();
            let message = format!("`{code}` ({name}) is not in the register of authorities");
            faults.push(Fault::new(Check::AuthorityUnregistered, "/authority/code", message));
        }
    }
}

fn version(value: Json<'_>, faults: &mut Vec<Fault>) {
    if let Some(other) = value.plain().filter(|&v| v != SCHEMA_VERSION) {
        let message = format!("the submission is of schema version `{other}`, and this is version `{SCHEMA_VERSION}`");
        faults.push(Fault::new(Check::SchemaVersion, "/schema_version", message).differs(other, SCHEMA_VERSION));
    }
}

/// Dates as texts sort by time.
fn dates(request: Json<'_>, faults: &mut Vec<Fault>) {
    let date = |name| request.get(name).and_then(Json::plain);
    if let (Some(requested), Some(responded)) = (date("requested_on"), date("responded_on"))
        && responded < requested
    {
        let message = format!("the response is dated {responded}, before the request of {requested}");
        let fault = Fault::new(Check::DatesReversed, "/request/responded_on", message);
        faults.push(fault.differs(responded, format!("{requested} or later")));
    }
}
