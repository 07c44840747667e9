//! How alike the wording of a question and of a passage are, and whether a passage asks at all.

use std::collections::{BTreeMap, BTreeSet};

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
    let lower = text.to_lowercase().replace(['’', '\''], "");
    lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !EMPTY.contains(w) && !w.chars().all(|c| c.is_ascii_digit()))
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
pub(crate) struct Wordings {
    /// The words of all questions, sorted.
    vocabulary: Vec<String>,
    /// What each word weighs.
    weights: Vec<f64>,
    /// What a word that no question has weighs.
    unknown: f64,
    questions: Vec<Wording>,
}

/// The wordings of one question.
struct Wording {
    /// The words of each phrase, sorted, and what they weigh.
    phrases: Vec<(Vec<usize>, f64)>,
    /// The words of all phrases, sorted.
    all: Vec<usize>,
}

impl Wordings {
    /// The wordings of questions, in their order.
    pub(crate) fn new(questions: &[Question]) -> Self {
        let sets: Vec<Vec<BTreeSet<String>>> = questions
            .iter()
            .map(|q| std::iter::once(&q.prompt).chain(&q.phrases).map(|p| stems(p).into_iter().collect()).collect())
            .collect();
        let mut found_in: BTreeMap<&String, usize> = BTreeMap::new();
        for phrases in &sets {
            for word in phrases.iter().flatten().collect::<BTreeSet<_>>() {
                *found_in.entry(word).or_default() += 1;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of questions are small")]
        let weight = |count: usize| (1.0 + questions.len() as f64 / count as f64).ln();
        let vocabulary: Vec<String> = found_in.keys().map(|w| (*w).clone()).collect();
        let weights: Vec<f64> = found_in.values().map(|count| weight(*count)).collect();
        let place = |word: &String| vocabulary.binary_search(word).ok();
        let wordings = sets.iter().map(|phrases| {
            let phrases: Vec<Vec<usize>> = phrases.iter().map(|p| p.iter().filter_map(place).collect()).collect();
            let all: BTreeSet<usize> = phrases.iter().flatten().copied().collect();
            let weigh = |words: &[usize]| words.iter().filter_map(|w| weights.get(*w)).sum();
            Wording { phrases: phrases.into_iter().map(|p| (p.clone(), weigh(&p))).collect(), all: all.into_iter().collect() }
        });
        let questions = wordings.collect();
        Self { unknown: weight(1) * 0.5, vocabulary, weights, questions }
    }

    /// The words of a text.
    pub(crate) fn passage(&self, text: &str) -> Passage {
        let words: BTreeSet<String> = stems(text).into_iter().collect();
        let known: Vec<usize> = words.iter().filter_map(|w| self.vocabulary.binary_search(w).ok()).collect();
        let unknown = words.len() - known.len();
        #[expect(clippy::cast_precision_loss, reason = "a passage has few words")]
        let weight = self.weigh(known.iter().copied()) + unknown as f64 * self.unknown;
        Passage { known, unknown, weight }
    }

    fn weigh(&self, words: impl Iterator<Item = usize>) -> f64 {
        words.filter_map(|w| self.weights.get(w)).sum()
    }

    /// How alike a question and a passage are, from 0 to 1: of the best phrase, what share of its weight is in the passage, and what share
    /// of the passage's weight is in it.
    pub(crate) fn likeness(&self, question: usize, passage: &Passage) -> f64 {
        let Some(wording) = self.questions.get(question) else { return 0.0 };
        let mut best: f64 = 0.0;
        for (phrase, weight) in &wording.phrases {
            let (count, shared) = self.common(phrase, &passage.known);
            if count < 2 && phrase.len() > 1 && passage.len() > 1 {
                continue;
            }
            let (recall, precision) = (share(shared, *weight), share(shared, passage.weight));
            best = best.max(0.65 * recall + 0.35 * precision);
        }
        // What all phrases together cover of the passage tells as much as any one of them.
        let (count, covered) = self.common(&wording.all, &passage.known);
        if count >= 3 { best.max(0.5 * best + 0.5 * share(covered, passage.weight)) } else { best }
    }

    /// What share of a passage's weight is in the wordings of a question.
    pub(crate) fn covered(&self, question: usize, passage: &Passage) -> f64 {
        self.questions.get(question).map_or(0.0, |w| share(self.common(&w.all, &passage.known).1, passage.weight))
    }

    /// How many words two sorted lists share, and what these weigh.
    fn common(&self, a: &[usize], b: &[usize]) -> (usize, f64) {
        let shared = || a.iter().copied().filter(|w| b.binary_search(w).is_ok());
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
    if [", what ", ", how ", ", which ", ", who ", ", when ", ", please "].iter().any(|w| lower.find(w).is_some_and(|at| at < 60)) {
        return true;
    }
    let opening = opening(trimmed);
    let first: String = opening.chars().take_while(|c| c.is_alphanumeric()).collect();
    ASKING.iter().any(|w| *w == first || w.contains(' ') && opening.starts_with(w))
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
            ("", false),
        ] {
            assert_eq!(asks(text), expected, "{text}");
        }
        assert!(asking_sentence("If not, please proceed to Section 2."));
        assert!(!asking_sentence("If needed, the panel decides."));
    }
}
