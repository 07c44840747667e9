//! How alike the wording of a question and of a passage are, and whether a passage asks at all.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use foi_model::Question;

/// Words that say nothing of what is asked.
const EMPTY: &[&str] = &[
    "a",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "been",
    "by",
    "can",
    "could",
    "do",
    "does",
    "each",
    "for",
    "from",
    "has",
    "have",
    "how",
    "i",
    "if",
    "in",
    "is",
    "it",
    "its",
    "many",
    "me",
    "much",
    "of",
    "on",
    "or",
    "our",
    "please",
    "provide",
    "name",
    "identify",
    "send",
    "supply",
    "tell",
    "set out",
    "provided",
    "so",
    "such",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "to",
    "under",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "which",
    "who",
    "will",
    "with",
    "would",
    "you",
    "your",
    "following",
    "below",
    "eg",
    "etc",
    "ie",
    "e",
    "g",
    "s",
    "council",
    "authority",
    "also",
    "used",
    "give",
    "describe",
    "explain",
    "specify",
    "indicate",
    "tell",
    "state",
    "confirm",
    "us",
    "not",
    "table",
    "response",
    "area",
    "areas",
];

/// The content words of a text, reduced to stems.
pub(crate) fn stems(text: &str) -> Vec<String> {
    static NOTHING: LazyLock<HashSet<&str>> = LazyLock::new(|| EMPTY.iter().copied().collect());
    let mut lower = text.to_lowercase();
    lower.retain(|c| !matches!(c, '’' | '\''));
    lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !NOTHING.contains(w) && !w.chars().all(|c| c.is_ascii_digit()))
        .map(stem)
        .collect()
}

/// A word without its commonest endings, so that `customised`, `customise` and `customisations` meet.
fn stem(word: &str) -> String {
    let word = word.replace("iz", "is");
    for ending in [
        "isations", "isation", "ations", "ation", "ings", "ments", "ment", "ing", "ions", "ion", "ers", "ies", "ised", "ises",
        "ise", "ed", "er", "es", "ly", "s", "e", "y",
    ] {
        if let Some(bare) = word.strip_suffix(ending)
            && bare.len() >= 3
        {
            return bare.to_owned();
        }
    }
    word
}

/// The content words of a passage, as a list of questions knows them.
pub(crate) struct Passage {
    /// Words that some question has, by their place in the vocabulary; sorted, each once.
    known: Vec<usize>,
    /// The number of different words that no question has.
    unknown: usize,
    /// What all of them weigh.
    weight: f64,
}

impl Passage {
    /// The number of different words.
    pub(crate) fn len(&self) -> usize {
        self.known.len() + self.unknown
    }
}

/// The wordings of a list of questions, weighed by how much each word tells them apart.
#[derive(Debug)]
pub(crate) struct Wordings {
    /// The words of all questions with their place.
    vocabulary: HashMap<String, usize>,
    /// What each word weighs.
    weights: Vec<f64>,
    /// What a word that no question has weighs.
    unknown: f64,
    /// The phrases that have each word.
    found_in: Vec<Vec<usize>>,
    /// The phrases of all questions, one question after another.
    phrases: Vec<Phrase>,
    questions: Vec<Wording>,
}

#[derive(Debug)]
struct Phrase {
    words: usize,
    weight: f64,
}

/// The wordings of one question.
#[derive(Debug)]
struct Wording {
    /// Its phrases among those of all questions.
    phrases: Range<usize>,
    /// The words of all its phrases, sorted.
    all: Vec<usize>,
}

/// How many words a passage and a phrase share, and what these weigh.
type Shared = (usize, f64);

impl Wordings {
    /// The wordings of questions, in their order.
    pub(crate) fn new(questions: &[Question]) -> Self {
        let sets: Vec<Vec<BTreeSet<String>>> = questions
            .iter()
            .map(|q| std::iter::once(&q.prompt).chain(&q.phrases).map(|p| stems(p).into_iter().collect()).collect())
            .collect();
        let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
        for phrases in &sets {
            for word in phrases.iter().flatten().collect::<BTreeSet<_>>() {
                *counts.entry(word).or_default() += 1;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of questions are small")]
        let weight = |count: usize| (1.0 + questions.len() as f64 / count as f64).ln();
        let weights: Vec<f64> = counts.values().map(|count| weight(*count)).collect();
        let vocabulary: HashMap<String, usize> = counts.keys().enumerate().map(|(at, w)| ((*w).clone(), at)).collect();
        let mut found_in = vec![Vec::new(); weights.len()];
        let mut all_phrases = Vec::new();
        let mut wordings = Vec::new();
        for phrases in &sets {
            let first = all_phrases.len();
            let mut all = BTreeSet::new();
            for phrase in phrases {
                let words: Vec<usize> = phrase.iter().filter_map(|w| vocabulary.get(w).copied()).collect();
                for &word in &words {
                    found_in.get_mut(word).into_iter().for_each(|f: &mut Vec<usize>| f.push(all_phrases.len()));
                }
                all.extend(words.iter().copied());
                all_phrases.push(Phrase { words: words.len(), weight: words.iter().filter_map(|w| weights.get(*w)).sum() });
            }
            wordings.push(Wording { phrases: first..all_phrases.len(), all: all.into_iter().collect() });
        }
        Self { unknown: weight(1) * 0.5, vocabulary, weights, found_in, phrases: all_phrases, questions: wordings }
    }

    /// The words of a text.
    pub(crate) fn passage(&self, text: &str) -> Passage {
        let words: BTreeSet<String> = stems(text).into_iter().collect();
        self.passage_of(&words)
    }

    /// The words of a text that was reduced to its stems before.
    pub(crate) fn passage_of(&self, words: &BTreeSet<String>) -> Passage {
        let mut known: Vec<usize> = words.iter().filter_map(|w| self.vocabulary.get(w).copied()).collect();
        known.sort_unstable();
        let unknown = words.len() - known.len();
        #[expect(clippy::cast_precision_loss, reason = "a passage has few words")]
        let weight = self.weigh(known.iter().copied()) + unknown as f64 * self.unknown;
        Passage { known, unknown, weight }
    }

    fn weigh(&self, words: impl Iterator<Item = usize>) -> f64 {
        words.filter_map(|w| self.weights.get(w)).sum()
    }

    /// How alike each question and a passage are, from 0 to 1: of the best phrase, what share of its weight is in the passage, and what
    /// share of the passage's weight is in it.
    pub(crate) fn likenesses(&self, passage: &Passage) -> Vec<f64> {
        if passage.known.is_empty() {
            return vec![0.0; self.questions.len()];
        }
        let mut shared: Vec<Shared> = vec![(0, 0.0); self.phrases.len()];
        for word in &passage.known {
            let weight = self.weights.get(*word).copied().unwrap_or(0.0);
            for &phrase in self.found_in.get(*word).map_or(&[][..], Vec::as_slice) {
                if let Some((count, sum)) = shared.get_mut(phrase) {
                    *count += 1;
                    *sum += weight;
                }
            }
        }
        let of = |wording: &Wording| {
            let found = shared.get(wording.phrases.clone()).unwrap_or_default();
            let mut best: f64 = 0.0;
            for (phrase, (count, sum)) in self.phrases.get(wording.phrases.clone()).unwrap_or_default().iter().zip(found) {
                if *count == 0 || *count < 2 && phrase.words > 1 && passage.len() > 1 {
                    continue;
                }
                best = best.max(0.65 * share(*sum, phrase.weight) + 0.35 * share(*sum, passage.weight));
            }
            if best == 0.0 && found.iter().all(|(count, _)| *count == 0) {
                return 0.0;
            }
            // What all phrases together cover of the passage tells as much as any one of them.
            let (count, covered) = self.common(&wording.all, &passage.known);
            if count >= 3 { best.max(0.5 * best + 0.5 * share(covered, passage.weight)) } else { best }
        };
        self.questions.iter().map(of).collect()
    }

    /// How alike a question and a passage are.
    pub(crate) fn likeness(&self, question: usize, passage: &Passage) -> f64 {
        self.likenesses(passage).get(question).copied().unwrap_or(0.0)
    }

    /// What share of a passage's weight is in the wordings of a question.
    pub(crate) fn covered(&self, question: usize, passage: &Passage) -> f64 {
        self.questions.get(question).map_or(0.0, |w| share(self.common(&w.all, &passage.known).1, passage.weight))
    }

    /// How many words two sorted lists share, and what these weigh.
    fn common(&self, a: &[usize], b: &[usize]) -> Shared {
        let shared = || b.iter().copied().filter(|w| a.binary_search(w).is_ok());
        (shared().count(), self.weigh(shared()))
    }
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Words that a question or a request begins with.
const ASKING: &[&str] = &[
    "please",
    "provide",
    "name",
    "identify",
    "send",
    "supply",
    "tell",
    "set out",
    "can",
    "could",
    "do",
    "does",
    "did",
    "is",
    "are",
    "was",
    "were",
    "have",
    "has",
    "had",
    "what",
    "which",
    "when",
    "how",
    "who",
    "where",
    "why",
    "confirm",
    "list",
    "state",
    "describe",
    "give",
    "explain",
    "would",
    "will",
    "details",
    "copies",
    "a copy",
    "copy",
    "number of",
    "the number",
    "the total",
    "total number",
    "the name",
    "the names",
    "names of",
    "name of",
    "list of",
    "a list",
    "breakdown",
    "a breakdown",
    "average number",
    "the average",
    "for each",
    "for the financial",
    "for the years",
    "for the last",
    "for the past",
    "for every",
    "in the last",
    "in the past",
    "in each",
    "in which",
    "in what",
    "over the last",
    "over the past",
    "of those",
    "of these",
    "if yes",
    "if no",
    "if so",
    "if not",
    "if you",
    "if the",
    "if applicable",
    "according",
    "similarly regarding",
    "whether",
    "since",
    "between",
    "any policies",
    "any policy",
    "for either",
    "i would",
    "after the",
];

/// Those of them with which a statement can begin as well: `The names of officers are withheld`.
const TOPICS: &[&str] = &[
    "details",
    "copies",
    "a copy",
    "copy",
    "number of",
    "the number",
    "the total",
    "total number",
    "the name",
    "the names",
    "names of",
    "name of",
    "list of",
    "a list",
    "breakdown",
    "a breakdown",
    "average number",
    "the average",
    "for each",
    "for the financial",
    "for the years",
    "for the last",
    "for the past",
    "for every",
    "in the last",
    "in the past",
    "in each",
    "over the last",
    "over the past",
    "of those",
    "of these",
    "since",
    "between",
    "any policies",
    "any policy",
    "for either",
    "after the",
];

/// Whether a text states: a form of `to be` stands behind a subject of its own, and not in a clause that tells which is meant.
fn states(text: &str) -> bool {
    const CLAUSE: &[&str] = &[
        "that",
        "which",
        "who",
        "whom",
        "whose",
        "there",
        "they",
        "you",
        "it",
        "he",
        "she",
        "we",
        "what",
        "how",
        "where",
        "when",
        "why",
        "many",
        "much",
        "and",
        "or",
        "if",
        "these",
        "those",
        "this",
        "whether",
        "council",
        "authority",
        "not",
    ];
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let asks = words.iter().any(|w| matches!(*w, "please" | "provide" | "what" | "how"));
    let pairs = words
        .windows(2)
        .any(|w| matches!(w, [subject, be] if matches!(*be, "is" | "are" | "was" | "were") && !CLAUSE.contains(subject)));
    !asks && pairs && text.trim_end().ends_with('.')
}

/// The first words of a text in lower case, without what stands before them.
fn opening(text: &str) -> String {
    text.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().take(20).collect::<String>().to_lowercase()
}

/// Whether a passage, without its number, could be a question or a request.
pub(crate) fn asks(text: &str) -> bool {
    let trimmed = text.trim().trim_end_matches(['*', '_', '"', '”', ')']);
    if trimmed.is_empty() {
        return false;
    }
    if trimmed.ends_with('?') || trimmed.contains("? ") {
        return true;
    }
    // `Without a tool, what are the methods`: the question begins after its condition.
    let lower = trimmed.to_lowercase();
    if [", what ", ", how ", ", please "].iter().any(|w| lower.find(w).is_some_and(|at| at < 60)) {
        return true;
    }
    let opening = opening(trimmed);
    let first: String = opening.chars().take_while(|c| c.is_alphanumeric()).collect();
    // `Please see the attached` points.
    if ["please see ", "please refer ", "please find ", "please visit ", "please follow ", "please click "]
        .iter()
        .any(|w| opening.starts_with(w))
    {
        return false;
    }
    let opens = |w: &&&str| **w == first || w.contains(' ') && opening.starts_with(**w);
    ASKING.iter().find(opens).is_some_and(|w| !(TOPICS.contains(w) && states(trimmed)))
        || trimmed.ends_with(':') && trimmed.split_whitespace().count() > 3
}

/// Whether a passage names a topic and says nothing: no verb of a sentence, no speaker.
pub(crate) fn names_topic(text: &str) -> bool {
    const SAYING: &[&str] = &[
        "is", "are", "was", "were", "be", "we", "our", "it", "they", "has", "have", "had", "do", "does", "did", "can", "will",
        "not", "no", "yes", "i", "this", "there", "see", "applied", "used",
    ];
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    // What a clause says of the topic stands after `how` or `that`: `how accurate the estimate is`.
    let asks_how = ["how", "what", "which", "whether", "who"].iter().any(|w| words.first() == Some(w));
    (3..=30).contains(&words.len()) && (asks_how || !words.iter().any(|w| SAYING.contains(w)))
}

/// The section that a sentence sends its reader to: `2` of `If not, please proceed to Section 2`.
pub(crate) fn routes_to(sentence: &str) -> Option<String> {
    let lower = sentence.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let goes = words
        .iter()
        .position(|w| matches!(*w, "go" | "proceed" | "move" | "skip" | "continue" | "turn" | "jump" | "pass" | "advance"))?;
    let section = words.iter().skip(goes).take(5).position(|w| *w == "section")? + goes;
    words.get(section + 1).map(|w| (*w).to_owned())
}

/// Whether one sentence is a requester's: a question, an instruction, or the condition of one.
pub(crate) fn asking_sentence(sentence: &str) -> bool {
    let trimmed = sentence.trim().trim_end_matches(['*', '_', '"', '”', ')', ' ']);
    if trimmed.ends_with('?') {
        return true;
    }
    let opening = opening(trimmed);
    // `If not, go on to Section 2`: the way through the questionnaire.
    if routes_to(trimmed).is_some()
        && (opening.starts_with("if ") || opening.starts_with("please ") || opening.starts_with("otherwise"))
    {
        return true;
    }
    [
        "please provide",
        "please describe",
        "please explain",
        "please specify",
        "please state",
        "please indicate",
        "please give",
        "please list",
        "please include",
        "please go to",
        "please proceed",
        "please move",
        "please skip",
        "please supply",
        "please confirm",
        "please answer",
        "please use",
        "please complete",
        "please also",
        "please cover",
        "please set out",
        "please say",
        "please name",
        "please send",
        "please tell",
        "please identify",
        "use the table",
        "if not, please",
        "if so, ",
        "if yes, ",
        "if no, ",
        "if you do not, ",
        "if the answer",
        "for each area",
        "i would like",
        "can you ",
        "could you ",
        "would you ",
    ]
    .iter()
    .any(|o| opening.starts_with(o) || o.starts_with(&opening) && opening.len() >= 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(prompt: &str, phrases: &[&str]) -> Question {
        Question {
            id: "1".parse().unwrap(),
            section: None,
            kind: foi_model::AnswerKind::Text,
            prompt: prompt.to_owned(),
            phrases: phrases.iter().map(|p| (*p).to_owned()).collect(),
            asked_if: None,
            same_paragraph_as: None,
            yes: vec![],
            no: vec![],
        }
    }

    #[test]
    fn the_question_that_is_meant_is_the_most_alike() {
        let wordings = Wordings::new(&[
            question("Who supplies the parks software?", &["name of the supplier"]),
            question("Has the software been customised?", &["customisations or further developments"]),
            question("What did parks cost in each year?", &["budget and outturn for parks"]),
        ]);
        let best = |text: &str| {
            let passage = wordings.passage(text);
            (0..3).max_by(|&a, &b| wordings.likeness(a, &passage).total_cmp(&wordings.likeness(b, &passage)))
        };
        assert_eq!(best("Please tell us the name of your supplier"), Some(0));
        assert_eq!(best("Did you customise or develop it further, or use it as supplied?"), Some(1));
        assert_eq!(best("Please provide the budget and the actual outturn"), Some(2));
    }

    #[test]
    fn what_asks() {
        for (text, expected) in [
            ("Do you use it?", true),
            ("Please describe it.", true),
            ("If you use a RAS:", true),
            ("Yes, we do.", false),
            ("No", false),
            ("Please see the attached list", false),
            ("The names of the officers are withheld.", false),
            ("In each year the budgets were overspent.", false),
            ("The number of officers who were in post.", true),
            ("", false),
        ] {
            assert_eq!(asks(text), expected, "{text}");
        }
        assert!(asking_sentence("If not, please proceed to Section 2."));
        assert!(!asking_sentence("If needed, the panel decides."));
    }
}
