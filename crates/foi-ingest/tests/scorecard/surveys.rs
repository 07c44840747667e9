//! What is asked and how authorities speak, from `surveys.toml` and `phrases.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// A survey in the generator's own words.
#[derive(Debug, Deserialize)]
pub(crate) struct Survey {
    /// The instrument that a reader should find.
    pub(crate) id: String,
    /// Where its respondents lie.
    pub(crate) nations: Vec<String>,
    /// What letters call the request.
    pub(crate) titles: Vec<String>,
    /// Its questions in order.
    pub(crate) questions: Vec<Question>,
}

/// One question.
#[derive(Debug, Deserialize)]
pub(crate) struct Question {
    /// Its id in the instrument.
    pub(crate) id: String,
    /// A few words that stand for it where a reply shortens it.
    pub(crate) short: String,
    /// Wordings that ask the same.
    pub(crate) asked: Vec<String>,
    /// What an answer to it is.
    pub(crate) kind: Kind,
    /// Answers that say yes.
    #[serde(default)]
    pub(crate) yes: Vec<String>,
    /// Answers that say no.
    #[serde(default)]
    pub(crate) no: Vec<String>,
    /// Other answers.
    #[serde(default)]
    pub(crate) words: Vec<String>,
    /// The answer to another question without which this one is passed over.
    pub(crate) only_if: Option<Route>,
}

/// What an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Boolean,
    Words,
    Percent,
    Pounds,
    Figures,
    Contact,
}

/// Where a question is asked only of some.
#[derive(Debug, Deserialize)]
pub(crate) struct Route {
    pub(crate) question: String,
    pub(crate) yes: bool,
}

#[derive(Deserialize)]
struct Surveys {
    surveys: Vec<Survey>,
}

/// All surveys; several are of no instrument that ships.
pub(crate) static SURVEYS: LazyLock<Vec<Survey>> =
    LazyLock::new(|| toml::from_str::<Surveys>(include_str!("surveys.toml")).unwrap().surveys);

static PHRASES: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| toml::from_str(include_str!("phrases.toml")).unwrap());

/// The ways to say one thing.
pub(crate) fn phrases(name: &str) -> &'static [String] {
    PHRASES.get(name).unwrap_or_else(|| panic!("`phrases.toml` has no `{name}`: add a list of that name"))
}
