//! The access regimes and the provisions under which they let information be withheld.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::text_newtype;

/// The access regime under which a request was handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Legislation {
    /// Freedom of Information Act 2000: England, Wales, Northern Ireland.
    Foia,
    /// Freedom of Information (Scotland) Act 2002.
    Foisa,
    /// Environmental Information Regulations 2004.
    Eir,
    /// Environmental Information (Scotland) Regulations 2004.
    Eisr,
}

impl Legislation {
    /// The short name, as in `FOIA`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Foia => "FOIA",
            Self::Foisa => "FOISA",
            Self::Eir => "EIR",
            Self::Eisr => "EISR",
        }
    }

    /// `s` for an Act's sections, `r` for regulations.
    fn unit(self) -> char {
        match self {
            Self::Foia | Self::Foisa => 's',
            Self::Eir | Self::Eisr => 'r',
        }
    }
}

impl fmt::Display for Legislation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Legislation {
    type Err = ProvisionError;

    fn from_str(text: &str) -> Result<Self, ProvisionError> {
        [Self::Foia, Self::Foisa, Self::Eir, Self::Eisr]
            .into_iter()
            .find(|l| l.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| ProvisionError::Unreadable(text.to_owned()))
    }
}

/// What an exemption obliges the authority to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExemptionKind {
    /// No public interest test.
    Absolute,
    /// The public interest in disclosure must be weighed.
    Qualified,
    /// No exemption of the information, but a ground for not answering: cost, vexatious, not held.
    Procedural,
}

impl ExemptionKind {
    /// The code in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Absolute => "absolute",
            Self::Qualified => "qualified",
            Self::Procedural => "procedural",
        }
    }
}

/// A provision that can be cited for not giving information, such as `FOIA s40(2)` or `EIR r12(4)(b)`.
///
/// Sections that no authority can withhold under (`FOIA s1`, `s10`, `s16`, `s17`, `s45`, `s50`) are no provision.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = r"^((FOIA|FOISA) s|(EIR|EISR) r)[0-9]{1,3}(\([a-z0-9]+\))*$", "format" = "foi-provision"))]
pub struct Provision {
    legislation: Legislation,
    section: u16,
    /// What stands in the brackets, in order: `4`, `b`.
    subsections: Vec<String>,
}

/// Why a citation is not a [`Provision`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProvisionError {
    /// Not of the form of a citation.
    #[error("`{0}` is not a provision: expected a form such as `FOIA s40(2)` or `EIR r12(4)(b)`")]
    Unreadable(String),
    /// The section exists but nothing can be withheld under it.
    #[error("{legislation} section {section} is no ground for withholding")]
    NoExemption {
        /// The regime.
        legislation: Legislation,
        /// The section or regulation.
        section: u16,
    },
}

impl Provision {
    /// A provision, where information can be withheld under it.
    ///
    /// # Errors
    /// [`ProvisionError::NoExemption`] where the section is about something else.
    pub fn new(legislation: Legislation, section: u16, subsections: Vec<String>) -> Result<Self, ProvisionError> {
        match kind_of(legislation, section) {
            Some(_) => Ok(Self { legislation, section, subsections }),
            None => Err(ProvisionError::NoExemption { legislation, section }),
        }
    }

    /// The regime.
    pub fn legislation(&self) -> Legislation {
        self.legislation
    }

    /// The section or regulation number.
    pub fn section(&self) -> u16 {
        self.section
    }

    /// What stands in the brackets, in order.
    pub fn subsections(&self) -> &[String] {
        &self.subsections
    }

    /// Whether it is absolute, qualified or procedural.
    pub fn kind(&self) -> ExemptionKind {
        if self.legislation == Legislation::Foisa && self.section == 36 && self.subsections.first().is_some_and(|s| s == "2") {
            return ExemptionKind::Absolute;
        }
        kind_of(self.legislation, self.section).unwrap_or(ExemptionKind::Procedural)
    }

    /// Whether it means that the authority has no such information.
    pub fn means_not_held(&self) -> bool {
        match self.legislation {
            Legislation::Foisa => self.section == 17,
            Legislation::Eir => self.section == 12 && self.subsections.iter().map(String::as_str).eq(["4", "a"]),
            Legislation::Eisr => self.section == 10 && self.subsections.iter().map(String::as_str).eq(["4", "a"]),
            Legislation::Foia => false,
        }
    }
}

/// Part II of each Act, its cost and vexatious-request sections, and the exceptions of the Regulations; `None` for the rest.
fn kind_of(legislation: Legislation, section: u16) -> Option<ExemptionKind> {
    use ExemptionKind::{Absolute, Procedural, Qualified};
    match (legislation, section) {
        (Legislation::Foia, 12 | 14) => Some(Procedural),
        (Legislation::Foia, 21 | 23 | 32 | 34 | 40 | 41 | 44) => Some(Absolute),
        (Legislation::Foia, 22 | 24 | 26..=31 | 33 | 35..=39 | 42 | 43) => Some(Qualified),
        (Legislation::Foisa, 12 | 14 | 17 | 18) => Some(Procedural),
        (Legislation::Foisa, 25 | 26 | 37 | 38) => Some(Absolute),
        (Legislation::Foisa, 27..=36 | 39..=41) => Some(Qualified),
        (Legislation::Eir, 6) | (Legislation::Eisr, 6) => Some(Procedural),
        (Legislation::Eir, 12) | (Legislation::Eisr, 10) => Some(Qualified),
        (Legislation::Eir, 13) | (Legislation::Eisr, 11) => Some(Absolute),
        _ => None,
    }
}

impl fmt::Display for Provision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.legislation, self.legislation.unit(), self.section)?;
        self.subsections.iter().try_for_each(|s| write!(f, "({s})"))
    }
}

impl FromStr for Provision {
    type Err = ProvisionError;

    fn from_str(text: &str) -> Result<Self, ProvisionError> {
        let error = || ProvisionError::Unreadable(text.to_owned());
        let (act, citation) = text.trim().split_once(' ').ok_or_else(error)?;
        let legislation: Legislation = act.parse()?;
        let citation = citation.strip_prefix(legislation.unit()).ok_or_else(error)?;
        let digits = citation.find(|c: char| !c.is_ascii_digit()).unwrap_or(citation.len());
        let (section, mut rest) = citation.split_at_checked(digits).ok_or_else(error)?;
        let section = section.parse().map_err(|_| error())?;
        let mut subsections = Vec::new();
        while !rest.is_empty() {
            let (inside, after) = rest.strip_prefix('(').and_then(|r| r.split_once(')')).ok_or_else(error)?;
            if inside.is_empty() || !inside.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) {
                return Err(error());
            }
            subsections.push(inside.to_owned());
            rest = after;
        }
        Self::new(legislation, section, subsections)
    }
}

text_newtype!(Provision: ProvisionError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_round_trip() {
        for text in ["FOIA s40(2)", "FOISA s17", "EIR r12(4)(b)", "FOIA s36(2)(b)(ii)", "EISR r10(4)(a)"] {
            assert_eq!(text.parse::<Provision>().map(|p| p.to_string()).as_deref(), Ok(text));
        }
        for text in ["FOIA 40", "FOIA s", "FOIA s40(", "FOIA s40()", "s40(2)", "DPA s3", "FOIA r12"] {
            assert!(matches!(text.parse::<Provision>(), Err(ProvisionError::Unreadable(_))), "{text}");
        }
    }

    #[test]
    fn sections_that_exempt_nothing_are_refused() {
        for text in ["FOIA s1", "FOIA s10", "FOIA s16", "FOIA s17", "FOIA s45", "FOIA s50", "FOISA s21", "FOIA s117"] {
            assert!(matches!(text.parse::<Provision>(), Err(ProvisionError::NoExemption { .. })), "{text}");
        }
    }

    #[test]
    fn kinds_and_meanings() {
        let provision = |text: &str| text.parse::<Provision>().unwrap();
        assert_eq!(provision("FOIA s21").kind(), ExemptionKind::Absolute);
        assert_eq!(provision("FOIA s43(2)").kind(), ExemptionKind::Qualified);
        assert_eq!(provision("FOIA s12").kind(), ExemptionKind::Procedural);
        assert!(provision("FOISA s17").means_not_held());
        assert!(provision("EIR r12(4)(a)").means_not_held());
        assert!(!provision("EIR r12(4)(b)").means_not_held());
    }
}
