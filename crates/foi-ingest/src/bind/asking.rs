//! Whether words ask: questions, requests, the topics they name and the way through a questionnaire.

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
    "say",
    "specify",
    "indicate",
    "outline",
    "summarise",
    "advise",
    "would",
    "will",
    "in which",
    "in what",
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
    "i would",
];

/// Words with which a question or a statement can begin: `The names of officers are withheld`.
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
    // `As a percentage please`
    if ends_with_please(trimmed) {
        return true;
    }
    // `Without a tool, what are the methods`: the question begins after its condition.
    let lower = trimmed.chars().take(70).collect::<String>().to_lowercase();
    if [", what ", ", how ", ", please ", ": how ", ": what ", ": which "].iter().any(|w| lower.find(w).is_some_and(|at| at < 60)) {
        return true;
    }
    // `Should you reply for several authorities, please list what each spends.`
    let first = trimmed.split(". ").next().unwrap_or(trimmed).to_lowercase();
    let demanded = [", please ", " kindly "].iter().find_map(|w| first.get(first.find(w)? + w.len()..)?.split_whitespace().next());
    if demanded.is_some_and(|verb| DEMANDS.contains(&verb)) {
        return true;
    }
    let opening = opening(trimmed);
    let first: String = opening.chars().take_while(|c| c.is_alphanumeric()).collect();
    // `Please see the attached` points.
    let pointing = [
        "see", "refer", "find", "visit", "follow", "click", "review", "view", "consult", "note", "be", "contact", "accept", "read",
    ];
    if opening
        .strip_prefix("please ")
        .is_some_and(|rest| pointing.contains(&rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or("")))
    {
        return false;
    }
    // `What is requested is not recorded.` tells.
    let requested = ["what you ask", "what you request", "what you seek", "what is requested", "what is asked", "what was asked"];
    if trimmed.ends_with('.') && requested.iter().any(|w| opening.starts_with(w)) {
        return false;
    }
    let opens = |w: &&str| *w == first || w.contains(' ') && opening.starts_with(w);
    ASKING.iter().any(opens)
        || TOPICS.iter().any(opens) && !states(trimmed)
        || trimmed.ends_with(':')
            && trimmed.split_whitespace().count() > 3
            && ![" we ", "the council may", "the council can", "exempt", "because", "withh", "reason"]
                .iter()
                .any(|w| lower.contains(w))
}

/// Words with which something is said, as no title says anything.
const SAYING: &[&str] = &[
    "is", "are", "was", "were", "be", "we", "our", "it", "they", "has", "have", "had", "do", "does", "did", "can", "will", "not",
    "no", "yes", "i", "this", "there", "see", "applied", "used",
];

/// Whether words say something by themselves, with a verb or a speaker.
pub(crate) fn speaks(text: &str) -> bool {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|w| SAYING.contains(&w))
}

/// Whether a passage names a topic and says nothing: no verb of a sentence, no speaker.
pub(crate) fn names_topic(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    // What a clause says of the topic stands after `how` or `that`: `how accurate the estimate is`.
    let asks_how = ["how", "what", "which", "whether", "who"].iter().any(|w| words.first() == Some(w));
    (3..=30).contains(&words.len()) && (asks_how || !words.iter().any(|w| SAYING.contains(w)))
}

/// How many questions an answer says that it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Several {
    /// So many.
    Number(usize),
    /// All those that stand together.
    All,
}

/// For how many questions an answer is, where its first words say so: `Both parts: ...`, `One answer to the four questions above: ...`.
pub(crate) fn for_several(answer: &str) -> Option<Several> {
    const NUMBERS: [&str; 5] = ["two", "three", "four", "five", "six"];
    const QUESTIONS: [&str; 8] = ["parts", "questions", "points", "items", "elements", "above", "these", "them"];
    let lower = answer.chars().take(90).collect::<String>().to_lowercase();
    // What follows the first colon or full stop is what is said.
    let lead = lower.split([':', '.', ';']).next().unwrap_or("");
    let words: Vec<&str> = lead.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(10).collect();
    let of_questions = |at: usize| {
        let near = words.iter().skip(at + 1).take(3);
        near.clone().any(|w| QUESTIONS.contains(w))
            || words.len() == at + 1 && lower.get(lead.len()..).is_some_and(|r| r.starts_with(':'))
    };
    let number = |word: &&str| NUMBERS.iter().position(|n| n == word).map(|n| n + 2);
    words.iter().enumerate().find_map(|(at, word)| match *word {
        "both" | "either" if of_questions(at) => Some(Several::Number(2)),
        "all" if words.get(at + 1).and_then(number).is_none() && of_questions(at) => Some(Several::All),
        _ => number(word).filter(|_| of_questions(at)).map(Several::Number),
    })
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

fn ends_with_please(text: &str) -> bool {
    text.trim_end_matches('.').to_lowercase().ends_with(" please")
}

/// What a requester asks for in one word.
const DEMANDS: &[&str] = &[
    "provide",
    "describe",
    "explain",
    "specify",
    "state",
    "indicate",
    "give",
    "list",
    "include",
    "supply",
    "confirm",
    "summarise",
    "send",
    "set",
    "name",
    "tell",
    "identify",
    "break",
    "detail",
    "answer",
];

/// Whether one sentence is a requester's: a question, an instruction, or the condition of one.
pub(crate) fn asking_sentence(sentence: &str) -> bool {
    let trimmed = sentence.trim().trim_end_matches(['*', '_', '"', '”', ')', ' ']);
    if trimmed.ends_with('?') || ends_with_please(trimmed) {
        return true;
    }
    let opening = opening(trimmed);
    // `For each case please summarise what was done.`
    let lower = trimmed.to_lowercase();
    let demand = lower.find(" please ").filter(|at| *at < 120).and_then(|at| lower.get(at + 8..)?.split_whitespace().next());
    if demand.is_some_and(|verb| DEMANDS.contains(&verb)) {
        return true;
    }
    // `If not, go on to Section 2`: the way through the questionnaire.
    if (opening.starts_with("if ") || opening.starts_with("please ") || opening.starts_with("otherwise"))
        && routes_to(trimmed).is_some()
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

    #[test]
    fn what_asks() {
        for (text, expected) in [
            ("Do you use it?", true),
            ("Please describe it.", true),
            ("If you use a RAS:", true),
            ("Yes, we do.", false),
            ("No", false),
            ("Please see the attached list", false),
            ("Please note that these are rounded.", false),
            ("The names of the officers are withheld.", false),
            ("In each year the budgets were overspent.", false),
            ("The number of officers who were in post.", true),
            ("The Council may include what it reasonably expects to incur in:", false),
            ("", false),
        ] {
            assert_eq!(asks(text), expected, "{text}");
        }
        for (text, expected) in [
            ("Both parts: Not held.", Some(Several::Number(2))),
            ("For both of these: Not held.", Some(Several::Number(2))),
            ("One answer to the four questions above: Not held.", Some(Several::Number(4))),
            ("All of these are exempt.", Some(Several::All)),
            ("All four parts: Not held.", Some(Several::Number(4))),
            ("Both older people and adults of working age.", None),
            ("All budgets are set each year.", None),
            ("Not held. See both parts.", None),
        ] {
            assert_eq!(for_several(text), expected, "{text}");
        }
        assert!(asking_sentence("If not, please proceed to Section 2."));
        assert!(!asking_sentence("If needed, the panel decides."));
        assert!(asking_sentence("For each case please summarise what was done."));
        assert!(!asking_sentence("For details please see above."));
    }
}
