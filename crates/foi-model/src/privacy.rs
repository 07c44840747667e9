//! Personal data in words, which stay out of every output: e-mail addresses, telephone numbers, NHS numbers, National Insurance numbers,
//! and the names of people where they sign or are named as the one to ask.
//!
//! A figure is never taken for one of them: a number of ten digits is an NHS number only where its check digit is right and it is written
//! in threes and fours by itself, or words beside it say what it is.

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use regex::{Captures, Regex};

/// What stands in the place of what was left out.
const LEFT_OUT: &str = "[left out]";

/// A kind of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Email,
    Telephone,
    NhsNumber,
    InsuranceNumber,
    Name,
    /// A name in a sentence, which can be that of a team or a service as well.
    Mention,
}

impl Kind {
    /// In words, for one and for several.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Email => ("e-mail address", "e-mail addresses"),
            Self::Telephone => ("telephone number", "telephone numbers"),
            Self::NhsNumber => ("NHS number", "NHS numbers"),
            Self::InsuranceNumber => ("National Insurance number", "National Insurance numbers"),
            Self::Name | Self::Mention => ("name of a person", "names of people"),
        }
    }
}

/// What words of a kind look like; compiled when a text can first have some.
struct Pattern {
    kind: Kind,
    source: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(&self.source).ok()).as_ref()
    }
}

// Bounds of words are those of ASCII here: a text with a pound sign would be gone through letter by letter otherwise.

/// Two to four words that begin with capitals, initials among them.
fn a_name() -> String {
    format!(r"{WORD}(?:[ \t]+(?:{WORD}|(?:[A-Z](?-u:\b)|[\p{{Lu}}&&[À-ɏ]])\.?)){{1,3}}")
}

/// A word that begins with a capital, in Latin letters: tables of all the letters of the world take long to make.
const WORD: &str = r"[\p{Lu}&&[A-ɏḀ-ỿ]][[\p{L}&&[A-ɏḀ-ỿ]]'’-]+";

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let name = |before: &str| format!(r"(?m){before}(?P<it>{})", a_name());
    let patterns = [
        (Kind::Email, r"(?i)(?P<it>[a-z0-9][a-z0-9._%+'-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+)".to_owned()),
        (Kind::NhsNumber, r"(?P<it>(?-u:\b)[0-9]{3}([ -]?)[0-9]{3}([ -]?)[0-9]{4}(?-u:\b))".to_owned()),
        (
            Kind::InsuranceNumber,
            r"(?i)(?P<it>(?-u:\b)[a-ceghj-prtw-z][a-ceghj-nprtw-z][ \t]?[0-9]{2}[ \t]?[0-9]{2}[ \t]?[0-9]{2}[ \t]?[a-d](?-u:\b))"
                .to_owned(),
        ),
        (Kind::Telephone, r"(?P<it>(?:\+44[\s()]*0?|\(0|(?-u:\b)0)[ \t()]*[1-9](?:[ \t\u{a0}()-]*[0-9]){7,9}(?-u:\b))".to_owned()),
        (
            Kind::Name,
            name(
                r"(?i:^[ \t]*(?:yours (?:sincerely|faithfully|truly)|(?:kind |best |warm )?regards|many thanks|best wishes)[ \t]*(?:,\s*|\n\s*))",
            ),
        ),
        (Kind::Name, name(r"(?i:(?-u:\b)yours (?:sincerely|faithfully|truly)[ \t,]+)")),
        (
            Kind::Name,
            name(
                r"(?i:(?-u:\b)(?:contact(?: name| officer| person)?|completed by|prepared by|signed(?: by)?|case officer)[ \t]*:[ \t]*)",
            ),
        ),
        (
            Kind::Name,
            format!(r"(?P<it>(?-u:\b)(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Cllr|Councillor)(?-u:\b)\.?[ \t]+{WORD}(?:[ \t]+{WORD})?)"),
        ),
        (
            Kind::Mention,
            name(r"(?i:(?-u:\b)(?:contact|ask(?: for)?|speak to|ring|call|(?:account|project|service) manager:)[ \t]+)"),
        ),
        // A name right before an address or a number to reach somebody at.
        (
            Kind::Mention,
            format!(
                r"(?P<it>{})[ \t]*[,(:|–-]{{0,2}}[ \t]*(?:(?i:on|at|by|via|tel|telephone|phone|mobile|e-?mail)(?-u:\b)[ \t:.]*){{0,2}}(?:[A-Za-z0-9._%+'-]+@|\(?0[1-9][0-9]|\+44)",
                a_name()
            ),
        ),
    ];
    patterns.into_iter().map(|(kind, source)| Pattern { kind, source, compiled: OnceLock::new() }).collect()
});

/// The words before which a name can stand.
static CUES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i-u)sincerely|faithfully|truly|regards|thanks|wishes|contact|officer|manager|ed by|signed|mrs?\b|miss|m[sx]\b|dr\b|prof|cllr|councillor|\b(?:ask|speak to|ring|call)\b|@|\+44|\b0[1-9][0-9]").ok()
});

/// Words that the names of teams, services and places have, and those of people have not.
const NOT_OF_PEOPLE: [&str; 44] = [
    "act",
    "adult",
    "adults",
    "board",
    "borough",
    "budget",
    "care",
    "centre",
    "children",
    "children's",
    "city",
    "commissioner",
    "commissioning",
    "contact",
    "council",
    "county",
    "customer",
    "day",
    "department",
    "direct",
    "extra",
    "finance",
    "freedom",
    "group",
    "hall",
    "health",
    "home",
    "house",
    "information",
    "limited",
    "living",
    "local",
    "nursing",
    "office",
    "outturn",
    "payments",
    "residential",
    "service",
    "services",
    "social",
    "support",
    "team",
    "total",
    "trust",
];

/// Whether words with capitals can be the name of a person.
fn can_be_a_person(name: &str) -> bool {
    !name.split_whitespace().any(|word| NOT_OF_PEOPLE.contains(&word.to_lowercase().as_str()))
}

/// What a text has of personal data, in order and without overlaps.
fn found(text: &str) -> Vec<(Kind, Range<usize>)> {
    // Most texts are cells: too few digits for a number, no sign of an address, no word before a name.
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.bytes().any(|b| b.is_ascii_alphabetic() || !b.is_ascii());
    let cued = letters && text.len() > 6 && CUES.as_ref().is_some_and(|c| c.is_match(text));
    let can_be = |kind: Kind| match kind {
        Kind::Email => text.contains('@'),
        Kind::Telephone => digits >= 9,
        Kind::NhsNumber => digits >= 10,
        Kind::InsuranceNumber => digits >= 6,
        Kind::Name | Kind::Mention => cued,
    };
    let mut all: Vec<(Kind, Range<usize>)> = Vec::new();
    for pattern in PATTERNS.iter().filter(|p| can_be(p.kind)) {
        let kind = pattern.kind;
        for captures in pattern.regex().into_iter().flat_map(|r| r.captures_iter(text)) {
            let Some(it) = captures.name("it") else { continue };
            let right = match kind {
                Kind::NhsNumber => is_nhs_number(text, &captures, it.range()),
                Kind::InsuranceNumber => !["bg", "gb", "nk", "kn", "tn", "nt", "zz"]
                    .iter()
                    .any(|p| it.as_str().get(..2).is_some_and(|start| start.eq_ignore_ascii_case(p))),
                // `£2,870,013 2022-23` has a nought after a comma and is no telephone number.
                Kind::Telephone => !within_a_figure(text, it.start()),
                Kind::Mention => can_be_a_person(it.as_str()),
                Kind::Email | Kind::Name => true,
            };
            if right && !all.iter().any(|(_, other)| other.start < it.end() && it.start() < other.end) {
                all.push((if kind == Kind::Mention { Kind::Name } else { kind }, it.range()));
            }
        }
    }
    all.sort_by_key(|(_, range)| range.start);
    all
}

/// Whether what begins at a byte goes on a figure or a reference: a digit and a comma, point, dash or stroke stand before it.
fn within_a_figure(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("");
    before.strip_suffix([',', '.', '-', '/']).is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit()))
}

/// Whether ten digits are an NHS number: the check digit is right (the weighted sum of the first nine, modulo 11, as the NHS Data
/// Dictionary has it), and it stands in threes and fours by itself, or words before it say so.
fn is_nhs_number(text: &str, captures: &Captures<'_>, range: Range<usize>) -> bool {
    let digits: Vec<u32> = text.get(range.clone()).unwrap_or("").chars().filter_map(|c| c.to_digit(10)).collect();
    let Some((check, first)) = digits.split_last() else { return false };
    let sum: u32 = first.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    if (11 - sum % 11) % 11 != *check {
        return false;
    }
    let before = text.get(..range.start).unwrap_or("");
    let after = text.get(range.end..).unwrap_or("");
    let last = before.trim_end().chars().next_back();
    let amount = last.is_some_and(|c| matches!(c, '£' | ',' | '.' | '-') || c.is_ascii_digit())
        || after.trim_start().starts_with(|c: char| c.is_ascii_digit() || matches!(c, '%' | '£'))
        || after.starts_with([',', '.']) && after.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    let line = before.rsplit('\n').next().unwrap_or("").to_lowercase();
    let said = line.contains("nhs n") || line.contains("health number");
    let gap = |n| captures.get(n).is_some_and(|g| !g.as_str().is_empty());
    said || !amount && gap(2) && gap(3)
}

/// Where a text has personal data.
pub fn personal(text: &str) -> Vec<Range<usize>> {
    found(text).into_iter().map(|(_, range)| range).collect()
}

/// What a text has of personal data, counted in words: `2 e-mail addresses, 1 telephone number`. `None` where there is none.
pub fn personal_counted<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<String> {
    let mut kinds: Vec<Kind> = texts.into_iter().flat_map(found).map(|(kind, _)| kind).collect();
    kinds.sort();
    let words = kinds.chunk_by(|a, b| a == b).filter_map(|same| {
        let (one, several) = same.first()?.words();
        Some(format!("{} {}", same.len(), if same.len() == 1 { one } else { several }))
    });
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// The text without personal data.
pub fn redacted(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut at = 0;
    for range in personal(text) {
        clean.push_str(text.get(at..range.start).unwrap_or(""));
        clean.push_str(LEFT_OUT);
        at = range.end;
    }
    clean.push_str(text.get(at..).unwrap_or(""));
    clean
}

/// The longest part of a text that has no personal data.
pub fn longest_clean(text: &str) -> Range<usize> {
    let mut best = 0..0;
    let mut at = 0;
    for range in personal(text).into_iter().chain(std::iter::once(text.len()..text.len())) {
        if range.start.saturating_sub(at) > best.len() {
            best = at..range.start;
        }
        at = range.end;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(redacted(text), expected);
    }

    #[test]
    fn addresses_and_numbers_are_left_out() {
        check("Write to j.o'neil@town.gov.uk or ring 024 7555 0123.", "Write to [left out] or ring [left out].");
        check("+44 (0)20 7946 0000 today", "[left out] today");
        check("her number is 943 476 5919.", "her number is [left out].");
        check("NHS number: 9434765919", "NHS number: [left out]");
        check("NI AB 12 34 56 C, and ab123456d", "NI [left out], and [left out]");
        assert_eq!(longest_clean("call 01234 567890 for more about it"), 17..35);
    }

    #[test]
    fn names_beside_signatures_are_left_out() {
        check(
            "Yours sincerely\n\nJane Q. Example-Smith\nInformation Officer",
            "Yours sincerely\n\n[left out]\nInformation Officer",
        );
        check("Kind regards, Jane Example", "Kind regards, [left out]");
        check("Contact: Jane Example, Finance", "Contact: [left out], Finance");
        check("Please ask Mrs Example about it", "Please ask [left out] about it");
        check("contact Jane Example on (01234) 567890", "contact [left out] on [left out]");
        check("run by Jane Example (j@town.gov.uk)", "run by [left out] ([left out])");
    }

    #[test]
    fn figures_and_words_are_kept() {
        for kept in [
            "£0.25 to 10,635,000",
            "2024/25 0 0 0 0 1,234,567",
            "FOI785768371",
            "0 11,635 11,664 9,518",
            "£9434765919",
            "9434765919",
            "943 476 5919 1,200",
            "943 476 5918",
            "with regards to Home Care",
            "As regards Home Care the budget is £5m",
            "Residential Care 28,400,000",
            "GB 12 34 56 A",
            "please contact Adult Social Care",
            "call Home Care Direct",
            "Extra Care 011",
        ] {
            check(kept, kept);
        }
    }

    #[test]
    fn what_was_left_out_is_counted() {
        let texts = ["a@b.uk c@d.uk", "Kind regards,\nJane Example\n01234 567890"];
        assert_eq!(personal_counted(texts).as_deref(), Some("2 e-mail addresses, 1 telephone number, 1 name of a person"));
        assert_eq!(personal_counted(["£5"]), None);
    }
}
