//! The numbers that questions and answers begin with: `1.`, `Q1 (b)`, `Question 1a.`, `(a)`, `III.`, `Q2 to Q5:`.

use crate::lexicon::number_in_words;

/// One number: its digits, its letters, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    /// `10` of `10a`, `1.2` of `1.2`; empty where there are letters alone.
    pub number: String,
    /// `a` of `10a`, in lower case; a Roman number stays as written in lower case.
    pub part: String,
}

/// The number at the front of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marker {
    /// The labels, one or, for a group, several; a range has its first and last, and `range` is set.
    pub labels: Vec<Label>,
    /// Whether the labels are the ends of a range.
    pub range: bool,
    /// Where the words after it begin, in bytes.
    pub end: usize,
    /// Whether it says `question` or `Q`.
    pub named: bool,
    /// Whether a mark of punctuation closes it, so that it cannot be the beginning of a sentence.
    pub closed: bool,
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scan<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn eat(&mut self, wanted: impl Fn(char) -> bool) -> usize {
        let length = self.rest().chars().take_while(|&c| wanted(c)).map(char::len_utf8).sum();
        self.at += length;
        length
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let start = self.at;
        self.eat(wanted);
        self.text.get(start..self.at).unwrap_or("")
    }

    fn blanks(&mut self) -> usize {
        self.eat(|c| c == ' ' || c == '\t' || c == '\u{a0}')
    }

    /// `question`, `Qs`, `Q.`, `part`, with what stands between it and the number.
    fn name(&mut self) -> bool {
        if !self.rest().starts_with(['q', 'Q', 'p', 'P', 'r', 'R', 'a', 'A', 'n', 'N', 'i', 'I']) {
            return false;
        }
        let lower: String = self.rest().chars().take(32).collect::<String>().to_lowercase();
        for name in [
            "questions",
            "question",
            "quest",
            "qns",
            "qn",
            "qs",
            "q",
            "parts",
            "part",
            "numbers",
            "items",
            "item",
            "request",
            "points",
            "point",
            "response to question",
            "answer to question",
        ] {
            if let Some(after) = lower.strip_prefix(name) {
                let digits = after.trim_start_matches([' ', '.', ':', '#', '(', '\u{a0}']);
                let number =
                    digits.starts_with(|c: char| c.is_ascii_digit()) || name.starts_with("question") && in_words(digits).is_some();
                let letter = matches!(name, "question" | "part" | "questions" | "parts")
                    && after.starts_with(' ')
                    && digits.chars().nth(1).is_none_or(|c| !c.is_alphanumeric());
                if number || letter {
                    self.at += name.len();
                    self.eat(|c| matches!(c, ' ' | '.' | ':' | '#' | '\u{a0}'));
                    return true;
                }
            }
        }
        false
    }

    /// `10`, `10a`, `10 (a)`, `10.a`, `1.2`, `(a)`, `a`, `iv`; where it is named, `ten part (a)` as well.
    fn label(&mut self, named: bool) -> Option<Label> {
        let start = self.at;
        if let Some((number, length)) = in_words(self.rest()).filter(|_| named) {
            self.at += length;
            let before = self.at;
            self.blanks();
            if self.take(char::is_alphabetic).eq_ignore_ascii_case("part") && self.blanks() > 0 {
                let part = self.part(true, false);
                if !part.is_empty() {
                    return Some(Label { number: number.to_string(), part });
                }
            }
            self.at = before;
            return Some(Label { number: number.to_string(), part: self.part(true, false) });
        }
        let bracket = self.eat(|c| c == '(' || c == '[') > 0;
        let digits = self.take(|c| c.is_ascii_digit());
        let mut number = digits.to_owned();
        if digits.len() > 2 {
            self.at = start;
            return None;
        }
        while !number.is_empty()
            && self.rest().starts_with('.')
            && self.rest().get(1..).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()))
        {
            self.at += 1;
            let more = self.take(|c| c.is_ascii_digit());
            if more.len() > 2 {
                self.at = start;
                return None;
            }
            number = format!("{number}.{more}");
        }
        let part = self.part(!number.is_empty(), bracket);
        if bracket {
            self.eat(|c| c == ')' || c == ']');
        }
        if number.is_empty() && part.is_empty() {
            self.at = start;
            return None;
        }
        Some(Label { number, part })
    }

    /// The bracket between a number and its letter: `1)a)`, `2) i.`
    fn bracket_within(&mut self) {
        let Some(rest) = self.rest().strip_prefix(')') else { return };
        let letter = rest.trim_start_matches(' ').trim_start_matches('(');
        let after = letter.trim_start_matches(|c: char| c.is_ascii_lowercase());
        let roman = letter.get(..letter.len() - after.len()).is_some_and(|l| l.chars().all(|c| matches!(c, 'i' | 'v' | 'x')));
        let length = letter.len() - after.len();
        if length == 1 && after.starts_with([')', '.']) || roman && (1..=4).contains(&length) && after.starts_with([')', '.']) {
            self.at += 1;
        }
    }

    /// The letter after a number, in brackets or not; or a letter alone.
    fn part(&mut self, after_number: bool, inside: bool) -> String {
        let start = self.at;
        if after_number {
            self.bracket_within();
        }
        let blank = if after_number { self.eat(|c| c == ' ' || c == '.' || c == '-') } else { 0 };
        let bracket = self.eat(|c| c == '(' || c == '[') > 0;
        let letters = self.take(|c| c.is_ascii_alphabetic());
        let lower = letters.to_lowercase();
        let roman = !lower.is_empty() && lower.chars().all(|c| matches!(c, 'i' | 'v' | 'x')) && lower.len() <= 4;
        let next = self.rest().chars().next();
        let ends = next.is_none_or(|c| !c.is_alphanumeric() && c != '\'' && c != '’');
        let shaped = (lower.len() == 1 || roman) && ends;
        // `10 a` could be `10 a week`: a loose letter needs a bracket or a mark after it.
        let tight = blank == 0 || bracket || matches!(next, Some(')' | '.' | ':') | None);
        // `Questions 3 and 7 S.43(2) applies`
        let cites = lower == "s"
            && blank > 0
            && next == Some('.')
            && self.rest().trim_start_matches(['.', ' ']).starts_with(|c: char| c.is_ascii_digit());
        let tight = tight && !cites;
        let alone = after_number || bracket || inside || matches!(next, Some(')' | '.' | ':' | ']')) || next.is_none();
        if shaped && tight && alone {
            if bracket {
                self.eat(|c| c == ')' || c == ']');
                // `1(a)(ii)`
                let inner = self.at;
                if self.eat(|c| c == '(') > 0 {
                    let deeper = self.take(|c| matches!(c, 'i' | 'v' | 'x'));
                    if !deeper.is_empty() && self.eat(|c| c == ')') > 0 {
                        return format!("{lower}{deeper}");
                    }
                    self.at = inner;
                }
            }
            return lower;
        }
        self.at = start;
        String::new()
    }
}

/// Reads the number at the front of a text, or the question that it says it is on: `On question 4: Yes`.
pub(crate) fn parse(text: &str) -> Option<Marker> {
    let colon = |m: &Marker| text.get(..m.end).is_some_and(|t| t.trim_end().ends_with(':'));
    number(text).or_else(|| spoken_of(text).filter(colon))
}

fn number(text: &str) -> Option<Marker> {
    let mut scan = Scan { text, at: 0 };
    scan.eat(|c| c.is_whitespace() || matches!(c, '•' | '·' | '*' | '“' | '"'));
    if scan.rest().starts_with("- ") {
        scan.at += 2;
    }
    // `Q: (a) Who ...` labels a question before its number.
    let labelled = ["q: ", "question: "].iter().find(|l| scan.rest().get(..l.len()).is_some_and(|r| r.eq_ignore_ascii_case(l)));
    if let Some(label) = labelled {
        scan.at += label.len();
    }
    let begin = scan.at;
    // `[1]https://a.example`: what mail programs make of links.
    if scan
        .rest()
        .strip_prefix('[')
        .and_then(|r| r.split_once(']'))
        .is_some_and(|(_, r)| r.starts_with("http") || r.starts_with("www."))
    {
        return None;
    }
    if is_date(scan.rest()) {
        return None;
    }
    let named = scan.name();
    let first = scan.label(named)?;
    let mut labels = vec![first];
    let mut range = false;
    loop {
        let before = scan.at;
        let Some(joint) = joint(&mut scan, named) else { break };
        let named = scan.name() || named;
        match scan.label(named) {
            Some(next) if !(next.number.is_empty() && next.part.is_empty()) && labels.len() < 20 => {
                range |= joint == Joint::To;
                labels.push(next);
            }
            _ => {
                scan.at = before;
                break;
            }
        }
    }
    // `Q2 to Q8 inclusive. Not held`
    let inclusive = scan.rest().trim_start_matches([' ', '(']);
    let whole = labels.len() > 1 && inclusive.get(..9).is_some_and(|w| w.eq_ignore_ascii_case("inclusive"));
    if whole {
        scan.at += scan.rest().len() - inclusive.len() + 9;
    }
    let bracket = text.get(..scan.at).is_some_and(|t| t.ends_with([')', ']']));
    let closed = scan.eat(|c| matches!(c, '.' | ')' | ']' | ':' | ';')) > 0 || bracket;
    let gap = scan.blanks();
    let dashed = scan.rest().starts_with(['-', '–', '—']) && {
        let dash = scan.eat(|c| matches!(c, '-' | '–' | '—'));
        scan.blanks();
        dash > 0
    };
    let closed = closed || dashed;
    let at_end = scan.rest().is_empty();
    let bracketed = text.get(begin..).is_some_and(|t| t.starts_with(['(', '[']));
    // A bare number on a line is as likely a figure; who reads on can tell.
    if at_end && !closed && !named && !bracketed && labels.iter().all(|l| l.part.is_empty() || l.number.is_empty()) {
        return None;
    }
    let letters_alone = labels.iter().all(|l| l.number.is_empty());
    // `8a-8b For each service` has no other meaning; `2 to 3 Wardens` has.
    let full = labels.iter().all(|l| !l.number.is_empty() && !l.part.is_empty());
    if labels.len() > 1 && !(named || closed || full) {
        return None;
    }
    if !(named || closed || at_end || bracketed) {
        // `10a Please say`: a number and a letter, then a new sentence; `3 What is` likewise.
        let dotted = labels.iter().any(|l| l.number.contains('.')) && opens_words(scan.rest());
        let sentence = gap > 0 && (dotted || scan.rest().starts_with(|c: char| c.is_uppercase() || c == '“' || c == '"'));
        if letters_alone || !sentence {
            return None;
        }
    }
    if gap == 0 && !at_end && !closed && !bracketed && !named {
        return None;
    }
    // `S.43(2) is engaged` cites.
    if gap == 0 && letters_alone && !bracketed && !named && scan.rest().starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // `3.5%` and `1.2 million` are figures; a date is a date.
    let dotted = labels.iter().any(|l| l.number.contains('.'));
    if dotted && !at_end && (!opens_words(scan.rest()) || starts_with_unit(scan.rest())) {
        return None;
    }
    // `2 Attachments` counts what a mail program shows beside it.
    if !named && !closed && scan.rest().starts_with("Attachment") {
        return None;
    }
    if !named && !closed && starts_with_month(scan.rest()) {
        return None;
    }
    scan.blanks();
    Some(Marker { labels, range, end: scan.at, named, closed: closed || bracketed || at_end })
}

/// A number that a text begins with in words, and how many bytes it takes.
fn in_words(text: &str) -> Option<(usize, usize)> {
    let length = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let number = number_in_words(text.get(..length)?).filter(|n| *n > 0)?;
    Some((number, length))
}

/// `23-12-2025`: day, month and year between the same signs.
fn is_date(text: &str) -> bool {
    let mut parts = text.split(|c: char| !c.is_ascii_digit());
    let signs: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).take(2).collect();
    let digits = |part: Option<&str>, most: usize| part.is_some_and(|p| (1..=most).contains(&p.len()));
    matches!(signs.as_slice(), [a, b] if a == b && matches!(a, '-' | '.' | '/'))
        && digits(parts.next(), 2)
        && digits(parts.next(), 2)
        && parts.next().is_some_and(|year| matches!(year.len(), 2 | 4))
}

/// Whether words begin that no figure has behind it: `4.1 The cost`, `4.1 the cost of each`, `4.2 £187`.
fn opens_words(rest: &str) -> bool {
    const OPENINGS: [&str; 13] =
        ["the", "how", "what", "which", "who", "any", "please", "details", "copies", "copy", "names", "does", "do"];
    let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    rest.starts_with(|c: char| c.is_uppercase() || c == '£') || OPENINGS.contains(&word)
}

/// `69.4 FTE` is a figure.
fn starts_with_unit(rest: &str) -> bool {
    let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
    matches!(word.to_lowercase().as_str(), "fte" | "ftes" | "wte" | "wtes" | "gb" | "mb" | "tb" | "km" | "k" | "m")
}

fn starts_with_month(rest: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    word.len() >= 3 && MONTHS.iter().any(|m| m.starts_with(&word))
}

#[derive(PartialEq, Eq)]
enum Joint {
    And,
    To,
}

/// What joins the numbers of a group: `and`, `&`, a comma, or `to` and a dash for a range.
fn joint(scan: &mut Scan<'_>, named: bool) -> Option<Joint> {
    let before = scan.at;
    scan.eat(|c| c == '.' || c == ')');
    scan.blanks();
    let rest = scan.rest();
    let lower: String = rest.chars().take(8).collect::<String>().to_lowercase();
    let (length, joint) = if lower.starts_with("and ") {
        (4, Joint::And)
    } else if lower.starts_with(", and ") {
        (6, Joint::And)
    } else if lower.starts_with("to ") {
        (3, Joint::To)
    } else if lower.starts_with("through ") {
        (8, Joint::To)
    } else if rest.starts_with(['&', '+', ',']) || rest.starts_with('/') && named {
        (1, Joint::And)
    } else if let Some(dash) = ['-', '–', '—'].into_iter().find(|d| rest.starts_with(*d)) {
        // `3- 13` closes a number, `3 - 13` and `3-13` join two.
        let tight = scan.text.get(..scan.at).is_some_and(|t| t.ends_with(|c: char| c.is_ascii_digit()));
        if tight && !named && rest.get(dash.len_utf8()..).is_some_and(|r| r.starts_with(' ')) && !closes_a_range(rest) {
            scan.at = before;
            return None;
        }
        (dash.len_utf8(), Joint::To)
    } else {
        scan.at = before;
        return None;
    };
    scan.at += length;
    scan.blanks();
    let next = scan.rest().trim_start_matches(['(', '[']);
    let numbered = next.starts_with(|c: char| c.is_ascii_digit()) || next.to_lowercase().starts_with('q');
    let numbered = numbered || named && in_words(next).is_some();
    let lettered =
        next.chars().next().is_some_and(|c| c.is_ascii_alphabetic()) && next.chars().nth(1).is_none_or(|c| !c.is_alphanumeric());
    if numbered || lettered {
        Some(joint)
    } else {
        scan.at = before;
        None
    }
}

/// `- 5: Not held`
fn closes_a_range(rest: &str) -> bool {
    let next = rest.trim_start_matches(['-', '–', '—', ' ']);
    let after = next.trim_start_matches(|c: char| c.is_ascii_digit());
    after.len() < next.len()
        && after.starts_with([':', ')', '.'])
        && after.get(1..).is_none_or(|r| r.is_empty() || r.starts_with(' '))
}

/// The numbers that a sentence speaks of at its beginning: `For Questions 12a and 12b, ...`, `In response to Q3 - Q5: ...`.
pub(crate) fn spoken_of(sentence: &str) -> Option<Marker> {
    let trimmed = sentence.trim_start();
    let lead = sentence.len() - trimmed.len();
    let lower: String = trimmed.chars().take(60).collect::<String>().to_lowercase();
    for opening in [
        "for ",
        "in relation to ",
        "with regard to ",
        "with regards to ",
        "in respect of ",
        "regarding ",
        "in response to ",
        "in answer to ",
        "in reply to ",
        "in connection with ",
        "as regards ",
        "concerning ",
        "with respect to ",
        "in terms of ",
        "response to ",
        "answer to ",
        "answers to ",
        "turning to ",
        "table for ",
        "tables for ",
        "figures for ",
        "response for ",
        "data for ",
        "reply to ",
        "response in relation to ",
        "as to ",
        "on ",
    ] {
        if let Some(after) = lower.strip_prefix(opening) {
            let skip = ["your ", "both ", "all of ", "the "].iter().find(|w| after.starts_with(**w)).map_or(0, |w| w.len());
            let start = lead + opening.len() + skip;
            let marker = parse_named(sentence.get(start..)?)?;
            return Some(Marker { end: marker.end + start, ..marker });
        }
    }
    None
}

/// A number that a heading names anywhere: `Table 2 - Question 11: budgets`.
pub(crate) fn named_within(heading: &str) -> Option<Marker> {
    let lower = heading.to_lowercase();
    let at = lower.find("question").filter(|_| lower.len() == heading.len())?;
    parse_named(heading.get(at..)?)
}

/// The numbers that a sentence names anywhere: `the information held in answer to questions 1 to 3`.
pub(crate) fn named_in(sentence: &str) -> Option<Marker> {
    let lower = sentence.to_ascii_lowercase();
    let at = |word: &str| {
        lower.match_indices(word).find_map(|(at, _)| {
            let marker = parse_named(sentence.get(at..)?)?;
            Some(Marker { end: marker.end + at, ..marker })
        })
    };
    // `The document answers numbers 2 and 3.`
    let answers = ["answer", "respon", "relat", "cover"].iter().any(|w| lower.contains(w));
    at("question").or_else(|| ["numbers", "points", "parts", "items"].iter().filter(|_| answers).find_map(|w| at(w)))
}

/// A marker that says `question`, also in the middle of a sentence, where nothing closes it.
fn parse_named(text: &str) -> Option<Marker> {
    let mut scan = Scan { text, at: 0 };
    if !scan.name() {
        return None;
    }
    parse(text).filter(|m| m.named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown = parse(text).map_or("-".to_owned(), |m| {
            let joined = if m.range { ".." } else { "," };
            let labels: Vec<String> = m.labels.iter().map(|l| format!("{}{}", l.number, l.part)).collect();
            format!("{}|{}", labels.join(joined), text.get(m.end..).unwrap_or(""))
        });
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn numbers_in_every_style() {
        check("8a-8b For each service, say how", "8a..8b|For each service, say how");
        check("2 to 3 Wardens", "-");
        check("1. Do you", "1|Do you");
        check("1) Do you", "1|Do you");
        check("1 - Do you", "1|Do you");
        check("3- 13", "3|13");
        check("1- 3: Not held", "1..3|Not held");
        check("Q1. Do you", "1|Do you");
        check("Q1 (b) Do you", "1b|Do you");
        check("Question 1a. Do you", "1a|Do you");
        check("(a) Do you", "a|Do you");
        check("a. Do you", "a|Do you");
        check("- a. Do you", "a|Do you");
        check("I. Do you", "i|Do you");
        check("ii) Do you", "ii|Do you");
        check("3b.", "3b|");
        check("Q9", "9|");
        check("10a Please say", "10a|Please say");
        check("2.1 Please say", "2.1|Please say");
        check("2.1 the cost of each", "2.1|the cost of each");
        check("2.1 £4,200", "2.1|£4,200");
        check("2.1 a week", "-");
        check("On question 4: Yes", "4|Yes");
        check("1)a) 1,012", "1a|1,012");
        check("2 Attachments", "-");
        check("Q2 (c): If you", "2c|If you");
        check("1(a)(ii) Who", "1aii|Who");
        check("Question 1: Do", "1|Do");
        check("Q: 1a. What is", "1a|What is");
        check("Q: (a) Who", "a|Who");
        check("Q: Q1) Does", "1|Does");
        check("“a)How many", "a|How many");
        check("2. (a) 186", "2a|186");
        check("2. c. 143 d. 216", "2c|143 d. 216");
        check("Q2 and Q7 s.43(2) applies", "2,7|s.43(2) applies");
        check("Question Ten part (a): How", "10a|How");
        check("Question two - How", "2|How");
    }

    #[test]
    fn groups_and_ranges() {
        check("Q1. and Q2. Not held", "1,2|Not held");
        check("2&3. Not held", "2,3|Not held");
        check("3. -5. Not held", "3..5|Not held");
        check("1 – 3: Not held", "1..3|Not held");
        check("Q2 to Q5: not held", "2..5|not held");
        check("10a to 10d:", "10a..10d|");
        check("Questions 3-5: x", "3..5|x");
        check("Q2 to Q8 inclusive. Not held", "2..8|Not held");
        check("Questions two, three and Question five: x", "2,3,5|x");
        check("1a and b. x", "1a,b|x");
    }

    #[test]
    fn what_only_looks_like_a_number() {
        for text in [
            "30 January 2026",
            "[1]https://a.example/x",
            "2024/25 figures",
            "1.2 million",
            "3.5% of it",
            "69.4 FTE.",
            "S.43(2) applies",
            "A cost",
            "I think",
            "12 people",
            "£5",
            "2016-535",
            "23-12-2025",
            "Yes",
            "no. of staff",
            "24/25 budget",
            "3 of 4 areas",
            "10 per cent",
        ] {
            check(text, "-");
        }
    }

    #[test]
    fn sentences_that_speak_of_questions() {
        let shown =
            |text: &str| spoken_of(text).map(|m| m.labels.iter().map(|l| format!("{}{}", l.number, l.part)).collect::<Vec<_>>());
        assert_eq!(shown("For Questions 12a and 12b, it is confirmed"), Some(vec!["12a".to_owned(), "12b".to_owned()]));
        assert_eq!(shown("Answer to questions 2b and 2c: The methodology belongs"), Some(vec!["2b".to_owned(), "2c".to_owned()]));
        assert_eq!(shown("In relation to Q3, see below"), Some(vec!["3".to_owned()]));
        assert_eq!(shown("For 2024-25 the figure is"), None);
        assert_eq!(shown("For example"), None);
    }
}
