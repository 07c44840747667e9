//! What kind of saying an answer is.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::evidence::Evidence;
use crate::provision::{Legislation, Provision};

macro_rules! codes {
    ($(#[doc = $doc:literal])* $type:ident { $($(#[doc = $d:literal])* $variant:ident = $code:literal,)* }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $type {
            $($(#[doc = $d])* #[serde(rename = $code)] $variant,)*
        }

        impl $type {
            /// Every code, in the order of the contract.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code in files and tables.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            /// What the code means, in words.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($d,)*).trim_ascii(),)*
                }
            }
        }
    };
}
pub(crate) use codes;

codes! {
    /// The kinds of saying.
    DispositionCode {
        /// The question was answered.
        Answered = "answered",
        /// A part was answered and a part was not.
        PartlyAnswered = "partly_answered",
        /// Refused under an exemption.
        Withheld = "withheld",
        /// The authority has no such information.
        NotHeld = "not_held",
        /// A link instead of an answer, and no section cited.
        Published = "published",
        /// The answer is in another document.
        InAttachment = "in_attachment",
        /// The answer is the one to another question.
        SeeOtherAnswer = "see_other_answer",
        /// Routed past, or so stated.
        NotApplicable = "not_applicable",
        /// The authority asked what was meant.
        ClarificationRequested = "clarification_requested",
        /// Refused, and no section cited.
        Declined = "declined",
        /// The question is echoed and nothing is said.
        Blank = "blank",
        /// The question is not in the response at all.
        NotFound = "not_found",
        /// Something is said that could not be read.
        Unreadable = "unreadable",
    }
}

/// A ground that was cited for not giving information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// The regime.
    pub legislation: Legislation,
    /// The provision; absent where the words describe an exemption and cite no section.
    pub provision: Option<Provision>,
    /// Whether the response weighs the public interest; absent where it does not say.
    pub public_interest_test: Option<bool>,
    /// The words that cite it; absent only where a correction does, and in a submission that was typed and has no documents.
    pub evidence: Option<Evidence>,
}

/// What kind of saying an answer is, what it is besides, and the grounds cited.
///
/// A withheld answer has a ground; where none was cited the answer is `declined`. A question that nothing was said to
/// (`blank`, `not_found`) has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "DispositionWire", into = "DispositionWire")]
#[schemars(with = "DispositionWire")]
pub struct Disposition {
    code: DispositionCode,
    also: BTreeSet<DispositionCode>,
    exemptions: Vec<Exemption>,
}

/// What kind of saying an answer is, what it is besides, and the grounds cited.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Disposition", transform = withheld_needs_a_ground)]
struct DispositionWire {
    /// What kind of saying it is before all.
    code: DispositionCode,
    /// What else it is: a table can be given in part and not be held in part.
    also: BTreeSet<DispositionCode>,
    /// The grounds cited for not giving information.
    exemptions: Vec<Exemption>,
}

fn withheld_needs_a_ground(schema: &mut schemars::Schema) {
    schema.insert(
        "allOf".to_owned(),
        serde_json::json!([
            {"if": {"properties": {"code": {"const": "withheld"}}, "required": ["code"]}, "then": {"properties": {"exemptions": {"minItems": 1}}}},
            {"if": {"properties": {"code": {"enum": ["blank", "not_found"]}}, "required": ["code"]}, "then": {"properties": {"exemptions": {"maxItems": 0}}}}
        ]),
    );
}

/// Why a disposition contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DispositionError {
    /// Withheld under nothing.
    #[error("a `withheld` answer needs a ground: use `declined` where no section is cited")]
    WithheldWithoutGround,
    /// A ground for a silence.
    #[error("a `{0}` answer cannot cite an exemption: nothing was said")]
    GroundForSilence(&'static str),
}

impl Disposition {
    /// A disposition that does not contradict itself.
    ///
    /// # Errors
    /// [`DispositionError`] where the grounds do not fit the code.
    pub fn new(
        code: DispositionCode,
        also: impl IntoIterator<Item = DispositionCode>,
        exemptions: Vec<Exemption>,
    ) -> Result<Self, DispositionError> {
        match code {
            DispositionCode::Withheld if exemptions.is_empty() => Err(DispositionError::WithheldWithoutGround),
            DispositionCode::Blank | DispositionCode::NotFound if !exemptions.is_empty() => {
                Err(DispositionError::GroundForSilence(code.as_str()))
            }
            _ => Ok(Self { code, also: also.into_iter().filter(|&c| c != code).collect(), exemptions }),
        }
    }

    /// Refused: withheld where a ground is given, declined where none is.
    pub fn refused(also: impl IntoIterator<Item = DispositionCode>, exemptions: Vec<Exemption>) -> Self {
        let code = if exemptions.is_empty() { DispositionCode::Declined } else { DispositionCode::Withheld };
        Self { code, also: also.into_iter().filter(|&c| c != code).collect(), exemptions }
    }

    /// The question is not in the response.
    pub fn not_found() -> Self {
        Self { code: DispositionCode::NotFound, also: BTreeSet::new(), exemptions: Vec::new() }
    }

    /// What kind of saying it is before all.
    pub fn code(&self) -> DispositionCode {
        self.code
    }

    /// What else it is, in the order of the contract.
    pub fn also(&self) -> impl Iterator<Item = DispositionCode> + '_ {
        self.also.iter().copied()
    }

    /// The grounds cited.
    pub fn exemptions(&self) -> &[Exemption] {
        &self.exemptions
    }
}

impl TryFrom<DispositionWire> for Disposition {
    type Error = DispositionError;

    fn try_from(wire: DispositionWire) -> Result<Self, DispositionError> {
        Self::new(wire.code, wire.also, wire.exemptions)
    }
}

impl From<Disposition> for DispositionWire {
    fn from(d: Disposition) -> Self {
        Self { code: d.code, also: d.also, exemptions: d.exemptions }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_its_ground_or_is_declined() {
        assert_eq!(Disposition::new(DispositionCode::Withheld, [], vec![]), Err(DispositionError::WithheldWithoutGround));
        assert_eq!(Disposition::refused([], vec![]).code(), DispositionCode::Declined);
        let json = r#"{"code":"withheld","also":[],"exemptions":[]}"#;
        assert!(serde_json::from_str::<Disposition>(json).unwrap_err().to_string().contains("needs a ground"));
    }

    #[test]
    fn a_code_is_not_also_itself() {
        let both = [DispositionCode::NotHeld, DispositionCode::Answered];
        let disposition = Disposition::new(DispositionCode::Answered, both, vec![]).unwrap();
        assert_eq!(disposition.also().collect::<Vec<_>>(), [DispositionCode::NotHeld]);
    }
}
