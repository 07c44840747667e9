//! One authority's response to one instrument.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::{Code, GssCode, Unit};
use crate::correction::{AnswerField, Corrected, IdentityField};
use crate::disposition::{Disposition, codes};
use crate::evidence::{Evidence, SourceId};
use crate::issue::Issue;
use crate::money::ExactNumber;
use crate::observation::{Description, Observation};
use crate::provision::Legislation;
use crate::question_id::QuestionId;
use crate::register::Nation;

/// The version of the submission's schema and of the tables.
pub const SCHEMA_VERSION: &str = "1.0";

/// One authority's response to one instrument, possibly from several documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// The version of this schema.
    #[schemars(extend("const" = SCHEMA_VERSION))]
    pub schema_version: String,
    /// Names the submission within a dataset; made from the path of its document or folder.
    #[schemars(regex(pattern = r"^[a-z0-9][a-z0-9._-]*$"))]
    pub submission_id: String,
    /// The survey that it answers, or `unrecognised`.
    pub instrument_id: String,
    /// Who answers; absent where the response does not say, or names two.
    pub authority: Option<AuthorityRef>,
    /// The request that is answered.
    pub request: Request,
    /// The documents that it was read from.
    pub documents: Vec<Source>,
    /// One answer for each question of the instrument, in its order.
    pub answers: Vec<Answer>,
    /// What a person should look at.
    pub issues: Vec<Issue>,
    /// What of the authority and the request a person changed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub corrected: BTreeMap<IdentityField, Corrected>,
}

/// The authority that answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorityRef {
    /// ONS code.
    pub code: GssCode,
    /// Official name.
    pub name: String,
    /// Nation.
    pub nation: Nation,
    /// Region of England, or the nation.
    pub region: String,
    /// The words that name it; absent only where a correction does, and in a submission that was typed and has no documents.
    pub evidence: Option<Evidence>,
}

/// What a response says of the request that it answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The authority's reference, as written.
    pub reference: Option<String>,
    /// What the request was about, in the response's words.
    pub title: Option<String>,
    /// When it was received.
    pub requested_on: Option<Date>,
    /// When it was answered.
    pub responded_on: Option<Date>,
    /// Under which regime.
    pub legislation: Option<Legislation>,
    /// The words that prove the reference.
    pub reference_evidence: Option<Evidence>,
    /// The words that prove the date of the request.
    pub requested_on_evidence: Option<Evidence>,
    /// The words that prove the date of the response.
    pub responded_on_evidence: Option<Evidence>,
}

codes! {
    /// What a document is to its submission.
    SourceRole {
        /// The letter or e-mail that answers.
        Response = "response",
        /// A document that came with it.
        Attachment = "attachment",
        /// A folder, archive or message that holds others.
        Container = "container",
    }
}

/// A document that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The SHA-256 of its bytes.
    pub source_id: SourceId,
    /// Where it lies, relative to the path that was given, with `/` between folders.
    pub path: String,
    /// What its content is, such as `text/plain`.
    pub media_type: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Number of pages, in formats that have pages.
    pub pages: Option<u32>,
    /// What it is to the submission.
    pub role: SourceRole,
}

/// What was said to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The question.
    pub question_id: QuestionId,
    /// The section that it stands in.
    pub section: Option<String>,
    /// What kind of saying it is.
    pub disposition: Disposition,
    /// The answer's words without the echoed question; left out where they name a person to contact.
    pub text: Option<String>,
    /// The value, where the question has one and it is certain.
    pub value: Option<Value>,
    /// The figures of its tables.
    pub observations: Vec<Observation>,
    /// The words of its tables.
    pub descriptions: Vec<Description>,
    /// The words that decide the disposition; absent only where nothing is said, where a correction says it, and in a submission that was
    /// typed and has no documents.
    pub evidence: Option<Evidence>,
    /// How sure it is that these words answer this question, in hundredths of certainty.
    #[schemars(range(max = 100))]
    pub confidence: u8,
    /// Who changed the disposition or the value, where a person did.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub corrected: BTreeMap<AnswerField, Corrected>,
}

/// The value of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Value {
    /// Yes or no.
    Boolean {
        /// Whether yes.
        value: bool,
    },
    /// A number with its unit.
    Number {
        /// The number.
        #[schemars(with = "ExactNumber")]
        value: Decimal,
        /// Its unit.
        unit: Unit,
    },
    /// A date.
    Date {
        /// The date.
        value: Date,
    },
    /// One of the codes that the question allows.
    Choice {
        /// The code.
        value: Code,
    },
}

impl Submission {
    /// The answer to a question.
    pub fn answer(&self, question: &QuestionId) -> Option<&Answer> {
        self.answers.iter().find(|a| &a.question_id == question)
    }

    /// Yes or no, as answered to the question that the instrument names as its screening question.
    pub fn boolean(&self, question: &QuestionId) -> Option<bool> {
        match self.answer(question)?.value {
            Some(Value::Boolean { value }) => Some(value),
            _ => None,
        }
    }

    /// The percentage answered to a question.
    pub fn percentage(&self, question: &QuestionId) -> Option<Decimal> {
        match &self.answer(question)?.value {
            Some(Value::Number { value, unit }) if *unit == Unit::percent() => Some(*value),
            _ => None,
        }
    }
}
