//! What a text must look like: patterns and formats.

use std::cell::RefCell;
use std::collections::BTreeMap;

use regex_automata::dfa::onepass::{Cache, DFA};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input};

use super::SchemaError;

/// A regular expression that is matched in one pass over the text.
#[derive(Debug)]
pub(super) struct Pattern {
    source: Box<str>,
    dfa: DFA,
}

thread_local! {
    static CACHE: RefCell<Option<Cache>> = const { RefCell::new(None) };
}

impl Pattern {
    /// A matcher. Both ends must be fixed, by `^` and `$`: a search through a text is not what this is for.
    pub(super) fn new(source: &str) -> Result<Self, SchemaError> {
        let refused = || SchemaError::Pattern(source.to_owned());
        if !source.is_ascii() || !source.starts_with('^') || !source.ends_with('$') {
            return Err(refused());
        }
        // Without Unicode `\d` is what ECMAScript means by it: the ten digits.
        let config = syntax::Config::new().unicode(false).utf8(false);
        // Only whether it matches is asked.
        let nfa = thompson::Config::new().which_captures(WhichCaptures::None);
        let dfa = DFA::builder().syntax(config).thompson(nfa).build(source).map_err(|_| refused())?;
        Ok(Self { source: source.into(), dfa })
    }

    pub(super) fn source(&self) -> &str {
        &self.source
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        CACHE.with_borrow_mut(|slot| {
            let cache = slot.get_or_insert_with(|| self.dfa.create_cache());
            cache.reset(&self.dfa);
            self.dfa.try_search_slots(cache, &Input::new(text).anchored(Anchored::Yes), &mut []).is_ok_and(|found| found.is_some())
        })
    }
}

/// A rule for texts that no pattern can say.
type Rule = fn(&str) -> Result<(), String>;
/// A quick test that says yes only to texts of which the rule holds.
type Quick = fn(&str) -> bool;

/// The formats that are known, by name, beside `date` and the names of Rust's integers, which say nothing that `minimum` does not.
#[derive(Debug, Clone, Default)]
pub struct Formats(BTreeMap<&'static str, (Quick, Rule)>);

impl Formats {
    /// With a format more.
    #[must_use]
    pub fn with(mut self, name: &'static str, quick: Quick, rule: Rule) -> Self {
        self.0.insert(name, (quick, rule));
        self
    }

    /// The quick test of a format; `None` for one that is not known.
    pub(super) fn get(&self, name: &str) -> Option<Quick> {
        match name {
            "date" => Some(is_date),
            "uint8" | "uint16" | "uint32" | "uint64" => Some(|_| true),
            other => self.0.get(other).map(|(quick, _)| *quick),
        }
    }

    /// Names and rules.
    pub fn rules(&self) -> impl Iterator<Item = (&'static str, Rule)> {
        self.0.iter().map(|(name, (_, rule))| (*name, *rule))
    }
}

/// A format as a rule needs it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Format(Quick);

impl Format {
    pub(super) fn of(quick: Quick) -> Self {
        Self(quick)
    }

    pub(super) fn surely(self, text: &str) -> bool {
        (self.0)(text)
    }
}

/// Whether a text is a day of the Gregorian calendar, such as `2024-02-29`.
fn is_date(text: &str) -> bool {
    let number = |from: usize, to: usize| -> Option<u32> {
        let digits = text.as_bytes().get(from..to)?;
        digits.iter().try_fold(0, |n, d| d.is_ascii_digit().then(|| n * 10 + u32::from(d - b'0')))
    };
    let hyphens = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    let (Some(year), Some(month), Some(day)) = (number(0, 4), number(5, 7), number(8, 10)) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    hyphens && (1..=days).contains(&day)
}
