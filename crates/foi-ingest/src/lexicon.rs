//! The language of responses: `data/reference/sayings.toml`, compiled.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

use foldhash::fast::FixedState;
use regex_automata::Input;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::syntax;
use serde::Deserialize;

const SAYINGS: &str = include_str!("../../../data/reference/sayings.toml");

#[derive(Deserialize)]
struct File {
    classes: BTreeMap<String, Vec<String>>,
    unions: BTreeMap<String, Vec<String>>,
    sayings: BTreeMap<String, Vec<String>>,
    passages: BTreeMap<String, Vec<String>>,
}

/// The patterns of one saying or passage.
#[derive(Debug)]
pub(crate) struct Patterns {
    /// Which of all they are: one bit of a [`Said`] is theirs.
    place: u32,
    /// Regular expressions of bytes.
    sources: Vec<String>,
    /// One automaton for all of them, made when it is first asked, and those of its states that texts have led to.
    automaton: OnceLock<Option<(DFA, Mutex<Cache>)>>,
}

impl Patterns {
    fn new(place: usize, sources: Vec<String>) -> Self {
        Self { place: u32::try_from(place).unwrap_or(u32::MAX), sources, automaton: OnceLock::new() }
    }

    /// Whether any pattern is in a text.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.are_in(&Said::of(text))
    }

    fn are_in(&self, said: &Said) -> bool {
        let Some(bit) = 1_u64.checked_shl(self.place) else { return self.search(said) };
        let Heard { asked, found, .. } = &*said.0;
        if asked.get() & bit == 0 {
            asked.set(asked.get() | bit);
            found.set(found.get() | if self.search(said) { bit } else { 0 });
        }
        found.get() & bit != 0
    }

    fn search(&self, said: &Said) -> bool {
        let made = || {
            let dfa = automaton(&self.sources).ok()?;
            let cache = Mutex::new(dfa.create_cache());
            Some((dfa, cache))
        };
        let Some((dfa, cache)) = self.automaton.get_or_init(made) else { return false };
        let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
        dfa.try_search_fwd(&mut cache, &Input::new(&said.0.text).earliest(true)).is_ok_and(|found| found.is_some())
    }
}

/// An automaton that tells whether any of the patterns is in a text, and not where.
fn automaton(sources: &[String]) -> Result<DFA, String> {
    DFA::builder()
        .configure(DFA::config().cache_capacity(16 << 20))
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .thompson(thompson::Config::new().utf8(false).which_captures(WhichCaptures::None).nfa_size_limit(Some(64 << 20)))
        .build_many(sources)
        .map_err(|e| e.to_string())
}

/// A text as patterns are held against it, which spares them much: in ASCII and lower case, with single blanks; signs become their plain
/// relatives, and a pound sign a dollar sign. Texts are remembered with what was asked of them, as many parts of recognition ask the same.
pub(crate) struct Said(Rc<Heard>);

/// A text, and what is known of it.
struct Heard {
    text: Vec<u8>,
    /// The patterns that were held against it, a bit each.
    asked: Cell<u64>,
    /// Those that are in it.
    found: Cell<u64>,
}

/// The texts that were asked about last.
#[derive(Default)]
struct Memory {
    texts: HashMap<String, Rc<Heard>, FixedState>,
    bytes: usize,
}

impl Memory {
    /// The bytes of texts after which all are forgotten.
    const MOST: usize = 1 << 20;

    fn of(&mut self, text: &str) -> Rc<Heard> {
        if let Some(heard) = self.texts.get(text) {
            return Rc::clone(heard);
        }
        let heard = Rc::new(Heard { text: folded(text), asked: Cell::default(), found: Cell::default() });
        self.bytes += text.len();
        if self.bytes > Self::MOST {
            *self = Self { bytes: text.len(), ..Self::default() };
        }
        self.texts.insert(text.to_owned(), Rc::clone(&heard));
        heard
    }
}

fn folded(text: &str) -> Vec<u8> {
    let mut said: Vec<u8> = Vec::with_capacity(text.len());
    for c in text.chars() {
        match u8::try_from(plain(c)).unwrap_or(b'?') {
            sign if !sign.is_ascii_whitespace() => said.push(sign.to_ascii_lowercase()),
            _ if said.last() == Some(&b' ') => {}
            _ => said.push(b' '),
        }
    }
    said
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// Forgets the texts of the submission before.
pub(crate) fn forget() {
    MEMORY.take();
}

impl Said {
    pub(crate) fn of(text: &str) -> Self {
        Self(MEMORY.with_borrow_mut(|memory| memory.of(text)))
    }

    /// Whether any pattern of a name of `sayings.toml` is in it.
    pub(crate) fn is(&self, name: &str) -> bool {
        patterns(name).are_in(self)
    }
}

fn plain(c: char) -> char {
    match c {
        '’' | '‘' | '`' | '´' => '\'',
        '“' | '”' => '"',
        '–' | '—' | '‐' | '−' => '-',
        '£' => '$',
        '\u{a0}' => ' ',
        c if c.is_ascii() => c,
        _ => '?',
    }
}

/// Every saying and passage.
pub(crate) struct Lexicon {
    patterns: HashMap<String, Patterns, FixedState>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(SAYINGS).unwrap_or(Lexicon { patterns: HashMap::default() }));

/// The patterns of a name of `sayings.toml`; patterns that match nothing where there is no such name, which a test excludes.
pub(crate) fn patterns(name: &str) -> &'static Patterns {
    static NONE: LazyLock<Patterns> = LazyLock::new(|| Patterns::new(usize::MAX, Vec::new()));
    LEXICON.patterns.get(name).unwrap_or(&NONE)
}

impl Lexicon {
    fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        let classes: BTreeMap<&str, String> =
            file.classes.iter().map(|(name, words)| (name.as_str(), alternatives(words))).collect();
        let mut patterns: HashMap<String, Patterns, FixedState> = HashMap::default();
        for (name, sources) in file.sayings.iter().chain(&file.passages) {
            let compiled = sources.iter().map(|s| compile(s, &classes)).collect::<Result<Vec<_>, _>>()?;
            patterns.insert(name.clone(), Patterns::new(patterns.len(), compiled));
        }
        for (name, parts) in &file.unions {
            let part =
                |part: &String| patterns.get(part).map(|p| p.sources.clone()).ok_or_else(|| format!("unknown part `{part}`"));
            let sources = parts.iter().map(part).collect::<Result<Vec<_>, _>>()?.concat();
            patterns.insert(name.clone(), Patterns::new(patterns.len(), sources));
        }
        Ok(Self { patterns })
    }
}

/// A pattern with the signs that texts have when it is held against them.
fn escaped(pattern: &str) -> String {
    pattern.replace('£', r"\x24").chars().map(plain).collect()
}

fn alternatives(words: &[String]) -> String {
    let mut words: Vec<String> = words.iter().map(|w| escaped(w)).collect();
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    words.dedup();
    format!("(?:{})", words.join("|"))
}

fn compile(source: &str, classes: &BTreeMap<&str, String>) -> Result<String, String> {
    let mut expanded =
        escaped(source).replace(" ... ", r"(?:\W+[\w'\x24,.-]+){0,8}?\W+").replace(" .. ", r"(?:\W+[\w'\x24,.-]+){0,3}?\W+");
    for (name, alternatives) in classes {
        expanded = expanded.replace(&format!("{{{name}}}"), alternatives);
    }
    if expanded.split('{').skip(1).any(|p| p.starts_with(|c: char| c.is_alphabetic())) {
        return Err(format!("unknown class in `{source}`"));
    }
    let capital = |(n, part): (usize, &str)| part.chars().skip(n.min(1)).any(|c| c.is_ascii_uppercase());
    if expanded.split('\\').enumerate().any(capital) {
        return Err(format!("a capital in `{source}`, and texts are held against it in lower case"));
    }
    let bound = |side: bool| if side { r"\b" } else { "" };
    let starts = !expanded.starts_with(['^', '(', '\\']) || expanded.starts_with("(?:");
    let ends = expanded.ends_with(|c: char| c.is_alphanumeric() || c == ')') && !expanded.ends_with("$)");
    Ok(format!("{}(?:{expanded}){}", bound(starts && !expanded.starts_with('^')), bound(ends)))
}

/// The value of a number in words, from nil to twenty.
pub(crate) fn number_in_words(word: &str) -> Option<usize> {
    let words = "nil one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen \
                 twenty";
    words.split(' ').position(|w| w.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_compiles() {
        for (name, patterns) in &Lexicon::parse(SAYINGS).unwrap().patterns {
            if let Err(error) = automaton(&patterns.sources) {
                panic!("{name}: {error}");
            }
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
