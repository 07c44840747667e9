//! The authorities expected to answer: the denominator.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::GssCode;
use crate::disposition::codes;
use crate::provision::Legislation;

codes! {
    /// A nation of the United Kingdom.
    Nation {
        /// England.
        England = "England",
        /// Scotland.
        Scotland = "Scotland",
        /// Wales.
        Wales = "Wales",
        /// Northern Ireland.
        NorthernIreland = "Northern Ireland",
    }
}

impl Nation {
    /// The freedom-of-information Act of its councils.
    pub fn legislation(self) -> Legislation {
        match self {
            Self::Scotland => Legislation::Foisa,
            Self::England | Self::Wales | Self::NorthernIreland => Legislation::Foia,
        }
    }
}

/// An authority of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// ONS code.
    pub code: GssCode,
    /// Codes that it had before.
    pub former_codes: Vec<GssCode>,
    /// Official name.
    pub name: String,
    /// Other names, former names and short names.
    pub aliases: Vec<String>,
    /// Nation.
    pub nation: Nation,
    /// Region of England, or the nation.
    pub region: String,
    /// Kind of authority, such as `metropolitan district`.
    pub kind: String,
    /// Domains of its websites and e-mail.
    pub domains: Vec<String>,
}

/// The authorities expected to answer, in order of code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    authorities: Vec<Authority>,
}

impl Register {
    /// A register; sorts by code and keeps the first of two entries of one code.
    pub fn new(mut authorities: Vec<Authority>) -> Self {
        authorities.sort_by(|a, b| a.code.cmp(&b.code));
        authorities.dedup_by(|b, a| a.code == b.code);
        Self { authorities }
    }

    /// The authorities, in order of code.
    pub fn authorities(&self) -> &[Authority] {
        &self.authorities
    }

    /// The authority of a code, present or former.
    pub fn get(&self, code: &GssCode) -> Option<&Authority> {
        let now = self.authorities.iter().find(|a| &a.code == code);
        now.or_else(|| self.authorities.iter().find(|a| a.former_codes.contains(code)))
    }
}
