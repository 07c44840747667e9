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

/// The wordings of a list of questions, weighed by how much each word tells them apart.
pub(crate) struct Wordings {
    weights: BTreeMap<String, f64>,
    unknown: f64,
    questions: Vec<Vec<BTreeSet<String>>>,
}

impl Wordings {
    /// The wordings of questions, in their order.
    pub(crate) fn new(questions: &[Question]) -> Self {
        let sets: Vec<Vec<BTreeSet<String>>> = questions
            .iter()
            .map(|q| std::iter::once(&q.prompt).chain(&q.phrases).map(|p| stems(p).into_iter().collect()).collect())
            .collect();
        let mut found_in: BTreeMap<String, usize> = BTreeMap::new();
        for phrases in &sets {
            for word in phrases.iter().flatten().collect::<BTreeSet<_>>() {
                *found_in.entry(word.clone()).or_default() += 1;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of questions are small")]
        let weight = |count: usize| (1.0 + questions.len() as f64 / count as f64).ln();
        let weights = found_in.into_iter().map(|(word, count)| (word, weight(count))).collect();
        Self { weights, unknown: weight(1) * 0.5, questions: sets }
    }

    fn weigh<'w>(&self, words: impl Iterator<Item = &'w String>) -> f64 {
        words.map(|w| self.weights.get(w).copied().unwrap_or(self.unknown)).sum()
    }

    /// How alike a question and a passage are, from 0 to 1: of the best phrase, what share of its weight is in the passage, and what share
    /// of the passage's weight is in it.
    pub(crate) fn likeness(&self, question: usize, passage: &BTreeSet<String>) -> f64 {
        let Some(phrases) = self.questions.get(question) else { return 0.0 };
        let whole = self.weigh(passage.iter());
        let mut best: f64 = 0.0;
        for phrase in phrases {
            let common: Vec<&String> = phrase.intersection(passage).collect();
            if common.len() < 2 && phrase.len() > 1 && passage.len() > 1 {
                continue;
            }
            let shared = self.weigh(common.into_iter());
            let (recall, precision) = (share(shared, self.weigh(phrase.iter())), share(shared, whole));
            best = best.max(0.65 * recall + 0.35 * precision);
        }
        // What all phrases together cover of the passage tells as much as any one of them.
        let all: BTreeSet<&String> = phrases.iter().flatten().collect();
        let covered = share(self.weigh(passage.iter().filter(|w| all.contains(w))), whole);
        let enough = passage.iter().filter(|w| all.contains(w)).count() >= 3;
        if enough { best.max(0.5 * best + 0.5 * covered) } else { best }
    }

    /// What share of a passage's weight is in the wordings of a question.
    pub(crate) fn covered(&self, question: usize, passage: &BTreeSet<String>) -> f64 {
        let all: BTreeSet<&String> = self.questions.get(question).into_iter().flatten().flatten().collect();
        share(self.weigh(passage.iter().filter(|w| all.contains(w))), self.weigh(passage.iter()))
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
    let opening = opening(trimmed);
    let first: String = opening.chars().take_while(|c| c.is_alphanumeric()).collect();
    ASKING.iter().any(|w| *w == first || w.contains(' ') && opening.starts_with(w))
        || trimmed.ends_with(':') && trimmed.split_whitespace().count() > 3
}

/// Whether a passage names a topic and says nothing: no verb of a sentence, no speaker.
pub(crate) fn names_topic(text: &str) -> bool {
    const SAYING: &[&str] = &[
        "is", "are", "was", "were", "be", "we", "our", "it", "they", "has", "have", "had", "do", "does", "did", "can", "will", "not", "no", "yes", "i", "this", "there", "see", "applied", "used",
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
    let goes = words.iter().position(|w| matches!(*w, "go" | "proceed" | "move" | "skip" | "continue" | "turn" | "jump" | "pass" | "advance"))?;
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
    if routes_to(trimmed).is_some() && (opening.starts_with("if ") || opening.starts_with("please ") || opening.starts_with("otherwise")) {
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
        "please complete", "please also", "please cover", "please set out", "please say",
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
            let passage: BTreeSet<String> = stems(text).into_iter().collect();
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
