//! How alike the wording of a question and of a passage are.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use foi_model::Question;
use foldhash::fast::FixedState;

/// Words, each with what is known of it: looked up so often that a fast hash tells.
pub(crate) type Vocabulary<T> = HashMap<String, T, FixedState>;

/// Words that say nothing of what is asked.
const EMPTY: &str = "a an and any are as at be been by can could do does each for from has have how i if in is it its many me much of on or our \
    please provide name identify send supply tell provided so such than that the their them then there these they this those to \
    under was we were what when where which who will with would you your following below eg etc ie e g s council authority also \
    used give describe explain specify indicate state confirm us not table response area areas";

/// The content words of a text, reduced to stems.
pub(crate) fn stems(text: &str) -> Vec<String> {
    static NOTHING: LazyLock<HashSet<&str, FixedState>> = LazyLock::new(|| EMPTY.split(' ').collect());
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
    let mut word = if word.contains('z') { word.replace("iz", "is") } else { word.to_owned() };
    let endings: &[&str] = match word.bytes().next_back() {
        Some(b's') => &["isations", "ations", "ings", "ments", "ions", "ers", "ies", "ises", "es", "s"],
        Some(b'n') => &["isation", "ation", "ion"],
        Some(b't') => &["ment"],
        Some(b'g') => &["ing"],
        Some(b'd') => &["ised", "ed"],
        Some(b'e') => &["ise", "e"],
        Some(b'r') => &["er"],
        Some(b'y') => &["ly", "y"],
        _ => &[],
    };
    if let Some(ending) = endings.iter().find(|e| word.len() >= e.len() + 3 && word.ends_with(**e)) {
        word.truncate(word.len() - ending.len());
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
    /// The most that a question can be like it.
    pub(crate) most: f64,
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
    vocabulary: Vocabulary<usize>,
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
    /// The question that it words, by its place.
    question: usize,
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

/// What the words that a passage and a phrase share count for, as a share of the phrase and of the passage.
const OF_PHRASE: f64 = 0.65;
const OF_PASSAGE: f64 = 0.35;

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
        let vocabulary: Vocabulary<usize> = counts.keys().enumerate().map(|(at, w)| ((*w).clone(), at)).collect();
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
                all_phrases.push(Phrase {
                    question: wordings.len(),
                    words: words.len(),
                    weight: words.iter().filter_map(|w| weights.get(*w)).sum(),
                });
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
        let unknown_weight = unknown as f64 * self.unknown;
        let known_weight = self.weigh(known.iter().copied());
        let weight = known_weight + unknown_weight;
        Passage { known, unknown, weight, most: OF_PHRASE + OF_PASSAGE * share(known_weight, weight) }
    }

    fn weigh(&self, words: impl Iterator<Item = usize>) -> f64 {
        words.filter_map(|w| self.weights.get(w)).sum()
    }

    /// Whether a passage has all words of a phrase of a question, one of several words.
    pub(crate) fn holds(&self, question: usize, passage: &Passage) -> bool {
        /// A phrase of fewer words stands in a passage by chance.
        const SEVERAL: usize = 3;
        let phrases = self.questions.get(question).map_or(0..0, |w| w.phrases.clone());
        phrases.into_iter().any(|phrase| {
            let shared = |word: &&usize| self.found_in.get(**word).is_some_and(|phrases| phrases.contains(&phrase));
            let words = self.phrases.get(phrase).map_or(0, |p| p.words);
            words >= SEVERAL && passage.known.iter().filter(shared).count() == words
        })
    }

    /// How alike each question and a passage are, from 0 to 1: of the best phrase, what share of its weight is in the passage, and what
    /// share of the passage's weight is in it.
    pub(crate) fn likenesses(&self, passage: &Passage) -> Vec<f64> {
        if passage.known.is_empty() {
            return vec![0.0; self.questions.len()];
        }
        let mut shared: Vec<Shared> = vec![(0, 0.0); self.phrases.len()];
        let mut touched = vec![false; self.questions.len()];
        for word in &passage.known {
            let weight = self.weights.get(*word).copied().unwrap_or(0.0);
            for &phrase in self.found_in.get(*word).map_or(&[][..], Vec::as_slice) {
                if let Some((count, sum)) = shared.get_mut(phrase) {
                    *count += 1;
                    *sum += weight;
                }
                if let Some(touched) = self.phrases.get(phrase).and_then(|p| touched.get_mut(p.question)) {
                    *touched = true;
                }
            }
        }
        let of = |(wording, touched): (&Wording, bool)| {
            if !touched {
                return 0.0;
            }
            let found = shared.get(wording.phrases.clone()).unwrap_or_default();
            let mut best: f64 = 0.0;
            for (phrase, (count, sum)) in self.phrases.get(wording.phrases.clone()).unwrap_or_default().iter().zip(found) {
                if *count == 0 || *count < 2 && phrase.words > 1 && passage.len() > 1 {
                    continue;
                }
                best = best.max(OF_PHRASE * share(*sum, phrase.weight) + OF_PASSAGE * share(*sum, passage.weight));
            }
            // What all phrases together cover of the passage tells as much as any one of them.
            let (count, covered) = self.common(&wording.all, &passage.known);
            if count >= 3 { best.max(0.5 * best + 0.5 * share(covered, passage.weight)) } else { best }
        };
        self.questions.iter().zip(touched).map(of).collect()
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
        let shared: Vec<usize> = b.iter().copied().filter(|w| a.binary_search(w).is_ok()).collect();
        (shared.len(), self.weigh(shared.into_iter()))
    }
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
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
}
