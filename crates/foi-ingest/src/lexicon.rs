//! The language of responses: `data/reference/sayings.toml`, compiled.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::bytes::{RegexSet, RegexSetBuilder};
use serde::Deserialize;

const SAYINGS: &str = include_str!("../../../data/reference/sayings.toml");

#[derive(Deserialize)]
struct File {
    classes: BTreeMap<String, Vec<String>>,
    sayings: BTreeMap<String, Vec<String>>,
    passages: BTreeMap<String, Vec<String>>,
}

/// The patterns of one saying or passage.
#[derive(Debug, Clone)]
pub(crate) struct Patterns {
    set: RegexSet,
}

impl Patterns {
    /// Whether any pattern is in a text.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.set.is_match(plain(text).as_bytes())
    }
}

/// A text in ASCII, so that the patterns run as byte automata: signs become their plain relatives, and a pound sign a dollar sign.
fn plain(text: &str) -> Cow<'_, str> {
    let plainer = |c: char| match c {
        '’' | '‘' | '`' | '´' => '\'',
        '“' | '”' => '"',
        '–' | '—' | '‐' | '−' => '-',
        '£' => '$',
        '\u{a0}' => ' ',
        c if c.is_ascii() => c,
        _ => '?',
    };
    if text.is_ascii() && !text.contains('`') { Cow::Borrowed(text) } else { Cow::Owned(text.chars().map(plainer).collect()) }
}

/// Every saying and passage.
pub(crate) struct Lexicon {
    patterns: BTreeMap<String, Patterns>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(SAYINGS).unwrap_or(Lexicon { patterns: BTreeMap::new() }));

/// The patterns of a name of `sayings.toml`; patterns that match nothing where there is no such name, which a test excludes.
pub(crate) fn patterns(name: &str) -> &'static Patterns {
    static NONE: LazyLock<Patterns> = LazyLock::new(|| Patterns { set: RegexSet::empty() });
    LEXICON.patterns.get(name).unwrap_or(&NONE)
}

impl Lexicon {
    fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        let classes: BTreeMap<&str, String> =
            file.classes.iter().map(|(name, words)| (name.as_str(), alternatives(words))).collect();
        let mut patterns = BTreeMap::new();
        for (name, sources) in file.sayings.iter().chain(&file.passages) {
            let compiled = sources.iter().map(|s| compile(s, &classes)).collect::<Result<Vec<_>, _>>()?;
            let set = RegexSetBuilder::new(&compiled)
                .unicode(false)
                .case_insensitive(true)
                .dfa_size_limit(16 << 20)
                .size_limit(64 << 20)
                .build()
                .map_err(|e| e.to_string())?;
            patterns.insert(name.clone(), Patterns { set });
        }
        Ok(Self { patterns })
    }
}

fn alternatives(words: &[String]) -> String {
    let mut words: Vec<String> = words.iter().map(|w| plain(&w.replace('£', r"\x24")).replace(' ', r"\s+")).collect();
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    words.dedup();
    format!("(?:{})", words.join("|"))
}

fn compile(source: &str, classes: &BTreeMap<&str, String>) -> Result<String, String> {
    let mut expanded = plain(&source.replace('£', r"\x24"))
        .replace(" ... ", r"(?:\W+[\w'\x24,.-]+){0,8}?\W+")
        .replace(" .. ", r"(?:\W+[\w'\x24,.-]+){0,3}?\W+")
        .replace(' ', r"\s+");
    for (name, alternatives) in classes {
        expanded = expanded.replace(&format!("{{{name}}}"), alternatives);
    }
    if expanded.split('{').skip(1).any(|p| p.starts_with(|c: char| c.is_alphabetic())) {
        return Err(format!("unknown class in `{source}`"));
    }
    let bound = |side: bool| if side { r"\b" } else { "" };
    let starts = !expanded.starts_with(['^', '(', '\\']) || expanded.starts_with("(?:");
    let ends = expanded.ends_with(|c: char| c.is_alphanumeric() || c == ')') && !expanded.ends_with("$)");
    Ok(format!("{}(?:{expanded}){}", bound(starts && !expanded.starts_with('^')), bound(ends)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_compiles() {
        if let Err(error) = Lexicon::parse(SAYINGS) {
            panic!("{error}");
        }
    }

    #[track_caller]
    fn check(name: &str, text: &str, expected: bool) {
        assert_eq!(patterns(name).is_in(text), expected, "{name}: {text}");
    }

    #[test]
    fn sayings_are_told_by_their_words() {
        check("not_held", "The Council doesn’t centrally record this.", true);
        check("not_held", "This is not something that the authority records.", true);
        check("not_held", "We hold the figures below.", false);
        check("not_applicable", "N/A", true);
        check("not_applicable", "Not appplicable", true);
        check("see_other", "See response to 10a", true);
        check("see_other", "as Q3", true);
        check("closing", "If you are unhappy with the way we have handled your request", true);
        check("response_intro", "I can respond as follows:", true);
        check("response_intro", "Response:", true);
        check("response_intro", "The Council's response:", true);
        for name in ["response_intro", "request_intro", "closing", "small_print", "boilerplate", "requester"] {
            check(name, "Response: The County Council does not currently operate a RAS.", false);
        }
    }
}
