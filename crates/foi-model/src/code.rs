//! Identifiers that a dataset's users type: codes, units and ONS codes.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

thread_local! {
    static SHARED: RefCell<BTreeSet<Arc<str>>> = const { RefCell::new(BTreeSet::new()) };
}

/// A text that is kept once, however often it is read: a dataset repeats a few codes and source ids a hundred thousand times.
pub(crate) fn shared(text: &str) -> Arc<str> {
    /// Texts beyond these are not kept for others, so that no input can fill the memory with them.
    const MOST: usize = 10_000;
    SHARED.with_borrow_mut(|kept| match kept.get(text) {
        Some(same) => Arc::clone(same),
        None => {
            let new: Arc<str> = Arc::from(text);
            if kept.len() < MOST {
                kept.insert(Arc::clone(&new));
            }
            new
        }
    })
}

/// A code of a dimension or of a measure: a lower-case letter, then lower-case letters, digits and underscores.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = r"^[a-z][a-z0-9_]*$"))]
pub struct Code(Arc<str>);

/// A text that is not a [`Code`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a code: use a lower-case letter, then lower-case letters, digits and underscores")]
pub struct CodeError(pub String);

impl Code {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A code out of any label: `Home care (net)` becomes `home_care_net`. `None` where no letter or digit is left.
    pub fn from_label(label: &str) -> Option<Self> {
        let mut code = String::new();
        for c in label.chars().flat_map(char::to_lowercase) {
            if c.is_ascii_alphanumeric() {
                code.push(c);
            } else if !code.is_empty() && !code.ends_with('_') {
                code.push('_');
            }
        }
        let code = code.trim_end_matches('_');
        let code = if code.starts_with(|c: char| c.is_ascii_digit()) { format!("n{code}") } else { code.to_owned() };
        code.parse().ok()
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let right = text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if right { Ok(Self(shared(text))) } else { Err(CodeError(text.to_owned())) }
    }
}

/// The unit of a value: `GBP`, `percent`, `count`, `per_10000_children` and so on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = r"^[A-Za-z][A-Za-z0-9_]*$"))]
pub struct Unit(Arc<str>);

impl Unit {
    /// Pounds sterling.
    pub fn gbp() -> Self {
        Self(shared("GBP"))
    }

    /// Hundredths.
    pub fn percent() -> Self {
        Self(shared("percent"))
    }

    /// A number of things or people.
    pub fn count() -> Self {
        Self(shared("count"))
    }

    /// The unit as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Unit {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let right =
            text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if right { Ok(Self(shared(text))) } else { Err(CodeError(text.to_owned())) }
    }
}

/// An ONS nine-character code of an authority, such as `E08000016`; Northern Ireland's Health and Social Care Trusts have none, and the
/// register that ships gives them `ZT0010001` to `ZT0010005`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = r"^[A-Z][A-Z0-9][0-9]{7}$"))]
pub struct GssCode(String);

/// A text that is not a [`GssCode`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an ONS code: expected nine characters such as `E08000016`")]
pub struct GssCodeError(pub String);

impl GssCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for GssCode {
    type Err = GssCodeError;

    fn from_str(text: &str) -> Result<Self, GssCodeError> {
        let mut chars = text.chars();
        let right = text.len() == 9
            && chars.next().is_some_and(|c| c.is_ascii_uppercase())
            && chars.next().is_some_and(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
            && chars.all(|c| c.is_ascii_digit());
        if right { Ok(Self(text.to_owned())) } else { Err(GssCodeError(text.to_owned())) }
    }
}

/// Text conversions that every checked newtype over a string shares.
macro_rules! text_newtype {
    ($($type:ident: $error:ty),*) => {$(
        impl TryFrom<String> for $type {
            type Error = $error;
            fn try_from(text: String) -> Result<Self, $error> {
                text.parse()
            }
        }
        impl From<$type> for String {
            fn from(value: $type) -> String {
                value.to_string()
            }
        }
    )*};
}
pub(crate) use text_newtype;

macro_rules! display_inner {
    ($($type:ident),*) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}
text_newtype!(Code: CodeError, Unit: CodeError, GssCode: GssCodeError);
display_inner!(Code, Unit, GssCode);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_keep_their_shape() {
        for (text, right) in [("home_care", true), ("n8", true), ("Home", false), ("", false), ("8a", false), ("a-b", false)] {
            assert_eq!(text.parse::<Code>().is_ok(), right, "{text}");
        }
        assert_eq!(Code::from_label("  Home care (net) ").map(String::from).as_deref(), Some("home_care_net"));
        assert_eq!(Code::from_label("2024/25").map(String::from).as_deref(), Some("n2024_25"));
        assert_eq!(Code::from_label("—"), None);
    }

    #[test]
    fn gss_codes_are_nine_characters() {
        for (text, right) in [
            ("E08000016", true),
            ("ZT0000010", true),
            ("E0800001", false),
            ("e08000016", false),
            ("E0800001X", false),
            ("é8000016", false),
        ] {
            assert_eq!(text.parse::<GssCode>().is_ok(), right, "{text}");
        }
    }
}
