//! The provisions that a text cites for not giving information.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use foi_model::{Legislation, Provision, ProvisionError};
use regex::Regex;

/// A citation in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Citation {
    /// What is cited; an error where the section is no ground for withholding.
    pub(crate) provision: Result<Provision, ProvisionError>,
    /// Where, in bytes.
    pub(crate) range: Range<usize>,
    /// Whether the words name the law that it is of.
    named: bool,
}

impl Citation {
    /// Whether this is one of the sections of other law that a document speaks of, and the words do not say otherwise.
    pub(crate) fn is_of(&self, other_law: &OtherLaw) -> bool {
        !self.named
            && self.provision.as_ref().is_ok_and(|p| {
                matches!(p.legislation(), Legislation::Foia | Legislation::Foisa) && other_law.0.contains(&p.section())
            })
    }
}

/// The sections of other Acts that a document speaks of: after `Section 42 of the Care Act`, `a Section 42 enquiry` is of that Act too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OtherLaw(BTreeSet<u16>);

impl OtherLaw {
    /// The sections that texts give to other Acts and never to the law on access to information.
    pub(crate) fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let (mut others, mut own) = (BTreeSet::new(), BTreeSet::new());
        // Those on fees belong to the law on access.
        let cited = |text: &str| {
            let lower = text.to_lowercase();
            lower.contains(" act") && !lower.contains("appropriate limit")
        };
        for (section, named) in texts.filter(|t| cited(t)).flat_map(sections) {
            match named {
                Act::Other => others.insert(section),
                Act::Known(_) => own.insert(section),
                Act::Unnamed => false,
            };
        }
        Self(others.difference(&own).copied().collect())
    }
}

/// The first number of every citation of a section, and whose it is.
fn sections(text: &str) -> Vec<(u16, Act)> {
    let captures = SECTION.as_ref().into_iter().flat_map(|p| p.captures_iter(text));
    let first = captures
        .filter(|c| !is_possessive(text, c))
        .filter(|c| c.name("unit").is_some_and(|u| is_section(u.as_str())))
        .filter_map(|c| {
            let number: String = c.name("first")?.as_str().chars().take_while(char::is_ascii_digit).collect();
            Some((number.parse().ok()?, act_of(text, &c.get(0)?.range())))
        });
    first.collect()
}

/// `Children's 12.4 per cent`: the letter belongs to the word before it.
fn is_possessive(text: &str, captures: &regex::Captures<'_>) -> bool {
    let start = captures.get(0).map_or(0, |m| m.start());
    text.get(..start)
        .is_some_and(|before| before.ends_with(['\'', '’']) && before.chars().rev().nth(1).is_some_and(char::is_alphabetic))
}

fn is_section(unit: &str) -> bool {
    unit.to_lowercase().starts_with('s')
}

static SECTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = r"\d{1,3}[A-Za-z]?(?:\s?\(\s?[0-9A-Za-z]{1,4}\s?\))*";
    Regex::new(&format!(
        r"(?i)\b(?P<unit>(?:sub-?)?sections?|sect?\.?|ss?\.?|exemptions?|exceptions?|regulations?|reg\.?|r\.?|fo?ia|foisa|eirs?|foi(?: act)?)(?:\s?|:\s)(?P<first>{number})(?P<more>(?:\s?(?:,|,?\s?and|&|or|/|to)\s?(?:(?:sections?|ss?\.?)?\s?{number}|(?:\(\s?[0-9A-Za-z]{{1,4}}\s?\))+))*)"
    ))
    .ok()
});
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<section>\d{1,3})(?P<letter>[A-Za-z]?)(?P<subs>(?:\s?\(\s?[0-9A-Za-z]{1,4}\s?\))*)|(?P<bare>(?:\(\s?[0-9A-Za-z]{1,4}\s?\))+)").ok()
});
/// `12(4)(b) of the EIR`, `17(1)(b) of FOISA`: the law behind a number with a part says what it is.
static BEFORE_LAW: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?P<number>\d{1,2}(?:\s?\(\s?[0-9A-Za-z]{1,4}\s?\))+)\s+(?:of\s+)?(?:the\s+)?(?:EIR|EI\s?\(S\)|EISR|FO?IA|FOISA|FOI|Freedom of|Environmental Inf)").ok()
});

static ACT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:[A-Z][A-Za-z]+\s+(?:(?:of|and|\(?[A-Z][A-Za-z]+\)?)\s+)*)Act\b|\b(?:FO?IA|FOISA)\b").ok());

/// The Act that a citation names.
enum Act {
    Known(Legislation),
    Other,
    Unnamed,
}

/// Every citation in a text, in order; `home` is the regime of those that name none. Citations of other Acts are not among them.
pub(crate) fn citations(text: &str, home: Legislation) -> Vec<Citation> {
    let (Some(section), Some(number)) = (SECTION.as_ref(), NUMBER.as_ref()) else { return Vec::new() };
    let mut found = Vec::new();
    for captures in section.captures_iter(text).filter(|c| !is_possessive(text, c)) {
        let (Some(whole), Some(unit), Some(first)) = (captures.get(0), captures.name("unit"), captures.name("first")) else {
            continue;
        };
        if text.get(whole.end()..).is_some_and(|r| r.starts_with(|c: char| c.is_alphanumeric() || c == '%')) {
            continue;
        }
        let unit = unit.as_str().to_lowercase();
        let (legislation, named) = match act_of(text, &whole.range()) {
            Act::Other => continue,
            Act::Known(legislation) => (legislation, true),
            Act::Unnamed => (regime_of_unit(&unit, home), false),
        };
        // `s 5` and `r 2` are letters as often as citations: the short forms stand close to their number.
        if unit.len() == 1 && text.get(unit_end(&captures)..first.start()).is_some_and(|gap| !gap.is_empty()) && unit == "r" {
            continue;
        }
        let numbers = text.get(first.start()..whole.end()).unwrap_or("");
        let mut last: Option<(u16, Vec<String>)> = None;
        for each in number.captures_iter(numbers) {
            if let (Some(bare), Some((section, before))) = (each.name("bare"), &last) {
                let Some(subsections) = beside(before, bare.as_str()) else { continue };
                let range = first.start() + bare.start()..first.start() + bare.end();
                found.push(Citation { provision: Provision::new(legislation, *section, subsections.clone()), range, named });
                last = Some((*section, subsections));
                continue;
            }
            let (Some(range), Some(section)) = (each.get(0), each.name("section").and_then(|s| s.as_str().parse().ok())) else {
                continue;
            };
            // `S17b` is section 17, however officers write its part; `s12m` is none.
            if each.name("letter").is_some_and(|l| !matches!(l.as_str().to_ascii_lowercase().as_str(), "" | "a" | "b" | "c" | "d"))
            {
                continue;
            }
            let subs = each.name("subs").map_or("", |s| s.as_str());
            let subsections = subsections_of(subs);
            // `Subsection 40(2)` is a section; `subsection 1(a)` is a part of the one named before it.
            if unit.starts_with("sub") && Provision::new(legislation, section, Vec::new()).is_err() {
                continue;
            }
            last = Some((section, subsections.clone()));
            let at = first.start() + range.start()..first.start() + range.end();
            let start = if at.start == first.start() { whole.start() } else { at.start };
            found.push(Citation { provision: Provision::new(legislation, section, subsections), range: start..at.end, named });
        }
    }
    found.extend(before_law(text, &found));
    found.sort_by_key(|c| c.range.start);
    found
}

/// Numbers without `section` that stand right before the name of the law, beside the citations that were found.
fn before_law(text: &str, found: &[Citation]) -> Vec<Citation> {
    let numbers = BEFORE_LAW.as_ref().into_iter().flat_map(|p| p.captures_iter(text)).filter_map(|c| c.name("number"));
    let new = numbers.filter(|n| found.iter().all(|c| c.range.end <= n.start() || n.end() <= c.range.start));
    new.filter_map(|number| {
        let Act::Known(legislation) = act_of(text, &number.range()) else { return None };
        let (section, parts) = number.as_str().split_once('(')?;
        let provision = Provision::new(legislation, section.trim().parse().ok()?, subsections_of(&format!("({parts}")));
        Some(Citation { provision, range: number.range(), named: true })
    })
    .collect()
}

/// The parts in brackets; `(2a)` is written for `(2)(a)`, and `(2A)` is a subsection of its own.
fn subsections_of(text: &str) -> Vec<String> {
    let parts = text.split(['(', ')']).map(str::trim).filter(|s| !s.is_empty()).flat_map(|part| {
        let letter = part.find(|c: char| c.is_ascii_lowercase()).filter(|at| *at > 0 && part.len() == at + 1);
        let digits = letter.filter(|at| part.get(..*at).is_some_and(|d| d.chars().all(|c| c.is_ascii_digit())));
        let (number, letter) = part.split_at_checked(digits.unwrap_or(part.len())).unwrap_or((part, ""));
        [number, letter]
    });
    parts.filter(|s| !s.is_empty()).map(str::to_lowercase).collect()
}

/// `(ii)` after `36(2)(b)(i)` is `36(2)(b)(ii)`: it stands in the place of what is of its kind.
fn beside(before: &[String], bare: &str) -> Option<Vec<String>> {
    let roman = |s: &str| s.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let digits = |s: &str| s.starts_with(|c: char| c.is_ascii_digit());
    let subs = subsections_of(bare);
    let lead = subs.first()?;
    let alike = |s: &String| {
        if digits(lead) { digits(s) } else { !digits(s) && roman(s) == (roman(lead) && before.last().is_some_and(|l| roman(l))) }
    };
    let at = before.iter().rposition(alike)?;
    Some(before.iter().take(at).cloned().chain(subs).collect())
}

fn unit_end(captures: &regex::Captures<'_>) -> usize {
    captures.name("unit").map_or(0, |m| m.end())
}

fn regime_of_unit(unit: &str, home: Legislation) -> Legislation {
    let scottish = matches!(home, Legislation::Foisa | Legislation::Eisr);
    if unit.starts_with("reg")
        || unit.starts_with("exception")
        || unit.starts_with("eir")
        || unit.starts_with("r") && unit.len() <= 2
    {
        if scottish { Legislation::Eisr } else { Legislation::Eir }
    } else if unit == "foisa" || scottish {
        Legislation::Foisa
    } else {
        Legislation::Foia
    }
}

/// The Act named after `of the`, or right before the citation.
fn act_of(text: &str, range: &Range<usize>) -> Act {
    let after: String = text.get(range.end..).unwrap_or("").chars().take(90).collect::<String>().to_lowercase();
    let after = after.split(['.', ';']).next().unwrap_or("").to_owned();
    let before: String = {
        let chars: Vec<char> = text.get(..range.start).unwrap_or("").chars().rev().take(45).collect();
        chars.into_iter().rev().collect::<String>().to_lowercase()
    };
    // `Section 21 (information accessible by other means) of the Act`: what stands in brackets is no matter.
    let beyond = after.trim_start().trim_start_matches([',', '-', '–']).trim_start();
    let beyond = beyond.strip_prefix('(').and_then(|b| b.split_once(')')).map_or(beyond, |(_, rest)| rest.trim_start());
    if ["of that act", "of the same act", "of the said act", "thereof"].iter().any(|it| beyond.starts_with(it))
        && let Some(name) = text.get(..range.start).and_then(last_named)
    {
        return named_act(&name.to_lowercase());
    }
    let named = beyond.strip_prefix("of ").map(|a| without_article(a).trim_start_matches("that "));
    let tail = after.trim_start().trim_start_matches(['(', ',']).trim_start();
    let act = named
        .map(named_act)
        .filter(|a| !matches!(a, Act::Unnamed))
        .or_else(|| Some(named_act(tail)).filter(|_| starts_with_act(tail)));
    if let Some(act) = act
        && !matches!(act, Act::Unnamed)
    {
        return act;
    }
    let ends = before.trim_end().trim_end_matches(['\'', '’', 's', ',', '-', '–', '(', ':']).trim_end();
    for other in [
        "data protection act 2018",
        "data protection act 1998",
        "data protection act",
        "dpa",
        "dpa 2018",
        "care act 2014",
        "care act",
        "mental health act",
        "mental health act 1983",
        "children act",
        "children act 1989",
        "local government act",
        "equality act",
        "gdpr",
    ] {
        if ends.ends_with(other) {
            return Act::Other;
        }
    }
    Act::Unnamed
}

/// A name without `the`, also where two of its letters stand the wrong way round.
fn without_article(name: &str) -> &str {
    let Some((first, rest)) = name.split_once(' ') else { return name };
    if matches!(first, "the" | "teh" | "hte") { rest } else { name }
}

/// The Act that was named last: `under the Care Act 2014, and section 26 of that Act`.
fn last_named(before: &str) -> Option<&str> {
    let names = ACT.as_ref()?.find_iter(before);
    names.last().map(|name| name.as_str())
}

fn starts_with_act(tail: &str) -> bool {
    [
        "foi",
        "eir",
        "ei(s)r",
        "freedom",
        "environmental",
        "data protection",
        "dpa",
        "care act",
        "mental health",
        "the data",
        "gdpr",
        "uk gdpr",
        "children act",
        "mca",
        "mha",
    ]
    .iter()
    .any(|a| tail.starts_with(a))
}

fn named_act(name: &str) -> Act {
    let name = name.trim_start_matches(['(', ' ']);
    if name.starts_with("freedom of information (scotland)")
        || name.starts_with("foisa")
        || name.starts_with("foi(s)a")
        || name.starts_with("foi (scotland)")
    {
        Act::Known(Legislation::Foisa)
    } else if name.starts_with("freedom of information") || name.starts_with("foi") {
        if name.starts_with("freedom of information and data") {
            Act::Other
        } else if name.contains("scotland") {
            Act::Known(Legislation::Foisa)
        } else {
            Act::Known(Legislation::Foia)
        }
    } else if name.starts_with("environmental information (scotland)")
        || name.starts_with("eisr")
        || name.starts_with("eir(s)")
        || name.starts_with("ei(s)r")
    {
        Act::Known(Legislation::Eisr)
    } else if name.starts_with("environmental information") || name.starts_with("eir") {
        Act::Known(Legislation::Eir)
    } else if name.starts_with("act")
        || name.is_empty()
        || name.starts_with("legislation")
        || name.starts_with("above act")
        || name.starts_with("2000 act")
        || name.starts_with("2002 act")
        || name.starts_with("exempt")
    {
        Act::Unnamed
    } else if name.contains(" act")
        || name.starts_with("dpa")
        || name.contains("regulations")
        || name.contains("gdpr")
        || name.contains("survey")
        || name.contains("questionnaire")
        || name.contains("form")
    {
        Act::Other
    } else {
        Act::Unnamed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, home: Legislation, expected: &[&str]) {
        let found: Vec<String> =
            citations(text, home).into_iter().map(|c| c.provision.map_or_else(|e| format!("({e})"), |p| p.to_string())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn citations_as_officers_write_them() {
        use Legislation::{Eir, Foia, Foisa};
        check("exempt under Section 43(2) of the Act", Foia, &["FOIA s43(2)"]);
        check("s.43 and S40(2)", Foia, &["FOIA s43", "FOIA s40(2)"]);
        check("FoIA 21 applies", Foia, &["FOIA s21"]);
        check("the exemption(s) in Section 21 of the Freedom of Information Act 2000", Foia, &["FOIA s21"]);
        check("Sections 40(2) and 43(2) apply", Foia, &["FOIA s40(2)", "FOIA s43(2)"]);
        check("Section 40 (2) of the FOI Act", Foia, &["FOIA s40(2)"]);
        check("section 25 of FOISA", Foisa, &["FOISA s25"]);
        check("under section 17 of the Act", Foisa, &["FOISA s17"]);
        check("Regulation 12(4)(b) applies", Eir, &["EIR r12(4)(b)"]);
        check("section 36(2)(b)(ii)", Foia, &["FOIA s36(2)(b)(ii)"]);
        check("s22A is cited", Foia, &["FOIA s22"]);
        check("exempt under S17b, information not held", Foisa, &["FOISA s17"]);
        check("we give notice under 10(4)(a) of the EI(S)Rs 2004", Foisa, &["EISR r10(4)(a)"]);
        check("as 12(5)(e) of the EIR says, and section 43(2) of FOIA", Foia, &["EIR r12(5)(e)", "FOIA s43(2)"]);
        check("sections 36(2)(b)(i) and (ii)", Foia, &["FOIA s36(2)(b)(i)", "FOIA s36(2)(b)(ii)"]);
        check("s36(2)(b)(i) and (c), and 42(1)", Foia, &["FOIA s36(2)(b)(i)", "FOIA s36(2)(c)", "FOIA s42(1)"]);
        check("section 21 (and others)", Foia, &["FOIA s21"]);
        check("the exemption under subsection 40 (2)", Foia, &["FOIA s40(2)"]);
        check("section 22 applies, namely subsection 1(a)", Foia, &["FOIA s22"]);
        check(
            "under section 12(1) and Regulations 3(3) and 4(3) of the Freedom of Information and Data Protection (Appropriate Limit and Fees) Regulations 2004",
            Foia,
            &["FOIA s12(1)"],
        );
    }

    #[test]
    fn sections_of_other_acts_stay_theirs_where_none_is_named() {
        let other = OtherLaw::of(["enquiries under Section 42 of the Care Act 2014", "section 40 of the FOI Act"].into_iter());
        let of_other = |text: &str| citations(text, Legislation::Foia).iter().map(|c| c.is_of(&other)).collect::<Vec<_>>();
        assert_eq!(of_other("the criteria of Section 42 are met"), [true]);
        assert_eq!(of_other("exempt under section 42 of the FOIA, and section 40"), [false, false]);
    }

    #[test]
    fn what_is_no_exemption() {
        use Legislation::Foia;
        check("Section 3(2) and 3(3) of the Data Protection Act 2018", Foia, &[]);
        check("section 117 of the Mental Health Act 1983", Foia, &[]);
        check("section 9 of the Care Act 2014", Foia, &[]);
        check("as per Section 1(1) of the Act", Foia, &["(FOIA section 1 is no ground for withholding)"]);
        check("18 hours and £450", Foia, &[]);
        check("in the 12 months to 2021", Foia, &[]);
        check("DPA 2018 section 3", Foia, &[]);
        check("decided under the Care Act 2014, and section 26 of that Act says what a budget is", Foia, &[]);
        check("under the Freedom of Information Act 2000, and section 26 of that Act", Foia, &["FOIA s26"]);
        check("within 12 (two) of our 30 homes", Foia, &[]);
    }
}
